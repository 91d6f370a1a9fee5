/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program cannot do with this server, or does differently. */
#include "config.h"
#include "words/words_sheet_private.h"

#include "base/address.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/program_tls.h"
#include "reason/facts/surroundings.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

char *sheet_escaped(const char *text)
{
	return esc_text(text, strlen(text), false);
}

static bool any_security(const struct sheet_making *m, enum security security)
{
	for (int p = PURPOSE_RECEIVE; p <= PURPOSE_SEND; p++)
		if (m->best[p] && m->best[p]->set.security == security)
			return true;
	return false;
}

static bool has_local_server(const struct sheet_making *m)
{
	for (int p = PURPOSE_RECEIVE; p <= PURPOSE_SEND; p++) {
		const char *address =
		    m->best[p] ? facts_address(&m->record->facts, m->best[p]->set.endpoint) : NULL;

		if (address && (address_is_inside(address) || address_is_localhost(address)))
			return true;
	}
	return false;
}

static bool any_oauth2(const struct sheet_making *m, bool at_microsoft)
{
	for (int p = PURPOSE_RECEIVE; p <= PURPOSE_SEND; p++)
		if (m->best[p] && sheet_method(m->auth[p]) == METHOD_OAUTH2 &&
		    (!at_microsoft || program_host_is_microsoft(m->best[p]->set.host)))
			return true;
	return false;
}

/* A company's authority may have signed what is shown here: one was given, the network looks like an organisation's, the
 * server is inside it, no known authority vouches, or a filter shows certificates of its own. */
static bool may_have_own_authority(const struct sheet_making *m)
{
	const struct record *r = m->record;

	return findings_have(&r->findings, "tls.intercepted.* tls.cert.untrusted") ||
	       r->target->ca_file || has_local_server(m) || surroundings_organisation(&r->facts);
}

static bool matters(const struct sheet_making *m, enum program_limit_when when)
{
	switch (when) {
	case LIMIT_ALWAYS:
		return true;
	case LIMIT_STARTTLS:
		return any_security(m, SECURITY_STARTTLS);
	case LIMIT_TLS:
		return any_security(m, SECURITY_TLS);
	case LIMIT_LOCAL_SERVER:
		return has_local_server(m);
	case LIMIT_OWN_CA:
		return may_have_own_authority(m);
	case LIMIT_OAUTH2:
	case LIMIT_MICROSOFT:
		return any_oauth2(m, when == LIMIT_MICROSOFT);
	default:
		return false;
	}
}

/* The server accepts only what the program does not have, or less than the server's best. */
static void add_sign_in_limit(struct sheet_making *m, enum purpose purpose)
{
	const struct offer *o = m->best[purpose];
	const char *name = _(m->program->name);
	struct strs *to = &m->sheet->limits;

	if (!o || m->auth[purpose] == o->set.auth)
		return;
	char *host = sheet_escaped(o->set.host), *text;

	if (m->auth[purpose]) /* TRANSLATORS: a mail program, a server. */
		text = mem_printf(_("%s doesn't know OAuth2 for %s: sign in with a password."),
				  name, host);
	else if (sheet_method(o->set.auth) == METHOD_OAUTH2) /* TRANSLATORS: the same. */
		text =
		    mem_printf(_("%s can't sign in: it doesn't know OAuth2 for %s, which accepts "
				 "nothing else. Use another program, such as Thunderbird."),
			       name, host);
	else /* TRANSLATORS: the same. */
		text = mem_printf(_("%s can't sign in: %s only accepts a method that it doesn't "
				    "have. Use another program."),
				  name, host);
	if (strs_has(to, text))
		free(text);
	else
		strs_append(to, text);
	free(host);
}

/* ---- TLS ---- */

/* The newest version that the server has, as its session shows; TLS_VERSION_COUNT_: unknown. */
static enum tls_version newest_of(const struct endpoint_facts *f)
{
	return f && f->session ? tls_version_from_name(f->session->version) : TLS_VERSION_COUNT_;
}

/* The oldest one that is not known to be refused. */
static enum tls_version oldest_of(const struct endpoint_facts *f)
{
	unsigned v = TLS_VERSION_1_0;

	while (v < (unsigned)newest_of(f) &&
	       facts_acceptance(f, (enum tls_version)v) == ACCEPTANCE_REFUSED)
		v++;
	return (enum tls_version)v;
}

static char *too_old(const struct program_tls *row, const char *name, const char *host,
		     enum tls_version newest)
{
	const char *least = tls_version_words(tls_version_name(row->least)),
		   *has = tls_version_words(tls_version_name(newest));

	if (row->where) /* TRANSLATORS: a program, where ("on Windows 10"), TLS 1.2, a server, TLS 1.0. */
		return mem_printf(_("%s %s needs %s or newer; %s has %s at most."), name,
				  _(row->where), least, host, has);
	return mem_printf(_("%s needs %s or newer; %s has %s at most."), name, least, host, has);
}

static char *too_new(const struct program_tls *row, const char *name, const char *host,
		     enum tls_version oldest)
{
	const char *most = tls_version_words(tls_version_name(row->most)),
		   *wants = tls_version_words(tls_version_name(oldest));

	/* TRANSLATORS: a program, where ("on Windows 10"), TLS 1.2, a server, TLS 1.3. */
	return mem_printf(_("%s %s has %s at most; %s wants %s or newer."), name,
			  row->where ? _(row->where) : "", most, host, wants);
}

/* Versions that the two have not in common, where both are known. */
static void add_tls_limits(struct sheet_making *m, enum purpose purpose)
{
	const struct offer *o = m->best[purpose];
	const struct endpoint_facts *f =
	    o && o->tested ? facts_of(&m->record->facts, o->set.endpoint) : NULL;
	enum tls_version newest = newest_of(f);
	size_t n;
	const struct program_tls *rows = program_tls_all(&n);

	if (newest == TLS_VERSION_COUNT_)
		return;
	char *host = sheet_escaped(o->set.host);

	for (size_t i = 0; i < n; i++) {
		if (!str_eq(rows[i].program, m->program->id))
			continue;
		char *text = rows[i].least > newest
				 ? too_old(&rows[i], _(m->program->name), host, newest)
			     : rows[i].most < oldest_of(f)
				 ? too_new(&rows[i], _(m->program->name), host, oldest_of(f))
				 : NULL;

		if (text && !strs_has(&m->sheet->limits, text))
			strs_append(&m->sheet->limits, text);
		else
			free(text);
	}
	free(host);
}

void sheet_add_limits(struct sheet_making *m)
{
	const struct program *p = m->program;
	struct strs *to = &m->sheet->limits;

	for (int purpose = PURPOSE_RECEIVE; purpose <= PURPOSE_SEND; purpose++)
		add_sign_in_limit(m, (enum purpose)purpose);
	for (int purpose = PURPOSE_RECEIVE; purpose <= PURPOSE_SEND; purpose++)
		add_tls_limits(m, (enum purpose)purpose);
	if (!p->local)
		strs_add(to, _("This program connects from its maker's servers, not from this "
			       "computer: what is blocked here doesn't matter to it."));
	for (size_t i = 0; i < PROGRAM_LIMITS_MAX && p->limits[i].when; i++)
		if (matters(m, p->limits[i].when))
			strs_add(to, _(p->limits[i].text));
}
