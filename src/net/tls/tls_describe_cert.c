/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One certificate as an event: what mail programs look at, and what distinguishes it from
 * others. */
#include "config.h"
#include "net/tls/tls_private.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/x509-ext.h>

#define SHA256_BYTES 32
#define SERIAL_BYTES_MAX 64
#define OID_BYTES_MAX 128
#define PURPOSES_MAX 20 /* that are recorded */
#define NAMES_OID "2.5.29.17"
#define EXTENDED_KEY_USAGE_OID "2.5.29.37"

typedef void emit_event(struct event *e, void *user);

void tls_describe_limit(const char *name, int value, emit_event *emit, void *user)
{
	struct event *e = event_new(EVENT_LIMIT, 0);

	e->stage = STAGE_TLS;
	e->text = mem_strdup(name);
	e->num = value;
	emit(e, user);
}

static void set_hex(char **field, const unsigned char *bytes, size_t len)
{
	struct buf hex;

	buf_init(&hex, 0);
	for (size_t i = 0; i < len; i++)
		buf_printf(&hex, "%02x", bytes[i]);
	free(*field);
	*field = buf_take(&hex);
}

static void set_dn(char **field, gnutls_x509_crt_t cert,
		   int (*get)(gnutls_x509_crt_t, gnutls_datum_t *, unsigned))
{
	gnutls_datum_t dn = {NULL, 0};

	if (get(cert, &dn, 0) == 0) {
		event_set_bytes(field, (const char *)dn.data, dn.size);
	} else {
		free(*field);
		*field = mem_strdup("");
	}
	gnutls_free(dn.data);
}

static char *name_text(unsigned type, const char *bytes, size_t len)
{
	char address[INET6_ADDRSTRLEN], *text = NULL;
	int family = len == 4 ? AF_INET : AF_INET6;

	if (type == GNUTLS_SAN_DNSNAME)
		event_set_bytes(&text, bytes, len);
	else if (type == GNUTLS_SAN_IPADDRESS && (len == 4 || len == 16))
		text = mem_strdup(inet_ntop(family, bytes, address, sizeof address));
	return text;
}

/* What was left out of a certificate's names. */
struct names_cut {
	bool more, longer; /* names than TLS_NAMES_MAX, than TLS_NAME_BYTES_MAX */
};

/* One name; false where the list is full. */
static bool add_name(struct strs *list, struct names_cut *cut, unsigned type,
		     const gnutls_datum_t *name)
{
	char *text = NULL;

	if (name->size > TLS_NAME_BYTES_MAX)
		cut->longer = true;
	else
		text = name_text(type, (const char *)name->data, name->size);
	if (text && list->n == TLS_NAMES_MAX) {
		free(text);
		cut->more = true;
		return false;
	}
	if (text)
		strs_append(list, text);
	return true;
}

/* DNS names and addresses within the limits. The extension is read once: it can be long. */
static struct names_cut add_names(struct strs *list, gnutls_x509_crt_t cert)
{
	struct names_cut cut = {false, false};
	gnutls_subject_alt_names_t names;
	gnutls_datum_t der = {NULL, 0}, name;
	unsigned type;

	if (gnutls_x509_crt_get_extension_by_oid2(cert, NAMES_OID, 0, &der, NULL) < 0)
		return cut;
	if (gnutls_subject_alt_names_init(&names) < 0)
		mem_exhausted();
	if (gnutls_x509_ext_import_subject_alt_names(&der, names, 0) == 0)
		for (unsigned i = 0;
		     gnutls_subject_alt_names_get(names, i, &type, &name, NULL) == 0; i++)
			if (!add_name(list, &cut, type, &name))
				break;
	gnutls_subject_alt_names_deinit(names);
	gnutls_free(der.data);
	return cut;
}

static const char *key_name(gnutls_pk_algorithm_t algorithm)
{
	switch (algorithm) {
	case GNUTLS_PK_RSA:
		return "RSA";
	case GNUTLS_PK_RSA_PSS:
		return "RSA-PSS";
	case GNUTLS_PK_DSA:
		return "DSA";
	case GNUTLS_PK_ECDSA:
		return "ECDSA";
	case GNUTLS_PK_EDDSA_ED25519:
		return "Ed25519";
	case GNUTLS_PK_EDDSA_ED448:
		return "Ed448";
	default:
		return "unknown";
	}
}

static void describe_key(struct event *e, gnutls_x509_crt_t cert)
{
	unsigned bits = 0;
	int algorithm = gnutls_x509_crt_get_pk_algorithm(cert, &bits);
	int sign = gnutls_x509_crt_get_signature_algorithm(cert);
	const char *name = sign < 0 ? NULL : gnutls_sign_get_name((gnutls_sign_algorithm_t)sign);

	e->key = mem_strdup(key_name((gnutls_pk_algorithm_t)algorithm));
	/* The library counts whole bytes. */
	e->bits = algorithm == GNUTLS_PK_ECDSA && bits == 528 ? 521 : (int)bits;
	e->signature = mem_strdup(name ? name : "unknown");
}

static void describe_identity(struct event *e, gnutls_x509_crt_t cert)
{
	unsigned char sha256[SHA256_BYTES], serial[SERIAL_BYTES_MAX];
	size_t sha256_len = sizeof sha256, serial_len = sizeof serial;
	gnutls_datum_t pem = {NULL, 0};

	if (gnutls_x509_crt_get_fingerprint(cert, GNUTLS_DIG_SHA256, sha256, &sha256_len) == 0)
		set_hex(&e->sha256, sha256, sha256_len);
	if (gnutls_x509_crt_get_serial(cert, serial, &serial_len) == 0)
		set_hex(&e->serial, serial, serial_len);
	if (gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &pem) == 0)
		event_set_bytes(&e->pem, (const char *)pem.data, pem.size);
	gnutls_free(pem.data);
}

/* ---- what it may be used for ---- */

static const char *usage_name(const char *oid)
{
	static const struct {
		const char *oid, *name;
	} names[] = {{GNUTLS_KP_TLS_WWW_SERVER, "serverAuth"},
		     {GNUTLS_KP_TLS_WWW_CLIENT, "clientAuth"},
		     {GNUTLS_KP_EMAIL_PROTECTION, "emailProtection"},
		     {GNUTLS_KP_CODE_SIGNING, "codeSigning"},
		     {GNUTLS_KP_OCSP_SIGNING, "OCSPSigning"},
		     {GNUTLS_KP_ANY, "any"}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(names[i].oid, oid))
			return names[i].name;
	return oid;
}

static bool has_extension(gnutls_x509_crt_t cert, const char *oid)
{
	size_t len = 0;
	int err = gnutls_x509_crt_get_extension_by_oid(cert, oid, 0, NULL, &len, NULL);

	return err != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
}

static void describe_purposes(struct event *e, gnutls_x509_crt_t cert)
{
	struct buf text;

	buf_init(&text, 0);
	for (unsigned i = 0; i < PURPOSES_MAX; i++) {
		char oid[OID_BYTES_MAX];
		size_t len = sizeof oid;

		if (gnutls_x509_crt_get_key_purpose_oid(cert, i, oid, &len, NULL) < 0)
			break;
		buf_printf(&text, "%s%s", text.len ? " " : "", usage_name(oid));
	}
	if (!has_extension(cert, EXTENDED_KEY_USAGE_OID))
		e->flags |= EVENT_CERT_NO_PURPOSE;
	else if (!text.len)
		e->flags |= EVENT_CERT_EMPTY_PURPOSE;
	e->detail = text.len ? buf_take(&text) : NULL;
	buf_clear(&text);
}

static void describe_powers(struct event *e, gnutls_x509_crt_t cert)
{
	unsigned critical, is_ca = 0, usage = 0;
	int path_len;

	if (gnutls_x509_crt_get_basic_constraints(cert, &critical, &is_ca, &path_len) < 0)
		e->flags |= EVENT_CERT_NO_CONSTRAINTS;
	else if (is_ca)
		e->flags |= EVENT_CERT_AUTHORITY;
	if (gnutls_x509_crt_get_key_usage(cert, &usage, &critical) < 0)
		return; /* nothing is forbidden */
	if (!(usage & GNUTLS_KEY_KEY_CERT_SIGN))
		e->flags |= EVENT_CERT_NO_SIGNING;
	if (!(usage & GNUTLS_KEY_DIGITAL_SIGNATURE))
		e->flags |= EVENT_CERT_NO_SIGNATURE;
}

void tls_describe_cert(gnutls_x509_crt_t cert, int place, emit_event *emit, void *user)
{
	struct event *e = event_new(EVENT_TLS_CERT, 0);

	e->num = place;
	set_dn(&e->subject, cert, gnutls_x509_crt_get_dn3);
	set_dn(&e->issuer, cert, gnutls_x509_crt_get_issuer_dn3);
	e->not_before = gnutls_x509_crt_get_activation_time(cert);
	e->not_after = gnutls_x509_crt_get_expiration_time(cert);
	describe_key(e, cert);
	describe_identity(e, cert);
	describe_purposes(e, cert);
	describe_powers(e, cert);
	struct names_cut cut = add_names(&e->list, cert);

	emit(e, user);
	if (cut.more)
		tls_describe_limit("names of a certificate", TLS_NAMES_MAX, emit, user);
	if (cut.longer)
		tls_describe_limit("bytes of a name in a certificate", TLS_NAME_BYTES_MAX, emit,
				   user);
}
