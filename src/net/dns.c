/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/dns.h"

#include "base/address.h"
#include "base/mem.h"
#include "net/pool.h"
#include "net/sock.h"

#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What the pool does for a lookup: the pool's until it is done. */
struct job {
	char *host;
	enum family family;
	int err;
	struct strs addresses;
};

/* One question, running or answered. */
struct lookup {
	struct dns *dns;
	struct lookup *next;
	char *host;
	enum family family;
	bool running; /* by the pool */
	bool stale;   /* dropped: finishes for its askers, is not found by new ones */
	struct dns_answer answer;
};

struct asker {
	struct asker *next;
	unsigned number;
	struct lookup *lookup;
	dns_handler *handler;
	void *user;
};

struct override {
	struct override *next;
	char *host;
	enum family family;
	char *address;
};

struct dns {
	struct pool *pool;
	int patience_ms;
	uv_idle_t deliver; /* active while an answered lookup has askers */
	struct lookup *lookups;
	struct asker *askers; /* in the order of asking */
	struct override *overrides;
	unsigned last_number;
};

/* ---- lookups ---- */

/* The system alone knows the interface of fe80::1%eth0: such an address is asked for like a name. */
static enum family plain_family(const char *address)
{
	return strchr(address, '%') ? FAMILY_ANY : family_of_address(address);
}

static void lookup_free(struct lookup *l)
{
	strs_clear(&l->answer.addresses);
	free(l->host);
	free(l);
}

static void work(void *user)
{
	struct job *job = user;
	struct addrinfo *found = NULL;
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
				 .ai_family = job->family == FAMILY_IPV6 ? AF_INET6 : AF_INET};

	job->err = getaddrinfo(job->host, NULL, &hints, &found);
	if (job->err)
		return;
	for (struct addrinfo *a = found; a && job->addresses.n < DNS_ADDRESSES_MAX;
	     a = a->ai_next) {
		char *text = sock_text(a->ai_addr, a->ai_addrlen);

		if (strs_has(&job->addresses, text))
			free(text);
		else
			strs_append(&job->addresses, text);
	}
	freeaddrinfo(found);
}

static void start_delivery(struct dns *dns);

static void on_done(void *done, enum outcome how, int64_t us, void *user)
{
	struct job *job = done;
	struct lookup *l = user;

	l->running = false;
	l->answer.us = us;
	l->answer.err = how == OUTCOME_OK ? job->err : EAI_AGAIN;
	if (how == OUTCOME_OK)
		strs_copy(&l->answer.addresses, &job->addresses);
	start_delivery(l->dns);
}

static void on_free(void *done)
{
	struct job *job = done;

	strs_clear(&job->addresses);
	free(job->host);
	free(job);
}

static const struct pool_ops job_ops = {work, NULL, on_done, on_free};

static void start_job(struct lookup *l)
{
	struct job *job = mem_calloc(1, sizeof *job);

	job->host = mem_strdup(l->host);
	job->family = l->family;
	l->running = true;
	pool_start(l->dns->pool, &job_ops, job, l->dns->patience_ms, l);
}

/* Answers from what is known without asking anybody.  False if that is nothing. */
static bool answer_at_once(struct dns *dns, struct lookup *l)
{
	enum family numeric = plain_family(l->host);
	bool known = false;

	for (struct override *o = dns->overrides; o; o = o->next) {
		if (!str_ieq(o->host, l->host))
			continue;
		known = true;
		if (o->family == l->family)
			strs_append(&l->answer.addresses, address_spelled(o->address));
	}
	if (known) {
		l->answer.err = l->answer.addresses.n ? 0 : EAI_NODATA;
		return true;
	}
	if (numeric == l->family)
		strs_append(&l->answer.addresses, address_spelled(l->host));
	else if (numeric != FAMILY_ANY)
		l->answer.err = EAI_ADDRFAMILY;
	return numeric != FAMILY_ANY;
}

static struct lookup *start_lookup(struct dns *dns, const char *host, enum family family)
{
	struct lookup *l = mem_calloc(1, sizeof *l);

	l->dns = dns;
	l->host = mem_strdup(host);
	l->family = family;
	l->next = dns->lookups;
	dns->lookups = l;
	if (!answer_at_once(dns, l))
		start_job(l);
	return l;
}

static struct lookup *find_lookup(struct dns *dns, const char *host, enum family family)
{
	for (struct lookup *l = dns->lookups; l; l = l->next)
		if (!l->stale && l->family == family && str_ieq(l->host, host))
			return l;
	return NULL;
}

static bool has_askers(const struct dns *dns, const struct lookup *l)
{
	for (const struct asker *a = dns->askers; a; a = a->next)
		if (a->lookup == l)
			return true;
	return false;
}

/* Frees what was dropped and nobody waits for. */
static void sweep(struct dns *dns)
{
	for (struct lookup **at = &dns->lookups; *at;) {
		struct lookup *l = *at;

		if (l->stale && !l->running && !has_askers(dns, l)) {
			*at = l->next;
			lookup_free(l);
		} else {
			at = &l->next;
		}
	}
}

/* ---- delivery ---- */

/* Takes the first asker whose answer is there off the list. */
static struct asker *take_served(struct dns *dns)
{
	for (struct asker **at = &dns->askers; *at; at = &(*at)->next) {
		struct asker *a = *at;

		if (!a->lookup->running) {
			*at = a->next;
			return a;
		}
	}
	return NULL;
}

/* One asker a turn, because its handler may ask, forget, drop and free. */
static void on_deliver(uv_idle_t *idle)
{
	struct dns *dns = idle->data;
	struct asker *a = take_served(dns);

	if (!a) {
		uv_idle_stop(idle);
		sweep(dns);
		return;
	}
	struct dns_answer answer = {.err = a->lookup->answer.err, .us = a->lookup->answer.us};

	strs_copy(&answer.addresses, &a->lookup->answer.addresses);
	a->handler(&answer, a->user);
	strs_clear(&answer.addresses);
	free(a);
}

static void start_delivery(struct dns *dns)
{
	uv_idle_start(&dns->deliver, on_deliver);
}

/* ---- for the user ---- */

struct dns *dns_new(uv_loop_t *loop, int patience_ms)
{
	struct dns *dns = mem_calloc(1, sizeof *dns);

	dns->pool = pool_new(loop);
	dns->patience_ms = patience_ms;
	uv_idle_init(loop, &dns->deliver);
	dns->deliver.data = dns;
	return dns;
}

static void on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void free_lookups(struct dns *dns)
{
	while (dns->lookups) {
		struct lookup *l = dns->lookups;

		dns->lookups = l->next;
		lookup_free(l);
	}
}

void dns_free(struct dns *dns)
{
	if (!dns)
		return;
	pool_free(dns->pool);
	free_lookups(dns);
	while (dns->askers) {
		struct asker *a = dns->askers;

		dns->askers = a->next;
		free(a);
	}
	while (dns->overrides) {
		struct override *o = dns->overrides;

		dns->overrides = o->next;
		free(o->host);
		free(o->address);
		free(o);
	}
	uv_close((uv_handle_t *)&dns->deliver, on_closed);
}

void dns_override(struct dns *dns, const char *host, enum family family, const char *address)
{
	struct override **end = &dns->overrides;
	enum family numeric = plain_family(address);

	if (numeric == FAMILY_ANY)
		numeric = family;
	/* A target names the address once for each port that it moves. */
	for (; *end; end = &(*end)->next)
		if (str_ieq((*end)->host, host) && (*end)->family == numeric &&
		    str_eq((*end)->address, address))
			return;
	struct override *o = mem_calloc(1, sizeof *o);

	o->host = mem_strdup(host);
	o->family = numeric;
	o->address = mem_strdup(address);
	*end = o;
}

unsigned dns_ask(struct dns *dns, const char *host, enum family family, dns_handler *handler,
		 void *user)
{
	struct lookup *l = find_lookup(dns, host, family);
	struct asker *a = mem_calloc(1, sizeof *a);
	struct asker **end = &dns->askers;

	a->number = ++dns->last_number;
	a->lookup = l ? l : start_lookup(dns, host, family);
	a->handler = handler;
	a->user = user;
	while (*end)
		end = &(*end)->next;
	*end = a;
	if (!a->lookup->running)
		start_delivery(dns);
	return a->number;
}

void dns_forget(struct dns *dns, unsigned asked)
{
	for (struct asker **at = &dns->askers; *at; at = &(*at)->next) {
		struct asker *a = *at;

		if (a->number == asked) {
			*at = a->next;
			free(a);
			return;
		}
	}
}

void dns_drop(struct dns *dns, const char *host, enum family family)
{
	struct lookup *l = find_lookup(dns, host, family);

	if (l)
		l->stale = true;
	sweep(dns);
}

enum outcome dns_outcome(const struct dns_answer *answer)
{
	switch (answer->err) {
	case 0:
		return answer->addresses.n ? OUTCOME_OK : OUTCOME_NOTOFFERED;
	case EAI_NONAME:
#ifdef EAI_NODATA
	case EAI_NODATA:
#endif
#ifdef EAI_ADDRFAMILY
	case EAI_ADDRFAMILY:
#endif
		return OUTCOME_NOTOFFERED;
	case EAI_AGAIN:
		return OUTCOME_TIMEOUT; /* no name server answered */
	default:
		return OUTCOME_BADREPLY;
	}
}
