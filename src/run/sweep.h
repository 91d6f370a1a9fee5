/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The path sweeps for one suspect row: the suspect port twice (the second time when the first is
 * answered, or after SWEEP_AGAIN_MS), and with it each time a working port at the same address, whose
 * distance bounds the others; or, where none works, another server's port.
 */
#ifndef RUN_SWEEP_H
#define RUN_SWEEP_H

#include "model/endpoint.h"
#include "model/event.h"

#include <uv.h>

/* the second sweep of the suspect port begins after this at the latest */
#define SWEEP_AGAIN_MS 700
#define SWEEP_RULES_MS 1000 /* this much longer at most for the firewall's rules, as root */
/* further than the working port's distance, for a path that is a little longer */
#define SWEEP_BEYOND_HOPS 2

/* Their events end with one EVENT_PATH_DONE. */
struct sweep;

/* Owns e; its endpoint is set (the suspect's, or the working one's), its at_us is not. */
typedef void sweep_sink(struct event *e, void *user);
typedef void sweep_done(struct sweep *s,
			void *user); /* called once, from the loop; s is freed afterwards */

/* The nearest routers on the way to an address, as a working port shows them: by TTL, NULL if not
 * known. */
#define SWEEP_NEAR_HOPS 3
struct sweep_way {
	char *hops[SWEEP_NEAR_HOPS + 1];
};

struct reverse;
/*
 * Both endpoints have their address set; working may be NULL. Owns both. Names of the addresses on
 * the way are asked for with names (net/reverse.h; NULL: they are not), about the suspect; no sweep
 * waits for them. As root, a suspect that does not leave this computer has the firewall's rules
 * about its port read (EVENT_LOCAL). If the suspect ends behind one of the nearest routers, the
 * next one is asked directly (run/next_router.h); way, which has to outlive the sweep, is what any
 * sweep of the address has shown of it. Where the system cannot, one EVENT_PATH_END with
 * OUTCOME_SKIPPED says why, and done is called from the loop. first: the number of the suspect
 * port's first sweep, 1, or PATH_SWEEPS_MAX for a last one without a second.
 */
struct sweep *sweep_start(uv_loop_t *loop, struct endpoint *suspect, struct endpoint *working,
			  int first, struct sweep_way *way, struct reverse *names, sweep_sink *sink,
			  sweep_done *done, void *user);
/* Ends what is unfinished (each path with its PATH_END) and frees; done is not called. NULL
 * allowed. */
void sweep_cancel(struct sweep *s);
unsigned sweep_endpoint(const struct sweep *s);

#endif
