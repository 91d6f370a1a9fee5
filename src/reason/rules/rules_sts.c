/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mail domain's MTA-STS policy (RFC 8461), and whether its servers keep it. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/i18n.h"
#include "model/event.h"

#include <stdlib.h>

#define CURL_NO_ROOTS 77	      /* libcurl's CURLE_SSL_CACERT_BADFILE */
#define SHORT_AGE (7L * 24 * 60 * 60) /* RFC 8461 section 3.2 expects weeks or more */

/* Whether some row of the host has shown a good certificate. */
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

static enum sts_state judge_policy(const struct judge *j, struct sts *s)
{
	bool seen = true;

	if (!domain_policy_read(&s->policy, s->file->text ? s->file->text : "", &s->wrong))
		return STS_BAD_POLICY;
	if (s->policy.mode == DOMAIN_MODE_NONE)
		return STS_OFF;
	for (size_t i = 0; i < j->domain.hosts.n; i++) {
		const char *host = j->domain.hosts.v[i];

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

/* The file is fetched by HTTPS, so no name server is meant. */
static const char *file_why(const struct event *file)
{
	if (file->reason)
		return file->reason;
	switch (file->outcome) {
	case OUTCOME_REFUSED:
		return N_("The web server refuses the connection.");
	case OUTCOME_RESET:
	case OUTCOME_CLOSED:
		return N_("The web server ends the connection.");
	case OUTCOME_UNREACHABLE:
		return N_("There is no way to the web server from here.");
	case OUTCOME_TIMEOUT:
	case OUTCOME_CANCELLED:
		return answer_why_failed(file);
	default:
		return NULL;
	}
}

static enum sts_state judge_file(const struct judge *j, struct sts *s)
{
	char *host = domain_policy_host(j->domain.name);

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
		return judge_policy(j, s);
	s->why = file_why(s->file);
	if (s->file->err == CURL_NO_ROOTS)
		return STS_UNTESTED; /* trust.empty-policy */
	if (s->file->outcome == OUTCOME_SKIPPED || s->file->outcome == OUTCOME_CANCELLED)
		return STS_UNTESTED;
	if (s->file->status & CERT_WRONG_NAME)
		s->why = N_("It is for another name.");
	else if (s->file->status & CERT_UNTRUSTED)
		s->why = N_("The name is right; what is wrong is its issuer, a certificate that is "
			    "missing between, or its dates.");
	return s->file->status ? STS_BAD_HOST : STS_UNREACHABLE;
}

static enum sts_state judge_txt(const struct judge *j, struct sts *s)
{
	char *name = domain_sts_name(j->domain.name);
	const char *record;
	size_t n;

	s->txt = facts_lookup(j->f, LOOKUP_TXT, name);
	free(name);
	if (!s->txt)
		return STS_UNKNOWN;
	if (answer_failed(s->txt)) {
		s->why = answer_why_failed(s->txt);
		return STS_UNTESTED;
	}
	record = domain_txt(s->txt, "v=STSv1", &n);
	if (!record)
		return STS_MISSING;
	s->records = n;
	s->why = n > 1 ? N_("There are several such records.") : domain_sts_record_fault(record);
	return s->why ? STS_BAD_RECORD : judge_file(j, s);
}

/* The policy applies, at least for some senders. */
static bool sts_counts(const struct sts *s)
{
	return s->state == STS_TESTING || s->state == STS_UNSEEN || s->state == STS_ENFORCED ||
	       s->state == STS_MISMATCH;
}

/* It was not served as text/plain. */
static bool is_mistyped(const struct sts *s)
{
	return s->file && s->file->outcome == OUTCOME_OK && s->file->detail &&
	       !domain_is_plain_text(s->file->detail) && (sts_counts(s) || s->state == STS_OFF);
}

void survey_sts(struct judge *j)
{
	if (j->domain.records)
		j->sts.state = judge_txt(j, &j->sts);
}

static void cite_sts(const struct judge *j, struct draft *d)
{
	draft_cite_event(d, j->sts.file);
	draft_cite_event(d, j->sts.txt);
	draft_arg(d, "domain", j->domain.name);
}

static bool tell_sts(const struct judge *j, struct draft *d, enum sts_state state)
{
	const struct sts *s = &j->sts;

	if (s->state != state)
		return false;
	cite_sts(j, d);
	draft_arg_list(d, "names", &s->uncovered);
	draft_arg(d, "line", s->wrong);
	draft_arg(d, FINDING_ARG_MEANING, s->why);
	if (state == STS_UNREACHABLE && s->file && s->file->outcome == OUTCOME_REFUSED)
		draft_arg(d, "refused", "yes");
	if (state == STS_BAD_RECORD && s->records > 1)
		draft_arg_number(d, "several", (long)s->records);
	if (state == STS_MISMATCH) {
		draft_arg(d, "testing", s->policy.mode == DOMAIN_MODE_TESTING ? "yes" : NULL);
		draft_arg(d, "all", s->uncovered.n == j->domain.hosts.n ? "yes" : NULL);
	}
	if (state == STS_MISMATCH && s->policy.mode == DOMAIN_MODE_TESTING)
		d->verdict = VERDICT_WARNING;
	return true;
}

RULE(sts)
{
	return tell_sts(j, d, rule->sts);
}

RULE(sts_ok)
{
	return !is_mistyped(&j->sts) && tell_sts(j, d, STS_ENFORCED);
}

RULE(sts_media_type)
{
	if (!is_mistyped(&j->sts))
		return false;
	cite_sts(j, d);
	draft_arg(d, "type", j->sts.file->detail);
	return true;
}

RULE(sts_short)
{
	const struct domain_policy *policy = &j->sts.policy;

	if (!sts_counts(&j->sts) || policy->mode != DOMAIN_MODE_ENFORCE ||
	    policy->max_age >= SHORT_AGE)
		return false;
	cite_sts(j, d);
	draft_arg_number(d, "seconds", policy->max_age);
	return true;
}

/* Whether some server is known to fail the policy, which its row reports. */
static bool some_row_fails(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->e->service == SERVICE_SMTP &&
		    ((r->f->verify && r->f->verify->status) || mx_lacks_starttls(r)))
			return true;
	}
	return false;
}

/* What an unfinished run has not seen yet is not a finding. */
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

/* Whether senders that follow the policy would not deliver to this row; grades by its mode. */
static bool policy_forbids(const struct judge *j, const struct row *r, struct draft *d)
{
	if (r->e->service != SERVICE_SMTP || !sts_counts(&j->sts) ||
	    !strs_has(&j->domain.hosts, r->e->host))
		return false;
	cite_sts(j, d);
	if (j->sts.policy.mode == DOMAIN_MODE_TESTING)
		d->verdict = VERDICT_WARNING;
	return true;
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
	if (!mx_lacks_starttls(r) || !policy_forbids(j, r, d))
		return false;
	draft_cite_stage(d, r, STAGE_STARTTLS);
	return true;
}
