/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine on the test's own loop, against servers in the same loop. */
#include "config.h"

#include "base/mem.h"
#include "mailrig.h"
#include "run/engine.h"

#include <netdb.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#ifdef PORTABLE
#define SWEEPS_OF_A_PORT 0
#define WHY_NO_SWEEP "portable build"
#else
#include <sys/personality.h>
#define SWEEPS_OF_A_PORT 3
#define WHY_NO_SWEEP "Linux 5.0"
#endif

/* Certificates are made once for all tests. */
static struct tls_config *server_tls;
static char *ca_file;

struct run {
	uv_loop_t loop;
	struct engine_options options;
	struct target *target;
	struct engine *engine;
	struct log log;
	size_t stop_at; /* the loop stops when the log holds this many events; 0: never */
	unsigned ids;
};

static void on_event(struct event *e, void *user)
{
	struct run *r = user;

	assert_true(log_append(&r->log, e));
	if (r->stop_at && r->log.n >= r->stop_at)
		uv_stop(&r->loop);
}

static void begin(struct run *r)
{
	*r = (struct run){0};
	assert_int_equal(uv_loop_init(&r->loop), 0);
	limits_init(&r->options.limits);
	r->target = target_new("test");
	r->target->ca_file = mem_strdup(ca_file);
	target_override(r->target, RIG_HOST, FAMILY_IPV4, "127.0.0.1", 0, 0);
	r->options.target = r->target;
}

static void start_engine(struct run *r)
{
	char *error = NULL;

	r->engine = engine_new(&r->loop, &r->options, on_event, r, &error);
	assert_non_null(r->engine);
	target_free(r->target); /* borrowed for engine_new() only */
	r->target = NULL;
}

static void probe(struct run *r, const struct endpoint *e)
{
	const struct order o = {.kind = ORDER_PROBE, .endpoint = e};

	engine_obey(r->engine, order_copy(&o, NULL, NULL));
}

static void sweep(struct run *r, const struct endpoint *suspect, const struct endpoint *beside)
{
	const struct order o = {.kind = ORDER_SWEEP, .endpoint = suspect, .beside = beside};

	engine_obey(r->engine, order_copy(&o, NULL, NULL));
}

static unsigned start_why(struct run *r, enum why why, enum service service, enum security security,
			  int port)
{
	const struct endpoint e = {.id = ++r->ids,
				   .service = service,
				   .security = security,
				   .family = FAMILY_IPV4,
				   .why = why,
				   .host = (char *)RIG_HOST,
				   .port = port,
				   .connect_port = port};

	if (!r->engine)
		start_engine(r);
	probe(r, &e);
	return e.id;
}

static unsigned start(struct run *r, enum service service, enum security security, int port)
{
	return start_why(r, WHY_TARGET, service, security, port);
}

static void wait_all(struct run *r)
{
	while (engine_active(r->engine))
		uv_run(&r->loop, UV_RUN_ONCE);
}

static void end(struct run *r)
{
	engine_free(r->engine);
	while (uv_loop_close(&r->loop) == UV_EBUSY)
		uv_run(&r->loop, UV_RUN_ONCE);
	rig_check_log(&r->log);
	log_clear(&r->log);
	target_free(r->target);
}

static void expect_walk(const struct run *r, unsigned endpoint, const char *clock)
{
	char *got = rig_stages(&r->log, endpoint);

	assert_string_equal(got, clock);
	free(got);
}

/* Probes one server from beginning to end. */
static void expect(enum service service, enum security security, const char *const *words,
		   const char *clock)
{
	struct run r;
	struct rig_server server;

	begin(&r);
	rig_open(&server, &r.loop, words, server_tls);
	start(&r, service, security, server.port);
	wait_all(&r);
	expect_walk(&r, 1, clock);
	rig_close(&server);
	end(&r);
}

static const char *const smtp_starttls[] = {"220 " RIG_HOST "\r\n",
					    "250-hello\r\n250 STARTTLS\r\n",
					    "220 go\r\n",
					    RIG_TLS,
					    "",
					    "250-hello\r\n250 AUTH PLAIN\r\n",
					    "221 bye\r\n",
					    NULL};
static const char *const smtp_tls[] = {
    RIG_TLS, "220 " RIG_HOST "\r\n", "250 hello\r\n", "221 bye\r\n", RIG_CLOSE, NULL};
static const char *const imap_tls[] = {RIG_TLS,
				       "* OK hello\r\n",
				       "* CAPABILITY IMAP4rev1\r\nA1 OK done\r\n",
				       "* BYE bye\r\nA4 OK bye\r\n",
				       RIG_CLOSE,
				       NULL};
static const char *const pop3_starttls[] = {
    "+OK hello\r\n",	    "+OK\r\nSTLS\r\n.\r\n", "+OK go\r\n", RIG_TLS, "",
    "+OK\r\nUSER\r\n.\r\n", "+OK bye\r\n",	    NULL};
static const char *const sieve_starttls[] = {"\"STARTTLS\"\r\nOK\r\n",
					     "\"STARTTLS\"\r\nOK\r\n",
					     "OK\r\n",
					     RIG_TLS,
					     "\"SASL\" \"PLAIN\"\r\nOK\r\n",
					     "OK bye\r\n",
					     NULL};
static const char *const https[] = {RIG_TLS, NULL};

#define STAGE_CLOCK_STARTTLS                                                                       \
	"dns ok, tcp ok, greeting ok, caps ok, starttls ok, tls ok, caps-tls ok, quit ok, = "      \
	"caps-tls ok"

static void test_good(void **state)
{
	(void)state;
	expect(SERVICE_SUBMISSION, SECURITY_STARTTLS, smtp_starttls, STAGE_CLOCK_STARTTLS);
	expect(SERVICE_POP3, SECURITY_STARTTLS, pop3_starttls, STAGE_CLOCK_STARTTLS);
	expect(SERVICE_MANAGESIEVE, SECURITY_STARTTLS, sieve_starttls, STAGE_CLOCK_STARTTLS);
	expect(SERVICE_SUBMISSIONS, SECURITY_TLS, smtp_tls,
	       "dns ok, tcp ok, tls ok, greeting ok, caps ok, quit ok, = caps ok");
	expect(SERVICE_IMAPS, SECURITY_TLS, imap_tls,
	       "dns ok, tcp ok, tls ok, greeting ok, caps ok, quit ok, = caps ok");
	expect(SERVICE_HTTPS, SECURITY_TLS, https, "dns ok, tcp ok, tls ok, = tls ok");
	expect(SERVICE_SMTP, SECURITY_NONE, smtp_starttls,
	       "dns ok, tcp ok, greeting ok, caps ok, quit ok, = caps ok");
}

static void test_evidence(void **state)
{
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	rig_open(&server, &r.loop, smtp_starttls, server_tls);
	start(&r, SERVICE_SUBMISSION, SECURITY_STARTTLS, server.port);
	wait_all(&r);

	const struct event *e = rig_find(&r.log, EVENT_DNS_ANSWER, 1);

	assert_string_equal(e->list.v[0], "127.0.0.1");
	assert_string_equal(e->host, RIG_HOST);
	e = rig_find(&r.log, EVENT_CONNECTED, 1);
	assert_string_equal(e->address, "127.0.0.1");
	assert_string_equal(e->local, "127.0.0.1");
	assert_int_equal(e->connect_port, server.port);
	e = rig_find(&r.log, EVENT_GREETING, 1);
	assert_string_equal(e->detail, RIG_HOST);
	e = rig_find(&r.log, EVENT_TLS_VERIFY, 1);
	assert_int_equal(e->status, 0);
	assert_true(rig_count(&r.log, EVENT_TLS_CERT, 1) >= 1);
	assert_int_equal(rig_count(&r.log, EVENT_TLS_SESSION, 1), 1);
	e = rig_find(&r.log, EVENT_CAPS, 1);
	assert_int_equal(e->stage, STAGE_CAPS_TLS);
	assert_int_equal(e->flags, EVENT_UNDER_TLS);
	assert_string_equal(e->list.v[0], "AUTH PLAIN");
	assert_int_equal(rig_count(&r.log, EVENT_LINE_SENT, 1), 4);
	assert_int_equal(rig_count(&r.log, EVENT_CLOSED, 1), 0);
	assert_int_equal(rig_find(&r.log, EVENT_PROBE_BEGIN, 1)->attempt, 1);
	rig_close(&server);
	end(&r);
}

/* An untrusted certificate is recorded, and hides nothing after it. */
static void test_untrusted(void **state)
{
	struct run r;
	struct rig_server server;
	char *other_ca = NULL;
	struct tls_config *other = rig_tls(&other_ca);

	(void)state;
	begin(&r);
	rig_open(&server, &r.loop, imap_tls, other);
	start(&r, SERVICE_IMAPS, SECURITY_TLS, server.port);
	wait_all(&r);
	expect_walk(&r, 1, "dns ok, tcp ok, tls ok, greeting ok, caps ok, quit ok, = caps ok");
	assert_true(rig_find(&r.log, EVENT_TLS_VERIFY, 1)->status & CERT_UNTRUSTED);
	rig_close(&server);
	end(&r);
	tls_config_free(other);
	unlink(other_ca);
	free(other_ca);
}

static void test_failures(void **state)
{
	static const char *const closes[] = {RIG_CLOSE, NULL};
	static const char *const resets[] = {RIG_RESET, NULL};
	static const char *const half[] = {"220-ho", RIG_CLOSE, NULL};
	static const char *const denies[] = {"554 5.7.1 no\r\n", "221 bye\r\n", NULL};
	static const char *const denies_closes[] = {"421 too many connections\r\n", RIG_CLOSE,
						    NULL};
	static const char *const http[] = {"HTTP/1.0 200 OK\r\n\r\n<html>", NULL};
	static const char *const stripped[] = {"220 a\r\n", "250 hello\r\n", "221 bye\r\n", NULL};
	static const char *const reset_starttls[] = {"220 a\r\n", "250-hello\r\n250 STARTTLS\r\n",
						     "", RIG_RESET, NULL};
	static const char *const reset_hello[] = {"220 a\r\n", "250-hello\r\n250 STARTTLS\r\n",
						  "220 go\r\n", RIG_RESET, NULL};
	static const char *const plain[] = {"220 plain\r\n", NULL};

	(void)state;
	expect(SERVICE_SMTP, SECURITY_STARTTLS, closes,
	       "dns ok, tcp ok, greeting closed, = greeting closed");
	expect(SERVICE_SMTP, SECURITY_STARTTLS, resets,
	       "dns ok, tcp ok, greeting reset, = greeting reset");
	expect(SERVICE_SMTP, SECURITY_STARTTLS, half,
	       "dns ok, tcp ok, greeting closed, = greeting closed");
	expect(SERVICE_SMTP, SECURITY_STARTTLS, denies,
	       "dns ok, tcp ok, greeting denied, quit ok, = greeting denied");
	expect(SERVICE_SMTP, SECURITY_STARTTLS, denies_closes,
	       "dns ok, tcp ok, greeting denied, quit closed, = greeting denied");
	expect(SERVICE_SMTP, SECURITY_STARTTLS, http,
	       "dns ok, tcp ok, greeting badreply, = greeting badreply");
	expect(SERVICE_SMTP, SECURITY_STARTTLS, stripped,
	       "dns ok, tcp ok, greeting ok, caps ok, starttls notoffered, quit ok, = starttls "
	       "notoffered");
	expect(SERVICE_SMTP, SECURITY_STARTTLS, reset_starttls,
	       "dns ok, tcp ok, greeting ok, caps ok, starttls reset, = starttls reset");
	expect(SERVICE_SMTP, SECURITY_STARTTLS, reset_hello,
	       "dns ok, tcp ok, greeting ok, caps ok, starttls ok, tls reset, = tls reset");
	expect(SERVICE_IMAPS, SECURITY_TLS, closes, "dns ok, tcp ok, tls closed, = tls closed");
	expect(SERVICE_SUBMISSIONS, SECURITY_TLS, plain,
	       "dns ok, tcp ok, tls badreply, = tls badreply");
}

static void test_refused(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	start(&r, SERVICE_SMTP, SECURITY_STARTTLS, rig_closed_port());
	wait_all(&r);
	expect_walk(&r, 1, "dns ok, tcp refused, = tcp refused");
	assert_int_equal(rig_count(&r.log, EVENT_CLOSED, 1), 0);
	end(&r);
}

static void test_closed_evidence(void **state)
{
	static const char *const resets[] = {"220 a\r\n", "250-hello\r\n250 STARTTLS\r\n", "",
					     RIG_RESET, NULL};
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	rig_open(&server, &r.loop, resets, server_tls);
	start(&r, SERVICE_SMTP, SECURITY_STARTTLS, server.port);
	wait_all(&r);

	const struct event *e = rig_find(&r.log, EVENT_CLOSED, 1);

	assert_non_null(e);
	assert_int_equal(e->stage, STAGE_STARTTLS);
	assert_int_equal(e->outcome, OUTCOME_RESET);
	rig_close(&server);
	end(&r);
}

/* A plain server on the TLS port: its words are kept. */
static void test_plain_on_tls_port(void **state)
{
	static const char *const plain[] = {"220 plain.example.org ESMTP\r\n", NULL};
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	rig_open(&server, &r.loop, plain, NULL);
	start(&r, SERVICE_SUBMISSIONS, SECURITY_TLS, server.port);
	wait_all(&r);

	const struct event *e = rig_find(&r.log, EVENT_BYTES_RECEIVED, 1);

	assert_non_null(e);
	assert_int_equal(e->stage, STAGE_TLS);
	assert_string_equal(e->text, "220 plain.example.org ESMTP\r\n");
	rig_close(&server);
	end(&r);
}

/* TLS on the plain port: the second connection proves it while the first one still waits. */
static void test_tls_check(void **state)
{
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	limits_set(&r.options.limits, "sniff", 20);
	rig_open(&server, &r.loop, smtp_tls, server_tls);
	start(&r, SERVICE_SUBMISSION, SECURITY_STARTTLS, server.port);
	wait_all(&r);
	expect_walk(&r, 1, "dns ok, tcp ok, greeting badreply, = greeting badreply");

	const struct event *e = rig_find(&r.log, EVENT_TLS_CHECK, 1);

	assert_non_null(e);
	assert_int_equal(e->outcome, OUTCOME_OK);
	assert_non_null(e->detail);
	assert_int_equal(server.talk_n, 2);
	rig_close(&server);
	end(&r);
}

/* A port that is silent either way: the greeting has all its time, and the waiting is reported. */
static void test_silent(void **state)
{
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	limits_set(&r.options.limits, "greeting", 300);
	rig_open(&server, &r.loop, NULL, NULL);
	start(&r, SERVICE_SUBMISSION, SECURITY_STARTTLS, server.port);
	wait_all(&r);
	expect_walk(&r, 1, "dns ok, tcp ok, greeting timeout, = greeting timeout");
	assert_true(rig_stage(&r.log, 1, STAGE_GREETING)->us >= 290 * 1000);
	rig_close(&server);
	end(&r);
}

/* What is done meanwhile; the greeting's own limit ends nothing here. */
static void test_silence_is_used(void **state)
{
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	limits_set(&r.options.limits, "greeting-notice", 10);
	limits_set(&r.options.limits, "sniff", 20);
	limits_set(&r.options.limits, "tls", 30);
	rig_open(&server, &r.loop, NULL, NULL);
	start(&r, SERVICE_SUBMISSION, SECURITY_STARTTLS, server.port);
	while (!rig_find(&r.log, EVENT_WAITING, 1) || !rig_find(&r.log, EVENT_TLS_CHECK, 1))
		uv_run(&r.loop, UV_RUN_ONCE);
	engine_cancel_all(r.engine);
	wait_all(&r);
	expect_walk(&r, 1, "dns ok, tcp ok, greeting cancelled, = greeting cancelled");
	assert_int_equal(rig_find(&r.log, EVENT_WAITING, 1)->stage, STAGE_GREETING);
	assert_int_equal(rig_find(&r.log, EVENT_TLS_CHECK, 1)->outcome, OUTCOME_TIMEOUT);
	rig_close(&server);
	end(&r);
}

struct slow {
	struct rig_server server;
	struct run run;
};

/* The second half of a greeting, once the client says that it waits for it. */
static void on_slow(uv_timer_t *timer)
{
	struct slow *slow = timer->data;

	if (!slow->server.talk_n || !rig_find(&slow->run.log, EVENT_WAITING, 1))
		return; /* not yet: the timer comes again */
	conn_write(slow->server.talks[0].conn, "220 b\r\n", 7);
	uv_close((uv_handle_t *)timer, NULL);
}

static void test_slow_greeting(void **state)
{
	static const char *const words[] = {"220-a\r\n", "250 hello\r\n", "221 bye\r\n", NULL};
	struct slow slow;
	struct run *r = &slow.run;
	uv_timer_t timer;

	(void)state;
	begin(r);
	limits_set(&r->options.limits, "sniff", 10);
	limits_set(&r->options.limits, "greeting-notice", 10);
	rig_open(&slow.server, &r->loop, words, NULL);
	uv_timer_init(&r->loop, &timer);
	timer.data = &slow;
	uv_timer_start(&timer, on_slow, 20, 20);
	start(r, SERVICE_SMTP, SECURITY_NONE, slow.server.port);
	wait_all(r);
	expect_walk(r, 1, "dns ok, tcp ok, greeting ok, caps ok, quit ok, = caps ok");
	assert_int_equal(slow.server.talk_n, 1); /* it had spoken: no second connection */
	assert_non_null(rig_find(&r->log, EVENT_WAITING, 1));
	rig_close(&slow.server);
	end(r);
}

/* Each limit ends its own stage. */
static void test_timeouts(void **state)
{
	static const struct {
		const char *limit;
		const char *words[6];
		enum security security;
		const char *clock;
	} cases[] = {
	    {"reply",
	     {"220 a\r\n", ""},
	     SECURITY_STARTTLS,
	     "dns ok, tcp ok, greeting ok, caps timeout, = caps timeout"},
	    {"reply",
	     {"220 a\r\n", "250 STARTTLS\r\n", ""},
	     SECURITY_STARTTLS,
	     "dns ok, tcp ok, greeting ok, caps ok, starttls notoffered, quit timeout, = starttls "
	     "notoffered"},
	    {"reply",
	     {"220 a\r\n", "250-a\r\n250 STARTTLS\r\n", ""},
	     SECURITY_STARTTLS,
	     "dns ok, tcp ok, greeting ok, caps ok, starttls timeout, = starttls timeout"},
	    {"tls",
	     {"220 a\r\n", "250-a\r\n250 STARTTLS\r\n", "220 go\r\n"},
	     SECURITY_STARTTLS,
	     "dns ok, tcp ok, greeting ok, caps ok, starttls ok, tls timeout, = tls timeout"},
	    {"tls", {""}, SECURITY_TLS, "dns ok, tcp ok, tls timeout, = tls timeout"},
	    {"greeting",
	     {"220-a\r\n"},
	     SECURITY_NONE,
	     "dns ok, tcp ok, greeting timeout, = greeting timeout"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run r;
		struct rig_server server;

		begin(&r);
		limits_set(&r.options.limits, cases[i].limit, 150);
		limits_set(&r.options.limits, "quit", 40);
		rig_open(&server, &r.loop, cases[i].words, server_tls);
		start(&r, SERVICE_SMTP, cases[i].security, server.port);
		wait_all(&r);
		expect_walk(&r, 1, cases[i].clock);
		rig_close(&server);
		end(&r);
	}
}

/* Sent, and then the computer has no time for us until the limit is over. */
static void on_event_stalls(struct event *e, void *user)
{
	bool stalls = e->type == EVENT_LINE_SENT && e->stage == STAGE_CAPS;

	on_event(e, user);
	if (stalls)
		poll(NULL, 0, 3 * 60);
}

static void test_limit_of_a_busy_computer(void **state)
{
	struct run r;
	struct rig_server server;
	char *error = NULL;

	(void)state;
	begin(&r);
	limits_set(&r.options.limits, "reply", 60);
	rig_open(&server, &r.loop, smtp_tls, server_tls);
	r.engine = engine_new(&r.loop, &r.options, on_event_stalls, &r, &error);
	start(&r, SERVICE_SUBMISSIONS, SECURITY_TLS, server.port);
	wait_all(&r);
	expect_walk(&r, 1, "dns ok, tcp ok, tls ok, greeting ok, caps ok, quit ok, = caps ok");
	rig_close(&server);
	end(&r);
}

/* The run's time is up: everything in progress ends with TIMEOUT, once, and late starts at once. */
static void test_run_limit(void **state)
{
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	limits_set(&r.options.limits, "run", 150);
	rig_open(&server, &r.loop, NULL, NULL);
	start(&r, SERVICE_SMTP, SECURITY_STARTTLS, server.port);
	start(&r, SERVICE_IMAPS, SECURITY_TLS, server.port);
	wait_all(&r);
	expect_walk(&r, 1, "dns ok, tcp ok, greeting timeout, = greeting timeout");
	expect_walk(&r, 2, "dns ok, tcp ok, tls timeout, = tls timeout");
	assert_int_equal(rig_count(&r.log, EVENT_RUN_END, 0), 1);
	assert_int_equal(r.log.v[r.log.n - 1]->type, EVENT_RUN_END);
	assert_int_equal(r.log.v[r.log.n - 1]->outcome, OUTCOME_TIMEOUT);
	start(&r, SERVICE_SMTP, SECURITY_NONE, server.port);
	assert_int_equal(engine_active(r.engine), 0);
	expect_walk(&r, 3, "= dns timeout");
	rig_close(&server);
	end(&r);
}

/* A comparison that it cuts short shows nothing: no server was silent. */
static void test_run_limit_of_references(void **state)
{
	struct run r;
	struct rig_full full;

	(void)state;
	rig_full_open(&full);
	begin(&r);
	limits_set(&r.options.limits, "run", 150);
	start_why(&r, WHY_REFERENCE, SERVICE_SMTP, SECURITY_STARTTLS, full.port);
	start_why(&r, WHY_IMPOSSIBLE, SERVICE_SMTP, SECURITY_STARTTLS, full.port);
	wait_all(&r);
	expect_walk(&r, 1, "dns ok, tcp cancelled, = tcp cancelled");
	expect_walk(&r, 2, "dns ok, tcp cancelled, = tcp cancelled");
	end(&r);
	rig_full_close(&full);
}

/* The engine does not end by itself: more orders may come. */
static void test_no_end_of_its_own(void **state)
{
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	rig_open(&server, &r.loop, smtp_tls, server_tls);
	start(&r, SERVICE_SUBMISSIONS, SECURITY_TLS, server.port);
	wait_all(&r);
	start(&r, SERVICE_SUBMISSIONS, SECURITY_TLS, server.port);
	wait_all(&r);
	assert_int_equal(rig_count(&r.log, EVENT_PROBE_END, 0), 2);
	assert_int_equal(rig_count(&r.log, EVENT_RUN_END, 0), 0);
	rig_close(&server);
	end(&r);
}

static void test_retry(void **state)
{
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	rig_open(&server, &r.loop, NULL, NULL);
	for (unsigned i = 1; i <= 3; i++) {
		r.ids = 0; /* the same endpoint again, during its probe */
		start(&r, SERVICE_SMTP, SECURITY_STARTTLS, server.port);
		assert_int_equal(engine_active(r.engine), 1);
		assert_int_equal(rig_find(&r.log, EVENT_PROBE_BEGIN, 1)->attempt, i);
		uv_run(&r.loop, UV_RUN_ONCE);
	}
	assert_int_equal(rig_count(&r.log, EVENT_RETRY, 1), 2);
	assert_int_equal(rig_find(&r.log, EVENT_RETRY, 1)->attempt, 2);
	assert_int_equal(rig_count(&r.log, EVENT_PROBE_END, 1), 2);
	assert_int_equal(rig_find(&r.log, EVENT_PROBE_END, 1)->outcome, OUTCOME_CANCELLED);
	engine_cancel(r.engine, 1);
	assert_int_equal(engine_active(r.engine), 0);
	engine_cancel(r.engine, 1); /* cancelling nothing does nothing */
	rig_close(&server);
	end(&r);
}

/* Dozens of retries leave nothing behind. */
static void test_many_retries(void **state)
{
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	rig_open(&server, &r.loop, imap_tls, server_tls);
	for (unsigned i = 1; i <= 50; i++) {
		r.ids = 0;
		start(&r, SERVICE_IMAPS, SECURITY_TLS, server.port);
		if (i % 2)
			wait_all(&r);
	}
	wait_all(&r);
	expect_walk(&r, 1, "dns ok, tcp ok, tls ok, greeting ok, caps ok, quit ok, = caps ok");
	assert_int_equal(rig_find(&r.log, EVENT_PROBE_BEGIN, 1)->attempt, 50);
	assert_int_equal(rig_count(&r.log, EVENT_PROBE_END, 1), 50);
	rig_close(&server);
	end(&r);
}

/* Cancels after every single event of three simultaneous probes. */
static void test_cancel_everywhere(void **state)
{
	(void)state;
	for (size_t at = 1;; at++) {
		struct run r;
		struct rig_server servers[3];
		bool all;

		begin(&r);
		r.stop_at = at;
		rig_open(&servers[0], &r.loop, smtp_starttls, server_tls);
		rig_open(&servers[1], &r.loop, imap_tls, server_tls);
		rig_open(&servers[2], &r.loop, pop3_starttls, server_tls);
		start(&r, SERVICE_SMTP, SECURITY_STARTTLS, servers[0].port);
		start(&r, SERVICE_IMAPS, SECURITY_TLS, servers[1].port);
		start(&r, SERVICE_POP3, SECURITY_STARTTLS, servers[2].port);
		while (engine_active(r.engine) && r.log.n < at)
			uv_run(&r.loop, UV_RUN_ONCE);
		all = !engine_active(r.engine);
		engine_cancel_all(r.engine);
		assert_int_equal(engine_active(r.engine), 0);
		assert_int_equal(rig_count(&r.log, EVENT_PROBE_END, 0), 3);
		for (size_t i = 0; i < 3; i++)
			rig_close(&servers[i]);
		end(&r);
		if (all)
			break;
	}
}

/* A server that accepts one connection at a time: a refused endpoint is tried once more, alone. */
static void test_busy_server(void **state)
{
	static const char *const words[] = {"220 a\r\n", "250 a\r\n", "221 bye\r\n", RIG_CLOSE,
					    NULL};
	static const char *const busy_words[] = {"421 4.7.0 too many connections\r\n", RIG_CLOSE,
						 NULL};
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	rig_open(&server, &r.loop, words, NULL);
	server.busy_words = busy_words;
	for (int i = 0; i < 3; i++)
		start(&r, SERVICE_SMTP, SECURITY_NONE, server.port);
	wait_all(&r);
	assert_int_equal(server.talk_n, 5);
	for (unsigned id = 1; id <= 3; id++)
		expect_walk(&r, id, "dns ok, tcp ok, greeting ok, caps ok, quit ok, = caps ok");
	assert_int_equal(rig_count(&r.log, EVENT_RETRY, 0), 2);
	assert_int_equal(rig_find(&r.log, EVENT_RETRY, 3)->outcome, OUTCOME_DENIED);
	assert_int_equal(rig_find(&r.log, EVENT_PROBE_BEGIN, 3)->attempt, 2);
	rig_close(&server);
	end(&r);
}

/* An endpoint refused although it was alone, or by a server that greets none, is not tried
 * again. */
static void test_turned_away(void **state)
{
	static const char *const words[] = {"421 4.7.0 too many connections\r\n", RIG_CLOSE, NULL};
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	rig_open(&server, &r.loop, words, NULL);
	for (int i = 0; i < 3; i++)
		start(&r, SERVICE_SMTP, SECURITY_NONE, server.port);
	wait_all(&r);
	assert_int_equal(server.talk_n, 3);
	assert_int_equal(rig_count(&r.log, EVENT_RETRY, 0), 0);
	rig_close(&server);
	end(&r);
}

/* If attempts are counted, one more would count too. */
static void test_attempts_counted(void **state)
{
	static const char *const words[] = {"220 a\r\n", "250 a\r\n", "221 bye\r\n", RIG_CLOSE,
					    NULL};
	static const char *const counted[] = {"421 4.7.0 too many failed logins\r\n", RIG_CLOSE,
					      NULL};
	struct run r;
	struct rig_server servers[2];

	(void)state;
	begin(&r);
	rig_open(&servers[0], &r.loop, words, NULL);
	rig_open(&servers[1], &r.loop, counted, NULL);
	start(&r, SERVICE_SMTP, SECURITY_NONE, servers[0].port);
	start(&r, SERVICE_SMTP, SECURITY_NONE, servers[1].port);
	wait_all(&r);
	assert_int_equal(servers[1].talk_n, 1);
	assert_int_equal(rig_count(&r.log, EVENT_RETRY, 0), 0);
	for (size_t i = 0; i < 2; i++)
		rig_close(&servers[i]);
	end(&r);
}

/* At an address that answers elsewhere, silence is not waited for as long. */
static void test_sibling(void **state)
{
	struct run r;
	struct rig_server server;
	struct rig_full full;

	(void)state;
	rig_full_open(&full);
	begin(&r);
	limits_set(&r.options.limits, "connect", 60000);
	limits_set(&r.options.limits, "connect-sibling", 50);
	rig_open(&server, &r.loop, smtp_tls, server_tls);
	start(&r, SERVICE_SMTP, SECURITY_STARTTLS, full.port); /* its timer is running already */
	start(&r, SERVICE_SUBMISSIONS, SECURITY_TLS, server.port);
	wait_all(&r);
	/* and this one starts with the short limit */
	start(&r, SERVICE_SMTP, SECURITY_STARTTLS, full.port);
	wait_all(&r);
	for (unsigned id = 1; id <= 3; id += 2) {
		expect_walk(&r, id, "dns ok, tcp timeout, = tcp timeout");
		assert_true(rig_stage(&r.log, id, STAGE_TCP)->us >= 40 * 1000);
		assert_true(rig_stage(&r.log, id, STAGE_TCP)->us < 10 * 1000 * 1000);
	}
	expect_walk(&r, 2, "dns ok, tcp ok, tls ok, greeting ok, caps ok, quit ok, = caps ok");
	rig_close(&server);
	end(&r);
	rig_full_close(&full);
}

static void test_connect_limit(void **state)
{
	struct run r;
	struct rig_full full;

	(void)state;
	rig_full_open(&full);
	begin(&r);
	limits_set(&r.options.limits, "connect", 50);
	start(&r, SERVICE_SMTP, SECURITY_STARTTLS, full.port);
	wait_all(&r);
	expect_walk(&r, 1, "dns ok, tcp timeout, = tcp timeout");
	end(&r);
	rig_full_close(&full);
}

/* How far a comparison goes: never beyond the handshake, the greeting and goodbye. */
static void expect_compared(enum why why, enum service service, enum security security,
			    const char *const *words, const char *clock, size_t lines)
{
	struct run r;
	struct rig_server server;

	begin(&r);
	limits_set(&r.options.limits, "control", strstr(clock, "timeout") ? 50 : 20000);
	rig_open(&server, &r.loop, words, server_tls);
	start_why(&r, why, service, security, server.port);
	wait_all(&r);
	expect_walk(&r, 1, clock);
	assert_int_equal(rig_count(&r.log, EVENT_LINE_SENT, 1), lines);
	assert_int_equal(rig_count(&r.log, EVENT_TLS_SESSION, 1), 0);
	assert_int_equal(rig_count(&r.log, EVENT_TLS_CERT, 1), 0);
	assert_int_equal(rig_count(&r.log, EVENT_TLS_VERIFY, 1), 0);
	assert_int_equal(rig_count(&r.log, EVENT_TLS_CHECK, 1), 0);
	assert_int_equal(rig_count(&r.log, EVENT_RETRY, 1), 0);
	rig_close(&server);
	end(&r);
}

static void test_compared(void **state)
{
	static const char *const greets[] = {"220 " RIG_HOST "\r\n", "221 bye\r\n", RIG_CLOSE,
					     NULL};
	static const char *const pop[] = {"+OK hello\r\n", "+OK bye\r\n", RIG_CLOSE, NULL};
	static const char *const imap[] = {"* OK hello\r\n", "* BYE bye\r\nA4 OK bye\r\n",
					   RIG_CLOSE, NULL};
	static const char *const busy_words[] = {"421 too many connections\r\n", "221 bye\r\n",
						 RIG_CLOSE, NULL};
	static const char *const imaps[] = {RIG_TLS, "* OK hello\r\n", "* BYE bye\r\nA4 OK bye\r\n",
					    RIG_CLOSE, NULL};
	static const char *const hangs_up[] = {RIG_CLOSE, NULL};
	static const char *const plain[] = {"220 not TLS\r\n", NULL};
	const char *const greeted = "dns ok, tcp ok, greeting ok, quit ok, = greeting ok";

	(void)state;
	expect_compared(WHY_REFERENCE, SERVICE_SMTP, SECURITY_STARTTLS, greets, greeted, 1);
	expect_compared(WHY_REFERENCE, SERVICE_POP3, SECURITY_STARTTLS, pop, greeted, 1);
	expect_compared(WHY_REFERENCE, SERVICE_IMAP, SECURITY_STARTTLS, imap, greeted, 1);
	expect_compared(WHY_REFERENCE, SERVICE_SMTP, SECURITY_STARTTLS, busy_words,
			"dns ok, tcp ok, greeting denied, quit ok, = greeting denied", 1);
	expect_compared(WHY_REFERENCE, SERVICE_SMTP, SECURITY_STARTTLS, NULL,
			"dns ok, tcp ok, greeting timeout, = greeting timeout", 0);
	expect_compared(WHY_REFERENCE, SERVICE_SMTP, SECURITY_STARTTLS, hangs_up,
			"dns ok, tcp ok, greeting closed, = greeting closed", 0);
	expect_compared(WHY_REFERENCE, SERVICE_IMAPS, SECURITY_TLS, imaps,
			"dns ok, tcp ok, tls ok, greeting ok, quit ok, = greeting ok", 1);
	expect_compared(WHY_REFERENCE, SERVICE_IMAPS, SECURITY_TLS, NULL,
			"dns ok, tcp ok, tls timeout, = tls timeout", 0);
	expect_compared(WHY_REFERENCE, SERVICE_IMAPS, SECURITY_TLS, hangs_up,
			"dns ok, tcp ok, tls closed, = tls closed", 0);
	expect_compared(WHY_REFERENCE, SERVICE_IMAPS, SECURITY_TLS, plain,
			"dns ok, tcp ok, tls badreply, = tls badreply", 0);
	expect_compared(WHY_REFERENCE, SERVICE_HTTPS, SECURITY_TLS, https,
			"dns ok, tcp ok, tls ok, = tls ok", 0);
	expect_compared(WHY_IMPOSSIBLE, SERVICE_IMAPS, SECURITY_TLS, imaps,
			"dns ok, tcp ok, = tcp ok", 0);
	expect_compared(WHY_IMPOSSIBLE, SERVICE_SMTP, SECURITY_STARTTLS, greets,
			"dns ok, tcp ok, = tcp ok", 0);
	expect_compared(WHY_NAME, SERVICE_IMAPS, SECURITY_TLS, imap_tls, "dns ok, = dns ok", 0);
}

static void test_reference_limit(void **state)
{
	struct run r;
	struct rig_full full;

	(void)state;
	rig_full_open(&full);
	begin(&r);
	limits_set(&r.options.limits, "control", 50);
	start_why(&r, WHY_REFERENCE, SERVICE_SMTP, SECURITY_STARTTLS, full.port);
	start_why(&r, WHY_IMPOSSIBLE, SERVICE_SMTP, SECURITY_STARTTLS, full.port);
	wait_all(&r);
	expect_walk(&r, 1, "dns ok, tcp timeout, = tcp timeout");
	expect_walk(&r, 2, "dns ok, tcp timeout, = tcp timeout");
	end(&r);
	rig_full_close(&full);
}

static void test_names(void **state)
{
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	rig_open(&server, &r.loop, imap_tls, server_tls);
	start(&r, SERVICE_IMAPS, SECURITY_TLS, server.port);

	struct endpoint e = {.id = 2,
			     .service = SERVICE_IMAPS,
			     .security = SECURITY_TLS,
			     .family = FAMILY_IPV6,
			     .host = (char *)RIG_HOST,
			     .port = server.port,
			     .connect_port = server.port};

	probe(&r, &e); /* no address of that family */
	e.id = 3;
	e.family = FAMILY_IPV4;
	e.address = (char *)"127.0.0.1"; /* known: no lookup */
	probe(&r, &e);
	e.id = 4;
	e.host = (char *)"127.0.0.1"; /* a host that is its own address */
	e.address = NULL;
	probe(&r, &e);
	e.id = 5;
	e.address = (char *)"no address";
	probe(&r, &e);
	wait_all(&r);
	expect_walk(&r, 2, "dns notoffered, = dns notoffered");
	assert_int_not_equal(rig_find(&r.log, EVENT_DNS_ANSWER, 2)->err, 0);
	expect_walk(&r, 3, "tcp ok, tls ok, greeting ok, caps ok, quit ok, = caps ok");
	assert_null(rig_find(&r.log, EVENT_DNS_ANSWER, 3));
	expect_walk(&r, 4, "dns ok, tcp ok, tls ok, greeting ok, caps ok, quit ok, = caps ok");
	assert_int_equal(rig_find(&r.log, EVENT_TLS_VERIFY, 4)->status, 0);
	expect_walk(&r, 5, "tcp unreachable, = tcp unreachable");
	rig_close(&server);
	end(&r);
}

static void test_path_without_address(void **state)
{
	const struct endpoint e = {
	    .id = 7, .family = FAMILY_IPV4, .host = (char *)RIG_HOST, .port = 25};
	struct run r;

	(void)state;
	begin(&r);
	start_engine(&r);
	sweep(&r, &e, NULL);
	assert_int_equal(engine_active(r.engine), 0);
	assert_int_equal(rig_find(&r.log, EVENT_PATH_END, 7)->outcome, OUTCOME_SKIPPED);
	assert_int_equal(rig_count(&r.log, EVENT_PATH_DONE, 7), 1);
	end(&r);
}

/* uname() says 2.6, or what it really is. */
static void call_kernel_old(bool old)
{
#ifdef PORTABLE
	(void)old;
#else
	int was = personality(0xffffffff);

	assert_true(
	    personality(old ? (unsigned long)was | UNAME26 : (unsigned long)was & ~UNAME26) >= 0);
#endif
}

/* If the kernel is too old for it, the only event is the reason. */
static void test_path_not_available(void **state)
{
	const struct endpoint e = {.id = 7,
				   .family = FAMILY_IPV4,
				   .host = (char *)RIG_HOST,
				   .address = (char *)"127.0.0.1",
				   .port = 25,
				   .connect_port = 25};
	struct run r;

	(void)state;
	begin(&r);
	start_engine(&r);
	call_kernel_old(true);
	sweep(&r, &e, NULL);
	call_kernel_old(false);
	wait_all(&r);
	assert_int_equal(rig_count(&r.log, EVENT_PATH_BEGIN, 7), 0);
	assert_int_equal(rig_count(&r.log, EVENT_PATH_HOP, 7), 0);
	assert_int_equal(rig_count(&r.log, EVENT_PATH_END, 7), 1);
	assert_int_equal(rig_find(&r.log, EVENT_PATH_END, 7)->outcome, OUTCOME_SKIPPED);
	assert_non_null(strstr(rig_find(&r.log, EVENT_PATH_END, 7)->text, WHY_NO_SWEEP));
	assert_int_equal(rig_count(&r.log, EVENT_PATH_DONE, 7), 1);
	end(&r);
}

static void test_path(void **state)
{
	struct endpoint e = {.id = 7,
			     .family = FAMILY_IPV4,
			     .host = (char *)RIG_HOST,
			     .address = (char *)"127.0.0.1",
			     .port = 25};
	struct run r;

	(void)state;
	begin(&r);
	start_engine(&r);
	e.connect_port = rig_closed_port();
	sweep(&r, &e, NULL);
	assert_int_equal(engine_active(r.engine), 1);
	sweep(&r, &e, NULL); /* again: the first one ends properly */
	assert_int_equal(engine_active(r.engine), 1);
	assert_int_equal(rig_count(&r.log, EVENT_PATH_DONE, 7), 1);
	engine_cancel_all(r.engine);
	assert_int_equal(engine_active(r.engine), 0);
	assert_int_equal(rig_count(&r.log, EVENT_PATH_DONE, 7), 2);
	sweep(&r, &e, NULL); /* it has had its three sweeps */
	assert_int_equal(engine_active(r.engine), 0);
	assert_int_equal(rig_count(&r.log, EVENT_PATH_DONE, 7), 3);
	assert_true(rig_count(&r.log, EVENT_PATH_BEGIN, 7) <= 3);
	end(&r);
}

/* A port is swept three times at most, as a suspect or for comparison. */
static void test_path_of_working_port(void **state)
{
	struct endpoint e = {.id = 7,
			     .family = FAMILY_IPV4,
			     .host = (char *)RIG_HOST,
			     .address = (char *)"127.0.0.1",
			     .port = 25};
	struct endpoint working = e;
	struct run r;

	(void)state;
	begin(&r);
	start_engine(&r);
	e.connect_port = working.connect_port = rig_closed_port();
	working.id = 8;
	sweep(&r, &e, &working);
	wait_all(&r);
	for (int i = 0; i < 3; i++) {
		sweep(&r, &working, NULL);
		wait_all(&r);
	}
	assert_int_equal(rig_count(&r.log, EVENT_PATH_BEGIN, 8), SWEEPS_OF_A_PORT);
	working.id = 9; /* suspected first, then another one's comparison */
	sweep(&r, &working, NULL);
	wait_all(&r);
	e.id = 10;
	sweep(&r, &e, &working);
	wait_all(&r);
	assert_true(rig_count(&r.log, EVENT_PATH_BEGIN, 9) <= 3);
	end(&r);
}

static void test_run_begin(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	r.options.now = 1700000000;
	r.target->only_target = true;
	limits_set(&r.options.limits, "dns", 77);
	start_engine(&r);
	assert_int_equal(r.log.v[0]->time, 1700000000);
	assert_string_equal(r.log.v[0]->text, PACKAGE_VERSION);
	assert_true(strs_has(&r.log.v[0]->list, "only-target"));
	assert_true(strs_has(&r.log.v[0]->list, "dns=77"));
	assert_false(strs_has(&r.log.v[0]->list, "no-path"));
	end(&r);
}

/* Unreadable roots are not an error: nothing is trusted, and the verdict says why. */
static void test_bad_ca_file(void **state)
{
	struct run r;
	struct rig_server server;

	(void)state;
	begin(&r);
	free(r.target->ca_file);
	r.target->ca_file = mem_strdup("/nonexistent/ca.pem");
	rig_open(&server, &r.loop, imap_tls, server_tls);
	start(&r, SERVICE_IMAPS, SECURITY_TLS, server.port);
	wait_all(&r);
	const struct event *verify = rig_find(&r.log, EVENT_TLS_VERIFY, 1);

	assert_true(verify->status & CERT_UNTRUSTED);
	assert_true(verify->flags & EVENT_NO_ROOTS);
	assert_non_null(strstr(verify->reason, "/nonexistent/ca.pem: "));
	rig_close(&server);
	end(&r);
}

static int set_up(void **state)
{
	(void)state;
	server_tls = rig_tls(&ca_file);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	tls_config_free(server_tls);
	unlink(ca_file);
	free(ca_file);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_good),
	    cmocka_unit_test(test_evidence),
	    cmocka_unit_test(test_untrusted),
	    cmocka_unit_test(test_failures),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_closed_evidence),
	    cmocka_unit_test(test_plain_on_tls_port),
	    cmocka_unit_test(test_tls_check),
	    cmocka_unit_test(test_silent),
	    cmocka_unit_test(test_silence_is_used),
	    cmocka_unit_test(test_slow_greeting),
	    cmocka_unit_test(test_timeouts),
	    cmocka_unit_test(test_limit_of_a_busy_computer),
	    cmocka_unit_test(test_run_limit),
	    cmocka_unit_test(test_run_limit_of_references),
	    cmocka_unit_test(test_no_end_of_its_own),
	    cmocka_unit_test(test_retry),
	    cmocka_unit_test(test_many_retries),
	    cmocka_unit_test(test_cancel_everywhere),
	    cmocka_unit_test(test_busy_server),
	    cmocka_unit_test(test_turned_away),
	    cmocka_unit_test(test_attempts_counted),
	    cmocka_unit_test(test_sibling),
	    cmocka_unit_test(test_connect_limit),
	    cmocka_unit_test(test_compared),
	    cmocka_unit_test(test_reference_limit),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_path_without_address),
	    cmocka_unit_test(test_path_of_working_port),
	    cmocka_unit_test(test_path_not_available),
	    cmocka_unit_test(test_path),
	    cmocka_unit_test(test_run_begin),
	    cmocka_unit_test(test_bad_ca_file),
	};

	return cmocka_run_group_tests_name("engine", tests, set_up, tear_down);
}
