/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Addresses that a name leads to: nowhere, into a filter, into a private network, to a web proxy,
 * to the same place as all others.
 */
#include "config.h"
#include "reason/domain/domain.h"
#include "reason/facts/surroundings.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "base/i18n.h"
#include "know/ranges.h"
#include "know/routers.h"

#include <string.h>

enum reach { REACH_PUBLIC, REACH_PRIVATE, REACH_LOOPBACK, REACH_NOWHERE };

static enum reach reach_of(const char *address)
{
	switch (address_kind(address)) {
	case ADDRESS_UNSPECIFIED:
		return REACH_NOWHERE;
	case ADDRESS_LOOPBACK:
		return REACH_LOOPBACK;
	case ADDRESS_PRIVATE:
	case ADDRESS_LINK_LOCAL:
	case ADDRESS_CARRIER:
		return REACH_PRIVATE;
	default:
		return REACH_PUBLIC;
	}
}

static bool is_overridden(const struct target *t, const char *host)
{
	for (size_t i = 0; i < t->override_n; i++)
		if (t->overrides[i].address && str_ieq(t->overrides[i].host, host))
			return true;
	return str_ieq(host, "localhost") || address_is_numeric(host);
}

/* The nearest of the addresses that the name server gave for the row's name; PUBLIC if the person
 * gave it. */
static enum reach row_reach(const struct judge *j, const struct row *r)
{
	const struct event *dns = r->f->dns;
	enum reach widest = REACH_NOWHERE;

	if (!dns || !dns->list.n || is_overridden(j->f->target, r->e->host))
		return REACH_PUBLIC;
	for (size_t i = 0; i < dns->list.n; i++)
		if (reach_of(dns->list.v[i]) < widest)
			widest = reach_of(dns->list.v[i]);
	return widest;
}

/* What Debian and Ubuntu enter for a computer's own name: a name server there passes it on; no filter uses it. */
#define OWN_NAME "127.0.1.1"

/* The filter whose page the name leads to, or NULL. */
static const struct range *block_page(const struct row *r)
{
	const struct range *range = range_find(r->address);

	return range && range->kind == RANGE_BLOCK_PAGE ? range : NULL;
}

/* To this computer itself, which may well have its own mail server. */
static bool leads_home(const struct row *r, enum reach reach)
{
	return reach == REACH_LOOPBACK && r->tcp != OUTCOME_OK;
}

/* The name server's own answer shows who is responsible. */
static void tell_who(const struct row *r, struct draft *d)
{
	const struct event *dns = r->f->dns;
	bool own = dns->alias && str_eq(dns->alias, dns->list.v[0]);

	if (dns->alias && !own)
		draft_arg(d, FINDING_ARG_MEANING,
			  N_("The name server gives another address: a line in this computer's own "
			     "hosts file leads the name away."));
	else if (own)
		draft_arg(d, FINDING_ARG_MEANING,
			  N_("This is the name server's own answer; it is no line in this "
			     "computer's hosts file."));
	draft_arg(d, "nofile", own ? "yes" : NULL);
	draft_arg(d, "server", dns->address);
}

/* Another MX of the same owner has an address: the owner does want mail, so that a filter has taken this one away. */
static bool has_mx_beside(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && domain_is_mx(j->f->target, other->e) &&
		    !str_ieq(other->e->host, r->e->host) && str_ieq(other->owner, r->owner) &&
		    other->tcp == OUTCOME_OK && other->f->dns && other->f->dns->list.n &&
		    row_reach(j, other) == REACH_PUBLIC)
			return true;
	}
	return false;
}

RULE(dns_sinkhole)
{
	enum reach reach = row_reach(j, r);
	const struct range *page = block_page(r);

	if ((reach != REACH_NOWHERE && !leads_home(r, reach) && !page) ||
	    surroundings_local_name(r->e->host) ||
	    (page && is_overridden(j->f->target, r->e->host)))
		return false;
	if (reach == REACH_NOWHERE || page)
		d->certainty = CERTAINTY_CERTAIN;
	draft_cite_event(d, r->f->dns);
	if (r->f->dns)
		tell_who(r, d);
	draft_arg(d, "filter", page ? page->owner : NULL);
	draft_arg(d, "itself", str_eq(r->address, OWN_NAME) ? OWN_NAME : NULL);
	/* The domain's owner may have entered it on purpose. */
	bool mx = !page && domain_is_mx(j->f->target, r->e), beside = mx && has_mx_beside(j, r);

	draft_arg(d, "unclear", mx && !beside ? "yes" : NULL);
	if (beside)
		d->certainty = CERTAINTY_LIKELY;
	return page == NULL || r->f->dns;
}

/* As nothing_connects(), and a refusal is not an answer of the name's server either. */
static bool is_dead(const struct tally *c)
{
	return !c->pending && !c->tcp.up &&
	       c->tcp.silent + c->tcp.unreachable + c->tcp.refused + c->tcp.other;
}

static bool leads_inside(const struct judge *j, const struct row *r, struct draft *d)
{
	if (row_reach(j, r) != REACH_PRIVATE || surroundings_local_name(r->e->host))
		return false;
	draft_cite_event(d, r->f->dns);
	return true;
}

/* A router on the way to another server that is in the network of the row's address: this network reaches that one.
 * NULL: none has shown itself. */
static const struct trace_hop *hop_beside(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->traces.n; i++)
		for (int ttl = 1; ttl <= TRACE_TTL_MAX; ttl++) {
			const struct trace_hop *hop = &j->traces.v[i].hops[ttl];

			if (hop->mark == TRACE_PASSED && ttl > 1 &&
			    address_same_network(hop->address, r->address) &&
			    !address_equal(hop->address, r->address))
				return hop;
		}
	return NULL;
}

/* A private address without any answer from here: another network's, or a filter's. */
RULE(dns_private_dead)
{
	if (!is_dead(tally_of_host(j, r)) || r->absent || !leads_inside(j, r, d))
		return false;
	const struct trace_hop *beside = hop_beside(j, r);

	draft_arg(d, "server", r->f->dns->address);
	draft_cite_stage(d, r, STAGE_TCP);
	if (beside) {
		draft_arg(d, "via", beside->address);
		draft_cite(d, beside->event);
	}
	return true;
}

/* Whether a mail server of the host greets. */
static bool host_greets(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].greeted && row_same_host(j, &j->rows.v[i], r))
			return true;
	return false;
}

/* A typed server of a local network: no other network has it, and other servers tell nothing about it. */
RULE(host_inside_dead)
{
	const struct target *t = j->f->target;

	if (t->email || t->domain || t->provider || t->practice || row_path(j, r) ||
	    !address_is_inside(r->address) ||
	    !(address_is_numeric(r->e->host) || surroundings_local_name(r->e->host)) ||
	    !is_dead(tally_of_host(j, r)) || r->tcp == OUTCOME_DENIED || r->tcp == OUTCOME_OK)
		return false;
	draft_cite_event(d, r->f->dns);
	draft_cite_stage(d, r, STAGE_TCP);
	draft_arg(d, "refused", r->tcp == OUTCOME_REFUSED ? "yes" : NULL);
	draft_arg(d, "elsewhere", surroundings_beside(j->f, r->address) ? NULL : "yes");
	draft_key(d, r->tcp == OUTCOME_REFUSED ? "refused" : "silent");
	return true;
}

/* A server of the person's own network, called by its name, is as it should be. */
RULE(dns_private)
{
	const struct target *t = j->f->target;
	bool own = !t->email && !t->domain && !t->provider && host_greets(j, r);

	return !own && !is_dead(tally_of_host(j, r)) && leads_inside(j, r, d);
}

/* ---- a line in the hosts file ---- */

/* Whether any of the joined addresses is one that the system gives. */
static bool gives_one_of(const struct event *dns, const char *joined)
{
	struct strs there = {0};
	bool common = false;

	strs_split(&there, joined, ", ");
	for (size_t i = 0; i < there.n; i++)
		for (size_t k = 0; k < dns->list.n; k++)
			common |= address_equal(there.v[i], dns->list.v[k]);
	strs_clear(&there);
	return common;
}

/* The name server says something else, or does not know the name. */
static bool hosts_file_differs(const struct row *r, struct draft *d)
{
	const struct event *dns = r->f->dns;
	enum dns_said said = dns && dns->text ? dns_said_from_name(dns->text) : DNS_SAID_NONE;

	if (!dns || !dns->list.n || !(dns->flags & EVENT_HOSTS_FILE))
		return false;
	if (said == DNS_SAID_ADDRESS ? !dns->alias || gives_one_of(dns, dns->alias)
				     : said != DNS_SAID_NO_NAME && said != DNS_SAID_NO_DATA)
		return false;
	draft_arg(d, "there", dns->alias);
	draft_arg(d, "server", dns->address);
	draft_cite_event(d, dns);
	return true;
}

RULE(dns_hosts_file_dead)
{
	if (!is_dead(tally_of_host(j, r)) || r->absent || !hosts_file_differs(r, d))
		return false;
	draft_cite_stage(d, r, STAGE_TCP);
	return true;
}

RULE(dns_hosts_file)
{
	if (is_dead(tally_of_host(j, r)) || !hosts_file_differs(r, d))
		return false;
	if (row_is_unconnected(j, r)) {
		draft_arg(d, "dead", r->address);
		draft_cite_stage(d, r, STAGE_TCP);
	}
	return true;
}

/* Two names of different owners. */
bool names_are_unrelated(const struct row *a, const struct row *b)
{
	return !str_ieq(a->owner, b->owner);
}

/* The only address of both names, which have nothing in common. */
static bool share(const struct row *a, const struct row *b)
{
	const struct event *x = a->f->dns, *y = b->f->dns;

	return x && y && x->list.n == 1 && y->list.n == 1 && str_eq(x->list.v[0], y->list.v[0]) &&
	       names_are_unrelated(a, b);
}

/*
 * A private address has one owner. A public one may be a hosting provider's, with unrelated
 * customers; not so for well-known reference servers.
 */
const struct row *row_sharing_address(const struct judge *j, const struct row *r)
{
	const struct row *first = NULL;
	bool is_private = row_reach(j, r) == REACH_PRIVATE;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!share(r, other) || is_overridden(j->f->target, r->e->host) ||
		    is_overridden(j->f->target, other->e->host))
			continue;
		if (is_private)
			return other;
		if (other->e->why != WHY_REFERENCE)
			continue;
		if (first && names_are_unrelated(first, other))
			return other;
		first = other;
	}
	return NULL;
}

RULE(dns_same_address)
{
	const struct row *other = row_sharing_address(j, r);

	if (!other)
		return false;
	draft_cite_event(d, r->f->dns);
	draft_cite_event(d, other->f->dns);
	return true;
}

/* The web answers at the row's host, or nothing rules that out; no mail port does. */
static bool passes_the_web_alone(const struct judge *j, const struct row *r, struct draft *d)
{
	bool web = false;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !row_same_host(j, other, r))
			continue;
		if (row_is_mail(other) &&
		    (other->tcp == OUTCOME_OK || (other->tcp == OUTCOME_NONE && !other->absent)))
			return false;
		if (!row_is_mail(other) && other->tcp == OUTCOME_OK) {
			web = true;
			draft_cite(d, other->f->connected_event);
		}
	}
	if (!web)
		d->certainty = CERTAINTY_LIKELY;
	return true;
}

/* A name that is meant for the web: its owner has switched on a proxy in front of it. */
RULE(dns_web_proxy)
{
	if (!row_is_mail(r) || r->tcp == OUTCOME_OK || r->tcp == OUTCOME_NONE ||
	    r->tcp == OUTCOME_CANCELLED)
		return false;
	const struct range *range = range_find(r->address);

	if (!range || range->kind != RANGE_WEB_PROXY || !passes_the_web_alone(j, r, d))
		return false;
	draft_arg(d, "proxy", range->owner);
	draft_cite_event(d, r->f->dns);
	draft_cite_stage(d, r, STAGE_TCP);
	return true;
}

/* ---- the network's own router ---- */

/* The kind of router that the row's certificate is for, if it is for nothing else; or NULL. */
static const struct router *shown_router(const struct row *r)
{
	const struct event *leaf = row_leaf(r);
	const struct router *router = NULL;

	for (size_t i = 0; leaf && i < leaf->list.n; i++) {
		router = router_find(leaf->list.v[i]);
		if (!router)
			return NULL;
	}
	return router;
}

/* Refused one hop away, by no rule against the port, which gets through to other servers. */
static bool is_refused_next_door(const struct judge *j, const struct trace *t)
{
	const struct compare_row *c = compare_row(&j->comparison, t->port, t->family);

	return t->hops[1].mark == TRACE_REFUSED && !t->hops[1].address && t->agree && c &&
	       compare_mostly_up(&c->else_port);
}

/* A port of the address is open or refused one hop away, where the router of a private network is. */
static const struct trace_hop *next_door(const struct judge *j, const struct row *r)
{
	bool inside = false;

	for (size_t i = 0; i < j->f->local_n; i++)
		inside = inside || (j->f->local[i]->kind == LOCAL_GATEWAY &&
				    address_is_inside(j->f->local[i]->address));
	for (size_t i = 0; inside && i < j->traces.n; i++) {
		const struct trace *t = &j->traces.v[i];

		if (t->reached == 1 && address_equal(t->address, r->address) &&
		    (t->hops[1].mark == TRACE_OPEN || is_refused_next_door(j, t)))
			return &t->hops[1];
	}
	return NULL;
}

/* A mail port of the host fails at every server. */
static bool is_blocked_anyway(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && row_is_mail(other) && row_same_host(j, other, r) &&
		    row_is_blocked_elsewhere(j, other))
			return true;
	}
	return false;
}

/* The name leads to the outer address of this network's own router, and the router itself answers
 * where it should pass the connection on to a server behind it. */
RULE(net_own_router)
{
	const struct trace_hop *hop = next_door(j, r);
	const struct router *router = NULL;

	/* What accepts connections for any address is as near as the router. */
	if (!address_is_public(r->address) || (row_is_mail(r) && r->tcp == OUTCOME_OK) ||
	    is_blocked_anyway(j, r) || impossible_is_accepted(j))
		return false;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !row_same_host(j, other, r))
			continue;
		if (row_is_mail(other) && row_safe(other))
			return false;
		if (shown_router(other)) {
			router = shown_router(other);
			draft_cite_leaf(d, other);
		}
	}
	/* A known provider's servers are not behind it: it only refuses them. */
	if (!router && (!hop || j->named))
		return false;
	if (router && hop)
		d->certainty = CERTAINTY_CERTAIN;
	if (hop)
		draft_cite(d, hop->event);
	draft_cite_stage(d, r, STAGE_TCP);
	draft_arg(d, "router", router ? router->product : NULL);
	return true;
}
