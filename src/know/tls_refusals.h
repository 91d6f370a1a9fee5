/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What GnuTLS accepts and others do not: which programs and libraries refuse a handshake or a
 * certificate with a certain trait, by default. tests/tlsclients proves the rows of those that this
 * system has.
 */
#ifndef KNOW_TLS_REFUSALS_H
#define KNOW_TLS_REFUSALS_H

#include <stdbool.h>
#include <stddef.h>

enum tls_trait {
	/* Of the handshake. */
	TLS_TRAIT_DH_UNDER_1024,
	TLS_TRAIT_DH_UNDER_2048, /* and 1024 bits or more */
	TLS_TRAIT_DHE_ONLY,	 /* no elliptic-curve key exchange, and none by RSA */
	TLS_TRAIT_RSA_ONLY,	 /* RSA key exchange alone */
	TLS_TRAIT_P384_ONLY,	 /* the only group */
	TLS_TRAIT_P521_ONLY,
	TLS_TRAIT_X448_ONLY,
	TLS_TRAIT_FFDHE_ONLY,  /* TLS 1.3 without curves */
	TLS_TRAIT_OLD_VERSION, /* TLS 1.1 at most */
	TLS_TRAIT_NO_SAFE_RENEGOTIATION,
	TLS_TRAIT_SHA1_HANDSHAKE, /* signed with SHA-1 in TLS 1.2 */
	TLS_TRAIT_3DES,
	TLS_TRAIT_RC4,
	/* Of certificates: keys and signatures. */
	TLS_TRAIT_RSA_UNDER_2048,
	TLS_TRAIT_DSA,
	TLS_TRAIT_EDDSA,
	TLS_TRAIT_P521_KEY,
	TLS_TRAIT_SHA1_CERTIFICATE,
	/* What the server's own is for. */
	TLS_TRAIT_AUTHORITY,	 /* it says that it is an authority's */
	TLS_TRAIT_OTHER_PURPOSE, /* other purposes alone */
	TLS_TRAIT_ANY_PURPOSE,	 /* anyExtendedKeyUsage alone */
	TLS_TRAIT_EMPTY_PURPOSE, /* an empty list */
	TLS_TRAIT_NO_PURPOSE,	 /* no extendedKeyUsage at all */
	TLS_TRAIT_NO_SIGNATURE,	 /* keyUsage forbids signing, and the handshake is signed */
	TLS_TRAIT_OVER_825_DAYS, /* issued since 2019-07-01 */
	TLS_TRAIT_OVER_398_DAYS, /* by one of the system's roots, issued since 2020-09-01 */
	/* Of its issuers. */
	TLS_TRAIT_NO_CA,      /* no basicConstraints, or CA:FALSE */
	TLS_TRAIT_NO_SIGNING, /* keyUsage without keyCertSign */
	TLS_TRAIT_COUNT_
};
const char *tls_trait_name(enum tls_trait t); /* "dh-under-2048"; for tests */

/* The judge of a row, for the test that asks the real ones. */
enum tls_judge {
	TLS_JUDGE_OPENSSL,     /* 3.x as Debian and Ubuntu set it: security level 2 */
	TLS_JUDGE_NSS,	       /* the library by itself */
	TLS_JUDGE_THUNDERBIRD, /* NSS with mozilla::pkix and Thunderbird's settings */
	TLS_JUDGE_SCHANNEL,
	TLS_JUDGE_APPLE,
	TLS_JUDGE_ANDROID,
	TLS_JUDGE_GO,
	TLS_JUDGE_RUSTLS,
	TLS_JUDGE_COUNT_
};

struct tls_refusal {
	enum tls_trait trait;
	enum tls_judge judge;
	bool refuses;
	const char *programs; /* proper names, with the first release that refuses */
	const char *source;
};

const struct tls_refusal *tls_refusal_all(size_t *ret_n); /* for the test that walks the table */
/* The row of both, or NULL. For tests/tlsclients, which asks the real judges. */
const struct tls_refusal *tls_refusal_find(enum tls_trait trait, enum tls_judge judge);
/* The programs that refuse, joined by ", "; NULL if none is known.  The caller frees. */
char *tls_refusal_programs(enum tls_trait trait);

#endif
