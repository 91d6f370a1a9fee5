/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run/worker.h without a thread: the engine runs in the simulated time, and orders and events wait a moment each, as
 * they do between two threads. */
#include "config.h"
#include "run/worker.h"

#include "base/mem.h"
#include "tests/sim/clock.h"
#include "tests/sim/run.h"

#include <stdlib.h>

#define PASSING_NS (10 * (int64_t)CLOCK_US) /* of an order, from thread to thread */

struct worker {
	struct engine *engine;
	uv_loop_t loop;
	struct event **v;
	size_t n, room;
	bool freed;
	unsigned claims;
	int64_t last; /* when the last order arrives: they keep their order */
};

struct message {
	struct worker *worker;
	struct order *order; /* NULL: cancel all */
};

static unsigned long said;

unsigned long worker_said(void)
{
	return said;
}

static void on_event(struct event *e, void *user)
{
	struct worker *w = user;

	said++;
	if (w->n == w->room) {
		w->room = w->room ? 2 * w->room : 64;
		w->v = mem_realloc(w->v, w->room, sizeof *w->v);
	}
	w->v[w->n++] = e;
}

struct worker *worker_new(const struct engine_options *options, char **ret_error)
{
	struct worker *w = mem_calloc(1, sizeof *w);

	w->engine = engine_new(&w->loop, options, on_event, w, ret_error);
	return w;
}

int worker_fd(const struct worker *w)
{
	(void)w;
	return -1;
}

struct event **worker_take(struct worker *w, size_t *ret_n)
{
	struct event **v = w->v;

	*ret_n = w->n;
	w->v = NULL;
	w->n = w->room = 0;
	return v;
}

static void drop(struct worker *w)
{
	if (w->freed && !w->claims)
		free(w);
}

static void on_message(void *user)
{
	struct message m = *(struct message *)user;
	struct worker *w = m.worker;

	free(user);
	if (w->freed)
		order_free(m.order);
	else if (m.order)
		engine_obey(w->engine, m.order);
	else
		engine_cancel_all(w->engine);
	w->claims--;
	drop(w);
}

static void tell(struct worker *w, struct order *o)
{
	struct message *m = mem_calloc(1, sizeof *m);

	*m = (struct message){w, o};
	w->claims++;
	w->last = clock_now_ns() + PASSING_NS > w->last ? clock_now_ns() + PASSING_NS : w->last + 1;
	clock_in(w->last - clock_now_ns(), on_message, m);
}

void worker_obey(struct worker *w, struct order *o)
{
	tell(w, o);
}

void worker_cancel_all(struct worker *w)
{
	tell(w, NULL);
}

void worker_free(struct worker *w, struct event ***ret_events, size_t *ret_n)
{
	size_t n;

	if (!w)
		return;
	engine_free(w->engine);
	struct event **v = worker_take(w, &n);

	if (ret_events) {
		*ret_events = v;
		*ret_n = n;
	} else {
		for (size_t i = 0; i < n; i++)
			event_free(v[i]);
		free(v);
	}
	w->freed = true;
	drop(w);
}

size_t worker_left_behind(void)
{
	return 0;
}
