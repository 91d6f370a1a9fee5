/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/setup_private.h"

#include "base/address.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"
#include "words/words_sheet.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	NEEDS_IN = 1,
	NEEDS_OUT = 2,
	NEEDS_USER = 4,
	NEEDS_EMAIL = 8,
	KNOWS_OAUTH2 = 16,
	ONLY_IMAP = 32
};

static const struct setup_row {
	struct setup_format format;
	unsigned traits;
	void (*write)(struct buf *out, const struct setup *s);
} rows[] = {
    {{"autoconfig", "config-v1.1.xml", N_("Thunderbird and K-9 Mail")},
     KNOWS_OAUTH2,
     setup_autoconfig},
    {{"mobileconfig", "mail.mobileconfig", N_("Apple Mail, iPhone and iPad")},
     NEEDS_IN | NEEDS_OUT | NEEDS_USER | NEEDS_EMAIL,
     setup_mobileconfig},
    {{"muttrc", "muttrc", N_("mutt and neomutt")}, NEEDS_USER | KNOWS_OAUTH2, setup_muttrc},
    {{"msmtprc", "msmtprc", "msmtp"}, NEEDS_OUT | NEEDS_USER | KNOWS_OAUTH2, setup_msmtprc},
    {{"mbsyncrc", "mbsyncrc", "mbsync (isync)"}, NEEDS_IN | NEEDS_USER | ONLY_IMAP, setup_mbsyncrc},
    {{"isyncrc", "isyncrc", N_("mbsync (isync) from version 1.5 on")},
     NEEDS_IN | NEEDS_USER | ONLY_IMAP,
     setup_isyncrc},
    {{"fetchmailrc", "fetchmailrc", "fetchmail"}, NEEDS_IN | NEEDS_USER, setup_fetchmailrc},
    {{"evolution-account", ".source", N_("Evolution: the account")},
     NEEDS_IN | NEEDS_USER,
     setup_evolution_account},
    {{"evolution-identity", "-identity.source", N_("Evolution: its identity")},
     NEEDS_OUT | NEEDS_EMAIL,
     setup_evolution_identity},
    {{"evolution-transport", "-transport.source", N_("Evolution: its outgoing server")},
     NEEDS_OUT | NEEDS_USER,
     setup_evolution_transport},
    {{"postfix", "main.cf", N_("Postfix: lines for relaying all mail")}, NEEDS_OUT, setup_postfix},
    {{"qr", "qr.txt", N_("Thunderbird for Android"), true},
     NEEDS_IN | NEEDS_OUT | NEEDS_USER | NEEDS_EMAIL | KNOWS_OAUTH2,
     setup_qr},
    {{"qr-text", "qr-text.txt", N_("any other phone"), true}, KNOWS_OAUTH2, setup_qr_text},
};
#define ROWS (sizeof rows / sizeof *rows)

const struct setup_format *setup_formats(size_t *ret_n)
{
	static struct setup_format formats[ROWS];

	for (size_t i = 0; i < ROWS; i++)
		formats[i] = rows[i].format;
	*ret_n = ROWS;
	return formats;
}

static const struct setup_row *row_of(const char *name)
{
	for (size_t i = 0; i < ROWS; i++)
		if (str_ieq(rows[i].format.name, name))
			return &rows[i];
	return NULL;
}

const struct setup_format *setup_format(const char *name)
{
	const struct setup_row *row = row_of(name);

	return row ? &row->format : NULL;
}

const struct setup_format *setup_format_of_file(const char *file)
{
	static const char *const suffixes[] = {".mobileconfig", "-identity.source",
					       "-transport.source", ".source"};

	for (size_t i = 0; i < ROWS; i++)
		if (str_iends(file, rows[i].format.file) && !rows[i].format.qr &&
		    *rows[i].format.file != '.' && *rows[i].format.file != '-')
			return &rows[i].format;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		for (size_t k = 0; str_iends(file, suffixes[i]) && k < ROWS; k++)
			if (str_iends(rows[k].format.file, suffixes[i]))
				return &rows[k].format;
	return NULL;
}

char *setup_host(const struct setting *set)
{
	return mem_printf(strchr(set->host, ':') ? "[%s]" : "%s", set->host);
}

void setup_comment(struct buf *out, const struct setup *s)
{
	char *date = words_date(log_now(&s->record->log));

	if (s->works)
		buf_printf(out, "# porthorn: these settings worked on %s.\n", date);
	else
		buf_puts(out, "# porthorn: published settings, not tested.\n");
	free(date);
}

/* ---- the account ---- */

/* FNV-1a, for a name that stays the same. */
static void set_id(struct setup *s)
{
	uint64_t hash = 0xcbf29ce484222325;
	const char *parts[] = {s->name, s->in.set ? s->in.set->host : "",
			       s->out.set ? s->out.set->host : ""};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		for (const char *p = parts[i]; *p; p++)
			hash = (hash ^ (unsigned char)*p) * 0x100000001b3;
	snprintf(s->id, sizeof s->id, "%016llx", (unsigned long long)hash);
}

/* What a line of any of the files can hold. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text <= ' ' || *text == 0x7f)
			return false;
	return true;
}

static char *unsafe_text(const char *text)
{
	char *shown = esc_text(text, strlen(text), false);
	/* TRANSLATORS: %s is a server's name or a user name with odd characters. */
	char *error = mem_printf(_("No file is written: \"%s\" can't be a part of one."), shown);

	free(shown);
	return error;
}

static char *failed_told(enum purpose purpose)
{
	return mem_strdup(
	    purpose == PURPOSE_RECEIVE
		? _("No file is written: reading mail doesn't work from here now. With --untested, "
		    "porthorn writes the published settings.")
		: _("No file is written: sending mail doesn't work from here now. With --untested, "
		    "porthorn writes the published settings."));
}

static char *missing_told(enum purpose purpose)
{
	return mem_strdup(purpose == PURPOSE_RECEIVE
			      ? _("No file is written: no server for reading mail is known.")
			      : _("No file is written: no server for sending mail is known."));
}

/* How to sign in: an app password rather than OAuth2, which most files cannot describe. */
static char *set_login(struct setup_side *side, const struct setup *s, const struct setup_row *row,
		       const struct offer *o)
{
	bool oauth2 = str_ieq(o->set.auth, "oauth2");

	side->none = str_ieq(o->set.auth, "none") || str_ieq(o->set.auth, "client-ip-address");
	side->encrypted = str_ieq(o->set.auth, "password-encrypted");
	side->oauth2 = oauth2 && !offer_password(s->record, o);
	if (!side->oauth2 || (row->traits & KNOWS_OAUTH2))
		return NULL;
	/* TRANSLATORS: a mail program, a server. */
	return mem_printf(
	    _("No file is written: a file for %s can't describe OAuth2, and %s accepts "
	      "nothing else."),
	    _(row->format.program), o->set.host);
}

static char *set_side(struct setup_side *side, struct setup *s, const struct setup_row *row,
		      const struct offers *offers, enum purpose purpose)
{
	const struct offer *o = offers_best(offers, purpose);
	bool needed = row->traits & (purpose == PURPOSE_RECEIVE ? NEEDS_IN : NEEDS_OUT);

	if (!o)
		return needed ? missing_told(purpose) : NULL;
	if (!o->works && o->tested)
		return needed ? failed_told(purpose) : NULL;
	if (!address_is_host(o->set.host))
		return unsafe_text(o->set.host);
	side->set = &o->set;
	side->user = words_user(s->record, &o->set);
	s->works |= o->works;
	if (side->user && !is_plain(side->user))
		return unsafe_text(side->user);
	return set_login(side, s, row, o);
}

static char *check_names(const struct setup *s, const struct setup_row *row)
{
	bool user = (s->in.user || !s->in.set) && (s->out.user || !s->out.set || s->out.none);

	if (((row->traits & NEEDS_USER) && !user) || ((row->traits & NEEDS_EMAIL) && !s->email))
		return mem_strdup(_("The file needs your user name: give your e-mail address, not "
				    "the provider's name."));
	if ((row->traits & ONLY_IMAP) && s->in.set->protocol != PROTOCOL_IMAP)
		/* TRANSLATORS: %s is a mail program. */
		return mem_printf(_("No file is written: %s reads IMAP only."),
				  _(row->format.program));
	if (s->email && !is_plain(s->email))
		return unsafe_text(s->email);
	return !s->in.set && !s->out.set ? failed_told(PURPOSE_RECEIVE) : NULL;
}

static void setup_clear(struct setup *s)
{
	free(s->in.user);
	free(s->out.user);
}

/* NULL, or what is wrong. */
static char *setup_init(struct setup *s, const struct setup_row *row, const struct record *record,
			const struct offers *offers)
{
	const struct target *t = record->target;
	char *error = NULL;

	*s = (struct setup){
	    .record = record, .email = t->email, .name = t->email ? t->email : t->label};
	error = set_side(&s->in, s, row, offers, PURPOSE_RECEIVE);
	if (!error)
		error = set_side(&s->out, s, row, offers, PURPOSE_SEND);
	set_id(s);
	return error ? error : check_names(s, row);
}

bool setup_write(struct buf *out, const struct setup_format *format, const struct record *record,
		 char **ret_error)
{
	const struct setup_row *row = row_of(format->name);
	struct offers offers;
	struct setup s;

	offers_init(&offers, record);
	*ret_error = setup_init(&s, row, record, &offers);
	if (!*ret_error)
		row->write(out, &s);
	setup_clear(&s);
	offers_clear(&offers);
	return !*ret_error;
}

char *setup_file_name(const struct setup_format *format, const struct record *record)
{
	struct offers offers;
	struct setup s;
	bool own = *format->file == '.' || *format->file == '-';

	offers_init(&offers, record);
	free(setup_init(&s, row_of(format->name), record, &offers));
	char *name =
	    own ? mem_printf("porthorn-%s%s", s.id, format->file) : mem_strdup(format->file);

	setup_clear(&s);
	offers_clear(&offers);
	return name;
}
