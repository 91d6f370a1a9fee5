/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker thread and its channel. Also for ThreadSanitizer. */
#include "config.h"

#include "base/mem.h"
#include "mailrig.h"
#include "net/dns.h"
#include "run/chan.h"
#include "run/worker.h"

#include <netdb.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE_MS 20000 /* of poll(): far more than any of this needs */

/* Servers on their own loop and thread. */
struct yard {
	uv_thread_t thread;
	uv_loop_t loop;
	uv_async_t stop;
	struct rig_server imap, silent;
	struct tls_config *tls;
	char *ca_file;
};

static const char *const imap_words[] = {RIG_TLS,
					 "* OK hello\r\n",
					 "* CAPABILITY IMAP4rev1\r\nA1 OK done\r\n",
					 "* BYE bye\r\nA4 OK bye\r\n",
					 RIG_CLOSE,
					 NULL};

static void on_stop(uv_async_t *async)
{
	struct yard *y = async->data;

	uv_close((uv_handle_t *)&y->stop, NULL);
	uv_stop(&y->loop);
}

static void serve(void *user)
{
	struct yard *y = user;

	uv_run(&y->loop, UV_RUN_DEFAULT);
	rig_close(&y->imap);
	rig_close(&y->silent);
	while (uv_loop_close(&y->loop) == UV_EBUSY)
		uv_run(&y->loop, UV_RUN_ONCE);
}

static void open_yard(struct yard *y)
{
	*y = (struct yard){0};
	y->tls = rig_tls(&y->ca_file);
	uv_loop_init(&y->loop);
	uv_async_init(&y->loop, &y->stop, on_stop);
	y->stop.data = y;
	rig_open(&y->imap, &y->loop, imap_words, y->tls);
	rig_open(&y->silent, &y->loop, NULL, NULL);
	uv_thread_create(&y->thread, serve, y);
}

static void close_yard(struct yard *y)
{
	uv_async_send(&y->stop);
	uv_thread_join(&y->thread);
	tls_config_free(y->tls);
	unlink(y->ca_file);
	free(y->ca_file);
}

static struct worker *new_worker(const char *ca_file, int dns_ms)
{
	struct engine_options options = {0};
	struct target *target = target_new("test");
	char *error = NULL;

	limits_init(&options.limits);
	options.limits.dns_ms = dns_ms;
	target->ca_file = mem_strdup(ca_file);
	options.target = target;
	struct worker *w = worker_new(&options, &error);

	assert_non_null(w);
	target_free(target);
	return w;
}

static void give(struct worker *w, const struct endpoint *e)
{
	worker_obey(w, order_copy(&(struct order){.kind = ORDER_PROBE, .endpoint = e}, NULL, NULL));
}

static void start(struct worker *w, unsigned id, int port)
{
	struct endpoint *e = mem_calloc(1, sizeof *e);

	e->id = id;
	e->service = SERVICE_IMAPS;
	e->security = SECURITY_TLS;
	e->family = FAMILY_IPV4;
	e->host = mem_strdup("127.0.0.1");
	e->port = e->connect_port = port;
	give(w, e);
	endpoint_free(e); /* it was copied */
}

static void keep(struct log *log, struct event **events, size_t n)
{
	for (size_t i = 0; i < n; i++)
		log_append(log, events[i]);
	free(events);
}

/* Takes events until the log holds n of that type. */
static void wait_for(struct worker *w, struct log *log, enum event_type type, size_t n)
{
	while (rig_count(log, type, 0) < n) {
		struct pollfd p = {.fd = worker_fd(w), .events = POLLIN};
		size_t got;

		assert_int_equal(poll(&p, 1, PATIENCE_MS), 1);
		struct event **events = worker_take(w, &got);

		keep(log, events, got);
	}
}

static void test_run(void **state)
{
	struct yard y;
	struct log log = {0};
	size_t n;
	struct event **events;

	(void)state;
	open_yard(&y);
	struct worker *w = new_worker(y.ca_file, 5000);

	for (unsigned id = 1; id <= 20; id++)
		start(w, id, y.imap.port);
	wait_for(w, &log, EVENT_PROBE_END, 20);
	worker_free(w, &events, &n);
	keep(&log, events, n);
	rig_check_log(&log);
	for (unsigned id = 1; id <= 20; id++) {
		char *clock = rig_stages(&log, id);

		/* No answer to its goodbye is waited for while others wait for the server. */
		if (strcmp(clock, "dns ok, tcp ok, tls ok, greeting ok, caps ok, quit skipped, "
				  "= caps ok"))
			assert_string_equal(clock, "dns ok, tcp ok, tls ok, greeting ok, caps ok, "
						   "quit ok, = caps ok");
		free(clock);
	}
	log_clear(&log);
	close_yard(&y);
}

static void test_cancel(void **state)
{
	struct yard y;
	struct log log = {0};

	(void)state;
	open_yard(&y);
	struct worker *w = new_worker(y.ca_file, 5000);

	start(w, 1, y.silent.port);
	start(w, 2, y.silent.port);
	wait_for(w, &log, EVENT_CONNECTED, 2);
	start(w, 2, y.silent.port); /* a retry during the probe */
	wait_for(w, &log, EVENT_RETRY, 1);
	worker_cancel_all(w);
	wait_for(w, &log, EVENT_PROBE_END, 3);
	assert_int_equal(rig_find(&log, EVENT_PROBE_END, 1)->outcome, OUTCOME_CANCELLED);
	rig_check_log(&log);
	worker_free(w, NULL, NULL);
	log_clear(&log);
	close_yard(&y);
}

/* Leaving is immediate at any moment, and returns the last events. */
static void test_leave(void **state)
{
	struct yard y;

	(void)state;
	open_yard(&y);
	for (size_t at = 0; at < 30; at++) {
		struct worker *w = new_worker(y.ca_file, 5000);
		struct log log = {0};
		struct event **events;
		size_t n;

		for (unsigned id = 1; id <= 6; id++)
			start(w, id, id % 2 ? y.imap.port : y.silent.port);
		while (log.n < at * 2)
			wait_for(w, &log, EVENT_STAGE_BEGIN,
				 rig_count(&log, EVENT_STAGE_BEGIN, 0) + 1);
		worker_free(w, &events, &n);
		keep(&log, events, n);
		rig_check_log(&log);
		for (size_t i = 0; i < log.n; i++) /* the silent server's limits ended nothing */
			assert_int_not_equal(log.v[i]->outcome, OUTCOME_TIMEOUT);
		assert_int_equal(rig_count(&log, EVENT_PROBE_END, 0),
				 rig_count(&log, EVENT_PROBE_BEGIN, 0));
		log_clear(&log);
	}
	assert_int_equal(worker_left_behind(), 0);
	close_yard(&y);
}

static void test_nothing_to_do(void **state)
{
	struct engine_options options = {0};
	struct target *target = target_new("test");
	char *error = NULL;

	(void)state;
	worker_free(NULL, NULL, NULL);
	limits_init(&options.limits);
	options.target = target;
	struct worker *w = worker_new(&options, &error);

	assert_non_null(w);
	worker_free(w, NULL, NULL);
	/* It trusts nothing then, and says so when a certificate is judged. */
	target->ca_file = mem_strdup("/nonexistent/ca.pem");
	w = worker_new(&options, &error);
	assert_non_null(w);
	worker_free(w, NULL, NULL);
	target_free(target);
}

/* ---- a resolver that hangs ---- */

static uv_sem_t resolver, asked;

/* Replaces libc's: libuv's thread pool calls this one. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
		struct addrinfo **ret_list)
{
	(void)node;
	(void)service;
	(void)hints;
	*ret_list = NULL;
	uv_sem_post(&asked);
	uv_sem_wait(&resolver);
	return EAI_NONAME;
}

static void start_hanging(struct worker *w)
{
	struct endpoint e = {.id = 1,
			     .service = SERVICE_SMTP,
			     .security = SECURITY_STARTTLS,
			     .family = FAMILY_IPV4,
			     .host = (char *)"hangs.example",
			     .port = 25,
			     .connect_port = 25};

	give(w, &e);
}

/* The pool's threads return when the resolver does. */
static void release(int lookups)
{
	while (lookups--)
		uv_sem_post(&resolver);
	while (worker_left_behind())
		poll(NULL, 0, 1);
	uv_sem_destroy(&resolver);
	uv_sem_destroy(&asked);
}

static void test_hanging_lookup(void **state)
{
	struct worker *w = new_worker(NULL, 5000);
	struct log log = {0};
	struct event **events;
	size_t n;

	(void)state;
	uv_sem_init(&resolver, 0);
	uv_sem_init(&asked, 0);
	start_hanging(w);
	wait_for(w, &log, EVENT_STAGE_BEGIN, 1);
	uv_sem_wait(&asked);
	worker_free(w, &events, &n); /* the resolver returns only after this */
	keep(&log, events, n);
	rig_check_log(&log);
	assert_int_equal(rig_find(&log, EVENT_PROBE_END, 1)->outcome, OUTCOME_CANCELLED);
	assert_int_equal(worker_left_behind(), 1);
	release(1);
	log_clear(&log);
}

/* The name server's silence has a limit of its own, and a retry asks again. */
static void test_silent_name_server(void **state)
{
	struct worker *w = new_worker(NULL, 20);
	struct log log = {0};

	(void)state;
	uv_sem_init(&resolver, 0);
	uv_sem_init(&asked, 0);
	for (size_t i = 1; i <= 2; i++) {
		start_hanging(w);
		uv_sem_wait(&asked);
		wait_for(w, &log, EVENT_PROBE_END, i);
		assert_int_equal(rig_stage(&log, 1, STAGE_DNS)->outcome, OUTCOME_TIMEOUT);
	}
	rig_check_log(&log);
	worker_free(w, NULL, NULL);
	release(2);
	log_clear(&log);
}

static void on_patience_over(const struct dns_answer *answer, void *user)
{
	*(enum outcome *)user = dns_outcome(answer);
}

/* A lookup is given up even if nothing else has a limit. */
static void test_patience(void **state)
{
	enum outcome how = OUTCOME_NONE;
	uv_loop_t loop;

	(void)state;
	uv_sem_init(&resolver, 0);
	uv_sem_init(&asked, 0);
	uv_loop_init(&loop);
	struct dns *dns = dns_new(&loop, 20);

	dns_ask(dns, "hangs.example", FAMILY_IPV4, on_patience_over, &how);
	uv_sem_wait(&asked);
	while (how == OUTCOME_NONE)
		uv_run(&loop, UV_RUN_ONCE);
	assert_int_equal(how, OUTCOME_TIMEOUT);
	dns_free(dns);
	uv_run(&loop, UV_RUN_NOWAIT);
	assert_int_equal(uv_loop_close(&loop), UV_EBUSY);
	uv_sem_post(&resolver);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&loop), 0);
	uv_sem_destroy(&resolver);
	uv_sem_destroy(&asked);
}

/* ---- the channel alone ---- */

#define CHAN_ITEMS 20000

static void on_wake(void *user)
{
	uv_sem_post(user);
}

struct pair {
	struct chan *chan;
	uv_sem_t wake;
	int items[CHAN_ITEMS];
};

static void put_all(void *user)
{
	struct pair *p = user;
	void *batch[3];

	for (int i = 0; i < CHAN_ITEMS;) {
		int n = 0;

		while (n < 3 && i < CHAN_ITEMS)
			batch[n++] = &p->items[i++];
		chan_put(p->chan, batch, (size_t)n);
	}
}

static void test_chan(void **state)
{
	struct pair *p = mem_calloc(1, sizeof *p);
	uv_thread_t thread;
	int next = 0;
	size_t n;

	(void)state;
	uv_sem_init(&p->wake, 0);
	p->chan = chan_new(on_wake, &p->wake);
	assert_null(chan_take(p->chan, &n));
	assert_int_equal(n, 0);
	chan_put(p->chan, NULL, 0); /* nothing: no wake-up */
	assert_int_not_equal(uv_sem_trywait(&p->wake), 0);
	uv_thread_create(&thread, put_all, p);
	while (next < CHAN_ITEMS) {
		uv_sem_wait(&p->wake); /* each filling wakes */
		void **items = chan_take(p->chan, &n);

		assert_true(n > 0);
		for (size_t i = 0; i < n; i++)
			assert_ptr_equal(items[i], &p->items[next++]);
		free(items);
	}
	uv_thread_join(&thread);
	chan_free(p->chan);
	uv_sem_destroy(&p->wake);
	free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_chan),
	    cmocka_unit_test(test_nothing_to_do),
	    cmocka_unit_test(test_run),
	    cmocka_unit_test(test_cancel),
	    cmocka_unit_test(test_leave),
	    cmocka_unit_test(test_hanging_lookup),
	    cmocka_unit_test(test_silent_name_server),
	    cmocka_unit_test(test_patience),
	};

	return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
