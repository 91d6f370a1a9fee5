/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/limits.h"

#include "base/i18n.h"
#include "base/str.h"

#define AT(field) offsetof(struct limits, field)
#define HOUR_MS (60 * 60 * 1000)

const struct limits_row limits_rows[] = {
    {"dns", AT(dns_ms), 1, HOUR_MS, 12000, N_("milliseconds for the name server's answer")},
    {"connect", AT(connect_ms), 1, HOUR_MS, 8000, N_("milliseconds for a connection")},
    {"connect-sibling", AT(connect_sibling_ms), 1, HOUR_MS, 3000,
     N_("milliseconds for a connection once another port of the address has answered")},
    {"control", AT(reference_ms), 1, HOUR_MS, 3000,
     N_("milliseconds for a connection to another server, for comparison")},
    {"connect-notice", AT(connect_notice_ms), 1, HOUR_MS, 600,
     N_("milliseconds of silence until a port looks blocked and its path is traced")},
    {"tls", AT(tls_ms), 1, HOUR_MS, 15000, N_("milliseconds for a TLS handshake")},
    {"greeting", AT(greeting_ms), 1, HOUR_MS, 30000, N_("milliseconds for the whole greeting")},
    {"greeting-notice", AT(greeting_notice_ms), 1, HOUR_MS, 2000,
     N_("milliseconds of silence until porthorn says that it is waiting")},
    {"sniff", AT(tls_check_ms), 1, HOUR_MS, 1500,
     N_("milliseconds of silence on a port without TLS until TLS is tried beside it")},
    {"reply", AT(reply_ms), 1, HOUR_MS, 15000, N_("milliseconds for each whole reply")},
    {"settle", AT(settle_ms), 1, HOUR_MS, 20,
     N_("milliseconds after a greeting for unrequested text")},
    {"prompt", AT(prompt_ms), 1, HOUR_MS, 1000,
     N_("milliseconds of silence until a server is asked for its missing list")},
    {"quit", AT(quit_ms), 1, HOUR_MS, 1000, N_("milliseconds for the answer to QUIT")},
    {"records", AT(records_ms), 1, HOUR_MS, 10000,
     N_("milliseconds for a lookup of a mail domain's DNS records")},
    {"policy", AT(policy_ms), 1, HOUR_MS, 15000, N_("milliseconds to fetch an MTA-STS policy")},
    {"sources", AT(sources_ms), 1, HOUR_MS, 5000,
     N_("milliseconds for each source that may know a domain's mail servers")},
    {"sources-late", AT(sources_late_ms), 1, HOUR_MS, 1500,
     N_("milliseconds for the other sources once one of equal or higher rank has answered")},
    {"run", AT(run_ms), 1, HOUR_MS, 60000, N_("milliseconds for the whole run")},
    {"versions", AT(versions_ms), 1, HOUR_MS, LIMITS_VERSIONS_MS,
     N_("milliseconds for the connections that ask which versions of TLS a port accepts")},
    {"line-bytes", AT(line_bytes), 64, 65000, 8192, N_("bytes of one line")},
    {"reply-lines", AT(reply_lines), 1, 10000, 256, N_("lines of one reply")},
    {"reply-bytes", AT(reply_bytes), 64, 1 << 20, 65536, N_("bytes of one reply")},
};
const size_t limits_row_n = sizeof limits_rows / sizeof *limits_rows;

static int *value_of(struct limits *limits, const struct limits_row *row)
{
	return (int *)((char *)limits + row->offset);
}

void limits_init(struct limits *limits)
{
	for (size_t i = 0; i < limits_row_n; i++)
		*value_of(limits, &limits_rows[i]) = limits_rows[i].value;
}

bool limits_set(struct limits *limits, const char *name, long value)
{
	for (size_t i = 0; i < limits_row_n; i++) {
		const struct limits_row *row = &limits_rows[i];

		if (!str_eq(row->name, name))
			continue;
		if (value < row->least || value > row->most)
			return false;
		*value_of(limits, row) = (int)value;
		return true;
	}
	return false;
}
