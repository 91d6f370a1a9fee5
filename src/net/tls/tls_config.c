/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/tls/tls_private.h"

#include "base/mem.h"

#include <stdlib.h>

/*
 * All that GnuTLS can still do, so that old servers can be described and do not just fail. The
 * events show what is too weak.
 */
#define WEAK_TOO                                                                                   \
	":+SIGN-RSA-SHA1:+SIGN-ECDSA-SHA1:+SIGN-DSA-SHA1:+DHE-DSS:+3DES-CBC:+ARCFOUR-128:+MD5"     \
	":%COMPAT:%VERIFY_ALLOW_SIGN_WITH_SHA1:%VERIFY_ALLOW_BROKEN:%PROFILE_VERY_WEAK"

struct tls_config *tls_config_new(bool server)
{
	struct tls_config *config = mem_calloc(1, sizeof *config);

	config->holders = 1;
	config->server = server;
	config->refuse_alert = config->nameless_alert = config->named_alert = -1;
	if (gnutls_certificate_allocate_credentials(&config->credentials) < 0)
		mem_exhausted();
	return config;
}

/* What every current mail program has, and nothing that only some have. */
#define COMMON_ONLY                                                                                \
	":-GROUP-ALL:+GROUP-SECP256R1:+GROUP-X25519:-DHE-RSA:-DHE-DSS:-3DES-CBC:-ARCFOUR-128:-MD5" \
	":-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:-SIGN-DSA-SHA1"
#define SMALL_ONLY                                                                                 \
	":-GROUP-ALL:+GROUP-SECP256R1:+GROUP-X25519:-DHE-RSA:-DHE-DSS:-CAMELLIA-128-GCM"           \
	":-CAMELLIA-256-GCM:-CAMELLIA-128-CBC:-CAMELLIA-256-CBC:%NO_TICKETS"

/* Besides the versions; TLS_OFFER_NAMELESS and TLS_OFFER_LARGE mean all. */
static const char *const offer_priorities[TLS_OFFER_COUNT_] = {
    [TLS_OFFER_SECRECY] = ":-RSA",
    [TLS_OFFER_COMMON] = COMMON_ONLY,
    [TLS_OFFER_SMALL] = SMALL_ONLY,
};

/* The priority string for that offer, newest version first. */
static char *client_priority(enum tls_offer offer)
{
	struct buf text;

	buf_init(&text, 0);
	buf_puts(&text, "NORMAL:-VERS-ALL");
	for (unsigned v = TLS_VERSION_COUNT_; v--;)
		if (offer >= TLS_OFFER_SECRECY || v == (unsigned)offer)
			buf_printf(&text, ":+VERS-%s", tls_version_name((enum tls_version)v));
	buf_puts(&text, WEAK_TOO);
	if (offer_priorities[offer])
		buf_puts(&text, offer_priorities[offer]);
	return buf_take(&text);
}

static bool set_client_priority(struct tls_config *config, enum tls_offer offer)
{
	char *text = client_priority(offer);
	int err = gnutls_priority_init(&config->priority, text, NULL);

	free(text);
	/* A system-wide policy can forbid some of it; then the defaults are used. */
	if (err < 0 && offer == TLS_OFFER_NAMELESS)
		err = gnutls_priority_init(&config->priority, NULL, NULL);
	/* The policy may also silently remove everything that was asked for. */
	const unsigned *list;

	return err == 0 && gnutls_priority_protocol_list(config->priority, &list) > 0;
}

struct tls_config *tls_config_client(const char *ca_file, int64_t now, char **ret_error)
{
	struct tls_config *config = tls_config_new(false);

	config->trust = tls_trust_new(ca_file);
	config->now = now;
	if (set_client_priority(config, TLS_OFFER_NAMELESS))
		return config;
	tls_config_free(config);
	*ret_error = mem_strdup("GnuTLS accepts no priority on this system");
	return NULL;
}

struct tls_config *tls_config_client_offer(const struct tls_config *base, enum tls_offer offer)
{
	struct tls_config *config = tls_config_new(false);

	config->trust = tls_trust_hold(base->trust);
	config->now = base->now;
	config->large = offer == TLS_OFFER_LARGE;
	if (set_client_priority(config, offer))
		return config;
	tls_config_free(config);
	return NULL;
}

void tls_config_free(struct tls_config *config)
{
	if (!config || --config->holders)
		return;
	gnutls_certificate_free_credentials(config->credentials);
	if (config->nameless)
		gnutls_certificate_free_credentials(config->nameless);
	if (config->own_group)
		gnutls_dh_params_deinit(config->own_group);
	if (config->priority)
		gnutls_priority_deinit(config->priority);
	tls_trust_release(config->trust);
	buf_clear(&config->staple);
	gnutls_free(config->ticket_key.data);
	free(config);
}
