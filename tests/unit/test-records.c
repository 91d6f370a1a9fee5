/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records from hostile bytes, and from a small name server on loopback. */
#include "config.h"
#include "net/records.h"

#include "base/mem.h"
#include "net/records_text.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LIMIT_MS 30000 /* only a bound: nothing here waits for it */
#define NO_ANCHOR "/nonexistent/root.key"

/* ---- bytes ---- */

static void check(enum lookup_type type, const char *data, size_t len, const char *expected)
{
	/* Of exactly that size, so that one step too far is noticed. */
	unsigned char *copy = (unsigned char *)memcpy(mem_calloc(1, len ? len : 1), data, len);
	char *text = records_text(type, copy, len);

	if (expected)
		assert_string_equal(text, expected);
	else
		assert_null(text);
	free(text);
	free(copy);
}

#define CHECK(type, data, expected) check(type, data, sizeof(data) - 1, expected)

static void test_text(void **state)
{
	(void)state;
	CHECK(LOOKUP_MX, "\0\12\4mail\7example\0", "10 mail.example");
	CHECK(LOOKUP_MX, "\0\0\0", "0 .");
	CHECK(LOOKUP_MX, "\xff\xff\3a\n.\0", "65535 a\\010\\046");
	CHECK(LOOKUP_MX, "", NULL);
	CHECK(LOOKUP_MX, "\0\12", NULL);
	CHECK(LOOKUP_MX, "\0\12\4mail", NULL);	  /* without an end */
	CHECK(LOOKUP_MX, "\0\12\4mail\0x", NULL); /* and more after it */
	CHECK(LOOKUP_MX, "\0\12\xc0\14", NULL);	  /* a pointer */
	CHECK(LOOKUP_TXT, "\7v=STSv1\6; id=1", "v=STSv1; id=1");
	CHECK(LOOKUP_TXT, "\3a\0b", "a\\0b");
	CHECK(LOOKUP_TXT, "", "");
	CHECK(LOOKUP_TXT, "\5abc", NULL);
	CHECK(LOOKUP_TLSA, "\3\1\1\xab\1", "3 1 1 ab01");
	CHECK(LOOKUP_TLSA, "\3\1\1", NULL);
	CHECK(LOOKUP_TLSA, "", NULL);
	CHECK(LOOKUP_A, "\xc0\0\2\31", "192.0.2.25");
	CHECK(LOOKUP_A, "\xc0\0\2", NULL);
	CHECK(LOOKUP_AAAA, "\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1", "2001:db8::1");
	CHECK(LOOKUP_AAAA, "\xc0\0\2\31", NULL);
	CHECK(LOOKUP_CNAME, "\4mail\7example\0", "mail.example");
	CHECK(LOOKUP_CNAME, "\4mail", NULL);
	CHECK(LOOKUP_POLICY, "x", NULL);
}

static void test_too_long(void **state)
{
	char *bytes = mem_calloc(RECORDS_BYTES_MAX + 1, 1);

	(void)state;
	check(LOOKUP_TXT, bytes, RECORDS_BYTES_MAX + 1, NULL);
	check(LOOKUP_MX, bytes, 300, NULL); /* a name of more than 255 */
	free(bytes);
}

/* ---- a name server that knows three things ---- */

static struct {
	uv_loop_t loop;
	uv_udp_t udp;
	char where[32]; /* "127.0.0.1@PORT" */
	bool silent;
	unsigned asked;
} server;

static void on_alloc(uv_handle_t *handle, size_t size, uv_buf_t *buf)
{
	static char bytes[4096];

	(void)handle;
	(void)size;
	*buf = uv_buf_init(bytes, sizeof bytes);
}

static size_t put_record(unsigned char *at, int type, const char *data, size_t len)
{
	const unsigned char head[] = {0xc0, 12, 0, (unsigned char)type, 0, 1, 0, 0,
				      0,    60, 0, (unsigned char)len};

	memcpy(at, head, sizeof head);
	memcpy(at + sizeof head, data, len);
	return sizeof head + len;
}

/* "example": two MX; "_smtp._tls.example": TXT; "broken.example": SERVFAIL; anything else: no such
 * name. */
static size_t answer(unsigned char *packet, size_t question_end)
{
	unsigned char *at = packet + question_end;
	int type = packet[question_end - 3];
	const char *name = (const char *)packet + 12;

	packet[2] = 0x81; /* an answer, recursion desired */
	packet[3] = 0x80;
	memset(packet + 6, 0, 6);
	if (type == 15 && !strcmp(name, "\7example")) {
		at += put_record(at, type, "\0\24\3mx2\7example", 15);
		at += put_record(at, type, "\0\12\3mx1\7example", 15);
		packet[7] = 2;
	} else if (type == 16 && !strcmp(name, "\5_smtp\4_tls\7example")) {
		at += put_record(at, type, "\14v=TLSRPTv1; ", 13);
		packet[7] = 1;
	} else if (!strcmp(name, "\6broken\7example")) {
		packet[3] |= 2;
	} else {
		packet[3] |= 3;
	}
	return (size_t)(at - packet);
}

static void on_query(uv_udp_t *udp, ssize_t n, const uv_buf_t *buf, const struct sockaddr *from,
		     unsigned flags)
{
	unsigned char *packet = (unsigned char *)buf->base;
	size_t end = 12;

	(void)flags;
	if (n < 17 || !from)
		return;
	server.asked++;
	while (packet[end])
		end += packet[end] + 1u;
	end += 5;
	if (server.silent)
		return;
	uv_buf_t out = uv_buf_init(buf->base, (unsigned)answer(packet, end));

	uv_udp_try_send(udp, &out, 1, from);
}

static int set_up(void **state)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int len = sizeof a;

	(void)state;
	uv_loop_init(&server.loop);
	uv_udp_init(&server.loop, &server.udp);
	if (uv_udp_bind(&server.udp, (struct sockaddr *)&a, 0) ||
	    uv_udp_getsockname(&server.udp, (struct sockaddr *)&a, &len))
		return -1;
	char *where = mem_printf("127.0.0.1@%d", ntohs(a.sin_port));

	memcpy(server.where, where, strlen(where) + 1);
	free(where);
	uv_udp_recv_start(&server.udp, on_alloc, on_query);
	uv_unref((uv_handle_t *)&server.udp);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	uv_close((uv_handle_t *)&server.udp, NULL);
	uv_run(&server.loop, UV_RUN_DEFAULT);
	return uv_loop_close(&server.loop);
}

/* ---- questions ---- */

struct result {
	unsigned told;
	enum outcome outcome;
	char *text; /* "STATUS: RECORD, RECORD" */
};

static void on_answer(const struct records_answer *a, void *user)
{
	struct result *r = user;
	char *list = strs_join(&a->list, ", ");

	r->told++;
	r->outcome = a->outcome;
	r->text = mem_printf("%s: %s", a->dnssec ? dnssec_name(a->dnssec) : "-", list);
	free(list);
}

static void ask(enum lookup_type type, const char *name, enum outcome outcome, const char *expected)
{
	struct records *r = records_new(&server.loop, server.where, NO_ANCHOR);
	struct result result = {0};

	records_ask(r, type, name, LIMIT_MS, on_answer, &result);
	while (!result.told)
		uv_run(&server.loop, UV_RUN_ONCE);
	assert_int_equal(result.outcome, outcome);
	assert_string_equal(result.text, expected);
	assert_int_equal(records_active(r), 0);
	free(result.text);
	records_free(r);
	uv_run(&server.loop, UV_RUN_DEFAULT);
}

static void needs_unbound(void)
{
#ifndef HAVE_UNBOUND
	ask(LOOKUP_MX, "example", OUTCOME_SKIPPED, "-: ");
	skip();
#endif
}

/* Without a trust anchor nothing is known of DNSSEC, and the answer says so. */
static void test_answers(void **state)
{
	(void)state;
	needs_unbound();
	ask(LOOKUP_MX, "example", OUTCOME_OK, "unknown: 10 mx1.example, 20 mx2.example");
	ask(LOOKUP_TXT, "_smtp._tls.example", OUTCOME_OK, "unknown: v=TLSRPTv1; ");
	ask(LOOKUP_TLSA, "_25._tcp.mx1.example", OUTCOME_NOTOFFERED, "unknown: ");
	ask(LOOKUP_MX, "broken.example", OUTCOME_BADREPLY, "unknown: ");
	assert_true(server.asked > 0);
}

static void test_patience(void **state)
{
	struct records *r = records_new(&server.loop, server.where, NO_ANCHOR);
	struct result late = {0}, stopped = {0};

	(void)state;
	needs_unbound();
	server.silent = true;
	records_ask(r, LOOKUP_MX, "example", 50, on_answer, &late);
	while (!late.told)
		uv_run(&server.loop, UV_RUN_ONCE);
	assert_int_equal(late.outcome, OUTCOME_TIMEOUT);
	records_ask(r, LOOKUP_TXT, "example", LIMIT_MS, on_answer, &stopped);
	records_stop(r, OUTCOME_CANCELLED);
	assert_int_equal(stopped.outcome, OUTCOME_CANCELLED);
	assert_int_equal(records_active(r), 0);
	server.silent = false;
	records_free(r);
	uv_run(&server.loop, UV_RUN_DEFAULT); /* the resolver asks again, and returns */
	assert_int_equal(late.told + stopped.told, 2);
	free(late.text);
	free(stopped.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_too_long),
	    cmocka_unit_test(test_answers),
	    cmocka_unit_test(test_patience),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
