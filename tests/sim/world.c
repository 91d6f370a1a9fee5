/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/sim/world.h"

#include "base/mem.h"
#include "base/str.h"
#include "know/services.h"
#include "tests/sim/clock.h"
#include "tests/sim/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STORE_MAX 256
#define SCRIPT_NAME "mail.practice.example" /* of the stock servers */

struct world *world;

/* ---- scripts, parsed once ---- */

static struct stored {
	char *text, *host;
	struct script *script;
	struct tls_config *tls, *later;
} store[STORE_MAX];
static size_t stored_n;

/* The host's own name where a stock server says its. */
static void rename_in(struct script_action *a, const char *host)
{
	char *at =
	    a->bytes && *host ? memmem(a->bytes, a->len, SCRIPT_NAME, strlen(SCRIPT_NAME)) : NULL;

	if (!at || (a->verb != SCRIPT_SEND && a->verb != SCRIPT_DRIP))
		return;
	char *bytes = mem_printf("%.*s%s%.*s", (int)(at - a->bytes), a->bytes, host,
				 (int)(a->len - (size_t)(at - a->bytes) - strlen(SCRIPT_NAME)),
				 at + strlen(SCRIPT_NAME));

	free(a->bytes);
	a->bytes = bytes;
	a->len = strlen(bytes);
}

static const struct stored *stored(const char *text, const char *host)
{
	for (size_t i = 0; i < stored_n; i++)
		if (!strcmp(store[i].text, text) && !strcmp(store[i].host, host))
			return &store[i];
	char *why = NULL;
	struct stored *s = &store[stored_n++];

	if (stored_n >= STORE_MAX)
		abort();
	s->text = mem_strdup(text);
	s->host = mem_strdup(host);
	s->script = script_parse("sim", text, &why);
	if (!s->script) {
		fprintf(stderr, "%s\n%s\n", why, text);
		abort();
	}
	for (size_t b = 0; b < s->script->n; b++)
		for (size_t a = 0; a < s->script->blocks[b].n; a++)
			rename_in(&s->script->blocks[b].actions[a], host);
	s->tls = tls_of_script(s->script, s->script->identity);
	s->later = tls_of_script(s->script, s->script->later_identity ? s->script->later_identity
								      : s->script->identity);
	return s;
}

/* ---- making ---- */

static void talk_over(struct talk *t, void *user)
{
	struct world_port *p = user;
	size_t i = 0;

	while (i < p->talk_n && p->talks[i] != t)
		i++;
	if (i < p->talk_n)
		p->talks[i] = p->talks[--p->talk_n];
}

void world_script(struct world_port *p, enum service service, const char *script,
		  const char *host_name)
{
	const struct stored *s = stored(script, host_name);

	p->service = service;
	p->script = s->script;
	p->host =
	    (struct talk_host){.script = s->script, .tls = s->tls, .ended = talk_over, .user = p};
	p->later = p->host;
	p->later.tls = s->later;
}

struct world_port *world_add_port(struct world_host *h, enum service service, const char *script)
{
	struct world_port *p = &h->ports[h->port_n++];

	*p = (struct world_port){.port = service_row(service)->port};
	world_script(p, service, script, h->name);
	return p;
}

void world_init(struct world *w, uint64_t seed)
{
	memset(w, 0, sizeof *w);
	dice_init(&w->dice, seed);
	w->family[0] = true;
	WORLD_SET(w->own[0], "192.168.1.23");
	WORLD_SET(w->own[1], "2001:db8:1::23");
	WORLD_SET(w->gateway[0], "192.168.1.1");
	WORLD_SET(w->gateway[1], "fe80::1");
	WORLD_SET(w->device, "wlan0");
	WORLD_SET(w->resolver, "192.168.1.1");
	w->resolver_ns = 8 * CLOCK_MS;
	w->common = 3;
}

struct world_host *world_add_host(struct world *w, const char *name, int routers)
{
	struct world_host *h = &w->hosts[w->host_n];
	int64_t ns = 0;

	WORLD_SET(h->name, name);
	snprintf(h->address[0], WORLD_TEXT, "198.18.%zu.10", w->host_n);
	snprintf(h->address[1], WORLD_TEXT, "2001:db8:5%zu::10", w->host_n);
	h->routers = routers;
	for (int i = 1; i <= routers; i++) {
		struct world_router *r = &h->way[i];

		if (i <= w->common && w->host_n) {
			*r = w->hosts[0].way[i];
			ns = r->ns;
			continue;
		}
		ns += i == 1 ? 600 * CLOCK_US + dice_below(&w->dice, 2 * CLOCK_MS)
			     : 2 * CLOCK_MS + dice_below(&w->dice, 6 * CLOCK_MS);
		r->ns = ns;
		if (i == 1) {
			WORLD_SET(r->address[0], w->gateway[0]);
			WORLD_SET(r->address[1], "2001:db8:1::1");
		} else {
			snprintf(r->address[0], WORLD_TEXT,
				 i == 2 && w->host_n == 0 ? "100.64.0.1" : "203.0.%d.%d",
				 113 + (int)w->host_n, i);
			snprintf(r->address[1], WORLD_TEXT, "2001:db8:%x::%d", 2 + (int)w->host_n,
				 i);
		}
	}
	h->ns = ns + 3 * CLOCK_MS + dice_below(&w->dice, 20 * CLOCK_MS);
	w->host_n++;
	return h;
}

void world_add_record(struct world *w, enum lookup_type type, const char *name, const char *value)
{
	struct world_domain *d = &w->domain;
	size_t i = 0;

	while (i < d->record_n &&
	       (d->records[i].type != type || !str_ieq(d->records[i].name, name)))
		i++;
	struct world_record *r = &d->records[i];

	if (i == d->record_n) {
		if (d->record_n++ == WORLD_RECORDS_MAX)
			abort();
		r->type = type;
		WORLD_SET(r->name, name);
	}
	if (r->n == WORLD_VALUES_MAX)
		abort();
	WORLD_SET(r->values[r->n++], value);
}

void world_clear(struct world *w)
{
	for (size_t i = 0; i < w->host_n; i++)
		for (size_t k = 0; k < w->hosts[i].port_n; k++)
			while (w->hosts[i].ports[k].talk_n)
				talk_close(
				    w->hosts[i].ports[k].talks[--w->hosts[i].ports[k].talk_n]);
	for (size_t i = 0; i < w->fault_n; i++)
		while (w->faults[i].answers.talk_n)
			talk_close(w->faults[i].answers.talks[--w->faults[i].answers.talk_n]);
}

/* ---- asking ---- */

struct world_host *world_host_at(const char *numeric)
{
	for (size_t i = 0; i < world->host_n; i++)
		for (int f = 0; f < 2; f++)
			if (*numeric && !strcmp(world->hosts[i].address[f], numeric))
				return &world->hosts[i];
	return NULL;
}

struct world_host *world_host_named(const char *name)
{
	for (size_t i = 0; i < world->host_n; i++)
		if (str_ieq(world->hosts[i].name, name))
			return &world->hosts[i];
	return NULL;
}

int64_t world_noise(void)
{
	return dice_below(&world->dice, world->noise_ns);
}

bool world_loses(void)
{
	return dice_chance(&world->dice, world->loss);
}

static bool fault_fits(const struct world_fault *f, bool own_server, int six, int port)
{
	bool fits = f->family[six] && (own_server || f->all_hosts) && f->deed != DEED_NONE;

	for (size_t i = 0; fits && f->port_n; i++) {
		if (i == f->port_n)
			return false;
		if (f->ports[i] == port)
			break;
	}
	return fits;
}

struct world_fault *world_fault_on(const struct world_host *h, int six, int port)
{
	struct world_fault *first = NULL;

	for (size_t i = 0; i < world->fault_n; i++) {
		struct world_fault *f = &world->faults[i];

		if (fault_fits(f, h == &world->hosts[0], six, port) &&
		    (!first || f->at < first->at) && (h || f->at <= world->common))
			first = f;
	}
	return first;
}

int64_t world_ns_to(const struct world_host *h, int hop)
{
	const struct world_host *way = h ? h : &world->hosts[0];

	return hop <= 0 ? 30 * CLOCK_US : hop <= way->routers ? way->way[hop].ns : way->ns;
}

struct world_port *world_port_of(struct world_host *h, int port)
{
	for (size_t i = 0; h && i < h->port_n; i++)
		if (h->ports[i].port == port)
			return &h->ports[i];
	return NULL;
}

/* A router's own address refuses every port. */
static bool is_router(const char *numeric, int64_t *ret_ns)
{
	for (size_t i = 0; i < world->host_n; i++)
		for (int k = 1; k <= world->hosts[i].routers; k++)
			for (int f = 0; f < 2; f++)
				if (!strcmp(world->hosts[i].way[k].address[f], numeric)) {
					*ret_ns = world->hosts[i].way[k].ns;
					return true;
				}
	return false;
}

static struct world_route route_by_fault(struct world_fault *f, const struct world_host *h, int six)
{
	struct world_route r = {.ns = world_ns_to(h, f->at), .hop = f->at};
	const struct world_host *way = h ? h : &world->hosts[0];

	switch (f->deed) {
	case DEED_RESET:
		r.how = f->at ? ROUTE_REFUSED : ROUTE_DENIED;
		break;
	case DEED_REJECT:
		r.how = f->at ? ROUTE_ICMP : ROUTE_DENIED;
		r.from = f->at > way->routers ? way->address[six] : way->way[f->at].address[six];
		break;
	case DEED_ANSWER:
		r.how = ROUTE_OPEN;
		r.port = &f->answers;
		break;
	default:
		r.how = ROUTE_SILENT;
	}
	return r;
}

static struct world_route route_of(struct world_host *h, const char *numeric, int six, int port)
{
	struct world_fault *f = world_fault_on(h, six, port);
	struct world_route r = {.host = h};
	int64_t ns;

	if (!world->family[six])
		return (struct world_route){.how = ROUTE_UNREACHABLE};
	if (f && f->deed != DEED_CUT && f->deed != DEED_STALL)
		return route_by_fault(f, h, six);
	if (!h && is_router(numeric, &ns))
		return (struct world_route){.how = ROUTE_REFUSED, .ns = ns};
	if (!h)
		return (struct world_route){.how = ROUTE_SILENT};
	struct world_port *p = world_port_of(h, port);

	r.ns = h->ns;
	r.hop = h->routers + 1;
	r.cut = f && f->deed == DEED_CUT;
	r.stalls = f && f->deed == DEED_STALL;
	r.port = p;
	r.how = !p || p->script->listen == SCRIPT_LISTEN_REFUSED ? ROUTE_REFUSED
		: p->script->listen == SCRIPT_LISTEN_FULL	 ? ROUTE_SILENT
								 : ROUTE_OPEN;
	return r;
}

struct world_route world_route(const struct sockaddr *address, const char *numeric, int port)
{
	return route_of(world_host_at(numeric), numeric, address->sa_family == AF_INET6, port);
}

struct world_route world_route_to(struct world_host *h, int port)
{
	return route_of(h, h->address[0], 0, port);
}
