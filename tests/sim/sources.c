/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records, documents and a domain's own name servers in the simulated network: net/records, fetch and own_server. */
#include "config.h"
#include "base/mem.h"
#include "net/fetch.h"
#include "net/own_server.h"
#include "net/records.h"
#include "tests/sim/clock.h"
#include "tests/sim/world.h"

#include <stdlib.h>
#include <string.h>

#define RCODE_SERVFAIL 2
#define RCODE_NXDOMAIN 3
#define SLOW_NS (3200 * (int64_t)CLOCK_MS)
#define HANDSHAKES 4 /* round trips of a fetch: TCP, TLS, the question */
#define NAME_SERVER_PORT 53
#define NEVER_NS (INT64_MAX / 4)

/* ---- questions that have no answer yet, of all three kinds ---- */

struct question {
	void *list, *user;
	char *name;
	enum lookup_type type;
	enum family family;
	void (*tell)(struct question *q, enum outcome outcome); /* calls the handler */
	void *handler;
	int64_t began_ns;
	bool done, late; /* late: the limit comes first */
	struct question *next;
};

struct records {
	char unused;
};
struct fetches {
	char unused;
};
struct own_servers {
	char unused;
};

static struct question *questions;

static void let_go(struct question *q)
{
	for (struct question **at = &questions; *at; at = &(*at)->next)
		if (*at == q) {
			*at = q->next;
			break;
		}
	free(q->name);
	free(q);
}

static void on_due(void *user)
{
	struct question *q = user;

	if (!q->done) {
		q->done = true;
		q->tell(q, q->late ? OUTCOME_TIMEOUT : OUTCOME_OK);
	}
	let_go(q);
}

/* Its answer comes in ns, or the limit before. */
static void ask(const struct question *what, int64_t ns, int limit_ms)
{
	struct question *q = mem_calloc(1, sizeof *q);
	int64_t limit = limit_ms * (int64_t)CLOCK_MS;

	*q = *what;
	q->name = mem_strdup(what->name);
	q->began_ns = clock_now_ns();
	q->late = limit > 0 && ns >= limit;
	q->next = questions;
	questions = q;
	clock_in(q->late ? limit : ns + world_noise(), on_due, q);
}

/* Ends those of the list that which() chooses (NULL: all). */
static void stop(void *list, enum outcome outcome, bool (*which)(void *user))
{
	for (struct question *q = questions; q;) {
		if (q->list != list || q->done || (which && !which(q->user))) {
			q = q->next;
			continue;
		}
		q->done = true;
		q->tell(q, outcome);
		q = questions; /* the handler may have asked more */
	}
}

/* Ends all of the list without a word. */
static void drop(const void *list)
{
	for (struct question *q = questions; q; q = q->next)
		if (q->list == list)
			q->done = true;
}

static size_t count(const void *list)
{
	size_t n = 0;

	for (const struct question *q = questions; q; q = q->next)
		n += q->list == list && !q->done;
	return n;
}

static int64_t us_of(const struct question *q)
{
	return (clock_now_ns() - q->began_ns) / CLOCK_US;
}

/* ---- records ---- */

static const struct world_record *record_of(enum lookup_type type, const char *name)
{
	const struct world_domain *d = &world->domain;

	for (size_t i = 0; i < d->record_n; i++)
		if (d->records[i].type == type && str_ieq(d->records[i].name, name))
			return &d->records[i];
	return NULL;
}

/* A host's, or one with records of any type at or below it. */
static bool is_name(const char *name)
{
	const struct world_domain *d = &world->domain;

	for (size_t i = 0; i < world->host_n; i++)
		if (world->hosts[i].name_is[0] != NAME_NONE &&
		    str_is_within(world->hosts[i].name, name))
			return true;
	for (size_t i = 0; i < d->record_n; i++)
		if (str_is_within(d->records[i].name, name))
			return true;
	return false;
}

static enum name_fault fault_of(enum lookup_type type, const char *name)
{
	const struct world_host *h = world_host_named(name);
	bool address = type == LOOKUP_A || type == LOOKUP_AAAA;

	return address && h ? h->name_is[type == LOOKUP_AAAA]
	       : address    ? NAME_THERE
			    : world->domain.types_are[type];
}

static void add_addresses(struct records_answer *a)
{
	const struct world_host *h = world_host_named(a->name);
	int six = a->type == LOOKUP_AAAA;
	bool lies = h && h->name_is[six] == NAME_LIES;
	const char *own = !h ? "" : lies ? (six ? "" : h->name_leads) : h->address[six];

	if (*own)
		strs_add(&a->list, own);
	else if (!h && world->domain.any_name && !six && str_is_within(a->name, world->domain.name))
		strs_add(&a->list, world->hosts[0].address[0]);
}

static void find_records(struct records_answer *a)
{
	enum name_fault fault = fault_of(a->type, a->name);
	const struct world_record *r = record_of(a->type, a->name);

	if (fault == NAME_SERVFAIL) {
		a->outcome = OUTCOME_BADREPLY;
		a->rcode = RCODE_SERVFAIL;
		a->reason = "the name server gave up";
		return;
	}
	if (a->type == LOOKUP_A || a->type == LOOKUP_AAAA)
		add_addresses(a);
	for (size_t i = 0; r && fault != NAME_NO_DATA && fault != NAME_NONE && i < r->n; i++)
		strs_add(&a->list, r->values[i]);
	a->outcome = a->list.n ? OUTCOME_OK : OUTCOME_NOTOFFERED;
	a->rcode = a->list.n || (is_name(a->name) && fault != NAME_NONE) ? 0 : RCODE_NXDOMAIN;
}

static void tell_records(struct question *q, enum outcome outcome)
{
	struct records_answer answer = {
	    .type = q->type, .name = q->name, .outcome = outcome, .us = us_of(q)};

	if (outcome == OUTCOME_OK)
		find_records(&answer);
	((records_handler *)q->handler)(&answer, q->user);
	strs_clear(&answer.list);
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
	drop(r);
	free(r);
}

static int64_t delay_of(enum name_fault fault)
{
	return fault == NAME_SILENT ? NEVER_NS : fault == NAME_SLOW ? SLOW_NS : 0;
}

void records_ask(struct records *r, enum lookup_type type, const char *name, int limit_ms,
		 records_handler *handler, void *user)
{
	struct question q = {.list = r,
			     .user = user,
			     .name = (char *)name,
			     .type = type,
			     .tell = tell_records,
			     .handler = (void *)handler};

	ask(&q, 2 * world->resolver_ns + delay_of(fault_of(type, name)), limit_ms);
}

void records_stop(struct records *r, enum outcome outcome)
{
	stop(r, outcome, NULL);
}

void records_stop_some(struct records *r, enum outcome outcome, bool (*which)(void *user))
{
	stop(r, outcome, which);
}

size_t records_active(const struct records *r)
{
	return count(r);
}

/* ---- documents ---- */

/* "https://HOST/…", or the host alone. */
static char *host_of(const char *url)
{
	const char *at = strstr(url, "://");

	at = at ? at + 3 : url;
	return mem_strndup(at, strcspn(at, "/:?"));
}

static int port_of(const char *url)
{
	return strncmp(url, "http:", 5) ? 443 : 80;
}

static const struct world_document *document_at(const char *url)
{
	const struct world_domain *d = &world->domain;
	size_t len = strcspn(url, "?");

	for (size_t i = 0; i < d->document_n; i++)
		if (strlen(d->documents[i].url) == len && !strncmp(d->documents[i].url, url, len))
			return &d->documents[i];
	return NULL;
}

static void failed(struct fetch_answer *a, enum outcome outcome, const char *reason)
{
	a->outcome = outcome;
	a->reason = reason;
}

/* What becomes of the connection; false if none comes about. */
static bool reaches(struct fetch_answer *a, const char *host, int port)
{
	struct world_host *h = world_host_named(host);
	enum name_fault fault = h ? h->name_is[0] : NAME_NONE;

	if (fault == NAME_NONE || (h && !*h->address[0]))
		failed(a, OUTCOME_NOTOFFERED, "No such name.");
	else if (fault == NAME_SERVFAIL || fault == NAME_SILENT)
		failed(a, OUTCOME_TIMEOUT, "The name server does not answer.");
	else
		switch (world_route_to(h, port).how) {
		case ROUTE_OPEN:
			return true;
		case ROUTE_REFUSED:
			failed(a, OUTCOME_REFUSED, "refused");
			break;
		case ROUTE_SILENT:
			failed(a, OUTCOME_TIMEOUT, "no answer");
			break;
		default:
			failed(a, OUTCOME_UNREACHABLE, "unreachable");
		}
	return false;
}

static void find_document(struct fetch_answer *a, const char *url)
{
	int port = port_of(url);
	const struct world_document *d = document_at(url);
	struct world_host *h = world_host_named(a->host);

	if (!reaches(a, a->host, port))
		return;
	struct world_route r = world_route_to(h, port);

	if (r.cut || r.port != world_port_of(h, port)) {
		failed(a, OUTCOME_BADREPLY, "cut off");
	} else if (!d) {
		a->outcome = OUTCOME_NOTOFFERED;
		a->http = 404;
	} else {
		a->outcome = d->outcome;
		a->http = d->http;
		a->status = d->status;
		a->content_type = d->type;
		a->bytes = d->bytes && d->outcome == OUTCOME_OK ? d->bytes : "";
		a->len = strlen(a->bytes);
	}
}

static void tell_fetch(struct question *q, enum outcome outcome)
{
	char *host = host_of(q->name);
	struct fetch_answer answer = {
	    .host = host, .outcome = outcome, .bytes = "", .us = us_of(q)};

	if (outcome == OUTCOME_OK)
		find_document(&answer, q->name);
	((fetch_handler *)q->handler)(&answer, q->user);
	free(host);
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
	drop(f);
	free(f);
}

/* Until the outcome of a fetch is known; silence has no end of its own. */
static int64_t time_of(const char *url)
{
	char *host = host_of(url);
	struct world_host *h = world_host_named(host);
	const struct world_document *d = document_at(url);
	int port = port_of(url);
	int64_t ns = 2 * world->resolver_ns + delay_of(h ? h->name_is[0] : NAME_NONE);
	struct world_route r = h ? world_route_to(h, port) : (struct world_route){.ns = 0};

	free(host);
	if (!h || !*h->address[0])
		return ns;
	if (r.how == ROUTE_SILENT || r.stalls ||
	    (r.how == ROUTE_OPEN && r.port != world_port_of(h, port)))
		return NEVER_NS;
	return ns + HANDSHAKES * r.ns + (d ? d->ns : 0);
}

void fetches_ask(struct fetches *f, const struct fetch_request *q, int limit_ms,
		 fetch_handler *handler, void *user)
{
	struct question one = {.list = f,
			       .user = user,
			       .name = (char *)q->url,
			       .tell = tell_fetch,
			       .handler = (void *)handler};

	ask(&one, time_of(q->url), limit_ms);
}

void fetches_get(struct fetches *f, const char *host, const char *path, int limit_ms,
		 fetch_handler *handler, void *user)
{
	char *url = mem_printf("https://%s%s", host, path);

	fetches_ask(f, &(struct fetch_request){.url = url}, limit_ms, handler, user);
	free(url);
}

void fetches_stop(struct fetches *f, enum outcome outcome)
{
	stop(f, outcome, NULL);
}

void fetches_stop_some(struct fetches *f, enum outcome outcome, bool (*which)(void *user))
{
	stop(f, outcome, which);
}

size_t fetches_active(const struct fetches *f)
{
	return count(f);
}

/* ---- the domain's own name servers, which always tell the truth ---- */

static void find_own(struct own_server_answer *a, enum family family)
{
	char *host = mem_strndup(a->name, strcspn(a->name, "@"));
	const struct world_host *h = world_host_named(host);
	int six = family == FAMILY_IPV6;

	a->outcome = h ? OUTCOME_OK : OUTCOME_NOTOFFERED;
	a->rcode = h ? 0 : RCODE_NXDOMAIN;
	if (h && *h->address[six])
		strs_add(&a->list, h->address[six]);
	free(host);
}

static void tell_own(struct question *q, enum outcome outcome)
{
	struct own_server_answer answer = {.name = q->name, .outcome = outcome, .us = us_of(q)};

	if (outcome == OUTCOME_OK)
		find_own(&answer, q->family);
	((own_server_handler *)q->handler)(&answer, q->user);
	strs_clear(&answer.list);
}

struct own_servers *own_servers_new(uv_loop_t *loop)
{
	(void)loop;
	return mem_calloc(1, sizeof(struct own_servers));
}

void own_servers_free(struct own_servers *s)
{
	drop(s);
	free(s);
}

void own_servers_ask(struct own_servers *s, const char *name, enum family family, int limit_ms,
		     own_server_handler *handler, void *user)
{
	struct question q = {.list = s,
			     .user = user,
			     .name = (char *)name,
			     .family = family,
			     .tell = tell_own,
			     .handler = (void *)handler};
	const struct world_fault *f = world_fault_on(&world->hosts[0], 0, NAME_SERVER_PORT);

	ask(&q, f ? NEVER_NS : 2 * world->resolver_ns + world->hosts[0].ns, limit_ms);
}

void own_servers_stop(struct own_servers *s, enum outcome outcome)
{
	stop(s, outcome, NULL);
}

size_t own_servers_active(const struct own_servers *s)
{
	return count(s);
}
