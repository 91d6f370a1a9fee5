/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a mail domain publishes for the servers that deliver to it: MX and
 * TLS-RPT (RFC 8460) here, DANE in rules_dane.c, MTA-STS in rules_sts.c.  Most
 * of it is about the domain and no row of the plan: those rules are asked once,
 * without a row.
 * What could not be looked at is untested, and never missing or well.
 */
#include "config.h"
#include "reason/rules/rules_domain.h"

#include "base/i18n.h"

#include <stdlib.h>

bool domain_view_init(struct domain_view *d, const struct judge *j)
{
	*d = (struct domain_view){.name = domain_to_ask(j->f->target)};
	d->records = d->name ? facts_lookup(j->f, LOOKUP_MX, d->name) : NULL;
	if (!d->records)
		return false;
	d->mx = domain_mx(d->records, &d->hosts);
	if (d->mx == DOMAIN_MX_NONE)
		strs_add(&d->hosts, d->name);
	return true;
}

void domain_view_clear(struct domain_view *d)
{
	strs_clear(&d->hosts);
}

bool relay_bogus(const struct event *records)
{
	return records && str_eq(records->detail, "bogus");
}

bool relay_failed(const struct event *records)
{
	return records->outcome != OUTCOME_OK && records->outcome != OUTCOME_NOTOFFERED;
}

const char *relay_why_failed(const struct event *ev)
{
	if (ev->reason)
		return ev->reason;
	if (ev->outcome == OUTCOME_TIMEOUT)
		return N_("No answer came in time.");
	if (ev->outcome == OUTCOME_CANCELLED)
		return N_("The run was stopped before.");
	return N_("The name server could not answer.");
}

bool relay_lacks_starttls(const struct row *r)
{
	return r->e->service == SERVICE_SMTP && r->greeted && !r->secured &&
	       r->f->stages[STAGE_STARTTLS].outcome == OUTCOME_NOTOFFERED;
}

/* ---- MX ---- */

static bool tell_mx(const struct judge *j, struct draft *d,
		    bool (*is)(const struct domain_view *domain))
{
	struct domain_view domain;
	bool holds = domain_view_init(&domain, j) && is(&domain);

	if (holds) {
		draft_cite_event(d, domain.records);
		draft_arg(d, "domain", domain.name);
	}
	domain_view_clear(&domain);
	return holds;
}

static bool has_null_mx(const struct domain_view *d)
{
	return d->mx == DOMAIN_MX_NULL;
}

RULE(mx_null)
{
	if (j->f->target->email)
		d->verdict = VERDICT_PROBLEM; /* mail to this address is what was asked about */
	return tell_mx(j, d, has_null_mx);
}

static bool has_no_mx(const struct domain_view *d)
{
	return d->mx == DOMAIN_MX_NONE;
}

RULE(mx_none)
{
	return j->f->target->email && tell_mx(j, d, has_no_mx);
}

static bool has_bogus_mx(const struct domain_view *d)
{
	return relay_bogus(d->records);
}

RULE(mx_bogus)
{
	if (!tell_mx(j, d, has_bogus_mx))
		return false;
	draft_arg(d, "reason", facts_lookup(j->f, LOOKUP_MX, domain_to_ask(j->f->target))->reason);
	return true;
}

static bool has_bad_mx(const struct domain_view *d)
{
	return d->mx == DOMAIN_MX_UNKNOWN && d->records->outcome == OUTCOME_OK;
}

RULE(mx_bad)
{
	return tell_mx(j, d, has_bad_mx);
}

static bool has_unknown_mx(const struct domain_view *d)
{
	return relay_failed(d->records) && !relay_bogus(d->records);
}

RULE(mx_untested)
{
	if (!tell_mx(j, d, has_unknown_mx))
		return false;
	draft_arg(d, FINDING_ARG_MEANING,
		  relay_why_failed(facts_lookup(j->f, LOOKUP_MX, domain_to_ask(j->f->target))));
	return true;
}

/* ---- TLS-RPT ---- */

enum rpt_state { RPT_UNKNOWN, RPT_UNTESTED, RPT_MISSING, RPT_BAD, RPT_PRESENT };

static enum rpt_state judge_rpt(const struct event *txt, char **ret_rua)
{
	size_t n;

	if (!txt)
		return RPT_UNKNOWN;
	if (relay_failed(txt))
		return RPT_UNTESTED;
	const char *record = domain_txt(txt, "v=TLSRPTv1", &n);

	if (!record)
		return RPT_MISSING;
	*ret_rua = domain_txt_field(record, "rua");
	return n == 1 && domain_rua_fine(*ret_rua) ? RPT_PRESENT : RPT_BAD;
}

static bool tell_rpt(const struct judge *j, struct draft *d, enum rpt_state state)
{
	struct domain_view domain;
	const struct event *txt = NULL;
	char *rua = NULL;

	if (domain_view_init(&domain, j)) {
		char *name = domain_rpt_name(domain.name);

		txt = facts_lookup(j->f, LOOKUP_TXT, name);
		free(name);
	}
	bool holds = judge_rpt(txt, &rua) == state;

	if (holds) {
		draft_cite_event(d, txt);
		draft_arg(d, "domain", domain.name);
		draft_arg(d, "where", rua);
		if (state == RPT_UNTESTED)
			draft_arg(d, FINDING_ARG_MEANING, relay_why_failed(txt));
	}
	free(rua);
	domain_view_clear(&domain);
	return holds;
}

RULE(rpt_present)
{
	return tell_rpt(j, d, RPT_PRESENT);
}

RULE(rpt_missing)
{
	return tell_rpt(j, d, RPT_MISSING);
}

RULE(rpt_bad)
{
	return tell_rpt(j, d, RPT_BAD);
}

RULE(rpt_untested)
{
	return tell_rpt(j, d, RPT_UNTESTED);
}
