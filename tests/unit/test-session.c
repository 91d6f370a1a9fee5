/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions over a worker that is played by this test, and case files: a round
 * trip, and every way in which one can be broken.
 */
#include "config.h"
#include "session/session.h"

#include "base/mem.h"
#include "run/worker.h"
#include "session/case.h"
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

/* ---- the worker of this test: it notes its orders and hands over what the test says ---- */

struct worker {
	struct event *queue[256];
	size_t queued;
	unsigned started[256];
	size_t start_n;
	size_t cancels, paths, tls_probes;
	bool refuse;
};
static struct worker fake;
static struct strs looked_up; /* "MX example.org" */

struct worker *worker_new(const struct engine_options *options, char **ret_error)
{
	(void)options;
	if (!fake.refuse)
		return &fake;
	*ret_error = mem_strdup("no thread today");
	return NULL;
}

int worker_fd(const struct worker *w)
{
	(void)w;
	return 99;
}

struct event **worker_take(struct worker *w, size_t *ret_n)
{
	struct event **all = mem_calloc(w->queued, sizeof *all);

	memcpy(all, w->queue, w->queued * sizeof *all);
	*ret_n = w->queued;
	w->queued = 0;
	return all;
}

void worker_start(struct worker *w, const struct endpoint *e)
{
	w->started[w->start_n++] = e->id;
}

void worker_cancel(struct worker *w, unsigned endpoint)
{
	(void)w;
	(void)endpoint;
}

void worker_cancel_all(struct worker *w)
{
	w->cancels++;
}

void worker_look_up(struct worker *w, enum lookup_type type, const char *name)
{
	(void)w;
	strs_append(&looked_up, mem_printf("%s %s", lookup_type_name(type), name));
}

void worker_path(struct worker *w, struct endpoint *suspect, struct endpoint *working)
{
	assert_non_null(suspect->address);
	endpoint_free(suspect);
	endpoint_free(working);
	w->paths++;
}

void worker_try_tls(struct worker *w, struct endpoint *e, enum tls_trial tls_probe)
{
	assert_non_null(e->address);
	endpoint_free(e);
	(void)tls_probe;
	w->tls_probes++;
}

void worker_free(struct worker *w, struct event ***ret_events, size_t *ret_n)
{
	(void)ret_events;
	(void)ret_n;
	for (size_t i = 0; w && i < w->queued; i++)
		event_free(w->queue[i]);
}

static struct event *say(enum event_type type, unsigned endpoint)
{
	struct event *e = event_new(type, endpoint);

	e->at_us = 1000 * (int64_t)(fake.start_n + fake.queued);
	e->attempt = endpoint ? 1 : 0;
	fake.queue[fake.queued++] = e;
	return e;
}

static void say_dns(unsigned endpoint, enum family family, const char *addresses)
{
	struct event *e = say(EVENT_DNS_ANSWER, endpoint);

	e->family = family;
	e->host = mem_strdup("mail.example.org");
	strs_split(&e->list, addresses, " ");
}

static void say_end(unsigned endpoint, enum outcome outcome)
{
	say(EVENT_PROBE_BEGIN, endpoint);
	say(EVENT_PROBE_END, endpoint)->outcome = outcome;
}

static struct target *one_server(void)
{
	struct target *t = target_new("mail.example.org");

	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "mail.example.org", 993);
	return t;
}

static struct session *begin(void)
{
	char *error = NULL;

	fake = (struct worker){0};
	struct session *s = session_new(one_server(), NULL, &error);

	assert_non_null(s);
	assert_null(error);
	return s;
}

static size_t count(const struct session *s, enum event_type type, enum outcome outcome)
{
	const struct log *log = session_log(s);
	size_t n = 0;

	for (size_t i = 0; i < log->n; i++)
		n += log->v[i]->type == type && log->v[i]->outcome == outcome;
	return n;
}

/* ---- the life of a session ---- */

static void a_run_ends_once(void **state)
{
	struct session *s = begin();

	(void)state;
	assert_int_equal(fake.start_n, 2); /* IPv4 and IPv6 */
	assert_int_equal(session_fd(s), 99);
	assert_true(session_live(s));
	assert_false(session_done(s));
	assert_int_equal(session_pump(s), 0);
	say_end(1, OUTCOME_OK);
	assert_int_equal(session_pump(s), 2);
	assert_false(session_done(s));
	say_end(2, OUTCOME_REFUSED);
	session_pump(s);
	assert_true(session_done(s));
	assert_int_equal(count(s, EVENT_RUN_END, OUTCOME_OK), 1);
	session_pump(s);
	assert_int_equal(count(s, EVENT_RUN_END, OUTCOME_OK), 1);
	session_free(s);
}

static void further_addresses_are_started(void **state)
{
	struct session *s = begin();

	(void)state;
	say_dns(1, FAMILY_IPV4, "192.0.2.1 192.0.2.2");
	say_end(1, OUTCOME_OK);
	say_end(2, OUTCOME_OK);
	session_pump(s);
	assert_int_equal(fake.start_n, 3);
	assert_false(session_done(s));
	say_end(3, OUTCOME_OK);
	session_pump(s);
	assert_true(session_done(s));
	assert_int_equal(session_summary(s)->total, 3);
	session_free(s);
}

static void a_retry_is_a_run_again(void **state)
{
	struct session *s = begin();

	(void)state;
	say_end(1, OUTCOME_REFUSED);
	say_end(2, OUTCOME_REFUSED);
	session_pump(s);
	assert_true(session_done(s));
	session_retry(s, 2);
	session_retry(s, 77); /* there is no such row */
	assert_int_equal(fake.start_n, 3);
	assert_int_equal(fake.started[2], 2);
	assert_false(session_done(s));
	say_end(2, OUTCOME_OK);
	session_pump(s);
	assert_true(session_done(s));
	assert_int_equal(count(s, EVENT_RUN_END, OUTCOME_OK), 2);
	session_retry_all(s);
	assert_int_equal(fake.start_n, 5);
	assert_false(session_done(s));
	session_free(s);
}

/* A probe under way that is asked for again ends twice: once cancelled, once for good. */
static void a_retry_under_way_counts_both_ends(void **state)
{
	struct session *s = begin();

	(void)state;
	session_retry(s, 1);
	say_end(1, OUTCOME_CANCELLED);
	say_end(2, OUTCOME_OK);
	session_pump(s);
	assert_false(session_done(s));
	say_end(1, OUTCOME_OK);
	session_pump(s);
	assert_true(session_done(s));
	session_free(s);
}

static void cancelling_starts_nothing_new(void **state)
{
	struct session *s = begin();

	(void)state;
	session_cancel(s);
	assert_int_equal(fake.cancels, 1);
	say_dns(1, FAMILY_IPV4, "192.0.2.1 192.0.2.2");
	say_end(1, OUTCOME_CANCELLED);
	say_end(2, OUTCOME_CANCELLED);
	session_pump(s);
	assert_int_equal(fake.start_n, 2);
	assert_true(session_done(s));
	assert_int_equal(count(s, EVENT_RUN_END, OUTCOME_CANCELLED), 1);
	session_cancel(s); /* nothing is under way any more */
	assert_int_equal(fake.cancels, 1);
	session_retry(s, 3); /* the row that never began */
	assert_int_equal(fake.started[2], 3);
	session_free(s);
}

static void out_of_time_is_the_end(void **state)
{
	struct session *s = begin();

	(void)state;
	say(EVENT_RUN_END, 0)->outcome = OUTCOME_TIMEOUT;
	say_dns(1, FAMILY_IPV4, "192.0.2.1 192.0.2.2");
	say_end(1, OUTCOME_CANCELLED);
	session_pump(s);
	assert_false(session_done(s));
	say_end(2, OUTCOME_CANCELLED);
	session_pump(s);
	assert_true(session_done(s));
	assert_int_equal(fake.start_n, 2);
	assert_int_equal(count(s, EVENT_RUN_END, OUTCOME_OK), 0);
	session_free(s);
}

static void a_sweep_is_waited_for(void **state)
{
	struct session *s = begin();

	(void)state;
	say_end(1, OUTCOME_OK);
	say_end(2, OUTCOME_TIMEOUT);
	session_pump(s);
	session_path(s, 2); /* where to is not known */
	assert_int_equal(fake.paths, 0);
	assert_true(session_done(s));
	session_retry(s, 2);
	say(EVENT_PROBE_BEGIN, 2);
	say_dns(2, FAMILY_IPV6, "2001:db8::1");
	say(EVENT_PROBE_END, 2)->outcome = OUTCOME_CANCELLED;
	session_pump(s);
	assert_int_equal(fake.paths, 0);
	session_path(s, 2);
	session_path(s, 99);
	assert_int_equal(fake.paths, 1);
	assert_false(session_done(s));
	say(EVENT_PATH_BEGIN, 2);
	session_pump(s);
	assert_false(session_done(s));
	say(EVENT_PATH_END, 2)->outcome = OUTCOME_OK;
	session_pump(s);
	assert_false(session_done(s));
	say(EVENT_PATH_DONE, 2);
	session_pump(s);
	assert_true(session_done(s));
	session_free(s);
}

static void no_thread_is_told(void **state)
{
	char *error = NULL;

	(void)state;
	fake = (struct worker){.refuse = true};
	assert_null(session_new(one_server(), NULL, &error));
	assert_string_equal(error, "no thread today");
	free(error);
}

/* ---- files ---- */

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
	struct target *t = one_server();

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
	char *file = in_folder("round.case"), *error = NULL;
	struct log log = {0};
	struct event *e = event_new(EVENT_RUN_BEGIN, 0);

	(void)state;
	e->time = 1700000000;
	log_append(&log, e);
	e = event_new(EVENT_LINE_RECEIVED, 1);
	event_set_bytes(&e->text, "220 \\ \x1b]0;x\x07 \xe2\x80\xae \xff", 17);
	log_append(&log, e);
	struct session *s = session_of_log(rich_target(), &log, &error);

	assert_non_null(s);
	assert_int_equal(log.n, 0);
	assert_true(session_save_case(s, file, false, &error));
	struct session *again = session_open_case(file, &error);

	assert_non_null(again);
	assert_false(session_live(again));
	assert_true(session_done(again));
	assert_int_equal(session_fd(again), -1);
	struct buf first, second;

	buf_init(&first, 0);
	buf_init(&second, 0);
	case_write(&first, session_target(s), session_log(s));
	case_write(&second, session_target(again), session_log(again));
	assert_string_equal(buf_text(&first), buf_text(&second));
	assert_string_equal(session_target(again)->email, session_target(s)->email);
	assert_int_equal(session_target(again)->overrides[0].connect_port, 40000);
	assert_int_equal(session_target(again)->reference_n, 1);
	assert_int_equal(session_target(again)->references[0].service, SERVICE_SUBMISSION);
	assert_string_equal(session_target(again)->references[0].host, "smtp.example.net");
	assert_int_equal(session_target(again)->references[0].port, 587);
	assert_string_equal(session_log(again)->v[1]->text, session_log(s)->v[1]->text);
	buf_clear(&first);
	buf_clear(&second);
	session_free(again);
	session_free(s);
	free(file);
}

/* Two names answer in either order: the numbers of the further rows come from the log, so a case
 * has them again. */
static void a_case_numbers_its_rows_alike(void **state)
{
	char *file = in_folder("rows.case"), *error = NULL;
	struct session *s = begin();

	(void)state;
	say_dns(2, FAMILY_IPV6, "2001:db8::1 2001:db8::2");
	session_pump(s);
	say_dns(1, FAMILY_IPV4, "192.0.2.1 192.0.2.2");
	session_pump(s);
	assert_int_equal(session_plan(s)->n, 4);
	assert_true(session_save_case(s, file, false, &error));
	struct session *again = session_open_case(file, &error);

	assert_non_null(again);
	assert_int_equal(session_plan(again)->n, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct endpoint *a = &session_plan(s)->v[i], *b = &session_plan(again)->v[i];

		assert_int_equal(a->family, b->family);
		assert_true(str_eq(a->address, b->address));
	}
	session_free(again);
	session_free(s);
	free(file);
}

#define FIRST                                                                                      \
	"{\"porthorn-case\":1,\"target\":{\"label\":\"x\",\"want_ipv4\":true,\"want_ipv6\":false," \
	"\"servers\":[{\"service\":\"imaps\",\"security\":\"tls\",\"host\":\"h\",\"port\":993}]}}" \
	"\n"
#define BEGIN "{\"seq\":1,\"at_us\":0,\"type\":\"run.begin\",\"time\":1}\n"

static void a_broken_case_is_named_with_its_line(void **state)
{
	static const struct {
		const char *text, *line, *says;
	} cases[] = {
	    {"", ":1: ", "empty"},
	    {"\n", ":1: ", "no porthorn case"},
	    {"hello\n", ":1: ", "no porthorn case"},
	    {"{\"porthorn-case\":2,\"target\":{}}\n", ":1: ", "format 2"},
	    {"{\"porthorn-case\":1}\n", ":1: ", "target"},
	    {"{\"porthorn-case\":1,\"target\":{\"label\":7}}\n", ":1: ", "label"},
	    {"{\"porthorn-case\":1,\"target\":{\"servers\":[{\"host\":\"h\",\"port\":70000}]}}\n",
	     ":1: ", "port"},
	    {"{\"porthorn-case\":1,\"target\":{\"servers\":[{\"host\":\"h\",\"port\":1,\"service\":"
	     "\"fax\"}]}}\n",
	     ":1: ", "service"},
	    {"{\"porthorn-case\":1,\"target\":{\"servers\":[{}]}}\n", ":1: ", "servers"},
	    {FIRST BEGIN "{\"type\":\"run.end\"\n", ":3: ", "not a JSON object"},
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
		assert_null(session_open_case(file, &error));
		assert_non_null(error);
		assert_int_equal(strncmp(error, file, strlen(file)), 0);
		if (strncmp(error + strlen(file), cases[i].line, strlen(cases[i].line)) ||
		    !strstr(error, cases[i].says))
			fail_msg("case %zu: %s", i, error);
		free(error);
	}
	char *error = NULL;
	char *missing = in_folder("missing.case");

	assert_null(session_open_case(missing, &error));
	assert_non_null(strstr(error, "missing.case"));
	free(error);
	free(missing);
	free(file);
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
	assert_null(session_open_case(file, &error));
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

/* Everything there, so a temporary file that was left behind makes rmdir fail. */
static int remove_folder(void **state)
{
	static const char *const names[] = {"round.case", "rows.case", "broken.case", "long.case",
					    "out.txt"};
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

static void say_records(const char *name, const char *type, enum outcome outcome,
			const char *record)
{
	struct event *e = say(EVENT_RECORDS, 0);

	e->host = mem_strdup(name);
	e->lookup = lookup_type_from_name(type);
	e->outcome = outcome;
	e->dnssec = DNSSEC_SECURE;
	if (record)
		strs_add(&e->list, record);
}

/* The MX become rows by preference, and each question holds the run open until it is answered. */
static void test_relay(void **state)
{
	struct target *t = target_new("user@example.org");
	char *error = NULL;

	(void)state;
	fake = (struct worker){0};
	t->email = mem_strdup("user@example.org");
	t->mx_domain = mem_strdup("example.org");
	t->want_ipv6 = false;
	target_add(t, SERVICE_SMTP, SECURITY_STARTTLS, "example.org", 25);
	struct session *s = session_new(t, NULL, &error);

	assert_non_null(s);
	assert_int_equal(fake.start_n, 0);
	assert_int_equal(looked_up.n, 1);
	assert_string_equal(looked_up.v[0], "MX example.org");
	say(EVENT_RUN_BEGIN, 0);
	session_pump(s);
	assert_false(session_done(s));

	say_records("example.org", "MX", OUTCOME_OK, "10 mx1.example.org");
	session_pump(s);
	assert_int_equal(fake.start_n, 1);
	assert_string_equal(session_plan(s)->v[0].host, "mx1.example.org");
	assert_int_equal(looked_up.n, 5);
	assert_string_equal(looked_up.v[1], "TXT _mta-sts.example.org");
	assert_string_equal(looked_up.v[2], "TXT _smtp._tls.example.org");
	assert_string_equal(looked_up.v[3], "A mx1.example.org");
	assert_string_equal(looked_up.v[4], "TLSA _25._tcp.mx1.example.org");

	say_end(1, OUTCOME_OK);
	say_records("_mta-sts.example.org", "TXT", OUTCOME_OK, "v=STSv1; id=1");
	say_records("_smtp._tls.example.org", "TXT", OUTCOME_NOTOFFERED, NULL);
	say_records("mx1.example.org", "A", OUTCOME_OK, "192.0.2.1");
	say_records("_25._tcp.mx1.example.org", "TLSA", OUTCOME_NOTOFFERED, NULL);
	session_pump(s);
	assert_int_equal(looked_up.n, 6);
	assert_string_equal(looked_up.v[5], "POLICY mta-sts.example.org");
	assert_false(session_done(s));
	say(EVENT_POLICY, 0)->host = mem_strdup("mta-sts.example.org");
	session_pump(s);
	assert_true(session_done(s));
	session_free(s);
	strs_clear(&looked_up);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_relay),
	    cmocka_unit_test(a_run_ends_once),
	    cmocka_unit_test(further_addresses_are_started),
	    cmocka_unit_test(a_retry_is_a_run_again),
	    cmocka_unit_test(a_retry_under_way_counts_both_ends),
	    cmocka_unit_test(cancelling_starts_nothing_new),
	    cmocka_unit_test(out_of_time_is_the_end),
	    cmocka_unit_test(a_sweep_is_waited_for),
	    cmocka_unit_test(no_thread_is_told),
	    cmocka_unit_test(a_case_comes_back),
	    cmocka_unit_test(a_case_numbers_its_rows_alike),
	    cmocka_unit_test(a_broken_case_is_named_with_its_line),
	    cmocka_unit_test(a_case_has_limits),
	    cmocka_unit_test(saving_is_careful),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
