/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the selected row or finding means, and what to do. */
#include "config.h"
#include "ui/run.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"
#include "words/words.h"

#include <stdlib.h>

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

static void put_paragraph(struct list *l, int cols, enum role role, char *text)
{
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 1, cols - 1, role, text);
	free(text);
}

static void put_steps(struct list *l, const struct run *run, const struct finding *f, int cols)
{
	struct strs steps = {0};

	words_steps(run->record, f, &steps);
	if (steps.n)
		put_paragraph(l, cols, ROLE_TITLE, mem_strdup(_("What to do")));
	for (size_t i = 0; i < steps.n; i++) {
		list_item(l, ITEM_TEXT, 0);
		list_line(l);
		list_putf(l, 1, ROLE_STRONG, "%zu", i + 1);
		list_wrap_on(l, 3, cols - 1, ROLE_NORMAL, steps.v[i]);
	}
	strs_clear(&steps);
}

static void put_finding(struct list *l, const struct run *run, const struct finding *f, int cols)
{
	put_paragraph(l, cols, pane_verdict_role(f->verdict), words_title(run->record, f));
	put_paragraph(
	    l, cols, ROLE_DIM,
	    mem_printf("%s, %s", words_verdict(f->verdict), words_certainty(f->certainty)));
	put_paragraph(l, cols, ROLE_NORMAL, words_explanation(run->record, f));
	put_steps(l, run, f, cols);
}

static bool is_about(const struct finding *f, unsigned endpoint)
{
	for (size_t i = 0; i < f->endpoints.n; i++)
		if (f->endpoints.v[i] == endpoint)
			return true;
	return false;
}

/* That every step succeeded is not worth saying if a finding says why it is not good. */
static bool is_contradicted(const struct run *run, unsigned endpoint)
{
	const struct facts *facts = &run->record->facts;
	const struct endpoint_facts *f = facts_of(facts, endpoint);
	enum verdict verdict = findings_verdict(&run->record->findings, facts, endpoint);

	return f && f->end_event && f->outcome == OUTCOME_OK && verdict != VERDICT_OK &&
	       verdict != VERDICT_UNTESTED;
}

static void put_row(struct list *l, const struct run *run, const struct endpoint *e, int cols)
{
	const struct findings *all = &run->record->findings;

	char *name = words_endpoint_name(run->record, e->id);

	put_paragraph(l, cols, ROLE_STRONG, name);
	if (!is_contradicted(run, e->id))
		put_paragraph(l, cols, ROLE_NORMAL, words_state(run->record, e->id));
	for (size_t i = 0; i < all->n; i++)
		if (is_about(&all->v[i], e->id)) {
			list_gap(l);
			put_finding(l, run, &all->v[i], cols);
		}
	list_gap(l);
	put_paragraph(l, cols, ROLE_NORMAL, mem_strdup(_(service_row(e->service)->what)));
	/* TRANSLATORS: %s is a key, %d a port number. */
	put_paragraph(l, cols, ROLE_DIM, mem_printf(_("%s: more about port %d"), "e", e->port));
}

void pane_meaning_build(struct list *l, const struct run *run, int cols)
{
	const struct endpoint *e = endpoints_get(&run->record->plan, run->endpoint);
	const struct finding *f = run->about_finding ? run_finding(run) : NULL;

	if (f) {
		put_finding(l, run, f, cols);
		list_gap(l);
		put_paragraph(l, cols, ROLE_DIM,
			      mem_strdup(_("Enter: the proof; e: more about it")));
	} else if (e) {
		put_row(l, run, e, cols);
	}
}
