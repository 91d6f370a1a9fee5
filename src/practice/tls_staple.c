/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * OCSP responses (RFC 6960) for practice servers and tests.  GnuTLS reads them
 * but makes none, so the DER is put together here: inside out, each value
 * wrapped by the one around it.
 */
#include "config.h"
#include "practice/tls_make.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

enum tag {
	INTEGER = 0x02,
	BIT_STRING = 0x03,
	OCTET_STRING = 0x04,
	ENUMERATED = 0x0a,
	TIME = 0x18, /* GeneralizedTime */
	SEQUENCE = 0x30,
	CHOICE = 0xa0 /* [0], constructed; others by adding their number */
};

#define SHA1_BYTES 20
#define SERIAL_BYTES_MAX 64

#define SHA1_ID "\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00"
#define ECDSA_SHA256_ID "\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"
#define RSA_SHA256_ID "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00"
#define OCSP_BASIC_OID "\x06\x09\x2b\x06\x01\x05\x05\x07\x30\x01\x01"
#define LITERAL(text) text, sizeof(text) - 1

/* ---- DER ---- */

/* Appends a value of len bytes (at most 65535) with its tag and length. */
static void put(struct buf *out, unsigned tag, const void *bytes, size_t len)
{
	buf_putc(out, (char)tag);
	if (len > 0xff) {
		buf_putc(out, (char)0x82);
		buf_putc(out, (char)(len >> 8));
	} else if (len > 0x7f) {
		buf_putc(out, (char)0x81);
	}
	buf_putc(out, (char)(len & 0xff));
	buf_append(out, bytes, len);
}

/* Puts all that b holds inside a value of that tag. */
static void wrap(struct buf *b, unsigned tag)
{
	struct buf inner = *b;

	buf_init(b, 0);
	put(b, tag, inner.data, inner.len);
	buf_clear(&inner);
}

/* Appends what inner holds, and empties inner. */
static void join(struct buf *out, struct buf *inner)
{
	buf_append(out, inner->data, inner->len);
	buf_clear(inner);
}

static void put_time(struct buf *out, int64_t seconds)
{
	char text[32];
	time_t t = (time_t)seconds;
	struct tm parts;

	gmtime_r(&t, &parts);
	put(out, TIME, text, strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &parts));
}

/* The value at *at, without its tag and length; *at goes behind it. */
static gnutls_datum_t take(const unsigned char **at)
{
	const unsigned char *p = *at + 1;
	size_t len = *p++;

	if (len & 0x80) {
		size_t more = len & 0x7f;

		for (len = 0; more; more--)
			len = len << 8 | *p++;
	}
	*at = p + len;
	return (gnutls_datum_t){(unsigned char *)p, (unsigned)len};
}

/* ---- the response ---- */

static bool put_sha1(struct buf *out, const void *bytes, size_t len)
{
	unsigned char hash[SHA1_BYTES];

	if (gnutls_hash_fast(GNUTLS_DIG_SHA1, bytes, len, hash) < 0)
		return false;
	put(out, OCTET_STRING, hash, sizeof hash);
	return true;
}

/* The hash of the key's bits alone: the BIT STRING in SubjectPublicKeyInfo. */
static bool put_key_hash(struct buf *out, gnutls_x509_crt_t issuer)
{
	gnutls_pubkey_t key;
	gnutls_datum_t der = {NULL, 0};
	bool ok;

	if (gnutls_pubkey_init(&key) < 0)
		mem_exhausted();
	ok = gnutls_pubkey_import_x509(key, issuer, 0) == 0 &&
	     gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, &der) == 0;
	if (ok) {
		const unsigned char *at = der.data;

		at = take(&at).data;
		(void)take(&at); /* the algorithm */
		gnutls_datum_t bits = take(&at);

		ok = put_sha1(out, bits.data + 1,
			      bits.size - 1); /* without the count of unused bits */
	}
	gnutls_free(der.data);
	gnutls_pubkey_deinit(key);
	return ok;
}

static bool put_cert_id(struct buf *out, gnutls_x509_crt_t cert, gnutls_x509_crt_t issuer)
{
	unsigned char serial[SERIAL_BYTES_MAX];
	size_t serial_len = sizeof serial;
	gnutls_datum_t dn = {NULL, 0};
	struct buf id;

	buf_init(&id, 0);
	buf_append(&id, LITERAL(SHA1_ID));
	bool ok = gnutls_x509_crt_get_raw_dn(issuer, &dn) == 0 && put_sha1(&id, dn.data, dn.size) &&
		  put_key_hash(&id, issuer) &&
		  gnutls_x509_crt_get_serial(cert, serial, &serial_len) == 0;

	if (ok)
		put(&id, INTEGER, serial, serial_len);
	gnutls_free(dn.data);
	wrap(&id, SEQUENCE);
	join(out, &id);
	return ok;
}

static void put_state(struct buf *out, enum tls_staple state, int64_t since)
{
	struct buf revoked;

	/* [0] good and [2] unknown are NULL, [1] revoked has a time; all implicit. */
	if (state != TLS_STAPLE_REVOKED) {
		put(out, state == TLS_STAPLE_GOOD ? 0x80 : 0x82, "", 0);
		return;
	}
	buf_init(&revoked, 0);
	put_time(&revoked, since);
	wrap(&revoked, CHOICE + 1);
	join(out, &revoked);
}

/* What is signed: ResponseData with one SingleResponse. */
static bool put_data(struct buf *out, gnutls_x509_crt_t cert, gnutls_x509_crt_t issuer,
		     enum tls_staple state, int64_t this_update, int64_t next_update)
{
	struct buf single, next, responder;
	gnutls_datum_t dn = {NULL, 0};

	buf_init(&single, 0);
	buf_init(&next, 0);
	buf_init(&responder, 0);
	bool ok =
	    put_cert_id(&single, cert, issuer) && gnutls_x509_crt_get_raw_dn(issuer, &dn) == 0;

	put_state(&single, state, this_update);
	put_time(&single, this_update);
	put_time(&next, next_update);
	wrap(&next, CHOICE);
	join(&single, &next);
	wrap(&single, SEQUENCE);
	wrap(&single, SEQUENCE); /* the list of one */

	buf_append(&responder, dn.data, dn.size);
	wrap(&responder, CHOICE + 1); /* by name */
	put_time(&responder, this_update);
	join(&responder, &single);
	wrap(&responder, SEQUENCE);
	join(out, &responder);
	gnutls_free(dn.data);
	return ok;
}

static bool put_signature(struct buf *out, gnutls_privkey_t key)
{
	gnutls_datum_t data = {(unsigned char *)out->data, (unsigned)out->len};
	gnutls_datum_t signature = {NULL, 0};
	struct buf bits;

	if (gnutls_privkey_sign_data(key, GNUTLS_DIG_SHA256, 0, &data, &signature) < 0)
		return false;
	if (gnutls_privkey_get_pk_algorithm(key, NULL) == GNUTLS_PK_RSA)
		buf_append(out, LITERAL(RSA_SHA256_ID));
	else
		buf_append(out, LITERAL(ECDSA_SHA256_ID));
	buf_init(&bits, 0);
	buf_putc(&bits, 0); /* no unused bits */
	buf_append(&bits, signature.data, signature.size);
	wrap(&bits, BIT_STRING);
	join(out, &bits);
	gnutls_free(signature.data);
	return true;
}

/* Wraps a signed BasicOCSPResponse to an OCSPResponse. */
static void finish(struct buf *b)
{
	struct buf basic = *b;

	wrap(&basic, SEQUENCE);
	wrap(&basic, OCTET_STRING);
	buf_init(b, 0);
	buf_append(b, LITERAL(OCSP_BASIC_OID));
	join(b, &basic);
	wrap(b, SEQUENCE);
	wrap(b, CHOICE);
	basic = *b;
	buf_init(b, 0);
	put(b, ENUMERATED, "", 1); /* successful: 0 */
	join(b, &basic);
	wrap(b, SEQUENCE);
}

static gnutls_datum_t datum(const char *text)
{
	return (gnutls_datum_t){(unsigned char *)text, (unsigned)strlen(text)};
}

char *tls_make_staple(const struct tls_identity *identity, const struct tls_identity *issuer,
		      enum tls_staple state, int64_t this_update, int64_t next_update,
		      size_t *ret_len)
{
	gnutls_datum_t cert_pem = datum(identity->cert_pem), issuer_pem = datum(issuer->cert_pem);
	gnutls_datum_t key_pem = datum(issuer->key_pem);
	gnutls_x509_crt_t cert, signer;
	gnutls_privkey_t key;
	struct buf b;

	buf_init(&b, 0);
	if (gnutls_x509_crt_init(&cert) < 0 || gnutls_x509_crt_init(&signer) < 0 ||
	    gnutls_privkey_init(&key) < 0)
		mem_exhausted();
	bool ok =
	    gnutls_x509_crt_import(cert, &cert_pem, GNUTLS_X509_FMT_PEM) == 0 &&
	    gnutls_x509_crt_import(signer, &issuer_pem, GNUTLS_X509_FMT_PEM) == 0 &&
	    gnutls_privkey_import_x509_raw(key, &key_pem, GNUTLS_X509_FMT_PEM, NULL, 0) == 0 &&
	    put_data(&b, cert, signer, state, this_update, next_update) && put_signature(&b, key);

	gnutls_x509_crt_deinit(cert);
	gnutls_x509_crt_deinit(signer);
	gnutls_privkey_deinit(key);
	if (ok)
		finish(&b);
	*ret_len = b.len;
	char *response = buf_take(&b);

	if (ok)
		return response;
	free(response);
	return NULL;
}
