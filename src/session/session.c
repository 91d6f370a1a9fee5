/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "session/session.h"

#include "base/mem.h"
#include "reason/plan/plan.h"
#include "run/worker.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct session {
	struct record *record;
	struct worker *worker;
	size_t started;	   /* endpoints of the plan that the worker was told of */
	size_t probes;	   /* orders to probe whose EVENT_PROBE_END has not come */
	size_t looked_up;  /* lookups of the plan that the worker was told of */
	size_t lookups;	   /* those that have not been answered */
	size_t sweeps;	   /* orders to look along the way whose EVENT_PATH_DONE has not come */
	size_t tls_probes; /* orders to try TLS whose answer has not come */
	bool
	    tried[PLAN_ENDPOINTS_MAX + 1]; /* by endpoint: the plan has called for its TLS probes */
	bool swept[PLAN_ENDPOINTS_MAX + 1]; /* by endpoint: the plan has called for its sweep */
	bool stopping;	  /* cancelled, or out of time: nothing new is started by itself */
	bool ended;	  /* the log has said EVENT_RUN_END since the last order */
	int64_t begin_us; /* on the monotonic clock */
};

static int64_t monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static bool idle(const struct session *s)
{
	return !s->probes && !s->sweeps && !s->lookups;
}

bool session_done(const struct session *s)
{
	return s->ended && idle(s) && !s->tls_probes;
}

/* Each call that changes what is under way ends with this: a record reads no clock. */
static void tell_time(struct session *s)
{
	record_time(s->record, session_done(s), monotonic_us() - s->begin_us);
}

static void start_new(struct session *s)
{
	if (s->stopping)
		return;
	for (; s->started < s->record->plan.n; s->started++) {
		worker_start(s->worker, &s->record->plan.v[s->started]);
		s->probes++;
		s->ended = false;
	}
}

/* What the plan wants to know of the mail domain. */
static void look_up_new(struct session *s)
{
	struct lookup_order orders[PLAN_LOOKUPS_MAX];
	size_t n = s->stopping ? 0 : plan_lookups(orders, s->record->target, &s->record->log);

	for (; s->looked_up < n; s->looked_up++) {
		worker_look_up(s->worker, orders[s->looked_up].type, orders[s->looked_up].name);
		s->lookups++;
		s->ended = false;
	}
}

struct session *session_new(struct target *target, const struct limits *limits, char **ret_error)
{
	struct engine_options options = {.target = target};
	struct session *s = mem_calloc(1, sizeof *s);

	*ret_error = NULL;
	if (limits)
		options.limits = *limits;
	else
		limits_init(&options.limits);
	s->record = record_new(target);
	s->begin_us = monotonic_us();
	s->worker = worker_new(&options, ret_error);
	if (!s->worker) {
		session_free(s);
		return NULL;
	}
	start_new(s);
	look_up_new(s);
	tell_time(s);
	return s;
}

void session_free(struct session *s)
{
	if (!s)
		return;
	worker_free(s->worker, NULL, NULL);
	record_free(s->record);
	free(s);
}

int session_fd(const struct session *s)
{
	return worker_fd(s->worker);
}

/* Keeps count of what is under way. */
static void note(struct session *s, const struct event *e)
{
	switch (e->type) {
	case EVENT_PROBE_END:
		s->probes -= s->probes > 0;
		break;
	case EVENT_RETRY:
		s->probes += e->outcome == OUTCOME_DENIED; /* the engine starts it by itself */
		break;
	case EVENT_RECORDS:
	case EVENT_POLICY:
		s->lookups -= s->lookups > 0;
		break;
	case EVENT_PATH_DONE:
		s->sweeps -= s->sweeps > 0;
		break;
	case EVENT_TLS_ACCEPTS:
	case EVENT_TLS_SECRECY:
	case EVENT_TLS_NAMELESS:
	case EVENT_TLS_OFFER:
		s->tls_probes -= s->tls_probes > 0;
		break;
	case EVENT_RUN_END:
		s->ended = true;
		s->stopping = e->outcome != OUTCOME_OK;
		break;
	default:
		break;
	}
}

/* The engine says so itself when the whole run's time is up; otherwise the end is that nothing is
 * left to do. */
static void end_run(struct session *s)
{
	const struct log *log = &s->record->log;
	struct event *e = event_new(EVENT_RUN_END, 0);

	e->at_us = log->n ? log->v[log->n - 1]->at_us : 0;
	e->outcome = s->stopping ? OUTCOME_CANCELLED : OUTCOME_OK;
	s->ended = true;
	record_append(s->record, e);
}

/* A copy of the endpoint with the address that its probe found, NULL without one. */
static struct endpoint *addressed(const struct session *s, unsigned endpoint)
{
	const struct endpoint *e = endpoints_get(&s->record->plan, endpoint);

	return e ? endpoint_copy_at(e, facts_address(&s->record->facts, endpoint)) : NULL;
}

static void order_sweep(struct session *s, unsigned suspect, unsigned working)
{
	struct endpoint *from = addressed(s, suspect), *beside = addressed(s, working);

	if (!from) {
		endpoint_free(beside);
		return;
	}
	worker_path(s->worker, from, beside);
	s->sweeps++;
	s->ended = false;
}

/* What the plan calls for, once for each try of a row. */
static void start_sweeps(struct session *s)
{
	struct sweep_order orders[PLAN_SWEEPS_MAX];
	size_t n = s->stopping ? 0 : plan_sweeps(orders, &s->record->facts);

	for (size_t i = 0; i < n; i++) {
		unsigned suspect = orders[i].suspect;

		if (s->swept[suspect])
			continue;
		s->swept[suspect] = true;
		order_sweep(s, suspect, orders[i].working);
	}
}

/* What waits until all verdicts are there, so that it delays none. */
static void start_tls_probes(struct session *s)
{
	struct tls_probe_order orders[PLAN_TLS_PROBES_MAX];
	bool taken[PLAN_ENDPOINTS_MAX + 1] = {false};
	size_t n = s->stopping || !idle(s) ? 0 : plan_tls_probes(orders, &s->record->facts);

	for (size_t i = 0; i < n; i++) {
		unsigned endpoint = orders[i].endpoint;
		struct endpoint *e = s->tried[endpoint] ? NULL : addressed(s, endpoint);

		if (!e)
			continue;
		worker_try_tls(s->worker, e, orders[i].tls_probe);
		s->tls_probes++;
		taken[endpoint] = true;
		s->ended = false;
	}
	for (size_t i = 0; i <= PLAN_ENDPOINTS_MAX; i++)
		s->tried[i] |= taken[i];
}

static void take_news(struct session *s, struct event **events, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		note(s, events[i]);
		record_append(s->record, events[i]);
	}
	start_new(s);
	look_up_new(s);
	record_conclude(s->record);
	start_sweeps(s);
	start_tls_probes(s);
	if (idle(s) && !s->tls_probes && !s->ended) {
		end_run(s);
		record_conclude(s->record);
	}
}

size_t session_pump(struct session *s)
{
	size_t n;
	struct event **events = worker_take(s->worker, &n);

	if (n)
		take_news(s, events, n);
	free(events);
	tell_time(s);
	return n;
}

static void retry(struct session *s, unsigned endpoint)
{
	const struct endpoint *e = endpoints_get(&s->record->plan, endpoint);

	if (!e)
		return;
	s->stopping = s->ended = false;
	if (endpoint > s->started) { /* never begun, because the run was stopped */
		start_new(s);
		return;
	}
	s->swept[endpoint] = s->tried[endpoint] = false;
	worker_start(s->worker, e);
	s->probes++;
}

void session_retry(struct session *s, unsigned endpoint)
{
	retry(s, endpoint);
	tell_time(s);
}

void session_retry_all(struct session *s)
{
	size_t again = s->started;

	s->stopping = s->ended = false;
	start_new(s);
	if (!s->lookups)
		s->looked_up = 0;
	look_up_new(s);
	for (size_t i = 1; i <= again; i++)
		retry(s, (unsigned)i);
	tell_time(s);
}

void session_cancel(struct session *s)
{
	if (session_done(s))
		return;
	s->stopping = true;
	worker_cancel_all(s->worker);
}

void session_path(struct session *s, unsigned endpoint)
{
	const struct record *r = s->record;

	if (!endpoints_get(&r->plan, endpoint) || r->target->no_path)
		return;
	order_sweep(s, endpoint, plan_working_beside(&r->facts, endpoint));
	tell_time(s);
}

const struct record *session_record(const struct session *s)
{
	return s->record;
}
