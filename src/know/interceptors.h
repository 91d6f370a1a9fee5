/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Software and machines that may sit between this computer and the mail server, known by the issuer
 * of the presented certificate or by a line that the server did not send.
 */
#ifndef KNOW_INTERCEPTORS_H
#define KNOW_INTERCEPTORS_H

#include <stdbool.h>
#include <stddef.h>

enum interceptor_kind {
	INTERCEPTOR_SCANNER, /* a virus scanner or filter program, usually on this computer */
	INTERCEPTOR_GATEWAY, /* a firewall or web gateway of a company or other organisation */
	INTERCEPTOR_SCHOOL,  /* a content filter for schools and families */
	INTERCEPTOR_DEBUG,   /* a developer's or tester's tool */
	INTERCEPTOR_PORTAL,  /* a guest network that wants a sign-in first */
	INTERCEPTOR_ISP,     /* the access provider's own machine */
	INTERCEPTOR_FRONT,   /* a proxy of the mail provider's own: no cause for alarm */
	INTERCEPTOR_MX,	     /* a mail filter, as companies have one before port 25 */
	INTERCEPTOR_COUNT_
};

struct interceptor {
	const char *product; /* "Avast"; some are words, such as "a web server", and marked N_() */
	enum interceptor_kind kind;
	/* issuer: text in the name; line: a pattern of know/pattern */
	const char *match;
	const char *note; /* N_(): what this line or issuer means, a whole sentence; or NULL */
	bool confirmed;	  /* read in a source; otherwise shown as possible only */
};

/*
 * By a certificate's issuer as a text ("CN=…,O=…", RFC 4514, escaped commas understood). Ask for
 * the issuer of every certificate of the chain that was sent. NULL for an unknown issuer, and for
 * NULL.
 */
const struct interceptor *interceptor_find(const char *issuer_dn);
/* Whether its maker also sells mail gateways, which owners of servers put in front of these. */
bool interceptor_guards_servers(const struct interceptor *box);
/* Of an issuer that no row knows: whether its name has a word that such software likes to use. */
bool interceptor_suspected(const char *issuer_dn);
/* By one line of a greeting or reply, without its line end. NULL if no row matches. */
const struct interceptor *interceptor_find_banner(const char *line);

/* The tables, for the test that reads every row. */
const struct interceptor *interceptor_issuers(size_t *ret_n);
const struct interceptor *interceptor_banners(size_t *ret_n);

#endif
