/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies over HTTPS from a server on loopback, and what can go wrong with them. */
#include "config.h"
#include "net/fetch.h"

#include "base/mem.h"
#include "base/str.h"
#include "mailrig.h"
#include "model/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PATH "/.well-known/mta-sts.txt"
#define LIMIT_MS 30000 /* only a bound: nothing here waits for it */

struct result {
	unsigned told;
	struct fetch_answer answer;
	char *text, *reason;
};

static struct {
	uv_loop_t loop;
	struct tls_config *tls;
	char *ca_file;
} rig;

static void on_answer(const struct fetch_answer *a, void *user)
{
	struct result *r = user;

	r->told++;
	r->answer = *a;
	r->text = mem_strndup(a->bytes, a->len);
	r->reason = mem_strdup(a->reason);
}

static void result_clear(struct result *r)
{
	free(r->text);
	free(r->reason);
}

/* Asks a server that speaks words; with the rig's root, or the system's. */
static struct result ask(const char *const *words, const char *host, const char *ca_file,
			 int limit_ms)
{
	struct rig_server *server = mem_calloc(1, sizeof *server);
	struct fetches *f = fetches_new(&rig.loop, ca_file);
	struct result r = {0};

	rig_open(server, &rig.loop, words, rig.tls);
	fetches_override(f, host, "127.0.0.1", 443, server->port);
	fetches_get(f, host, PATH, limit_ms, on_answer, &r);
	assert_int_equal(fetches_active(f), 1);
	while (!r.told)
		uv_run(&rig.loop, UV_RUN_ONCE);
	assert_int_equal(fetches_active(f), 0);
	fetches_free(f);
	rig_close(server);
	uv_run(&rig.loop, UV_RUN_DEFAULT);
	free(server);
	return r;
}

#define WORDS(...) ((const char *const[]){RIG_TLS, "", __VA_ARGS__, NULL})

static void expect(const char *const *words, enum outcome outcome, int http)
{
	struct result r = ask(words, RIG_HOST, rig.ca_file, LIMIT_MS);

	if (r.answer.outcome != outcome)
		fail_msg("%s instead of %s (%s)", outcome_name(r.answer.outcome),
			 outcome_name(outcome), r.reason ? r.reason : "");
	assert_int_equal(r.answer.http, http);
	assert_int_equal(r.told, 1);
	result_clear(&r);
}

static void needs_curl(void)
{
#ifndef HAVE_CURL
	expect(WORDS("x"), OUTCOME_SKIPPED, 0);
	skip();
#endif
}

static void test_policy(void **state)
{
	struct result r;

	(void)state;
	needs_curl();
	r = ask(WORDS("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
		      "15\r\n\r\nversion: STSv1\n"),
		RIG_HOST, rig.ca_file, LIMIT_MS);
	assert_int_equal(r.answer.outcome, OUTCOME_OK);
	assert_int_equal(r.answer.http, 200);
	assert_string_equal(r.text, "version: STSv1\n");
	assert_null(r.reason);
	assert_int_equal(r.answer.status, 0);
	result_clear(&r);
}

static void test_answers_that_are_none(void **state)
{
	(void)state;
	needs_curl();
	expect(WORDS("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), OUTCOME_NOTOFFERED,
	       404);
	/* RFC 8461 section 3.3: never followed. */
	expect(
	    WORDS(
		"HTTP/1.1 301 Moved\r\nLocation: https://127.0.0.2/\r\nContent-Length: 0\r\n\r\n"),
	    OUTCOME_DENIED, 301);
	expect(WORDS("HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n"), OUTCOME_BADREPLY, 200);
	expect(WORDS("220 mail.example.org ESMTP\r\n", RIG_CLOSE), OUTCOME_BADREPLY, 0);
}

/* Without a length, the limit counts the bytes that come. */
static void test_far_too_long(void **state)
{
	static const char head[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
	char *text = mem_calloc(1, sizeof head + FETCH_BYTES_MAX + 1);

	(void)state;
	needs_curl();
	memset(text, 'x', sizeof head + FETCH_BYTES_MAX);
	memcpy(text, head, sizeof head - 1);
	expect(WORDS(text, RIG_CLOSE), OUTCOME_BADREPLY, 200);
	free(text);
}

static void test_certificates(void **state)
{
	const char *const *words = WORDS("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
	struct result r;

	(void)state;
	needs_curl();
	r = ask(words, "mta-sts.example.org", rig.ca_file,
		LIMIT_MS); /* its certificate is for another name */
	assert_int_equal(r.answer.outcome, OUTCOME_BADREPLY);
	assert_int_equal(r.answer.status, CERT_WRONG_NAME);
	assert_non_null(r.reason);
	result_clear(&r);
	r = ask(words, RIG_HOST, NULL, LIMIT_MS); /* by a root unknown to the system */
	assert_int_equal(r.answer.outcome, OUTCOME_BADREPLY);
	assert_int_equal(r.answer.status, CERT_UNTRUSTED);
	result_clear(&r);
}

/* Asks for a place on loopback on the word of a domain that is at the address. */
static struct result ask_inside(const char *place, const char *domain_address)
{
	struct fetches *f = fetches_new(&rig.loop, NULL);
	char *url = mem_printf("https://%s:%d/", place, rig_closed_port());
	struct fetch_request q = {.url = url, .inside = "domain.example", .redirects = 3};
	struct result r = {0};

	fetches_override(f, "domain.example", domain_address, 0, 0);
	fetches_override(f, "mine.example", "127.0.0.1", 0, 0);
	fetches_ask(f, &q, LIMIT_MS, on_answer, &r);
	while (!r.told)
		uv_run(&rig.loop, UV_RUN_ONCE);
	fetches_free(f);
	uv_run(&rig.loop, UV_RUN_DEFAULT);
	free(url);
	return r;
}

/* What the user says of one host is no word about another. */
static void test_inside(void **state)
{
	static const struct {
		const char *place, *domain_address;
		enum outcome outcome;
	} rows[] = {
	    {"127.0.0.1", "192.0.2.1", OUTCOME_DENIED},	    {"[::1]", "192.0.2.1", OUTCOME_DENIED},
	    {"localhost", "192.0.2.1", OUTCOME_DENIED},	    {"0x7f.1", "192.0.2.1", OUTCOME_DENIED},
	    {"127.0.0.1", "10.66.0.1", OUTCOME_REFUSED},    {"127.0.0.1", "::1", OUTCOME_REFUSED},
	    {"mine.example", "192.0.2.1", OUTCOME_REFUSED},
	};

	(void)state;
	needs_curl();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct result r = ask_inside(rows[i].place, rows[i].domain_address);

		if (r.answer.outcome != rows[i].outcome)
			fail_msg("%s for a domain at %s: %s (%s)", rows[i].place,
				 rows[i].domain_address, outcome_name(r.answer.outcome),
				 r.reason ? r.reason : "");
		result_clear(&r);
	}
}

/* A redirect is followed to another host, whose name is looked up like the first; one without
 * encryption is not. */
static void test_redirects(void **state)
{
	static const struct {
		const char *to;
		enum outcome outcome;
	} rows[] = {
	    {"http://" RIG_HOST "/", OUTCOME_DENIED},
	    {"ftp://" RIG_HOST "/", OUTCOME_DENIED},
	    {"https://user:word@" RIG_HOST "/", OUTCOME_BADREPLY},
	    {"https://127.0.0.1/", OUTCOME_DENIED},
	};

	(void)state;
	needs_curl();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *words = mem_printf("HTTP/1.1 302 Found\r\nLocation: %s\r\n"
					 "Content-Length: 0\r\nConnection: close\r\n\r\n",
					 rows[i].to);
		struct rig_server *server = mem_calloc(1, sizeof *server);
		struct fetches *f = fetches_new(&rig.loop, rig.ca_file);
		struct fetch_request q = {
		    .url = "https://" RIG_HOST "/", .inside = "domain.example", .redirects = 3};
		struct result r = {0};

		rig_open(server, &rig.loop, WORDS(words, RIG_CLOSE), rig.tls);
		fetches_override(f, RIG_HOST, "127.0.0.1", 0, server->port);
		fetches_override(f, "domain.example", "192.0.2.1", 0, 0);
		fetches_ask(f, &q, LIMIT_MS, on_answer, &r);
		while (!r.told)
			uv_run(&rig.loop, UV_RUN_ONCE);
		if (r.answer.outcome != rows[i].outcome)
			fail_msg("%s: %s (%s)", rows[i].to, outcome_name(r.answer.outcome),
				 r.reason ? r.reason : "");
		result_clear(&r);
		fetches_free(f);
		rig_close(server);
		uv_run(&rig.loop, UV_RUN_DEFAULT);
		free(server);
		free(words);
	}
}

static void test_silence(void **state)
{
	struct result r;

	(void)state;
	needs_curl();
	r = ask(NULL, RIG_HOST, rig.ca_file, 50);
	assert_int_equal(r.answer.outcome, OUTCOME_TIMEOUT);
	assert_string_equal(r.text, "");
	result_clear(&r);
}

static void test_refused(void **state)
{
	struct fetches *f = fetches_new(&rig.loop, NULL);
	struct result r = {0};

	(void)state;
	needs_curl();
	fetches_override(f, RIG_HOST, "127.0.0.1", 0, rig_closed_port());
	fetches_get(f, RIG_HOST, PATH, LIMIT_MS, on_answer, &r);
	while (!r.told)
		uv_run(&rig.loop, UV_RUN_ONCE);
	assert_int_equal(r.answer.outcome, OUTCOME_REFUSED);
	result_clear(&r);
	fetches_free(f);
	uv_run(&rig.loop, UV_RUN_DEFAULT);
}

/* Stopped: reported at once and once; abandoned: not at all. The loop can be closed either way. */
static void test_stopped(void **state)
{
	struct rig_server *server = mem_calloc(1, sizeof *server);
	struct fetches *f = fetches_new(&rig.loop, NULL);
	struct result r = {0}, never = {0};

	(void)state;
	rig_open(server, &rig.loop, NULL, NULL);
	fetches_override(f, RIG_HOST, "127.0.0.1", 0, server->port);
	fetches_get(f, RIG_HOST, PATH, LIMIT_MS, on_answer, &r);
	fetches_stop(f, OUTCOME_CANCELLED);
	assert_int_equal(r.told, 1);
	assert_int_equal(r.answer.outcome, OUTCOME_CANCELLED);
	fetches_get(f, RIG_HOST, PATH, LIMIT_MS, on_answer, &never);
	fetches_free(f);
	rig_close(server);
	uv_run(&rig.loop, UV_RUN_DEFAULT);
	assert_int_equal(r.told, 1);
	assert_int_equal(never.told, 0);
	result_clear(&r);
	free(server);
}

static int set_up(void **state)
{
	(void)state;
	rig.tls = rig_tls(&rig.ca_file);
	return uv_loop_init(&rig.loop);
}

static int tear_down(void **state)
{
	(void)state;
	tls_config_free(rig.tls);
	unlink(rig.ca_file);
	free(rig.ca_file);
	return uv_loop_close(&rig.loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_policy),	 cmocka_unit_test(test_answers_that_are_none),
	    cmocka_unit_test(test_far_too_long), cmocka_unit_test(test_certificates),
	    cmocka_unit_test(test_silence),	 cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_stopped),	 cmocka_unit_test(test_inside),
	    cmocka_unit_test(test_redirects),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
