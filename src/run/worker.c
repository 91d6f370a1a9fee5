/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/worker.h"

#include "base/fd.h"
#include "base/mem.h"
#include "run/chan.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Lookups hang in the pool, and libuv gives them only half of it. */
#define POOL_THREADS "64"
#define CLOSING_TURNS 4 /* of the loop, in which its handles close */

/* A message from the main thread. */
struct message {
	enum { MESSAGE_ORDER, MESSAGE_CANCEL_ALL, MESSAGE_STOP } kind;
	struct order *order; /* ORDER */
};

struct worker {
	pthread_t thread;
	int alarm[2];	   /* a pipe: readable when up holds something */
	struct chan *up;   /* events */
	struct chan *down; /* messages */
	/* The thread's own: */
	uv_loop_t *loop;
	uv_async_t wake; /* other threads may call only uv_async_send() */
	uv_prepare_t flush;
	struct engine *engine;
	struct event **fresh; /* this turn's events */
	size_t fresh_n, fresh_cap;
};

/* ---- loops left behind: the main thread's ---- */

static uv_loop_t **left;
static size_t left_n;

/* Closes and frees the loop, unless the resolver still works for it. */
static bool close_loop(uv_loop_t *loop)
{
	for (int turn = 0; turn < CLOSING_TURNS && uv_run(loop, UV_RUN_NOWAIT); turn++)
		;
	if (uv_loop_close(loop) == UV_EBUSY)
		return false;
	free(loop);
	return true;
}

size_t worker_left_behind(void)
{
	for (size_t i = 0; i < left_n;) {
		if (close_loop(left[i]))
			left[i] = left[--left_n];
		else
			i++;
	}
	if (!left_n) {
		free(left);
		left = NULL;
	}
	return left_n;
}

/* ---- the thread ---- */

static void (*prepare_thread)(void);

void worker_at_start(void (*prepare)(void))
{
	prepare_thread = prepare;
}

static void on_event(struct event *e, void *user)
{
	struct worker *w = user;

	if (w->fresh_n == w->fresh_cap) {
		w->fresh_cap = w->fresh_cap ? 2 * w->fresh_cap : 64;
		w->fresh = mem_realloc(w->fresh, w->fresh_cap, sizeof *w->fresh);
	}
	w->fresh[w->fresh_n++] = e;
}

/* Before the loop sleeps: passes on related events together. */
static void on_flush(uv_prepare_t *prepare)
{
	struct worker *w = prepare->data;

	chan_put(w->up, (void *const *)w->fresh, w->fresh_n);
	w->fresh_n = 0;
}

static void stop(struct worker *w)
{
	engine_free(w->engine);
	w->engine = NULL;
	uv_close((uv_handle_t *)&w->wake, NULL);
	uv_close((uv_handle_t *)&w->flush, NULL);
	uv_stop(w->loop);
}

static void read_message(struct worker *w, const struct message *m)
{
	if (!w->engine) {
		order_free(m->order);
		return;
	}
	switch (m->kind) {
	case MESSAGE_ORDER:
		engine_obey(w->engine, m->order);
		break;
	case MESSAGE_CANCEL_ALL:
		engine_cancel_all(w->engine);
		break;
	case MESSAGE_STOP:
		stop(w);
		break;
	}
}

static void on_messages(uv_async_t *async)
{
	struct worker *w = async->data;
	size_t n;
	struct message **messages = (struct message **)chan_take(w->down, &n);

	for (size_t i = 0; i < n; i++) {
		read_message(w, messages[i]);
		free(messages[i]);
	}
	free(messages);
}

static void *work(void *user)
{
	struct worker *w = user;

	if (prepare_thread)
		prepare_thread();
	uv_run(w->loop, UV_RUN_DEFAULT); /* until stop() */
	chan_put(w->up, (void *const *)w->fresh, w->fresh_n);
	free(w->fresh);
	return NULL;
}

/* ---- the main thread ---- */

static void wake_main(void *user)
{
	const struct worker *w = user;

	/* It fails only if the pipe is full, and then the other end is readable anyway. */
	ssize_t wrote = write(w->alarm[1], "", 1);

	(void)wrote;
}

static void wake_thread(void *user)
{
	struct worker *w = user;

	uv_async_send(&w->wake);
}

/* The main thread handles signals: this one starts with all of them blocked. */
static int start_thread(struct worker *w)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int err = pthread_create(&w->thread, NULL, work, w);

	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err;
}

static void free_parts(struct worker *w)
{
	size_t n;
	struct event **events = worker_take(w, &n);

	for (size_t i = 0; i < n; i++)
		event_free(events[i]);
	free(events);
	chan_free(w->up);
	chan_free(w->down);
	for (int i = 0; i < 2; i++)
		if (w->alarm[i] >= 0)
			close(w->alarm[i]);
	if (!close_loop(w->loop)) {
		left = mem_realloc(left, left_n + 1, sizeof *left);
		left[left_n++] = w->loop;
	}
	free(w);
}

/* Undoes everything before the thread, which never ran. */
static void abandon(struct worker *w)
{
	stop(w);
	uv_run(w->loop, UV_RUN_NOWAIT);
	for (size_t i = 0; i < w->fresh_n; i++)
		event_free(w->fresh[i]);
	free(w->fresh);
	free_parts(w);
}

struct worker *worker_new(const struct engine_options *options, char **ret_error)
{
	struct worker *w = mem_calloc(1, sizeof *w);
	int err;

	setenv("UV_THREADPOOL_SIZE", POOL_THREADS, 0);
	w->loop = mem_calloc(1, sizeof *w->loop);
	err = uv_loop_init(w->loop);
	if (err) {
		*ret_error = mem_strdup(uv_strerror(err));
		free(w->loop);
		free(w);
		return NULL;
	}
	w->up = chan_new(wake_main, w);
	w->down = chan_new(wake_thread, w);
	if (fd_pipe(w->alarm, false) < 0) {
		*ret_error = mem_strdup(strerror(errno));
		w->alarm[0] = w->alarm[1] = -1;
	}
	uv_async_init(w->loop, &w->wake, on_messages);
	w->wake.data = w;
	uv_prepare_init(w->loop, &w->flush);
	w->flush.data = w;
	uv_prepare_start(&w->flush, on_flush);
	if (w->alarm[0] >= 0)
		w->engine = engine_new(w->loop, options, on_event, w, ret_error);
	if (!w->engine) {
		abandon(w);
		return NULL;
	}
	err = start_thread(w);
	if (err) {
		*ret_error = mem_strdup(strerror(err));
		abandon(w);
		return NULL;
	}
	return w;
}

int worker_fd(const struct worker *w)
{
	return w->alarm[0];
}

struct event **worker_take(struct worker *w, size_t *ret_n)
{
	char bytes[64];

	/* First the alarm, then the queue: an event that arrives meanwhile sets the alarm again. */
	while (w->alarm[0] >= 0 && read(w->alarm[0], bytes, sizeof bytes) == sizeof bytes)
		continue;
	return (struct event **)chan_take(w->up, ret_n);
}

/* Takes ownership of o. */
static void tell(struct worker *w, int kind, struct order *o)
{
	struct message *m = mem_calloc(1, sizeof *m);

	m->kind = kind;
	m->order = o;
	chan_put(w->down, (void *const *)&m, 1);
}

void worker_obey(struct worker *w, struct order *o)
{
	tell(w, MESSAGE_ORDER, o);
}

void worker_cancel_all(struct worker *w)
{
	tell(w, MESSAGE_CANCEL_ALL, NULL);
}

void worker_free(struct worker *w, struct event ***ret_events, size_t *ret_n)
{
	if (!w)
		return;
	tell(w, MESSAGE_STOP, NULL);
	pthread_join(w->thread, NULL);
	if (ret_events)
		*ret_events = worker_take(w, ret_n);
	free_parts(w);
	worker_left_behind();
}
