/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/report_sheet.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "words/words_sheet.h"

#include <stdlib.h>
#include <string.h>

#define LEAD 2
#define GAP 3
#define FIELD_COLS_MAX 40 /* a longer name has a line of its own */

static int field_cols(const struct page *p, const struct sheet *s)
{
	int most = p->cols / 2 < FIELD_COLS_MAX ? p->cols / 2 : FIELD_COLS_MAX, cols = 0;

	for (size_t i = 0; i < s->n; i++) {
		int width = page_width(s->v[i].field);

		if (width > cols && width <= most)
			cols = width;
	}
	return cols;
}

/* Beside its field, else below it: what has to be typed is never broken. */
static void put_row(struct page *p, const struct sheet_row *row, int cols)
{
	enum page_role role = row->works ? PAGE_GOOD : PAGE_FAINT;
	int col = LEAD + cols + GAP, width = page_width(row->field);
	bool beside = width <= cols, whole = row->typed && page_width(row->value) > p->cols - col;
	char *lead = beside ? mem_printf("  %s%*s", row->field, cols + GAP - width, "")
			    : mem_printf("%*s", col, "");

	if (!beside || whole)
		page_paragraph(p, PAGE_PLAIN, "  ", row->field);
	if (whole)
		page_line(p, role, "    ", row->value);
	else
		page_paragraph(p, role, lead, row->value);
	free(lead);
	if (row->note)
		page_paragraph(p, PAGE_PLAIN, "      ", row->note);
}

static void put_rows(struct page *p, const struct sheet *s)
{
	int cols = field_cols(p, s), section = -1;

	for (size_t i = 0; i < s->n; i++) {
		if ((int)s->v[i].section != section)
			page_section(p, words_sheet_section(s->v[i].section));
		section = (int)s->v[i].section;
		put_row(p, &s->v[i], cols);
	}
}

static void put_list(struct page *p, const char *title, const struct strs *list, const char *lead)
{
	if (list->n)
		page_section(p, title);
	for (size_t i = 0; i < list->n; i++)
		page_paragraph(p, PAGE_PLAIN, lead, list->v[i]);
}

void report_sheet(struct buf *out, const struct record *record, const struct program *program,
		  const struct page_options *o)
{
	const struct target *t = record->target;
	const char *who = t->email ? t->email : t->label;
	char *shown = esc_text(who, strlen(who), false);
	struct sheet s;
	struct page p;

	page_init(&p, out, o);
	words_sheet(&s, record, program);
	page_give(&p, PAGE_HEADING, "",
		  /* TRANSLATORS: a mail program, and whose mail it is about. */
		  mem_printf(_("Settings for %s: %s"), _(program->name), shown));
	page_paragraph(&p, PAGE_PLAIN, "", s.state);
	put_rows(&p, &s);
	put_list(&p, _("Know before you start"), &s.limits, "  - ");
	put_list(&p, _("Where to enter it"), &s.paths, "  ");
	put_list(&p, _("Also worked"), &s.also, "  ");
	put_list(&p, _("Published too"), &s.failed, "  ");
	put_list(&p, _("About this provider"), &s.notes, "  - ");
	if (s.n) {
		page_gap(&p);
		page_paragraph(&p, PAGE_FAINT, "", s.origin);
	}
	sheet_clear(&s);
	free(shown);
}
