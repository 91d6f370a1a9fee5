/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates of MX servers and the TLSA records that promise them (RFC 7672). */
#include "config.h"
#include "reason/rules_relay.h"

#include "base/i18n.h"

#include <stdlib.h>

/* Proven by DNSSEC. */
static bool is_proven(const struct event *records)
{
	return records && str_eq(records->detail, "secure");
}

static const struct event *tlsa_of(const struct judge *j, const char *host)
{
	char *name = relay_tlsa_name(host, service_row(SERVICE_SMTP)->port);
	const struct event *records = facts_lookup(j->f, LOOKUP_TLSA, name);

	free(name);
	return records;
}

/* Whether both ends of the way to the host's records are proven: its TLSA, and the MX that name it.
 */
static bool has_dane(const struct judge *j, const char *host)
{
	struct relay_view domain;
	const struct event *tlsa = tlsa_of(j, host);
	bool proven = relay_view_init(&domain, j) && is_proven(domain.records) && is_proven(tlsa) &&
		      tlsa->outcome == OUTCOME_OK && strs_has(&domain.hosts, host);

	relay_view_clear(&domain);
	return proven;
}

static bool tell_dane(const struct judge *j, const struct row *r, struct draft *d,
		      enum outcome outcome)
{
	if (!r->f->dane || r->f->dane->outcome != outcome || !has_dane(j, r->e->host))
		return false;
	draft_cite_event(d, r->f->dane);
	draft_cite_event(d, tlsa_of(j, r->e->host));
	draft_cite_event(d, r->f->verify);
	return true;
}

RULE(rule_dane_ok)
{
	return tell_dane(j, r, d, OUTCOME_OK);
}

RULE(rule_dane_fails)
{
	if (!tell_dane(j, r, d, OUTCOME_DENIED))
		return false;
	if (r->f->dane->status)
		draft_arg(d, FINDING_ARG_MEANING,
			  N_("A record for the issuer does fit, but the server's certificate is "
			     "not valid below "
			     "it: its name, its dates or its signature are wrong."));
	return true;
}

RULE(rule_dane_unusable)
{
	return tell_dane(j, r, d, OUTCOME_NOTOFFERED);
}

RULE(rule_dane_no_tls)
{
	if (!relay_lacks_starttls(r) || !has_dane(j, r->e->host))
		return false;
	draft_cite_stage(d, r, STAGE_STARTTLS);
	draft_cite_event(d, tlsa_of(j, r->e->host));
	return true;
}

enum dane_state { DANE_UNKNOWN, DANE_BOGUS, DANE_NONE, DANE_UNPROVEN, DANE_UNTESTED, DANE_SEEN };

/* Whether some row of the host was held against its records; where that could not be, *ret_why says
 * why. */
static bool was_compared(const struct judge *j, const char *host, const char **ret_why)
{
	*ret_why = N_("No certificate of the server was seen on port 25.");
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->e->service != SERVICE_SMTP || !str_ieq(r->e->host, host))
			continue;
		if ((r->f->dane && r->f->dane->outcome != OUTCOME_SKIPPED) ||
		    relay_lacks_starttls(r))
			return true;
		if (r->f->dane && r->f->dane->reason)
			*ret_why = r->f->dane->reason;
	}
	return false;
}

static enum dane_state judge_host(const struct judge *j, const struct relay_view *domain,
				  const char *host, const char **ret_why)
{
	const struct event *tlsa = tlsa_of(j, host);

	if (!tlsa)
		return DANE_UNKNOWN;
	*ret_why = relay_why_failed(tlsa);
	if (relay_bogus(tlsa))
		return DANE_BOGUS;
	if (relay_failed(tlsa))
		return DANE_UNTESTED;
	if (tlsa->outcome == OUTCOME_NOTOFFERED)
		return DANE_NONE;
	if (str_eq(tlsa->detail, "unknown") || str_eq(domain->records->detail, "unknown"))
		return DANE_UNTESTED;
	if (!is_proven(tlsa) || !is_proven(domain->records))
		return DANE_UNPROVEN;
	return was_compared(j, host, ret_why) ? DANE_SEEN
	       : j->f->run_ended	      ? DANE_UNTESTED
					      : DANE_UNKNOWN;
}

/* One finding for all hosts of the domain that are in that state. */
static bool tell_hosts(const struct judge *j, struct draft *d, enum dane_state state)
{
	struct relay_view domain;
	struct strs hosts = {0};

	if (relay_view_init(&domain, j))
		for (size_t i = 0; i < domain.hosts.n; i++) {
			const char *host = domain.hosts.v[i], *why = NULL;

			if (judge_host(j, &domain, host, &why) != state)
				continue;
			strs_add(&hosts, host);
			draft_cite_event(d, tlsa_of(j, host));
			if (hosts.n == 1 && (state == DANE_UNTESTED || state == DANE_BOGUS))
				draft_arg(d, FINDING_ARG_MEANING, why);
		}
	bool holds = hosts.n;
	char *names = strs_join(&hosts, ", ");

	if (holds) {
		draft_arg(d, "names", names);
		draft_arg(d, "domain", domain.name);
		draft_cite_event(d, state == DANE_UNPROVEN ? domain.records : NULL);
	}
	free(names);
	strs_clear(&hosts);
	relay_view_clear(&domain);
	return holds;
}

RULE(rule_dane_bogus)
{
	(void)r;
	return tell_hosts(j, d, DANE_BOGUS);
}

RULE(rule_dane_none)
{
	(void)r;
	return tell_hosts(j, d, DANE_NONE);
}

RULE(rule_dane_unproven)
{
	(void)r;
	return tell_hosts(j, d, DANE_UNPROVEN);
}

RULE(rule_dane_untested)
{
	(void)r;
	return tell_hosts(j, d, DANE_UNTESTED);
}
