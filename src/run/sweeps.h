/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All path sweeps of a run: the unfinished ones, and how often each row was swept. */
#ifndef RUN_SWEEPS_H
#define RUN_SWEEPS_H

#include "run/sweep.h"

#include <stddef.h>

struct sweeps;

/* names is as for sweep_start(), and must outlive them. */
struct sweeps *sweeps_new(uv_loop_t *loop, struct reverse *names, sweep_sink *emit, void *user);
/*
 * Sweeps the suspect, with a working port of the same address (NULL: none). A suspect is swept at
 * most PATH_SWEEPS_MAX times: twice at first, once more at the next order. A working port is
 * measured once, however many suspects are compared with it. The last event is always one
 * EVENT_PATH_DONE. Both need their address; a suspect without one is skipped. Owns both.
 */
void sweeps_add(struct sweeps *s, struct endpoint *suspect, struct endpoint *working);
/* Ends all of them early; their events end like any sweep's. */
void sweeps_stop(struct sweeps *s);
/* The row is tried again, and may be swept as if for the first time. */
void sweeps_forget(struct sweeps *s, unsigned endpoint);
size_t sweeps_active(const struct sweeps *s); /* unfinished */
void sweeps_free(struct sweeps *s);	      /* none may be left */

#endif
