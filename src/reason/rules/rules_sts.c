/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mail domain's MTA-STS policy (RFC 8461), and whether its servers keep it. */
#include "config.h"
#include "reason/rules/rules_domain.h"

#include "base/i18n.h"
#include "model/event.h"

#include <stdlib.h>

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

#define SHORT_AGE (7L * 24 * 60 * 60) /* RFC 8461 section 3.2 expects weeks or more */

struct sts {
	struct domain_view domain;
	enum sts_state state;
	const struct event *txt, *file; /* the record, and the policy's EVENT_POLICY */
	struct domain_policy policy;
	const char *wrong;     /* line of the policy, or NULL */
	const char *why;       /* not tested, not to be had, or what is wrong */
	struct strs uncovered; /* MX that the policy does not name */
	bool odd_type;	       /* it was not served as text/plain */
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

	if (!domain_policy_read(&s->policy, s->file->text ? s->file->text : "", &s->wrong))
		return STS_BAD_POLICY;
	if (s->policy.mode == DOMAIN_MODE_NONE)
		return STS_OFF;
	for (size_t i = 0; i < s->domain.hosts.n; i++) {
		const char *host = s->domain.hosts.v[i];

		if (!domain_policy_covers(&s->policy, host))
			strs_add(&s->uncovered, host);
		seen = seen && host_is_trusted(j, host);
	}
	if (s->uncovered.n)
		return STS_MISMATCH;
	if (s->policy.mode == DOMAIN_MODE_TESTING)
		return STS_TESTING;
	return seen ? STS_ENFORCED : STS_UNSEEN;
}

static enum sts_state judge_file(struct sts *s, const struct judge *j)
{
	char *host = domain_policy_host(s->domain.name);

	s->file = facts_lookup(j->f, LOOKUP_POLICY, host);
	free(host);
	if (!s->file && j->f->target->only_target) {
		s->why = N_("Only the target's own servers were to be contacted, and the policy "
			    "lies on another one.");
		return STS_UNTESTED;
	}
	if (!s->file)
		return STS_UNKNOWN;
	if (s->file->outcome == OUTCOME_OK) {
		s->odd_type = s->file->detail && !domain_is_plain_text(s->file->detail);
		return judge_policy(s, j);
	}
	s->why = relay_why_failed(s->file);
	if (s->file->outcome == OUTCOME_SKIPPED || s->file->outcome == OUTCOME_CANCELLED)
		return STS_UNTESTED;
	if (s->file->status & CERT_WRONG_NAME)
		s->why = N_("It is for another name.");
	else if (s->file->status & CERT_UNTRUSTED)
		s->why = N_("The name is right; what is wrong is its issuer, a certificate that is "
			    "missing between, or its dates.");
	return s->file->status ? STS_BAD_HOST : STS_UNREACHABLE;
}

static enum sts_state judge_txt(struct sts *s, const struct judge *j)
{
	char *name = domain_sts_name(s->domain.name);
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
	record = domain_txt(s->txt, "v=STSv1", &n);
	if (!record)
		return STS_MISSING;
	s->why = n > 1 ? N_("There are several such records.") : domain_sts_record_fault(record);
	return s->why ? STS_BAD_RECORD : judge_file(s, j);
}

/* The policy holds, for some senders at least. */
static bool sts_counts(const struct sts *s)
{
	return s->state == STS_TESTING || s->state == STS_UNSEEN || s->state == STS_ENFORCED ||
	       s->state == STS_MISMATCH;
}

static void sts_init(struct sts *s, const struct judge *j)
{
	*s = (struct sts){0};
	if (domain_view_init(&s->domain, j))
		s->state = judge_txt(s, j);
}

static void sts_clear(struct sts *s)
{
	domain_view_clear(&s->domain);
	domain_policy_clear(&s->policy);
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
		if (state == STS_MISMATCH && s.policy.mode == DOMAIN_MODE_TESTING)
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
		return tell_sts(j, d, state);                                                      \
	}

STS_RULE(sts_missing, STS_MISSING)
STS_RULE(sts_bad_record, STS_BAD_RECORD)
STS_RULE(sts_unreachable, STS_UNREACHABLE)
STS_RULE(sts_bad_host, STS_BAD_HOST)
STS_RULE(sts_bad_policy, STS_BAD_POLICY)
STS_RULE(sts_off, STS_OFF)
STS_RULE(sts_mismatch, STS_MISMATCH)
STS_RULE(sts_testing, STS_TESTING)

RULE(sts_ok)
{
	return !rule_sts_media_type(rule, j, NULL, d) && tell_sts(j, d, STS_ENFORCED);
}

RULE(sts_media_type)
{
	struct sts s;

	sts_init(&s, j);
	bool holds = s.odd_type && (sts_counts(&s) || s.state == STS_OFF);

	if (holds) {
		sts_cite(&s, d);
		draft_arg(d, "type", s.file->detail);
	}
	sts_clear(&s);
	return holds;
}

RULE(sts_short)
{
	struct sts s;

	sts_init(&s, j);
	bool holds =
	    sts_counts(&s) && s.policy.mode == DOMAIN_MODE_ENFORCE && s.policy.max_age < SHORT_AGE;

	if (holds) {
		sts_cite(&s, d);
		draft_arg_number(d, "seconds", s.policy.max_age);
	}
	sts_clear(&s);
	return holds;
}

/* Whether some server is known to fail the policy, which is said of its row. */
static bool some_row_fails(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->e->service == SERVICE_SMTP &&
		    ((r->f->verify && r->f->verify->status) || relay_lacks_starttls(r)))
			return true;
	}
	return false;
}

/* What a run that goes on has not seen yet is no finding. */
RULE(sts_untested)
{
	if (tell_sts(j, d, STS_UNTESTED))
		return true;
	if (!j->f->run_ended || some_row_fails(j) || !tell_sts(j, d, STS_UNSEEN))
		return false;
	draft_arg(d, FINDING_ARG_MEANING,
		  N_("It is valid and names all MX servers, but no certificate of one of them was "
		     "seen on port 25."));
	return true;
}

/* Whether senders that keep to a policy would not deliver to this row; grades by its mode. */
static bool policy_forbids(const struct judge *j, const struct row *r, struct draft *d)
{
	struct sts s;

	if (r->e->service != SERVICE_SMTP)
		return false;
	sts_init(&s, j);
	bool counts = sts_counts(&s) && strs_has(&s.domain.hosts, r->e->host);

	if (counts) {
		sts_cite(&s, d);
		if (s.policy.mode == DOMAIN_MODE_TESTING)
			d->verdict = VERDICT_WARNING;
	}
	sts_clear(&s);
	return counts;
}

static const char *what_fails(unsigned status)
{
	const unsigned name = CERT_WRONG_NAME | CERT_NO_NAME;

	if (!(status & ~name))
		return N_(
		    "Its issuer is trusted and its dates are right: only the name is another.");
	return status & name ? N_("It is for another name, and more is wrong with it.")
			     : N_("The name is right; what is wrong with it is another matter.");
}

RULE(sts_cert_fails)
{
	if (!r->f->verify || !r->f->verify->status || !policy_forbids(j, r, d))
		return false;
	draft_cite_event(d, r->f->verify);
	draft_arg(d, FINDING_ARG_MEANING, what_fails(r->f->verify->status));
	return true;
}

RULE(sts_no_tls)
{
	if (!relay_lacks_starttls(r) || !policy_forbids(j, r, d))
		return false;
	draft_cite_stage(d, r, STAGE_STARTTLS);
	return true;
}
