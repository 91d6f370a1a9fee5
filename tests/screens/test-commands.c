/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands, row by row. */
#include "config.h"

#include "base/buf.h"
#include "ui/commands.h"
#include "ui/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_rows_are_whole(void **state)
{
	(void)state;
	for (unsigned c = COMMAND_NONE + 1; c < COMMAND_COUNT_; c++) {
		const struct command_row *row = command_row((enum command)c);

		assert_non_null(row->name);
		assert_non_null(row->help);
		assert_true(row->where != 0);
		assert_true(row->keys[0] != 0);
		for (unsigned other = 1; other < c; other++)
			assert_string_not_equal(row->name, command_row((enum command)other)->name);
	}
}

/* A key with two commands in one place would silently do only one of them. */
static void test_keys_are_unique(void **state)
{
	(void)state;
	for (unsigned c = COMMAND_NONE + 1; c < COMMAND_COUNT_; c++) {
		const struct command_row *row = command_row((enum command)c);

		for (unsigned where = WHERE_START; where < WHERE_END_; where <<= 1)
			for (size_t i = 0;
			     (row->where & where) && i < COMMAND_KEYS_MAX && row->keys[i]; i++)
				assert_int_equal(
				    command_for_key(row->keys[i], (enum command_where)where), c);
	}
	assert_int_equal(command_for_key('Z', WHERE_RUN), COMMAND_NONE);
	assert_int_equal(command_for_key('r', WHERE_START), COMMAND_NONE);
}

static void check_text(const char *text, enum command_where where, const char *expected)
{
	char *said = command_text(text, where);

	assert_string_equal(said, expected);
	free(said);
}

/* What a sentence calls a key is the key that the command has now. */
static void test_texts_name_own_keys(void **state)
{
	static const char write[] = "Saved.[write: Press {write} to save.|]";

	(void)state;
	check_text(write, WHERE_RUN, "Saved. Press w to save.");
	check_text(write, WHERE_START, "Saved. Press F8 to save."); /* letters are typed there */
	command_set_keys(COMMAND_WRITE, (const int[COMMAND_KEYS_MAX]){'E', KEYS_F(12)});
	check_text(write, WHERE_RUN, "Saved. Press E to save.");
	check_text(write, WHERE_START, "Saved. Press F12 to save.");
	command_set_keys(COMMAND_WRITE, (const int[COMMAND_KEYS_MAX]){0});
	check_text(write, WHERE_RUN, "Saved.");
	command_set_keys(COMMAND_WRITE, (const int[COMMAND_KEYS_MAX]){'w', KEYS_F(8)});
	assert_int_equal(command_called("retry-all"), COMMAND_RETRY_ALL);
	assert_int_equal(command_called("no-such"), COMMAND_NONE);
}

static void test_promised_keys(void **state)
{
	static const struct {
		int key;
		enum command command;
	} promised[] = {
	    {'/', COMMAND_SEARCH},
	    {'n', COMMAND_SEARCH_NEXT},
	    {'N', COMMAND_SEARCH_PREVIOUS},
	    {'f', COMMAND_FILTER},
	    {'z', COMMAND_FREEZE},
	    {'o', COMMAND_SYSTEM},
	    {'O', COMMAND_ORDER},
	    {'x', COMMAND_PRIVACY},
	    {'c', COMMAND_COPY_LINE},
	    {'r', COMMAND_RETRY},
	    {'R', COMMAND_RETRY_ALL},
	    {'s', COMMAND_SETTINGS},
	    {'w', COMMAND_WRITE},
	    {'y', COMMAND_COPY},
	    {'?', COMMAND_HELP},
	    {'p', COMMAND_PROVIDERS},
	    {'q', COMMAND_QUIT},
	    {'h', COMMAND_LEFT},
	    {'j', COMMAND_DOWN},
	    {'k', COMMAND_UP},
	    {'l', COMMAND_RIGHT},
	    {'t', COMMAND_PATH},
	    {KEYS_TAB, COMMAND_NEXT_PANE},
	    {KEYS_F(1), COMMAND_HELP},
	    {KEYS_F(10), COMMAND_QUIT},
	    {KEYS_ENTER, COMMAND_ENTER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof promised / sizeof *promised; i++)
		assert_int_equal(command_for_key(promised[i].key, WHERE_RUN), promised[i].command);
}

static void test_keys_have_names(void **state)
{
	char *keys = command_keys(COMMAND_PAGE_UP, ", ");

	(void)state;
	assert_string_equal(keys, "PgUp, Ctrl-B");
	free(keys);
	keys = command_keys(COMMAND_RETRY, " ");
	assert_string_equal(keys, "r F5");
	free(keys);
}

static void write_keys(struct buf *out)
{
	char room[16];

	buf_puts(out, ".SH KEYS\n");
	for (unsigned c = COMMAND_NONE + 1; c < COMMAND_COUNT_; c++) {
		const struct command_row *row = command_row((enum command)c);

		buf_puts(out, ".TP\n");
		for (size_t i = 0; i < COMMAND_KEYS_MAX && row->keys[i]; i++) {
			const char *name = keys_name(row->keys[i], room);

			buf_puts(out, i ? ", \\fB" : "\\fB");
			for (; *name; name++)
				buf_printf(out, *name == '-' ? "\\-" : "%c", *name);
			buf_puts(out, "\\fR");
		}
		buf_puts(out, " (");
		for (const char *name = row->name; *name; name++)
			buf_printf(out, *name == '-' ? "\\-" : "%c", *name);
		buf_printf(out, ")\n%s\n", row->help);
	}
}

/* The manual's section KEYS is the table's own text. */
static void test_manual(void **state)
{
	FILE *file = fopen(SRCDIR "/man/porthorn.1", "r");
	struct buf manual, wanted;
	int c;

	(void)state;
	if (!file)
		skip();
	buf_init(&manual, 0);
	buf_init(&wanted, 0);
	while ((c = getc(file)) != EOF)
		buf_putc(&manual, (char)c);
	fclose(file);
	write_keys(&wanted);
	if (!strstr(buf_text(&manual), buf_text(&wanted))) {
		fputs(buf_text(&wanted), stderr); /* cmocka cuts long messages */
		fail_msg("%s", "man/porthorn.1 must hold exactly that");
	}
	buf_clear(&manual);
	buf_clear(&wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows_are_whole),  cmocka_unit_test(test_keys_are_unique),
	    cmocka_unit_test(test_promised_keys),   cmocka_unit_test(test_texts_name_own_keys),
	    cmocka_unit_test(test_keys_have_names), cmocka_unit_test(test_manual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
