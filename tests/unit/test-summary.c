/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings and answers, also for half a log; the scenes of tests/cases check many more. */
#include "config.h"
#include "tests/unit/scene.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "named.h"
#include "reason/rules/diagnose.h"

struct result {
	struct scene scene;
	struct facts facts;
	struct findings findings;
	struct summary summary;
};

/* Plays a scene given as text. */
static void play(struct result *r, const char *text)
{
	char name[] = "/tmp/porthorn-scene-XXXXXX";
	int fd = mkstemp(name);
	FILE *out = fdopen(fd, "w");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
	scene_load(&r->scene, name);
	unlink(name);
	facts_init(&r->facts, r->scene.target, &r->scene.log, &r->scene.plan);
	diagnose(&r->findings, &r->facts);
	summary_init(&r->summary, &r->facts, &r->findings);
}

static void over(struct result *r)
{
	summary_clear(&r->summary);
	findings_clear(&r->findings);
	facts_clear(&r->facts);
	scene_clear(&r->scene);
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(answer_name(ANSWER_OK), "ok");
	assert_string_equal(answer_name(ANSWER_UNTESTED), "untested");
	assert_string_equal(answer_name(ANSWER_COUNT_), "?");
	assert_string_equal(verdict_name(VERDICT_PROBLEM), "problem");
	assert_string_equal(certainty_name(CERTAINTY_CERTAIN), "certain");
	assert_string_equal(place_name(PLACE_SERVER_OR_WAY_BACK), "server-or-way-back");
}

/* RFC 8314: implicit TLS first, IMAP before POP3, the provider's alternatives last. */
static void test_order(void **state)
{
	static const struct {
		enum service service;
		const char *host;
		bool best;
	} wanted[] = {
	    {SERVICE_IMAPS, "a.example", true},	      {SERVICE_IMAPS, "b.example", false},
	    {SERVICE_IMAP, "a.example", false},	      {SERVICE_POP3S, "a.example", true},
	    {SERVICE_POP3, "a.example", false},	      {SERVICE_SUBMISSIONS, "a.example", true},
	    {SERVICE_SUBMISSION, "a.example", false}, {SERVICE_SUBMISSION_ALT, "a.example", false}};
	struct result r;

	(void)state;
	play(&r, "families 4 6\nserver submission-alt a.example\nserver submission a.example\n"
		 "server submissions a.example\nserver pop3 a.example\nserver pop3s a.example\n"
		 "server imap a.example\nserver imaps a.example\nserver imaps b.example\n"
		 "server smtp a.example\nserver https a.example\nserver managesieve a.example\n");
	assert_int_equal(r.summary.setting_n, 8);
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(r.summary.settings[i].service, wanted[i].service);
		assert_string_equal(r.summary.settings[i].host, wanted[i].host);
		assert_int_equal(r.summary.settings[i].best, wanted[i].best);
		assert_string_equal(r.summary.settings[i].auth, "password");
	}
	assert_true(r.summary.all_done);
	assert_int_equal(r.summary.done, r.summary.total);
	assert_int_equal(summary_exit_status(&r.summary), 0);
	over(&r);
}

static void test_alternative_is_last(void **state)
{
	struct result r;

	(void)state;
	play(&r, "server imaps a.example\nserver imap b.example\n");
	r.scene.target->servers[0].alternative = true;
	summary_clear(&r.summary);
	summary_init(&r.summary, &r.facts, &r.findings);
	assert_int_equal(r.summary.settings[0].service, SERVICE_IMAP);
	assert_true(r.summary.settings[0].best);
	assert_false(r.summary.settings[1].best);
	over(&r);
}

/* Implicit TLS on a port that usually has STARTTLS, as one provider does. */
static void test_unusual_mode(void **state)
{
	struct result r;

	(void)state;
	play(&r, "server submission a.example:587 tls\n");
	assert_int_equal(r.summary.setting_n, 1);
	assert_int_equal(r.summary.settings[0].security, SECURITY_TLS);
	assert_int_equal(r.summary.settings[0].port, 587);
	over(&r);
}

static void test_auth(void **state)
{
	static const struct {
		const char *scene, *auth;
	} cases[] = {
	    {"server imaps a.example tls oauth2,password\nrow * \"list=AUTH=PLAIN|AUTH=XOAUTH2\"\n",
	     "oauth2"},
	    {"server imaps a.example tls password,oauth2\nrow * \"list=AUTH=PLAIN\"\n", "password"},
	    {"server imaps a.example tls password\nrow * \"list=AUTH=PLAIN|AUTH=XOAUTH2\"\n",
	     "password"},
	    {"server imaps a.example\nrow * \"list=LOGINDISABLED|AUTH=OAUTHBEARER\"\n", "oauth2"},
	    {"code app-password\nserver imaps a.example tls password\n", "app-password"},
	    {"server submissions a.example\nrow * \"list=PIPELINING\"\n", "none"},
	    {"server submissions a.example tls oauth2\nrow * \"list=PIPELINING\"\n", "oauth2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct result r;

		play(&r, cases[i].scene);
		assert_row(r.summary.setting_n == 1, "%s", cases[i].scene);
		if (!str_eq(r.summary.settings[0].auth, cases[i].auth))
			fail_msg("%s: %s", cases[i].scene, r.summary.settings[0].auth);
		over(&r);
	}
}

/* A server in clear text works, but unsafely, and is never proposed. */
static void test_clear_text(void **state)
{
	struct result r;

	(void)state;
	play(&r, "server imap a.example:143 none\nrow * \"list=IMAP4rev1|AUTH=PLAIN\"\n");
	assert_int_equal(r.summary.receive, ANSWER_UNSAFE);
	assert_int_equal(r.summary.send, ANSWER_UNTESTED);
	assert_false(r.summary.send_asked);
	assert_int_equal(r.summary.setting_n, 0);
	assert_int_equal(summary_exit_status(&r.summary), 1);
	over(&r);
}

static void test_exit_status(void **state)
{
	static const struct {
		const char *scene;
		int status;
	} cases[] = {
	    {"server submission a.example\n", 0},
	    {"server submission a.example\nrow * tcp=timeout\n", 1},
	    {"server smtp a.example\nserver imaps a.example\nrow smtp tcp=timeout\n", 0},
	    {"server smtp a.example\n", 0},
	    {"server smtp a.example\nrow * starttls=notoffered list=SIZE\n", 0},
	    {"server smtp a.example\nrow * tcp=timeout\n", 1},
	    {"server https a.example\n", 0},
	    {"server https a.example\nrow * status=expired\n", 1},
	    {"server managesieve a.example\n", 0},
	    {"server managesieve a.example\nrow * tcp=refused\n", 1},
	    {"server imaps a.example\nserver managesieve a.example\nrow managesieve tcp=refused\n",
	     0},
	    {"server imaps a.example\nrow * greeting=cancelled\nstop cancelled\n", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct result r;

		play(&r, cases[i].scene);
		if (summary_exit_status(&r.summary) != cases[i].status)
			fail_msg("%s: %d", cases[i].scene, summary_exit_status(&r.summary));
		over(&r);
	}
}

/* Answers come as soon as they are certain: good news early, bad news when all has ended. */
static void test_half_a_log(void **state)
{
	struct result r;

	(void)state;
	play(&r, "server imaps a.example\nserver imap a.example\nserver submission a.example\n"
		 "row imap running=greeting\nrow submission running=tcp\nstop running\n");
	assert_int_equal(r.summary.receive, ANSWER_OK);
	assert_false(r.summary.receive_done);
	assert_int_equal(r.summary.send, ANSWER_UNTESTED);
	assert_false(r.summary.send_done);
	assert_false(r.summary.all_done);
	assert_int_equal(r.summary.done, 1);
	over(&r);
	play(&r, "server imaps a.example\nserver imap a.example\n"
		 "row imaps tcp=refused\nrow imap running=greeting\nstop running\n");
	assert_int_equal(r.summary.receive, ANSWER_UNTESTED);
	over(&r);
}

static void test_nothing_asked(void **state)
{
	struct result r;

	(void)state;
	play(&r, "# nothing\n");
	assert_int_equal(r.summary.total, 0);
	assert_int_equal(r.summary.receive, ANSWER_UNTESTED);
	assert_int_equal(summary_exit_status(&r.summary), 1);
	over(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_alternative_is_last),
	    cmocka_unit_test(test_unusual_mode),
	    cmocka_unit_test(test_auth),
	    cmocka_unit_test(test_clear_text),
	    cmocka_unit_test(test_exit_status),
	    cmocka_unit_test(test_half_a_log),
	    cmocka_unit_test(test_nothing_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
