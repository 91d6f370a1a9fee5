/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names that do not exist, or have no address: guessed, a provider's own, an MX's, or typed; and which of the name
 * servers say so.
 */
#include "config.h"
#include "reason/domain/domain.h"
#include "reason/domain/sources.h"
#include "reason/rules/rules_dns.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* ---- names that are not there ---- */

static const struct target_server *server_of(const struct target *t, const struct endpoint *e)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == e->service && t->servers[i].port == e->port &&
		    str_ieq(t->servers[i].host, e->host))
			return &t->servers[i];
	return NULL;
}

/* The name does not exist, or leads to no computer. */
static bool is_missing(const struct judge *j, const struct row *r)
{
	return row_name_ended(j, r, DNS_SAID_NO_NAME) || row_name_ended(j, r, DNS_SAID_NO_DATA);
}

/* The server is only guessed. */
static bool is_guess(const struct judge *j, const struct row *r)
{
	const struct target_server *s = server_of(j->f->target, r->e);

	return s && s->unconfirmed && strs_has(&j->f->target->codes, "guessed");
}

static bool finds_some_name(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted && !is_missing(j, &j->rows.v[i]))
			return true;
	return false;
}

/* None of the guessed names exists. */
RULE(dns_no_guess)
{
	if (!is_guess(j, r) || !is_missing(j, r) || finds_some_name(j))
		return false;
	draft_arg(d, "domain", j->f->target->domain);
	return draft_cite_name(r, d);
}

/* A provider's server, named by its file. */
static bool is_provided(const struct judge *j, const struct row *r)
{
	const struct target_server *s = server_of(j->f->target, r->e);

	return j->f->target->provider && s && !s->unconfirmed;
}

/* A name that exists, and leads to some address: an answer that denies it is wrong, or filtered. */
static bool is_denied(const struct judge *j, const struct row *r)
{
	bool both = j->f->target->want_ipv4 && j->f->target->want_ipv6;

	return is_provided(j, r) && (row_name_ended(j, r, DNS_SAID_NO_NAME) ||
				     (both && row_name_ended(j, r, DNS_SAID_NO_DATA)));
}

static bool tell_denied(const struct judge *j, const struct row *r, bool others, struct draft *d)
{
	if (!is_denied(j, r) || finds_some_name(j) != others)
		return false;
	draft_name_servers(j, r, d);
	return draft_cite_name(r, d);
}

RULE(dns_provider_name)
{
	return tell_denied(j, r, false, d);
}

/* Others of the same provider are found: a filter by name, or the provider gave this one up. */
RULE(dns_provider_name_one)
{
	return tell_denied(j, r, true, d);
}

/* The rules about the domain say that it does not exist. */
static bool is_absent_domain(const struct judge *j, const struct row *r)
{
	const char *domain = domain_to_ask(j->f->target);
	const struct event *records = domain ? facts_lookup(j->f, LOOKUP_MX, domain) : NULL;

	return records && records->err == DOMAIN_RCODE_NXDOMAIN && str_ieq(r->e->host, domain);
}

/* The domain's own record is wrong, not what a person typed. */
static bool is_named_by_mx(const struct judge *j, const struct row *r)
{
	return domain_is_mx(j->f->target, r->e) && j->domain.mx == DOMAIN_MX_SOME &&
	       strs_has(&j->domain.hosts, r->e->host);
}

/* No such name, and no rule above says why. */
static bool is_no_name(const struct judge *j, const struct row *r)
{
	return !is_absent_domain(j, r) && !is_guess(j, r) && !is_denied(j, r) &&
	       row_name_ended(j, r, DNS_SAID_NO_NAME);
}

/* The name servers that said so of the row's name and family; "10.0.0.1 no-name, …" is what the event has. */
static void add_row_sayers(const struct row *r, enum dns_said said, struct strs *ret)
{
	const char *each = r->f->dns ? r->f->dns->detail : NULL;
	struct strs answers = {0};

	if (each)
		strs_split(&answers, each, ",");
	for (size_t k = 0; k < answers.n; k++) {
		const char *server = answers.v[k] + strspn(answers.v[k], " ");
		size_t len = strcspn(server, " ");
		char *name = mem_strndup(server, len);

		if (dns_said_from_name(server + len + strspn(server + len, " ")) == said &&
		    !strs_has(ret, name))
			strs_add(ret, name);
		free(name);
	}
	strs_clear(&answers);
}

/* … over both families. */
static void add_sayers(const struct judge *j, const struct row *r, enum dns_said said,
		       struct strs *ret)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (row_same_host(j, &j->rows.v[i], r))
			add_row_sayers(&j->rows.v[i], said, ret);
}

/* A name server of the Internet said so: those of a home or company, or a service on this computer, may filter. */
static bool is_said_outside(const struct judge *j, const struct row *r)
{
	struct strs sayers = {0};
	bool outside = false;

	add_sayers(j, r, DNS_SAID_NO_NAME, &sayers);
	for (size_t i = 0; i < sayers.n; i++)
		outside = outside || (!address_is_inside(sayers.v[i]) &&
				      !address_is(sayers.v[i], ADDRESS_LOOPBACK));
	strs_clear(&sayers);
	return outside;
}

RULE(mx_no_name)
{
	if (!is_named_by_mx(j, r) || !is_no_name(j, r))
		return false;
	char *meant = domain_undoubled(r->e->host, j->domain.name);

	draft_cite_event(d, j->domain.records);
	draft_arg(d, "domain", j->domain.name);
	draft_arg(d, "meant", meant);
	if (!meant && !is_said_outside(j, r))
		d->certainty = CERTAINTY_LIKELY;
	free(meant);
	return draft_cite_name(r, d);
}

/* {rebind}: the address that one gives is no address of the Internet: routers hide such names (rebind protection). */
static void tell_rebind(const struct row *r, const struct strs *denying, struct draft *d)
{
	const char *address = r->f->dns ? r->f->dns->alias : NULL;
	bool inside =
	    address && (address_is_inside(address) || address_is(address, ADDRESS_LOOPBACK));

	for (size_t i = 0; i < denying->n; i++)
		inside = inside && !address_is_public(denying->v[i]);
	if (!inside)
		return;
	d->certainty = CERTAINTY_LIKELY;
	draft_arg(d, "rebind", address);
}

/* One says that there is no such name, or no address of the family, and another gives one: the look-up believes the
 * first. */
RULE(dns_servers_differ)
{
	struct strs denying = {0}, knowing = {0};
	bool lost = row_name_lost(j, r), nodata = false;

	if (lost) {
		add_sayers(j, r, DNS_SAID_NO_NAME, &denying);
		nodata = !denying.n;
	}
	if (nodata) {
		add_row_sayers(r, DNS_SAID_NO_DATA, &denying);
		add_row_sayers(r, DNS_SAID_ADDRESS, &knowing);
	} else if (lost) {
		add_sayers(j, r, DNS_SAID_ADDRESS, &knowing);
	}
	bool differ = denying.n && knowing.n;

	if (differ) {
		draft_arg_list(d, "denying", &denying);
		draft_arg_list(d, "knowing", &knowing);
		draft_arg(d, "nodata", nodata ? "yes" : NULL);
		draft_lookup_way(j, d);
		draft_cite_name(r, d);
		tell_rebind(r, &denying, d);
	}
	strs_clear(&denying);
	strs_clear(&knowing);
	return differ;
}

/* {server}: those that say so, if each is this computer's or this network's own: others on the Internet may know the
 * name. */
static void tell_only_own(const struct judge *j, const struct row *r, struct draft *d)
{
	struct strs servers = {0};
	size_t own = 0;

	add_sayers(j, r, DNS_SAID_NO_NAME, &servers);
	if (!servers.n && r->f->dns && r->f->dns->address)
		strs_add(&servers, r->f->dns->address);
	for (size_t i = 0; !servers.n && i < j->f->local_n; i++)
		if (j->f->local[i]->kind == LOCAL_RESOLVER)
			strs_add(&servers, j->f->local[i]->address);
	for (size_t i = 0; i < servers.n; i++)
		own += address_is_numeric(servers.v[i]) && !address_is_public(servers.v[i]);
	if (own && own == servers.n) {
		draft_arg_list(d, "server", &servers);
		d->certainty = CERTAINTY_LIKELY;
	}
	strs_clear(&servers);
}

/* A name without a dot is one network's own: a container's neighbour has one. */
static void tell_single_word(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct event *container = surroundings_told(j->f, LOCAL(CONTAINER));

	if (strchr(r->e->host, '.'))
		return;
	draft_arg(d, FINDING_ARG_MEANING,
		  N_("A single word without a dot is known in your own network only, if "
		     "anywhere."));
	draft_cite_event(d, container);
	draft_arg(d, "container", container ? container->detail : NULL);
}

/* {inner}: the ending of a name that only its own network knows, as no name server of the Internet does. In a container
 * the engine's or the cluster's own names have such endings. */
static void tell_inner(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct event *tunnel = surroundings_told(j->f, LOCAL(TUNNEL));
	const char *end = strrchr(r->e->host, '.');

	if (!end || !surroundings_local_name(r->e->host) ||
	    surroundings_told(j->f, LOCAL(CONTAINER)))
		return;
	d->certainty = CERTAINTY_LIKELY;
	draft_arg(d, "inner", end);
	draft_cite_event(d, tunnel);
	draft_arg(d, "vpn", tunnel ? tunnel->device : NULL);
}

static bool is_from_outside(const struct source_said *s)
{
	return s->source == SOURCE_SRV || s->source == SOURCE_AUTOCONFIG ||
	       s->source == SOURCE_ISPDB || s->source == SOURCE_AUTODISCOVER;
}

/* The endpoint's server, with its port and security too if settings. */
static bool names_server(const struct source_said *s, const struct endpoint *e, bool settings)
{
	struct target_server *servers = mem_calloc(TARGET_SERVERS_MAX, sizeof *servers);
	size_t n = sources_servers(s, servers);
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		found |= str_ieq(servers[i].host, e->host) &&
			 (!settings ||
			  (servers[i].port == e->port && servers[i].security == e->security));
		target_server_clear(&servers[i]);
	}
	free(servers);
	return found;
}

/* {published}: the record or document that names the server: it was not typed. */
static bool tell_publisher(const struct judge *j, const struct row *r, struct draft *d)
{
	struct sources_said said;
	bool told = false;

	sources_said_init(&said, j->f->target, j->f->log);
	for (size_t i = 0; i < said.n && !told; i++) {
		const struct source_said *s = &said.v[i];

		told = s->used && s->answer && !s->meaning && is_from_outside(s) &&
		       names_server(s, r->e, false);
		if (!told)
			continue;
		draft_arg(d, "published", s->question);
		draft_cite_event(d, s->answer);
	}
	sources_said_clear(&said);
	return told;
}

void draft_published(const struct judge *j, const struct row *r, struct draft *d)
{
	struct sources_said said;

	sources_said_init(&said, j->f->target, j->f->log);
	for (size_t i = 0; i < said.n; i++) {
		const struct source_said *s = &said.v[i];

		if (s->source == SOURCE_SRV && s->answer && !s->meaning &&
		    names_server(s, r->e, true)) {
			draft_arg(d, "published", s->question);
			break;
		}
	}
	sources_said_clear(&said);
}

RULE(discover_no_name)
{
	if (!j->f->target->discover || is_named_by_mx(j, r) || !is_no_name(j, r) ||
	    !tell_publisher(j, r, d))
		return false;
	tell_only_own(j, r, d);
	return draft_cite_name(r, d);
}

RULE(dns_no_name)
{
	if (is_named_by_mx(j, r) || !is_no_name(j, r))
		return false;
	tell_only_own(j, r, d);
	tell_single_word(j, r, d);
	tell_inner(j, r, d);
	return draft_cite_name(r, d);
}

/* {near}: a router or name server of this network said so, which may hide names that lead into it. */
RULE(dns_no_address)
{
	const char *server = r->f->dns ? r->f->dns->address : NULL;

	if (is_guess(j, r) || is_denied(j, r) || !row_name_ended(j, r, DNS_SAID_NO_DATA))
		return false;
	draft_arg(d, "near", server && address_is_inside(server) ? server : NULL);
	return draft_cite_name(r, d);
}
