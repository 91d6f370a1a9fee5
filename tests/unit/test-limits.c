/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/limits.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void test_rows(void **state)
{
	struct limits limits;

	(void)state;
	limits_init(&limits);
	assert_int_equal(limits_row_n * sizeof(int), sizeof limits); /* a row for each */
	for (size_t i = 0; i < limits_row_n; i++) {
		const struct limits_row *row = &limits_rows[i];
		const int *value = (const int *)((const char *)&limits + row->offset);

		assert_int_equal(*value, row->value);
		assert_true(row->least <= row->value && row->value <= row->most);
		assert_true(row->what && *row->what);
		assert_true(limits_set(&limits, row->name, row->least));
		assert_int_equal(*value, row->least);
		assert_true(limits_set(&limits, row->name, row->most));
		assert_int_equal(*value, row->most);
		assert_false(limits_set(&limits, row->name, (long)row->least - 1));
		assert_false(limits_set(&limits, row->name, (long)row->most + 1));
		assert_int_equal(*value, row->most);
		for (size_t k = 0; k < i; k++)
			assert_false(str_eq(row->name, limits_rows[k].name));
	}
}

static void test_promised(void **state)
{
	struct limits limits;

	(void)state;
	limits_init(&limits);
	assert_int_equal(limits.dns_ms, 12000);
	assert_int_equal(limits.connect_ms, 8000);
	assert_int_equal(limits.connect_sibling_ms, 3000);
	assert_int_equal(limits.greeting_ms, 30000);
	assert_int_equal(limits.reply_ms, 15000);
	assert_int_equal(limits.run_ms, 60000);
	assert_int_equal(limits.line_bytes, 8192);
	assert_int_equal(limits.reply_lines, 256);
	assert_int_equal(limits.reply_bytes, 65536);
}

static void test_unknown(void **state)
{
	struct limits limits;

	(void)state;
	limits_init(&limits);
	assert_false(limits_set(&limits, "patience", 1));
	assert_false(limits_set(&limits, "", 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_promised),
	    cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
