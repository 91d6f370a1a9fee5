/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run screen's state, and the panes as rows of functions over it. */
#ifndef UI_RUN_H
#define UI_RUN_H

#include "know/programs.h"
#include "know/systems.h"
#include "reason/record.h"
#include "session/session.h"
#include "ui/card.h"
#include "ui/list.h"
#include "ui/port_rows.h"

struct run {
	const struct record *record; /* borrowed; NULL: no run yet */
	const struct limits *limits; /* borrowed; NULL: a saved case, where nothing is waited for */
	struct layout layout;
	enum pane focus;
	enum pane tab; /* the tab in front */
	/* the one in front in the wide form, where most panes have a room of their own */
	enum pane wide_tab;
	/* What the panes are about: the selected row, and until the user has moved the one that most needs
	 * a look. */
	unsigned endpoint;
	bool played;   /* a recorded run, played */
	bool touched;  /* the user has moved: a row is selected */
	bool all_rows; /* every row is opened, and folded ports are shown too */
	enum port_order order;
	size_t frozen;		      /* events that the live log shows; 0: it follows */
	bool consequences;	      /* what follows from a finding is shown too */
	size_t program;		      /* whose names the settings use: its index in know/programs */
	enum operating_system system; /* whose firewall and commands the steps are for */
	struct numbers opened;	      /* rows that show each of their addresses */
	struct list card;	      /* the answer, as lines */
	struct card_place why;	      /* where WHY begins in it */
	struct list lists[PANE_COUNT_];
	int built_cols[PANE_COUNT_]; /* 0: the list must be built */
};

struct pane_row {
	const char *name;  /* stable, untranslated */
	const char *title; /* N_() */
	void (*build)(struct list *l, const struct run *run, int cols);
	/* What copying the whole pane copies, for the caller to free; NULL: its lines. */
	char *(*copied)(const struct run *run);
};

extern const struct pane_row pane_rows[PANE_COUNT_];

void run_init(struct run *run);
void run_clear(struct run *run);
/* Shows another run: both borrowed until the next call or run_clear(). */
void run_set_record(struct run *run, const struct record *record, const struct limits *limits);
/* Something has happened: every pane is built again at the next drawing. */
void run_stale(struct run *run);
const struct endpoint_facts *run_facts(const struct run *run); /* of run->endpoint, or NULL */
/* Whether every row has ended; a saved case may be cut off before that. */
bool run_is_complete(const struct run *run);
/* Whether the run has ended or was stopped; a saved case may be cut off before that. */
bool run_is_over(const struct run *run);
/* Whether there is a network on whose way something can be measured. */
bool run_can_trace(const struct run *run);
/* Whether the open finding cites the event. */
bool run_is_proof(const struct run *run, unsigned seq);
/* A number that stays the same for the same finding when the list is built again; never 0. */
unsigned run_finding_ref(const struct finding *f);
/* The open finding: the selected one, else the first one about the selected row, else the cause. NULL:
 * there is none. */
const struct finding *run_finding(const struct run *run);
/* The row that most needs a look before one is selected: the cause's, else the first. 0: none. */
unsigned run_first_row(const struct run *run);
/* The lines that the list of ports has. */
size_t run_port_lines(const struct run *run);

void run_focus(struct run *run, enum pane pane); /* moves the focus there */
void run_moved(struct run *run); /* the user has moved the selection in the focused pane */
/* In whose words the settings are. */
const struct program *run_program(const struct run *run);
/* Goes to the log, to what the open finding cites. */
void run_show_proof(struct run *run);

/* The builders, one a file. */
void pane_ports_build(struct list *l, const struct run *run, int cols);
void pane_why_build(struct list *l, const struct run *run, int cols);
void pane_settings_build(struct list *l, const struct run *run, int cols);
void pane_log_build(struct list *l, const struct run *run, int cols);
void pane_live_build(struct list *l, const struct run *run, int cols);
void pane_certificate_build(struct list *l, const struct run *run, int cols);
void pane_way_build(struct list *l, const struct run *run, int cols);
void pane_by_hand_build(struct list *l, const struct run *run, int cols);
/* Each command is one line, each heading a comment: safe to paste into a shell. */
char *pane_by_hand_copied(const struct run *run);

/* The ports in one line and, if there are rows for it, the selected one's bar below, where there is no room
 * for a list. *ret_col: where the selected port begins, or -1. */
void pane_ports_build_line(struct list *l, const struct run *run, int rows, int cols, int *ret_col);
/* The right edges of the columns for IPv4 and IPv6; 0: not shown. */
void pane_ports_edges(const struct run *run, int cols, int ret[2]);
/* The name to sign in with, if it is known; else NULL. The caller frees. */
char *pane_settings_user(const struct record *record);
/* One finding with all that belongs to it; whole: with everything that proves it, and what follows. */
void pane_why_put_finding(struct list *l, const struct run *run, const struct finding *f, int cols,
			  bool whole);
/* The way to the row's server in two lines, if it was measured and stops somewhere. */
void pane_way_put_chain(struct list *l, const struct run *run, unsigned endpoint, int cols);
enum role pane_verdict_role(enum verdict v);
enum glyph pane_verdict_glyph(enum verdict v);

/* The server's name that the finding says to enter instead, or NULL. */
const char *run_proposed_name(const struct finding *f);

#endif
