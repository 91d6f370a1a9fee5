/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/path/trace.h"

#include "base/mem.h"

#include <stdlib.h>

#define COUNT_MAX 1000000 /* a counter that rose by more counts as this */

const char *trace_mark_name(enum trace_mark m)
{
	static const char *const names[] = {"unknown",	   "passed", "open",  "refused",
					    "unreachable", "denied", "silent"};

	_Static_assert(sizeof names / sizeof *names == TRACE_COUNT_, "a name for each");
	return (unsigned)m < TRACE_COUNT_ ? names[m] : "?";
}

static bool is_time_exceeded(const struct event *e)
{
	return e->outcome == OUTCOME_NONE && (e->icmp_type == 11 || e->icmp_type == 3);
}

static enum trace_mark mark_of(const struct event *e)
{
	if (is_time_exceeded(e))
		return TRACE_PASSED;
	switch (e->outcome) {
	case OUTCOME_OK:
		return TRACE_OPEN;
	case OUTCOME_REFUSED:
	case OUTCOME_RESET:
		return TRACE_REFUSED;
	case OUTCOME_DENIED:
		return TRACE_DENIED;
	case OUTCOME_TIMEOUT:
		return TRACE_SILENT;
	case OUTCOME_UNREACHABLE:
		return TRACE_UNREACHABLE;
	default:
		return TRACE_UNKNOWN;
	}
}

static struct trace *trace_for(struct traces *list, const struct event *e)
{
	for (size_t i = list->n; i-- > 0;)
		if (list->v[i].endpoint == e->endpoint && (!e->role || list->v[i].role == e->role))
			return &list->v[i];
	return NULL;
}

static struct trace *trace_begin(struct traces *list, const struct event *e)
{
	struct trace *t = trace_for(list, e);

	if (!t && list->n >= TRACES_MAX)
		return NULL;
	if (!t) {
		list->v = mem_realloc(list->v, list->n + 1, sizeof *list->v);
		t = &list->v[list->n++];
		*t = (struct trace){.endpoint = e->endpoint,
				    .family = e->family,
				    .port = e->port,
				    .address = e->address,
				    .role = e->role ? e->role : SWEEP_SUSPECT,
				    .first_event = e->seq,
				    .retrans_fail = -1,
				    .out_requests = -1,
				    .out_transmits = -1};
	}
	t->sweeps++;
	t->end_event = 0;
	return t;
}

/* An answer beats silence, and the end of the journey beats only silence. */
static void take_hop(struct trace *t, const struct event *e, int sweep)
{
	if (e->num < 1 || e->num > TRACE_TTL_MAX)
		return;
	struct trace_hop *hop = &t->hops[e->num];
	enum trace_mark mark = mark_of(e);
	int64_t us = e->us < 0 ? 0 : e->us > TRACE_US_MAX ? TRACE_US_MAX : e->us;

	if (mark == TRACE_UNKNOWN)
		return;
	if (hop->mark == TRACE_UNKNOWN || hop->mark == TRACE_SILENT ||
	    (mark == hop->mark && us < hop->us))
		*hop = (struct trace_hop){.mark = mark,
					  .address = e->address,
					  .name = hop->name,
					  .passes = hop->passes,
					  .us = us,
					  .event = e->seq,
					  .icmp_type = e->icmp_type,
					  .icmp_code = e->icmp_code,
					  .err = e->err};
	hop->passes += mark == TRACE_PASSED && hop->passes < COUNT_MAX;
	if (mark == TRACE_PASSED && e->num > t->passed)
		t->passed = e->num;
	if (mark == TRACE_PASSED && e->num > t->sweep_passed[sweep])
		t->sweep_passed[sweep] = e->num;
	if (mark == TRACE_SILENT || mark == TRACE_PASSED)
		return;
	if (!t->reached || e->num < t->reached)
		t->reached = e->num;
	if (!t->sweep_reached[sweep] || e->num < t->sweep_reached[sweep])
		t->sweep_reached[sweep] = e->num;
}

/* A stranger's log may hold any number. */
static void add(int *total, int more)
{
	int sum = *total < 0 ? 0 : *total;

	more = more < 0 ? 0 : more;
	*total = more > COUNT_MAX - sum ? COUNT_MAX : sum + more;
}

static void take_counter(struct trace *t, const struct event *e)
{
	if (str_eq(e->text, "TCPRetransFail")) {
		add(&t->retrans_fail, e->num);
		add(&t->silent, e->size);
		t->counter_event = e->seq;
	} else if (str_eq(e->text, "OutRequests")) {
		add(&t->out_requests, e->num);
	} else if (str_eq(e->text, "OutTransmits")) {
		add(&t->out_transmits, e->num);
	}
}

static void take_name(struct traces *list, const struct event *e)
{
	for (size_t i = 0; i < list->n; i++)
		for (int ttl = 1; ttl <= TRACE_TTL_MAX; ttl++)
			if (list->v[i].hops[ttl].address &&
			    str_eq(list->v[i].hops[ttl].address, e->address))
				list->v[i].hops[ttl].name = e->host;
}

static void take_end(struct trace *t, const struct event *e)
{
	t->end_event = e->seq;
	if (e->outcome == OUTCOME_SKIPPED)
		t->why_not = e->text ? e->text : "";
	else if (e->outcome == OUTCOME_OK)
		t->sweeps_ended++;
	for (int a = 1; a <= 3; a++)
		for (int b = a + 1; b <= 3 && b <= t->sweeps_ended; b++)
			t->agree |= t->sweep_passed[a] == t->sweep_passed[b] &&
				    t->sweep_reached[a] == t->sweep_reached[b];
}

static void take_next(struct trace *t, const struct event *e)
{
	t->next_router = e->address;
	t->next_outcome = e->outcome;
	t->next_event = e->seq;
}

/* A retried row starts afresh. */
static void forget(struct traces *list, unsigned endpoint)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].endpoint != endpoint)
			list->v[kept++] = list->v[i];
	list->n = kept;
}

void traces_init(struct traces *list, const struct log *log)
{
	*list = (struct traces){0};
	for (size_t i = 0; i < log->n; i++) {
		const struct event *e = log->v[i];

		if (e->type == EVENT_PROBE_BEGIN && e->attempt > 1) {
			forget(list, e->endpoint);
			continue;
		}
		if (e->type == EVENT_PATH_BEGIN) {
			trace_begin(list, e);
			continue;
		}
		if (e->type != EVENT_PATH_HOP && e->type != EVENT_PATH_END &&
		    e->type != EVENT_COUNTER && e->type != EVENT_PATH_NEXT)
			continue;
		struct trace *t = trace_for(list, e);

		/* A sweep that cannot be made does not begin. */
		if (!t && e->type == EVENT_PATH_END && e->outcome == OUTCOME_SKIPPED)
			t = trace_begin(list, e);
		if (!t)
			continue;
		int sweep = e->attempt >= 1 && e->attempt <= 3 ? (int)e->attempt : 1;

		if (e->type == EVENT_PATH_HOP)
			take_hop(t, e, sweep);
		else if (e->type == EVENT_COUNTER)
			take_counter(t, e);
		else if (e->type == EVENT_PATH_NEXT)
			take_next(t, e);
		else
			take_end(t, e);
	}
	/* Each address is asked for once, by the first sweep that meets it. */
	for (size_t i = 0; i < log->n; i++)
		if (log->v[i]->type == EVENT_PATH_NAME)
			take_name(list, log->v[i]);
}

void traces_clear(struct traces *list)
{
	free(list->v);
	*list = (struct traces){0};
}

const struct trace *traces_suspect(const struct traces *list, unsigned endpoint)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].endpoint == endpoint && list->v[i].role == SWEEP_SUSPECT)
			return &list->v[i];
	return NULL;
}

const struct trace *traces_working(const struct traces *list, const struct trace *suspect)
{
	const struct trace *suspected = NULL;

	for (size_t i = 0; i < list->n; i++) {
		const struct trace *t = &list->v[i];

		if (!str_eq(t->address, suspect->address) || t->endpoint == suspect->endpoint)
			continue;
		if (t->role == SWEEP_WORKING)
			return t;
		if (t->reached && t->hops[t->reached].mark == TRACE_OPEN &&
		    (!suspected || t->reached > suspected->reached))
			suspected = t;
	}
	return suspected;
}

/* Up to where the suspect gets. */
static bool has_way_in_common(const struct trace *t, const struct trace *suspect)
{
	int last = suspect->passed;

	for (int ttl = 1; ttl <= last; ttl++) {
		const struct trace_hop *a = &t->hops[ttl], *b = &suspect->hops[ttl];
		bool both = a->mark == TRACE_PASSED && b->mark == TRACE_PASSED;

		if (both ? !str_eq(a->address, b->address) : ttl == last)
			return false;
	}
	return true;
}

static bool goes_on(const struct trace *t, const struct trace *suspect)
{
	int last = suspect->passed;

	return last < TRACE_TTL_MAX && t->hops[last + 1].mark == TRACE_PASSED;
}

const struct trace *traces_way(const struct traces *list, const struct trace *suspect)
{
	const struct trace *best = NULL;

	for (size_t i = 0; i < list->n; i++) {
		const struct trace *t = &list->v[i];
		bool opened = t->reached && t->hops[t->reached].mark == TRACE_OPEN;

		if (t->family != suspect->family || str_eq(t->address, suspect->address) ||
		    (t->role != SWEEP_WORKING && !opened) || !has_way_in_common(t, suspect) ||
		    !goes_on(t, suspect))
			continue;
		if (!best || t->passed > best->passed)
			best = t;
	}
	return best;
}

const struct trace *traces_alike(const struct traces *list, const struct trace *suspect)
{
	for (size_t i = 0; suspect->passed && i < list->n; i++) {
		const struct trace *t = &list->v[i];

		if (t->family == suspect->family && !str_eq(t->address, suspect->address) &&
		    t->sweeps_ended && !t->reached && t->passed == suspect->passed &&
		    has_way_in_common(t, suspect))
			return t;
	}
	return NULL;
}
