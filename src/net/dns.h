/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Addresses of a name as the mail program sees them: getaddrinfo() in libuv's
 * thread pool.  One lookup for each (name, family) however many probes ask; its
 * answer is kept for the run.
 */
#ifndef NET_DNS_H
#define NET_DNS_H

#include "base/str.h"
#include "model/terms.h"

#include <stdint.h>
#include <uv.h>

struct dns; /* the lookups of one loop */

struct dns_answer {
	int err; /* 0 or an EAI_… number of getaddrinfo() */
	struct strs addresses; /* numeric, in the system's order, of the family asked for */
	int64_t us; /* how long the lookup took */
};

typedef void dns_handler(const struct dns_answer *answer, void *user);

struct dns *dns_new(uv_loop_t *loop);
/* Frees.  Lookups under way are abandoned: their handlers are not called. */
void dns_free(struct dns *dns);
/* A fixed answer for host (--resolve, practice servers). */
void dns_override(struct dns *dns, const char *host, enum family family, const char *address);
/*
 * Asks for host's addresses of family (IPV4 or IPV6); the handler is called
 * from the loop, once, never from inside.  A numeric host answers itself.
 * Returns a number for dns_forget().
 */
unsigned dns_ask(struct dns *dns, const char *host, enum family family, dns_handler *handler, void *user);
/* The asker has gone: its handler will not be called. */
void dns_forget(struct dns *dns, unsigned asked);
/* Drops what is known of host, so that a retry asks again. */
void dns_drop(struct dns *dns, const char *host, enum family family);

#endif
