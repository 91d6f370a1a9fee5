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

/* The priority string for those versions, newest first, and more (or NULL). */
static char *client_priority(unsigned oldest, unsigned newest, const char *more)
{
	struct buf text;

	buf_init(&text, 0);
	buf_puts(&text, "NORMAL:-VERS-ALL");
	for (unsigned v = newest + 1; v-- > oldest;)
		buf_printf(&text, ":+VERS-%s", tls_version_name((enum tls_version)v));
	buf_puts(&text, WEAK_TOO);
	if (more)
		buf_puts(&text, more);
	return buf_take(&text);
}

/* Frees text. */
static int set_priority(struct tls_config *config, char *text)
{
	int err = gnutls_priority_init(&config->priority, text, NULL);

	free(text);
	return err;
}

/* A policy may also silently remove everything that was asked for. */
static bool has_versions(const struct tls_config *config)
{
	const unsigned *list;

	return gnutls_priority_protocol_list(config->priority, &list) > 0;
}

static bool set_client_priority(struct tls_config *config, enum tls_offer offer)
{
	bool one = offer < TLS_OFFER_SECRECY;
	char *text = client_priority(one ? (unsigned)offer : 0,
				     one ? (unsigned)offer : TLS_VERSION_COUNT_ - 1,
				     offer_priorities[offer]);
	int err = set_priority(config, text);

	/* A system-wide policy can forbid some of it; then the defaults are used. */
	if (err < 0 && offer == TLS_OFFER_NAMELESS)
		err = gnutls_priority_init(&config->priority, NULL, NULL);
	return err == 0 && has_versions(config);
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

static struct tls_config *another(const struct tls_config *base)
{
	struct tls_config *config = tls_config_new(false);

	config->trust = tls_trust_hold(base->trust);
	config->now = base->now;
	return config;
}

struct tls_config *tls_config_client_old(const struct tls_config *base)
{
	struct tls_config *config = another(base);

	if (!set_priority(config, client_priority(TLS_VERSION_1_0, TLS_VERSION_1_1, NULL)) &&
	    has_versions(config))
		return config;
	tls_config_free(config);
	return NULL;
}

struct tls_config *tls_config_client_offer(const struct tls_config *base, enum tls_offer offer)
{
	struct tls_config *config = another(base);

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
