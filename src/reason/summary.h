/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer on top: can mail be read, can it be sent, and with which settings. */
#ifndef REASON_SUMMARY_H
#define REASON_SUMMARY_H

#include "reason/rules/finding.h"

enum answer {
	ANSWER_OK,
	ANSWER_SOMETIMES,
	ANSWER_UNSAFE,
	ANSWER_FAILED,
	ANSWER_UNTESTED,
	ANSWER_COUNT_
};
const char *answer_name(enum answer a); /* "ok", "sometimes", "unsafe", "failed", … */

struct setting { /* one row of settings that just worked; texts borrowed from target and plan */
	unsigned endpoint;
	enum purpose purpose; /* RECEIVE or SEND */
	enum protocol protocol;
	enum service service;
	const char *host;
	int port;
	enum security security;
	const char
	    *auth; /* "oauth2", "password", "app-password", …: static or the target's; never NULL */
	bool best; /* the first choice of its purpose and protocol */
};

struct summary {
	enum answer receive, send,
	    relay; /* UNTESTED while nothing is known, and where none was asked for */
	bool receive_asked, send_asked, relay_asked;
	enum answer others; /* filter rules and the control, for a run that asks for nothing else */
	bool others_asked;
	bool receive_done,
	    send_done;	    /* every endpoint for it has ended: the answer will not change */
	size_t done, total; /* endpoints; done: ended, in whatever way */
	size_t checked;	    /* those that ended with a result: neither stopped nor left out */
	bool all_done;
	struct setting
	    *settings; /* in the order of preference of RFC 8314: only what just worked */
	size_t setting_n;
};

/* Pure.  Free with summary_clear(). */
void summary_init(struct summary *s, const struct facts *f, const struct findings *findings);
void summary_clear(struct summary *s);
/* Whether nothing that was asked for has failed or is unsafe, and yet not all of it is well: neither good nor
 * bad. */
bool summary_is_untested(const struct summary *s);
/* The exit status of the documentation: 0 mail can be read and sent safely, as far as was asked
 * for; 1 otherwise. */
int summary_exit_status(const struct summary *s);

#endif
