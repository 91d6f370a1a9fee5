/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place of each row's obstacle: what its path sweeps show, what the message says that ended the
 * connection, and what comparing with other servers adds to both.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define MANY_PORTS 3  /* that end at one place: hardly any other is let through */
#define TUNNEL_HOPS 3 /* routers behind a tunnel that are still its operator's */

static bool says_no(enum outcome tcp)
{
	return tcp == OUTCOME_REFUSED || tcp == OUTCOME_RESET || tcp == OUTCOME_UNREACHABLE ||
	       tcp == OUTCOME_DENIED;
}

static void judge_sweeps(struct judge *j, size_t i)
{
	const struct row *r = &j->rows.v[i];
	const struct trace *suspect = traces_suspect(&j->traces, r->e->id);
	int64_t tcp_us = says_no(r->tcp) ? r->f->stages[STAGE_TCP].us : 0;

	if (suspect)
		trace_judge(&j->path[i], j->f, &j->traces, suspect,
			    traces_working(&j->traces, suspect), r->tcp, tcp_us);
}

/* The ICMP message that ended the connection names its sender, even if sweeps met its limit or
 * there were none. */
static void judge_refuser(struct judge *j, size_t i)
{
	struct trace_verdict *v = &j->path[i];
	const struct row *r = &j->rows.v[i];

	if (!r->f->refuser || !says_no(r->tcp))
		return;
	bool expired = trace_refuser_expired(r->f->refuser, r->e->family);

	/* An ordinary packet that goes round in circles proves more than a few answers to a sweep. */
	if (v->id && v->certainty > CERTAINTY_POSSIBLE &&
	    !(expired && str_eq(v->id, "path.loop.suspected")))
		return;
	free(v->evidence.v);
	trace_judge_refuser(v, j->f, r->e->id);
}

void survey_paths(struct judge *j)
{
	traces_init(&j->traces, j->f->log);
	j->path = mem_calloc(j->rows.n + 1, sizeof *j->path);
	for (size_t i = 0; i < j->rows.n; i++) {
		judge_sweeps(j, i);
		judge_refuser(j, i);
	}
}

void survey_paths_clear(struct judge *j)
{
	for (size_t i = 0; j->path && i < j->rows.n; i++)
		free(j->path[i].evidence.v);
	free(j->path);
	traces_clear(&j->traces);
}

/* ---- what other servers add ---- */

static bool is_any(const char *id, const char *const *ids, size_t n)
{
	for (size_t i = 0; id && i < n; i++)
		if (str_eq(id, ids[i]))
			return true;
	return false;
}

/* A router that says "no such host" to this port alone, whatever the server, has a rule against the
 * port. */
static void doubt_no_host(struct trace_verdict *v)
{
	static const struct {
		const char *said, *meant;
		enum place place;
	} lies[] = {{"path.unreachable.home", "path.reject.home", PLACE_HOME_ROUTER},
		    {"path.unreachable.around", "path.host", PLACE_THIS_COMPUTER},
		    {"path.unreachable.host", "path.reject.network", PLACE_NETWORK}};

	for (size_t i = 0; v->id && !v->from_server && i < sizeof lies / sizeof *lies; i++) {
		if (!str_eq(v->id, lies[i].said))
			continue;
		v->id = lies[i].meant;
		v->place = lies[i].place;
		if (v->place == PLACE_NETWORK)
			v->segment = SEGMENT_NETWORK;
		return;
	}
}

/* A reset in the server's name, where the port is refused in every server's name: not by the servers. */
static void doubt_refusal(struct trace_verdict *v)
{
	if (!str_eq(v->id, "path.refused.server") || v->from_server)
		return;
	free(v->evidence.v);
	*v = (struct trace_verdict){0};
}

/* "No way to the server", of each server over one family alone: the network lacks the family. */
static void doubt_lost_way(const struct judge *j, size_t i)
{
	static const char *const ends[] = {"path.unreachable.home", "path.unreachable.around",
					   "path.unreachable.host"};
	const struct row *r = &j->rows.v[i];
	struct trace_verdict *v = &j->path[i];

	if (!is_any(v->id, ends, sizeof ends / sizeof *ends) || !row_is_of_missing_family(j, r) ||
	    (j->others[r->e->family].hosts < RULES_LEAST_HOSTS && v->segment == SEGMENT_SERVER))
		return;
	free(v->evidence.v);
	*v = (struct trace_verdict){0};
}

static bool is_unplaced(const struct trace_verdict *v)
{
	return !v->id || str_eq(v->id, "path.ends");
}

/* By the way to another server, where no port of this one works. */
static void judge_way(struct judge *j, size_t i)
{
	const struct trace *suspect = traces_suspect(&j->traces, j->rows.v[i].e->id);
	struct trace_verdict by_way;

	if (!suspect || j->rows.v[i].tcp != OUTCOME_TIMEOUT ||
	    !trace_judge_way(&by_way, j->f, &j->traces, suspect))
		return;
	free(j->path[i].evidence.v);
	j->path[i] = by_way;
}

/* The exit of a VPN is its operator's, or its hoster's. */
static void blame_tunnel(struct judge *j, size_t i)
{
	static const char *const beyond[] = {"path.drop.network", "path.reset.network",
					     "path.reject.network"};
	struct trace_verdict *v = &j->path[i];
	const struct trace *s = traces_suspect(&j->traces, j->rows.v[i].e->id);
	struct surroundings around;

	if (!is_any(v->id, beyond, sizeof beyond / sizeof *beyond) || v->hop_ttl > TUNNEL_HOPS)
		return;
	surroundings_init(&around, j->f, j->rows.v[i].address, s ? s->hops[1].address : NULL);
	if (around.tunnelled)
		v->id = "path.vpn";
}

/* Ports of several addresses that end at the same router end in the same block. */
static void share(struct judge *j, size_t i)
{
	static const char *const blocks[] = {"path.drop.edge", "path.drop.home",
					     "path.drop.network", "path.vpn", "path.host"};
	const struct row *r = &j->rows.v[i];
	struct trace_verdict *v = &j->path[i];
	const struct trace *s = traces_suspect(&j->traces, r->e->id);
	const char *last = s && s->passed ? s->hops[s->passed].address : NULL;

	if (!last || s->reached || r->tcp != OUTCOME_TIMEOUT || !is_unplaced(v))
		return;
	for (size_t k = 0; k < j->rows.n; k++) {
		const struct trace_verdict *other = &j->path[k];

		if (k == i || !is_any(other->id, blocks, sizeof blocks / sizeof *blocks) ||
		    !str_eq(other->hop, last) || other->hop_ttl != s->passed ||
		    !row_is_blocked_elsewhere(j, &j->rows.v[k]))
			continue;
		struct numbers evidence = v->evidence;

		*v = *other;
		v->evidence = evidence;
		if (v->certainty > CERTAINTY_LIKELY)
			v->certainty = CERTAINTY_LIKELY;
		return;
	}
}

/* What the system itself refuses needs no sweep of its own, if one has shown that for another port. */
static void share_denial(struct judge *j, size_t i)
{
	const struct row *r = &j->rows.v[i];
	struct trace_verdict *v = &j->path[i];

	if (r->tcp != OUTCOME_DENIED || v->id || row_is_denied_afar(j, r))
		return;
	for (size_t k = 0; k < j->rows.n; k++) {
		const struct trace_verdict *other = &j->path[k];

		if (k == i || !str_eq(other->id, "path.here.denied") ||
		    j->rows.v[k].e->family != r->e->family)
			continue;
		*v = *other;
		v->evidence = (struct numbers){0};
		return;
	}
}

/* Fails at every server, or is a port that no other server can be asked for. */
static bool may_share(const struct judge *j, const struct row *r)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	return row_is_blocked_elsewhere(j, r) || !c || !c->comparable;
}

/* The first machine on the way is innocent of what the cloud beyond it is known to do. Port 25 alone is
 * closed by most clouds and lines, and by few such machines. */
static void free_host(struct judge *j, size_t i)
{
	const struct row *r = &j->rows.v[i];
	struct trace_verdict *v = &j->path[i];

	if (!str_eq(v->id, "path.host"))
		return;
	if (row_is_blocked_by_cloud(j, r)) {
		v->id = "path.drop.network";
		v->place = PLACE_NETWORK;
		v->segment = SEGMENT_NETWORK;
	} else if (r->tcp == OUTCOME_TIMEOUT && v->hop_ttl && row_is_only_25(j, r)) {
		free(v->evidence.v);
		*v = (struct trace_verdict){0};
	}
}

/* Other servers answer on the port, as far as they were asked. */
static bool is_fine_elsewhere(const struct judge *j, const struct row *r)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	return c && c->else_port.tcp.up * 2 > c->else_port.asked;
}

static void copy_verdict(struct trace_verdict *to, const struct trace_verdict *from)
{
	free(to->evidence.v);
	*to = *from;
	to->evidence = (struct numbers){mem_calloc(from->evidence.n + 1, sizeof *to->evidence.v),
					from->evidence.n};
	if (from->evidence.n)
		memcpy(to->evidence.v, from->evidence.v, from->evidence.n * sizeof *to->evidence.v);
	if (to->certainty > CERTAINTY_LIKELY)
		to->certainty = CERTAINTY_LIKELY;
}

/* No other server was asked on the port. */
static bool is_unasked(const struct judge *j, const struct row *r)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	return !c || !c->comparable || !c->else_port.asked;
}

/* Ports of the address whose sweeps end as the row's does. */
static size_t ports_ending_so(const struct judge *j, const struct row *r)
{
	const char *id = j->path[r->e->id - 1].id;
	size_t n = 0;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		n += other->counted && row_same_address(other, r) &&
		     traces_suspect(&j->traces, other->e->id) &&
		     str_eq(j->path[other->e->id - 1].id, id);
	}
	return n;
}

/* Another port for the row's purpose connects at its address: the silent one may never have been offered. */
static bool is_spare(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && row_same_address(other, r) && other->tcp == OUTCOME_OK &&
		    other->service->purpose == r->service->purpose &&
		    !target_asks_for(j->f->target, r->e->service, r->e->port))
			return true;
	}
	return false;
}

/* Whether the block of a swept port may be that of another one: at this server alone, or everywhere. Several must
 * end at one place before a port follows that was not compared: servers leave ports silent as well. Port 25, which many
 * lines lack, doesn't follow one other port. */
static bool are_alike(const struct judge *j, const struct row *swept, const struct row *r)
{
	if (is_fine_elsewhere(j, swept))
		return !is_spare(j, r) && (is_fine_elsewhere(j, r) || is_unasked(j, r));
	if (row_is_blocked_elsewhere(j, swept) && row_is_blocked_elsewhere(j, r) &&
	    r->e->port != 25 && swept->e->port != 25)
		return true;
	return !is_spare(j, r) && !is_fine_elsewhere(j, r) &&
	       ports_ending_so(j, swept) >= MANY_PORTS;
}

/* The block of a swept port is also that of the other silent ports of its address. */
static void share_address(struct judge *j, size_t i)
{
	static const char *const blocks[] = {
	    "path.drop.server", "path.drop.edge", "path.drop.home", "path.drop.network",
	    "path.here.drop",	"path.host",	  "path.vpn",	    "path.drop.first"};
	const struct row *r = &j->rows.v[i];

	if (r->tcp != OUTCOME_TIMEOUT || !row_is_mail(r) || j->path[i].id ||
	    traces_suspect(&j->traces, r->e->id))
		return;
	for (size_t k = 0; k < j->rows.n; k++) {
		const struct row *other = &j->rows.v[k];

		if (other->counted && other->tcp == OUTCOME_TIMEOUT && row_same_address(other, r) &&
		    traces_suspect(&j->traces, other->e->id) && are_alike(j, other, r) &&
		    is_any(j->path[k].id, blocks, sizeof blocks / sizeof *blocks)) {
			copy_verdict(&j->path[i], &j->path[k]);
			return;
		}
	}
}

/* The refusal of a swept port is also that of the address's other ports that refuse as late, and so from as far away. */
static void share_refusal(struct judge *j, size_t i)
{
	const struct row *r = &j->rows.v[i];

	if (r->tcp != OUTCOME_REFUSED || r->f->refuser || !row_is_mail(r) || j->path[i].id ||
	    traces_suspect(&j->traces, r->e->id) || row_is_blocked_elsewhere(j, r))
		return;
	for (size_t k = 0; k < j->rows.n; k++) {
		const struct row *other = &j->rows.v[k];

		if (other->counted && other->tcp == OUTCOME_REFUSED && row_same_address(other, r) &&
		    traces_suspect(&j->traces, other->e->id) && !j->path[k].from_server &&
		    str_eq(j->path[k].id, "path.refused.server") &&
		    2 * r->f->stages[STAGE_TCP].us >= other->f->stages[STAGE_TCP].us) {
			copy_verdict(&j->path[i], &j->path[k]);
			return;
		}
	}
}

void survey_blocks(struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted)
			doubt_lost_way(j, i);
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (!r->counted || !row_is_blocked_elsewhere(j, r))
			continue;
		doubt_no_host(&j->path[i]);
		doubt_refusal(&j->path[i]);
		if (is_unplaced(&j->path[i]))
			judge_way(j, i);
		blame_tunnel(j, i);
	}
	for (size_t i = 0; i < j->rows.n; i++) {
		if (!j->rows.v[i].counted)
			continue;
		share_denial(j, i);
		if (may_share(j, &j->rows.v[i]))
			share(j, i);
	}
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted) {
			share_address(j, i);
			share_refusal(j, i);
		}
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted)
			free_host(j, i);
}
