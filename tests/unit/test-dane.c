/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates compared with TLSA records, as in RFC 7672 for SMTP. */
#include "config.h"
#include "net/tls/tls_dane.h"

#include "base/buf.h"
#include "base/mem.h"
#include "certs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <cmocka.h>

static gnutls_x509_crt_t read_cert(const char *pem)
{
	gnutls_datum_t data = {(unsigned char *)pem, (unsigned)strlen(pem)};
	gnutls_x509_crt_t cert;

	assert_int_equal(gnutls_x509_crt_init(&cert), 0);
	assert_int_equal(gnutls_x509_crt_import(cert, &data, GNUTLS_X509_FMT_PEM), 0);
	return cert;
}

/* The bytes that a selector means: the certificate, or its public key. */
static gnutls_datum_t selected(gnutls_x509_crt_t cert, int selector)
{
	gnutls_datum_t data;
	gnutls_pubkey_t key;

	if (!selector) {
		assert_int_equal(gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_DER, &data), 0);
		return data;
	}
	assert_int_equal(gnutls_pubkey_init(&key), 0);
	assert_int_equal(gnutls_pubkey_import_x509(key, cert, 0), 0);
	assert_int_equal(gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, &data), 0);
	gnutls_pubkey_deinit(key);
	return data;
}

/* The TLSA record for a certificate; the caller frees. */
static char *tlsa(const char *pem, int usage, int selector, int match)
{
	static const gnutls_digest_algorithm_t hashes[] = {0, GNUTLS_DIG_SHA256, GNUTLS_DIG_SHA512};
	gnutls_x509_crt_t cert = read_cert(pem);
	gnutls_datum_t data = selected(cert, selector);
	unsigned char hash[64];
	struct buf out;

	buf_init(&out, 0);
	buf_printf(&out, "%d %d %d ", usage, selector, match);
	const unsigned char *bytes = data.data;
	size_t len = data.size;

	if (match) {
		gnutls_hash_fast(hashes[match], data.data, data.size, hash);
		bytes = hash;
		len = gnutls_hash_get_len(hashes[match]);
	}
	for (size_t i = 0; i < len; i++)
		buf_printf(&out, "%02x", bytes[i]);
	gnutls_free(data.data);
	gnutls_x509_crt_deinit(cert);
	return buf_take(&out);
}

/* Compares identity's certificate, and the root if wanted, with one record, for name. */
static struct tls_dane check(const struct tls_identity *leaf, const struct tls_identity *root,
			     char *record, const char *name)
{
	struct strs records = {0}, chain = {0}, names = {0};
	struct tls_dane found;

	strs_append(&records, record);
	strs_add(&chain, leaf->cert_pem);
	if (root)
		strs_add(&chain, root->cert_pem);
	strs_add(&names, name);
	tls_dane_check(&records, &chain, &names, CERTS_NOW, NULL, &found);
	strs_clear(&records);
	strs_clear(&chain);
	strs_clear(&names);
	return found;
}

static enum outcome outcome_of(char *record)
{
	return check(certs.good, certs.root, record, CERTS_HOST).outcome;
}

static void needs_dane(void)
{
#ifndef HAVE_DANE
	assert_int_equal(outcome_of(mem_strdup("3 1 1 00")), OUTCOME_SKIPPED);
	skip();
#endif
}

static void test_every_kind_of_match(void **state)
{
	(void)state;
	needs_dane();
	for (int usage = 2; usage <= 3; usage++)
		for (int selector = 0; selector <= 1; selector++)
			for (int match = 0; match <= 2; match++) {
				const char *own =
				    usage == 3 ? certs.good->cert_pem : certs.root->cert_pem;
				const char *other = usage == 3 ? certs.root->cert_pem : NULL;

				assert_int_equal(outcome_of(tlsa(own, usage, selector, match)),
						 OUTCOME_OK);
				if (other)
					assert_int_equal(
					    outcome_of(tlsa(other, usage, selector, match)),
					    OUTCOME_DENIED);
			}
}

static void test_unusable(void **state)
{
	static const char *const records[] = {
	    "0 0 1 0000000000000000000000000000000000000000000000000000000000000000",
	    "1 1 1 0000000000000000000000000000000000000000000000000000000000000000",
	    "4 1 1 0000000000000000000000000000000000000000000000000000000000000000",
	    "3 2 1 0000000000000000000000000000000000000000000000000000000000000000",
	    "3 1 3 0000000000000000000000000000000000000000000000000000000000000000",
	    "3 1 1 00",
	    "3 1 1 ",
	    "3 1 1 0g",
	    "3 1 1 0",
	    "3 1",
	    "",
	    "-3 1 1 00",
	    "256 1 1 00",
	    "3 1 1"};

	(void)state;
	needs_dane();
	for (size_t i = 0; i < sizeof records / sizeof *records; i++)
		assert_int_equal(outcome_of(mem_strdup(records[i])), OUTCOME_NOTOFFERED);
	assert_int_equal(
	    outcome_of(mem_strdup(
		"3 1 1 0000000000000000000000000000000000000000000000000000000000000000")),
	    OUTCOME_DENIED);
}

/* Usage 3: neither name nor dates matter (RFC 7672 section 3.1.1); usage 2: both do. */
static void test_names_and_dates(void **state)
{
	const char *names[] = {CERTS_HOST, NULL};
	struct tls_identity *old =
	    certs_make(certs.root, (struct tls_make_spec){.names = names,
							  .not_before = CERTS_NOW - 30 * CERTS_DAY,
							  .not_after = CERTS_NOW - CERTS_DAY});
	struct tls_dane found;

	(void)state;
	needs_dane();
	found = check(old, certs.root, tlsa(old->cert_pem, 3, 1, 1), "mx.example.net");
	assert_int_equal(found.outcome, OUTCOME_OK);
	found = check(old, certs.root, tlsa(certs.root->cert_pem, 2, 0, 1), CERTS_HOST);
	assert_int_equal(found.outcome, OUTCOME_DENIED);
	assert_int_equal(found.status, CERT_EXPIRED);
	found =
	    check(certs.good, certs.root, tlsa(certs.root->cert_pem, 2, 0, 1), "mx.example.net");
	assert_int_equal(found.outcome, OUTCOME_DENIED);
	assert_int_equal(found.status, CERT_WRONG_NAME);
	tls_identity_free(old);
}

/* A certificate of another root beside the matching one proves nothing. */
static void test_false_path(void **state)
{
	struct tls_identity *stranger =
	    certs_make(NULL, (struct tls_make_spec){.common_name = "stranger", .is_ca = true});
	struct tls_dane found =
	    check(certs.good, stranger, tlsa(stranger->cert_pem, 2, 0, 1), CERTS_HOST);

	(void)state;
	needs_dane();
	assert_int_equal(found.outcome, OUTCOME_DENIED);
	assert_true(found.status & CERT_UNTRUSTED);
	tls_identity_free(stranger);
}

static void test_rollover(void **state)
{
	struct strs records = {0}, chain = {0}, names = {0};
	struct tls_dane found;

	(void)state;
	needs_dane();
	strs_append(&records, tlsa(certs.root->cert_pem, 3, 1, 1)); /* the next key */
	strs_add(&records, "1 1 1 00");
	strs_append(&records, tlsa(certs.good->cert_pem, 3, 1, 1));
	strs_add(&chain, certs.good->cert_pem);
	tls_dane_check(&records, &chain, &names, CERTS_NOW, NULL, &found);
	assert_int_equal(found.outcome, OUTCOME_OK);
	assert_int_equal(found.record, 2);
	strs_clear(&chain);
	tls_dane_check(&records, &chain, &names, CERTS_NOW, NULL,
		       &found); /* no certificate at all */
	assert_int_equal(found.outcome, OUTCOME_DENIED);
	strs_clear(&records);
}

/* Only the strongest hash of one usage and selector counts (RFC 7671 section 9). */
static void test_hash_agility(void **state)
{
	struct strs records = {0}, chain = {0}, names = {0};
	struct tls_dane found;

	(void)state;
	needs_dane();
	strs_append(&records, tlsa(certs.good->cert_pem, 3, 1, 1));
	strs_append(&records, tlsa(certs.root->cert_pem, 3, 1, 2));
	strs_add(&chain, certs.good->cert_pem);
	tls_dane_check(&records, &chain, &names, CERTS_NOW, NULL, &found);
	assert_int_equal(found.outcome, OUTCOME_DENIED);
	strs_append(&records, tlsa(certs.good->cert_pem, 3, 0, 1)); /* another selector */
	tls_dane_check(&records, &chain, &names, CERTS_NOW, NULL, &found);
	assert_int_equal(found.outcome, OUTCOME_OK);
	assert_int_equal(found.record, 2);
	strs_clear(&records);
	strs_clear(&chain);
}

static void check_missing(char *record, const struct tls_config *config, unsigned status)
{
	struct strs records = {0}, chain = {0}, names = {0};
	struct tls_dane found;

	strs_append(&records, record);
	strs_add(&chain, certs.good->cert_pem);
	strs_add(&names, CERTS_HOST);
	tls_dane_check(&records, &chain, &names, CERTS_NOW, config, &found);
	assert_int_equal(found.outcome, OUTCOME_DENIED);
	assert_int_equal(found.status, status);
	assert_int_equal(status != 0, found.issuer != NULL);
	free(found.issuer);
	strs_clear(&records);
	strs_clear(&chain);
	strs_clear(&names);
}

/* The record is for the issuer of the chain, whose certificate was not sent (RFC 7671 section
 * 5.2). */
static void test_missing_anchor(void **state)
{
	const struct tls_config *config = certs.client;
	struct tls_identity *stranger =
	    certs_make(NULL, (struct tls_make_spec){.common_name = "stranger", .is_ca = true});

	(void)state;
	needs_dane();
	check_missing(tlsa(certs.root->cert_pem, 2, 1, 1), config, CERT_MISSING_ISSUER);
	check_missing(tlsa(certs.root->cert_pem, 2, 0, 2), config, CERT_MISSING_ISSUER);
	check_missing(tlsa(certs.root->cert_pem, 2, 1, 1), NULL,
		      0); /* its root is not known here */
	check_missing(tlsa(certs.root->cert_pem, 2, 0, 0), NULL, CERT_MISSING_ISSUER);
	check_missing(tlsa(stranger->cert_pem, 2, 0, 0), config, 0);
	check_missing(tlsa(certs.root->cert_pem, 3, 1, 1), config, 0);
	tls_identity_free(stranger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_kind_of_match),
	    cmocka_unit_test(test_unusable),
	    cmocka_unit_test(test_names_and_dates),
	    cmocka_unit_test(test_false_path),
	    cmocka_unit_test(test_rollover),
	    cmocka_unit_test(test_hash_agility),
	    cmocka_unit_test(test_missing_anchor),
	};

	return cmocka_run_group_tests(tests, certs_set_up, certs_tear_down);
}
