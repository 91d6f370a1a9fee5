/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to enter in one mail program, as lines: in the settings pane, and on a screen of its own. */
#ifndef UI_SHEET_H
#define UI_SHEET_H

#include "words/words_sheet.h"
#include "ui/list.h"

/* The sheet, or its QR codes. */
enum sheet_view { SHEET_FIELDS, SHEET_QR, SHEET_QR_TEXT, SHEET_VIEW_COUNT_ };

struct sheet_page {
	enum sheet_view view;
	struct list list;
	struct rect room;
	int built_cols;
};

/* The fields; each is a row, and copying it copies the value. */
void sheet_put_rows(struct list *l, const struct sheet *s, int cols);
/* What the program cannot do, where to enter it, what else worked, the provider's notes. */
void sheet_put_around(struct list *l, const struct sheet *s, int cols);

struct ui;

/* Shows the settings of the run in front on a screen of their own. */
void sheet_open(struct ui *ui);

#endif
