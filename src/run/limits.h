/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every limit of a probe, by name.  Times in milliseconds.  limits_rows[]
 * describes them for --help, --limit NAME=VALUE and the tests.
 */
#ifndef RUN_LIMITS_H
#define RUN_LIMITS_H

#include <stdbool.h>
#include <stddef.h>

#define LIMITS_VERSIONS_MS 20000
#define LIMITS_VERSIONS_REPORT_MS                                                                  \
	2000 /* while a person waits for a report that needs few of them */

struct limits {
	int dns_ms;	/* 5000 */
	int connect_ms; /* 8000: no sibling port at the address has answered */
	/* 3000: a sibling has answered (counted from this connect's start) */
	int connect_sibling_ms;
	/* 3000: a connection for comparison, as long again for TLS and for its greeting */
	int reference_ms;
	int tls_ms;	       /* 15000: a handshake */
	int greeting_ms;       /* 30000: the whole greeting */
	int connect_notice_ms; /* 600: then an EVENT_WAITING says that connecting is still silent */
	/* 2000: then an EVENT_WAITING says that the greeting is still missing */
	int greeting_notice_ms;
	/* 1500: a silent port without TLS is then tried with TLS on a second connection */
	int tls_check_ms;
	int reply_ms; /* 15000: the whole reply, however slowly it arrives */
	/* 20: after a greeting, before the first command: what comes meanwhile is no answer */
	int settle_ms;
	int prompt_ms;	/* 1000: then a ManageSieve server is asked for the list that it owes */
	int quit_ms;	/* 1000: the answer to QUIT, which does not change the verdict */
	int records_ms; /* 10000: DNS records of a mail domain, including DNSSEC */
	int policy_ms;	/* 15000: an MTA-STS policy over HTTPS */
	int sources_ms; /* 5000: a source that may know a domain's servers */
	/* 1500: for the others once one of equal or higher rank has answered */
	int sources_late_ms;
	int run_ms; /* 60000 */
	/* 20000: all further connections to find out TLS versions; 2000 for a report */
	int versions_ms;
	int line_bytes;	 /* 8192 */
	int reply_lines; /* 256 */
	int reply_bytes; /* 65536 */
};

struct limits_row {
	const char *name; /* "connect" */
	size_t offset;
	int least, most, value; /* value: the default */
	const char *what;	/* marked N_() */
};

extern const struct limits_row limits_rows[];
extern const size_t limits_row_n;

void limits_init(struct limits *limits); /* the defaults */
/* False if the limit is unknown or value is out of its range. */
bool limits_set(struct limits *limits, const char *name, long value);

#endif
