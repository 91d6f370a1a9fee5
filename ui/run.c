/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/run.h"

#include "base/i18n.h"
#include "ui/port_rows.h"
#include "words/words.h"

#include <stdlib.h>

const struct pane_row pane_rows[PANE_COUNT_] = {
    [PANE_PORTS] = {"ports", N_("Ports"), pane_ports_build},
    [PANE_WHY] = {"why", N_("Why"), pane_why_build},
    [PANE_SETTINGS] = {"settings", N_("Settings"), pane_settings_build},
    [PANE_WAY] = {"way", N_("Way"), pane_way_build},
    [PANE_CERTIFICATE] = {"certificate", N_("Certificate"), pane_certificate_build},
    [PANE_LOG] = {"log", N_("Log"), pane_log_build},
    [PANE_BY_HAND] = {"by-hand", N_("By hand"), pane_by_hand_build, pane_by_hand_copied},
    [PANE_LIVE] = {"live", N_("Live"), pane_live_build},
};

void run_init(struct run *run)
{
	*run = (struct run){.focus = PANE_PORTS, .tab = PANE_WHY, .wide_tab = PANE_LIVE};
	run->lists[PANE_PORTS].by_choice = run->lists[PANE_WHY].by_choice = true;
	run->lists[PANE_SETTINGS].by_choice = run->lists[PANE_BY_HAND].by_choice = true;
	run->lists[PANE_WHY].reads = run->lists[PANE_SETTINGS].reads = true;
	run->lists[PANE_BY_HAND].reads = true;
	run->lists[PANE_LIVE].follows = true;
}

void run_clear(struct run *run)
{
	size_t program = run->program;

	for (size_t i = 0; i < PANE_COUNT_; i++)
		list_clear(&run->lists[i]);
	list_clear(&run->card);
	free(run->opened.v);
	run_init(run);
	run->program = program;
}

void run_set_record(struct run *run, const struct record *record, const struct limits *limits)
{
	run_clear(run);
	run->record = record;
	run->limits = limits;
}

const struct program *run_program(const struct run *run)
{
	size_t n;
	const struct program *all = program_all(&n);

	return &all[run->program % n];
}

void run_stale(struct run *run)
{
	for (size_t i = 0; i < PANE_COUNT_; i++)
		run->built_cols[i] = 0;
}

const struct endpoint_facts *run_facts(const struct run *run)
{
	return run->record ? facts_of(&run->record->facts, run->endpoint) : NULL;
}

bool run_is_complete(const struct run *run)
{
	return run->record->done && run->record->summary.all_done;
}

bool run_is_over(const struct run *run)
{
	return run->record->facts.run_end != NULL;
}

unsigned run_finding_ref(const struct finding *f)
{
	unsigned hash = 2166136261u; /* FNV-1a */

	for (const char *at = f->id; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 16777619u;
	if (f->endpoints.n)
		hash = (hash ^ f->endpoints.v[0]) * 16777619u;
	return hash ? hash : 1;
}

const struct finding *run_finding(const struct run *run)
{
	const struct findings *all = &run->record->findings;
	unsigned ref = run->lists[PANE_WHY].selected;

	for (size_t i = 0; ref && i < all->n; i++)
		if (run_finding_ref(&all->v[i]) == ref)
			return &all->v[i];
	for (size_t i = 0; run->touched && i < all->n; i++)
		if (all->v[i].verdict != VERDICT_OK && finding_is_about(&all->v[i], run->endpoint))
			return &all->v[i];
	if (run->touched)
		return NULL;
	const struct finding *cause = words_cause(run->record);

	return cause ? cause : all->n && all->v[0].verdict != VERDICT_OK ? &all->v[0] : NULL;
}

bool run_is_proof(const struct run *run, unsigned seq)
{
	const struct finding *f = run_finding(run);

	for (size_t i = 0; f && i < f->evidence.n; i++)
		if (f->evidence.v[i] == seq)
			return true;
	return false;
}

/* The topmost row of the finding: one that shares its verdict, if there is one. */
static unsigned row_for(const struct port_rows *rows, const struct record *record,
			const struct finding *f)
{
	unsigned first = 0;

	for (size_t i = 0; i < rows->n; i++)
		for (size_t k = 0; k < 2; k++) {
			const struct endpoint *e = rows->v[i].v[k];

			if (!e || !finding_is_about(f, e->id))
				continue;
			if (findings_verdict(&record->findings, &record->facts, e->id) ==
			    f->verdict)
				return port_row_endpoint(&rows->v[i], record)->id;
			first = first ? first : port_row_endpoint(&rows->v[i], record)->id;
		}
	return first;
}

unsigned run_first_row(const struct run *run)
{
	const struct finding *cause = words_cause(run->record);
	struct port_rows rows;
	unsigned row = 0;

	port_rows_init(&rows, run->record, &run->opened, run->all_rows);
	if (cause)
		row = row_for(&rows, run->record, cause);
	if (!row && rows.n)
		row = port_row_endpoint(&rows.v[0], run->record)->id;
	port_rows_clear(&rows);
	return row;
}

size_t run_port_lines(const struct run *run)
{
	struct port_rows rows;

	port_rows_init(&rows, run->record, &run->opened, run->all_rows);
	size_t n = rows.n + (rows.folded.n > 0);

	port_rows_clear(&rows);
	return n;
}

const char *run_proposed_name(const struct finding *f)
{
	const char *name = f ? finding_arg(f, "enter") : NULL;

	return name || !f ? name : finding_arg(f, "meant");
}

void run_focus(struct run *run, enum pane pane)
{
	run->focus = pane;
	if (pane >= PANE_FIRST_TAB)
		run->tab = pane;
	if (layout_is_tab(LAYOUT_WIDE, pane))
		run->wide_tab = pane;
	run_stale(run);
}

/* The panes are about another row: from their beginning. */
static void show_row(struct run *run, unsigned endpoint)
{
	run->touched = true;
	run->endpoint = endpoint;
	run->consequences = false;
	run->lists[PANE_WHY].selected = 0;
	for (unsigned p = PANE_FIRST_TAB; p < PANE_LIVE; p++)
		if (p != PANE_SETTINGS)
			run->lists[p].top = 0;
}

void run_moved(struct run *run)
{
	unsigned row = run->lists[PANE_PORTS].selected;

	if (run->focus == PANE_PORTS && row)
		show_row(run, row);
	if (run->focus == PANE_PORTS || run->focus == PANE_WHY)
		run_stale(run);
}

/* The row of a finding's proof: the first one that it is about, else that of its first event with one. */
static unsigned proof_endpoint(const struct run *run, const struct finding *f)
{
	if (finding_is_about(f, run->endpoint))
		return run->endpoint;
	if (f->endpoints.n)
		return f->endpoints.v[0];
	for (size_t i = 0; i < f->evidence.n; i++) {
		const struct event *e = log_get(&run->record->log, f->evidence.v[i]);

		if (e && e->endpoint)
			return e->endpoint;
	}
	return run->endpoint;
}

void run_show_proof(struct run *run)
{
	const struct finding *f = run_finding(run);
	unsigned ref = f ? run_finding_ref(f) : 0;

	if (f && !finding_is_about(f, run->endpoint)) {
		show_row(run, proof_endpoint(run, f));
		run->lists[PANE_PORTS].selected = 0;
	}
	run->lists[PANE_WHY].selected = ref;
	run_focus(run, PANE_LOG);
	list_set_filter(&run->lists[PANE_LOG], NULL);
	list_show_mark(&run->lists[PANE_LOG]);
	list_show_mark(&run->lists[PANE_CERTIFICATE]);
}

bool run_can_trace(const struct run *run)
{
	const struct target *t = run->record->target;

	return !t->no_path && !t->practice && !target_is_loopback(t);
}
