/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Name servers that don't answer, at all or about some names; or that answer late. */
#include "config.h"
#include "reason/rules/rules_dns.h"

#include "base/address.h"
#include "base/i18n.h"
#include "know/name_servers.h"

#include <string.h>

RULE(dns_no_server)
{
	return row_name_is(j, r, DNS_SAID_NO_SERVER) && draft_cite_name(r, d);
}

static bool is_unanswered(enum dns_said said)
{
	return said == DNS_SAID_SILENT || said == DNS_SAID_CLOSED || said == DNS_SAID_UNREACHABLE;
}

/* Whose the row's name servers are, if all are known as one owner's; or NULL. */
static const char *name_service_of(const struct judge *j, const struct row *r)
{
	struct strs servers = {0};

	row_name_servers(j, r, &servers);
	const char *owner = servers.n ? name_server_owner(servers.v[0]) : NULL;

	for (size_t i = 1; i < servers.n; i++)
		owner = str_eq(name_server_owner(servers.v[i]), owner) ? owner : NULL;
	strs_clear(&servers);
	return owner;
}

void draft_name_service(const struct judge *j, const struct row *r, struct draft *d)
{
	const char *owner = name_service_of(j, r);

	draft_arg(d, "resolver", owner);
	draft_arg(d, "tailscale", str_eq(owner, "Tailscale") ? owner : NULL);
}

/* ---- this computer asks itself ---- */

static bool is_own(const struct judge *j, const char *address)
{
	return address_is(address, ADDRESS_LOOPBACK) || surroundings_has_address(j->f, address);
}

/* An interface that a VPN's leak protection leaves behind, or NULL. */
static const struct event *left_behind(const struct judge *j)
{
	static const char *const names[] = {"ipv6leakintrf", "pvpn"};

	for (size_t i = 0; i < j->f->local_n; i++)
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (j->f->local[i]->device &&
			    !strncmp(j->f->local[i]->device, names[k], strlen(names[k])))
				return j->f->local[i];
	return NULL;
}

/* {itself}: each of the name servers is this computer itself, and nothing listens there. */
static bool tell_itself(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct event *gateway = surroundings_gateway(j->f, FAMILY_IPV4),
			   *left = left_behind(j);
	struct strs servers = {0};
	bool own = true;

	row_name_servers(j, r, &servers);
	for (size_t i = 0; i < servers.n; i++)
		own = own && is_own(j, servers.v[i]);
	own = own && servers.n && !surroundings_told(j->f, LOCAL(CONTAINER));
	if (own) {
		d->place = PLACE_THIS_COMPUTER;
		draft_arg_list(d, "itself", &servers);
		draft_arg(d, "gateway", gateway ? gateway->address : NULL);
		draft_arg(d, "leftover", left ? left->device : NULL);
		draft_cite_event(d, left);
	}
	strs_clear(&servers);
	return own;
}

/* ---- no answer ---- */

/* {assigned}: it may be the Internet provider's: it is no well-known one, and no container or VPN brought it. */
static void tell_assigned(const struct judge *j, const struct row *r, struct draft *d)
{
	if (!name_service_of(j, r) && !surroundings_told(j->f, LOCAL(CONTAINER) | LOCAL(TUNNEL)))
		draft_arg(d, "assigned", "yes");
}

/* The name server has answered about a domain's records: it may be this name alone that it is silent about. */
static bool has_told_records(const struct judge *j)
{
	for (size_t i = 0; i < j->f->lookup_n; i++) {
		const struct event *e = j->f->lookups[i];
		bool own = e->lookup == LOOKUP_OWN || e->lookup == LOOKUP_OWN6;

		if (e->type == EVENT_RECORDS && !own &&
		    (e->outcome == OUTCOME_OK || e->outcome == OUTCOME_NOTOFFERED))
			return true;
	}
	return false;
}

RULE(dns_no_answer)
{
	if (!row_name_failed(r) || r->absent)
		return false;
	enum dns_said said = row_host_said(j, r);

	if (!is_unanswered(said))
		return false;
	bool itself = said == DNS_SAID_CLOSED && tell_itself(j, r, d);

	if (said == DNS_SAID_CLOSED && !itself)
		draft_arg(d, FINDING_ARG_MEANING,
			  N_("At its address there is a computer, and no name server on it."));
	if (has_told_records(j))
		d->certainty = CERTAINTY_LIKELY;
	if (said == DNS_SAID_UNREACHABLE)
		draft_arg(d, FINDING_ARG_MEANING, N_("There is no way to its address from here."));
	if (!itself)
		tell_assigned(j, r, d);
	draft_name_servers(j, r, d);
	draft_lookup_way(j, d);
	return draft_cite_name(r, d);
}

/* A name that only a name server can have given. */
static bool is_found_by_asking(const struct row *r)
{
	return row_name_said(r) == DNS_SAID_ADDRESS && !address_is_numeric(r->e->host) &&
	       !address_is_localhost(r->e->host) && !surroundings_local_name(r->e->host) &&
	       !(r->f->dns->flags & EVENT_HOSTS_FILE);
}

/* Another name that it finds, of the asked ones the slowest; or NULL. */
static const struct row *found_beside(const struct judge *j, const struct row *r)
{
	const struct row *found = NULL;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!str_ieq(other->e->host, r->e->host) && is_found_by_asking(other) &&
		    (!found || other->f->dns->us > found->f->dns->us))
			found = other;
	}
	return found;
}

/* It answers about other names: not down, and perhaps not at fault. */
RULE(dns_no_answer_name)
{
	const struct row *found = row_name_is(j, r, DNS_SAID_SILENT) ? found_beside(j, r) : NULL;

	if (!found)
		return false;
	draft_arg(d, "found", found->e->host);
	if (found->f->dns->us >= RULES_SLOW_NAME_US)
		draft_arg_seconds(d, "slow", found->f->dns->us);
	draft_cite_event(d, found->f->dns);
	draft_name_servers(j, r, d);
	draft_name_service(j, r, d);
	draft_lookup_way(j, d);
	return draft_cite_name(r, d);
}

/* ---- late answers ---- */

/* The same name server is silent about another name, and that finding says that it is slow. */
static bool is_told_beside(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (row_name_is(j, &j->rows.v[i], DNS_SAID_SILENT))
			return true;
	return false;
}

RULE(dns_slow)
{
	const struct event *dns = r->f->dns;

	if (!dns || !dns->list.n || dns->us < RULES_SLOW_NAME_US || is_told_beside(j))
		return false;
	if (dns->detail && strstr(dns->detail, " silent"))
		draft_arg(d, FINDING_ARG_MEANING,
			  N_("One of the name servers does not answer; each question waits for it "
			     "first."));
	draft_arg(d, "servers", dns->detail);
	draft_arg_seconds(d, "seconds", dns->us);
	draft_cite_event(d, dns);
	return true;
}
