/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/tls/tls_private.h"

#include "base/address.h"
#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* of one message: a chain past TLS_CHAIN_BYTES_MAX is still seen */
#define HANDSHAKE_BYTES_MAX (512 * 1024)
#define DH_BITS_MIN 512 /* weak groups must be visible, not refused */

static ssize_t pull(gnutls_transport_ptr_t user, void *bytes, size_t len)
{
	struct tls *tls = user;
	ssize_t n = tls->transport.pull(tls->transport.user, bytes, len);

	if (n > 0 && tls_is_lost(tls, bytes, (size_t)n)) {
		errno = EAGAIN;
		n = -1;
	}
	if (n < 0)
		gnutls_transport_set_errno(tls->session, errno);
	return n;
}

static ssize_t push(gnutls_transport_ptr_t user, const void *bytes, size_t len)
{
	struct tls *tls = user;
	ssize_t n = tls->transport.push(tls->transport.user, bytes, len);

	if (n < 0)
		gnutls_transport_set_errno(tls->session, errno);
	return n;
}

/* The loop waits for bytes; the library never does. */
static int never_wait(gnutls_transport_ptr_t user, unsigned ms)
{
	(void)user;
	(void)ms;
	return 1;
}

/* A server that has read the ClientHello chooses the clients to refuse, and the certificate. */
static int on_hello(gnutls_session_t session)
{
	struct tls *tls = gnutls_session_get_ptr(session);
	char name[256];
	size_t len = sizeof name;
	unsigned type;
	bool named = gnutls_server_name_get(session, name, &len, &type, 0) !=
		     GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;

	tls_forget_groups(tls);
	if (tls->hangs_up)
		return GNUTLS_E_USER_ERROR;
	tls->refused = tls->config->refuse_alert;
	if (tls->refused < 0)
		tls->refused = named ? tls->config->named_alert : tls->config->nameless_alert;
	if (tls->refused >= 0)
		return GNUTLS_E_USER_ERROR;
	if (!named && tls->config->nameless)
		gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, tls->config->nameless);
	return 0;
}

static void set_up_client(struct tls *tls)
{
	size_t len = tls->host ? strlen(tls->host) : 0;

	gnutls_dh_set_prime_bits(tls->session, DH_BITS_MIN);
	if (len && tls->host[len - 1] == '.')
		len--;
	/* An error means that DNS cannot have the name; the session goes on without SNI. */
	if (len && !address_is_numeric(tls->host))
		(void)gnutls_server_name_set(tls->session, GNUTLS_NAME_DNS, tls->host, len);
	if (tls->config->large)
		tls_pad_hello(tls->session);
}

static void set_up_server(struct tls *tls)
{
	static const gnutls_certificate_request_t requests[] = {
	    [TLS_ASK_NOTHING] = GNUTLS_CERT_IGNORE,
	    [TLS_ASK_CERTIFICATE] = GNUTLS_CERT_REQUEST,
	    [TLS_REQUIRE_CERTIFICATE] = GNUTLS_CERT_REQUIRE};

	/* Sent only on request: tls_make_noise(). */
	gnutls_session_ticket_enable_server(tls->session, &tls->config->ticket_key);
	gnutls_certificate_server_set_request(tls->session, requests[tls->config->ask]);
	gnutls_handshake_set_post_client_hello_function(tls->session, on_hello);
	if (tls->config->intolerant || tls->config->own_group)
		gnutls_handshake_set_hook_function(tls->session, GNUTLS_HANDSHAKE_CLIENT_HELLO,
						   GNUTLS_HOOK_PRE, tls_on_client_hello);
}

struct tls *tls_new(const struct tls_config *config, const char *host,
		    const struct tls_transport *transport)
{
	struct tls *tls = mem_calloc(1, sizeof *tls);

	tls->config = (struct tls_config *)config; /* only its reference count changes */
	tls->config->holders++;
	tls->transport = *transport;
	tls->host = mem_strdup(host);
	tls->alert_received = tls->alert_sent = tls->refused = -1;
	if (gnutls_init(&tls->session, (config->server ? GNUTLS_SERVER : GNUTLS_CLIENT) |
					   GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL |
					   GNUTLS_NO_AUTO_SEND_TICKET) < 0)
		mem_exhausted();
	gnutls_session_set_ptr(tls->session, tls);
	gnutls_priority_set(tls->session, config->priority);
	gnutls_credentials_set(tls->session, GNUTLS_CRD_CERTIFICATE, config->credentials);
	gnutls_handshake_set_max_packet_length(tls->session, HANDSHAKE_BYTES_MAX);
	gnutls_handshake_set_timeout(tls->session, GNUTLS_INDEFINITE_TIMEOUT);
	gnutls_transport_set_ptr(tls->session, tls);
	gnutls_transport_set_pull_function(tls->session, pull);
	gnutls_transport_set_push_function(tls->session, push);
	gnutls_transport_set_pull_timeout_function(tls->session, never_wait);
	if (config->server)
		set_up_server(tls);
	else
		set_up_client(tls);
	return tls;
}

void tls_free(struct tls *tls)
{
	if (!tls)
		return;
	gnutls_deinit(tls->session);
	tls_config_free(tls->config);
	free(tls->host);
	free(tls);
}

bool tls_is_server(const struct tls *tls)
{
	return tls->config->server;
}

static void send_alert(struct tls *tls, gnutls_alert_description_t alert)
{
	if (gnutls_alert_send(tls->session, GNUTLS_AL_FATAL, alert) == 0)
		tls->alert_sent = (int)alert;
}

/* What there was too much of, by our own count or by the library's; NULL: another error. */
static const char *flood_of(int err)
{
	switch (err) {
	case GNUTLS_E_REHANDSHAKE:
		return "renegotiation";
	case GNUTLS_E_WARNING_ALERT_RECEIVED:
		return "alerts";
	case GNUTLS_E_TOO_MANY_EMPTY_PACKETS:
		return "empty records";
	case GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS:
		return "handshake messages";
	default:
		return NULL;
	}
}

/* The session is over; tells the other end why, unless the other end ended it. */
static enum tls_step fail(struct tls *tls, int err)
{
	int level = 0;

	tls->error = err;
	tls->flood = flood_of(err);
	if (tls->hangs_up)
		return TLS_STEP_FAILED;
	if (err == GNUTLS_E_PREMATURE_TERMINATION || err == GNUTLS_E_SESSION_EOF)
		return TLS_STEP_EOF;
	if (err == GNUTLS_E_PULL_ERROR || err == GNUTLS_E_PUSH_ERROR)
		return TLS_STEP_FAILED;
	if (err == GNUTLS_E_FATAL_ALERT_RECEIVED) {
		tls->alert_received = (int)gnutls_alert_get(tls->session);
		/* RFC 8446 section 6.1: no error; a close follows. The library reads no further. */
		if (tls->done && tls->alert_received == GNUTLS_A_USER_CANCELED)
			return TLS_STEP_EOF;
	} else if (tls->refused >= 0)
		send_alert(tls, (gnutls_alert_description_t)tls->refused);
	else
		send_alert(tls, (gnutls_alert_description_t)gnutls_error_to_alert(err, &level));
	return TLS_STEP_FAILED;
}

/* An error that the session survives.  True if the call is to be made again. */
static bool go_on(struct tls *tls, int err)
{
	if (gnutls_error_is_fatal(err) || ++tls->harmless > TLS_HARMLESS_MAX)
		return false;
	if (err == GNUTLS_E_WARNING_ALERT_RECEIVED) {
		tls->alert_received = (int)gnutls_alert_get(tls->session);
	} else if (err == GNUTLS_E_REHANDSHAKE) {
		tls->renegotiations++;
		(void)gnutls_alert_send(tls->session, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION);
	}
	return true;
}

enum tls_step tls_handshake(struct tls *tls)
{
	int err;

	do {
		err = gnutls_handshake(tls->session);
		if (err == GNUTLS_E_AGAIN || err == GNUTLS_E_INTERRUPTED)
			return TLS_STEP_AGAIN;
	} while (err < 0 && go_on(tls, err));
	if (err < 0)
		return fail(tls, err);
	tls->done = true;
	return TLS_STEP_DONE;
}

void tls_reject(struct tls *tls)
{
	tls->error = GNUTLS_E_UNEXPECTED_PACKET;
}

enum tls_step tls_read(struct tls *tls, void *bytes, size_t len, size_t *ret_len)
{
	ssize_t n;

	do {
		n = gnutls_record_recv(tls->session, bytes, len);
		if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED)
			return TLS_STEP_AGAIN;
	} while (n < 0 && go_on(tls, (int)n));
	if (n == 0)
		return TLS_STEP_EOF;
	if (n < 0)
		return fail(tls, (int)n);
	*ret_len = (size_t)n;
	return TLS_STEP_DONE;
}

enum tls_step tls_write(struct tls *tls, const void *bytes, size_t len, size_t *ret_len)
{
	ssize_t n = gnutls_record_send(tls->session, bytes, len);

	if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED)
		return TLS_STEP_AGAIN;
	if (n < 0)
		return fail(tls, (int)n);
	*ret_len = (size_t)n;
	return TLS_STEP_DONE;
}

void tls_bye(struct tls *tls)
{
	(void)gnutls_bye(tls->session, GNUTLS_SHUT_WR);
}

bool tls_pending(struct tls *tls)
{
	return tls && gnutls_record_check_pending(tls->session) > 0;
}

enum outcome tls_outcome(const struct tls *tls)
{
	return tls->error == GNUTLS_E_FATAL_ALERT_RECEIVED ? OUTCOME_DENIED : OUTCOME_BADREPLY;
}
