/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An audit on a page: what to change first, then what was asked, then what to publish. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "reason/audit.h"
#include "words/words.h"
#include "words/words_audit.h"
#include "words/words_sources.h"

#include <stdlib.h>

#define TEXT_COL 4

static void heading(struct list *l, int cols, const char *title)
{
	if (l->line_n)
		list_gap(l);
	list_item(l, ITEM_HEADING, 0);
	list_wrap(l, 1, cols, ROLE_TITLE, title);
}

/* Takes ownership of both texts; remedy may be NULL. */
static void put_change(struct list *l, int cols, char *fault, char *remedy)
{
	list_item(l, ITEM_TEXT, 0);
	list_line(l);
	list_put(l, 1, ROLE_WARNING, theme_glyph(GLYPH_WARNING));
	list_wrap_on(l, TEXT_COL, cols, ROLE_STRONG, fault);
	if (remedy && *remedy)
		list_wrap(l, TEXT_COL, cols, ROLE_NORMAL, remedy);
	free(fault);
	free(remedy);
}

static char *first_step(const struct record *record, const struct finding *f)
{
	struct strs steps = {0};

	words_steps(record, f, &steps);
	char *first = steps.n ? mem_strdup(steps.v[0]) : NULL;

	strs_clear(&steps);
	return first;
}

static void put_changes(struct list *l, const struct record *record, int cols)
{
	const struct findings *findings = &record->findings;
	const char *domain = record->target->domain;
	struct audit audit;

	audit_init(&audit, &record->facts);
	for (size_t i = 0; i < findings->n; i++)
		if (audit_is_about(&findings->v[i]))
			put_change(l, cols, words_title(record, &findings->v[i]),
				   first_step(record, &findings->v[i]));
	for (size_t i = 0; i < audit.n; i++)
		put_change(l, cols, words_audit_fault(&audit.v[i], domain),
			   words_audit_remedy(&audit.v[i], domain));
	audit_clear(&audit);
}

/* Nothing is shown that a later answer could take back. */
static void put_verdict(struct list *l, const struct record *record, int cols)
{
	heading(l, cols, _("What to change"));
	if (!record->done) {
		char *text = mem_printf(_("Still asking and testing: %zu of %zu ports."),
					record->summary.done, record->summary.total);

		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, TEXT_COL, cols, ROLE_RUNNING, text);
		free(text);
	} else if (audit_asks_for_change(&record->facts, &record->findings)) {
		put_changes(l, record, cols);
	} else {
		list_item(l, ITEM_TEXT, 0);
		list_line(l);
		list_put(l, 1, ROLE_OK, theme_glyph(GLYPH_OK));
		list_wrap_on(l, TEXT_COL, cols, ROLE_NORMAL,
			     _("Nothing: all that is published is true."));
	}
}

static void put_sources(struct list *l, const struct record *record, int cols)
{
	struct sources_words list;

	words_sources(&list, record, true);
	if (list.n)
		heading(l, cols, _("What was looked up"));
	for (size_t i = 0; i < list.n; i++) {
		const struct source_words *w = &list.v[i];
		/* TRANSLATORS: a question, and what came of it. */
		char *text = mem_printf(_("%s: %s"), w->question, w->said);

		list_item(l, ITEM_TEXT, 0);
		list_line(l);
		list_put(l, 1, w->used ? ROLE_OK : ROLE_DIM, w->used ? theme_glyph(GLYPH_OK) : "-");
		list_wrap_on(l, TEXT_COL, cols, ROLE_NORMAL, text);
		free(text);
	}
	sources_words_clear(&list);
}

static void put_lines(struct list *l, int cols, const char *title, const struct strs *lines)
{
	if (lines->n)
		heading(l, cols, title);
	for (size_t i = 0; i < lines->n; i++) {
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, 1, cols, ROLE_COMMAND, lines->v[i]);
	}
}

/* Takes ownership of text, which may be NULL. A line keeps its indentation. */
static void put_document(struct list *l, int cols, const char *title, char *text)
{
	struct strs lines = {0};

	if (text)
		strs_split(&lines, text, "\n");
	if (lines.n)
		heading(l, cols, title);
	for (size_t i = 0; i < lines.n; i++) {
		const char *line = lines.v[i];
		int indent = 0;

		while (line[indent] == ' ')
			indent++;
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, 1 + indent, cols, ROLE_COMMAND, line + indent);
	}
	strs_clear(&lines);
	free(text);
}

void audit_page_build(struct list *l, const struct record *record, int cols)
{
	struct strs srv = {0};

	put_verdict(l, record, cols);
	put_sources(l, record, cols);
	if (!record->done)
		return;
	words_publish_srv(record, &srv);
	put_lines(l, cols, _("SRV records to publish"), &srv);
	strs_clear(&srv);
	put_document(l, cols, _("Autoconfig document to publish"),
		     words_publish_autoconfig(record));
	put_document(l, cols, _("Autodiscover answer to publish"),
		     words_publish_autodiscover(record));
}

static void show(struct ui *ui)
{
	reader_open(ui, &(struct reader_page){.kind = READER_AUDIT});
}

void audit_open(struct ui *ui, const char *domain)
{
	if (app_open(ui, UI_AUDIT, domain)) {
		show(ui);
	} else if (ui->screen != SCREEN_START && ui->start.error) {
		app_say(ui, ui->start.error);
		ui->start.error = NULL;
	}
}

static void answer(struct ui *ui, const char *choice)
{
	char *domain = mem_strdup(ui->run.record->target->domain);

	if (*choice == 'y')
		audit_open(ui, domain);
	free(domain);
}

void audit_ask(struct ui *ui)
{
	const struct target *t = ui->run.record->target;

	if (t->audit) {
		show(ui);
	} else if (!ui->options->open || t->practice) {
		app_say(ui, mem_strdup(_("Only a domain can be audited, from the start screen.")));
	} else if (!t->domain) {
		app_say(ui,
			mem_strdup(_("Test an e-mail address or a domain first: only these can be "
				     "audited.")));
	} else {
		/* TRANSLATORS: %s is a domain; y and n stay as they are. */
		char *label = mem_printf(_("Audit %s, for its administrator? (y, n)"), t->domain);

		prompt_choice(&ui->prompt, label, "yn", answer);
		free(label);
	}
}
