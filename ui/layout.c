/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/layout.h"

#define NORMAL_COLS 76
#define NORMAL_ROWS 18
#define WIDE_COLS 150
#define WIDE_ROWS 36

#define GRID_COLS_MIN 50
#define GRID_COLS_MAX 76
#define MEANING_COLS_MAX 60

static int at_most(int n, int most)
{
	return n < most ? n : most;
}

static int at_least(int n, int least)
{
	return n > least ? n : least;
}

static struct rect rect(int row, int col, int rows, int cols)
{
	return (struct rect){row, col, at_least(rows, 0), at_least(cols, 0)};
}

/* A pane with its own title line above it. */
static void place(struct layout *l, enum pane pane, struct rect r)
{
	l->title[pane] = rect(r.row, r.col, 1, r.cols);
	l->pane[pane] = rect(r.row + 1, r.col, r.rows - 1, r.cols);
}

/* Rows for the upper half, its title included: as many as the grid needs, and at least half if the
 * meaning is long; but the tabs keep a share. */
static int upper_rows(const struct layout_wish *w, int body_rows)
{
	int wanted = at_least(w->grid_rows + 1, body_rows / 2);
	int kept = at_least(body_rows * 2 / 5, 6);

	return at_most(wanted, body_rows - kept);
}

static void place_normal(struct layout *l, const struct layout_wish *w, struct rect body)
{
	int upper = upper_rows(w, body.rows);
	int left = at_most(at_least(w->cols / 2, GRID_COLS_MIN), GRID_COLS_MAX);
	int below = body.row + upper;

	place(l, PANE_GRID, rect(body.row, 0, upper, left));
	l->rule[0] = rect(body.row, left, upper, 1);
	place(l, PANE_MEANING, rect(body.row, left + 1, upper, w->cols - left - 1));
	l->strip = rect(below, 0, 1, w->cols);
	l->pane[w->tab] = rect(below + 1, 0, body.rows - upper - 1, w->cols);
}

static void place_wide(struct layout *l, const struct layout_wish *w, struct rect body)
{
	int upper = upper_rows(w, body.rows);
	int left = at_most(w->cols * 2 / 5, GRID_COLS_MAX);
	int middle = at_most((w->cols - left) * 9 / 20, MEANING_COLS_MAX);
	int below = body.row + upper;
	enum pane tab = layout_is_tab(LAYOUT_WIDE, w->tab) ? w->tab : PANE_CONVERSATION;

	place(l, PANE_GRID, rect(body.row, 0, upper, left));
	l->rule[0] = rect(body.row, left, body.rows, 1);
	place(l, PANE_MEANING, rect(body.row, left + 1, upper, middle));
	l->rule[1] = rect(body.row, left + 1 + middle, upper, 1);
	place(l, PANE_SETTINGS,
	      rect(body.row, left + middle + 2, upper, w->cols - left - middle - 2));
	place(l, PANE_FINDINGS, rect(below, 0, body.rows - upper, left));
	l->strip = rect(below, left + 1, 1, w->cols - left - 1);
	l->pane[tab] = rect(below + 1, left + 1, body.rows - upper - 1, w->cols - left - 1);
}

static enum layout_form form_for(int rows, int cols)
{
	if (rows < LAYOUT_ROWS_MIN || cols < LAYOUT_COLS_MIN)
		return LAYOUT_TOO_SMALL;
	if (rows < NORMAL_ROWS || cols < NORMAL_COLS)
		return LAYOUT_NARROW;
	return rows < WIDE_ROWS || cols < WIDE_COLS ? LAYOUT_NORMAL : LAYOUT_WIDE;
}

void layout_run(struct layout *ret, const struct layout_wish *wish)
{
	/* A small screen needs the fourth line for the working ports; the Path tab has its own
	 * verdict. */
	int least = wish->focus != PANE_PATH ? 4 : 3;
	int summary = at_most(at_least(wish->summary_rows, 1), at_least(wish->rows / 6, least));
	struct rect body = rect(1 + summary, 0, wish->rows - summary - 2, wish->cols);

	*ret = (struct layout){.form = form_for(wish->rows, wish->cols)};
	if (ret->form == LAYOUT_TOO_SMALL)
		return;
	ret->header = rect(0, 0, 1, wish->cols);
	ret->summary = rect(1, 0, summary, wish->cols);
	ret->bar = rect(wish->rows - 1, 0, 1, wish->cols);
	if (ret->form == LAYOUT_NARROW)
		place(ret, wish->focus, body);
	else if (ret->form == LAYOUT_NORMAL)
		place_normal(ret, wish, body);
	else
		place_wide(ret, wish, body);
}

bool layout_is_tab(enum layout_form form, enum pane pane)
{
	if (pane < PANE_FIRST_TAB)
		return false;
	return form != LAYOUT_WIDE || (pane != PANE_FINDINGS && pane != PANE_SETTINGS);
}
