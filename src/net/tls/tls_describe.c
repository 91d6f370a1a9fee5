/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/tls/tls_private.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define SHA256_BYTES 32
#define SERIAL_BYTES_MAX 64

typedef void emit_event(struct event *e, void *user);

static void set_text(char **field, const char *text)
{
	free(*field);
	*field = mem_strdup(text);
}

static void emit_limit(const char *name, int value, emit_event *emit, void *user)
{
	struct event *e = event_new(EVENT_LIMIT, 0);

	e->stage = STAGE_TLS;
	e->text = mem_strdup(name);
	e->num = value;
	emit(e, user);
}

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

/* The key exchange: its group where it has one that is named ("X25519"), else its kind ("RSA"). */
static void describe_exchange(struct event *e, gnutls_session_t session)
{
	gnutls_group_t group = gnutls_group_get(session);
	const char *name = group ? gnutls_group_get_name(group) : NULL;

	e->kx = mem_strdup(name ? name : gnutls_kx_get_name(gnutls_kx_get(session)));
	e->num = gnutls_dh_get_prime_bits(session);
	/* Groups on curves carry their curve's number. */
	if (e->num <= 0)
		e->num = group ? 8 * gnutls_ecc_curve_get_size((gnutls_ecc_curve_t)group) : 0;
}

static void describe_session(struct tls *tls, emit_event *emit, void *user)
{
	struct event *e = event_new(EVENT_TLS_SESSION, 0);
	gnutls_datum_t alpn;

	e->version =
	    mem_strdup(gnutls_protocol_get_name(gnutls_protocol_get_version(tls->session)));
	e->cipher = mem_strdup(cipher_suite(tls->session));
	describe_exchange(e, tls->session);
	if (gnutls_certificate_client_get_request_status(tls->session))
		e->flags = EVENT_CLIENT_CERT_ASKED;
	if (gnutls_alpn_get_selected_protocol(tls->session, &alpn) == 0)
		event_set_bytes(&e->alpn, (const char *)alpn.data, alpn.size);
	emit(e, user);
}

/* ---- certificates ---- */

static void set_hex(char **field, const unsigned char *bytes, size_t len)
{
	struct buf hex;

	buf_init(&hex, 0);
	for (size_t i = 0; i < len; i++)
		buf_printf(&hex, "%02x", bytes[i]);
	free(*field);
	*field = buf_take(&hex);
}

static void set_dn(char **field, gnutls_x509_crt_t cert,
		   int (*get)(gnutls_x509_crt_t, gnutls_datum_t *, unsigned))
{
	gnutls_datum_t dn = {NULL, 0};

	if (get(cert, &dn, 0) == 0)
		event_set_bytes(field, (const char *)dn.data, dn.size);
	else
		set_text(field, "");
	gnutls_free(dn.data);
}

static char *name_text(unsigned type, const char *bytes, size_t len)
{
	char address[INET6_ADDRSTRLEN], *text = NULL;
	int family = len == 4 ? AF_INET : AF_INET6;

	if (type == GNUTLS_SAN_DNSNAME)
		event_set_bytes(&text, bytes, len);
	else if (type == GNUTLS_SAN_IPADDRESS && (len == 4 || len == 16))
		text = mem_strdup(inet_ntop(family, bytes, address, sizeof address));
	return text;
}

/* What was left out of a certificate's names. */
struct names_cut {
	bool more, longer; /* names than TLS_NAMES_MAX, than TLS_NAME_BYTES_MAX */
};

/* DNS names and addresses within the limits. */
static struct names_cut add_names(struct strs *list, gnutls_x509_crt_t cert)
{
	struct names_cut cut = {false, false};

	for (unsigned i = 0;; i++) {
		char name[TLS_NAME_BYTES_MAX + 1];
		size_t len = sizeof name;
		int type = gnutls_x509_crt_get_subject_alt_name(cert, i, name, &len, NULL);

		if (type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE || i > 10 * TLS_NAMES_MAX)
			return cut;
		if (type == GNUTLS_E_SHORT_MEMORY_BUFFER)
			cut.longer = true;
		char *text = type < 0 ? NULL : name_text((unsigned)type, name, len);

		if (!text)
			continue;
		if (list->n == TLS_NAMES_MAX) {
			free(text);
			cut.more = true;
			return cut;
		}
		strs_append(list, text);
	}
}

static const char *key_name(gnutls_pk_algorithm_t algorithm)
{
	switch (algorithm) {
	case GNUTLS_PK_RSA:
		return "RSA";
	case GNUTLS_PK_RSA_PSS:
		return "RSA-PSS";
	case GNUTLS_PK_DSA:
		return "DSA";
	case GNUTLS_PK_ECDSA:
		return "ECDSA";
	case GNUTLS_PK_EDDSA_ED25519:
		return "Ed25519";
	case GNUTLS_PK_EDDSA_ED448:
		return "Ed448";
	default:
		return "unknown";
	}
}

static void describe_key(struct event *e, gnutls_x509_crt_t cert)
{
	unsigned bits = 0;
	int algorithm = gnutls_x509_crt_get_pk_algorithm(cert, &bits);
	int sign = gnutls_x509_crt_get_signature_algorithm(cert);
	const char *name = sign < 0 ? NULL : gnutls_sign_get_name((gnutls_sign_algorithm_t)sign);

	e->key = mem_strdup(key_name((gnutls_pk_algorithm_t)algorithm));
	e->bits = (int)bits;
	e->signature = mem_strdup(name ? name : "unknown");
}

static void describe_identity(struct event *e, gnutls_x509_crt_t cert)
{
	unsigned char sha256[SHA256_BYTES], serial[SERIAL_BYTES_MAX];
	size_t sha256_len = sizeof sha256, serial_len = sizeof serial;
	gnutls_datum_t pem = {NULL, 0};

	if (gnutls_x509_crt_get_fingerprint(cert, GNUTLS_DIG_SHA256, sha256, &sha256_len) == 0)
		set_hex(&e->sha256, sha256, sha256_len);
	if (gnutls_x509_crt_get_serial(cert, serial, &serial_len) == 0)
		set_hex(&e->serial, serial, serial_len);
	if (gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &pem) == 0)
		event_set_bytes(&e->pem, (const char *)pem.data, pem.size);
	gnutls_free(pem.data);
}

static void describe_cert(gnutls_x509_crt_t cert, int place, emit_event *emit, void *user)
{
	struct event *e = event_new(EVENT_TLS_CERT, 0);

	e->num = place;
	set_dn(&e->subject, cert, gnutls_x509_crt_get_dn3);
	set_dn(&e->issuer, cert, gnutls_x509_crt_get_issuer_dn3);
	e->not_before = gnutls_x509_crt_get_activation_time(cert);
	e->not_after = gnutls_x509_crt_get_expiration_time(cert);
	describe_key(e, cert);
	describe_identity(e, cert);
	struct names_cut cut = add_names(&e->list, cert);

	emit(e, user);
	if (cut.more)
		emit_limit("names of a certificate", TLS_NAMES_MAX, emit, user);
	if (cut.longer)
		emit_limit("bytes of a name in a certificate", TLS_NAME_BYTES_MAX, emit, user);
}

static bool describe_chain(struct tls *tls, emit_event *emit, void *user)
{
	struct tls_chain chain;

	tls_chain_open(&chain, tls);
	for (unsigned i = 0; i < chain.n; i++)
		describe_cert(chain.v[i], (int)i, emit, user);
	if (chain.cut && chain.bytes > TLS_CHAIN_BYTES_MAX)
		emit_limit("bytes of a certificate chain", TLS_CHAIN_BYTES_MAX, emit, user);
	else if (chain.cut)
		emit_limit("certificates of a chain", TLS_CHAIN_MAX, emit, user);
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
