/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place of a block from two sweeps side by side.  "Certain" is said only
 * where two independent signs agree and both possible ends of a gap lie in the
 * same place; where a router may have dropped on its way out or the next one on
 * its way in, and they are not the same people's, it is "likely".
 */
#include "config.h"
#include "reason/trace.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define INSTANT_US 100 /* faster than any wire, and than half the gateway's round trip: it came from this computer */
#define APART_US 1000 /* round trips that differ by so much, or by a tenth, can be told apart */

struct judge {
	struct trace_verdict *ret;
	const struct facts *f;
	const struct trace *s, *w; /* suspect; working: NULL unless it opened */
	const struct trace *other; /* the working trace even if it did not open */
	int distance; /* the server's, 0 if not known */
	int64_t tcp_us;
};

static void cite(struct judge *j, unsigned event)
{
	struct numbers *list = &j->ret->evidence;

	for (size_t i = 0; i < list->n; i++)
		if (list->v[i] == event)
			return;
	if (!event)
		return;
	list->v = mem_realloc(list->v, list->n + 1, sizeof *list->v);
	list->v[list->n++] = event;
}

static void cite_hop(struct judge *j, const struct trace *t, int ttl)
{
	if (t && ttl >= 1 && ttl <= TRACE_TTL_MAX)
		cite(j, t->hops[ttl].event);
}

static enum segment segment_of(const struct judge *j, int ttl, const char *address)
{
	return trace_segment(j->f, j->s->family, j->distance, ttl, address);
}

static enum place place_of(enum segment s)
{
	static const enum place places[] = {PLACE_THIS_COMPUTER, PLACE_HOME_ROUTER, PLACE_NETWORK,
					    PLACE_NETWORK, PLACE_SERVER};

	return places[s];
}

static const char *hop_address(const struct judge *j, int ttl)
{
	if (ttl < 1 || ttl > TRACE_TTL_MAX)
		return NULL;
	if (j->s->hops[ttl].mark == TRACE_PASSED)
		return j->s->hops[ttl].address;
	return j->other && j->other->hops[ttl].mark == TRACE_PASSED ? j->other->hops[ttl].address : NULL;
}

static bool say(struct judge *j, const char *id, enum place place, enum certainty certainty, int hop_ttl,
		enum segment segment)
{
	struct trace_verdict *v = j->ret;

	v->id = id;
	v->place = place;
	v->certainty = certainty;
	v->hop_ttl = hop_ttl;
	v->hop = hop_address(j, hop_ttl);
	v->segment = segment;
	cite_hop(j, j->s, hop_ttl);
	cite_hop(j, j->s, j->s->reached);
	/* Silence is known only at the end; an answer speaks for itself. */
	cite(j, j->s->end_event && !j->s->reached ? j->s->end_event : j->s->first_event);
	return true;
}

/* ---- round trips: noise only adds, so the least of all samples counts ---- */

static int64_t least(int64_t a, int64_t b)
{
	return !a || (b && b < a) ? b : a;
}

/* To the router at that TTL and back, 0 if neither port saw it. */
static int64_t router_us(const struct judge *j, int ttl)
{
	const struct trace *both[] = {j->s, j->other};
	int64_t us = 0;

	for (size_t i = 0; ttl >= 1 && i < 2; i++)
		if (both[i] && both[i]->hops[ttl].mark == TRACE_PASSED)
			us = least(us, both[i]->hops[ttl].us);
	return us;
}

/* To the server and back, from the sweeps and from every port of it that connected. */
static int64_t server_us(const struct judge *j)
{
	int64_t us = j->w->hops[j->distance].us;

	for (size_t i = 0; i < j->f->n; i++) {
		const struct endpoint_facts *e = &j->f->v[i];

		if (str_eq(e->address, j->s->address) && i + 1 != j->s->endpoint &&
		    e->stages[STAGE_TCP].outcome == OUTCOME_OK)
			us = least(us, e->stages[STAGE_TCP].us);
	}
	return us;
}

static int64_t refusal_us(const struct judge *j)
{
	return least(j->s->hops[j->s->reached].us, j->tcp_us);
}

static int64_t apart(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* ---- the end came from this computer ---- */

static bool offender_is_here(const struct judge *j, const struct trace_hop *end)
{
	return end->address && trace_is_own(j->f, end->address);
}

static bool judge_here(struct judge *j)
{
	const struct trace_hop *end = &j->s->hops[1];

	if (j->s->reached != 1)
		return false;
	if (end->mark == TRACE_DENIED && !end->address)
		return say(j, "path.here.denied", PLACE_THIS_COMPUTER, CERTAINTY_CERTAIN, 0, SEGMENT_HERE);
	if (end->mark == TRACE_UNREACHABLE && !end->address)
		return say(j, "path.here.route", PLACE_THIS_COMPUTER, CERTAINTY_CERTAIN, 0, SEGMENT_HERE);
	if (!offender_is_here(j, end))
		return false;
	/* Neighbour discovery gave up: the kernel answers for a gateway that does not. */
	if (end->mark == TRACE_UNREACHABLE && end->us > 500000)
		return say(j, "path.gateway.dead", PLACE_HOME_ROUTER, CERTAINTY_LIKELY, 0, SEGMENT_HOME);
	return say(j, "path.here.reject", PLACE_THIS_COMPUTER, CERTAINTY_CERTAIN, 0, SEGMENT_HERE);
}

/* ---- somebody accepted, nearer than the server ---- */

static bool same_way(const struct judge *j, int below)
{
	for (int ttl = 1; ttl < below; ttl++) {
		const struct trace_hop *a = &j->s->hops[ttl], *b = &j->w->hops[ttl];

		if (a->mark == TRACE_PASSED && b->mark == TRACE_PASSED && !str_eq(a->address, b->address) &&
		    !str_eq(a->address, j->s->address))
			return false;
	}
	return true;
}

/* Whether an answer at TTL 1 was too quick for any wire. */
static bool too_quick(const struct judge *j, int64_t us)
{
	const struct trace_hop *gateway = &j->w->hops[1];

	return us < INSTANT_US && (gateway->mark != TRACE_PASSED || us < gateway->us / 2);
}

/* The first hop that claims to be the server itself, and does not for the working port: behind an address rewritten. */
static int rewritten_at(const struct judge *j, int end)
{
	for (int ttl = 1; ttl < end; ttl++)
		if (j->s->hops[ttl].mark == TRACE_PASSED && str_eq(j->s->hops[ttl].address, j->s->address) &&
		    !str_eq(j->w->hops[ttl].address, j->s->address))
			return ttl;
	return 0;
}

static bool judge_open(struct judge *j)
{
	int at = j->s->reached;

	if (!at || j->s->hops[at].mark != TRACE_OPEN || !j->w)
		return false;
	int rewritten = rewritten_at(j, at);
	enum certainty sure = same_way(j, rewritten ? rewritten : at)
				  ? (j->s->agree ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY)
				  : CERTAINTY_POSSIBLE;

	cite_hop(j, j->w, j->distance);
	if (rewritten) {
		cite_hop(j, j->s, rewritten);
		return say(j, "path.proxy.redirect", PLACE_PROXY, sure, rewritten - 1,
			   segment_of(j, rewritten, j->w->hops[rewritten].address));
	}
	if (at >= j->distance)
		return false;
	if (at == 1 && too_quick(j, j->s->hops[1].us))
		return say(j, "path.proxy.here", PLACE_PROXY, sure, 0, SEGMENT_HERE);
	return say(j, "path.proxy.near", PLACE_PROXY, sure, at - 1,
		   segment_of(j, at, j->w->hops[at].address));
}

/* ---- somebody said no ---- */

/* An RST at TTL k is from hop k, or from hop k - 1 refusing to pass it on: the round trip tells which. */
static int refuser(const struct judge *j, int k)
{
	int64_t us = refusal_us(j), here = router_us(j, k), before = router_us(j, k - 1);

	if (!here)
		here = server_us(j);
	return apart(us, before) < apart(us, here) ? k - 1 : k;
}

static bool judge_reset_near(struct judge *j, int k)
{
	if (k == 1 && too_quick(j, j->s->hops[1].us)) {
		bool twice = j->s->agree || (j->tcp_us && too_quick(j, j->tcp_us));

		return say(j, "path.here.reject", PLACE_THIS_COMPUTER,
			   twice ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY, 0, SEGMENT_HERE);
	}
	int who = k == 1 ? 1 : refuser(j, k);
	enum segment a = segment_of(j, k - 1, hop_address(j, k - 1));
	enum segment b = segment_of(j, k, hop_address(j, k));
	enum segment there = who == k ? b : a;
	bool one_place = k > 1 && place_of(a) == place_of(b);
	enum certainty sure = one_place && j->s->agree ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY;

	cite_hop(j, j->w, k);
	cite_hop(j, j->w, j->distance);
	j->ret->next = hop_address(j, who);
	return say(j, there == SEGMENT_HOME ? "path.reset.home" : "path.reset.network", place_of(there), sure,
		   k - 1, there);
}

/*
 * Refused at the server's TTL: by the server, or by the last router, which may
 * refuse what it should pass on.  Only the round trip tells, and only if the two
 * are far enough apart.
 */
static bool judge_reset_far(struct judge *j, int k)
{
	int64_t us = refusal_us(j), last = router_us(j, k - 1), server = server_us(j), gap = server - last;
	bool apart_enough = last && gap > APART_US && gap > server / 10;
	/* Noise only adds: what came sooner than the server can answer is not from the server. */
	bool nearer = us + (gap / 4 > APART_US ? gap / 4 : APART_US) < server;

	cite_hop(j, j->w, k - 1);
	cite_hop(j, j->w, k);
	if (apart_enough && nearer) {
		enum segment there = segment_of(j, k - 1, hop_address(j, k - 1));

		j->ret->next = hop_address(j, k - 1);
		return say(j, there == SEGMENT_HOME ? "path.reset.home" : "path.reset.network", place_of(there),
			   CERTAINTY_LIKELY, k - 2, there);
	}
	return say(j, "path.refused.server", PLACE_SERVER,
		   apart_enough && j->s->agree ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY, k - 1, SEGMENT_SERVER);
}

static bool judge_reset(struct judge *j)
{
	int k = j->s->reached;

	if (!k || j->s->hops[k].mark != TRACE_REFUSED || j->s->hops[k].address)
		return false;
	if (j->w && k < j->distance)
		return judge_reset_near(j, k);
	if (j->w && k == j->distance)
		return judge_reset_far(j, k);
	return say(j, "path.refused.server", PLACE_SERVER, k > 1 ? CERTAINTY_LIKELY : CERTAINTY_POSSIBLE, k - 1,
		   SEGMENT_SERVER);
}

/* An ICMP error has its sender's address on it. */
static bool judge_reject(struct judge *j)
{
	int k = j->s->reached;
	const struct trace_hop *end = &j->s->hops[k];

	if (!k || !end->address || end->mark == TRACE_OPEN || end->mark == TRACE_PASSED)
		return false;
	j->ret->next = end->address;
	cite_hop(j, j->w, j->distance);
	if (str_eq(end->address, j->s->address))
		return say(j, "path.refused.server", PLACE_SERVER,
			   j->w && k < j->distance ? CERTAINTY_LIKELY : CERTAINTY_CERTAIN, k - 1, SEGMENT_SERVER);
	bool no_host = end->mark == TRACE_UNREACHABLE &&
		       (j->s->family == FAMILY_IPV6 ? end->icmp_code == 3 || end->icmp_code == 0
						    : end->icmp_code <= 1);

	if (no_host && !j->w)
		return say(j, "path.unreachable.host", PLACE_SERVER_OR_WAY_BACK, CERTAINTY_LIKELY, k - 1,
			   SEGMENT_SERVER);
	/* The router at TTL k-1 answers for what it will not pass on; the one at k for what it will not take. */
	int at = hop_address(j, k) && str_eq(hop_address(j, k), end->address) ? k : k - 1;
	enum segment there = segment_of(j, at < 1 ? 1 : at, end->address);

	return say(j, there == SEGMENT_HOME ? "path.reject.home" : "path.reject.network", place_of(there),
		   CERTAINTY_CERTAIN, k - 1, there);
}

/* ---- silence ---- */

/* The next TTL, two or more further on, at which the same router answers again; 0 if there is none. */
static int seen_again(const struct trace *t, int ttl)
{
	for (int later = ttl + 2; later <= TRACE_TTL_MAX; later++)
		if (t->hops[later].mark == TRACE_PASSED && str_eq(t->hops[later].address, t->hops[ttl].address))
			return later;
	return 0;
}

/* Routers that answer again and again for rising TTLs hand the packet back and forth. */
static bool judge_loop(struct judge *j)
{
	int first = 0, second = 0;

	for (int ttl = 1; ttl <= TRACE_TTL_MAX && !second; ttl++) {
		const struct trace_hop *hop = &j->s->hops[ttl];

		if (hop->mark != TRACE_PASSED || !hop->address || str_eq(hop->address, j->s->address) ||
		    !seen_again(j->s, ttl))
			continue;
		if (!first)
			first = ttl;
		else if (!str_eq(hop->address, j->s->hops[first].address))
			second = ttl;
	}
	if (!first)
		return false;
	j->ret->next = hop_address(j, second);
	cite_hop(j, j->s, seen_again(j->s, first));
	cite_hop(j, j->s, second);
	return say(j, "path.loop", PLACE_NETWORK, second ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY, first,
		   SEGMENT_NETWORK);
}

/* What the kernel last said of the gateway: it asked for its hardware address in vain. */
static bool gateway_is_dead(struct judge *j)
{
	const char *family = j->s->family == FAMILY_IPV6 ? "family ipv6" : "family ipv4";
	const struct event *last = NULL;

	for (size_t i = 0; i < j->f->log->n; i++) {
		const struct event *e = j->f->log->v[i];

		if (e->type == EVENT_LOCAL && str_eq(e->text, "gateway") && strstr(e->detail, family))
			last = e;
	}
	if (!last || (!strstr(last->detail, "state failed") && !strstr(last->detail, "state incomplete")))
		return false;
	cite(j, last->seq);
	return true;
}

/* Nothing came back, not even from the first hop, which answers for the working port. */
static bool judge_silent_first(struct judge *j)
{
	const struct trace *s = j->s;
	bool kernel_failed = s->silent > 0 && s->retrans_fail >= s->silent;
	bool held_back = s->out_transmits >= 0 && s->out_requests - s->out_transmits >= s->silent;

	cite(j, s->counter_event);
	cite_hop(j, s, 1);
	cite_hop(j, j->other, 1);
	if (kernel_failed)
		return say(j, "path.here.drop", PLACE_THIS_COMPUTER,
			   held_back && j->other && j->other->passed ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY, 0,
			   SEGMENT_HERE);
	if (!j->other && gateway_is_dead(j))
		return say(j, "path.gateway.dead", PLACE_HOME_ROUTER, CERTAINTY_LIKELY, 0, SEGMENT_HOME);
	if (!j->other || j->other->hops[1].mark != TRACE_PASSED)
		return false;
	enum segment first = segment_of(j, 1, j->other->hops[1].address);

	j->ret->next = j->other->hops[1].address;
	return say(j, first == SEGMENT_HOME ? "path.drop.home" : "path.drop.network", place_of(first),
		   CERTAINTY_LIKELY, 0, first);
}

static int next_that_works(const struct judge *j, int after)
{
	for (int ttl = after + 1; ttl <= TRACE_TTL_MAX && (!j->distance || ttl < j->distance); ttl++)
		if (j->other->hops[ttl].mark == TRACE_PASSED)
			return ttl;
	return j->distance > after ? j->distance : 0;
}

static bool judge_silent(struct judge *j)
{
	int last = j->s->passed;

	if (j->s->reached || !j->s->sweeps_ended)
		return false;
	if (!last)
		return judge_silent_first(j);
	int next = j->other ? next_that_works(j, last) : 0;

	if (!next)
		return false;
	cite_hop(j, j->s, last + 1);
	cite_hop(j, j->other, next);
	j->ret->next = j->other->hops[next].address;
	if (j->distance && last >= j->distance - 1)
		return say(j, "path.drop.server", PLACE_SERVER_OR_WAY_BACK,
			   j->s->agree ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY, last, SEGMENT_SERVER);
	enum segment a = segment_of(j, last, hop_address(j, last));
	enum segment b = segment_of(j, next, j->other->hops[next].address);
	bool one_place = next == last + 1 && place_of(a) == place_of(b);

	return say(j, a == SEGMENT_HOME ? "path.drop.home" : "path.drop.network", place_of(a),
		   one_place && j->s->agree ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY, last, a);
}

void trace_judge(struct trace_verdict *ret, const struct facts *f, const struct trace *suspect,
		 const struct trace *working, int64_t tcp_us)
{
	static bool (*const judges[])(struct judge *) = {judge_loop,  judge_here,   judge_open,
							 judge_reset, judge_reject, judge_silent};
	bool opened = working && working->reached && working->hops[working->reached].mark == TRACE_OPEN;
	struct judge j = {.ret = ret,
			  .f = f,
			  .s = suspect,
			  .other = working,
			  .w = opened ? working : NULL,
			  .distance = opened ? working->reached : 0,
			  .tcp_us = tcp_us};

	*ret = (struct trace_verdict){0};
	if (suspect->why_not)
		return;
	for (size_t i = 0; i < sizeof judges / sizeof *judges; i++)
		if (judges[i](&j))
			return;
	free(ret->evidence.v);
	*ret = (struct trace_verdict){0};
}
