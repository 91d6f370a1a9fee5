/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text laid out in lines of a width: wrapping, indenting, ASCII, colours. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/buf.h"
#include "report/report.h"

enum page_role {
	PAGE_PLAIN,
	PAGE_HEADING,
	PAGE_GOOD,
	PAGE_WARNING,
	PAGE_BAD,
	PAGE_FAINT,
	PAGE_ROLE_COUNT_
};

struct page {
	struct buf *out;
	int cols;
	bool ascii, color;
};

void page_init(struct page *p, struct buf *out, const struct report_options *o);
/* The columns that text takes on a terminal. */
int page_width(const char *text);
/* One word or cell, in a role, padded with blanks to cols (0: not padded); no newline. */
void page_cell(struct page *p, enum page_role role, const char *text, int cols);
/* A paragraph: wrapped at the page's width, the first line after lead, the others below its end. */
void page_paragraph(struct page *p, enum page_role role, const char *lead, const char *text);
/* A line as it is, never wrapped (a command to copy). */
void page_line(struct page *p, enum page_role role, const char *lead, const char *text);
void page_gap(struct page *p); /* an empty line */

#endif
