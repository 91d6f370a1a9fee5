/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one runner of conversations: a state machine over a protocol's steps. Bytes go in, lines to
 * send, events and stages come out. It knows neither sockets nor clocks, so every conversation can
 * be tested without them.
 */
#ifndef PROTO_DIALOG_H
#define PROTO_DIALOG_H

#include "base/buf.h"
#include "model/event.h"
#include "proto/proto.h"

#define DIALOG_EVIDENCE_MAX 512 /* bytes outside the protocol that an event keeps */

/* What the dialog needs from its driver. None of these may free the dialog. */
struct dialog_ops {
	/* Owns e; the driver fills in its endpoint and time. */
	void (*emit)(struct event *e, void *user);
	void (*send)(const char *bytes, size_t len, void *user);
	/* Stages never overlap: each begin is followed by its end before the next begin. */
	void (*begin)(enum stage stage, void *user);
	void (*end)(enum stage stage, enum outcome outcome, void *user);
	/* Whether the last line sent cannot have reached the server when it sent the newest bytes,
	 * so that they do not answer it. May be NULL. */
	bool (*unheard)(void *user);
};

struct dialog_limits {
	int line_bytes;
	int reply_lines;
	int reply_bytes;
};

enum dialog_state {
	DIALOG_WAITS, /* for bytes of the server; a stage has begun */
	/* the greeting is complete, and unrequested text may follow (no stage is in progress); or a
	 * reply that may not be the answer: wait a moment, then call dialog_settled() */
	DIALOG_SETTLES,
	DIALOG_WANTS_TLS, /* the server has agreed: shake hands, then dialog_tls_up() */
	DIALOG_DONE	  /* nothing more to say; all stages have ended; close the connection */
};

struct dialog;

/* security: whether to use STARTTLS (SECURITY_STARTTLS), and SECURITY_TLS if TLS is already up.
 * own_address: numeric, for EHLO; may be "". ops, user and proto are borrowed. */
struct dialog *dialog_new(const struct proto *proto, enum security security,
			  const char *own_address, const struct dialog_limits *limits,
			  const struct dialog_ops *ops, void *user);
void dialog_free(struct dialog *d); /* NULL allowed */
/* After the greeting, whatever it is, the dialog says goodbye. Call before dialog_begin(). */
void dialog_only_greet(struct dialog *d);
/* As soon as TLS is up, the dialog says goodbye. Call before dialog_begin(). */
void dialog_only_secure(struct dialog *d);
/* The dialog says HELO, for servers without extensions, instead of EHLO. Call before
 * dialog_begin(). */
void dialog_old_hello(struct dialog *d);
/* Begins to wait for the greeting. */
enum dialog_state dialog_begin(struct dialog *d);
/*
 * Consumes what it understands of in. At the STARTTLS go-ahead, bytes beyond it are recorded as
 * EVENT_LEFTOVER and dropped: they were not protected.
 */
enum dialog_state dialog_feed(struct dialog *d, struct buf *in);
/* After DIALOG_SETTLES: asks the next question. The bytes that in already holds do not answer
 * it. */
enum dialog_state dialog_settled(struct dialog *d, struct buf *in);
/* The connection went down before dialog_settled(): the next stage begins without a question. */
void dialog_interrupted(struct dialog *d, struct buf *in);
/* Whether a line was sent and no bytes have come since. */
bool dialog_is_unanswered(const struct dialog *d);
/* Whether the server should have spoken first, has not, and can be asked with dialog_prompt(). */
bool dialog_can_prompt(const struct dialog *d);
void dialog_prompt(struct dialog *d);
/* The handshake after DIALOG_WANTS_TLS has succeeded; in as in dialog_feed(). */
enum dialog_state dialog_tls_up(struct dialog *d, struct buf *in);
/*
 * The driver is about to close a connection that is up: says goodbye if a server has greeted and is still to be left,
 * without waiting for an answer. Not where TLS may begin with the next byte. After dialog_stop() or
 * DIALOG_DONE; the dialog can only be freed then.
 */
void dialog_farewell(struct dialog *d);
/*
 * No more bytes will come: the connection went down, or time is over. Records the rest of in and
 * ends the current stage; outcome becomes BADREPLY if those bytes cannot be the protocol. Returns
 * the outcome of the stage.
 */
enum outcome dialog_stop(struct dialog *d, const struct buf *in, enum outcome outcome);

#endif
