/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/sheet.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/privacy.h"
#include "ui/text.h"

#include <stdlib.h>

#define COL_FIELD 3
#define GAP 3
#define FIELD_COLS_MAX 44 /* a longer name has a line of its own */

/* Where the values begin. */
static int value_col(const struct sheet *s, int cols)
{
	int most = cols * 11 / 20 - COL_FIELD, widest = 0;

	if (most > FIELD_COLS_MAX)
		most = FIELD_COLS_MAX;
	for (size_t i = 0; i < s->n; i++) {
		int width = text_cols(s->v[i].field);

		if (width > widest && width <= most)
			widest = width;
	}
	return COL_FIELD + widest + (cols < 60 ? GAP - 1 : GAP);
}

static void put_row(struct list *l, const struct sheet_row *row, int col, int cols)
{
	enum role role = !row->works ? ROLE_DIM : row->typed ? ROLE_STRONG : ROLE_NORMAL;
	char *shown = row->personal ? privacy_whole(row->value) : mem_strdup(row->value);
	/* What has to be typed is not broken. */
	bool below = row->typed && text_cols(shown) > cols - col;

	list_item(l, ITEM_ROW, (unsigned)l->item_n + 1);
	list_wrap(l, COL_FIELD, cols, ROLE_NORMAL, row->field);
	if (below) {
		list_wrap(l, COL_FIELD + 2, cols, role, shown);
	} else {
		if (text_cols(row->field) > col - COL_FIELD - 1)
			list_line(l);
		list_wrap_on(l, col, cols, role, shown);
	}
	if (row->note)
		list_wrap(l, COL_FIELD + 2, cols, row->works ? ROLE_NORMAL : ROLE_PROBLEM,
			  row->note);
	list_copies(l, shown);
	free(shown);
}

static void put_title(struct list *l, const char *title, int cols)
{
	list_item(l, ITEM_HEADING, 0);
	list_wrap(l, 1, cols, ROLE_TITLE, title);
}

void sheet_put_rows(struct list *l, const struct sheet *s, int cols)
{
	int col = value_col(s, cols), section = -1;

	for (size_t i = 0; i < s->n; i++) {
		if ((int)s->v[i].section != section)
			put_title(l, words_sheet_section(s->v[i].section), cols);
		section = (int)s->v[i].section;
		put_row(l, &s->v[i], col, cols);
	}
}

static void put_list(struct list *l, const char *title, const struct strs *texts, int cols)
{
	if (texts->n)
		put_title(l, title, cols);
	for (size_t i = 0; i < texts->n; i++) {
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, COL_FIELD, cols, ROLE_NORMAL, texts->v[i]);
	}
}

void sheet_put_around(struct list *l, const struct sheet *s, int cols)
{
	put_list(l, _("Know before you start"), &s->limits, cols);
	put_list(l, _("Where to enter it"), &s->paths, cols);
	put_list(l, _("Also worked"), &s->also, cols);
	put_list(l, _("Published too"), &s->failed, cols);
	put_list(l, _("About this provider"), &s->notes, cols);
	if (!s->n)
		return;
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 1, cols, ROLE_DIM, s->origin);
}
