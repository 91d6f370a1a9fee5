/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The judge of path sweeps in thousands of networks that do not exist (sim.h): a finding with
 * "certain" matches the planted truth; a healthy network has no block; and every finding cites
 * existing events. Of the less certain findings, only so many in a thousand may be wrong.
 */
#include "config.h"
#include "tests/unit/sim.h"

#include "base/mem.h"
#include "reason/rules/rules.h"
#include "reason/rules/diagnose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NETWORKS 8000
#define NETWORKS_SLOW 100000
#define WRONG_LIKELY_MAX 100	 /* of 1000 networks */
#define NOTHING CERTAINTY_COUNT_ /* no place was named */

struct count {
	int networks, right[CERTAINTY_COUNT_ + 1], wrong[CERTAINTY_COUNT_];
};

static struct count counts[SIM_DEED_COUNT_][SIM_WHERE_COUNT_];
static int false_alarms, certain_wrong;

static void show(const struct sim *s, const struct sim_case *c, const struct finding *f,
		 uint64_t number)
{
	char *network = sim_describe(s);

	fprintf(stderr, "network %llu: %s %s place=%s hop=%s: %s", (unsigned long long)number,
		f->id, certainty_name(f->certainty), place_name(f->place), f->hop ? f->hop : "-",
		network);
	free(network);
	for (size_t i = 0; i < c->log.n; i++) {
		const struct event *e = c->log.v[i];

		if (e->type == EVENT_STAGE_END && e->stage == STAGE_TCP)
			fprintf(stderr, "  row %u tcp %s %.3f ms\n", e->endpoint,
				outcome_name(e->outcome), (double)e->us / 1000);
		if (e->type == EVENT_PATH_BEGIN)
			fprintf(stderr, "  row %u %s %u:", e->endpoint, sweep_role_name(e->role),
				e->attempt);
		if (e->type == EVENT_PATH_HOP)
			fprintf(stderr, " %d=%s%s%s/%.3f", e->num,
				e->outcome == OUTCOME_NONE ? "" : outcome_name(e->outcome),
				e->outcome && e->address ? "@" : "", e->address ? e->address : "",
				(double)e->us / 1000);
		if (e->type == EVENT_PATH_END)
			fprintf(stderr, "\n");
	}
}

static void check_evidence(const struct sim_case *c, const struct finding *f)
{
	assert_true(f->evidence.n > 0);
	for (size_t i = 0; i < f->evidence.n; i++)
		assert_non_null(log_get(&c->log, f->evidence.v[i]));
}

/* Whether it names a place where a port is hindered. */
static bool names_place(const struct finding *f)
{
	return (f->verdict == VERDICT_PROBLEM || f->verdict == VERDICT_WARNING) &&
	       f->place != PLACE_UNKNOWN && f->place != PLACE_EVERYTHING &&
	       (!strncmp(f->id, "path.", 5) || !strncmp(f->id, "net.", 4) ||
		!strncmp(f->id, "proxy.", 6) || !strncmp(f->id, "tcp.", 4));
}

static bool is_right(const struct sim *s, const struct finding *f)
{
	bool affected = false;

	for (int port = 0; port < SIM_PORTS; port++)
		affected |= s->affected[port] && finding_is_about(f, (unsigned)port + 1);
	if (!affected) /* only a web proxy hinders others, and is one */
		return f->place == PLACE_PROXY && s->web_proxy && finding_is_about(f, 3);
	const char *number = finding_arg(f, "number");

	return sim_is_right(s, f->place) &&
	       (f->certainty != CERTAINTY_CERTAIN || !number ||
		sim_is_right_hop(s, f->hop, (int)strtol(number, NULL, 10)));
}

static void count(const struct sim *s, const struct findings *list)
{
	struct count *at = &counts[s->deed][s->where];
	int best = -1;
	bool right = true;

	at->networks++;
	for (size_t i = 0; i < list->n; i++) {
		const struct finding *f = &list->v[i];

		if (!names_place(f) || (int)f->certainty < best || !finding_is_about(f, 2))
			continue;
		right = (int)f->certainty > best ? is_right(s, f) : right && is_right(s, f);
		best = (int)f->certainty;
	}
	if (best < 0)
		at->right[NOTHING]++;
	else if (right)
		at->right[best]++;
	else
		at->wrong[best]++;
}

static void judge(uint64_t number)
{
	struct sim s;
	struct sim_case c;
	struct facts facts;
	struct findings list;

	sim_invent(&s, number);
	sim_case_init(&c, &s);
	facts_init(&facts, c.target, &c.log, &c.plan);
	diagnose(&list, &facts);
	for (size_t i = 0; i < list.n; i++) {
		const struct finding *f = &list.v[i];

		check_evidence(&c, f);
		if (!names_place(f) || is_right(&s, f))
			continue;
		if (s.deed == SIM_NOTHING && !s.web_proxy && f->certainty >= CERTAINTY_LIKELY)
			false_alarms++;
		if (f->certainty == CERTAINTY_CERTAIN)
			certain_wrong++;
		if (f->certainty == CERTAINTY_CERTAIN ||
		    (f->certainty == CERTAINTY_LIKELY && getenv("SIM_SHOW")) ||
		    (s.deed == SIM_NOTHING && f->certainty >= CERTAINTY_LIKELY))
			show(&s, &c, f, number);
	}
	count(&s, &list);
	findings_clear(&list);
	facts_clear(&facts);
	sim_case_clear(&c);
}

static int wrong_likely(void)
{
	int n = 0;

	for (int d = 0; d < SIM_DEED_COUNT_; d++)
		for (int w = 0; w < SIM_WHERE_COUNT_; w++)
			n += counts[d][w].wrong[CERTAINTY_LIKELY];
	return n;
}

static void print_counts(void)
{
	printf("%-16s%-14s%8s | right: %7s %7s %8s %7s | wrong: %7s %7s %8s\n", "planted", "at",
	       "networks", "certain", "likely", "possible", "nothing", "certain", "likely",
	       "possible");
	for (int d = 0; d < SIM_DEED_COUNT_; d++)
		for (int w = 0; w < SIM_WHERE_COUNT_; w++) {
			const struct count *n = &counts[d][w];

			if (n->networks)
				printf(
				    "%-16s%-14s%8d |        %7d %7d %8d %7d |        %7d %7d %8d\n",
				    sim_deed_name((enum sim_deed)d),
				    sim_where_name((enum sim_where)w), n->networks,
				    n->right[CERTAINTY_CERTAIN], n->right[CERTAINTY_LIKELY],
				    n->right[CERTAINTY_POSSIBLE], n->right[NOTHING],
				    n->wrong[CERTAINTY_CERTAIN], n->wrong[CERTAINTY_LIKELY],
				    n->wrong[CERTAINTY_POSSIBLE]);
		}
}

static void test_invented_networks(void **state)
{
	uint64_t n = getenv("PORTHORN_LONG") ? NETWORKS_SLOW : NETWORKS;
	const char *one = getenv("SIM_NETWORK");

	(void)state;
	if (getenv("SIM_NETWORKS"))
		n = strtoull(getenv("SIM_NETWORKS"), NULL, 10);
	if (one)
		judge(strtoull(one, NULL, 10));
	for (uint64_t number = 1; !one && number <= n; number++)
		judge(number);
	print_counts();
	assert_int_equal(certain_wrong, 0);
	assert_int_equal(false_alarms, 0);
	assert_true(one || (uint64_t)wrong_likely() * 1000 <= n * WRONG_LIKELY_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_invented_networks)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
