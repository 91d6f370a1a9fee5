/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verification as separate facts: GnuTLS judges trust with its clock and its ideas of strength
 * switched off; time, name, strength and staple are then judged one by one along the path.
 */
#include "config.h"
#include "net/tls/tls_private.h"

#include "base/mem.h"

#include <gnutls/ocsp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TLS_FEATURE_STATUS_REQUEST 5 /* RFC 7633: must-staple */
#define RSA_BITS_MIN 2048
#define EC_BITS_MIN 224

void tls_chain_open(struct tls_chain *chain, struct tls *tls)
{
	unsigned sent = 0;
	const gnutls_datum_t *der = gnutls_certificate_get_peers(tls->session, &sent);

	*chain = (struct tls_chain){.sent = der ? sent : 0};
	for (unsigned i = 0; i < chain->sent; i++) {
		chain->bytes += der[i].size;
		if (chain->n == TLS_CHAIN_MAX || chain->bytes > TLS_CHAIN_BYTES_MAX) {
			chain->cut = true;
			continue;
		}
		if (gnutls_x509_crt_init(&chain->v[chain->n]) < 0)
			mem_exhausted();
		if (gnutls_x509_crt_import(chain->v[chain->n], &der[i], GNUTLS_X509_FMT_DER) == 0)
			chain->n++;
		else
			gnutls_x509_crt_deinit(chain->v[chain->n]);
	}
}

void tls_chain_close(struct tls_chain *chain)
{
	for (unsigned i = 0; i < chain->n; i++)
		gnutls_x509_crt_deinit(chain->v[i]);
}

static bool is_issued_by_itself(gnutls_x509_crt_t cert)
{
	const unsigned flags = GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1;
	unsigned why = 0;

	return gnutls_x509_crt_check_issuer(cert, cert) &&
	       gnutls_x509_crt_verify(cert, &cert, 1, flags, &why) == 0 &&
	       !(why & GNUTLS_CERT_SIGNATURE_FAILURE);
}

/* ---- the single judgements ---- */

/* GnuTLS's verdict on n certificates, leaf first, as our bits. */
static unsigned trust_of(const gnutls_x509_crt_t *chain, unsigned n, gnutls_x509_trust_list_t roots)
{
	static const struct {
		unsigned theirs, ours;
	} bits[] = {{GNUTLS_CERT_SIGNER_NOT_FOUND, CERT_UNTRUSTED},
		    {GNUTLS_CERT_REVOKED, CERT_REVOKED},
		    {GNUTLS_CERT_SIGNATURE_FAILURE, CERT_BAD_SIGNATURE},
		    {GNUTLS_CERT_SIGNER_NOT_CA, CERT_BAD_CONSTRAINTS},
		    {GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE, CERT_BAD_CONSTRAINTS},
		    {GNUTLS_CERT_INSECURE_ALGORITHM, CERT_WEAK},
		    {GNUTLS_CERT_PURPOSE_MISMATCH, CERT_BAD_PURPOSE},
		    {GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, CERT_OTHER}};
	const unsigned flags = GNUTLS_VERIFY_DISABLE_TIME_CHECKS |
			       GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS |
			       GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1;
	gnutls_x509_crt_t certs[TLS_CHAIN_MAX];
	unsigned theirs = 0, ours = 0;

	memcpy(certs, chain, n * sizeof *certs); /* GnuTLS sorts the array in place */
	if (gnutls_x509_trust_list_verify_crt2(roots, certs, n, NULL, 0, flags, &theirs, NULL) < 0)
		return CERT_OTHER;
	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
		if (theirs & bits[i].theirs)
			ours |= bits[i].ours;
	return theirs && !ours ? CERT_OTHER : ours;
}

/* The same of the path alone, as if its root were the only one. */
static unsigned trust_of_path(const struct tls_path *path)
{
	gnutls_x509_trust_list_t root;
	unsigned status;

	if (gnutls_x509_trust_list_init(&root, 0) < 0)
		mem_exhausted();
	if (gnutls_x509_trust_list_add_cas(root, &path->root, 1, 0) != 1)
		mem_exhausted();
	status = trust_of(path->v, path->n - 1, root);
	gnutls_x509_trust_list_deinit(root, 0);
	return status;
}

/*
 * Of two certificates with one name GnuTLS uses the first and may end at a signature that does not
 * match; the path uses the one that matches.
 */
static unsigned judge_trust(const struct tls_chain *chain, const struct tls_path *path,
			    gnutls_x509_trust_list_t roots)
{
	unsigned status = trust_of(chain->v, chain->n, roots);

	if (status && path->root && path->n > 1 && path->n <= TLS_CHAIN_MAX + 1) {
		unsigned other = trust_of_path(path);

		if (!(other & (CERT_UNTRUSTED | CERT_BAD_SIGNATURE)))
			return other;
	}
	return status;
}

static unsigned judge_times(const struct tls_path *path, int64_t now)
{
	unsigned status = 0;

	for (unsigned i = 0; i < path->n; i++) {
		if (gnutls_x509_crt_get_expiration_time(path->v[i]) < now)
			status |= CERT_EXPIRED;
		if (gnutls_x509_crt_get_activation_time(path->v[i]) > now)
			status |= CERT_NOT_YET_VALID;
	}
	return status;
}

static bool has_weak_key(gnutls_x509_crt_t cert)
{
	unsigned bits = 0;

	switch (gnutls_x509_crt_get_pk_algorithm(cert, &bits)) {
	case GNUTLS_PK_RSA:
	case GNUTLS_PK_RSA_PSS:
	case GNUTLS_PK_DSA:
		return bits < RSA_BITS_MIN;
	case GNUTLS_PK_ECDSA:
		return bits < EC_BITS_MIN;
	default:
		return false;
	}
}

static bool has_weak_signature(gnutls_x509_crt_t cert)
{
	int sign = gnutls_x509_crt_get_signature_algorithm(cert);

	switch (gnutls_sign_get_hash_algorithm((gnutls_sign_algorithm_t)sign)) {
	case GNUTLS_DIG_MD2:
	case GNUTLS_DIG_MD5:
	case GNUTLS_DIG_SHA1:
	case GNUTLS_DIG_RMD160:
		return true;
	default:
		return false;
	}
}

/* A root's own signature proves nothing, so it may be of any kind. */
static unsigned judge_strength(const struct tls_path *path)
{
	for (unsigned i = 0; i < path->n; i++) {
		if (has_weak_key(path->v[i]))
			return CERT_WEAK;
		if (!gnutls_x509_crt_check_issuer(path->v[i], path->v[i]) &&
		    has_weak_signature(path->v[i]))
			return CERT_WEAK;
	}
	return 0;
}

static bool has_names(gnutls_x509_crt_t leaf)
{
	size_t size = 0;

	return gnutls_x509_crt_get_subject_alt_name(leaf, 0, NULL, &size, NULL) !=
	       GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
}

static unsigned judge_name(gnutls_x509_crt_t leaf, const char *host)
{
	unsigned status = has_names(leaf) ? 0 : CERT_NO_NAME;

	if (!host)
		return status;
	size_t len = strlen(host);
	char *name = mem_strndup(host, len && host[len - 1] == '.' ? len - 1 : len);

	if (!gnutls_x509_crt_check_hostname2(leaf, name, 0))
		status |= CERT_WRONG_NAME;
	free(name);
	return status;
}

static bool must_staple(gnutls_x509_crt_t leaf)
{
	gnutls_x509_tlsfeatures_t features;
	unsigned feature = 0, critical;
	bool found = false;

	if (gnutls_x509_tlsfeatures_init(&features) < 0)
		mem_exhausted();
	if (gnutls_x509_crt_get_tlsfeatures(leaf, features, 0, &critical) == 0)
		for (unsigned i = 0; gnutls_x509_tlsfeatures_get(features, i, &feature) == 0; i++)
			found = found || feature == TLS_FEATURE_STATUS_REQUEST;
	gnutls_x509_tlsfeatures_deinit(features);
	return found;
}

static unsigned judge_response(gnutls_ocsp_resp_const_t response, const struct tls_path *path,
			       gnutls_x509_trust_list_t roots, int64_t now)
{
	unsigned why = 0, state = 0;
	time_t next = -1;
	int err;

	if (gnutls_ocsp_resp_check_crt(response, 0, path->v[0]) < 0)
		return CERT_BAD_STAPLE;
	if (path->n > 1)
		err = gnutls_ocsp_resp_verify_direct(response, path->v[1], &why, 0);
	else
		err = gnutls_ocsp_resp_verify(response, roots, &why, 0);
	why &= ~(unsigned)(GNUTLS_OCSP_VERIFY_CERT_NOT_ACTIVATED | GNUTLS_OCSP_VERIFY_CERT_EXPIRED);
	if (err < 0 || why)
		return CERT_BAD_STAPLE;
	if (gnutls_ocsp_resp_get_single(response, 0, NULL, NULL, NULL, NULL, &state, NULL, &next,
					NULL, NULL) < 0)
		return CERT_BAD_STAPLE;
	if (state == GNUTLS_OCSP_CERT_REVOKED)
		return CERT_REVOKED;
	if (state != GNUTLS_OCSP_CERT_GOOD || (next != (time_t)-1 && next < now))
		return CERT_BAD_STAPLE;
	return 0;
}

static unsigned judge_staple(struct tls *tls, const struct tls_path *path,
			     gnutls_x509_trust_list_t roots, int64_t now)
{
	gnutls_datum_t der = {NULL, 0};
	gnutls_ocsp_resp_t response;
	unsigned status = CERT_BAD_STAPLE;

	if (gnutls_ocsp_status_request_get2(tls->session, 0, &der) < 0 || !der.size)
		return must_staple(path->v[0]) ? CERT_MISSING_STAPLE : 0;
	if (gnutls_ocsp_resp_init(&response) < 0)
		mem_exhausted();
	if (gnutls_ocsp_resp_import(response, &der) == 0 &&
	    gnutls_ocsp_resp_get_status(response) == GNUTLS_OCSP_RESP_SUCCESSFUL)
		status = judge_response(response, path, roots, now);
	gnutls_ocsp_resp_deinit(response);
	return status;
}

/* The organisation (O) in a name; an empty datum without one. */
static gnutls_datum_t organization(gnutls_x509_dn_t dn)
{
	gnutls_x509_ava_st ava;

	for (int i = 0; gnutls_x509_dn_get_rdn_ava(dn, i, 0, &ava) == 0; i++)
		if (ava.oid.size &&
		    !strcmp((const char *)ava.oid.data, GNUTLS_OID_X520_ORGANIZATION_NAME))
			return ava.value;
	return (gnutls_datum_t){NULL, 0};
}

static bool is_of(gnutls_x509_crt_t root, const gnutls_datum_t *owner)
{
	gnutls_x509_dn_t dn;

	if (gnutls_x509_crt_get_subject(root, &dn) < 0)
		return false;
	gnutls_datum_t o = organization(dn);

	return o.size && o.size == owner->size && !memcmp(o.data, owner->data, o.size);
}

/*
 * The path ends at a certificate whose issuer was not sent, while another certificate of the
 * issuer's organisation is trusted: a forgotten intermediate looks like this, as far as one can
 * tell without fetching it.
 */
static bool lacks_issuer(const struct tls_path *path, gnutls_x509_trust_list_t roots)
{
	gnutls_x509_trust_list_iter_t at = NULL;
	gnutls_x509_crt_t last = path->v[path->n - 1], root;
	gnutls_x509_dn_t dn;
	bool found = false;

	if (path->root || gnutls_x509_crt_check_issuer(last, last) ||
	    gnutls_x509_crt_get_issuer(last, &dn) < 0)
		return false;
	gnutls_datum_t owner = organization(dn);

	while (owner.size && gnutls_x509_trust_list_iter_get_ca(roots, &at, &root) == 0) {
		found = found || is_of(root, &owner);
		gnutls_x509_crt_deinit(root);
	}
	return found;
}

static unsigned judge(struct tls *tls, const struct tls_chain *chain)
{
	gnutls_x509_trust_list_t roots = tls_trust_list(tls->config->trust);
	int64_t now = tls->config->now ? tls->config->now : (int64_t)time(NULL);
	gnutls_x509_crt_t leaf = chain->v[0];
	struct tls_path path;
	unsigned status;

	tls_path_open(&path, chain, roots);
	status = judge_trust(chain, &path, roots);
	status |= judge_times(&path, now);
	status |= judge_strength(&path);
	status |= judge_name(leaf, tls->host);
	status |= judge_staple(tls, &path, roots, now);
	if (status & CERT_UNTRUSTED && is_issued_by_itself(leaf))
		status |= CERT_SELF_SIGNED;
	if (status & CERT_UNTRUSTED && lacks_issuer(&path, roots))
		status |= CERT_MISSING_ISSUER;
	if (!gnutls_x509_crt_check_key_purpose(leaf, GNUTLS_KP_TLS_WWW_SERVER, 0))
		status |= CERT_BAD_PURPOSE;
	tls_path_close(&path);
	return status;
}

unsigned tls_status(struct tls *tls)
{
	struct tls_chain chain;

	if (tls->judged || tls->config->server)
		return tls->status;
	tls_chain_open(&chain, tls);
	if (chain.n)
		tls->status = judge(tls, &chain);
	else /* none came, or none small enough to look at */
		tls->status = chain.cut ? CERT_OTHER : CERT_UNTRUSTED;
	tls->judged = true;
	tls_chain_close(&chain);
	return tls->status;
}
