/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/layout.h"

#define NORMAL_COLS 76
#define NORMAL_ROWS 18
#define BROAD_COLS 100
#define WIDE_COLS 120
#define WIDE_ROWS 30

#define SETTINGS_COLS_MIN 41
#define SETTINGS_COLS_MAX 64
#define LIST_ROWS_MIN 5 /* of the narrow form: below, the ports share one line */

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

enum layout_form layout_form(int rows, int cols)
{
	if (rows < LAYOUT_ROWS_MIN || cols < LAYOUT_COLS_MIN)
		return LAYOUT_TOO_SMALL;
	if (rows < NORMAL_ROWS || cols < NORMAL_COLS)
		return LAYOUT_NARROW;
	if (cols < BROAD_COLS)
		return LAYOUT_NORMAL;
	return cols < WIDE_COLS || rows < WIDE_ROWS ? LAYOUT_BROAD : LAYOUT_WIDE;
}

int layout_card_rows(int rows, int cols)
{
	if (layout_form(rows, cols) == LAYOUT_NARROW)
		return at_least(rows - 2 - IN_LINE_ROWS, 1);
	return at_least(rows / 3, 7);
}

int layout_settings_cols(int rows, int cols)
{
	if (layout_form(rows, cols) < LAYOUT_BROAD)
		return 0;
	return at_most(at_least(cols * 2 / 5, SETTINGS_COLS_MIN), SETTINGS_COLS_MAX);
}

int layout_port_cols(int rows, int cols)
{
	int settings = layout_settings_cols(rows, cols);

	return settings ? cols - settings - 1 : cols;
}

/* A pane with its own title line above it. */
static void place(struct layout *l, enum pane pane, struct rect r)
{
	l->title[pane] = rect(r.row, r.col, at_most(r.rows, 1), r.cols);
	l->pane[pane] = rect(r.row + 1, r.col, r.rows - 1, r.cols);
}

/* The ports as a list under the answer, or in one line if there is no room for a list. */
static void place_narrow(struct layout *l, const struct layout_wish *w, struct rect body)
{
	struct rect whole = rect(1, 0, w->rows - 2, w->cols);

	if (w->focus != PANE_PORTS) {
		l->card = rect(1, 0, 0, 0);
		place(l, w->focus, whole);
	} else if (body.rows >= at_most(w->port_rows + 1, LIST_ROWS_MIN)) {
		place(l, PANE_PORTS, body);
	} else {
		l->in_line = true;
		l->pane[PANE_PORTS] = body;
	}
}

/* Rows for the upper panes, title included; the ones below keep a share. */
static int upper_rows(int wanted, int body_rows)
{
	int kept = at_least(body_rows * 9 / 20, 6);

	return at_least(at_most(wanted + 1, body_rows - kept), 2);
}

static void place_normal(struct layout *l, const struct layout_wish *w, struct rect body)
{
	int upper = upper_rows(w->port_rows, body.rows), below = body.row + upper;

	place(l, PANE_PORTS, rect(body.row, 0, upper, w->cols));
	l->strip = rect(below, 0, 1, w->cols);
	l->pane[w->tab] = rect(below + 1, 0, body.rows - upper - 1, w->cols);
}

/* Ports and settings side by side; returns the rows that they need. */
static int place_upper(struct layout *l, const struct layout_wish *w, struct rect body, int most)
{
	int wanted = at_least(w->port_rows, w->settings_rows);
	int upper = upper_rows(at_most(wanted, most), body.rows);
	int left = layout_port_cols(w->rows, w->cols);

	place(l, PANE_PORTS, rect(body.row, 0, upper, left));
	l->rule[0] = rect(body.row, left, upper, 1);
	place(l, PANE_SETTINGS, rect(body.row, left + 1, upper, w->cols - left - 1));
	return upper;
}

static void place_broad(struct layout *l, const struct layout_wish *w, struct rect body)
{
	int upper = place_upper(l, w, body, body.rows), below = body.row + upper;

	l->strip = rect(below, 0, 1, w->cols);
	l->pane[w->tab] = rect(below + 1, 0, body.rows - upper - 1, w->cols);
}

static void place_wide(struct layout *l, const struct layout_wish *w, struct rect body)
{
	int upper = place_upper(l, w, body, body.rows * 11 / 20);
	int way = at_most(w->way_rows, (body.rows - upper) / 3) + 1;
	int below = body.row + upper + way, rows = body.rows - upper - way;
	int left = w->cols / 2;

	place(l, PANE_WAY, rect(body.row + upper, 0, way, w->cols));
	place(l, PANE_WHY, rect(below, 0, rows, left));
	l->rule[1] = rect(below, left, rows, 1);
	l->strip = rect(below, left + 1, 1, w->cols - left - 1);
	l->pane[w->tab] = rect(below + 1, left + 1, rows - 1, w->cols - left - 1);
}

void layout_run(struct layout *ret, const struct layout_wish *wish)
{
	/* In the narrow form the ports give way to it. */
	bool narrow = layout_form(wish->rows, wish->cols) == LAYOUT_NARROW;
	int card = at_most(at_least(wish->card_rows, 1), wish->rows - (narrow ? 2 : 3));
	struct rect body = rect(1 + card, 0, wish->rows - card - 2, wish->cols);

	*ret = (struct layout){.form = layout_form(wish->rows, wish->cols)};
	if (ret->form == LAYOUT_TOO_SMALL)
		return;
	ret->header = rect(0, 0, 1, wish->cols);
	ret->card = rect(1, 0, card, wish->cols);
	ret->bar = rect(wish->rows - 1, 0, 1, wish->cols);
	if (ret->form == LAYOUT_NARROW)
		place_narrow(ret, wish, body);
	else if (ret->form == LAYOUT_NORMAL)
		place_normal(ret, wish, body);
	else if (ret->form == LAYOUT_BROAD)
		place_broad(ret, wish, body);
	else
		place_wide(ret, wish, body);
}

bool layout_is_tab(enum layout_form form, enum pane pane)
{
	if (pane < PANE_FIRST_TAB)
		return false;
	if (form == LAYOUT_WIDE)
		return pane >= PANE_CERTIFICATE;
	return form != LAYOUT_BROAD || pane != PANE_SETTINGS;
}
