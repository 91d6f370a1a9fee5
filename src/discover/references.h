/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whom a failing port is compared with: well-known servers that the provider
 * files name (p:control), of owners that have nothing to do with the target.
 */
#ifndef DISCOVER_REFERENCES_H
#define DISCOVER_REFERENCES_H

#include "discover/provider.h"

#define REFERENCES_A_SERVICE 3 /* a majority needs three */

/* Fills t->controls, which must be empty: for each service at most REFERENCES_A_SERVICE, of one each
 * owner. */
void references_choose(struct target *t, const struct providers *list);

#endif
