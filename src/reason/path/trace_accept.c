/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine nearer than the server accepted the connection. */
#include "config.h"
#include "reason/path/trace_private.h"

#include "reason/facts/rows.h"

/* Servers answer a ClientHello at once; tarpits are for clients that wait for a greeting. */
#define TLS_MUTE_US 10000000

/* The first hop that claims to be the server itself, although the working port shows otherwise: the
 * address was rewritten there. */
static int rewritten_at(const struct comparison *c, int end)
{
	for (int ttl = 1; ttl < end; ttl++)
		if (c->s->hops[ttl].mark == TRACE_PASSED &&
		    str_eq(c->s->hops[ttl].address, c->s->address) &&
		    !str_eq(c->w->hops[ttl].address, c->s->address))
			return ttl;
	return 0;
}

/* Whether the stage ended before the other end had said a word, and not because of our own
 * limit. */
static bool stays_mute(const struct fact_stage *stage, int64_t patience_us)
{
	return outcome_is_cut(stage->outcome) ||
	       (stage->outcome == OUTCOME_TIMEOUT && stage->us >= patience_us);
}

/* Whether the suspect port was accepted, and nothing at all came through it. */
static bool nothing_came(struct comparison *c)
{
	const struct endpoint_facts *e = facts_of(c->f, c->s->endpoint);

	if (!e || e->session || e->alert || e->bytes || e->greeting || e->tls_error ||
	    (e->tls_check && (e->tls_check->outcome == OUTCOME_OK || e->tls_check->text)))
		return false;
	const struct fact_stage *tls = &e->stages[STAGE_TLS], *words = &e->stages[STAGE_GREETING];

	if (!stays_mute(tls, TLS_MUTE_US) && !stays_mute(words, FACTS_SILENT_US))
		return false;
	trace_cite(c, e->connected_event);
	trace_cite(c, tls->end);
	trace_cite(c, words->end);
	return true;
}

/* How certain two sweeps of both ports, on one path, make it. */
static enum certainty sureness(const struct comparison *c, int below)
{
	if (!trace_same_way(c, below))
		return CERTAINTY_POSSIBLE;
	return trace_is_steady(c) ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY;
}

/*
 * Redirected to another machine, whether that one accepts the connection, refuses it or does not
 * exist. Near the server it is the server's own port forwarding.
 */
static bool judge_rewritten(struct comparison *c)
{
	int end = c->s->reached ? c->s->reached : c->s->passed + 1;
	int at = c->s->reached || c->s->sweeps_ended ? rewritten_at(c, end) : 0;

	/* The router next to the server forwards for it, however quick a busy moment makes it look. */
	if (!at || at >= c->distance || (at > 1 && at == c->distance - 1) ||
	    !trace_is_sooner(c, c->s->hops[at].us) || trace_is_far_end(c, at))
		return false;
	trace_cite_hop(c, c->w, c->distance);
	trace_cite_hop(c, c->s, at);
	return trace_say(c, "path.proxy.redirect", PLACE_PROXY, sureness(c, at), at - 1,
			 trace_segment(c, at, c->w->hops[at].address));
}

/* No other machine answered from there on for the working port, so perhaps only the server's own answer was lost. */
static bool may_be_as_near(const struct comparison *c, int at)
{
	for (int ttl = at; ttl < c->distance; ttl++)
		if (c->w->hops[ttl].mark == TRACE_PASSED)
			return false;
	return true;
}

/*
 * Machines that share the server's address may be at different distances, and its own network may
 * forward ports: only an answer that also comes sooner than the server can answer is from another
 * machine.
 */
bool trace_judge_open(struct comparison *c)
{
	int at = c->s->reached;

	if (!c->w)
		return false;
	if (judge_rewritten(c))
		return true;
	if (!at || c->s->hops[at].mark != TRACE_OPEN || rewritten_at(c, at) || at >= c->distance ||
	    !trace_is_sooner(c, c->s->hops[at].us))
		return false;
	enum certainty sure = sureness(c, at);

	/* Machines behind the server's address differ by as much. */
	if (c->s->hops[at].us > trace_server_us(c) / 3 * 2)
		sure = CERTAINTY_POSSIBLE;
	if (sure == CERTAINTY_POSSIBLE && may_be_as_near(c, at))
		return false;
	trace_cite_hop(c, c->w, c->distance);
	if (at == 1 && trace_too_quick(c, c->s->hops[1].us))
		return trace_say(c, "path.proxy.here", PLACE_PROXY,
				 c->around.virtual && sure ? CERTAINTY_LIKELY : sure, 0,
				 SEGMENT_HERE);
	return trace_say(c, nothing_came(c) ? "path.proxy.syn" : "path.proxy.near", PLACE_PROXY,
			 sure, at - 1, trace_segment(c, at, c->w->hops[at].address));
}
