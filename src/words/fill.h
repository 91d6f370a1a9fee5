/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences with {names} in them, as in advice/ and the evidence lines. */
#ifndef WORDS_FILL_H
#define WORDS_FILL_H

#include <stdbool.h>

/* The value of a name, escaped, in new memory; NULL if there is none. For "#name" the
 * words_plural() of the list of that name, in decimal. */
typedef char *fill_value(const char *name, const void *user);

/* text with every {name} replaced; one without a value becomes "(unknown)". Of "[port|ports]" it
 * keeps the form for the number of {ports}, and of "[hosts:was|were]" that of {hosts}; a
 * translation may have as many forms as its language, and a form may be empty or hold others. The value function
 * may decide by other names, too, as words_finding.c does by whether a finding has them. The caller
 * frees. */
char *fill_text(const char *text, fill_value *value, const void *user);
/* Whether every {name} in text, and in the forms that are said, has a value. */
bool fill_complete(const char *text, fill_value *value, const void *user);

#endif
