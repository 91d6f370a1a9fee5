/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that a person may want to know. */
#include "config.h"
#include "report/report_text.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"
#include "words/words_place.h"
#include "words/words_changes.h"
#include "words/words_compare.h"
#include "words/words_remedies.h"
#include "words/words_sources.h"
#include "words/words_versions.h"

#include <stdlib.h>
#include <string.h>

#define EVIDENCE_LINES_MAX 8 /* of one finding; the JSON report has all */

static char *escaped(const char *text)
{
	return esc_text(text, strlen(text), false);
}

void report_cut_short(struct page *p, const struct record *record)
{
	const struct event *end = record->facts.run_end;

	if (end && end->outcome == OUTCOME_CANCELLED)
		page_paragraph(p, PAGE_WARNING, "",
			       _("The run was stopped: some tests are missing."));
	else if (end && end->outcome == OUTCOME_TIMEOUT)
		page_paragraph(p, PAGE_WARNING, "",
			       _("The run's time was up: some tests are missing."));
	else if (!end)
		page_paragraph(p, PAGE_WARNING, "", _("The run was still going on."));
}

static void write_header(struct page *p, const struct record *record)
{
	const struct target *t = record->target;
	const struct summary *summary = &record->summary;
	char *label = escaped(t->label), *date = words_date(log_now(&record->log));
	char *took = words_time(record->elapsed_us), *step = words_next_step(record);

	/* TRANSLATORS: the heading of the report: whose mail it is about. */
	page_give(p, PAGE_HEADING, "", mem_printf(_("Mail check: %s"), label));
	/* TRANSLATORS: date, duration, two numbers of ports, version. */
	page_give(p, PAGE_FAINT, "",
		  mem_printf(_("%s, %s, %zu of %zu tested, porthorn %s"), date, took,
			     summary->checked, summary->total, PACKAGE_VERSION));
	char *source = words_servers_from(record);

	if (source)
		page_give(p, PAGE_FAINT, "", mem_printf(_("Servers from: %s"), source));
	free(source);
	if (t->practice)
		page_paragraph(p, PAGE_FAINT, "",
			       _("These are practice servers inside porthorn, not real ones."));
	report_cut_short(p, record);
	page_gap(p);
	page_give(p, PAGE_PLAIN, "", words_summary(record));
	if (step)
		/* TRANSLATORS: stands before the first thing to do, a whole sentence. */
		page_give(p, PAGE_PLAIN, _("Next step: "), step);
	free(label);
	free(date);
	free(took);
}

static void write_notes(struct page *p, const struct record *record)
{
	const struct target *t = record->target;

	struct strs dated = {0};

	words_changes(record, &dated);
	if (!t->notes.n && !t->help_url && !dated.n)
		return;
	page_section(p, _("What the provider says"));
	for (size_t i = 0; i < t->notes.n; i++)
		page_give(p, PAGE_PLAIN, "  - ", escaped(t->notes.v[i]));
	for (size_t i = 0; i < dated.n; i++)
		page_paragraph(p, PAGE_PLAIN, "  - ", dated.v[i]);
	strs_clear(&dated);
	if (t->help_url) {
		char *url = escaped(t->help_url);

		page_line(p, PAGE_PLAIN, "  - ", url);
		free(url);
	}
}

static enum page_role role_of(enum verdict v)
{
	static const enum page_role roles[VERDICT_COUNT_] = {PAGE_GOOD, PAGE_PLAIN, PAGE_WARNING,
							     PAGE_BAD, PAGE_FAINT};

	return roles[v];
}

static void write_where(struct page *p, const struct record *record, const struct finding *f)
{
	char *names = words_rows(record, &f->endpoints), *hop = f->hop ? escaped(f->hop) : NULL;

	/* TRANSLATORS: how sure it is, where it is, the address of the last hop that let it
	 * through. */
	page_give(p, PAGE_PLAIN, "   ",
		  hop ? mem_printf(_("How sure: %s. Where: %s, after %s."),
				   words_certainty(f->certainty), words_place_of(record, f), hop)
		  : f->place == PLACE_UNKNOWN
		      ? mem_printf(_("How sure: %s."), words_certainty(f->certainty))
		      : mem_printf(_("How sure: %s. Where: %s."), words_certainty(f->certainty),
				   words_place_of(record, f)));
	if (*names)
		page_give(p, PAGE_PLAIN, "   ", mem_printf(_("About: %s."), names));
	free(names);
	free(hop);
}

static void write_steps(struct page *p, const struct record *record, const struct finding *f)
{
	struct strs steps = {0};

	words_steps(record, f, &steps);
	if (steps.n)
		page_paragraph(p, PAGE_PLAIN, "   ", _("What to do:"));
	for (size_t i = 0; i < steps.n; i++)
		page_paragraph(p, PAGE_PLAIN, "   - ", steps.v[i]);
	strs_clear(&steps);
}

static void write_remedies(struct page *p, const struct record *record, const struct finding *f)
{
	struct remedy_steps steps;

	words_remedies(&steps, record, f, p->system);
	words_remedies_page(p, &steps, "   ");
	remedy_steps_clear(&steps);
}

/* The same observation at several rows is one line: the first one, and at how many more rows. */
struct proof {
	char *line; /* with its time */
	const struct event *event;
	size_t more;
};

/* The observation without its time. */
static const char *observation(const char *line)
{
	const char *gap = strstr(line, "  ");

	return gap ? gap + 2 : line;
}

static size_t gather(const struct page *p, const struct record *record, const struct finding *f,
		     struct proof *proofs)
{
	size_t n = 0;

	for (size_t i = 0; i < f->evidence.n; i++) {
		const struct event *e = log_get(&record->log, f->evidence.v[i]);
		char *line = e ? words_event(e, p->ascii) : NULL;
		size_t k = 0;

		if (!line)
			continue;
		while (k < n && !str_eq(observation(proofs[k].line), observation(line)))
			k++;
		if (k < n) {
			proofs[k].more++;
			free(line);
		} else {
			proofs[n++] = (struct proof){line, e, 0};
		}
	}
	return n;
}

static void write_proof(struct page *p, const struct record *record, const struct proof *proof)
{
	char *name =
	    proof->event->endpoint ? words_endpoint_name(record, proof->event->endpoint) : NULL;
	char *text;

	if (name && proof->more)
		/* TRANSLATORS: time and observation, the row that it is about, and how many more
		 * rows saw the same. */
		text = mem_printf(ngettext("%s (%s, and %zu more the same)",
					   "%s (%s, and %zu more the same)", proof->more),
				  proof->line, name, proof->more);
	else
		/* TRANSLATORS: time and observation, then the row that it is about in brackets. */
		text = name ? mem_printf(_("%s (%s)"), proof->line, name) : mem_strdup(proof->line);
	page_give(p, PAGE_FAINT, "   - ", text);
	free(name);
}

static void write_evidence(struct page *p, const struct record *record, const struct finding *f)
{
	struct proof *proofs = mem_calloc(f->evidence.n, sizeof *proofs);
	size_t n = gather(p, record, f, proofs);

	page_paragraph(p, PAGE_PLAIN, "   ", _("Seen:"));
	for (size_t i = 0; i < n; i++) {
		if (i < EVIDENCE_LINES_MAX)
			write_proof(p, record, &proofs[i]);
		free(proofs[i].line);
	}
	if (n > EVIDENCE_LINES_MAX)
		page_give(p, PAGE_FAINT, "   - ",
			  mem_printf(ngettext("and %zu more line, in the JSON report",
					      "and %zu more lines, in the JSON report",
					      n - EVIDENCE_LINES_MAX),
				     n - EVIDENCE_LINES_MAX));
	free(proofs);
}

/* Findings that follow from f, a line each: f says what to do about them. */
static bool same_rows(const struct numbers *a, const struct numbers *b)
{
	return a->n == b->n && !memcmp(a->v, b->v, a->n * sizeof *a->v);
}

static void write_folded(struct page *p, const struct record *record, size_t parent)
{
	const struct findings *all = &record->findings;
	bool first = true;

	for (size_t i = 0; i < all->n; i++) {
		if (all->v[i].under != (int)parent || !finding_follows(all, &all->v[i]))
			continue;
		if (first)
			page_paragraph(p, PAGE_PLAIN, "   ", _("Consequences:"));
		first = false;
		char *title = words_title(record, &all->v[i]),
		     *names = same_rows(&all->v[i].endpoints, &all->v[parent].endpoints)
				  ? mem_strdup("")
				  : words_rows(record, &all->v[i].endpoints);

		/* TRANSLATORS: "Warning: the title (the rows it is about)". */
		page_give(p, PAGE_PLAIN, "   - ",
			  *names
			      ? mem_printf(_("%s: %s (%s)"), words_verdict(all->v[i].verdict),
					   title, names)
			      : mem_printf(_("%s: %s"), words_verdict(all->v[i].verdict), title));
		free(title);
		free(names);
	}
}

static void write_finding(struct page *p, const struct record *record, size_t index, size_t number)
{
	const struct finding *f = &record->findings.v[index];
	char *title = words_title(record, f), *lead = mem_printf("%zu. ", number);

	page_gap(p);
	page_give(p, role_of(f->verdict), lead,
		  mem_printf(_("%s: %s"), words_verdict(f->verdict), title));
	write_where(p, record, f);
	char *explanation = words_explanation(record, f);

	if (*explanation)
		page_paragraph(p, PAGE_PLAIN, "   ", explanation);
	free(explanation);
	write_steps(p, record, f);
	write_remedies(p, record, f);
	write_evidence(p, record, f);
	write_folded(p, record, index);
	free(title);
	free(lead);
}

/* What is as it should be: a line each, no steps, no proof. */
static void write_fine(struct page *p, const struct record *record)
{
	const struct findings *all = &record->findings;

	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = &all->v[i];

		if (f->under >= 0 || f->verdict != VERDICT_OK)
			continue;
		char *title = words_title(record, f), *names = words_rows(record, &f->endpoints);

		page_gap(p);
		/* TRANSLATORS: "Fine: the title (the rows it is about)". */
		page_give(
		    p, PAGE_PLAIN, "",
		    *names ? mem_printf(_("%s: %s (%s)"), words_verdict(f->verdict), title, names)
			   : mem_printf(_("%s: %s"), words_verdict(f->verdict), title));
		free(title);
		free(names);
	}
}

static void write_findings(struct page *p, const struct record *record)
{
	const struct findings *all = &record->findings;
	size_t number = 0;

	page_section(p, _("What this means"));
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].under < 0 && all->v[i].verdict != VERDICT_OK)
			write_finding(p, record, i, ++number);
	write_fine(p, record);
	if (!all->n)
		page_paragraph(p, PAGE_PLAIN, "  ",
			       record->summary.checked == record->summary.total
				   ? _("No problems were found.")
				   : _("No problems were found in the tested part."));
}

/* What a row's server chose, and what it accepts; NULL without a session. */
static char *session_text(const struct facts *all, size_t i)
{
	const struct endpoint_facts *f = &all->v[i];
	char *chosen = words_chosen(f), *versions = words_versions(f), *secrecy = words_secrecy(f);
	const char *untested = versions ? NULL : words_versions_untested(all, i, false);
	struct buf text;

	buf_init(&text, 0);
	if (chosen) /* TRANSLATORS: a version of TLS and a cipher suite. */
		buf_printf(&text, _("Chosen: %s."), chosen);
	if (versions || untested)
		buf_printf(&text, " %s", versions ? versions : untested);
	if (secrecy)
		buf_printf(&text, " %s", secrecy);
	free(secrecy);
	free(versions);
	free(chosen);
	return text.len ? buf_take(&text) : NULL;
}

/* Which encryption the rows have, one paragraph for all with the same answer. */
static void write_versions(struct page *p, const struct record *record)
{
	const struct facts *f = &record->facts;
	char **texts = mem_calloc(f->n ? f->n : 1, sizeof *texts);
	bool first = true;

	for (size_t i = 0; i < f->n; i++)
		texts[i] = session_text(f, i);
	for (size_t i = 0; i < f->n; i++) {
		struct numbers rows = {mem_calloc(f->n, sizeof *rows.v), 0};

		for (size_t k = i; texts[i] && k < f->n; k++)
			if (str_eq(texts[k], texts[i]))
				rows.v[rows.n++] = (unsigned)k + 1;
		if (first && rows.n)
			page_section(p, _("Encryption"));
		if (rows.n) {
			char *names = words_rows(record, &rows);

			first = false;
			/* TRANSLATORS: rows ("imaps 993"), then what they take. */
			page_give(p, PAGE_PLAIN, "  ", mem_printf(_("%s: %s"), names, texts[i]));
			free(names);
		}
		for (size_t k = rows.n; k-- > 0;) {
			free(texts[rows.v[k] - 1]);
			texts[rows.v[k] - 1] = NULL;
		}
		free(rows.v);
	}
	free(texts);
}

#define COMPARE_LEAD "    "

/* A table if there is room, else a line for each cell. */
static void write_compare_words(struct page *p, const struct compare_words *w)
{
	bool as_table = w->table_cols + (int)strlen(COMPARE_LEAD) <= p->cols;
	const struct strs *lines = as_table ? &w->table : &w->lines;

	for (size_t i = 0; i < lines->n; i++)
		(as_table ? page_line : page_paragraph)(p, PAGE_PLAIN, COMPARE_LEAD, lines->v[i]);
	if (as_table && w->sentence)
		page_paragraph(p, PAGE_PLAIN, COMPARE_LEAD, w->sentence);
}

/* Other servers' results on the ports that failed. */
static void write_compare(struct page *p, const struct record *record)
{
	struct compare_table comparison;
	struct compare_pages pages;

	compare_init(&comparison, &record->facts);
	words_compare(&pages, &comparison);
	if (pages.n)
		page_section(p, _("Compared with other servers"));
	for (size_t i = 0; i < pages.n; i++) {
		page_paragraph(p, PAGE_PLAIN, "  ", pages.v[i].title);
		write_compare_words(p, &pages.v[i]);
	}
	compare_pages_clear(&pages);
	compare_clear(&comparison);
}

/* What was asked to find the domain's servers. */
static void write_sources(struct page *p, const struct record *record)
{
	struct sources_words list;

	words_sources(&list, record, true);
	if (list.n)
		page_section(p, _("What was looked up"));
	for (size_t i = 0; i < list.n; i++) {
		const struct source_words *w = &list.v[i];
		char *took = w->us ? words_time(w->us) : mem_strdup("");

		/* TRANSLATORS: a question, what came of it, how long it took. */
		page_give(p, w->used ? PAGE_GOOD : PAGE_PLAIN, "  - ",
			  *took ? mem_printf(w->used ? _("%s: %s (%s) - used") : _("%s: %s (%s)"),
					     w->question, w->said, took)
				: mem_printf(_("%s: %s"), w->question, w->said));
		free(took);
	}
	sources_words_clear(&list);
}

void report_full(struct buf *out, const struct record *record, const struct page_options *o)
{
	struct page p;

	page_init(&p, out, o);
	write_header(&p, record);
	report_account(&p, record);
	report_error(&p, record);
	report_settings(&p, record);
	report_audit(&p, record);
	write_sources(&p, record);
	page_section(&p, _("Ports"));
	report_grid(&p, record);
	write_versions(&p, record);
	write_compare(&p, record);
	write_findings(&p, record);
	report_path(&p, record);
	write_notes(&p, record);
}
