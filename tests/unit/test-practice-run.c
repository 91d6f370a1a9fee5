/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every scenario from end to end: practice servers, worker, diagnosis, summary. All of them side by
 * side, in time that leaps.
 */
#include "config.h"
#include "practice/practice.h"
#include "session/session.h"

#include "base/str.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define HANG_MS 20000 /* no news for this long: a failure */

static const struct expected {
	const char *scenario;
	enum answer receive, send;
	const char *first; /* the worst finding; NULL: only good ones */
} expected[] = {
    {"home", ANSWER_OK, ANSWER_OK, "tcp.blocked.port25"},
    {"all-good", ANSWER_OK, ANSWER_OK, NULL},
    {"submission-blocked", ANSWER_OK, ANSWER_OK, "tcp.blocked.submission"},
    {"starttls-stripped", ANSWER_OK, ANSWER_OK, "starttls.stripped"},
    {"wrong-name", ANSWER_UNSAFE, ANSWER_UNSAFE, "tls.cert.wrong-name"},
    {"expired", ANSWER_UNSAFE, ANSWER_UNSAFE, "tls.cert.expired"},
    {"intercepted", ANSWER_UNSAFE, ANSWER_UNSAFE, "tls.intercepted.scanner"},
    {"captive-portal", ANSWER_FAILED, ANSWER_FAILED, "net.captive-portal"},
    {"plain-on-tls-port", ANSWER_OK, ANSWER_OK, "proto.plain-on-tls-port"},
    {"refusing", ANSWER_FAILED, ANSWER_FAILED, "greeting.listed.login"},
    {"slow-greeting", ANSWER_OK, ANSWER_OK, "greeting.slow"},
    {"server-down", ANSWER_FAILED, ANSWER_FAILED, "tcp.refused.all"},
};

enum { SCENARIOS = sizeof expected / sizeof *expected };

static struct practice *practices[SCENARIOS];
static struct session *sessions[SCENARIOS];

static void start(size_t i)
{
	struct limits limits;
	char *error = NULL;

	limits_init(&limits);
	limits_set(&limits, "connect", 1500);
	limits_set(&limits, "connect-sibling", 400);
	practices[i] = practice_start(expected[i].scenario, &error);
	assert_non_null(practices[i]);
	sessions[i] = session_new(practice_target(practices[i]), &limits, &error);
	assert_non_null(sessions[i]);
}

/* Pumps all sessions until each is done. */
static void run_all(void)
{
	for (;;) {
		struct pollfd fds[SCENARIOS];
		nfds_t n = 0;

		for (size_t i = 0; i < SCENARIOS; i++)
			if (!session_done(sessions[i]))
				fds[n++] = (struct pollfd){.fd = session_fd(sessions[i]),
							   .events = POLLIN};
		if (!n)
			return;
		assert_true(poll(fds, n, HANG_MS) > 0);
		for (size_t i = 0; i < SCENARIOS; i++)
			session_pump(sessions[i]);
	}
}

static void check(size_t i)
{
	const struct expected *e = &expected[i];
	const struct summary *s = &session_record(sessions[i])->summary;
	const struct findings *findings = &session_record(sessions[i])->findings;
	const struct practice_scenario *row = practice_scenario(e->scenario);
	const char *first = NULL;

	for (size_t k = findings->n; k-- > 0;)
		if (findings->v[k].verdict != VERDICT_OK)
			first = findings->v[k].id;
	if (!str_eq(first, e->first) || s->receive != e->receive || s->send != e->send)
		print_message("%s: %s, receive %s, send %s\n", e->scenario,
			      first ? first : "no finding", answer_name(s->receive),
			      answer_name(s->send));
	assert_int_equal(s->receive, e->receive);
	assert_int_equal(s->send, e->send);
	assert_true(str_eq(first, e->first));
	assert_int_equal(summary_exit_status(s), row->exit_status);
	assert_int_equal(s->setting_n > 0, row->exit_status == 0);
}

static void every_scenario_teaches_what_it_says(void **state)
{
	size_t n;

	(void)state;
	practice_scenarios(&n);
	assert_int_equal(n, SCENARIOS);
	for (size_t i = 0; i < SCENARIOS; i++)
		start(i);
	run_all();
	for (size_t i = 0; i < SCENARIOS; i++)
		check(i);
	for (size_t i = 0; i < SCENARIOS; i++) {
		session_free(sessions[i]);
		practice_stop(practices[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_scenario_teaches_what_it_says)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
