/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Case files: a round trip, and every way in which one can be broken. Linked without a network. */
#include "config.h"
#include "case/case.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/save.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static char *folder; /* of this test, removed at its end */

static char *in_folder(const char *name)
{
	return mem_printf("%s/%s", folder, name);
}

static char *content(const char *file)
{
	FILE *stream = fopen(file, "re");
	struct buf text;
	int c;

	assert_non_null(stream);
	buf_init(&text, 0);
	while ((c = getc(stream)) != EOF)
		buf_putc(&text, (char)c);
	fclose(stream);
	return buf_take(&text);
}

static void store(const char *file, const char *text)
{
	FILE *stream = fopen(file, "we");

	assert_non_null(stream);
	fputs(text, stream);
	fclose(stream);
}

static struct target *rich_target(void)
{
	struct target *t = target_new("mail.example.org");

	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "mail.example.org", 993);
	t->provider = mem_strdup("example");
	t->email = mem_strdup("someone@example.org \x1b[2J \xff");
	strs_add(&t->notes, "One note.");
	strs_add(&t->codes, "app-password");
	strs_add(
	    &target_add(t, SERVICE_SUBMISSION, SECURITY_STARTTLS, "smtp.example.org", 2587)->login,
	    "oauth2");
	target_override(t, "smtp.example.org", FAMILY_IPV4, "127.0.0.1", 2587, 40000);
	target_reference(t, SERVICE_SUBMISSION, "smtp.example.net", 587);
	t->want_ipv6 = false;
	t->only_target = true;
	return t;
}

static void a_case_comes_back(void **state)
{
	char *file = in_folder("round.case"), *copy = in_folder("again.case"), *error = NULL;
	struct log log = {0};
	struct event *e = event_new(EVENT_RUN_BEGIN, 0);

	(void)state;
	e->time = 1700000000;
	log_append(&log, e);
	e = event_new(EVENT_LINE_RECEIVED, 1);
	event_set_bytes(&e->text, "220 \\ \x1b]0;x\x07 \xe2\x80\xae \xff", 17);
	log_append(&log, e);
	struct record *r = record_of_log(rich_target(), &log, &error);

	assert_non_null(r);
	assert_int_equal(log.n, 0);
	assert_true(case_save(r, file, false, &error));
	struct record *again = case_open(file, &error);

	assert_non_null(again);
	assert_true(case_save(again, copy, false, &error));
	char *first = content(file), *second = content(copy);

	assert_string_equal(first, second);
	assert_string_equal(again->target->email, r->target->email);
	assert_int_equal(again->target->overrides[0].connect_port, 40000);
	assert_int_equal(again->target->reference_n, 1);
	assert_int_equal(again->target->references[0].service, SERVICE_SUBMISSION);
	assert_string_equal(again->target->references[0].host, "smtp.example.net");
	assert_int_equal(again->target->references[0].port, 587);
	assert_string_equal(again->log.v[1]->text, r->log.v[1]->text);
	free(first);
	free(second);
	free(copy);
	record_free(again);
	record_free(r);
	free(file);
}

#define FIRST                                                                                      \
	"{\"porthorn-case\":1,\"target\":{\"label\":\"x\",\"want_ipv4\":true,\"want_ipv6\":false," \
	"\"servers\":[{\"service\":\"imaps\",\"security\":\"tls\",\"host\":\"h\",\"port\":993}]}}" \
	"\n"
#define TARGET_WITH(server)                                                                        \
	"{\"porthorn-case\":1,\"target\":{\"label\":\"x\",\"want_ipv4\":true,\"servers\":["        \
	"{\"service\":\"imaps\",\"security\":\"tls\"," server "}]}}\n"
#define BEGIN "{\"seq\":1,\"at_us\":0,\"type\":\"run.begin\",\"time\":1}\n"

static void a_broken_case_is_named_with_its_line(void **state)
{
	static const struct {
		const char *text, *line, *says;
	} cases[] = {
	    {"", ":1: ", "empty"},
	    {"\n", ":1: ", "a porthorn case"},
	    {"hello\n", ":1: ", "a porthorn case"},
	    {"{\"porthorn-case\":2,\"target\":{}}\n", ":1: ", "format 2"},
	    {"{\"porthorn-case\":1}\n", ":1: ", "target"},
	    {"{\"porthorn-case\":1,\"target\":{\"label\":7}}\n", ":1: ", "label"},
	    {"{\"porthorn-case\":1,\"target\":{\"servers\":[{\"host\":\"h\",\"port\":70000}]}}\n",
	     ":1: ", "port"},
	    {"{\"porthorn-case\":1,\"target\":{\"servers\":[{\"host\":\"h\",\"port\":1,\"service\":"
	     "\"fax\"}]}}\n",
	     ":1: ", "service"},
	    {"{\"porthorn-case\":1,\"target\":{\"servers\":[{}]}}\n", ":1: ", "servers"},
	    {TARGET_WITH("\"host\":\"-oX\",\"port\":993"), ":1: ", "servers"},
	    {TARGET_WITH("\"host\":\"a&b\",\"port\":993"), ":1: ", "servers"},
	    {TARGET_WITH("\"host\":\"a.-b\",\"port\":993"), ":1: ", "servers"},
	    {TARGET_WITH("\"host\":\"a'b\",\"port\":993"), ":1: ", "servers"},
	    {TARGET_WITH("\"host\":\"a\\u001bb\",\"port\":993"), ":1: ", "servers"},
	    {TARGET_WITH("\"host\":\"h\",\"port\":993") BEGIN "{\"type\":\"run.end\"\n",
	     ":3: ", "not a JSON object"},
	    {FIRST "\n" BEGIN "{\"type\":\"no.such\"}\n", ":4: ", "event type"},
	    {FIRST BEGIN "{\"type\":\"run.end\",\"outcome\":\"splendid\"}\n", ":3: ", "outcome"},
	    {FIRST BEGIN BEGIN, ":3: ", "two cases"},
	    {FIRST "{\"type\":\"probe.end\",\"endpoint\":5}\n", ": ", "endpoint 5"},
	};
	char *file = in_folder("broken.case");

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *error = NULL;

		store(file, cases[i].text);
		assert_null(case_open(file, &error));
		assert_non_null(error);
		assert_int_equal(strncmp(error, file, strlen(file)), 0);
		if (strncmp(error + strlen(file), cases[i].line, strlen(cases[i].line)) ||
		    !strstr(error, cases[i].says))
			fail_msg("case %zu: %s", i, error);
		free(error);
	}
	char *error = NULL;
	char *missing = in_folder("missing.case");

	assert_null(case_open(missing, &error));
	assert_non_null(strstr(error, "missing.case"));
	free(error);
	free(missing);
	free(file);
}

/* Bounds of reading: a NUL byte, a line that does not end. */
static void a_case_is_bounded(void **state)
{
	char *file = in_folder("bounded.case"), *error = NULL;
	FILE *out = fopen(file, "we");

	(void)state;
	assert_non_null(out);
	fwrite(FIRST "\0\n", 1, sizeof FIRST + 1, out);
	fclose(out);
	assert_null(case_open(file, &error));
	assert_non_null(strstr(error, ":2: "));
	assert_non_null(strstr(error, "NUL byte"));
	free(error);
	error = NULL;
	out = fopen(file, "we");
	fputs(FIRST, out);
	for (int i = 0; i <= CASE_LINE_MAX; i++)
		putc('x', out);
	fclose(out);
	assert_null(case_open(file, &error));
	assert_non_null(strstr(error, ":2: the line is longer than"));
	free(error);
	unlink(file);
	free(file);
}

/* Opening a pipe without a writer would wait for ever. */
static void a_case_is_a_regular_file(void **state)
{
	char *pipe = in_folder("pipe.case");
	const char *files[] = {pipe, "/dev/zero", "."};

	(void)state;
	assert_int_equal(mkfifo(pipe, 0600), 0);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *error = NULL;

		assert_null(case_open(files[i], &error));
		assert_non_null(strstr(error, "not a regular file"));
		free(error);
	}
	free(pipe);
}

static void a_case_has_limits(void **state)
{
	char *file = in_folder("long.case"), *error = NULL;
	FILE *stream = fopen(file, "we");

	(void)state;
	assert_non_null(stream);
	fputs(FIRST, stream);
	for (int i = 0; i <= CASE_LINE_MAX; i++)
		putc(' ', stream);
	fclose(stream);
	assert_null(case_open(file, &error));
	assert_non_null(strstr(error, ":2: "));
	assert_non_null(strstr(error, "CASE_LINE_MAX"));
	free(error);
	free(file);
}

static void saving_is_careful(void **state)
{
	char *file = in_folder("out.txt"), *error = NULL;
	struct stat at;

	(void)state;
	assert_true(save_file(file, "one", 3, false, &error));
	assert_int_equal(stat(file, &at), 0);
	assert_int_equal(at.st_mode & 0777, 0600);
	assert_false(save_file(file, "two", 3, false, &error));
	assert_non_null(strstr(error, "--force"));
	free(error);
	char *text = content(file);

	assert_string_equal(text, "one");
	free(text);
	assert_true(save_file(file, "two", 3, true, &error));
	text = content(file);
	assert_string_equal(text, "two");
	free(text);
	assert_false(save_file(folder, "x", 1, true, &error));
	free(error);
	assert_false(save_check("/dev/null", true, &error));
	free(error);
	assert_false(save_check("/nowhere/at/all", false, &error));
	free(error);
	assert_false(save_check("", false, &error));
	free(error);
	free(file);
}

static int make_folder(void **state)
{
	char name[] = "/tmp/porthorn-test.XXXXXX";

	(void)state;
	folder = mem_strdup(mkdtemp(name));
	return folder ? 0 : -1;
}

/* Removes everything there; a temporary file left behind makes rmdir fail. */
static int remove_folder(void **state)
{
	static const char *const names[] = {"round.case", "again.case", "broken.case",
					    "long.case",  "pipe.case",	"out.txt"};
	int left;

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *file = in_folder(names[i]);

		unlink(file);
		free(file);
	}
	left = rmdir(folder);
	free(folder);
	return left;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_case_comes_back),
	    cmocka_unit_test(a_broken_case_is_named_with_its_line),
	    cmocka_unit_test(a_case_is_bounded),
	    cmocka_unit_test(a_case_is_a_regular_file),
	    cmocka_unit_test(a_case_has_limits),
	    cmocka_unit_test(saving_is_careful),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
