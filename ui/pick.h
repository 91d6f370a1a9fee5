/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists to choose from: providers of one's own, saved cases, practice scenarios, accounts of mail programs, what was found for an error message, the answers to a challenge. */
#ifndef UI_PICK_H
#define UI_PICK_H

#include "base/str.h"
#include "ui/list.h"

enum pick_kind {
	PICK_PROFILES,
	PICK_CASES,
	PICK_PRACTICE,
	PICK_FOUND,
	PICK_ACCOUNTS,
	PICK_CHALLENGE,
	PICK_COUNT_
};

struct pick {
	enum pick_kind kind;
	struct list list;
	struct rect room;  /* of the list, as drawn last */
	struct strs names; /* what the rows stand for: that of ref n is v[n - 1] */
	char *words;	   /* PICK_FOUND: what is looked up, or NULL */
	char *wanted;	   /* the name to select at the next drawing, or NULL */
	int built_cols;	   /* 0: the list must be built */
};

struct ui;

struct pick_row {
	const char *title; /* N_() */
	const char *intro; /* N_(): a sentence above the list */
	const char *enter; /* N_(): what Enter does, for the key bar */
	void (*build)(struct ui *ui, struct list *l, int cols);
	/* With the name of the selected row. */
	void (*open)(struct ui *ui, const char *name);
	/* Further commands: false for those that it does not have. name: of the selected row, or NULL. open may be
	 * NULL. */
	bool (*command)(struct ui *ui, enum command c, const char *name);
};

extern const struct pick_row pick_profiles, pick_cases, pick_practice, pick_found, pick_accounts,
    pick_challenge;

void pick_open(struct ui *ui, enum pick_kind kind);
/* What there is about these words. */
void pick_look_up(struct ui *ui, const char *words);
/* Today's challenge, from its beginning. */
void pick_challenge_open(struct ui *ui);
/* Its contents have changed. */
void pick_stale(struct pick *pick);
/* They have, and that row is to be selected. */
void pick_select(struct pick *pick, const char *name);
void pick_clear(struct pick *pick);
/* A row of the list that is being built; the name is copied. */
void pick_item(struct ui *ui, struct list *l, const char *name);
void pick_heading(struct list *l, const char *title);

#endif
