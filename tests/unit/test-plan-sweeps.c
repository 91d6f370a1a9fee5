/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/plan/plan.h"

#include "base/mem.h"
#include "reason/facts/facts.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "named.h"

#define ROWS 24

struct fixture {
	struct target *target;
	struct endpoints plan;
	struct log log;
	struct order orders[PLAN_SWEEPS_MAX];
	size_t n;
};

static int open_fixture(void **state)
{
	struct fixture *x = mem_calloc(1, sizeof *x);

	x->target = target_new("mail.example.org");
	x->target->want_ipv6 = false;
	for (int i = 0; i < ROWS; i++)
		target_add(x->target, SERVICE_IMAPS, SECURITY_TLS,
			   i < 8    ? "one.example.org"
			   : i < 16 ? "two.example.org"
				    : "three.example.org",
			   2000 + i);
	log_append(&x->log, event_new(EVENT_RUN_BEGIN, 0));
	plan_grow(&x->plan, x->target, &x->log);
	assert_int_equal(x->plan.n, ROWS);
	*state = x;
	return 0;
}

static int close_fixture(void **state)
{
	struct fixture *x = *state;

	log_clear(&x->log);
	endpoints_clear(&x->plan);
	target_free(x->target);
	free(x);
	return 0;
}

static struct event *put(struct fixture *x, enum event_type type, unsigned row)
{
	struct event *e = event_new(type, row);

	e->attempt = 1;
	e->stage = STAGE_TCP;
	log_append(&x->log, e);
	return e;
}

/* The row has begun: its name is resolved, and it is connecting. */
static void start(struct fixture *x, unsigned row, const char *address)
{
	struct event *e;

	put(x, EVENT_PROBE_BEGIN, row);
	e = put(x, EVENT_DNS_ANSWER, row);
	e->host = mem_strdup(x->plan.v[row - 1].host);
	e->family = FAMILY_IPV4;
	strs_add(&e->list, address);
	put(x, EVENT_STAGE_BEGIN, row);
}

static const char *address_of(const struct fixture *x, unsigned row)
{
	const char *address = NULL;

	for (size_t i = 0; i < x->log.n; i++)
		if (x->log.v[i]->type == EVENT_DNS_ANSWER && x->log.v[i]->endpoint == row)
			address = x->log.v[i]->list.v[0];
	return address;
}

static void finish(struct fixture *x, unsigned row, enum outcome outcome, int64_t us)
{
	struct event *e;

	if (outcome == OUTCOME_OK) {
		e = put(x, EVENT_CONNECTED, row);
		e->address = mem_strdup(address_of(x, row));
	}
	e = put(x, EVENT_STAGE_END, row);
	e->outcome = outcome;
	e->us = us;
}

static size_t ask(struct fixture *x)
{
	struct facts f;

	facts_init(&f, x->target, &x->log, &x->plan);
	x->n = plan_sweeps(x->orders, &f);
	facts_clear(&f);
	return x->n;
}

static void test_nothing_known(void **state)
{
	assert_int_equal(ask(*state), 0);
}

static void test_healthy(void **state)
{
	struct fixture *x = *state;

	for (unsigned row = 1; row <= 8; row++) {
		start(x, row, "192.0.2.1");
		finish(x, row, OUTCOME_OK, 30000 + row * 100);
	}
	assert_int_equal(ask(x), 0);
}

static void test_each_failure(void **state)
{
	static const struct {
		enum outcome outcome;
		bool suspect;
	} rows[] = {{OUTCOME_TIMEOUT, true},  {OUTCOME_REFUSED, true},
		    {OUTCOME_RESET, true},    {OUTCOME_UNREACHABLE, true},
		    {OUTCOME_DENIED, true},   {OUTCOME_CANCELLED, false},
		    {OUTCOME_SKIPPED, false}, {OUTCOME_BADREPLY, false}};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fixture *x;
		void *fresh;

		(void)state;
		open_fixture(&fresh);
		x = fresh;
		start(x, 1, "192.0.2.1");
		start(x, 2, "192.0.2.1");
		finish(x, 2, OUTCOME_OK, 30000);
		finish(x, 1, rows[i].outcome, 20000);
		assert_row(ask(x) == rows[i].suspect, "%s", outcome_name(rows[i].outcome));
		if (rows[i].suspect) {
			assert_int_equal(x->orders[0].endpoint->id, 1);
			assert_int_equal(x->orders[0].beside->id, 2);
		}
		close_fixture(&fresh);
	}
}

/* Silence counts before its time is up, but only beside a port that answers. */
static void test_waiting(void **state)
{
	struct fixture *x = *state;

	start(x, 1, "192.0.2.1");
	assert_int_equal(ask(x), 0);
	put(x, EVENT_WAITING, 1)->us = 1000000;
	assert_int_equal(ask(x), 0);
	start(x, 2, "192.0.2.1");
	finish(x, 2, OUTCOME_OK, 30000);
	assert_int_equal(ask(x), 1);
	assert_int_equal(x->orders[0].beside->id, 2);
}

static void test_waits_for_a_working_port(void **state)
{
	struct fixture *x = *state;

	start(x, 1, "192.0.2.1");
	start(x, 2, "192.0.2.1");
	finish(x, 1, OUTCOME_REFUSED, 500);
	assert_int_equal(ask(x), 0); /* the other one may still work */
	finish(x, 2, OUTCOME_REFUSED, 500);
	assert_int_equal(ask(x), 2);
	assert_null(x->orders[0].beside);
}

static void test_opens_near(void **state)
{
	struct fixture *x = *state;

	start(x, 1, "192.0.2.1");
	start(x, 2, "192.0.2.1");
	finish(x, 1, OUTCOME_OK, 8000);
	finish(x, 2, OUTCOME_OK, 9000);
	assert_int_equal(ask(x), 0);
	start(x, 3, "192.0.2.1");
	finish(x, 3, OUTCOME_OK, 32000);
	assert_int_equal(ask(x), 2);
	assert_int_equal(x->orders[0].beside->id, 3);
}

static void test_strange_certificate(void **state)
{
	struct fixture *x = *state;

	for (unsigned row = 1; row <= 2; row++) {
		start(x, row, "192.0.2.1");
		finish(x, row, OUTCOME_OK, 30000);
		put(x, EVENT_TLS_VERIFY, row)->status = row == 1 ? CERT_UNTRUSTED : 0;
	}
	assert_int_equal(ask(x), 1);
	assert_int_equal(x->orders[0].endpoint->id, 1);
}

static void all_fail(struct fixture *x)
{
	static const char *const addresses[] = {"192.0.2.1", "192.0.2.2", "192.0.2.3"};

	for (unsigned row = 1; row <= ROWS; row++)
		start(x, row, addresses[(row - 1) / 8]);
	for (unsigned row = 1; row <= ROWS; row++)
		finish(x, row, OUTCOME_TIMEOUT, 3000000);
}

/* Another server's row, which the plan has once the row is silent. */
static unsigned reference(struct fixture *x, unsigned silent, const char *host, const char *address)
{
	size_t before = x->plan.n;

	target_reference(x->target, SERVICE_HTTPS, host, 443);
	put(x, EVENT_WAITING, silent)->us = 1000000;
	plan_grow(&x->plan, x->target, &x->log);
	for (size_t i = before; i < x->plan.n; i++)
		if (x->plan.v[i].why == WHY_REFERENCE && str_eq(x->plan.v[i].host, host)) {
			start(x, (unsigned)i + 1, address);
			return (unsigned)i + 1;
		}
	fail_msg("no reference planned");
	return 0;
}

/* Where no port of the address works, the way to another server is swept beside it: one that connects, if any. */
static void test_beside_a_reference(void **state)
{
	struct fixture *x = *state;

	start(x, 1, "192.0.2.1");
	unsigned silent = reference(x, 1, "www.one.example", "198.51.100.1");
	unsigned well = reference(x, 1, "www.two.example", "198.51.100.2");

	finish(x, 1, OUTCOME_TIMEOUT, 9000000);
	assert_int_equal(ask(x), 1);
	assert_null(x->orders[0].beside); /* not known yet */
	put(x, EVENT_WAITING, silent)->us = 1000000;
	assert_int_equal(ask(x), 1);
	assert_int_equal(x->orders[0].beside->id, silent);
	finish(x, well, OUTCOME_OK, 30000);
	assert_int_equal(ask(x), 1);
	assert_int_equal(x->orders[0].beside->id, well);
	start(x, 2, "192.0.2.1");
	finish(x, 2, OUTCOME_OK, 40000);
	assert_int_equal(ask(x), 1);
	assert_int_equal(x->orders[0].beside->id, 2);
}

/* A refusal has an end of its own. */
static void test_refused_without_a_reference(void **state)
{
	struct fixture *x = *state;

	start(x, 1, "192.0.2.1");
	finish(x, reference(x, 1, "www.one.example", "198.51.100.1"), OUTCOME_OK, 30000);
	finish(x, 1, OUTCOME_REFUSED, 30000);
	assert_int_equal(ask(x), 1);
	assert_null(x->orders[0].beside);
}

static void test_bounds(void **state)
{
	struct fixture *x = *state;
	size_t per_address[3] = {0};

	all_fail(x);
	assert_true(ask(x) <= PLAN_SWEEPS_MAX);
	assert_int_equal(x->n, 3 * PLAN_SWEEPS_PER_ADDRESS);
	for (size_t i = 0; i < x->n; i++)
		per_address[(x->orders[i].endpoint->id - 1) / 8]++;
	for (int i = 0; i < 3; i++)
		assert_int_equal(per_address[i], PLAN_SWEEPS_PER_ADDRESS);
}

static void test_switched_off(void **state)
{
	struct fixture *x = *state;

	all_fail(x);
	assert_true(ask(x) > 0);
	x->target->no_path = true;
	assert_int_equal(ask(x), 0);
	x->target->no_path = false;
	x->target->practice = true;
	assert_int_equal(ask(x), 0);
}

static void test_loopback(void **state)
{
	struct fixture x = {.target = target_new("127.0.0.1")};

	(void)state;
	x.target->want_ipv6 = false;
	target_add(x.target, SERVICE_IMAPS, SECURITY_TLS, "127.0.0.1", 993);
	plan_grow(&x.plan, x.target, &x.log);
	start(&x, 1, "127.0.0.1");
	finish(&x, 1, OUTCOME_REFUSED, 20);
	assert_int_equal(ask(&x), 0);
	log_clear(&x.log);
	endpoints_clear(&x.plan);
	target_free(x.target);
}

static void test_hostile_times(void **state)
{
	static const int64_t times[] = {INT64_MIN, -1, 0, INT64_MAX, INT64_MAX / 2};
	struct fixture *x = *state;

	for (unsigned row = 1; row <= 5; row++) {
		start(x, row, "192.0.2.1");
		finish(x, row, OUTCOME_OK, times[row - 1]);
	}
	ask(x);
	assert_true(x->n <= PLAN_SWEEPS_MAX);
}

/* A longer log calls for everything that a shorter one does, and asking twice changes nothing. */
static void test_monotone(void **state)
{
	struct fixture *x = *state;
	bool asked[ROWS + 1] = {false};

	start(x, 1, "192.0.2.1");
	start(x, 2, "192.0.2.1");
	start(x, 3, "192.0.2.1");
	put(x, EVENT_WAITING, 1)->us = 900000;
	finish(x, 2, OUTCOME_OK, 30000);
	put(x, EVENT_WAITING, 1)->us = 1900000;
	finish(x, 3, OUTCOME_REFUSED, 900);
	finish(x, 1, OUTCOME_TIMEOUT, 3000000);
	struct log whole = x->log;

	for (x->log.n = 1; x->log.n <= whole.n; x->log.n++) {
		bool now[ROWS + 1] = {false};

		ask(x);
		for (size_t i = 0; i < x->n; i++)
			now[x->orders[i].endpoint->id] = true;
		for (unsigned row = 1; row <= ROWS; row++) {
			assert_true(!asked[row] || now[row]);
			asked[row] |= now[row];
		}
		size_t n = x->n;

		assert_int_equal(ask(x), n);
	}
	x->log = whole;
	assert_true(asked[1] && asked[3] && !asked[2]);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH(test_nothing_known),
	    WITH(test_healthy),
	    cmocka_unit_test(test_each_failure),
	    WITH(test_waiting),
	    WITH(test_waits_for_a_working_port),
	    WITH(test_opens_near),
	    WITH(test_strange_certificate),
	    WITH(test_beside_a_reference),
	    WITH(test_refused_without_a_reference),
	    WITH(test_bounds),
	    WITH(test_switched_off),
	    cmocka_unit_test(test_loopback),
	    WITH(test_hostile_times),
	    WITH(test_monotone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
