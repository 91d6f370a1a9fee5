/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/pool.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>

struct pool_job {
	struct pool *list; /* NULL once its end was reported, or abandoned */
	struct pool_job *next;
	const struct pool_ops *ops;
	void *job, *user;
	uint64_t begun_ns;
	uv_work_t work;
	uv_timer_t limit;
	unsigned held; /* by the pool, and by the loop for the timer */
};

struct pool {
	uv_loop_t *loop;
	struct pool_job *first;
};

struct pool *pool_new(uv_loop_t *loop)
{
	struct pool *list = mem_calloc(1, sizeof *list);

	list->loop = loop;
	return list;
}

static void let_go(struct pool_job *e)
{
	if (--e->held)
		return;
	e->ops->free(e->job);
	free(e);
}

static void on_timer_closed(uv_handle_t *handle)
{
	let_go(handle->data);
}

/* Removes it from its list: nothing more is reported about it. */
static void leave(struct pool_job *e)
{
	struct pool_job **at = &e->list->first;

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	e->list = NULL;
	uv_close((uv_handle_t *)&e->limit, on_timer_closed);
}

static void tell(struct pool_job *e, enum outcome how)
{
	leave(e);
	e->ops->done(e->job, how, (int64_t)((uv_hrtime() - e->begun_ns) / 1000), e->user);
}

static void abandon(struct pool_job *e)
{
	if (e->ops->hurry)
		e->ops->hurry(e->job);
	(void)uv_cancel((uv_req_t *)&e->work); /* works only before the job has begun */
}

static void on_work(uv_work_t *work)
{
	struct pool_job *e = work->data;

	e->ops->work(e->job);
}

static void on_back(uv_work_t *work, int status)
{
	struct pool_job *e = work->data;

	if (e->list)
		tell(e, status < 0 ? OUTCOME_CANCELLED : OUTCOME_OK);
	let_go(e);
}

static void on_limit(uv_timer_t *timer)
{
	struct pool_job *e = timer->data;

	abandon(e);
	tell(e, OUTCOME_TIMEOUT);
}

void pool_start(struct pool *list, const struct pool_ops *ops, void *job, int limit_ms, void *user)
{
	struct pool_job *e = mem_calloc(1, sizeof *e);

	e->list = list;
	e->ops = ops;
	e->job = job;
	e->user = user;
	e->begun_ns = uv_hrtime();
	e->work.data = e->limit.data = e;
	e->held = 2;
	e->next = list->first;
	list->first = e;
	uv_timer_init(list->loop, &e->limit);
	uv_update_time(list->loop);
	uv_timer_start(&e->limit, on_limit, (uint64_t)limit_ms, 0);
	uv_queue_work(list->loop, &e->work, on_work, on_back);
}

void pool_stop(struct pool *list, enum outcome outcome)
{
	while (list->first) {
		struct pool_job *e = list->first;

		abandon(e);
		tell(e, outcome);
	}
}

void pool_stop_some(struct pool *list, enum outcome outcome, bool (*which)(void *user))
{
	struct pool_job *e = list->first;

	while (e) {
		struct pool_job *next = e->next;

		if (which(e->user)) {
			abandon(e);
			tell(e, outcome);
		}
		e = next;
	}
}

size_t pool_active(const struct pool *list)
{
	size_t n = 0;

	for (const struct pool_job *e = list->first; e; e = e->next)
		n++;
	return n;
}

void pool_free(struct pool *list)
{
	if (!list)
		return;
	while (list->first) {
		struct pool_job *e = list->first;

		abandon(e);
		leave(e);
	}
	free(list);
}
