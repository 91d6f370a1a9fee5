/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways that were measured, in the text report: a table each, with the break drawn in. */
#include "config.h"
#include "report/report_text.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "report/words_path.h"

#include <stdlib.h>

enum { HOP_COLS = 5, CELL_COLS = 22, WHO_COLS = 28, NARROW_COLS = 60, NARROW_CELL_COLS = 16 };

static void write_row(struct page *p, const char *hop, const char *who, const char *suspect, const char *working)
{
	bool narrow = p->cols < NARROW_COLS + HOP_COLS;
	int cell = narrow ? NARROW_CELL_COLS : CELL_COLS;

	page_cell(p, PAGE_PLAIN, hop, HOP_COLS);
	if (narrow) { /* the address gets a line of its own */
		page_line(p, PAGE_PLAIN, "", who);
		page_cell(p, PAGE_PLAIN, "", HOP_COLS);
	} else {
		page_cell(p, PAGE_PLAIN, who, WHO_COLS);
		page_cell(p, PAGE_PLAIN, " ", 1);
	}
	page_cell(p, PAGE_PLAIN, suspect, cell);
	page_line(p, PAGE_PLAIN, "", working);
}

static void write_break(struct page *p, const struct path_picture *picture)
{
	/* TRANSLATORS: stands between two hops of a path, %d is a port. */
	char *text = mem_printf(_("  --- port %d gets no further than here ---"), picture->port);

	page_line(p, PAGE_BAD, "", text);
	free(text);
}

static void write_rows(struct page *p, const struct path_picture *picture)
{
	char *suspect = mem_printf(_("port %d"), picture->port);
	char *working = picture->working_port ? mem_printf(_("port %d"), picture->working_port) : mem_strdup("");

	write_row(p, _("Hop"), _("Who answers there"), suspect, working);
	for (size_t i = 0; i < picture->n; i++) {
		const struct path_row *row = &picture->rows[i];
		char *hop = mem_printf("%3d", row->ttl);

		if (i == picture->break_at)
			write_break(p, picture);
		write_row(p, hop, row->who, row->suspect, row->working);
		free(hop);
	}
	free(suspect);
	free(working);
}

void report_path(struct page *p, const struct session *s)
{
	struct path_pictures pictures;

	words_paths(&pictures, s, 0);
	for (size_t i = 0; i < pictures.n; i++) {
		const struct path_picture *picture = &pictures.v[i];

		page_gap(p);
		page_paragraph(p, PAGE_HEADING, "", picture->title);
		if (picture->why_not)
			page_paragraph(p, PAGE_PLAIN, "", picture->why_not);
		else
			write_rows(p, picture);
		if (picture->verdict)
			page_paragraph(p, PAGE_PLAIN, "", picture->verdict);
	}
	path_pictures_clear(&pictures);
}
