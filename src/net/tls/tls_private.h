/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tls_….c files share.  Nobody else includes this. */
#ifndef NET_TLS_TLS_PRIVATE_H
#define NET_TLS_TLS_PRIVATE_H

#include "base/buf.h"
#include "net/tls/tls.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

/* The roots that certificates are judged by; shared by the configurations made from one another. */
struct tls_trust;
/* ca_file as for tls_config_client(). */
struct tls_trust *tls_trust_new(const char *ca_file, char **ret_error);
struct tls_trust *tls_trust_hold(struct tls_trust *trust);
void tls_trust_release(struct tls_trust *trust); /* NULL allowed */
/* The roots; waits until the system's have been read (some 10 ms, begun by tls_trust_new()). */
gnutls_x509_trust_list_t tls_trust_list(struct tls_trust *trust);

enum tls_ask { TLS_ASK_NOTHING, TLS_ASK_CERTIFICATE, TLS_REQUIRE_CERTIFICATE };

struct tls_config {
	unsigned holders;
	bool server;
	gnutls_certificate_credentials_t credentials;
	gnutls_priority_t priority;
	struct tls_trust *trust; /* clients only */
	int64_t now;		 /* Unix seconds, 0 for the clock */
	int refuse_alert;	 /* servers: -1, or the alert to give up with */
	int nameless_alert;	 /* servers: the same for a client without a server name */
	gnutls_certificate_credentials_t nameless; /* servers: shown to such a client, or NULL */
	enum tls_ask ask;			   /* servers */
	gnutls_datum_t ticket_key;		   /* servers */
	struct buf staple; /* servers: the OCSP response to show, empty for none */
};

struct tls {
	struct tls_config *config;
	gnutls_session_t session;
	struct tls_transport transport;
	char *host;
	bool done; /* the handshake is finished */
	bool truncated;
	int refused; /* with that alert, by our own tls_config_server_refuse(); -1: no */
	int error;   /* GnuTLS's number of what failed, 0 if nothing */
	int alert_received, alert_sent; /* -1 if none */
	unsigned harmless;		/* warnings and the like so far, see TLS_HARMLESS_MAX */
	unsigned renegotiations;	/* asked for by the other end, and refused */
	unsigned renegotiations_told;
	const char *flood; /* what there was too much of, or NULL */
	bool judged;	   /* status is known */
	unsigned status;
	bool session_told, certs_told, verify_told, error_told, received_told, sent_told,
	    flood_told;
};

/* The other end's certificates, parsed, leaf first, within the limits. */
struct tls_chain {
	gnutls_x509_crt_t v[TLS_CHAIN_MAX];
	unsigned n;
	unsigned sent; /* how many the other end sent */
	size_t bytes;  /* of those sent */
	bool cut;      /* a limit left some out */
};
void tls_chain_open(struct tls_chain *chain, struct tls *tls);
void tls_chain_close(struct tls_chain *chain);

#endif
