/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/tls.h"

#include "base/mem.h"
#include "net/tls_make.h"
#include "netpair.h"

#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define DAY ((int64_t)86400)
#define NOW ((int64_t)1800000000) /* the clock of these tests: a day in 2027 */
#define HOST "mail.example.org"
#define EACH_SCHEDULE(schedule)                                                                    \
	for (enum netpair_schedule schedule = NETPAIR_WHOLE; schedule < NETPAIR_SCHEDULES;         \
	     schedule++)

/* ---- the certificates ------------------------------------------------------------------------ */

static struct tls_identity *root, *good;
static char root_file[] = "/tmp/porthorn-test-root-XXXXXX";
static struct tls_config *client, *server;

static const char *const good_names[] = {HOST, "127.0.0.1", "::1", NULL};

static struct tls_identity *make(const struct tls_identity *issuer, struct tls_make_spec spec)
{
	if (!spec.not_before)
		spec.not_before = NOW - 30 * DAY;
	if (!spec.not_after)
		spec.not_after = NOW + 60 * DAY;
	struct tls_identity *identity = tls_make(&spec, issuer);

	assert_non_null(identity);
	return identity;
}

static struct tls_config *serve(const struct tls_identity *identity, const char *options)
{
	char *error = NULL;
	struct tls_config *config =
	    tls_config_server(identity->chain_pem, identity->key_pem, options, &error);

	if (!config)
		fail_msg("%s", error);
	return config;
}

static int set_up(void **state)
{
	char *error = NULL;
	int fd = mkstemp(root_file);
	(void)state;

	root = make(NULL, (struct tls_make_spec){.common_name = "Test Root",
						 .is_ca = true,
						 .not_before = NOW - 3000 * DAY,
						 .not_after = NOW + 3000 * DAY});
	good = make(root, (struct tls_make_spec){.common_name = HOST, .names = good_names});
	assert_true(fd >= 0);
	assert_int_equal(write(fd, root->cert_pem, strlen(root->cert_pem)), strlen(root->cert_pem));
	close(fd);
	client = tls_config_client(root_file, NOW, &error);
	assert_non_null(client);
	server = serve(good, NULL);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	tls_config_free(client);
	tls_config_free(server);
	tls_identity_free(good);
	tls_identity_free(root);
	return unlink(root_file);
}

/* ---- sessions ------------------------------------------------------------------------------- */

static void start(struct netpair *p, enum netpair_schedule schedule,
		  const struct tls_config *server_config, const char *host)
{
	netpair_open(p, AF_INET, schedule);
	netpair_join(p);
	conn_start_tls(p->server.c, server_config, NULL);
	conn_start_tls(p->client.c, client, host);
}

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

		start(&p, schedule, server, HOST);
		p.server.hook = echo;
		conn_write(p.client.c, "early\n", 6); /* waits for TLS */
		netpair_run(&p, client_has_line);
		assert_string_equal(buf_text(&p.client.got), "early\n");
		assert_int_equal(tls_status(conn_tls(p.client.c)), 0);
		conn_shutdown(p.client.c);
		netpair_run(&p, netpair_both_down);
		assert_false(conn_truncated(p.server.c));
		netpair_close(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_echo),
	};

	return cmocka_run_group_tests_name("tls", tests, set_up, tear_down);
}
