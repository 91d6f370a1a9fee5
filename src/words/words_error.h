/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mail program's error message, what it means, and whether what was seen fits it, in words. */
#ifndef WORDS_WORDS_ERROR_H
#define WORDS_WORDS_ERROR_H

#include "reason/error_fit.h"

/* One sentence or two: "Outlook (classic), 0x800CCC0E: The program couldn't connect to the server." The caller frees, as
 * of each of these texts. */
char *words_error_message(const struct error_message *m);
/* The cause with what to do about it. */
char *words_error_cause(const struct error_cause *c);
/* Appends what the text means, and how that fits the record: a sentence or two a string. Something is always said. */
void words_error(const struct record *record, const char *text, struct strs *ret);
/* The same for a message alone, without a run: its causes, the likeliest first. */
void words_error_alone(const struct error_hits *hits, struct strs *ret);

#endif
