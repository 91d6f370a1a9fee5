/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rows the list of ports has, in which order and group. A service is one row with both families, and
 * two where these differ in how they ended. Rows that add nothing are left out: further addresses of a name
 * that behave like its first one, and refused ports without a use. Knows no terminal.
 */
#ifndef UI_PORT_ROWS_H
#define UI_PORT_ROWS_H

#include "reason/record.h"

enum port_group { PORT_SEND, PORT_READ, PORT_OTHER, PORT_GROUP_COUNT_ };

enum port_order { PORT_BY_PURPOSE, PORT_BY_RESULT, PORT_BY_TIME, PORT_ORDER_COUNT_ };

const char *port_group_title(enum port_group g); /* N_(), static */

struct port_row {
	/* By family, IPv4 first; borrowed from the record's plan; NULL: not in this row. At least one is
	 * set. */
	const struct endpoint *v[2];
	enum port_group group;
	bool absent[2]; /* the name has no address of this family */
	unsigned alike; /* number of addresses left out because they behave like this one's */
	unsigned place; /* of its host in the plan, which has the preferred one first */
	bool several;	/* another row differs from it only in the host */
	bool split;	/* the other family has a row of its own */
	bool address;	/* one of a name's addresses, shown by itself */
};

struct port_rows {
	struct port_row *v; /* in the order of the screen */
	size_t n;
	struct numbers folded; /* refused ports without a use, by size, each once */
};

/* Opened rows, by the row's endpoint, show each address; all opens every row. Free with
 * port_rows_clear(). */
void port_rows_init(struct port_rows *rows, const struct record *record,
		    const struct numbers *opened, bool all);
/* Worst or slowest first; rows that are alike in that keep their order. */
void port_rows_sort(struct port_rows *rows, const struct record *record, enum port_order order);
void port_rows_clear(struct port_rows *rows);
/* The endpoint that stands for the row: the one that needs a look, else the first. Never NULL. */
const struct endpoint *port_row_endpoint(const struct port_row *row, const struct record *record);
/* A number for the row that stays the same while results come in: its first endpoint's. */
unsigned port_row_ref(const struct port_row *row);
/* "465 SSL/TLS", "993 IMAP": the port and what people know it by. The caller frees. */
char *port_row_name(const struct endpoint *e);
/* Whether the row stands for further addresses of a family. */
bool port_row_opens(const struct port_row *row);

#endif
