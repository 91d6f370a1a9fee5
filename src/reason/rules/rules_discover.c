/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a mail domain's servers were found, and why not. Most of it is about the domain and no row of
 * the plan: those rules are asked once, without a row.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "base/mem.h"
#include "know/mx_owners.h"
#include "model/listing.h"
#include "reason/domain/sources.h"
#include "reason/facts/role.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>

/* The answer about the domain's own MX, or NULL. */
static const struct event *mx_of(const struct judge *j)
{
	const struct target *t = j->f->target;

	return t->discover ? facts_lookup(j->f, LOOKUP_MX, t->domain) : NULL;
}

/* What that means: an EVENT_SOURCE, or NULL. */
static const struct event *mx_meaning(const struct judge *j)
{
	for (size_t i = 0; i < j->f->log->n; i++) {
		const struct event *e = j->f->log->v[i];

		if (e->type == EVENT_SOURCE && e->source == SOURCE_MX)
			return e;
	}
	return NULL;
}

static bool mx_is_kind(const struct judge *j, enum mx_kind kind)
{
	const struct event *e = mx_meaning(j);
	const char *word = e ? listing_find(&e->list, "kind") : NULL;

	return word && mx_kind_from_name(word) == kind;
}

static bool has_spoken(const struct event *mx)
{
	return mx && (mx->outcome == OUTCOME_OK || mx->outcome == OUTCOME_NOTOFFERED);
}

/* Whether the name server has answered anything about the domain: only then is silence about it an
 * answer. */
static bool dns_speaks(const struct judge *j)
{
	const struct target *t = j->f->target;

	for (size_t i = 0; i < j->f->lookup_n; i++)
		if (j->f->lookups[i]->type == EVENT_RECORDS && has_spoken(j->f->lookups[i]))
			return t->discover;
	return false;
}

static bool is_gone(const struct event *mx)
{
	return has_spoken(mx) && mx->err == DOMAIN_RCODE_NXDOMAIN;
}

static bool cite_mx(const struct judge *j, struct draft *d)
{
	const struct event *meaning = mx_meaning(j);

	draft_arg(d, "domain", j->f->target->domain);
	if (meaning)
		draft_arg(d, "owner", listing_find(&meaning->list, "name"));
	draft_cite_event(d, mx_of(j));
	draft_cite_event(d, meaning);
	return true;
}

/* Whether some mail server was met under the row's name. */
static bool is_met(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->greeted && str_ieq(other->e->host, r->e->host))
			return true;
	}
	return false;
}

bool row_is_vain_guess(const struct judge *j, const struct row *r)
{
	if (role_is_only_tried(j->f, r->e))
		return !r->greeted;
	return sources_guessed(j->f->target) && dns_speaks(j) && !is_met(j, r);
}

/* The usual names were tried too, and no mail server is there. */
static bool found_nothing(const struct judge *j)
{
	if (!sources_guessed(j->f->target) || !dns_speaks(j))
		return false;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->counted && (!r->ended || r->greeted))
			return false;
	}
	return true;
}

RULE(discover_no_domain)
{
	return is_gone(mx_of(j)) && cite_mx(j, d);
}

RULE(discover_null_mx)
{
	const struct event *mx = mx_of(j);

	return has_spoken(mx) && domain_mx(mx, NULL) == DOMAIN_MX_NULL && cite_mx(j, d);
}

RULE(discover_parked)
{
	return mx_is_kind(j, MX_KIND_PARKING) && found_nothing(j) && cite_mx(j, d);
}

RULE(discover_no_mailbox)
{
	return (mx_is_kind(j, MX_KIND_FORWARDER) || mx_is_kind(j, MX_KIND_NO_MAILBOX)) &&
	       found_nothing(j) && cite_mx(j, d);
}

/* Records that may be left over from before. */
static void cite_weak_sign(const struct judge *j, struct draft *d)
{
	for (size_t i = 0; i < j->f->log->n; i++) {
		const struct event *e = j->f->log->v[i];
		const char *kind = e->type == EVENT_SOURCE ? listing_find(&e->list, "kind") : NULL;

		if (str_eq(kind, LISTING_WEAK_SIGN)) {
			draft_arg(d, "other", listing_find(&e->list, "name"));
			draft_cite_event(d, e);
			return;
		}
	}
}

RULE(discover_filter)
{
	if ((!mx_is_kind(j, MX_KIND_FILTER) && !mx_is_kind(j, MX_KIND_ARCHIVE)) ||
	    !found_nothing(j))
		return false;
	cite_weak_sign(j, d);
	return cite_mx(j, d);
}

/* The domain is an alias, and neither its MX nor its address is to be had. */
static const struct event *alias_to_nowhere(const struct judge *j)
{
	const struct target *t = j->f->target;
	const struct event *alias =
	    t->discover ? facts_lookup(j->f, LOOKUP_CNAME, t->domain) : NULL;
	const struct event *mx = mx_of(j);

	return alias && alias->outcome == OUTCOME_OK && mx && mx->outcome == OUTCOME_BADREPLY
		   ? alias
		   : NULL;
}

RULE(discover_alias)
{
	const struct event *alias = alias_to_nowhere(j);

	if (!alias || !found_nothing(j))
		return false;
	draft_arg(d, "other", alias->list.n ? alias->list.v[0] : alias->alias);
	draft_cite_event(d, alias);
	return cite_mx(j, d);
}

RULE(discover_nothing)
{
	const struct event *meaning = mx_meaning(j);
	const char *kind = meaning ? listing_find(&meaning->list, "kind") : NULL;
	struct sources_said said;

	if (!found_nothing(j) || alias_to_nowhere(j) ||
	    (kind && mx_kind_from_name(kind) != MX_KIND_PANEL))
		return false;
	cite_mx(j, d);
	sources_said_init(&said, j->f->target, j->f->log);
	for (size_t i = 0; i < said.n; i++)
		if (said.v[i].source && d->evidence_n < DRAFT_EVIDENCE_MAX)
			draft_cite_event(d, said.v[i].answer);
	sources_said_clear(&said);
	return true;
}

RULE(discover_any_name)
{
	const struct target *t = j->f->target;

	if (!sources_guessed(t) || !sources_any_name(t, j->f->log))
		return false;
	draft_arg(d, "domain", t->domain);
	for (size_t i = 0; i < j->f->lookup_n; i++)
		if (j->f->lookups[i]->lookup == LOOKUP_A && j->f->lookups[i]->list.n &&
		    !str_ieq(j->f->lookups[i]->host, t->domain))
			draft_cite_event(d, j->f->lookups[i]);
	return d->evidence_n > 0;
}

/* ---- what the domain's own name servers say ---- */

static enum lookup_type own_lookup(enum family family)
{
	return family == FAMILY_IPV6 ? LOOKUP_OWN6 : LOOKUP_OWN;
}

/* Whether the event ends a question to the domain's own name server about the row's host. */
static bool is_own_question(const struct event *e, const struct row *r)
{
	size_t len = strlen(r->e->host);

	return e->type == EVENT_RECORDS && e->lookup == own_lookup(r->e->family) &&
	       str_istarts(e->host, r->e->host) && e->host[len] == '@';
}

static bool is_own_answer(const struct event *e, const struct row *r)
{
	return is_own_question(e, r) &&
	       (e->outcome == OUTCOME_OK || e->outcome == OUTCOME_NOTOFFERED);
}

static bool have_common(const struct strs *a, const struct strs *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (strs_has(b, a->v[i]))
			return true;
	return false;
}

/* A network with IPv6 alone makes its addresses of a server's IPv4 addresses. */
static bool is_translated(const struct judge *j, const struct row *r, const char *address)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];
		const struct strs *list = str_ieq(other->e->host, r->e->host) && other->f->dns
					      ? &other->f->dns->list
					      : NULL;

		for (size_t k = 0; list && k < list->n; k++)
			if (address_embeds(address, list->v[k]))
				return true;
	}
	return false;
}

/* Both have found something, or only one of them. */
static bool differ(const struct judge *j, const struct row *r, const struct event *own)
{
	const struct event *dns = r->f->dns;

	if (!own->list.n && dns->list.n && r->e->family == FAMILY_IPV6 &&
	    (is_translated(j, r, dns->list.v[0]) || address_is(dns->list.v[0], ADDRESS_RESERVED)))
		return false;
	return own->list.n || dns->list.n ? !have_common(&own->list, &dns->list) : false;
}

/* The name server here was asked, and answered. */
static bool is_answered(const struct judge *j, const struct row *r)
{
	const struct target *t = j->f->target;
	const struct event *dns = r->f->dns;

	if (!dns || r->e->address || dns->flags & EVENT_HOSTS_FILE)
		return false;
	for (size_t i = 0; i < t->override_n; i++)
		if (t->overrides[i].address && str_ieq(t->overrides[i].host, r->e->host))
			return false;
	return dns->list.n || dns->err == EAI_NONAME || dns->err == EAI_NODATA;
}

/* The own server's answer that it has no address of the host, of either family that was asked for; or NULL. */
static const struct event *own_denial(const struct judge *j, const char *host)
{
	const struct event *own = NULL;
	size_t len = strlen(host);

	for (size_t i = 0; i < j->f->lookup_n; i++) {
		const struct event *e = j->f->lookups[i];

		if (e->type != EVENT_RECORDS || !str_istarts(e->host, host) ||
		    e->host[len] != '@' || (e->lookup != LOOKUP_OWN && e->lookup != LOOKUP_OWN6))
			continue;
		if (e->list.n || e->outcome != OUTCOME_NOTOFFERED)
			return NULL;
		own = e;
	}
	return own;
}

/* Something of the host spoke, or still may. */
static bool may_be_there(const struct judge *j, const char *host)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (str_ieq(r->e->host, host) && (!r->ended || r->greeted || r->secured))
			return true;
	}
	return false;
}

RULE(dns_made_up)
{
	const struct event *own = own_denial(j, r->e->host);

	if (!own || !is_answered(j, r) || !r->f->dns->list.n || !address_is_public(r->address) ||
	    may_be_there(j, r->e->host))
		return false;
	char *here = strs_join(&r->f->dns->list, ", ");

	draft_arg(d, "here", here);
	draft_arg(d, "server", strchr(own->host, '@') + 1);
	draft_cite_event(d, own);
	draft_cite_event(d, r->f->dns);
	free(here);
	return true;
}

/* The own server's answer, if each of them has other addresses of the row's host than the name server here; or NULL. */
static const struct event *own_contradiction(const struct judge *j, const struct row *r)
{
	const struct event *own = NULL;

	if (!is_answered(j, r))
		return NULL;
	for (size_t i = 0; i < j->f->lookup_n; i++) {
		const struct event *e = j->f->lookups[i];

		if (!is_own_answer(e, r))
			continue;
		if (!differ(j, r, e))
			return NULL;
		own = e;
	}
	return own;
}

/* They were asked, and none has answered. */
static bool own_are_mute(const struct judge *j, const struct row *r)
{
	bool asked = false;

	for (size_t i = 0; i < j->f->lookup_n; i++) {
		if (is_own_answer(j->f->lookups[i], r))
			return false;
		asked = asked || is_own_question(j->f->lookups[i], r);
	}
	return asked;
}

RULE(dns_own_servers)
{
	const struct event *dns = r->f->dns, *own = own_contradiction(j, r);

	if (!own)
		return false;
	char *there = strs_join(&own->list, ", "), *here = strs_join(&dns->list, ", ");

	draft_arg(d, "there", *there ? there : NULL);
	draft_arg(d, "here", *here ? here : NULL);
	draft_arg(d, "server", strchr(own->host, '@') + 1);
	draft_cite_event(d, own);
	draft_cite_event(d, dns);
	free(there);
	free(here);
	return true;
}

/* A name with letters outside ASCII: mail programs may need the form that the DNS has. */
RULE(discover_idn)
{
	const struct target *t = j->f->target;
	const char *domain = t->discover ? t->domain : NULL;
	const char *form = strstr(t->label, " (");
	bool foreign = false;

	for (const char *c = t->label; *c; c++)
		foreign |= (unsigned char)*c >= 0x80;
	if (!domain || !foreign || !form)
		return false;
	char *typed = mem_strndup(t->label, (size_t)(form - t->label));

	draft_arg(d, "typed", typed);
	free(typed);
	return cite_mx(j, d);
}

/* The servers are from a document that came without encryption. */
RULE(discover_unproven)
{
	struct sources_said said;

	sources_said_init(&said, j->f->target, j->f->log);
	for (size_t i = 0; i < said.n; i++) {
		const struct event *e = said.v[i].answer;

		if (said.v[i].used && e->type == EVENT_SOURCE && !(e->flags & EVENT_UNDER_TLS) &&
		    said.v[i].source != SOURCE_PROVIDER &&
		    said.v[i].source == j->f->target->found_by)
			draft_cite_event(d, e);
	}
	sources_said_clear(&said);
	draft_arg(d, "domain", j->f->target->domain);
	return d->evidence_n > 0;
}

/* The name server answers other questions about the domain, and not these. */
RULE(discover_records)
{
	struct sources_said said;
	struct strs types = {0};
	bool some = false;

	sources_said_init(&said, j->f->target, j->f->log);
	for (size_t i = 0; i < said.n; i++) {
		const struct event *e = said.v[i].answer;

		/* The domain's own servers may be out of reach from here. */
		if (!e || e->type != EVENT_RECORDS ||
		    (e->lookup == LOOKUP_OWN || e->lookup == LOOKUP_OWN6))
			continue;
		some |= has_spoken(e);
		if (e->outcome != OUTCOME_TIMEOUT && e->outcome != OUTCOME_BADREPLY)
			continue;
		if (!strs_has(&types, lookup_type_name(e->lookup)))
			strs_add(&types, lookup_type_name(e->lookup));
		draft_cite_event(d, e);
	}
	draft_arg(d, "domain", j->f->target->domain);
	draft_arg_list(d, "types", &types);
	strs_clear(&types);
	sources_said_clear(&said);
	return some && d->evidence_n;
}

/* All its addresses are inside, and it was named by a stranger. */
RULE(discover_inside)
{
	const struct event *dns = r->f->dns;
	const char *inside = dns && dns->list.n ? dns->list.v[0] : r->e->address;

	/* Where the domain's own server has another address, the name server here made this one up; and filters say
	 * 0.0.0.0. */
	if (r->f->stages[STAGE_DNS].outcome != OUTCOME_DENIED || !r->e->public_only ||
	    address_is(inside, ADDRESS_UNSPECIFIED) || own_contradiction(j, r))
		return false;
	if (own_are_mute(j, r))
		d->certainty = CERTAINTY_LIKELY;
	draft_arg(d, "domain", j->f->target->domain);
	draft_arg(d, "inside", inside);
	draft_cite_event(d, dns);
	return true;
}
