/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One probe: an endpoint's way through its stages, DNS → TCP → [TLS] → greeting → capabilities →
 * [STARTTLS → TLS → capabilities] → quit. Used by the engine only, which owns what all its probes
 * share.
 */
#ifndef RUN_PROBE_H
#define RUN_PROBE_H

#include "model/endpoint.h"
#include "model/event.h"
#include "net/dns.h"
#include "net/tls/tls.h"
#include "run/limits.h"
#include "run/turns.h"

#include <stdbool.h>
#include <uv.h>

struct probe;

/* Shared by the probes of one engine. None of the functions may start or stop a probe, except
 * ended(). */
struct probe_world {
	uv_loop_t *loop;
	const struct limits *limits;
	struct dns *dns;
	struct turns *turns;
	const struct tls_config *tls;
	/* Owns e, whose endpoint and attempt are set. */
	void (*emit)(struct event *e, void *user);
	/* Whether any port at that numeric address has accepted a connection. */
	bool (*answers)(const char *address, void *user);
	/* A connection to that numeric address is up. */
	void (*connected)(const char *address, void *user);
	/* PROBE_END was emitted; p frees itself as soon as the loop has released its handles. */
	void (*ended)(struct probe *p, void *user);
	void *user;
	bool only_tls; /* say goodbye as soon as TLS is up; no check of a silent port */
	bool nameless; /* without a server name in the handshake */
};

/* Copies e; world must outlive the probe's end. Emits PROBE_BEGIN; one of the next two functions
 * follows. */
struct probe *probe_new(const struct probe_world *world, const struct endpoint *e,
			unsigned attempt);
/* Starts, after a pause of delay_ms. */
void probe_begin(struct probe *p, int delay_ms);
/* Ends the current stage and the probe with outcome (CANCELLED or TIMEOUT), at once. */
void probe_stop(struct probe *p, enum outcome outcome);
/* Ends a probe that has said goodbye and waits for the answer alone: that stage is SKIPPED. */
void probe_leave(struct probe *p);
unsigned probe_id(const struct probe *p); /* the endpoint's */
const struct endpoint *probe_endpoint(const struct probe *p);
/* Whether it is connected, waits for its turn, or waits to be alone with the server (probe_begin() with a
 * delay). */
bool probe_holds_server(const struct probe *p);
const char *probe_address(const struct probe *p); /* the other end's, numeric; NULL until known */
/* A port at that address answers: a connection that has not succeeded soon never will. */
void probe_hurry(struct probe *p, const char *address);

#endif
