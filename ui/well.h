/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When all is well the program goes on helping: what it may be if a mail program still fails, each with its page. Knows
 * no terminal. */
#ifndef UI_WELL_H
#define UI_WELL_H

#include "ui/run.h"

/* Whether the run is complete, and all that was asked for works without a cause to name. */
bool well_is(const struct run *run);
/* The rows, for the pane of reasons. */
void well_put(struct list *l, const struct run *run, int cols);
/* What a row leads to: the id of a topic, or the settings. NULL if the ref is no such row's. Static. */
const char *well_topic(const struct run *run, unsigned ref);
#define WELL_SETTINGS "settings"
#define WELL_FIRST 1 /* the first row's ref */

#endif
