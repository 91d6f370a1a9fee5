/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of comparisons for some scenes, and its words. */
#include "config.h"
#include "tests/unit/scene.h"

#include "base/mem.h"
#include "words/words_compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "named.h"

struct table {
	struct scene scene;
	struct facts facts;
	struct compare_table comparison;
};

static void load(struct table *t, const char *name)
{
	char *file = mem_printf("%s/%s.scene", CASES, name);

	scene_load(&t->scene, file);
	facts_init(&t->facts, t->scene.target, &t->scene.log, &t->scene.plan);
	compare_init(&t->comparison, &t->facts);
	free(file);
}

static void clear(struct table *t)
{
	compare_clear(&t->comparison);
	facts_clear(&t->facts);
	scene_clear(&t->scene);
}

static void test_blocked(void **state)
{
	struct table t;

	(void)state;
	load(&t, "port-blocked-everywhere");
	assert_int_equal(t.comparison.n, 1); /* 443 works here, so it has no row of its own */
	const struct compare_row *r = compare_row(&t.comparison, 587, FAMILY_IPV4);

	assert_non_null(r);
	assert_null(compare_row(&t.comparison, 587, FAMILY_IPV6));
	assert_null(compare_row(&t.comparison, 443, FAMILY_IPV4));
	assert_int_equal(r->here_port.tcp.silent, 1);
	assert_int_equal(r->here_rest.tcp.up, 4);
	assert_int_equal(r->else_port.asked, 3);
	assert_int_equal(r->else_port.tcp.silent, 3);
	assert_int_equal(r->else_port.hosts, 3);
	assert_int_equal(r->else_rest.tcp.up, 3);
	assert_int_equal(r->answered, OUTCOME_TIMEOUT);
	assert_true(compare_mostly_failed(&r->else_port));
	assert_false(compare_mostly_up(&r->else_port));
	assert_true(compare_mostly_up(&r->else_rest));
	clear(&t);
}

static void test_down(void **state)
{
	struct table t;

	(void)state;
	load(&t, "everything-down");
	assert_non_null(compare_row(&t.comparison, 443, FAMILY_IPV4));
	assert_int_equal(compare_others(&t.facts, 443, FAMILY_ANY).hosts, 3);
	assert_int_equal(compare_others(&t.facts, 0, FAMILY_ANY).tcp.up, 0);
	assert_int_equal(compare_others(&t.facts, 0, FAMILY_IPV6).asked, 0);
	clear(&t);
}

static void test_healthy(void **state)
{
	struct table t;

	(void)state;
	load(&t, "all-good");
	assert_int_equal(t.comparison.n, 0);
	clear(&t);
}

/* A majority is of those asked, including those that have not answered, and never of one. */
static void test_majority(void **state)
{
	static const struct {
		struct compare_cell cell;
		bool failed, up;
	} cases[] = {
	    {{0}, false, false},
	    {{.asked = 1, .tcp.silent = 1}, false, false},
	    {{.asked = 1, .tcp.up = 1}, false, false},
	    {{.asked = 3, .pending = 2, .tcp.silent = 1}, false, false},
	    {{.asked = 3, .pending = 1, .tcp.silent = 2}, true, false},
	    {{.asked = 3, .tcp.up = 1, .tcp.silent = 1, .tcp.refused = 1}, true, false},
	    {{.asked = 3, .tcp.up = 2, .tcp.unreachable = 1}, false, true},
	    {{.asked = 2, .tcp.up = 1, .tcp.silent = 1}, false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_row(compare_mostly_failed(&cases[i].cell) == cases[i].failed, "row %zu", i);
		assert_row(compare_mostly_up(&cases[i].cell) == cases[i].up, "row %zu", i);
	}
}

static void test_words_missing(void **state)
{
	static const struct {
		struct compare_cell cell;
		bool stopped, heard;
	} cases[] = {
	    {{0}, false, false},
	    {{.asked = 1, .tcp.up = 1, .mute = 1}, false, false},
	    {{.asked = 3, .tcp.up = 3, .mute = 1, .reset = 1}, true, false},
	    {{.asked = 3, .tcp.up = 3, .closed = 1, .heard = 2}, false, true},
	    {{.asked = 3, .tcp.up = 2, .pending = 1, .mute = 2}, true, false},
	    {{.asked = 4, .tcp.up = 2, .pending = 2, .mute = 2}, false, false},
	    {{.asked = 3, .tcp.up = 2, .tcp.silent = 1, .heard = 2}, false, true},
	    {{.asked = 4, .tcp.up = 4, .heard = 2, .mute = 2}, false, false},
	    /* the others may still send something */
	    {{.asked = 3, .tcp.up = 3, .heard = 1}, false, false},
	};
	struct table t;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_row(compare_mostly_stopped(&cases[i].cell) == cases[i].stopped, "row %zu",
			   i);
		assert_row(compare_mostly_heard(&cases[i].cell) == cases[i].heard, "row %zu", i);
	}
	load(&t, "inspected-reset");
	const struct compare_row *r = compare_row(&t.comparison, 587, FAMILY_IPV4);

	assert_int_equal(r->here_port.reset, 1);
	assert_int_equal(r->else_port.tcp.up, 3);
	assert_int_equal(r->else_port.reset, 2);
	assert_int_equal(r->else_port.heard, 1);
	assert_int_equal(r->else_rest.heard, 3);
	assert_int_equal(r->here_rest.heard, 4);
	clear(&t);
	load(&t, "inspected-running");
	r = compare_row(&t.comparison, 587, FAMILY_IPV4);
	assert_int_equal(r->else_port.tcp.up, 3);
	assert_int_equal(r->else_port.heard + compare_stopped(&r->else_port), 0);
	clear(&t);
}

static void check_cell(struct compare_cell cell, const char *text)
{
	char *line = mem_printf("This server, this port: %s", text);
	struct compare_words got;

	words_compare_row(&got, &(struct compare_row){.port = 587, .here_port = cell});
	assert_int_equal(got.lines.n, 2); /* the second: nothing to compare with */
	assert_string_equal(got.lines.v[0], line);
	compare_words_clear(&got);
	free(line);
}

/* About the address that cannot exist. */
static void check_sentence(const struct compare_row *r, const char *part)
{
	struct compare_words got;

	words_compare_row(&got, r);
	assert_non_null(got.sentence);
	assert_non_null(strstr(got.sentence, part));
	compare_words_clear(&got);
}

static void test_words(void **state)
{
	struct table t;
	struct compare_pages pages;

	(void)state;
	check_cell((struct compare_cell){.asked = 3, .tcp.up = 3}, "3 of 3 connect");
	check_cell(
	    (struct compare_cell){.asked = 3, .tcp.up = 1, .tcp.refused = 1, .tcp.silent = 1},
	    "1 of 3 connects (refused 1, no answer 1)");
	check_cell((struct compare_cell){.asked = 3, .tcp.up = 3, .mute = 2, .closed = 1},
		   "3 of 3 connect (then silent 2, then closed 1)");
	check_cell((struct compare_cell){.asked = 2, .tcp.up = 1, .reset = 1, .tcp.refused = 1},
		   "1 of 2 connects (then reset 1, refused 1)");
	check_cell((struct compare_cell){.asked = 2, .pending = 1, .tcp.silent = 1},
		   "0 of 2 connect (no answer 1, waiting 1)");
	load(&t, "port-blocked-everywhere");
	words_compare(&pages, &t.comparison);
	assert_int_equal(pages.n, 1);
	assert_string_equal(pages.v[0].title, "Port 587, IPv4");
	assert_int_equal(pages.v[0].lines.n, 5);
	assert_string_equal(pages.v[0].lines.v[2],
			    "Other servers, this port: 0 of 3 connect (no answer 3)");
	assert_int_equal(pages.v[0].table.n, 3);
	assert_string_equal(pages.v[0].table.v[0],
			    "               this port                     other ports");
	assert_string_equal(pages.v[0].table.v[1],
			    "this server    0 of 1 connect (no answer 1)  4 of 4 connect");
	assert_string_equal(pages.v[0].table.v[2],
			    "other servers  0 of 3 connect (no answer 3)  443: 3 of 3 connect");
	assert_int_equal(pages.v[0].table_cols, strlen(pages.v[0].table.v[2]));
	assert_string_equal(pages.v[0].sentence, pages.v[0].lines.v[4]);
	compare_pages_clear(&pages);
	clear(&t);
	load(&t, "everything-down"); /* the same result is said once */
	words_compare(&pages, &t.comparison);
	assert_int_equal(pages.n, 3);
	assert_string_equal(pages.v[0].title, "Ports 993, 587, 25, IPv4");
	assert_string_equal(pages.v[1].title, "Port 443, IPv4");
	assert_string_equal(pages.v[2].title, "Port 465, IPv4"); /* it has no reference servers */
	assert_string_equal(pages.v[2].lines.v[2],
			    "Other servers, this port: nothing to compare with");
	assert_false(strs_has(&pages.v[0].lines, pages.v[2].lines.v[2]));
	compare_pages_clear(&pages);
	clear(&t);
	load(&t, "answers-everything");
	check_sentence(compare_row(&t.comparison, 587, FAMILY_IPV4),
		       "something answers for all addresses");
	check_sentence(&(struct compare_row){.impossible = 1, .answered = OUTCOME_CANCELLED},
		       "Not tested, because");
	clear(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_blocked),	  cmocka_unit_test(test_down),
	    cmocka_unit_test(test_healthy),	  cmocka_unit_test(test_majority),
	    cmocka_unit_test(test_words_missing), cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
