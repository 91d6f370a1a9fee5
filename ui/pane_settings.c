/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to enter, in the words of the chosen mail program: what has just worked, else what the provider has. */
#include "config.h"
#include "ui/run.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "words/words_sources.h"
#include "words/words_starttls.h"
#include "ui/sheet.h"

#include <stdlib.h>

static void put_title(struct list *l, const char *title, int cols)
{
	list_item(l, ITEM_HEADING, 0);
	list_wrap(l, 1, cols, ROLE_TITLE, title);
}

static void put_note(struct list *l, char *text, int cols)
{
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 1, cols - 1, ROLE_NORMAL, text);
	free(text);
}

static void put_starttls(struct list *l, const struct record *record, int cols)
{
	struct strs lines = {0};

	words_starttls(record, &lines);
	if (lines.n) {
		list_gap(l);
		list_item(l, ITEM_HEADING, 0);
		list_line(l);
		list_put(l, 1, ROLE_TITLE, words_starttls_title());
	}
	for (size_t i = 0; i < lines.n; i++)
		put_note(l, mem_strdup(lines.v[i]), cols);
	strs_clear(&lines);
}

/* Whose form it is. */
static void put_program(struct list *l, const struct run *run)
{
	const struct program *p = run_program(run);

	list_item(l, ITEM_TEXT, 0);
	list_line(l);
	list_putf(l, 1, ROLE_NORMAL, "%s %s %s", theme_glyph(GLYPH_LEFT), _(p->name),
		  theme_glyph(GLYPH_RIGHT));
}

/* To sign in with, where the first settings are read. */
char *pane_settings_user(const struct record *record)
{
	const struct summary *s = &record->summary;

	return words_user(record, s->setting_n ? &s->settings[0] : NULL);
}

/* What was asked to find the domain's servers. */
static void put_sources(struct list *l, const struct record *record, int cols)
{
	struct sources_words words;

	words_sources(&words, record, true);
	if (words.n) {
		list_gap(l);
		put_title(l, _("What was looked up"), cols);
	}
	for (size_t i = 0; i < words.n; i++) {
		const struct source_words *w = &words.v[i];

		/* TRANSLATORS: a question, and what came of it. */
		put_note(
		    l, mem_printf(w->used ? _("%s: %s (used)") : _("%s: %s"), w->question, w->said),
		    cols);
	}
	sources_words_clear(&words);
}

/* Whether all that is shown has just worked: then the rows say enough. */
static bool all_work(const struct sheet *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->v[i].works)
			return false;
	return s->n > 0;
}

void pane_settings_build(struct list *l, const struct run *run, int cols)
{
	struct sheet s;

	words_sheet(&s, run->record, run_program(run));
	if (s.n)
		put_program(l, run);
	if (!all_work(&s))
		put_note(l, mem_strdup(s.state), cols);
	sheet_put_rows(l, &s, cols);
	sheet_put_around(l, &s, cols);
	sheet_clear(&s);
	put_sources(l, run->record, cols);
	put_starttls(l, run->record, cols);
}
