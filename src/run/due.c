/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/due.h"

#define NS_PER_MS 1000000

static void set(struct due *d, uv_timer_t *timer, uv_timer_cb callback, uint64_t ms)
{
	d->at_ns = uv_hrtime() + ms * NS_PER_MS;
	uv_update_time(timer->loop);
	uv_timer_start(timer, callback, ms, 0);
}

void due_start(struct due *d, uv_timer_t *timer, uv_timer_cb callback, uint64_t ms)
{
	d->ms = ms;
	d->times = 0;
	set(d, timer, callback, ms);
}

bool due_is_late(struct due *d, uv_timer_t *timer)
{
	uint64_t now_ns = uv_hrtime();
	uint64_t late_ms = now_ns > d->at_ns ? (now_ns - d->at_ns) / NS_PER_MS : 0;

	if (late_ms <= DUE_LATE_MS || d->times++ >= DUE_TIMES)
		return false;
	set(d, timer, timer->timer_cb, late_ms < d->ms ? late_ms : d->ms);
	return true;
}
