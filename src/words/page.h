/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text laid out in lines of a width: wrapping, indenting, ASCII, colours. */
#ifndef WORDS_PAGE_H
#define WORDS_PAGE_H

#include "base/buf.h"
#include "base/str.h"
#include "know/systems.h"

#include <stdbool.h>

enum page_role {
	PAGE_PLAIN,
	PAGE_HEADING,
	PAGE_GOOD,
	PAGE_WARNING,
	PAGE_BAD,
	PAGE_FAINT,
	PAGE_ROLE_COUNT_
};

struct page_options {
	int cols;   /* width to wrap text at, 0 for 80 */
	bool ascii; /* our own text without characters beyond ASCII, foreign text escaped */
	bool color; /* ANSI colours (text on a terminal only) */
	enum operating_system system; /* whose steps are told */
};

struct page {
	struct buf *out;
	int cols;
	bool ascii, color;
	enum operating_system system;
};

void page_init(struct page *p, struct buf *out, const struct page_options *o);
/* The columns of text on a terminal. */
int page_width(const char *text);
/* One word or cell, in a role, padded with spaces to cols (0: not padded); no newline. */
void page_cell(struct page *p, enum page_role role, const char *text, int cols);
/* A paragraph: wrapped at the page's width, the first line after lead, the others indented as
 * far. */
void page_paragraph(struct page *p, enum page_role role, const char *lead, const char *text);
/* A line without wrapping (a command to copy). */
void page_line(struct page *p, enum page_role role, const char *lead, const char *text);
void page_gap(struct page *p); /* an empty line */
/* A paragraph that takes ownership of its text. */
void page_give(struct page *p, enum page_role role, const char *lead, char *text);
/* A heading after an empty line. */
void page_section(struct page *p, const char *title);

#endif
