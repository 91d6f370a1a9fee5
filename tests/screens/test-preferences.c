/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's configuration file: what it sets, and what is said of each mistake in it. */
#include "config.h"
#include "preferences.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "ui/commands.h"
#include "ui/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void begin(struct preferences *p)
{
	*p = (struct preferences){0};
	limits_init(&p->limits);
}

static void options_are_set(void **state)
{
	static const char text[] = "# mine\n"
				   "\n"
				   "theme = high-contrast\n"
				   "  language=pt_BR  \r\n"
				   "history = no\n"
				   "SUMMARY = No\n"
				   "private = yes\n"
				   "accessible = yes\n"
				   "program = outlook\n"
				   "system = windows\n"
				   "limit.connect = 4000\n"
				   "key.retry = F12 Ctrl-R\n"
				   "key.explain = none";
	struct preferences p;
	char *error;

	(void)state;
	begin(&p);
	assert_true(preferences_read(&p, "config", text, &error));
	assert_null(error);
	assert_int_equal(p.theme, THEME_CONTRAST);
	assert_string_equal(p.language, "pt_BR");
	assert_true(p.no_history && p.no_summary && p.is_private && p.accessible);
	assert_string_equal(p.program, "outlook");
	assert_int_equal(p.system, SYSTEM_WINDOWS);
	assert_int_equal(p.limits.connect_ms, 4000);
	assert_int_equal(p.limits.tls_ms, 15000);
	assert_int_equal(command_for_key(KEYS_F(12), WHERE_RUN), COMMAND_RETRY);
	assert_int_equal(command_for_key(KEYS_CTRL('r'), WHERE_RUN), COMMAND_RETRY);
	assert_int_equal(command_for_key('r', WHERE_RUN), COMMAND_NONE);
	assert_int_equal(command_for_key('e', WHERE_RUN), COMMAND_NONE);
	preferences_clear(&p);
}

/* Each names file, line, and what would be right. */
static void mistakes_are_told(void **state)
{
	static const struct {
		const char *text, *error;
	} mistakes[] = {
	    {"theme dark", "f:1: A line is NAME = VALUE, such as theme = dark"},
	    {"\n\nthem = dark", "f:3: There is no option called \"them\". Did you mean theme?"},
	    {"theme = drak",
	     "f:1: There is no theme called \"drak\". Did you mean dark? Set theme to "
	     "auto, dark, light, mono or high-contrast."},
	    {"theme =", "f:1: The value is missing. Set theme to"},
	    {"history = perhaps", "f:1: Write yes or no, not \"perhaps\"."},
	    {"language = ../x", "f:1: \"../x\" isn't a language code. Set language to the code"},
	    {"system = windoes", "Did you mean windows? The names are: windows, macos, linux."},
	    {"program = outluk", "Did you mean outlook? The names are: thunderbird, "},
	    {"limit.conect = 1", "f:1: There is no limit called \"conect\". Did you mean connect?"},
	    {"limit.connect = soon", "f:1: The limit connect is a number from "},
	    {"limit.connect = 99999999", "f:1: The limit connect is a number from "},
	    {"key.retri = r", "f:1: There is no command called \"retri\". Did you mean retry?"},
	    {"key.retry = F99", "f:1: There is no key called \"F99\". Keys are set like this: "},
	    {"key.retry = Ctrl-C", "f:1: There is no key called \"Ctrl-C\"."},
	    {"key.retry = a b c d e", "f:1: A command has 4 keys at most."},
	    {"theme = dark\nkey.retry = q\n",
	     "f:2: The key q would do two things, retry and quit. "
	     "Give one of them another key, or none: key.retry = none."},
	};

	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		struct preferences p;
		char *error;

		begin(&p);
		assert_false(preferences_read(&p, "f", mistakes[i].text, &error));
		if (!strstr(error, mistakes[i].error))
			fail_msg("%s: \"%s\"", mistakes[i].text, error);
		free(error);
		preferences_clear(&p);
	}
	command_set_keys(COMMAND_RETRY, (const int[COMMAND_KEYS_MAX]){'r'});
}

static void write_file(const char *folder, const char *bytes, size_t len)
{
	char *name = mem_printf("%s/porthorn/config", folder);
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	fclose(file);
	free(name);
}

static void the_file_is_found(void **state)
{
	char folder[] = "/tmp/porthorn-preferences-XXXXXX";
	struct preferences p;
	char *error;

	(void)state;
	assert_non_null(mkdtemp(folder));
	setenv("XDG_CONFIG_HOME", folder, 1);
	assert_true(preferences_load(&p, &error)); /* none is fine */
	assert_int_equal(p.theme, THEME_AUTO);
	assert_int_equal(p.limits.connect_ms, 8000);
	char *below = mem_printf("%s/porthorn", folder), *file = mem_printf("%s/config", below);

	assert_int_equal(mkdir(below, 0700), 0);
	write_file(folder, "theme = light\n", 14);
	assert_true(preferences_load(&p, &error));
	assert_int_equal(p.theme, THEME_LIGHT);
	write_file(folder, "theme\0= light\n", 14);
	assert_false(preferences_load(&p, &error));
	assert_non_null(strstr(error, "config is no text"));
	free(error);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(mkdir(file, 0700), 0); /* a folder */
	assert_false(preferences_load(&p, &error));
	assert_non_null(strstr(error, "config cannot be read: "));
	free(error);
	rmdir(file);
	rmdir(below);
	rmdir(folder);
	free(file);
	free(below);
}

/* The manual has every option, and the name of every command. */
static void the_manual_has_all(void **state)
{
	FILE *file = fopen(SRCDIR "/man/porthorn.1", "r");
	struct buf manual;
	int c;

	(void)state;
	assert_non_null(file);
	buf_init(&manual, 0);
	while ((c = getc(file)) != EOF)
		buf_putc(&manual, (char)c);
	fclose(file);
	const char *section = strstr(buf_text(&manual), ".SH CONFIGURATION\n");

	assert_non_null(section);
	for (size_t i = 0; i < preferences_row_n; i++) {
		char *entry = mem_printf("\n\\fB%s\\fR", preferences_rows[i].name);

		if (!strstr(section, entry))
			fail_msg("the manual does not explain %s", preferences_rows[i].name);
		free(entry);
	}
	buf_clear(&manual);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(options_are_set),
	    cmocka_unit_test(mistakes_are_told),
	    cmocka_unit_test(the_file_is_found),
	    cmocka_unit_test(the_manual_has_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
