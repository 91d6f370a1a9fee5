/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs of the thread pool: their limits, reverse names, and the firewall's rules. */
#include "config.h"
#include "net/pool.h"
#include "net/reverse.h"
#include "net/here/firewall.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static uv_loop_t loop;

static int set_up(void **state)
{
	(void)state;
	return uv_loop_init(&loop);
}

/* Abandoned jobs are freed by then, or the loop could not be closed. */
static int tear_down(void **state)
{
	(void)state;
	uv_run(&loop, UV_RUN_DEFAULT);
	return uv_loop_close(&loop);
}

/* A job that returns when the test says so. */
struct held {
	uv_sem_t begun, back;
	unsigned hurried, done, freed;
	enum outcome how;
};

static void held_work(void *job)
{
	struct held *h = job;

	uv_sem_post(&h->begun);
	uv_sem_wait(&h->back);
}

static void held_hurry(void *job)
{
	((struct held *)job)->hurried++;
}

static void held_done(void *job, enum outcome how, int64_t us, void *user)
{
	struct held *h = job;

	assert_ptr_equal(user, &loop);
	assert_true(us >= 0);
	h->done++;
	h->how = how;
}

static void held_free(void *job)
{
	((struct held *)job)->freed++;
}

static const struct pool_ops held_ops = {held_work, held_hurry, held_done, held_free};

static void start_held(struct pool *pool, struct held *h, int limit_ms)
{
	*h = (struct held){0};
	uv_sem_init(&h->begun, 0);
	uv_sem_init(&h->back, 0);
	pool_start(pool, &held_ops, h, limit_ms, &loop);
	assert_int_equal(pool_active(pool), 1);
	uv_sem_wait(&h->begun); /* a job that has begun cannot be cancelled */
}

static void let_back(struct held *h)
{
	uv_sem_post(&h->back);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(h->freed, 1);
	uv_sem_destroy(&h->begun);
	uv_sem_destroy(&h->back);
}

static void a_job_is_done_once(void **state)
{
	struct pool *pool = pool_new(&loop);
	struct held h;

	(void)state;
	start_held(pool, &h, 60000);
	let_back(&h);
	assert_int_equal(h.done, 1);
	assert_int_equal(h.how, OUTCOME_OK);
	assert_int_equal(h.hurried, 0);
	pool_free(pool);
}

/* Its end is reported in time, and it is freed when it returns. */
static void a_job_has_a_limit(void **state)
{
	struct pool *pool = pool_new(&loop);
	struct held h;

	(void)state;
	start_held(pool, &h, 1);
	while (!h.done)
		uv_run(&loop, UV_RUN_ONCE);
	assert_int_equal(h.how, OUTCOME_TIMEOUT);
	assert_int_equal(h.hurried, 1);
	assert_int_equal(pool_active(pool), 0);
	assert_int_equal(h.freed, 0);
	let_back(&h);
	assert_int_equal(h.done, 1);
	pool_free(pool);
}

static void jobs_are_abandoned(void **state)
{
	struct pool *pool = pool_new(&loop);
	struct held h, silent;

	(void)state;
	start_held(pool, &h, 60000);
	pool_stop(pool, OUTCOME_CANCELLED);
	assert_int_equal(h.done, 1);
	assert_int_equal(h.how, OUTCOME_CANCELLED);
	start_held(pool, &silent, 60000);
	pool_free(pool);
	uv_sem_post(&silent.back); /* the loop waits for both */
	let_back(&h);
	assert_int_equal(silent.freed, 1);
	uv_sem_destroy(&silent.begun);
	uv_sem_destroy(&silent.back);
	assert_int_equal(h.done, 1);
	assert_int_equal(silent.done, 0);
}

struct heard {
	unsigned names, about, rules, ends;
	char address[64], host[256];
};

static void on_name(const char *address, const char *host, unsigned about, void *user)
{
	struct heard *h = user;

	h->names++;
	h->about = about;
	snprintf(h->address, sizeof h->address, "%s", address);
	snprintf(h->host, sizeof h->host, "%s", host);
}

/* Only names in the hosts file are asked for: no name server sees a query. */
static bool hosts_file_knows_us(void)
{
	char line[256];
	FILE *in = fopen("/etc/hosts", "r");
	bool found = false;

	while (in && fgets(line, sizeof line, in))
		found |= !strncmp(line, "127.0.0.1\t", 10) || !strncmp(line, "127.0.0.1 ", 10);
	if (in)
		fclose(in);
	return found;
}

static void an_address_has_a_name(void **state)
{
	struct heard h = {0};

	(void)state;
	if (!hosts_file_knows_us())
		skip();
	struct reverse *r = reverse_new(&loop, on_name, &h);

	reverse_ask(r, "127.0.0.1", 7);
	reverse_ask(r, "127.0.0.1", 8); /* asked for already */
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(h.names, 1);
	assert_int_equal(h.about, 7);
	assert_string_equal(h.address, "127.0.0.1");
	assert_true(strlen(h.host) > 0);
	reverse_free(r);
}

static void nobody_is_asked_for_nonsense(void **state)
{
	struct heard h = {0};
	struct reverse *r = reverse_new(&loop, on_name, &h);

	(void)state;
	reverse_ask(r, "", 1);
	reverse_ask(r, "mail.example.org", 1);
	reverse_ask(r, "fe80::1%eth0", 1);
	reverse_ask(NULL, "127.0.0.1", 1);
	assert_false(uv_loop_alive(&loop));
	reverse_free(r);
	assert_int_equal(h.names, 0);
}

static void the_abandoned_stay_silent(void **state)
{
	struct heard h = {0};

	(void)state;
	if (!hosts_file_knows_us())
		skip();
	struct reverse *r = reverse_new(&loop, on_name, &h);

	reverse_ask(r, "127.0.0.1", 7);
	reverse_free(r);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(h.names, 0);
}

static void on_rule(struct event *e, void *user)
{
	struct heard *h = user;

	h->rules++;
	event_free(e);
}

static void on_end(void *user)
{
	struct heard *h = user;

	h->ends++;
}

static void rules_are_for_root(void **state)
{
	struct heard h = {0};
	struct firewall *r = firewall_read(&loop, 587, FAMILY_IPV4, on_rule, on_end, &h);

	(void)state;
	assert_int_equal(r != NULL, geteuid() == 0);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(h.ends, geteuid() == 0);
	r = firewall_read(&loop, 587, FAMILY_IPV4, on_rule, on_end, &h);
	firewall_cancel(r);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(h.ends, geteuid() == 0); /* not again */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_job_is_done_once, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_job_has_a_limit, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(jobs_are_abandoned, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(an_address_has_a_name, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(nobody_is_asked_for_nonsense, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(the_abandoned_stay_silent, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(rules_are_for_root, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
