/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS sessions over a conn: how they begin, what passes through them and their events. */
#include "config.h"
#include "net/tls/tls.h"

#include "base/mem.h"
#include "certs.h"
#include "netpair.h"
#include "told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- events ---- */

static void test_description(void **state)
{
	struct netpair p;
	struct told told;
	(void)state;

	netpair_shake(&p, NETPAIR_WHOLE, certs.client, certs.server, CERTS_HOST);
	netpair_run(&p, netpair_both_secure);
	told_take(&told, p.client.c);
	assert_int_equal(told.n, 3);
	assert_int_equal(told.v[0]->type, EVENT_TLS_SESSION);
	assert_string_equal(told.v[0]->version, "TLS1.3");
	assert_string_equal(told.v[0]->cipher, "TLS_AES_256_GCM_SHA384");
	assert_string_equal(told.v[0]->kx, "SECP256R1");
	assert_int_equal(told.v[0]->num, 256);
	assert_int_equal(told.v[0]->flags, 0);

	const struct event *cert = told.v[1];

	assert_int_equal(cert->type, EVENT_TLS_CERT);
	assert_int_equal(cert->num, 0);
	assert_string_equal(cert->subject, "CN=mail.example.org,O=Example");
	assert_string_equal(cert->issuer, "CN=Test Root");
	assert_int_equal(cert->list.n, 3);
	assert_string_equal(cert->list.v[0], "mail.example.org");
	assert_string_equal(cert->list.v[1], "127.0.0.1");
	assert_string_equal(cert->list.v[2], "::1");
	assert_int_equal(cert->not_before, CERTS_NOW - 30 * CERTS_DAY);
	assert_int_equal(cert->not_after, CERTS_NOW + 60 * CERTS_DAY);
	assert_string_equal(cert->key, "ECDSA");
	assert_int_equal(cert->bits, 256);
	assert_string_equal(cert->signature, "ECDSA-SHA256");
	assert_int_equal(strlen(cert->sha256), 64);
	assert_int_equal(strlen(cert->serial), 32);
	assert_string_equal(cert->pem, certs.good->cert_pem);

	assert_int_equal(told.v[2]->type, EVENT_TLS_VERIFY);
	assert_int_equal(told.v[2]->status, 0);
	assert_string_equal(told.v[2]->host, CERTS_HOST);
	assert_string_equal(told.v[2]->text, "trusted");
	told_clear(&told);
	told_take(&told, p.client.c);
	assert_int_equal(told.n, 0); /* nothing new */
	netpair_close(&p);
}

/* ---- bytes ---- */

static bool client_has_line(struct netpair *p)
{
	return p->client.got.len && p->client.got.data[p->client.got.len - 1] == '\n';
}

static void echo(struct side *s, enum conn_event event)
{
	if (event != CONN_READABLE)
		return;
	conn_write(s->c, s->got.data, s->got.len);
	buf_reset(&s->got);
}

static void test_echo(void **state)
{
	(void)state;
	EACH_SCHEDULE(schedule)
	{
		struct netpair p;

		netpair_shake(&p, schedule, certs.client, certs.server, CERTS_HOST);
		p.server.hook = echo;
		conn_write(p.client.c, "early\n", 6); /* waits for TLS */
		netpair_run(&p, client_has_line);
		assert_string_equal(buf_text(&p.client.got), "early\n");
		conn_shutdown(p.client.c);
		netpair_run(&p, netpair_both_down);
		assert_int_equal(p.server.outcome, OUTCOME_CLOSED);
		netpair_close(&p);
	}
}

/* Bytes that TLS has decrypted and not yet delivered make no descriptor readable. */
static void test_reading_pauses(void **state)
{
	const size_t total = CONN_IN_MAX + CONN_IN_MAX / 2;
	char *bytes = mem_calloc(total, 1);
	(void)state;

	for (size_t i = 0; i < total; i++)
		bytes[i] = (char)('a' + i % 23);
	EACH_SCHEDULE(schedule)
	{
		struct netpair p;

		netpair_shake(&p, schedule, certs.client, certs.server, CERTS_HOST);
		netpair_read_late(&p, bytes, total);
		netpair_close(&p);
	}
	free(bytes);
}

static bool client_read(struct netpair *p)
{
	return conn_in(p->client.c)->len > 0;
}

/* Bytes in clear text stay where they are; TLS begins after them. */
static void test_leftover(void **state)
{
	(void)state;
	EACH_SCHEDULE(schedule)
	{
		struct netpair p;

		netpair_open(&p, AF_INET, schedule);
		netpair_join(&p);
		p.client.takes = false;
		conn_write(p.server.c, "2", 1);
		netpair_run(&p, client_read);
		conn_start_tls(p.server.c, certs.server, NULL);
		conn_start_tls(p.client.c, certs.client, CERTS_HOST);
		netpair_run(&p, netpair_both_secure);
		assert_int_equal(conn_in(p.client.c)->len, 1);
		conn_write(p.server.c, "50\n", 3);
		p.client.takes = true;
		netpair_run(&p, client_has_line);
		assert_string_equal(buf_text(&p.client.got), "250\n");
		netpair_close(&p);
	}
}

/* ---- versions, and certificates of clients ---- */

static void test_versions(void **state)
{
	(void)state;
	for (unsigned i = 0; i < TLS_VERSION_COUNT_; i++) {
		const char *name = tls_version_name((enum tls_version)i);
		char *options = mem_printf("NORMAL:-VERS-ALL:+VERS-%s", name);
		struct tls_config *server = certs_serve(certs.good, options);

		for (unsigned j = 0; j < TLS_VERSION_COUNT_; j++) {
			struct tls_config *client =
			    tls_config_client_offer(certs.client, (enum tls_offer)j);
			struct netpair p;
			struct told told;

			assert_non_null(client);
			netpair_shake(&p, NETPAIR_WHOLE, client, server, CERTS_HOST);
			netpair_run(&p, i == j ? netpair_both_secure : netpair_both_down);
			told_take(&told, p.client.c);
			if (i == j) {
				assert_string_equal(told_find(&told, EVENT_TLS_SESSION)->version,
						    name);
				assert_int_equal(told_find(&told, EVENT_TLS_VERIFY)->status, 0);
			} else {
				assert_null(told_find(&told, EVENT_TLS_SESSION));
				assert_non_null(told_find(&told, EVENT_TLS_ALERT));
			}
			told_clear(&told);
			netpair_close(&p);
			tls_config_free(client);
		}
		tls_config_free(server);
		free(options);
	}
}

/* An old server, with a client that has every version. */
static void test_old_server(void **state)
{
	static const char *const options[] = {
	    "NORMAL:-VERS-ALL:+VERS-TLS1.0:-KX-ALL:+RSA",
	    "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA",
	    "NONE:+VERS-TLS1.0:+RSA:+ARCFOUR-128:+SHA1:+COMP-NULL:+SIGN-ALL",
	    "NONE:+VERS-TLS1.0:+RSA:+3DES-CBC:+SHA1:+COMP-NULL:+SIGN-ALL"};
	struct tls_identity *rsa = certs_make(
	    certs.root, (struct tls_make_spec){.names = (const char *const[]){CERTS_HOST, NULL},
					       .key = TLS_KEY_RSA,
					       .bits = 1024});
	(void)state;

	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		struct tls_config *server = certs_serve(rsa, options[i]);
		struct netpair p;
		struct told told;

		netpair_shake(&p, NETPAIR_WHOLE, certs.client, server, CERTS_HOST);
		netpair_run(&p, netpair_both_secure);
		told_take(&told, p.client.c);
		const struct event *session = told_find(&told, EVENT_TLS_SESSION);

		assert_string_equal(session->version, i == 1 ? "TLS1.2" : "TLS1.0");
		assert_non_null(session->cipher);
		if (i == 1)
			assert_true(session->num >= 2048);
		else
			assert_string_equal(session->kx, "RSA");
		assert_int_equal(told_find(&told, EVENT_TLS_VERIFY)->status, CERT_WEAK);
		assert_string_equal(told_find(&told, EVENT_TLS_VERIFY)->text, "weak");
		told_clear(&told);
		netpair_close(&p);
		tls_config_free(server);
	}
	tls_identity_free(rsa);
}

static void test_client_certificate(void **state)
{
	static const char *const options[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.2",
					      "NORMAL:-VERS-ALL:+VERS-TLS1.3"};
	(void)state;

	for (size_t i = 0; i < 2; i++) {
		struct tls_config *server = certs_serve(certs.good, options[i]);
		struct netpair p;
		struct told told;

		tls_config_server_ask_client(server, false);
		netpair_shake(&p, NETPAIR_WHOLE, certs.client, server, CERTS_HOST);
		netpair_run(&p, netpair_both_secure);
		told_take(&told, p.client.c);
		assert_int_equal(told.v[0]->flags, EVENT_CLIENT_CERT_ASKED);
		told_clear(&told);
		netpair_close(&p);

		tls_config_server_ask_client(server, true);
		netpair_shake(&p, NETPAIR_WHOLE, certs.client, server, CERTS_HOST);
		netpair_run(&p, netpair_client_down);
		assert_int_equal(p.client.outcome, OUTCOME_DENIED);
		/* TLS 1.3 is finished for the client before the server has answered. */
		assert_string_equal(p.client.told, i ? "CTD" : "CD");
		told_take(&told, p.client.c);
		assert_int_equal(told_count(&told, EVENT_TLS_CERT), 1);
		assert_non_null(told_find(&told, EVENT_TLS_ALERT));
		told_clear(&told);
		netpair_close(&p);
		tls_config_free(server);
	}
}

static void test_alert_after_description(void **state)
{
	struct tls_config *server = certs_serve(certs.good, "NORMAL:-VERS-ALL:+VERS-TLS1.3");
	struct netpair p;
	struct told told;
	(void)state;

	tls_config_server_ask_client(server, true);
	netpair_shake(&p, NETPAIR_BYTEWISE, certs.client, server, CERTS_HOST);
	while (!strchr(p.client.told, 'T'))
		uv_run(&p.loop, UV_RUN_ONCE);
	told_take(&told, p.client.c);
	assert_int_equal(told.n, 3);
	told_clear(&told);
	netpair_run(&p, netpair_client_down);
	told_take(&told, p.client.c);
	assert_int_equal(told.n, 1);
	assert_int_equal(told.v[0]->type, EVENT_TLS_ALERT);
	told_clear(&told);
	netpair_close(&p);
	tls_config_free(server);
}

/* ---- configurations ---- */

/* What the description says about the roots; the caller frees. NULL: there are some. */
static char *missing_roots(const char *path)
{
	char *error = NULL, *why = NULL;
	struct tls_config *client = tls_config_client(path, CERTS_NOW, &error);
	struct netpair p;
	struct told told;

	assert_non_null(client);
	assert_null(error);
	netpair_shake(&p, NETPAIR_WHOLE, client, certs.server, CERTS_HOST);
	netpair_run(&p, netpair_both_secure);
	told_take(&told, p.client.c);
	const struct event *verify = told.v[told.n - 1];

	assert_int_equal(verify->type, EVENT_TLS_VERIFY);
	if (verify->flags & EVENT_NO_ROOTS) {
		assert_int_equal(verify->status & CERT_UNTRUSTED, CERT_UNTRUSTED);
		why = mem_strdup(verify->reason ? verify->reason : "");
	}
	told_clear(&told);
	netpair_close(&p);
	tls_config_free(client);
	return why;
}

static void test_ca_file(void **state)
{
	static const struct {
		const char *text, *says; /* text NULL: there is no such file */
	} rows[] = {{NULL, "No such file or directory"},
		    {"This is no certificate.\n", "no certificate in PEM format"},
		    {"", "no certificate in PEM format"}};
	char path[64] = "/nonexistent/roots.pem";
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].text)
			certs_write_file(rows[i].text, path);
		char *why = missing_roots(path);

		assert_non_null(why);
		assert_non_null(strstr(why, path));
		assert_non_null(strstr(why, rows[i].says));
		free(why);
		if (rows[i].text)
			unlink(path);
	}
	char *why = missing_roots("/tmp");

	assert_non_null(why);
	free(why);
	assert_null(missing_roots(NULL)); /* the system's: ca-certificates is there */
}

/* The system's roots do not include ours. */
static void test_system_trust(void **state)
{
	char *error = NULL;
	struct tls_config *client = tls_config_client(NULL, CERTS_NOW, &error);
	struct netpair p;
	(void)state;

	assert_non_null(client);
	netpair_shake(&p, NETPAIR_WHOLE, client, certs.server, CERTS_HOST);
	tls_config_free(client); /* the session holds a reference */
	netpair_run(&p, netpair_both_secure);
	assert_int_equal(tls_status(conn_tls(p.client.c)), CERT_UNTRUSTED);
	netpair_close(&p);
	/* at once, while the roots are being read */
	tls_config_free(tls_config_client(NULL, 0, &error));
}

static void test_bad_server_config(void **state)
{
	char *error = NULL;
	(void)state;

	assert_null(tls_config_server("no chain", certs.good->key_pem, NULL, &error));
	assert_non_null(error);
	free(error);
	assert_null(tls_config_server(certs.good->chain_pem, certs.root->key_pem, NULL, &error));
	assert_non_null(error);
	free(error);
	assert_null(
	    tls_config_server(certs.good->chain_pem, certs.good->key_pem, "NONSENSE", &error));
	assert_non_null(error);
	free(error);
}

/* ---- two threads ---- */

struct practice {
	int fd;
	struct conn *c;
	bool echoed;
};

static void on_practice_event(struct conn *c, enum conn_event event, void *user)
{
	struct practice *s = user;

	if (event == CONN_READABLE) {
		conn_write(c, conn_in(c)->data, conn_in(c)->len);
		buf_consume(conn_in(c), conn_in(c)->len);
		s->echoed = true;
	} else if (event == CONN_DOWN) {
		conn_close(c);
	}
}

/* A server with its own loop, certificate and configuration. */
static void practice_thread(void *user)
{
	struct practice *s = user;
	struct tls_make_spec spec = {.common_name = "Practice", .not_after = CERTS_NOW};
	struct tls_identity *identity = tls_make(&spec, NULL);
	char *error = NULL;
	struct tls_config *config =
	    tls_config_server(identity->chain_pem, identity->key_pem, NULL, &error);
	uv_loop_t loop;

	uv_loop_init(&loop);
	s->c = conn_accept(&loop, s->fd, on_practice_event, s);
	conn_start_tls(s->c, config, NULL);
	uv_run(&loop, UV_RUN_DEFAULT);
	uv_loop_close(&loop);
	tls_config_free(config);
	tls_identity_free(identity);
}

static void test_two_threads(void **state)
{
	struct netpair p;
	struct practice s = {0};
	struct sockaddr_storage address;
	uv_thread_t thread;
	(void)state;

	netpair_open(&p, AF_INET, NETPAIR_WHOLE);
	socklen_t len = netpair_address(&p, &address);

	p.client.c =
	    conn_open(&p.loop, (struct sockaddr *)&address, len, netpair_on_event, &p.client);
	s.fd = accept(p.listener, NULL, NULL);
	assert_int_equal(uv_thread_create(&thread, practice_thread, &s), 0);
	while (!strchr(p.client.told, 'C'))
		uv_run(&p.loop, UV_RUN_ONCE);
	conn_start_tls(p.client.c, certs.client, CERTS_HOST);
	conn_write(p.client.c, "hello\n", 6);
	netpair_run(&p, client_has_line);
	conn_close(p.client.c);
	p.client.c = NULL;
	netpair_turn(&p);
	uv_thread_join(&thread);
	assert_true(s.echoed);
	netpair_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_description),
	    cmocka_unit_test(test_echo),
	    cmocka_unit_test(test_reading_pauses),
	    cmocka_unit_test(test_leftover),
	    cmocka_unit_test(test_versions),
	    cmocka_unit_test(test_old_server),
	    cmocka_unit_test(test_client_certificate),
	    cmocka_unit_test(test_alert_after_description),
	    cmocka_unit_test(test_ca_file),
	    cmocka_unit_test(test_system_trust),
	    cmocka_unit_test(test_bad_server_config),
	    cmocka_unit_test(test_two_threads),
	};

	return cmocka_run_group_tests_name("tls", tests, certs_set_up, certs_tear_down);
}
