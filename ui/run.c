/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/run.h"

#include "base/i18n.h"

#include <stdlib.h>

const struct pane_row pane_rows[PANE_COUNT_] = {
    [PANE_GRID] = {"grid", N_("Ports"), pane_grid_build},
    [PANE_MEANING] = {"meaning", N_("What this means"), pane_meaning_build},
    [PANE_FINDINGS] = {"findings", N_("Findings"), pane_findings_build},
    [PANE_SETTINGS] = {"settings", N_("Settings"), pane_settings_build},
    [PANE_CONVERSATION] = {"conversation", N_("Conversation"), pane_conversation_build},
    [PANE_CERTIFICATE] = {"certificate", N_("Certificate"), pane_certificate_build},
    [PANE_PATH] = {"path", N_("Path"), pane_path_build},
    [PANE_BY_HAND] = {"by-hand", N_("By hand"), pane_by_hand_build},
};

void run_init(struct run *run)
{
	*run =
	    (struct run){.focus = PANE_GRID, .tab = PANE_FINDINGS, .wide_tab = PANE_CONVERSATION};
}

void run_clear(struct run *run)
{
	free(run->proof);
	free(run->proof_title);
	run->proof = NULL;
	run->proof_title = NULL;
	run->proof_n = 0;
	for (size_t i = 0; i < PANE_COUNT_; i++)
		list_clear(&run->lists[i]);
	run_init(run);
}

void run_set_record(struct run *run, const struct record *record)
{
	run_clear(run);
	run->record = record;
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

bool run_is_proof(const struct run *run, unsigned seq)
{
	for (size_t i = 0; i < run->proof_n; i++)
		if (run->proof[i] == seq)
			return true;
	return false;
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

	for (size_t i = 0; i < all->n; i++)
		if (run_finding_ref(&all->v[i]) == run->lists[PANE_FINDINGS].selected)
			return &all->v[i];
	return NULL;
}
