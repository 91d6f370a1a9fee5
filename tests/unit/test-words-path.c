/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The picture of the path, for cases made by the network lab, in memory, as text
 * (tests/screens/golden/report-path-*.txt; UPDATE_GOLDEN=1 writes them again) and as JSON.
 */
#include "config.h"
#include "words/words_path.h"

#include "base/buf.h"
#include "base/mem.h"
#include "case/case.h"
#include "report/report.h"
#include "words/words.h"
#include "schema.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "golden.h"
#include "named.h"

static const char *const cases[] = {"path-network", "path-router", "path-redirected", "path-here",
				    "path-running", "path-named",  "path-root"};
#define CASE_N (sizeof cases / sizeof *cases)

static struct record *open_case(const char *name)
{
	char *file = mem_printf("%s/tests/screens/cases/%s.case", SRCDIR, name), *error = NULL;
	struct record *record = case_open(file, &error);

	if (!record)
		fail_msg("%s", error);
	free(file);
	return record;
}

/* Each finding is about a row for IPv4 and one for IPv6, both with a picture. */
static void what_the_lab_planted_is_drawn(void **state)
{
	static const struct {
		const char *name, *finding, *text;
		size_t break_at;
		enum trace_mark before, after; /* of the suspect port, beside the break */
	} wanted[] = {
	    {"path-network", "path.drop.network", "port 587 gets no further than here", 2,
	     TRACE_PASSED, TRACE_SILENT},
	    {"path-router", "path.reset.home", "port 587 is turned away here (refused, 1 ms)", 1,
	     TRACE_PASSED, TRACE_REFUSED},
	    {"path-redirected", "path.proxy.redirect", "port 587 is redirected here", 0,
	     TRACE_UNKNOWN, TRACE_PASSED},
	    {"path-here", "path.here.drop", "port 587 gets no further than here", 0, TRACE_UNKNOWN,
	     TRACE_SILENT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		struct record *record = open_case(wanted[i].name);
		struct path_pictures all;

		words_paths(&all, record, 0);
		assert_int_equal(all.n, 2);
		for (size_t k = 0; k < all.n; k++) {
			const struct path_picture *p = &all.v[k];

			assert_int_equal(p->port, 587);
			assert_int_equal(p->working_port, 443);
			assert_string_equal(p->finding->id, wanted[i].finding);
			assert_string_equal(p->sentence, p->verdict);
			assert_true(p->broken && !p->running && !p->why_not);
			assert_row(p->break_at == wanted[i].break_at, "%s", wanted[i].name);
			assert_string_equal(p->break_text, wanted[i].text);
			assert_int_equal(p->n, 4);
			assert_named(trace_mark_name, p->rows[p->break_at].suspect.mark,
				     wanted[i].after, "%s", wanted[i].name);
			if (p->break_at)
				assert_named(trace_mark_name, p->rows[p->break_at - 1].suspect.mark,
					     wanted[i].before, "%s", wanted[i].name);
			assert_named(trace_mark_name, p->rows[3].working.mark, TRACE_OPEN, "%s",
				     wanted[i].name);
			assert_named(segment_name, p->rows[0].segment, SEGMENT_HOME, "%s",
				     wanted[i].name);
			assert_named(segment_name, p->rows[3].segment, SEGMENT_SERVER, "%s",
				     wanted[i].name);
		}
		path_pictures_clear(&all);
		record_free(record);
	}
}

static void what_is_awaited_says_so(void **state)
{
	struct record *record = open_case("path-running");
	struct path_pictures all;

	(void)state;
	words_paths(&all, record, 1);
	assert_int_equal(all.n, 1);
	assert_true(all.v[0].running);
	assert_false(all.v[0].broken);
	assert_null(all.v[0].verdict);
	assert_string_equal(all.v[0].sentence, "Answers are still coming in.");
	const struct path_row *last = &all.v[0].rows[all.v[0].n - 1];
	char *cell = words_path_cell(&last->suspect, false);

	assert_true(last->suspect.pending);
	assert_string_equal(cell, "…");
	free(cell);
	path_pictures_clear(&all);
	record_free(record);
}

/* The sweeps change places, so that the suspect port gets through; ended: so has the one beside it. */
static struct record *open_swapped(bool ended)
{
	struct record *record = open_case("path-network");
	size_t kept = 0;

	for (size_t i = 0; i < record->log.n; i++) {
		struct event *e = record->log.v[i];
		bool sweep = e->type >= EVENT_PATH_BEGIN && e->type <= EVENT_PATH_END;

		if (sweep)
			e->role = e->role == SWEEP_SUSPECT ? SWEEP_WORKING : SWEEP_SUSPECT;
		if (!ended && e->type == EVENT_PATH_END && e->role == SWEEP_WORKING)
			event_free(e);
		else
			record->log.v[kept++] = e;
	}
	record->log.n = kept;
	record_conclude(record);
	return record;
}

/* "Gets through all the way" is not said beside a column that is still empty. */
static void both_columns_are_waited_for(void **state)
{
	(void)state;
	for (int ended = 0; ended < 2; ended++) {
		struct record *record = open_swapped(ended);
		struct path_pictures all;

		words_paths(&all, record, 0);
		assert_true(all.n);
		for (size_t i = 0; i < all.n; i++) {
			assert_true(all.v[i].working_port);
			assert_int_equal(all.v[i].running, !ended);
			assert_string_equal(all.v[i].sentence,
					    ended ? "Port 443 gets through all the way."
						  : "Answers are still coming in.");
		}
		path_pictures_clear(&all);
		record_free(record);
	}
}

static void cells_in_words(void **state)
{
	static const struct {
		struct path_cell cell;
		const char *text, *brief;
	} wanted[] = {
	    {{.mark = TRACE_PASSED, .us = 8600}, "9 ms", "9 ms"},
	    {{.mark = TRACE_OPEN, .us = 26000}, "open, 26 ms", "open"},
	    {{.mark = TRACE_REFUSED, .us = 1200000}, "refused, 1.2 s", "refused"},
	    {{.mark = TRACE_UNREACHABLE, .us = 100}, "unreachable, <1 ms", "unreachable"},
	    {{.mark = TRACE_DENIED}, "forbidden", "forbidden"},
	    {{.mark = TRACE_SILENT}, "no answer", "no answer"},
	    {{.mark = TRACE_SILENT, .beyond = true}, "", ""},
	    {{.mark = TRACE_UNKNOWN, .pending = true}, "…", "…"},
	    {{.mark = TRACE_UNKNOWN}, "", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		char *text = words_path_cell(&wanted[i].cell, false);
		char *brief = words_path_cell(&wanted[i].cell, true);

		assert_string_equal(text, wanted[i].text);
		assert_string_equal(brief, wanted[i].brief);
		assert_true(strlen(brief) <= 11);
		free(brief);
		free(text);
	}
}

static void a_row_without_one_says_why(void **state)
{
	struct record *record = open_case("path-network");
	char *text = words_path_missing(record, 3);

	(void)state;
	assert_string_equal(text, "The path to this port wasn't traced.");
	free(text);
	record_free(record);
	record = open_case("problems");
	text = words_path_missing(record, 1);
	assert_string_equal(text, "The path isn't traced, because --no-path was given.");
	free(text);
	record_free(record);
}

/* --no-path was not given there. */
static void practice_servers_are_on_this_computer(void **state)
{
	struct target *t = target_new("Practice");
	struct log log = {0};
	char *error = NULL;

	(void)state;
	t->practice = t->no_path = true;
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "imap.practice.example", 993);
	struct record *record = record_of_log(t, &log, &error);

	assert_non_null(record);
	char *text = words_path_missing(record, 1);

	assert_string_equal(text, "The server is on this computer: there is no path to trace.");
	free(text);
	record_free(record);
}

static void sweep_event(struct log *log, enum event_type type, int ttl, enum outcome outcome,
			const char *address)
{
	struct event *e = event_new(type, 1);

	e->role = SWEEP_SUSPECT;
	e->address = mem_strdup(address);
	e->family = FAMILY_IPV4;
	e->port = 993;
	e->attempt = 1;
	e->num = ttl;
	e->outcome = outcome;
	e->icmp_type = outcome == OUTCOME_NONE && ttl ? 11 : 0;
	log_append(log, e);
}

/* Without a finding the picture shows the observations, and not where the port ends. */
static void what_is_not_known_is_not_drawn(void **state)
{
	static const struct {
		enum outcome second;
		const char *text;
	} wanted[] = {
	    {OUTCOME_TIMEOUT, "port 993: no answer beyond here"},
	    {OUTCOME_REFUSED, "port 993 ends around here"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		struct target *t = target_new("Example");
		struct log log = {0};
		struct path_pictures all;
		char *error = NULL;

		target_add(t, SERVICE_IMAPS, SECURITY_TLS, "imap.example.org", 993);
		sweep_event(&log, EVENT_PATH_BEGIN, 0, OUTCOME_NONE, "192.0.2.7");
		sweep_event(&log, EVENT_PATH_HOP, 1, OUTCOME_NONE, "192.168.1.1");
		sweep_event(&log, EVENT_PATH_HOP, 2, wanted[i].second, NULL);
		sweep_event(&log, EVENT_PATH_END, 0, OUTCOME_OK, NULL);
		struct record *record = record_of_log(t, &log, &error);

		assert_non_null(record);
		words_paths(&all, record, 1);
		assert_int_equal(all.n, 1);
		assert_true(all.v[0].broken && !all.v[0].finding);
		assert_string_equal(all.v[0].break_text, wanted[i].text);
		path_pictures_clear(&all);
		record_free(record);
	}
}

static char *report_of(const struct record *record, const char *format, int cols)
{
	struct page_options o = {.cols = cols};
	struct buf out;

	buf_init(&out, 0);
	report_format(format)->write(&out, record, &o);
	return buf_take(&out);
}

/* The reason is given, and as text only once. */
static void what_cannot_be_measured_says_why(void **state)
{
	static const char why[] = "The path can't be traced here: this needs Linux 5.0 or later.";
	struct target *t = target_new("Example");
	struct log log = {0};
	struct path_pictures all;
	char *error = NULL;

	(void)state;
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "imap.example.org", 993);
	for (unsigned row = 1; row <= 2; row++) {
		struct event *e = event_new(EVENT_PATH_END, row);

		e->role = SWEEP_SUSPECT;
		e->outcome = OUTCOME_SKIPPED;
		e->text = mem_strdup(why);
		log_append(&log, e);
	}
	struct record *record = record_of_log(t, &log, &error);

	assert_non_null(record);
	words_paths(&all, record, 0);
	assert_int_equal(all.n, 2);
	for (size_t i = 0; i < all.n; i++)
		assert_string_equal(all.v[i].why_not, why);
	path_pictures_clear(&all);
	char *text = report_of(record, "full", 80);
	const char *first = strstr(text, "needs Linux 5.0");

	assert_non_null(first);
	assert_null(strstr(first + 1, "needs Linux 5.0"));
	free(text);
	record_free(record);
}

static void names_stand_beside_addresses(void **state)
{
	struct record *record = open_case("path-named");
	struct path_pictures all;

	(void)state;
	words_paths(&all, record, 1);
	assert_int_equal(all.n, 1);
	assert_string_equal(all.v[0].rows[0].address, "192.168.1.1");
	assert_string_equal(all.v[0].rows[0].name, "router.home.example");
	assert_string_equal(all.v[0].rows[0].who, "192.168.1.1 (router.home.example)");
	assert_null(all.v[0].rows[1].name);
	path_pictures_clear(&all);
	record_free(record);
}

static void the_firewalls_rule_is_quoted(void **state)
{
	struct record *record = open_case("path-root");
	const struct finding *f = &record->findings.v[0];
	char *text = words_explanation(record, f);
	bool cited = false;

	(void)state;
	assert_string_equal(f->id, "path.here.drop");
	if (!strstr(text, "This computer's firewall has this rule: nftables: tcp dport 587 drop"))
		fail_msg("%s", text);
	for (size_t i = 0; i < f->evidence.n; i++) {
		const struct event *e = log_get(&record->log, f->evidence.v[i]);

		cited |= e->type == EVENT_LOCAL && e->kind == LOCAL_RULE;
	}
	assert_true(cited);
	free(text);
	record_free(record);
}

/* ---- reports ---- */

static void hold_against(const char *name, int cols, const char *text)
{
	char *file = mem_printf("%s/tests/screens/golden/report-%s-%d.txt", SRCDIR, name, cols);

	golden_check(file, text);
	free(file);
}

static void text_reports_draw_it(void **state)
{
	static const int widths[] = {40, 80};

	(void)state;
	for (size_t i = 0; i < CASE_N; i++)
		for (size_t k = 0; k < 2; k++) {
			struct record *record = open_case(cases[i]);
			char *text = report_of(record, "full", widths[k]);
			const char *way = strstr(text, "\nThe way to ");

			assert_non_null(way);
			hold_against(cases[i], widths[k], way + 1);
			free(text);
			record_free(record);
		}
}

static const json_t *member(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	assert_non_null(value);
	return value;
}

static void json_reports_have_figures(void **state)
{
	struct record *record = open_case("path-network");
	char *text = report_of(record, "json", 0);
	json_t *report = json_loads(text, 0, NULL);
	const json_t *path = json_array_get(member(report, "paths"), 0);
	const json_t *passed = json_array_get(member(path, "hops"), 1),
		     *silent = json_array_get(member(path, "hops"), 2),
		     *server = json_array_get(member(path, "hops"), 3);

	(void)state;
	assert_string_equal(json_string_value(member(path, "finding")), "path.drop.network");
	assert_int_equal(json_integer_value(member(path, "broken_before_hop")), 3);
	assert_string_equal(json_string_value(member(passed, "suspect_outcome")), "passed");
	assert_string_equal(json_string_value(member(passed, "segment")), "carrier");
	assert_string_equal(json_string_value(member(passed, "address")), "100.64.0.1");
	assert_true(json_real_value(member(passed, "suspect_ms")) > 1);
	assert_string_equal(json_string_value(member(silent, "suspect_outcome")), "silent");
	assert_true(json_is_null(member(silent, "suspect_ms")));
	assert_true(json_is_null(member(silent, "suspect_address")));
	assert_string_equal(json_string_value(member(silent, "working_address")), "203.0.113.2");
	assert_string_equal(json_string_value(member(server, "working_outcome")), "open");
	json_decref(report);
	free(text);
	record_free(record);
}

static void json_reports_fit_the_schema(void **state)
{
	json_t *schema = json_load_file(SRCDIR "/data/report.schema.json", 0, NULL);

	(void)state;
	assert_non_null(schema);
	for (size_t i = 0; i < CASE_N; i++) {
		struct record *record = open_case(cases[i]);
		char *text = report_of(record, "json", 0);
		json_t *report = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
		char *complaint = schema_complaint(schema, report);

		if (complaint)
			fail_msg("%s: %s", cases[i], complaint);
		json_decref(report);
		free(text);
		record_free(record);
	}
	json_decref(schema);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_the_lab_planted_is_drawn),
	    cmocka_unit_test(what_is_awaited_says_so),
	    cmocka_unit_test(both_columns_are_waited_for),
	    cmocka_unit_test(cells_in_words),
	    cmocka_unit_test(a_row_without_one_says_why),
	    cmocka_unit_test(practice_servers_are_on_this_computer),
	    cmocka_unit_test(what_cannot_be_measured_says_why),
	    cmocka_unit_test(what_is_not_known_is_not_drawn),
	    cmocka_unit_test(names_stand_beside_addresses),
	    cmocka_unit_test(the_firewalls_rule_is_quoted),
	    cmocka_unit_test(text_reports_draw_it),
	    cmocka_unit_test(json_reports_have_figures),
	    cmocka_unit_test(json_reports_fit_the_schema),
	};

	setlocale(LC_ALL, "C.UTF-8");
	unsetenv("LANGUAGE");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
