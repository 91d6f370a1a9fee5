/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Painting on the open terminal. Rows and columns count from 0. Text passes through text_clean()
 * here, so no terminal interprets it, whatever it holds.
 */
#ifndef UI_PAINT_H
#define UI_PAINT_H

#include "ui/layout.h"
#include "ui/theme.h"

void paint_begin(void); /* an empty screen, the cursor hidden */
void paint_end(void);	/* sends the changes to the terminal */
/* Paints text, cut at cols columns; returns the columns used. */
int paint_text(int row, int col, int cols, enum role role, const char *text);
/* As above, with an ellipsis where it is cut. */
int paint_clipped(int row, int col, int cols, enum role role, const char *text);
void paint_blank(int row, int col, int cols, enum role role);
/* Changes the style of what is painted there. */
void paint_restyle(int row, int col, int cols, enum role role);
void paint_rule(int row, int col, int cols);
void paint_upright(const struct rect *r); /* with a tee if it begins on a rule */
void paint_glyph(int row, int col, enum role role, enum glyph g);
void paint_cursor(int row, int col); /* shows the cursor there */

#endif
