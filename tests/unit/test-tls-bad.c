/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS sessions that fail: cut off, refused, never TLS at all, past a limit, or out of mischief. */
#include "config.h"
#include "net/tls/tls.h"

#include "base/mem.h"
#include "certs.h"
#include "net/conn_private.h"
#include "net/tls/tls_private.h"
#include "netpair.h"
#include "told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "named.h"

#define FLOOD_BYTES (200 * 1024)
#define TURN_BYTES_MAX (20 * 1024) /* a record and its header */

static bool client_has_line(struct netpair *p)
{
	return p->client.got.len && p->client.got.data[p->client.got.len - 1] == '\n';
}

/* ---- endings ---- */

static void test_truncation(void **state)
{
	(void)state;
	EACH_SCHEDULE(schedule)
	{
		struct netpair p;

		netpair_shake(&p, schedule, certs.client, certs.server, CERTS_HOST);
		netpair_run(&p, netpair_both_secure);
		shutdown(conn_fd(p.server.c), SHUT_WR); /* no close_notify */
		netpair_run(&p, netpair_client_down);
		assert_int_equal(p.client.outcome, OUTCOME_CLOSED);
		netpair_close(&p);
	}
}

static void test_reset(void **state)
{
	struct netpair p;
	(void)state;

	netpair_shake(&p, NETPAIR_WHOLE, certs.client, certs.server, CERTS_HOST);
	netpair_run(&p, netpair_both_secure);
	conn_write(p.server.c, "last words\n", 11);
	conn_reset(p.server.c);
	p.server.c = NULL;
	conn_write(p.client.c, "x", 1);
	netpair_run(&p, netpair_client_down);
	assert_string_equal(buf_text(&p.client.got), "last words\n");
	assert_int_equal(p.client.outcome, OUTCOME_RESET);
	netpair_close(&p);
}

/* The other end leaves before or during the handshake. */
static void test_gone_before_handshake(void **state)
{
	(void)state;
	for (int reset = 0; reset < 2; reset++) {
		EACH_SCHEDULE(schedule)
		{
			struct netpair p;

			netpair_open(&p, AF_INET, schedule);
			netpair_join(&p);
			if (reset)
				conn_reset(p.server.c);
			else
				shutdown(conn_fd(p.server.c), SHUT_WR);
			if (reset)
				p.server.c = NULL;
			conn_start_tls(p.client.c, certs.client, CERTS_HOST);
			netpair_run(&p, netpair_client_down);
			assert_int_equal(p.client.outcome, reset ? OUTCOME_RESET : OUTCOME_CLOSED);
			assert_int_equal(conn_raw_first(p.client.c)->len, 0);
			netpair_close(&p);
		}
	}
}

/* ---- not TLS ---- */

static void test_plain_server(void **state)
{
	static const char *const greetings[] = {"220 mail.example.org ESMTP Postfix\r\n",
						"+OK ready\r\n",
						"* OK IMAP4rev1 ready\r\n",
						"HTTP/1.1 400 Bad Request\r\n",
						"SSH-2.0-OpenSSH_9.2p1\r\n",
						"\r\n"};
	(void)state;

	for (size_t i = 0; i < sizeof greetings / sizeof *greetings; i++) {
		EACH_SCHEDULE(schedule)
		{
			struct netpair p;
			struct told told;

			netpair_open(&p, AF_INET, schedule);
			netpair_join(&p);
			conn_start_tls(p.client.c, certs.client, CERTS_HOST);
			conn_write(p.server.c, greetings[i], strlen(greetings[i]));
			netpair_run(&p, netpair_client_down);
			assert_int_equal(p.client.outcome, OUTCOME_BADREPLY);
			assert_string_equal(buf_text(conn_raw_first(p.client.c)), greetings[i]);
			told_take(&told, p.client.c);
			assert_int_equal(told.n, 1);
			assert_int_equal(told.v[0]->type, EVENT_TLS_ERROR);
			assert_string_equal(told.v[0]->text,
					    "An unexpected TLS packet was received.");
			told_clear(&told);
			netpair_close(&p);
		}
	}
}

/* Half a line and then silence: it is reported after CONN_LINGER_MS. */
static void test_half_a_greeting(void **state)
{
	struct netpair p;
	(void)state;

	netpair_open(&p, AF_INET, NETPAIR_WHOLE);
	netpair_join(&p);
	conn_start_tls(p.client.c, certs.client, CERTS_HOST);
	conn_write(p.server.c, "220 half", 8);
	netpair_run(&p, netpair_client_down);
	assert_int_equal(p.client.outcome, OUTCOME_BADREPLY);
	assert_string_equal(buf_text(conn_raw_first(p.client.c)), "220 half");
	netpair_close(&p);
}

static void test_endless_greeting(void **state)
{
	char *much = mem_calloc(100000, 1);
	struct netpair p;
	(void)state;

	memset(much, 'x', 100000);
	netpair_open(&p, AF_INET, NETPAIR_WHOLE);
	netpair_join(&p);
	conn_start_tls(p.client.c, certs.client, CERTS_HOST);
	conn_write(p.server.c, much, 100000);
	netpair_run(&p, netpair_client_down);
	assert_int_equal(p.client.outcome, OUTCOME_BADREPLY);
	assert_int_equal(conn_raw_first(p.client.c)->len, CONN_RAW_FIRST_MAX);
	netpair_close(&p);
	free(much);
}

static void test_plain_client(void **state)
{
	struct netpair p;
	(void)state;

	netpair_open(&p, AF_INET, NETPAIR_WHOLE);
	netpair_join(&p);
	conn_start_tls(p.server.c, certs.server, NULL);
	conn_write(p.client.c, "EHLO me.example\r\n", 17);
	netpair_run(&p, netpair_both_down);
	assert_int_equal(p.server.outcome, OUTCOME_BADREPLY);
	assert_string_equal(buf_text(conn_raw_first(p.server.c)), "EHLO me.example\r\n");
	netpair_close(&p);
}

/* ---- alerts ---- */

static void test_refusal(void **state)
{
	static const struct {
		int alert;
		const char *name;
	} rows[] = {{40, "handshake_failure"}, {112, "unrecognized_name"}, {80, "internal_error"}};
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tls_config *server = certs_serve(certs.good, NULL);

		tls_config_server_refuse(server, rows[i].alert);
		EACH_SCHEDULE(schedule)
		{
			struct netpair p;
			struct told told;

			netpair_shake(&p, schedule, certs.client, server, CERTS_HOST);
			netpair_run(&p, netpair_both_down);
			assert_int_equal(p.client.outcome, OUTCOME_DENIED);
			assert_int_equal(p.client.err, 0);
			told_take(&told, p.client.c);
			assert_int_equal(told.n, 1);
			assert_int_equal(told.v[0]->type, EVENT_TLS_ALERT);
			assert_int_equal(told.v[0]->num, rows[i].alert);
			assert_string_equal(told.v[0]->text, rows[i].name);
			assert_int_equal(told.v[0]->flags, 0);
			told_clear(&told);
			netpair_close(&p);
		}
		tls_config_free(server);
	}
}

/* ---- limits ---- */

static void test_long_chain(void **state)
{
	const struct tls_make_spec ca = {.common_name = "Link", .is_ca = true};
	struct tls_identity *links[20], *leaf;
	struct netpair p;
	struct told told;
	(void)state;

	for (size_t i = 0; i < 20; i++)
		links[i] = certs_make(i ? links[i - 1] : certs.root, ca);
	leaf = certs_make(links[19],
			  (struct tls_make_spec){.names = (const char *const[]){CERTS_HOST, NULL}});
	struct tls_config *server = certs_serve(leaf, NULL);

	netpair_shake(&p, NETPAIR_WHOLE, certs.client, server, CERTS_HOST);
	netpair_run(&p, netpair_both_secure);
	told_take(&told, p.client.c);
	assert_int_equal(told_count(&told, EVENT_TLS_CERT), TLS_CHAIN_MAX);
	assert_int_equal(told_find(&told, EVENT_LIMIT)->num, TLS_CHAIN_MAX);
	assert_int_equal(told_find(&told, EVENT_TLS_VERIFY)->status, CERT_UNTRUSTED);
	told_clear(&told);
	netpair_close(&p);
	tls_config_free(server);
	tls_identity_free(leaf);
	for (size_t i = 0; i < 20; i++)
		tls_identity_free(links[i]);
}

#define BIG_NAMES (TLS_NAMES_MAX + 10)
#define BIG_CERTS 5

/* Certificates of some 25 kB each, with more names than are kept. */
static void test_big_chain(void **state)
{
	const char *names[BIG_NAMES + 1] = {CERTS_HOST};
	struct netpair p;
	struct told told;
	(void)state;

	for (size_t i = 1; i < BIG_NAMES; i++)
		names[i] = mem_printf("%zu.e.org", i);
	struct tls_identity *big = certs_make(certs.root, (struct tls_make_spec){.names = names});
	char *chain = mem_strdup("");

	for (size_t i = 0; i < BIG_CERTS; i++) {
		char *longer = mem_printf("%s%s", chain, big->cert_pem);

		free(chain);
		chain = longer;
	}
	free(big->chain_pem);
	big->chain_pem = chain;
	struct tls_config *server = certs_serve(big, NULL);

	netpair_shake(&p, NETPAIR_WHOLE, certs.client, server, CERTS_HOST);
	netpair_run(&p, netpair_both_secure);
	told_take(&told, p.client.c);
	unsigned kept = told_count(&told, EVENT_TLS_CERT);

	assert_within(kept, 1, BIG_CERTS - 1);
	assert_int_equal(told_count(&told, EVENT_LIMIT), kept + 1);
	assert_int_equal(told_find(&told, EVENT_TLS_CERT)->list.n, TLS_NAMES_MAX);
	assert_int_equal(told_find(&told, EVENT_LIMIT)->num, TLS_NAMES_MAX);
	assert_int_equal(told.v[told.n - 2]->num, TLS_CHAIN_BYTES_MAX);
	assert_int_equal(told_find(&told, EVENT_TLS_VERIFY)->status, 0);
	told_clear(&told);
	netpair_close(&p);
	tls_config_free(server);
	tls_identity_free(big);
	for (size_t i = 1; i < BIG_NAMES; i++)
		free((char *)names[i]);
}

/* ---- mischief ---- */

static void test_garbage_after_handshake(void **state)
{
	static const char garbage[] = "\x17\x03\x03\x00\x20garbage garbage garbage garbage.";
	struct netpair p;
	struct told told;
	(void)state;

	netpair_shake(&p, NETPAIR_WHOLE, certs.client, certs.server, CERTS_HOST);
	netpair_run(&p, netpair_both_secure);
	assert_true(send(conn_fd(p.server.c), garbage, sizeof garbage - 1, 0) > 0);
	netpair_run(&p, netpair_client_down);
	assert_int_equal(p.client.outcome, OUTCOME_BADREPLY);
	told_take(&told, p.client.c);
	assert_non_null(told_find(&told, EVENT_TLS_ERROR));
	assert_non_null(
	    told_find(&told, EVENT_TLS_VERIFY)); /* what was learnt before is not lost */
	assert_int_equal(told_find(&told, EVENT_TLS_ALERT)->flags, EVENT_SENT);
	told_clear(&told);
	netpair_close(&p);
}

/* A server that wants to renegotiate is refused, and dropped if it does not stop asking. */
static void test_renegotiation(void **state)
{
	struct tls_config *server = certs_serve(certs.good, "NORMAL:-VERS-ALL:+VERS-TLS1.2");
	struct netpair p;
	(void)state;

	netpair_shake(&p, NETPAIR_WHOLE, certs.client, server, CERTS_HOST);
	netpair_run(&p, netpair_both_secure);
	assert_int_equal(gnutls_rehandshake(conn_tls(p.server.c)->session), 0);
	conn_write(p.server.c, "still here\n", 11);
	netpair_run(&p, client_has_line);
	assert_string_equal(buf_text(&p.client.got), "still here\n");
	for (int i = 0; i < 100; i++)
		gnutls_rehandshake(conn_tls(p.server.c)->session);
	conn_write(p.server.c, "x", 1);
	netpair_run(&p, netpair_client_down);
	assert_int_equal(p.client.outcome, OUTCOME_BADREPLY);
	netpair_close(&p);
	tls_config_free(server);
}

/* A flood of records occupies the loop for a while only: timers still run. */
static void test_flood(void **state)
{
	static const enum tls_noise noises[] = {TLS_NOISE_EMPTY, TLS_NOISE_TICKET};
	(void)state;

	for (size_t k = 0; k < sizeof noises / sizeof *noises; k++) {
		struct netpair p;
		size_t most = 0;

		netpair_shake(&p, NETPAIR_WHOLE, certs.client, certs.server, CERTS_HOST);
		netpair_run(&p, netpair_both_secure);
		while (p.server.c->out.len - p.server.c->out_at < FLOOD_BYTES)
			assert_true(tls_make_noise(conn_tls(p.server.c), noises[k]));
		conn_write(p.server.c, "still here\n", 11);
		while (!client_has_line(&p)) {
			uint64_t before = p.client.c->received;

			assert_false(p.client.down);
			uv_run(&p.loop, UV_RUN_NOWAIT);
			if (p.client.c->received - before > most)
				most = p.client.c->received - before;
		}
		assert_within(most, 1, TURN_BYTES_MAX);
		netpair_close(&p);
	}
}

/* One end gives up with an alert, and hangs up properly: some servers do so after each goodbye. */
static void test_user_canceled(void **state)
{
	(void)state;
	EACH_SCHEDULE(schedule)
	{
		struct netpair p;

		netpair_shake(&p, schedule, certs.client, certs.server, CERTS_HOST);
		netpair_run(&p, netpair_both_secure);
		assert_true(tls_make_noise(conn_tls(p.server.c), TLS_NOISE_WARNING));
		conn_shutdown(p.server.c);
		netpair_run(&p, netpair_client_down);
		assert_int_equal(p.client.outcome, OUTCOME_CLOSED);
		netpair_close(&p);
	}
}

/* Random bytes, some of them behind a record's header; the seed is fixed. */
static void test_noise(void **state)
{
	unsigned seed = 1;
	(void)state;

	for (int i = 0; i < 300; i++) {
		unsigned char noise[200];
		struct netpair p;

		for (size_t j = 0; j < sizeof noise; j++) {
			seed = seed * 1103515245 + 12345;
			noise[j] = (unsigned char)(seed >> 16);
		}
		if (i % 2) {
			noise[0] = (unsigned char)(0x14 + i / 2 % 5);
			noise[1] = noise[2] = 3;
			noise[3] = 0;
			if (i % 4 == 1)
				noise[5] = (unsigned char)(i / 4 % 25);
		}
		netpair_open(&p, AF_INET, NETPAIR_WHOLE);
		netpair_join(&p);
		conn_start_tls(p.client.c, certs.client, CERTS_HOST);
		conn_write(p.server.c, noise, sizeof noise);
		conn_shutdown(p.server.c);
		netpair_run(&p, netpair_client_down);
		assert_true(p.client.outcome == OUTCOME_BADREPLY ||
			    p.client.outcome == OUTCOME_CLOSED ||
			    p.client.outcome == OUTCOME_DENIED);
		netpair_close(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_truncation),
	    cmocka_unit_test(test_reset),
	    cmocka_unit_test(test_gone_before_handshake),
	    cmocka_unit_test(test_plain_server),
	    cmocka_unit_test(test_half_a_greeting),
	    cmocka_unit_test(test_endless_greeting),
	    cmocka_unit_test(test_plain_client),
	    cmocka_unit_test(test_refusal),
	    cmocka_unit_test(test_long_chain),
	    cmocka_unit_test(test_big_chain),
	    cmocka_unit_test(test_garbage_after_handshake),
	    cmocka_unit_test(test_renegotiation),
	    cmocka_unit_test(test_flood),
	    cmocka_unit_test(test_user_canceled),
	    cmocka_unit_test(test_noise),
	};

	return cmocka_run_group_tests_name("tls-bad", tests, certs_set_up, certs_tear_down);
}
