/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a probe is on its way: one stage after another, each of which ends
 * once, within its limit, and says meanwhile that it is waiting.
 */
#ifndef RUN_WALK_H
#define RUN_WALK_H

#include "model/event.h"
#include "run/limits.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#define WALK_AGAIN_MS 5000 /* between two EVENT_WAITING of one stage */

struct walk {
	enum stage stage; /* under way if in_stage, else the last one */
	bool in_stage;
	enum outcome outcome; /* of the first stage that failed, else NONE */
	enum stage end_stage; /* where that was, or the last stage that counts */

	/* Private. */
	const struct limits *limits;
	void (*emit)(struct event *e, void *user);
	void (*expired)(void *user);
	void (*closed)(void *user);
	void *user;
	uint64_t since_ns; /* when the stage began */
	uv_timer_t limit, notice;
	unsigned open;
};

/* emit takes events, whose endpoint and time it fills in; expired: the stage under way has had its
 * time. */
void walk_init(struct walk *w, uv_loop_t *loop, const struct limits *limits,
	       void (*emit)(struct event *e, void *user), void (*expired)(void *user), void *user);
/* closed is called from the loop when w may go. */
void walk_close(struct walk *w, void (*closed)(void *user));

void walk_begin(struct walk *w, enum stage stage);
void walk_end(struct walk *w, enum outcome outcome, int err);
/* Something has been sent: the stage's limit is for the answer, and begins anew. */
void walk_await(struct walk *w);
/* The stage ends most_ms after its beginning at the latest. */
void walk_hurry(struct walk *w, int most_ms);
/* Notes a failure outside of any stage. */
void walk_fail(struct walk *w, enum outcome outcome);
/* A new event about the stage. */
struct event *walk_news(const struct walk *w, enum event_type type);

#endif
