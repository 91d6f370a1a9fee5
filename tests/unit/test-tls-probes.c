/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which versions of TLS a port accepts: a whole session against practice servers with the
 * priorities of old, new and odd ones.
 */
#include "config.h"
#include "practice/identity.h"
#include "practice/listener.h"
#include "practice/server.h"
#include "session/session.h"

#include "base/mem.h"
#include "know/services.h"
#include "net/tls/tls.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "named.h"

#define PATIENCE_MS 20000
#define ONLY(versions) "priorities NORMAL:-VERS-ALL" versions "\n"
#define SERVERS_MAX 4

struct yard { /* servers on their own loop and thread */
	uv_thread_t thread;
	uv_loop_t loop;
	uv_async_t stop;
	struct identities *ids;
	struct server *servers[SERVERS_MAX];
	size_t n;
	size_t most;		 /* the most simultaneous connections, once closed */
	size_t all[SERVERS_MAX]; /* each server's connections, once closed */
	struct target *target;
	char ca_file[64];
};

static void on_stop(uv_async_t *async)
{
	struct yard *y = async->data;

	for (size_t i = 0; i < y->n; i++) {
		if (server_most(y->servers[i]) > y->most)
			y->most = server_most(y->servers[i]);
		y->all[i] = server_all(y->servers[i]);
		server_close(y->servers[i]);
	}
	uv_close((uv_handle_t *)&y->stop, NULL);
}

static void serve(void *user)
{
	struct yard *y = user;

	uv_run(&y->loop, UV_RUN_DEFAULT);
}

static void open_yard(struct yard *y)
{
	*y = (struct yard){.ca_file = "/tmp/porthorn-tls-probes-XXXXXX"};
	int fd = mkstemp(y->ca_file);

	y->ids = identities_new(time(NULL));
	const char *root = identity_root(y->ids);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, root, strlen(root)), (ssize_t)strlen(root));
	close(fd);
	assert_int_equal(uv_loop_init(&y->loop), 0);
	uv_async_init(&y->loop, &y->stop, on_stop);
	y->stop.data = y;
	y->target = target_new("practice");
	y->target->want_ipv6 = false;
	y->target->only_target = y->target->no_path = true;
	y->target->ca_file = mem_strdup(y->ca_file);
}

static void add(struct yard *y, enum service service, const char *script)
{
	const struct service_row *row = service_row(service);
	char *error = NULL, *text = mem_printf("like %s\n%s", service_name(service), script);

	y->servers[y->n] = server_open(&y->loop, y->ids, "tls-probes", text, &error);
	assert_null(error);
	target_add(y->target, service, row->security, IDENTITY_HOST_MAIL, row->port);
	target_override(y->target, IDENTITY_HOST_MAIL, FAMILY_IPV4, listener_address(FAMILY_IPV4),
			row->port, server_port(y->servers[y->n], FAMILY_IPV4));
	y->n++;
	free(text);
}

/* A further port that leads to the first server. */
static void add_second_port(struct yard *y)
{
	target_add(y->target, SERVICE_SUBMISSION_ALT, SECURITY_STARTTLS, IDENTITY_HOST_MAIL, 2525);
	target_override(y->target, IDENTITY_HOST_MAIL, FAMILY_IPV4, listener_address(FAMILY_IPV4),
			2525, server_port(y->servers[0], FAMILY_IPV4));
}

/* A run to its end. */
static struct session *run(struct yard *y, const struct limits *limits)
{
	char *error = NULL;

	uv_thread_create(&y->thread, serve, y);
	struct session *s = session_new(y->target, limits, &error); /* owns the target */

	assert_non_null(s);
	while (!session_done(s)) {
		struct pollfd fd = {.fd = session_fd(s), .events = POLLIN};

		assert_true(poll(&fd, 1, PATIENCE_MS) > 0);
		session_pump(s);
	}
	return s;
}

static void close_yard(struct yard *y, struct session *s)
{
	session_free(s);
	uv_async_send(&y->stop);
	uv_thread_join(&y->thread);
	while (uv_loop_close(&y->loop) == UV_EBUSY)
		uv_run(&y->loop, UV_RUN_ONCE);
	identities_free(y->ids);
	unlink(y->ca_file);
}

static bool has(struct session *s, const char *id)
{
	const struct findings *all = &session_record(s)->findings;
	bool found = false;

	for (size_t i = 0; i < all->n; i++)
		found |= str_eq(all->v[i].id, id);
	return found;
}

/* "refused refused accepted accepted": TLS 1.0 to 1.3. */
static void assert_takes(struct session *s, unsigned endpoint, const char *expected)
{
	struct strs words = {0};

	for (unsigned v = 0; v < TLS_VERSION_COUNT_; v++)
		strs_add(&words,
			 acceptance_name(facts_acceptance(
			     facts_of(&session_record(s)->facts, endpoint), (enum tls_version)v)));
	char *text = strs_join(&words, " ");

	assert_string_equal(text, expected);
	free(text);
	strs_clear(&words);
}

static size_t count(struct session *s, enum event_type type)
{
	size_t n = 0;

	for (size_t i = 0; i < session_record(s)->log.n; i++)
		n += session_record(s)->log.v[i]->type == type;
	return n;
}

static void current_servers(void **state)
{
	struct yard y;

	(void)state;
	open_yard(&y);
	add(&y, SERVICE_IMAPS, "");
	add(&y, SERVICE_SUBMISSION, ONLY(":+VERS-TLS1.2"));
	add(&y, SERVICE_POP3S, ONLY(":+VERS-TLS1.3"));
	struct session *s = run(&y, NULL);

	assert_takes(s, 1, "refused refused accepted accepted");
	assert_takes(s, 2, "refused refused accepted refused");
	assert_takes(s, 3, "refused refused refused accepted");
	assert_int_equal(facts_nameless(facts_of(&session_record(s)->facts, 2)), NAMELESS_SAME);
	assert_true(has(s, "tls.version.modern") && has(s, "tls.version.no-12"));
	assert_false(has(s, "tls.version.old-accepted") || has(s, "tls.sni.needed"));
	assert_int_equal(count(s, EVENT_TLS_ACCEPTS), 9);
	assert_int_equal(count(s, EVENT_TLS_NAMELESS), 3);
	assert_int_equal(count(s, EVENT_TLS_OFFER), 3);	  /* a large ClientHello each */
	assert_int_equal(count(s, EVENT_PROBE_BEGIN), 3); /* TLS probes are not rows */
	assert_int_equal(session_record(s)->facts.run_end->outcome, OUTCOME_OK);
	assert_int_equal(session_record(s)->facts.run_end->seq, session_record(s)->log.n);
	close_yard(&y, s);
	/* The row's own, both old versions together, the other new one, a large hello, no name. */
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(y.all[i], 5);
}

static void old_servers(void **state)
{
	struct yard y;

	(void)state;
	open_yard(&y);
	add(&y, SERVICE_IMAPS, ONLY(":+VERS-TLS1.2:+VERS-TLS1.1:+VERS-TLS1.0"));
	add(&y, SERVICE_POP3, ONLY(":+VERS-TLS1.1:+VERS-TLS1.0"));
	add(&y, SERVICE_SUBMISSIONS,
	    "identity rsa\npriorities NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA\n");
	struct session *s = run(&y, NULL);

	assert_takes(s, 1, "accepted accepted accepted refused");
	assert_takes(s, 2, "accepted accepted refused refused");
	assert_takes(s, 3, "refused refused accepted refused");
	assert_true(has(s, "tls.version.old-accepted") && has(s, "tls.version.old"));
	close_yard(&y, s);
}

static void key_exchange(void **state)
{
	struct yard y;

	(void)state;
	open_yard(&y);
	add(&y, SERVICE_IMAPS,
	    "identity rsa\npriorities NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA\n");
	add(&y, SERVICE_SUBMISSION,
	    "identity rsa\npriorities NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA:+ECDHE-RSA:"
	    "%SERVER_PRECEDENCE\n");
	add(&y, SERVICE_POP3S, "");
	struct session *s = run(&y, NULL);

	assert_int_equal(facts_secrecy(facts_of(&session_record(s)->facts, 1)), SECRECY_REFUSED);
	assert_int_equal(facts_secrecy(facts_of(&session_record(s)->facts, 2)), SECRECY_OFFERED);
	assert_int_equal(facts_secrecy(facts_of(&session_record(s)->facts, 3)), SECRECY_CHOSEN);
	assert_int_equal(count(s, EVENT_TLS_SECRECY), 2);
	assert_true(has(s, "tls.strength.rsa-only") && has(s, "tls.strength.rsa-preferred"));
	close_yard(&y, s);
}

static void names_that_are_needed(void **state)
{
	struct yard y;

	(void)state;
	open_yard(&y);
	add(&y, SERVICE_IMAPS, "nameless-alert 112\n");
	add(&y, SERVICE_SUBMISSION, "nameless-identity wrong-name\n");
	add(&y, SERVICE_POP3S, "");
	struct session *s = run(&y, NULL);

	assert_int_equal(facts_nameless(facts_of(&session_record(s)->facts, 1)), NAMELESS_REFUSED);
	assert_int_equal(facts_nameless(facts_of(&session_record(s)->facts, 2)), NAMELESS_OTHER);
	assert_int_equal(facts_nameless(facts_of(&session_record(s)->facts, 3)), NAMELESS_SAME);
	assert_true(has(s, "tls.sni.needed"));
	assert_int_equal(session_record(s)->summary.receive, ANSWER_OK);
	close_yard(&y, s);
}

static enum acceptance offered(struct session *s, unsigned endpoint, enum tls_offer offer)
{
	const struct endpoint_facts *f = facts_of(&session_record(s)->facts, endpoint);

	return facts_offer(f, f->offers[offer]);
}

/* Hangs up at today's ClientHello; loses a long one on the way; accepts only an odd group. */
static void handshakes_tried_otherwise(void **state)
{
	struct limits limits;
	struct yard y;

	(void)state;
	open_yard(&y);
	add(&y, SERVICE_IMAPS, ONLY(":+VERS-TLS1.0") "hello-newest TLS1.0\n");
	add(&y, SERVICE_SUBMISSION, "hello-max 1400\n");
	add(&y, SERVICE_POP3S,
	    ONLY(":+VERS-TLS1.2:-GROUP-ALL:+GROUP-SECP521R1:-KX-ALL:+ECDHE-ECDSA"));
	limits_init(&limits);
	limits.tls_ms = 1000;
	struct session *s = run(&y, &limits);

	assert_takes(s, 1, "accepted refused refused not tested");
	assert_int_equal(offered(s, 1, TLS_OFFER_SMALL), ACCEPTANCE_REFUSED);
	assert_int_equal(facts_nameless(facts_of(&session_record(s)->facts, 1)), NAMELESS_REFUSED);
	assert_int_equal(offered(s, 1, TLS_OFFER_LARGE), ACCEPTANCE_UNTESTED);
	const struct event *lost = facts_of(&session_record(s)->facts, 2)->offers[TLS_OFFER_LARGE];

	assert_int_equal(lost->outcome, OUTCOME_TIMEOUT);
	assert_int_equal(lost->stage, STAGE_TLS);
	assert_true(lost->us >= 900000);
	assert_int_equal(offered(s, 3, TLS_OFFER_LARGE), ACCEPTANCE_ACCEPTED);
	assert_int_equal(offered(s, 3, TLS_OFFER_COMMON), ACCEPTANCE_REFUSED);
	close_yard(&y, s);
}

static void off_by_option(void **state)
{
	struct yard y;

	(void)state;
	open_yard(&y);
	add(&y, SERVICE_IMAPS, "");
	y.target->no_versions = true;
	struct session *s = run(&y, NULL);

	assert_int_equal(count(s, EVENT_TLS_ACCEPTS) + count(s, EVENT_TLS_NAMELESS), 0);
	assert_takes(s, 1, "not tested not tested not tested accepted");
	close_yard(&y, s);
}

/* A report that does not wait for them: a session without forward secrecy is reason to ask about that alone. */
static void only_on_reason(void **state)
{
	struct yard y;

	(void)state;
	open_yard(&y);
	add(&y, SERVICE_IMAPS, "");
	add(&y, SERVICE_POP3S,
	    "identity rsa\npriorities NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA\n");
	add(&y, SERVICE_SUBMISSIONS, ONLY(":+VERS-TLS1.0") "hello-newest TLS1.0\n");
	y.target->versions_on_reason = true;
	struct session *s = run(&y, NULL);

	assert_takes(s, 1, "not tested not tested not tested accepted");
	assert_int_equal(facts_nameless(facts_of(&session_record(s)->facts, 1)), NAMELESS_UNTESTED);
	assert_takes(s, 2, "not tested not tested accepted not tested");
	assert_int_equal(facts_secrecy(facts_of(&session_record(s)->facts, 2)), SECRECY_REFUSED);
	assert_takes(s, 3, "accepted refused refused not tested"); /* its handshake failed */
	close_yard(&y, s);
}

/* A goodbye that never comes keeps the first TLS probes: the limit ends those that still wait. */
static void the_limit_ends_them(void **state)
{
	struct limits limits;
	struct yard y;

	(void)state;
	open_yard(&y);
	add(&y, SERVICE_SUBMISSION, "on QUIT\n  silence\n");
	add_second_port(&y);
	limits_init(&limits);
	limits.quit_ms = 60000;
	limits.versions_ms = 100;
	struct session *s = run(&y, &limits);
	size_t late = 0;

	for (size_t i = 0; i < session_record(s)->log.n; i++)
		late += session_record(s)->log.v[i]->type == EVENT_TLS_NAMELESS &&
			session_record(s)->log.v[i]->outcome == OUTCOME_TIMEOUT;
	assert_int_equal(late, 2);
	assert_int_equal(count(s, EVENT_TLS_ACCEPTS), 6);
	assert_int_equal(facts_nameless(facts_of(&session_record(s)->facts, 1)), NAMELESS_UNTESTED);
	assert_int_equal(session_record(s)->facts.run_end->outcome, OUTCOME_OK);
	close_yard(&y, s);
}

/* Two ports of one server, which counts: eight TLS probes, each waiting at its goodbye. */
static void two_at_a_time(void **state)
{
	struct yard y;

	(void)state;
	open_yard(&y);
	add(&y, SERVICE_SUBMISSION, "on QUIT\n  wait 20\n  reply 221 bye\n  close\n");
	add_second_port(&y);
	struct session *s = run(&y, NULL);

	assert_int_equal(count(s, EVENT_TLS_ACCEPTS) + count(s, EVENT_TLS_NAMELESS), 8);
	close_yard(&y, s);
	/* A connection may be accepted before the server notices that the previous one has
	 * ended. */
	assert_within(y.most, 2, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(current_servers),
					   cmocka_unit_test(old_servers),
					   cmocka_unit_test(key_exchange),
					   cmocka_unit_test(names_that_are_needed),
					   cmocka_unit_test(off_by_option),
					   cmocka_unit_test(only_on_reason),
					   cmocka_unit_test(handshakes_tried_otherwise),
					   cmocka_unit_test(the_limit_ends_them),
					   cmocka_unit_test(two_at_a_time)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
