/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of comparisons in words, for the text report and the screens. */
#ifndef WORDS_WORDS_COMPARE_H
#define WORDS_WORDS_COMPARE_H

#include "base/str.h"
#include "reason/path/compare.h"

/* One part of the table: rows of one family that say the same. */
struct compare_words {
	char *title;	   /* "Port 587, IPv4", "Ports 25, 587, IPv6" */
	struct strs lines; /* one for each cell that was asked, then the sentence */
	/* the same as a table, if there are table_cols columns: headings, this server, other
	 * servers, set in columns */
	struct strs table;
	int table_cols;
	char *sentence; /* the same sentence, for below the table; or NULL */
};

struct compare_pages {
	struct compare_words *v;
	size_t n;
};

/* One row of it; free with compare_words_clear(). */
void words_compare_row(struct compare_words *ret, const struct compare_row *r);
void compare_words_clear(struct compare_words *w);
/* The whole table; free with compare_pages_clear(). */
void words_compare(struct compare_pages *ret, const struct compare_table *comparison);
void compare_pages_clear(struct compare_pages *pages);

#endif
