/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Certificates made on the fly, for practice servers and tests. ECDSA P-256 by default, so it takes
 * milliseconds.
 */
#ifndef PRACTICE_TLS_MAKE_H
#define PRACTICE_TLS_MAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tls_identity {	 /* a certificate and its key */
	char *cert_pem;	 /* this certificate alone */
	char *chain_pem; /* this certificate and its issuers, without the root */
	char *key_pem;
};

enum tls_make_key { TLS_KEY_EC256, TLS_KEY_RSA, TLS_KEY_DSA, TLS_KEY_EC521, TLS_KEY_ED25519 };
/* What the extended key usage of a server's certificate says. */
enum tls_make_purpose {
	TLS_PURPOSE_SERVER,
	TLS_PURPOSE_CLIENT,
	TLS_PURPOSE_ANY,
	TLS_PURPOSE_EMPTY, /* an empty list */
	TLS_PURPOSE_NONE   /* no such extension */
};

struct tls_make_spec {
	const char *common_name;  /* subject CN; NULL for none */
	const char *organization; /* subject O; NULL for none */
	/* NULL-terminated dNSName/iPAddress entries, unchanged; "\0" (two characters) is a NUL.
	 * NULL: no subjectAltName */
	const char *const *names;
	int64_t not_before, not_after; /* Unix seconds */
	bool is_ca;
	bool must_staple;
	enum tls_make_key key;
	int bits;  /* of an RSA key */
	bool sha1; /* sign with SHA-1 */
	enum tls_make_purpose purpose;
	bool no_constraints; /* no basicConstraints */
	bool no_signing;     /* an authority whose keyUsage forbids signing certificates */
	bool no_signature;   /* keyUsage forbids signing handshakes */
	bool is_ca_too;	     /* a server's, and basicConstraints says that it is an authority */
	bool no_key_ids;
	bool broken;	     /* the signature is wrong */
	int extra_bytes;     /* size of an unknown extension; 0 for none */
	bool extra_critical; /* that extension is critical */
};

/* Makes an identity signed by issuer (NULL: by itself). Aborts only when out of memory; NULL if the
 * TLS library cannot make such a certificate. Free with tls_identity_free(). */
struct tls_identity *tls_make(const struct tls_make_spec *spec, const struct tls_identity *issuer);
void tls_identity_free(struct tls_identity *identity); /* NULL allowed */

enum tls_staple { TLS_STAPLE_GOOD, TLS_STAPLE_REVOKED, TLS_STAPLE_UNKNOWN };

/*
 * An OCSP response (RFC 6960) about identity, signed by its issuer, for tls_config_server_staple().
 * Times are Unix seconds. The caller frees; NULL if the TLS library cannot make it.
 */
char *tls_make_staple(const struct tls_identity *identity, const struct tls_identity *issuer,
		      enum tls_staple state, int64_t this_update, int64_t next_update,
		      size_t *ret_len);

#endif
