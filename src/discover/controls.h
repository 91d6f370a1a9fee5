/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whom a failing port is compared with: well-known servers that the provider
 * files name (p:control), of owners that have nothing to do with the target.
 */
#ifndef DISCOVER_CONTROLS_H
#define DISCOVER_CONTROLS_H

#include "discover/provider.h"

#define CONTROLS_A_SERVICE 3 /* a majority needs three */

/* Fills t->controls, which must be empty: for each service at most CONTROLS_A_SERVICE, of one each
 * owner. */
void controls_choose(struct target *t, const struct providers *list);

#endif
