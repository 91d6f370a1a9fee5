/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid: a row for each endpoint, a column for each step, as wide as its longest word; a list if
 * it does not fit. */
#include "config.h"
#include "report/report_text.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

enum column { SERVICE, PORT, FAMILY, DNS, TCP, HELLO, STARTTLS, TLS, TIME, RESULT, COLUMN_COUNT_ };

/* The columns that show one stage each. */
static const enum stage stage_of[COLUMN_COUNT_] = {[DNS] = STAGE_DNS,
						   [TCP] = STAGE_TCP,
						   [HELLO] = STAGE_GREETING,
						   [STARTTLS] = STAGE_STARTTLS,
						   [TLS] = STAGE_TLS};

struct grid {
	const struct record *record;
	char *(*cells)[COLUMN_COUNT_]; /* of each endpoint */
	int width[COLUMN_COUNT_];      /* 0: left out */
	int gap;		       /* between two columns */
};

static const char *heading(enum column c)
{
	switch (c) {
	case SERVICE:
		return _("Service");
	case PORT:
		return _("Port");
	case FAMILY:
		return _("IP");
	case TIME:
		return _("Time");
	case RESULT:
		return _("Result");
	default:
		return words_stage(stage_of[c]);
	}
}

/* The stage in which the endpoint's capabilities or goodbye failed has no column, so the result
 * names it. */
static char *result(const struct record *record, const struct endpoint *e)
{
	const struct endpoint_facts *known = facts_of(&record->facts, e->id);
	enum verdict v = findings_verdict(&record->findings, &record->facts, e->id);

	if (known && known->end_event && known->outcome == OUTCOME_NOTOFFERED &&
	    known->end_stage == STAGE_DNS)
		return mem_strdup(_("no such address"));
	return mem_strdup(words_verdict(v));
}

static char *cell(const struct record *record, const struct endpoint *e, enum column c)
{
	const struct endpoint_facts *known = facts_of(&record->facts, e->id);

	switch (c) {
	case SERVICE:
		return mem_strdup(service_name(e->service));
	case PORT:
		return mem_printf("%d", e->port);
	case FAMILY: /* of several addresses, which one */
		return e->why == WHY_ADDRESS && e->address
			   ? esc_text(e->address, strlen(e->address), false)
			   : mem_strdup(words_family(e->family));
	case TIME:
		return known && known->stages[STAGE_TCP].outcome == OUTCOME_OK
			   ? words_time(known->stages[STAGE_TCP].us)
			   : mem_strdup("-");
	case RESULT:
		return result(record, e);
	default:
		return mem_strdup(words_ended(
		    stage_of[c], known ? known->stages[stage_of[c]].outcome : OUTCOME_NONE));
	}
}

/* The comparisons have a table of their own. */
static void fill(struct grid *g, const struct record *record)
{
	const struct endpoints *plan = &record->plan;

	g->record = record;
	g->cells = mem_calloc(plan->n, sizeof *g->cells);
	for (int c = 0; c < COLUMN_COUNT_; c++)
		g->width[c] = page_width(heading((enum column)c));
	for (size_t i = 0; i < plan->n; i++) {
		for (int c = 0; endpoint_counts(&plan->v[i]) && c < COLUMN_COUNT_; c++) {
			g->cells[i][c] = cell(record, &plan->v[i], (enum column)c);
			int width = page_width(g->cells[i][c]);

			if (width > g->width[c])
				g->width[c] = width;
		}
	}
}

static int total(const struct grid *g)
{
	int cols = 2 - g->gap;

	for (int c = 0; c < COLUMN_COUNT_; c++)
		cols += g->width[c] ? g->width[c] + g->gap : 0;
	return cols;
}

/* Makes the columns fit with smaller gaps, then without the time; false if they still do not
 * fit. */
static bool squeeze(struct grid *g, int cols)
{
	g->gap = 2;
	if (total(g) > cols)
		g->gap = 1;
	if (total(g) > cols)
		g->width[TIME] = 0;
	return total(g) <= cols;
}

static enum page_role role_of(const struct record *record, unsigned endpoint)
{
	static const enum page_role roles[VERDICT_COUNT_] = {PAGE_GOOD, PAGE_PLAIN, PAGE_WARNING,
							     PAGE_BAD, PAGE_FAINT};

	return roles[findings_verdict(&record->findings, &record->facts, endpoint)];
}

/* One line of the table: an endpoint's cells, or the headings. */
static void row(struct page *p, const struct grid *g, const size_t *endpoint)
{
	buf_puts(p->out, "  ");
	for (int c = 0; c < COLUMN_COUNT_; c++) {
		const char *text = endpoint ? g->cells[*endpoint][c] : heading((enum column)c);
		enum page_role role = !endpoint	    ? PAGE_HEADING
				      : c == RESULT ? role_of(g->record, (unsigned)*endpoint + 1)
						    : PAGE_PLAIN;

		if (g->width[c])
			page_cell(p, role, text, c == RESULT ? 0 : g->width[c] + g->gap);
	}
	page_gap(p);
}

/* If the columns do not fit: a line for each endpoint, with its result. */
static void narrow_row(struct page *p, const struct grid *g, size_t i)
{
	unsigned id = (unsigned)i + 1;
	const struct endpoint_facts *known = facts_of(&g->record->facts, id);
	char *name = words_endpoint_name(g->record, id);
	bool failed = known && known->end_event && known->outcome != OUTCOME_OK;
	/* TRANSLATORS: a row's name, then its result ("Fine"); the second form adds the step and
	 * how it ended. */
	char *text = failed ? mem_printf(_("%s: %s (%s: %s)"), name, g->cells[i][RESULT],
					 words_stage(known->end_stage),
					 words_ended(known->end_stage, known->outcome))
			    : mem_printf(_("%s: %s"), name, g->cells[i][RESULT]);

	page_paragraph(p, role_of(g->record, id), "  ", text);
	free(name);
	free(text);
}

static bool is_first_of_host(const struct endpoints *plan, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (endpoint_counts(&plan->v[k]) && str_ieq(plan->v[k].host, plan->v[i].host))
			return false;
	return true;
}

/* A host's name, then its rows, including further addresses. */
static void host_rows(struct page *p, const struct grid *g, size_t first, bool wide)
{
	const struct endpoints *plan = &g->record->plan;
	char *host = esc_text(plan->v[first].host, strlen(plan->v[first].host), p->ascii);

	page_paragraph(p, PAGE_PLAIN, " ", host);
	free(host);
	for (size_t i = first; i < plan->n; i++) {
		if (!endpoint_counts(&plan->v[i]) || !str_ieq(plan->v[i].host, plan->v[first].host))
			continue;
		if (wide)
			row(p, g, &i);
		else
			narrow_row(p, g, i);
	}
}

void report_grid(struct page *p, const struct record *record)
{
	const struct endpoints *plan = &record->plan;
	struct grid g = {0};

	fill(&g, record);
	bool wide = squeeze(&g, p->cols);

	if (wide)
		row(p, &g, NULL);
	for (size_t i = 0; i < plan->n; i++)
		if (endpoint_counts(&plan->v[i]) && is_first_of_host(plan, i))
			host_rows(p, &g, i, wide);
	for (size_t i = 0; i < plan->n; i++)
		for (int c = 0; c < COLUMN_COUNT_; c++)
			free(g.cells[i][c]);
	free(g.cells);
}
