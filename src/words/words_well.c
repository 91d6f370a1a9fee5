/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_well.h"

#include "base/buf.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/policies.h"
#include "know/tls_programs.h"
#include "words/words.h"
#include "words/words_card.h"
#include "words/words_changes.h"
#include "words/words_sheet.h"

#include <stdlib.h>
#include <string.h>

struct asked {
	const struct record *record;
	const struct program *program;
	bool hidden;
};

static const char *auth_of(const struct record *record)
{
	return record->summary.setting_n ? record->summary.settings[0].auth : "";
}

/* The name to sign in with, NULL if it isn't known. The caller frees. */
static char *user_of(const struct asked *a)
{
	const struct record *record = a->record;
	char *user = record->summary.setting_n
			 ? setting_user(record->target, &record->summary.settings[0])
			 : NULL;
	char *shown = user && !a->hidden ? esc_text(user, strlen(user), false) : NULL;

	free(user);
	return shown;
}

/* The provider's rules that have that topic (NULL: about the sign-in, with any other), and their date; NULL without
 * one. */
static char *rules(const struct asked *a, const char *topic, const char *except)
{
	const struct target *t = a->record->target;
	struct buf out;

	buf_init(&out, 0);
	for (size_t i = 0; i < t->codes.n; i++) {
		const struct policy *p = policy_find(t->codes.v[i]);

		if (!p || !p->login || (topic && !str_eq(p->topic, topic)) ||
		    (except && str_eq(p->topic, except)))
			continue;
		buf_printf(&out, "%s%s", out.len ? " " : "", _(p->sentence));
	}
	if (out.len && t->checked)
		/* TRANSLATORS: a day, "2026-11-28". */
		buf_printf(&out, _(" (Last looked up on %s.)"), t->checked);
	return out.len ? buf_take(&out) : NULL;
}

/* ---- each step's words ---- */

static char *sign_in_title(const struct asked *a)
{
	char *user = user_of(a), *method = words_auth(auth_of(a->record));
	char *text =
	    user ? /* TRANSLATORS: a user name, and how to sign in ("App password"). */
		mem_printf(_("The sign-in: user name %s, method %s"), user, method)
		 : /* TRANSLATORS: how to sign in. */
		mem_printf(_("The sign-in: the right user name, and the method %s"), method);

	free(method);
	free(user);
	return text;
}

static bool is_oauth2(const struct record *record)
{
	return str_icontains(auth_of(record), "oauth");
}

static char *sign_in(const struct asked *a)
{
	bool oauth2 = is_oauth2(a->record);
	char *told = rules(a, NULL, "access-switch"),
	     *dated = words_changes_of_kind(a->record, CHANGE_SIGN_IN);
	const char *usual =
	    oauth2
		? _("The mail program opens the provider's own page for the sign-in.")
		: _("With two-factor sign-in many providers want an app password or OAuth2, not the usual "
		    "password.");
	const char *again =
	    oauth2 ? _("Choose OAuth2 for reading and for sending, and sign in again: an old "
		       "permission may have ended.")
		   : _("Type the password again instead of using a stored one, for reading and for "
		       "sending; sign in on the provider's web page to see whether it is right.");
	char *text = mem_printf("%s%s%s %s", told ? told : usual, dated ? " " : "",
				dated ? dated : "", again);

	free(dated);
	free(told);
	return text;
}

/* NULL: the sign-in above is OAuth2 or an app password anyway. */
static char *two_factor(const struct asked *a)
{
	if (is_oauth2(a->record) || str_icontains(auth_of(a->record), "app"))
		return NULL;
	return mem_strdup(_(
	    "If the account asks for a second proof in the browser, a mail program can't answer it: make an app "
	    "password on the provider's web page, or choose OAuth2 if both have it."));
}

static const char *sign_in_topic(const struct asked *a)
{
	if (is_oauth2(a->record))
		return "oauth2";
	return str_icontains(auth_of(a->record), "app") ? "app-passwords" : "user-name";
}

/* "Server Name: imap.example.org; Port: 993": a section of the sheet in the program's own words and order. */
static void put_section(struct buf *out, const struct sheet *sheet, enum sheet_section section,
			bool hidden)
{
	size_t n = 0;

	for (size_t i = 0; i < sheet->n; i++) {
		const struct sheet_row *row = &sheet->v[i];

		if (row->section != section || !row->typed || (row->personal && hidden))
			continue;
		if (!n++)
			buf_printf(out, "%s%s - ", out->len ? " " : "",
				   words_sheet_section(section));
		else
			buf_puts(out, "; ");
		/* TRANSLATORS: the program's word for a field, and what is entered there. */
		buf_printf(out, _("%s: %s"), row->field, row->value);
	}
	buf_puts(out, n ? "." : "");
}

/* What to hold the program's own dialogue against. */
static char *settings(const struct asked *a)
{
	size_t n;
	const struct program *program = a->program ? a->program : program_all(&n);
	struct sheet sheet;
	struct buf out;

	buf_init(&out, 0);
	words_sheet(&sheet, a->record, program);
	if (program->path_receive)
		/* TRANSLATORS: a mail program, and a path through its menus. */
		buf_printf(&out, _("In %s, open %s, and compare it with this."), _(program->name),
			   _(program->path_receive));
	for (unsigned section = 0; section < SHEET_SECTION_COUNT_; section++)
		put_section(&out, &sheet, (enum sheet_section)section, a->hidden);
	sheet_clear(&sheet);
	return buf_take(&out);
}

static char *access(const struct asked *a)
{
	char *told = rules(a, "access-switch", NULL),
	     *dated = words_changes_of_kind(a->record, CHANGE_SENDING);
	char *text = mem_printf(
	    "%s%s%s",
	    told
		? told
		: _("Many providers let mail programs in only after a switch in their web settings (IMAP access, "
		    "SMTP AUTH). Until then the right password is refused."),
	    dated ? " " : "", dated ? dated : "");

	free(dated);
	free(told);
	return text;
}

/* NULL: old programs get through. */
static char *old_program(const struct asked *a)
{
	const struct summary *s = &a->record->summary;
	const struct endpoint_facts *f =
	    s->setting_n ? facts_of(&a->record->facts, s->settings[0].endpoint) : NULL;

	if (!f || facts_acceptance(f, TLS_VERSION_1_0) != ACCEPTANCE_REFUSED ||
	    facts_acceptance(f, TLS_VERSION_1_1) != ACCEPTANCE_REFUSED)
		return NULL;
	char *programs = tls_programs_between(TLS_VERSION_1_0, TLS_VERSION_1_1);
	/* TRANSLATORS: %s is a list of old programs. */
	char *text = programs
			 ? mem_printf(_("The server wants TLS 1.2 or newer. These have only older "
					"versions unless they were updated: %s."),
				      programs)
			 : NULL;

	free(programs);
	return text;
}

/* NULL: the provider changes nothing about it. */
static char *fetching(const struct asked *a)
{
	char *dated = words_changes_of_kind(a->record, CHANGE_FETCHING);
	/* TRANSLATORS: %s is one or more whole sentences. */
	char *text =
	    dated ? mem_printf(
			_("%s Add such a mailbox to the mail program as an account of its own, "
			  "or let its provider forward the mail."),
			dated)
		  : NULL;

	free(dated);
	return text;
}

/* ---- the table ---- */

static const struct row {
	const char *title, *text;		/* N_(); NULL: by the function */
	char *(*titled)(const struct asked *a); /* the caller frees */
	char *(*told)(const struct asked *a);	/* NULL result: not here */
	enum well_lead lead;
	const char *topic;
	const char *(*topical)(const struct asked *a);
} rows[] = {
    {NULL, NULL, sign_in_title, sign_in, LEAD_TOPIC, NULL, sign_in_topic},
    {N_("Two-factor sign-in: the usual password isn't enough then"), NULL, NULL, two_factor,
     LEAD_TOPIC, "app-passwords", NULL},
    {N_("The settings: compare server, port and security, character by character"), NULL, NULL,
     settings, LEAD_SETTINGS, NULL, NULL},
    {N_("A switch: the provider must let mail programs in first"), NULL, NULL, access, LEAD_TOPIC,
     "access-switch", NULL},
    {N_("A virus scanner or firewall on this computer that stops the mail program only"),
     N_("porthorn gets through, and security software can treat each program on its own. Switch off its "
	"mail protection for a test, and look whether its list of programs blocks the mail "
	"program."),
     NULL, NULL, LEAD_TOPIC, "virus-scanners", NULL},
    {N_("The account: locked, or full"),
     N_("After wrong passwords a server may refuse the right one for some hours; a full mailbox gets "
	"nothing new. Look on the provider's web page; the message to the mail provider asks for "
	"both."),
     NULL, NULL, LEAD_MESSAGE, NULL, NULL},
    {N_("A mail program too old for the server's encryption"), NULL, NULL, old_program, LEAD_TOPIC,
     "tls-or-ssl", NULL},
    {N_("Mail from another mailbox that this provider was to fetch"), NULL, NULL, fetching,
     LEAD_TOPIC, "dates", NULL},
    {N_("Another network: a Wi-Fi that wants a sign-in, a company, a hotel"),
     N_("This test is about the network that this computer is in now. Test again where the mail "
	"program fails."),
     NULL, NULL, LEAD_TOPIC, "captive-portals", NULL},
    {N_("A VPN that the mail program goes through"),
     N_("Some VPNs are for single programs. Switch it off for a test, or exempt the mail program."),
     NULL, NULL, LEAD_TOPIC, "vpn", NULL},
    {N_("A mail program that connects from its maker's servers, such as the new Outlook"),
     N_("What works from this computer may not work from there: the provider sees a foreign IP "
	"address."),
     NULL, NULL, LEAD_TOPIC, "new-outlook", NULL},
    {N_("An error message: what the number means"),
     N_("porthorn explain followed by the message says what it means; with --error the test is compared "
	"with it."),
     NULL, NULL, LEAD_TOPIC, "outlook-errors", NULL},
};
#define ROW_COUNT (sizeof rows / sizeof *rows)

void words_well(struct well_steps *ret, const struct record *record, const struct program *program,
		bool hidden)
{
	const struct asked a = {record, program, hidden};

	*ret = (struct well_steps){mem_calloc(ROW_COUNT, sizeof *ret->v), 0};
	for (size_t i = 0; i < ROW_COUNT; i++) {
		const struct row *row = &rows[i];
		char *text = row->told ? row->told(&a) : mem_strdup(_(row->text));

		if (text)
			ret->v[ret->n++] = (struct well_step){
			    row->titled ? row->titled(&a) : mem_strdup(_(row->title)), text,
			    row->lead, row->topical ? row->topical(&a) : row->topic};
	}
}

void well_steps_clear(struct well_steps *list)
{
	for (size_t i = 0; i < list->n; i++) {
		free(list->v[i].title);
		free(list->v[i].text);
	}
	free(list->v);
	*list = (struct well_steps){0};
}
