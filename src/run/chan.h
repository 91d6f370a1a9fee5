/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A one-way channel between two threads: pointers go in one by one or in
 * batches, and come out all at once.  With each pointer goes the ownership of
 * what it points to.
 */
#ifndef RUN_CHAN_H
#define RUN_CHAN_H

#include <stddef.h>

struct chan;

/* wake is called by the putting thread when the channel was empty before; it must not use the
 * channel. */
typedef void chan_wake(void *user);

struct chan *chan_new(chan_wake *wake, void *user);
/* What is left in it is the caller's to take first. */
void chan_free(struct chan *c);
/* Appends n items, all visible to the other side at the same moment. */
void chan_put(struct chan *c, void *const *items, size_t n);
/* All items, oldest first, in an array that the caller frees; NULL and 0 if there are none. */
void **chan_take(struct chan *c, size_t *ret_n);

#endif
