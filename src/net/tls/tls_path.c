/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The path from the server's own certificate to a trusted root. Authorities that change their keys
 * keep their names: of several certificates with the issuer's name, the path uses the one whose key
 * made the signature.
 */
#include "config.h"
#include "net/tls/tls_private.h"

#include <string.h>

/* Whether the issuer's key made cert's signature, whatever else is wrong with either. */
static bool signature_fits(gnutls_x509_crt_t cert, gnutls_x509_crt_t issuer)
{
	const unsigned flags = GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1 |
			       GNUTLS_VERIFY_DISABLE_CA_SIGN | GNUTLS_VERIFY_DISABLE_TIME_CHECKS |
			       GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS;
	unsigned why = 0;

	return gnutls_x509_crt_verify(cert, &issuer, 1, flags, &why) == 0 &&
	       !(why & (GNUTLS_CERT_SIGNATURE_FAILURE | GNUTLS_CERT_SIGNER_NOT_FOUND));
}

static bool same_name(const gnutls_datum_t *a, const gnutls_datum_t *b)
{
	return a->size == b->size && !memcmp(a->data, b->data, a->size);
}

/* Whether the issuer has that name; key identifiers are only hints, and can be wrong. */
static bool names_issuer(gnutls_x509_crt_t cert, gnutls_x509_crt_t issuer)
{
	gnutls_datum_t wanted = {NULL, 0}, has = {NULL, 0};
	bool same = gnutls_x509_crt_get_raw_issuer_dn(cert, &wanted) == 0 &&
		    gnutls_x509_crt_get_raw_dn(issuer, &has) == 0 && same_name(&wanted, &has);

	gnutls_free(wanted.data);
	gnutls_free(has.data);
	return same;
}

/* A copy of the trusted certificate with the issuer's name whose signature matches, or NULL. */
static gnutls_x509_crt_t fitting_root(gnutls_x509_trust_list_t roots, gnutls_x509_crt_t cert)
{
	gnutls_x509_trust_list_iter_t at = NULL;
	gnutls_x509_crt_t root, found = NULL;

	while (gnutls_x509_trust_list_iter_get_ca(roots, &at, &root) == 0) {
		if (!found && names_issuer(cert, root) && signature_fits(cert, root))
			found = root;
		else
			gnutls_x509_crt_deinit(root);
	}
	return found;
}

/* Whether a trusted root has issued cert; it is then path->root. */
static bool find_root(struct tls_path *path, gnutls_x509_trust_list_t roots, gnutls_x509_crt_t cert,
		      bool fitting)
{
	path->root = NULL;
	if (gnutls_x509_trust_list_get_issuer(roots, cert, &path->root, 0) < 0)
		return false;
	if (!fitting || gnutls_x509_crt_equals(path->root, cert) ||
	    signature_fits(cert, path->root))
		return true;
	path->root = path->owned = fitting_root(roots, cert);
	return path->root;
}

static bool is_used(const struct tls_path *path, gnutls_x509_crt_t cert)
{
	for (unsigned i = 0; i < path->n; i++)
		if (path->v[i] == cert)
			return true;
	return false;
}

/* Continues to a root by matching signatures. False: there is no such path, and *path is
 * unchanged. */
static bool reach_root(struct tls_path *path, const struct tls_chain *chain,
		       gnutls_x509_trust_list_t roots, gnutls_x509_crt_t cert)
{
	path->v[path->n++] = cert;
	if (find_root(path, roots, cert, true))
		return true;
	for (unsigned i = 1; i < chain->n; i++)
		if (!is_used(path, chain->v[i]) && names_issuer(cert, chain->v[i]) &&
		    signature_fits(cert, chain->v[i]) &&
		    reach_root(path, chain, roots, chain->v[i]))
			return true;
	path->n--;
	return false;
}

/* The next certificate of the chain that can have issued cert, preferably one that did; or NULL. */
static gnutls_x509_crt_t issuer_in_chain(const struct tls_chain *chain, const struct tls_path *path,
					 gnutls_x509_crt_t cert)
{
	gnutls_x509_crt_t first = NULL;

	for (unsigned i = 1; i < chain->n; i++) {
		if (is_used(path, chain->v[i]) || !gnutls_x509_crt_check_issuer(cert, chain->v[i]))
			continue;
		if (signature_fits(cert, chain->v[i]))
			return chain->v[i];
		if (!first)
			first = chain->v[i];
	}
	return first;
}

/* As far as names lead. */
static void follow_names(struct tls_path *path, const struct tls_chain *chain,
			 gnutls_x509_trust_list_t roots)
{
	gnutls_x509_crt_t cert = chain->v[0];

	while (cert) {
		path->v[path->n++] = cert;
		if (find_root(path, roots, cert, false))
			return;
		cert = issuer_in_chain(chain, path, cert);
	}
}

void tls_path_open(struct tls_path *path, const struct tls_chain *chain,
		   gnutls_x509_trust_list_t roots)
{
	*path = (struct tls_path){0};
	if (!reach_root(path, chain, roots, chain->v[0]))
		follow_names(path, chain, roots);
	if (path->root && !gnutls_x509_crt_equals(path->root, path->v[path->n - 1]))
		path->v[path->n++] = path->root;
}

void tls_path_close(struct tls_path *path)
{
	if (path->owned)
		gnutls_x509_crt_deinit(path->owned);
}
