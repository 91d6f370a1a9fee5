/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a server counts when it turns a client away for now, by its own words. Some (Postfix) use
 * the same words for simultaneous connections and for connections in a short time.
 */
#ifndef KNOW_CROWDING_H
#define KNOW_CROWDING_H

#include <stddef.h>

enum crowding {
	CROWDING_NONE,	      /* it names nothing that it counts */
	CROWDING_CONNECTIONS, /* simultaneous, from one address or to one mailbox */
	/* sign-ins, errors or questions in some time: another attempt makes it worse */
	CROWDING_ATTEMPTS,
	CROWDING_COUNT_
};

/* code is the enhanced or response code ("LIMIT", "4.7.0"), text the whole reply; both may be
 * NULL. */
enum crowding crowding_of(const char *code, const char *text);
const char *crowding_name(enum crowding c);

struct crowding_row {
	const char *fragment; /* a pattern of know/pattern, found anywhere in the text */
	enum crowding kind;
};
const struct crowding_row *crowding_all(size_t *ret_n);

#endif
