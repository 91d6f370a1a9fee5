/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates with every fault, shown in a real handshake: each sets its own bits and no
 * others. */
#include "config.h"
#include "net/tls/tls.h"

#include "base/mem.h"
#include "certs.h"
#include "netpair.h"
#include "practice/identity.h"
#include "told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <cmocka.h>

static unsigned status_with(const struct tls_config *client, const struct tls_config *server,
			    const char *host)
{
	struct netpair p;

	netpair_open(&p, AF_INET, NETPAIR_WHOLE);
	netpair_join(&p);
	conn_start_tls(p.server.c, server, NULL);
	conn_start_tls(p.client.c, client, host);
	netpair_run(&p, netpair_both_secure);
	unsigned status = tls_status(conn_tls(p.client.c));

	netpair_close(&p);
	return status;
}

/* The status that a client with that trust finds for a chain and host. */
static unsigned status_of(const struct tls_config *client, const char *chain_pem,
			  const char *key_pem, const char *host)
{
	char *error = NULL;
	struct tls_config *server = tls_config_server(chain_pem, key_pem, NULL, &error);

	if (!server)
		fail_msg("%s", error);
	unsigned status = status_with(client, server, host);

	tls_config_free(server);
	return status;
}

/* ---- one certificate below the root ---- */

enum signer { BY_ROOT, BY_ITSELF, BY_STRANGER, BY_LEAF };

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define PAST (CERTS_NOW - CERTS_DAY)
#define FUTURE (CERTS_NOW + CERTS_DAY)

static const struct row {
	const char *what;
	enum signer signer;
	struct tls_make_spec spec;
	const char *host;
	unsigned status;
} rows[] = {
    {"good", BY_ROOT, {.names = NAMES(CERTS_HOST)}, CERTS_HOST, 0},
    {"host in capitals, with the root's dot",
     BY_ROOT,
     {.names = NAMES(CERTS_HOST)},
     "MAIL.Example.ORG.",
     0},
    {"wildcard", BY_ROOT, {.names = NAMES("*.example.org")}, CERTS_HOST, 0},
    {"wildcard one level up",
     BY_ROOT,
     {.names = NAMES("*.example.org")},
     "a.b.example.org",
     CERT_WRONG_NAME},
    {"one of many names", BY_ROOT, {.names = NAMES("a.example", CERTS_HOST)}, CERTS_HOST, 0},
    {"address", BY_ROOT, {.names = NAMES("192.0.2.1", "2001:db8::1")}, "192.0.2.1", 0},
    {"address of version 6", BY_ROOT, {.names = NAMES("2001:db8::1")}, "2001:db8:0::1", 0},
    {"another address", BY_ROOT, {.names = NAMES("192.0.2.1")}, "192.0.2.2", CERT_WRONG_NAME},
    {"no host asked for", BY_ROOT, {.names = NAMES("other.example")}, NULL, 0},
    {"wrong name", BY_ROOT, {.names = NAMES("other.example")}, CERTS_HOST, CERT_WRONG_NAME},
    {"common name does not help",
     BY_ROOT,
     {.common_name = CERTS_HOST, .names = NAMES("other.example")},
     CERTS_HOST,
     CERT_WRONG_NAME},
    {"no SAN, common name fits", BY_ROOT, {.common_name = CERTS_HOST}, CERTS_HOST, CERT_NO_NAME},
    {"no SAN, another common name",
     BY_ROOT,
     {.common_name = "other.example"},
     CERTS_HOST,
     CERT_NO_NAME | CERT_WRONG_NAME},
    {"expired", BY_ROOT, {.names = NAMES(CERTS_HOST), .not_after = PAST}, CERTS_HOST, CERT_EXPIRED},
    {"last second", BY_ROOT, {.names = NAMES(CERTS_HOST), .not_after = CERTS_NOW}, CERTS_HOST, 0},
    {"not yet valid",
     BY_ROOT,
     {.names = NAMES(CERTS_HOST), .not_before = FUTURE},
     CERTS_HOST,
     CERT_NOT_YET_VALID},
    {"self-signed",
     BY_ITSELF,
     {.common_name = CERTS_HOST, .names = NAMES(CERTS_HOST)},
     CERTS_HOST,
     CERT_UNTRUSTED | CERT_SELF_SIGNED},
    {"unknown issuer", BY_STRANGER, {.names = NAMES(CERTS_HOST)}, CERTS_HOST, CERT_UNTRUSTED},
    {"issuer is no CA", BY_LEAF, {.names = NAMES(CERTS_HOST)}, CERTS_HOST, CERT_BAD_CONSTRAINTS},
    {"small RSA key",
     BY_ROOT,
     {.names = NAMES(CERTS_HOST), .key = TLS_KEY_RSA, .bits = 1024},
     CERTS_HOST,
     CERT_WEAK},
    {"RSA key",
     BY_ROOT,
     {.names = NAMES(CERTS_HOST), .key = TLS_KEY_RSA, .bits = 2048},
     CERTS_HOST,
     0},
    {"SHA-1", BY_ROOT, {.names = NAMES(CERTS_HOST), .sha1 = true}, CERTS_HOST, CERT_WEAK},
    {"must staple",
     BY_ROOT,
     {.names = NAMES(CERTS_HOST), .must_staple = true},
     CERTS_HOST,
     CERT_MISSING_STAPLE},
    {"expired and wrong name",
     BY_ROOT,
     {.names = NAMES("other.example"), .not_after = PAST},
     CERTS_HOST,
     CERT_EXPIRED | CERT_WRONG_NAME},
    {"self-signed, expired, wrong name, weak",
     BY_ITSELF,
     {.common_name = "x",
      .names = NAMES("x.example"),
      .not_after = PAST,
      .key = TLS_KEY_RSA,
      .bits = 1024},
     CERTS_HOST,
     CERT_UNTRUSTED | CERT_SELF_SIGNED | CERT_EXPIRED | CERT_WRONG_NAME | CERT_WEAK},
    {"unknown issuer, not yet valid, no name, no staple",
     BY_STRANGER,
     {.common_name = CERTS_HOST, .not_before = FUTURE, .must_staple = true},
     CERTS_HOST,
     CERT_UNTRUSTED | CERT_NOT_YET_VALID | CERT_NO_NAME | CERT_MISSING_STAPLE},
};

static void test_faults(void **state)
{
	struct tls_identity *stranger =
	    certs_make(NULL, (struct tls_make_spec){.common_name = "Stranger", .is_ca = true});
	const struct tls_identity *const signers[] = {[BY_ROOT] = certs.root,
						      [BY_ITSELF] = NULL,
						      [BY_STRANGER] = stranger,
						      [BY_LEAF] = certs.good};
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tls_identity *leaf = certs_make(signers[rows[i].signer], rows[i].spec);
		unsigned status =
		    status_of(certs.client, leaf->chain_pem, leaf->key_pem, rows[i].host);

		if (status != rows[i].status)
			fail_msg("%s: 0x%x, not 0x%x", rows[i].what, status, rows[i].status);
		tls_identity_free(leaf);
	}
	tls_identity_free(stranger);
}

/* ---- chains ---- */

static unsigned status_of_parts(const char *const *parts, size_t n, const char *key_pem)
{
	char *chain = mem_strdup("");

	for (size_t i = 0; i < n; i++) {
		char *longer = mem_printf("%s%s", chain, parts[i]);

		free(chain);
		chain = longer;
	}
	unsigned status = status_of(certs.client, chain, key_pem, CERTS_HOST);

	free(chain);
	return status;
}

static void test_chains(void **state)
{
	const struct tls_make_spec ca = {.common_name = "Middle", .is_ca = true};
	const struct tls_make_spec old = {.common_name = "Old", .is_ca = true, .not_after = PAST};
	const struct tls_make_spec spec = {.names = NAMES(CERTS_HOST)};
	struct tls_identity *middle = certs_make(certs.root, ca), *leaf = certs_make(middle, spec);
	struct tls_identity *lower = certs_make(middle, ca), *deep = certs_make(lower, spec);
	struct tls_identity *expired = certs_make(certs.root, old),
			    *below = certs_make(expired, spec);
	const char *good = leaf->cert_pem, *issuer = middle->cert_pem, *top = certs.root->cert_pem;
#define STATUS(key, ...)                                                                           \
	status_of_parts((const char *[]){__VA_ARGS__},                                             \
			sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *), key)
	(void)state;

	assert_string_not_equal(leaf->chain_pem, leaf->cert_pem);
	assert_null(strstr(leaf->chain_pem, top)); /* the root is not sent */
	assert_int_equal(STATUS(leaf->key_pem, leaf->chain_pem), 0);
	assert_int_equal(STATUS(deep->key_pem, deep->chain_pem), 0);
	assert_int_equal(STATUS(leaf->key_pem, good, issuer, top), 0);
	assert_int_equal(STATUS(leaf->key_pem, good), CERT_UNTRUSTED);
	assert_int_equal(STATUS(deep->key_pem, deep->cert_pem, lower->cert_pem), CERT_UNTRUSTED);
	assert_int_equal(STATUS(deep->key_pem, deep->cert_pem, issuer, lower->cert_pem), 0);
	assert_int_equal(STATUS(below->key_pem, below->chain_pem), CERT_EXPIRED);
	/* Expired certificates beside the path do not count. */
	assert_int_equal(STATUS(leaf->key_pem, good, issuer, expired->cert_pem), 0);
	tls_identity_free(middle);
	tls_identity_free(leaf);
	tls_identity_free(lower);
	tls_identity_free(deep);
	tls_identity_free(expired);
	tls_identity_free(below);
}

static void test_trusted_leaf(void **state)
{
	struct tls_identity *own = certs_make(
	    NULL, (struct tls_make_spec){.common_name = CERTS_HOST, .names = NAMES(CERTS_HOST)});
	struct tls_config *client = certs_trust(own->cert_pem);
	(void)state;

	assert_int_equal(status_of(client, own->chain_pem, own->key_pem, CERTS_HOST), 0);
	tls_config_free(client);
	tls_identity_free(own);
}

static void test_expired_root(void **state)
{
	struct tls_identity *root = certs_make(
	    NULL,
	    (struct tls_make_spec){.common_name = "Old Root", .is_ca = true, .not_after = PAST});
	struct tls_identity *leaf =
	    certs_make(root, (struct tls_make_spec){.names = NAMES(CERTS_HOST)});
	struct tls_config *client = certs_trust(root->cert_pem);
	(void)state;

	assert_int_equal(status_of(client, leaf->chain_pem, leaf->key_pem, CERTS_HOST),
			 CERT_EXPIRED);
	tls_config_free(client);
	tls_identity_free(leaf);
	tls_identity_free(root);
}

/* Two roots of one name: the one with the right key counts, not the first one. */
static void test_renewed_root(void **state)
{
	struct tls_make_spec spec = {.common_name = "Twice", .is_ca = true, .not_after = PAST};
	struct tls_identity *old = certs_make(NULL, spec);

	spec.not_after = 0;
	struct tls_identity *young = certs_make(NULL, spec);
	struct tls_identity *leaf =
	    certs_make(young, (struct tls_make_spec){.names = NAMES(CERTS_HOST)});
	char *both = mem_printf("%s%s", old->cert_pem, young->cert_pem);
	struct tls_config *client = certs_trust(both);
	(void)state;

	assert_int_equal(status_of(client, leaf->chain_pem, leaf->key_pem, CERTS_HOST), 0);
	tls_config_free(client);
	free(both);
	tls_identity_free(leaf);
	tls_identity_free(old);
	tls_identity_free(young);
}

/* ---- staples ---- */

static const struct staple_row {
	const char *what;
	enum tls_staple state;
	int64_t next_update;
	bool must_staple, rsa_issuer, about_another;
	int spoil; /* 1 to flip a bit of the signature, 2 to send nonsense */
	unsigned status;
} staple_rows[] = {
    {"good", TLS_STAPLE_GOOD, FUTURE, false, false, false, 0, 0},
    {"good, and it has to be there", TLS_STAPLE_GOOD, FUTURE, true, false, false, 0, 0},
    {"good, signed with RSA", TLS_STAPLE_GOOD, FUTURE, false, true, false, 0, 0},
    {"revoked", TLS_STAPLE_REVOKED, FUTURE, false, false, false, 0, CERT_REVOKED},
    {"unknown", TLS_STAPLE_UNKNOWN, FUTURE, false, false, false, 0, CERT_BAD_STAPLE},
    {"out of date", TLS_STAPLE_GOOD, PAST, false, false, false, 0, CERT_BAD_STAPLE},
    {"about another", TLS_STAPLE_GOOD, FUTURE, false, false, true, 0, CERT_BAD_STAPLE},
    {"bad signature", TLS_STAPLE_GOOD, FUTURE, false, false, false, 1, CERT_BAD_STAPLE},
    {"revoked with a bad signature", TLS_STAPLE_REVOKED, FUTURE, false, false, false, 1,
     CERT_BAD_STAPLE},
    {"nonsense", TLS_STAPLE_GOOD, FUTURE, false, false, false, 2, CERT_BAD_STAPLE},
};

static unsigned status_with_staple(const struct tls_identity *issuer, const struct staple_row *row)
{
	struct tls_identity *leaf =
	    certs_make(issuer, (struct tls_make_spec){.names = NAMES(CERTS_HOST),
						      .must_staple = row->must_staple});
	struct tls_identity *other =
	    certs_make(issuer, (struct tls_make_spec){.names = NAMES(CERTS_HOST)});
	struct tls_config *server = certs_serve(leaf, NULL);
	struct tls_config *client = certs_trust(issuer->cert_pem);
	size_t len;
	char *staple = tls_make_staple(row->about_another ? other : leaf, issuer, row->state,
				       CERTS_NOW - 2 * CERTS_DAY, row->next_update, &len);

	assert_non_null(staple);
	if (row->spoil == 1)
		staple[len - 1] ^= 1;
	tls_config_server_staple(server, row->spoil == 2 ? "nonsense" : staple,
				 row->spoil == 2 ? 8 : len);
	unsigned status = status_with(client, server, CERTS_HOST);

	free(staple);
	tls_config_free(server);
	tls_config_free(client);
	tls_identity_free(other);
	tls_identity_free(leaf);
	return status;
}

static void test_staples(void **state)
{
	struct tls_identity *rsa = certs_make(
	    NULL, (struct tls_make_spec){
		      .common_name = "RSA", .is_ca = true, .key = TLS_KEY_RSA, .bits = 2048});
	(void)state;

	for (size_t i = 0; i < sizeof staple_rows / sizeof *staple_rows; i++) {
		const struct staple_row *row = &staple_rows[i];
		unsigned status = status_with_staple(row->rsa_issuer ? rsa : certs.root, row);

		if (status != row->status)
			fail_msg("%s: 0x%x, not 0x%x", row->what, status, row->status);
	}
	tls_identity_free(rsa);
}

/* ---- certificates that tls_make() does not make ---- */

/* GnuTLS would cut the name itself, so the extension is written byte by byte. */
static void nul_in_name(gnutls_x509_crt_t cert)
{
	static const char name[] = CERTS_HOST "\0.evil.example";
	unsigned char der[64] = {0x30, sizeof name + 1, 0x82, sizeof name - 1};

	memcpy(der + 4, name, sizeof name - 1);
	gnutls_x509_crt_set_extension_by_oid(cert, "2.5.29.17", der, sizeof name + 3, 0);
}

static void good_name(gnutls_x509_crt_t cert)
{
	gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_DNSNAME, CERTS_HOST,
					     sizeof CERTS_HOST - 1, GNUTLS_FSAN_APPEND);
}

static void for_clients_only(gnutls_x509_crt_t cert)
{
	good_name(cert);
	gnutls_x509_crt_set_key_purpose_oid(cert, GNUTLS_KP_TLS_WWW_CLIENT, 0);
}

static void unknown_extension(gnutls_x509_crt_t cert)
{
	good_name(cert);
	gnutls_x509_crt_set_extension_by_oid(cert, "1.2.3.4.5", "\x05\x00", 2, 1);
}

static char *made_by_hand(void (*tweak)(gnutls_x509_crt_t cert), char **ret_key_pem)
{
	gnutls_x509_crt_t cert, root;
	gnutls_x509_privkey_t key, root_key;
	gnutls_datum_t text = {(void *)certs.root->cert_pem,
			       (unsigned)strlen(certs.root->cert_pem)};

	gnutls_x509_crt_init(&root);
	assert_int_equal(gnutls_x509_crt_import(root, &text, GNUTLS_X509_FMT_PEM), 0);
	text = (gnutls_datum_t){(void *)certs.root->key_pem, (unsigned)strlen(certs.root->key_pem)};
	gnutls_x509_privkey_init(&root_key);
	assert_int_equal(gnutls_x509_privkey_import(root_key, &text, GNUTLS_X509_FMT_PEM), 0);
	gnutls_x509_privkey_init(&key);
	gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
				     GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	gnutls_x509_crt_init(&cert);
	gnutls_x509_crt_set_version(cert, 3);
	gnutls_x509_crt_set_key(cert, key);
	gnutls_x509_crt_set_serial(cert, "\x01", 1);
	gnutls_x509_crt_set_activation_time(cert, CERTS_NOW - CERTS_DAY);
	gnutls_x509_crt_set_expiration_time(cert, CERTS_NOW + CERTS_DAY);
	tweak(cert);
	assert_int_equal(gnutls_x509_crt_sign2(cert, root, root_key, GNUTLS_DIG_SHA256, 0), 0);
	gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &text);
	char *cert_pem = mem_strndup((char *)text.data, text.size);

	gnutls_free(text.data);
	gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &text);
	*ret_key_pem = mem_strndup((char *)text.data, text.size);
	gnutls_free(text.data);
	gnutls_x509_crt_deinit(cert);
	gnutls_x509_crt_deinit(root);
	gnutls_x509_privkey_deinit(key);
	gnutls_x509_privkey_deinit(root_key);
	return cert_pem;
}

static void test_odd_certificates(void **state)
{
	static const struct {
		const char *what;
		void (*tweak)(gnutls_x509_crt_t cert);
		unsigned status;
	} odd[] = {
	    {"good", good_name, 0},
	    {"NUL in the name", nul_in_name, CERT_WRONG_NAME},
	    {"for clients only", for_clients_only, CERT_BAD_PURPOSE},
	    {"unknown critical extension", unknown_extension, CERT_OTHER},
	};
	(void)state;

	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		char *key_pem, *cert_pem = made_by_hand(odd[i].tweak, &key_pem);
		unsigned status = status_of(certs.client, cert_pem, key_pem, CERTS_HOST);

		if (status != odd[i].status)
			fail_msg("%s: 0x%x, not 0x%x", odd[i].what, status, odd[i].status);
		free(cert_pem);
		free(key_pem);
	}
}

/* One bit of the issuer's signature is flipped. */
static void test_bad_signature(void **state)
{
	gnutls_datum_t pem = {(void *)certs.good->cert_pem, (unsigned)strlen(certs.good->cert_pem)};
	gnutls_datum_t der, broken;
	(void)state;

	assert_int_equal(gnutls_pem_base64_decode2("CERTIFICATE", &pem, &der), 0);
	der.data[der.size - 1] ^= 1;
	assert_int_equal(gnutls_pem_base64_encode2("CERTIFICATE", &der, &broken), 0);
	char *chain = mem_strndup((char *)broken.data, broken.size);
	unsigned status = status_of(certs.client, chain, certs.good->key_pem, CERTS_HOST);

	assert_int_equal(status, CERT_BAD_SIGNATURE);
	free(chain);
	gnutls_free(der.data);
	gnutls_free(broken.data);
}

/* ---- what other programs judge ---- */

static void take_told(struct netpair *p, struct told *told, const struct tls_config *client,
		      const struct tls_config *server)
{
	netpair_open(p, AF_INET, NETPAIR_WHOLE);
	netpair_join(p);
	conn_start_tls(p->server.c, server, NULL);
	conn_start_tls(p->client.c, client, IDENTITY_HOST_MAIL);
	netpair_run(p, netpair_both_secure);
	told_take(told, p->client.c);
}

#define FLAGS_OF_LEAF                                                                              \
	(EVENT_CERT_AUTHORITY | EVENT_CERT_NO_CONSTRAINTS | EVENT_CERT_NO_SIGNATURE |              \
	 EVENT_CERT_NO_PURPOSE | EVENT_CERT_EMPTY_PURPOSE)

/* The practice certificates: the findings of verification, and the events about leaf and issuer. */
static const struct {
	const char *name;
	unsigned status, flags, issuer_flags;
	const char *purposes;
} identity_rows[] = {
    {"good", 0, 0, EVENT_CERT_AUTHORITY, "serverAuth"},
    {"many-names", 0, 0, EVENT_CERT_AUTHORITY, "serverAuth"},
    {"six-days", 0, 0, EVENT_CERT_AUTHORITY, "serverAuth"},
    {"authority", 0, EVENT_CERT_AUTHORITY, EVENT_CERT_AUTHORITY, "serverAuth"},
    {"for-clients", CERT_BAD_PURPOSE, 0, EVENT_CERT_AUTHORITY, "clientAuth"},
    {"any-purpose", 0, 0, EVENT_CERT_AUTHORITY, "any"},
    {"no-purpose", 0, EVENT_CERT_NO_PURPOSE, EVENT_CERT_AUTHORITY, NULL},
    {"empty-purpose", 0, EVENT_CERT_EMPTY_PURPOSE, EVENT_CERT_AUTHORITY, NULL},
    {"only-encipherment", 0, EVENT_CERT_NO_SIGNATURE, EVENT_CERT_AUTHORITY, "serverAuth"},
    {"under-no-authority", CERT_BAD_CONSTRAINTS, 0, EVENT_CERT_NO_CONSTRAINTS, "serverAuth"},
    {"under-no-signer", CERT_BAD_CONSTRAINTS, 0, EVENT_CERT_AUTHORITY | EVENT_CERT_NO_SIGNING,
     "serverAuth"},
    {"under-a-twin", 0, 0, EVENT_CERT_AUTHORITY, "serverAuth"},
    {"generation-y", CERT_UNTRUSTED, 0, EVENT_CERT_AUTHORITY, "serverAuth"},
    {"ed25519", 0, 0, EVENT_CERT_AUTHORITY, "serverAuth"},
    {"ec521", 0, 0, EVENT_CERT_AUTHORITY, "serverAuth"},
};

static void test_identities(void **state)
{
	struct identities *ids = identities_new(CERTS_NOW);
	struct tls_config *client = certs_trust(identity_root(ids));
	(void)state;

	for (size_t i = 0; i < sizeof identity_rows / sizeof *identity_rows; i++) {
		const char *chain = NULL, *key = NULL;
		char *error = NULL;
		struct netpair p;
		struct told told;

		assert_true(identity_get(ids, identity_rows[i].name, &chain, &key));
		struct tls_config *server = tls_config_server(chain, key, NULL, &error);

		if (!server)
			fail_msg("%s: %s", identity_rows[i].name, error);
		take_told(&p, &told, client, server);
		const struct event *leaf = told_find(&told, EVENT_TLS_CERT), *issuer = leaf;
		unsigned status = told_find(&told, EVENT_TLS_VERIFY)->status;

		for (size_t k = 0; k < told.n; k++)
			if (told.v[k]->type == EVENT_TLS_CERT && told.v[k]->num)
				issuer = told.v[k];
		if (status != identity_rows[i].status)
			fail_msg("%s: 0x%x", identity_rows[i].name, status);
		if ((leaf->flags & FLAGS_OF_LEAF) != identity_rows[i].flags)
			fail_msg("%s: flags 0x%x", identity_rows[i].name, leaf->flags);
		assert_int_equal(issuer->flags & (EVENT_CERT_AUTHORITY | EVENT_CERT_NO_CONSTRAINTS |
						  EVENT_CERT_NO_SIGNING),
				 identity_rows[i].issuer_flags);
		if (identity_rows[i].purposes)
			assert_string_equal(leaf->detail, identity_rows[i].purposes);
		else
			assert_null(leaf->detail);
		told_clear(&told);
		netpair_close(&p);
		tls_config_free(server);
	}
	tls_config_free(client);
	identities_free(ids);
}

/* Two trusted roots of one name and without key identifiers, in both orders. */
static void test_twin_roots(void **state)
{
	const struct tls_make_spec spec = {
	    .common_name = "Twin", .is_ca = true, .no_key_ids = true};
	struct tls_identity *a = certs_make(NULL, spec), *b = certs_make(NULL, spec);
	struct tls_identity *leaf =
	    certs_make(b, (struct tls_make_spec){.names = NAMES(CERTS_HOST), .no_key_ids = true});
	char *orders[] = {mem_printf("%s%s", a->cert_pem, b->cert_pem),
			  mem_printf("%s%s", b->cert_pem, a->cert_pem)};
	(void)state;

	for (size_t i = 0; i < 2; i++) {
		struct tls_config *client = certs_trust(orders[i]);

		assert_int_equal(status_of(client, leaf->chain_pem, leaf->key_pem, CERTS_HOST), 0);
		tls_config_free(client);
		free(orders[i]);
	}
	struct tls_config *wrong = certs_trust(a->cert_pem);

	assert_int_not_equal(status_of(wrong, leaf->chain_pem, leaf->key_pem, CERTS_HOST), 0);
	tls_config_free(wrong);
	tls_identity_free(leaf);
	tls_identity_free(a);
	tls_identity_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_faults),	     cmocka_unit_test(test_chains),
	    cmocka_unit_test(test_trusted_leaf),     cmocka_unit_test(test_expired_root),
	    cmocka_unit_test(test_renewed_root),     cmocka_unit_test(test_staples),
	    cmocka_unit_test(test_odd_certificates), cmocka_unit_test(test_bad_signature),
	    cmocka_unit_test(test_identities),	     cmocka_unit_test(test_twin_roots),
	};

	return cmocka_run_group_tests_name("tls-verify", tests, certs_set_up, certs_tear_down);
}
