/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a domain's own name server says about a name, asked directly and not through this computer's
 * resolver: the addresses that a mail program elsewhere gets.
 */
#ifndef NET_OWN_SERVER_H
#define NET_OWN_SERVER_H

#include "base/str.h"
#include "model/terms.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct own_servers; /* the questions of one loop */

struct own_server_answer {
	const char *name; /* as asked */
	/* OK: addresses in list, none if the name has no such ones; NOTOFFERED: the zone has no such name; SKIPPED: the server is inside
	 * this network, or has no address; BADREPLY: no answer that decides; TIMEOUT, CANCELLED */
	enum outcome outcome;
	int rcode;
	struct strs list;
	int64_t us;
};

/* The answer is valid during the call. */
typedef void own_server_handler(const struct own_server_answer *answer, void *user);

struct own_servers *own_servers_new(uv_loop_t *loop);
void own_servers_free(struct own_servers *s); /* NULL allowed */
/* name: "HOST@NAMESERVER"; family: of the addresses to ask for, not of the way to the server. The handler is called once, never from inside. */
void own_servers_ask(struct own_servers *s, const char *name, enum family family, int limit_ms,
		     own_server_handler *handler, void *user);
void own_servers_stop(struct own_servers *s, enum outcome outcome);
size_t own_servers_active(const struct own_servers *s);

#endif
