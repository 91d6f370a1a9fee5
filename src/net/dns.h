/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Addresses of a name as the mail program sees them: getaddrinfo() by net/pool, and net/nameserver
 * if it fails. One lookup for each (name, family), however many probes ask; its answer is kept for
 * the run.
 *
 * A lookup that hangs keeps its thread until the resolver itself gives up (net/pool.h).
 */
#ifndef NET_DNS_H
#define NET_DNS_H

#include "net/nameserver.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#define DNS_LATE_MS 2000

struct dns; /* the lookups of one loop */

struct dns_answer {
	int err;		       /* 0 or an EAI_… number of getaddrinfo() */
	struct strs addresses;	       /* numeric, in the system's order, of the family asked for */
	bool listed;		       /* the hosts file has the name */
	int64_t us;		       /* how long the lookup took */
	struct nameserver_answer said; /* DNS_SAID_NONE if the servers were not asked */
};

/* The outcome of a lookup: NOTOFFERED if the name does not exist, or has no such address; DENIED,
 * BADREPLY, REFUSED, UNREACHABLE and TIMEOUT by what the name servers said. */
enum outcome dns_outcome(const struct dns_answer *answer);

typedef void dns_handler(const struct dns_answer *answer, void *user);

/* A lookup is given up patience_ms after it began, as if no name server had answered
 * (EAI_AGAIN). */
struct dns *dns_new(uv_loop_t *loop, int patience_ms);
/* Frees. Unfinished lookups are abandoned: their handlers are not called. */
void dns_free(struct dns *dns);
/* What asks the system: 0 or an EAI_… number.  Called in the pool. */
typedef int dns_system(const char *host, enum family family, struct strs *ret_addresses);
/* For tests: a substitute for getaddrinfo() (NULL: none), and the name servers to ask
 * ("127.0.0.1@5300"; NULL: the configured ones). servers is borrowed, and must outlive the
 * lookups. */
void dns_set_system(struct dns *dns, dns_system *system, const char *servers);
/*
 * A fixed answer for host (--resolve, practice servers). address is numeric and is the answer for
 * its own family; several for one host are answered together. A host with an override is never
 * looked up: a family without one has no addresses (EAI_NODATA).
 */
void dns_override(struct dns *dns, const char *host, enum family family, const char *address);
/*
 * Asks for host's addresses of family (IPV4 or IPV6); the handler is called
 * from the loop, once, never from inside, and its answer is valid during the
 * call.  A numeric host answers itself, in the other family with EAI_ADDRFAMILY.
 * Returns a number for dns_forget().
 */
unsigned dns_ask(struct dns *dns, const char *host, enum family family, dns_handler *handler,
		 void *user);
/* The asker is gone: its handler will not be called. */
void dns_forget(struct dns *dns, unsigned asked);
/* Forgets the answers about host, so that a retry asks again. */
void dns_drop(struct dns *dns, const char *host, enum family family);

#endif
