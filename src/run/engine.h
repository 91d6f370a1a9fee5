/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The probing engine: owns sockets, TLS sessions and timers of one libuv loop (the worker's, or a
 * test's own). It never decides what to try: it carries out its orders, all at once, and emits what
 * happens.
 *
 * For every ORDER_PROBE, and for every EVENT_RETRY of its own, exactly one EVENT_PROBE_BEGIN and
 * one EVENT_PROBE_END come, whatever happens; every EVENT_STAGE_BEGIN is followed by exactly one
 * EVENT_STAGE_END.
 */
#ifndef RUN_ENGINE_H
#define RUN_ENGINE_H

#include "model/event.h"
#include "model/order.h"
#include "model/target.h"
#include "run/limits.h"

#include <uv.h>

struct engine;

struct engine_options {
	struct limits limits;
	/* overrides, ca_file, only_target, no_path; borrowed for engine_new() only */
	const struct target *target;
	int64_t now; /* Unix seconds for certificate validity, 0 for the clock */
};

/* Owns the event. Called from the loop and from the functions below; it must not call them. */
typedef void engine_sink(struct event *e, void *user);

/* Emits EVENT_RUN_BEGIN first. NULL with *ret_error (the caller frees) if the ca_file cannot be
 * used. */
struct engine *engine_new(uv_loop_t *loop, const struct engine_options *options, engine_sink *sink,
			  void *user, char **ret_error);
/*
 * Carries out an order of order_copy(), which it then owns. Exactly one event answers each order,
 * whatever happens (model/order.h).
 *
 * PROBE: a second order is a retry: EVENT_RETRY, an unfinished probe is cancelled first, attempt
 * counts up, and DNS is asked again. An endpoint that the server refused as one connection too many
 * is tried once more, without an order, when no other probe talks to that address: EVENT_RETRY with
 * outcome DENIED.
 *
 * SWEEP: see run/sweeps.h; the addresses are set.
 *
 * LOOKUP: once both the TLSA records of a server and its certificates are known, an EVENT_DANE
 * follows.
 *
 * TLS: a connection to the endpoint, whose address is set; see run/tls_probes.h.
 *
 * The first order begins the whole-run limit. When it is over, everything in progress ends with
 * TIMEOUT, followed by EVENT_RUN_END; later orders end with TIMEOUT at once, until a retry begins
 * the limit again. An engine with nothing to do emits no EVENT_RUN_END: it does not know whether
 * more orders will come.
 */
void engine_obey(struct engine *engine, struct order *o);
void engine_cancel(struct engine *engine, unsigned endpoint);
/* Cancels all probes; each emits its ends. */
void engine_cancel_all(struct engine *engine);
/* Unfinished probes, sweeps, lookups and TLS probes. */
size_t engine_active(const struct engine *engine);
/*
 * Cancels all, closes every handle; the loop must run afterwards to release them. A lookup that the
 * resolver has not finished keeps the loop from being closed (net/pool.h).
 */
void engine_free(struct engine *engine);

#endif
