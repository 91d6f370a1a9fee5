/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compares a server's certificates with its TLSA records, as RFC 7672 does for SMTP between
 * servers: usages 2 and 3 count, 0 and 1 are unusable; with usage 3 neither name nor dates of the
 * certificate matter, with usage 2 the chain up to the matching certificate must verify for one of
 * the names. Of records that differ only in the hash the strongest counts (RFC 7671 section 9). The
 * caller has to know whether the records are authentic (DNSSEC).
 */
#ifndef NET_TLS_TLS_DANE_H
#define NET_TLS_TLS_DANE_H

#include "base/str.h"
#include "model/terms.h"

#include <stdint.h>

struct tls_dane {
	/* OK: one matches; DENIED: none does; NOTOFFERED: none is usable; SKIPPED: built without */
	enum outcome outcome;
	size_t record; /* OK, or a status: which record matched */
	/* CERT_… bits: a record of usage 2 matches, but its chain does not verify (outcome DENIED);
	 * MISSING_ISSUER: the matching certificate issued the chain and was not sent with it */
	unsigned status;
	char *issuer;	    /* MISSING_ISSUER: whose certificate that is; the caller frees */
	const char *reason; /* N_(), for SKIPPED; else NULL */
};

struct tls_config;

/* records: "3 1 1 hex…" (net/records_text.h); chain: PEM certificates, leaf first; names: the
 * server's and its aliases'; now: Unix seconds, 0 for the clock. config: a client's, among whose
 * roots an issuer that was not sent is looked for, or NULL. */
void tls_dane_check(const struct strs *records, const struct strs *chain, const struct strs *names,
		    int64_t now, const struct tls_config *config, struct tls_dane *ret);

#endif
