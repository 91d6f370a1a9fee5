/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public authorities by the names in their intermediate certificates, which differ from those of
 * the roots above, and these roots. */
#ifndef KNOW_AUTHORITIES_H
#define KNOW_AUTHORITIES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The authority that an issuer's name ("CN=…,O=…", RFC 4514) claims to be, by its whole
 * organisation; NULL for any other, and for NULL. A name proves nothing: an interceptor can write
 * it as well.
 */
const char *authority_find(const char *issuer_dn);
/* Whether an issuer's name is that of a root that current systems have; false for NULL. */
bool authority_is_root(const char *issuer_dn);

/* What is no authority's certificate for a mail server at all: a test one, a stand-in, a device maker's. */
struct stock_issuer {
	const char *match;	      /* in an issuer's name */
	const char *meaning, *remedy; /* N_(): what it is, and what the administrator does */
};
/* NULL for any other issuer, and for NULL. */
const struct stock_issuer *stock_issuer_find(const char *issuer_dn);

#endif
