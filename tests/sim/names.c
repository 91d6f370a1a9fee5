/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of the simulated network: net/dns and reverse. */
#include "config.h"
#include "base/mem.h"
#include "net/dns.h"
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
