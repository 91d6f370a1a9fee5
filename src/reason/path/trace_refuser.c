/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place of a refusal by the ICMP message that ended an ordinary connection. Its address names
 * the sender even if the sender's limit on such messages hides it from sweeps.
 */
#include "config.h"
#include "reason/path/trace_private.h"

#include "base/mem.h"

#define GAVE_UP_US 500000 /* only a failed neighbour discovery needs longer */

static bool is_connected_at(const struct facts *f, const char *address)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].connected_event && str_eq(f->v[i].address, address))
			return true;
	return false;
}

/* Where another port's sweep has met that router on its way, 0 if none has. */
static int distance_met(const struct facts *f, const char *address)
{
	int nearest = 0;

	for (size_t i = 0; i < f->log->n; i++) {
		const struct event *ev = f->log->v[i];

		if (ev->type == EVENT_PATH_HOP && ev->outcome == OUTCOME_NONE &&
		    str_eq(ev->address, address) && (!nearest || ev->num < nearest))
			nearest = ev->num;
	}
	return nearest;
}

/* The distance of a sender without a sweep of its own: next door, where it was met, or somewhere beyond. */
static int distance_of(const struct facts *f, enum family family, const char *address)
{
	const struct event *gateway = surroundings_gateway(f, family);
	int met = distance_met(f, address);

	if (gateway && str_eq(gateway->address, address))
		return 1;
	return met > 2 ? met : 2;
}

static void say(struct trace_verdict *v, const char *id, enum place place, enum segment segment)
{
	v->id = id;
	v->place = place;
	v->segment = segment;
	v->certainty = CERTAINTY_LIKELY;
}

/* It says that the host does not exist, and no other port shows the contrary. */
static void say_no_host(struct trace_verdict *v, enum segment segment)
{
	if (segment == SEGMENT_HOME)
		say(v, "path.unreachable.home", PLACE_HOME_ROUTER, segment);
	else if (segment == SEGMENT_HOST)
		say(v, "path.unreachable.around", PLACE_THIS_COMPUTER, segment);
	else
		say(v, "path.unreachable.host", PLACE_SERVER_OR_WAY_BACK, SEGMENT_SERVER);
}

static void say_rejected(struct trace_verdict *v, enum segment segment)
{
	if (segment == SEGMENT_HOST)
		say(v, "path.host", PLACE_THIS_COMPUTER, segment);
	else if (segment == SEGMENT_HOME)
		say(v, "path.reject.home", PLACE_HOME_ROUTER, segment);
	else
		say(v, "path.reject.network", PLACE_NETWORK, segment);
}

static void say_here(struct trace_verdict *v, int64_t us, bool lost)
{
	if (us > GAVE_UP_US)
		say(v, "path.gateway.dead", PLACE_HOME_ROUTER, SEGMENT_HOME);
	else if (lost)
		say(v, "path.here.route", PLACE_THIS_COMPUTER, SEGMENT_HERE);
	else
		say(v, "path.here.reject", PLACE_THIS_COMPUTER, SEGMENT_HERE);
}

bool trace_refuser_expired(const struct event *refuser, enum family family)
{
	return trace_icmp_expired(family, refuser->icmp_type, refuser->icmp_code);
}

void trace_judge_refuser(struct trace_verdict *ret, const struct facts *f, unsigned endpoint)
{
	const struct endpoint_facts *e = facts_of(f, endpoint);
	const struct event *who = e->refuser;
	enum family family = endpoints_get(f->plan, endpoint)->family;
	const char *server = facts_address(f, endpoint);
	const struct event *gateway = surroundings_gateway(f, family);
	int ttl = distance_of(f, family, who->address);
	bool expired = trace_refuser_expired(who, family);
	bool no_host = !expired && trace_icmp_no_host(family, who->icmp_code);
	struct surroundings around;

	*ret = (struct trace_verdict){.next = who->address,
				      .hop_ttl = ttl - 1,
				      .says =
					  expired ? NULL : trace_icmp_words(family, who->icmp_code),
				      .from_server = str_eq(who->address, server)};
	surroundings_init(&around, f, server, gateway ? gateway->address : NULL);
	enum segment segment = surroundings_segment(&around, family, ttl, who->address, 0);

	if (expired)
		say(ret, "path.loop.expired", PLACE_NETWORK, SEGMENT_NETWORK);
	else if (surroundings_own(&around, who->address))
		say_here(ret, e->stages[STAGE_TCP].us, no_host && !is_connected_at(f, server));
	else if (ret->from_server && !no_host)
		say(ret, "path.refused.server", PLACE_SERVER, SEGMENT_SERVER);
	else if (no_host && !is_connected_at(f, server))
		say_no_host(ret, ret->from_server ? SEGMENT_SERVER : segment);
	else
		say_rejected(ret, segment);
	ret->evidence.v = mem_calloc(2, sizeof *ret->evidence.v);
	ret->evidence.v[ret->evidence.n++] = who->seq;
	ret->evidence.v[ret->evidence.n++] = e->stages[STAGE_TCP].end;
}
