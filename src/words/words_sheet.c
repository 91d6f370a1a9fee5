/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_sheet.h"
#include "words/words_sheet_private.h"

#include "base/address.h"
#include "base/buf.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "reason/domain/sources.h"
#include "reason/offer.h"
#include "words/words.h"
#include "words/words_changes.h"

#include <stdlib.h>
#include <string.h>

const char *sheet_section_name(enum sheet_section s)
{
	static const char *const names[] = {"incoming", "outgoing", "sign-in"};

	return (unsigned)s < SHEET_SECTION_COUNT_ ? names[s] : "?";
}

const char *words_sheet_section(enum sheet_section s)
{
	static const char *const words[] = {N_("Incoming mail"), N_("Outgoing mail"),
					    N_("Sign-in")};

	return (unsigned)s < SHEET_SECTION_COUNT_ ? _(words[s]) : "?";
}

const char *words_security_of(const struct program *p, enum security s)
{
	return p->security[s] ? _(p->security[s]) : words_security(s);
}

/* ---- signing in ---- */

enum method_kind sheet_method(const char *auth)
{
	if (str_ieq(auth, "app-password"))
		return METHOD_PASSWORD;
	for (unsigned k = 0; k < METHOD_COUNT_; k++)
		if (str_ieq(method_kind_name((enum method_kind)k), auth))
			return (enum method_kind)k;
	return METHOD_COUNT_;
}

static bool is_none(const char *auth)
{
	return str_ieq(auth, "none") || str_ieq(auth, "client-ip-address");
}

/* The server's first choice if the program has it; else a password, if the server accepts one. */
static const char *auth_for(const struct sheet_making *m, const struct offer *o)
{
	const struct program *p = m->program;
	enum method_kind kind = sheet_method(o->set.auth);

	if (is_none(o->set.auth))
		return o->set.auth;
	if (kind == METHOD_OAUTH2 && !program_has_oauth2(p, o->set.host))
		return offer_password(m->record, o);
	if (kind == METHOD_COUNT_ || p->auth[kind])
		return o->set.auth;
	return NULL;
}

char *words_user(const struct record *record, const struct setting *set)
{
	const struct target *t = record->target;
	char *user = t->email && set ? setting_user(t, set) : NULL;

	if (user || !t->email || (set && set->user) || str_icontains(t->user_form, "part"))
		return user;
	return mem_strdup(t->email);
}

/* What to enter as the user name, if it is not known. */
static char *user_told(const struct target *t, const struct setting *set)
{
	if (str_icontains(set->user, "%EMAILADDRESS%"))
		return mem_strdup(_("your whole e-mail address"));
	if (str_icontains(set->user, "%EMAILLOCALPART%"))
		return mem_strdup(_("your e-mail address, only the part before the @"));
	return t->user_form ? sheet_escaped(t->user_form)
			    : mem_strdup(_("your user name, mostly the whole e-mail address"));
}

/* The provider's own word for what is entered as the password. */
static const char *password_told(const struct target *t, const char *auth)
{
	static const struct {
		const char *code, *text;
	} words[] = {
	    {"authorization-code",
	     N_("the provider's authorization code, not your usual password")},
	    {"secure-mail-key", N_("the provider's secure mail key, not your usual password")},
	    {"bridge-password", N_("the password that the bridge program shows")},
	    {"smtp-credentials", N_("the SMTP password from the provider's web page")},
	    {"server-token", N_("the server token from the provider's web page")},
	    {"smtp-token", N_("the SMTP token from the provider's web page")},
	    {"user-apikey", N_("the API key from the provider's web page")},
	    {"mail-password", N_("the password for mail, which the provider's web page sets")},
	};

	if (sheet_method(auth) == METHOD_OAUTH2)
		return N_("none here: a sign-in page asks for it");
	if (sheet_method(auth) == METHOD_KERBEROS || sheet_method(auth) == METHOD_CERTIFICATE)
		return N_("none is needed");
	if (str_ieq(auth, "app-password"))
		return N_("an app password, not your usual one");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strs_has(&t->codes, words[i].code))
			return words[i].text;
	return N_("your password for this mailbox");
}

/* ---- the fields ---- */

static const char *scheme(const struct setting *set)
{
	static const char *const plain[] = {"smtp", "imap", "pop"}, *const tls[] = {
									"smtps", "imaps", "pops"};

	return (set->security == SECURITY_TLS ? tls : plain)[set->protocol];
}

static void put_quoted(struct buf *out, const char *text)
{
	for (; *text; text++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~",
			   *text))
			buf_putc(out, *text);
		else
			buf_printf(out, "%%%02X", (unsigned char)*text);
}

/* RFC 3986: a user's @ is written %40. */
static char *url(const struct sheet_making *m, const struct setting *set, bool with_user)
{
	char *user = with_user ? words_user(m->record, set) : NULL;
	char *host = sheet_escaped(set->host);
	bool v6 = strchr(set->host, ':');
	struct buf out;

	buf_init(&out, 0);
	buf_printf(&out, "\"%s://", scheme(set));
	if (user) {
		put_quoted(&out, user);
		buf_putc(&out, '@');
	}
	buf_printf(&out, "%s%s%s:%d/\"", v6 ? "[" : "", host, v6 ? "]" : "", set->port);
	free(host);
	free(user);
	return buf_take(&out);
}

static bool has_own_choice(const struct program_field *f)
{
	for (int s = 0; s < SECURITY_COUNT_; s++)
		if (f->choice[s])
			return true;
	return false;
}

static char *security_value(const struct sheet_making *m, const struct program_field *f,
			    const struct setting *set)
{
	if (has_own_choice(f))
		return f->choice[set->security] ? mem_strdup(_(f->choice[set->security])) : NULL;
	return mem_strdup(words_security_of(m->program, set->security));
}

/* The program's word for the way to sign in. */
static char *auth_value(const struct sheet_making *m, const char *auth)
{
	enum method_kind kind = sheet_method(auth);
	const char *word = kind < METHOD_COUNT_ ? m->program->auth[kind] : NULL;

	if (auth && is_none(auth))
		return mem_strdup(_(m->program->auth_none));
	if (word)
		return mem_strdup(_(word));
	return auth ? words_auth(auth) : mem_strdup(_("none of its choices fits this server"));
}

static void set_user(const struct sheet_making *m, struct sheet_row *row, const struct setting *set)
{
	char *user = words_user(m->record, set);

	row->typed = user != NULL;
	row->value = user ? sheet_escaped(user) : user_told(m->record->target, set);
	free(user);
}

static void set_email(const struct sheet_making *m, struct sheet_row *row)
{
	const char *email = m->record->target->email;

	row->typed = email != NULL;
	row->value = email ? sheet_escaped(email) : mem_strdup(_("your e-mail address"));
}

/* Leaves value NULL if the program has no such field for these settings. */
static void set_value(const struct sheet_making *m, struct sheet_row *row,
		      const struct program_field *f, const struct setting *set, const char *auth)
{
	bool none = auth && is_none(auth);

	row->typed = true;
	row->personal =
	    f->what == ENTRY_USER || f->what == ENTRY_EMAIL || f->what == ENTRY_USER_URL;
	switch (f->what) {
	case ENTRY_PROTOCOL:
		row->value = mem_strdup(words_protocol(set->protocol));
		break;
	case ENTRY_SERVER:
		row->value = sheet_escaped(set->host);
		break;
	case ENTRY_PORT:
		row->value = mem_printf("%d", set->port);
		break;
	case ENTRY_SECURITY:
		row->value = security_value(m, f, set);
		break;
	case ENTRY_AUTH:
		row->value = auth_value(m, auth);
		break;
	case ENTRY_USER:
		if (!none)
			set_user(m, row, set);
		break;
	case ENTRY_PASSWORD:
		row->typed = false;
		if (!none)
			row->value = mem_strdup(_(password_told(m->record->target, auth)));
		break;
	case ENTRY_EMAIL:
		set_email(m, row);
		break;
	case ENTRY_FIXED:
		row->value = mem_strdup(_(f->choice[0]));
		break;
	case ENTRY_NEEDS_AUTH:
		row->value = mem_strdup(_(f->choice[none ? 1 : 0]));
		break;
	case ENTRY_URL:
	case ENTRY_USER_URL:
		row->value = url(m, set, f->what == ENTRY_USER_URL);
		break;
	default:
		break;
	}
}

/* What stops the server: the finding about it, else how it ended. NULL: nothing is known. */
static char *stop_of(const struct record *record, const struct offer *o)
{
	if (o->works || !o->tested)
		return NULL;
	for (size_t i = 0; i < record->findings.n; i++) {
		const struct finding *f = &record->findings.v[i];

		if (f->verdict == VERDICT_PROBLEM && finding_is_about(f, o->set.endpoint))
			return words_title(record, f);
	}
	return words_state(record, o->set.endpoint);
}

static char *note_of(const struct sheet_making *m, const struct program_field *f,
		     const struct offer *o, const char *auth)
{
	const struct target *t = m->record->target;

	if (f->what == ENTRY_SERVER || f->what == ENTRY_URL || f->what == ENTRY_USER_URL)
		return stop_of(m->record, o);
	if (f->what != ENTRY_PASSWORD || !str_ieq(auth, "app-password") || !t->help_url)
		return NULL;
	char *page = sheet_escaped(t->help_url);
	/* TRANSLATORS: %s is the address of a web page about app passwords. */
	char *note = mem_printf(_("The provider's page: %s"), page);

	free(page);
	return note;
}

static bool is_for(const struct program_field *f, enum protocol incoming)
{
	return f->only == ENTRY_ALWAYS || (f->only == ENTRY_POP3) == (incoming == PROTOCOL_POP3);
}

static void add_form(struct sheet_making *m, enum sheet_section section,
		     const struct program_field *form, enum purpose purpose)
{
	const struct offer *o = m->best[purpose], *incoming = m->best[PURPOSE_RECEIVE];
	enum protocol protocol = incoming ? incoming->set.protocol : PROTOCOL_IMAP;
	struct sheet *s = m->sheet;

	for (size_t i = 0; o && form && form[i].what != ENTRY_END_; i++) {
		struct sheet_row row = {.section = section, .works = o->works};

		if (!is_for(&form[i], protocol))
			continue;
		set_value(m, &row, &form[i], &o->set, m->auth[purpose]);
		if (!row.value)
			continue;
		row.field = mem_strdup(_(form[i].label));
		row.note = note_of(m, &form[i], o, m->auth[purpose]);
		s->v = mem_realloc(s->v, s->n + 1, sizeof *s->v);
		s->v[s->n++] = row;
	}
}

/* ---- around the fields ---- */

static void add_paths(struct sheet_making *m)
{
	const struct program *p = m->program;
	struct strs *to = &m->sheet->paths;

	if (p->incoming && m->best[PURPOSE_RECEIVE])
		strs_add(to, _(p->path_receive));
	if (m->best[PURPOSE_SEND] && !strs_has(to, _(p->path_send)))
		strs_add(to, _(p->path_send));
}

/* In the program's word, unless it has a box to tick or lines to write. */
static const char *security_named(const struct program *p, enum security s)
{
	for (const struct program_field *f = p->outgoing; f->what != ENTRY_END_; f++)
		if (f->what == ENTRY_SECURITY)
			return has_own_choice(f) ? words_security(s) : words_security_of(p, s);
	return words_security(s);
}

static char *line_of(const struct sheet_making *m, const struct setting *set)
{
	char *host = sheet_escaped(set->host);
	/* TRANSLATORS: IMAP, a server, a port, SSL/TLS. */
	char *text = mem_printf(_("%s  %s  %d  %s"), words_protocol(set->protocol), host, set->port,
				security_named(m->program, set->security));

	free(host);
	return text;
}

static void add_others(struct sheet_making *m, const struct offers *offers)
{
	for (size_t i = 0; i < offers->n; i++) {
		const struct offer *o = &offers->v[i];
		const struct offer *best = m->best[o->set.purpose];

		if (o == best || !best || (!o->works && best->works))
			continue;
		char *line = line_of(m, &o->set), *stop = stop_of(m->record, o);

		if (stop) { /* TRANSLATORS: a server with port and security, and what stops it. */
			strs_append(&m->sheet->failed, mem_printf(_("%s: %s"), line, stop));
			free(line);
		} else {
			strs_append(o->works ? &m->sheet->also : &m->sheet->failed, line);
		}
		free(stop);
	}
}

static void add_notes(struct sheet_making *m)
{
	const struct target *t = m->record->target;
	struct strs *to = &m->sheet->notes;

	for (size_t i = 0; i < t->notes.n; i++)
		strs_append(to, sheet_escaped(t->notes.v[i]));
	words_changes(m->record, to);
	if (!t->help_url)
		return;
	char *page = sheet_escaped(t->help_url);

	/* TRANSLATORS: %s is the address of a web page. */
	strs_append(to, mem_printf(_("The provider's own page: %s"), page));
	free(page);
}

/* It may still work. */
static bool is_waited_for(const struct record *r)
{
	return r->live && !r->done && !r->facts.run_end;
}

static char *nothing_told(const struct sheet_making *m)
{
	const struct record *r = m->record;
	const struct summary *s = &r->summary;

	if (!m->program->incoming && s->receive_asked && !s->send_asked)
		return mem_strdup(_("This program only sends mail, and no server for sending was "
				    "asked about."));
	if (s->delivery_asked && !s->receive_asked && !s->send_asked)
		return mem_strdup(_("Only mail between servers was asked about: mail programs need "
				    "nothing of it."));
	if (is_waited_for(r))
		return mem_strdup(_("Settings appear here as soon as they have worked."));
	return mem_strdup(_("No settings can be proposed: the domain's servers are not known."));
}

static char *state_of(const struct sheet_making *m)
{
	const struct record *r = m->record;
	size_t asked = 0, works = 0, tested = 0;

	for (int p = PURPOSE_RECEIVE; p <= PURPOSE_SEND; p++) {
		asked += m->best[p] != NULL;
		works += m->best[p] && m->best[p]->works;
		tested += m->best[p] && m->best[p]->tested;
	}
	if (!asked)
		return nothing_told(m);
	if (works == asked)
		return mem_strdup(_("Each of these worked in this test."));
	if (works)
		return mem_strdup(
		    m->best[PURPOSE_RECEIVE]->works
			? _("Incoming mail works with this. Outgoing mail doesn't "
			    "work from here now: the settings are the published ones.")
			: _("Outgoing mail works with this. Incoming mail doesn't "
			    "work from here now: the settings are the published "
			    "ones."));
	if (!tested)
		return mem_strdup(_("These are the published settings. They were not tested."));
	if (r->summary.receive == ANSWER_UNSAFE || r->summary.send == ANSWER_UNSAFE)
		return mem_strdup(_("These are the published settings. Don't enter your password "
				    "yet: the connection isn't safe."));
	return mem_strdup(_("These are the published settings. None of them works from here now."));
}

static char *origin_of(const struct program *p)
{
	if (p->general)
		return mem_strdup(_("These are the usual names; yours may differ a little."));
	if (p->version && p->date) /* TRANSLATORS: a program's version, and a date. */
		return mem_printf(_("The names are those of %s (read on %s), in English."),
				  _(p->version), p->date);
	return mem_strdup(_("The names are from memory, and may differ in your version."));
}

void words_sheet(struct sheet *ret, const struct record *record, const struct program *p)
{
	struct sheet_making m = {.sheet = ret, .record = record, .program = p};
	struct offers offers;

	*ret = (struct sheet){.program = p};
	offers_init(&offers, record);
	for (int purpose = PURPOSE_RECEIVE; purpose <= PURPOSE_SEND; purpose++) {
		if (purpose == PURPOSE_SEND || p->incoming)
			m.best[purpose] = offers_best(&offers, (enum purpose)purpose);
		if (m.best[purpose] && is_waited_for(record) && !m.best[purpose]->works)
			m.best[purpose] = NULL;
		if (m.best[purpose])
			m.auth[purpose] = auth_for(&m, m.best[purpose]);
	}
	ret->state = state_of(&m);
	ret->origin = origin_of(p);
	add_form(&m, SHEET_INCOMING, p->incoming, PURPOSE_RECEIVE);
	add_form(&m, SHEET_OUTGOING, p->outgoing, PURPOSE_SEND);
	add_form(&m, SHEET_SIGN_IN, p->sign_in,
		 m.best[PURPOSE_RECEIVE] ? PURPOSE_RECEIVE : PURPOSE_SEND);
	if (ret->n) {
		sheet_add_limits(&m);
		add_paths(&m);
	}
	add_others(&m, &offers);
	add_notes(&m);
	offers_clear(&offers);
}

void sheet_clear(struct sheet *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].field);
		free(s->v[i].value);
		free(s->v[i].note);
	}
	free(s->v);
	free(s->state);
	free(s->origin);
	strs_clear(&s->limits);
	strs_clear(&s->paths);
	strs_clear(&s->also);
	strs_clear(&s->failed);
	strs_clear(&s->notes);
	*s = (struct sheet){0};
}
