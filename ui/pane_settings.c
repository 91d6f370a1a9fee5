/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to enter, in the words of the chosen mail program: what has just worked, else what the provider has. */
#include "config.h"
#include "ui/run.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/programs.h"
#include "know/services.h"
#include "reason/domain/sources.h"
#include "words/words.h"
#include "words/words_card.h"
#include "words/words_sources.h"
#include "words/words_starttls.h"
#include "ui/privacy.h"
#include "ui/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COL_LABEL 3
#define COL_VALUE 14

static const char *purpose_title(enum purpose p)
{
	return p == PURPOSE_RECEIVE ? _("Incoming mail") : _("Outgoing mail");
}

static const struct program *program_of(const struct run *run)
{
	size_t n;
	const struct program *all = program_all(&n);

	return &all[run->program % n];
}

/* One field of the program's form. */
static void put_field(struct list *l, const char *label, const char *value, enum role role,
		      int cols)
{
	list_item(l, ITEM_ROW, (unsigned)l->item_n + 1);
	list_line(l);
	list_put(l, COL_LABEL, ROLE_NORMAL, label);
	list_wrap_on(l, COL_VALUE, cols, role, value);
	list_copies(l, value);
}

static void put_title(struct list *l, const char *title, int cols)
{
	list_item(l, ITEM_HEADING, 0);
	list_wrap(l, 1, cols, ROLE_TITLE, title);
}

static void put_server(struct list *l, enum protocol protocol, const char *host, int port,
		       const char *security, enum role role, int cols)
{
	char *shown = esc_text(host, strlen(host), theme_ascii());
	char number[16];

	snprintf(number, sizeof number, "%d", port);
	if (protocol == PROTOCOL_POP3) /* TRANSLATORS: a field; its value is IMAP or POP3. */
		put_field(l, _("Kind"), words_protocol(protocol), role, cols);
	put_field(l, _("Server"), shown, role, cols);
	put_field(l, _("Port"), number, role, cols);
	put_field(l, _("Security"), security, role, cols);
	free(shown);
}

static const char *security_of(const struct run *run, enum security s)
{
	const char *own = program_of(run)->security[s];

	return own ? _(own) : words_security(s);
}

static const struct setting *best_of(const struct summary *s, enum purpose purpose)
{
	for (size_t i = 0; i < s->setting_n; i++)
		if (s->settings[i].purpose == purpose)
			return &s->settings[i];
	return NULL;
}

static void put_best(struct list *l, const struct run *run, enum purpose purpose, int cols)
{
	const struct setting *set = best_of(&run->record->summary, purpose);

	if (!set)
		return;
	char *auth = words_auth(set->auth);

	put_title(l, purpose_title(purpose), cols);
	put_server(l, set->protocol, set->host, set->port, security_of(run, set->security),
		   ROLE_STRONG, cols);
	put_field(l, _("Sign-in"), auth, ROLE_STRONG, cols);
	free(auth);
}

/* A line each: what was not chosen, and works as well. */
static void put_others(struct list *l, const struct summary *s, int cols)
{
	bool headed = false;

	for (size_t i = 0; i < s->setting_n; i++) {
		const struct setting *set = &s->settings[i];

		if (set == best_of(s, set->purpose))
			continue;
		if (!headed)
			put_title(l, _("Also worked"), cols);
		headed = true;
		char *host = esc_text(set->host, strlen(set->host), theme_ascii());
		/* TRANSLATORS: IMAP, a server, a port, SSL/TLS. */
		char *text = mem_printf(_("%s  %s  %d  %s"), words_protocol(set->protocol), host,
					set->port, words_security(set->security));

		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, COL_LABEL, cols, ROLE_NORMAL, text);
		free(text);
		free(host);
	}
}

static void put_note(struct list *l, char *text, int cols)
{
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 1, cols - 1, ROLE_NORMAL, text);
	free(text);
}

static void put_starttls(struct list *l, const struct record *record, int cols)
{
	struct strs lines = {0};

	words_starttls(record, &lines);
	if (lines.n) {
		list_gap(l);
		list_item(l, ITEM_HEADING, 0);
		list_line(l);
		list_put(l, 1, ROLE_TITLE, words_starttls_title());
	}
	for (size_t i = 0; i < lines.n; i++)
		put_note(l, mem_strdup(lines.v[i]), cols);
	strs_clear(&lines);
}

/* Whose form it is, where to find it, and the name to sign in with. */
static void put_program(struct list *l, const struct run *run)
{
	const struct program *p = program_of(run);

	list_item(l, ITEM_TEXT, 0);
	list_line(l);
	list_putf(l, 1, ROLE_NORMAL, "%s %s %s", theme_glyph(GLYPH_LEFT), p->name,
		  theme_glyph(GLYPH_RIGHT));
}

/* As its source has it, computed from the address. */
char *pane_settings_user(const struct record *record)
{
	const struct target *t = record->target;
	char *user = t->email && t->discover && record->summary.setting_n
			 ? setting_user(t, &record->summary.settings[0])
			 : NULL;

	return !user && t->email && !str_icontains(t->user_form, "part") ? mem_strdup(t->email)
									 : user;
}

static void put_user(struct list *l, const struct record *record, int cols)
{
	char *user = pane_settings_user(record);

	if (user) {
		char *shown = privacy_whole(user);

		put_field(l, _("User name"), shown, ROLE_STRONG, cols);
		free(shown);
	} else if (record->target->user_form) {
		put_field(l, _("User name"), record->target->user_form, ROLE_NORMAL, cols);
	}
	free(user);
}

static void put_where(struct list *l, const struct run *run, int cols)
{
	const struct program *p = program_of(run);
	bool same = str_eq(p->path_receive, p->path_send);

	put_title(l, _("Where to enter it"), cols);
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, COL_LABEL, cols, ROLE_NORMAL, _(p->path_receive));
	if (!same) {
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, COL_LABEL, cols, ROLE_NORMAL, _(p->path_send));
	}
	if (!p->local)
		put_note(
		    l,
		    mem_strdup(_("This program connects from its maker's servers, not from this "
				 "computer: what is blocked here doesn't matter to it.")),
		    cols);
}

static void put_notes(struct list *l, const struct record *record, int cols)
{
	const struct target *t = record->target;
	struct strs lines = {0};

	list_gap(l);
	words_programs(record, &lines);
	for (size_t i = 0; i < lines.n; i++)
		put_note(l, mem_strdup(lines.v[i]), cols);
	strs_clear(&lines);
	for (size_t i = 0; i < t->notes.n; i++)
		put_note(l, mem_strdup(t->notes.v[i]), cols);
	if (t->help_url) /* TRANSLATORS: %s is the address of a web page. */
		put_note(l, mem_printf(_("The provider's own page: %s"), t->help_url), cols);
}

static const char *nothing_yet(const struct run *run)
{
	const struct summary *s = &run->record->summary;

	if (s->delivery_asked && !s->receive_asked && !s->send_asked)
		return _(
		    "Only mail between servers was asked about: mail programs need nothing of it.");
	if (run_is_over(run) && sources_guessed(run->record->target))
		return _("No settings can be proposed: the domain's servers are not known.");
	if (run_is_over(run) && summary_is_untested(s))
		return _(
		    "No settings can be proposed: not tested, because the run ended too early.");
	if (run_is_over(run) || s->all_done)
		return _("No settings can be proposed: nothing worked safely from here. \"Why\" "
			 "says the reason.");
	return _("Settings appear here as soon as they have worked.");
}

/* The provider's own settings, where they do not work from here. */
static void put_unreachable(struct list *l, const struct run *run, enum purpose purpose, bool asked,
			    int cols)
{
	const struct endpoint *e = asked ? words_first_choice(run->record, purpose) : NULL;

	if (!e || best_of(&run->record->summary, purpose))
		return;
	list_gap(l);
	put_title(l, purpose_title(purpose), cols);
	const char *label = run->record->target->provider ? run->record->target->label : NULL;

	put_note(l,
		 label ? /* TRANSLATORS: %s is a mail provider. */
		     mem_printf(_("%s's settings, which don't work from here now:"), label)
		       : mem_strdup(_("The provider's settings, which don't work from here now:")),
		 cols);
	put_server(l, service_row(e->service)->protocol, e->host, e->port,
		   security_of(run, e->security), ROLE_DIM, cols);
}

/* What was asked to find the domain's servers. */
static void put_sources(struct list *l, const struct record *record, int cols)
{
	struct sources_words words;

	words_sources(&words, record, true);
	if (words.n) {
		list_gap(l);
		put_title(l, _("What was looked up"), cols);
	}
	for (size_t i = 0; i < words.n; i++) {
		const struct source_words *w = &words.v[i];

		/* TRANSLATORS: a question, and what came of it. */
		put_note(
		    l, mem_printf(w->used ? _("%s: %s (used)") : _("%s: %s"), w->question, w->said),
		    cols);
	}
	sources_words_clear(&words);
}

void pane_settings_build(struct list *l, const struct run *run, int cols)
{
	const struct summary *s = &run->record->summary;
	bool over = (run_is_over(run) || s->all_done) && !sources_guessed(run->record->target);

	if (!s->setting_n)
		put_note(l, mem_strdup(nothing_yet(run)), cols);
	else
		put_program(l, run);
	put_best(l, run, PURPOSE_RECEIVE, cols);
	put_best(l, run, PURPOSE_SEND, cols);
	if (s->setting_n)
		put_user(l, run->record, cols);
	put_unreachable(l, run, PURPOSE_RECEIVE, over && s->receive_asked, cols);
	put_unreachable(l, run, PURPOSE_SEND, over && s->send_asked, cols);
	if (s->setting_n) {
		put_where(l, run, cols);
		put_others(l, s, cols);
		put_notes(l, run->record, cols);
	}
	put_sources(l, run->record, cols);
	put_starttls(l, run->record, cols);
}
