/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by the tls_….c files. No other file includes this. */
#ifndef NET_TLS_TLS_PRIVATE_H
#define NET_TLS_TLS_PRIVATE_H

#include "base/buf.h"
#include "net/tls/tls.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

/* The roots that certificates are judged by; configurations made from one another share them. */
struct tls_trust;
/* ca_file as for tls_config_client(). */
struct tls_trust *tls_trust_new(const char *ca_file);
struct tls_trust *tls_trust_hold(struct tls_trust *trust);
void tls_trust_release(struct tls_trust *trust); /* NULL allowed */
/* Whether there are no roots at all; *ret_why: what was wrong with ca_file, or NULL. May wait like
 * the next. */
bool tls_trust_is_empty(struct tls_trust *trust, const char **ret_why);
/* The roots; waits until the system's have been read (some 10 ms, begun by tls_trust_new()). */
gnutls_x509_trust_list_t tls_trust_list(struct tls_trust *trust);

enum tls_ask { TLS_ASK_NOTHING, TLS_ASK_CERTIFICATE, TLS_REQUIRE_CERTIFICATE };

struct tls_config {
	unsigned holders;
	bool server;
	gnutls_certificate_credentials_t credentials;
	gnutls_priority_t priority;
	struct tls_trust *trust;      /* clients only */
	int64_t now;		      /* Unix seconds, 0 for the clock */
	bool large;		      /* clients: a ClientHello of two segments */
	unsigned swallow;	      /* servers: a longer ClientHello is lost; 0: none is */
	bool intolerant;	      /* servers: of ClientHellos that mention more than newest */
	enum tls_version newest;      /* servers */
	gnutls_dh_params_t own_group; /* servers: a Diffie-Hellman group of its own, or NULL */
	int refuse_alert;	      /* servers: -1, or the alert to give up with */
	int nameless_alert;	      /* servers: the same for a client without a server name */
	int named_alert;	      /* servers: the same for one with a server name */
	gnutls_certificate_credentials_t nameless; /* servers: shown to such a client, or NULL */
	enum tls_ask ask;			   /* servers */
	gnutls_datum_t ticket_key;		   /* servers */
	struct buf staple; /* servers: the OCSP response to send, empty for none */
};

struct tls_config *tls_config_new(bool server);

struct tls {
	struct tls_config *config;
	gnutls_session_t session;
	struct tls_transport transport;
	char *host;
	bool done;		 /* the handshake is finished */
	unsigned char header[5]; /* servers: of the first record */
	size_t header_len;
	bool swallowed;		   /* servers: as config->swallow says */
	bool hangs_up;		   /* servers: as config->intolerant says */
	unsigned char *extensions; /* servers: of the ClientHello that is being read, or NULL */
	const unsigned char *extensions_end;
	int refused; /* with that alert, by our own tls_config_server_refuse(); -1: no */
	int error;   /* GnuTLS's number of what failed, 0 if nothing */
	int alert_received, alert_sent; /* -1 if none */
	unsigned harmless;		/* warnings and the like so far, see TLS_HARMLESS_MAX */
	unsigned renegotiations;	/* requested by the other end, and refused */
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
	bool cut;      /* a limit left some of them out */
};
void tls_chain_open(struct tls_chain *chain, struct tls *tls);
void tls_chain_close(struct tls_chain *chain);

/* tls_hello.c. Makes the ClientHello as long as one with a post-quantum key share. */
void tls_pad_hello(gnutls_session_t session);
/* Whether these bytes are lost on the way to this server. */
bool tls_is_lost(struct tls *tls, const unsigned char *bytes, size_t len);
/* A hook of GnuTLS: sets tls->hangs_up where the ClientHello is too new, and hides groups from an
 * old server. */
int tls_on_client_hello(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
			const gnutls_datum_t *hello);

void tls_forget_groups(struct tls *tls);

/* From the leaf to the last certificate that was needed, a trusted one at the end if there is
 * one. */
struct tls_path {
	gnutls_x509_crt_t v[TLS_CHAIN_MAX + 1];
	unsigned n;
	gnutls_x509_crt_t root;	 /* trusted, the last of v; NULL if the path leads to no root */
	gnutls_x509_crt_t owned; /* the root if the path holds a copy of it, else NULL */
};
/* Signatures choose among certificates of one name; if none matches, the first of that name is
 * used. */
void tls_path_open(struct tls_path *path, const struct tls_chain *chain,
		   gnutls_x509_trust_list_t roots);
void tls_path_close(struct tls_path *path);

/* One EVENT_TLS_CERT, and EVENT_LIMIT for what was left out. */
void tls_describe_cert(gnutls_x509_crt_t cert, int place, void (*emit)(struct event *e, void *user),
		       void *user);
void tls_describe_limit(const char *name, int value, void (*emit)(struct event *e, void *user),
			void *user);

#endif
