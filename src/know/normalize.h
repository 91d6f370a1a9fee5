/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server's reply in the form that the tables of know/ look at: one line, without codes, of a
 * bounded length. */
#ifndef KNOW_NORMALIZE_H
#define KNOW_NORMALIZE_H

#include <stdbool.h>

#define NORMALIZE_MAX 4096 /* bytes of a reply that are looked at */

/* The lines of text with single spaces between their words; reply codes and enhanced codes at the
 * start of lines are left out. The caller frees. */
char *normalize_line(const char *text);
/* Whether the pattern (know/pattern) is found anywhere in the line. */
bool normalize_has(const char *line, const char *pattern);

#endif
