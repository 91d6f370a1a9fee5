/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TLS sessions over a conn. The only module (with tls_make) that includes <gnutls/…>. Verification
 * never stops a client handshake; its findings are all recorded afterwards, and the caller decides.
 * Priorities are permissive, for diagnosis: TLS 1.0 to 1.3.
 */
#ifndef NET_TLS_TLS_H
#define NET_TLS_TLS_H

#include "model/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define TLS_CHAIN_MAX 16 /* certificates of a chain that are looked at */
#define TLS_CHAIN_BYTES_MAX (100 * 1024)
/* names of one certificate that are recorded: hosting providers share them */
#define TLS_NAMES_MAX 2000
#define TLS_NAME_BYTES_MAX 1023 /* of one of them */
#define TLS_HARMLESS_MAX 64	/* warning alerts and the like from one peer; more is mischief */

struct tls_config;
struct tls;

/*
 * A client's configuration. ca_file: PEM file trusted instead of the system's, or NULL; if it
 * cannot be used, nothing is trusted and TLS_VERIFY says why. now: Unix seconds at which validity
 * is judged, 0 for the clock. NULL with *ret_error (the caller frees) if the library has no
 * priorities.
 */
struct tls_config *tls_config_client(const char *ca_file, int64_t now, char **ret_error);
/* The same trust, offering only what that offer has. NULL if this system's GnuTLS has none of
 * it. */
struct tls_config *tls_config_client_offer(const struct tls_config *base, enum tls_offer offer);
/* The same with TLS 1.0 and 1.1 together, which no current program speaks. */
struct tls_config *tls_config_client_old(const struct tls_config *base);
/* A server's: chain (leaf first) and key as PEM. options: a priority string, or NULL for the
 * default. NULL with *ret_error if chain and key do not match. */
struct tls_config *tls_config_server(const char *chain_pem, const char *key_pem,
				     const char *options, char **ret_error);
/* Sends that alert and gives up instead of finishing the handshake (practice servers). */
void tls_config_server_refuse(struct tls_config *config, int alert);
/* The same, only for a client that sends no server name. */
void tls_config_server_refuse_nameless(struct tls_config *config, int alert);
/* The same, only for one that says a name. */
void tls_config_server_refuse_named(struct tls_config *config, int alert);
/* A client without a server name is shown this chain instead.  False if chain and key do not
 * fit. */
bool tls_config_server_nameless(struct tls_config *config, const char *chain_pem,
				const char *key_pem);
/* A Diffie-Hellman group of that many bits (768, 1024 or 1536; the priorities decide whether it is
 * used). */
bool tls_config_server_group(struct tls_config *config, int bits);
/* A middlebox before the server loses a ClientHello with more bytes, and everything after it. */
void tls_config_server_swallow(struct tls_config *config, unsigned bytes);
/* The server hangs up silently on a ClientHello that mentions a newer version. */
void tls_config_server_newest(struct tls_config *config, enum tls_version newest);
/* The server asks for (require: insists on) a client certificate. */
void tls_config_server_ask_client(struct tls_config *config, bool require);
/* The server sends that OCSP response with its chain, whatever it is (copied). */
void tls_config_server_staple(struct tls_config *config, const void *response, size_t len);
void tls_config_free(
    struct tls_config *config); /* NULL allowed; sessions hold a reference of their own */

/*
 * Turns a client session into events, in order: TLS_SESSION, TLS_CERT for each certificate,
 * TLS_VERIFY (status against host); TLS_ALERT or TLS_ERROR if it failed, TLS_NOISE for records
 * beside the conversation. emit owns each event, and has to fill in its endpoint and time. Works
 * after success and after failure; a second call emits only what is new (an alert after the
 * handshake).
 */
void tls_describe(struct tls *tls, void (*emit)(struct event *e, void *user), void *user);
/*
 * enum cert_status bits of the finished client session; 0 is trusted. Each bit is independent: an
 * expired certificate of a known issuer is EXPIRED and not UNTRUSTED. Time and strength are judged
 * along the path from the leaf to the trusted root (or as far as it leads), not for other
 * certificates; only a leaf that is UNTRUSTED can be SELF_SIGNED.
 */
unsigned tls_status(struct tls *tls);

/* Practice servers: records outside the conversation, after the handshake. */
enum tls_noise {
	TLS_NOISE_RENEGOTIATE, /* HelloRequest; before TLS 1.3 */
	TLS_NOISE_WARNING,     /* an alert without an error */
	TLS_NOISE_FATAL,       /* an alert with one */
	TLS_NOISE_KEYS,	       /* KeyUpdate; TLS 1.3, as the next two */
	TLS_NOISE_TICKET,      /* NewSessionTicket */
	TLS_NOISE_EMPTY,       /* a record without content */
	TLS_NOISE_COUNT_
};
enum tls_noise tls_noise_from_name(const char *name); /* TLS_NOISE_COUNT_: unknown */
/* For conn_noise(). False if this session cannot send it. */
bool tls_make_noise(struct tls *tls, enum tls_noise noise);

/* Used by conn only. */
enum tls_step { TLS_STEP_AGAIN, TLS_STEP_DONE, TLS_STEP_EOF, TLS_STEP_FAILED };
struct tls_transport {
	ssize_t (*pull)(void *user, void *bytes, size_t len); /* -1 with errno EAGAIN, 0 at end */
	ssize_t (*push)(void *user, const void *bytes, size_t len);
	void *user;
};
struct tls *tls_new(const struct tls_config *config, const char *host,
		    const struct tls_transport *transport);
void tls_free(struct tls *tls);
bool tls_is_server(const struct tls *tls);
enum tls_step tls_handshake(struct tls *tls);
/* The bytes are not TLS: the session has failed. */
void tls_reject(struct tls *tls);
/* TLS_STEP_DONE: *ret_len bytes were read or written. */
enum tls_step tls_read(struct tls *tls, void *bytes, size_t len, size_t *ret_len);
enum tls_step tls_write(struct tls *tls, const void *bytes, size_t len, size_t *ret_len);
void tls_bye(struct tls *tls);
/* Whether tls_read() has bytes without pulling. NULL allowed. */
bool tls_pending(struct tls *tls);
/* The outcome of a failed step: DENIED if the other end sent an alert, else BADREPLY. */
enum outcome tls_outcome(const struct tls *tls);

#endif
