/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Path sweeps of the simulated network, and what the computer knows of its place: net/here. */
#include "config.h"
#include "net/here/firewall.h"
#include "net/here/local.h"
#include "net/here/path.h"

#include "base/mem.h"
#include "tests/sim/clock.h"
#include "tests/sim/world.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- sweeps ---- */

struct path {
	struct path_request request;
	char *address;
	path_sink *sink;
	path_done *done;
	void *user;
	int64_t began_ns;
	int sent, reached, cap;
	bool settled[PATH_TTL_MAX + 1];
	bool ended;
	unsigned claims;
	int64_t end_ns;
};

struct arriving {
	struct path *path;
	int ttl;
	struct event *e;
};

static struct event *path_event(const struct path *p, enum event_type type)
{
	struct event *e = event_new(type, 0);

	e->port = p->request.port;
	e->role = p->request.role;
	e->attempt = (unsigned)p->request.sweep;
	return e;
}

static void path_drop(struct path *p)
{
	if (!p->ended || p->claims)
		return;
	free(p->address);
	free(p);
}

/* The kernel counts what its own filter keeps it from sending again. */
static void tell_counter(const struct path *p)
{
	const struct world_fault *f = world_fault_on(
	    world_host_at(p->address), p->request.family == FAMILY_IPV6, p->request.connect_port);
	bool here = f && f->at == 0 && f->deed == DEED_DROP;
	struct event *e = path_event(p, EVENT_COUNTER);

	for (int ttl = 1; ttl <= p->sent; ttl++)
		e->size += !p->settled[ttl];
	e->text = mem_strdup("TCPRetransFail");
	e->num = here ? 2 * e->size : 0;
	p->sink(e, p->user);
}

static void finish(struct path *p)
{
	if (p->ended)
		return;
	for (int ttl = 1; ttl <= p->sent && (!p->reached || ttl <= p->reached); ttl++) {
		if (p->settled[ttl])
			continue;
		struct event *e = path_event(p, EVENT_PATH_HOP);

		e->num = ttl;
		e->us = (clock_now_ns() - p->began_ns) / CLOCK_US;
		e->outcome = OUTCOME_TIMEOUT;
		p->sink(e, p->user);
	}
	tell_counter(p);
	struct event *e = path_event(p, EVENT_PATH_END);

	e->outcome = OUTCOME_OK;
	p->ended = true;
	p->sink(e, p->user);
	p->done(p->user);
}

static void on_limit(void *user)
{
	struct path *p = user;

	if (!p->ended && clock_now_ns() >= p->end_ns)
		finish(p);
	p->claims--;
	path_drop(p);
}

static void end_at(struct path *p, int64_t ns)
{
	p->end_ns = ns;
	p->claims++;
	clock_in(ns - clock_now_ns(), on_limit, p);
}

static void after_news(struct path *p)
{
	bool all = p->reached || p->sent >= p->cap;
	int last = p->reached ? p->reached : p->sent;

	for (int ttl = 1; ttl <= last; ttl++)
		all = all && p->settled[ttl];
	if (all)
		finish(p);
	else if (p->reached && p->end_ns > p->began_ns + PATH_QUIET_MS * (int64_t)CLOCK_MS)
		end_at(p, p->began_ns + PATH_QUIET_MS * (int64_t)CLOCK_MS);
}

static void on_arrival(void *user)
{
	struct arriving a = *(struct arriving *)user;
	struct path *p = a.path;

	free(user);
	if (p->ended || p->settled[a.ttl]) {
		event_free(a.e);
	} else {
		bool ends = a.e->outcome != OUTCOME_NONE;

		p->settled[a.ttl] = true;
		if (ends && (!p->reached || a.ttl < p->reached))
			p->reached = a.ttl;
		p->sink(a.e, p->user);
		after_news(p);
	}
	p->claims--;
	path_drop(p);
}

/* Three packets for each time to live: at once, after 1 and after 3 seconds. */
static int64_t comes_after(int64_t ns)
{
	for (int try = 0; try < 3; try++)
		if (!world_loses() && !world_loses())
			return ns + world_noise() +
			       (try == 0   ? 0
				: try == 1 ? 1000
					   : 3000) *
				   (int64_t)CLOCK_MS;
	return -1;
}

static void send_one(struct path *p, int ttl)
{
	int six = p->request.family == FAMILY_IPV6;
	struct world_host *h = world_host_at(p->address);
	const struct world_fault *f = world_fault_on(h, six, p->request.connect_port);
	const struct world_host *way = h ? h : &world->hosts[0];
	bool blocked = f &&
		       (f->deed == DEED_DROP || f->deed == DEED_RESET || f->deed == DEED_REJECT ||
			f->deed == DEED_ANSWER) &&
		       (ttl > f->at || f->at > way->routers);
	const struct world_router *r = ttl <= way->routers ? &way->way[ttl] : NULL;
	const struct world_port *port = world_port_of(h, p->request.connect_port);
	struct event *e = path_event(p, EVENT_PATH_HOP);
	int64_t ns = r ? r->ns : way->ns;

	e->num = ttl;
	if (f && f->at > way->routers && r)
		blocked = false;
	if (blocked) {
		ns = world_ns_to(h, f->at);
		if (f->deed == DEED_REJECT && f->at) {
			e->outcome = OUTCOME_UNREACHABLE;
			e->icmp_type = six ? 1 : 3;
			e->icmp_code = six ? 1 : 13;
			e->err = EHOSTUNREACH;
			e->address =
			    mem_strdup(f->at > way->routers ? way->address[six]
							    : way->way[f->at].address[six]);
		} else if (f->deed == DEED_RESET && f->at) {
			e->outcome = OUTCOME_REFUSED;
			e->err = ECONNREFUSED;
		} else if (f->deed == DEED_ANSWER) {
			e->outcome = OUTCOME_OK;
			e->address = mem_strdup(p->address);
		} else if (f->deed != DEED_DROP) {
			e->outcome = OUTCOME_DENIED;
			e->err = EPERM;
		} else {
			ns = -1;
		}
	} else if (r) {
		e->icmp_type = six ? 3 : 11;
		e->err = EHOSTUNREACH;
		e->address = mem_strdup(r->address[six]);
		ns = r->silent ? -1 : ns;
	} else if (!h || (port && port->script->listen == SCRIPT_LISTEN_FULL)) {
		ns = -1;
	} else if (!port || port->script->listen == SCRIPT_LISTEN_REFUSED) {
		e->outcome = OUTCOME_REFUSED;
		e->err = ECONNREFUSED;
	} else {
		e->outcome = OUTCOME_OK;
		e->address = mem_strdup(p->address);
	}
	int64_t at = ns < 0 ? -1 : comes_after(ns);

	if (at < 0) {
		event_free(e);
		return;
	}
	e->us = (ns + (at > 1000 * (int64_t)CLOCK_MS ? at - at % (1000 * (int64_t)CLOCK_MS) : 0) +
		 dice_below(&world->dice, world->noise_ns)) /
		CLOCK_US;
	struct arriving *a = mem_calloc(1, sizeof *a);

	*a = (struct arriving){p, ttl, e};
	p->claims++;
	clock_in(at, on_arrival, a);
}

static void on_wave(void *user)
{
	struct path *p = user;

	for (int i = 0; i < PATH_WAVE && p->sent < p->cap && !p->reached && !p->ended; i++)
		send_one(p, ++p->sent);
	if (!p->ended && p->sent < p->cap && !p->reached) {
		p->claims++;
		clock_in(PATH_WAVE_MS * (int64_t)CLOCK_MS, on_wave, p);
	}
	p->claims--;
	path_drop(p);
}

struct path *path_start(uv_loop_t *loop, const struct path_request *request, path_sink *sink,
			path_done *done, void *user, const char **ret_why)
{
	struct path *p = mem_calloc(1, sizeof *p);

	(void)loop;
	(void)ret_why;
	p->request = *request;
	p->address = mem_strdup(request->address);
	p->sink = sink;
	p->done = done;
	p->user = user;
	p->began_ns = clock_now_ns();
	p->cap = PATH_TTL_MAX;
	struct event *e = path_event(p, EVENT_PATH_BEGIN);

	e->connect_port = request->connect_port;
	e->family = request->family;
	e->address = mem_strdup(p->address);
	p->sink(e, p->user);
	p->claims++;
	clock_in(0, on_wave, p);
	end_at(p, p->began_ns +
		      (request->limit_ms ? request->limit_ms : PATH_LIMIT_MS) * (int64_t)CLOCK_MS);
	return p;
}

void path_cap(struct path *p, int ttl)
{
	if (ttl < p->cap && !p->ended)
		p->cap = ttl > p->sent ? ttl : p->sent;
}

void path_cancel(struct path *p)
{
	if (!p || p->ended)
		return;
	struct event *e = path_event(p, EVENT_PATH_END);

	e->outcome = OUTCOME_CANCELLED;
	p->ended = true;
	p->sink(e, p->user);
	path_drop(p);
}

/* ---- this computer ---- */

static void say(local_sink *sink, void *user, enum local_kind kind, const char *address,
		enum family family)
{
	struct event *e = event_new(EVENT_LOCAL, 0);

	e->kind = kind;
	e->address = mem_strdup(address);
	e->family = family;
	if (kind == LOCAL_CONTAINER)
		e->detail = mem_strdup(world->container);
	else
		e->device = mem_strdup(world->device);
	if (kind == LOCAL_GATEWAY)
		e->state = NEIGHBOUR_REACHABLE;
	sink(e, user);
}

void local_emit_gateways(local_sink *sink, void *user)
{
	for (int f = 0; f < 2; f++)
		if (world->family[f])
			say(sink, user, LOCAL_GATEWAY, world->gateway[f],
			    f ? FAMILY_IPV6 : FAMILY_IPV4);
}

void local_emit(local_sink *sink, void *user)
{
	local_emit_gateways(sink, user);
	for (int f = 0; f < 2; f++)
		say(sink, user, world->family[f] ? LOCAL_ADDRESS : LOCAL_NO_ROUTE,
		    world->family[f] ? world->own[f] : NULL, f ? FAMILY_IPV6 : FAMILY_IPV4);
	say(sink, user, LOCAL_RESOLVER, world->resolver, FAMILY_IPV4);
	if (*world->container)
		say(sink, user, LOCAL_CONTAINER, NULL, FAMILY_ANY);
}

/* The person is not root here. */
struct firewall *firewall_read(uv_loop_t *loop, int port, enum family family, local_sink *sink,
			       firewall_done *done, void *user)
{
	(void)loop;
	(void)port;
	(void)family;
	(void)sink;
	(void)done;
	(void)user;
	return NULL;
}

void firewall_cancel(struct firewall *f)
{
	(void)f;
}
