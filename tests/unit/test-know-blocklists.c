/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Block lists: every row can be reached, and real refusals name the right one, or none. */
#include "config.h"
#include "know/blocklists.h"

#include "base/mem.h"
#include "base/str.h"
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
	const struct blocklist *all = blocklist_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < BLOCKLIST_FRAGMENTS_MAX && all[i].fragments[k]; k++) {
			char *text = example_of(all[i].fragments[k], "by", ' ');
			const struct blocklist *found = blocklist_find(text);

			if (found != &all[i])
				fail_msg("\"%s\" of %s is taken by %s", text, all[i].id,
					 found ? found->id : "nothing");
			assert_true(blocklist_is_named(text));
			free(text);
		}
}

/* Only {check} may occur in a row's texts, and only if there is a page. */
static void check_text(const struct blocklist *b, const char *text)
{
	size_t len = strlen(text);

	assert_int_equal(text[len - 1], '.');
	assert_true(text[0] >= 'A' && text[0] <= 'Z');
	assert_null(strchr(text, '['));
	for (const char *at = text; (at = strchr(at, '{')); at++)
		if (!str_istarts(at, "{check}") || !b->check)
			fail_msg("%s: %s", b->id, at);
}

static void rows_are_whole(void **state)
{
	size_t n;
	const struct blocklist *all = blocklist_all(&n);

	(void)state;
	assert_true(n > 35);
	for (size_t i = 0; i < n; i++) {
		const struct blocklist *b = &all[i];

		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(b->id, all[k].id);
		assert_non_null(b->fragments[0]);
		assert_within(strlen(b->name), 3, 32);
		check_text(b, b->meaning);
		check_text(b, b->action);
		/* A person who may ask there needs the page. */
		assert_int_equal(!b->check,
				 !strstr(b->action, "{check}") && !(b->mistake && b->check));
		if (b->check)
			assert_true(str_istarts(b->check, "http"));
	}
}

static void real_refusals(void **state)
{
	static const struct {
		const char *text, *id; /* NULL: no row */
	} rows[] = {
	    {"5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; "
	     "https://www.spamhaus.org/query/ip/192.0.2.1",
	     "spamhaus"},
	    {"5.7.1 Service unavailable; Client host [192.0.2.1] blocked using pbl.spamhaus.org",
	     "spamhaus-pbl"},
	    {"5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org=127.0.0.11",
	     "spamhaus-pbl"},
	    {"5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org=127.0.0.4",
	     "spamhaus-xbl"},
	    {"5.7.1 Client host [192.0.2.1] blocked using xbl.spamhaus.org", "spamhaus-xbl"},
	    {"5.7.1 Client host [192.0.2.1] blocked using sbl.spamhaus.org", "spamhaus-sbl"},
	    {"5.7.1 Client host [192.0.2.1] blocked using sbl-xbl.spamhaus.org",
	     "spamhaus-families"},
	    {"5.7.1 host blocked using dbl.spamhaus.org; Error: open resolver; "
	     "https://www.spamhaus.org/returnc/pub/192.0.2.1",
	     "spamhaus-error"},
	    {"5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org=127.255.255.254",
	     "spamhaus-error"},
	    {"5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in "
	     "Spamhaus's list",
	     "spamhaus"},
	    {"Mail from 192.0.2.1 not allowed - 5.7.1 [BL21] Connections not accepted from IP "
	     "addresses on Spamhaus PBL",
	     "spamhaus-pbl"},
	    {"impin004 cmsmtp 192.0.2.1 blocked AUP#In-1240", "spamhaus"},
	    {"impin004 cmsmtp 192.0.2.1 blocked AUP#In-1010", "spectrum"},
	    {"impin004 cmsmtp 192.0.2.1 blocked AUP#In-1310", NULL},
	    {"5.7.1 Service unavailable; Client host [192.0.2.1] blocked using bl.spamcop.net; "
	     "Blocked - see https://www.spamcop.net/bl.shtml?192.0.2.1",
	     "spamcop"},
	    {"Refused. Your IP address is listed in the RBL at b.barracudacentral.org",
	     "barracuda"},
	    {"Service unavailable; Client host [192.0.2.1] blocked using Barracuda Reputation",
	     "barracuda"},
	    {"barracuda.example.org too many connections", NULL},
	    {"5.7.1 Client host [192.0.2.1] blocked using dnsbl.sorbs.net", "sorbs"},
	    {"5.7.1 Client host [192.0.2.1] blocked using ix.dnsbl.manitu.net", "nixspam"},
	    {"5.7.1 blocked using dnsbl-1.uceprotect.net", "uceprotect-1"},
	    {"5.7.1 blocked using dnsbl-3.uceprotect.net", "uceprotect-networks"},
	    {"5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your "
	     "Internet service provider since part of their network is on our block list (S3150).",
	     "outlook"},
	    {"5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this "
	     "list please visit https://sender.office.com/",
	     "microsoft365"},
	    {"IP=192.0.2.1 - None/bad reputation. Ask your postmaster for help or to contact "
	     "tobr@rx.t-online.de for reset. (NOWL)",
	     "t-online"},
	    {"gmx.net (mxgmx104) Nemesis ESMTP Service not available\n554-No SMTP service\n"
	     "554-IP address is block listed.\n554 For explanation visit "
	     "https://postmaster.gmx.net/en/case?c=r0201",
	     "gmx"},
	    {"gmx.net (mxgmx104) Nemesis ESMTP Service not available\n554-No SMTP service\n"
	     "554-Bad DNS PTR resource record.",
	     NULL},
	    {"Your access to this mail system has been rejected due to the sending MTA's poor "
	     "reputation.",
	     "talos"},
	    {"5.3.2 No SMTP service here", NULL},
	    {"4.7.0 mail.example.org Error: too many connections from 192.0.2.1", NULL},
	    {"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct blocklist *b = blocklist_find(rows[i].text);

		if (!str_eq(b ? b->id : NULL, rows[i].id) && (b || rows[i].id))
			fail_msg("%s: %s", rows[i].text, b ? b->id : "none");
	}
	assert_null(blocklist_find(NULL));
}

static void names_in_refusals(void **state)
{
	static const struct {
		const char *text, *name;
		bool named;
	} rows[] = {
	    {"5.7.1 Client host [192.0.2.1] blocked using rbl.foo.example; see there",
	     "rbl.foo.example", true},
	    {"5.7.1 blocked using rbl.foo.example.", "rbl.foo.example", true},
	    {"You are listed at Black-1.foo.example", "Black-1.foo.example", true},
	    {"5.7.1 blocked using our own list", NULL, true},
	    {"5.7.1 blocked using 192.0.2.4", NULL, true},
	    {"5.7.1 blocked using foo..example", NULL, true},
	    {"5.7.1 blocked using .example.org", NULL, true},
	    {"5.7.1 blocked using\nnext.example", "next.example", true},
	    {"5.7.1 blocked using \x1b[31mred.example", NULL, true},
	    {"Your address is on a block list", NULL, true},
	    {"Not for you", NULL, false},
	    {"", NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *name = blocklist_name_in(rows[i].text);

		if (!str_eq(name, rows[i].name) && (name || rows[i].name))
			fail_msg("%s: %s", rows[i].text, name ? name : "none");
		assert_row(blocklist_is_named(rows[i].text) == rows[i].named, "%s", rows[i].text);
		free(name);
	}
	assert_null(blocklist_name_in(NULL));
	assert_false(blocklist_is_named(NULL));
}

/* A name longer than any list's is not a list, and an endless refusal is cut off. */
static void long_ones_are_bounded(void **state)
{
	char text[2 * NORMALIZE_MAX], *name;
	size_t intro = strlen("blocked using "), end = strlen(".example");

	(void)state;
	memset(text, 'a', sizeof text);
	memcpy(text, "blocked using ", intro);
	memcpy(text + intro + BLOCKLIST_NAME_MAX - end, ".example", end + 1);
	name = blocklist_name_in(text);
	assert_int_equal(strlen(name), BLOCKLIST_NAME_MAX);
	free(name);
	memset(text + intro, 'a', BLOCKLIST_NAME_MAX);
	memcpy(text + intro + BLOCKLIST_NAME_MAX - end + 1, ".example", end + 1);
	assert_null(blocklist_name_in(text));
	memset(text, 'a', sizeof text);
	text[sizeof text - 1] = '\0';
	memcpy(text + NORMALIZE_MAX, "spamcop.net", strlen("spamcop.net"));
	assert_null(blocklist_find(text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_row_is_reached),  cmocka_unit_test(rows_are_whole),
	    cmocka_unit_test(real_refusals),	     cmocka_unit_test(names_in_refusals),
	    cmocka_unit_test(long_ones_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
