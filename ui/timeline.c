/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/timeline.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/text.h"
#include "words/words.h"
#include "words/words_card.h"

#include <stdlib.h>

#define COL_TEXT 2
#define LINE_COLS_MAX 100 /* a longer line says no more */

static const char *const names[STAGE_COUNT_] = {
    [STAGE_DNS] = N_("name"),	     [STAGE_TCP] = N_("connect"),
    [STAGE_TLS] = N_("encrypt"),     [STAGE_GREETING] = N_("greeting"),
    [STAGE_CAPS] = N_("extensions"), [STAGE_STARTTLS] = "STARTTLS",
    [STAGE_CAPS_TLS] = N_("again"),  [STAGE_LOGIN] = N_("sign-in"),
    [STAGE_QUIT] = N_("goodbye"),
};

/* The stages that have ended, in the order in which they began; returns how many. */
static size_t stages_of(const struct endpoint_facts *f, enum stage ret[STAGE_COUNT_])
{
	size_t n = 0;

	for (unsigned s = 0; s < STAGE_COUNT_; s++) {
		size_t at = n;

		if (!f->stages[s].begin || !f->stages[s].end)
			continue;
		for (; at && f->stages[ret[at - 1]].begin > f->stages[s].begin; at--)
			ret[at] = ret[at - 1];
		ret[at] = (enum stage)s;
		n++;
	}
	return n;
}

/* "connect 41 ms", and how it failed. The caller frees. */
static char *words_of(const struct endpoint_facts *f, enum stage stage)
{
	const struct fact_stage *s = &f->stages[stage];
	char *time = words_time(s->us);
	char *text = s->outcome == OUTCOME_OK
			 ? /* TRANSLATORS: a stage ("connect"), and how long it took. */
			 mem_printf(_("%s %s"), _(names[stage]), time)
			 : /* TRANSLATORS: the same, and how it ended ("no answer"). */
			 mem_printf(_("%s %s (%s)"), _(names[stage]), time,
				    words_ended_plainly(stage, s->outcome));

	free(time);
	return text;
}

/* A stage's words are not broken. */
static void put_words(struct list *l, const struct endpoint_facts *f, const enum stage *stages,
		      size_t n, int cols)
{
	int col = COL_TEXT;

	list_line(l);
	for (size_t i = 0; i < n; i++) {
		char *text = words_of(f, stages[i]);

		if (i && col + 3 + text_cols(text) > cols) {
			list_line(l);
			col = COL_TEXT;
		} else if (i) {
			list_put(l, col, ROLE_DIM, " · ");
			col += 3;
		}
		list_put(l, col, ROLE_NORMAL, text);
		col += text_cols(text);
		free(text);
	}
}

static bool is_fine(const struct endpoint_facts *f, enum stage s)
{
	return f->stages[s].outcome == OUTCOME_OK;
}

/* A point where a stage begins, then its time; the last point is the end. */
static void put_line(struct list *l, const struct endpoint_facts *f, const enum stage *stages,
		     size_t n, int cols)
{
	int col = COL_TEXT,
	    room = (cols < LINE_COLS_MAX ? cols : LINE_COLS_MAX) - COL_TEXT - 1 - 2 * (int)n;
	int64_t all = 1;

	for (size_t i = 0; i < n; i++)
		all += f->stages[stages[i]].us;
	list_line(l);
	for (size_t i = 0; i < n; i++) {
		enum role role = is_fine(f, stages[i]) ? ROLE_OK : ROLE_PROBLEM;
		int more = room > 0 ? (int)(f->stages[stages[i]].us * room / all) : 0;

		list_put(l, col++, role, theme_glyph(GLYPH_POINT));
		for (int k = 0; k <= more; k++)
			list_put(l, col++, role, theme_glyph(GLYPH_LINK));
	}
	bool fine = is_fine(f, stages[n - 1]);

	list_put(l, col, fine ? ROLE_OK : ROLE_PROBLEM,
		 theme_glyph(fine ? GLYPH_POINT : GLYPH_STOP));
}

void timeline_put(struct list *l, const struct run *run, unsigned endpoint, int cols)
{
	const struct endpoint_facts *f = facts_of(&run->record->facts, endpoint);
	enum stage stages[STAGE_COUNT_];
	size_t n = f ? stages_of(f, stages) : 0;

	if (!n)
		return;
	list_item(l, ITEM_TEXT, 0);
	put_words(l, f, stages, n, cols);
	put_line(l, f, stages, n, cols);
}
