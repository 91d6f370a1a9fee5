/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Login methods as servers name them (IANA's register of SASL mechanisms, and older ones in use),
 * and what each does with a password.
 */
#ifndef KNOW_METHODS_H
#define KNOW_METHODS_H

#include <stddef.h>

/* In the order in which a mail program's setting is proposed if a password is to be used. */
enum method_kind {
	METHOD_PASSWORD,  /* sends the password itself: only TLS hides it */
	METHOD_ENCRYPTED, /* proves the password by a challenge: "Encrypted password" */
	METHOD_NTLM,	  /* the same, in Windows' own way */
	METHOD_OAUTH2,
	METHOD_KERBEROS,
	METHOD_CERTIFICATE, /* the client's, under TLS */
	METHOD_COUNT_
};
/* What settings and JSON call it: "password", "password-encrypted", "ntlm", "oauth2", … */
const char *method_kind_name(enum method_kind k);

struct method {
	const char *name; /* "CRAM-MD5" */
	enum method_kind kind;
};

/* The row of a mechanism, ASCII case ignored; NULL for an unknown one, or one without a mail
 * program that uses it. */
const struct method *method_find(const char *name);

#endif
