/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences with {names} in them, as know/advice and the evidence lines have them. */
#ifndef REPORT_FILL_H
#define REPORT_FILL_H

#include <stdbool.h>

/* The value of a name, escaped, in new memory; NULL if there is none. */
typedef char *fill_value(const char *name, const void *user);

/* text with every {name} replaced; one without a value becomes "(unknown)".  The caller frees. */
char *fill_text(const char *text, fill_value *value, const void *user);
/* Whether every {name} in text has a value. */
bool fill_complete(const char *text, fill_value *value, const void *user);

#endif
