/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The crossed table in words, for the text report and the screens. */
#ifndef REPORT_WORDS_CROSS_H
#define REPORT_WORDS_CROSS_H

#include "base/str.h"
#include "reason/cross.h"

/* "Port 587, IPv4"; the caller frees. */
char *words_cross_title(const struct cross_row *r);
/* One cell: "3 of 3 connect", "1 of 3 connects (refused 1, no answer 1)"; the caller
 * frees. */
char *words_cross_cell(const struct cross_cell *c);
/* What the address that cannot exist did, one sentence; NULL if it was not asked; the caller frees.
 */
char *words_cross_impossible(const struct cross_row *r);
/* The row as lines: its title, then one for each cell that was asked, then the sentence above. */
void words_cross(const struct cross_row *r, struct strs *ret);

#endif
