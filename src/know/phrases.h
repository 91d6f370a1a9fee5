/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What servers say when they refuse, and what it means.  RFC 4954, 5530, 3206
 * and 2449 define codes; the words are each server's own, so they are matched
 * by fragments, most telling first.
 */
#ifndef KNOW_PHRASES_H
#define KNOW_PHRASES_H

#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

/* What kind of trouble a refusal is. */
enum phrase_kind {
	PHRASE_PASSWORD,     /* user name or password wrong, or not the kind that is wanted */
	PHRASE_APP_PASSWORD, /* an app password is wanted */
	PHRASE_OAUTH,	     /* only OAuth2 is taken */
	PHRASE_SIGN_IN,	     /* nobody signed in */
	PHRASE_ENCRYPT,	     /* TLS first */
	PHRASE_SWITCH,	     /* mail programs must be allowed in the settings first */
	PHRASE_ACCOUNT,	     /* the account is locked or wants attention in a browser */
	PHRASE_SENDER,	     /* the sender's address is not one of this account */
	PHRASE_WAIT,	     /* for now only; the settings are right */
	PHRASE_LIMIT,	     /* too many connections */
	PHRASE_ADDRESS,	     /* the address that the connection comes from is not welcome */
	PHRASE_WRONG_SERVER, /* this server is not for mail programs, or for nobody */
	PHRASE_SERVER,	     /* a fault of the server's own */
	PHRASE_TALK,	     /* out of step: a wrong mode, or somebody in between */
	PHRASE_PORTAL,	     /* a guest network wants a browser first */
	PHRASE_COUNT_
};
const char *phrase_kind_name(enum phrase_kind k); /* "password", "app-password", … */

struct phrase {
	enum protocol protocol; /* PROTOCOL_COUNT_: any */
	int code;		/* SMTP reply code; 4 or 5: any of that class; 0: any */
	const char *provider;	/* blank-separated provider ids it is for alone, or NULL */
	const char *fragment;	/* a pattern of know/pattern, found anywhere in the reply */
	enum phrase_kind kind;
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
const struct phrase *phrase_find(enum protocol protocol, int code, const char *text,
				 const char *provider);
/* What to do about a refusal of a service: where people log in already (purpose other than the
 * relay), "send on 465 or 587" would be no help. */
const char *phrase_action(const struct phrase *p, enum purpose purpose);
/* Whether its meaning says more than that the server is busy, or counts connections. */
bool phrase_is_telling(const struct phrase *p);
/* Whether all there is to do is to wait. */
bool phrase_asks_to_wait(const struct phrase *p);
const struct phrase *phrase_all(size_t *ret_n);

#endif
