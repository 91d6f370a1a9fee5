/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The probing engine: owns sockets, TLS sessions and timers of one libuv loop
 * (the worker's, or a test's own).  It never decides what to try: it starts
 * what it is told, side by side, and emits what happens.
 *
 * For every engine_start(), and for every EVENT_RETRY of its own, exactly one
 * EVENT_PROBE_BEGIN and one EVENT_PROBE_END come, whatever happens; every EVENT_STAGE_BEGIN is
 * followed by exactly one EVENT_STAGE_END.
 */
#ifndef RUN_ENGINE_H
#define RUN_ENGINE_H

#include "model/endpoint.h"
#include "model/event.h"
#include "model/target.h"
#include "run/limits.h"

#include <uv.h>

struct engine;

struct engine_options {
	struct limits limits;
	const struct target
	    *target; /* overrides, ca_file, only_target, no_path; borrowed for engine_new() only */
	int64_t now; /* Unix seconds for certificate validity, 0 for the clock */
};

/* Takes the event.  Called from the loop and from the functions below; it must not call them. */
typedef void engine_sink(struct event *e, void *user);

/* Emits EVENT_RUN_BEGIN first.  NULL with *ret_error (the caller frees) if the ca_file cannot be
 * used. */
struct engine *engine_new(uv_loop_t *loop, const struct engine_options *options, engine_sink *sink,
			  void *user, char **ret_error);
/*
 * Starts a probe of *e (copied).  Starting an id again is a retry: EVENT_RETRY,
 * a probe under way is cancelled first, attempt counts up, and DNS is asked anew.
 *
 * An endpoint that the server turned away as one connection too many is tried
 * once more, without being told to, when no other probe talks to that address:
 * EVENT_RETRY with outcome DENIED.
 *
 * The first start begins the whole-run limit.  When it is over, all that is
 * under way ends with TIMEOUT, followed by EVENT_RUN_END; what is started later
 * ends with TIMEOUT at once, until a retry begins the limit anew.  An engine
 * with nothing to do emits no EVENT_RUN_END: whether more will come is not its to know.
 */
void engine_start(struct engine *engine, const struct endpoint *e);
void engine_cancel(struct engine *engine, unsigned endpoint);
/* Cancels all probes; each emits its ends. */
void engine_cancel_all(struct engine *engine);
/* Path sweeps for the endpoint, beside a working port of the same address (NULL: none); see
 * run/sweeps.h.  Takes both.  However they go, their last event is one EVENT_PATH_DONE. */
void engine_path(struct engine *engine, struct endpoint *suspect, struct endpoint *working);
/*
 * Looks up what a mail domain publishes: records of name, or the MTA-STS policy
 * at that host.  Exactly one EVENT_RECORDS or EVENT_POLICY answers each.  Where
 * the TLSA records of a server and its certificates are both known, an
 * EVENT_DANE follows by itself.
 */
void engine_look_up(struct engine *engine, enum lookup_type type, const char *name);
/*
 * A further connection to the endpoint, whose address is set, that offers what the trial says;
 * takes the endpoint.  See run/trials.h.  The answer is one EVENT_TLS_ACCEPTS, EVENT_TLS_SECRECY or
 * EVENT_TLS_NAMELESS, whatever happens.
 */
void engine_try_tls(struct engine *engine, struct endpoint *e, enum tls_trial tls_probe);
/* Probes, sweeps, lookups and trials under way. */
size_t engine_active(const struct engine *engine);
/*
 * Cancels all, closes every handle; the loop must run afterwards to let them
 * go.  A lookup that the resolver has not finished keeps the loop from being closed (net/pool.h).
 */
void engine_free(struct engine *engine);

#endif
