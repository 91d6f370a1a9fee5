/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a login would meet: nobody logs in here, the capabilities tell. */
#include "config.h"
#include "reason/rules/rules.h"

static bool is_login_service(const struct row *r)
{
	return r->service->purpose == PURPOSE_SEND || r->service->purpose == PURPOSE_RECEIVE;
}

static bool talks_in_clear(const struct row *r)
{
	return (is_login_service(r) || r->service->purpose == PURPOSE_FILTER) && r->greeted &&
	       r->e->security != SECURITY_TLS && r->f->caps.event;
}

/*
 * A password may be sent before TLS.  A POP3 server without CAPA says nothing
 * about it, so it is not accused.
 */
RULE(login_cleartext)
{
	if (!talks_in_clear(r) || !r->f->caps.list->n ||
	    !caps_take_password(r->f->caps.list, r->service->protocol))
		return false;
	if (r->f->stages[STAGE_CAPS].outcome != OUTCOME_OK)
		return false;
	draft_cite(d, r->f->caps.event);
	/* With STARTTLS to be had, a program that is set to insist on it is safe. */
	if (r->secured)
		d->verdict = VERDICT_NOTE;
	return true;
}

RULE(login_after_tls)
{
	if (!talks_in_clear(r) || !r->secured || !row_ready(r) ||
	    caps_take_password(r->f->caps.list, r->service->protocol) || !facts_caps(r->f) ||
	    !caps_take_password(facts_caps(r->f), r->service->protocol))
		return false;
	draft_cite(d, r->f->caps.event);
	draft_cite(d, r->f->caps_tls.event);
	return true;
}

static bool offers_oauth2(const struct strs *caps)
{
	return caps_offer(caps, "XOAUTH2") || caps_offer(caps, "OAUTHBEARER");
}

static bool cite_caps(const struct row *r, struct draft *d)
{
	draft_cite(d, r->f->caps_tls.event ? r->f->caps_tls.event : r->f->caps.event);
	return true;
}

/* Under TLS, as a mail program would log in. */
static bool is_at_login(const struct row *r)
{
	return is_login_service(r) && r->secured && row_ready(r) && facts_caps(r->f);
}

RULE(login_none)
{
	const struct strs *caps = facts_caps(r->f);

	return is_at_login(r) && r->service->purpose == PURPOSE_SEND && !caps_offer(caps, NULL) &&
	       cite_caps(r, d);
}

RULE(login_disabled)
{
	const struct strs *caps = facts_caps(r->f);

	return is_at_login(r) && r->service->protocol == PROTOCOL_IMAP &&
	       caps_have(caps, "LOGINDISABLED") && !caps_offer(caps, NULL) && cite_caps(r, d);
}

RULE(login_oauth2_only)
{
	const struct strs *caps = facts_caps(r->f);

	return is_at_login(r) && offers_oauth2(caps) &&
	       !caps_take_password(caps, r->service->protocol) && cite_caps(r, d);
}

/* Kerberos, or a certificate, and nothing else. */
RULE(login_no_password)
{
	const struct strs *caps = facts_caps(r->f);

	return is_at_login(r) && caps_offer(caps, NULL) && !offers_oauth2(caps) &&
	       !caps_take_password(caps, r->service->protocol) && cite_caps(r, d);
}

RULE(login_app_password)
{
	return is_at_login(r) && strs_has(&j->f->target->codes, "app-password") &&
	       caps_take_password(facts_caps(r->f), r->service->protocol) && cite_caps(r, d);
}

/* ---- what no other rule has named ---- */

RULE(run_unfinished)
{
	if (!r->cut_off)
		return false;
	draft_cite(d, r->f->end_event);
	draft_cite_event(d, j->f->run_end);
	return true;
}

RULE(probe_failed)
{
	if (!r->ended || r->cut_off || r->absent || r->f->outcome == OUTCOME_OK ||
	    j->found[r->e->id - 1] || r->f->end_stage == STAGE_QUIT)
		return false;
	draft_cite(d, r->f->end_event);
	draft_cite_stage(d, r, r->f->end_stage);
	draft_arg(d, "stage", stage_name(r->f->end_stage));
	draft_arg(d, "outcome", outcome_name(r->f->outcome));
	return true;
}
