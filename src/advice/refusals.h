/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What servers say when they refuse, and what it means.  RFC 4954, 5530, 3206
 * and 2449 define codes; the words are each server's own, so they are matched
 * by fragments, most telling first.
 */
#ifndef ADVICE_REFUSALS_H
#define ADVICE_REFUSALS_H

#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

/* What kind of trouble a refusal is. */
enum refusal_kind {
	REFUSAL_PASSWORD,     /* user name or password wrong, or not the kind that is wanted */
	REFUSAL_APP_PASSWORD, /* an app password is wanted */
	REFUSAL_OAUTH,	      /* only OAuth2 is accepted */
	REFUSAL_SIGN_IN,      /* sign in first */
	REFUSAL_ENCRYPT,      /* TLS first */
	REFUSAL_SWITCH,	      /* mail programs must be allowed in the settings first */
	REFUSAL_ACCOUNT,      /* the account is locked or wants attention in a browser */
	REFUSAL_SENDER,	      /* the sender's address is not one of this account */
	REFUSAL_WAIT,	      /* for now only; the settings are right */
	REFUSAL_LIMIT,	      /* too many connections */
	REFUSAL_ADDRESS,      /* this computer's address is not welcome */
	REFUSAL_WRONG_SERVER, /* not a server for mail programs */
	REFUSAL_SERVER,	      /* a fault of the server's own */
	REFUSAL_BACKEND,      /* the one that answers is well, and what it needs is not there */
	REFUSAL_PROXY,	      /* a scanner or filter near the reader answers, without the server */
	REFUSAL_HELLO,	      /* the name that the client gives itself */
	REFUSAL_TALK,	      /* out of step: a wrong mode, or a middlebox */
	REFUSAL_PORTAL,	      /* a guest network wants a browser first */
	REFUSAL_COUNT_
};
const char *refusal_kind_name(enum refusal_kind k); /* "app-password", …; for tests */

struct refusal {
	enum protocol protocol; /* PROTOCOL_COUNT_: any */
	int code;		/* SMTP reply code; 4 or 5: any of that class; 0: any */
	const char *provider;	/* blank-separated provider ids it is for alone, or NULL */
	const char *fragment;	/* a pattern of know/pattern, found anywhere in the reply */
	enum refusal_kind kind;
	const char *meaning; /* N_(): one whole sentence */
	const char *action;  /* N_(): what to do, whole sentences */
	bool confirmed;	     /* read in a source; otherwise show it as possible only */
};

/*
 * The row for a reply: code is SMTP's (0 elsewhere), text all its lines with '\n'
 * between them (reply codes and enhanced codes at the start of lines are passed
 * over), provider the target's provider id or NULL.  A provider's own rows
 * come before general ones.  NULL if no row fits.
 */
const struct refusal *refusal_find(enum protocol protocol, int code, const char *text,
				   const char *provider);
/* What to do about a refusal by a service. On ports where people log in, "send on 465 or 587" would
 * not help. */
const char *refusal_action(const struct refusal *p, enum purpose purpose);
/* Whether its action is about a mail program's settings, and so nothing for a server that delivers. */
bool refusal_is_for_people(const struct refusal *p);
/* Whether its meaning says more than that the server is busy, or counts connections. */
bool refusal_is_telling(const struct refusal *p);
/* Whether it is about the client's address, and not about clients of any. */
bool refusal_is_of_address(const struct refusal *p);
/* Whether it wants a matching name in reverse DNS. */
bool refusal_wants_name(const struct refusal *p);
/* Whether the server owns up to a fault of its own. */
bool refusal_is_a_fault(const struct refusal *p);
/* Whether it says that its encryption is broken; that it is busy, or may be. */
bool refusal_is_of_tls(const struct refusal *p);
bool refusal_is_busy(const struct refusal *p);
/* Whether its words leave the cause open, and experience names it. */
bool refusal_is_a_guess(const struct refusal *p);
/* Whether it puts off senders that it does not know yet. */
bool refusal_is_greylisting(const struct refusal *p);
/* Whether a proxy says that it misses the server behind it. */
bool refusal_is_proxied(const struct refusal *p);
/* Whether the server complains of what the client said, which nothing wrong was said for here. */
bool refusal_is_about_talk(const struct refusal *p);
/* Whether it gives a reason, unlike "command unknown". */
bool refusal_is_a_reason(const struct refusal *p);
/* Whether waiting does not help, whatever the code says. */
bool refusal_lasts(const struct refusal *p);
/* Whether waiting is the only remedy. */
bool refusal_asks_to_wait(const struct refusal *p);
const struct refusal *refusal_all(size_t *ret_n); /* for the tests that walk the table */

#endif
