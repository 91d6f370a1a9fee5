/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/tls/tls_private.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

typedef void emit_event(struct event *e, void *user);

/* ---- the session ---- */

static const char *cipher_suite(gnutls_session_t session)
{
#if GNUTLS_VERSION_NUMBER >= 0x030704
	return gnutls_ciphersuite_get(session);
#else
	return gnutls_cipher_suite_get_name(gnutls_kx_get(session), gnutls_cipher_get(session),
					    gnutls_mac_get(session));
#endif
}

/* The key exchange: its group if that has a name ("X25519"), else its kind ("RSA"). */
static void describe_exchange(struct event *e, gnutls_session_t session)
{
	gnutls_group_t group = gnutls_group_get(session);
	const char *name = group ? gnutls_group_get_name(group) : NULL;

	e->kx = mem_strdup(name ? name : gnutls_kx_get_name(gnutls_kx_get(session)));
	e->num = gnutls_dh_get_prime_bits(session);
	/* Elliptic curves carry their curve's number. */
	if (e->num <= 0)
		e->num = group ? 8 * gnutls_ecc_curve_get_size((gnutls_ecc_curve_t)group) : 0;
}

/* Of the server's key exchange ("RSA-PSS-RSAE-SHA256"), or NULL. */
static const char *signature_name(gnutls_session_t session)
{
	int sign = gnutls_sign_algorithm_get(session);

	return sign > 0 ? gnutls_sign_get_name((gnutls_sign_algorithm_t)sign) : NULL;
}

static unsigned session_flags(gnutls_session_t session)
{
	unsigned flags = 0;

	if (gnutls_certificate_client_get_request_status(session))
		flags |= EVENT_CLIENT_CERT_ASKED;
	if (gnutls_protocol_get_version(session) >= GNUTLS_TLS1_3)
		return flags; /* it has no renegotiation */
	if (!gnutls_safe_renegotiation_status(session))
		flags |= EVENT_NO_SAFE_RENEGOTIATION;
	return flags;
}

static void describe_session(struct tls *tls, emit_event *emit, void *user)
{
	struct event *e = event_new(EVENT_TLS_SESSION, 0);
	gnutls_datum_t alpn;

	e->version =
	    mem_strdup(gnutls_protocol_get_name(gnutls_protocol_get_version(tls->session)));
	e->cipher = mem_strdup(cipher_suite(tls->session));
	describe_exchange(e, tls->session);
	e->signature = mem_strdup(signature_name(tls->session));
	e->flags = session_flags(tls->session);
	if (gnutls_alpn_get_selected_protocol(tls->session, &alpn) == 0)
		event_set_bytes(&e->alpn, (const char *)alpn.data, alpn.size);
	emit(e, user);
}

/* ---- certificates ---- */

static bool describe_chain(struct tls *tls, emit_event *emit, void *user)
{
	struct tls_chain chain;

	tls_chain_open(&chain, tls);
	for (unsigned i = 0; i < chain.n; i++)
		tls_describe_cert(chain.v[i], (int)i, emit, user);
	if (chain.cut && chain.bytes > TLS_CHAIN_BYTES_MAX)
		tls_describe_limit("bytes of a certificate chain", TLS_CHAIN_BYTES_MAX, emit, user);
	else if (chain.cut)
		tls_describe_limit("certificates of a chain", TLS_CHAIN_MAX, emit, user);
	tls_chain_close(&chain);
	return chain.sent > 0;
}

/* The bits in words that do not depend on the language. */
static char *status_words(unsigned status)
{
	static const char *const words[] = {"untrusted",     "self-signed", "expired",
					    "not yet valid", "wrong name",  "revoked",
					    "weak",	     "bad purpose", "bad signature",
					    "no staple",     "bad staple",  "bad constraints",
					    "no name in it", "invalid",	    "missing issuer"};
	struct buf text;

	buf_init(&text, 0);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (status & 1u << i)
			buf_printf(&text, "%s%s", text.len ? ", " : "", words[i]);
	return text.len ? buf_take(&text) : mem_strdup("trusted");
}

static void describe_verify(struct tls *tls, emit_event *emit, void *user)
{
	struct event *e = event_new(EVENT_TLS_VERIFY, 0);

	e->status = tls_status(tls);
	e->text = status_words(e->status);
	e->host = mem_strdup(tls->host);
	const char *why = NULL;

	if (tls_trust_is_empty(tls->config->trust, &why))
		e->flags = EVENT_NO_ROOTS;
	e->reason = mem_strdup(why);
	emit(e, user);
}

/* ---- what went wrong ---- */

/* The registered name: "handshake_failure". */
static char *alert_name(int alert)
{
	const char *name = gnutls_alert_get_strname((gnutls_alert_description_t)alert);

	if (!name)
		return mem_printf("alert %d", alert);
	return str_lower(mem_strdup(str_istarts(name, "GNUTLS_A_") ? name + 9 : name));
}

static void describe_alert(int alert, unsigned flags, emit_event *emit, void *user)
{
	struct event *e = event_new(EVENT_TLS_ALERT, 0);

	e->num = alert;
	e->text = alert_name(alert);
	e->flags = flags;
	emit(e, user);
}

static void describe_failure(struct tls *tls, emit_event *emit, void *user)
{
	if (tls->alert_received >= 0 && !tls->received_told) {
		tls->received_told = true;
		describe_alert(tls->alert_received,
			       gnutls_certificate_client_get_request_status(tls->session)
				   ? EVENT_CLIENT_CERT_ASKED
				   : 0,
			       emit, user);
	}
	if (tls->error && tls->error != GNUTLS_E_FATAL_ALERT_RECEIVED && !tls->error_told) {
		struct event *e = event_new(EVENT_TLS_ERROR, 0);

		tls->error_told = true;
		e->err = tls->error;
		e->text = mem_strdup(gnutls_strerror(tls->error));
		emit(e, user);
	}
	if (tls->alert_sent >= 0 && !tls->sent_told) {
		tls->sent_told = true;
		describe_alert(tls->alert_sent, EVENT_SENT, emit, user);
	}
}

static void emit_noise(const char *what, int num, enum outcome outcome, emit_event *emit,
		       void *user)
{
	struct event *e = event_new(EVENT_TLS_NOISE, 0);

	e->text = mem_strdup(what);
	e->num = num;
	e->outcome = outcome;
	emit(e, user);
}

static void describe_noise(struct tls *tls, emit_event *emit, void *user)
{
	if (tls->renegotiations > tls->renegotiations_told) {
		tls->renegotiations_told = tls->renegotiations;
		emit_noise("renegotiation", (int)tls->renegotiations, OUTCOME_OK, emit, user);
	}
	if (tls->flood && !tls->flood_told) {
		tls->flood_told = true;
		emit_noise(tls->flood, 0, OUTCOME_BADREPLY, emit, user);
	}
}

void tls_describe(struct tls *tls, emit_event *emit, void *user)
{
	if (tls->done && !tls->session_told) {
		tls->session_told = true;
		describe_session(tls, emit, user);
	}
	if (!tls->certs_told)
		tls->certs_told = describe_chain(tls, emit, user);
	if (tls->done && !tls->verify_told && !tls->config->server) {
		tls->verify_told = true;
		describe_verify(tls, emit, user);
	}
	describe_noise(tls, emit, user);
	describe_failure(tls, emit, user);
}
