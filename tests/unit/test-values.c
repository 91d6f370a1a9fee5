/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values in the manual, the completions and the report's schema, compared with the tables. Each
 * value that is missing, or that no table has, is reported with the file to change.
 */
#include "config.h"
#include "base/mem.h"
#include "base/str.h"
#include "know/programs.h"
#include "reason/parties.h"
#include "know/services.h"
#include "reason/facts/facts.h"
#include "reason/path/trace.h"
#include "reason/starttls.h"
#include "reason/summary.h"
#include "report/report.h"
#include "report/setup.h"
#include "run/limits.h"
#include "ui/theme.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define MANUAL "man/porthorn.1"
#define BASH "completions/porthorn.bash"
#define ZSH "completions/_porthorn"
#define FISH "completions/porthorn.fish"
#define SCHEMA "data/report.schema.json"

static size_t complaints;

__attribute__((format(printf, 2, 3))) static void complain(const char *file, const char *format,
							   ...)
{
	va_list args;

	va_start(args, format);
	print_error("%s: ", file);
	vprint_error(format, args);
	print_error("\n");
	va_end(args);
	complaints++;
}

static int begin(void **state)
{
	(void)state;
	complaints = 0;
	return 0;
}

/* ---- files ---- */

static char *read_source(const char *name)
{
	char *path = mem_printf("%s/%s", SRCDIR, name);
	FILE *file = fopen(path, "r");
	struct buf text;
	int c;

	if (!file)
		fail_msg("%s cannot be read", path);
	buf_init(&text, 0);
	while ((c = getc(file)) != EOF)
		buf_putc(&text, (char)c);
	fclose(file);
	free(path);
	return buf_take(&text);
}

/* Takes ownership of text: the same without roff's fonts, quotes and escapes. */
static char *plain(char *text)
{
	static const char *const marks[] = {"\\fB", "\\fI", "\\fR", ".BR ", ".B ", "\\", "\""};
	struct buf out;

	buf_init(&out, 0);
	for (const char *at = text; *at;) {
		size_t len = 0;

		for (size_t i = 0; i < sizeof marks / sizeof *marks && !len; i++)
			if (!strncmp(at, marks[i], strlen(marks[i])))
				len = strlen(marks[i]);
		if (!len)
			buf_putc(&out, *at);
		at += len ? len : 1;
	}
	free(text);
	return buf_take(&out);
}

/* ---- lists of words ---- */

/* The names of a table; cleared by check_list(). */
static struct strs services(void)
{
	struct strs names = {0};

	for (int s = 0; s < SERVICE_COUNT_; s++)
		strs_add(&names, service_name((enum service)s));
	return names;
}

static struct strs ports(bool usual)
{
	struct strs names = {0};

	for (int s = 0; s < SERVICE_COUNT_; s++)
		if (!usual || service_row((enum service)s)->usual)
			strs_append(&names, mem_printf("%d", service_row((enum service)s)->port));
	return names;
}

static struct strs formats(void)
{
	size_t n;
	const struct report_format *all = report_formats(&n);
	struct strs names = {0};

	for (size_t i = 0; i < n; i++)
		strs_add(&names, all[i].name);
	return names;
}

static struct strs themes(void)
{
	struct strs names = {0};

	for (int i = 0; i < THEME_COUNT_; i++)
		strs_add(&names, theme_name((enum theme)i));
	return names;
}

static struct strs programs(void)
{
	struct strs names = {0};
	size_t n;
	const struct program *all = program_all(&n);

	for (size_t i = 0; i < n; i++)
		strs_add(&names, all[i].id);
	return names;
}

static struct strs setups(void)
{
	struct strs names = {0};
	size_t n;
	const struct setup_format *all = setup_formats(&n);

	for (size_t i = 0; i < n; i++)
		strs_add(&names, all[i].name);
	return names;
}

static struct strs parties(void)
{
	struct strs names = {0};

	for (unsigned i = 0; i < PARTY_COUNT_; i++)
		strs_add(&names, party_name((enum party)i));
	return names;
}

static void compare(const char *file, const char *what, const struct strs *said,
		    const struct strs *names)
{
	for (size_t i = 0; i < names->n; i++)
		if (!strs_has(said, names->v[i]))
			complain(file, "the %s %s is missing", what, names->v[i]);
	for (size_t i = 0; i < said->n; i++)
		if (!strs_has(names, said->v[i]))
			complain(file, "%s is no %s", said->v[i], what);
}

/* The words of file between start and end are the names, which are cleared. */
static void check_list(const char *file, const char *what, const char *start, const char *end,
		       struct strs names)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	char *text = plain(read_source(file));
	const char *at = strstr(text, start);
	const char *stop = at ? strstr(at + strlen(start), end) : NULL;
	struct strs said = {0};

	if (!stop)
		fail_msg("%s: no \"%s…%s\"", file, start, end);
	for (at += strlen(start); at < stop;) {
		size_t len = strspn(at, letters);
		char *word = mem_strndup(at, len);

		if (len && !str_eq(word, "and"))
			strs_add(&said, word);
		free(word);
		at += len ? len : 1;
	}
	compare(file, what, &said, &names);
	strs_clear(&said);
	strs_clear(&names);
	free(text);
}

static void test_services(void **state)
{
	(void)state;
	check_list(MANUAL, "service", "The names are\n", ".\n", services());
	check_list(BASH, "service", "local services='", "'", services());
	check_list(ZSH, "service", ":service:(", ")", services());
	check_list(FISH, "service", "set -l services ", "\n", services());
	assert_int_equal(complaints, 0);
}

static void test_ports(void **state)
{
	(void)state;
	check_list(MANUAL, "usual port", "the seven mail ports (", ".", ports(true));
	check_list(BASH, "port", "--port) COMPREPLY=($(compgen -W '", "'", ports(false));
	check_list(ZSH, "port", ":port:(", ")", ports(false));
	check_list(FISH, "port", "-l port -x -a ", " -d", ports(false));
	assert_int_equal(complaints, 0);
}

static void test_formats(void **state)
{
	(void)state;
	check_list(MANUAL, "report format", ".TP\n--report ", "\n", formats());
	check_list(BASH, "report format", "--report) COMPREPLY=($(compgen -W '", "'", formats());
	check_list(ZSH, "report format", ":format:(", ")", formats());
	check_list(FISH, "report format", "-l report -x -a ", " -d", formats());
	assert_int_equal(complaints, 0);
}

static void test_themes(void **state)
{
	(void)state;
	check_list(MANUAL, "theme", ".TP\n--theme ", "\n", themes());
	check_list(BASH, "theme", "--theme) COMPREPLY=($(compgen -W '", "'", themes());
	check_list(ZSH, "theme", ":theme:(", ")", themes());
	check_list(FISH, "theme", "-l theme -x -a ", " -d", themes());
	assert_int_equal(complaints, 0);
}

static void test_programs(void **state)
{
	(void)state;
	check_list(MANUAL, "mail program", ".TP\n--for ", "\n", programs());
	check_list(BASH, "mail program", "--for) COMPREPLY=($(compgen -W '", "'", programs());
	check_list(ZSH, "mail program", ":program:(", ")", programs());
	check_list(FISH, "mail program", "-l for -x -a ", " -d", programs());
	assert_int_equal(complaints, 0);
}

static void test_setups(void **state)
{
	(void)state;
	check_list(MANUAL, "setup file", ".TP\n--write ", "\n", setups());
	check_list(BASH, "setup file", "--write) COMPREPLY=($(compgen -W '", "'", setups());
	check_list(ZSH, "setup file", "--write=[write a file that sets up a mail program]:file:(",
		   ")", setups());
	check_list(FISH, "setup file", "-l write -x -a ", " -d", setups());
	assert_int_equal(complaints, 0);
}

static void test_parties(void **state)
{
	(void)state;
	check_list(MANUAL, "party", ".TP\n--to ", "\n", parties());
	check_list(BASH, "party", "--to) COMPREPLY=($(compgen -W '", "'", parties());
	check_list(ZSH, "party", ":party:(", ")", parties());
	check_list(FISH, "party", "-l to -x -a ", " -d", parties());
	assert_int_equal(complaints, 0);
}

/* ---- limits ---- */

/* The text of a limit in the manual: the table's text, its default, and nothing else. */
static void check_limit(const struct limits_row *row, const char *text)
{
	char *value = mem_printf(", %d unless set", row->value);
	const char *stop = strchr(text, '.');

	if (!str_istarts(text, row->what))
		complain(MANUAL, "the limit %s is not \"%s\"", row->name, row->what);
	if (!strstr(text, value))
		complain(MANUAL, "the limit %s does not say \"%s\"", row->name, value + 2);
	if (!stop || stop[1])
		complain(MANUAL, "the limit %s is not one sentence: \"%s\"", row->name, text);
	free(value);
}

/* The first paragraph of the limit's entry, on one line; NULL without an entry.  The caller
 * frees. */
static char *limit_text(const char *section, const char *name)
{
	char *head = mem_printf(".TP\n%s\n", name);
	const char *at = strstr(section, head);
	char *text = NULL;

	if (at) {
		at += strlen(head);
		text = mem_strndup(at, strstr(at, "\n.") ? (size_t)(strstr(at, "\n.") - at)
							 : strlen(at));
		for (char *c = text; *c; c++)
			*c = *c == '\n' ? ' ' : *c;
	}
	free(head);
	return text;
}

static void test_limits(void **state)
{
	char *text = plain(read_source(MANUAL));
	char *section = strstr(text, ".SH LIMITS\n");
	char *end = section ? strstr(section + 1, "\n.SH ") : NULL;
	size_t entries = 0;

	(void)state;
	assert_non_null(end);
	*end = '\0';
	for (size_t i = 0; i < limits_row_n; i++) {
		char *said = limit_text(section, limits_rows[i].name);

		if (said)
			check_limit(&limits_rows[i], said);
		else
			complain(MANUAL, "the limit %s is missing", limits_rows[i].name);
		free(said);
	}
	for (const char *at = section; (at = strstr(at, ".TP\n")); at++)
		entries++;
	if (entries > limits_row_n)
		complain(MANUAL, "%zu limits, but there are only %zu", entries, limits_row_n);
	free(text);
	assert_int_equal(complaints, 0);
}

/* ---- the schema ---- */

#define NAMER(type)                                                                                \
	static const char *name_##type(unsigned i)                                                 \
	{                                                                                          \
		return type##_name((enum type)i);                                                  \
	}
NAMER(acceptance)
NAMER(answer)
NAMER(certainty)
NAMER(family)
NAMER(nameless)
NAMER(outcome)
NAMER(place)
NAMER(secrecy)
NAMER(security)
NAMER(segment)
NAMER(service)
NAMER(stage)
NAMER(starttls_use)
NAMER(tls_version)
NAMER(trace_mark)
NAMER(verdict)
NAMER(why)

#define ENDPOINT "endpoint/properties/"

static const struct listed {
	const char *where; /* in $defs; its enum, or the keys of its properties */
	const char *(*name)(unsigned i);
	unsigned from, count;
} listed[] = {
    {"answer/enum", name_answer, 0, ANSWER_COUNT_},
    {"outcome/enum", name_outcome, 0, OUTCOME_COUNT_},
    {"verdict/enum", name_verdict, 0, VERDICT_COUNT_},
    {"security/enum", name_security, 0, SECURITY_COUNT_},
    {"hop_outcome/enum", name_trace_mark, 0, TRACE_COUNT_},
    {"hop/properties/segment/enum", name_segment, 0, SEGMENT_COUNT_},
    {ENDPOINT "service/enum", name_service, 0, SERVICE_COUNT_},
    {ENDPOINT "why/enum", name_why, 0, WHY_COUNT_},
    {ENDPOINT "family/enum", name_family, FAMILY_IPV4, FAMILY_COUNT_},
    {"cross/properties/family/enum", name_family, FAMILY_IPV4, FAMILY_COUNT_},
    {ENDPOINT "stages/properties", name_stage, 0, STAGE_COUNT_},
    {ENDPOINT "starttls/enum", name_starttls_use, STARTTLS_REQUIRED, STARTTLS_USE_COUNT_},
    {ENDPOINT "tls_versions/properties", name_tls_version, 0, TLS_VERSION_COUNT_},
    {ENDPOINT "tls_versions/properties/TLS1.2/enum", name_acceptance, 0, ACCEPTANCE_COUNT_},
    {ENDPOINT "tls_forward_secrecy/enum", name_secrecy, 0, SECRECY_COUNT_},
    {ENDPOINT "tls_without_name/enum", name_nameless, 0, NAMELESS_COUNT_},
    {"finding/properties/certainty/enum", name_certainty, 0, CERTAINTY_COUNT_},
    {"finding/properties/place/enum", name_place, 0, PLACE_COUNT_},
};

static const json_t *member(const json_t *root, const char *where)
{
	struct strs steps = {0};
	const json_t *at = json_object_get(root, "$defs");

	strs_split(&steps, where, "/");
	for (size_t i = 0; i < steps.n; i++)
		at = json_object_get(at, steps.v[i]);
	strs_clear(&steps);
	return at;
}

/* The strings of an array, or the keys of an object. */
static struct strs words_of(const json_t *list)
{
	struct strs words = {0};
	const char *key;
	json_t *value;
	size_t i;

	json_array_foreach(list, i, value)
	{
		if (json_is_string(value))
			strs_add(&words, json_string_value(value));
	}
	json_object_foreach((json_t *)list, key, value)
	{
		strs_add(&words, key);
	}
	return words;
}

static void test_schema(void **state)
{
	char *text = read_source(SCHEMA);
	json_t *root = json_loads(text, 0, NULL);

	(void)state;
	assert_non_null(root);
	for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) {
		const struct listed *row = &listed[i];
		struct strs said = words_of(member(root, row->where)), names = {0};

		for (unsigned x = row->from; x < row->count; x++)
			strs_add(&names, row->name(x));
		compare(SCHEMA, row->where, &said, &names);
		strs_clear(&said);
		strs_clear(&names);
	}
	json_decref(root);
	free(text);
	assert_int_equal(complaints, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_services, begin),
	    cmocka_unit_test_setup(test_ports, begin),
	    cmocka_unit_test_setup(test_formats, begin),
	    cmocka_unit_test_setup(test_themes, begin),
	    cmocka_unit_test_setup(test_programs, begin),
	    cmocka_unit_test_setup(test_setups, begin),
	    cmocka_unit_test_setup(test_parties, begin),
	    cmocka_unit_test_setup(test_limits, begin),
	    cmocka_unit_test_setup(test_schema, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
