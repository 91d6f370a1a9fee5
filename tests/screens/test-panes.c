/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every pane of every saved run, built without a session: this program links src/libpure.a and
 * curses only, so a pane that needs the network does not link.
 */
#include "config.h"
#include "ui/run.h"
#include "ui/text.h"

#include "base/mem.h"
#include "base/str.h"
#include "case/case.h"
#include "words/words.h"

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

/* A host's name as long as names may be (RFC 1035 section 2.3.4) stays on its command's line. */
static void commands_are_copied_whole(void **state)
{
	char *error = NULL;
	struct record *record = case_open(SRCDIR "/tests/screens/cases/good.case", &error);
	struct strs commands = {0}, lines = {0};
	struct run run;

	(void)state;
	assert_non_null(record);
	run_init(&run);
	run_set_record(&run, record, NULL);
	run.endpoint = 1;
	struct endpoint *e = &record->plan.v[run.endpoint - 1];

	free(e->host);
	e->host = mem_printf("%060d.%060d.%060d.example", 1, 2, 3);
	words_by_hand(record, run.endpoint, &commands);
	char *text = pane_rows[PANE_BY_HAND].copied(&run);

	strs_split(&lines, text, "\n");
	assert_int_equal(lines.n, commands.n);
	for (size_t i = 0; i < commands.n; i++)
		assert_string_equal(lines.v[i], commands.v[i]);
	free(text);
	strs_clear(&lines);
	strs_clear(&commands);
	run_clear(&run);
	record_free(record);
}

/* Nothing is painted over something else, and the last column stays free for the marks of what is above and below. */
static bool overlap(const struct list_cell *a, const struct list_cell *b)
{
	return a->col < b->col + text_cols(b->text) && b->col < a->col + text_cols(a->text);
}

static void check_cells(const struct list *l, const char *file, const char *pane, int cols)
{
	for (size_t i = 0; i < l->line_n; i++)
		for (size_t k = 0; k < l->lines[i].n; k++) {
			const struct list_cell *c = &l->lines[i].cells[k];

			if (c->col + text_cols(c->text) > cols)
				fail_msg("%s, pane %s at %d columns: \"%s\" is cut", file, pane,
					 cols, c->text);
			for (size_t m = 0; m < k; m++)
				if (overlap(c, &l->lines[i].cells[m]))
					fail_msg("%s, pane %s at %d columns: \"%s\" over \"%s\"",
						 file, pane, cols, c->text,
						 l->lines[i].cells[m].text);
		}
}

static void check_widths(const struct run *run, const char *file)
{
	for (unsigned p = 0; p < PANE_COUNT_; p++)
		for (int cols = LAYOUT_COLS_MIN - 1; cols < 130; cols++) {
			struct list list = {0};

			list_begin(&list);
			pane_rows[p].build(&list, run, cols);
			list_end(&list);
			check_cells(&list, file, pane_rows[p].name, cols);
			list_clear(&list);
		}
}

static void over_all_cases(void (*check)(const struct run *run, const char *file))
{
	glob_t files = {0};

	assert_int_equal(glob(SRCDIR "/tests/screens/cases/*.case", 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		char *error = NULL;
		struct record *record = case_open(files.gl_pathv[i], &error);
		struct run run;

		assert_non_null(record);
		run_init(&run);
		run_set_record(&run, record, NULL);
		run.endpoint = run_first_row(&run);
		check(&run, files.gl_pathv[i]);
		run_clear(&run);
		record_free(record);
	}
	globfree(&files);
}

static void nothing_overlaps(void **state)
{
	(void)state;
	for (int set = 0; set < GLYPHS_COUNT_; set++) {
		theme_open(THEME_MONO, (enum glyph_set)set);
		over_all_cases(check_widths);
	}
	theme_open(THEME_MONO, GLYPHS_UNICODE);
}

/* The proof of a finding about several ports is that of its own row, not of the first event's. */
static void check_proof(const struct run *run, const char *file)
{
	struct run copy = *run;
	const struct finding *f = run_finding(run);

	if (!f || !f->endpoints.n)
		return;
	copy.endpoint = run->endpoint;
	run_show_proof(&copy);
	if (!finding_is_about(f, copy.endpoint))
		fail_msg("%s: the proof of %s is shown of row %u", file, f->id, copy.endpoint);
	assert_true(run_finding(&copy) == f);
}

static void proof_stays_with_its_row(void **state)
{
	(void)state;
	over_all_cases(check_proof);
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
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(panes_need_a_record_only),
	    cmocka_unit_test(commands_are_copied_whole),
	    cmocka_unit_test(nothing_overlaps),
	    cmocka_unit_test(proof_stays_with_its_row),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
