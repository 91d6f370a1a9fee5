/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/plan/plan.h"

#include "base/mem.h"
#include "model/event_local.h"

#include <netdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "named.h"

static const struct log no_log;

static void answer(struct log *log, const char *host, enum family family, int err, size_t n)
{
	struct event *ev = event_new(EVENT_DNS_ANSWER, 1);
	char address[40];

	ev->host = mem_strdup(host);
	ev->family = family;
	ev->err = err;
	for (size_t i = 1; i <= n; i++) {
		snprintf(address, sizeof address,
			 family == FAMILY_IPV6 ? "2001:db8::%zu" : "192.0.2.%zu", i);
		strs_add(&ev->list, address);
	}
	log_append(log, ev);
}

static size_t count(const struct endpoints *plan, enum family family, enum why why)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++)
		n += plan->v[i].family == family && plan->v[i].why == why;
	return n;
}

static void test_first_rows(void **state)
{
	struct target *t = target_new("x");
	struct endpoints plan = {0};

	(void)state;
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "imap.example.org", 993);
	target_add(t, SERVICE_SUBMISSION, SECURITY_STARTTLS, "192.0.2.7", 587);
	target_add(t, SERVICE_POP3S, SECURITY_TLS, "2001:db8::7", 995);
	target_add(t, SERVICE_SUBMISSIONS, SECURITY_TLS, "fe80::1%eth0", 465);
	assert_int_equal(plan_grow(&plan, t, &no_log), 5);
	assert_int_equal(plan.v[0].id, 1);
	assert_int_equal(plan.v[0].family, FAMILY_IPV4);
	assert_int_equal(plan.v[1].family, FAMILY_IPV6);
	assert_int_equal(plan.v[2].family, FAMILY_IPV4);
	assert_int_equal(plan.v[3].family, FAMILY_IPV6);
	assert_int_equal(plan.v[4].family, FAMILY_IPV6);
	assert_null(plan.v[0].address);
	assert_int_equal(plan.v[0].connect_port, 993);
	assert_int_equal(plan_grow(&plan, t, &no_log), 0);
	endpoints_clear(&plan);
	t->want_ipv6 = false;
	assert_int_equal(plan_grow(&plan, t, &no_log), 2);
	endpoints_clear(&plan);
	target_free(t);
}

static void test_same_server_twice(void **state)
{
	struct target *t = target_new("x");
	struct endpoints plan = {0};

	(void)state;
	t->want_ipv6 = false;
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "imap.example.org", 993);
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "IMAP.example.org", 993);
	target_add(t, SERVICE_IMAPS, SECURITY_STARTTLS, "imap.example.org", 993);
	assert_int_equal(plan_grow(&plan, t, &no_log), 2);
	endpoints_clear(&plan);
	target_free(t);
}

static void test_overrides(void **state)
{
	struct target *t = target_new("x");
	struct endpoints plan = {0};

	(void)state;
	target_add(t, SERVICE_SMTP, SECURITY_STARTTLS, "mail.example.org", 25);
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "mail.example.org", 993);
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "other.example.org", 993);
	target_override(t, "MAIL.example.org", FAMILY_IPV4, "127.0.0.1", 25, 40025);
	target_override(t, "mail.example.org", FAMILY_ANY, NULL, 993, 40993);
	target_override(t, "mail.example.org", FAMILY_ANY, "127.0.0.1", 0, 0);
	plan_grow(&plan, t, &no_log);
	assert_int_equal(plan.v[0].connect_port, 40025);
	assert_int_equal(plan.v[0].port, 25);
	assert_int_equal(plan.v[1].connect_port, 25);
	assert_int_equal(plan.v[2].connect_port, 40993);
	assert_int_equal(plan.v[3].connect_port, 40993);
	assert_int_equal(plan.v[4].connect_port, 993);
	endpoints_clear(&plan);
	target_free(t);
}

/* The number of further addresses of each family for that many answers. */
static void check_shares(size_t v4, size_t v6, size_t further_v4, size_t further_v6)
{
	struct target *t = target_new("x");

	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "imap.example.org", 993);
	for (int first_v6 = 0; first_v6 < 2; first_v6++) {
		struct endpoints plan = {0};
		struct log log = {0};

		plan_grow(&plan, t, &log);
		for (int i = 0; i < 2; i++) {
			bool six = i != first_v6;

			answer(&log, "imap.example.org", six ? FAMILY_IPV6 : FAMILY_IPV4,
			       (six ? v6 : v4) ? 0 : EAI_NONAME, six ? v6 : v4);
			plan_grow(&plan, t, &log);
		}
		assert_int_equal(count(&plan, FAMILY_IPV4, WHY_ADDRESS), further_v4);
		assert_int_equal(count(&plan, FAMILY_IPV6, WHY_ADDRESS), further_v6);
		assert_int_equal(plan_grow(&plan, t, &log), 0);
		endpoints_clear(&plan);
		log_clear(&log);
	}
	target_free(t);
}

static void test_further_addresses(void **state)
{
	(void)state;
	check_shares(1, 1, 0, 0);
	check_shares(2, 2, 1, 1);
	check_shares(9, 9, 1, 1);
	check_shares(9, 1, 2, 0);
	check_shares(1, 9, 0, 2);
	check_shares(9, 0, 3, 0);
	check_shares(0, 9, 0, 3);
	check_shares(0, 0, 0, 0);
}

/* A resolver that shuffles, and many retries: the plan does not grow without end. */
static void test_retries(void **state)
{
	struct target *t = target_new("x");
	struct endpoints plan = {0};
	struct log log = {0};

	(void)state;
	t->want_ipv6 = false;
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "imap.example.org", 993);
	plan_grow(&plan, t, &log);
	answer(&log, "imap.example.org", FAMILY_IPV4, EAI_AGAIN, 0);
	assert_int_equal(plan_grow(&plan, t, &log), 0);
	answer(&log, "imap.example.org", FAMILY_IPV4, 0, 2);
	assert_int_equal(plan_grow(&plan, t, &log), 1);
	assert_string_equal(plan.v[1].address, "192.0.2.2");
	assert_int_equal(plan.v[1].why, WHY_ADDRESS);
	for (size_t i = 3; i < 30; i++)
		answer(&log, "imap.example.org", FAMILY_IPV4, 0, i);
	assert_int_equal(plan_grow(&plan, t, &log), 0);
	endpoints_clear(&plan);
	log_clear(&log);
	target_free(t);
}

/* The endpoints' numbers do not depend on how often the plan was asked. */
static void test_same_ids(void **state)
{
	struct target *t = target_new("x");
	struct endpoints often = {0}, once = {0};
	struct log log = {0};
	char host[40];

	(void)state;
	for (int i = 0; i < TARGET_SERVERS_MAX; i++) {
		snprintf(host, sizeof host, "h%d.example.org", i / 2);
		target_add(t, i % 2 ? SERVICE_IMAPS : SERVICE_POP3S, SECURITY_TLS, host, 993);
	}
	assert_null(target_add(t, SERVICE_IMAPS, SECURITY_TLS, "one.too.many", 993));
	plan_grow(&often, t, &log);
	for (int i = TARGET_SERVERS_MAX / 2 - 1; i >= 0; i--) {
		snprintf(host, sizeof host, "h%d.example.org", i);
		answer(&log, host, i % 3 ? FAMILY_IPV4 : FAMILY_IPV6, 0, 5);
		plan_grow(&often, t, &log);
		answer(&log, host, i % 3 ? FAMILY_IPV6 : FAMILY_IPV4, 0, (size_t)i % 4);
		plan_grow(&often, t, &log);
	}
	plan_grow(&once, t, &log);
	assert_int_equal(often.n, PLAN_ENDPOINTS_MAX);
	assert_int_equal(often.n, once.n);
	for (size_t i = 0; i < once.n; i++) {
		assert_string_equal(once.v[i].host, often.v[i].host);
		assert_int_equal(once.v[i].service, often.v[i].service);
		assert_true(str_eq(once.v[i].address, often.v[i].address));
	}
	endpoints_clear(&often);
	endpoints_clear(&once);
	log_clear(&log);
	target_free(t);
}

/* ---- comparisons ---- */

static const int compared_ports[] = {25, 587, 465, 143, 993, 995};

static struct target *compared_target(void)
{
	struct target *t = target_new("x");

	target_add(t, SERVICE_SMTP, SECURITY_STARTTLS, "mail.example.org", 25);
	target_add(t, SERVICE_SUBMISSION, SECURITY_STARTTLS, "mail.example.org", 587);
	target_add(t, SERVICE_SUBMISSIONS, SECURITY_TLS, "mail.example.org", 465);
	target_add(t, SERVICE_IMAP, SECURITY_STARTTLS, "mail.example.org", 143);
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "mail.example.org", 993);
	target_add(t, SERVICE_POP3S, SECURITY_TLS, "mail.example.org", 995);
	for (int i = 0; i < 4; i++) {
		char host[40];

		snprintf(host, sizeof host, "mx%d.example.net", i);
		target_reference(t, SERVICE_SMTP, host, 25);
		target_reference(t, SERVICE_SUBMISSION, host, 587);
		target_reference(t, SERVICE_SUBMISSIONS, host, 465);
		target_reference(t, SERVICE_IMAP, host, 143);
		target_reference(t, SERVICE_IMAPS, host, 993);
		target_reference(t, SERVICE_HTTPS, host, 443);
	}
	return t;
}

static void see(struct log *log, unsigned endpoint, enum event_type type, enum stage stage,
		enum outcome outcome)
{
	struct event *ev = event_new(type, endpoint);

	ev->stage = stage;
	ev->outcome = outcome;
	log_append(log, ev);
}

static void see_local(struct log *log, const char *kind, const char *value)
{
	struct event *ev = event_new(EVENT_LOCAL, 0);

	ev->kind = local_kind_from_name(kind);
	event_local_read(ev, value);
	log_append(log, ev);
}

static size_t count_port(const struct endpoints *plan, int port, enum why why)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++)
		n += plan->v[i].port == port && plan->v[i].why == why;
	return n;
}

static const struct endpoint *impossible_of(const struct endpoints *plan, int port)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->v[i].why == WHY_IMPOSSIBLE && plan->v[i].port == port)
			return &plan->v[i];
	return NULL;
}

/* The first news that connecting is silent calls for all of it, once. */
static void test_references(void **state)
{
	struct target *t = compared_target();
	struct endpoints plan = {0};
	struct log log = {0};

	(void)state;
	t->want_ipv6 = false;
	assert_int_equal(plan_grow(&plan, t, &log), 6);
	see(&log, 2, EVENT_WAITING, STAGE_GREETING, OUTCOME_NONE);
	see(&log, 2, EVENT_STAGE_END, STAGE_TCP, OUTCOME_OK);
	assert_int_equal(plan_grow(&plan, t, &log), 0);
	see(&log, 2, EVENT_WAITING, STAGE_TCP, OUTCOME_NONE);
	assert_int_equal(plan_grow(&plan, t, &log), 7);
	assert_int_equal(count_port(&plan, 587, WHY_REFERENCE), PLAN_REFERENCES_A_PORT);
	assert_int_equal(count_port(&plan, 443, WHY_REFERENCE), PLAN_REFERENCES_A_PORT);
	assert_string_equal(impossible_of(&plan, 587)->address, "192.0.2.1");
	see(&log, 2, EVENT_STAGE_END, STAGE_TCP, OUTCOME_TIMEOUT);
	assert_int_equal(plan_grow(&plan, t, &log), 0);
	/* A failed comparison is not compared itself. */
	see(&log, (unsigned)plan.n, EVENT_STAGE_END, STAGE_TCP, OUTCOME_TIMEOUT);
	assert_int_equal(plan_grow(&plan, t, &log), 0);
	endpoints_clear(&plan);
	log_clear(&log);
	target_free(t);
}

/* An odd answer calls for the impossible address alone. */
static void test_odd_answers(void **state)
{
	struct target *t = compared_target();
	struct endpoints plan = {0};
	struct log log = {0};

	(void)state;
	t->want_ipv6 = false;
	plan_grow(&plan, t, &log);
	see(&log, 2, EVENT_STAGE_END, STAGE_STARTTLS, OUTCOME_NOTOFFERED);
	assert_int_equal(plan_grow(&plan, t, &log), 1);
	assert_non_null(impossible_of(&plan, 587));
	see(&log, 3, EVENT_TLS_VERIFY, STAGE_TLS, OUTCOME_NONE);
	log.v[log.n - 1]->status = CERT_EXPIRED;
	assert_int_equal(plan_grow(&plan, t, &log), 0);
	log.v[log.n - 1]->status = CERT_UNTRUSTED;
	assert_int_equal(plan_grow(&plan, t, &log), 1);
	endpoints_clear(&plan);
	log_clear(&log);
	target_free(t);
}

/* A connection that is silent where the first word is due is compared like a failed one; elsewhere
 * it is only an odd answer. */
static void test_silence(void **state)
{
	static const struct {
		unsigned endpoint; /* 2: submission, 3: submissions */
		enum event_type type;
		enum stage stage;
		enum outcome outcome;
		int64_t us;
		size_t called;
	} cases[] = {
	    {2, EVENT_STAGE_END, STAGE_GREETING, OUTCOME_TIMEOUT, 0, 7},
	    {2, EVENT_STAGE_END, STAGE_GREETING, OUTCOME_CLOSED, 0, 7},
	    {2, EVENT_STAGE_END, STAGE_GREETING, OUTCOME_RESET, 0, 7},
	    {3, EVENT_STAGE_END, STAGE_TLS, OUTCOME_TIMEOUT, 0, 7},
	    {3, EVENT_STAGE_END, STAGE_TLS, OUTCOME_RESET, 0, 7},
	    {2, EVENT_WAITING, STAGE_GREETING, OUTCOME_NONE, PLAN_LATE_GREETING_US, 7},
	    {3, EVENT_WAITING, STAGE_TLS, OUTCOME_NONE, PLAN_LATE_GREETING_US, 7},
	    {2, EVENT_WAITING, STAGE_GREETING, OUTCOME_NONE, PLAN_LATE_GREETING_US - 1, 0},
	    {2, EVENT_STAGE_END, STAGE_GREETING, OUTCOME_OK, 0, 0},
	    {2, EVENT_STAGE_END, STAGE_GREETING, OUTCOME_DENIED, 0, 1},
	    {2, EVENT_STAGE_END, STAGE_TLS, OUTCOME_RESET, 0, 1}, /* after STARTTLS */
	    {3, EVENT_STAGE_END, STAGE_GREETING, OUTCOME_TIMEOUT, 0, 1},
	    {2, EVENT_WAITING, STAGE_CAPS, OUTCOME_NONE, PLAN_LATE_GREETING_US, 0},
	};

	(void)state;
	for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
		size_t k = i / 2;
		struct target *t = compared_target();
		struct endpoints plan = {0};
		struct log log = {0};

		t->want_ipv6 = false;
		t->only_target = i % 2; /* then no other server is asked */
		plan_grow(&plan, t, &log);
		see(&log, cases[k].endpoint, cases[k].type, cases[k].stage, cases[k].outcome);
		log.v[0]->us = cases[k].us;
		assert_row(plan_grow(&plan, t, &log) == (t->only_target ? 0 : cases[k].called),
			   "endpoint %u, %s, %s", cases[k].endpoint, stage_name(cases[k].stage),
			   outcome_name(cases[k].outcome));
		endpoints_clear(&plan);
		log_clear(&log);
		target_free(t);
	}
}

/* However much fails, and however often the plan is asked. */
static void test_references_bounded(void **state)
{
	struct target *t = compared_target();
	struct endpoints often = {0}, once = {0};
	struct log log = {0};
	size_t ports = 0;

	(void)state;
	plan_grow(&often, t, &log);
	for (unsigned round = 0; round < 3; round++)
		for (unsigned id = 12; id >= 1; id--) {
			see(&log, id, EVENT_WAITING, STAGE_TCP, OUTCOME_NONE);
			plan_grow(&often, t, &log);
			see(&log, id, EVENT_STAGE_END, STAGE_TCP, OUTCOME_REFUSED);
			plan_grow(&often, t, &log);
		}
	plan_grow(&once, t, &log);
	assert_int_equal(once.n, often.n);
	for (size_t i = 0; i < once.n; i++) {
		assert_string_equal(once.v[i].host, often.v[i].host);
		assert_int_equal(once.v[i].why, often.v[i].why);
		assert_int_equal(once.v[i].port, often.v[i].port);
		assert_int_equal(once.v[i].family, often.v[i].family);
	}
	for (size_t i = 0; i < sizeof compared_ports / sizeof *compared_ports; i++) {
		ports += impossible_of(&often, compared_ports[i]) != NULL;
		assert_true(count_port(&often, compared_ports[i], WHY_REFERENCE) <=
			    2 * PLAN_REFERENCES_A_PORT);
		assert_true(count_port(&often, compared_ports[i], WHY_IMPOSSIBLE) <= 2);
	}
	/* All services' ports are, and there are not more. */
	assert_int_equal(ports, sizeof compared_ports / sizeof *compared_ports);
	assert_true(ports <= PLAN_REFERENCE_PORTS_MAX);
	assert_int_equal(count_port(&often, 443, WHY_REFERENCE), 2 * PLAN_REFERENCES_A_PORT);
	endpoints_clear(&often);
	endpoints_clear(&once);
	log_clear(&log);
	target_free(t);
}

/* The number of comparisons for a silent row of the target. */
static size_t called_for(const struct target *t, const char *kind, const char *value)
{
	struct endpoints plan = {0};
	struct log log = {0};

	if (kind)
		see_local(&log, kind, value);
	plan_grow(&plan, t, &log);
	see(&log, 1, EVENT_STAGE_END, STAGE_TCP, OUTCOME_TIMEOUT);
	size_t n = plan_grow(&plan, t, &log);

	endpoints_clear(&plan);
	log_clear(&log);
	return n;
}

static void test_no_controls(void **state)
{
	struct target *t = compared_target(), *here = target_new("x");

	(void)state;
	assert_int_equal(called_for(t, NULL, NULL), 7);
	assert_int_equal(called_for(t, "no-route", "ipv6"), 7);
	assert_int_equal(called_for(t, "no-route", "ipv4"), 0);
	t->no_path = true;
	assert_int_equal(called_for(t, NULL, NULL), 7);
	t->only_target = true;
	assert_int_equal(called_for(t, NULL, NULL), 0);
	t->only_target = false;
	t->practice = true;
	assert_int_equal(called_for(t, NULL, NULL), 0);
	target_add(here, SERVICE_SMTP, SECURITY_STARTTLS, "127.0.0.1", 25);
	target_reference(here, SERVICE_SMTP, "mx.example.net", 25);
	assert_int_equal(called_for(here, NULL, NULL), 0);
	target_free(t);
	target_free(here);
}

/* An address in use here is not impossible. */
static void test_impossible_address(void **state)
{
	static const struct {
		const char *kind, *value, *address;
	} cases[] = {
	    {"address", "192.168.1.2 dev eth0", "192.0.2.1"},
	    {"address", "192.0.2.77 dev eth0", "198.51.100.1"},
	    {"gateway", "192.0.2.254 dev eth0 family ipv4 state reachable", "198.51.100.1"},
	    {"resolver", "192.0.2.53", "192.0.2.1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct target *t = compared_target();
		struct endpoints plan = {0};
		struct log log = {0};

		t->want_ipv6 = false;
		see_local(&log, cases[i].kind, cases[i].value);
		plan_grow(&plan, t, &log);
		see(&log, 1, EVENT_STAGE_END, STAGE_TCP, OUTCOME_TIMEOUT);
		plan_grow(&plan, t, &log);
		assert_string_equal(impossible_of(&plan, 25)->address, cases[i].address);
		endpoints_clear(&plan);
		log_clear(&log);
		target_free(t);
	}
}

/* If all of them are in use, none is asked, and the rest is compared anyway. */
static void test_no_impossible_address(void **state)
{
	struct target *t = compared_target();
	struct endpoints plan = {0};
	struct log log = {0};

	(void)state;
	t->want_ipv6 = false;
	see_local(&log, "address", "192.0.2.77 dev eth0");
	target_override(t, "mail.example.org", FAMILY_IPV4, "198.51.100.10", 0, 0);
	plan_grow(&plan, t, &log);
	answer(&log, "mail.example.org", FAMILY_IPV4, 0, 1);
	strs_add(&log.v[log.n - 1]->list, "203.0.113.5");
	see(&log, 1, EVENT_STAGE_END, STAGE_TCP, OUTCOME_TIMEOUT);
	plan_grow(&plan, t, &log);
	assert_null(impossible_of(&plan, 25));
	assert_int_equal(count_port(&plan, 25, WHY_REFERENCE), PLAN_REFERENCES_A_PORT);
	endpoints_clear(&plan);
	log_clear(&log);
	target_free(t);
}

static void see_wrong_name(struct log *log, unsigned endpoint)
{
	static const char *const names[] = {"*.example.org",	  "192.0.2.9",
					    "web.hoster.example", "mail.example.org",
					    "imap.example.org",	  "x.hoster.example"};
	struct event *cert = event_new(EVENT_TLS_CERT, endpoint);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		strs_add(&cert->list, names[i]);
	log_append(log, cert);
	see(log, endpoint, EVENT_TLS_VERIFY, STAGE_TLS, OUTCOME_NONE);
	log->v[log->n - 1]->status = CERT_WRONG_NAME;
}

/* Two other names of a certificate, the closest first, are looked up once. */
static void test_names(void **state)
{
	struct target *t = target_new("x");
	struct endpoints plan = {0};
	struct log log = {0};

	(void)state;
	t->want_ipv6 = false;
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "smtp.example.org", 993);
	target_add(t, SERVICE_POP3S, SECURITY_TLS, "smtp.example.org", 995);
	plan_grow(&plan, t, &log);
	see_wrong_name(&log, 1);
	assert_int_equal(plan_grow(&plan, t, &log), 2);
	assert_int_equal(plan.v[2].why, WHY_NAME);
	assert_string_equal(plan.v[2].host, "mail.example.org");
	assert_string_equal(plan.v[3].host, "imap.example.org");
	see_wrong_name(&log, 2);
	assert_int_equal(plan_grow(&plan, t, &log), 0);
	endpoints_clear(&plan);
	t->only_target = true;
	assert_int_equal(plan_grow(&plan, t, &log), 2); /* only the target's own */
	endpoints_clear(&plan);
	target_override(t, "mail.example.org", FAMILY_IPV4, "127.0.0.1", 0, 0);
	assert_int_equal(plan_grow(&plan, t, &log), 3); /* that one is not asked about */
	endpoints_clear(&plan);
	log_clear(&log);
	target_free(t);
}

static void show(struct target *t, const struct endpoints *plan, enum event_type type,
		 enum stage stage, enum outcome outcome, const char *text)
{
	struct event *e = event_new(type, 1);

	e->stage = stage;
	e->outcome = outcome;
	e->text = mem_strdup(text);
	plan_other_mode(t, plan, e);
	event_free(e);
}

/* A published port is tried in the other security mode once it has shown that it speaks it, and for no less. */
static void test_other_mode(void **state)
{
	struct target *t = target_new("x");
	struct endpoints plan = {0};

	(void)state;
	t->want_ipv6 = false;
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "mail.example.org", 143);
	plan_grow(&plan, t, &no_log);
	t->found_by = SOURCE_TYPED;
	show(t, &plan, EVENT_BYTES_RECEIVED, STAGE_TLS, OUTCOME_NONE, "* OK ready");
	assert_int_equal(t->server_n, 1);
	t->found_by = SOURCE_PROVIDER;
	show(t, &plan, EVENT_BYTES_RECEIVED, STAGE_TLS, OUTCOME_NONE, "220 ready");
	show(t, &plan, EVENT_BYTES_RECEIVED, STAGE_TLS, OUTCOME_NONE, "* BYE too many");
	show(t, &plan, EVENT_BYTES_RECEIVED, STAGE_GREETING, OUTCOME_NONE, "* OK ready");
	show(t, &plan, EVENT_TLS_CHECK, STAGE_TLS, OUTCOME_TIMEOUT, NULL);
	show(t, &plan, EVENT_STAGE_END, STAGE_TLS, OUTCOME_TIMEOUT, NULL);
	assert_int_equal(t->server_n, 1);
	show(t, &plan, EVENT_BYTES_RECEIVED, STAGE_TLS, OUTCOME_NONE, "* OK ready");
	assert_int_equal(t->server_n, 2);
	assert_int_equal(t->servers[1].service, SERVICE_IMAP);
	assert_int_equal(t->servers[1].security, SECURITY_STARTTLS);
	assert_int_equal(t->servers[1].port, 143);
	assert_true(t->servers[1].alternative);
	show(t, &plan, EVENT_TLS_CHECK, STAGE_TLS, OUTCOME_OK, NULL);
	assert_int_equal(t->server_n, 2);
	endpoints_clear(&plan);
	target_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_first_rows),
	    cmocka_unit_test(test_same_server_twice),
	    cmocka_unit_test(test_overrides),
	    cmocka_unit_test(test_further_addresses),
	    cmocka_unit_test(test_retries),
	    cmocka_unit_test(test_same_ids),
	    cmocka_unit_test(test_references),
	    cmocka_unit_test(test_odd_answers),
	    cmocka_unit_test(test_silence),
	    cmocka_unit_test(test_references_bounded),
	    cmocka_unit_test(test_no_controls),
	    cmocka_unit_test(test_impossible_address),
	    cmocka_unit_test(test_no_impossible_address),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_other_mode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
