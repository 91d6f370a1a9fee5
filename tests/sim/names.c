/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names, records and documents of the simulated network: net/dns, records, fetch, own_server and reverse. */
#include "config.h"
#include "base/mem.h"
#include "net/dns.h"
#include "net/fetch.h"
#include "net/own_server.h"
#include "net/records.h"
#include "net/reverse.h"
#include "tests/sim/clock.h"
#include "tests/sim/world.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#define ASKED_MAX 512

/* ---- addresses ---- */

struct dns {
	int patience_ms;
	unsigned asked_n;
	bool forgotten[ASKED_MAX];
	bool freed;
	unsigned claims;
};

struct asking {
	struct dns *dns;
	unsigned number;
	char *host;
	enum family family;
	dns_handler *handler;
	void *user;
	int64_t began_ns;
};

struct dns *dns_new(uv_loop_t *loop, int patience_ms)
{
	struct dns *d = mem_calloc(1, sizeof *d);

	(void)loop;
	d->patience_ms = patience_ms;
	return d;
}

static void dns_drop_it(struct dns *d)
{
	if (d->freed && !d->claims)
		free(d);
}

void dns_free(struct dns *d)
{
	d->freed = true;
	dns_drop_it(d);
}

void dns_override(struct dns *dns, const char *host, enum family family, const char *address)
{
	(void)dns;
	(void)host;
	(void)family;
	(void)address;
}

void dns_drop(struct dns *dns, const char *host, enum family family)
{
	(void)dns;
	(void)host;
	(void)family;
}

void dns_forget(struct dns *dns, unsigned asked)
{
	dns->forgotten[asked] = true;
}

static enum name_fault fault_of(const struct world_host *h, enum family family)
{
	return h ? h->name_is[family == FAMILY_IPV6] : NAME_NONE;
}

static void fill(struct dns_answer *answer, const struct asking *a)
{
	const struct world_host *h = world_host_named(a->host);
	enum name_fault fault = fault_of(h, a->family);
	int six = a->family == FAMILY_IPV6;

	answer->us = (clock_now_ns() - a->began_ns) / CLOCK_US;
	if (family_of_address(a->host) != FAMILY_ANY) {
		if (family_of_address(a->host) == a->family)
			strs_add(&answer->addresses, a->host);
		else
			answer->err = EAI_NONAME;
	} else if (fault == NAME_NONE) {
		answer->err = EAI_NONAME;
		answer->said.said = DNS_SAID_NO_NAME;
		answer->said.rcode = 3;
		answer->said.server = mem_strdup(world->resolver);
	} else if (fault == NAME_SERVFAIL) {
		answer->err = EAI_AGAIN;
		answer->said.said = DNS_SAID_SERVFAIL;
		answer->said.rcode = 2;
		answer->said.server = mem_strdup(world->resolver);
	} else if (fault == NAME_SILENT) {
		answer->err = EAI_AGAIN;
		answer->said.said = DNS_SAID_SILENT;
	} else if (fault == NAME_NO_DATA || !*h->address[six] || (fault == NAME_LIES && six)) {
		answer->err = EAI_NODATA;
	} else if (fault == NAME_LIES) {
		strs_add(&answer->addresses, h->name_leads);
	} else {
		strs_add(&answer->addresses, h->address[six]);
	}
}

static void on_answer(void *user)
{
	struct asking *a = user;
	struct dns_answer answer = {0};

	if (!a->dns->freed && !a->dns->forgotten[a->number]) {
		fill(&answer, a);
		a->handler(&answer, a->user);
		strs_clear(&answer.addresses);
		free(answer.said.server);
	}
	a->dns->claims--;
	dns_drop_it(a->dns);
	free(a->host);
	free(a);
}

unsigned dns_ask(struct dns *dns, const char *host, enum family family, dns_handler *handler,
		 void *user)
{
	struct asking *a = mem_calloc(1, sizeof *a);
	enum name_fault fault = fault_of(world_host_named(host), family);
	int64_t ns = fault == NAME_SILENT     ? 7500 * (int64_t)CLOCK_MS
		     : fault == NAME_SLOW     ? 3200 * (int64_t)CLOCK_MS
		     : fault == NAME_SERVFAIL ? world->resolver_ns * 3
					      : world->resolver_ns;

	if (++dns->asked_n >= ASKED_MAX)
		abort();
	*a = (struct asking){dns,     dns->asked_n, mem_strdup(host), family,
			     handler, user,	    clock_now_ns()};
	dns->claims++;
	clock_in(ns + world_noise(), on_answer, a);
	return dns->asked_n;
}

/* ---- records, documents and a domain's own name servers: there are none ---- */

struct nothing { /* one unanswered question */
	void *list, *user;
	char *name;
	enum lookup_type type;
	void *handler;
	struct nothing *next;
	bool done;
};

struct records {
	struct nothing *open;
};
struct fetches {
	struct nothing *open;
};
struct own_servers {
	struct nothing *open;
};

static struct nothing *all_nothing;

static struct nothing *ask_nothing(void *list, void *handler, void *user, const char *name,
				   clock_deed *deed)
{
	struct nothing *n = mem_calloc(1, sizeof *n);

	*n = (struct nothing){.list = list,
			      .user = user,
			      .name = mem_strdup(name),
			      .handler = handler,
			      .next = all_nothing};
	all_nothing = n;
	clock_in(2 * world->resolver_ns + world_noise(), deed, n);
	return n;
}

static void let_go(struct nothing *n)
{
	for (struct nothing **at = &all_nothing; *at; at = &(*at)->next)
		if (*at == n) {
			*at = n->next;
			break;
		}
	free(n->name);
	free(n);
}

/* Ends those of the list that which() chooses (NULL: all), with tell(). */
static void stop(void *list, enum outcome outcome, bool (*which)(void *user),
		 void (*tell_it)(struct nothing *n, enum outcome outcome))
{
	for (struct nothing *n = all_nothing; n;) {
		if (n->list != list || n->done || (which && !which(n->user))) {
			n = n->next;
			continue;
		}
		n->done = true;
		if (tell_it)
			tell_it(n, outcome);
		n = all_nothing; /* the handler may have asked more */
	}
}

static size_t count(const void *list)
{
	size_t n = 0;

	for (const struct nothing *at = all_nothing; at; at = at->next)
		n += at->list == list && !at->done;
	return n;
}

static void tell_records(struct nothing *n, enum outcome outcome)
{
	struct records_answer answer = {.type = n->type, .name = n->name, .outcome = outcome};

	((records_handler *)n->handler)(&answer, n->user);
}

static void on_records(void *user)
{
	struct nothing *n = user;

	if (!n->done) {
		n->done = true;
		tell_records(n, OUTCOME_NOTOFFERED);
	}
	let_go(n);
}

struct records *records_new(uv_loop_t *loop, const char *resolver, const char *anchor)
{
	(void)loop;
	(void)resolver;
	(void)anchor;
	return mem_calloc(1, sizeof(struct records));
}

void records_free(struct records *r)
{
	stop(r, OUTCOME_CANCELLED, NULL, NULL);
	free(r);
}

void records_ask(struct records *r, enum lookup_type type, const char *name, int limit_ms,
		 records_handler *handler, void *user)
{
	(void)limit_ms;
	ask_nothing(r, (void *)handler, user, name, on_records)->type = type;
}

void records_stop(struct records *r, enum outcome outcome)
{
	stop(r, outcome, NULL, tell_records);
}

void records_stop_some(struct records *r, enum outcome outcome, bool (*which)(void *user))
{
	stop(r, outcome, which, tell_records);
}

size_t records_active(const struct records *r)
{
	return count(r);
}

static void tell_fetch(struct nothing *n, enum outcome outcome)
{
	struct fetch_answer answer = {.host = n->name, .outcome = outcome, .bytes = ""};

	((fetch_handler *)n->handler)(&answer, n->user);
}

static void on_fetch(void *user)
{
	struct nothing *n = user;

	if (!n->done) {
		n->done = true;
		tell_fetch(n, OUTCOME_NOTOFFERED);
	}
	let_go(n);
}

struct fetches *fetches_new(uv_loop_t *loop, const char *ca_file)
{
	(void)loop;
	(void)ca_file;
	return mem_calloc(1, sizeof(struct fetches));
}

void fetches_override(struct fetches *f, const char *host, const char *address, int port,
		      int connect_port)
{
	(void)f;
	(void)host;
	(void)address;
	(void)port;
	(void)connect_port;
}

void fetches_free(struct fetches *f)
{
	stop(f, OUTCOME_CANCELLED, NULL, NULL);
	free(f);
}

void fetches_ask(struct fetches *f, const struct fetch_request *q, int limit_ms,
		 fetch_handler *handler, void *user)
{
	(void)limit_ms;
	ask_nothing(f, (void *)handler, user, q->url, on_fetch);
}

void fetches_get(struct fetches *f, const char *host, const char *path, int limit_ms,
		 fetch_handler *handler, void *user)
{
	(void)path;
	(void)limit_ms;
	ask_nothing(f, (void *)handler, user, host, on_fetch);
}

void fetches_stop(struct fetches *f, enum outcome outcome)
{
	stop(f, outcome, NULL, tell_fetch);
}

void fetches_stop_some(struct fetches *f, enum outcome outcome, bool (*which)(void *user))
{
	stop(f, outcome, which, tell_fetch);
}

size_t fetches_active(const struct fetches *f)
{
	return count(f);
}

static void tell_own(struct nothing *n, enum outcome outcome)
{
	struct own_server_answer answer = {.name = n->name, .outcome = outcome};

	((own_server_handler *)n->handler)(&answer, n->user);
}

static void on_own(void *user)
{
	struct nothing *n = user;

	if (!n->done) {
		n->done = true;
		tell_own(n, OUTCOME_SKIPPED);
	}
	let_go(n);
}

struct own_servers *own_servers_new(uv_loop_t *loop)
{
	(void)loop;
	return mem_calloc(1, sizeof(struct own_servers));
}

void own_servers_free(struct own_servers *s)
{
	stop(s, OUTCOME_CANCELLED, NULL, NULL);
	free(s);
}

void own_servers_ask(struct own_servers *s, const char *name, enum family family, int limit_ms,
		     own_server_handler *handler, void *user)
{
	(void)family;
	(void)limit_ms;
	ask_nothing(s, (void *)handler, user, name, on_own);
}

void own_servers_stop(struct own_servers *s, enum outcome outcome)
{
	stop(s, outcome, NULL, tell_own);
}

size_t own_servers_active(const struct own_servers *s)
{
	return count(s);
}

/* ---- reverse DNS ---- */

struct reverse {
	reverse_handler *handler;
	void *user;
	struct strs asked;
	bool freed;
	unsigned claims;
};

struct reversing {
	struct reverse *r;
	char *address;
	unsigned about;
};

struct reverse *reverse_new(uv_loop_t *loop, reverse_handler *handler, void *user)
{
	struct reverse *r = mem_calloc(1, sizeof *r);

	(void)loop;
	r->handler = handler;
	r->user = user;
	return r;
}

static void reverse_drop(struct reverse *r)
{
	if (!r->freed || r->claims)
		return;
	strs_clear(&r->asked);
	free(r);
}

void reverse_free(struct reverse *r)
{
	if (!r)
		return;
	r->freed = true;
	reverse_drop(r);
}

static const char *name_of(const char *address)
{
	for (size_t i = 0; i < world->host_n; i++)
		for (int k = 1; k <= world->hosts[i].routers; k++)
			if (!strcmp(world->hosts[i].way[k].address[0], address))
				return world->hosts[i].way[k].name;
	return "";
}

static void on_reversed(void *user)
{
	struct reversing *q = user;

	if (!q->r->freed && *name_of(q->address))
		q->r->handler(q->address, name_of(q->address), q->about, q->r->user);
	q->r->claims--;
	reverse_drop(q->r);
	free(q->address);
	free(q);
}

void reverse_ask(struct reverse *r, const char *address, unsigned about)
{
	if (!r || strs_has(&r->asked, address))
		return;
	struct reversing *q = mem_calloc(1, sizeof *q);

	strs_add(&r->asked, address);
	*q = (struct reversing){r, mem_strdup(address), about};
	r->claims++;
	clock_in(world->resolver_ns + world_noise(), on_reversed, q);
}
