/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Causes: one is open, with the way, what to do and how we know; the others are one line each. */
#include "config.h"
#include "ui/run.h"
#include "ui/remedy_lines.h"
#include "ui/waiting.h"
#include "ui/well.h"

#include "advice/topics.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/account_files.h"
#include "know/services.h"
#include "words/words.h"
#include "words/words_account.h"
#include "words/words_error.h"
#include "words/words_message.h"
#include "ui/text.h"

#include <stdlib.h>
#include <string.h>

#define COL_GLYPH 1
#define COL_TEXT 4
#define CERTAINTY_COLS 60 /* from here on, at the right of the title */
#define EVENTS_SHOWN 3

enum role pane_verdict_role(enum verdict v)
{
	static const enum role roles[VERDICT_COUNT_] = {
	    [VERDICT_OK] = ROLE_OK,	      [VERDICT_NOTE] = ROLE_NOTE,
	    [VERDICT_WARNING] = ROLE_WARNING, [VERDICT_PROBLEM] = ROLE_PROBLEM,
	    [VERDICT_UNTESTED] = ROLE_DIM,
	};

	return roles[v];
}

enum glyph pane_verdict_glyph(enum verdict v)
{
	static const enum glyph glyphs[VERDICT_COUNT_] = {
	    [VERDICT_OK] = GLYPH_OK,
	    [VERDICT_NOTE] = GLYPH_NOTE,
	    [VERDICT_WARNING] = GLYPH_WARNING,
	    [VERDICT_PROBLEM] = GLYPH_NO,
	    [VERDICT_UNTESTED] = GLYPH_UNTESTED,
	};

	return glyphs[v];
}

static void put_paragraph(struct list *l, int col, int cols, enum role role, char *text)
{
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, col, cols, role, text);
	free(text);
}

static void put_heading(struct list *l, const char *text)
{
	list_item(l, ITEM_HEADING, 0);
	list_line(l);
	list_put(l, COL_GLYPH, ROLE_TITLE, text);
}

/* ---- the open finding ---- */

static void put_title(struct list *l, const struct run *run, const struct finding *f, int cols,
		      bool open)
{
	char *title = words_title_apart(run->record, f);
	const char *certainty = words_certainty(f->certainty);
	int room = cols;

	list_item(l, ITEM_ROW, run_finding_ref(f));
	list_line(l);
	list_put(l, COL_GLYPH, pane_verdict_role(f->verdict),
		 theme_glyph(f->under >= 0 ? GLYPH_FOLLOWS : pane_verdict_glyph(f->verdict)));
	if (cols >= CERTAINTY_COLS) {
		room = cols - text_cols(certainty) - 2;
		list_put(l, cols - text_cols(certainty), ROLE_DIM, certainty);
	}
	list_wrap_on(l, f->under >= 0 ? COL_TEXT + 2 : COL_TEXT, room,
		     open ? ROLE_STRONG : ROLE_NORMAL, title);
	free(title);
}

static void put_steps(struct list *l, const struct run *run, const struct finding *f, int cols)
{
	struct strs steps = {0};

	words_steps(run->record, f, &steps);
	if (steps.n)
		put_heading(l, _("What to do"));
	for (size_t i = 0; i < steps.n; i++) {
		list_item(l, ITEM_TEXT, 0);
		list_line(l);
		list_putf(l, COL_GLYPH + 1, ROLE_STRONG, "%zu", i + 1);
		list_wrap_on(l, COL_TEXT, cols, ROLE_NORMAL, steps.v[i]);
	}
	strs_clear(&steps);
}

/* The key that tests another name, where one would do. */
static void put_testing(struct list *l, const struct run *run, const struct finding *f, int cols)
{
	const char *name = run_proposed_name(f);

	if (!name || !run->limits || run->played || run->record->target->practice ||
	    !command_key(COMMAND_TEST_NAME, WHERE_RUN))
		return;
	char *shown = esc_text(name, strlen(name), false);
	/* TRANSLATORS: {test-name} is a key, %s the name of a server. */
	char *text = mem_printf(_("{test-name} tests %s now."), shown);

	put_paragraph(l, COL_GLYPH + 1, cols, ROLE_DIM, command_text(text, WHERE_RUN));
	free(text);
	free(shown);
}

/* The key that writes to someone who can help, once there is nothing more to find out. */
static void put_writing(struct list *l, const struct run *run, const struct finding *f, int cols)
{
	enum party parties[PARTY_COUNT_];

	if (f->verdict == VERDICT_OK || !run_is_over(run) ||
	    !command_key(COMMAND_MESSAGE, WHERE_RUN) || !parties_of(run->record, f, parties) ||
	    parties[0] == PARTY_HELPDESK)
		return;
	/* TRANSLATORS: {message} is a key, %s a party ("your Internet provider"). */
	char *text = mem_printf(_("{message} writes a message to %s, with the proof."),
				words_party(run->record, parties[0]));

	put_paragraph(l, COL_GLYPH + 1, cols, ROLE_DIM, command_text(text, WHERE_RUN));
	free(text);
}

/* What was seen; the log marks all of it. */
static void put_events(struct list *l, const struct run *run, const struct finding *f, int cols,
		       bool whole)
{
	size_t shown = 0;

	for (size_t i = 0; i < f->evidence.n && (whole || shown < EVENTS_SHOWN); i++) {
		const struct event *e = log_get(&run->record->log, f->evidence.v[i]);
		char *text = e ? words_event(e, theme_ascii()) : NULL;

		if (text && *text) {
			list_item(l, ITEM_TEXT, 0);
			list_line(l);
			list_put(l, COL_GLYPH + 1, ROLE_MARK, theme_glyph(GLYPH_MARK));
			list_wrap_on(l, COL_TEXT, cols, ROLE_NORMAL, text);
			shown++;
		}
		free(text);
	}
	if (shown < f->evidence.n && !whole) {
		size_t more = f->evidence.n - shown;

		put_paragraph(l, COL_TEXT, cols, ROLE_DIM,
			      mem_printf(ngettext("and %zu more line in the log",
						  "and %zu more lines in the log", more),
					 more));
	}
}

static size_t consequences_of(const struct findings *all, const struct finding *f)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += finding_follows(all, &all->v[i]) && &all->v[all->v[i].under] == f;
	return n;
}

static void put_consequences(struct list *l, const struct run *run, const struct finding *f,
			     int cols, bool whole)
{
	const struct findings *all = &run->record->findings;
	size_t n = consequences_of(all, f);

	if (!n)
		return;
	if (!whole && !run->consequences) {
		char *text =
		    mem_printf(ngettext("%zu thing follows from it[open:: {open} shows it|]",
					"%zu things follow from it[open:: {open} shows them|]", n),
			       n);

		put_paragraph(l, COL_GLYPH + 1, cols, ROLE_DIM, command_text(text, WHERE_RUN));
		free(text);
		return;
	}
	put_heading(l, _("This follows from it"));
	for (size_t i = 0; i < all->n; i++) {
		if (!finding_follows(all, &all->v[i]) || &all->v[all->v[i].under] != f)
			continue;
		char *title = words_title_apart(run->record, &all->v[i]);

		list_item(l, ITEM_TEXT, 0);
		list_line(l);
		list_put(l, COL_GLYPH + 1, ROLE_DIM, theme_glyph(GLYPH_FOLLOWS));
		list_wrap_on(l, COL_TEXT, cols, ROLE_DIM, title);
		free(title);
	}
}

static unsigned row_of(const struct run *run, const struct finding *f)
{
	if (!f->endpoints.n || finding_is_about(f, run->endpoint))
		return run->endpoint;
	return f->endpoints.v[0];
}

void pane_why_put_finding(struct list *l, const struct run *run, const struct finding *f, int cols,
			  bool whole)
{
	char *explanation = words_explanation(run->record, f);

	put_title(l, run, f, cols, true);
	pane_way_put_chain(l, run, row_of(run, f), cols);
	put_steps(l, run, f, cols);
	remedies_put(l, run, f, cols, whole);
	put_testing(l, run, f, cols);
	put_writing(l, run, f, cols);
	put_heading(l, _("How we know"));
	put_paragraph(l, COL_TEXT, cols, ROLE_NORMAL, explanation);
	put_events(l, run, f, cols, whole);
	put_consequences(l, run, f, cols, whole);
}

/* ---- the list ---- */

/* Causes only: what follows from one is shown with it, what is fine with its row. */
static bool is_listed(const struct finding *f, const struct finding *open, bool about)
{
	return f == open || (f->under < 0 && (about || f->verdict != VERDICT_OK));
}

static void put_one(struct list *l, const struct run *run, const struct finding *f, int cols)
{
	if (f == run_finding(run))
		pane_why_put_finding(l, run, f, cols, false);
	else
		put_title(l, run, f, cols, false);
}

/* Those about the selected row, or the others; returns how many. */
static size_t put_findings(struct list *l, const struct run *run, int cols, bool about,
			   bool operator, const char * heading)
{
	const struct findings *all = &run->record->findings;
	const struct finding *open = run_finding(run);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = &all->v[i];
		bool mine = run->touched && finding_is_about(f, run->endpoint);

		if (!is_listed(f, open, about) || mine != about ||
		    (!about && f->for_operator != operator))
			continue;
		if (!n++ && heading) {
			if (l->line_n)
				list_gap(l);
			put_heading(l, heading);
		}
		put_one(l, run, f, cols);
	}
	return n;
}

/* A row that no finding is about: how it ended, and what the port is for. */
static void put_row(struct list *l, const struct run *run, int cols)
{
	const struct endpoint *e = endpoints_get(&run->record->plan, run->endpoint);

	if (!e)
		return;
	put_paragraph(l, COL_GLYPH, cols, ROLE_NORMAL, words_state(run->record, e->id));
	put_paragraph(l, COL_GLYPH, cols, ROLE_NORMAL,
		      mem_strdup(_(service_row(e->service)->what)));
}

static bool has_reason(const struct run *run)
{
	const struct findings *all = &run->record->findings;

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].verdict != VERDICT_OK && finding_is_about(&all->v[i], run->endpoint))
			return true;
	return false;
}

static void put_nothing(struct list *l, const struct run *run, int cols)
{
	const struct target *target = run->record->target;
	char *waiting = waiting_sentence(run);

	if (waiting)
		put_paragraph(l, COL_GLYPH, cols, ROLE_RUNNING, waiting);
	else
		put_paragraph(
		    l, COL_GLYPH, cols, ROLE_NORMAL,
		    mem_strdup(
			run_is_complete(run) ? _("Every port answered as it should.")
			: run_is_over(run)
			    ? _("Nothing to report of what was tested; the run ended too early.")
			    : _("Nothing to report so far.")));
	if (!run_is_over(run) && !run->played && !target->only_target && !target->practice) {
		list_gap(l);
		put_paragraph(l, COL_GLYPH, cols, ROLE_DIM, mem_strdup(_(topic_contacts_brief)));
	}
}

/* Lines above the causes, while no row is selected. Takes ownership of heading. */
static void put_lines(struct list *l, char *heading, const struct strs *lines, int cols)
{
	if (lines->n) {
		put_heading(l, heading);
		for (size_t i = 0; i < lines->n; i++)
			put_paragraph(l, COL_TEXT, cols, ROLE_NORMAL, mem_strdup(lines->v[i]));
		list_gap(l);
	}
	free(heading);
}

/* What the mail program whose account it is has to be told. */
static void put_account(struct list *l, const struct run *run, int cols)
{
	struct strs lines = {0};
	const char *program = run->record->target->account;

	words_account(run->record, &lines);
	/* TRANSLATORS: %s is a mail program. */
	put_lines(l, mem_printf(_("As %s has it"), program ? account_program_name(program) : ""),
		  &lines, cols);
	strs_clear(&lines);
}

/* What the mail program's error message has to do with it. */
static void put_error(struct list *l, const struct run *run, int cols)
{
	const char *text = run->record->target->error;
	struct strs lines = {0};

	if (text)
		words_error(run->record, text, &lines);
	put_lines(l, mem_strdup(_("The error message")), &lines, cols);
	strs_clear(&lines);
}

void pane_why_build(struct list *l, const struct run *run, int cols)
{
	size_t n = 0;

	if (!run->touched) {
		put_account(l, run, cols);
		put_error(l, run, cols);
	}

	if (run->touched && !has_reason(run))
		put_row(l, run, cols);
	n += put_findings(l, run, cols, true, false, NULL);
	n += put_findings(l, run, cols, false, false,
			  run->touched ? _("Elsewhere in this run") : NULL);
	n += put_findings(l, run, cols, false, true, _("For the administrator of the servers"));
	if (!n && !run->touched)
		put_nothing(l, run, cols);
	if (!run->touched && well_is(run)) {
		if (n)
			list_gap(l);
		well_put(l, run, cols);
	}
}
