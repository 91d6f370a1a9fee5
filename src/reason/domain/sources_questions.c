/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/domain/sources.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/mailbox_signs.h"
#include "know/mx_owners.h"
#include "know/registrable.h"
#include "model/listing.h"
#include "reason/domain/domain.h"
#include "reason/domain/sources_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REDIRECTS_MAX 3 /* of Autodiscover, to further places */
#define OWN_SERVERS_MAX 2

struct list {
	struct order *v;
	size_t n;
};

/* Takes ownership of name. */
static void add(struct list *list, enum source source, int rank, enum lookup_type type, char *name)
{
	struct order *o = &list->v[list->n];
	bool fits = list->n < SOURCES_QUESTIONS_MAX && name && strlen(name) < sizeof o->name;

	for (size_t i = 0; fits && i < list->n; i++)
		fits = list->v[i].lookup != type || !str_ieq(list->v[i].name, name);
	if (fits) {
		*o = (struct order){
		    .kind = ORDER_LOOKUP, .source = source, .rank = rank, .lookup = type};
		snprintf(o->name, sizeof o->name, "%s", name);
		list->n++;
	}
	free(name);
}

/* Without the address where it may be left out; NULL where nothing can be asked without it. */
static char *without_address(char *question)
{
	static const char parameter[] = "?emailaddress=%EMAILADDRESS%";
	char *at = strstr(question, parameter);

	if (at) {
		*at = '\0';
		return question;
	}
	if (!strstr(question, "%EMAILADDRESS%"))
		return question;
	free(question);
	return NULL;
}

static bool needs_address(const struct source_row *row)
{
	return row->lookup == LOOKUP_AUTODISCOVER || row->lookup == LOOKUP_AUTODISCOVER_JSON;
}

static void add_row(struct list *list, const struct target *t, const struct source_row *row,
		    const char *mx_domain)
{
	char *question = sources_question(row, t->domain, mx_domain);
	bool address = t->email && !t->no_address;

	if (question && !address)
		question = without_address(question);
	/* The body of one holds the address. */
	if (needs_address(row) && !address) {
		free(question);
		return;
	}
	add(list, row->source, row->rank, row->lookup, question);
}

const char *sources_why_unasked(const struct source_row *row, const struct target *t)
{
	if (!t->discover && t->found_by == SOURCE_PROVIDER && t->email)
		return N_("not asked: a provider file lists the domain");
	if (!t->discover)
		return NULL;
	if (row->scope == SOURCE_SCOPE_PUBLIC && t->only_target)
		return N_("not asked: only the domain's own records and hosts are wanted");
	if (needs_address(row) && !t->email)
		return N_("not asked: it needs a whole e-mail address");
	if (needs_address(row) && t->no_address)
		return N_("not asked: the e-mail address must stay on this computer");
	return NULL;
}

static void add_first(struct list *list, const struct target *t)
{
	size_t n;
	const struct source_row *rows = sources_all(&n);

	for (size_t i = 0; i < n; i++)
		if (rows[i].scope == SOURCE_SCOPE_DOMAIN ||
		    (rows[i].scope == SOURCE_SCOPE_PUBLIC && !t->only_target))
			add_row(list, t, &rows[i], NULL);
	/* Where the domain is itself, its SPF record, and whether any name below it exists. */
	add(list, SOURCE_NONE, 0, LOOKUP_A, mem_strdup(t->domain));
	add(list, SOURCE_NONE, 0, LOOKUP_AAAA, mem_strdup(t->domain));
	add(list, SOURCE_NONE, 0, LOOKUP_CNAME, mem_strdup(t->domain));
	add(list, SOURCE_AUTODISCOVER, SOURCES_RANK_SPF, LOOKUP_TXT, mem_strdup(t->domain));
	add(list, SOURCE_NONE, 0, LOOKUP_A, mem_printf("%s.%s", SOURCES_NO_NAME, t->domain));
}

/* The mail exchanger is of a domain that may publish what its customers enter. */
static void after_mx(struct list *list, const struct target *t, const struct event *meaning)
{
	const char *mx = meaning->alias, *base, *full;
	size_t n;
	const struct source_row *rows = sources_all(&n);

	if (t->only_target || !mx || listing_find(&meaning->list, "kind"))
		return;
	base = registrable_domain(mx);
	full = strchr(mx, '.');
	full = full && full + 1 < base ? full + 1 : NULL;
	if (registrable_same(base, t->domain))
		return;
	for (size_t i = 0; i < n; i++) {
		if (rows[i].scope != SOURCE_SCOPE_MX)
			continue;
		if (full)
			add_row(list, t, &rows[i], full);
		add_row(list, t, &rows[i], base);
	}
}

/* The MX says where the mailboxes are not; other records may say where they are. */
static void after_filter(struct list *list, const struct target *t)
{
	size_t n;
	const struct mailbox_sign *signs = mailbox_signs(&n);

	for (size_t i = 0; i < n; i++) {
		bool record = signs[i].record == SIGN_FINDER || signs[i].record == SIGN_SELECTOR ||
			      signs[i].record == SIGN_KEY;

		if (record)
			add(list, SOURCE_AUTODISCOVER, SOURCES_RANK_SIGNS + 1,
			    mailbox_sign_lookup(&signs[i]),
			    mailbox_sign_name(&signs[i], t->domain));
	}
}

static bool is_in_front(const struct event *meaning)
{
	const char *word = listing_find(&meaning->list, "kind");
	enum mx_kind kind = word ? mx_kind_from_name(word) : MX_KIND_COUNT_;

	return kind == MX_KIND_FILTER || kind == MX_KIND_ARCHIVE;
}

/* Autodiscover's answer names another place to ask; not the ones that want a login first. */
static void after_exchange(struct list *list, const struct target *t, const struct event *e)
{
	static const char *const keys[] = {LISTING_EXCHANGE, "redirect"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const char *address = listing_find(&e->list, keys[i]);
		char *host = address ? listing_web_host(address) : NULL;

		if (host && domain_is_host(host) && !mailbox_sign_of_exchange(host) &&
		    (!t->only_target || registrable_same(host, t->domain)))
			add(list, SOURCE_AUTODISCOVER, SOURCES_RANK_REDIRECT, LOOKUP_AUTODISCOVER,
			    mem_strdup(address));
		free(host);
	}
}

/* For an audit: whether an SRV record leads to an alias. */
static void after_srv(struct list *list, const struct event *answer)
{
	for (size_t i = 0; i < answer->list.n; i++) {
		const char *host = strrchr(answer->list.v[i], ' ');

		if (host && domain_is_host(host + 1))
			add(list, SOURCE_NONE, 0, LOOKUP_CNAME, mem_strdup(host + 1));
	}
}

/* ---- what the domain's own name servers say ---- */

static const char *host_of_probe(const struct log *log, size_t before, unsigned endpoint)
{
	for (size_t i = before; i-- > 0;)
		if (log->v[i]->type == EVENT_PROBE_BEGIN && log->v[i]->endpoint == endpoint)
			return log->v[i]->why == WHY_TARGET ? log->v[i]->host : NULL;
	return NULL;
}

/* A host of the domain's own whose addresses are in doubt: its port did not work. An audit doubts
 * all. NULL: none. */
static const char *doubtful_host(const struct target *t, const struct log *log, size_t at)
{
	const struct event *e = log->v[at];
	bool bad = e->outcome != OUTCOME_OK && e->outcome != OUTCOME_CANCELLED;
	const char *host = e->type == EVENT_PROBE_END && (bad || t->audit)
			       ? host_of_probe(log, at, e->endpoint)
			       : NULL;

	return host && !address_is_numeric(host) && domain_is_host(host) &&
		       registrable_same(host, t->domain)
		   ? host
		   : NULL;
}

/* At the first two servers of the zone. */
static void ask_own(struct list *list, const struct target *t, const char *host,
		    const struct event *servers)
{
	for (size_t i = 0; i < servers->list.n && i < OWN_SERVERS_MAX; i++) {
		if (!domain_is_host(servers->list.v[i]))
			continue;
		if (t->want_ipv4)
			add(list, SOURCE_NONE, 0, LOOKUP_OWN,
			    mem_printf("%s@%s", host, servers->list.v[i]));
		if (t->want_ipv6)
			add(list, SOURCE_NONE, 0, LOOKUP_OWN6,
			    mem_printf("%s@%s", host, servers->list.v[i]));
	}
}

/* Hosts and name servers become known in any order. */
static void after_probe(struct list *list, const struct target *t, const struct log *log, size_t at)
{
	const struct event *e = log->v[at];
	const char *host = doubtful_host(t, log, at);

	if (!host && (e->type != EVENT_RECORDS || e->lookup != LOOKUP_NS)) /* most of a log */
		return;
	const char *zone = registrable_domain(t->domain);
	bool servers = e->type == EVENT_RECORDS && e->lookup == LOOKUP_NS && str_ieq(e->host, zone);

	if (host)
		add(list, SOURCE_NONE, 0, LOOKUP_NS, mem_strdup(zone));
	for (size_t i = 0; (host || servers) && i < at; i++) {
		const struct event *other = log->v[i];
		const char *earlier = servers ? doubtful_host(t, log, i) : NULL;

		if (earlier)
			ask_own(list, t, earlier, e);
		if (host && other->type == EVENT_RECORDS && other->lookup == LOOKUP_NS &&
		    str_ieq(other->host, zone))
			ask_own(list, t, host, other);
	}
}

size_t sources_questions(struct order *ret, const struct target *t, const struct log *log)
{
	struct list list = {ret, 0};
	size_t redirects = 0;

	if (!t->discover || !t->domain)
		return 0;
	add_first(&list, t);
	for (size_t i = 0; i < log->n; i++) {
		const struct event *e = log->v[i];

		if (e->type == EVENT_SOURCE && e->source == SOURCE_MX &&
		    e->outcome == OUTCOME_NOTOFFERED) {
			after_mx(&list, t, e);
			if (is_in_front(e))
				after_filter(&list, t);
		}
		if (e->type == EVENT_SOURCE && e->source == SOURCE_AUTODISCOVER &&
		    redirects < REDIRECTS_MAX && t->email && !t->no_address) {
			size_t before = list.n;

			after_exchange(&list, t, e);
			redirects += list.n - before;
		}
		if (t->audit && e->type == EVENT_RECORDS && e->lookup == LOOKUP_SRV)
			after_srv(&list, e);
		after_probe(&list, t, log, i);
	}
	return list.n;
}
