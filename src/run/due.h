/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Limits that count the time in which this computer lets us run. When it was too busy, or asleep, an answer may be
 * there and not yet read: a timer that comes late begins again, with what was missed.
 */
#ifndef RUN_DUE_H
#define RUN_DUE_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#define DUE_LATE_MS 25 /* a timer that comes later than this … */
#define DUE_TIMES 8    /* … begins again, so often at most */

struct due {
	uint64_t at_ns, ms;
	int times;
};

/* Starts the timer, and counts from now rather than from when this turn of the loop began. */
void due_start(struct due *d, uv_timer_t *timer, uv_timer_cb callback, uint64_t ms);
/* To be asked first in the callback: true if the timer has begun again. */
bool due_is_late(struct due *d, uv_timer_t *timer);

#endif
