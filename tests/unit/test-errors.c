/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Error messages: every row by its own words, every cause with its words, and how a run fits them. */
#include "config.h"

#include "advice/advice.h"
#include "base/mem.h"
#include "base/str.h"
#include "case/case.h"
#include "reason/error_fit.h"
#include "words/words_error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool has(const struct error_hits *hits, const char *pattern)
{
	for (size_t i = 0; i < hits->n; i++)
		if (str_ieq(hits->v[i]->pattern, pattern))
			return true;
	return false;
}

static bool found(const char *text, const char *pattern)
{
	struct error_hits hits;

	error_messages_find(&hits, text);
	return has(&hits, pattern);
}

/* As a person pastes it: the program's name, other words around it, % filled in. */
static char *example_of(const struct error_message *m)
{
	char *text = mem_printf("%s\n says: %s .", error_program_name(m->program), m->pattern);

	for (char *at = strchr(text, '%'); at; at = strchr(at, '%'))
		*at = ' ';
	return text;
}

static void each_row_is_found_by_its_words(void **state)
{
	size_t n;
	const struct error_message *all = error_messages_all(&n);

	(void)state;
	assert_true(n > 500);
	for (size_t i = 0; i < n; i++) {
		struct error_hits hits;
		char *text = example_of(&all[i]);

		error_messages_find(&hits, text);
		if (!has(&hits, all[i].pattern))
			fail_msg("%s: \"%s\" does not find it", all[i].program, text);
		free(text);
	}
}

static void each_program_has_a_name(void **state)
{
	size_t n;
	const struct error_message *all = error_messages_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		if (str_eq(error_program_name(all[i].program), all[i].program) &&
		    !str_eq(all[i].program, "curl") && !str_eq(all[i].program, "msmtp"))
			fail_msg("%s has no name", all[i].program);
}

static void each_cause_has_a_row(void **state)
{
	size_t n;
	const struct error_message *all = error_messages_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct strs causes = {0};

		strs_split(&causes, all[i].causes, " ");
		assert_true(causes.n > 0);
		for (size_t k = 0; k < causes.n; k++)
			if (!error_cause_find(causes.v[k], strlen(causes.v[k])))
				fail_msg("%s: no cause is called %s", all[i].pattern, causes.v[k]);
		strs_clear(&causes);
	}
}

static bool names_a_finding(const char *pattern)
{
	size_t n;
	const struct advice *all = advice_all(&n);

	for (size_t i = 0; i < n; i++)
		if (str_is_listed(pattern, all[i].id))
			return true;
	return false;
}

static void causes_name_findings_that_exist(void **state)
{
	size_t n;
	const struct error_cause *all = error_causes_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct strs seen = {0};

		strs_split(&seen, all[i].seen ? all[i].seen : "", " ");
		for (size_t k = 0; k < seen.n; k++)
			if (!names_a_finding(seen.v[k]))
				fail_msg("%s: no finding is called %s", all[i].id, seen.v[k]);
		strs_clear(&seen);
	}
}

static void the_edges_of_a_pattern_are_words(void **state)
{
	(void)state;
	assert_true(found("550 5.7.1 Relaying denied", "550"));
	assert_true(found("status=550 5.7.60, SMTP; client", "550 5.7.60"));
	assert_false(found("550 5.7.606 x", "550 5.7.60"));
	assert_false(found("connect to 192.0.2.110: 25", "(110)"));
	assert_false(found("host 192.0.2.5 says 5500 things", "550"));
	assert_true(found("Outlook:\r\n  0x800ccc0e", "0x800CCC0E"));
	assert_false(found("0x800CCC0E1", "0x800CCC0E"));
	assert_true(found("5.7.139", "535 5.7.139 SmtpClientAuthentication is disabled"));
	assert_true(found("1101", "1101"));
	assert_false(found("room 1101 is closed", "1101"));
	assert_true(found("The Kyocera prints 1101", "1101"));
	/* What print makes of an apostrophe. */
	assert_true(
	    found("Can\xe2\x80\x99t safely connect to server", "Can't safely connect to server"));
}

static void a_gap_has_a_bound(void **state)
{
	char *near = mem_printf("sender address %0*d was rejected by the server", 100, 0);
	char *far =
	    mem_printf("sender address %0*d was rejected by the server", ERROR_GAP_MAX + 1, 0);

	(void)state;
	assert_true(found(near, "sender address%was rejected by the server"));
	assert_false(found(far, "sender address%was rejected by the server"));
	free(near);
	free(far);
}

static void a_long_text_is_cut(void **state)
{
	char *text = mem_printf("%*s 0x800CCC0E", ERROR_TEXT_MAX, "x");

	(void)state;
	assert_false(found(text, "0x800CCC0E"));
	assert_true(found(text + 20, "0x800CCC0E"));
	free(text);
}

static void the_longest_comes_first(void **state)
{
	struct error_hits hits;

	(void)state;
	error_messages_find(
	    &hits, "Connection to server mail.example.org timed out: 421 4.7.0 Try again later");
	assert_true(hits.n > 1);
	for (size_t i = 1; i < hits.n; i++)
		assert_true(strlen(hits.v[i - 1]->pattern) >= strlen(hits.v[i]->pattern));
}

/* ---- a saved run ---- */

static const char *state_of(const struct error_fit *fit, const char *cause)
{
	for (size_t i = 0; i < fit->n; i++)
		if (str_eq(fit->causes[i].cause->id, cause))
			return error_state_name(fit->causes[i].state);
	return "none";
}

static void fit_case(struct error_fit *fit, struct record **ret, const char *file, const char *text)
{
	char *path = mem_printf("%s/tests/screens/cases/%s", SRCDIR, file), *error = NULL;

	*ret = case_open(path, &error);
	if (!*ret)
		fail_msg("%s", error);
	error_fit(fit, *ret, text);
	free(path);
}

static void a_block_fits(void **state)
{
	struct error_fit fit;
	struct record *record;

	(void)state;
	fit_case(&fit, &record, "path-network.case", "0x800CCC0E");
	assert_string_equal(state_of(&fit, "port-blocked"), "seen");
	assert_string_equal(state_of(&fit, "no-network"), "ruled-out");
	assert_string_equal(state_of(&fit, "wrong-port"), "open");
	record_free(record);
}

static void a_healthy_run_leaves_the_account(void **state)
{
	struct error_fit fit;
	struct record *record;

	(void)state;
	fit_case(
	    &fit, &record, "good.case",
	    "Connection refused\nECONNREFUSED certificate has expired: 535 Authentication failed");
	assert_string_equal(state_of(&fit, "cert-expired"), "ruled-out");
	assert_string_equal(state_of(&fit, "password"), "open");
	assert_true(fit.works);
	record_free(record);
}

/* Something is said in every state of a run, about every message. */
static void every_message_has_words(void **state)
{
	static const char *const files[] = {"good.case", "problems.case", "running.case",
					    "path-network.case"};
	size_t n;
	const struct error_message *all = error_messages_all(&n);

	(void)state;
	for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
		struct error_fit fit;
		struct record *record;

		fit_case(&fit, &record, files[f], "");
		for (size_t i = 0; i < n; i++) {
			struct strs lines = {0};
			char *text = example_of(&all[i]);

			words_error(record, text, &lines);
			assert_true(lines.n > 0);
			for (size_t k = 0; k < lines.n; k++)
				if (strchr(lines.v[k], '{') || strchr(lines.v[k], '['))
					assert_non_null(strstr(lines.v[k], all[i].pattern));
			strs_clear(&lines);
			free(text);
		}
		record_free(record);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_row_is_found_by_its_words),
	    cmocka_unit_test(each_program_has_a_name),
	    cmocka_unit_test(each_cause_has_a_row),
	    cmocka_unit_test(causes_name_findings_that_exist),
	    cmocka_unit_test(the_edges_of_a_pattern_are_words),
	    cmocka_unit_test(a_gap_has_a_bound),
	    cmocka_unit_test(a_long_text_is_cut),
	    cmocka_unit_test(the_longest_comes_first),
	    cmocka_unit_test(a_block_fits),
	    cmocka_unit_test(a_healthy_run_leaves_the_account),
	    cmocka_unit_test(every_message_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
