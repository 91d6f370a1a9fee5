/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program in networks that seeds invent: what holds for every run, and that certain statements are true. */
#include "config.h"
#include "tests/sim/invent.h"
#include "tests/sim/run.h"

#include "base/mem.h"
#include "case/case.h"
#include "tests/sim/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 60 /* of each kind of test */
#define ORDERS 3

/* Seeds that once failed, for ever. */
static const uint64_t failed_once[] = {116, 905796};

static void play(uint64_t seed)
{
	struct graded g;

	graded_run(&g, seed, NULL);
	if (graded_is_bad(&g))
		fail_msg("%s: %s (tests/sim/hunt shrink %llu)", g.plot.kind, g.why,
			 (unsigned long long)seed);
	graded_clear(&g);
}

static void test_seeds(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		play(seed);
		play(INVENT_MORE + seed);
		play(INVENT_DOMAINS + seed);
	}
	for (size_t i = 0; i < sizeof failed_once / sizeof *failed_once; i++)
		play(failed_once[i]);
}

/* The verdict of a run in which things of one moment come in another order. */
static char *verdict_in_order(uint64_t seed, uint64_t order)
{
	struct world w;
	struct plot plot;
	struct run r;
	struct run_options options = {.order = order};
	struct buf out;

	invent(&w, &plot, seed, &invent_calm);
	run_in(&r, &w, run_target(&w), &options);
	assert_null(r.wrong);
	buf_init(&out, 0);
	verdict_text(&out, r.record);
	run_clear(&r, &w);
	return buf_take(&out);
}

static void compare_orders(uint64_t from)
{
	for (uint64_t seed = from + 1; seed <= from + SEEDS / 4; seed++) {
		char *first = verdict_in_order(seed, 0);

		for (uint64_t order = 1; order <= ORDERS; order++) {
			char *other = verdict_in_order(seed, order);

			if (strcmp(first, other))
				fail_msg("seed %llu, order %llu:\n%s--- instead of\n%s",
					 (unsigned long long)seed, (unsigned long long)order, other,
					 first);
			free(other);
		}
		free(first);
	}
}

static void test_order_of_arrival(void **state)
{
	(void)state;
	compare_orders(0);
	compare_orders(INVENT_DOMAINS);
}

/* People who stop the run, try a row again or quit, at any moment. */
static void test_impatience(void **state)
{
	static const uint64_t kinds[] = {0, INVENT_MORE, INVENT_DOMAINS};

	(void)state;
	for (uint64_t i = 0; i < SEEDS; i++) {
		uint64_t seed = kinds[i % 3] + i;
		struct world w;
		struct plot plot;
		struct run r;

		invent(&w, &plot, seed, NULL);
		struct run_options options = run_impatience(&w.dice);

		run_in(&r, &w, run_target(&w), &options);
		/* What is left in the middle holds some findings back still. */
		bool whole = !r.wrong && session_done(r.session);
		const char *wrong = whole ? reopened_differs(r.record) : r.wrong;

		if (wrong)
			fail_msg("seed %llu: %s", (unsigned long long)seed, wrong);
		run_clear(&r, &w);
	}
}

/* A saved and reopened run says the same, to the letter of its report. */
static void test_reopening(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < SEEDS / 2; i++) {
		uint64_t seed = i + (i % 3 ? INVENT_MORE : INVENT_DOMAINS);
		struct graded g;

		graded_run(&g, seed, NULL);
		const char *wrong =
		    session_done(g.run.session) ? reopened_differs(g.run.record) : NULL;

		if (wrong)
			fail_msg("seed %llu: %s", (unsigned long long)seed, wrong);
		graded_clear(&g);
	}
}

/* Nothing that was shown as a certain problem is withdrawn. */
static void test_watching(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS / 4; seed++) {
		struct world w;
		struct plot plot;
		struct run r;
		struct run_options options = {.watched = true};

		invent(&w, &plot, INVENT_MORE + seed, NULL);
		run_in(&r, &w, run_target(&w), &options);
		if (r.wrong)
			fail_msg("seed %llu: %s: %s", INVENT_MORE + (unsigned long long)seed,
				 plot.kind, r.wrong);
		run_clear(&r, &w);
	}
}

static bool blames_port(const struct graded *g, const void *user)
{
	(void)user;
	for (size_t i = 0; i < g->run.record->findings.n; i++)
		if (!strncmp(g->run.record->findings.v[i].id, "path.", 5))
			return true;
	return false;
}

/* What is left is needed, and the words of the command that shows it mean the same. */
static void test_shrinking(void **state)
{
	struct cuts cuts = {0}, again = {0};
	struct graded g;
	uint64_t seed = 1;

	(void)state;
	for (bool found = false; !found; seed++) {
		graded_run(&g, seed, NULL);
		found = g.plot.n && g.plot.plants[0].where == PLANT_WAY && blames_port(&g, NULL);
		graded_clear(&g);
	}
	shrink(&cuts, --seed, blames_port, NULL);
	char *words = cuts_text(&cuts), *rest = NULL, *copy = mem_strdup(words);

	for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		assert_true(cuts_read(&again, word));
	assert_memory_equal(&cuts, &again, sizeof cuts);
	const struct cuts none = {0};
	struct world w;
	struct plot whole, uncut;

	for (uint64_t number = INVENT_MORE; number < INVENT_MORE + 20; number++) {
		invent(&w, &whole, number, NULL);
		invent(&w, &uncut, number, &none);
		assert_string_equal(whole.kind, uncut.kind);
	}
	assert_true(cuts.noise && cuts.loss && cuts.busy);
	assert_false(cuts.faults & 1);
	assert_int_not_equal(cuts.ports, 0);
	graded_run(&g, seed, &cuts);
	assert_true(blames_port(&g, NULL));
	graded_clear(&g);
	again.faults = 1;
	graded_run(&g, seed, &again);
	assert_false(blames_port(&g, NULL));
	graded_clear(&g);
	assert_false(cuts_read(&again, "port9") || cuts_read(&again, "noises") ||
		     cuts_read(&again, ""));
	free(words);
	free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_seeds),      cmocka_unit_test(test_order_of_arrival),
	    cmocka_unit_test(test_impatience), cmocka_unit_test(test_watching),
	    cmocka_unit_test(test_shrinking),  cmocka_unit_test(test_reopening),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
