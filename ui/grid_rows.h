/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which endpoints the grid shows, in which order and group. Rows that add nothing are left out: a
 * name without an address of that family, and further addresses of a name that behave like its
 * first one. Knows no terminal.
 */
#ifndef UI_GRID_ROWS_H
#define UI_GRID_ROWS_H

#include "reason/record.h"

enum grid_group { GRID_SENDING, GRID_READING, GRID_FILTERS, GRID_WEB, GRID_GROUP_COUNT_ };

const char *grid_group_title(enum grid_group g); /* N_(), static */

struct grid_row {
	const struct endpoint *endpoint; /* borrowed from the record's plan */
	enum grid_group group;
	bool absent;	/* the name has no address of this family */
	unsigned alike; /* number of rows left out because they behave like this one */
	/* of its host in the plan, which has the preferred one first */
	unsigned place;
	bool several; /* another row differs from it only in the host */
};

struct grid_rows {
	struct grid_row *v; /* in the order of the screen */
	size_t n;
	size_t absent_n; /* number of rows left out because the name has no such address */
};

/* With all set nothing is left out. Free with grid_rows_clear(). */
void grid_rows_init(struct grid_rows *rows, const struct record *record, bool all);
void grid_rows_clear(struct grid_rows *rows);

#endif
