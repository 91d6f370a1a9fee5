/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/conn.h"

#include "base/mem.h"
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

#define EACH_SCHEDULE(schedule)                                                                    \
	for (enum netpair_schedule schedule = NETPAIR_WHOLE; schedule < NETPAIR_SCHEDULES;         \
	     schedule++)

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
			assert_string_equal(p.client.told, "C"); /* nothing is told from inside */
			netpair_run(&p, client_has_line);
			assert_string_equal(buf_text(&p.client.got), "hello\n");
			assert_string_equal(p.client.told, "CWR");
			assert_int_equal(conn_received(p.client.c), 6);
			assert_string_equal(conn_peer_address(p.client.c), f ? "::1" : "127.0.0.1");
			assert_string_equal(conn_local_address(p.client.c),
					    f ? "::1" : "127.0.0.1");
			netpair_close(&p);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_echo),
	};

	return cmocka_run_group_tests_name("conn", tests, NULL, NULL);
}
