/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/sim/clock.h"

#include "base/mem.h"
#include "tests/sim/dice.h"

#include <stdlib.h>
#include <time.h>
#include <uv.h>

struct node {
	int64_t at;
	uint64_t order; /* among those of one moment */
	size_t place;	/* in the heap, counted from 1; 0: not in it */
	clock_deed *deed;
	void *user;
	bool owned;	   /* by a timer, and not freed once it has happened */
	struct node *next; /* among those to use again */
};

static struct node **heap; /* from 1 */
static size_t heap_n, heap_room;
static int64_t now;
static uint64_t asked;
static struct node *spare; /* most of a run's allocations */
static struct dice order_dice;

static struct node *new_node(clock_deed *deed, void *user)
{
	struct node *n = spare;

	if (n)
		spare = n->next;
	else
		n = mem_calloc(1, sizeof *n);
	*n = (struct node){.deed = deed, .user = user};
	return n;
}

static void drop_node(struct node *n)
{
	n->next = spare;
	spare = n;
}

/* ---- the queue ---- */

static bool is_before(const struct node *a, const struct node *b)
{
	return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void put(struct node *n, size_t place)
{
	heap[place] = n;
	n->place = place;
}

static void rise(struct node *n)
{
	size_t place = n->place;

	for (; place > 1 && is_before(n, heap[place / 2]); place /= 2)
		put(heap[place / 2], place);
	put(n, place);
}

static void sink(struct node *n)
{
	size_t place = n->place;

	for (;;) {
		size_t next = 2 * place;

		if (next < heap_n && is_before(heap[next + 1], heap[next]))
			next++;
		if (next > heap_n || !is_before(heap[next], n))
			break;
		put(heap[next], place);
		place = next;
	}
	put(n, place);
}

static void take_out(struct node *n)
{
	struct node *last = heap[heap_n--];
	size_t place = n->place;

	n->place = 0;
	if (last == n)
		return;
	put(last, place);
	rise(last);
	sink(last);
}

static void put_in(struct node *n, int64_t at)
{
	if (heap_n + 1 >= heap_room) {
		heap_room = heap_room ? 2 * heap_room : 256;
		heap = mem_realloc(heap, heap_room, sizeof *heap);
	}
	n->at = at;
	n->order =
	    order_dice.state ? (uint64_t)dice_below(&order_dice, 1 << 30) << 32 | asked : asked;
	asked++;
	put(n, ++heap_n);
	rise(n);
}

void clock_reset(uint64_t seed)
{
	while (heap_n) {
		struct node *n = heap[heap_n];

		take_out(n);
		drop_node(n);
	}
	while (spare) {
		struct node *n = spare;

		spare = n->next;
		free(n);
	}
	free(heap);
	heap = NULL;
	heap_room = 0;
	now = 0;
	asked = 0;
	dice_init(&order_dice, seed);
	if (!seed)
		order_dice.state = 0;
}

int64_t clock_now_ns(void)
{
	return now;
}

void clock_in(int64_t delay_ns, clock_deed *deed, void *user)
{
	put_in(new_node(deed, user), now + (delay_ns > 0 ? delay_ns : 0));
}

bool clock_step(void)
{
	if (!heap_n)
		return false;
	struct node *n = heap[1];
	clock_deed *deed = n->deed;
	void *user = n->user;

	take_out(n);
	if (n->at > now)
		now = n->at;
	if (!n->owned)
		drop_node(n);
	deed(user);
	return true;
}

void clock_stall(int64_t ns)
{
	now += ns;
}

unsigned long clock_waiting(void)
{
	return heap_n;
}

/* ---- libuv's timers ---- */

static struct node *node_of(const uv_timer_t *timer)
{
	return timer->u.reserved[0];
}

static void on_timer(void *user)
{
	uv_timer_t *timer = user;

	if (timer->repeat)
		put_in(node_of(timer), now + (int64_t)timer->repeat * CLOCK_MS);
	timer->timer_cb(timer);
}

int uv_timer_init(uv_loop_t *loop, uv_timer_t *timer)
{
	struct node *n = new_node(on_timer, timer);

	n->owned = true;
	timer->loop = loop;
	timer->u.reserved[0] = n;
	return 0;
}

int uv_timer_start(uv_timer_t *timer, uv_timer_cb callback, uint64_t ms, uint64_t repeat_ms)
{
	uv_timer_stop(timer);
	timer->timer_cb = callback;
	timer->repeat = repeat_ms;
	put_in(node_of(timer), now + (int64_t)ms * CLOCK_MS);
	return 0;
}

int uv_timer_stop(uv_timer_t *timer)
{
	if (node_of(timer)->place)
		take_out(node_of(timer));
	return 0;
}

/* Only timers are closed here. */
struct closing {
	uv_handle_t *handle;
	uv_close_cb closed;
};

static void on_closing(void *user)
{
	struct closing c = *(struct closing *)user;

	free(user);
	if (c.closed)
		c.closed(c.handle);
}

void uv_close(uv_handle_t *handle, uv_close_cb closed)
{
	uv_timer_t *timer = (uv_timer_t *)handle;
	struct closing *c = mem_calloc(1, sizeof *c);

	uv_timer_stop(timer);
	drop_node(node_of(timer));
	timer->u.reserved[0] = NULL;
	*c = (struct closing){handle, closed};
	clock_in(0, on_closing, c);
}

uint64_t uv_hrtime(void)
{
	return (uint64_t)now;
}

void uv_update_time(uv_loop_t *loop)
{
	(void)loop;
}

/* ---- the C library's clocks (linked with --wrap) ---- */

#define RUN_DAY 1795000000 /* 2026-11-18 */

int __wrap_clock_gettime(clockid_t id, struct timespec *ret);
time_t __wrap_time(time_t *ret);

int __wrap_clock_gettime(clockid_t id, struct timespec *ret)
{
	ret->tv_sec = now / 1000000000 + (id == CLOCK_REALTIME ? RUN_DAY : 0);
	ret->tv_nsec = now % 1000000000;
	return 0;
}

time_t __wrap_time(time_t *ret)
{
	time_t seconds = RUN_DAY + now / 1000000000;

	if (ret)
		*ret = seconds;
	return seconds;
}
