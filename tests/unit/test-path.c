/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Path sweeps on loopback, where every TTL arrives, and this computer's facts about itself. */
#include "config.h"
#include "net/here/path.h"

#include "base/mem.h"
#include "model/event_local.h"
#include "net/here/counters.h"
#include "net/here/local.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

struct rig {
	uv_loop_t loop;
	struct event **v;
	size_t n;
	struct path *path;
	size_t cancel_after; /* events; 0: never */
	int done;
	int listener, port;
};

static size_t open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n;
}

static void on_event(struct event *e, void *user)
{
	struct rig *r = user;

	r->v = mem_realloc(r->v, r->n + 1, sizeof *r->v);
	r->v[r->n++] = e;
}

static void on_done(void *user)
{
	struct rig *r = user;

	r->done++;
	r->path = NULL;
}

/* A port of 127.0.0.1 with or (not listening) without a listener. */
static void open_port(struct rig *r, bool listening)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof at;

	r->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(r->listener, (struct sockaddr *)&at, sizeof at), 0);
	if (listening)
		assert_int_equal(listen(r->listener, 64), 0);
	assert_int_equal(getsockname(r->listener, (struct sockaddr *)&at, &len), 0);
	r->port = ntohs(at.sin_port);
}

static struct path *begin(struct rig *r, int limit_ms)
{
	struct path_request request = {.family = FAMILY_IPV4,
				       .address = "127.0.0.1",
				       .port = 587,
				       .connect_port = r->port,
				       .role = SWEEP_SUSPECT,
				       .sweep = 2,
				       .limit_ms = limit_ms};
	const char *why = NULL;

	r->path = path_start(&r->loop, &request, on_event, on_done, r, &why);
	return r->path;
}

static void rig_open(struct rig *r, bool listening)
{
	*r = (struct rig){.listener = -1};
	assert_int_equal(uv_loop_init(&r->loop), 0);
	open_port(r, listening);
}

static void rig_close(struct rig *r)
{
	uv_run(&r->loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&r->loop), 0); /* fails if a handle was left */
	close(r->listener);
	for (size_t i = 0; i < r->n; i++)
		event_free(r->v[i]);
	free(r->v);
}

static size_t count(const struct rig *r, enum event_type type)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += r->v[i]->type == type;
	return n;
}

static void check_frame(const struct rig *r, enum outcome outcome)
{
	assert_true(r->n >= 2);
	assert_int_equal(r->v[0]->type, EVENT_PATH_BEGIN);
	assert_int_equal(r->v[0]->port, 587);
	assert_int_equal(r->v[0]->connect_port, r->port);
	assert_string_equal(r->v[0]->address, "127.0.0.1");
	assert_int_equal(r->v[r->n - 1]->type, EVENT_PATH_END);
	assert_int_equal(r->v[r->n - 1]->outcome, outcome);
	assert_int_equal(count(r, EVENT_PATH_BEGIN), 1);
	assert_int_equal(count(r, EVENT_PATH_END), 1);
	for (size_t i = 0; i < r->n; i++) {
		assert_int_equal(r->v[i]->attempt, 2);
		assert_int_equal(r->v[i]->role, SWEEP_SUSPECT);
	}
}

static void check_whole(bool listening, enum outcome outcome)
{
	struct rig r;

	rig_open(&r, listening);
	assert_non_null(begin(&r, 0));
	uv_run(&r.loop, UV_RUN_DEFAULT);
	assert_int_equal(r.done, 1);
	check_frame(&r, OUTCOME_OK);
	for (size_t i = 0; i < r.n; i++) {
		if (r.v[i]->type != EVENT_PATH_HOP)
			continue;
		assert_int_equal(r.v[i]->outcome, outcome);
		assert_int_equal(r.v[i]->num, 1); /* nothing is asked beyond the end */
		assert_true(r.v[i]->us >= 0);
	}
	assert_int_equal(count(&r, EVENT_PATH_HOP), 1);
	rig_close(&r);
}

static void test_open(void **state)
{
	(void)state;
	check_whole(true, OUTCOME_OK);
}

static void test_closed(void **state)
{
	(void)state;
	check_whole(false, OUTCOME_REFUSED);
}

/* A listener with a full queue is silent: the sweep ends at its limit and says which TTLs were
 * silent. */
static void test_silent(void **state)
{
	struct rig r;
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fill[8];

	(void)state;
	rig_open(&r, false);
	listen(r.listener, 0);
	at.sin_port = htons((uint16_t)r.port);
	for (int i = 0; i < 8; i++) {
		fill[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		(void)connect(fill[i], (struct sockaddr *)&at, sizeof at);
	}
	begin(&r, 60);
	path_cap(r.path, 5);
	path_cap(r.path, 9); /* a cap is never lifted */
	uv_run(&r.loop, UV_RUN_DEFAULT);
	check_frame(&r, OUTCOME_OK);
	assert_int_equal(count(&r, EVENT_PATH_HOP), 5);
	for (size_t i = 0; i < r.n; i++)
		if (r.v[i]->type == EVENT_PATH_HOP)
			assert_int_equal(r.v[i]->outcome, OUTCOME_TIMEOUT);
	for (int i = 0; i < 8; i++)
		close(fill[i]);
	rig_close(&r);
}

static void test_cancel(void **state)
{
	size_t before = open_files();

	(void)state;
	for (int turns = 0; turns < 6; turns++) {
		for (int listening = 0; listening < 2; listening++) {
			struct rig r;

			rig_open(&r, listening);
			begin(&r, 0);
			for (int i = 0; i < turns && r.path; i++)
				uv_run(&r.loop, UV_RUN_NOWAIT);
			bool early = r.path != NULL;

			path_cancel(r.path);
			check_frame(&r, early ? OUTCOME_CANCELLED : OUTCOME_OK);
			assert_int_equal(r.done, early ? 0 : 1);
			rig_close(&r);
		}
	}
	path_cancel(NULL);
	assert_int_equal(open_files(), before);
}

static void test_bad_address(void **state)
{
	static const char *const addresses[] = {"", "mail.example.org", "127.0.0.1.1", "::1"};
	struct rig r;

	(void)state;
	rig_open(&r, false);
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		struct path_request request = {.family = FAMILY_IPV4,
					       .address = addresses[i],
					       .port = 1,
					       .connect_port = 1,
					       .role = SWEEP_SUSPECT};
		const char *why = NULL;

		assert_null(path_start(&r.loop, &request, on_event, on_done, &r, &why));
		assert_non_null(why);
	}
	assert_int_equal(r.n, 0);
	rig_close(&r);
}

static void test_many_at_once(void **state)
{
	size_t before = open_files();
	struct rig r[6];

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 6; i++) {
			rig_open(&r[i], i % 2);
			begin(&r[i], 0);
		}
		for (int i = 0; i < 6; i++)
			rig_close(&r[i]);
	}
	assert_int_equal(open_files(), before);
}

static void test_counters(void **state)
{
	struct rig r = {.listener = -1};
	struct counters a, b;

	(void)state;
	counters_read(&a);
	counters_read(&b);
	counters_emit(&a, &b, 7, on_event, &r);
	for (size_t i = 0; i < r.n; i++) {
		assert_int_equal(r.v[i]->type, EVENT_COUNTER);
		assert_non_null(r.v[i]->text);
		assert_int_equal(r.v[i]->size, 7);
		event_free(r.v[i]);
	}
	free(r.v);
}

/* Its words hold everything in the event. */
static void check_read_back(const struct event *e)
{
	char *words = event_local_words(e), *json = event_to_json(e);
	struct event *again = event_new(EVENT_LOCAL, 0);

	assert_true(words && *words);
	again->kind = e->kind;
	event_local_read(again, words);
	char *copy = event_to_json(again);

	assert_string_equal(copy, json);
	event_free(again);
	free(words);
	free(json);
	free(copy);
}

static void test_local(void **state)
{
	struct rig r = {.listener = -1};

	(void)state;
	local_emit(on_event, &r);
	local_emit_gateways(on_event, &r);
	for (size_t i = 0; i < r.n; i++) {
		assert_int_equal(r.v[i]->type, EVENT_LOCAL);
		assert_int_equal(r.v[i]->endpoint, 0);
		assert_true(r.v[i]->kind > LOCAL_NONE && r.v[i]->kind < LOCAL_COUNT_);
		check_read_back(r.v[i]);
		event_free(r.v[i]);
	}
	free(r.v);
}

/* A portable build traces no path, and says why. */
static void test_none(void **state)
{
	struct path_request request = {
	    .family = FAMILY_IPV4, .address = "127.0.0.1", .port = 587, .connect_port = 587};
	const char *why = NULL;
	struct rig r;

	(void)state;
	rig_open(&r, true);
	assert_null(path_start(&r.loop, &request, on_event, on_done, &r, &why));
	assert_non_null(strstr(why, "portable build"));
	path_cancel(NULL);
	local_emit_gateways(on_event, &r); /* nor does it know any */
	assert_int_equal(r.n, 0);
	rig_close(&r);
}

int main(void)
{
	const struct CMUnitTest sweeps[] = {
	    cmocka_unit_test(test_open), cmocka_unit_test(test_closed),
	    cmocka_unit_test(test_silent), cmocka_unit_test(test_cancel),
	    cmocka_unit_test(test_many_at_once)};
	const struct CMUnitTest none[] = {cmocka_unit_test(test_none)};
	const struct CMUnitTest others[] = {cmocka_unit_test(test_bad_address),
					    cmocka_unit_test(test_counters),
					    cmocka_unit_test(test_local)};
#ifdef PORTABLE
	const bool portable = true;
#else
	const bool portable = false;
#endif
	int failed = portable ? cmocka_run_group_tests(none, NULL, NULL)
			      : cmocka_run_group_tests(sweeps, NULL, NULL);

	return failed + cmocka_run_group_tests(others, NULL, NULL);
}
