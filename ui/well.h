/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When all is well the program goes on helping: what it may be if a mail program still fails, as rows and as a page to
 * go through. Knows no terminal. */
#ifndef UI_WELL_H
#define UI_WELL_H

#include "ui/run.h"
#include "words/words_well.h"

/* Whether the run is complete, and all that was asked for works without a cause to name. */
bool well_is(const struct run *run);
/* The rows, for the pane of reasons. */
void well_put(struct list *l, const struct run *run, int cols);
/* The page: each with what to do about it. */
void well_put_page(struct list *l, const struct run *run, int cols);
bool well_has(const struct run *run, unsigned ref); /* such a row is shown */
/* Where a row of the page leads; false if the ref is no such row's. The topic is static, or NULL. */
bool well_lead(const struct run *run, unsigned ref, enum well_lead *ret_lead,
	       const char **ret_topic);
#define WELL_FIRST 1 /* the first row's ref */

#endif
