/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside the probe only: probe.c goes from stage to stage, probe_tell.c makes events of what it
 * saw, probe_check.c asks the server again on a second connection.
 */
#ifndef RUN_PROBE_PRIVATE_H
#define RUN_PROBE_PRIVATE_H

#include "net/conn.h"
#include "proto/dialog.h"
#include "run/hello_check.h"
#include "run/probe.h"
#include "run/stage_clock.h"
#include "run/tls_check.h"

struct probe {
	const struct probe_world *world;
	struct endpoint *endpoint;
	unsigned attempt;
	const struct proto *proto; /* NULL: no conversation */

	struct stage_clock clock;
	int err; /* with which the stage is about to end */
	bool ended;
	bool secured; /* TLS is up, or was */
	bool delayed; /* it waited to be alone with the server */

	unsigned asked; /* an unfinished lookup, if looking_up */
	bool looking_up;
	char *address; /* numeric, once known */
	struct sockaddr_storage peer;
	socklen_t peer_len;
	struct turn *turn; /* to be connected, or NULL */
	struct conn *conn;
	struct dialog *dialog;
	struct turn *extra; /* for tls_check, or NULL */
	struct tls_check *tls_check;
	struct hello_check *hello_check;
	enum outcome down;   /* how the connection ended that hello_check came after, else NONE */
	uv_timer_t pause;    /* before it starts, or before it checks a silent port for TLS */
	uv_timer_t patience; /* within the conversation */
	unsigned open;	     /* of the timers and the clock */
};

/* Whether it goes all the way, and not only to a reference server's greeting. */
bool probe_talks(const struct probe *p);
/* The current stage, and with it the probe, ends with outcome. */
void probe_fail(struct probe *p, enum outcome outcome, int err);

/* ---- probe_tell.c ---- */

void probe_emit(struct event *e, void *user); /* user: the probe, whose endpoint e gets */
void probe_tell_begin(struct probe *p);
void probe_tell_lookup(struct probe *p, const struct dns_answer *answer);
void probe_tell_connected(struct probe *p);
void probe_tell_refuser(struct probe *p);  /* the ICMP message that ended connect(), if any */
void probe_tell_tls(struct probe *p);	   /* what is new about TLS */
void probe_tell_bytes(struct probe *p);	   /* clear text instead of a handshake */
void probe_tell_segments(struct probe *p); /* what was lost on a connection that is silent */
void probe_tell_closed(struct probe *p, enum outcome outcome);
void probe_tell_end(struct probe *p);

/* ---- probe_check.c ---- */

/* Whether the connection went down in place of the answer to EHLO, so that HELO is worth a try. */
bool probe_hangs_up_on_ehlo(const struct probe *p);
/* Tries HELO; the probe then fails with outcome. */
void probe_check_hello(struct probe *p, enum outcome outcome);
/* Asks whether the silent port speaks TLS from the first byte. */
void probe_check_tls(struct probe *p);
/* The server has sent something: it need not be asked. */
void probe_check_no_more(struct probe *p);

#endif
