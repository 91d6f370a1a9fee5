/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What to enter in one mail program, field by field in the program's order and words: the settings
 * that have just worked, else the published ones with what stops each. Screens, text and JSON lay it
 * out. Texts are translated, foreign text is escaped.
 */
#ifndef WORDS_WORDS_SHEET_H
#define WORDS_WORDS_SHEET_H

#include "know/programs.h"
#include "reason/record.h"

enum sheet_section { SHEET_INCOMING, SHEET_OUTGOING, SHEET_SIGN_IN, SHEET_SECTION_COUNT_ };
const char *sheet_section_name(enum sheet_section s);  /* "incoming", "outgoing", "sign-in" */
const char *words_sheet_section(enum sheet_section s); /* "Incoming mail", …: static */

struct sheet_row {
	enum sheet_section section;
	char *field;   /* the program's word, "Server Name" */
	char *value;   /* never empty */
	char *note;    /* what stops this server, or more about the value; or NULL */
	bool typed;    /* entered or chosen as it is; false: it says what to enter */
	bool personal; /* a name or address of the person is in it */
	bool works;    /* its server has just worked */
};

struct sheet {
	const struct program *program;
	char *state; /* whether these have just worked */
	struct sheet_row *v;
	size_t n;
	struct strs limits; /* what to know about the program before it is tried */
	struct strs paths;  /* where to enter it: one path, or two */
	struct strs also;   /* other settings that worked, in the program's words */
	struct strs failed; /* other published ones that did not, with what stops each */
	struct strs notes;  /* the provider's notes, its help page */
	char *origin;	    /* whose words these are, and of which day */
};

/* Pure. Free with sheet_clear(). Without settings v is empty, and state says why. */
void words_sheet(struct sheet *ret, const struct record *record, const struct program *p);
void sheet_clear(struct sheet *s);
/* The name to sign in with at that server, as it is typed and not escaped; NULL if it is not known.
 * The caller frees. */
char *words_user(const struct record *record, const struct setting *set);
/* "None", "STARTTLS" … in the program's words: static, translated. */
const char *words_security_of(const struct program *p, enum security s);

#endif
