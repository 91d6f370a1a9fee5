/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place of a block from two sweeps side by side.  "Certain" is said only
 * where two independent signs agree, or the same sign in two sweeps, and nothing
 * usual explains them otherwise: a gap whose two ends belong to different people,
 * a router that seldom answers, a working port that somebody nearer than the server
 * answers, several machines behind one address, routes that change.
 */
#include "config.h"
#include "reason/trace.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define INSTANT_US                                                                                 \
	100 /* faster than any wire, and than half the gateway's round trip: it came from this     \
	       computer */
#define LOCAL_US 20000 /* the kernel's own "no" comes at once, even on a busy machine */
#define APART_US 1000  /* round trips that differ by so much, or by a tenth, can be told apart */

struct judge {
	struct trace_verdict *ret;
	const struct facts *f;
	const struct trace *s, *w; /* suspect; working: NULL unless it opened */
	const struct trace *other; /* the working trace even if it did not open */
	int distance;		   /* the server's, 0 if not known */
	struct surroundings around;
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
	return surroundings_segment(&j->around, j->s->family, ttl, address, j->distance);
}

static const char *hop_address(const struct judge *j, int ttl)
{
	if (ttl < 1 || ttl > TRACE_TTL_MAX)
		return NULL;
	if (j->s->hops[ttl].mark == TRACE_PASSED)
		return j->s->hops[ttl].address;
	return j->other && j->other->hops[ttl].mark == TRACE_PASSED ? j->other->hops[ttl].address
								    : NULL;
}

static bool say(struct judge *j, const char *id, enum place place, enum certainty certainty,
		int hop_ttl, enum segment segment)
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

/* What was done to the port, by place. */
struct deed {
	const char *home, *network;
};

static const struct deed dropped = {"path.drop.home", "path.drop.network"};
static const struct deed reset = {"path.reset.home", "path.reset.network"};
static const struct deed rejected = {"path.reject.home", "path.reject.network"};

/* Says it of the segment; of the computer around a container nothing more than that. */
static bool say_there(struct judge *j, const struct deed *deed, enum segment there,
		      enum certainty certainty, int hop_ttl)
{
	if (there == SEGMENT_HOST)
		return say(j, "path.host", PLACE_THIS_COMPUTER,
			   j->around.contained && certainty ? CERTAINTY_LIKELY : CERTAINTY_POSSIBLE,
			   hop_ttl, there);
	if (there == SEGMENT_HOME)
		return say(j, deed->home, PLACE_HOME_ROUTER, certainty, hop_ttl, there);
	if (there == SEGMENT_HERE || there == SEGMENT_SERVER) { /* no router of either is known */
		there = SEGMENT_NETWORK;
		certainty = CERTAINTY_POSSIBLE;
	}
	return say(j, deed->network, PLACE_NETWORK, certainty, hop_ttl, there);
}

/* Both ports showed the same in two sweeps. */
static bool is_steady(const struct judge *j)
{
	return j->s->agree && (!j->other || j->other->agree);
}

/* The same sign in two sweeps. */
static enum certainty twice(const struct judge *j)
{
	return j->s->agree ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY;
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
	int64_t us = j->w->hops[j->distance].us, own;

	for (size_t i = 0; i < j->f->n; i++) {
		const struct endpoint_facts *e = &j->f->v[i];

		if (str_eq(e->address, j->s->address) && i + 1 != j->s->endpoint &&
		    e->stages[STAGE_TCP].outcome == OUTCOME_OK) {
			own = e->stages[STAGE_TCP].us;
			us = own > 0 && own <= TRACE_US_MAX ? least(us, own) : us;
		}
	}
	return us;
}

static int64_t refusal_us(const struct judge *j)
{
	return least(j->s->hops[j->s->reached].us, j->tcp_us);
}

/* So much sooner than the server answers that it is from somewhere else: noise only adds. */
static bool is_sooner(const struct judge *j, int64_t us)
{
	int64_t server = server_us(j), gap = server - us;

	return us && gap > APART_US && gap > server / 10;
}

/* Nearer to the server than to us: whoever runs the server may well run this router, too. */
static bool is_far_end(const struct judge *j, int ttl)
{
	int64_t us = router_us(j, ttl);

	return ttl >= j->distance || !us || us > server_us(j) / 3 * 2;
}

/* Same answers at every TTL below for both ports: they take the same way. */
static bool same_way(const struct judge *j, int below)
{
	for (int ttl = 1; ttl < below; ttl++) {
		const struct trace_hop *a = &j->s->hops[ttl], *b = &j->w->hops[ttl];

		if (a->mark == TRACE_PASSED && b->mark == TRACE_PASSED &&
		    !str_eq(a->address, b->address) && !str_eq(a->address, j->s->address))
			return false;
	}
	return true;
}

/* ---- the end came from this computer ---- */

static bool offender_is_here(const struct judge *j, const struct trace_hop *end)
{
	return end->address && surroundings_own(&j->around, end->address);
}

static bool judge_here(struct judge *j)
{
	const struct trace_hop *end = &j->s->hops[j->s->reached];

	if (!j->s->reached || (!end->address && j->s->reached != 1))
		return false;
	if (end->mark == TRACE_DENIED && !end->address)
		return say(j, "path.here.denied", PLACE_THIS_COMPUTER, twice(j), 0, SEGMENT_HERE);
	if (end->mark == TRACE_UNREACHABLE && !end->address)
		return say(j, "path.here.route", PLACE_THIS_COMPUTER,
			   end->us < LOCAL_US ? twice(j) : CERTAINTY_LIKELY, 0, SEGMENT_HERE);
	if (end->mark == TRACE_OPEN || end->mark == TRACE_PASSED || !offender_is_here(j, end))
		return false;
	/* Neighbour discovery gave up: the kernel answers for a gateway that does not. */
	if (end->mark == TRACE_UNREACHABLE && end->us > 500000)
		return say(j, "path.gateway.dead", PLACE_HOME_ROUTER, CERTAINTY_LIKELY, 0,
			   SEGMENT_HOME);
	return say(j, "path.here.reject", PLACE_THIS_COMPUTER, twice(j), 0, SEGMENT_HERE);
}

/* ---- somebody accepted, nearer than the server ---- */

/* Whether an answer at TTL 1 was too quick for any wire. */
static bool too_quick(const struct judge *j, int64_t us)
{
	const struct trace_hop *gateway = &j->w->hops[1];

	return us < INSTANT_US && (gateway->mark != TRACE_PASSED || us < gateway->us / 2);
}

/* The first hop that claims to be the server itself, and does not for the working port: behind an
 * address rewritten. */
static int rewritten_at(const struct judge *j, int end)
{
	for (int ttl = 1; ttl < end; ttl++)
		if (j->s->hops[ttl].mark == TRACE_PASSED &&
		    str_eq(j->s->hops[ttl].address, j->s->address) &&
		    !str_eq(j->w->hops[ttl].address, j->s->address))
			return ttl;
	return 0;
}

/*
 * Machines that share the server's address may stand at different distances, and
 * its own network may forward ports: only what also answers sooner than the server
 * can is somebody else.
 */
static bool judge_open(struct judge *j)
{
	int at = j->s->reached;

	if (!at || j->s->hops[at].mark != TRACE_OPEN || !j->w)
		return false;
	int rewritten = rewritten_at(j, at);
	int from = rewritten ? rewritten : at;
	enum certainty sure = !same_way(j, from) ? CERTAINTY_POSSIBLE
			      : is_steady(j)	 ? CERTAINTY_CERTAIN
						 : CERTAINTY_LIKELY;

	if ((!rewritten && at >= j->distance) || !is_sooner(j, j->s->hops[from].us))
		return false;
	bool far_end = j->s->hops[from].us > server_us(j) / 3 * 2;

	/* Near the server it is the server's own port forwarding. */
	if (rewritten && far_end)
		return false;
	if (far_end && sure == CERTAINTY_CERTAIN)
		sure = CERTAINTY_LIKELY;
	cite_hop(j, j->w, j->distance);
	if (rewritten) {
		cite_hop(j, j->s, rewritten);
		return say(j, "path.proxy.redirect", PLACE_PROXY, sure, rewritten - 1,
			   segment_of(j, rewritten, j->w->hops[rewritten].address));
	}
	if (at == 1 && too_quick(j, j->s->hops[1].us))
		return say(j, "path.proxy.here", PLACE_PROXY,
			   j->around.virtual && sure ? CERTAINTY_LIKELY : sure, 0, SEGMENT_HERE);
	return say(j, "path.proxy.near", PLACE_PROXY, sure, at - 1,
		   segment_of(j, at, j->w->hops[at].address));
}

/* ---- somebody said no ---- */

/* Both ports' round trips to that router are alike, measured against the gap that is to be told
 * apart. */
static bool is_calm(const struct judge *j, int ttl, int64_t gap)
{
	const struct trace_hop *a = &j->s->hops[ttl], *b = &j->w->hops[ttl];
	int64_t spread = a->us > b->us ? a->us - b->us : b->us - a->us;

	return a->mark != TRACE_PASSED || b->mark != TRACE_PASSED || spread < gap / 4;
}

/*
 * An RST at TTL k is from hop k, or from hop k - 1 refusing to pass it on: the
 * round trip tells which, if it is sooner than hop k can answer and is hop k - 1's
 * own time as well.  All of them may be late on a busy machine or way.
 */
static int refuser(const struct judge *j, int k, bool *ret_clear)
{
	int64_t us = refusal_us(j), here = router_us(j, k), before = router_us(j, k - 1);

	if (!here)
		here = server_us(j);
	int64_t gap = here - before, slack = before / 2 + 2 * APART_US;
	bool sooner = gap > 0 && us < before + (gap / 3 < slack ? gap / 3 : slack);

	*ret_clear = is_calm(j, k - 1, gap) &&
		     (sooner || (gap > APART_US && us > here - gap / 3 && us < here + gap));
	return sooner ? k - 1 : k;
}

/* On a virtual machine the one around it is as quick as this one. */
static bool say_refused_here(struct judge *j)
{
	bool again = j->s->agree || (j->tcp_us && too_quick(j, j->tcp_us));

	return say(j, "path.here.reject", PLACE_THIS_COMPUTER,
		   again && !j->around.virtual ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY, 0,
		   SEGMENT_HERE);
}

/* Refused at a lower TTL than the server's. */
static bool judge_reset_near(struct judge *j, int k)
{
	if (k == 1 && too_quick(j, j->s->hops[1].us))
		return say_refused_here(j);
	cite_hop(j, j->w, k);
	cite_hop(j, j->w, j->distance);
	/* As late as the server: another machine behind its address, a firewall of its own, or a
	 * shorter way. */
	if (!is_sooner(j, refusal_us(j)))
		return say(j, "path.refused.server", PLACE_SERVER, CERTAINTY_POSSIBLE, k - 1,
			   SEGMENT_SERVER);
	bool clear = true;
	int who = k == 1 ? 1 : refuser(j, k, &clear);
	enum segment a = segment_of(j, k - 1, hop_address(j, k - 1));
	enum segment b = segment_of(j, k, hop_address(j, k));
	bool one_place = k > 1 && a == b && same_way(j, k) && !is_far_end(j, k);

	j->ret->next = hop_address(j, who);
	return say_there(j, &reset, who == k ? b : a,
			 !clear || !same_way(j, k)   ? CERTAINTY_POSSIBLE
			 : one_place && is_steady(j) ? CERTAINTY_CERTAIN
						     : CERTAINTY_LIKELY,
			 k - 1);
}

/*
 * Refused at the server's TTL: by the server, or by the last router, which may
 * refuse what it should pass on.  Only the round trip tells, and only if the two
 * are far enough apart.
 */
static bool judge_reset_far(struct judge *j, int k)
{
	int64_t us = refusal_us(j), last = router_us(j, k - 1), server = server_us(j),
		gap = server - last;
	bool apart_enough = last && gap > APART_US && gap > server / 10;
	/* Noise only adds: what came sooner than the server can answer is not from the server.  On
	 * a busy machine the server's own time is noisy too, so it must be the router's time as
	 * well. */
	bool nearer =
	    us + (gap / 4 > APART_US ? gap / 4 : APART_US) < server && us < last + gap / 3;

	cite_hop(j, j->w, k - 1);
	cite_hop(j, j->w, k);
	if (apart_enough && nearer) {
		j->ret->next = hop_address(j, k - 1);
		return say_there(j, &reset, segment_of(j, k - 1, hop_address(j, k - 1)),
				 CERTAINTY_LIKELY, k - 2);
	}
	/* A refusal that was read late looks like one from further away: never more than likely. */
	return say(j, "path.refused.server", PLACE_SERVER, CERTAINTY_LIKELY, k - 1, SEGMENT_SERVER);
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
	/* Nothing tells how far away the server is. */
	return say(j, "path.refused.server", PLACE_SERVER, CERTAINTY_POSSIBLE, k - 1,
		   SEGMENT_SERVER);
}

/* An ICMP error has its sender's address on it. */
/* At which TTL the offender stands: the router at TTL k - 1 answers for what it will not pass on,
 * the one at k for what it will not take; 0 if it has not shown itself otherwise. */
static int offender_at(const struct judge *j, int k)
{
	const char *who = j->s->hops[k].address;

	for (int ttl = k; ttl >= 1 && ttl >= k - 1; ttl--)
		if (str_eq(hop_address(j, ttl), who))
			return ttl;
	return 0;
}

static bool says_no_host(const struct judge *j, const struct trace_hop *end)
{
	return end->mark == TRACE_UNREACHABLE &&
	       (j->s->family == FAMILY_IPV6 ? end->icmp_code == 3 || end->icmp_code == 0
					    : end->icmp_code == 0 || end->icmp_code == 1);
}

static bool judge_reject(struct judge *j)
{
	int k = j->s->reached;
	const struct trace_hop *end = &j->s->hops[k];

	if (!k || !end->address || end->mark == TRACE_OPEN || end->mark == TRACE_PASSED)
		return false;
	j->ret->next = end->address;
	cite_hop(j, j->w, j->distance);
	/* A router that rewrites addresses may speak in the server's name; that nobody is there the
	 * server itself cannot say. */
	if (says_no_host(j, end) && str_eq(end->address, j->s->address))
		return say(j, "path.unreachable.host", PLACE_SERVER_OR_WAY_BACK, CERTAINTY_LIKELY,
			   k - 1, SEGMENT_SERVER);
	if (str_eq(end->address, j->s->address))
		return say(j, "path.refused.server", PLACE_SERVER,
			   j->w && k >= j->distance ? twice(j) : CERTAINTY_LIKELY, k - 1,
			   SEGMENT_SERVER);
	if (says_no_host(j, end) && !j->w)
		return say(j, "path.unreachable.host", PLACE_SERVER_OR_WAY_BACK, CERTAINTY_LIKELY,
			   k - 1, SEGMENT_SERVER);
	int known = offender_at(j, k), at = known ? known : k > 1 ? k - 1 : 1;
	bool far_end = j->w && is_far_end(j, at);

	return say_there(j, &rejected, segment_of(j, at, end->address),
			 known && !far_end ? twice(j) : CERTAINTY_LIKELY, k - 1);
}

/* ---- silence ---- */

/* The next TTL, two or more further on, at which the same router answers again; 0 if there is none.
 */
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
 * Routers that answer again and again for rising TTLs hand the packet back and
 * forth.  One that answers twice may do so on ways of different length; and what
 * arrives somewhere does not go round in circles.
 */
static bool judge_loop(struct judge *j)
{
	int first = 0, second = 0;

	for (int ttl = 1; ttl <= TRACE_TTL_MAX && !second && !j->s->reached; ttl++) {
		const struct trace_hop *hop = &j->s->hops[ttl];

		if (hop->mark != TRACE_PASSED || !hop->address ||
		    str_eq(hop->address, j->s->address) || !seen_again(j->s, ttl))
			continue;
		if (!first)
			first = ttl;
		else if (!str_eq(hop->address, j->s->hops[first].address))
			second = ttl;
	}
	if (!first || !second)
		return false;
	const struct trace_hop *a = &j->s->hops[first], *b = &j->s->hops[second];
	bool often = times_seen(j->s, a->address) >= 3 && times_seen(j->s, b->address) >= 3;
	bool far = segment_of(j, first, a->address) != SEGMENT_HOME && first > 1;

	j->ret->next = b->address;
	cite_hop(j, j->s, seen_again(j->s, first));
	cite_hop(j, j->s, second);
	return say(j, "path.loop", PLACE_NETWORK,
		   often && far ? CERTAINTY_CERTAIN
		   : often	? CERTAINTY_LIKELY
				: CERTAINTY_POSSIBLE,
		   first, SEGMENT_NETWORK);
}

/* What the kernel last said of the gateway: it asked for its hardware address in vain. */
static bool gateway_is_dead(struct judge *j)
{
	const char *family = j->s->family == FAMILY_IPV6 ? "family ipv6" : "family ipv4";
	const struct event *last = NULL;

	for (size_t i = 0; i < j->f->log->n; i++) {
		const struct event *e = j->f->log->v[i];

		if (e->type == EVENT_LOCAL && str_eq(e->text, "gateway") &&
		    str_icontains(e->detail, family))
			last = e;
	}
	if (!last || (!str_icontains(last->detail, "state failed") &&
		      !str_icontains(last->detail, "state incomplete")))
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
			   held_back && j->other && j->other->passed ? CERTAINTY_CERTAIN
								     : CERTAINTY_LIKELY,
			   0, SEGMENT_HERE);
	if (!j->other && gateway_is_dead(j))
		return say(j, "path.gateway.dead", PLACE_HOME_ROUTER, CERTAINTY_LIKELY, 0,
			   SEGMENT_HOME);
	if (!j->other || j->other->hops[1].mark != TRACE_PASSED)
		return false;
	j->ret->next = j->other->hops[1].address;
	return say_there(j, &dropped, segment_of(j, 1, j->other->hops[1].address), CERTAINTY_LIKELY,
			 0);
}

static int next_that_works(const struct judge *j, int after)
{
	for (int ttl = after + 1; ttl <= TRACE_TTL_MAX && (!j->distance || ttl < j->distance);
	     ttl++)
		if (j->other->hops[ttl].mark == TRACE_PASSED)
			return ttl;
	return j->distance > after ? j->distance : 0;
}

/* How many routers beyond answered for the working port: one may be too sparing with answers,
 * several are not. */
static int answering_beyond(const struct judge *j, int after)
{
	int n = 0;

	for (int ttl = after + 1; ttl <= TRACE_TTL_MAX && (!j->distance || ttl < j->distance);
	     ttl++)
		n += j->other->hops[ttl].mark == TRACE_PASSED;
	return n;
}

static enum certainty drop_certainty(const struct judge *j, int last, int next, enum segment a)
{
	enum segment b = segment_of(j, next, j->other->hops[next].address);

	if (next != last + 1)
		return a == b ? CERTAINTY_LIKELY : CERTAINTY_POSSIBLE;
	if (!j->w || a != b || a != SEGMENT_NETWORK || surroundings_private(hop_address(j, last)))
		return CERTAINTY_LIKELY;
	return is_steady(j) && answering_beyond(j, last) >= 2 && !is_far_end(j, next) &&
		       same_way(j, next)
		   ? CERTAINTY_CERTAIN
		   : CERTAINTY_LIKELY;
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
	/* The last router may drop what it should pass on, the server what comes in, anybody what
	 * goes back. */
	if (j->distance && last >= j->distance - 1)
		return say(j, "path.drop.server", PLACE_SERVER_OR_WAY_BACK, CERTAINTY_LIKELY, last,
			   SEGMENT_SERVER);
	enum segment a = segment_of(j, last, hop_address(j, last));
	enum certainty sure = drop_certainty(j, last, next, a);

	/* With a silent router in between it is more often that one or the next. */
	if (a == SEGMENT_HOME && next != last + 1)
		a = SEGMENT_NETWORK;
	return say_there(j, &dropped, a, sure, last);
}

/*
 * Whether the working port's end can be the server's.  It cannot if the suspect
 * port gets further, or if it is next to the home router or a carrier's address
 * translation although its address is public: somebody there answers in its place,
 * as web proxies do on 443.
 */
static bool end_is_credible(const struct judge *j, int distance)
{
	const char *before = hop_address(j, distance - 1);

	if (j->s->passed >= distance)
		return false;
	if (surroundings_private(j->s->address))
		return true;
	if (distance <= 1)
		return j->around.outside || j->around.hosted || j->s->family == FAMILY_IPV6;
	return !before || (!surroundings_carrier(before) &&
			   surroundings_segment(&j->around, j->s->family, distance - 1, before,
						0) != SEGMENT_HOME);
}

void trace_judge(struct trace_verdict *ret, const struct facts *f, const struct trace *suspect,
		 const struct trace *working, int64_t tcp_us)
{
	static bool (*const judges[])(struct judge *) = {judge_loop,  judge_here,   judge_open,
							 judge_reset, judge_reject, judge_silent};
	bool opened =
	    working && working->reached && working->hops[working->reached].mark == TRACE_OPEN;
	struct judge j = {.ret = ret,
			  .f = f,
			  .s = suspect,
			  .other = working,
			  .w = opened ? working : NULL,
			  .distance = opened ? working->reached : 0,
			  .tcp_us = tcp_us > 0 && tcp_us <= TRACE_US_MAX ? tcp_us : 0};

	*ret = (struct trace_verdict){0};
	if (suspect->why_not)
		return;
	surroundings_init(&j.around, f, suspect->address, hop_address(&j, 1));
	if (opened && !end_is_credible(&j, working->reached)) {
		j.w = NULL;
		j.distance = 0;
	}
	for (size_t i = 0; i < sizeof judges / sizeof *judges; i++)
		if (judges[i](&j))
			return;
	free(ret->evidence.v);
	*ret = (struct trace_verdict){0};
}
