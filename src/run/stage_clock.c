/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/stage_clock.h"

#define NS_PER_MS 1000000
#define NS_PER_US 1000
#define SENT_AGAIN_US 900000 /* the kernel sends a SYN again after a second (RFC 6298) */

void stage_clock_init(struct stage_clock *w, uv_loop_t *loop, const struct limits *limits,
		      void (*emit)(struct event *e, void *user), void (*expired)(void *user),
		      void *user)
{
	*w = (struct stage_clock){.limits = limits, .emit = emit, .expired = expired, .user = user};
	uv_timer_init(loop, &w->limit);
	uv_timer_init(loop, &w->notice);
	w->limit.data = w->notice.data = w;
	w->open = 2;
}

static void on_closed(uv_handle_t *handle)
{
	struct stage_clock *w = handle->data;

	if (!--w->open)
		w->closed(w->user);
}

void stage_clock_close(struct stage_clock *w, void (*closed)(void *user))
{
	w->closed = closed;
	uv_close((uv_handle_t *)&w->limit, on_closed);
	uv_close((uv_handle_t *)&w->notice, on_closed);
}

struct event *stage_clock_news(const struct stage_clock *w, enum event_type type)
{
	struct event *e = event_new(type, 0);

	e->stage = w->stage;
	return e;
}

static int64_t stage_us(const struct stage_clock *w)
{
	return (int64_t)((uv_hrtime() - w->since_ns) / NS_PER_US);
}

static void on_notice(uv_timer_t *timer)
{
	struct stage_clock *w = timer->data;
	struct event *e = stage_clock_news(w, EVENT_WAITING);

	e->us = stage_us(w);
	w->emit(e, w->user);
}

static int limit_of(const struct stage_clock *w)
{
	switch (w->stage) {
	case STAGE_DNS:
		return w->limits->dns_ms;
	case STAGE_TCP:
		return w->limits->connect_ms;
	case STAGE_TLS:
		return w->limits->tls_ms;
	case STAGE_GREETING:
		return w->limits->greeting_ms;
	case STAGE_QUIT:
		return w->limits->quit_ms;
	default:
		return w->limits->reply_ms;
	}
}

/* Counts from now, not from when this turn of the loop began. */
static void start_timer(uv_timer_t *timer, uv_timer_cb callback, uint64_t ms, uint64_t again_ms)
{
	uv_update_time(timer->loop);
	uv_timer_start(timer, callback, ms, again_ms);
}

static void on_limit(uv_timer_t *timer)
{
	struct stage_clock *w = timer->data;

	if (!due_is_late(&w->due, timer))
		w->expired(w->user);
}

void stage_clock_await(struct stage_clock *w)
{
	due_start(&w->due, &w->limit, on_limit, (uint64_t)limit_of(w));
}

void stage_clock_begin(struct stage_clock *w, enum stage stage)
{
	w->stage = stage;
	w->in_stage = true;
	w->since_ns = uv_hrtime();
	w->measured_us = 0;
	if (stage != STAGE_QUIT)
		w->end_stage = stage;
	w->emit(stage_clock_news(w, EVENT_STAGE_BEGIN), w->user);
	stage_clock_await(w);
	start_timer(&w->notice, on_notice,
		    (uint64_t)(w->stage == STAGE_TCP ? w->limits->connect_notice_ms
						     : w->limits->greeting_notice_ms),
		    STAGE_CLOCK_AGAIN_MS);
}

void stage_clock_hurry(struct stage_clock *w, int most_ms)
{
	uint64_t gone_ms = (uv_hrtime() - w->since_ns) / NS_PER_MS, most = (uint64_t)most_ms;

	if (most_ms < limit_of(w))
		due_start(&w->due, &w->limit, on_limit, gone_ms < most ? most - gone_ms : 0);
}

/* Remembers the first failure. The goodbye is politeness, not a result. */
void stage_clock_fail(struct stage_clock *w, enum outcome outcome)
{
	if (outcome == OUTCOME_OK || w->outcome || w->stage == STAGE_QUIT)
		return;
	w->outcome = outcome;
	w->end_stage = w->stage;
}

void stage_clock_measured(struct stage_clock *w, unsigned us)
{
	w->measured_us = us;
}

void stage_clock_end(struct stage_clock *w, enum outcome outcome, int err)
{
	struct event *e = stage_clock_news(w, EVENT_STAGE_END);

	w->in_stage = false;
	uv_timer_stop(&w->limit);
	uv_timer_stop(&w->notice);
	e->outcome = outcome;
	e->err = err;
	e->us = stage_us(w);
	/* A lost packet that was sent again counts, of which the kernel's figure says nothing. */
	if (w->measured_us && w->measured_us < e->us && e->us < SENT_AGAIN_US)
		e->us = w->measured_us;
	w->emit(e, w->user);
	stage_clock_fail(w, outcome);
}
