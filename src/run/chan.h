/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A one-way channel between two threads: pointers go in one by one or in batches, and come out all
 * at once. Ownership of what they point to goes with them.
 */
#ifndef RUN_CHAN_H
#define RUN_CHAN_H

#include <stddef.h>

struct chan;

/* The putting thread calls wake if the channel was empty before; wake must not use the channel. */
typedef void chan_wake(void *user);

struct chan *chan_new(chan_wake *wake, void *user);
/* The caller takes what is left in it first. */
void chan_free(struct chan *c);
/* Appends n items, all visible to the other side at the same moment. */
void chan_put(struct chan *c, void *const *items, size_t n);
/* All items, oldest first, in an array that the caller frees; NULL and 0 if there are none. */
void **chan_take(struct chan *c, size_t *ret_n);

#endif
