/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Connecting: refused, silent, unreachable, and the pattern over ports, hosts and families.
 * rules_path.c finds the place of the obstacle; here the place stays unknown unless it cannot be
 * another.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "base/mem.h"

#include <stdlib.h>

#include <string.h>

#define AT_ONCE_US 1000000 /* an answer without a wait */

static size_t tried(const struct tally *c)
{
	return c->tcp.up + c->tcp.refused + c->tcp.silent + c->tcp.unreachable + c->tcp.other;
}

static bool several_ports(const struct tally *c)
{
	return c->port_low != c->port_high;
}

static bool is_lost(const struct judge *j, const struct row *r)
{
	return r->tcp == OUTCOME_TIMEOUT || r->tcp == OUTCOME_UNREACHABLE ||
	       row_is_denied_afar(j, r);
}

static bool is_web_port(const struct row *r)
{
	return !row_is_mail(r);
}

static bool cite_tcp(const struct row *r, struct draft *d)
{
	draft_cite_stage(d, r, STAGE_TCP);
	return true;
}

static void cite_first_up(const struct judge *j, struct draft *d, bool (*fits)(const struct row *r))
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->tcp == OUTCOME_OK && r->counted && (!fits || fits(r))) {
			draft_cite(d, r->f->connected_event);
			draft_cite_stage(d, r, STAGE_TCP);
			return;
		}
	}
}

/* A machine on the way said that it has none, so this computer has a way as far as that. */
static bool a_router_answered(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];
		const struct trace_verdict *v = row_path(j, r);

		if (r->counted &&
		    (r->f->refuser || (v && v->id && !strncmp(v->id, "path.unreachable.", 17))))
			return true;
	}
	return false;
}

RULE(net_no_route)
{
	const struct tally *c = &j->all;

	if (!nothing_connects(c) || c->tcp.silent || c->tcp.unreachable < 2 || !is_lost(j, r) ||
	    something_answers(j))
		return false;
	/* This computer says so itself: no packet could have gone out and come back meanwhile. */
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted && is_lost(j, &j->rows.v[i]) &&
		    j->rows.v[i].f->stages[STAGE_TCP].us >= RULES_NO_WIRE_US)
			return false;
	return !a_router_answered(j) && cite_tcp(r, d);
}

RULE(net_everything_silent)
{
	const struct tally *c = &j->all;

	return nothing_connects(c) && c->tcp.silent && c->hosts > 1 && is_lost(j, r) &&
	       !something_answers(j) && cite_tcp(r, d);
}

/* Other servers answer on some mail port: the network lets mail through. */
static bool lets_mail_through(const struct judge *j)
{
	for (size_t i = 0; i < j->comparison.n; i++) {
		enum service service = service_for_port(j->comparison.v[i].port);

		if (service != SERVICE_COUNT_ && service_row(service)->purpose != PURPOSE_WEB &&
		    compare_mostly_up(&j->comparison.v[i].else_port))
			return true;
	}
	return false;
}

static bool is_cut_from_mail(const struct judge *j, const struct row *r)
{
	return !lets_mail_through(j) && nothing_connects(&j->mail) && j->web.tcp.up &&
	       several_ports(&j->mail) && row_is_mail(r) && is_lost(j, r) &&
	       !row_lacks_family(j, r);
}

bool row_is_of_only_web(const struct judge *j, const struct row *r)
{
	bool wider = false;

	if (!j->named || !is_cut_from_mail(j, r))
		return false;
	for (size_t i = 0; i < j->rows.n; i++)
		wider = wider || (j->rows.v[i].counted && is_cut_from_mail(j, &j->rows.v[i]) &&
				  !row_is_blocked_elsewhere(j, &j->rows.v[i]));
	return wider;
}

RULE(net_mail_ports_blocked)
{
	if (!is_cut_from_mail(j, r))
		return false;
	cite_tcp(r, d);
	cite_first_up(j, d, is_web_port);
	if (!j->named)
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

/* All of one family fails, at other servers too, although for the same server and port the other
 * family connects. */
static bool is_family_dead(const struct judge *j, const struct row *r)
{
	return is_lost(j, r) && j->family_pair[r->e->family] && !j->others[r->e->family].tcp.up &&
	       nothing_connects(&j->by_family[r->e->family]);
}

bool family_failed_at_once(const struct judge *j, enum family family)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->counted && r->e->family == family && is_lost(j, r) &&
		    (r->tcp != OUTCOME_UNREACHABLE || r->f->stages[STAGE_TCP].us > AT_ONCE_US))
			return false;
	}
	return true;
}

bool row_lacks_family(const struct judge *j, const struct row *r)
{
	enum family other = r->e->family == FAMILY_IPV6 ? FAMILY_IPV4 : FAMILY_IPV6;

	return surroundings_lack_route(j->f, r->e->family) &&
	       !surroundings_lack_route(j->f, other) && !j->by_family[r->e->family].tcp.up &&
	       j->by_family[other].rows && family_failed_at_once(j, r->e->family);
}

bool row_is_of_missing_family(const struct judge *j, const struct row *r)
{
	return (is_lost(j, r) && row_lacks_family(j, r)) ||
	       (is_family_dead(j, r) && family_failed_at_once(j, r->e->family));
}

static void tell_family(const struct judge *j, const struct row *r, struct draft *d)
{
	bool six = r->e->family == FAMILY_IPV6;

	cite_tcp(r, d);
	cite_first_up(j, d, NULL);
	draft_arg(d, "dead", six ? "IPv6" : "IPv4");
	draft_arg(d, "alive",
		  j->by_family[six ? FAMILY_IPV4 : FAMILY_IPV6].tcp.up ? (six ? "IPv4" : "IPv6")
								       : NULL);
}

/* Also where the other family fails as well, for a reason of its own. */
RULE(net_family_missing)
{
	const struct event *tunnel = surroundings_tunnel_alone(j->f, r->e->family);

	if (!row_is_of_missing_family(j, r))
		return false;
	tell_family(j, r, d);
	if (tunnel && !row_lacks_family(j, r)) {
		draft_cite_event(d, tunnel);
		draft_arg(d, "vpn", tunnel->device);
	}
	return true;
}

RULE(net_family_broken)
{
	if (!is_family_dead(j, r) || family_failed_at_once(j, r->e->family))
		return false;
	tell_family(j, r, d);
	draft_container(d, j);
	if (j->all.hosts < 2)
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

/* The host has no address of the other family; with the answer that says so. */
static const struct row *absent_twin(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->e->family != r->e->family && other->absent &&
		    str_ieq(other->e->host, r->e->host))
			return other;
	}
	return NULL;
}

/* No server answers over the family, of several that were asked, or this computer has no way out over it. */
static bool is_family_missing(const struct judge *j, enum family family, struct draft *d)
{
	const struct compare_cell *others = &j->others[family];

	if (surroundings_lack_route(j->f, family)) {
		d->certainty = CERTAINTY_CERTAIN;
		return true;
	}
	return !others->pending && !others->tcp.up && !others->tcp.refused &&
	       others->hosts >= RULES_LEAST_HOSTS;
}

/* The name has addresses of one family only, and this network has the other: neither is down. */
RULE(host_family_missing)
{
	bool six = r->e->family == FAMILY_IPV6;
	enum family alive = six ? FAMILY_IPV4 : FAMILY_IPV6;
	const struct row *twin = absent_twin(j, r);
	const struct compare_cell *others = &j->others[alive];

	if (!is_lost(j, r) || !twin || !nothing_connects(&j->by_family[r->e->family]) ||
	    surroundings_lack_route(j->f, alive) || (others->hosts && !others->tcp.up) ||
	    !is_family_missing(j, r->e->family, d))
		return false;
	cite_tcp(r, d);
	draft_cite_event(d, twin->f->dns);
	draft_families(d, r->e->family);
	draft_arg(d, "nat64", six ? NULL : "yes");
	return true;
}

/* Each of several owners' servers refuses, the web port too: it is no server that does it. */
RULE(net_refuses_everything)
{
	const struct compare_cell *others = &j->others[FAMILY_ANY];
	const struct event *tunnel = surroundings_told(j->f, LOCAL(TUNNEL));

	if (r->tcp != OUTCOME_REFUSED || !address_is_public(r->address) || j->all.pending ||
	    j->all.tcp.refused != tried(&j->all) || others->pending ||
	    others->hosts < RULES_LEAST_HOSTS || others->tcp.up || others->tcp.silent ||
	    !others->tcp.refused)
		return false;
	cite_tcp(r, d);
	draft_arg_number(d, "others", (long)others->hosts);
	draft_cite_event(d, tunnel);
	draft_arg(d, "vpn", tunnel ? tunnel->device : NULL);
	draft_container(d, j);
	draft_managed(d, j);
	return true;
}

/*
 * IPv6 routers and servers can say "prohibited", which the kernel reports like its own refusal;
 * that one comes at once.
 */
bool row_is_denied_afar(const struct judge *j, const struct row *r)
{
	const struct trace_verdict *v = row_path(j, r);

	if (r->tcp != OUTCOME_DENIED || r->e->family != FAMILY_IPV6)
		return false;
	if (v)
		return v->place != PLACE_THIS_COMPUTER;
	return r->f->stages[STAGE_TCP].us > DENIED_AT_ONCE_US;
}

RULE(tcp_denied)
{
	if (r->tcp != OUTCOME_DENIED || row_is_denied_afar(j, r))
		return false;
	/* A router next door is about as quick as this computer. */
	if (r->e->family == FAMILY_IPV6 && !row_path(j, r))
		d->certainty = CERTAINTY_LIKELY;
	return cite_tcp(r, d);
}

/* The person's own entry: a name that leads here is the rules' of names. */
static bool is_here(const struct judge *j, const struct row *r)
{
	return !j->f->target->practice && address_is(r->address, ADDRESS_LOOPBACK) &&
	       !domain_is_mx(j->f->target, r->e) &&
	       (address_is_numeric(r->e->host) || str_ieq(r->e->host, "localhost"));
}

RULE(tcp_refused_here)
{
	/* One that runs over the other family is rather asked for there. */
	if (r->tcp != OUTCOME_REFUSED || !is_here(j, r) || row_twin_up(j, r))
		return false;
	draft_container(d, j);
	draft_arg(d, "bridge",
		  strs_has(&j->f->target->codes, "bridge") ? j->f->target->label : NULL);
	return cite_tcp(r, d);
}

RULE(tcp_refused_all)
{
	const struct tally *c = tally_of_machine(j, r);

	return r->tcp == OUTCOME_REFUSED && !c->pending && several_ports(c) &&
	       c->tcp.refused == tried(c) && cite_tcp(r, d);
}

/* What answers is this network's own router. */
static bool is_own_router(const struct judge *j, const struct row *r)
{
	struct draft aside = {0};
	bool own = rule_net_own_router(NULL, j, r, &aside);

	draft_clear(&aside);
	return own;
}

/* The web answers, every mail port refuses: there is a computer, but no mail server on it. */
RULE(tcp_refused_mail)
{
	const struct tally *c = tally_of_host(j, r);
	size_t mail_refused = 0, web_up = 0;

	if (r->tcp != OUTCOME_REFUSED || !row_is_mail(r) || c->pending || c->tcp.refused < 2 ||
	    c->tcp.refused + c->tcp.up != tried(c))
		return false;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!row_same_host(j, other, r) || !other->counted)
			continue;
		if (row_is_rejected(j, other)) /* a firewall guards something there */
			return false;
		mail_refused += row_is_mail(other) && other->tcp == OUTCOME_REFUSED;
		web_up += !row_is_mail(other) && other->tcp == OUTCOME_OK;
	}
	if (mail_refused < c->tcp.refused || web_up != c->tcp.up || !web_up || is_own_router(j, r))
		return false;
	cite_tcp(r, d);
	cite_first_up(j, d, is_web_port);
	return true;
}

RULE(tcp_silent_server)
{
	const struct tally *c = tally_of_machine(j, r);

	if (!is_lost(j, r) || !nothing_connects(c) || !c->tcp.silent || !several_ports(c) ||
	    row_is_blocked_elsewhere(j, r))
		return false;
	cite_tcp(r, d);
	if (j->all.tcp.up) {
		cite_first_up(j, d, NULL);
		d->certainty = CERTAINTY_LIKELY;
	}
	draft_arg(d, "online", something_answers(j) ? "others answer" : NULL);
	return true;
}

/* Another port at the row's address, or at its name over the same family, that accepts
 * connections. */
static const struct row *open_sibling(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->tcp == OUTCOME_OK &&
		    (row_same_address(other, r) ||
		     (other->e->family == r->e->family && row_same_host(j, other, r))))
			return other;
	}
	return NULL;
}

static bool is_blocked(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct row *open = open_sibling(j, r);

	/* What blocks a port has no eye for one of the name's addresses. */
	if (r->tcp != OUTCOME_TIMEOUT || !row_is_mail(r) || !open || row_uneven_twin(&j->rows, r))
		return false;
	cite_tcp(r, d);
	draft_cite(d, open->f->connected_event);
	draft_cite_stage(d, open, STAGE_TCP);
	draft_arg_number(d, "working", open->e->port);
	/* A typed host may simply not run the service; a provider's documented one does. */
	if (!j->named)
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

/* "As usual" is near this computer, and for every server. */
RULE(tcp_blocked_port25)
{
	return r->e->port == 25 && !row_path(j, r) && !row_is_fine_elsewhere(j, r) &&
	       is_blocked(j, r, d);
}

RULE(tcp_blocked_submission)
{
	return r->e->port != 25 && r->service->purpose == PURPOSE_SEND && is_blocked(j, r, d);
}

RULE(tcp_blocked_port)
{
	return r->e->port != 25 && r->service->purpose != PURPOSE_SEND && is_blocked(j, r, d);
}

static bool mail_answers(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (row_same_host(j, &j->rows.v[i], r) && j->rows.v[i].tcp == OUTCOME_OK &&
		    row_is_mail(&j->rows.v[i]))
			return true;
	return false;
}

/* Another address of the name has a web server. */
static bool web_is_elsewhere(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!row_is_mail(other) && other->tcp == OUTCOME_OK &&
		    other->e->family == r->e->family && str_ieq(other->e->host, r->e->host))
			return true;
	}
	return false;
}

RULE(tcp_web_port)
{
	bool failed = is_lost(j, r) || r->tcp == OUTCOME_REFUSED || r->tcp == OUTCOME_RESET;

	return !row_is_mail(r) && failed && !web_is_elsewhere(j, r) && mail_answers(j, r) &&
	       cite_tcp(r, d);
}

/* The provider's file says that it does not have the port: the code "no-465". */
static bool lacks_by_its_rules(const struct judge *j, const struct row *r)
{
	char *code = mem_printf("no-%d", r->e->port);
	bool lacks = strs_has(&j->f->target->codes, code);

	free(code);
	return lacks;
}

/* Another port for the same purpose answers, and the path does not show that something else ends
 * this one; cites both. */
static bool is_answered_beside(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct trace_verdict *v = j->path ? &j->path[r->e->id - 1] : NULL;

	if (!row_is_mail(r) || !purpose_answered(j, r) || (v && v->id && v->place != PLACE_SERVER))
		return false;
	cite_tcp(r, d);
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->tcp == OUTCOME_OK && other->counted &&
		    other->service->purpose == r->service->purpose) {
			draft_cite(d, other->f->connected_event);
			break;
		}
	}
	return true;
}

RULE(tcp_not_provided)
{
	return lacks_by_its_rules(j, r) && r->ended && r->tcp != OUTCOME_OK &&
	       is_answered_beside(j, r, d);
}

/* The server's firewall turns this address away at another port for the same purpose, and not here: nothing to guard. */
static bool is_unused_beside_ban(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct rule *rule = NULL;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && row_same_address(other, r) &&
		    other->service->purpose == r->service->purpose &&
		    rule_path_banned(rule, j, other, d)) {
			cite_tcp(r, d);
			return true;
		}
	}
	return false;
}

/* A typed host need not have every port: one that refuses is simply not offered there. A firewall's
 * refusal in ICMP says nothing about what is offered. */
RULE(tcp_not_offered)
{
	return r->tcp == OUTCOME_REFUSED && !j->named && !r->f->refuser && !row_is_rejected(j, r) &&
	       !target_asks_for(j->f->target, r->e->service, r->e->port) &&
	       !row_is_blocked_elsewhere(j, r) &&
	       (is_answered_beside(j, r, d) || is_unused_beside_ban(j, r, d));
}

RULE(tcp_ended)
{
	return r->tcp == rule->outcome && cite_tcp(r, d);
}

/* Another port of the same address connects. */
static bool is_reached_beside(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].tcp == OUTCOME_OK && row_same_address(&j->rows.v[i], r))
			return true;
	return false;
}

RULE(tcp_unreachable)
{
	draft_arg(d, "some", is_reached_beside(j, r) ? "yes" : NULL);
	return (r->tcp == OUTCOME_UNREACHABLE || row_is_denied_afar(j, r)) && cite_tcp(r, d);
}
