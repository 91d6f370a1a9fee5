/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/prompt.h"

#include "base/mem.h"
#include "ui/keys.h"

#include <stdlib.h>
#include <string.h>

void prompt_text_set(struct prompt_text *t, const char *text)
{
	t->len = strnlen(text, sizeof t->bytes - 1);
	memcpy(t->bytes, text, t->len);
	t->bytes[t->len] = '\0';
}

/* One character, not one byte. */
static void drop_last(struct prompt_text *t)
{
	while (t->len && ((unsigned char)t->bytes[--t->len] & 0xc0) == 0x80)
		;
	t->bytes[t->len] = '\0';
}

static void drop_word(struct prompt_text *t)
{
	while (t->len && t->bytes[t->len - 1] == ' ')
		drop_last(t);
	while (t->len && t->bytes[t->len - 1] != ' ')
		drop_last(t);
}

static void type(struct prompt_text *t, unsigned code)
{
	char bytes[4];
	size_t n = 0;

	if (code < 0x80) {
		bytes[n++] = (char)code;
	} else if (code < 0x800) {
		bytes[n++] = (char)(0xc0 | code >> 6);
		bytes[n++] = (char)(0x80 | (code & 0x3f));
	} else if (code < 0x10000) {
		bytes[n++] = (char)(0xe0 | code >> 12);
		bytes[n++] = (char)(0x80 | (code >> 6 & 0x3f));
		bytes[n++] = (char)(0x80 | (code & 0x3f));
	} else {
		bytes[n++] = (char)(0xf0 | code >> 18);
		bytes[n++] = (char)(0x80 | (code >> 12 & 0x3f));
		bytes[n++] = (char)(0x80 | (code >> 6 & 0x3f));
		bytes[n++] = (char)(0x80 | (code & 0x3f));
	}
	if (t->len + n >= sizeof t->bytes)
		return;
	memcpy(t->bytes + t->len, bytes, n);
	t->len += n;
	t->bytes[t->len] = '\0';
}

bool prompt_text_key(struct prompt_text *t, int key)
{
	if (key == KEYS_BACKSPACE)
		drop_last(t);
	else if (key == KEYS_CTRL('u'))
		prompt_text_set(t, "");
	else if (key == KEYS_CTRL('w'))
		drop_word(t);
	else if (key >= ' ' && key < KEYS_SPECIAL && (key < 0x7f || key > 0x9f))
		type(t, (unsigned)key);
	else
		return false;
	return true;
}

static void open_prompt(struct prompt *p, const char *label, const char *choices, const char *text,
			void (*done)(struct ui *ui, const char *text))
{
	char *copy = mem_strdup(label);

	prompt_close(p);
	p->open = true;
	p->label = copy;
	p->choices = choices;
	p->done = done;
	prompt_text_set(&p->text, text);
}

void prompt_line(struct prompt *p, const char *label, const char *text,
		 void (*done)(struct ui *ui, const char *text))
{
	open_prompt(p, label, NULL, text, done);
}

void prompt_choice(struct prompt *p, const char *label, const char *choices,
		   void (*done)(struct ui *ui, const char *text))
{
	open_prompt(p, label, choices, "", done);
}

static void finish(struct prompt *p, struct ui *ui, const char *text)
{
	void (*done)(struct ui *, const char *) = p->done;
	char *copy = mem_strdup(text);

	prompt_close(p); /* first: done may ask the next question */
	done(ui, copy);
	free(copy);
}

static void cancel(struct prompt *p, struct ui *ui)
{
	void (*cancelled)(struct ui *) = p->cancelled;

	prompt_close(p);
	if (cancelled)
		cancelled(ui);
}

void prompt_key(struct prompt *p, struct ui *ui, int key)
{
	char chosen[2] = {0};

	if (key == KEYS_ESCAPE || key == KEYS_CTRL('g')) {
		cancel(p, ui);
	} else if (p->choices) {
		if (key > ' ' && key < 0x7f && strchr(p->choices, key)) {
			chosen[0] = (char)key;
			finish(p, ui, chosen);
		} else if (key < KEYS_SPECIAL) {
			cancel(p, ui);
		}
	} else if (key == KEYS_ENTER) {
		finish(p, ui, p->text.bytes);
	} else if (prompt_text_key(&p->text, key) && p->changed) {
		p->changed(ui, p->text.bytes);
	}
}

void prompt_close(struct prompt *p)
{
	free(p->label);
	*p = (struct prompt){0};
}
