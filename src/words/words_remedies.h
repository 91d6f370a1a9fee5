/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a finding's block is seen and lifted on one operating system, from know/remedies. */
#ifndef WORDS_WORDS_REMEDIES_H
#define WORDS_WORDS_REMEDIES_H

#include "know/remedies.h"
#include "reason/record.h"
#include "words/page.h"

struct remedy_steps {
	struct remedy_step {
		char *text;    /* whole sentences, translated */
		char *command; /* exactly as it is typed, or NULL */
		const struct remedy *row;
	} * v;
	size_t n;
	bool by_system; /* some are for that system only */
};

/* What is known of the finding's cause for that system; none for most findings. Free with remedy_steps_clear(). */
void words_remedies(struct remedy_steps *ret, const struct record *record, const struct finding *f,
		    enum operating_system s);
/* The same of a rule, where no run is meant: with example values. */
void words_remedies_of_rule(struct remedy_steps *ret, const char *id, enum operating_system s);
void remedy_steps_clear(struct remedy_steps *list);
/* "On Windows", or "Where it is switched off" where no step is of one system. The caller frees. */
char *words_remedies_title(const struct remedy_steps *list, enum operating_system s);
/* The title and the steps on a page for its system, behind an indent of blanks; nothing without steps. */
void words_remedies_page(struct page *p, const struct remedy_steps *list, const char *indent);
/* The row for a list: its step, and its source with the day. The caller frees. */
char *words_remedy_sourced(const struct remedy *r);
/* The command of a row with values of an example. NULL without one. The caller frees. */
char *words_remedy_example(const struct remedy *r);

#endif
