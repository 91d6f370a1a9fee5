/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A non-blocking byte stream on a libuv loop: TCP, with TLS on top once requested. Both ends use
 * it: probes connect, practice servers accept.
 *
 * A user of a conn learns everything through one function, one enum conn_event at a time. It is
 * never called from inside conn_open(), conn_write() or conn_start_tls(), and never after
 * conn_close().
 */
#ifndef NET_CONN_H
#define NET_CONN_H

#include "base/buf.h"
#include "model/terms.h"
#include "net/here/icmp.h"
#include "net/tls/tls.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <uv.h>

#define CONN_IN_MAX (64 * 1024)	  /* unread plaintext kept for the user; reading pauses there */
#define CONN_OUT_MAX (256 * 1024) /* unsent bytes; a write past that fails the connection */
#define CONN_RAW_FIRST_MAX 512	  /* first raw bytes of a handshake that are kept as evidence */
/* after a failed handshake: how long to wait for the rest of a plain line */
#define CONN_LINGER_MS 500

struct conn;

enum conn_event {
	CONN_CONNECTED, /* TCP is up (connecting side only) */
	CONN_READABLE,	/* there are new bytes in conn_in() */
	CONN_WRITTEN,	/* the kernel has everything that was written */
	CONN_TLS_DONE,	/* the handshake is finished; conn_tls() describes it */
	CONN_DOWN	/* the last event; conn_outcome() and conn_err() say how it ended */
};

typedef void conn_handler(struct conn *c, enum conn_event event, void *user);

/*
 * The system calls, replaceable by tests (one byte at a time, EAGAIN on a schedule that counts each
 * direction separately, lest one starve). Both behave as recv(2) and send(2) with flags 0.
 */
struct conn_io {
	ssize_t (*recv)(int fd, void *bytes, size_t len);
	ssize_t (*send)(int fd, const void *bytes, size_t len);
};
/* For tests: replaces the calls for all conns that this thread opens later; NULL restores the real
 * ones. */
void conn_set_io(const struct conn_io *io);

/*
 * Starts to connect. Always returns a conn: a connect() that fails at once is reported as CONN_DOWN
 * from the loop. It has no time limit; the caller ends it with conn_close().
 */
struct conn *conn_open(uv_loop_t *loop, const struct sockaddr *address, socklen_t len,
		       conn_handler *handler, void *user);
/* A conn over an accepted, connected socket, which it now owns. */
struct conn *conn_accept(uv_loop_t *loop, int fd, conn_handler *handler, void *user);
/* Closes and frees. NULL allowed. The handler is not called any more. Sends TLS close_notify if
 * that is possible at once. */
void conn_close(struct conn *c);
/* Closes with RST instead of FIN (practice servers). */
void conn_reset(struct conn *c);
/* Half-closes once everything written is sent (under TLS, close_notify first). What conn_close()
 * cannot send at once is lost: to be sure of the last words, call this and wait for CONN_DOWN. */
void conn_shutdown(struct conn *c);

/* Queues bytes (under TLS once TLS is up). CONN_DOWN reports failures. */
void conn_write(struct conn *c, const void *bytes, size_t len);
/* Practice servers: records outside the conversation, written like bytes. False if impossible. */
bool conn_noise(struct conn *c, enum tls_noise noise);
/* Received bytes that the user has not consumed with buf_consume(). Under TLS: plaintext. */
struct buf *conn_in(struct conn *c);
/*
 * Begins a handshake, as client or server as config says. Bytes in conn_in() at that moment are NOT
 * handed to TLS (the caller looks at them first and may leave them there: they are evidence of
 * injection, RFC 3207 section 5). host: server name for SNI and verification, NULL for none. A
 * handshake that fails ends in CONN_DOWN with outcome BADREPLY (not TLS, or broken), DENIED (the
 * other end's alert), CLOSED or RESET; conn_tls() and conn_raw_first() say more.
 */
void conn_start_tls(struct conn *c, const struct tls_config *config, const char *host);
/* The session, or NULL before conn_start_tls(); valid until conn_close(). */
struct tls *conn_tls(struct conn *c);
/* The first raw bytes since conn_start_tls() (a plain server's greeting, an HTTP answer), for
 * evidence. */
const struct buf *conn_raw_first(const struct conn *c);
/* Whether bytes (or an end) wait in the kernel that conn_in() does not have yet. */
bool conn_has_news(const struct conn *c);
/* Whether the other end certainly had not received the last conn_write() when it sent what has come
 * until now. TCP's acknowledgement tells; every answer carries one. */
bool conn_unheard(const struct conn *c);
/* There and back, in microseconds; 0 if unknown. */
unsigned conn_round_trip_us(const struct conn *c);

/* After CONN_DOWN: how it ended (REFUSED, RESET, CLOSED, TIMEOUT, UNREACHABLE, DENIED, BADREPLY)
 * and errno (0 if none). */
enum outcome conn_outcome(const struct conn *c);
int conn_err(const struct conn *c);
/* Numeric own address; "" while unknown.  Valid until conn_close(). */
const char *conn_local_address(struct conn *c);
/* After CONN_DOWN while connecting: the ICMP message that ended it, or NULL. */
const struct icmp_message *conn_refuser(const struct conn *c);
int conn_fd(const struct conn *c); /* -1 once down */

/* The outcome for an errno of connect(), recv() or send(). */
enum outcome conn_outcome_of(int err);

#endif
