/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What scenes cannot say: logs cut anywhere, and logs written by a stranger. */
#include "config.h"
#include "reason/path/trace.h"
#include "reason/rules/diagnose.h"

#include "base/mem.h"
#include "tests/unit/scene.h"

#include <glob.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "named.h"

#define SERVER "192.0.2.1"

struct fixture {
	struct target *target;
	struct endpoints plan;
	struct log log;
	struct facts facts;
	struct traces traces;
};

static int open_fixture(void **state)
{
	struct fixture *x = mem_calloc(1, sizeof *x);

	x->target = target_new("x");
	x->target->want_ipv6 = false;
	target_add(x->target, SERVICE_SUBMISSION, SECURITY_STARTTLS, "mail.example.org", 587);
	target_add(x->target, SERVICE_IMAPS, SECURITY_TLS, "mail.example.org", 993);
	log_append(&x->log, event_new(EVENT_RUN_BEGIN, 0));
	plan_grow(&x->plan, x->target, &x->log);
	*state = x;
	return 0;
}

static int close_fixture(void **state)
{
	struct fixture *x = *state;

	traces_clear(&x->traces);
	facts_clear(&x->facts);
	log_clear(&x->log);
	endpoints_clear(&x->plan);
	target_free(x->target);
	free(x);
	return 0;
}

static struct event *put(struct fixture *x, enum event_type type, unsigned endpoint,
			 enum sweep_role role, unsigned sweep)
{
	struct event *e = event_new(type, endpoint);

	e->role = role;
	e->attempt = sweep;
	log_append(&x->log, e);
	return e;
}

static void begin(struct fixture *x, unsigned endpoint, enum sweep_role role, unsigned sweep)
{
	struct event *e = put(x, EVENT_PATH_BEGIN, endpoint, role, sweep);

	e->address = mem_strdup(SERVER);
	e->family = FAMILY_IPV4;
	e->port = endpoint == 1 ? 587 : 993;
}

static struct event *hop(struct fixture *x, unsigned endpoint, unsigned sweep, int ttl,
			 enum outcome outcome, const char *address, int64_t us)
{
	struct event *e =
	    put(x, EVENT_PATH_HOP, endpoint, endpoint == 1 ? SWEEP_SUSPECT : SWEEP_WORKING, sweep);

	e->num = ttl;
	e->outcome = outcome;
	e->icmp_type = outcome == OUTCOME_NONE ? 11 : 0;
	e->address = address ? mem_strdup(address) : NULL;
	e->us = us;
	return e;
}

static void look(struct fixture *x)
{
	traces_clear(&x->traces);
	facts_clear(&x->facts);
	facts_init(&x->facts, x->target, &x->log, &x->plan);
	traces_init(&x->traces, &x->log);
}

static void judged(struct fixture *x, struct trace_verdict *ret)
{
	const struct trace *s;

	look(x);
	s = traces_suspect(&x->traces, 1);
	assert_non_null(s);
	trace_judge(ret, &x->facts, &x->traces, s, traces_working(&x->traces, s), OUTCOME_NONE, 0);
}

static void test_nothing(void **state)
{
	struct fixture *x = *state;

	look(x);
	assert_int_equal(x->traces.n, 0);
	assert_null(traces_suspect(&x->traces, 1));
	assert_null(traces_suspect(&x->traces, 0));
}

/* A sweep that the system cannot make never begins; its reason is the only event. */
static void test_not_available(void **state)
{
	static const enum sweep_role roles[] = {SWEEP_SUSPECT, SWEEP_NONE};
	struct fixture *x = *state;
	struct trace_verdict v;

	for (unsigned row = 1; row <= 2; row++) {
		struct event *e = put(x, EVENT_PATH_END, row, roles[row - 1], 1);

		e->outcome = OUTCOME_SKIPPED;
		e->text = mem_strdup("because");
	}
	judged(x, &v);
	assert_null(v.id);
	assert_int_equal(x->traces.n, 2);
	for (unsigned row = 1; row <= 2; row++)
		assert_string_equal(traces_suspect(&x->traces, row)->why_not, "because");
}

/* A port that was suspected and opened is the comparison if no other was measured. */
static void test_working_may_have_been_suspected(void **state)
{
	struct fixture *x = *state;

	begin(x, 1, SWEEP_SUSPECT, 1);
	begin(x, 2, SWEEP_SUSPECT, 1);
	look(x);
	assert_null(traces_working(&x->traces, traces_suspect(&x->traces, 1)));
	put(x, EVENT_PATH_HOP, 2, SWEEP_SUSPECT, 1)->num = 4;
	x->log.v[x->log.n - 1]->outcome = OUTCOME_OK;
	look(x);
	assert_int_equal(traces_working(&x->traces, traces_suspect(&x->traces, 1))->endpoint, 2);
	assert_null(traces_working(&x->traces, traces_suspect(&x->traces, 2)));
}

static void test_best_of_all_sweeps(void **state)
{
	struct fixture *x = *state;
	const struct trace *t;

	begin(x, 1, SWEEP_SUSPECT, 1);
	hop(x, 1, 1, 1, OUTCOME_NONE, "192.168.1.1", 900);
	hop(x, 1, 1, 2, OUTCOME_TIMEOUT, NULL, 3400000);
	begin(x, 1, SWEEP_SUSPECT, 2);
	hop(x, 1, 2, 1, OUTCOME_NONE, "192.168.1.1", 600);
	hop(x, 1, 2, 2, OUTCOME_NONE, "100.64.0.1", 8000);
	hop(x, 1, 2, 3, OUTCOME_REFUSED, NULL, 9000);
	look(x);
	t = traces_suspect(&x->traces, 1);
	assert_int_equal(t->sweeps, 2);
	assert_int_equal(t->sweeps_ended, 0);
	assert_int_equal(t->hops[1].us, 600);
	assert_int_equal(t->hops[2].mark, TRACE_PASSED);
	assert_int_equal(t->passed, 2);
	assert_int_equal(t->reached, 3);
	assert_false(t->agree);
}

static void end(struct fixture *x, unsigned endpoint, unsigned sweep)
{
	put(x, EVENT_PATH_END, endpoint, endpoint == 1 ? SWEEP_SUSPECT : SWEEP_WORKING, sweep)
	    ->outcome = OUTCOME_OK;
}

static void test_sweeps_agree(void **state)
{
	struct fixture *x = *state;

	for (unsigned sweep = 1; sweep <= 2; sweep++) {
		begin(x, 1, SWEEP_SUSPECT, sweep);
		hop(x, 1, sweep, 1, OUTCOME_NONE, "192.168.1.1", 900);
	}
	end(x, 1, 1);
	look(x);
	assert_false(traces_suspect(&x->traces, 1)->agree);
	end(x, 1, 2);
	look(x);
	assert_true(traces_suspect(&x->traces, 1)->agree);
	put(x, EVENT_PROBE_BEGIN, 1, SWEEP_NONE, 2);
	look(x);
	assert_null(traces_suspect(&x->traces, 1)); /* a retry starts afresh */
}

static void test_names(void **state)
{
	struct fixture *x = *state;
	struct event *e;

	begin(x, 1, SWEEP_SUSPECT, 1);
	hop(x, 1, 1, 1, OUTCOME_NONE, "192.168.1.1", 900);
	e = put(x, EVENT_PATH_NAME, 0, SWEEP_NONE, 0);
	e->address = mem_strdup("192.168.1.1");
	e->host = mem_strdup("fritz.box");
	hop(x, 1, 1, 1, OUTCOME_NONE, "192.168.1.1", 500);
	look(x);
	assert_string_equal(traces_suspect(&x->traces, 1)->hops[1].name, "fritz.box");
	assert_int_equal(traces_suspect(&x->traces, 1)->hops[1].us, 500);
}

static void test_hostile_numbers(void **state)
{
	static const int numbers[] = {INT_MIN, -1, 0, 25, 4096, INT_MAX};
	struct fixture *x = *state;
	struct trace_verdict v;

	begin(x, 1, SWEEP_SUSPECT, UINT_MAX);
	begin(x, 2, SWEEP_WORKING, 0);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		for (int outcome = 0; outcome < OUTCOME_COUNT_; outcome++) {
			hop(x, 1, (unsigned)numbers[i], numbers[i], (enum outcome)outcome, NULL,
			    INT64_MIN);
			hop(x, 2, (unsigned)numbers[i], numbers[i], (enum outcome)outcome, NULL,
			    INT64_MAX);
		}
	look(x);
	for (int ttl = 0; ttl <= TRACE_TTL_MAX; ttl++)
		assert_int_equal(traces_suspect(&x->traces, 1)->hops[ttl].mark, TRACE_UNKNOWN);
	for (int i = 0; i < 4; i++) {
		struct event *e = put(x, EVENT_COUNTER, 1, SWEEP_SUSPECT, 1);

		e->text = mem_strdup(i % 2 ? "OutRequests" : "TCPRetransFail");
		e->num = i < 2 ? INT_MAX : INT_MIN;
		e->size = INT_MAX;
		hop(x, 1, 1, i + 1, OUTCOME_NONE, "192.168.1.1", INT64_MAX);
		hop(x, 2, 1, i + 1, OUTCOME_NONE, "192.168.1.1", INT64_MAX);
	}
	hop(x, 2, 1, 5, OUTCOME_OK, SERVER, INT64_MAX);
	hop(x, 1, 1, 3, OUTCOME_REFUSED, NULL, INT64_MIN);
	judged(x, &v);
	assert_true(traces_suspect(&x->traces, 1)->hops[1].us <= TRACE_US_MAX);
	free(v.evidence.v);
}

/* Events without their texts. */
static void test_missing_texts(void **state)
{
	struct fixture *x = *state;
	struct trace_verdict v;

	put(x, EVENT_LOCAL, 0, SWEEP_NONE, 0);
	put(x, EVENT_LOCAL, 0, SWEEP_NONE, 0)->kind = LOCAL_GATEWAY;
	put(x, EVENT_LOCAL, 0, SWEEP_NONE, 0)->kind = LOCAL_ADDRESS;
	put(x, EVENT_LOCAL, 0, SWEEP_NONE, 0)->kind = LOCAL_ADDRESS;
	put(x, EVENT_LOCAL, 0, SWEEP_NONE, 0)->kind = LOCAL_DMI;
	put(x, EVENT_PATH_NAME, 0, SWEEP_NONE, 0);
	put(x, EVENT_COUNTER, 1, SWEEP_NONE, 1);
	put(x, EVENT_PATH_BEGIN, 1, SWEEP_SUSPECT, 1);
	put(x, EVENT_PATH_BEGIN, 2, SWEEP_WORKING, 1);
	put(x, EVENT_PATH_BEGIN, 2, SWEEP_NONE, 1);
	for (int outcome = 0; outcome < OUTCOME_COUNT_; outcome++) {
		hop(x, 1, 1, outcome + 1, (enum outcome)outcome, NULL, 0);
		hop(x, 2, 1, OUTCOME_COUNT_ - outcome, (enum outcome)outcome, NULL, 0);
		put(x, EVENT_PATH_END, 1, SWEEP_SUSPECT, 1)->outcome = OUTCOME_OK;
		judged(x, &v);
		free(v.evidence.v);
	}
}

static void test_many(void **state)
{
	struct fixture *x = *state;
	struct trace_verdict v;

	for (unsigned i = 1; i <= 3 * TRACES_MAX; i++) {
		begin(x, i, SWEEP_SUSPECT, 1);
		for (int ttl = -2; ttl < 3; ttl++)
			hop(x, i, 1, ttl, OUTCOME_NONE, "192.168.1.1", ttl);
	}
	for (unsigned sweep = 1; sweep < 5000; sweep++)
		begin(x, 1, SWEEP_SUSPECT, sweep);
	judged(x, &v);
	assert_int_equal(x->traces.n, TRACES_MAX);
	assert_null(traces_suspect(&x->traces, 3 * TRACES_MAX));
	free(v.evidence.v);
}

static void test_cancelled_is_no_evidence(void **state)
{
	struct fixture *x = *state;
	struct trace_verdict v;

	begin(x, 2, SWEEP_WORKING, 1);
	hop(x, 2, 1, 1, OUTCOME_NONE, "192.168.1.1", 600);
	hop(x, 2, 1, 2, OUTCOME_NONE, "203.0.113.1", 8000);
	hop(x, 2, 1, 3, OUTCOME_OK, SERVER, 9000);
	begin(x, 1, SWEEP_SUSPECT, 1);
	hop(x, 1, 1, 1, OUTCOME_NONE, "192.168.1.1", 600);
	put(x, EVENT_PATH_END, 1, SWEEP_SUSPECT, 1)->outcome = OUTCOME_CANCELLED;
	judged(x, &v);
	assert_null(v.id);
	assert_null(v.evidence.v);
}

static void test_segments(void **state)
{
	(void)state;
	for (int i = 0; i < SEGMENT_COUNT_; i++)
		assert_string_not_equal(segment_name((enum segment)i), "?");
	assert_string_equal(segment_name(SEGMENT_COUNT_), "?");
}

/* ---- the scenes' logs, cut after every event ---- */

/* Findings at every moment: each cites events that the log has by then, has a place, and the last
 * one is never more certain of one place than an earlier one was of another. */
static void check_cuts(const char *file)
{
	struct scene s;
	struct log part = {0};
	enum place certain = PLACE_UNKNOWN;

	scene_load(&s, file);
	for (size_t n = 1; n <= s.log.n; n++) {
		struct facts f;
		struct findings found;

		part = s.log;
		part.n = n;
		facts_init(&f, s.target, &part, &s.plan);
		diagnose(&found, &f);
		for (size_t i = 0; i < found.n; i++) {
			const struct finding *x = &found.v[i];

			assert_true((unsigned)x->place < PLACE_COUNT_);
			for (size_t k = 0; k < x->evidence.n; k++)
				assert_within(x->evidence.v[k], 1, n);
			if (!str_istarts(x->id, "path.") || x->certainty != CERTAINTY_CERTAIN)
				continue;
			if (certain != PLACE_UNKNOWN && certain != x->place)
				fail_msg("%s: first %s, then %s, both certain", file,
					 place_name(certain), place_name(x->place));
			certain = x->place;
		}
		findings_clear(&found);
		facts_clear(&f);
	}
	scene_clear(&s);
}

static void test_cut_anywhere(void **state)
{
	glob_t files;

	(void)state;
	assert_int_equal(glob(CASES "/path-*.scene", 0, NULL, &files), 0);
	assert_true(files.gl_pathc > 30);
	for (size_t i = 0; i < files.gl_pathc; i++)
		check_cuts(files.gl_pathv[i]);
	globfree(&files);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH(test_nothing),
	    WITH(test_not_available),
	    WITH(test_working_may_have_been_suspected),
	    WITH(test_best_of_all_sweeps),
	    WITH(test_sweeps_agree),
	    WITH(test_names),
	    WITH(test_hostile_numbers),
	    WITH(test_missing_texts),
	    WITH(test_many),
	    WITH(test_cancelled_is_no_evidence),
	    cmocka_unit_test(test_segments),
	    cmocka_unit_test(test_cut_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
