/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shared by the judges of sweeps: how to state a verdict, which segment a router is in, and which
 * round trips can be told apart.
 */
#include "config.h"
#include "reason/path/trace_private.h"

#include "base/mem.h"

/* faster than any wire, and than half the gateway's round trip: it came from this computer */
#define INSTANT_US 100

#define HOME_US 5000 /* a router at home answers sooner, unless the way to it is busy */

void trace_cite(struct comparison *c, unsigned event)
{
	struct numbers *list = &c->ret->evidence;

	for (size_t i = 0; i < list->n; i++)
		if (list->v[i] == event)
			return;
	if (!event)
		return;
	list->v = mem_realloc(list->v, list->n + 1, sizeof *list->v);
	list->v[list->n++] = event;
}

void trace_cite_hop(struct comparison *c, const struct trace *t, int ttl)
{
	if (t && ttl >= 1 && ttl <= TRACE_TTL_MAX)
		trace_cite(c, t->hops[ttl].event);
}

enum segment trace_segment(const struct comparison *c, int ttl, const char *address)
{
	return surroundings_segment(&c->around, c->s->family, ttl, address, c->distance);
}

const char *trace_hop_address(const struct comparison *c, int ttl)
{
	if (ttl < 1 || ttl > TRACE_TTL_MAX)
		return NULL;
	if (c->s->hops[ttl].mark == TRACE_PASSED)
		return c->s->hops[ttl].address;
	return c->other && c->other->hops[ttl].mark == TRACE_PASSED ? c->other->hops[ttl].address
								    : NULL;
}

bool trace_say(struct comparison *c, const char *id, enum place place, enum certainty certainty,
	       int hop_ttl, enum segment segment)
{
	struct trace_verdict *v = c->ret;

	v->id = id;
	v->place = place;
	v->certainty = certainty;
	v->hop_ttl = hop_ttl;
	v->hop = trace_hop_address(c, hop_ttl);
	v->segment = segment;
	trace_cite_hop(c, c->s, hop_ttl);
	trace_cite_hop(c, c->s, c->s->reached);
	/* Silence is known only at the end; an answer speaks for itself. */
	trace_cite(c, c->s->end_event && !c->s->reached ? c->s->end_event : c->s->first_event);
	return true;
}

/*
 * The owner of the nearest routers is unclear: in a container or virtual machine without a known
 * bridge the first one may be the computer around it, and behind a bridge the second one is a home's or a
 * data centre's; a distant one is more likely the end of a mobile connection or of an unknown tunnel.
 */
static bool is_unclear_nearby(const struct comparison *c, enum segment there, int hop_ttl)
{
	const struct surroundings *a = &c->around;
	bool inside = a->contained || (a->virtual && !a->hosted);

	if (inside && (there == SEGMENT_HOME || (!a->bridged && hop_ttl <= 2)))
		return true;
	return there == SEGMENT_HOME &&
	       trace_least(trace_router_us(c, 1), c->s->hops[c->s->reached].us) > HOME_US;
}

bool trace_say_there(struct comparison *c, const struct deed *deed, enum segment there,
		     enum certainty certainty, int hop_ttl)
{
	if (there == SEGMENT_HOST)
		return trace_say(c, "path.host", PLACE_THIS_COMPUTER,
				 c->around.contained && certainty ? CERTAINTY_LIKELY
								  : CERTAINTY_POSSIBLE,
				 hop_ttl, there);
	if (certainty == CERTAINTY_CERTAIN && is_unclear_nearby(c, there, hop_ttl))
		certainty = CERTAINTY_LIKELY;
	if (c->around.tunnelled && there == SEGMENT_NETWORK && hop_ttl <= 1)
		return trace_say(c, "path.vpn", PLACE_NETWORK, certainty, hop_ttl, there);
	if (there == SEGMENT_HOME)
		return trace_say(c, deed->home, PLACE_HOME_ROUTER, certainty, hop_ttl, there);
	if (there == SEGMENT_HERE || there == SEGMENT_SERVER) { /* no router of either is known */
		there = SEGMENT_NETWORK;
		certainty = CERTAINTY_POSSIBLE;
	}
	return trace_say(c, deed->network, PLACE_NETWORK, certainty, hop_ttl, there);
}

bool trace_is_steady(const struct comparison *c)
{
	return c->s->agree && (!c->other || c->other->agree);
}

enum certainty trace_twice(const struct comparison *c)
{
	return c->s->agree ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY;
}

int64_t trace_least(int64_t a, int64_t b)
{
	return !a || (b && b < a) ? b : a;
}

int64_t trace_router_us(const struct comparison *c, int ttl)
{
	const struct trace *both[] = {c->s, c->other};
	int64_t us = 0;

	for (size_t i = 0; ttl >= 1 && i < 2; i++)
		if (both[i] && both[i]->hops[ttl].mark == TRACE_PASSED)
			us = trace_least(us, both[i]->hops[ttl].us);
	return us;
}

int64_t trace_server_us(const struct comparison *c)
{
	int64_t us = c->w->hops[c->distance].us, own;

	for (int ttl = c->distance + 1; ttl <= TRACE_TTL_MAX; ttl++)
		if (c->w->hops[ttl].mark == TRACE_OPEN)
			us = trace_least(us, c->w->hops[ttl].us);

	for (size_t i = 0; i < c->f->n; i++) {
		const struct endpoint_facts *e = &c->f->v[i];

		if (str_eq(e->address, c->s->address) && i + 1 != c->s->endpoint &&
		    e->stages[STAGE_TCP].outcome == OUTCOME_OK) {
			own = e->stages[STAGE_TCP].us;
			us = own > 0 && own <= TRACE_US_MAX ? trace_least(us, own) : us;
		}
	}
	return us;
}

bool trace_is_sooner(const struct comparison *c, int64_t us)
{
	int64_t server = trace_server_us(c), gap = server - us;

	return us && gap > TRACE_APART_US && gap > server / 10;
}

bool trace_too_quick(const struct comparison *c, int64_t us)
{
	const struct trace_hop *gateway = &c->w->hops[1];

	return us < INSTANT_US && (gateway->mark != TRACE_PASSED || us < gateway->us / 2);
}

bool trace_is_far_end(const struct comparison *c, int ttl)
{
	int64_t us = trace_router_us(c, ttl);

	return ttl >= c->distance || !us || us > trace_server_us(c) / 3 * 2;
}

bool trace_same_way(const struct comparison *c, int below)
{
	for (int ttl = 1; ttl < below; ttl++) {
		const struct trace_hop *a = &c->s->hops[ttl], *b = &c->w->hops[ttl];

		if (a->mark == TRACE_PASSED && b->mark == TRACE_PASSED &&
		    !str_eq(a->address, b->address) && !str_eq(a->address, c->s->address))
			return false;
	}
	return true;
}
