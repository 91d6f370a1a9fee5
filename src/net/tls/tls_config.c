/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/tls/tls_private.h"

#include "base/mem.h"

#include <gnutls/abstract.h>
#include <stdlib.h>
#include <string.h>

/*
 * All that GnuTLS can still do, so that old servers can be described rather
 * than merely fail.  What is too weak is judged from the events.
 */
#define WEAK_TOO                                                                                   \
	":+SIGN-RSA-SHA1:+SIGN-ECDSA-SHA1:+SIGN-DSA-SHA1:+DHE-DSS:+3DES-CBC:+ARCFOUR-128:+MD5"     \
	":%COMPAT:%VERIFY_ALLOW_SIGN_WITH_SHA1:%VERIFY_ALLOW_BROKEN:%PROFILE_VERY_WEAK"

static struct tls_config *new_config(bool server)
{
	struct tls_config *config = mem_calloc(1, sizeof *config);

	config->holders = 1;
	config->server = server;
	config->refuse_alert = config->nameless_alert = -1;
	if (gnutls_certificate_allocate_credentials(&config->credentials) < 0)
		mem_exhausted();
	return config;
}

/* The priority string for that trial, newest version first; TLS_TRIAL_NAMELESS means all. */
static char *client_priority(enum tls_trial tls_probe)
{
	struct buf text;

	buf_init(&text, 0);
	buf_puts(&text, "NORMAL:-VERS-ALL");
	for (unsigned v = TLS_VERSION_COUNT_; v--;)
		if (tls_probe >= TLS_TRIAL_SECRECY || v == (unsigned)tls_probe)
			buf_printf(&text, ":+VERS-%s", tls_version_name((enum tls_version)v));
	buf_puts(&text, WEAK_TOO);
	if (tls_probe == TLS_TRIAL_SECRECY)
		buf_puts(&text, ":-RSA");
	return buf_take(&text);
}

static bool set_client_priority(struct tls_config *config, enum tls_trial tls_probe)
{
	char *text = client_priority(tls_probe);
	int err = gnutls_priority_init(&config->priority, text, NULL);

	free(text);
	/* A system-wide policy can forbid some of it; then what is usual must do. */
	if (err < 0 && tls_probe == TLS_TRIAL_NAMELESS)
		err = gnutls_priority_init(&config->priority, NULL, NULL);
	/* The policy may also leave nothing of what was asked for, without a word. */
	const unsigned *list;

	return err == 0 && gnutls_priority_protocol_list(config->priority, &list) > 0;
}

struct tls_config *tls_config_client(const char *ca_file, int64_t now, char **ret_error)
{
	struct tls_trust *trust = tls_trust_new(ca_file, ret_error);

	if (!trust)
		return NULL;
	struct tls_config *config = new_config(false);

	config->trust = trust;
	config->now = now;
	if (set_client_priority(config, TLS_TRIAL_NAMELESS))
		return config;
	tls_config_free(config);
	*ret_error = mem_strdup("GnuTLS accepts no priority on this system");
	return NULL;
}

struct tls_config *tls_config_client_trial(const struct tls_config *base, enum tls_trial tls_probe)
{
	struct tls_config *config = new_config(false);

	config->trust = tls_trust_hold(base->trust);
	config->now = base->now;
	if (set_client_priority(config, tls_probe))
		return config;
	tls_config_free(config);
	return NULL;
}

/*
 * Takes the chain just as it is, wrong order and all: that is what practice
 * servers are for.  (GnuTLS's own readers of PEM files sort it.)
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
	struct tls_config *config = new_config(true);
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

bool tls_config_server_nameless(struct tls_config *config, const char *chain_pem,
				const char *key_pem)
{
	if (!config->nameless && gnutls_certificate_allocate_credentials(&config->nameless) < 0)
		mem_exhausted();
	return set_chain_and_key(config->nameless, chain_pem, key_pem) >= 0;
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

void tls_config_free(struct tls_config *config)
{
	if (!config || --config->holders)
		return;
	gnutls_certificate_free_credentials(config->credentials);
	if (config->nameless)
		gnutls_certificate_free_credentials(config->nameless);
	if (config->priority)
		gnutls_priority_deinit(config->priority);
	tls_trust_release(config->trust);
	buf_clear(&config->staple);
	gnutls_free(config->ticket_key.data);
	free(config);
}
