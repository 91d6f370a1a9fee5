/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration of a practice server, with everything that can be odd about one. */
#include "config.h"
#include "net/tls/tls_private.h"

#include "base/mem.h"

#include <gnutls/abstract.h>
#include <stdlib.h>
#include <string.h>

/*
 * Uses the chain unchanged, wrong order included: practice servers need that. (GnuTLS's own readers
 * of PEM files sort it.)
 */
static int set_chain(gnutls_certificate_credentials_t to, const char *chain_pem,
		     gnutls_privkey_t key)
{
	gnutls_datum_t pem = {(unsigned char *)chain_pem, (unsigned)strlen(chain_pem)};
	gnutls_x509_crt_t *certs = NULL;
	unsigned n = 0, taken = 0;
	int err = gnutls_x509_crt_list_import2(&certs, &n, &pem, GNUTLS_X509_FMT_PEM, 0);

	if (err < 0)
		return err;
	gnutls_pcert_st *list = mem_calloc(n, sizeof *list);

	while (err >= 0 && taken < n) {
		err = gnutls_pcert_import_x509(&list[taken], certs[taken], 0);
		taken += err >= 0;
	}
	if (err >= 0)
		err = gnutls_certificate_set_key(to, NULL, 0, list, (int)n, key);
	if (err < 0) {
		while (taken)
			gnutls_pcert_deinit(&list[--taken]);
	}
	for (unsigned i = 0; i < n; i++)
		gnutls_x509_crt_deinit(certs[i]);
	gnutls_free(certs);
	free(list);
	return err;
}

static int set_chain_and_key(gnutls_certificate_credentials_t to, const char *chain_pem,
			     const char *key_pem)
{
	gnutls_datum_t pem = {(unsigned char *)key_pem, (unsigned)strlen(key_pem)};
	gnutls_privkey_t key;

	if (gnutls_privkey_init(&key) < 0)
		mem_exhausted();
	int err = gnutls_privkey_import_x509_raw(key, &pem, GNUTLS_X509_FMT_PEM, NULL, 0);

	if (err >= 0)
		err = set_chain(to, chain_pem, key);
	if (err < 0)
		gnutls_privkey_deinit(key);
	return err;
}

struct tls_config *tls_config_server(const char *chain_pem, const char *key_pem,
				     const char *options, char **ret_error)
{
	struct tls_config *config = tls_config_new(true);
	int err = set_chain_and_key(config->credentials, chain_pem, key_pem);

	if (err >= 0)
		err = gnutls_priority_init(&config->priority, options ? options : "NORMAL", NULL);
	if (err >= 0)
		err = gnutls_session_ticket_key_generate(&config->ticket_key);
	if (err >= 0)
		return config;
	tls_config_free(config);
	*ret_error = mem_strdup(gnutls_strerror(err));
	return NULL;
}

void tls_config_server_refuse(struct tls_config *config, int alert)
{
	config->refuse_alert = alert;
}

void tls_config_server_refuse_nameless(struct tls_config *config, int alert)
{
	config->nameless_alert = alert;
}

void tls_config_server_refuse_named(struct tls_config *config, int alert)
{
	config->named_alert = alert;
}

bool tls_config_server_nameless(struct tls_config *config, const char *chain_pem,
				const char *key_pem)
{
	if (!config->nameless && gnutls_certificate_allocate_credentials(&config->nameless) < 0)
		mem_exhausted();
	return set_chain_and_key(config->nameless, chain_pem, key_pem) >= 0;
}

void tls_config_server_swallow(struct tls_config *config, unsigned bytes)
{
	config->swallow = bytes;
}

void tls_config_server_newest(struct tls_config *config, enum tls_version newest)
{
	config->intolerant = true;
	config->newest = newest;
}

/* RFC 2409, sections 6.1 and 6.2, and RFC 3526, section 2: the groups of old servers. */
static const struct {
	int bits;
	const char *prime;
} groups[] = {
#define OAKLEY_BEGIN                                                                               \
	"FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A0879" \
	"8E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A6"
    {768, OAKLEY_BEGIN "3A3620FFFFFFFFFFFFFFFF"},
    {1024, OAKLEY_BEGIN "37ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381"
			"FFFFFFFFFFFFFFFF"},
    {1536, OAKLEY_BEGIN "37ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3D"
			"C2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F3"
			"56208552BB9ED529077096966D670C354E4ABC9804F1746C08CA237327FFFFFFFFFFFF"
			"FFFF"},
};

/* The credentials use the group as long as they live. */
static bool set_group(struct tls_config *config, const char *hex)
{
	const gnutls_datum_t generator = {(unsigned char *)"\x02", 1};
	gnutls_datum_t text = {(unsigned char *)hex, (unsigned)strlen(hex)}, prime = {NULL, 0};
	gnutls_dh_params_t params;

	if (gnutls_hex_decode2(&text, &prime) < 0 || gnutls_dh_params_init(&params) < 0)
		mem_exhausted();
	bool fine = gnutls_dh_params_import_raw(params, &prime, &generator) == 0;

	gnutls_free(prime.data);
	if (!fine) {
		gnutls_dh_params_deinit(params);
		return false;
	}
	gnutls_certificate_set_dh_params(config->credentials, params);
	config->own_group = params;
	return true;
}

bool tls_config_server_group(struct tls_config *config, int bits)
{
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (groups[i].bits == bits)
			return !config->own_group && set_group(config, groups[i].prime);
	return false;
}

void tls_config_server_ask_client(struct tls_config *config, bool require)
{
	config->ask = require ? TLS_REQUIRE_CERTIFICATE : TLS_ASK_CERTIFICATE;
}

static int show_staple(gnutls_session_t session, void *user, gnutls_datum_t *ret_response)
{
	const struct tls_config *config = user;
	(void)session;

	/* GnuTLS frees it. */
	ret_response->data = gnutls_malloc(config->staple.len);
	if (!ret_response->data)
		mem_exhausted();
	memcpy(ret_response->data, config->staple.data, config->staple.len);
	ret_response->size = (unsigned)config->staple.len;
	return 0;
}

void tls_config_server_staple(struct tls_config *config, const void *response, size_t len)
{
	buf_reset(&config->staple);
	buf_append(&config->staple, response, len);
	gnutls_certificate_set_ocsp_status_request_function2(config->credentials, 0, show_staple,
							     config);
}
