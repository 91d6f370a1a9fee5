/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No answer came from beyond some hop. */
#include "config.h"
#include "reason/path/trace_private.h"

#include "base/address.h"

static const struct deed dropped = {"path.drop.home", "path.drop.network"};
static const struct deed refused = {"path.reset.home", "path.reset.network"};

/* The kernel asked for the gateway's hardware address and got no answer. */
static bool gateway_is_dead(struct comparison *c)
{
	const struct event *gateway = surroundings_gateway(c->f, c->s->family);

	if (!gateway ||
	    (gateway->state != NEIGHBOUR_FAILED && gateway->state != NEIGHBOUR_INCOMPLETE))
		return false;
	trace_cite(c, gateway->seq);
	return true;
}

/*
 * The counters are the whole computer's: they have to account for every sweep that did not get past
 * the first hop, or else some port is dropped elsewhere.
 */
static bool counters_explain_all(const struct comparison *c)
{
	long silent = 0;

	for (size_t i = 0; i < c->all->n; i++)
		if (!c->all->v[i].passed && !c->all->v[i].reached)
			silent += c->all->v[i].silent;
	return c->s->retrans_fail >= silent;
}

/* No answer came, not even from the first hop, which answers for the working port. */
static bool judge_silent_first(struct comparison *c)
{
	const struct trace *s = c->s;
	bool kernel_failed = s->silent > 0 && s->retrans_fail >= s->silent;
	bool held_back = s->out_transmits >= 0 && s->out_requests - s->out_transmits >= s->silent;

	trace_cite(c, s->counter_event);
	trace_cite_hop(c, s, 1);
	trace_cite_hop(c, c->other, 1);
	if (kernel_failed)
		return trace_say(c, "path.here.drop", PLACE_THIS_COMPUTER,
				 !counters_explain_all(c)		     ? CERTAINTY_POSSIBLE
				 : held_back && c->other && c->other->passed ? CERTAINTY_CERTAIN
									     : CERTAINTY_LIKELY,
				 0, SEGMENT_HERE);
	if (!c->other && gateway_is_dead(c))
		return trace_say(c, "path.gateway.dead", PLACE_HOME_ROUTER, CERTAINTY_LIKELY, 0,
				 SEGMENT_HOME);
	if (!c->other || c->other->hops[1].mark != TRACE_PASSED)
		return false;
	enum segment there = trace_segment(c, 1, c->other->hops[1].address);

	c->ret->next = c->other->hops[1].address;
	/* Without the kernel's counters the packets may never have left this computer. */
	if (there == SEGMENT_HOME && s->retrans_fail < 0)
		return trace_say(c, "path.drop.first", PLACE_UNKNOWN, CERTAINTY_LIKELY, 0, there);
	return trace_say_there(c, &dropped, there, CERTAINTY_LIKELY, 0);
}

static int next_that_works(const struct comparison *c, int after)
{
	for (int ttl = after + 1; ttl <= TRACE_TTL_MAX && (!c->distance || ttl < c->distance);
	     ttl++)
		if (c->other->hops[ttl].mark == TRACE_PASSED)
			return ttl;
	return c->distance > after ? c->distance : 0;
}

/* How many routers beyond answered for the working port: one may be too sparing with answers,
 * several are not. */
static int answering_beyond(const struct comparison *c, int after)
{
	int n = 0;

	for (int ttl = after + 1; ttl <= TRACE_TTL_MAX && (!c->distance || ttl < c->distance);
	     ttl++)
		n += c->other->hops[ttl].mark == TRACE_PASSED;
	return n;
}

/* Another port of the address arrived although that hop was silent to it, too. */
static bool is_silent_anyway(const struct comparison *c, int ttl)
{
	for (size_t i = 0; i < c->all->n; i++) {
		const struct trace *t = &c->all->v[i];

		if (str_eq(t->address, c->s->address) && t->reached > ttl &&
		    t->hops[ttl].mark == TRACE_SILENT)
			return true;
	}
	return false;
}

/* The router behind it has answered on the port itself, so the nearer one forwards it. */
static bool is_freed(struct comparison *c)
{
	const struct trace *s = c->s;
	bool answered = s->next_outcome == OUTCOME_OK || s->next_outcome == OUTCOME_REFUSED ||
			s->next_outcome == OUTCOME_RESET;

	if (answered && !str_eq(s->next_router, c->ret->next))
		return false;
	trace_cite(c, s->next_event);
	return answered;
}

static enum certainty drop_certainty(const struct comparison *c, int last, int next, enum segment a)
{
	enum segment b = trace_segment(c, next, c->other->hops[next].address);

	if (next != last + 1)
		return a == b ? CERTAINTY_LIKELY : CERTAINTY_POSSIBLE;
	if (!c->w || a != b || a != SEGMENT_NETWORK ||
	    address_is_inside(trace_hop_address(c, last)))
		return CERTAINTY_LIKELY;
	return trace_is_steady(c) && answering_beyond(c, last) >= 2 && !trace_is_far_end(c, next) &&
		       trace_same_way(c, next) && !is_silent_anyway(c, next) &&
		       c->other->hops[next].passes >= 2
		   ? CERTAINTY_CERTAIN
		   : CERTAINTY_LIKELY;
}

/*
 * An ordinary connection was refused, and the sweep exceeded the refuser's limit: the time of the
 * refusal distinguishes the server from anything nearer.
 */
static bool judge_refused_unseen(struct comparison *c)
{
	int last = c->s->passed;

	if (!c->w || !c->tcp_us)
		return false;
	trace_cite_hop(c, c->w, c->distance);
	c->ret->either = !trace_is_sooner(c, c->tcp_us);
	if (c->ret->either)
		return last >= c->distance - 1 && trace_say(c, "path.refused.server", PLACE_SERVER,
							    CERTAINTY_LIKELY, last, SEGMENT_SERVER);
	c->ret->next = trace_hop_address(c, last ? last : 1);
	return trace_say_there(c, &refused, trace_segment(c, last ? last : 1, c->ret->next),
			       CERTAINTY_POSSIBLE, last ? last - 1 : 0);
}

/* No port of the address answers, so that nothing tells who is silent: only how far it gets. */
static bool judge_end(struct comparison *c)
{
	int last = c->s->passed;

	trace_cite_hop(c, c->s, last + 1);
	return trace_say(c, "path.ends", PLACE_UNKNOWN, CERTAINTY_LIKELY, last,
			 trace_segment(c, last, trace_hop_address(c, last)));
}

/* Behind it another owner's network begins, or may begin. */
static bool is_edge(const struct comparison *c, int ttl, enum segment segment)
{
	return segment == SEGMENT_HOME ||
	       surroundings_border(&c->around, ttl, trace_hop_address(c, ttl));
}

bool trace_judge_silent(struct comparison *c)
{
	int last = c->s->passed;

	if (c->s->reached || !c->s->sweeps_ended)
		return false;
	if (c->tcp != OUTCOME_NONE && c->tcp != OUTCOME_TIMEOUT && c->tcp != OUTCOME_OK)
		return judge_refused_unseen(c);
	if (!last)
		return judge_silent_first(c);
	if (!c->other)
		return judge_end(c);
	int next = next_that_works(c, last);

	/* If no router beyond answers for either port, the server may drop it as well as they: the
	 * comparison with other servers is better than a guess. */
	if (!next || (next == c->distance && next > last + 1))
		return false;
	trace_cite_hop(c, c->s, last + 1);
	trace_cite_hop(c, c->other, next);
	c->ret->next = c->other->hops[next].address;
	/* The last router may drop what it should forward, the server what comes in, any of them
	 * the answers. */
	if (c->distance && last >= c->distance - 1)
		return trace_say(c, "path.drop.server", PLACE_SERVER_OR_WAY_BACK, CERTAINTY_LIKELY,
				 last, SEGMENT_SERVER);
	enum segment a = trace_segment(c, last, trace_hop_address(c, last));
	enum certainty sure = drop_certainty(c, last, next, a);

	bool edge = is_edge(c, last, a);

	/* With a silent router between them it is more often that one or the next. */
	if (edge && (next != last + 1 || is_freed(c)))
		a = SEGMENT_NETWORK;
	else if (edge)
		return trace_say(c, "path.drop.edge", PLACE_HOME_OR_NETWORK, sure, last, a);
	/* It drops what goes out, or what comes behind it drops what comes in. */
	c->ret->either = a == SEGMENT_HOST && !is_freed(c);
	return trace_say_there(c, &dropped, a, sure, last);
}

bool trace_judge_way(struct trace_verdict *ret, const struct facts *f, const struct traces *all,
		     const struct trace *suspect)
{
	const struct trace *way = traces_way(all, suspect);
	struct comparison c = {
	    .ret = ret, .f = f, .all = all, .s = suspect, .other = way, .tcp = OUTCOME_TIMEOUT};
	int last = suspect->passed;

	if (!way || suspect->why_not || suspect->reached || !suspect->sweeps_ended)
		return false;
	*ret = (struct trace_verdict){.next = way->hops[last + 1].address};
	surroundings_init(&c.around, f, suspect->address, trace_hop_address(&c, 1));
	trace_cite_hop(&c, suspect, last + 1);
	trace_cite_hop(&c, way, last + 1);
	enum segment there =
	    trace_segment(&c, last ? last : 1, trace_hop_address(&c, last ? last : 1));

	bool edge = last && is_edge(&c, last, there);

	if (edge && is_freed(&c))
		there = SEGMENT_NETWORK;
	else if (edge)
		return trace_say(&c, "path.drop.edge", PLACE_HOME_OR_NETWORK, CERTAINTY_LIKELY,
				 last, there);
	ret->either = last && there == SEGMENT_HOST && !is_freed(&c);
	return trace_say_there(&c, &dropped, there, CERTAINTY_LIKELY, last);
}
