/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/path_private.h"

#ifndef PORTABLE

#include "base/i18n.h"
#include "base/mem.h"
#include "net/sock.h"

#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/utsname.h>
#include <unistd.h>

static bool all_settled(const struct path *p)
{
	for (int ttl = 1; ttl <= PATH_TTL_MAX; ttl++)
		if (!p->hops[ttl].settled)
			return false;
	return true;
}

static void on_handle_closed(uv_handle_t *handle)
{
	struct path *p = handle->data;

	if (--p->handles_open)
		return;
	close(p->epoll_fd);
	free(p->address);
	free(p);
}

static void emit_silent(struct path *p)
{
	for (int ttl = 1; ttl <= p->sent_ttl && (!p->reached_ttl || ttl <= p->reached_ttl); ttl++) {
		if (p->hops[ttl].settled)
			continue;
		struct event *e = path_hop_event(p, ttl);

		e->outcome = OUTCOME_TIMEOUT;
		p->sink(e, p->user);
	}
}

static int count_silent(const struct path *p)
{
	int silent = 0;

	for (int ttl = 1; ttl <= p->sent_ttl; ttl++)
		silent += !p->hops[ttl].settled;
	return silent;
}

static void path_close(struct path *p)
{
	for (int ttl = 1; ttl <= PATH_TTL_MAX; ttl++)
		path_hop_settle(p, ttl);
	uv_close((uv_handle_t *)&p->poll, on_handle_closed);
	uv_close((uv_handle_t *)&p->wave, on_handle_closed);
	uv_close((uv_handle_t *)&p->limit, on_handle_closed);
}

static void end_event(struct path *p, enum outcome outcome)
{
	struct event *e = path_event(p, EVENT_PATH_END);

	e->outcome = outcome;
	p->ended = true;
	p->sink(e, p->user);
}

static void on_counter(struct event *e, void *user)
{
	struct path *p = user;

	e->role = p->role;
	e->attempt = p->sweep;
	p->sink(e, p->user);
}

static void finish(struct path *p)
{
	if (p->ended)
		return;
	struct counters after;

	counters_read(&after);
	emit_silent(p);
	counters_emit(&p->before, &after, count_silent(p), on_counter, p);
	end_event(p, OUTCOME_OK);
	p->done(p->user);
	path_close(p);
}

static void on_limit(uv_timer_t *timer);

/* Once the other end is known, only routers before it are missing: they get one more
 * retransmission. */
static void after_news(struct path *p)
{
	if (all_settled(p)) {
		finish(p);
		return;
	}
	uint64_t age_ms = (uv_hrtime() - p->began_ns) / 1000000;

	if (p->reached_ttl && age_ms < PATH_QUIET_MS &&
	    uv_timer_get_due_in(&p->limit) > PATH_QUIET_MS - age_ms)
		uv_timer_start(&p->limit, on_limit, PATH_QUIET_MS - age_ms, 0);
}

static void on_news(uv_poll_t *poll, int status, int events)
{
	struct path *p = poll->data;
	struct epoll_event news[PATH_TTL_MAX];

	(void)status;
	(void)events;
	int n = epoll_wait(p->epoll_fd, news, PATH_TTL_MAX, 0);

	for (int i = 0; i < n; i++)
		if (p->hops[news[i].data.u32].fd >= 0)
			path_hop_news(p, (int)news[i].data.u32);
	after_news(p);
}

/* On a busy computer answers may be there that were not read yet: what is silent then has been silent. */
static void on_limit(uv_timer_t *timer)
{
	struct path *p = timer->data;

	on_news(&p->poll, 0, 0);
	finish(p);
}

static void on_wave(uv_timer_t *timer)
{
	struct path *p = timer->data;

	for (int i = 0; i < PATH_WAVE && p->sent_ttl < p->cap_ttl && !p->reached_ttl; i++)
		path_hop_send(p, ++p->sent_ttl);
	if (p->sent_ttl >= p->cap_ttl || p->reached_ttl)
		uv_timer_stop(&p->wave);
	after_news(p);
}

static bool system_can(const char **ret_why)
{
	struct utsname name;
	long major = 0;

	if (uname(&name) == 0)
		major = strtol(name.release, NULL, 10);
	if (major >= 5)
		return true;
	*ret_why = N_("The path can't be traced here: this needs Linux 5.0 or later.");
	return false;
}

static void begin_event(struct path *p, const struct path_request *r)
{
	struct event *e = path_event(p, EVENT_PATH_BEGIN);

	e->connect_port = r->connect_port;
	e->family = r->family;
	e->address = mem_strdup(r->address);
	p->sink(e, p->user);
}

struct path *path_start(uv_loop_t *loop, const struct path_request *r, path_sink *sink,
			path_done *done, void *user, const char **ret_why)
{
	if (!system_can(ret_why))
		return NULL;
	struct path *p = mem_calloc(1, sizeof *p);

	p->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (family_of_address(r->address) == r->family)
		p->to_len = sock_address(r->address, r->connect_port, &p->to);
	if (p->epoll_fd < 0 || !p->to_len) {
		if (p->epoll_fd >= 0)
			close(p->epoll_fd);
		free(p);
		*ret_why = N_("The path can't be traced: the system has no room for it.");
		return NULL;
	}
	for (int ttl = 0; ttl <= PATH_TTL_MAX; ttl++)
		p->hops[ttl].fd = -1;
	p->family = r->family;
	p->port = r->port;
	p->connect_port = r->connect_port;
	p->address = mem_strdup(r->address);
	p->role = r->role;
	p->sweep = (unsigned)r->sweep;
	p->sink = sink;
	p->done = done;
	p->user = user;
	p->cap_ttl = PATH_TTL_MAX;
	p->began_ns = uv_hrtime();
	p->handles_open = 3;
	uv_poll_init(loop, &p->poll, p->epoll_fd);
	uv_timer_init(loop, &p->wave);
	uv_timer_init(loop, &p->limit);
	p->poll.data = p->wave.data = p->limit.data = p;
	uv_poll_start(&p->poll, UV_READABLE, on_news);
	uv_timer_start(&p->wave, on_wave, 0, PATH_WAVE_MS);
	uv_timer_start(&p->limit, on_limit, (uint64_t)(r->limit_ms ? r->limit_ms : PATH_LIMIT_MS),
		       0);
	counters_read(&p->before);
	begin_event(p, r);
	return p;
}

void path_cap(struct path *p, int ttl)
{
	if (ttl >= p->cap_ttl || p->ended)
		return;
	p->cap_ttl = ttl > p->sent_ttl ? ttl : p->sent_ttl;
	for (int beyond = p->cap_ttl + 1; beyond <= PATH_TTL_MAX; beyond++)
		path_hop_settle(p, beyond);
}

void path_cancel(struct path *p)
{
	if (!p || p->ended)
		return;
	end_event(p, OUTCOME_CANCELLED);
	path_close(p);
}

#else

#include "base/i18n.h"

struct path *path_start(uv_loop_t *loop, const struct path_request *request, path_sink *sink,
			path_done *done, void *user, const char **ret_why)
{
	(void)loop;
	(void)request;
	(void)sink;
	(void)done;
	(void)user;
	*ret_why = N_(
	    "The path can't be traced: this porthorn is a portable build, without what only Linux can do.");
	return NULL;
}

/* No sweep begins, so there is none to shorten or end. */
void path_cap(struct path *p, int ttl)
{
	(void)p;
	(void)ttl;
}

void path_cancel(struct path *p)
{
	(void)p;
}

#endif
