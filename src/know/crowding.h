/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a server that turns somebody away for now counts, by its own words.  Some
 * (Postfix) use the same words for connections at once and in a short time.
 */
#ifndef KNOW_CROWDING_H
#define KNOW_CROWDING_H

#include <stddef.h>

enum crowding {
	CROWDING_NONE,	      /* it counts nothing that it would name */
	CROWDING_CONNECTIONS, /* open at once, from one address or to one mailbox */
	CROWDING_ATTEMPTS,    /* sign-ins, errors or questions in some time: trying again makes it
				 worse */
	CROWDING_COUNT_
};

/* code is the enhanced or response code ("LIMIT", "4.7.0"), text all that was said; both may be
 * NULL. */
enum crowding crowding_of(const char *code, const char *text);
const char *crowding_name(enum crowding c);

struct crowding_row {
	const char *fragment; /* a pattern of know/pattern, found anywhere in the text */
	enum crowding kind;
};
const struct crowding_row *crowding_all(size_t *ret_n);

#endif
