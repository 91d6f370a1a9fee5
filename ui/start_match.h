/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recognising a provider while its name or an e-mail address is typed. Knows no terminal. */
#ifndef UI_START_MATCH_H
#define UI_START_MATCH_H

#include "ui/ui.h"

/* How well a provider matches: the more, the better. */
enum match {
	MATCH_NONE,
	MATCH_NEAR,   /* with a few slips of the finger: "gmial" */
	MATCH_INSIDE, /* every typed word is somewhere in its names or domains */
	MATCH_START,  /* a name, or the domain after the @, begins like that */
	MATCH_COUNT_
};

enum match start_match(const struct ui_provider *p, const char *typed);
/* The e-mail address with the provider's domain that begins as the typed one does: "anna@gm" is anna@gmail.com.
 * NULL without an @ or such a domain. The caller frees. */
char *start_complete(const struct ui_provider *p, const char *typed);
/* What to remember and to open for a word: the id where it is a provider's id or name, else the word without spaces
 * around it. The caller frees. */
char *start_canonical(const struct ui_options *options, const char *word);

#endif
