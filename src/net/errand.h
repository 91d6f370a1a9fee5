/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Errands: blocking pieces of work in libuv's thread pool, each with a limit of
 * time.  Nobody can stop the work itself; who has run out of patience abandons
 * it, and it frees itself when it comes back.  What net/dns.h says of the pool
 * and of the end of the process holds here too.
 */
#ifndef NET_ERRAND_H
#define NET_ERRAND_H

#include "model/terms.h"

#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct errands; /* those of one loop */

struct errand_ops {
	void (*work)(void *job);  /* in the pool */
	void (*hurry)(void *job); /* it has been abandoned and may give up early; from the loop, may
				     be NULL */
	/*
	 * Once, from the loop or from errands_stop(), unless errands_free() comes
	 * first.  how is OK: the work is done, and job is the caller's to read.
	 * TIMEOUT, CANCELLED: it is still under way; only what work() never
	 * changes may be read.
	 */
	void (*done)(void *job, enum outcome how, int64_t us, void *user);
	void (*free)(void *job); /* the last call about it */
};

struct errands *errands_new(uv_loop_t *loop);
/* Takes job.  done is never called from inside. */
void errands_start(struct errands *list, const struct errand_ops *ops, void *job, int limit_ms,
		   void *user);
/* Ends all that are under way with outcome, at once. */
void errands_stop(struct errands *list, enum outcome outcome);
size_t errands_active(const struct errands *list);
/* Abandons all without done; the loop must run afterwards. */
void errands_free(struct errands *list); /* NULL allowed */

#endif
