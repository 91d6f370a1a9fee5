/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a probe is: one stage after another, each of which ends once, within its limit, and
 * meanwhile reports that it is waiting.
 */
#ifndef RUN_STAGE_CLOCK_H
#define RUN_STAGE_CLOCK_H

#include "model/event.h"
#include "run/due.h"
#include "run/limits.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#define STAGE_CLOCK_AGAIN_MS 5000 /* between two EVENT_WAITING of one stage */

struct stage_clock {
	enum stage stage; /* the current one if in_stage, else the last one */
	bool in_stage;
	enum outcome outcome; /* of the first stage that failed, else NONE */
	enum stage end_stage; /* the stage that failed, or the last stage that counts */

	/* Private. */
	const struct limits *limits;
	void (*emit)(struct event *e, void *user);
	void (*expired)(void *user);
	void (*closed)(void *user);
	void *user;
	uint64_t since_ns;   /* when the stage began */
	int64_t measured_us; /* 0: not measured */
	struct due due;
	uv_timer_t limit, notice;
	unsigned open;
};

/* emit owns events, and fills in their endpoint and time; expired: the current stage is out of
 * time. */
void stage_clock_init(struct stage_clock *w, uv_loop_t *loop, const struct limits *limits,
		      void (*emit)(struct event *e, void *user), void (*expired)(void *user),
		      void *user);
/* closed is called from the loop when w may be freed. */
void stage_clock_close(struct stage_clock *w, void (*closed)(void *user));

void stage_clock_begin(struct stage_clock *w, enum stage stage);
void stage_clock_end(struct stage_clock *w, enum outcome outcome, int err);
/* What the kernel measured of the stage that is about to end well: no busy moment of ours is in it.
 * 0: nothing. */
void stage_clock_measured(struct stage_clock *w, unsigned us);
/* Something was sent: the stage's limit is for the answer, and begins again. */
void stage_clock_await(struct stage_clock *w);
/* The stage ends at most most_ms after its beginning. */
void stage_clock_hurry(struct stage_clock *w, int most_ms);
/* Notes a failure outside any stage. */
void stage_clock_fail(struct stage_clock *w, enum outcome outcome);
/* A new event about the stage. */
struct event *stage_clock_news(const struct stage_clock *w, enum event_type type);

#endif
