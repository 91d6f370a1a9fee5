/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The measured paths in the text report: a table each, with the break drawn in. */
#include "config.h"
#include "report/report_text.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"
#include "words/words_path.h"

#include <stdlib.h>
#include <string.h>

enum { HOP_COLS = 5, CELL_COLS = 21, WHO_COLS = 31, NARROW_COLS = 60, NARROW_CELL_COLS = 16 };

static void write_row(struct page *p, const char *hop, const char *who, const char *suspect,
		      const char *working)
{
	bool narrow = p->cols < NARROW_COLS + HOP_COLS;
	int cell = narrow ? NARROW_CELL_COLS : CELL_COLS;

	page_cell(p, PAGE_PLAIN, hop, HOP_COLS);
	if (narrow || strlen(who) > WHO_COLS) { /* it gets a line of its own */
		page_line(p, PAGE_PLAIN, "", who);
		page_cell(p, PAGE_PLAIN, "", narrow ? HOP_COLS : HOP_COLS + WHO_COLS + 1);
	} else {
		page_cell(p, PAGE_PLAIN, who, WHO_COLS);
		page_cell(p, PAGE_PLAIN, " ", 1);
	}
	page_cell(p, PAGE_PLAIN, suspect, cell);
	page_line(p, PAGE_PLAIN, "", working);
}

static void write_break(struct page *p, const struct path_picture *picture)
{
	char *text = mem_printf("  --- %s ---", picture->break_text);

	page_line(p, PAGE_BAD, "", text);
	free(text);
}

static void write_hop(struct page *p, const struct path_row *row)
{
	const char *segment = words_path_segment(row);
	char *hop = mem_printf("%3d", row->ttl);
	char *who = *segment ? mem_printf("%s, %s", row->who, segment) : mem_strdup(row->who);
	char *suspect = words_path_cell(&row->suspect, false);
	char *working = words_path_cell(&row->working, false);

	write_row(p, hop, who, suspect, working);
	free(working);
	free(suspect);
	free(who);
	free(hop);
}

static void write_rows(struct page *p, const struct path_picture *picture)
{
	char *suspect = mem_printf(_("port %d"), picture->port);
	char *working = picture->working_port ? mem_printf(_("port %d"), picture->working_port)
					      : mem_strdup("");

	write_row(p, _("Hop"), _("Who answers there"), suspect, working);
	page_cell(p, PAGE_PLAIN, "", HOP_COLS);
	page_line(p, PAGE_PLAIN, "", _("this computer"));
	for (size_t i = 0; i < picture->n; i++) {
		if (picture->broken && i == picture->break_at)
			write_break(p, picture);
		write_hop(p, &picture->rows[i]);
	}
	if (picture->broken && picture->break_at == picture->n)
		write_break(p, picture);
	free(suspect);
	free(working);
}

static bool same_cell(const struct path_cell *a, const struct path_cell *b)
{
	return a->mark == b->mark && a->beyond == b->beyond && str_eq(a->address, b->address);
}

static bool same_row(const struct path_row *a, const struct path_row *b)
{
	return a->ttl == b->ttl && a->segment == b->segment && str_eq(a->who, b->who) &&
	       same_cell(&a->suspect, &b->suspect) && same_cell(&a->working, &b->working);
}

static const char *finding_id(const struct path_picture *p)
{
	return p->finding ? p->finding->id : "";
}

/* Whether two pictures differ in nothing but port and times. */
static bool same_way(const struct path_picture *a, const struct path_picture *b)
{
	if (a->why_not || b->why_not)
		return str_eq(a->why_not, b->why_not);
	bool same = a->n == b->n && a->broken == b->broken && a->break_at == b->break_at &&
		    a->running == b->running && a->working_port == b->working_port &&
		    str_eq(a->address, b->address) && str_eq(finding_id(a), finding_id(b));

	for (size_t i = 0; same && i < a->n; i++)
		same = same_row(&a->rows[i], &b->rows[i]);
	return same;
}

static bool is_drawn(const struct path_pictures *list, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (same_way(&list->v[k], &list->v[i]))
			return true;
	return false;
}

/* Which further rows the picture stands for. */
static void write_same(struct page *p, const struct record *record,
		       const struct path_pictures *list, size_t i)
{
	struct numbers rows = {mem_calloc(list->n, sizeof *rows.v), 0};

	for (size_t k = i + 1; k < list->n; k++)
		if (same_way(&list->v[i], &list->v[k]))
			rows.v[rows.n++] = list->v[k].endpoint;
	if (rows.n && !list->v[i].why_not) {
		char *names = words_rows(record, &rows);
		/* TRANSLATORS: rows, "submission 587, imap 143". */
		char *text = mem_printf(_("The same applies to: %s."), names);

		page_paragraph(p, PAGE_PLAIN, "", text);
		free(text);
		free(names);
	}
	free(rows.v);
}

static void write_pictures(struct page *p, const struct record *record, bool meaning)
{
	struct path_pictures pictures;

	words_paths(&pictures, record, 0);
	for (size_t i = 0; i < pictures.n; i++) {
		const struct path_picture *picture = &pictures.v[i];

		if (is_drawn(&pictures, i))
			continue;
		if (!picture->why_not && !picture->running && !picture->finding && !picture->broken)
			continue; /* it gets through: nothing to show */
		page_gap(p);
		page_paragraph(p, PAGE_HEADING, "", picture->title);
		if (!picture->why_not)
			write_rows(p, picture);
		if (meaning)
			page_paragraph(p, PAGE_PLAIN, "", picture->sentence);
		write_same(p, record, &pictures, i);
	}
	path_pictures_clear(&pictures);
}

void report_path(struct page *p, const struct record *record)
{
	write_pictures(p, record, true);
}

void report_path_seen(struct page *p, const struct record *record)
{
	write_pictures(p, record, false);
}
