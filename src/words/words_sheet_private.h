/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside words_sheet*.c: the sheet that is being made. */
#ifndef WORDS_WORDS_SHEET_PRIVATE_H
#define WORDS_WORDS_SHEET_PRIVATE_H

#include "know/methods.h"
#include "reason/offer.h"
#include "words/words_sheet.h"

struct sheet_making {
	struct sheet *sheet;
	const struct record *record;
	const struct program *program;
	const struct offer *best[PURPOSE_SEND + 1]; /* by purpose; NULL: none */
	/* How to sign in at each with this program, as setting.auth has it; NULL: it cannot. */
	const char *auth[PURPOSE_SEND + 1];
};

/* The kind of a method as setting.auth has it; METHOD_COUNT_: none that is known. */
enum method_kind sheet_method(const char *auth);
/* For the screen; the caller frees. */
char *sheet_escaped(const char *text);
/* What the program cannot do with this server, said before it is tried. */
void sheet_add_limits(struct sheet_making *m);

#endif
