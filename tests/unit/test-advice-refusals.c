/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Refusals: every row can be reached, and real replies find the right one. */
#include "config.h"
#include "base/mem.h"
#include "know/server_limits.h"
#include "advice/refusals.h"
#include "know/normalize.h"
#include "example.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "named.h"

static void every_row_is_reached(void **state)
{
	size_t n;
	const struct refusal *all = refusal_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct refusal *p = &all[i];
		char *text = example_of(p->fragment, "", 'x');
		size_t len = p->provider ? strcspn(p->provider, " ") : 0;
		char *provider = p->provider ? mem_strndup(p->provider, len) : NULL;
		int code = p->code < 10 ? p->code * 100 + 50 : p->code;
		enum protocol protocol =
		    p->protocol == PROTOCOL_COUNT_ ? PROTOCOL_IMAP : p->protocol;
		const struct refusal *found =
		    refusal_find(protocol, p->code ? code : 0, text, provider);

		if (found != p)
			fail_msg("\"%s\" is taken by \"%s\"", p->fragment,
				 found ? found->fragment : "nothing");
		free(provider);
		free(text);
	}
}

static bool has_number(const char *text)
{
	while ((text = strchr(text, ' ')) && !strchr("123456789", text[1]))
		text++;
	return text != NULL;
}

static void rows_are_whole(void **state)
{
	size_t n;
	const struct refusal *all = refusal_all(&n);

	(void)state;
	assert_true(n > 150);
	for (size_t i = 0; i < n; i++) {
		const struct refusal *r = &all[i];

		assert_row(strlen(r->fragment) > 3, "%s", r->fragment);
		assert_row(r->kind < REFUSAL_COUNT_, "%s", r->fragment);
		assert_row(r->meaning[strlen(r->meaning) - 1] == '.', "%s", r->fragment);
		assert_row(r->action[strlen(r->action) - 1] == '.', "%s", r->fragment);
		/* This table does not know what works here. */
		assert_row(!has_number(r->action), "%s", r->action);
		assert_row(!r->code || r->protocol == PROTOCOL_SMTP, "%s", r->fragment);
	}
	for (int k = 0; k < REFUSAL_COUNT_; k++)
		assert_true(strlen(refusal_kind_name((enum refusal_kind)k)) > 2);
}

static void real_replies(void **state)
{
	static const struct {
		enum protocol protocol;
		int code;
		const char *text, *provider;
		enum refusal_kind kind; /* REFUSAL_COUNT_: none */
	} rows[] = {
	    {PROTOCOL_SMTP, 534,
	     "534-5.7.9 Application-specific password required. For more information, go to\n"
	     "534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp",
	     "gmail", REFUSAL_APP_PASSWORD},
	    {PROTOCOL_SMTP, 534,
	     "534-5.7.14 <https://accounts.google.com/...> Please log in\n"
	     "534-5.7.14 through your web browser and then try again.",
	     "gmail", REFUSAL_ACCOUNT},
	    {PROTOCOL_SMTP, 535,
	     "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the "
	     "Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.",
	     "microsoft365", REFUSAL_SWITCH},
	    {PROTOCOL_SMTP, 535,
	     "5.7.139 Authentication unsuccessful, basic authentication is disabled.", "outlook",
	     REFUSAL_OAUTH},
	    {PROTOCOL_SMTP, 535, "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6", NULL,
	     REFUSAL_PASSWORD},
	    {PROTOCOL_SMTP, 535, "535 5.7.8 Error: authentication failed:", "icloud",
	     REFUSAL_APP_PASSWORD},
	    {PROTOCOL_SMTP, 554,
	     "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using "
	     "zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1",
	     NULL, REFUSAL_ADDRESS},
	    {PROTOCOL_SMTP, 554,
	     "554-gmx.net (mxgmx016) Nemesis ESMTP Service not available\n554-No SMTP service\n"
	     "554-Bad DNS PTR resource record.\n554 For explanation visit "
	     "https://postmaster.gmx.net",
	     "gmx-de", REFUSAL_ADDRESS},
	    {PROTOCOL_SMTP, 421, "421 4.7.0 mail.example.org Error: too many connections from x",
	     NULL, REFUSAL_LIMIT},
	    {PROTOCOL_SMTP, 530, "530 5.7.0 Must issue a STARTTLS command first", NULL,
	     REFUSAL_ENCRYPT},
	    {PROTOCOL_SMTP, 454, "454 4.7.0 TLS not available due to local problem", NULL,
	     REFUSAL_SERVER},
	    {PROTOCOL_SMTP, 450, "450 4.7.1 <localhost>: Helo command rejected: Host not found",
	     NULL, REFUSAL_HELLO},
	    {PROTOCOL_SMTP, 504,
	     "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", NULL,
	     REFUSAL_HELLO},
	    {PROTOCOL_SMTP, 550,
	     "550 REJECTED - Bad HELO - Host impersonating domain name [example.org]", NULL,
	     REFUSAL_HELLO},
	    {PROTOCOL_SMTP, 550, "550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)",
	     NULL, REFUSAL_HELLO},
	    {PROTOCOL_SMTP, 501, "501 5.0.0 EHLO requires domain address", NULL, REFUSAL_HELLO},
	    {PROTOCOL_SMTP, 501, "501 5.5.1 Invalid command: EHLO requires domain name", NULL,
	     REFUSAL_HELLO},
	    {PROTOCOL_SMTP, 501, "501 5.5.4 Invalid domain name", NULL, REFUSAL_HELLO},
	    {PROTOCOL_SMTP, 550, "550 The host name specified in HELO does not match IP address.",
	     NULL, REFUSAL_HELLO},
	    {PROTOCOL_SMTP, 550, "550 HELO host does not match rDNS", NULL, REFUSAL_HELLO},
	    {PROTOCOL_SMTP, 421,
	     "421 EHLO MXIN201 Your HELO/EHLO client.example.org is not matching your DNS configuration ...",
	     NULL, REFUSAL_HELLO},
	    {PROTOCOL_SMTP, 421,
	     "421 4.7.0 Try again later, closing connection. (EHLO) v6-20020a50c406 - gsmtp", NULL,
	     REFUSAL_HELLO},
	    {PROTOCOL_SMTP, 503, "503 5.5.1 Error: send HELO/EHLO first", NULL, REFUSAL_COUNT_},
	    {PROTOCOL_SMTP, 421, "421 4.7.0 Try again later, closing connection. (MAIL) x - gsmtp",
	     NULL, REFUSAL_WAIT},
	    {PROTOCOL_SMTP, 550, "550 Your reverse DNS does not match your IP address", NULL,
	     REFUSAL_ADDRESS},
	    {PROTOCOL_IMAP, 0,
	     "NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) "
	     "connections.",
	     NULL, REFUSAL_ENCRYPT},
	    {PROTOCOL_IMAP, 0, "NO [AUTHENTICATIONFAILED] Authentication failed.", NULL,
	     REFUSAL_PASSWORD},
	    {PROTOCOL_IMAP, 0, "NO SELECT Unsafe Login. Please contact kefu@188.com for help",
	     "163", REFUSAL_TALK},
	    {PROTOCOL_IMAP, 0, "BAD User is authenticated but not connected.", "outlook",
	     REFUSAL_SWITCH},
	    {PROTOCOL_POP3, 0, "-ERR [IN-USE] Mailbox is locked by another POP3 session", NULL,
	     REFUSAL_LIMIT},
	    {PROTOCOL_POP3, 0, "-ERR [SYS/TEMP] Temporary authentication failure.", NULL,
	     REFUSAL_SERVER},
	    {PROTOCOL_SMTP, 250, "250 OK", NULL, REFUSAL_COUNT_},
	    {PROTOCOL_SMTP, 550, "550 5.1.1 User unknown", NULL, REFUSAL_COUNT_},
	    {PROTOCOL_SMTP, 554, "", NULL, REFUSAL_COUNT_},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct refusal *p =
		    refusal_find(rows[i].protocol, rows[i].code, rows[i].text, rows[i].provider);
		enum refusal_kind kind = p ? p->kind : REFUSAL_COUNT_;

		if (kind != rows[i].kind)
			fail_msg("%s: %s", rows[i].text, p ? refusal_kind_name(kind) : "none");
	}
	assert_null(refusal_find(PROTOCOL_SMTP, 554, NULL, NULL));
}

#define SUBMIT "provider's outgoing server with a login"

/* "Send through your provider" is for a person who came to port 25; a wrong password is one
 * anywhere. */
static void advice_goes_by_the_port(void **state)
{
	const struct refusal *address = refusal_find(PROTOCOL_SMTP, 554,
						     "Bad DNS PTR resource record", NULL),
			     *password = refusal_find(PROTOCOL_SMTP, 535,
						      "Incorrect authentication data", NULL);

	(void)state;
	assert_ptr_equal(refusal_action(address, PURPOSE_DELIVERY), address->action);
	assert_non_null(strstr(refusal_action(address, PURPOSE_DELIVERY), SUBMIT));
	assert_null(strstr(refusal_action(address, PURPOSE_SEND), SUBMIT));
	assert_null(strstr(refusal_action(address, PURPOSE_RECEIVE), SUBMIT));
	assert_ptr_equal(refusal_action(password, PURPOSE_SEND), password->action);
}

static void servers_that_count(void **state)
{
	static const struct {
		const char *code, *text;
		enum server_limit kind;
	} rows[] = {
	    {"4.7.0", "4.7.0 mail.example.org Error: too many connections from 192.0.2.1",
	     SERVER_LIMIT_CONNECTIONS},
	    {NULL, "Too many concurrent SMTP connections; please try again later",
	     SERVER_LIMIT_CONNECTIONS},
	    {"LIMIT", "BYE [LIMIT] Maximum number of connections from user+IP exceeded",
	     SERVER_LIMIT_CONNECTIONS},
	    {"LIMIT", "BYE [LIMIT] no", SERVER_LIMIT_CONNECTIONS},
	    {"ALERT", "NO [ALERT] Too many simultaneous connections. (Failure)",
	     SERVER_LIMIT_CONNECTIONS},
	    {NULL, "BYE Too many open connections (5 of 5 from host)", SERVER_LIMIT_CONNECTIONS},
	    {"ALERT", "BYE [ALERT] Maximum connection limit reached for 192.0.2.1",
	     SERVER_LIMIT_CONNECTIONS},
	    {"4.7.0", "4.7.0 Too many login attempts, please try again later",
	     SERVER_LIMIT_ATTEMPTS},
	    {NULL, "Too many bad\nauth attempts", SERVER_LIMIT_ATTEMPTS},
	    {NULL, "Too many auth failures, try again later", SERVER_LIMIT_ATTEMPTS},
	    {"LIMIT", "NO [LIMIT] LOGIN Rate limit hit", SERVER_LIMIT_ATTEMPTS},
	    {"LOGIN-DELAY", "-ERR [LOGIN-DELAY] wait", SERVER_LIMIT_ATTEMPTS},
	    {"IN-USE", "-ERR [IN-USE] Mailbox is locked by another POP3 session",
	     SERVER_LIMIT_NONE},
	    {"4.3.2", "4.3.2 All server ports are busy", SERVER_LIMIT_NONE},
	    {"4.7.0", "4.7.0 Try again later, closing connection.", SERVER_LIMIT_NONE},
	    {NULL, NULL, SERVER_LIMIT_NONE},
	};
	size_t n;
	const struct server_limit_row *all = server_limit_all(&n);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (server_limit_of(rows[i].code, rows[i].text) != rows[i].kind)
			fail_msg("%s: not %s", rows[i].text, server_limit_name(rows[i].kind));
	for (size_t i = 0; i < n; i++) {
		char *text = example_of(all[i].fragment, "", 'x');

		if (server_limit_of(NULL, text) != all[i].kind)
			fail_msg("%s", text);
		free(text);
	}
	assert_string_equal(server_limit_name(SERVER_LIMIT_COUNT_), "?");
}

/* An endless reply is cut off, not followed for ever. */
static void long_replies_are_bounded(void **state)
{
	char *text = mem_calloc(1 << 20, 1);

	(void)state;
	memset(text, 'x', (1 << 20) - 1);
	memcpy(text + (1 << 20) - 30, "Relay access denied", 19);
	assert_null(refusal_find(PROTOCOL_SMTP, 554, text, NULL));
	memcpy(text + NORMALIZE_MAX - 19, "Relay access denied", 19);
	assert_non_null(refusal_find(PROTOCOL_SMTP, 554, text, NULL));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_row_is_reached), cmocka_unit_test(rows_are_whole),
	    cmocka_unit_test(real_replies),	    cmocka_unit_test(advice_goes_by_the_port),
	    cmocka_unit_test(servers_that_count),   cmocka_unit_test(long_replies_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
