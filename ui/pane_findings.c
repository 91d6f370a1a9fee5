/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/run.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"

#include <stdlib.h>

#define TABLE_COLS 60
#define COL_GLYPH 2
#define COL_VERDICT 5
#define COL_CERTAINTY 16
#define COL_TITLE 25

static void put_table_row(struct list *l, const struct finding *f, const char *title, int cols)
{
	bool folded = f->under >= 0;

	list_line(l);
	list_put(l, COL_GLYPH, pane_verdict_role(f->verdict),
		 theme_glyph(folded ? GLYPH_FOLLOWS : pane_verdict_glyph(f->verdict)));
	list_put(l, COL_VERDICT, pane_verdict_role(f->verdict), words_verdict(f->verdict));
	list_put(l, COL_CERTAINTY, ROLE_DIM, words_certainty(f->certainty));
	list_wrap_on(l, folded ? COL_TITLE + 2 : COL_TITLE, cols, folded ? ROLE_DIM : ROLE_NORMAL,
		     title);
}

static void put_narrow_row(struct list *l, const struct finding *f, const char *title, int cols)
{
	char *text = mem_printf("%s: %s", words_verdict(f->verdict), title);

	list_line(l);
	list_put(l, COL_GLYPH, pane_verdict_role(f->verdict),
		 theme_glyph(f->under >= 0 ? GLYPH_FOLLOWS : pane_verdict_glyph(f->verdict)));
	list_wrap_on(l, COL_VERDICT, cols, f->under >= 0 ? ROLE_DIM : ROLE_NORMAL, text);
	free(text);
}

void pane_findings_build(struct list *l, const struct run *run, int cols)
{
	const struct findings *all = &run->record->findings;

	for (size_t i = 0; i < all->n; i++) {
		char *title = words_title_apart(run->record, &all->v[i]);

		list_item(l, ITEM_ROW, run_finding_ref(&all->v[i]));
		if (cols >= TABLE_COLS)
			put_table_row(l, &all->v[i], title, cols);
		else
			put_narrow_row(l, &all->v[i], title, cols);
		free(title);
	}
	if (all->n)
		return;
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 1, cols, ROLE_DIM,
		  run_is_complete(run) ? _("Nothing stands out: every port answered as it should.")
		  : run_is_over(run)
		      ? _("Nothing to report of what was tested; the run ended too early.")
		      : _("Nothing to report so far; the check goes on."));
}
