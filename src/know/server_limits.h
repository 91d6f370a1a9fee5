/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a server counts when it turns a client away for now, by its own words. Some (Postfix) use
 * the same words for simultaneous connections and for connections in a short time.
 */
#ifndef KNOW_SERVER_LIMITS_H
#define KNOW_SERVER_LIMITS_H

#include <stdbool.h>
#include <stddef.h>

enum server_limit {
	SERVER_LIMIT_NONE,	  /* it names nothing that it counts */
	SERVER_LIMIT_CONNECTIONS, /* simultaneous, of all clients, from one address or to one mailbox */
	/* sign-ins, errors or questions in some time: another attempt makes it worse */
	SERVER_LIMIT_ATTEMPTS,
	SERVER_LIMIT_COUNT_
};

/* code is the enhanced or response code ("LIMIT", "4.7.0"), text the whole reply; both may be
 * NULL. */
enum server_limit server_limit_of(const char *code, const char *text);
/* Whether its words say that what it counts is one client's, and not the connections of all. */
bool server_limit_is_of_client(const char *text);
const char *server_limit_name(enum server_limit c); /* for messages of tests */

struct server_limit_row {
	const char *fragment; /* a pattern of know/pattern, found anywhere in the text */
	enum server_limit kind;
};
const struct server_limit_row *
server_limit_all(size_t *ret_n); /* for the test that walks the table */

#endif
