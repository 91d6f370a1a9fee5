/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many connections one address gets at a time, in which order, and when none. */
#include "config.h"
#include "run/turns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HERE "192.0.2.1"
#define MOST 16
#define NS_PER_MS 1000000

struct asked {
	struct turn *turn;
	struct queue *queue;
};

struct queue {
	uv_loop_t loop;
	struct turns *turns;
	struct asked v[MOST];
	size_t n;
	size_t came[MOST]; /* numbers of those that had to wait, in their order */
	size_t came_n;
};

static void on_turn(void *user)
{
	struct asked *a = user;

	turn_connected(a->turn);
	a->queue->came[a->queue->came_n++] = (size_t)(a - a->queue->v);
}

static void open_queue(struct queue *q)
{
	memset(q, 0, sizeof *q);
	assert_int_equal(uv_loop_init(&q->loop), 0);
	q->turns = turns_new(&q->loop);
}

static void close_queue(struct queue *q)
{
	for (size_t i = 0; i < q->n; i++)
		turn_give_back(q->v[i].turn);
	turns_free(q->turns);
	uv_run(&q->loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&q->loop), 0);
}

static void give_back(struct queue *q, size_t number)
{
	turn_give_back(q->v[number].turn);
	q->v[number].turn = NULL;
}

/* Whether it came at once; its connection is up then. */
static bool ask(struct queue *q, const char *address, bool extra, int rank)
{
	struct asked *a = &q->v[q->n++];

	a->queue = q;
	a->turn = turns_ask(q->turns, address, extra, rank, on_turn, a);
	if (turn_has_come(a->turn))
		turn_connected(a->turn);
	return turn_has_come(a->turn);
}

static void fill(struct queue *q)
{
	for (int i = 0; i < TURNS_PER_ADDRESS; i++)
		assert_true(ask(q, HERE, false, 1));
}

static void test_most_at_one_address(void **state)
{
	struct queue q;

	(void)state;
	open_queue(&q);
	fill(&q);
	assert_false(turn_is_wanted(q.v[0].turn));
	assert_false(ask(&q, HERE, false, 3));
	assert_false(ask(&q, HERE, false, 2));
	assert_false(ask(&q, HERE, false, 2));
	assert_true(turn_is_wanted(q.v[0].turn));
	assert_true(ask(&q, "192.0.2.2", false, 4));
	uv_run(&q.loop, UV_RUN_NOWAIT);
	assert_int_equal(q.came_n, 0);
	for (size_t i = 0; i < 3; i++) { /* the lowest rank first, then who asked first */
		static const size_t order[] = {7, 8, 6};

		give_back(&q, i);
		uv_run(&q.loop, UV_RUN_DEFAULT);
		assert_int_equal(q.came_n, i + 1);
		assert_int_equal(q.came[i], order[i]);
	}
	close_queue(&q);
}

/* Not one more comes if those that wait give up at the same moment. */
static void test_all_give_up(void **state)
{
	struct queue q;

	(void)state;
	open_queue(&q);
	fill(&q);
	assert_false(ask(&q, HERE, false, 1));
	for (size_t i = 0; i < q.n; i++)
		give_back(&q, i);
	uv_run(&q.loop, UV_RUN_DEFAULT);
	assert_int_equal(q.came_n, 0);
	close_queue(&q);
}

static void test_extra_ones(void **state)
{
	struct queue q;

	(void)state;
	open_queue(&q);
	for (int i = 0; i < TURNS_EXTRA; i++)
		assert_true(ask(&q, HERE, true, 0));
	assert_false(ask(&q, HERE, true, 0)); /* number 2 */
	for (int i = 0; i < TURNS_PER_ADDRESS - TURNS_EXTRA; i++)
		assert_true(ask(&q, HERE, false, 1));
	assert_false(ask(&q, HERE, false, 0)); /* number 7 */
	give_back(&q, 0);
	uv_run(&q.loop, UV_RUN_DEFAULT);
	assert_int_equal(q.came_n, 1);
	assert_int_equal(q.came[0], 2);
	close_queue(&q);
}

static uint64_t ms_until_next(struct queue *q)
{
	uint64_t from_ns = uv_hrtime();
	size_t before = q->came_n;

	assert_false(ask(q, HERE, false, 1));
	uv_run(&q->loop, UV_RUN_DEFAULT);
	assert_int_equal(q->came_n, before + 1);
	return (uv_hrtime() - from_ns) / NS_PER_MS;
}

/* Attempts without an answer do not keep the others from trying. */
static void test_silent_attempts(void **state)
{
	struct queue q;

	(void)state;
	open_queue(&q);
	for (int i = 0; i < TURNS_PER_ADDRESS; i++) {
		struct asked *a = &q.v[q.n++];

		a->queue = &q;
		a->turn = turns_ask(q.turns, HERE, false, 1, on_turn, a);
		assert_true(turn_has_come(a->turn));
	}
	uint64_t ms = ms_until_next(&q);

	assert_true(ms + 2 >= TURNS_SILENT_MS);
	assert_true(turn_waited_ms(q.v[TURNS_PER_ADDRESS].turn) + 2 >= TURNS_SILENT_MS);
	close_queue(&q);
}

/* What one burst says counts once; the next one doubles the time, up to the most. */
static void test_back_off(void **state)
{
	struct queue q;

	(void)state;
	open_queue(&q);
	for (int i = 0; i < 5; i++)
		turns_back_off(q.turns, HERE);
	assert_true(ask(&q, "192.0.2.2", false, 1));
	uint64_t first_ms = ms_until_next(&q);

	assert_true(first_ms + 2 >= TURNS_BACK_OFF_MS && first_ms < TURNS_BACK_OFF_MOST_MS);
	turns_back_off(q.turns, HERE);
	assert_true(ms_until_next(&q) + 2 >= (uint64_t)2 * TURNS_BACK_OFF_MS);
	close_queue(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_most_at_one_address),
	    cmocka_unit_test(test_all_give_up),
	    cmocka_unit_test(test_extra_ones),
	    cmocka_unit_test(test_silent_attempts),
	    cmocka_unit_test(test_back_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
