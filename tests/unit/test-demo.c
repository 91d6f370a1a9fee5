/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every practice scenario, really probed, side by side: the exit status of its table, a JSON report
 * that matches the schema, and a case file that gives the same reports without a network when it is
 * opened again.
 */
#include "config.h"
#include "practice/practice.h"
#include "practice/recorded.h"

#include "base/mem.h"
#include "case/case.h"
#include "report/report.h"
#include "schema.h"
#include "session/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define SCENARIOS_MAX 32
#define WAIT_MS 60000

struct demo {
	const struct practice_scenario *scenario;
	struct practice *practice;
	struct session *session;
};

static struct demo demos[SCENARIOS_MAX];
static size_t demo_n;

static int start_all(void **state)
{
	const struct practice_scenario *all = practice_scenarios(&demo_n);
	char *error = NULL;

	(void)state;
	assert_true(demo_n <= SCENARIOS_MAX);
	for (size_t i = 0; i < demo_n; i++) {
		demos[i].scenario = &all[i];
		demos[i].practice = practice_start(all[i].name, &error);
		if (!demos[i].practice)
			fail_msg("%s: %s", all[i].name, error);
		demos[i].session = session_new(practice_target(demos[i].practice), NULL, &error);
		if (!demos[i].session)
			fail_msg("%s: %s", all[i].name, error);
	}
	return 0;
}

static int stop_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_n; i++) {
		session_free(demos[i].session);
		practice_stop(demos[i].practice);
	}
	return 0;
}

static void all_end(void **state)
{
	struct pollfd fds[SCENARIOS_MAX];
	size_t under_way = demo_n;

	(void)state;
	while (under_way) {
		for (size_t i = 0; i < demo_n; i++)
			fds[i] =
			    (struct pollfd){.fd = session_fd(demos[i].session), .events = POLLIN};
		assert_true(poll(fds, demo_n, WAIT_MS) > 0);
		under_way = 0;
		for (size_t i = 0; i < demo_n; i++) {
			session_pump(demos[i].session);
			under_way += !session_done(demos[i].session);
		}
	}
}

static void statuses_are_as_promised(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_n; i++) {
		int status = summary_exit_status(&session_record(demos[i].session)->summary);

		if (status != demos[i].scenario->exit_status)
			fail_msg("%s: status %d, and %d was promised", demos[i].scenario->name,
				 status, demos[i].scenario->exit_status);
	}
}

static char *report_of(const struct record *r, const char *format)
{
	struct page_options o = {0};
	struct buf out;

	buf_init(&out, 0);
	report_format(format)->write(&out, r, &o);
	return buf_take(&out);
}

static void reports_fit_the_schema(void **state)
{
	json_t *schema = json_load_file(SRCDIR "/data/report.schema.json", 0, NULL);

	(void)state;
	assert_non_null(schema);
	for (size_t i = 0; i < demo_n; i++) {
		char *text = report_of(session_record(demos[i].session), "json");
		json_t *report = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
		char *complaint = report ? schema_complaint(schema, report) : mem_strdup("no JSON");

		if (complaint)
			fail_msg("%s: %s", demos[i].scenario->name, complaint);
		json_decref(report);
		free(text);
	}
	json_decref(schema);
}

/* The same log gives the same findings, words and rows: live, or from a file. */
static void cases_give_the_same_reports(void **state)
{
	static const char *const formats[] = {"text", "full", "json"};
	char folder[] = "/tmp/porthorn-test.XXXXXX";

	(void)state;
	assert_non_null(mkdtemp(folder));
	char *file = mem_printf("%s/case", folder);

	for (size_t i = 0; i < demo_n; i++) {
		char *error = NULL;

		assert_true(case_save(session_record(demos[i].session), file, true, &error));
		struct record *again = case_open(file, &error);

		if (!again)
			fail_msg("%s: %s", demos[i].scenario->name, error);
		for (size_t k = 0; k < 2; k++) {
			char *live = report_of(session_record(demos[i].session), formats[k]),
			     *read = report_of(again, formats[k]);

			assert_string_equal(live, read);
			free(live);
			free(read);
		}
		record_free(again);
	}
	unlink(file);
	assert_int_equal(rmdir(folder), 0);
	free(file);
}

/* Every finding has its words, with every {name} filled. */
static void nothing_is_left_unsaid(void **state)
{
	(void)state;
	for (size_t i = 0; i < demo_n; i++) {
		char *text = report_of(session_record(demos[i].session), "full");

		if (strpbrk(text, "{}") || strstr(text, "(unknown)"))
			fail_msg("%s: %s", demos[i].scenario->name, text);
		free(text);
	}
}

static unsigned blamed_by(const struct finding *f)
{
	switch (f->place) {
	case PLACE_THIS_COMPUTER:
		return BLAME_COMPUTER;
	case PLACE_HOME_ROUTER:
		return BLAME_ROUTER;
	case PLACE_NETWORK: /* where a VPN's routers are, too */
		return strstr(f->id, "vpn") || finding_arg(f, "vpn") ? BLAME_COMPUTER
								     : BLAME_NETWORK;
	case PLACE_SERVER:
	case PLACE_SERVER_OR_WAY_BACK:
		return BLAME_SERVER;
	default:
		return BLAME_COMPUTER | BLAME_ROUTER | BLAME_NETWORK | BLAME_SERVER;
	}
}

/* What a challenge calls the truth is what the program finds. */
static void recorded_networks_blame_as_found(void **state)
{
	size_t n;
	const struct recorded *all = recorded_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		char *file = mem_printf("%s/data/practice/%s.case", SRCDIR, all[i].name);
		char *error = NULL;
		struct record *r = case_open(file, &error);

		assert_non_null(r);
		assert_true(r->findings.n > 0);
		if (!(all[i].blame & blamed_by(&r->findings.v[0])))
			fail_msg("%s is blamed on %u; %s, %s", all[i].name, all[i].blame,
				 r->findings.v[0].id, place_name(r->findings.v[0].place));
		record_free(r);
		free(file);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_end),
	    cmocka_unit_test(statuses_are_as_promised),
	    cmocka_unit_test(reports_fit_the_schema),
	    cmocka_unit_test(cases_give_the_same_reports),
	    cmocka_unit_test(nothing_is_left_unsaid),
	    cmocka_unit_test(recorded_networks_blame_as_found),
	};

	return cmocka_run_group_tests(tests, start_all, stop_all);
}
