/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines that scroll, can be filtered, and of which one may be selected: every pane and page is one.
 * An item is one or more lines that belong together.
 *
 * A pane fills its list between list_begin() and list_end(), whenever its contents have changed;
 * position and selection survive, the selection by the item's ref.
 */
#ifndef UI_LIST_H
#define UI_LIST_H

#include "ui/commands.h"
#include "ui/keys.h"
#include "ui/layout.h"
#include "ui/theme.h"

#include <stddef.h>

enum item_kind {
	ITEM_TEXT,    /* cannot be selected */
	ITEM_ROW,     /* can be selected */
	ITEM_HEADING, /* stays as long as the filter leaves an item under it */
	ITEM_MARKED   /* text that list_show_mark() scrolls to */
};

struct list_cell {
	int col;
	enum role role;
	char *text;
};

struct list_line {
	struct list_cell *cells;
	size_t n;
	size_t item; /* its index */
};

struct list_item {
	unsigned ref; /* not 0 for rows */
	enum item_kind kind;
	size_t first, n; /* lines */
	char *copy;	 /* what copying it copies; NULL: its lines */
};

struct list {
	struct list_line *lines;
	size_t line_n;
	struct list_item *items;
	size_t item_n;
	size_t top;		       /* first line shown */
	unsigned selected;	       /* ref, 0: none */
	bool show_mark, show_selected; /* at the next drawing, once */
	bool by_choice;		       /* nothing is selected until the user selects it */
	bool reads; /* long text between the rows: moving scrolls until the next row is in sight */
	bool follows; /* shows its end, unless the user has scrolled away from it */
	bool held;    /* they have */
	char *filter; /* NULL or never empty */
	char *sought; /* what is searched for, shown wherever it is; NULL or never empty */
	size_t found; /* the line where it was found last; LIST_NOT_FOUND: nowhere */
	bool show_found, seek;
};
#define LIST_NOT_FOUND ((size_t)-1)

void list_begin(struct list *l);
void list_end(struct list *l);
void list_clear(struct list *l);

void list_item(struct list *l, enum item_kind kind, unsigned ref);
void list_line(struct list *l); /* a new line of the latest item */
/* A piece of the latest line; copied, escaped for painting. */
void list_put(struct list *l, int col, enum role role, const char *text);
void list_putf(struct list *l, int col, enum role role, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Text wrapped between columns col and cols, as new lines of the latest item. */
void list_wrap(struct list *l, int col, int cols, enum role role, const char *text);
/* The same, with its first line continuing the latest line. */
void list_wrap_on(struct list *l, int col, int cols, enum role role, const char *text);
void list_gap(struct list *l); /* an empty line, as its own item */

/* What copying the latest item copies, where that is not its lines as they are. */
void list_copies(struct list *l, const char *text);

/* Searches for text from the first line in sight on; NULL or "": shows nothing found any more. Whether it is there. */
bool list_search(struct list *l, const char *text);
/* The same once the list is built again. */
void list_seek(struct list *l, const char *text);
/* The next line with it in the direction of step, around the end. False if there is none. */
bool list_search_on(struct list *l, int step);
/* How many lines have it, and which of them was found last, from 1. */
size_t list_count_found(const struct list *l, size_t *ret_at);
/* What copying the selected row copies, else the found line; NULL without either. The caller frees. */
char *list_copied(const struct list *l);

void list_set_filter(struct list *l, const char *filter); /* NULL or "": none */
void list_select(struct list *l, unsigned ref);
void list_show_mark(struct list *l);
/* Moves the selection by delta rows, or scrolls by delta lines if nothing can be selected. */
void list_move(struct list *l, int delta, int rows);
void list_scroll(struct list *l, int delta, int rows);
void list_first(struct list *l);
void list_last(struct list *l, int rows);
/* Obeys a command from COMMAND_UP to COMMAND_LAST; false for any other. */
bool list_command(struct list *l, enum command c, int rows);
/* The ref of the row at a line of the room where it was last drawn, or 0. */
unsigned list_at(const struct list *l, const struct rect *r, int row);
/* The wheel scrolls, and a click selects a row; true if it was selected already, to be opened. */
bool list_mouse(struct list *l, const struct rect *r, const struct key_event *e);
/* With focus, the terminal's cursor is put on the selected row: screen readers follow it. */
void list_draw(struct list *l, const struct rect *r, bool focus);
/* Whether the row with that ref is in the list. */
bool list_has(const struct list *l, unsigned ref);
/* Where one is in a list with more than rows lines: "3/12", of its rows, or of its lines without any; NULL
 * if all is in sight. The caller frees. */
char *list_position(const struct list *l, int rows);
/* All lines as plain text, for the clipboard.  The caller frees. */
char *list_text(const struct list *l);

#endif
