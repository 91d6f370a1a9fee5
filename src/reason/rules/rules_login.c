/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a login would find: no login is tried, the capabilities show it. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"

#include <string.h>

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
 * The password itself may be sent before TLS. A POP3 server without CAPA says nothing about it, so
 * it is not accused; neither is one that only accepts proof of the password (CRAM-MD5, NTLM …).
 */
RULE(login_cleartext)
{
	struct login login = r->login_in_clear;

	if (!talks_in_clear(r) || login.unknown || !login.takes[METHOD_PASSWORD] ||
	    r->f->stages[STAGE_CAPS].outcome != OUTCOME_OK)
		return false;
	draft_cite(d, r->f->caps.event);
	draft_key(d, row_offers_starttls(r) ? "" : "plain");
	draft_arg(d, "plain", row_offers_starttls(r) ? NULL : "yes");
	/* If STARTTLS is offered, a program that insists on it is safe. */
	if (r->secured || row_is_plain_here(r))
		d->verdict = VERDICT_NOTE;
	return true;
}

/* The setting is "None", and the server offers STARTTLS; {nologin}: and a login only after it. */
RULE(setting_plain)
{
	if (r->e->security != SECURITY_NONE || !is_login_service(r) || !r->greeted ||
	    address_is_localhost(r->e->host) || !row_offers_starttls(r))
		return false;
	draft_cite(d, r->f->caps.event);
	draft_arg(d, "nologin", r->login_in_clear.takes[METHOD_PASSWORD] ? NULL : "yes");
	draft_key(d, r->login_in_clear.takes[METHOD_PASSWORD] ? "" : "nologin");
	return true;
}

RULE(login_after_tls)
{
	struct login before = r->login_in_clear, after = r->login;

	if (!talks_in_clear(r) || !r->secured || !row_ready(r) || !facts_caps(r->f) ||
	    before.takes[METHOD_PASSWORD] || !login_takes_password(&after))
		return false;
	draft_cite(d, r->f->caps.event);
	draft_cite(d, r->f->caps_tls.event);
	return true;
}

static bool cite_caps(const struct row *r, struct draft *d)
{
	draft_cite(d, r->f->caps_tls.event ? r->f->caps_tls.event : r->f->caps.event);
	return true;
}

/* Under TLS, with the list of what the server offers there. */
static bool is_offering(const struct row *r)
{
	return r->secured && row_ready(r) && facts_caps(r->f);
}

/* … where a mail program would log in. */
static bool is_at_login(const struct row *r)
{
	return is_login_service(r) && is_offering(r);
}

RULE(login_none)
{
	struct login login = r->login;
	bool certified = r->f->session && r->f->session->flags & EVENT_CLIENT_CERT_ASKED;

	if (!is_at_login(r) || r->service->purpose != PURPOSE_SEND || login.names_any)
		return false;
	if (certified) {
		draft_cite_event(d, r->f->session);
		d->certainty = CERTAINTY_LIKELY;
	}
	draft_arg(d, "certificate", certified ? "asked" : NULL);
	draft_key(d, certified ? "certificate" : "");
	return cite_caps(r, d);
}

/* Port 25, asked for as a mail program's: it is for mail from other servers (RFC 6409 section 3.1). */
RULE(relay_no_login)
{
	const struct target *t = j->f->target;

	return r->e->service == SERVICE_SMTP && is_offering(r) && !t->mx_domain &&
	       target_asks_for(t, r->e->service, r->e->port) && !r->login.names_any &&
	       cite_caps(r, d);
}

RULE(login_disabled)
{
	struct login login = r->login;

	return is_at_login(r) && login_takes_none(&login, r->service->protocol) && cite_caps(r, d);
}

RULE(login_oauth2_only)
{
	struct login login = r->login;

	if (!is_at_login(r) || !login.takes[METHOD_OAUTH2] || login_takes_password(&login))
		return false;
	draft_provider_change(d, j, CHANGE_SIGN_IN);
	return cite_caps(r, d);
}

/* Windows' own method, perhaps beside Kerberos, and none for what people enter in most programs. */
RULE(login_ntlm_only)
{
	struct login login = r->login;

	return is_at_login(r) && login.takes[METHOD_NTLM] && !login.takes[METHOD_PASSWORD] &&
	       !login.takes[METHOD_ENCRYPTED] && !login.takes[METHOD_OAUTH2] && cite_caps(r, d);
}

/* Kerberos, or a certificate, and nothing else. */
RULE(login_no_password)
{
	struct login login = r->login;

	return is_at_login(r) && login.names_any && !login.takes[METHOD_OAUTH2] &&
	       !login_takes_password(&login) && cite_caps(r, d);
}

/* ---- what a provider's file says of logins; the capabilities do not show it ---- */

static bool takes_passwords(const struct row *r)
{
	struct login login = r->login;

	return is_at_login(r) && login_takes_password(&login);
}

RULE(login_app_password)
{
	if (!takes_passwords(r) || !strs_has(&j->f->target->codes, "app-password") ||
	    provider_demand_is_to_come(j))
		return false;
	draft_provider_change(d, j, CHANGE_SIGN_IN);
	return cite_caps(r, d);
}

/* The methods that the provider documents for the row's server. */
static const struct strs *documented(const struct judge *j, const struct row *r)
{
	const struct target *t = j->f->target;

	for (size_t i = 0; i < t->server_n; i++) {
		const struct target_server *s = &t->servers[i];

		if (s->service == r->e->service && s->port == r->e->port &&
		    str_ieq(s->host, r->e->host))
			return &s->login;
	}
	return NULL;
}

/* It still announces passwords, and refuses them. */
RULE(login_oauth2_rule)
{
	const struct strs *methods = documented(j, r);
	size_t oauth2 = 0;

	for (size_t i = 0; methods && i < methods->n; i++)
		oauth2 += str_istarts(methods->v[i], "oauth2");
	if (!oauth2 || oauth2 != methods->n || !takes_passwords(r))
		return false;
	draft_provider_change(d, j, CHANGE_SIGN_IN);
	return cite_caps(r, d);
}

/* A wanted one that ends with "-" stands for all that begin with it. */
static bool is_code(const char *code, const char *wanted)
{
	bool family = wanted[strlen(wanted) - 1] == '-';

	return family ? str_istarts(code, wanted) : str_eq(code, wanted);
}

static bool has_code(const struct judge *j, const char *wanted)
{
	const struct strs *codes = &j->f->target->codes;
	struct strs list = {0};
	bool found = false;

	strs_split(&list, wanted, " ");
	for (size_t i = 0; i < list.n; i++)
		for (size_t k = 0; k < codes->n; k++)
			found = found || is_code(codes->v[k], list.v[i]);
	strs_clear(&list);
	return found;
}

RULE(login_by_code)
{
	return takes_passwords(r) && has_code(j, rule->codes) && cite_caps(r, d);
}

RULE(login_reading_by_code)
{
	return r->service->purpose == PURPOSE_RECEIVE && rule_login_by_code(rule, j, r, d);
}

RULE(login_sending_by_code)
{
	if (r->service->purpose != PURPOSE_SEND || !rule_login_by_code(rule, j, r, d))
		return false;
	draft_provider_change(d, j, CHANGE_SENDING);
	return true;
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
