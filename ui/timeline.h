/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long each stage of a row took: a line of words, and below it a line of time, each stage as long as it took. Knows
 * no terminal. */
#ifndef UI_TIMELINE_H
#define UI_TIMELINE_H

#include "ui/run.h"

/* Appends both as one item; nothing if no stage of the row has ended. */
void timeline_put(struct list *l, const struct run *run, unsigned endpoint, int cols);

#endif
