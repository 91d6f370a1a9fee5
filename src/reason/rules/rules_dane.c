/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates of MX servers and the TLSA records that promise them (RFC 7672). */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/i18n.h"
#include "model/event.h"
#include "reason/domain/dane_way.h"

#include <stdlib.h>

/* How binding a domain's records for one of its servers are for senders. */
enum force {
	FORCE_NONE,
	/* the MX are not signed: a sender may check nevertheless (RFC 7672 section 2.2.1), and
	 * Postfix does */
	FORCE_SOME,
	FORCE_ALL
};

static enum force force_of(const struct judge *j, const struct dane_way *way, const char *host)
{
	const struct event *mx = j->domain.records;

	if (!mx || !strs_has(&j->domain.hosts, host) || way->state != DANE_WAY_SIGNED ||
	    !dane_way_proven(way->tlsa) || way->tlsa->outcome != OUTCOME_OK)
		return FORCE_NONE;
	if (dane_way_proven(mx))
		return FORCE_ALL;
	return mx->dnssec == DNSSEC_INSECURE ? FORCE_SOME : FORCE_NONE;
}

/* meaning: N_(), what else is known, or NULL; that only some senders check comes first. */
static void explain(struct draft *d, enum force force, const char *meaning)
{
	if (force == FORCE_SOME) {
		d->verdict = VERDICT_WARNING;
		meaning =
		    N_("The MX records of the domain are not signed, so that only some senders "
		       "hold to this: Postfix with its level \"dane\" is one of them.");
	}
	draft_arg(d, FINDING_ARG_MEANING, meaning);
}

static enum force cite_way(const struct judge *j, const struct row *r, struct draft *d,
			   const struct dane_way *way)
{
	draft_cite_event(d, way->tlsa);
	draft_cite_event(d, way->addresses);
	return force_of(j, way, r->e->host);
}

/* The result of comparing, if it is outcome and the records bind any sender; else NULL. */
static const struct event *tell_dane(const struct judge *j, const struct row *r, struct draft *d,
				     enum outcome outcome, enum force *ret_force)
{
	struct dane_way way = dane_way(j->f, r->e->host);
	const struct event *dane = way.base == r->e->host ? r->f->dane : r->f->dane_at_alias;

	*ret_force = dane && dane->outcome == outcome ? force_of(j, &way, r->e->host) : FORCE_NONE;
	if (!*ret_force)
		return NULL;
	/* Senders ask by the name of the records (RFC 7672), and for that name the server may show
	 * another certificate. */
	if (outcome == OUTCOME_DENIED && !str_ieq(way.base, r->e->host))
		d->certainty = CERTAINTY_LIKELY;
	draft_cite_event(d, dane);
	draft_cite_event(d, r->f->verify);
	cite_way(j, r, d, &way);
	return dane;
}

RULE(dane_ok)
{
	enum force force;

	return tell_dane(j, r, d, OUTCOME_OK, &force) && force == FORCE_ALL;
}

/* A record's three numbers: usage, selector, matching type; false if it does not begin so. */
static bool read_head(const char *record, long ret_head[3])
{
	for (int i = 0; i < 3; i++) {
		char *end;

		ret_head[i] = strtol(record, &end, 10);
		if (end == record || *end != ' ')
			return false;
		record = end + 1;
	}
	return true;
}

static bool all_name_issuers(const struct strs *records)
{
	size_t issuers = 0;
	long head[3];

	for (size_t i = 0; i < records->n; i++) {
		if (!read_head(records->v[i], head) || head[0] == 3)
			return false;
		issuers += head[0] == 2;
	}
	return issuers;
}

static const char *why_none_fits(const struct event *dane)
{
	if (dane->status)
		return N_("A record for the issuer does fit, but the server's certificate is not "
			  "valid below it: its name, its dates or its signature are wrong.");
	return all_name_issuers(&dane->list) ? N_("The records are for an issuer (usage 2), whose "
						  "certificate the server has to "
						  "send too; none of those that it sends fits.")
					     : NULL;
}

RULE(dane_fails)
{
	enum force force;
	const struct event *dane = tell_dane(j, r, d, OUTCOME_DENIED, &force);

	if (!dane || dane->status & CERT_MISSING_ISSUER)
		return false;
	explain(d, force, why_none_fits(dane));
	return true;
}

RULE(dane_anchor_missing)
{
	enum force force;
	const struct event *dane = tell_dane(j, r, d, OUTCOME_DENIED, &force);

	if (!dane || !(dane->status & CERT_MISSING_ISSUER))
		return false;
	draft_arg(d, "issuer", dane->subject);
	explain(d, force, NULL);
	return true;
}

static const char *why_unusable(const char *record)
{
	long head[3];

	if (!record || !read_head(record, head))
		return NULL;
	if (head[0] < 2)
		return N_("Its records have the usage 0 or 1 (PKIX), which is not for mail between "
			  "servers.");
	if (head[0] > 3)
		return N_("Its records have a usage that does not exist.");
	if (head[1] > 1)
		return N_("Its records have a selector that does not exist: 0 and 1 do.");
	return head[2] > 2
		   ? N_("Its records have a matching type that does not exist: 0, 1 and 2 do.")
		   : N_("The data of its records has not the length of such a hash, or is "
			"no certificate.");
}

RULE(dane_unusable)
{
	enum force force;
	const struct event *dane = tell_dane(j, r, d, OUTCOME_NOTOFFERED, &force);

	if (!dane)
		return false;
	explain(d, force, dane->list.n ? why_unusable(dane->list.v[0]) : NULL);
	d->verdict = VERDICT_WARNING;
	return true;
}

RULE(dane_no_tls)
{
	struct dane_way way = dane_way(j->f, r->e->host);

	if (!mx_lacks_starttls(r) || !force_of(j, &way, r->e->host))
		return false;
	draft_cite_stage(d, r, STAGE_STARTTLS);
	explain(d, cite_way(j, r, d, &way), NULL);
	return true;
}

/* ---- the domain's servers ---- */

/* Whether some row of the host was compared with its records; if that was impossible, *ret_why says
 * why. */
static bool was_compared(const struct judge *j, const struct dane_way *way, const char *host,
			 const char **ret_why)
{
	*ret_why = N_("No certificate of the server was seen on port 25.");
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->e->service != SERVICE_SMTP || !str_ieq(r->e->host, host))
			continue;
		const struct event *dane =
		    str_ieq(way->base, host) ? r->f->dane : r->f->dane_at_alias;

		if ((dane && dane->outcome != OUTCOME_SKIPPED) || mx_lacks_starttls(r))
			return true;
		if (dane && dane->reason)
			*ret_why = dane->reason;
	}
	return false;
}

/* The addresses are signed, so the records apply. */
static enum dane_state judge_records(const struct judge *j, const struct dane_way *way,
				     const char *host, const char **ret_why)
{
	const struct event *tlsa = way->tlsa, *mx = j->domain.records;

	*ret_why = answer_failed(tlsa) || tlsa->reason ? answer_why_failed(tlsa) : NULL;
	if (answer_is_bogus(tlsa))
		return DANE_BOGUS;
	if (tlsa->outcome == OUTCOME_TIMEOUT || tlsa->outcome == OUTCOME_BADREPLY)
		return DANE_NO_ANSWER;
	if (answer_failed(tlsa) || tlsa->dnssec == DNSSEC_UNKNOWN)
		return DANE_UNTESTED;
	if (tlsa->outcome == OUTCOME_NOTOFFERED)
		return DANE_NONE;
	if (!dane_way_proven(tlsa)) {
		*ret_why = N_("The TLSA records are not signed.");
		return DANE_UNPROVEN;
	}
	if (mx->dnssec == DNSSEC_INSECURE)
		return DANE_UNSIGNED_MX;
	if (!dane_way_proven(mx)) {
		*ret_why = mx->reason ? mx->reason
				      : N_("It is not known whether the MX records are signed.");
		return DANE_UNTESTED;
	}
	return was_compared(j, way, host, ret_why) ? DANE_SEEN
	       : j->f->run_ended		   ? DANE_UNTESTED
						   : DANE_UNKNOWN;
}

static enum dane_state judge_host(const struct judge *j, const struct dane_way *way,
				  const char *host, const char **ret_why)
{
	const struct event *tlsa = way->tlsa;

	switch (way->state) {
	case DANE_WAY_BOGUS:
		*ret_why = answer_why_failed(way->addresses);
		return DANE_BOGUS_ADDRESS;
	case DANE_WAY_UNSIGNED:
		*ret_why = N_("The addresses of the mail server are not signed.");
		return !tlsa			     ? DANE_UNKNOWN
		       : tlsa->outcome == OUTCOME_OK ? DANE_UNPROVEN
						     : DANE_NONE;
	case DANE_WAY_SIGNED:
		return tlsa ? judge_records(j, way, host, ret_why) : DANE_UNKNOWN;
	case DANE_WAY_UNKNOWN:
		*ret_why = way->addresses && way->addresses->reason
			       ? way->addresses->reason
			       : N_("It is not known whether the addresses of the mail server are "
				    "signed.");
		return DANE_UNTESTED;
	default:
		return DANE_UNKNOWN;
	}
}

static void cite_host(const struct judge *j, struct draft *d, const struct dane_way *way,
		      enum dane_state state)
{
	draft_cite_event(d, way->tlsa);
	if (state != DANE_NONE)
		draft_cite_event(d, way->addresses);
	if (state == DANE_UNPROVEN || state == DANE_UNSIGNED_MX)
		draft_cite_event(d, j->domain.records);
}

/* One finding for all hosts of the domain that are in the rule's state. */
RULE(dane_hosts)
{
	struct strs hosts = {0};
	const char *shared = NULL;
	bool unanswered = false;

	for (size_t i = 0; i < j->domain.hosts.n; i++) {
		const char *host = j->domain.hosts.v[i], *why = NULL;
		struct dane_way way = dane_way(j->f, host);

		if (judge_host(j, &way, host, &why) != rule->dane)
			continue;
		unanswered |= way.tlsa && way.tlsa->outcome != OUTCOME_NOTOFFERED;
		strs_add(&hosts, host);
		cite_host(j, d, &way, rule->dane);
		if (hosts.n > 1 && !str_eq(why, shared))
			why = N_("The reasons differ from server to server; they are in the "
				 "evidence.");
		shared = why;
	}
	bool holds = hosts.n;

	if (holds) {
		draft_arg(d, "unanswered", rule->dane == DANE_NONE && unanswered ? "yes" : NULL);
		draft_arg_list(d, "names", &hosts);
		draft_arg(d, "domain", j->domain.name);
		draft_arg(d, FINDING_ARG_MEANING, shared);
		if (!d->evidence_n)
			draft_cite_event(d, j->domain.records);
	}
	strs_clear(&hosts);
	return holds;
}
