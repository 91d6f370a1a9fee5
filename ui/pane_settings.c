/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to enter in the mail program: only settings that have just worked. */
#include "config.h"
#include "ui/run.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"
#include "words/words.h"
#include "words/words_starttls.h"
#include "ui/text.h"

#include <stdio.h>
#include <stdlib.h>

#define TABLE_COLS 46 /* of a table, without its servers' names */
#define LABEL_COLS 11

/* Positions of the table's columns. */
struct table {
	int protocol, host, port, security, auth;
};

static int longest_host(const struct summary *s)
{
	int cols = text_cols(_("Server"));

	for (size_t i = 0; i < s->setting_n; i++) {
		int needed = text_cols(s->settings[i].host);

		cols = needed > cols ? needed : cols;
	}
	return cols;
}

/* Whether a table fits; else the settings are cards, a line for each value. */
static bool table_for(const struct summary *s, int cols, struct table *ret)
{
	int host_cols = longest_host(s);

	*ret = (struct table){3, 9, 11 + host_cols, 18 + host_cols, 29 + host_cols};
	return TABLE_COLS + host_cols <= cols;
}

static void put_headings(struct list *l, const struct table *t)
{
	list_item(l, ITEM_HEADING, 0);
	list_line(l);
	list_put(l, t->host, ROLE_DIM, _("Server"));
	list_put(l, t->port, ROLE_DIM, _("Port"));
	list_put(l, t->security, ROLE_DIM, _("Security"));
	list_put(l, t->auth, ROLE_DIM, _("Login"));
}

static void put_table_row(struct list *l, const struct setting *s, const struct table *t)
{
	char *auth = words_auth(s->auth);
	char *host = text_clip(s->host, t->port - t->host - 1, theme_ascii());

	list_item(l, ITEM_TEXT, 0);
	list_line(l);
	if (s->best)
		list_put(l, 1, ROLE_OK, theme_glyph(GLYPH_BEST));
	list_put(l, t->protocol, ROLE_NORMAL, words_protocol(s->protocol));
	list_put(l, t->host, s->best ? ROLE_STRONG : ROLE_NORMAL, host);
	list_putf(l, t->port, s->best ? ROLE_STRONG : ROLE_NORMAL, "%d", s->port);
	list_put(l, t->security, s->best ? ROLE_STRONG : ROLE_NORMAL, words_security(s->security));
	list_put(l, t->auth, ROLE_NORMAL, auth);
	free(host);
	free(auth);
}

static void put_pair(struct list *l, const char *label, const char *value, int cols)
{
	list_line(l);
	list_put(l, 3, ROLE_DIM, label);
	list_wrap_on(l, 3 + LABEL_COLS, cols, ROLE_STRONG, value);
}

static void put_card(struct list *l, const struct setting *s, int cols)
{
	char *auth = words_auth(s->auth);
	char port[16];

	snprintf(port, sizeof port, "%d", s->port);
	list_item(l, ITEM_TEXT, 0);
	list_line(l);
	if (s->best)
		list_put(l, 1, ROLE_OK, theme_glyph(GLYPH_BEST));
	list_put(l, 3, ROLE_NORMAL, words_protocol(s->protocol));
	put_pair(l, _("Server"), s->host, cols);
	put_pair(l, _("Port"), port, cols);
	put_pair(l, _("Security"), words_security(s->security), cols);
	put_pair(l, _("Login"), auth, cols);
	free(auth);
}

static void put_purpose(struct list *l, const struct summary *s, enum purpose purpose, int cols)
{
	struct table table;
	bool fits = table_for(s, cols, &table), any = false;

	for (size_t i = 0; i < s->setting_n; i++) {
		const struct setting *setting = &s->settings[i];

		if (setting->purpose != purpose)
			continue;
		if (!any) {
			list_item(l, ITEM_HEADING, 0);
			list_line(l);
			list_put(l, 1, ROLE_TITLE,
				 purpose == PURPOSE_RECEIVE ? _("To read mail")
							    : _("To send mail"));
		}
		any = true;
		if (fits)
			put_table_row(l, setting, &table);
		else
			put_card(l, setting, cols);
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

static void put_notes(struct list *l, const struct record *record, int cols)
{
	const struct target *t = record->target;
	struct strs lines = {0};

	list_gap(l);
	put_note(
	    l,
	    mem_printf(_("%s marks the first choice. All of these have just worked from here."),
		       theme_glyph(GLYPH_BEST)),
	    cols);
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
	if (run_is_over(run) && summary_is_untested(s))
		return _(
		    "No settings can be proposed: not tested, because the run ended too early.");
	if (run_is_over(run) || s->all_done)
		return _("No settings can be proposed: nothing worked safely from here. The "
			 "findings say "
			 "why.");
	return _("Settings appear here as soon as they have worked.");
}

void pane_settings_build(struct list *l, const struct run *run, int cols)
{
	const struct summary *s = &run->record->summary;
	struct table table;

	if (!s->setting_n) {
		put_note(l, mem_strdup(nothing_yet(run)), cols);
		put_starttls(l, run->record, cols);
		return;
	}
	if (table_for(s, cols, &table))
		put_headings(l, &table);
	put_purpose(l, s, PURPOSE_RECEIVE, cols);
	put_purpose(l, s, PURPOSE_SEND, cols);
	put_notes(l, run->record, cols);
	put_starttls(l, run->record, cols);
}
