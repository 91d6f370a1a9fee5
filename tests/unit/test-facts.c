/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/facts/facts.h"

#include "base/mem.h"
#include "reason/plan/plan.h"
#include "reason/facts/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct fixture {
	struct target *target;
	struct endpoints plan;
	struct log log;
	struct facts facts;
};

static void start(struct fixture *x)
{
	struct event *ev = event_new(EVENT_RUN_BEGIN, 0);

	*x = (struct fixture){.target = target_new("x")};
	x->target->want_ipv6 = false;
	target_add(x->target, SERVICE_IMAP, SECURITY_STARTTLS, "imap.example.org", 143);
	target_add(x->target, SERVICE_IMAPS, SECURITY_TLS, "imap.example.org", 993);
	ev->time = 1700000000;
	log_append(&x->log, ev);
	plan_grow(&x->plan, x->target, &x->log);
}

static struct event *put(struct fixture *x, enum event_type type, unsigned endpoint,
			 unsigned attempt)
{
	struct event *ev = event_new(type, endpoint);

	ev->attempt = attempt;
	assert_true(log_append(&x->log, ev));
	return ev;
}

static void stage(struct fixture *x, unsigned attempt, enum stage stage, enum outcome outcome)
{
	struct event *ev;

	put(x, EVENT_STAGE_BEGIN, 1, attempt)->stage = stage;
	ev = put(x, EVENT_STAGE_END, 1, attempt);
	ev->stage = stage;
	ev->outcome = outcome;
	ev->err = outcome == OUTCOME_OK ? 0 : 111;
	ev->us = 5000;
}

static const struct endpoint_facts *look(struct fixture *x)
{
	facts_clear(&x->facts);
	facts_init(&x->facts, x->target, &x->log, &x->plan);
	return facts_of(&x->facts, 1);
}

static void over(struct fixture *x)
{
	facts_clear(&x->facts);
	log_clear(&x->log);
	endpoints_clear(&x->plan);
	target_free(x->target);
}

static void test_empty(void **state)
{
	struct facts f;
	struct log log = {0};
	struct endpoints plan = {0};
	struct target *t = target_new("x");

	(void)state;
	facts_init(&f, t, &log, &plan);
	assert_int_equal(f.n, 0);
	assert_int_equal(f.now, 0);
	assert_null(facts_of(&f, 0));
	assert_null(facts_of(&f, 1));
	facts_clear(&f);
	target_free(t);
}

static void test_stages(void **state)
{
	struct fixture x;
	const struct endpoint_facts *e;

	(void)state;
	start(&x);
	put(&x, EVENT_PROBE_BEGIN, 1, 1);
	put(&x, EVENT_STAGE_BEGIN, 1, 1)->stage = STAGE_GREETING;
	struct event *ev = put(&x, EVENT_WAITING, 1, 1);

	ev->stage = STAGE_GREETING;
	ev->us = 2000000;
	e = look(&x);
	assert_int_equal(x.facts.now, 1700000000);
	assert_non_null(e->begin);
	assert_int_equal(e->begin_event, e->begin->seq);
	assert_int_equal(e->stages[STAGE_GREETING].outcome, OUTCOME_NONE);
	assert_true(e->stages[STAGE_GREETING].begin > 0);
	assert_int_equal(e->stages[STAGE_GREETING].end, 0);
	assert_int_equal(e->stages[STAGE_GREETING].waiting_us, 2000000);
	stage(&x, 1, STAGE_TCP, OUTCOME_REFUSED);
	ev = put(&x, EVENT_PROBE_END, 1, 1);
	ev->outcome = OUTCOME_REFUSED;
	ev->stage = STAGE_TCP;
	e = look(&x);
	assert_int_equal(e->stages[STAGE_TCP].outcome, OUTCOME_REFUSED);
	assert_int_equal(e->stages[STAGE_TCP].err, 111);
	assert_int_equal(e->stages[STAGE_TCP].us, 5000);
	assert_int_equal(e->end_event, ev->seq);
	assert_int_equal(e->outcome, OUTCOME_REFUSED);
	assert_int_equal(e->end_stage, STAGE_TCP);
	assert_false(x.facts.run_ended);
	put(&x, EVENT_RUN_END, 0, 0);
	look(&x);
	assert_true(x.facts.run_ended);
	assert_non_null(x.facts.run_end);
	over(&x);
}

/* A retry starts afresh, and late events of the old attempt are ignored. */
static void test_retry(void **state)
{
	struct fixture x;
	const struct endpoint_facts *e;

	(void)state;
	start(&x);
	put(&x, EVENT_PROBE_BEGIN, 1, 1);
	stage(&x, 1, STAGE_DNS, OUTCOME_OK);
	put(&x, EVENT_RETRY, 1, 1);
	e = look(&x);
	assert_null(e->begin);
	assert_int_equal(e->stages[STAGE_DNS].outcome, OUTCOME_NONE);
	stage(&x, 1, STAGE_TCP, OUTCOME_CANCELLED);
	put(&x, EVENT_PROBE_END, 1, 1)->outcome = OUTCOME_CANCELLED;
	e = look(&x);
	assert_int_equal(e->end_event, 0);
	assert_int_equal(e->stages[STAGE_TCP].outcome, OUTCOME_NONE);
	put(&x, EVENT_PROBE_BEGIN, 1, 2);
	stage(&x, 2, STAGE_DNS, OUTCOME_TIMEOUT);
	stage(&x, 1, STAGE_TCP, OUTCOME_CANCELLED);
	e = look(&x);
	assert_int_equal(e->attempt, 2);
	assert_int_equal(e->stages[STAGE_DNS].outcome, OUTCOME_TIMEOUT);
	assert_int_equal(e->stages[STAGE_TCP].outcome, OUTCOME_NONE);
	over(&x);
}

/* The engine's second try, alone, follows a refusal; a person's retry does not. */
static void test_alone(void **state)
{
	struct fixture x;
	const struct endpoint_facts *e;

	(void)state;
	start(&x);
	put(&x, EVENT_PROBE_BEGIN, 1, 1);
	put(&x, EVENT_GREETING, 1, 1)->outcome = OUTCOME_DENIED;
	put(&x, EVENT_PROBE_END, 1, 1)->outcome = OUTCOME_DENIED;
	put(&x, EVENT_RETRY, 1, 1)->outcome = OUTCOME_DENIED;
	e = look(&x);
	assert_non_null(e->turned_away);
	put(&x, EVENT_PROBE_BEGIN, 1, 2);
	put(&x, EVENT_GREETING, 1, 2)->outcome = OUTCOME_OK;
	e = look(&x);
	assert_int_equal(e->turned_away->type, EVENT_GREETING);
	assert_int_equal(e->turned_away->outcome, OUTCOME_DENIED);
	assert_int_equal(e->alone->type, EVENT_RETRY);
	assert_int_equal(e->greeting->outcome, OUTCOME_OK);
	put(&x, EVENT_RETRY, 1, 2);
	put(&x, EVENT_PROBE_BEGIN, 1, 3);
	e = look(&x);
	assert_null(e->turned_away);
	assert_null(e->alone);
	over(&x);
}

/* A log that says "alone" without a denied greeting is not believed. */
static void test_alone_after_nothing(void **state)
{
	struct fixture x;

	(void)state;
	start(&x);
	put(&x, EVENT_PROBE_BEGIN, 1, 1);
	put(&x, EVENT_GREETING, 1, 1)->outcome = OUTCOME_OK;
	put(&x, EVENT_RETRY, 1, 1)->outcome = OUTCOME_DENIED;
	assert_null(look(&x)->turned_away);
	assert_null(look(&x)->alone);
	over(&x);
}

static void test_talk(void **state)
{
	struct fixture x;
	const struct endpoint_facts *e;
	struct event *ev;

	(void)state;
	start(&x);
	put(&x, EVENT_PROBE_BEGIN, 1, 1);
	ev = put(&x, EVENT_CONNECTED, 1, 1);
	ev->address = mem_strdup("192.0.2.1");
	ev->local = mem_strdup("198.51.100.1");
	ev = put(&x, EVENT_CAPS, 1, 1);
	ev->stage = STAGE_CAPS;
	strs_add(&ev->list, "STARTTLS");
	e = look(&x);
	assert_string_equal(e->address, "192.0.2.1");
	assert_string_equal(e->local_address, "198.51.100.1");
	assert_true(strs_has(facts_caps(e), "STARTTLS"));
	ev = put(&x, EVENT_REPLY, 1, 1);
	ev->detail = mem_strdup("STARTTLS");
	ev = put(&x, EVENT_REPLY, 1, 1);
	ev->detail = mem_strdup("CAPABILITY");
	ev->outcome = OUTCOME_DENIED;
	ev = put(&x, EVENT_CAPS, 1, 1);
	ev->stage = STAGE_CAPS_TLS;
	strs_add(&ev->list, "AUTH=PLAIN");
	put(&x, EVENT_BYTES_RECEIVED, 1, 1)->size = 1;
	put(&x, EVENT_BYTES_RECEIVED, 1, 1)->size = 2;
	e = look(&x);
	assert_string_equal(e->starttls_reply->detail, "STARTTLS");
	assert_string_equal(e->denial->detail, "CAPABILITY");
	assert_true(strs_has(facts_caps(e), "AUTH=PLAIN"));
	assert_true(strs_has(e->caps.list, "STARTTLS"));
	assert_int_equal(e->bytes->size, 1);
	assert_null(facts_caps(facts_of(&x.facts, 2)));
	over(&x);
}

static void test_chain(void **state)
{
	struct fixture x;
	const struct endpoint_facts *e;

	(void)state;
	start(&x);
	put(&x, EVENT_PROBE_BEGIN, 1, 1);
	for (int i = 0; i < FACTS_CHAIN_MAX + 5; i++)
		put(&x, EVENT_TLS_CERT, 1, 1)->num = i;
	put(&x, EVENT_TLS_VERIFY, 1, 1)->status = CERT_EXPIRED;
	e = look(&x);
	assert_int_equal(e->chain_n, FACTS_CHAIN_MAX);
	assert_int_equal(e->chain[0].cert->num, 0);
	assert_int_equal(e->chain[3].event, e->chain[3].cert->seq);
	assert_int_equal(e->verify->status, CERT_EXPIRED);
	put(&x, EVENT_TLS_CERT, 1, 1)->num = 0;
	assert_int_equal(look(&x)->chain_n, 1);
	over(&x);
}

/* Events of endpoints outside the plan are ignored. */
static void test_stranger(void **state)
{
	struct fixture x;

	(void)state;
	start(&x);
	put(&x, EVENT_PROBE_BEGIN, 77, 1);
	put(&x, EVENT_STAGE_END, 1, 1)->stage = STAGE_COUNT_;
	assert_null(look(&x)->begin);
	assert_null(facts_of(&x.facts, 77));
	over(&x);
}

static void test_caps(void **state)
{
	struct strs caps = {0};

	(void)state;
	strs_add(&caps, "SIZE 100");
	strs_add(&caps, "AUTHX");
	assert_true(caps_have(&caps, "size"));
	assert_false(caps_have(&caps, "SIZ"));
	assert_false(caps_have(&caps, "AUTH"));
	strs_clear(&caps);
}

#define TAKES(kind) (1u << (kind))

/* Capabilities, separated by bars, and the logins that they leave. */
static void test_logins(void **state)
{
	static const struct {
		enum protocol protocol;
		const char *caps; /* NULL: none seen */
		const char *greeting;
		unsigned takes;
		bool none;
	} rows[] = {
	    {PROTOCOL_SMTP, "SIZE 100|AUTH PLAIN LOGIN", NULL, TAKES(METHOD_PASSWORD)},
	    {PROTOCOL_SMTP, "AUTH=login", NULL, TAKES(METHOD_PASSWORD)},
	    {PROTOCOL_SMTP, "AUTHX PLAIN|AUTH LOGI", NULL, 0},
	    {PROTOCOL_SMTP, "AUTH", NULL, 0},
	    {PROTOCOL_SMTP, NULL, NULL, 0},
	    {PROTOCOL_SMTP, "AUTH CRAM-MD5 DIGEST-MD5", NULL, TAKES(METHOD_ENCRYPTED)},
	    {PROTOCOL_SMTP, "AUTH SCRAM-SHA-256-PLUS", NULL, TAKES(METHOD_ENCRYPTED)},
	    {PROTOCOL_SMTP, "AUTH GSSAPI NTLM", NULL, TAKES(METHOD_KERBEROS) | TAKES(METHOD_NTLM)},
	    {PROTOCOL_SMTP, "AUTH=XOAUTH2", NULL, TAKES(METHOD_OAUTH2)},
	    {PROTOCOL_SMTP, "AUTH EXTERNAL", NULL, TAKES(METHOD_CERTIFICATE)},
	    {PROTOCOL_IMAP, "IMAP4rev1", NULL, TAKES(METHOD_PASSWORD)},
	    {PROTOCOL_IMAP, "IMAP4rev1|LOGINDISABLED", NULL, 0, true},
	    {PROTOCOL_IMAP, "IMAP4rev1|LOGINDISABLED|AUTH=X-OWN", NULL, 0, false},
	    {PROTOCOL_IMAP, "LOGINDISABLED|AUTH=CRAM-MD5", NULL, TAKES(METHOD_ENCRYPTED)},
	    {PROTOCOL_IMAP, "AUTH=OAUTHBEARER|LOGINDISABLED", NULL, TAKES(METHOD_OAUTH2)},
	    {PROTOCOL_IMAP, NULL, NULL, 0},
	    {PROTOCOL_POP3, "TOP|USER", NULL, TAKES(METHOD_PASSWORD)},
	    {PROTOCOL_POP3, "TOP|SASL PLAIN DIGEST-MD5", NULL,
	     TAKES(METHOD_PASSWORD) | TAKES(METHOD_ENCRYPTED)},
	    {PROTOCOL_POP3, "TOP|SASL", NULL, 0, true},
	    {PROTOCOL_POP3, "TOP|UIDL", "+OK <16184.1473445882@mail.example.org>",
	     TAKES(METHOD_ENCRYPTED)},
	    {PROTOCOL_POP3, "TOP|UIDL", "+OK <ready> or not@all", 0, true},
	    {PROTOCOL_POP3, NULL, NULL, TAKES(METHOD_PASSWORD)},
	    {PROTOCOL_SIEVE, "SASL PLAIN|STARTTLS", NULL, TAKES(METHOD_PASSWORD)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strs caps = {0};
		unsigned takes = 0;

		strs_split(&caps, rows[i].caps ? rows[i].caps : "", "|");
		struct login l =
		    login_of(rows[i].caps ? &caps : NULL, rows[i].protocol, rows[i].greeting);

		for (int k = 0; k < METHOD_COUNT_; k++)
			takes |= l.takes[k] ? TAKES(k) : 0;
		if (takes != rows[i].takes ||
		    login_takes_none(&l, rows[i].protocol) != rows[i].none)
			fail_msg("row %zu, %s: takes %#x", i, rows[i].caps ? rows[i].caps : "-",
				 takes);
		strs_clear(&caps);
	}
}

static void test_versions(void **state)
{
	static const char *const old[] = {"SSL3.0", "TLS1.0", "TLS1.1", "TLSv1", "TLSv1.1"};
	static const char *const good[] = {"TLS1.2", "TLS1.3", "TLSv1.2", "TLSv1.3"};

	(void)state;
	for (size_t i = 0; i < sizeof old / sizeof *old; i++)
		assert_true(tls_version_is_old(old[i]));
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_false(tls_version_is_old(good[i]));
	assert_false(tls_version_is_old(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_empty),
	    cmocka_unit_test(test_stages),
	    cmocka_unit_test(test_retry),
	    cmocka_unit_test(test_alone),
	    cmocka_unit_test(test_alone_after_nothing),
	    cmocka_unit_test(test_talk),
	    cmocka_unit_test(test_chain),
	    cmocka_unit_test(test_stranger),
	    cmocka_unit_test(test_caps),
	    cmocka_unit_test(test_logins),
	    cmocka_unit_test(test_versions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
