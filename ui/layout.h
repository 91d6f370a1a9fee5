/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where everything on the run screen goes: a pure function of the terminal's size and of how much
 * there is to show. Knows no terminal.
 *
 *   narrow   the answer and the ports, or one other pane (below 76 columns or 18 rows)
 *   normal   the answer, the ports, one tab
 *   broad    the settings beside the ports (from 100 columns)
 *   wide     the way, the reason and the log under them (from 120 columns and 30 rows)
 */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>

#define LAYOUT_COLS_MIN 40
#define LAYOUT_ROWS_MIN 12
#define IN_LINE_ROWS 2 /* of ports that share one line, with the selected one's bar */

enum pane {
	PANE_PORTS,
	PANE_WHY, /* from here on: the tabs, in their order */
	PANE_SETTINGS,
	PANE_WAY,
	PANE_CERTIFICATE,
	PANE_LOG,
	PANE_BY_HAND,
	PANE_LIVE,
	PANE_COUNT_
};
#define PANE_FIRST_TAB PANE_WHY

enum layout_form { LAYOUT_TOO_SMALL, LAYOUT_NARROW, LAYOUT_NORMAL, LAYOUT_BROAD, LAYOUT_WIDE };

struct rect {
	int row, col, rows, cols; /* rows 0: not shown */
};

struct layout {
	enum layout_form form;
	struct rect header;		/* one line */
	struct rect card;		/* the answer */
	struct rect title[PANE_COUNT_]; /* the line above a pane that has its own */
	struct rect pane[PANE_COUNT_];	/* the room for its lines, without titles and rules */
	bool in_line;	     /* the ports share one line, with the selected one's bar below */
	struct rect strip;   /* the line with the tabs; rows 0 in the narrow form */
	struct rect rule[2]; /* the upright lines between panes; rows 0: none */
	struct rect bar;     /* one line at the bottom */
};

struct layout_wish {
	int rows, cols;	   /* of the terminal */
	int card_rows;	   /* lines of the answer */
	int port_rows;	   /* lines that the ports would fill */
	int settings_rows; /* lines that the settings would fill */
	int way_rows;	   /* lines that the way would fill */
	enum pane focus;   /* the pane that the narrow form shows */
	enum pane tab;	   /* the tab in front */
};

/* The form for a terminal of that size. */
enum layout_form layout_form(int rows, int cols);
/* Lines that the answer may have. */
int layout_card_rows(int rows, int cols);
/* Columns for the ports, and for the settings beside them; 0 where these have no room of their own. */
int layout_port_cols(int rows, int cols);
int layout_settings_cols(int rows, int cols);
void layout_run(struct layout *ret, const struct layout_wish *wish);
/* Whether the pane is one of the tabs that share the strip's room in that form. */
bool layout_is_tab(enum layout_form form, enum pane pane);

#endif
