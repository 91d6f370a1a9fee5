/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Public addresses that are no mail server's: web proxies, which pass the web and
 * nothing else, and the pages to which name filters lead the names that they block.
 */
#ifndef KNOW_RANGES_H
#define KNOW_RANGES_H

#include <stddef.h>

enum range_kind { RANGE_WEB_PROXY, RANGE_BLOCK_PAGE, RANGE_COUNT_ };

struct range {
	enum range_kind kind;
	const char *owner; /* "Cloudflare" */
	const char *network;
	unsigned bits;
};

/* The row that holds the numeric address, or NULL; NULL has none. */
const struct range *range_find(const char *address);
const struct range *range_all(size_t *ret_n); /* for the test that walks the table */

#endif
