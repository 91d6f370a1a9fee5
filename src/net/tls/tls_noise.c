/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What odd servers send beside the conversation; practice servers only. */
#include "config.h"
#include "net/tls/tls_private.h"

#include "base/str.h"

static int send_warning(gnutls_session_t session)
{
	return gnutls_alert_send(session, GNUTLS_AL_WARNING, GNUTLS_A_USER_CANCELED);
}

static int send_fatal(gnutls_session_t session)
{
	return gnutls_alert_send(session, GNUTLS_AL_FATAL, GNUTLS_A_INTERNAL_ERROR);
}

static int send_keys(gnutls_session_t session)
{
	return gnutls_session_key_update(session, 0);
}

static int send_ticket(gnutls_session_t session)
{
	return gnutls_session_ticket_send(session, 1, 0);
}

/* A record of TLS 1.3 that holds only padding. */
static int send_empty(gnutls_session_t session)
{
	return (int)gnutls_record_send2(session, "", 0, 1, 0);
}

static const struct noise {
	const char *name;
	int (*send)(gnutls_session_t session);
} noises[TLS_NOISE_COUNT_] = {
    [TLS_NOISE_RENEGOTIATE] = {"renegotiate", gnutls_rehandshake},
    [TLS_NOISE_WARNING] = {"warning", send_warning},
    [TLS_NOISE_FATAL] = {"fatal", send_fatal},
    [TLS_NOISE_KEYS] = {"keys", send_keys},
    [TLS_NOISE_TICKET] = {"ticket", send_ticket},
    [TLS_NOISE_EMPTY] = {"empty", send_empty},
};

enum tls_noise tls_noise_from_name(const char *name)
{
	unsigned noise = 0;

	while (noise < TLS_NOISE_COUNT_ && !str_eq(noises[noise].name, name))
		noise++;
	return (enum tls_noise)noise;
}

bool tls_make_noise(struct tls *tls, enum tls_noise noise)
{
	return tls && tls->done && noises[noise].send(tls->session) >= 0;
}
