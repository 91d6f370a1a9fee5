/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All path sweeps of a run: those under way, and how often each row has been swept. */
#ifndef RUN_SWEEPS_H
#define RUN_SWEEPS_H

#include "run/sweep.h"

#include <stddef.h>

struct sweeps;

/* names is as for sweep_start(), and has to outlive them. */
struct sweeps *sweeps_new(uv_loop_t *loop, struct reverse *names, sweep_sink *emit, void *user);
/*
 * Sweeps the suspect, beside a working port of the same address (NULL: none).  A suspect is swept
 * at most PATH_SWEEPS_MAX times: twice at first, once more when it is asked for again.  A working port
 * is measured once, however many suspects are compared with it.  However it goes, the last event is
 * one EVENT_PATH_DONE.  Either needs its address; a suspect without one is skipped.  Takes both.
 */
void sweeps_add(struct sweeps *s, struct endpoint *suspect, struct endpoint *working);
/* Ends all of them before their time; their events end as any sweep's do. */
void sweeps_stop(struct sweeps *s);
/* The row is tried again, and may be swept as if it never had been. */
void sweeps_forget(struct sweeps *s, unsigned endpoint);
size_t sweeps_active(const struct sweeps *s); /* under way */
void sweeps_free(struct sweeps *s);	      /* none may be left */

#endif
