/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record filled event by event, as by a session, and made from a whole log, as from a case. */
#include "config.h"
#include "reason/record.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static struct target *one_server(void)
{
	struct target *t = target_new("mail.example.org");

	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "mail.example.org", 993);
	return t;
}

static struct event *at(int64_t us, enum event_type type, unsigned endpoint)
{
	struct event *e = event_new(type, endpoint);

	e->at_us = us;
	e->attempt = endpoint ? 1 : 0;
	return e;
}

static struct event *dns(unsigned endpoint, enum family family, const char *addresses)
{
	struct event *e = at(1000, EVENT_DNS_ANSWER, endpoint);

	e->family = family;
	e->host = mem_strdup("mail.example.org");
	strs_split(&e->list, addresses, " ");
	return e;
}

/* The same as from a file: the same events, numbered by their order. */
static struct log copied(const struct log *log)
{
	struct log copy = {0};

	for (size_t i = 0; i < log->n; i++) {
		char *line = event_to_json(log->v[i]), *error = NULL;
		struct event *e = event_from_json(line, &error);

		assert_null(error);
		assert_true(log_append(&copy, e));
		free(line);
	}
	return copy;
}

/* Two names answer in either order: the numbers of the further rows come from the log, so a case
 * has them again. */
static void a_log_numbers_its_rows_alike(void **state)
{
	struct record *live = record_new(one_server());
	char *error = NULL;

	(void)state;
	assert_int_equal(live->plan.n, 2);
	record_append(live, dns(2, FAMILY_IPV6, "2001:db8::1 2001:db8::2"));
	record_append(live, dns(1, FAMILY_IPV4, "192.0.2.1 192.0.2.2"));
	assert_int_equal(live->plan.n, 4);
	struct log log = copied(&live->log);
	struct record *again = record_of_log(one_server(), &log, &error);

	assert_non_null(again);
	assert_int_equal(log.n, 0);
	assert_int_equal(again->plan.n, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct endpoint *a = &live->plan.v[i], *b = &again->plan.v[i];

		assert_int_equal(a->family, b->family);
		assert_true(str_eq(a->address, b->address));
	}
	record_free(again);
	record_free(live);
}

static void conclusions_follow_the_log(void **state)
{
	struct record *r = record_new(one_server());

	(void)state;
	assert_true(r->live);
	assert_false(r->done);
	assert_int_equal(r->summary.total, 2);
	assert_int_equal(r->summary.done, 0);
	assert_null(facts_address(&r->facts, 1));
	record_append(r, at(0, EVENT_PROBE_BEGIN, 1));
	record_append(r, dns(1, FAMILY_IPV4, "192.0.2.1"));
	record_append(r, at(3000, EVENT_PROBE_END, 1));
	assert_int_equal(r->summary.done, 0);
	record_conclude(r);
	assert_int_equal(r->summary.done, 1);
	assert_string_equal(facts_address(&r->facts, 1), "192.0.2.1");
	assert_null(facts_address(&r->facts, 77));
	record_free(r);
}

/* A router's name may come after the end of the run: it does not make the run longer. */
static void the_time_is_the_callers_until_the_end(void **state)
{
	struct record *live = record_new(one_server());
	char *error = NULL;

	(void)state;
	record_append(live, at(0, EVENT_RUN_BEGIN, 0));
	record_append(live, at(4000, EVENT_RUN_END, 0));
	record_append(live, at(9000, EVENT_PATH_NAME, 0));
	record_time(live, false, 7000);
	assert_int_equal(live->elapsed_us, 7000);
	record_time(live, true, 8000);
	assert_true(live->done);
	assert_int_equal(live->elapsed_us, 4000);
	struct log log = copied(&live->log);
	struct record *saved = record_of_log(one_server(), &log, &error);

	assert_non_null(saved);
	assert_false(saved->live);
	assert_true(saved->done);
	assert_int_equal(saved->elapsed_us, 4000);
	record_free(saved);
	record_free(live);
}

/* The engine's limit for the whole run fires when all is over, too: neither the clock nor how the run
 * ended changes, unless another probe came. */
static void what_comes_after_the_end_moves_no_clock(void **state)
{
	struct record *r = record_new(one_server());
	struct event *end = at(3000, EVENT_RUN_END, 0), *limit = at(60000000, EVENT_RUN_END, 0);

	(void)state;
	end->outcome = OUTCOME_OK;
	limit->outcome = OUTCOME_TIMEOUT;
	record_append(r, at(0, EVENT_RUN_BEGIN, 0));
	record_append(r, at(0, EVENT_PROBE_BEGIN, 1));
	record_append(r, at(3000, EVENT_PROBE_END, 1));
	record_append(r, end);
	record_append(r, at(9000, EVENT_PATH_NAME, 0));
	record_append(r, at(20000, EVENT_PATH_DONE, 1));
	record_append(r, limit);
	record_append(r, at(70000000, EVENT_PATH_NAME, 0));
	record_conclude(r);
	record_time(r, true, 80000000);
	assert_int_equal(r->elapsed_us, 3000);
	assert_int_equal(r->facts.run_end->outcome, OUTCOME_OK);
	record_append(r, at(90000000, EVENT_RETRY, 1));
	record_append(r, at(91000000, EVENT_PROBE_END, 1));
	record_append(r, at(91000000, EVENT_RUN_END, 0));
	record_conclude(r);
	record_time(r, true, 92000000);
	assert_int_equal(r->elapsed_us, 91000000);
	record_free(r);
}

static void a_foreign_log_is_refused(void **state)
{
	struct log log = {0};
	char *error = NULL;

	(void)state;
	log_append(&log, at(0, EVENT_RUN_BEGIN, 0));
	log_append(&log, at(0, EVENT_PROBE_BEGIN, 5));
	assert_null(record_of_log(one_server(), &log, &error));
	assert_non_null(error);
	assert_int_equal(log.n, 0);
	free(error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_log_numbers_its_rows_alike),
	    cmocka_unit_test(conclusions_follow_the_log),
	    cmocka_unit_test(the_time_is_the_callers_until_the_end),
	    cmocka_unit_test(what_comes_after_the_end_moves_no_clock),
	    cmocka_unit_test(a_foreign_log_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
