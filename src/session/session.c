/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "session/session.h"

#include "base/mem.h"
#include "reason/domain/domain.h"
#include "reason/domain/sources.h"
#include "reason/plan/plan.h"
#include "run/turns.h"
#include "run/worker.h"
#include "session/ledger.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct session {
	struct record *record;
	struct worker *worker;
	struct ledger ledger;
	bool stopping;		/* cancelled, or out of time: nothing new starts by itself */
	bool leaving;		/* answers to goodbyes are no longer waited for */
	bool ended;		/* the log has EVENT_RUN_END since the last order */
	int enough;		/* sources of this rank and worse are no longer waited for */
	session_reader *reader; /* or NULL */
	void *reader_user;
	struct log known; /* to follow the first event */
	int64_t begin_us; /* on the monotonic clock */
	struct limits limits;
	struct log coming; /* of a played run: its events, of which the first ones have come */
	size_t come;
	struct target *played; /* as it was at its beginning, to go back; or NULL */
	bool plays;
	int speed;	    /* of playing, in percent of its own; 0: it stands still */
	int usual;	    /* the same when it does not */
	int64_t reached_us; /* by its own clock, at begin_us of ours */
	bool cut_short;	    /* to its end at once */
};

static int64_t monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

bool session_done(const struct session *s)
{
	if (s->plays)
		return s->come == s->coming.n;
	return s->ended && !ledger_is_open(&s->ledger, ORDER_COUNT_);
}

/* Since the run began; of a played one, by its own clock. */
static int64_t running_us(const struct session *s)
{
	int64_t us = monotonic_us() - s->begin_us;

	if (!s->plays)
		return us;
	return s->cut_short ? INT64_MAX / 2 : s->reached_us + us / 100 * s->speed;
}

/* Each call that changes what is in progress ends with this: a record reads no clock. */
static bool tell_time(struct session *s)
{
	return record_time(s->record, session_done(s), running_us(s));
}

/* False if the order needs an address that is not known. */
static bool give(struct session *s, struct order o)
{
	const struct facts *f = &s->record->facts;
	bool needs = o.kind == ORDER_SWEEP || o.kind == ORDER_TLS;
	const char *address = needs ? facts_address(f, o.endpoint->id) : NULL;
	const char *beside = o.beside ? facts_address(f, o.beside->id) : NULL;

	if (needs && !address)
		return false;
	if (!beside)
		o.beside = NULL;
	worker_obey(s->worker, order_copy(&o, address, beside));
	s->ledger.open[o.kind]++;
	s->ended = false;
	return true;
}

/* Orders what the plan calls for, once for each number. */
static void give_new(struct session *s, const struct order *o, size_t number)
{
	bool *called = &s->ledger.called[o->kind][number];

	if (!*called)
		*called = give(s, *o);
}

/* In the order in which they have their turns, since they are carried out as they come. */
static void start_new(struct session *s)
{
	const struct endpoints *plan = &s->record->plan;

	for (size_t i = 0; i < plan->n * TURNS_RANKS && !s->stopping; i++) {
		const struct endpoint *e = &plan->v[i % plan->n];

		if (!s->ledger.called[ORDER_PROBE][e->id] && turns_rank(e) == (int)(i / plan->n))
			give_new(s, &(struct order){.kind = ORDER_PROBE, .endpoint = e}, e->id);
	}
}

static bool is_among(const struct order *list, size_t n, const struct order *o)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].lookup == o->lookup && str_ieq(list[i].name, o->name))
			return true;
	return false;
}

/* What is asked to find the domain's servers, and what its relays publish: two lists that grow. */
static void look_up_new(struct session *s)
{
	const struct target *t = s->record->target;
	const struct log *log = &s->record->log;

	if (s->stopping || (!t->discover && !domain_to_ask(t)))
		return;
	struct order *orders =
	    mem_realloc(NULL, SOURCES_QUESTIONS_MAX + PLAN_LOOKUPS_MAX, sizeof *orders);
	size_t found = sources_questions(orders, t, log);
	size_t n = plan_lookups(orders + found, t, log);

	for (size_t i = 0; i < found; i++)
		give_new(s, &orders[i], i);
	for (size_t i = 0; i < n; i++)
		if (!is_among(orders, found, &orders[found + i]))
			give_new(s, &orders[found + i], SOURCES_QUESTIONS_MAX + i);
	free(orders);
}

/* Sources that no longer matter are not waited for. */
static void hurry(struct session *s)
{
	int enough = sources_enough(s->record->target, &s->record->log);

	if (enough >= s->enough)
		return;
	s->enough = enough;
	worker_obey(s->worker,
		    order_copy(&(struct order){.kind = ORDER_HURRY, .rank = enough}, NULL, NULL));
}

void session_read_records(struct session *s, session_reader *reader, void *user)
{
	s->reader = reader;
	s->reader_user = user;
}

void session_tell(struct session *s, struct event *e)
{
	log_append(&s->known, e);
}

static void tell_known(struct session *s, int64_t at_us)
{
	for (size_t i = 0; i < s->known.n; i++) {
		s->known.v[i]->at_us = at_us;
		record_append(s->record, s->known.v[i]);
	}
	free(s->known.v);
	s->known = (struct log){0};
}

/*
 * Appends an event, and before it what it means: that may call for more questions, and when all of
 * them are answered the guessing begins.
 */
static void append(struct session *s, struct event *e)
{
	bool records = s->reader && s->record->target->discover &&
		       (e->type == EVENT_RECORDS || e->type == EVENT_SOURCE);
	struct event *meaning = records ? s->reader(s->record->target, e, s->reader_user) : NULL;
	int64_t at_us = e->at_us;

	if (meaning) {
		meaning->at_us = at_us;
		record_append(s->record, meaning);
	}
	record_append(s->record, e);
	tell_known(s, at_us);
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
	s->limits = options.limits;
	s->record = record_new(target);
	s->begin_us = monotonic_us();
	s->enough = SOURCES_RANK_NONE;
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
	log_clear(&s->known);
	for (size_t i = s->come; i < s->coming.n; i++)
		event_free(s->coming.v[i]);
	free(s->coming.v);
	target_free(s->played);
	free(s);
}

const struct limits *session_limits(const struct session *s)
{
	return &s->limits;
}

int session_fd(const struct session *s)
{
	return s->plays ? -1 : worker_fd(s->worker);
}

/* The engine reports the end itself when the whole run's time is up; otherwise the run ends when
 * nothing is left to do. */
static void end_run(struct session *s)
{
	const struct log *log = &s->record->log;
	struct event *e = event_new(EVENT_RUN_END, 0);

	e->at_us = log->n ? log->v[log->n - 1]->at_us : 0;
	e->outcome = s->stopping ? OUTCOME_CANCELLED : OUTCOME_OK;
	s->ended = true;
	record_append(s->record, e);
	record_follow(s->record);
}

/* What the plan calls for, once for each try of a row. */
static void start_sweeps(struct session *s)
{
	struct order orders[PLAN_SWEEPS_MAX];
	size_t n = s->stopping ? 0 : plan_sweeps(orders, &s->record->facts);

	for (size_t i = 0; i < n; i++)
		give_new(s, &orders[i], orders[i].endpoint->id);
}

static bool waits_for_goodbye(const struct endpoint_facts *f)
{
	const struct fact_stage *quit = &f->stages[STAGE_QUIT];

	return f->begin_event && !f->end_event && quit->begin && !quit->end;
}

/* The answer to a goodbye changes no verdict: once nothing else is open, it is not waited for. */
static void take_leave(struct session *s)
{
	const struct facts *f = &s->record->facts;
	bool busy =
	    ledger_is_open(&s->ledger, ORDER_LOOKUP) || ledger_is_open(&s->ledger, ORDER_SWEEP);
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += waits_for_goodbye(&f->v[i]);
	if (!n || busy || n < s->ledger.open[ORDER_PROBE]) {
		s->leaving = false;
		return;
	}
	if (!s->leaving)
		worker_obey(s->worker,
			    order_copy(&(struct order){.kind = ORDER_LEAVE}, NULL, NULL));
	s->leaving = true;
}

static bool has_all_verdicts(const struct session *s)
{
	bool waits = false;

	for (int kind = 0; kind < ORDER_COUNT_; kind++)
		waits |= kind != ORDER_TLS && ledger_is_open(&s->ledger, (enum order_kind)kind);
	return !waits;
}

/* Waits until all verdicts are known, so that it delays none of them. */
static void start_tls_probes(struct session *s)
{
	struct order orders[PLAN_TLS_PROBES_MAX];
	size_t n =
	    s->stopping || !has_all_verdicts(s) ? 0 : plan_tls_probes(orders, &s->record->facts);

	for (size_t i = 0; i < n; i++)
		give_new(s, &orders[i],
			 orders[i].endpoint->id * TLS_OFFER_COUNT_ + orders[i].offer);
}

/* Whether it may lead to further questions about a domain; what is known without asking follows the run's begin. */
static bool may_ask(const struct event *e)
{
	return e->type == EVENT_RECORDS || e->type == EVENT_SOURCE || e->type == EVENT_PROBE_END ||
	       e->type == EVENT_RUN_BEGIN;
}

static void take_news(struct session *s, struct event **events, size_t n)
{
	bool had_all = has_all_verdicts(s), moves = false, asks = false;

	for (size_t i = 0; i < n; i++) {
		if (events[i]->type == EVENT_RUN_END && session_done(s)) {
			event_free(events[i]); /* the engine's limit, when all was over already */
			continue;
		}
		moves |= plan_may_sweep(events[i]);
		asks |= may_ask(events[i]);
		ledger_note(&s->ledger, events[i]);
		if (events[i]->type == EVENT_RUN_END) {
			s->ended = true;
			s->stopping = events[i]->outcome != OUTCOME_OK;
		}
		append(s, events[i]);
	}
	struct event *end = asks ? sources_end(s->record->target, &s->record->log) : NULL;

	if (end)
		record_append(s->record, end);
	start_new(s);
	if (asks) {
		look_up_new(s);
		hurry(s);
	}
	record_follow(s->record);
	if (moves)
		start_sweeps(s);
	take_leave(s);
	if (!had_all)
		start_tls_probes(s);
	if (!ledger_is_open(&s->ledger, ORDER_COUNT_) && !s->ended)
		end_run(s);
}

/* ---- a saved run, played ---- */

struct session *session_play(struct record *saved, int speed)
{
	struct session *s = mem_calloc(1, sizeof *s);

	s->plays = true;
	s->speed = s->usual = speed;
	s->played = target_copy(saved->typed ? saved->typed : saved->target);
	s->record = record_new(target_copy(s->played));
	s->record->live = false;
	limits_init(&s->limits);
	s->coming = saved->log;
	saved->log = (struct log){0};
	record_free(saved);
	s->begin_us = monotonic_us();
	tell_time(s);
	return s;
}

bool session_is_played(const struct session *s)
{
	return s->plays;
}

int session_wait_ms(const struct session *s)
{
	if (!s->plays || session_done(s) || (!s->speed && !s->cut_short))
		return -1;
	int64_t left = s->coming.v[s->come]->at_us - running_us(s);

	return left > 0 && s->speed ? (int)(left / 10 / s->speed) + 1 : 0;
}

/* What has happened by now. */
static size_t play_on(struct session *s)
{
	int64_t now = running_us(s);
	size_t before = s->come;

	while (s->come < s->coming.n && s->coming.v[s->come]->at_us <= now)
		record_append(s->record, s->coming.v[s->come++]);
	record_follow(s->record);
	tell_time(s);
	return s->come - before;
}

int64_t session_length_us(const struct session *s)
{
	return s->coming.n ? s->coming.v[s->coming.n - 1]->at_us : 0;
}

/* From now on the run's own clock goes on from there. */
static void go_on_from(struct session *s, int64_t us)
{
	s->reached_us = us;
	s->begin_us = monotonic_us();
	s->cut_short = false;
}

static int64_t reached(const struct session *s)
{
	int64_t us = running_us(s), end = session_length_us(s);

	return us < end ? us : end;
}

int session_speed(const struct session *s)
{
	return s->speed;
}

void session_set_speed(struct session *s, int speed)
{
	if (!s->cut_short)
		go_on_from(s, reached(s));
	s->usual = speed ? speed : s->usual;
	s->speed = speed;
}

void session_pause(struct session *s)
{
	session_set_speed(s, s->speed ? 0 : s->usual);
}

void session_seek(struct session *s, int64_t us)
{
	int64_t to = reached(s) + us;

	go_on_from(s, to > 0 ? to : 0);
	if (us < 0) { /* its events are those that will come again */
		record_rewind(s->record, target_copy(s->played));
		s->come = 0;
	}
	play_on(s);
}

size_t session_pump(struct session *s)
{
	if (s->plays)
		return play_on(s);
	size_t n;
	struct event **events = worker_take(s->worker, &n);

	if (n)
		take_news(s, events, n);
	free(events);
	bool ripened = tell_time(s);

	return n ? n : ripened;
}

static void retry(struct session *s, unsigned endpoint)
{
	if (s->plays)
		return;
	const struct endpoint *e = endpoints_get(&s->record->plan, endpoint);

	if (!e)
		return;
	s->stopping = s->ended = false;
	if (!s->ledger.called[ORDER_PROBE][endpoint]) { /* the run was stopped before this began */
		start_new(s);
		return;
	}
	ledger_forget(&s->ledger, endpoint);
	give(s, (struct order){.kind = ORDER_PROBE, .endpoint = e});
}

void session_retry(struct session *s, unsigned endpoint)
{
	retry(s, endpoint);
	tell_time(s);
}

void session_retry_all(struct session *s)
{
	unsigned again = 0;

	if (s->plays)
		return;
	while (s->ledger.called[ORDER_PROBE][again + 1])
		again++;
	s->stopping = s->ended = false;
	start_new(s);
	if (!ledger_is_open(&s->ledger, ORDER_LOOKUP))
		ledger_forget_lookups(&s->ledger);
	look_up_new(s);
	for (unsigned i = 1; i <= again; i++)
		retry(s, i);
	tell_time(s);
}

void session_cancel(struct session *s)
{
	if (session_done(s))
		return;
	if (s->plays) {
		s->cut_short = true;
		return;
	}
	s->stopping = true;
	worker_cancel_all(s->worker);
}

void session_path(struct session *s, unsigned endpoint)
{
	const struct record *r = s->record;

	if (s->plays || !endpoints_get(&r->plan, endpoint) || r->target->no_path)
		return;
	give(s, plan_sweep(&r->facts, endpoint));
	tell_time(s);
}

const struct record *session_record(struct session *s)
{
	if (s->record->stale)
		record_conclude(s->record);
	return s->record;
}
