/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a row's probe came, as a bar that stops where it stops, in the row's own order of stages. Knows no
 * terminal. */
#ifndef UI_PORT_BAR_H
#define UI_PORT_BAR_H

#include "reason/facts/facts.h"

#define PORT_BAR_MAX 4
#define PORT_BAR_COLS (3 * PORT_BAR_MAX - 2) /* a point, then a link of two columns to the next */

enum bar_point {
	BAR_DONE,
	BAR_DOUBT, /* it worked, and its certificate is not to be trusted */
	BAR_FAILED,
	BAR_RUNNING,
	BAR_UNTESTED, /* stopped first */
	BAR_COUNT_
};

struct port_bar {
	enum bar_point v[PORT_BAR_MAX]; /* name, connection, then greeting and encryption */
	size_t n;			/* 0: it has not begun */
};

/* over: the run has ended, so what has no end was cut off. */
void port_bar_init(struct port_bar *bar, const struct endpoint *e, const struct endpoint_facts *f,
		   bool over);

#endif
