/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every pane of every saved run, built without a session: this program links src/libpure.a and
 * curses only, so a pane that needs the network does not link.
 */
#include "config.h"
#include "ui/run.h"

#include "base/str.h"
#include "case/case.h"

#include <glob.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *pane_text(const struct run *run, enum pane pane, int cols)
{
	struct list list = {0};

	list_begin(&list);
	pane_rows[pane].build(&list, run, cols);
	list_end(&list);
	char *text = list_text(&list);

	list_clear(&list);
	return text;
}

static bool is_harmless(const char *text)
{
	for (const char *at = text; *at; at++)
		if (((unsigned char)*at < ' ' && *at != '\n') || *at == '\x7f')
			return false;
	return true;
}

/* Each has text, the same each time, of letters only. */
static void check_panes(const struct run *run, const char *file)
{
	for (unsigned p = 0; p < PANE_COUNT_; p++) {
		char *text = pane_text(run, (enum pane)p, 80),
		     *again = pane_text(run, (enum pane)p, 80);

		if (!*text || !is_harmless(text) || !str_eq(text, again))
			fail_msg("%s, row %u, pane %s: %s", file, run->endpoint, pane_rows[p].name,
				 text);
		free(text);
		free(again);
	}
}

static void check_case(const char *file)
{
	char *error = NULL;
	struct record *record = case_open(file, &error);
	struct run run;

	if (!record)
		fail_msg("%s", error);
	run_init(&run);
	run_set_record(&run, record, NULL);
	run.touched = true;
	for (run.endpoint = 1; run.endpoint <= record->plan.n; run.endpoint++)
		check_panes(&run, file);
	run_clear(&run);
	record_free(record);
}

static void panes_need_a_record_only(void **state)
{
	glob_t files = {0};

	(void)state;
	assert_int_equal(glob(SRCDIR "/tests/screens/cases/*.case", 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		check_case(files.gl_pathv[i]);
	globfree(&files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(panes_need_a_record_only)};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
