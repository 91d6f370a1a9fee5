/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where everything on the run screen goes: a pure function of the terminal's size and of how much
 * there is to show. Knows no terminal.
 *
 *   narrow   one pane at a time (below 76 columns or 18 rows)
 *   normal   ports and meaning side by side, the tabs below
 *   wide     ports, meaning and settings on top; findings and the other tabs below
 */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>

#define LAYOUT_COLS_MIN 40
#define LAYOUT_ROWS_MIN 12

enum pane {
	PANE_GRID,
	PANE_MEANING,
	PANE_FINDINGS, /* from here on: the tabs, in their order */
	PANE_SETTINGS,
	PANE_CONVERSATION,
	PANE_CERTIFICATE,
	PANE_PATH,
	PANE_BY_HAND,
	PANE_COUNT_
};
#define PANE_FIRST_TAB PANE_FINDINGS

enum layout_form { LAYOUT_TOO_SMALL, LAYOUT_NARROW, LAYOUT_NORMAL, LAYOUT_WIDE };

struct rect {
	int row, col, rows, cols; /* rows 0: not shown */
};

struct layout {
	enum layout_form form;
	struct rect header; /* one line */
	struct rect summary;
	struct rect title[PANE_COUNT_]; /* the line above a pane that has its own */
	struct rect pane[PANE_COUNT_];	/* the room for its lines, without titles and rules */
	struct rect strip;		/* the line with the tabs; rows 0 in the narrow form */
	struct rect rule[2];		/* the upright lines between panes; rows 0: none */
	struct rect bar;		/* one line at the bottom */
};

struct layout_wish {
	int rows, cols;	  /* of the terminal */
	int summary_rows; /* lines that the summary would fill */
	int grid_rows;	  /* lines that the grid would fill */
	enum pane focus;  /* the pane that the narrow form shows */
	enum pane tab;	  /* the tab in front; one of the tabs */
};

void layout_run(struct layout *ret, const struct layout_wish *wish);
/* Whether the pane is one of the tabs that share the strip's room in that form. */
bool layout_is_tab(enum layout_form form, enum pane pane);

#endif
