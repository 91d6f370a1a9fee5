/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * OCSP responses (RFC 6960) for practice servers and tests. GnuTLS reads them but makes none: it
 * identifies the certificate, as for a request, and signs; libtasn1 writes the DER by ocsp.asn.
 */
#include "config.h"
#include "practice/tls_make.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/ocsp.h>
#include <gnutls/x509.h>
#include <libtasn1.h>

#define SHA1_OID "1.3.14.3.2.26"
#define OCSP_BASIC_OID "1.3.6.1.5.5.7.48.1.1"
#define SINGLE "tbsResponseData.responses.?1."

static const asn1_static_node definitions[] = {
#include "practice/ocsp.def"
};

/* ---- values of a node ---- */

static bool put(asn1_node node, const char *name, const void *value, size_t len)
{
	return asn1_write_value(node, name, value, (int)len) == ASN1_SUCCESS;
}

/* An OID, the name of a choice, or "NEW": values that end by themselves. */
static bool put_word(asn1_node node, const char *name, const char *word)
{
	return put(node, name, word, 1);
}

static bool put_datum(asn1_node node, const char *name, const gnutls_datum_t *datum)
{
	return put(node, name, datum->data, datum->size);
}

static bool put_time(asn1_node node, const char *name, int64_t seconds)
{
	char text[32];
	time_t t = (time_t)seconds;
	struct tm parts;

	gmtime_r(&t, &parts);
	return put(node, name, text, strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &parts));
}

static bool put_null(asn1_node node, const char *name)
{
	return put(node, name, "\x05\x00", 2);
}

/* The node, or a part of it, as DER that the caller frees; NULL if a value is missing. */
static char *encode(asn1_node node, const char *name, size_t *ret_len)
{
	int len = 0;

	if (asn1_der_coding(node, name, NULL, &len, NULL) != ASN1_MEM_ERROR)
		return NULL;
	char *der = mem_calloc((size_t)len, 1);

	*ret_len = (size_t)len;
	if (asn1_der_coding(node, name, der, &len, NULL) == ASN1_SUCCESS)
		return der;
	free(der);
	return NULL;
}

/* ---- BasicOCSPResponse ---- */

static bool put_cert_id(asn1_node basic, gnutls_x509_crt_t cert, gnutls_x509_crt_t issuer)
{
	gnutls_datum_t name = {NULL, 0}, key = {NULL, 0}, serial = {NULL, 0};
	gnutls_ocsp_req_t request;

	if (gnutls_ocsp_req_init(&request) < 0)
		mem_exhausted();
	bool ok = gnutls_ocsp_req_add_cert(request, GNUTLS_DIG_SHA1, issuer, cert) == 0 &&
		  gnutls_ocsp_req_get_cert_id(request, 0, NULL, &name, &key, &serial) == 0 &&
		  put_word(basic, SINGLE "certID.hashAlgorithm.algorithm", SHA1_OID) &&
		  put_null(basic, SINGLE "certID.hashAlgorithm.parameters") &&
		  put_datum(basic, SINGLE "certID.issuerNameHash", &name) &&
		  put_datum(basic, SINGLE "certID.issuerKeyHash", &key) &&
		  put_datum(basic, SINGLE "certID.serialNumber", &serial);

	gnutls_free(name.data);
	gnutls_free(key.data);
	gnutls_free(serial.data);
	gnutls_ocsp_req_deinit(request);
	return ok;
}

static bool put_state(asn1_node basic, enum tls_staple state, int64_t since)
{
	static const char *const words[] = {[TLS_STAPLE_GOOD] = "good",
					    [TLS_STAPLE_REVOKED] = "revoked",
					    [TLS_STAPLE_UNKNOWN] = "unknown"};

	return put_word(basic, SINGLE "certStatus", words[state]) &&
	       (state != TLS_STAPLE_REVOKED ||
		put_time(basic, SINGLE "certStatus.revoked.revocationTime", since));
}

/* The part that is signed. */
static bool put_data(asn1_node basic, gnutls_x509_crt_t cert, gnutls_x509_crt_t issuer,
		     enum tls_staple state, int64_t this_update, int64_t next_update)
{
	gnutls_datum_t dn = {NULL, 0};
	bool ok = gnutls_x509_crt_get_raw_dn(issuer, &dn) == 0 &&
		  put_datum(basic, "tbsResponseData.byName", &dn) &&
		  put_time(basic, "tbsResponseData.producedAt", this_update) &&
		  put_word(basic, "tbsResponseData.responses", "NEW") &&
		  put_cert_id(basic, cert, issuer) && put_state(basic, state, this_update) &&
		  put_time(basic, SINGLE "thisUpdate", this_update) &&
		  put_time(basic, SINGLE "nextUpdate", next_update);

	gnutls_free(dn.data);
	return ok;
}

static bool put_signature(asn1_node basic, gnutls_privkey_t key)
{
	bool rsa = gnutls_privkey_get_pk_algorithm(key, NULL) == GNUTLS_PK_RSA;
	const char *oid =
	    gnutls_sign_get_oid(rsa ? GNUTLS_SIGN_RSA_SHA256 : GNUTLS_SIGN_ECDSA_SHA256);
	gnutls_datum_t data = {NULL, 0}, signature = {NULL, 0};
	size_t len = 0;

	data.data = (unsigned char *)encode(basic, "tbsResponseData", &len);
	data.size = (unsigned)len;
	bool ok = data.data && put_word(basic, "signatureAlgorithm.algorithm", oid) &&
		  (rsa ? put_null(basic, "signatureAlgorithm.parameters")
		       : put(basic, "signatureAlgorithm.parameters", NULL, 0)) &&
		  gnutls_privkey_sign_data(key, GNUTLS_DIG_SHA256, 0, &data, &signature) == 0 &&
		  put(basic, "signature", signature.data, signature.size * 8); /* bits */

	free(data.data);
	gnutls_free(signature.data);
	return ok;
}

/* ---- OCSPResponse ---- */

static asn1_node new_node(asn1_node syntax, const char *type)
{
	asn1_node node = NULL;

	if (asn1_create_element(syntax, type, &node) != ASN1_SUCCESS)
		mem_exhausted();
	return node;
}

/* The whole response around a signed BasicOCSPResponse; NULL if that lacks a value. */
static char *finish(asn1_node syntax, asn1_node basic, size_t *ret_len)
{
	asn1_node response = new_node(syntax, "OCSP.OCSPResponse");
	size_t len = 0;
	char *inner = encode(basic, "", &len), *whole = NULL;

	if (inner && put(response, "responseStatus", "successful", 0) &&
	    put_word(response, "responseBytes.responseType", OCSP_BASIC_OID) &&
	    put(response, "responseBytes.response", inner, len))
		whole = encode(response, "", ret_len);
	free(inner);
	asn1_delete_structure(&response);
	return whole;
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
	asn1_node syntax = NULL;
	char *response = NULL;

	if (gnutls_x509_crt_init(&cert) < 0 || gnutls_x509_crt_init(&signer) < 0 ||
	    gnutls_privkey_init(&key) < 0 ||
	    asn1_array2tree(definitions, &syntax, NULL) != ASN1_SUCCESS)
		mem_exhausted();
	asn1_node basic = new_node(syntax, "OCSP.BasicOCSPResponse");

	if (gnutls_x509_crt_import(cert, &cert_pem, GNUTLS_X509_FMT_PEM) == 0 &&
	    gnutls_x509_crt_import(signer, &issuer_pem, GNUTLS_X509_FMT_PEM) == 0 &&
	    gnutls_privkey_import_x509_raw(key, &key_pem, GNUTLS_X509_FMT_PEM, NULL, 0) == 0 &&
	    put_data(basic, cert, signer, state, this_update, next_update) &&
	    put_signature(basic, key))
		response = finish(syntax, basic, ret_len);
	asn1_delete_structure(&basic);
	asn1_delete_structure(&syntax);
	gnutls_x509_crt_deinit(cert);
	gnutls_x509_crt_deinit(signer);
	gnutls_privkey_deinit(key);
	return response;
}
