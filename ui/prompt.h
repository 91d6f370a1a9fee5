/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line at the bottom that asks for a text or for one of several keys. Knows no terminal. */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#define PROMPT_BYTES_MAX 1024

/* Bytes of UTF-8 typed at the end of a line. */
struct prompt_text {
	char bytes[PROMPT_BYTES_MAX];
	size_t len;
};

void prompt_text_set(struct prompt_text *t, const char *text);
/* Types a character or deletes some (Backspace, Ctrl-U, Ctrl-W). False for any other key. */
bool prompt_text_key(struct prompt_text *t, int key);

struct ui;

struct prompt {
	bool open;
	char *label;	   /* owned */
	const char *brief; /* the label where columns are few; translated, static; NULL: the same */
	const char *choices; /* keys to choose from, NULL: a line of text */
	struct prompt_text text;
	/* A line: the text on Enter; choices: the pressed key, as a text of one character. */
	void (*done)(struct ui *ui, const char *text);
	void (*changed)(struct ui *ui, const char *text); /* after each key, or NULL */
	void (*cancelled)(struct ui *ui);		  /* or NULL */
};

/* Asks for a line that begins with text. */
void prompt_line(struct prompt *p, const char *label, const char *text,
		 void (*done)(struct ui *ui, const char *text));
void prompt_choice(struct prompt *p, const char *label, const char *choices,
		   void (*done)(struct ui *ui, const char *text));
void prompt_key(struct prompt *p, struct ui *ui, int key);
void prompt_close(struct prompt *p);

#endif
