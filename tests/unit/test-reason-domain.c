/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The meaning of a mail domain's records and policies: RFC 5321, 7505, 8460, 8461. */
#include "config.h"
#include "reason/domain/domain.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct event *answer(enum outcome outcome, const char *const *list)
{
	struct event *e = event_new(EVENT_RECORDS, 0);

	e->outcome = outcome;
	for (; list && *list; list++)
		strs_add(&e->list, *list);
	return e;
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static char *mx_of(enum outcome outcome, const char *const *list)
{
	static const char *const kinds[] = {"unknown", "none", "null", "some"};
	struct event *e = answer(outcome, list);
	struct strs hosts = {0};
	enum domain_mx kind = domain_mx(e, &hosts);
	char *names = strs_join(&hosts, " "), *text = mem_printf("%s: %s", kinds[kind], names);

	free(names);
	strs_clear(&hosts);
	event_free(e);
	return text;
}

static void check_mx(enum outcome outcome, const char *const *list, const char *expected)
{
	char *text = mx_of(outcome, list);

	assert_string_equal(text, expected);
	free(text);
}

static void test_mx(void **state)
{
	(void)state;
	check_mx(OUTCOME_OK, LIST("5 a.example", "10 b.example"), "some: a.example b.example");
	check_mx(OUTCOME_OK, LIST("5 a.example", "10 A.example"), "some: a.example");
	check_mx(OUTCOME_OK, LIST("0 ."), "null: ");
	check_mx(OUTCOME_OK, LIST("0 .", "5 a.example"), "some: a.example");
	check_mx(OUTCOME_OK, LIST("10 a\\032b", "10 -x", "10 .x", "nonsense"), "unknown: ");
	check_mx(OUTCOME_NOTOFFERED, NULL, "none: ");
	check_mx(OUTCOME_TIMEOUT, NULL, "unknown: ");
	check_mx(OUTCOME_BADREPLY, LIST("5 a.example"), "unknown: ");
	assert_int_equal(domain_mx(NULL, NULL), DOMAIN_MX_UNKNOWN);
}

static void test_many_mx(void **state)
{
	struct event *e = answer(OUTCOME_OK, NULL);
	struct strs hosts = {0};

	(void)state;
	for (int i = 0; i < 50; i++)
		strs_append(&e->list, mem_printf("%d mx%d.example", i, i));
	assert_int_equal(domain_mx(e, &hosts), DOMAIN_MX_SOME);
	assert_int_equal(hosts.n, DOMAIN_MX_MAX);
	assert_string_equal(hosts.v[0], "mx0.example");
	strs_clear(&hosts);
	event_free(e);
}

static size_t txt_count(const char *const *list, const char *version)
{
	struct event *e = answer(OUTCOME_OK, list);
	size_t n;

	(void)domain_txt(e, version, &n);
	event_free(e);
	return n;
}

static void test_txt(void **state)
{
	char *id = domain_txt_field("v=STSv1; id = 2026x ;", "id");

	(void)state;
	assert_string_equal(id, "2026x");
	free(id);
	assert_null(domain_txt_field("v=STSv1;", "id"));
	assert_int_equal(txt_count(LIST("v=spf1 -all", "v=STSv1; id=1"), "v=STSv1"), 1);
	assert_int_equal(txt_count(LIST("v=STSv1;id=1", "v=STSv1 ; id=2"), "v=STSv1"), 2);
	assert_int_equal(txt_count(LIST("v=STSv11; id=1", " v=STSv1; id=1", "v=STSv1"), "v=STSv1"),
			 0);
}

static void test_record_fields(void **state)
{
	(void)state;
	assert_null(domain_sts_record_fault("v=STSv1; id=20260101T00;"));
	assert_non_null(domain_sts_record_fault("v=STSv1;"));
	assert_non_null(domain_sts_record_fault("v=STSv1; id="));
	assert_non_null(domain_sts_record_fault("v=STSv1; id=2026-01-01"));
	assert_non_null(domain_sts_record_fault("v=STSv1; id=012345678901234567890123456789012"));
	assert_true(domain_rua_fine("mailto:a@example.org"));
	assert_true(domain_rua_fine("mailto:a@example.org, https://example.org/reports"));
	assert_false(domain_rua_fine("mailto:a@example.org,ftp://x"));
	assert_false(domain_rua_fine("mailto:"));
	assert_false(domain_rua_fine("mailto:@example.org"));
	assert_false(domain_rua_fine("mailto:a@"));
	assert_false(domain_rua_fine("https:/x"));
	assert_false(domain_rua_fine("https://"));
	assert_false(domain_rua_fine(","));
	assert_false(domain_rua_fine(NULL));
	assert_true(domain_is_plain_text("Text/Plain; charset=utf-8"));
	assert_true(domain_is_plain_text("text/plain"));
	assert_false(domain_is_plain_text("text/plainer"));
	assert_false(domain_is_plain_text("text/html"));
	assert_false(domain_is_plain_text(""));
}

static const char *wrong_in(const char *text)
{
	struct domain_policy p;
	const char *wrong;
	bool fine = domain_policy_read(&p, text, &wrong);

	domain_policy_clear(&p);
	assert_int_equal(fine, !wrong);
	return wrong ? wrong : "";
}

#define HEAD "version: STSv1\r\nmode: enforce\r\nmax_age: 604800\r\n"

static void test_policy(void **state)
{
	struct domain_policy p;
	const char *wrong;

	(void)state;
	assert_true(domain_policy_read(
	    &p, HEAD "mx: mail.example.org\nmx: *.example.net\nnew_key: x\n", &wrong));
	assert_int_equal(p.mode, DOMAIN_MODE_ENFORCE);
	assert_int_equal(p.max_age, 604800);
	assert_true(domain_policy_covers(&p, "MAIL.example.org"));
	assert_true(domain_policy_covers(&p, "mx1.example.net"));
	assert_false(domain_policy_covers(&p, "example.net"));
	assert_false(domain_policy_covers(&p, "a.mx1.example.net")); /* one label only */
	assert_false(domain_policy_covers(&p, "mail.example.com"));
	domain_policy_clear(&p);
	assert_string_equal(wrong_in("version: STSv1\nmode: none\nmax_age: 86400\n"), "");
	assert_string_equal(wrong_in(HEAD), "mx");
	assert_string_equal(wrong_in(""), "version");
	assert_string_equal(wrong_in("<html>no: such thing</html>"), "version");
	assert_string_equal(wrong_in("version: STSv2\nmode: none\nmax_age: 1\n"), "version");
	assert_string_equal(wrong_in("version: STSv1\nmode: Enforce\nmax_age: 1\nmx: a\n"), "mode");
	assert_string_equal(wrong_in("version: STSv1\nmode: none\nmax_age: -1\n"), "max_age");
	assert_string_equal(wrong_in("version: STSv1\nmode: none\nmax_age: 31557601\n"), "max_age");
}

static void test_policy_of_many_mx(void **state)
{
	struct domain_policy p;
	const char *wrong;
	char *text = mem_strdup(HEAD);

	(void)state;
	for (int i = 0; i < 2 * DOMAIN_POLICY_MX_MAX; i++) {
		char *more = mem_printf("%smx: mx%d.example\n", text, i);

		free(text);
		text = more;
	}
	assert_true(domain_policy_read(&p, text, &wrong));
	assert_int_equal(p.mx.n, DOMAIN_POLICY_MX_MAX);
	domain_policy_clear(&p);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_mx),	   cmocka_unit_test(test_many_mx),
	    cmocka_unit_test(test_txt),	   cmocka_unit_test(test_record_fields),
	    cmocka_unit_test(test_policy), cmocka_unit_test(test_policy_of_many_mx),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
