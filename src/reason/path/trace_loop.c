/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routers that pass the packet round in circles. */
#include "config.h"
#include "reason/path/trace_private.h"

#define LOOP_APART_HOPS 4 /* ways of different length to one router differ by less */

/* The next TTL, two or more further on, at which the same router answers again; 0 if there is
 * none. */
static int seen_again(const struct trace *t, int ttl)
{
	for (int later = ttl + 2; later <= TRACE_TTL_MAX; later++)
		if (t->hops[later].mark == TRACE_PASSED &&
		    str_eq(t->hops[later].address, t->hops[ttl].address))
			return later;
	return 0;
}

static int times_seen(const struct trace *t, const char *address)
{
	int n = 0;

	for (int ttl = 1; ttl <= TRACE_TTL_MAX; ttl++)
		n += t->hops[ttl].mark == TRACE_PASSED && str_eq(t->hops[ttl].address, address);
	return n;
}

/*
 * Routers that answer again and again for rising TTLs pass the packet back and forth. One that
 * answers twice may do so on paths of different length; and a packet that arrives does not go round
 * in circles.
 */
static bool judge_in_turns(struct comparison *c)
{
	int first = 0, second = 0;

	for (int ttl = 1; ttl <= TRACE_TTL_MAX && !second && !c->s->reached; ttl++) {
		const struct trace_hop *hop = &c->s->hops[ttl];

		if (hop->mark != TRACE_PASSED || !hop->address ||
		    str_eq(hop->address, c->s->address) || !seen_again(c->s, ttl))
			continue;
		if (!first)
			first = ttl;
		else if (!str_eq(hop->address, c->s->hops[first].address))
			second = ttl;
	}
	if (!first || !second)
		return false;
	const struct trace_hop *a = &c->s->hops[first], *b = &c->s->hops[second];
	bool often = times_seen(c->s, a->address) >= 3 && times_seen(c->s, b->address) >= 3;
	bool far = trace_segment(c, first, a->address) != SEGMENT_HOME && first > 1;

	c->ret->next = b->address;
	trace_cite_hop(c, c->s, seen_again(c->s, first));
	trace_cite_hop(c, c->s, second);
	return trace_say(c, "path.loop", PLACE_NETWORK,
			 often && far ? CERTAINTY_CERTAIN
			 : often      ? CERTAINTY_LIKELY
				      : CERTAINTY_POSSIBLE,
			 first, SEGMENT_NETWORK);
}

/*
 * Routers that seldom answer do not show that they answer in turns. One of them that answers far
 * apart still shows it, unless it answers for its neighbours too.
 */
static bool answers_far_apart(const struct trace *t, const char *address, int *ret_first,
			      int *ret_last)
{
	int first = 0, last = 0;

	for (int ttl = 1; ttl <= TRACE_TTL_MAX && !t->reached; ttl++) {
		if (t->hops[ttl].mark != TRACE_PASSED || !str_eq(t->hops[ttl].address, address))
			continue;
		if (last && ttl == last + 1)
			return false;
		first = first ? first : ttl;
		last = ttl;
	}
	*ret_first = first;
	*ret_last = last;
	return first && last - first >= LOOP_APART_HOPS;
}

/* Whether anything gets to the address: then nothing goes round in circles. */
static bool is_arrived_at(const struct comparison *c)
{
	for (size_t i = 0; i < c->all->n; i++)
		if (c->all->v[i].reached && str_eq(c->all->v[i].address, c->s->address))
			return true;
	for (size_t i = 0; i < c->f->n; i++)
		if (c->f->v[i].connected_event && str_eq(c->f->v[i].address, c->s->address))
			return true;
	return false;
}

/* A router on this port's path that answers far apart, for this port or another of the address. */
static bool judge_far_apart(struct comparison *c, int ttl)
{
	const char *address = c->s->hops[ttl].address;
	int first, last, witnesses = 0;
	bool own = false;

	for (size_t i = 0; i < c->all->n; i++) {
		const struct trace *t = &c->all->v[i];

		if (!str_eq(t->address, c->s->address) ||
		    !answers_far_apart(t, address, &first, &last))
			continue;
		witnesses++;
		own |= t == c->s;
		trace_cite_hop(c, t, first);
		trace_cite_hop(c, t, last);
	}
	/* A path that changed between two sweeps looks like that too. */
	return witnesses && trace_say(c, "path.loop.suspected", PLACE_NETWORK,
				      own && witnesses >= 2 ? CERTAINTY_LIKELY : CERTAINTY_POSSIBLE,
				      ttl, SEGMENT_NETWORK);
}

bool trace_judge_loop(struct comparison *c)
{
	if (judge_in_turns(c))
		return true;
	if (!c->s->passed || c->s->reached || is_arrived_at(c))
		return false;
	for (int ttl = 1; ttl <= TRACE_TTL_MAX; ttl++)
		if (c->s->hops[ttl].mark == TRACE_PASSED && c->s->hops[ttl].address &&
		    judge_far_apart(c, ttl))
			return true;
	return false;
}
