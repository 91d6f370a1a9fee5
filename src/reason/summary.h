/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer on top: whether mail can be read, whether it can be sent, and with which settings. */
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

/* one row of settings that have just worked; texts borrowed from target and plan */
struct setting {
	unsigned endpoint;
	enum purpose purpose; /* RECEIVE or SEND */
	enum protocol protocol;
	enum service service;
	const char *host;
	int port;
	enum security security;
	/* "oauth2", "password", "app-password", …: static or the target's; never NULL */
	const char *auth;
	bool best; /* the first choice of its purpose and protocol */
	enum source source;
	const char *user; /* the user name as its source has it, perhaps with marks; or NULL */
};
/* The login that the provider documents for that server, as setting.auth has it. */
const char *setting_documented(const struct target *t, const struct target_server *s);
/* The user name to enter, as far as it is known; NULL if not. The caller frees. */
char *setting_user(const struct target *t, const struct setting *s);

struct summary {
	enum answer receive, send,
	    delivery; /* UNTESTED while nothing is known, and if it was not asked for */
	bool receive_asked, send_asked, delivery_asked;
	/* filter rules and the web port, for a run that asks for nothing else */
	enum answer others;
	bool others_asked;
	bool receive_done,
	    send_done;	    /* every endpoint for it has ended: the answer will not change */
	size_t done, total; /* endpoints; done: ended, in any way */
	size_t checked;	    /* those that ended with a result: neither stopped nor left out */
	bool all_done;
	/* in RFC 8314's order of preference: only what has just worked */
	struct setting *settings;
	size_t setting_n;
};

/* Pure.  Free with summary_clear(). */
void summary_init(struct summary *s, const struct facts *f, const struct findings *findings);
void summary_clear(struct summary *s);
/* Whether nothing that was asked for has failed or is unsafe, and yet not all of it is known to be
 * well: neither good nor bad. */
bool summary_is_untested(const struct summary *s);
/* The exit status of the documentation: 0 if mail can be read and sent safely, as far as was asked
 * for; 1 otherwise. */
int summary_exit_status(const struct summary *s);

#endif
