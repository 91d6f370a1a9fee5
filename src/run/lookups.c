/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/lookups.h"

#include "base/mem.h"
#include "net/fetch.h"
#include "net/records.h"

#include <stdlib.h>

struct lookups {
	const struct limits *limits;
	uv_loop_t *loop;
	struct records *records; /* NULL until the first question: few runs have one */
	struct fetches *fetches;
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
	if (target->mx_domain) {
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

static void on_records(const struct records_answer *answer, void *user)
{
	struct lookups *l = user;
	struct event *e = event_new(EVENT_RECORDS, 0);

	e->host = mem_strdup(answer->name);
	e->lookup = answer->type;
	e->outcome = answer->outcome;
	e->err = answer->rcode;
	e->dnssec = answer->dnssec;
	e->reason = mem_strdup(answer->reason);
	e->alias = mem_strdup(answer->alias);
	e->us = answer->us;
	strs_copy(&e->list, &answer->list);
	l->emit(e, l->user);
}

static void on_policy(const struct fetch_answer *answer, void *user)
{
	struct lookups *l = user;
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
	l->emit(e, l->user);
}

void lookups_ask(struct lookups *l, enum lookup_type type, const char *name)
{
	if (type == LOOKUP_POLICY) {
		if (!l->fetches)
			l->fetches = fetches_new(l->loop, NULL);
		fetches_get(l->fetches, name, LOOKUPS_POLICY_PATH, l->limits->policy_ms, on_policy,
			    l);
		return;
	}
	if (!l->records)
		l->records = records_new(l->loop, NULL, NULL);
	records_ask(l->records, type, name, l->limits->records_ms, on_records, l);
}

void lookups_stop(struct lookups *l, enum outcome outcome)
{
	if (l->records)
		records_stop(l->records, outcome);
	if (l->fetches)
		fetches_stop(l->fetches, outcome);
}

size_t lookups_active(const struct lookups *l)
{
	return (l->records ? records_active(l->records) : 0) +
	       (l->fetches ? fetches_active(l->fetches) : 0);
}

void lookups_free(struct lookups *l)
{
	if (!l)
		return;
	records_free(l->records);
	fetches_free(l->fetches);
	free(l);
}
