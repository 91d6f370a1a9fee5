/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/report_text.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "report/words.h"

#include <stdlib.h>
#include <string.h>

#define EVIDENCE_LINES_MAX 12 /* of one finding; the case file has all */

static void heading(struct page *p, const char *text)
{
	page_gap(p);
	page_paragraph(p, PAGE_HEADING, "", text);
}

/* A paragraph whose text is given up. */
static void paragraph(struct page *p, enum page_role role, const char *lead, char *text)
{
	page_paragraph(p, role, lead, text);
	free(text);
}

static char *escaped(const char *text)
{
	return esc_text(text, strlen(text), false);
}

static void write_header(struct page *p, const struct session *s)
{
	const struct target *t = session_target(s);
	const struct summary *summary = session_summary(s);
	char *label = escaped(t->label), *date = words_date(log_now(session_log(s)));
	char *took = words_time(session_elapsed_us(s));

	/* TRANSLATORS: the heading of the report: whose mail it is about. */
	paragraph(p, PAGE_HEADING, "", mem_printf(_("Mail check: %s"), label));
	/* TRANSLATORS: date, duration, two numbers of ports, version. */
	paragraph(p, PAGE_FAINT, "",
		  mem_printf(_("%s, took %s, %zu of %zu checked, porthorn %s"), date, took,
			     summary->done, summary->total, PACKAGE_VERSION));
	if (t->source) {
		char *source = escaped(t->source);

		paragraph(p, PAGE_FAINT, "", mem_printf(_("Servers from: %s"), source));
		free(source);
	}
	if (t->practice)
		page_paragraph(p, PAGE_FAINT, "",
			       _("These are practice servers inside porthorn, not real ones."));
	page_gap(p);
	paragraph(p, PAGE_PLAIN, "", words_summary(s));
	free(label);
	free(date);
	free(took);
}

static void write_settings(struct page *p, const struct session *s)
{
	struct strs lines = {0};

	words_settings(s, &lines);
	if (!lines.n)
		return;
	heading(p, _("Settings to enter (the first of a kind is the best; each has just worked)"));
	for (size_t i = 0; i < lines.n; i++)
		if (*lines.v[i])
			page_paragraph(p, PAGE_PLAIN, "  - ", lines.v[i]);
	strs_clear(&lines);
}

static void write_notes(struct page *p, const struct session *s)
{
	const struct target *t = session_target(s);

	if (!t->notes.n && !t->help_url)
		return;
	heading(p, _("What the provider says"));
	for (size_t i = 0; i < t->notes.n; i++)
		paragraph(p, PAGE_PLAIN, "  - ", escaped(t->notes.v[i]));
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

static char *about(const struct session *s, const struct finding *f)
{
	struct strs names = {0};

	for (size_t i = 0; i < f->endpoints.n; i++)
		strs_append(&names, words_endpoint_name(s, f->endpoints.v[i]));
	char *text = strs_join(&names, "; ");

	strs_clear(&names);
	return text;
}

static void write_where(struct page *p, const struct session *s, const struct finding *f)
{
	char *names = about(s, f);

	if (f->hop) {
		char *hop = escaped(f->hop);

		/* TRANSLATORS: how sure it is, where it is, the address of the last hop that let it
		 * through. */
		paragraph(p, PAGE_PLAIN, "   ",
			  mem_printf(_("How sure: %s. Where: %s, after %s."),
				     words_certainty(f->certainty), words_place(f->place), hop));
		free(hop);
	} else {
		paragraph(p, PAGE_PLAIN, "   ",
			  mem_printf(_("How sure: %s. Where: %s."), words_certainty(f->certainty),
				     words_place(f->place)));
	}
	if (*names)
		paragraph(p, PAGE_PLAIN, "   ", mem_printf(_("About: %s."), names));
	free(names);
}

static void write_steps(struct page *p, const struct session *s, const struct finding *f)
{
	struct strs steps = {0};

	words_steps(s, f, &steps);
	if (steps.n)
		page_paragraph(p, PAGE_PLAIN, "   ", _("What to do:"));
	for (size_t i = 0; i < steps.n; i++)
		page_paragraph(p, PAGE_PLAIN, "   - ", steps.v[i]);
	strs_clear(&steps);
}

static void write_evidence(struct page *p, const struct session *s, const struct finding *f)
{
	size_t shown = 0;

	page_paragraph(p, PAGE_PLAIN, "   ", _("Seen:"));
	for (size_t i = 0; i < f->evidence.n && shown < EVIDENCE_LINES_MAX; i++) {
		const struct event *e = log_get(session_log(s), f->evidence.v[i]);

		if (!e)
			continue;
		char *line = words_event(s, e, p->ascii);
		char *name = e->endpoint ? words_endpoint_name(s, e->endpoint) : NULL;
		/* TRANSLATORS: time and observation, then the row that it is about in brackets. */
		char *text = name ? mem_printf(_("%s (%s)"), line, name) : mem_strdup(line);

		paragraph(p, PAGE_FAINT, "   - ", text);
		free(line);
		free(name);
		shown++;
	}
	if (shown < f->evidence.n)
		paragraph(p, PAGE_FAINT, "   - ",
			  mem_printf(ngettext("and %zu more line, in the case file",
					      "and %zu more lines, in the case file",
					      f->evidence.n - shown),
				     f->evidence.n - shown));
}

/* Those that follow from f, a line each: what is to be done is said there. */
static void write_folded(struct page *p, const struct session *s, size_t parent)
{
	const struct findings *all = session_findings(s);
	bool first = true;

	for (size_t i = 0; i < all->n; i++) {
		if (all->v[i].under != (int)parent)
			continue;
		if (first)
			page_paragraph(p, PAGE_PLAIN, "   ", _("This follows from it:"));
		first = false;
		char *title = words_title(s, &all->v[i]), *names = about(s, &all->v[i]);

		/* TRANSLATORS: "Warning: the title (the rows it is about)". */
		paragraph(p, PAGE_PLAIN, "   - ",
			  *names
			      ? mem_printf(_("%s: %s (%s)"), words_verdict(all->v[i].verdict),
					   title, names)
			      : mem_printf(_("%s: %s"), words_verdict(all->v[i].verdict), title));
		free(title);
		free(names);
	}
}

static void write_finding(struct page *p, const struct session *s, size_t index, size_t number)
{
	const struct finding *f = &session_findings(s)->v[index];
	char *title = words_title(s, f), *lead = mem_printf("%zu. ", number);

	page_gap(p);
	paragraph(p, role_of(f->verdict), lead,
		  mem_printf(_("%s: %s"), words_verdict(f->verdict), title));
	write_where(p, s, f);
	char *explanation = words_explanation(s, f);

	if (*explanation)
		page_paragraph(p, PAGE_PLAIN, "   ", explanation);
	free(explanation);
	write_steps(p, s, f);
	write_evidence(p, s, f);
	write_folded(p, s, index);
	free(title);
	free(lead);
}

static void write_findings(struct page *p, const struct session *s)
{
	const struct findings *all = session_findings(s);
	size_t number = 0;

	heading(p, _("What this means"));
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].under < 0)
			write_finding(p, s, i, ++number);
	if (!number)
		page_paragraph(p, PAGE_PLAIN, "  ", _("Nothing stood out."));
}

void report_text(struct buf *out, const struct session *s, const struct report_options *o)
{
	struct page p;

	page_init(&p, out, o);
	write_header(&p, s);
	write_settings(&p, s);
	heading(&p, _("Ports"));
	report_grid(&p, s);
	write_findings(&p, s);
	write_notes(&p, s);
}
