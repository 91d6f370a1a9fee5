/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a refusal means for the diagnosis. */
#include "config.h"
#include "reason/rules/refusal.h"

#include "named.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static const char *meaning_name(enum refusal_meaning m)
{
	static const char *const names[] = {[REFUSAL_MEANS_NONE] = "none",
					    [REFUSAL_MEANS_LISTED] = "listed",
					    [REFUSAL_MEANS_CONNECTIONS] = "counts connections",
					    [REFUSAL_MEANS_ATTEMPTS] = "counts attempts",
					    [REFUSAL_MEANS_NO_NAME] = "no name",
					    [REFUSAL_MEANS_GREYLISTED] = "greylisted",
					    [REFUSAL_MEANS_TEMPORARY] = "temporary",
					    [REFUSAL_MEANS_FINAL] = "final"};

	return names[m];
}

static void meanings(void **state)
{
	static const struct {
		enum protocol protocol;
		int code;
		const char *enhanced, *text;
		enum refusal_meaning meaning;
	} rows[] = {
	    {PROTOCOL_SMTP, 554, "5.7.1", "5.7.1 Blocked using zen.spamhaus.org",
	     REFUSAL_MEANS_LISTED},
	    {PROTOCOL_SMTP, 421, "4.7.0", "4.7.0 Blocked using zen.spamhaus.org, try again later",
	     REFUSAL_MEANS_LISTED},
	    {PROTOCOL_SMTP, 421, "4.7.0", "4.7.0 too many connections from your address",
	     REFUSAL_MEANS_CONNECTIONS},
	    {PROTOCOL_SMTP, 421, "4.7.0", "4.7.0 connection rate limit exceeded",
	     REFUSAL_MEANS_ATTEMPTS},
	    {PROTOCOL_SMTP, 421, NULL, "mail.example.org closing", REFUSAL_MEANS_TEMPORARY},
	    {PROTOCOL_SMTP, 451, NULL, NULL, REFUSAL_MEANS_TEMPORARY},
	    {PROTOCOL_SMTP, 421, NULL, "Refused. Your reverse DNS entry does not resolve to an IP.",
	     REFUSAL_MEANS_NO_NAME},
	    {PROTOCOL_SMTP, 450, "4.7.1", "4.7.1 cannot find your reverse hostname, [192.0.2.9]",
	     REFUSAL_MEANS_NO_NAME},
	    {PROTOCOL_SMTP, 451, "4.7.1", "4.7.1 Greylisting in action", REFUSAL_MEANS_GREYLISTED},
	    {PROTOCOL_SMTP, 421, "4.7.1", "4.7.1 Error: No client certificate presented",
	     REFUSAL_MEANS_FINAL},
	    {PROTOCOL_SMTP, 554, NULL, "no SMTP service here", REFUSAL_MEANS_FINAL},
	    {PROTOCOL_SMTP, 554, NULL, NULL, REFUSAL_MEANS_FINAL},
	    {PROTOCOL_IMAP, 0, "LIMIT", "BYE [LIMIT] no", REFUSAL_MEANS_CONNECTIONS},
	    {PROTOCOL_IMAP, 0, "UNAVAILABLE", "BYE [UNAVAILABLE] later", REFUSAL_MEANS_TEMPORARY},
	    {PROTOCOL_IMAP, 0, NULL, "BYE go away", REFUSAL_MEANS_FINAL},
	    {PROTOCOL_POP3, 0, "LOGIN-DELAY", "-ERR [LOGIN-DELAY] wait", REFUSAL_MEANS_ATTEMPTS},
	    {PROTOCOL_POP3, 0, "SYS/TEMP", "-ERR [SYS/TEMP] out of order", REFUSAL_MEANS_TEMPORARY},
	    {PROTOCOL_POP3, 0, NULL, "-ERR no", REFUSAL_MEANS_FINAL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct event said = {.type = EVENT_GREETING,
					   .outcome = OUTCOME_DENIED,
					   .code = rows[i].code,
					   .enhanced = (char *)rows[i].enhanced,
					   .text = (char *)rows[i].text};

		assert_named(meaning_name, refusal_meaning(&said, rows[i].protocol, NULL),
			     rows[i].meaning, "%d %s", rows[i].code,
			     rows[i].text ? rows[i].text : "");
	}
	assert_named(meaning_name, refusal_meaning(NULL, PROTOCOL_SMTP, NULL), REFUSAL_MEANS_NONE,
		     "no refusal");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(meanings)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
