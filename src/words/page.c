/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/page.h"

#include "base/esc.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define COLS_DEFAULT 80
#define COLS_MIN 20 /* below that, text is wrapped at this width */

void page_init(struct page *p, struct buf *out, const struct page_options *o)
{
	int cols = o->cols > 0 ? o->cols : COLS_DEFAULT;

	*p = (struct page){out, cols < COLS_MIN ? COLS_MIN : cols, o->ascii, o->color, o->system};
}

int page_width(const char *text)
{
	int cols = 0;
	size_t len = strlen(text);

	while (len) {
		unsigned code = (unsigned char)*text;
		size_t size = esc_decode(text, len, &code);
		int wide = size ? wcwidth((wchar_t)code) : 1;

		cols += wide < 0 ? 1 : wide;
		size = size ? size : 1;
		text += size;
		len -= size;
	}
	return cols;
}

/* The characters beyond ASCII in our own sentences, and their replacements. */
static char *ascii_of(const char *text)
{
	static const struct {
		const char *from, *to;
	} plain[] = {{"…", "..."}, {"–", "-"},	{"—", "-"},  {"“", "\""},    {"”", "\""},
		     {"„", "\""},  {"‘", "'"},	{"’", "'"},  {"→", "->"},    {"×", "x"},
		     {"•", "*"},   {"≥", ">="}, {"≤", "<="}, {"\u00a0", " "}};
	struct buf out;

	buf_init(&out, 0);
	while (*text) {
		size_t i = 0, count = sizeof plain / sizeof *plain;

		while (i < count && strncmp(text, plain[i].from, strlen(plain[i].from)) != 0)
			i++;
		if (i < count) {
			buf_puts(&out, plain[i].to);
			text += strlen(plain[i].from);
		} else {
			buf_putc(&out, *text++);
		}
	}
	char *escaped = esc_text(buf_text(&out), out.len, true);

	buf_clear(&out);
	return escaped;
}

/* text in a form that this page can print. The caller frees. */
static char *printable(const struct page *p, const char *text)
{
	return p->ascii ? ascii_of(text) : mem_strdup(text);
}

static void put(struct page *p, enum page_role role, const char *text, size_t len)
{
	static const char *const codes[PAGE_ROLE_COUNT_] = {NULL, "1", "32", "33", "1;31", "2"};
	const char *code = p->color && len ? codes[role] : NULL;

	if (code)
		buf_printf(p->out, "\033[%sm", code);
	buf_append(p->out, text, len);
	if (code)
		buf_puts(p->out, "\033[m");
}

static void blanks(struct page *p, int n)
{
	while (n-- > 0)
		buf_putc(p->out, ' ');
}

void page_cell(struct page *p, enum page_role role, const char *text, int cols)
{
	char *shown = printable(p, text);

	put(p, role, shown, strlen(shown));
	blanks(p, cols - page_width(shown));
	free(shown);
}

/* How many bytes of text fit on a line of cols: up to the last space that fits, or the whole first
 * word. */
static size_t fitting(const char *text, int cols)
{
	size_t best = 0, at = 0;

	while (text[at]) {
		at += strspn(text + at, " ");
		at += strcspn(text + at, " ");
		char *line = mem_strndup(text, at);
		int width = page_width(line);

		free(line);
		if (best && width > cols)
			break;
		best = at;
		if (width > cols)
			break;
	}
	return best;
}

static void wrap(struct page *p, enum page_role role, const char *text, int indent, int cols)
{
	for (bool first = true; *(text += strspn(text, " ")) || first; first = false) {
		size_t len = fitting(text, cols);

		if (!first)
			blanks(p, indent);
		put(p, role, text, len);
		buf_putc(p->out, '\n');
		text += len;
	}
}

void page_paragraph(struct page *p, enum page_role role, const char *lead, const char *text)
{
	char *shown = printable(p, text), *start = printable(p, lead);
	int indent = page_width(start);
	struct strs lines = {0};

	strs_split(&lines, shown, "\n");
	if (!lines.n)
		strs_add(&lines, "");
	for (size_t i = 0; i < lines.n; i++) {
		if (i)
			blanks(p, indent);
		else
			buf_puts(p->out, start);
		wrap(p, role, lines.v[i], indent,
		     p->cols - indent > COLS_MIN / 2 ? p->cols - indent : COLS_MIN / 2);
	}
	strs_clear(&lines);
	free(shown);
	free(start);
}

void page_line(struct page *p, enum page_role role, const char *lead, const char *text)
{
	char *shown = printable(p, text);

	buf_puts(p->out, lead);
	put(p, role, shown, strlen(shown));
	buf_putc(p->out, '\n');
	free(shown);
}

void page_gap(struct page *p)
{
	buf_putc(p->out, '\n');
}

void page_give(struct page *p, enum page_role role, const char *lead, char *text)
{
	page_paragraph(p, role, lead, text);
	free(text);
}

void page_section(struct page *p, const char *title)
{
	page_gap(p);
	page_paragraph(p, PAGE_HEADING, "", title);
}
