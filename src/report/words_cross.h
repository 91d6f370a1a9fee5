/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The crossed table in words, for the text report and the screens. */
#ifndef REPORT_WORDS_CROSS_H
#define REPORT_WORDS_CROSS_H

#include "base/str.h"
#include "reason/cross.h"

/* One cell: "3 of 3 connect", "1 of 3 connects (refused 1, no answer 1)"; the caller
 * frees. */
char *words_cross_cell(const struct cross_cell *c);
/* What the address that cannot exist did, one sentence; NULL if it was not asked; the caller frees.
 */
char *words_cross_impossible(const struct cross_row *r);
/* One part of the table: rows of one family that say the same. */
struct cross_words {
	char *title;	   /* "Port 587, IPv4", "Ports 25, 587, IPv6" */
	struct strs lines; /* one for each cell that was asked, then the sentence above */
	struct strs table; /* the same crossed, for where there are table_cols columns: headings, this
			    * server, other servers, set in columns */
	int table_cols;
	char *sentence; /* the one above, which goes below the table; or NULL */
};

struct cross_pages {
	struct cross_words *v;
	size_t n;
};

/* One row of it; free with cross_words_clear(). */
void words_cross_row(struct cross_words *ret, const struct cross_row *r);
void cross_words_clear(struct cross_words *w);
/* The whole table; free with cross_pages_clear(). */
void words_cross(struct cross_pages *ret, const struct cross *cross);
void cross_pages_clear(struct cross_pages *pages);

#endif
