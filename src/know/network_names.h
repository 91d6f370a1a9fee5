/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose a router is, by what reverse DNS calls it. */
#ifndef KNOW_NETWORK_NAMES_H
#define KNOW_NETWORK_NAMES_H

#include "know/networks.h"

/* The network of the table that gives its routers such names; NULL if none is known to. */
const struct network *network_names_find(const char *name);

/* Whether a network that gives its computers this domain is probably a company's, a school's or a hotel's: neither
 * a router's own name for a home, nor a provider's, nor one of this computer's. */
bool network_names_is_organisation(const char *domain);

struct network_name {
	const char *domain;  /* "comcast.net": it, or below it */
	const char *network; /* its id */
};
const struct network_name *network_names_all(size_t *ret_n); /* for the test that walks the table */

#endif
