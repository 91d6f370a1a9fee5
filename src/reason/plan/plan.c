/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/plan/plan.h"

#include "base/mem.h"
#include "know/services.h"
#include "reason/plan/plan_private.h"
#include "reason/domain/domain.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>

/* of the addresses, while the other family may need the rest */
#define FAMILY_SHARE (ENDPOINT_ADDRESSES_MAX / 2)

bool plan_wants(const struct target *t, const char *host, enum family family)
{
	enum family numeric = family_of_address(host);

	if (numeric != FAMILY_ANY && numeric != family)
		return false;
	return family == FAMILY_IPV4 ? t->want_ipv4 : t->want_ipv6;
}

static int connect_port(const struct target *t, const char *host, enum family family, int port)
{
	for (size_t i = 0; i < t->override_n; i++) {
		const struct target_override *o = &t->overrides[i];

		if (o->connect_port && (o->port == 0 || o->port == port) &&
		    (o->family == FAMILY_ANY || o->family == family) && str_ieq(o->host, host))
			return o->connect_port;
	}
	return port;
}

static bool is_planned(const struct endpoints *plan, const struct endpoint *want)
{
	for (size_t i = 0; i < plan->n; i++) {
		const struct endpoint *e = &plan->v[i];

		if (e->service == want->service && e->security == want->security &&
		    e->family == want->family && e->port == want->port && e->why == want->why &&
		    str_ieq(e->host, want->host) && str_eq(e->address, want->address))
			return true;
	}
	return false;
}

size_t plan_add(struct endpoints *plan, const struct target *t, const struct endpoint *want)
{
	struct endpoint e = *want;

	if (plan->n >= PLAN_ENDPOINTS_MAX || is_planned(plan, &e))
		return 0;
	e.connect_port = connect_port(t, e.host, e.family, e.port);
	endpoints_add(plan, &e);
	return 1;
}

/* One (server, family), at the first address or at a further one; returns how many are new. */
static size_t add(struct endpoints *plan, const struct target *t, const struct target_server *s,
		  enum family family, const char *address)
{
	struct endpoint e = {.service = s->service,
			     .security = s->security,
			     .family = family,
			     .why = address ? WHY_ADDRESS : WHY_TARGET,
			     .host = s->host,
			     .address = (char *)address,
			     .public_only = s->public_only,
			     .port = s->port};

	return plan_add(plan, t, &e);
}

static const enum family families[] = {FAMILY_IPV4, FAMILY_IPV6};

/*
 * The answers that count for one server: of each family the first one with addresses, so that a
 * resolver that shuffles them cannot make the plan grow without end; else the last one without.
 */
struct answers {
	const struct event *of[2]; /* as families[] */
};

/* True if that is new. */
static bool take(struct answers *known, const struct event *ev)
{
	size_t k = ev->family == FAMILY_IPV6;

	if (known->of[k] && known->of[k]->list.n)
		return false;
	known->of[k] = ev;
	return true;
}

/* How many addresses of a family are tried, given both answers (NULL: not known yet). */
static size_t share(const struct event *own, const struct event *other, bool other_wanted)
{
	size_t room = FAMILY_SHARE;

	if (!other_wanted || (other && other->err != EAI_AGAIN)) {
		size_t theirs = other_wanted ? other->list.n : 0;

		room = ENDPOINT_ADDRESSES_MAX - (theirs < FAMILY_SHARE ? theirs : FAMILY_SHARE);
	}
	return own->list.n < room ? own->list.n : room;
}

/* How many addresses of host the plan has already, the first of a family counted once. */
static size_t planned_addresses(const struct endpoints *plan, const struct target_server *s)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++)
		n += plan->v[i].service == s->service && plan->v[i].security == s->security &&
		     plan->v[i].port == s->port && plan->v[i].why == WHY_ADDRESS &&
		     str_ieq(plan->v[i].host, s->host);
	return n;
}

static size_t add_addresses(struct endpoints *plan, const struct target *t,
			    const struct target_server *s, const struct answers *known)
{
	size_t added = 0, firsts = 0;

	for (size_t k = 0; k < 2; k++)
		firsts += known->of[k] && known->of[k]->list.n;
	for (size_t k = 0; k < 2; k++) {
		const struct event *own = known->of[k];

		if (!own || !plan_wants(t, s->host, families[k]))
			continue;
		size_t n = share(own, known->of[1 - k], plan_wants(t, s->host, families[1 - k]));

		for (size_t i = 1; i < n; i++)
			if (planned_addresses(plan, s) + firsts < ENDPOINT_ADDRESSES_MAX)
				added += add(plan, t, s, families[k], own->list.v[i]);
	}
	return added;
}

bool plan_may_grow(const struct event *ev)
{
	switch (ev->type) {
	case EVENT_DNS_ANSWER:
	case EVENT_RECORDS:
	case EVENT_SOURCE:
	case EVENT_TLS_CHECK:
	case EVENT_BYTES_RECEIVED:
	case EVENT_TLS_VERIFY:
	case EVENT_GREETING:
		return true;
	case EVENT_WAITING:
		return ev->stage == STAGE_TCP || ev->us >= PLAN_LATE_GREETING_US;
	case EVENT_STAGE_END:
		return ev->outcome != OUTCOME_OK || ev->us >= PLAN_LATE_GREETING_US;
	default:
		return false;
	}
}

/* The servers planned so far: the target's own, then its domain's MX. The hosts are borrowed. */
struct servers {
	struct target_server v[TARGET_SERVERS_MAX + DOMAIN_MX_MAX];
	struct answers known[TARGET_SERVERS_MAX + DOMAIN_MX_MAX];
	size_t n;
};

static size_t take_server(struct servers *list, struct endpoints *plan, const struct target *t,
			  const struct target_server *s)
{
	if (list->n == TARGET_SERVERS_MAX + DOMAIN_MX_MAX)
		return 0;
	list->v[list->n++] = *s;
	size_t added = 0;

	for (size_t k = 0; k < 2; k++)
		if (plan_wants(t, s->host, families[k]))
			added += add(plan, t, s, families[k], NULL);
	return added;
}

/* Each MX by preference; without any, mail goes to the domain's own address. */
static size_t take_mx(struct servers *list, struct endpoints *plan, const struct target *t,
		      const struct event *ev, struct strs *hosts)
{
	enum domain_mx mx = domain_mx(ev, hosts);
	size_t added = 0;

	for (size_t i = 0; i < hosts->n; i++) {
		const struct service_row *smtp = service_row(SERVICE_SMTP);
		struct target_server s = {.service = SERVICE_SMTP,
					  .security = smtp->security,
					  .host = hosts->v[i],
					  .port = smtp->port};

		added += take_server(list, plan, t, &s);
	}
	if (mx == DOMAIN_MX_NONE || (mx == DOMAIN_MX_UNKNOWN && !t->email))
		for (size_t i = 0; i < t->server_n; i++)
			if (domain_stands_for_mx(t, &t->servers[i]))
				added += take_server(list, plan, t, &t->servers[i]);
	return added;
}

static size_t take_addresses(struct servers *list, struct endpoints *plan, const struct target *t,
			     const struct event *ev)
{
	size_t added = 0;

	for (size_t k = 0; k < list->n; k++)
		if (str_ieq(ev->host, list->v[k].host) && take(&list->known[k], ev))
			added += add_addresses(plan, t, &list->v[k], &list->known[k]);
	return added;
}

static bool is_mx_answer(const struct event *ev, const char *domain)
{
	return domain && ev->type == EVENT_RECORDS && str_ieq(ev->host, domain) &&
	       ev->lookup == LOOKUP_MX && ev->outcome != OUTCOME_CANCELLED;
}

/* ---- along the log ---- */

struct plan_course {
	struct servers list;
	struct compared compared;
	struct strs mx; /* the first answer counts */
	bool begun;
	size_t seen; /* events */
};

struct plan_course *plan_course_new(void)
{
	return mem_calloc(1, sizeof(struct plan_course));
}

void plan_course_free(struct plan_course *c)
{
	if (c)
		strs_clear(&c->mx);
	free(c);
}

void plan_course_restart(struct plan_course *c)
{
	strs_clear(&c->mx);
	*c = (struct plan_course){0};
}

static size_t begin(struct plan_course *c, struct endpoints *plan, const struct target *target)
{
	size_t added = 0;

	c->begun = true;
	for (size_t i = 0; i < target->server_n; i++)
		if (!domain_stands_for_mx(target, &target->servers[i]))
			added += take_server(&c->list, plan, target, &target->servers[i]);
	return added;
}

/*
 * Events are handled in the order of the log, one by one: the numbers of the endpoints do not
 * depend on how many events came between two calls.
 */
static size_t take_event(struct plan_course *c, struct endpoints *plan, const struct target *target,
			 const struct log *log, size_t i)
{
	const struct event *ev = log->v[i];

	if (!plan_may_grow(ev))
		return 0;
	if (ev->type == EVENT_DNS_ANSWER)
		return take_addresses(&c->list, plan, target, ev) +
		       plan_add_references(plan, target, log, i, &c->compared);
	if (ev->type != EVENT_RECORDS && ev->type != EVENT_SOURCE)
		return plan_add_references(plan, target, log, i, &c->compared) +
		       plan_add_names(plan, target, log, i);
	if (is_mx_answer(ev, domain_to_ask(target)) && !c->mx.n)
		return take_mx(&c->list, plan, target, ev, &c->mx);
	return 0;
}

size_t plan_go_on(struct plan_course *c, struct endpoints *plan, const struct target *target,
		  const struct log *log)
{
	size_t added = c->begun ? 0 : begin(c, plan, target);

	for (; c->seen < log->n; c->seen++)
		added += take_event(c, plan, target, log, c->seen);
	return added;
}

size_t plan_grow(struct endpoints *plan, const struct target *target, const struct log *log)
{
	struct plan_course *c = plan_course_new();
	size_t added = plan_go_on(c, plan, target, log);

	plan_course_free(c);
	return added;
}
