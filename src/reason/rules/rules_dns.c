/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names: getaddrinfo()'s errors, as named in RFC 3493 section 6.1, and after a failure the name
 * servers' own answers; and a computer without a network, which has no names either.
 */
#include "config.h"
#include "reason/rules/rules_dns.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/name_servers.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was said ---- */

static bool is_no_data(int err)
{
#ifdef EAI_NODATA
	if (err == EAI_NODATA)
		return true;
#endif
#ifdef EAI_ADDRFAMILY
	if (err == EAI_ADDRFAMILY)
		return true;
#endif
	return false;
}

bool row_name_failed(const struct row *r)
{
	enum outcome outcome = r->f->stages[STAGE_DNS].outcome;

	return outcome != OUTCOME_NONE && outcome != OUTCOME_OK && outcome != OUTCOME_CANCELLED;
}

/* By getaddrinfo()'s number alone: the name server's words are not known. */
static enum dns_said said_by_number(int err)
{
	if (is_no_data(err))
		return DNS_SAID_NO_DATA;
	if (err == EAI_NONAME || !err)
		return DNS_SAID_NO_NAME;
	return err == EAI_AGAIN ? DNS_SAID_SILENT : DNS_SAID_OTHER;
}

enum dns_said row_name_said(const struct row *r)
{
	const struct event *dns = r->f->dns;

	if (dns && dns->list.n)
		return DNS_SAID_ADDRESS;
	if (!row_name_failed(r))
		return DNS_SAID_NONE;
	if (!dns)
		return DNS_SAID_SILENT;
	enum dns_said said = dns->text ? dns_said_from_name(dns->text) : DNS_SAID_COUNT_;

	if (said == DNS_SAID_COUNT_ || said == DNS_SAID_NONE)
		return said_by_number(dns->err);
	/* The computer itself found nothing although the name server knows the name. */
	return said == DNS_SAID_ADDRESS ? DNS_SAID_OTHER : said;
}

static bool asks(const struct row *r)
{
	return r->counted && r->e->why == WHY_TARGET;
}

enum dns_said row_host_said(const struct judge *j, const struct row *r)
{
	enum dns_said most = DNS_SAID_COUNT_;
	bool no_data = false;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];
		enum dns_said said = row_name_said(other);

		if (!asks(other) || !row_same_host(j, other, r))
			continue;
		if (said == DNS_SAID_ADDRESS)
			return DNS_SAID_ADDRESS;
		no_data = no_data || said == DNS_SAID_NO_DATA;
		if (said != DNS_SAID_NO_DATA && said < most)
			most = said;
	}
	return most == DNS_SAID_COUNT_ && no_data ? DNS_SAID_NO_DATA : most;
}

/* Whether the row, and the name, ended with that. */
bool row_name_ended(const struct judge *j, const struct row *r, enum dns_said said)
{
	return row_name_failed(r) && row_host_said(j, r) == said;
}

bool row_name_lost(const struct judge *j, const struct row *r)
{
	return row_name_failed(r) && row_host_said(j, r) != DNS_SAID_ADDRESS;
}

bool row_name_is(const struct judge *j, const struct row *r, enum dns_said said)
{
	return !r->absent && row_name_ended(j, r, said);
}

bool draft_cite_name(const struct row *r, struct draft *d)
{
	draft_cite_event(d, r->f->dns);
	draft_cite_stage(d, r, STAGE_DNS);
	return true;
}

void row_name_servers(const struct judge *j, const struct row *r, struct strs *ret)
{
	const struct event *dns = r->f->dns;

	if (dns && dns->detail) {
		struct strs each = {0};

		strs_split(&each, dns->detail, ",");
		for (size_t i = 0; i < each.n; i++) {
			const char *text = each.v[i] + strspn(each.v[i], " ");

			strs_append(ret, mem_strndup(text, strcspn(text, " ")));
		}
		strs_clear(&each);
	}
	for (size_t i = 0; !ret->n && i < j->f->local_n; i++)
		if (j->f->local[i]->kind == LOCAL_RESOLVER)
			strs_add(ret, j->f->local[i]->address);
}

void draft_name_servers(const struct judge *j, const struct row *r, struct draft *d)
{
	struct strs servers = {0};

	row_name_servers(j, r, &servers);
	draft_arg_list(d, "server", &servers);
	strs_clear(&servers);
}

/* ---- no network ---- */

/* This computer's fact of that kind, about the family (ANY: either); or NULL. */
static const struct event *told(const struct judge *j, enum local_kind kind, enum family family)
{
	for (size_t i = 0; i < j->f->local_n; i++)
		if (j->f->local[i]->kind == kind &&
		    (family == FAMILY_ANY || j->f->local[i]->family == family))
			return j->f->local[i];
	return NULL;
}

/* It got no further than this computer: no name server was heard, no packet left. */
static bool stayed_here(const struct row *r)
{
	enum dns_said said = row_name_said(r);

	if (row_name_failed(r))
		return said != DNS_SAID_NO_NAME && said != DNS_SAID_NO_DATA;
	return r->tcp == OUTCOME_UNREACHABLE;
}

static bool nothing_left(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->counted && !r->absent && !stayed_here(r))
			return false;
	}
	return true;
}

RULE(net_no_network)
{
	const struct event *v4 = told(j, LOCAL_NO_ROUTE, FAMILY_IPV4);
	const struct event *v6 = told(j, LOCAL_NO_ROUTE, FAMILY_IPV6);

	if (!v4 || !v6 || !stayed_here(r) || !nothing_left(j))
		return false;
	draft_cite_event(d, v4);
	draft_cite_event(d, v6);
	const struct event *down = told(j, LOCAL_LINK_DOWN, FAMILY_ANY);

	if (down) {
		draft_cite_event(d, down);
		draft_arg(d, "device", down->device);
		draft_arg(d, FINDING_ARG_MEANING,
			  N_("One network interface is switched on and has no link: the cable is "
			     "out, or the Wi-Fi is not connected."));
	}
	draft_cite_stage(d, r, row_name_failed(r) ? STAGE_DNS : STAGE_TCP);
	return true;
}

/* ---- name servers that do not answer, or not with an answer ---- */

/* What look-ups pass on the way to the name server: a container asks through the computer around it, and a VPN
 * brings a name server of its own. */
void draft_lookup_way(const struct judge *j, struct draft *d)
{
	const struct event *container = told(j, LOCAL_CONTAINER, FAMILY_ANY),
			   *tunnel = told(j, LOCAL_TUNNEL, FAMILY_ANY);

	draft_cite_event(d, container);
	draft_cite_event(d, tunnel);
	draft_arg(d, "container", container ? container->detail : NULL);
	draft_arg(d, "vpn", tunnel ? tunnel->device : NULL);
}

/* Other names ended in the same way: the name server itself is at fault. */
static bool all_names_end_so(const struct judge *j, enum dns_said said)
{
	const struct row *first = NULL;
	bool several = false;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (row_name_said(r) == DNS_SAID_NONE)
			continue;
		if (row_name_said(r) != said)
			return false;
		several = several || (first && names_are_unrelated(first, r));
		first = first ? first : r;
	}
	return several;
}

/* A name of another owner of which that was said, or NULL. */
static const struct row *unrelated(const struct judge *j, const struct row *r, enum dns_said said)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (row_name_said(other) == said && names_are_unrelated(other, r))
			return other;
	}
	return NULL;
}

/* Another name of the same owner's domain that it does find, or NULL. */
static const struct row *sibling_found(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (row_name_said(other) == DNS_SAID_ADDRESS && !names_are_unrelated(other, r) &&
		    !str_ieq(other->e->host, r->e->host))
			return other;
	}
	return NULL;
}

/* {near}: a name server of this network, or one that was chosen, which another can be compared with. */
static void tell_near(const struct row *r, struct draft *d)
{
	const char *server = r->f->dns ? r->f->dns->address : NULL;

	if (server && (address_is_inside(server) || name_server_owner(server)))
		draft_arg(d, "near", server);
}

/* Whether it is this name, or every name, or not known which. */
static void tell_scope(const struct judge *j, const struct row *r, struct draft *d)
{
	bool any = all_names_end_so(j, DNS_SAID_SERVFAIL);
	const struct row *other = unrelated(j, r, any ? DNS_SAID_SERVFAIL : DNS_SAID_ADDRESS);
	const struct row *sibling = any ? NULL : sibling_found(j, r);
	/* A provider's own name servers and signatures hold for everybody: its names fail together, and here. */
	bool provider = !any && j->f->target->provider;

	if (any && !told(j, LOCAL_CONTAINER, FAMILY_ANY))
		d->place = PLACE_NETWORK;
	if (!any)
		draft_key(d, provider ? j->f->target->provider : r->e->host);
	draft_arg(d, "any", any && other ? other->e->host : NULL);
	draft_arg(d, "found", !any && !provider && other && !sibling ? other->e->host : NULL);
	draft_arg(d, "here", provider && other ? other->e->host : NULL);
	draft_arg(d, "same", sibling ? sibling->e->host : NULL);
	draft_arg(d, "unclear", other || sibling ? NULL : r->e->host);
	draft_arg(d, "zone", any ? NULL : r->e->host);
	draft_cite_event(d, sibling ? sibling->f->dns : other ? other->f->dns : NULL);
	if (!any)
		tell_near(r, d);
}

/* Where it finds other names, it may be its own check of signatures that fails. */
static void tell_stub(const struct judge *j, const struct row *r, struct draft *d)
{
	bool finds = !all_names_end_so(j, DNS_SAID_SERVFAIL) && unrelated(j, r, DNS_SAID_ADDRESS);

	draft_arg(d, "stub", r->f->dns->address);
	draft_arg(d, "validator", finds && !sibling_found(j, r) ? r->f->dns->address : NULL);
}

RULE(dns_servfail)
{
	if (!row_name_is(j, r, DNS_SAID_SERVFAIL))
		return false;
	tell_scope(j, r, d);
	if (!strchr(r->e->host, '.')) {
		draft_arg(d, FINDING_ARG_MEANING,
			  N_("A single word without a dot is known in your own network only, if "
			     "anywhere."));
	}
	draft_arg(d, "server", r->f->dns ? r->f->dns->address : NULL);
	draft_arg(d, "resolver", r->f->dns ? name_server_owner(r->f->dns->address) : NULL);
	draft_lookup_way(j, d);
	/* A service on this computer asks the real name server. */
	if (r->f->dns && address_is(r->f->dns->address, ADDRESS_LOOPBACK) &&
	    !told(j, LOCAL_CONTAINER, FAMILY_ANY))
		tell_stub(j, r, d);
	return draft_cite_name(r, d);
}

/* The network has chosen it: it is the router that connections leave by. */
static bool is_routers(const struct judge *j, const char *server)
{
	bool found = false;

	for (size_t i = 0; server && i < j->f->local_n; i++)
		found = found || (j->f->local[i]->kind == LOCAL_GATEWAY &&
				  address_equal(j->f->local[i]->address, server));
	return found && !told(j, LOCAL_CONTAINER, FAMILY_ANY);
}

RULE(dns_refused)
{
	if (!row_name_is(j, r, DNS_SAID_REFUSED))
		return false;
	const char *server = r->f->dns ? r->f->dns->address : NULL;
	bool home = is_routers(j, server);

	draft_arg(d, "server", server);
	draft_arg(d, "home", home ? "yes" : NULL);
	if (home)
		d->place = PLACE_HOME_ROUTER;
	return draft_cite_name(r, d);
}

/* The name server answers, but this computer's own look-up does not get that far. */
RULE(dns_own_lookup)
{
	const struct event *dns = r->f->dns;

	/* Whatever the computer made of it, "no such name" included. */
	if (!row_name_ended(j, r, DNS_SAID_OTHER) || !dns ||
	    !str_eq(dns->text, dns_said_name(DNS_SAID_ADDRESS)))
		return false;
	draft_arg(d, "server", dns->address);
	return draft_cite_name(r, d);
}

/* Nothing came in time; an error at once keeps no program waiting. */
static bool kept_waiting(const struct row *r)
{
	return r->f->dns && r->f->dns->us >= RULES_SLOW_NAME_US;
}

/* Another name of which the name server knows the family, or knows that there is none. */
static bool is_family_known(const struct judge *j, enum family family)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];
		enum dns_said said = row_name_said(other);

		if (other->counted && other->e->family == family &&
		    (said == DNS_SAID_ADDRESS || said == DNS_SAID_NO_DATA))
			return true;
	}
	return false;
}

/* One family gets an answer, the question about the other does not. */
RULE(dns_family)
{
	bool six = r->e->family == FAMILY_IPV6;

	if (!row_name_is(j, r, DNS_SAID_ADDRESS))
		return false;
	draft_arg(d, "silent", six ? "IPv6" : "IPv4");
	draft_arg(d, "answered", six ? "IPv4" : "IPv6");
	if (!six || kept_waiting(r))
		d->verdict = VERDICT_WARNING;
	if (kept_waiting(r))
		draft_arg_seconds(d, "seconds", r->f->dns->us);
	if (is_family_known(j, r->e->family)) {
		draft_arg(d, "about", r->e->host);
		draft_key(d, r->e->host);
	}
	draft_lookup_way(j, d);
	return draft_cite_name(r, d);
}

RULE(dns_failed)
{
	if (!row_name_failed(r) || r->absent || j->found[r->e->id - 1])
		return false;
	draft_arg_number(d, "err", r->f->dns ? r->f->dns->err : r->f->stages[STAGE_DNS].err);
	return draft_cite_name(r, d);
}
