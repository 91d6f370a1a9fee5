/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions over a worker that this test plays. */
#include "config.h"
#include "session/session.h"

#include "base/mem.h"
#include "case/case.h"
#include "run/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

/* ---- the worker of this test: it notes its orders and hands over what the test says ---- */

struct worker {
	struct event *queue[256];
	size_t queued;
	unsigned started[256];
	size_t start_n;
	size_t cancels, paths, tls_probes, leaves;
	bool refuse;
};
static struct worker fake;
static struct strs looked_up; /* "MX example.org" */

struct worker *worker_new(const struct engine_options *options, char **ret_error)
{
	(void)options;
	if (!fake.refuse)
		return &fake;
	*ret_error = mem_strdup("no thread today");
	return NULL;
}

int worker_fd(const struct worker *w)
{
	(void)w;
	return 99;
}

struct event **worker_take(struct worker *w, size_t *ret_n)
{
	struct event **all = mem_calloc(w->queued, sizeof *all);

	memcpy(all, w->queue, w->queued * sizeof *all);
	*ret_n = w->queued;
	w->queued = 0;
	return all;
}

void worker_cancel_all(struct worker *w)
{
	w->cancels++;
}

void worker_obey(struct worker *w, struct order *o)
{
	switch (o->kind) {
	case ORDER_PROBE:
		w->started[w->start_n++] = o->endpoint->id;
		break;
	case ORDER_LOOKUP:
		strs_append(&looked_up, mem_printf("%s %s", lookup_type_name(o->lookup), o->name));
		break;
	case ORDER_SWEEP:
		assert_non_null(o->endpoint->address);
		w->paths++;
		break;
	case ORDER_TLS:
		assert_non_null(o->endpoint->address);
		w->tls_probes++;
		break;
	case ORDER_LEAVE:
		w->leaves++;
		break;
	case ORDER_HURRY:
	case ORDER_COUNT_:
		fail();
	}
	order_free(o);
}

void worker_free(struct worker *w, struct event ***ret_events, size_t *ret_n)
{
	(void)ret_events;
	(void)ret_n;
	for (size_t i = 0; w && i < w->queued; i++)
		event_free(w->queue[i]);
}

static struct event *say(enum event_type type, unsigned endpoint)
{
	struct event *e = event_new(type, endpoint);

	e->at_us = 1000 * (int64_t)(fake.start_n + fake.queued);
	e->attempt = endpoint ? 1 : 0;
	fake.queue[fake.queued++] = e;
	return e;
}

static void say_dns(unsigned endpoint, enum family family, const char *addresses)
{
	struct event *e = say(EVENT_DNS_ANSWER, endpoint);

	e->family = family;
	e->host = mem_strdup("mail.example.org");
	strs_split(&e->list, addresses, " ");
}

static void say_end(unsigned endpoint, enum outcome outcome)
{
	say(EVENT_PROBE_BEGIN, endpoint);
	say(EVENT_PROBE_END, endpoint)->outcome = outcome;
}

static struct target *one_server(void)
{
	struct target *t = target_new("mail.example.org");

	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "mail.example.org", 993);
	return t;
}

static struct session *begin(void)
{
	char *error = NULL;

	fake = (struct worker){0};
	struct session *s = session_new(one_server(), NULL, &error);

	assert_non_null(s);
	assert_null(error);
	return s;
}

static size_t count(struct session *s, enum event_type type, enum outcome outcome)
{
	const struct log *log = &session_record(s)->log;
	size_t n = 0;

	for (size_t i = 0; i < log->n; i++)
		n += log->v[i]->type == type && log->v[i]->outcome == outcome;
	return n;
}

/* ---- the life of a session ---- */

static void a_run_ends_once(void **state)
{
	struct session *s = begin();

	(void)state;
	assert_int_equal(fake.start_n, 2); /* IPv4 and IPv6 */
	assert_int_equal(session_fd(s), 99);
	assert_true(session_record(s)->live);
	assert_false(session_done(s));
	assert_int_equal(session_pump(s), 0);
	say_end(1, OUTCOME_OK);
	assert_int_equal(session_pump(s), 2);
	assert_false(session_done(s));
	say_end(2, OUTCOME_REFUSED);
	session_pump(s);
	assert_true(session_done(s));
	assert_int_equal(count(s, EVENT_RUN_END, OUTCOME_OK), 1);
	session_pump(s);
	assert_int_equal(count(s, EVENT_RUN_END, OUTCOME_OK), 1);
	/* The engine's limit for the whole run, a minute later. */
	say(EVENT_RUN_END, 0)->outcome = OUTCOME_TIMEOUT;
	session_pump(s);
	assert_true(session_done(s));
	assert_int_equal(count(s, EVENT_RUN_END, OUTCOME_TIMEOUT), 0);
	assert_int_equal(session_record(s)->facts.run_end->outcome, OUTCOME_OK);
	session_free(s);
}

static void further_addresses_are_started(void **state)
{
	struct session *s = begin();

	(void)state;
	say_dns(1, FAMILY_IPV4, "192.0.2.1 192.0.2.2");
	say_end(1, OUTCOME_OK);
	say_end(2, OUTCOME_OK);
	session_pump(s);
	assert_int_equal(fake.start_n, 3);
	assert_false(session_done(s));
	say_end(3, OUTCOME_OK);
	session_pump(s);
	assert_true(session_done(s));
	assert_int_equal(session_record(s)->summary.total, 3);
	session_free(s);
}

static void say_goodbye(unsigned endpoint)
{
	say(EVENT_PROBE_BEGIN, endpoint);
	say(EVENT_STAGE_BEGIN, endpoint)->stage = STAGE_QUIT;
}

static void no_answer_to_a_goodbye_is_waited_for(void **state)
{
	struct session *s = begin();

	(void)state;
	say_goodbye(1);
	session_pump(s);
	assert_int_equal(fake.leaves, 0); /* the other row still matters */
	say_goodbye(2);
	session_pump(s);
	assert_int_equal(fake.leaves, 1);
	say(EVENT_STAGE_END, 1)->stage = STAGE_QUIT;
	say(EVENT_PROBE_END, 1)->outcome = OUTCOME_OK;
	session_pump(s);
	assert_int_equal(fake.leaves, 1);
	assert_false(session_done(s));
	say(EVENT_STAGE_END, 2)->stage = STAGE_QUIT;
	say(EVENT_PROBE_END, 2)->outcome = OUTCOME_OK;
	session_pump(s);
	assert_true(session_done(s));
	session_retry(s, 1);
	say_goodbye(1);
	session_pump(s);
	assert_int_equal(fake.leaves, 2);
	session_free(s);
}

static void a_retry_is_a_run_again(void **state)
{
	struct session *s = begin();

	(void)state;
	say_end(1, OUTCOME_REFUSED);
	say_end(2, OUTCOME_REFUSED);
	session_pump(s);
	assert_true(session_done(s));
	session_retry(s, 2);
	session_retry(s, 77); /* there is no such row */
	assert_int_equal(fake.start_n, 3);
	assert_int_equal(fake.started[2], 2);
	assert_false(session_done(s));
	say_end(2, OUTCOME_OK);
	session_pump(s);
	assert_true(session_done(s));
	assert_int_equal(count(s, EVENT_RUN_END, OUTCOME_OK), 2);
	session_retry_all(s);
	assert_int_equal(fake.start_n, 5);
	assert_false(session_done(s));
	session_free(s);
}

/* A retry of an unfinished probe ends twice: once cancelled, once for good. */
static void a_retry_under_way_counts_both_ends(void **state)
{
	struct session *s = begin();

	(void)state;
	session_retry(s, 1);
	say_end(1, OUTCOME_CANCELLED);
	say_end(2, OUTCOME_OK);
	session_pump(s);
	assert_false(session_done(s));
	say_end(1, OUTCOME_OK);
	session_pump(s);
	assert_true(session_done(s));
	session_free(s);
}

static void cancelling_starts_nothing_new(void **state)
{
	struct session *s = begin();

	(void)state;
	session_cancel(s);
	assert_int_equal(fake.cancels, 1);
	say_dns(1, FAMILY_IPV4, "192.0.2.1 192.0.2.2");
	say_end(1, OUTCOME_CANCELLED);
	say_end(2, OUTCOME_CANCELLED);
	session_pump(s);
	assert_int_equal(fake.start_n, 2);
	assert_true(session_done(s));
	assert_int_equal(count(s, EVENT_RUN_END, OUTCOME_CANCELLED), 1);
	session_cancel(s); /* nothing is in progress any more */
	assert_int_equal(fake.cancels, 1);
	session_retry(s, 3); /* the row that never began */
	assert_int_equal(fake.started[2], 3);
	session_free(s);
}

static void out_of_time_is_the_end(void **state)
{
	struct session *s = begin();

	(void)state;
	say(EVENT_RUN_END, 0)->outcome = OUTCOME_TIMEOUT;
	say_dns(1, FAMILY_IPV4, "192.0.2.1 192.0.2.2");
	say_end(1, OUTCOME_CANCELLED);
	session_pump(s);
	assert_false(session_done(s));
	say_end(2, OUTCOME_CANCELLED);
	session_pump(s);
	assert_true(session_done(s));
	assert_int_equal(fake.start_n, 2);
	assert_int_equal(count(s, EVENT_RUN_END, OUTCOME_OK), 0);
	session_free(s);
}

static void a_sweep_is_waited_for(void **state)
{
	struct session *s = begin();

	(void)state;
	say_end(1, OUTCOME_OK);
	say_end(2, OUTCOME_TIMEOUT);
	session_pump(s);
	session_path(s, 2); /* its address is not known */
	assert_int_equal(fake.paths, 0);
	assert_true(session_done(s));
	session_retry(s, 2);
	say(EVENT_PROBE_BEGIN, 2);
	say_dns(2, FAMILY_IPV6, "2001:db8::1");
	say(EVENT_PROBE_END, 2)->outcome = OUTCOME_CANCELLED;
	session_pump(s);
	assert_int_equal(fake.paths, 0);
	session_path(s, 2);
	session_path(s, 99);
	assert_int_equal(fake.paths, 1);
	assert_false(session_done(s));
	say(EVENT_PATH_BEGIN, 2);
	session_pump(s);
	assert_false(session_done(s));
	say(EVENT_PATH_END, 2)->outcome = OUTCOME_OK;
	session_pump(s);
	assert_false(session_done(s));
	say(EVENT_PATH_DONE, 2);
	session_pump(s);
	assert_true(session_done(s));
	session_free(s);
}

static void no_thread_is_told(void **state)
{
	char *error = NULL;

	(void)state;
	fake = (struct worker){.refuse = true};
	assert_null(session_new(one_server(), NULL, &error));
	assert_string_equal(error, "no thread today");
	free(error);
}

static void say_records(const char *name, const char *type, enum outcome outcome,
			const char *record)
{
	struct event *e = say(EVENT_RECORDS, 0);

	e->host = mem_strdup(name);
	e->lookup = lookup_type_from_name(type);
	e->outcome = outcome;
	e->dnssec = DNSSEC_SECURE;
	if (record)
		strs_add(&e->list, record);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct record *saved_run(const char *name)
{
	char *file = mem_printf("%s/data/practice/%s.case", SRCDIR, name), *error = NULL;
	struct record *saved = case_open(file, &error);

	if (!saved)
		fail_msg("%s", error);
	free(file);
	return saved;
}

static void wait_a_little(int ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000L};

	nanosleep(&t, NULL);
}

/* A played run is the saved one in the end, and had only what was known by then on the way. */
static void a_saved_run_is_played(void **state)
{
	struct record *saved = saved_run("server-bans");
	size_t events = saved->log.n, findings = saved->findings.n;
	int64_t elapsed_us = saved->elapsed_us, begin_ms = now_ms();
	struct session *s = session_play(saved, 100);
	const struct record *r = session_record(s);

	(void)state;
	saved = saved_run("server-bans");
	assert_true(session_is_played(s));
	assert_int_equal(session_fd(s), -1);
	session_pump(s);
	assert_true(r->log.n < events);
	assert_false(r->done);
	assert_false(r->live);
	while (!session_done(s)) {
		int ms = session_wait_ms(s);

		assert_in_range(ms, 0, 60000);
		wait_a_little(ms);
		session_pump(s);
		for (size_t i = 0; i < r->log.n; i++)
			assert_true(r->log.v[i]->at_us <= (now_ms() - begin_ms + 1) * 1000);
	}
	assert_int_equal(session_wait_ms(s), -1);
	assert_true(now_ms() - begin_ms >= elapsed_us / 1000);
	assert_int_equal(r->log.n, events);
	assert_true(r->done);
	assert_int_equal(r->elapsed_us, elapsed_us);
	assert_ptr_equal(session_record(s), r); /* with the conclusions */
	assert_int_equal(r->findings.n, findings);
	for (size_t i = 0; i < findings; i++)
		assert_string_equal(r->findings.v[i].id, saved->findings.v[i].id);
	session_retry(s, 1);
	session_retry_all(s);
	session_path(s, 1);
	session_pump(s);
	assert_int_equal(r->log.n, events);
	session_free(s);
	record_free(saved);
}

/* Twenty times as fast: no sooner, and all of it. */
static void a_saved_run_is_played_faster(void **state)
{
	struct record *saved = saved_run("provider-drops-587");
	size_t events = saved->log.n;
	int64_t elapsed_us = saved->elapsed_us, begin_ms = now_ms();
	struct session *s = session_play(saved, 2000);

	(void)state;
	assert_true(elapsed_us > 2000000);
	while (session_pump(s), !session_done(s)) {
		assert_in_range(session_wait_ms(s), 0, elapsed_us / 20000 + 1);
		wait_a_little(session_wait_ms(s));
	}
	assert_true(now_ms() - begin_ms >= elapsed_us / 20000);
	assert_int_equal(session_record(s)->log.n, events);
	assert_int_equal(session_record(s)->elapsed_us, elapsed_us);
	session_free(s);
}

/* Stopped, it goes to its end; freed on the way, nothing is lost. */
static void a_played_run_can_be_cut_short(void **state)
{
	struct record *saved = saved_run("provider-drops-587");
	size_t events = saved->log.n;
	struct session *s = session_play(saved, 100);

	(void)state;
	session_pump(s);
	assert_false(session_done(s));
	session_cancel(s);
	session_pump(s);
	assert_true(session_done(s));
	assert_int_equal(session_record(s)->log.n, events);
	session_free(s);
	s = session_play(saved_run("hotel"), 100);
	session_pump(s);
	session_free(s);
}

/* It stands still, and goes on and back by a second: at each moment it has what was known by then. */
static void a_played_run_can_be_slid(void **state)
{
	static const int64_t steps[] = {1, 1, -1, 1, 1, -1, -1, -1, 1};
	struct record *saved = saved_run("provider-drops-587");
	size_t events = saved->log.n, findings = saved->findings.n;
	struct session *s = session_play(saved, 200);
	const struct record *r = session_record(s);
	int64_t second = 1000000, at = 0;

	(void)state;
	session_pause(s);
	assert_int_equal(session_speed(s), 0);
	assert_int_equal(session_wait_ms(s), -1);
	session_seek(s, -second); /* not before its beginning */
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		session_seek(s, steps[i] * second);
		at = at + steps[i] * second;
		assert_ptr_equal(session_record(s), r);
		assert_in_range(r->elapsed_us, at, at + second / 2);
		assert_true(!r->log.n || r->log.v[r->log.n - 1]->at_us <= r->elapsed_us);
		assert_false(session_done(s));
	}
	session_seek(s, session_length_us(s));
	assert_true(session_done(s));
	assert_int_equal(session_record(s)->log.n, events);
	assert_int_equal(r->findings.n, findings);
	session_seek(s, -second);
	assert_false(session_done(s));
	assert_true(r->log.n < events);
	session_pause(s);
	assert_int_equal(session_speed(s), 200);
	session_cancel(s);
	session_pump(s);
	assert_int_equal(session_record(s)->findings.n, findings);
	session_free(s);
}

/* The MX become rows by preference, and each question keeps the run open until its answer. */
static void test_relay(void **state)
{
	struct target *t = target_new("user@example.org");
	char *error = NULL;

	(void)state;
	fake = (struct worker){0};
	t->email = mem_strdup("user@example.org");
	t->mx_domain = mem_strdup("example.org");
	t->want_ipv6 = false;
	target_add(t, SERVICE_SMTP, SECURITY_STARTTLS, "example.org", 25);
	struct session *s = session_new(t, NULL, &error);

	assert_non_null(s);
	assert_int_equal(fake.start_n, 0);
	assert_int_equal(looked_up.n, 1);
	assert_string_equal(looked_up.v[0], "MX example.org");
	say(EVENT_RUN_BEGIN, 0);
	session_pump(s);
	assert_false(session_done(s));

	say_records("example.org", "MX", OUTCOME_OK, "10 mx1.example.org");
	session_pump(s);
	assert_int_equal(fake.start_n, 1);
	assert_string_equal(session_record(s)->plan.v[0].host, "mx1.example.org");
	assert_int_equal(looked_up.n, 5);
	assert_string_equal(looked_up.v[1], "TXT _mta-sts.example.org");
	assert_string_equal(looked_up.v[2], "TXT _smtp._tls.example.org");
	assert_string_equal(looked_up.v[3], "A mx1.example.org");
	assert_string_equal(looked_up.v[4], "TLSA _25._tcp.mx1.example.org");

	say_end(1, OUTCOME_OK);
	say_records("_mta-sts.example.org", "TXT", OUTCOME_OK, "v=STSv1; id=1");
	say_records("_smtp._tls.example.org", "TXT", OUTCOME_NOTOFFERED, NULL);
	say_records("mx1.example.org", "A", OUTCOME_OK, "192.0.2.1");
	say_records("_25._tcp.mx1.example.org", "TLSA", OUTCOME_NOTOFFERED, NULL);
	session_pump(s);
	assert_int_equal(looked_up.n, 6);
	assert_string_equal(looked_up.v[5], "POLICY mta-sts.example.org");
	assert_false(session_done(s));
	say(EVENT_POLICY, 0)->host = mem_strdup("mta-sts.example.org");
	session_pump(s);
	assert_true(session_done(s));
	session_free(s);
	strs_clear(&looked_up);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_relay),
	    cmocka_unit_test(a_saved_run_is_played),
	    cmocka_unit_test(a_saved_run_is_played_faster),
	    cmocka_unit_test(a_played_run_can_be_cut_short),
	    cmocka_unit_test(a_played_run_can_be_slid),
	    cmocka_unit_test(a_run_ends_once),
	    cmocka_unit_test(further_addresses_are_started),
	    cmocka_unit_test(no_answer_to_a_goodbye_is_waited_for),
	    cmocka_unit_test(a_retry_is_a_run_again),
	    cmocka_unit_test(a_retry_under_way_counts_both_ends),
	    cmocka_unit_test(cancelling_starts_nothing_new),
	    cmocka_unit_test(out_of_time_is_the_end),
	    cmocka_unit_test(a_sweep_is_waited_for),
	    cmocka_unit_test(no_thread_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
