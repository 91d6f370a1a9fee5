/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing: the failing port at other servers, and at an address that cannot exist. */
#include "config.h"
#include "reason/plan/plan_private.h"

#include "base/address.h"
#include "base/mem.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>

#define WEB_PORT 443

/* Documentation addresses, which are not in use (RFC 5737, RFC 3849); the first one that is not
 * used here is chosen. */
static const struct impossible {
	enum family family;
	const char *address;
} impossible[] = {
    {FAMILY_IPV4, "192.0.2.1"},
    {FAMILY_IPV4, "198.51.100.1"},
    {FAMILY_IPV4, "203.0.113.1"},
    {FAMILY_IPV6, "2001:db8::1"},
};

/* ---- the impossible address ---- */

static bool is_near_any(const struct strs *list, const struct impossible *row)
{
	for (size_t i = 0; i < list->n; i++)
		if (address_same_network(list->v[i], row->address))
			return true;
	return false;
}

static bool is_used_by_target(const struct target *t, const struct impossible *row)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (address_same_network(t->servers[i].host, row->address))
			return true;
	for (size_t i = 0; i < t->override_n; i++)
		if (address_same_network(t->overrides[i].address, row->address))
			return true;
	return false;
}

static bool is_used_here(const struct log *log, size_t n, const struct impossible *row)
{
	for (size_t i = 0; i < n; i++) {
		const struct event *ev = log->v[i];

		if (ev->type == EVENT_LOCAL &&
		    (ev->kind == LOCAL_ADDRESS || ev->kind == LOCAL_GATEWAY) &&
		    address_same_network(ev->address, row->address))
			return true;
		if (ev->type == EVENT_DNS_ANSWER && is_near_any(&ev->list, row))
			return true;
	}
	return false;
}

static bool is_asked(const struct endpoints *plan, int port, enum family family)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->v[i].why == WHY_IMPOSSIBLE && plan->v[i].port == port &&
		    plan->v[i].family == family)
			return true;
	return false;
}

static size_t add_impossible(struct endpoints *plan, const struct target *t, const struct log *log,
			     size_t at, const struct endpoint *failing)
{
	struct endpoint e = *failing;

	if (is_asked(plan, failing->port, failing->family))
		return 0;
	for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++) {
		const struct impossible *row = &impossible[i];

		if (row->family != failing->family || is_used_by_target(t, row) ||
		    is_used_here(log, at, row))
			continue;
		e.why = WHY_IMPOSSIBLE;
		e.host = e.address = (char *)row->address;
		return plan_add(plan, t, &e);
	}
	return 0;
}

/* ---- others' servers ---- */

static size_t add_port(struct endpoints *plan, const struct target *t, int port, enum family family)
{
	size_t added = 0, n = 0;

	for (size_t i = 0; i < t->reference_n && n < PLAN_REFERENCES_A_PORT; i++) {
		const struct target_reference *c = &t->references[i];
		struct endpoint e = {.service = c->service,
				     .security = service_row(c->service)->security,
				     .family = family,
				     .why = WHY_REFERENCE,
				     .host = c->host,
				     .port = c->port};

		if (c->port != port || !plan_wants(t, c->host, family))
			continue;
		n++;
		added += plan_add(plan, t, &e);
	}
	return added;
}

/* ---- what calls for it ---- */

static bool has_no_route(const struct log *log, size_t n, enum family family)
{
	for (size_t i = 0; i < n; i++)
		if (log->v[i]->type == EVENT_LOCAL && log->v[i]->kind == LOCAL_NO_ROUTE &&
		    log->v[i]->family == family)
			return true;
	return false;
}

/* Connecting is silent, or failed. */
static bool fails_to_connect(const struct event *ev)
{
	if (ev->stage != STAGE_TCP)
		return false;
	if (ev->type == EVENT_WAITING)
		return true;
	return ev->type == EVENT_STAGE_END &&
	       (ev->outcome == OUTCOME_REFUSED || ev->outcome == OUTCOME_TIMEOUT ||
		ev->outcome == OUTCOME_UNREACHABLE || ev->outcome == OUTCOME_RESET ||
		ev->outcome == OUTCOME_DENIED);
}

/*
 * Connected, and then silent: it has ended like that, or for longer than a server that greets late
 * on purpose, even if the greeting came in the end.
 */
static bool falls_silent(const struct endpoint *e, const struct event *ev)
{
	if (ev->stage != endpoint_first_word(e))
		return false;
	if (ev->type == EVENT_WAITING)
		return ev->us >= PLAN_LATE_GREETING_US;
	return ev->type == EVENT_STAGE_END &&
	       (ev->outcome == OUTCOME_TIMEOUT || ev->outcome == OUTCOME_CLOSED ||
		ev->outcome == OUTCOME_RESET ||
		(ev->outcome == OUTCOME_OK && ev->us >= PLAN_LATE_GREETING_US));
}

/* An answer that the server should not give: is it the server at all? On the web port, so is another name's certificate:
 * a sign-in page has a certificate of its own. */
static bool answers_oddly(const struct endpoint *e, const struct event *ev)
{
	bool web = service_row(e->service)->purpose == PURPOSE_WEB;

	if (ev->type == EVENT_TLS_VERIFY)
		return ev->status & (CERT_UNTRUSTED | (web ? CERT_WRONG_NAME : 0));
	if (ev->type != EVENT_STAGE_END || ev->stage == STAGE_DNS || ev->stage == STAGE_TCP ||
	    ev->stage == STAGE_QUIT)
		return false;
	return ev->outcome != OUTCOME_OK && ev->outcome != OUTCOME_SKIPPED &&
	       ev->outcome != OUTCOME_CANCELLED;
}

/* The name server tried and failed: does it find the names of others? */
static bool fails_to_look_up(const struct event *ev)
{
	return ev->type == EVENT_DNS_ANSWER && !ev->list.n &&
	       str_eq(ev->text, dns_said_name(DNS_SAID_SERVFAIL));
}

/* Whether the port is among the compared ones, if need be from now on. */
static bool take_port(struct compared *c, int port)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->ports[i] == port)
			return true;
	if (c->n == PLAN_REFERENCE_PORTS_MAX)
		return false;
	c->ports[c->n++] = port;
	return true;
}

size_t plan_add_references(struct endpoints *plan, const struct target *t, const struct log *log,
			   size_t at, struct compared *c)
{
	const struct event *ev = log->v[at];
	const struct endpoint *e = endpoints_get(plan, ev->endpoint);
	if (!e || !endpoint_counts(e))
		return 0;
	bool stopped = fails_to_connect(ev) || falls_silent(e, ev), nameless = fails_to_look_up(ev);

	if ((!stopped && !nameless && !answers_oddly(e, ev)) || t->only_target || t->practice ||
	    target_is_loopback(t) || has_no_route(log, at, e->family))
		return 0;
	if (nameless)
		return add_port(plan, t, WEB_PORT, e->family);
	if (!take_port(c, e->port))
		return 0;
	struct endpoint failing = *e; /* the plan's list may move; its texts do not */
	size_t added = add_impossible(plan, t, log, at, &failing);

	if (stopped) {
		added += add_port(plan, t, failing.port, failing.family);
		added += add_port(plan, t, WEB_PORT, failing.family);
	}
	return added;
}
