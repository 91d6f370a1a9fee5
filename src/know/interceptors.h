/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may sit between this computer and the mail server: known by the issuer
 * of the certificate that is presented, or by a line that is not the server's.
 */
#ifndef KNOW_INTERCEPTORS_H
#define KNOW_INTERCEPTORS_H

#include <stdbool.h>
#include <stddef.h>

enum interceptor_kind {
	INTERCEPTOR_SCANNER, /* a virus scanner or filter program, as a rule on this computer */
	INTERCEPTOR_GATEWAY, /* a firewall or web gateway of a company or other organisation */
	INTERCEPTOR_SCHOOL,  /* a content filter as schools and families use it */
	INTERCEPTOR_DEBUG,   /* a developer's or tester's tool */
	INTERCEPTOR_PORTAL,  /* a guest network that wants to be signed in to first */
	INTERCEPTOR_ISP,     /* the access provider's own machine */
	INTERCEPTOR_FRONT,   /* a proxy that providers use themselves: no cause for alarm */
	INTERCEPTOR_COUNT_
};

struct interceptor {
	const char *product; /* "Avast"; some are words, such as "a web server", and marked N_() */
	enum interceptor_kind kind;
	const char
	    *match;	  /* issuer: text that the name contains; line: a pattern of know/pattern */
	const char *note; /* N_(): what this line or issuer tells, a whole sentence; or NULL */
	bool confirmed;	  /* read in a source; otherwise show it as possible only */
};

/*
 * By a certificate's issuer as a text ("CN=…,O=…", RFC 4514, escaped commas
 * understood).  Ask for the issuer of every certificate of the chain that was sent.
 * NULL for an issuer in no row, and for NULL.
 */
const struct interceptor *interceptor_find(const char *issuer_dn);
/* By one line of a greeting or reply, without its line end.  NULL if no row fits. */
const struct interceptor *interceptor_find_banner(const char *line);

/* The tables, for the test that walks them. */
const struct interceptor *interceptor_issuers(size_t *ret_n);
const struct interceptor *interceptor_banners(size_t *ret_n);

#endif
