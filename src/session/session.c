/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "session/session.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "reason/plan/plan.h"
#include "run/worker.h"
#include "session/case.h"
#include "base/save.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * The plan grows after each event that may call for more, in the order of the log and not
 * of the calls, so that a case gives its endpoints the same numbers again.
 */
#define GROWS_MAX                                                                                  \
	1000 /* events that are looked at: far more than a run has names, and bounded for odd     \
	       files */

struct session {
	struct target *target;
	struct endpoints plan;
	struct log log;
	struct facts facts;
	struct findings findings;
	struct summary summary;
	struct worker *worker; /* NULL for a case */
	size_t started;	       /* endpoints of the plan that the worker was told of */
	size_t grows;	       /* events that the plan was grown after */
	size_t probes;	       /* orders to probe whose EVENT_PROBE_END has not come */
	size_t looked_up;      /* lookups of the plan that the worker was told of */
	size_t lookups;	       /* those that have not been answered */
	size_t sweeps;	       /* orders to look along the way whose EVENT_PATH_DONE has not come */
	size_t tls_probes;     /* orders to try TLS whose answer has not come */
	bool tried[PLAN_ENDPOINTS_MAX + 1]; /* by endpoint: the plan has called for its trials */
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

static void clear_conclusions(struct session *s)
{
	summary_clear(&s->summary);
	findings_clear(&s->findings);
	facts_clear(&s->facts);
}

/* Everything that follows from (target, plan, log). */
static void conclude(struct session *s)
{
	clear_conclusions(s);
	facts_init(&s->facts, s->target, &s->log, &s->plan);
	diagnose(&s->findings, &s->facts);
	summary_init(&s->summary, &s->facts, &s->findings);
}

/* Takes one event into the log, and grows the plan if it may call for that. */
static void take(struct session *s, struct event *e)
{
	bool news = plan_may_grow(e);

	if (!log_append(&s->log, e) || !news || s->grows >= GROWS_MAX)
		return;
	s->grows++;
	plan_grow(&s->plan, s->target, &s->log);
}

static void start_new(struct session *s)
{
	if (s->stopping)
		return;
	for (; s->started < s->plan.n; s->started++) {
		worker_start(s->worker, &s->plan.v[s->started]);
		s->probes++;
		s->ended = false;
	}
}

/* What the plan wants to know of the mail domain. */
static void look_up_new(struct session *s)
{
	struct lookup_order orders[PLAN_LOOKUPS_MAX];
	size_t n = s->stopping ? 0 : plan_lookups(orders, s->target, &s->log);

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
	s->target = target;
	s->begin_us = monotonic_us();
	s->worker = worker_new(&options, ret_error);
	if (!s->worker) {
		session_free(s);
		return NULL;
	}
	plan_grow(&s->plan, s->target, &s->log);
	start_new(s);
	look_up_new(s);
	conclude(s);
	return s;
}

/* Whether every event is about an endpoint that the plan has. */
static bool fits_plan(const struct session *s, char **ret_error)
{
	for (size_t i = 0; i < s->log.n; i++) {
		unsigned id = s->log.v[i]->endpoint;

		if (id && !endpoints_get(&s->plan, id)) {
			*ret_error =
			    mem_printf(_("event %zu is about endpoint %u, which this target does "
					 "not lead to"),
				       i + 1, id);
			return false;
		}
	}
	return true;
}

struct session *session_of_log(struct target *target, struct log *log, char **ret_error)
{
	struct session *s = mem_calloc(1, sizeof *s);

	*ret_error = NULL;
	s->target = target;
	s->stopping = s->ended = true;
	plan_grow(&s->plan, s->target, &s->log);
	for (size_t i = 0; i < log->n; i++)
		take(s, log->v[i]);
	free(log->v);
	*log = (struct log){0};
	if (!fits_plan(s, ret_error)) {
		session_free(s);
		return NULL;
	}
	conclude(s);
	return s;
}

struct session *session_open_case(const char *file, char **ret_error)
{
	struct target *target = NULL;
	struct log log = {0};
	char *why = NULL;

	if (!case_read(file, &target, &log, ret_error))
		return NULL;
	struct session *s = session_of_log(target, &log, &why);

	if (!s) {
		*ret_error = mem_printf("%s: %s", file, why);
		free(why);
	}
	return s;
}

bool session_save_case(const struct session *s, const char *file, bool force, char **ret_error)
{
	struct buf out;

	buf_init(&out, 0);
	case_write(&out, s->target, &s->log);
	bool fine = save_file(file, buf_text(&out), out.len, force, ret_error);

	buf_clear(&out);
	return fine;
}

void session_free(struct session *s)
{
	if (!s)
		return;
	worker_free(s->worker, NULL, NULL);
	clear_conclusions(s);
	endpoints_clear(&s->plan);
	log_clear(&s->log);
	target_free(s->target);
	free(s);
}

int session_fd(const struct session *s)
{
	return s->worker ? worker_fd(s->worker) : -1;
}

/* Keeps count of what is under way. */
static void note(struct session *s, const struct event *e)
{
	switch (e->type) {
	case EVENT_PROBE_END:
		s->probes -= s->probes > 0;
		break;
	case EVENT_RETRY:
		s->probes +=
		    e->outcome == OUTCOME_DENIED; /* the engine's own: nobody has counted it */
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

static bool idle(const struct session *s)
{
	return !s->probes && !s->sweeps && !s->lookups;
}

static int64_t last_us(const struct session *s)
{
	return s->log.n ? s->log.v[s->log.n - 1]->at_us : 0;
}

/* The engine says so itself when the whole run's time is up; otherwise the end is that nothing is
 * left to do. */
static void end_run(struct session *s)
{
	struct event *e = event_new(EVENT_RUN_END, 0);

	e->at_us = last_us(s);
	e->outcome = s->stopping ? OUTCOME_CANCELLED : OUTCOME_OK;
	s->ended = true;
	log_append(&s->log, e);
}

/* A copy of the endpoint with the address that its probe found, NULL without one. */
static struct endpoint *addressed(const struct session *s, unsigned endpoint)
{
	const struct endpoint *e = endpoints_get(&s->plan, endpoint);

	return e ? endpoint_copy_at(e, session_address(s, endpoint)) : NULL;
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
	size_t n = s->stopping ? 0 : plan_sweeps(orders, &s->facts);

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
	size_t n = s->stopping || !idle(s) ? 0 : plan_tls_probes(orders, &s->facts);

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

size_t session_pump(struct session *s)
{
	size_t n = 0;
	struct event **events = s->worker ? worker_take(s->worker, &n) : NULL;

	for (size_t i = 0; i < n; i++) {
		note(s, events[i]);
		take(s, events[i]);
	}
	free(events);
	if (!n)
		return 0;
	start_new(s);
	look_up_new(s);
	conclude(s);
	start_sweeps(s);
	start_tls_probes(s);
	if (idle(s) && !s->tls_probes && !s->ended) {
		end_run(s);
		conclude(s);
	}
	return n;
}

int session_timeout_ms(const struct session *s)
{
	(void)s; /* every limit is the engine's, and each of its events wakes the descriptor */
	return -1;
}

bool session_live(const struct session *s)
{
	return s->worker != NULL;
}

bool session_done(const struct session *s)
{
	return !s->worker || (s->ended && idle(s) && !s->tls_probes);
}

void session_retry(struct session *s, unsigned endpoint)
{
	const struct endpoint *e = endpoints_get(&s->plan, endpoint);

	if (!s->worker || !e)
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

void session_retry_all(struct session *s)
{
	if (!s->worker)
		return;
	size_t again = s->started;

	s->stopping = s->ended = false;
	start_new(s);
	if (!s->lookups)
		s->looked_up = 0;
	look_up_new(s);
	for (size_t i = 1; i <= again; i++)
		session_retry(s, (unsigned)i);
}

void session_cancel(struct session *s)
{
	if (!s->worker || session_done(s))
		return;
	s->stopping = true;
	worker_cancel_all(s->worker);
}

void session_path(struct session *s, unsigned endpoint)
{
	if (!s->worker || !endpoints_get(&s->plan, endpoint) || s->target->no_path)
		return;
	order_sweep(s, endpoint, plan_working_beside(&s->facts, endpoint));
}

const struct target *session_target(const struct session *s)
{
	return s->target;
}

const struct endpoints *session_plan(const struct session *s)
{
	return &s->plan;
}

const struct log *session_log(const struct session *s)
{
	return &s->log;
}

const struct facts *session_facts(const struct session *s)
{
	return &s->facts;
}

const struct findings *session_findings(const struct session *s)
{
	return &s->findings;
}

const struct summary *session_summary(const struct session *s)
{
	return &s->summary;
}

const char *session_address(const struct session *s, unsigned endpoint)
{
	return facts_address(&s->facts, endpoint);
}

int64_t session_elapsed_us(const struct session *s)
{
	size_t n = s->log.n;

	if (!session_done(s))
		return monotonic_us() - s->begin_us;
	while (n && s->log.v[n - 1]->type == EVENT_PATH_NAME) /* nobody waited for it */
		n--;
	return n ? s->log.v[n - 1]->at_us : 0;
}
