/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The worker thread: an engine on a loop of its own.  Orders are copied down,
 * events move up; nothing is shared.  All functions are for the main thread.
 */
#ifndef RUN_WORKER_H
#define RUN_WORKER_H

#include "run/engine.h"

struct worker;

/* Starts the thread.  NULL with *ret_error (the caller frees). */
struct worker *worker_new(const struct engine_options *options, char **ret_error);
/* A descriptor that is readable when worker_take() has something; for poll(). */
int worker_fd(const struct worker *w);
/* Hands over all events so far, oldest first, as an array that the caller frees (each event too);
 * NULL and 0 if none. */
struct event **worker_take(struct worker *w, size_t *ret_n);
void worker_obey(struct worker *w, struct order *o); /* engine_obey(); takes o */
void worker_cancel_all(struct worker *w);
/* Stops and joins: at most a few milliseconds, whatever is under way.  NULL allowed.
 * The last events can be had with ret_events/ret_n (both may be NULL). */
void worker_free(struct worker *w, struct event ***ret_events, size_t *ret_n);
/*
 * Loops that had to be left behind because the resolver is still busy with a
 * lookup that has been given up (net/pool.h).  If it is not 0 at the end of the
 * program, leave with _exit, as libuv's own clean-up would wait for the resolver.
 */
size_t worker_left_behind(void);

#endif
