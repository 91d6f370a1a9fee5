/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run screen's state, and the panes as rows of functions over it. */
#ifndef UI_RUN_H
#define UI_RUN_H

#include "reason/record.h"
#include "ui/list.h"

struct run {
	const struct record *record; /* borrowed; NULL: no run yet */
	struct layout layout;
	enum pane focus;
	enum pane tab; /* the tab in front */
	/* the one in front in the wide form, where findings and settings are apart */
	enum pane wide_tab;
	unsigned endpoint;  /* of the selected row */
	bool about_finding; /* the meaning pane is about the selected finding, not the row */
	bool touched;	    /* the user has moved: the selection no longer follows the news */
	bool all_rows;	    /* rows without an address are shown too */
	unsigned *proof;    /* events cited by the finding that was followed last */
	size_t proof_n;
	char *proof_title; /* of that finding; NULL: none was followed */
	struct list lists[PANE_COUNT_];
	int built_cols[PANE_COUNT_]; /* 0: the list must be built */
};

struct pane_row {
	const char *name;  /* stable, untranslated */
	const char *title; /* N_() */
	void (*build)(struct list *l, const struct run *run, int cols);
};

extern const struct pane_row pane_rows[PANE_COUNT_];

void run_init(struct run *run);
void run_clear(struct run *run);
/* Shows another run: borrowed until the next call or run_clear(). */
void run_set_record(struct run *run, const struct record *record);
/* Something has happened: every pane is built again at the next drawing. */
void run_stale(struct run *run);
const struct endpoint_facts *run_facts(const struct run *run); /* of the selected row, or NULL */
/* Whether every row has ended; a saved case may be cut off before that. */
bool run_is_complete(const struct run *run);
/* Whether the run has ended or was stopped; a saved case may be cut off before that. */
bool run_is_over(const struct run *run);
/* Whether the selected finding cites the event. */
bool run_is_proof(const struct run *run, unsigned seq);
/* A number that stays the same for the same finding when the list is built again; never 0. */
unsigned run_finding_ref(const struct finding *f);
/* The selected finding, or NULL. */
const struct finding *run_finding(const struct run *run);

/* The builders, one a file. */
void pane_grid_build(struct list *l, const struct run *run, int cols);
void pane_meaning_build(struct list *l, const struct run *run, int cols);
void pane_findings_build(struct list *l, const struct run *run, int cols);
void pane_settings_build(struct list *l, const struct run *run, int cols);
void pane_conversation_build(struct list *l, const struct run *run, int cols);
void pane_certificate_build(struct list *l, const struct run *run, int cols);
void pane_path_build(struct list *l, const struct run *run, int cols);
void pane_by_hand_build(struct list *l, const struct run *run, int cols);

/* The columns of the grid's headings: the title line above it shows them. */
struct grid_column {
	int col;
	const char *title; /* translated, static */
};
size_t pane_grid_columns(int cols, struct grid_column *ret, size_t most);
enum role pane_verdict_role(enum verdict v);
enum glyph pane_verdict_glyph(enum verdict v);

#endif
