/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocking pieces of work in libuv's thread pool, each with a time limit. The work cannot be
 * cancelled; on time-out it is abandoned, and frees itself when it returns.
 *
 * An abandoned job keeps its thread, so UV_THREADPOOL_SIZE is set before the loop starts to more
 * than the number of jobs that may hang. The loop cannot be closed before the job returns:
 * uv_loop_close() says UV_EBUSY, and then the process has to end with _exit, which does not wait
 * for the pool.
 */
#ifndef NET_POOL_H
#define NET_POOL_H

#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct pool; /* those of one loop */

struct pool_ops {
	void (*work)(void *job); /* in the pool */
	/* the job was abandoned and may give up early; called from the loop, may be NULL */
	void (*hurry)(void *job);
	/*
	 * Called once, from the loop or from pool_stop(), unless pool_free() comes first. how is
	 * OK: the work is done, and the caller may read job. TIMEOUT, CANCELLED: the work goes on;
	 * only what work() never changes may be read.
	 */
	void (*done)(void *job, enum outcome how, int64_t us, void *user);
	void (*free)(void *job); /* the last call for the job */
};

struct pool *pool_new(uv_loop_t *loop);
/* Takes ownership of job. done is never called from inside. */
void pool_start(struct pool *list, const struct pool_ops *ops, void *job, int limit_ms, void *user);
/* Ends all unfinished jobs with outcome, at once. */
void pool_stop(struct pool *list, enum outcome outcome);
/* The same for those whose user satisfies which. */
void pool_stop_some(struct pool *list, enum outcome outcome, bool (*which)(void *user));
size_t pool_active(const struct pool *list);
/* Abandons all without calling done; the loop must run afterwards. */
void pool_free(struct pool *list); /* NULL allowed */

#endif
