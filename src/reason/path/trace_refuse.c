/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A refusal: by this computer, a router on the way, or the server. */
#include "config.h"
#include "reason/path/trace_private.h"

#define LOCAL_US 20000 /* the kernel's own refusal comes at once, even on a busy machine */
#define BUSY_US 500    /* as quick as a router next door, or as this computer when it is busy */

#define NEXT_DOOR_US 2000 /* a server on this network, or on the next */

static const struct deed reset = {"path.reset.home", "path.reset.network"};
static const struct deed rejected = {"path.reject.home", "path.reject.network"};
static const struct deed unreachable = {"path.unreachable.home", "path.unreachable.host"};

/* ---- the end came from this computer ---- */

static bool offender_is_here(const struct comparison *c, const struct trace_hop *end)
{
	return end->address && surroundings_own(&c->around, end->address);
}

static bool says_no_host(const struct comparison *c, const struct trace_hop *end)
{
	return end->mark == TRACE_UNREACHABLE && trace_icmp_no_host(c->s->family, end->icmp_code);
}

bool trace_judge_here(struct comparison *c)
{
	const struct trace_hop *end = &c->s->hops[c->s->reached];

	if (!c->s->reached || (!end->address && c->s->reached != 1))
		return false;
	if (end->mark == TRACE_DENIED && !end->address)
		return trace_say(c, "path.here.denied", PLACE_THIS_COMPUTER, trace_twice(c), 0,
				 SEGMENT_HERE);
	if (end->mark == TRACE_UNREACHABLE && !end->address)
		return trace_say(c, "path.here.route", PLACE_THIS_COMPUTER,
				 end->us < LOCAL_US ? trace_twice(c) : CERTAINTY_LIKELY, 0,
				 SEGMENT_HERE);
	if (end->mark == TRACE_OPEN || end->mark == TRACE_PASSED || !offender_is_here(c, end))
		return false;
	/* Neighbour discovery failed: the kernel answers for the silent gateway. */
	if (end->mark == TRACE_UNREACHABLE && end->us > 500000) {
		const struct event *gateway = surroundings_gateway(c->f, c->s->family);

		trace_say(c, "path.gateway.dead", PLACE_HOME_ROUTER, CERTAINTY_LIKELY, 0,
			  SEGMENT_HOME);
		trace_cite(c, gateway ? gateway->seq : 0);
		return true;
	}
	/* A firewall's rule is about ports, a lost way about the server. */
	if (says_no_host(c, end) && !c->w)
		return trace_say(c, "path.here.route", PLACE_THIS_COMPUTER, CERTAINTY_LIKELY, 0,
				 SEGMENT_HERE);
	return trace_say(c, "path.here.reject", PLACE_THIS_COMPUTER, trace_twice(c), 0,
			 SEGMENT_HERE);
}

/* ---- refusals ---- */

static int64_t refusal_us(const struct comparison *c)
{
	return trace_least(c->s->hops[c->s->reached].us, c->tcp_us);
}

/* Both ports' round trips to that router are alike, compared with the gap to be told apart. */
static bool is_calm(const struct comparison *c, int ttl, int64_t gap)
{
	const struct trace_hop *a = &c->s->hops[ttl], *b = &c->w->hops[ttl];
	int64_t spread = a->us > b->us ? a->us - b->us : b->us - a->us;

	return a->mark != TRACE_PASSED || b->mark != TRACE_PASSED || spread < gap / 4;
}

/*
 * An RST at TTL k is from hop k, or from hop k - 1 refusing to forward it: the round trip tells
 * which, if it is sooner than hop k can answer and is hop k - 1's own time as well. All of them may
 * be late on a busy machine or path.
 */
static int refuser(const struct comparison *c, int k, bool *ret_clear)
{
	int64_t us = refusal_us(c), here = trace_router_us(c, k),
		before = trace_router_us(c, k - 1);

	if (!here)
		here = trace_server_us(c);
	int64_t gap = here - before, slack = before / 2 + 2 * TRACE_APART_US;
	bool sooner = gap > 0 && us < before + (gap / 3 < slack ? gap / 3 : slack);

	*ret_clear = is_calm(c, k - 1, gap) &&
		     (sooner || (gap > TRACE_APART_US && us > here - gap / 3 && us < here + gap));
	return sooner ? k - 1 : k;
}

/* In a container or virtual machine the computer around it is as quick as this one. */
static bool say_refused_here(struct comparison *c)
{
	bool again = c->s->agree || (c->tcp_us && trace_too_quick(c, c->tcp_us));

	return trace_say(c, "path.here.reject", PLACE_THIS_COMPUTER,
			 again && !c->around.virtual && !c->around.contained ? CERTAINTY_CERTAIN
									     : CERTAINTY_LIKELY,
			 0, SEGMENT_HERE);
}

/* Sooner than the first router is known to answer, though not at once: on a busy machine that may
 * have been this computer. */
static bool is_sooner_than_router(const struct comparison *c)
{
	int64_t router = trace_router_us(c, 1);

	return refusal_us(c) < BUSY_US && refusal_us(c) < router / 2;
}

/* The server is so near that times distinguish no machine from it: only distance does. */
static bool is_all_near(const struct comparison *c)
{
	return trace_server_us(c) <= NEXT_DOOR_US && trace_same_way(c, c->distance);
}

/* Refused at a lower TTL than the server's. */
static bool judge_reset_near(struct comparison *c, int k)
{
	if (k == 1 && trace_too_quick(c, c->s->hops[1].us))
		return say_refused_here(c);
	trace_cite_hop(c, c->w, k);
	trace_cite_hop(c, c->w, c->distance);
	/* As late as the server: another machine behind its address, its own firewall, or a shorter
	 * path. */
	if (!trace_is_sooner(c, refusal_us(c)) && is_all_near(c)) {
		/* Routers refuse what they should pass on, more often than what is for
		 * themselves. */
		c->ret->next = trace_hop_address(c, k > 1 ? k - 1 : 1);
		return trace_say_there(c, &reset, trace_segment(c, k > 1 ? k - 1 : 1, c->ret->next),
				       trace_is_steady(c) ? CERTAINTY_LIKELY : CERTAINTY_POSSIBLE,
				       k > 1 ? k - 2 : 0);
	}
	if (!trace_is_sooner(c, refusal_us(c))) {
		c->ret->either = true;
		return trace_say(c, "path.refused.server", PLACE_SERVER, CERTAINTY_POSSIBLE, k - 1,
				 SEGMENT_SERVER);
	}
	bool clear = k > 1 || !is_sooner_than_router(c);
	int who = k == 1 ? 1 : refuser(c, k, &clear);
	enum segment a = trace_segment(c, k - 1, trace_hop_address(c, k - 1));
	enum segment b = trace_segment(c, k, trace_hop_address(c, k));
	bool one_place = k > 1 && a == b && trace_same_way(c, k) && !trace_is_far_end(c, k);

	c->ret->next = trace_hop_address(c, who);
	return trace_say_there(c, &reset, who == k ? b : a,
			       !clear || !trace_same_way(c, k)	 ? CERTAINTY_POSSIBLE
			       : one_place && trace_is_steady(c) ? CERTAINTY_CERTAIN
								 : CERTAINTY_LIKELY,
			       k - 1);
}

/*
 * Never more than likely: no second sign is independent of the round trip. A reset has no sender
 * but the server's address, its time to live is hidden from ordinary users, and unlike for an
 * accepted connection the kernel measures no round trip. A refusal by the last router that a busy
 * machine reads late, each time, looks like the server's; two sweeps of a busy second agree about
 * it.
 *
 * Refused at the server's TTL: by the server, or by the last router, which may refuse what it
 * should forward. Only the round trip tells, and only if the two are far enough apart.
 */
static bool judge_reset_far(struct comparison *c, int k)
{
	int64_t us = refusal_us(c), last = trace_router_us(c, k - 1), server = trace_server_us(c),
		gap = server - last;
	bool apart_enough = last && gap > TRACE_APART_US && gap > server / 10;
	/* Noise only adds: an answer sooner than the server's is not from the server. On a busy
	 * machine the server's own time is noisy too, so it must be the router's time as well. */
	bool nearer = us + (gap / 4 > TRACE_APART_US ? gap / 4 : TRACE_APART_US) < server &&
		      us < last + gap / 3 && is_calm(c, k - 1, gap);

	trace_cite_hop(c, c->w, k - 1);
	trace_cite_hop(c, c->w, k);
	if (apart_enough && nearer) {
		c->ret->next = trace_hop_address(c, k - 1);
		return trace_say_there(c, &reset,
				       trace_segment(c, k - 1, trace_hop_address(c, k - 1)),
				       CERTAINTY_LIKELY, k - 2);
	}
	/* Its time is the server's, if that can be told from the router's. */
	c->ret->either = !(k == 1 && surroundings_beside(c->f, c->s->address)) &&
			 (!apart_enough || us < last + gap * 2 / 3);
	return trace_say(c, "path.refused.server", PLACE_SERVER, CERTAINTY_LIKELY, k - 1,
			 SEGMENT_SERVER);
}

/* No hop shows on the way, as behind some tunnels and user-mode networks; the time alone tells. */
static bool is_at_once(const struct comparison *c)
{
	return trace_too_quick(c, refusal_us(c)) && trace_is_sooner(c, refusal_us(c));
}

bool trace_judge_reset(struct comparison *c)
{
	int k = c->s->reached;

	if (!k || c->s->hops[k].mark != TRACE_REFUSED || c->s->hops[k].address)
		return false;
	if (c->w && k < c->distance)
		return judge_reset_near(c, k);
	if (c->w && k == 1 && c->distance == 1 && is_at_once(c))
		return trace_say(c, "path.here.reject", PLACE_THIS_COMPUTER, CERTAINTY_LIKELY, 0,
				 SEGMENT_HERE);
	if (c->w && k == c->distance)
		return judge_reset_far(c, k);
	/* Nothing shows how far away the server is: any machine may have refused. */
	return false;
}

/* An ICMP error has its sender's address on it. */

/* The TTL of the offender: the router at TTL k - 1 answers for what it does not forward, the one at
 * k for what it does not accept; 0 if it has not shown itself otherwise. The gateway is next door
 * even if its limit on such messages kept it silent at the first TTLs. */
static int offender_at(const struct comparison *c, int k)
{
	const char *who = c->s->hops[k].address;
	const struct event *gateway = surroundings_gateway(c->f, c->s->family);

	if (gateway && str_eq(gateway->address, who))
		return 1;
	for (int ttl = k; ttl >= 1 && ttl >= k - 1; ttl--)
		if (str_eq(trace_hop_address(c, ttl), who))
			return ttl;
	return 0;
}

/* The last router before the end speaks for itself: if one speaks in the server's name, or none at
 * all, the port may be redirected to another machine. */
static bool is_open_way(const struct comparison *c, int k)
{
	const struct trace_hop *last = &c->s->hops[k - 1];

	for (int ttl = 1; ttl < k; ttl++)
		if (c->s->hops[ttl].mark == TRACE_PASSED &&
		    str_eq(c->s->hops[ttl].address, c->s->address))
			return false;
	return k == 1 || last->mark == TRACE_PASSED;
}

bool trace_judge_reject(struct comparison *c)
{
	int k = c->s->reached;
	const struct trace_hop *end = &c->s->hops[k];

	if (!k || !end->address || end->mark == TRACE_OPEN || end->mark == TRACE_PASSED)
		return false;
	c->ret->next = end->address;
	c->ret->says = trace_icmp_words(c->s->family, end->icmp_code);
	c->ret->from_server = str_eq(end->address, c->s->address);
	trace_cite_hop(c, c->w, c->distance);
	/* A router that rewrites addresses may speak in the server's name; the server itself cannot
	 * say that it does not exist. */
	if (says_no_host(c, end) && str_eq(end->address, c->s->address))
		return trace_say(c, "path.unreachable.host", PLACE_SERVER_OR_WAY_BACK,
				 CERTAINTY_LIKELY, k - 1, SEGMENT_SERVER);
	if (str_eq(end->address, c->s->address)) {
		c->ret->either = !is_open_way(c, k);
		return trace_say(c, "path.refused.server", PLACE_SERVER,
				 c->w && k >= c->distance && !c->ret->either ? trace_twice(c)
									     : CERTAINTY_LIKELY,
				 k - 1, SEGMENT_SERVER);
	}
	int known = offender_at(c, k), at = known ? known : k > 1 ? k - 1 : 1;

	if (says_no_host(c, end) && !c->w && trace_segment(c, at, end->address) == SEGMENT_HOST)
		return trace_say(c, "path.unreachable.around", PLACE_THIS_COMPUTER,
				 CERTAINTY_LIKELY, k - 1, SEGMENT_HOST);
	if (says_no_host(c, end) && !c->w && trace_segment(c, at, end->address) == SEGMENT_HOME)
		return trace_say_there(c, &unreachable, SEGMENT_HOME,
				       known ? trace_twice(c) : CERTAINTY_LIKELY, k - 1);
	if (says_no_host(c, end) && !c->w)
		return trace_say(c, "path.unreachable.host", PLACE_SERVER_OR_WAY_BACK,
				 CERTAINTY_LIKELY, k - 1, SEGMENT_SERVER);
	bool far_end = c->w && trace_is_far_end(c, at);

	return trace_say_there(c, &rejected, trace_segment(c, at, end->address),
			       known && !far_end ? trace_twice(c) : CERTAINTY_LIKELY, k - 1);
}
