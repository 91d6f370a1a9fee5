/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns, and interceptors recognised by a certificate's issuer or by a line. */
#include "config.h"
#include "base/mem.h"
#include "base/str.h"
#include "know/interceptors.h"
#include "know/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "named.h"

static void patterns(void **state)
{
	static const struct {
		const char *pattern, *text;
		int match, starts;
	} rows[] = {
	    {"", "", 1, 1},	   {"", "a", 0, 1},	    {"*", "", 1, 1},
	    {"a*", "Abc", 1, 1},   {"a*c", "abcabc", 1, 1}, {"a*c", "abcab", 0, 1},
	    {"a?c", "abc", 1, 1},  {"a?c", "ac", 0, 0},	    {"v#.#", "v12.3", 1, 1},
	    {"v#.#", "v.3", 0, 0}, {"*#x", "a1b22x", 1, 1}, {"\\*\\?", "*?", 1, 1},
	    {"\\*", "a", 0, 0},	   {"220 *", "220", 0, 0},  {"*ab*cd*", "xxabyyabcdzz", 1, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_row(pattern_match(rows[i].pattern, rows[i].text) == rows[i].match, "%s, %s",
			   rows[i].pattern, rows[i].text);
		assert_row(pattern_starts(rows[i].pattern, rows[i].text) == rows[i].starts,
			   "%s, %s", rows[i].pattern, rows[i].text);
	}
}

/* Many stars against a long line that almost matches: must end at once, not in exponential time. */
static void patterns_end(void **state)
{
	char *line = mem_calloc(4097, 1);

	(void)state;
	memset(line, 'a', 4096);
	assert_false(pattern_match("*a*a*a*a*a*a*a*a*a*a*b", line));
	free(line);
}

static void issuers(void **state)
{
	static const struct {
		const char *dn, *product;
	} rows[] = {
	    {"CN=avast! Web/Mail Shield Root,O=avast! Web/Mail Shield", "Avast"},
	    {"CN=Norton Web/Mail Shield Root,O=Norton Web/Mail Shield", "Norton"},
	    {"CN=Practice Web/Mail Shield Root", "Practice Antivirus"},
	    {"CN=ESET SSL Filter CA,O=ESET\\, spol. s r. o.,C=SK", "ESET"},
	    {"O=ESET\\, spol. s r. o.,C=SK", "ESET"},
	    {"cn=kaspersky anti-virus personal root certificate", "Kaspersky"},
	    {"CN=FG100E0000000000,O=Fortinet,C=US", "Fortinet FortiGate"},
	    {"CN=Zscaler Intermediate Root CA (zscalertwo.net),O=Zscaler Inc.", "Zscaler"},
	    {"CN=BIG DATA Systems CA", NULL},
	    {"CN=R11,O=Let's Encrypt,C=US", NULL},
	    {"CN=WE2,O=Google Trust Services,C=US", NULL},
	    {"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct interceptor *found = interceptor_find(rows[i].dn);

		if (!str_eq(found ? found->product : "none",
			    rows[i].product ? rows[i].product : "none"))
			fail_msg("%s: %s", rows[i].dn, found ? found->product : "none");
	}
	assert_null(interceptor_find(NULL));
}

static const char *kind_name(enum interceptor_kind k)
{
	static const char *const names[] = {
	    [INTERCEPTOR_SCANNER] = "scanner", [INTERCEPTOR_GATEWAY] = "gateway",
	    [INTERCEPTOR_SCHOOL] = "school",   [INTERCEPTOR_DEBUG] = "debug",
	    [INTERCEPTOR_PORTAL] = "portal",   [INTERCEPTOR_ISP] = "isp",
	    [INTERCEPTOR_FRONT] = "front",     [INTERCEPTOR_MX] = "mx",
	    [INTERCEPTOR_COUNT_] = "none"};

	return names[k];
}

static void banners(void **state)
{
	static const struct {
		const char *line;
		enum interceptor_kind kind;
	} rows[] = {
	    {"220 ****************************2******0*0", INTERCEPTOR_GATEWAY},
	    {"250-XXXXXXXA", INTERCEPTOR_GATEWAY},
	    {"* OK avast! IMAP Proxy", INTERCEPTOR_SCANNER},
	    {"421 Cannot connect to SMTP server mail.example (192.0.2.1), connect error 10060",
	     INTERCEPTOR_SCANNER},
	    {"-ERR Not Enrolled. Please open your internet browser and accept the terms",
	     INTERCEPTOR_PORTAL},
	    {"HTTP/1.1 302 Found", INTERCEPTOR_PORTAL},
	    {"* OK IMAP4 ready", INTERCEPTOR_FRONT},
	    {"220 mail.example.org ESMTP Postfix", INTERCEPTOR_COUNT_},
	    {"* OK [CAPABILITY IMAP4rev1] Dovecot ready.", INTERCEPTOR_COUNT_},
	    {"250-STARTTLS", INTERCEPTOR_COUNT_},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct interceptor *found = interceptor_find_banner(rows[i].line);

		assert_named(kind_name, found ? found->kind : INTERCEPTOR_COUNT_, rows[i].kind,
			     "%s", rows[i].line);
	}
	assert_null(interceptor_find_banner(NULL));
}

static void are_whole(const struct interceptor *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_row(*rows[i].product && *rows[i].match, "row %zu, %s", i, rows[i].match);
		assert_row(rows[i].kind < INTERCEPTOR_COUNT_, "%s", rows[i].match);
		assert_row(!rows[i].note || rows[i].note[strlen(rows[i].note) - 1] == '.', "%s",
			   rows[i].match);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(rows[i].match, rows[j].match);
	}
}

static void tables_are_whole(void **state)
{
	size_t n;
	const struct interceptor *rows = interceptor_issuers(&n);

	(void)state;
	are_whole(rows, n);
	rows = interceptor_banners(&n);
	are_whole(rows, n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(patterns),		cmocka_unit_test(patterns_end),
	    cmocka_unit_test(issuers),		cmocka_unit_test(banners),
	    cmocka_unit_test(tables_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
