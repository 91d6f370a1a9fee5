/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text measured in the columns of a terminal. All of it is UTF-8; bytes that are not count as one
 * column each. Knows no terminal, so it is tested without one.
 */
#ifndef UI_TEXT_H
#define UI_TEXT_H

#include "base/str.h"

/* Columns that text needs. */
int text_cols(const char *text);
/* The bytes of the longest start of text that fits into cols columns, with combining characters
 * kept with their letter; *ret_cols (may be NULL) gets the columns it needs. */
size_t text_fit(const char *text, int cols, int *ret_cols);
/* text, or its start with an ellipsis if it does not fit into cols. The caller frees. */
char *text_clip(const char *text, int cols, bool ascii);
/*
 * Appends text to lines, broken at spaces so that no line needs more than cols columns; a word too
 * long for a line is cut. Newlines break too. A line that begins with four spaces is a command: it
 * keeps its spaces, and continues on the next line at the same column.
 */
void text_wrap(struct strs *lines, const char *text, int cols);
/* Safe to paint: foreign bytes escaped (base/esc.h), newlines kept, and with ascii our own
 * typographic characters spelt in ASCII. The caller frees. */
char *text_clean(const char *text, bool ascii);

/* A file's name with the home folder in place of a "~" in front. The caller frees. */
char *text_home(const char *name);

#endif
