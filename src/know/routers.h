/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names by which routers at home know themselves: their own web pages have certificates for
 * them. */
#ifndef KNOW_ROUTERS_H
#define KNOW_ROUTERS_H

#include <stddef.h>

struct router {
	const char *pattern; /* of know/pattern, on the whole name */
	const char *product; /* "FRITZ!Box" */
};

/* The row that a certificate's name fits, or NULL; NULL has none. */
const struct router *router_find(const char *name);
const struct router *router_all(size_t *ret_n); /* for the test that walks the table */

#endif
