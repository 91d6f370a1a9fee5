/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One probe: an endpoint's walk through its stages, DNS → TCP → [TLS] →
 * greeting → capabilities → [STARTTLS → TLS → capabilities] → quit.  Used by
 * the engine only, which owns what all its probes share.
 */
#ifndef RUN_PROBE_H
#define RUN_PROBE_H

#include "model/endpoint.h"
#include "model/event.h"
#include "net/dns.h"
#include "net/tls/tls.h"
#include "run/limits.h"

#include <stdbool.h>
#include <uv.h>

struct probe;

/* What the probes of one engine share.  None of the functions may start or stop a probe, but for
 * ended(). */
struct probe_world {
	uv_loop_t *loop;
	const struct limits *limits;
	struct dns *dns;
	const struct tls_config *tls;
	/* Takes e, whose endpoint and attempt are set. */
	void (*emit)(struct event *e, void *user);
	/* Whether some port at that numeric address has been connected to. */
	bool (*answers)(const char *address, void *user);
	/* A connection to that numeric address is up. */
	void (*connected)(const char *address, void *user);
	/* PROBE_END has been emitted; p frees itself as soon as the loop has let go of its
	 * handles. */
	void (*ended)(struct probe *p, void *user);
	void *user;
	bool only_tls; /* say goodbye as soon as TLS is up; no sniffing */
	bool nameless; /* without a server name in the handshake */
};

/* Copies e; world must outlive the probe's end.  Emits PROBE_BEGIN; one of the next two follows. */
struct probe *probe_new(const struct probe_world *world, const struct endpoint *e,
			unsigned attempt);
/* Sets out, after a pause of delay_ms. */
void probe_begin(struct probe *p, int delay_ms);
/* Ends the stage under way and the probe with outcome (CANCELLED or TIMEOUT), at once. */
void probe_stop(struct probe *p, enum outcome outcome);
unsigned probe_id(const struct probe *p); /* the endpoint's */
const struct endpoint *probe_endpoint(const struct probe *p);
/* Whether it is connected, or waits to be alone with the server (probe_begin() with a delay). */
bool probe_holds_server(const struct probe *p);
const char *probe_address(const struct probe *p); /* the other end's, numeric; NULL while unknown */
/* Some port at that address answers: a connection to it that has not succeeded soon never will. */
void probe_hurry(struct probe *p, const char *address);

#endif
