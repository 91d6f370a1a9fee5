/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of services: every row complete, and the words of the RFCs. */
#include "config.h"
#include "know/services.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "named.h"

static void rows_are_whole(void **state)
{
	int usual = 0;

	(void)state;
	for (int s = 0; s < SERVICE_COUNT_; s++) {
		const struct service_row *row = service_row(s);

		assert_int_equal(row->service, s);
		assert_within(row->port, 1, 65535);
		assert_int_equal(service_for_port(row->port), s);
		assert_true(strlen(row->title) > 3 && strlen(row->title) <= 40);
		assert_int_equal(row->what[strlen(row->what) - 1], '.');
		usual += row->usual;
	}
	assert_int_equal(usual, 8);
	assert_int_equal(service_for_port(26), SERVICE_COUNT_);
}

/* RFC 8314 section 3: implicit TLS before STARTTLS; and only ports that a person enters are
 * proposed. */
static void preferences_follow_rfc_8314(void **state)
{
	static const enum service pairs[][2] = {{SERVICE_SUBMISSIONS, SERVICE_SUBMISSION},
						{SERVICE_IMAPS, SERVICE_IMAP},
						{SERVICE_POP3S, SERVICE_POP3}};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		assert_int_equal(service_row(pairs[i][0])->security, SECURITY_TLS);
		assert_int_equal(service_row(pairs[i][1])->security, SECURITY_STARTTLS);
		assert_true(service_row(pairs[i][0])->preference <
			    service_row(pairs[i][1])->preference);
	}
	for (int s = 0; s < SERVICE_COUNT_; s++) {
		const struct service_row *row = service_row(s);
		int entered = row->purpose == PURPOSE_SEND || row->purpose == PURPOSE_RECEIVE;

		assert_int_equal(row->preference > 0, entered);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_whole),
	    cmocka_unit_test(preferences_follow_rfc_8314),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
