/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a mail domain publishes for the servers that deliver to it: MX, DANE
 * (RFC 7672), MTA-STS (RFC 8461), TLS-RPT (RFC 8460).  Most of it is about the
 * domain and no row of the plan: those rules are asked once, without a row.
 * What could not be looked at is untested, and never missing or well.
 */
#include "config.h"
#include "reason/rules_relay.h"

#include "base/i18n.h"

#include <stdlib.h>

bool relay_view_init(struct relay_view *d, const struct judge *j)
{
	*d = (struct relay_view){.name = relay_domain(j->f->target)};
	d->records = d->name ? facts_lookup(j->f, LOOKUP_MX, d->name) : NULL;
	if (!d->records)
		return false;
	d->mx = relay_mx(d->records, &d->hosts);
	if (d->mx == RELAY_MX_NONE)
		strs_add(&d->hosts, d->name);
	return true;
}

void relay_view_clear(struct relay_view *d)
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

/* ---- MX ---------------------------------------------------------------------------------------
 */

static bool tell_mx(const struct judge *j, struct draft *d,
		    bool (*is)(const struct relay_view *domain))
{
	struct relay_view domain;
	bool holds = relay_view_init(&domain, j) && is(&domain);

	if (holds) {
		draft_cite_event(d, domain.records);
		draft_arg(d, "domain", domain.name);
	}
	relay_view_clear(&domain);
	return holds;
}

static bool has_null_mx(const struct relay_view *d)
{
	return d->mx == RELAY_MX_NULL;
}

RULE(rule_mx_null)
{
	(void)r;
	if (j->f->target->email)
		d->verdict = VERDICT_PROBLEM; /* mail to this address is what was asked about */
	return tell_mx(j, d, has_null_mx);
}

static bool has_no_mx(const struct relay_view *d)
{
	return d->mx == RELAY_MX_NONE;
}

RULE(rule_mx_none)
{
	(void)r;
	return j->f->target->email && tell_mx(j, d, has_no_mx);
}

static bool has_bogus_mx(const struct relay_view *d)
{
	return relay_bogus(d->records);
}

RULE(rule_mx_bogus)
{
	(void)r;
	if (!tell_mx(j, d, has_bogus_mx))
		return false;
	draft_arg(d, "reason", facts_lookup(j->f, LOOKUP_MX, relay_domain(j->f->target))->reason);
	return true;
}

static bool has_bad_mx(const struct relay_view *d)
{
	return d->mx == RELAY_MX_UNKNOWN && d->records->outcome == OUTCOME_OK;
}

RULE(rule_mx_bad)
{
	(void)r;
	return tell_mx(j, d, has_bad_mx);
}

static bool has_unknown_mx(const struct relay_view *d)
{
	return relay_failed(d->records) && !relay_bogus(d->records);
}

RULE(rule_mx_untested)
{
	(void)r;
	if (!tell_mx(j, d, has_unknown_mx))
		return false;
	draft_arg(d, FINDING_ARG_MEANING,
		  relay_why_failed(facts_lookup(j->f, LOOKUP_MX, relay_domain(j->f->target))));
	return true;
}

/* ---- MTA-STS ----------------------------------------------------------------------------------
 */

enum sts_state {
	STS_UNKNOWN, /* not asked, or no answer yet */
	STS_UNTESTED,
	STS_MISSING,
	STS_BAD_RECORD,
	STS_UNREACHABLE,
	STS_BAD_HOST, /* the certificate of the policy's host */
	STS_BAD_POLICY,
	STS_OFF,
	STS_MISMATCH,
	STS_TESTING,
	STS_UNSEEN, /* enforced, and the certificate of an MX has not been seen */
	STS_ENFORCED
};

struct sts {
	struct relay_view domain;
	enum sts_state state;
	const struct event *txt, *file; /* the record, and the policy's EVENT_POLICY */
	struct relay_policy policy;
	const char *wrong;     /* line of the policy, or NULL */
	const char *why;       /* not tested, or not to be had */
	struct strs uncovered; /* MX that the policy does not name */
};

/* Whether some row of the host has shown a certificate that is good for it. */
static bool host_is_trusted(const struct judge *j, const char *host)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->e->service == SERVICE_SMTP && str_ieq(r->e->host, host) && r->secured &&
		    r->f->verify && !r->f->verify->status)
			return true;
	}
	return false;
}

static enum sts_state judge_policy(struct sts *s, const struct judge *j)
{
	bool seen = true;

	if (!relay_policy_read(&s->policy, s->file->text ? s->file->text : "", &s->wrong))
		return STS_BAD_POLICY;
	if (s->policy.mode == RELAY_MODE_NONE)
		return STS_OFF;
	for (size_t i = 0; i < s->domain.hosts.n; i++) {
		const char *host = s->domain.hosts.v[i];

		if (!relay_policy_covers(&s->policy, host))
			strs_add(&s->uncovered, host);
		seen = seen && host_is_trusted(j, host);
	}
	if (s->uncovered.n)
		return STS_MISMATCH;
	if (s->policy.mode == RELAY_MODE_TESTING)
		return STS_TESTING;
	return seen ? STS_ENFORCED : STS_UNSEEN;
}

static enum sts_state judge_file(struct sts *s, const struct judge *j)
{
	char *host = relay_policy_host(s->domain.name);

	s->file = facts_lookup(j->f, LOOKUP_POLICY, host);
	free(host);
	if (!s->file && j->f->target->only_target) {
		s->why = N_("Only the target's own servers were to be contacted, and the policy "
			    "lies on another one.");
		return STS_UNTESTED;
	}
	if (!s->file)
		return STS_UNKNOWN;
	if (s->file->outcome == OUTCOME_OK)
		return judge_policy(s, j);
	s->why = relay_why_failed(s->file);
	if (s->file->outcome == OUTCOME_SKIPPED || s->file->outcome == OUTCOME_CANCELLED)
		return STS_UNTESTED;
	return s->file->status ? STS_BAD_HOST : STS_UNREACHABLE;
}

static enum sts_state judge_txt(struct sts *s, const struct judge *j)
{
	char *name = relay_sts_name(s->domain.name), *id = NULL;
	const char *record;
	size_t n;

	s->txt = facts_lookup(j->f, LOOKUP_TXT, name);
	free(name);
	if (!s->txt)
		return STS_UNKNOWN;
	if (relay_failed(s->txt)) {
		s->why = relay_why_failed(s->txt);
		return STS_UNTESTED;
	}
	record = relay_txt(s->txt, "v=STSv1", &n);
	if (!record)
		return STS_MISSING;
	id = relay_txt_field(record, "id");
	bool fine = n == 1 && id && *id;

	free(id);
	return fine ? judge_file(s, j) : STS_BAD_RECORD;
}

static void sts_init(struct sts *s, const struct judge *j)
{
	*s = (struct sts){0};
	if (relay_view_init(&s->domain, j))
		s->state = judge_txt(s, j);
}

static void sts_clear(struct sts *s)
{
	relay_view_clear(&s->domain);
	relay_policy_clear(&s->policy);
	strs_clear(&s->uncovered);
}

static void sts_cite(const struct sts *s, struct draft *d)
{
	draft_cite_event(d, s->file);
	draft_cite_event(d, s->txt);
	draft_arg(d, "domain", s->domain.name);
}

static bool tell_sts(const struct judge *j, struct draft *d, enum sts_state state)
{
	struct sts s;

	sts_init(&s, j);
	if (s.state == state) {
		char *names = strs_join(&s.uncovered, ", ");

		sts_cite(&s, d);
		draft_arg(d, "names", names);
		draft_arg(d, "line", s.wrong);
		draft_arg(d, FINDING_ARG_MEANING, s.why);
		if (state == STS_MISMATCH && s.policy.mode == RELAY_MODE_TESTING)
			d->verdict = VERDICT_WARNING;
		free(names);
	}
	bool holds = s.state == state;

	sts_clear(&s);
	return holds;
}

#define STS_RULE(name, state)                                                                      \
	RULE(name)                                                                                 \
	{                                                                                          \
		(void)r;                                                                           \
		return tell_sts(j, d, state);                                                      \
	}

STS_RULE(rule_sts_missing, STS_MISSING)
STS_RULE(rule_sts_bad_record, STS_BAD_RECORD)
STS_RULE(rule_sts_unreachable, STS_UNREACHABLE)
STS_RULE(rule_sts_bad_host, STS_BAD_HOST)
STS_RULE(rule_sts_bad_policy, STS_BAD_POLICY)
STS_RULE(rule_sts_off, STS_OFF)
STS_RULE(rule_sts_mismatch, STS_MISMATCH)
STS_RULE(rule_sts_testing, STS_TESTING)
STS_RULE(rule_sts_ok, STS_ENFORCED)

/* What a run that goes on has not seen yet is no finding. */
RULE(rule_sts_untested)
{
	(void)r;
	if (tell_sts(j, d, STS_UNTESTED))
		return true;
	if (!j->f->run_ended || !tell_sts(j, d, STS_UNSEEN))
		return false;
	draft_arg(d, FINDING_ARG_MEANING,
		  N_("No good certificate of one of the MX servers was seen on port 25."));
	return true;
}

/* Whether senders that keep to a policy would not deliver to this row; grades by its mode. */
static bool policy_forbids(const struct judge *j, const struct row *r, struct draft *d)
{
	struct sts s;

	if (r->e->service != SERVICE_SMTP)
		return false;
	sts_init(&s, j);
	bool counts = (s.state == STS_TESTING || s.state == STS_UNSEEN || s.state == STS_ENFORCED ||
		       s.state == STS_MISMATCH) &&
		      strs_has(&s.domain.hosts, r->e->host);

	if (counts) {
		sts_cite(&s, d);
		if (s.policy.mode == RELAY_MODE_TESTING)
			d->verdict = VERDICT_WARNING;
	}
	sts_clear(&s);
	return counts;
}

RULE(rule_sts_cert_fails)
{
	if (!r->f->verify || !r->f->verify->status || !policy_forbids(j, r, d))
		return false;
	draft_cite_event(d, r->f->verify);
	return true;
}

bool relay_lacks_starttls(const struct row *r)
{
	return r->e->service == SERVICE_SMTP && r->greeted && !r->secured &&
	       r->f->stages[STAGE_STARTTLS].outcome == OUTCOME_NOTOFFERED;
}

RULE(rule_sts_no_tls)
{
	if (!relay_lacks_starttls(r) || !policy_forbids(j, r, d))
		return false;
	draft_cite_stage(d, r, STAGE_STARTTLS);
	return true;
}

/* ---- TLS-RPT ----------------------------------------------------------------------------------
 */

enum rpt_state { RPT_UNKNOWN, RPT_UNTESTED, RPT_MISSING, RPT_BAD, RPT_PRESENT };

static enum rpt_state judge_rpt(const struct event *txt, char **ret_rua)
{
	size_t n;

	if (!txt)
		return RPT_UNKNOWN;
	if (relay_failed(txt))
		return RPT_UNTESTED;
	const char *record = relay_txt(txt, "v=TLSRPTv1", &n);

	if (!record)
		return RPT_MISSING;
	*ret_rua = relay_txt_field(record, "rua");
	return n == 1 && (str_istarts(*ret_rua, "mailto:") || str_istarts(*ret_rua, "https:"))
		   ? RPT_PRESENT
		   : RPT_BAD;
}

static bool tell_rpt(const struct judge *j, struct draft *d, enum rpt_state state)
{
	struct relay_view domain;
	const struct event *txt = NULL;
	char *rua = NULL;

	if (relay_view_init(&domain, j)) {
		char *name = relay_rpt_name(domain.name);

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
	relay_view_clear(&domain);
	return holds;
}

RULE(rule_rpt_present)
{
	(void)r;
	return tell_rpt(j, d, RPT_PRESENT);
}

RULE(rule_rpt_missing)
{
	(void)r;
	return tell_rpt(j, d, RPT_MISSING);
}

RULE(rule_rpt_bad)
{
	(void)r;
	return tell_rpt(j, d, RPT_BAD);
}

RULE(rule_rpt_untested)
{
	(void)r;
	return tell_rpt(j, d, RPT_UNTESTED);
}
