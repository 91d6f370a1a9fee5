/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reference servers that a failing port is compared with: well-known servers in the provider
 * files (p:control), whose owners have nothing to do with the target.
 */
#ifndef DISCOVER_REFERENCES_H
#define DISCOVER_REFERENCES_H

#include "discover/provider.h"

#define REFERENCES_A_SERVICE 3 /* a majority needs three */

/* Fills t->references, which must be empty: for each service at most REFERENCES_A_SERVICE, each of
 * a different owner. */
void references_choose(struct target *t, const struct providers *list);

#endif
