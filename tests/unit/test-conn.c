/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/conn.h"

#include "base/mem.h"
#include "net/sock.h"
#include "netpair.h"

#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "named.h"

static void echo(struct side *s, enum conn_event event)
{
	if (event != CONN_READABLE)
		return;
	conn_write(s->c, s->got.data, s->got.len);
	buf_reset(&s->got);
}

static bool client_has_line(struct netpair *p)
{
	return p->client.got.len && p->client.got.data[p->client.got.len - 1] == '\n';
}

static void test_echo(void **state)
{
	static const int families[] = {AF_INET, AF_INET6};
	(void)state;

	for (size_t f = 0; f < 2; f++) {
		EACH_SCHEDULE(schedule)
		{
			struct netpair p;

			netpair_open(&p, families[f], schedule);
			netpair_join(&p);
			p.server.hook = echo;
			conn_write(p.client.c, "hello\n", 6);
			/* nothing is reported from inside */
			assert_string_equal(p.client.told, "C");
			netpair_run(&p, client_has_line);
			assert_string_equal(buf_text(&p.client.got), "hello\n");
			assert_string_equal(p.client.told, "CWR");
			assert_string_equal(conn_local_address(p.client.c),
					    f ? "::1" : "127.0.0.1");
			netpair_close(&p);
		}
	}
}

static struct conn *open_to(struct netpair *p, const struct sockaddr *address, socklen_t len)
{
	p->client.c = conn_open(&p->loop, address, len, netpair_on_event, &p->client);
	assert_string_equal(p->client.told, "");
	return p->client.c;
}

static void test_refused(void **state)
{
	struct netpair p;
	struct sockaddr_storage address;
	(void)state;

	netpair_open(&p, AF_INET, NETPAIR_WHOLE);
	socklen_t len = netpair_address(&p, &address);

	close(p.listener);
	p.listener = -1;
	conn_write(open_to(&p, (struct sockaddr *)&address, len), "x", 1);
	netpair_run(&p, netpair_client_down);
	assert_string_equal(p.client.told, "D");
	assert_int_equal(p.client.outcome, OUTCOME_REFUSED);
	assert_int_equal(p.client.err, ECONNREFUSED);
	assert_string_equal(conn_local_address(p.client.c), "");
	conn_write(p.client.c, "y", 1); /* allowed, and without effect */
	netpair_turn(&p);
	netpair_close(&p);
}

/* A connect() that fails inside conn_open() is reported from the loop like any other. */
static void test_fails_at_once(void **state)
{
	struct sockaddr_storage nonsense = {.ss_family = AF_UNSPEC};
	struct netpair p;
	(void)state;

	netpair_open(&p, AF_INET, NETPAIR_WHOLE);
	open_to(&p, (struct sockaddr *)&nonsense, sizeof(struct sockaddr_in));
	netpair_run(&p, netpair_client_down);
	assert_string_equal(p.client.told, "D");
	assert_int_equal(p.client.outcome, OUTCOME_UNREACHABLE);
	assert_int_equal(p.client.err, EAFNOSUPPORT);
	netpair_close(&p);
}

#define BACKLOG_MAX 16 /* more than a listener with a backlog of 0 accepts */

/* No answer: a listener with a full backlog. Bytes written meanwhile wait too. */
static void test_no_answer(void **state)
{
	struct netpair p;
	struct sockaddr_storage address;
	int fillers[BACKLOG_MAX];
	(void)state;

	netpair_open(&p, AF_INET, NETPAIR_WHOLE);
	socklen_t len = netpair_address(&p, &address);

	assert_int_equal(listen(p.listener, 0), 0);
	for (size_t i = 0; i < BACKLOG_MAX; i++) {
		fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		connect(fillers[i], (struct sockaddr *)&address, len);
	}
	conn_write(open_to(&p, (struct sockaddr *)&address, len), "hello\n", 6);
	conn_shutdown(p.client.c);
	netpair_turn(&p);
	assert_string_equal(p.client.told, "");
	assert_string_equal(conn_local_address(p.client.c), "");
	netpair_close(&p);
	for (size_t i = 0; i < BACKLOG_MAX; i++)
		close(fillers[i]);
}

static void test_closed_before_the_loop_runs(void **state)
{
	struct netpair p;
	struct sockaddr_storage address;
	(void)state;

	netpair_open(&p, AF_INET, NETPAIR_WHOLE);
	socklen_t len = netpair_address(&p, &address);

	conn_close(open_to(&p, (struct sockaddr *)&address, len));
	p.client.c = NULL;
	netpair_turn(&p);
	assert_string_equal(p.client.told, "");
	netpair_close(&p);
}

static void test_outcomes(void **state)
{
	static const struct {
		int err;
		enum outcome outcome;
	} rows[] = {
	    {0, OUTCOME_CLOSED},
	    {ECONNREFUSED, OUTCOME_REFUSED},
	    {ECONNRESET, OUTCOME_RESET},
	    {EPIPE, OUTCOME_RESET},
	    {ETIMEDOUT, OUTCOME_TIMEOUT},
	    {ENETUNREACH, OUTCOME_UNREACHABLE},
	    {EHOSTUNREACH, OUTCOME_UNREACHABLE},
	    {ENETDOWN, OUTCOME_UNREACHABLE},
	    {EADDRNOTAVAIL, OUTCOME_UNREACHABLE},
	    {EAFNOSUPPORT, OUTCOME_UNREACHABLE},
	    {EPERM, OUTCOME_DENIED},
	    {EACCES, OUTCOME_DENIED},
	    {EMFILE, OUTCOME_CANCELLED},
	    {ENFILE, OUTCOME_CANCELLED},
	    {ENOMEM, OUTCOME_CANCELLED},
	};
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_named(outcome_name, conn_outcome_of(rows[i].err), rows[i].outcome, "%s",
			     strerror(rows[i].err));
}

static void test_last_words_before_close(void **state)
{
	(void)state;
	EACH_SCHEDULE(schedule)
	{
		struct netpair p;

		netpair_open(&p, AF_INET, schedule);
		netpair_join(&p);
		conn_write(p.server.c, "421 bye\r\n", 9);
		conn_shutdown(p.server.c);
		netpair_run(&p, netpair_both_down);
		assert_string_equal(p.client.told, "CRD");
		assert_string_equal(buf_text(&p.client.got), "421 bye\r\n");
		assert_int_equal(p.client.outcome, OUTCOME_CLOSED);
		assert_int_equal(p.client.err, 0);
		netpair_close(&p);
	}
}

/* conn_close() sends what the kernel accepts at once. */
static void test_last_words_of_close(void **state)
{
	struct netpair p;
	(void)state;

	netpair_open(&p, AF_INET, NETPAIR_WHOLE);
	netpair_join(&p);
	conn_write(p.server.c, "421 bye\r\n", 9);
	conn_close(p.server.c);
	p.server.c = NULL;
	netpair_run(&p, netpair_client_down);
	assert_string_equal(p.client.told, "CRD");
	assert_string_equal(buf_text(&p.client.got), "421 bye\r\n");
	netpair_close(&p);
}

static void test_last_words_before_reset(void **state)
{
	(void)state;
	for (int writes = 0; writes < 2; writes++) {
		struct netpair p;

		netpair_open(&p, AF_INET, NETPAIR_WHOLE);
		netpair_join(&p);
		conn_write(p.server.c, "554 no\r\n", 8);
		conn_reset(p.server.c);
		p.server.c = NULL;
		/* A failed send must not hide bytes that have arrived: the kernel forgets its error
		 * with it. */
		if (writes)
			conn_write(p.client.c, "EHLO x\r\n", 8);
		netpair_run(&p, netpair_client_down);
		assert_string_equal(p.client.told, "CRD");
		assert_string_equal(buf_text(&p.client.got), "554 no\r\n");
		assert_int_equal(p.client.outcome, OUTCOME_RESET);
		assert_true(p.client.err == ECONNRESET || p.client.err == EPIPE);
		netpair_close(&p);
	}
}

/* ---- much of it ---- */

static char pattern(size_t at)
{
	return (char)('a' + at % 23);
}

static char *patterns(size_t len)
{
	char *bytes = mem_calloc(len, 1);

	for (size_t i = 0; i < len; i++)
		bytes[i] = pattern(i);
	return bytes;
}

/* The reader consumes nothing until its buffer is full, then bit by bit. */
static void test_reading_pauses(void **state)
{
	const size_t total = CONN_IN_MAX + CONN_IN_MAX / 4;
	char *bytes = patterns(total);
	(void)state;

	EACH_SCHEDULE(schedule)
	{
		struct netpair p;

		netpair_open(&p, AF_INET, schedule);
		netpair_join(&p);
		netpair_read_late(&p, bytes, total);
		netpair_close(&p);
	}
	free(bytes);
}

static bool server_has_all(struct netpair *p)
{
	return p->server.got.len == *(const size_t *)p->server.data;
}

static void test_large_write(void **state)
{
	size_t total = CONN_OUT_MAX;
	char *bytes = patterns(total);
	(void)state;

	EACH_SCHEDULE(schedule)
	{
		struct netpair p;

		netpair_open(&p, AF_INET, schedule);
		netpair_join(&p);
		p.server.data = &total;
		conn_write(p.client.c, bytes, total / 2);
		conn_write(p.client.c, bytes + total / 2, total - total / 2);
		netpair_run(&p, server_has_all);
		assert_int_equal(memcmp(p.server.got.data, bytes, total), 0);
		netpair_turn(&p);
		assert_string_equal(p.client.told, "CW");
		netpair_close(&p);
	}
	free(bytes);
}

static void test_too_much_to_write(void **state)
{
	char *bytes = patterns(CONN_OUT_MAX + 1);
	struct netpair p;
	(void)state;

	netpair_open(&p, AF_INET, NETPAIR_WHOLE);
	netpair_join(&p);
	conn_write(p.client.c, bytes, CONN_OUT_MAX + 1);
	assert_string_equal(p.client.told, "C");
	netpair_run(&p, netpair_both_down);
	assert_int_equal(p.client.outcome, OUTCOME_BADREPLY);
	assert_int_equal(p.client.err, ENOBUFS);
	assert_int_equal(p.server.got.len, 0);
	netpair_close(&p);
	free(bytes);
}

/* ---- a handler that closes ---- */

static void close_at(struct side *s, enum conn_event event)
{
	if (event != *(const enum conn_event *)s->data)
		return;
	conn_close(s->c);
	s->c = NULL;
	s->down = true;
}

static void test_close_inside_handler(void **state)
{
	static const enum conn_event events[] = {CONN_CONNECTED, CONN_READABLE, CONN_WRITTEN,
						 CONN_DOWN};
	static const char *const told[] = {"C", "R", "W", "D"};
	(void)state;

	for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
		struct netpair p;
		enum conn_event event = events[i];

		netpair_open(&p, AF_INET, NETPAIR_WHOLE);
		p.client.hook = close_at;
		p.client.data = &event;
		netpair_join(&p);
		if (p.client.c)
			conn_write(p.client.c, "hello\n", 6);
		conn_write(p.server.c, "hello\n", 6);
		if (event != CONN_WRITTEN)
			conn_shutdown(p.server.c);
		netpair_run(&p, netpair_client_down);
		netpair_turn(&p);
		assert_string_equal(p.client.told + strlen(p.client.told) - 1, told[i]);
		netpair_close(&p);
	}
}

/* Text to the kernel's form and back gives the same text. */
static void test_numeric_addresses(void **state)
{
	static const char *const texts[] = {"192.0.2.7", "2001:db8::7", "fe80::1%lo"};
	struct sockaddr_storage s;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		socklen_t len = sock_address(texts[i], 993, &s);
		char *text = sock_text((const struct sockaddr *)&s, len);

		assert_string_equal(text, texts[i]);
		assert_int_equal(i ? ((struct sockaddr_in6 *)&s)->sin6_port
				   : ((struct sockaddr_in *)&s)->sin_port,
				 htons(993));
		free(text);
	}
	assert_int_equal(sock_address("mail.example.org", 993, &s), 0);
	assert_int_equal(sock_address(NULL, 993, &s), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_numeric_addresses),
	    cmocka_unit_test(test_echo),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_fails_at_once),
	    cmocka_unit_test(test_no_answer),
	    cmocka_unit_test(test_closed_before_the_loop_runs),
	    cmocka_unit_test(test_outcomes),
	    cmocka_unit_test(test_last_words_before_close),
	    cmocka_unit_test(test_last_words_of_close),
	    cmocka_unit_test(test_last_words_before_reset),
	    cmocka_unit_test(test_reading_pauses),
	    cmocka_unit_test(test_large_write),
	    cmocka_unit_test(test_too_much_to_write),
	    cmocka_unit_test(test_close_inside_handler),
	};

	return cmocka_run_group_tests_name("conn", tests, NULL, NULL);
}
