/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What comparing shows (reason/path/compare.h): this port here and elsewhere, other ports, the
 * address that cannot exist; and what is known of this computer's place.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "base/i18n.h"
#include "know/programs.h"
#include "reason/domain/domain.h"

#include <string.h>

#define WEB_PORT 443
#define RESOLVER_US 500 /* a name that took longer was asked for, not read from a file */

bool row_is_unconnected(const struct judge *j, const struct row *r)
{
	return r->tcp == OUTCOME_TIMEOUT || r->tcp == OUTCOME_UNREACHABLE ||
	       r->tcp == OUTCOME_REFUSED || r->tcp == OUTCOME_RESET || row_is_denied_afar(j, r);
}

bool row_is_fine_elsewhere(const struct judge *j, const struct row *r)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	return c && compare_mostly_up(&c->else_port);
}

static void cite_row(const struct judge *j, struct draft *d, size_t i)
{
	draft_cite(d, j->rows.v[i].f->connected_event);
	draft_cite_stage(d, &j->rows.v[i], STAGE_TCP);
}

/* Cites ended reference servers: of the port (0: all), whether they connected or not. */
static void cite_others(const struct judge *j, struct draft *d, int port, enum family family,
			bool up)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->e->why == WHY_REFERENCE && other->tcp != OUTCOME_NONE &&
		    (other->tcp == OUTCOME_OK) == up && (!port || other->e->port == port) &&
		    (family == FAMILY_ANY || other->e->family == family))
			cite_row(j, d, i);
	}
}

/* Cites something that does connect over the family: another port of the target, or 443
 * elsewhere. */
static void cite_working(const struct judge *j, struct draft *d, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->tcp == OUTCOME_OK && other->e->why != WHY_IMPOSSIBLE &&
		    other->e->family == r->e->family && other->e->port != r->e->port) {
			cite_row(j, d, i);
			return;
		}
	}
}

/* ---- one port ---- */

/* Other servers that answer on no port at all say nothing about this one: something else is
 * wrong. */
static bool others_are_lost(const struct judge *j, const struct compare_row *c)
{
	const struct compare_cell *others = &j->others[c->family];

	return others->asked > c->else_port.asked && !others->tcp.up && !others->tcp.refused;
}

static bool is_blocked_row(const struct judge *j, const struct compare_row *c)
{
	return !others_are_lost(j, c) && compare_mostly_failed(&c->else_port) &&
	       c->answered != OUTCOME_OK && (c->else_rest.tcp.up || c->here_rest.tcp.up);
}

/* The row of the table of comparisons that says that this port, and not everything, fails at most
 * other servers too. */
static const struct compare_row *blocked_elsewhere_too(const struct judge *j, const struct row *r)
{
	if (!row_is_unconnected(j, r))
		return NULL;
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	if (c)
		return is_blocked_row(j, c) ? c : NULL;
	/* Only some ports are compared: if all of those are blocked, the first speaks for the
	 * rest. */
	return row_is_mail(r) && !j->mail.tcp.up ? first_if_all(j, r->e->family, is_blocked_row)
						 : NULL;
}

bool row_is_blocked_elsewhere(const struct judge *j, const struct row *r)
{
	return blocked_elsewhere_too(j, r) != NULL;
}

static void tell_blocked(const struct judge *j, const struct row *r, const struct compare_row *c,
			 struct draft *d)
{
	draft_cite_stage(d, r, STAGE_TCP);
	cite_others(j, d, c->port, r->e->family, false);
	cite_working(j, d, r);
	draft_arg_number(d, "failed", (long)compare_failed(&c->else_port));
	draft_arg_number(d, "asked", (long)c->else_port.asked);
}

/* Everything that a sweep sends arrives, and no server's answer comes back: the cause is near
 * here. */
RULE(net_port_way_back)
{
	const struct trace_verdict *v = row_path(j, r);
	const struct compare_row *c = blocked_elsewhere_too(j, r);

	if (!c || !v || v->place != PLACE_SERVER_OR_WAY_BACK || r->tcp != OUTCOME_TIMEOUT)
		return false;
	tell_blocked(j, r, c, d);
	return true;
}

const struct event *tunnel_in_use(const struct judge *j)
{
	const struct event *tunnel = surroundings_told(j->f, LOCAL(TUNNEL));
	struct surroundings s = {0};

	for (size_t i = 0; tunnel && i < j->rows.n && !s.tunnelled; i++)
		if (j->rows.v[i].tcp == OUTCOME_OK)
			surroundings_init(&s, j->f, j->rows.v[i].address, NULL);
	for (size_t i = 0; tunnel && i < j->traces.n && !s.tunnelled; i++)
		surroundings_init(&s, j->f, j->traces.v[i].address, j->traces.v[i].hops[1].address);
	return s.tunnelled ? tunnel : NULL;
}

/* {device}: the VPN's interface, if connections leave by it: its exit blocks as networks do. */
static void tell_tunnel(const struct judge *j, struct draft *d)
{
	const struct event *tunnel = tunnel_in_use(j);

	if (!tunnel)
		return;
	draft_cite_event(d, tunnel);
	draft_arg(d, "device", tunnel->device);
}

/*
 * Without a path, blocking by this computer, the router or the network beyond looks the same: the
 * usual one is likely at best.
 */
static bool is_blocked(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct trace_verdict *v = row_path(j, r);
	const struct compare_row *c = blocked_elsewhere_too(j, r);

	if (!c || (v && (v->place == PLACE_SERVER || v->place == PLACE_SERVER_OR_WAY_BACK)) ||
	    row_is_of_only_web(j, r))
		return false;
	tell_blocked(j, r, c, d);
	tell_tunnel(j, d);
	if (!tunnel_in_use(j)) {
		draft_managed(d, j);
		draft_cloud(d, j, r->e->port);
	}
	d->hop = v ? v->hop : NULL;
	if (v && v->place != PLACE_UNKNOWN) {
		d->place = v->place;
		d->certainty = v->certainty;
		return true;
	}
	if (r->tcp != OUTCOME_TIMEOUT && r->f->stages[STAGE_TCP].us < RULES_NO_WIRE_US)
		d->place = PLACE_UNKNOWN;
	if (c->else_port.tcp.up || compare_failed(&c->else_port) < RULES_ENOUGH_HOSTS)
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

/* Port 25 alone is usual; beside others it is part of the same block. */
static bool is_25_alone(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted && j->rows.v[i].e->port != 25 &&
		    blocked_elsewhere_too(j, &j->rows.v[i]))
			return false;
	return true;
}

bool row_is_only_25(const struct judge *j, const struct row *r)
{
	return r->e->port == 25 && row_is_blocked_elsewhere(j, r) && is_25_alone(j);
}

RULE(net_port_blocked_25)
{
	if (r->e->port != 25 || !is_25_alone(j) || !is_blocked(j, r, d))
		return false;
	draft_container(d, j);
	draft_arg(d, "relay", judge_asks_only_mx(j) ? "asked" : NULL);
	return true;
}

RULE(net_port_blocked)
{
	draft_container(d, j);
	return (r->e->port != 25 || !is_25_alone(j)) && is_blocked(j, r, d);
}

bool row_is_off_list(const struct judge *j, const struct row *r)
{
	const struct trace_verdict *v = row_path(j, r);

	return r->tcp == OUTCOME_TIMEOUT && v && row_is_fine_elsewhere(j, r) &&
	       (v->place == PLACE_HOME_OR_NETWORK || str_eq(v->id, "path.drop.home") ||
		str_eq(v->id, "path.drop.first"));
}

/* Other servers are let through, and for this one the path ends at home: a router with a list of
 * allowed servers. Providers that block the port make no such exceptions. */
RULE(net_port_listed)
{
	const struct trace_verdict *v = row_path(j, r);
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	if (!row_is_off_list(j, r))
		return false;
	draft_cite_stage(d, r, STAGE_TCP);
	cite_others(j, d, r->e->port, r->e->family, true);
	for (size_t i = 0; i < v->evidence.n; i++)
		draft_cite(d, v->evidence.v[i]);
	draft_arg_number(d, "up", (long)c->else_port.tcp.up);
	draft_arg_number(d, "asked", (long)c->else_port.asked);
	draft_arg(d, "hop", v->hop ? v->hop : v->next);
	draft_managed(d, j);
	d->hop = v->hop;
	return true;
}

/* The comparison that speaks for the silent row: its own, or, where no other server was asked on its port, another
 * port's of the machine. */
static const struct compare_row *comparison_for(const struct judge *j, const struct row *r)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	for (size_t i = 0; i < j->rows.n && (!c || !c->else_port.asked); i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && row_is_mail(other) && other->e->family == r->e->family &&
		    tally_of_machine(j, other) == tally_of_machine(j, r))
			c = compare_row(&j->comparison, other->e->port, r->e->family);
	}
	return c;
}

/* The row's machine is silent, and other servers answer. */
static bool is_silent_machine(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct compare_row *c = comparison_for(j, r);
	const struct trace_verdict *v = row_path(j, r);

	if (r->tcp != OUTCOME_TIMEOUT || !nothing_connects(tally_of_machine(j, r)) ||
	    !compare_is_fine(c) || (v && v->place != PLACE_UNKNOWN))
		return false;
	draft_cite_stage(d, r, STAGE_TCP);
	cite_others(j, d, c->port, r->e->family, true);
	row_tell_end(j, r, v, d);
	draft_container(d, j);
	return true;
}

/* {typed}: the name that a person typed, which may be misspelt: nothing else speaks for it. */
static const char *typed_name(const struct judge *j, const struct row *r)
{
	const struct target *t = j->f->target;

	return t->provider || t->email || t->domain || t->practice || j->all.tcp.up ||
		       surroundings_told(j->f, LOCAL(CONTAINER)) ||
		       address_is_numeric(r->e->host) || !strchr(r->e->host, '.')
		   ? NULL
		   : r->e->host;
}

/* The host is silent on every port, and other servers answer: it is off, or ignores this
 * address. */
RULE(net_host_silent)
{
	const struct tally *host = tally_of_machine(j, r);

	if (host->port_low == host->port_high || !is_silent_machine(j, r, d))
		return false;
	draft_arg(d, "typed", typed_name(j, r));
	return true;
}

/* None of the target's mail servers connects in that family, and there are several. */
static bool all_are_silent(const struct judge *j, const struct row *r)
{
	bool several = false;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || other->e->family != r->e->family || !row_is_mail(other))
			continue;
		if (other->tcp != OUTCOME_TIMEOUT)
			return false;
		several |= !row_same_host(j, other, r);
	}
	return several;
}

#define NEAR_US 1000 /* no server on the Internet accepts sooner */

/* 443 of several owners' servers is accepted sooner than any of them can, as by a proxy in the router or on this computer. */
static bool is_web_taken_near(const struct judge *j, enum family family)
{
	size_t near = 0;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->e->port != WEB_PORT || r->e->family != family || r->tcp != OUTCOME_OK ||
		    r->e->why == WHY_IMPOSSIBLE)
			continue;
		if (r->f->stages[STAGE_TCP].us >= NEAR_US)
			return false;
		near++;
	}
	return near >= RULES_ENOUGH_HOSTS;
}

/* A provider's servers do not all ban a person or fail at once: what lies in front of them is blocked. */
RULE(net_provider_silent)
{
	if (!j->f->target->provider || !row_is_mail(r) || !all_are_silent(j, r) ||
	    !is_silent_machine(j, r, d))
		return false;
	if (!j->web.tcp.up)
		return true;
	draft_arg(d, "web", "yes");
	draft_arg(d, "proxied", is_web_taken_near(j, r->e->family) ? "yes" : NULL);
	return true;
}

const struct row *row_twin_up(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->tcp == OUTCOME_OK &&
		    other->e->service == r->e->service && other->e->port == r->e->port &&
		    other->e->family != r->e->family && str_ieq(other->e->host, r->e->host))
			return other;
	}
	return NULL;
}

/* Only this server's port fails: others' connect. */
static bool is_port_fine(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct compare_row *c =
	    row_is_unconnected(j, r) ? compare_row(&j->comparison, r->e->port, r->e->family) : NULL;
	const struct trace_verdict *v = row_path(j, r);

	if (!compare_is_fine(c) || !row_is_mail(r))
		return false;
	draft_cite_stage(d, r, STAGE_TCP);
	cite_others(j, d, r->e->port, r->e->family, true);
	draft_arg_number(d, "up", (long)c->else_port.tcp.up);
	draft_arg_number(d, "asked", (long)c->else_port.asked);
	d->hop = v ? v->hop : NULL;
	if (v && v->place != PLACE_UNKNOWN) {
		d->place = v->place;
		d->certainty = v->certainty;
	}
	return true;
}

/* {another}: an MX of the domain that takes mail. */
static const char *other_mx(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; domain_is_mx(j->f->target, r->e) && i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->greeted && domain_is_mx(j->f->target, other->e))
			return other->e->host;
	}
	return NULL;
}

RULE(net_port_fine)
{
	if (row_twin_up(j, r) || row_uneven_twin(&j->rows, r) || !is_port_fine(j, r, d))
		return false;
	draft_arg(d, "another", other_mx(j, r));
	return true;
}

RULE(net_port_fine_family)
{
	const struct row *twin = row_twin_up(j, r);

	if (!twin || host_has_one_family(j, r) || !is_port_fine(j, r, d))
		return false;
	draft_cite(d, twin->f->connected_event);
	draft_families(d, r->e->family);
	return true;
}

bool impossible_is_accepted(const struct judge *j)
{
	for (size_t i = 0; i < j->comparison.n; i++)
		if (j->comparison.v[i].answered == OUTCOME_OK)
			return true;
	return false;
}

void draft_posing(struct draft *d, const struct judge *j, const struct row *r)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	if (c && c->answered == OUTCOME_OK && r->tcp == OUTCOME_OK && !r->trusted)
		draft_arg(d, "posing", "yes");
}

/* What answers, if its certificate or its greeting names it for sure; or NULL. */
static const struct interceptor *answering_box(const struct judge *j, const struct row *r)
{
	const struct interceptor *issuer = j->issuer_box[r->e->id - 1].known,
				 *banner = j->banner_box[r->e->id - 1].known;

	if (banner && banner->confirmed)
		return banner;
	return issuer && issuer->confirmed ? issuer : NULL;
}

static bool is_instant(const struct row *r)
{
	return r->f->stages[STAGE_TCP].us < RULES_NO_WIRE_US;
}

/* A VPN's program that takes connections itself, before it sends them to the exit. */
static const char *answering_vpn(const struct judge *j, const struct row *r)
{
	const struct event *tunnel = is_instant(r) ? tunnel_in_use(j) : NULL;

	return tunnel ? tunnel->device : NULL;
}

/* No wire is as fast: a proxy in the container, as a service mesh's sidecar, or on the computer around it. */
static const char *answerer(const struct judge *j, const struct row *r)
{
	enum standing where = surroundings_standing(j->f);

	return is_instant(r) && (where == STANDING_CONTAINER || where == STANDING_CLUSTER)
		   ? N_("Something in or beside this container")
		   : N_("Something here");
}

#define SCANNER_US 2000 /* a program on this computer accepts a connection sooner */

RULE(proxy_answers_everything)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	if (!c || c->answered != OUTCOME_OK || r->tcp != OUTCOME_OK)
		return false;
	cite_row(j, d, r->e->id - 1);
	cite_row(j, d, c->impossible - 1);
	draft_arg(d, "nobody", j->rows.v[c->impossible - 1].e->address);

	const struct event *tunnel = surroundings_told(j->f, LOCAL(TUNNEL));

	draft_cite_event(d, tunnel);
	draft_arg(d, "device", tunnel ? tunnel->device : NULL);
	draft_arg(d, "what", answerer(j, r));
	draft_arg(d, "vpn", answering_vpn(j, r));
	const struct interceptor *box = answering_box(j, r);

	if (box)
		draft_arg(d, "name", box->product);
	else if (!r->trusted)
		draft_stranger(d, j, r);
	if (row_refusal(j, r))
		draft_quote_reply(d, row_refusal(j, r));
	draft_arg(d, "certified", row_leaf(r) ? r->e->host : NULL);
	if (!draft_behind(d, row_path(j, r))) {
		draft_arg(d, "near", j->rows.v[c->impossible - 1].e->address);
		draft_arg(d, "scanner",
			  (box && box->kind != INTERCEPTOR_SCANNER) ||
				  r->f->stages[STAGE_TCP].us > SCANNER_US
			      ? NULL
			      : "yes");
	}
	/* It passes the connection on: the server's own certificate came through. */
	draft_key(d, r->trusted ? "passed on" : "taken over");
	if (r->trusted)
		d->verdict = VERDICT_NOTE;
	return true;
}

/* ---- everything ---- */

/* How many unrelated owners' servers did not answer on the web port, where each has one. */
static long owners_lost(const struct judge *j, enum family family)
{
	return (long)compare_others(j->f, WEB_PORT, family).hosts;
}

static bool all_lost(const struct compare_cell *others)
{
	return !others->pending && !others->tcp.up && !others->tcp.refused && !others->tcp.other;
}

/* The path may say more precisely than "everything" what blocks it. */
static bool is_placed_near(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct trace_verdict *v = row_path(j, &j->rows.v[i]);

		if (v && (v->place == PLACE_THIS_COMPUTER || v->place == PLACE_HOME_ROUTER ||
			  v->place == PLACE_PROXY))
			return true;
	}
	return false;
}

/* How far packets get, and what the router there says. */
static void tell_end(struct draft *d, const struct trace_verdict *v)
{
	if (!v)
		return;
	d->hop = v->hop;
	draft_arg(d, "hop", v->hop);
	draft_arg_number(d, "number", v->hop_ttl);
	draft_arg(d, "says", v->says);
	if (v->says)
		draft_arg(d, "next", v->next);
}

static bool is_everything_down(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct compare_cell *others = &j->others[FAMILY_ANY];
	const struct trace_verdict *v = row_path(j, r);

	if (!row_is_unconnected(j, r) || !nothing_connects(&j->all) || !all_lost(others))
		return false;
	long owners = owners_lost(j, FAMILY_ANY);

	/* IPv6 alone says nothing about the connection: host.family-missing. */
	if (!owners_lost(j, FAMILY_IPV4) && !j->by_family[FAMILY_IPV4].tcp.silent &&
	    !j->by_family[FAMILY_IPV4].tcp.unreachable)
		return false;
	if (owners < RULES_LEAST_HOSTS || is_placed_near(j))
		return false;
	draft_cite_stage(d, r, STAGE_TCP);
	cite_others(j, d, 0, FAMILY_ANY, false);
	draft_arg_number(d, "others", owners);
	tell_end(d, v);
	row_tell_way(j, r, d);
	/* Nothing connects, so that it is not known whether packets leave by it. */
	const struct event *tunnel = surroundings_told(j->f, LOCAL(TUNNEL));

	draft_cite_event(d, tunnel);
	draft_arg(d, "vpn", tunnel ? tunnel->device : NULL);
	draft_container(d, j);
	if (owners < RULES_ENOUGH_HOSTS)
		d->certainty = CERTAINTY_LIKELY;
	return true;
}

RULE(net_everything_down)
{
	return is_everything_down(j, r, d);
}

/* A name server's answer, not one from --resolve or a file. */
static const struct event *resolver_answer(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct event *dns = j->rows.v[i].f->dns;
		bool given = false;

		for (size_t k = 0; dns && k < j->f->target->override_n; k++)
			given = given || str_ieq(j->f->target->overrides[k].host, dns->host);
		if (dns && !given && dns->list.n && dns->us > RESOLVER_US)
			return dns;
	}
	return NULL;
}

/* {inner}: the second router of a company's, a school's or a hotel's own network, where packets end. */
static void tell_inner(const struct judge *j, const struct trace_verdict *v, struct draft *d)
{
	const struct event *sign = surroundings_organisation(j->f);

	if (!sign || !v || !v->hop || v->hop_ttl < 2 || !address_is_inside(v->hop))
		return;
	draft_cite_event(d, sign);
	draft_arg(d, "inner", v->hop);
}

RULE(net_dns_only)
{
	if (!row_is_unconnected(j, r) || !nothing_connects(&j->all))
		return false; /* most rows: resolver_answer() looks at all of them */
	const struct event *dns = resolver_answer(j);

	if (!dns || !is_everything_down(j, r, d))
		return false;
	draft_cite_event(d, dns);
	tell_inner(j, row_path(j, r), d);
	d->certainty = CERTAINTY_LIKELY; /* this computer may have remembered the answer */
	return true;
}

RULE(net_ipv6_broken)
{
	const struct compare_cell *others = &j->others[FAMILY_IPV6];
	const struct trace_verdict *v = row_path(j, r);

	if (r->e->family != FAMILY_IPV6 || !row_is_unconnected(j, r) ||
	    !nothing_connects(&j->by_family[FAMILY_IPV6]) || !j->by_family[FAMILY_IPV4].tcp.up ||
	    !all_lost(others) || family_failed_at_once(j, FAMILY_IPV6))
		return false;
	long owners = owners_lost(j, FAMILY_IPV6);

	if (owners < RULES_LEAST_HOSTS)
		return false;
	draft_cite_stage(d, r, STAGE_TCP);
	cite_others(j, d, 0, FAMILY_IPV6, false);
	draft_arg_number(d, "thunderbird", program_find("thunderbird")->silent_address_s);
	const struct event *tunnel = surroundings_told(j->f, LOCAL(TUNNEL));

	draft_cite_event(d, tunnel);
	draft_arg(d, "vpn", tunnel ? tunnel->device : NULL);
	draft_arg_number(d, "outlook", program_find("outlook")->silent_address_s);
	draft_container(d, j);
	if (owners < RULES_ENOUGH_HOSTS)
		d->certainty = CERTAINTY_LIKELY;
	if (v && v->place != PLACE_SERVER && v->place != PLACE_SERVER_OR_WAY_BACK &&
	    v->place != PLACE_UNKNOWN) {
		d->place = v->place;
		d->certainty = v->certainty < d->certainty ? v->certainty : d->certainty;
		d->hop = v->hop;
	}
	return true;
}
