/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The worker thread: an engine on its own loop. Orders are copied down, events move up; nothing is
 * shared. All functions are for the main thread.
 */
#ifndef RUN_WORKER_H
#define RUN_WORKER_H

#include "run/engine.h"

struct worker;

/* Called first in each worker's thread from now on. NULL: nothing. Set before any is started. */
void worker_at_start(void (*prepare)(void));
/* Starts the thread.  NULL with *ret_error (the caller frees). */
struct worker *worker_new(const struct engine_options *options, char **ret_error);
/* A descriptor that is readable when worker_take() has something; for poll(). */
int worker_fd(const struct worker *w);
/* Returns all events so far, oldest first, as an array that the caller frees (each event too); NULL
 * and 0 if none. */
struct event **worker_take(struct worker *w, size_t *ret_n);
void worker_obey(struct worker *w, struct order *o); /* engine_obey(); takes ownership of o */
void worker_cancel_all(struct worker *w);
/* Stops and joins: a few milliseconds at most, whatever is in progress. NULL allowed.
 * ret_events/ret_n (both may be NULL) get the last events. */
void worker_free(struct worker *w, struct event ***ret_events, size_t *ret_n);
/*
 * Loops that were left behind because the resolver is still busy with an abandoned lookup
 * (net/pool.h). If it is not 0 at the end of the program, leave with _exit, because libuv's own
 * clean-up would wait for the resolver.
 */
size_t worker_left_behind(void);

#endif
