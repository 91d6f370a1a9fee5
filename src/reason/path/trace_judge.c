/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place of a block from two sweeps side by side. "Certain" is said only if two independent
 * signs agree, or the same sign in two sweeps, and nothing usual explains them otherwise: a gap
 * whose two ends have different owners, a router that seldom answers, a working port that a machine
 * nearer than the server answers, several machines behind one address, routes that change.
 */
#include "config.h"
#include "reason/path/trace_private.h"

#include "base/address.h"

#include <stdlib.h>

/* Something near accepts the working port for an address that cannot exist, too. */
static bool is_answered_for_all(const struct comparison *c)
{
	int port = endpoints_get(c->f->plan, c->other->endpoint)->port;

	for (size_t i = 0; i < c->f->n; i++)
		if (c->f->plan->v[i].why == WHY_IMPOSSIBLE && c->f->plan->v[i].port == port &&
		    c->f->plan->v[i].family == c->s->family &&
		    c->f->v[i].stages[STAGE_TCP].outcome == OUTCOME_OK)
			return true;
	return false;
}

/*
 * Whether the working port's end can be the server's. It cannot if the suspect port gets further,
 * or if it is next to the home router or a carrier's address translation although its address is
 * public: a machine there answers instead, as web proxies do on 443.
 */
static bool end_is_credible(const struct comparison *c, int distance)
{
	const char *before = trace_hop_address(c, distance - 1);

	if (c->s->passed >= distance || is_answered_for_all(c))
		return false;
	if (address_is_inside(c->s->address))
		return true;
	if (distance <= 1)
		/* The far end of a VPN comes first. */
		return !c->around.tunnelled &&
		       (c->around.outside || c->around.hosted || c->s->family == FAMILY_IPV6);
	return !before || (!address_is(before, ADDRESS_CARRIER) &&
			   surroundings_segment(&c->around, c->s->family, distance - 1, before,
						0) != SEGMENT_HOME);
}

void trace_judge(struct trace_verdict *ret, const struct facts *f, const struct traces *all,
		 const struct trace *suspect, const struct trace *working, enum outcome tcp,
		 int64_t tcp_us)
{
	static bool (*const judges[])(struct comparison *) = {
	    trace_judge_loop,  trace_judge_here,   trace_judge_open,
	    trace_judge_reset, trace_judge_reject, trace_judge_silent};
	bool opened =
	    working && working->reached && working->hops[working->reached].mark == TRACE_OPEN;
	struct comparison c = {.ret = ret,
			       .f = f,
			       .all = all,
			       .s = suspect,
			       .other = working,
			       .w = opened ? working : NULL,
			       .distance = opened ? working->reached : 0,
			       .tcp = tcp,
			       .tcp_us = tcp_us > 0 && tcp_us <= TRACE_US_MAX ? tcp_us : 0};

	*ret = (struct trace_verdict){0};
	if (suspect->why_not)
		return;
	const char *first = trace_hop_address(&c, 1);
	const struct event *gateway = surroundings_gateway(f, suspect->family);

	surroundings_init(&c.around, f, suspect->address,
			  first	    ? first
			  : gateway ? gateway->address
				    : NULL);
	if (opened && !end_is_credible(&c, working->reached)) {
		c.w = NULL;
		c.distance = 0;
	}
	for (size_t i = 0; i < sizeof judges / sizeof *judges; i++)
		if (judges[i](&c))
			return;
	free(ret->evidence.v);
	*ret = (struct trace_verdict){0};
}
