/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "practice/tls_make.h"

#include "base/address.h"
#include "base/buf.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#define SERIAL_BYTES 16
#define FEATURES_OID "1.3.6.1.5.5.7.1.24"
#define NAMES_OID "2.5.29.17"
#define PURPOSES_OID "2.5.29.37"
#define EXTRA_OID "1.3.6.1.4.1.32473.1" /* RFC 5612: for examples */

#define TAG_SEQUENCE 0x30
#define TAG_DNS_NAME 0x82 /* of GeneralName */
#define TAG_IP_ADDRESS 0x87

/* A certificate and its key as GnuTLS has them. */
struct pair {
	gnutls_x509_crt_t cert;
	gnutls_x509_privkey_t key;
};

static void pair_init(struct pair *pair)
{
	if (gnutls_x509_crt_init(&pair->cert) < 0 || gnutls_x509_privkey_init(&pair->key) < 0)
		mem_exhausted();
}

static void pair_clear(struct pair *pair)
{
	gnutls_x509_crt_deinit(pair->cert);
	gnutls_x509_privkey_deinit(pair->key);
}

static gnutls_datum_t datum(const char *text)
{
	return (gnutls_datum_t){(unsigned char *)text, (unsigned)strlen(text)};
}

static bool load(struct pair *pair, const struct tls_identity *identity)
{
	gnutls_datum_t cert = datum(identity->cert_pem), key = datum(identity->key_pem);

	return gnutls_x509_crt_import(pair->cert, &cert, GNUTLS_X509_FMT_PEM) == 0 &&
	       gnutls_x509_privkey_import(pair->key, &key, GNUTLS_X509_FMT_PEM) == 0;
}

/* Generating such a key needs seconds; this one is no secret. */
static const char dsa_key[] = "-----BEGIN PRIVATE KEY-----\n"
			      "MIICXQIBADCCAjYGByqGSM44BAEwggIpAoIBAQCgBfxdfA6H8FwzimdtmcaUBXWz\n"
			      "nPrlzWJ4OCSHNFCpiq0ZKNrB3mWQmpgTBfErbewJ27ejRzXRUSDHroveSbx08nHY\n"
			      "1n6rCXzL+pup+16+CPnH0ITd0+UjNma5AE2A9Gub0qHPezijHqx2At5TLC2t5Oj4\n"
			      "SIzdqScouj3UMi1pTgrmdI4sGzXPeT54jCT7bxCMP4nMGtTiTFxkss+Zr/wwhWoZ\n"
			      "o18Ma2dEdVG3EyqCrDFz3oz91Wum0eZZ6aO9bpVvoU+QeQqYs89MHeHV2ySyQEPp\n"
			      "F1wkbtGc+NrgdIRf1Tws/tIGqX6KA79S37W/pWy2XKQ4eDQoFC4S731YKR81Ah0A\n"
			      "uy7BFl1zMso/iwkdngeEK2MeZ8Dk4AEVZTSoVQKCAQEAmNjmZpF3Lv4x3XcAl9vN\n"
			      "Xw9NhcyZG9WGcSMsKPj0R7KwwZ+81en6xv3AwhGDPCCo2Ae3N0lDirMWC+MfFIM/\n"
			      "7IU2uxn3pYxOH5iCy7A5bX4i7AX0yAA5h21mAxlwRATki/gMaO8TOMveryIbEqGx\n"
			      "3xv6IZQdoZ2PaN4DN6SMlhYO0j5cdYiY3hhDZPq+HRgH6LHw0WR/IhUtbrNZt1KI\n"
			      "HXuMs5WHi1jDYNl2UrZiWPyQF7Kuuv4L1mYDbB4qZmD+5APvAt41ljoj+YL1q5Qi\n"
			      "YjRq+kS3wqPNlYjvyR6eKTPlHOzOawykOCKxHyoArTvLw9JG3KM1zP8hzBrscfWK\n"
			      "HQQeAhwIaR/ulq1Skv8puBVpxPfjwhgeSkzheJ0EkvUN\n"
			      "-----END PRIVATE KEY-----\n";

static bool generate_key(gnutls_x509_privkey_t key, const struct tls_make_spec *spec)
{
	static const struct {
		gnutls_pk_algorithm_t algorithm;
		unsigned bits; /* 0: as the spec says */
	} kinds[] = {
	    [TLS_KEY_EC256] = {GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1)},
	    [TLS_KEY_RSA] = {GNUTLS_PK_RSA, 0},
	    [TLS_KEY_DSA] = {GNUTLS_PK_DSA, 0}, /* always of 2048 bits */
	    [TLS_KEY_EC521] = {GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP521R1)},
	    [TLS_KEY_ED25519] = {GNUTLS_PK_EDDSA_ED25519,
				 GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_ED25519)}};
	gnutls_datum_t ready = datum(dsa_key);

	if (spec->key == TLS_KEY_DSA)
		return gnutls_x509_privkey_import(key, &ready, GNUTLS_X509_FMT_PEM) == 0;
	unsigned bits = kinds[spec->key].bits ? kinds[spec->key].bits : (unsigned)spec->bits;

	return gnutls_x509_privkey_generate(key, kinds[spec->key].algorithm, bits, 0) == 0;
}

static bool set_subject(gnutls_x509_crt_t cert, const struct tls_make_spec *spec)
{
	const struct {
		const char *oid, *text;
	} parts[] = {{GNUTLS_OID_X520_ORGANIZATION_NAME, spec->organization},
		     {GNUTLS_OID_X520_COMMON_NAME, spec->common_name}};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *text = parts[i].text;

		if (text && gnutls_x509_crt_set_dn_by_oid(cert, parts[i].oid, 0, text,
							  (unsigned)strlen(text)) < 0)
			return false;
	}
	return true;
}

/* Appends one DER value with that tag. RFC 5280's types here are all shorter than 64 KiB. */
static void put_der(struct buf *out, unsigned char tag, const void *bytes, size_t len)
{
	buf_putc(out, (char)tag);
	if (len > 0xff)
		buf_append(out, (const char[]){(char)0x82, (char)(len >> 8), (char)len}, 3);
	else if (len > 0x7f)
		buf_append(out, (const char[]){(char)0x81, (char)len}, 2);
	else
		buf_putc(out, (char)len);
	buf_append(out, bytes, len);
}

/* The bytes of a DNS name, with "\\0" as a NUL. */
static void put_dns_name(struct buf *out, const char *name)
{
	struct buf bytes;

	buf_init(&bytes, 0);
	for (; *name; name++) {
		bool nul = name[0] == '\\' && name[1] == '0';

		buf_putc(&bytes, nul ? '\0' : *name);
		name += nul;
	}
	put_der(out, TAG_DNS_NAME, bytes.data, bytes.len);
	buf_clear(&bytes);
}

static void put_name(struct buf *out, const char *name)
{
	struct address a;

	if (address_parse(name, &a))
		put_der(out, TAG_IP_ADDRESS, a.bytes, address_size(&a));
	else
		put_dns_name(out, name);
}

/* As raw bytes, because the library does not write the odd names of some servers. */
static bool set_names(gnutls_x509_crt_t cert, const char *const *names)
{
	struct buf all, extension;

	buf_init(&all, 0);
	buf_init(&extension, 0);
	for (size_t i = 0; names[i]; i++)
		put_name(&all, names[i]);
	put_der(&extension, TAG_SEQUENCE, all.data, all.len);
	int err =
	    gnutls_x509_crt_set_extension_by_oid(cert, NAMES_OID, extension.data, extension.len, 0);

	buf_clear(&extension);
	buf_clear(&all);
	return err == 0;
}

static bool set_extra(gnutls_x509_crt_t cert, const struct tls_make_spec *spec)
{
	char *bytes = mem_calloc((size_t)spec->extra_bytes, 1);
	int err = gnutls_x509_crt_set_extension_by_oid(
	    cert, EXTRA_OID, bytes, (size_t)spec->extra_bytes, spec->extra_critical);

	free(bytes);
	return err == 0;
}

static bool set_serial(gnutls_x509_crt_t cert)
{
	unsigned char serial[SERIAL_BYTES];

	if (gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial) < 0)
		return false;
	serial[0] = (serial[0] & 0x7f) | 0x40; /* positive, and always as long */
	return gnutls_x509_crt_set_serial(cert, serial, sizeof serial) == 0;
}

static unsigned usage_of(const struct tls_make_spec *spec)
{
	unsigned usage = spec->key == TLS_KEY_RSA ? GNUTLS_KEY_KEY_ENCIPHERMENT : 0;

	if (spec->is_ca)
		return GNUTLS_KEY_CRL_SIGN | (spec->no_signing ? 0 : GNUTLS_KEY_KEY_CERT_SIGN);
	if (spec->is_ca_too)
		usage |= GNUTLS_KEY_KEY_CERT_SIGN;
	return usage | (spec->no_signature ? 0 : GNUTLS_KEY_DIGITAL_SIGNATURE);
}

static bool set_powers(gnutls_x509_crt_t cert, const struct tls_make_spec *spec)
{
	if (!spec->no_constraints &&
	    gnutls_x509_crt_set_basic_constraints(cert, spec->is_ca || spec->is_ca_too, -1) < 0)
		return false;
	/* Without both, nothing says whether it may sign. */
	if (spec->no_constraints && spec->is_ca)
		return true;
	return gnutls_x509_crt_set_key_usage(cert, usage_of(spec)) == 0;
}

static bool set_purpose(gnutls_x509_crt_t cert, const struct tls_make_spec *spec)
{
	static const char *const oids[] = {[TLS_PURPOSE_SERVER] = GNUTLS_KP_TLS_WWW_SERVER,
					   [TLS_PURPOSE_CLIENT] = GNUTLS_KP_TLS_WWW_CLIENT,
					   [TLS_PURPOSE_ANY] = GNUTLS_KP_ANY};
	static const unsigned char empty[] = {TAG_SEQUENCE, 0};

	if (spec->is_ca || spec->purpose == TLS_PURPOSE_NONE)
		return true;
	if (spec->purpose == TLS_PURPOSE_EMPTY)
		return gnutls_x509_crt_set_extension_by_oid(cert, PURPOSES_OID, empty, sizeof empty,
							    0) == 0;
	return gnutls_x509_crt_set_key_purpose_oid(cert, oids[spec->purpose], 0) == 0;
}

static bool set_must_staple(gnutls_x509_crt_t cert)
{
	/* RFC 7633: the TLS features are a SEQUENCE of one INTEGER, 5 for status_request. */
	static const unsigned char features[] = {0x30, 0x03, 0x02, 0x01, 0x05};

	return gnutls_x509_crt_set_extension_by_oid(cert, FEATURES_OID, features, sizeof features,
						    0) == 0;
}

/* The subject key identifier, and the issuer's as authority key identifier. */
static bool set_key_ids(const struct pair *own, const struct pair *issuer)
{
	unsigned char id[64];
	size_t len = sizeof id;

	if (gnutls_x509_crt_get_key_id(own->cert, 0, id, &len) < 0 ||
	    gnutls_x509_crt_set_subject_key_id(own->cert, id, len) < 0)
		return false;
	len = sizeof id;
	return gnutls_x509_crt_get_key_id(issuer->cert, 0, id, &len) == 0 &&
	       gnutls_x509_crt_set_authority_key_id(own->cert, id, len) == 0;
}

static gnutls_digest_algorithm_t digest_of(const struct pair *issuer,
					   const struct tls_make_spec *spec)
{
	if (gnutls_x509_privkey_get_pk_algorithm(issuer->key) == GNUTLS_PK_EDDSA_ED25519)
		return GNUTLS_DIG_SHA512; /* RFC 8032 leaves no choice */
	return spec->sha1 ? GNUTLS_DIG_SHA1 : GNUTLS_DIG_SHA256;
}

static bool fill(const struct pair *own, const struct pair *issuer,
		 const struct tls_make_spec *spec)
{
	gnutls_x509_crt_t cert = own->cert;

	if (!generate_key(own->key, spec) || gnutls_x509_crt_set_version(cert, 3) < 0 ||
	    gnutls_x509_crt_set_key(cert, own->key) < 0 || !set_serial(cert) ||
	    !set_subject(cert, spec) ||
	    gnutls_x509_crt_set_activation_time(cert, (time_t)spec->not_before) < 0 ||
	    gnutls_x509_crt_set_expiration_time(cert, (time_t)spec->not_after) < 0 ||
	    !set_powers(cert, spec) || !set_purpose(cert, spec) ||
	    (!spec->no_key_ids && !set_key_ids(own, issuer)))
		return false;
	if ((spec->names && !set_names(cert, spec->names)) ||
	    (spec->must_staple && !set_must_staple(cert)) ||
	    (spec->extra_bytes && !set_extra(cert, spec)))
		return false;
	return gnutls_x509_crt_sign2(cert, issuer->cert, issuer->key, digest_of(issuer, spec), 0) ==
	       0;
}

static char *take_pem(gnutls_datum_t *pem)
{
	char *text = mem_strndup((const char *)pem->data, pem->size);

	gnutls_free(pem->data);
	return text;
}

/* The last byte of a certificate belongs to its signature. */
static void break_signature(gnutls_x509_crt_t *cert)
{
	gnutls_datum_t der = {NULL, 0};

	if (gnutls_x509_crt_export2(*cert, GNUTLS_X509_FMT_DER, &der) < 0)
		mem_exhausted();
	der.data[der.size - 1] ^= 1;
	gnutls_x509_crt_deinit(*cert);
	if (gnutls_x509_crt_init(cert) < 0 ||
	    gnutls_x509_crt_import(*cert, &der, GNUTLS_X509_FMT_DER) < 0)
		mem_exhausted();
	gnutls_free(der.data);
}

static struct tls_identity *export_pair(const struct pair *own, const struct pair *issuer,
					const struct tls_identity *issuer_identity)
{
	struct tls_identity *identity = mem_calloc(1, sizeof *identity);
	gnutls_datum_t cert = {NULL, 0}, key = {NULL, 0};
	bool below_root = issuer == own || gnutls_x509_crt_check_issuer(issuer->cert, issuer->cert);

	if (gnutls_x509_crt_export2(own->cert, GNUTLS_X509_FMT_PEM, &cert) < 0 ||
	    gnutls_x509_privkey_export2_pkcs8(own->key, GNUTLS_X509_FMT_PEM, NULL,
					      GNUTLS_PKCS_PLAIN, &key) < 0)
		mem_exhausted();
	identity->cert_pem = take_pem(&cert);
	identity->key_pem = take_pem(&key);
	identity->chain_pem =
	    mem_printf("%s%s", identity->cert_pem, below_root ? "" : issuer_identity->chain_pem);
	return identity;
}

struct tls_identity *tls_make(const struct tls_make_spec *spec, const struct tls_identity *issuer)
{
	struct pair own, other;
	struct tls_identity *identity = NULL;

	pair_init(&own);
	pair_init(&other);
	const struct pair *signer = issuer ? &other : &own;

	if ((!issuer || load(&other, issuer)) && fill(&own, signer, spec)) {
		if (spec->broken)
			break_signature(&own.cert);
		identity = export_pair(&own, signer, issuer);
	}
	pair_clear(&own);
	pair_clear(&other);
	return identity;
}

void tls_identity_free(struct tls_identity *identity)
{
	if (!identity)
		return;
	free(identity->cert_pem);
	free(identity->chain_pem);
	free(identity->key_pem);
	free(identity);
}
