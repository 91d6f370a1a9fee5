/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/lookups.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "net/fetch.h"
#include "net/own_server.h"
#include "net/records.h"
#include "run/source_answer.h"

#include <stdlib.h>

/* A question that has no answer yet. */
struct asked {
	struct lookups *l;
	struct asked *next;
	struct order order; /* without endpoints */
};

struct lookups {
	const struct limits *limits;
	uv_loop_t *loop;
	struct records *records; /* NULL until the first question: few runs have one */
	struct fetches *fetches;
	struct own_servers *own; /* NULL until the first question, too */
	struct asked *first;
	uv_timer_t hurry;
	bool hurrying;
	int hurry_rank; /* sources of this rank and worse are waited for until then */
	bool seeks;	/* servers, not what a relay publishes */
	char *email, *domain;
	void (*emit)(struct event *e, void *user);
	void *user;
};

struct lookups *lookups_new(uv_loop_t *loop, const struct limits *limits,
			    const struct target *target, void (*emit)(struct event *e, void *user),
			    void *user)
{
	struct lookups *l = mem_calloc(1, sizeof *l);

	l->limits = limits;
	l->loop = loop;
	l->emit = emit;
	l->user = user;
	l->seeks = target->discover;
	l->email = mem_strdup(target->email);
	l->domain = mem_strdup(target->domain);
	if (target->mx_domain || target->discover) {
		l->fetches = fetches_new(loop, target->ca_file);
		for (size_t i = 0; i < target->override_n; i++) {
			const struct target_override *o = &target->overrides[i];

			if (o->address)
				fetches_override(l->fetches, o->host, o->address, o->port,
						 o->connect_port);
		}
	}
	return l;
}

/* Removes the question from the list. */
static struct order answered(struct asked *a)
{
	struct asked **at = &a->l->first;
	struct order order = a->order;

	while (*at != a)
		at = &(*at)->next;
	*at = a->next;
	free(a);
	return order;
}

static const char *why_skipped(enum outcome outcome, const char *reason)
{
	if (reason || outcome != OUTCOME_SKIPPED)
		return reason;
	return N_("Not awaited: a source of equal or higher rank had answered.");
}

static void on_records(const struct records_answer *answer, void *user)
{
	struct lookups *l = ((struct asked *)user)->l;
	struct event *e = event_new(EVENT_RECORDS, 0);

	e->host = mem_strdup(answer->name);
	e->lookup = answer->type;
	e->outcome = answer->outcome;
	e->err = answer->rcode;
	e->dnssec = answer->dnssec;
	e->reason = mem_strdup(why_skipped(answer->outcome, answer->reason));
	e->alias = mem_strdup(answer->alias);
	e->us = answer->us;
	strs_copy(&e->list, &answer->list);
	answered(user);
	l->emit(e, l->user);
}

static void on_own(const struct own_server_answer *answer, void *user)
{
	const struct asked *a = user;
	struct lookups *l = a->l;
	enum lookup_type lookup = a->order.lookup;
	struct event *e = event_new(EVENT_RECORDS, 0);

	e->host = mem_strdup(answer->name);
	e->lookup = lookup;
	e->outcome = answer->outcome;
	e->err = answer->rcode;
	e->us = answer->us;
	strs_copy(&e->list, &answer->list);
	answered(user);
	l->emit(e, l->user);
}

static void on_policy(const struct fetch_answer *answer, void *user)
{
	struct lookups *l = ((struct asked *)user)->l;
	struct event *e = event_new(EVENT_POLICY, 0);

	e->host = mem_strdup(answer->host);
	e->outcome = answer->outcome;
	e->code = answer->http;
	e->err = answer->err;
	e->status = answer->status;
	e->detail = mem_strdup(answer->content_type);
	e->reason = mem_strdup(answer->reason);
	e->us = answer->us;
	event_set_bytes(&e->text, answer->bytes, answer->len);
	answered(user);
	l->emit(e, l->user);
}

static void on_document(const struct fetch_answer *answer, void *user)
{
	struct lookups *l = ((struct asked *)user)->l;
	struct order order = answered(user);
	struct event *e = source_answer(answer, &order, l->email, l->domain);

	if (!e->reason)
		e->reason = mem_strdup(why_skipped(e->outcome, NULL));
	l->emit(e, l->user);
}

static void ask_document(struct lookups *l, const struct order *o, struct asked *a)
{
	struct source_request q = source_request(o, l->email, l->domain);

	if (!l->fetches)
		l->fetches = fetches_new(l->loop, NULL);
	fetches_ask(l->fetches, &q.fetch, l->limits->sources_ms, on_document, a);
	source_request_clear(&q);
}

static void ask_policy(struct lookups *l, const struct order *o, struct asked *a)
{
	if (!l->fetches)
		l->fetches = fetches_new(l->loop, NULL);
	fetches_get(l->fetches, o->name, LOOKUPS_POLICY_PATH, l->limits->policy_ms, on_policy, a);
}

static void ask_records(struct lookups *l, const struct order *o, struct asked *a)
{
	int limit = l->seeks ? l->limits->sources_ms : l->limits->records_ms;

	if (!l->records)
		l->records = records_new(l->loop, NULL, NULL);
	records_ask(l->records, o->lookup, o->name, limit, on_records, a);
}

static void ask_own(struct lookups *l, const struct order *o, struct asked *a)
{
	if (!l->own)
		l->own = own_servers_new(l->loop);
	own_servers_ask(l->own, o->name, o->lookup == LOOKUP_OWN6 ? FAMILY_IPV6 : FAMILY_IPV4,
			l->limits->records_ms, on_own, a);
}

void lookups_ask(struct lookups *l, const struct order *o)
{
	struct asked *a = mem_calloc(1, sizeof *a);

	*a = (struct asked){.l = l, .next = l->first, .order = *o};
	a->order.endpoint = a->order.beside = NULL;
	l->first = a;
	switch (o->lookup) {
	case LOOKUP_POLICY:
		ask_policy(l, o, a);
		break;
	case LOOKUP_CONFIG:
	case LOOKUP_AUTODISCOVER:
	case LOOKUP_AUTODISCOVER_JSON:
		ask_document(l, o, a);
		break;
	case LOOKUP_OWN:
	case LOOKUP_OWN6:
		ask_own(l, o, a);
		break;
	default:
		ask_records(l, o, a);
	}
}

/* ---- not waiting for sources that no longer matter ---- */

static bool is_late(void *user)
{
	const struct asked *a = user;

	return a->order.source && a->order.rank >= a->l->hurry_rank;
}

static void on_hurry(uv_timer_t *timer)
{
	struct lookups *l = timer->data;

	if (l->records)
		records_stop_some(l->records, OUTCOME_SKIPPED, is_late);
	if (l->fetches)
		fetches_stop_some(l->fetches, OUTCOME_SKIPPED, is_late);
}

void lookups_hurry(struct lookups *l, int rank)
{
	l->hurry_rank = rank;
	if (!l->hurrying) {
		l->hurrying = true;
		uv_timer_init(l->loop, &l->hurry);
		l->hurry.data = l;
	}
	uv_timer_start(&l->hurry, on_hurry, (uint64_t)l->limits->sources_late_ms, 0);
}

void lookups_stop(struct lookups *l, enum outcome outcome)
{
	if (l->records)
		records_stop(l->records, outcome);
	if (l->fetches)
		fetches_stop(l->fetches, outcome);
	if (l->own)
		own_servers_stop(l->own, outcome);
}

size_t lookups_active(const struct lookups *l)
{
	return (l->records ? records_active(l->records) : 0) +
	       (l->fetches ? fetches_active(l->fetches) : 0) +
	       (l->own ? own_servers_active(l->own) : 0);
}

static void free_all(struct lookups *l)
{
	while (l->first)
		answered(l->first);
	free(l->email);
	free(l->domain);
	free(l);
}

static void on_closed(uv_handle_t *handle)
{
	free_all(handle->data);
}

void lookups_free(struct lookups *l)
{
	if (!l)
		return;
	records_free(l->records);
	fetches_free(l->fetches);
	own_servers_free(l->own);
	if (l->hurrying)
		uv_close((uv_handle_t *)&l->hurry, on_closed);
	else
		free_all(l);
}
