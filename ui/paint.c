/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/paint.h"

#include "ui/text.h"

#include <stdlib.h>

#include <curses.h>

static int cursor_row, cursor_col; /* -1: hidden */

void paint_begin(void)
{
	erase();
	cursor_row = cursor_col = -1;
}

void paint_end(void)
{
	curs_set(cursor_row >= 0);
	if (cursor_row >= 0)
		move(cursor_row, cursor_col);
	else
		move(LINES - 1, 0);
	wnoutrefresh(stdscr);
	doupdate();
}

/* Writes bytes of clean text. Some terminals scroll when the last column of the last row is
 * written; curses avoids that unless scrolling is switched on. */
static void put(int row, int col, enum role role, const char *text, size_t len)
{
	short pair;
	attr_t attributes = (attr_t)theme_style(role, &pair);

	attr_set(attributes, pair, NULL);
	mvaddnstr(row, col, text, (int)len);
	attr_set(A_NORMAL, 0, NULL);
}

int paint_text(int row, int col, int cols, enum role role, const char *text)
{
	int used = 0;

	if (row < 0 || row >= LINES || col < 0 || col >= COLS)
		return 0;
	if (cols > COLS - col)
		cols = COLS - col;
	char *clean = text_clean(text, theme_ascii());

	for (char *at = clean; *at; at++)
		if (*at == '\n')
			*at = ' ';
	put(row, col, role, clean, text_fit(clean, cols, &used));
	free(clean);
	return used;
}

int paint_clipped(int row, int col, int cols, enum role role, const char *text)
{
	char *clean = text_clean(text, theme_ascii());
	char *clipped = text_clip(clean, cols, theme_ascii());
	int used = paint_text(row, col, cols, role, clipped);

	free(clipped);
	free(clean);
	return used;
}

void paint_blank(int row, int col, int cols, enum role role)
{
	for (int i = 0; i < cols; i++)
		paint_text(row, col + i, 1, role, " ");
}

void paint_restyle(int row, int col, int cols, enum role role)
{
	short pair;
	attr_t attributes = (attr_t)theme_style(role, &pair);

	mvchgat(row, col, cols, attributes, pair, NULL);
}

void paint_glyph(int row, int col, enum role role, enum glyph g)
{
	paint_text(row, col, 2, role, theme_glyph(g));
}

void paint_rule(int row, int col, int cols)
{
	for (int i = 0; i < cols; i++)
		paint_glyph(row, col + i, ROLE_RULE, GLYPH_RULE);
}

void paint_upright(const struct rect *r)
{
	for (int i = 0; i < r->rows; i++)
		paint_glyph(r->row + i, r->col, ROLE_RULE, i ? GLYPH_UPRIGHT : GLYPH_TEE);
}

void paint_cursor(int row, int col)
{
	cursor_row = row;
	cursor_col = col;
}
