/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/chan.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct chan {
	pthread_mutex_t lock; /* guards the three below */
	void **items;
	size_t n, cap;
	chan_wake *wake;
	void *user;
};

struct chan *chan_new(chan_wake *wake, void *user)
{
	struct chan *c = mem_calloc(1, sizeof *c);

	pthread_mutex_init(&c->lock, NULL);
	c->wake = wake;
	c->user = user;
	return c;
}

void chan_free(struct chan *c)
{
	if (!c)
		return;
	pthread_mutex_destroy(&c->lock);
	free(c->items);
	free(c);
}

void chan_put(struct chan *c, void *const *items, size_t n)
{
	if (!n)
		return;
	pthread_mutex_lock(&c->lock);
	size_t before = c->n;

	while (c->cap < before + n) {
		c->cap = c->cap ? 2 * c->cap : 64;
		c->items = mem_realloc(c->items, c->cap, sizeof *c->items);
	}
	memcpy(c->items + before, items, n * sizeof *items);
	c->n += n;
	/* Under the lock: once the other side has the items, wake must not be called any more. */
	if (!before)
		c->wake(c->user);
	pthread_mutex_unlock(&c->lock);
}

void **chan_take(struct chan *c, size_t *ret_n)
{
	pthread_mutex_lock(&c->lock);
	void **items = c->n ? c->items : NULL;

	*ret_n = c->n;
	if (items) {
		c->items = NULL;
		c->n = c->cap = 0;
	}
	pthread_mutex_unlock(&c->lock);
	return items;
}
