/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bottom line: the prompt, the message, or as many keys as fit. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "ui/paint.h"
#include "ui/privacy.h"
#include "ui/text.h"

#include <stdlib.h>
#include <string.h>

#define SHORT_COLS 66 /* below, questions are asked in fewer words */

static const struct screen_row *screen_of(const struct ui *ui)
{
	return app_screen(ui->screen);
}

static void draw_prompt(const struct ui *ui, int row, int cols)
{
	const struct prompt *p = &ui->prompt;
	const char *label = p->brief && cols < SHORT_COLS ? p->brief : p->label;
	int col = 1 + paint_clipped(row, 1, cols - 2, ROLE_STRONG, label);
	const char *text = p->text.bytes;

	if (p->choices) {
		paint_cursor(row, col < cols ? col : cols - 1);
		return;
	}
	/* The end of the typed text must be visible. */
	col++;
	while (*text && text_cols(text) > cols - col - 1)
		text++;
	col += paint_text(row, col, cols - col, ROLE_INPUT, text);
	paint_cursor(row, col < cols ? col : cols - 1);
}

static int key_of(const struct ui *ui, enum command c)
{
	return command_key(c, screen_of(ui)->where);
}

/* The label of a command on the screen in front, or NULL if it is not in the bar. */
static const char *label_of(const struct ui *ui, enum command c)
{
	const struct command_row *row = command_row(c);

	if (!row->bar || !key_of(ui, c) || !(row->where & screen_of(ui)->where))
		return NULL;
	return screen_of(ui)->label(ui, c);
}

/* The urgency above which commands must be left out. */
static int urgency_for(const struct ui *ui, int cols)
{
	char room[16];

	for (int urgency = 10; urgency > 0; urgency--) {
		int needed = 1;

		for (unsigned c = 0; c < COMMAND_COUNT_; c++) {
			const char *label = label_of(ui, (enum command)c);
			const struct command_row *row = command_row((enum command)c);

			if (label && row->urgency <= urgency)
				needed += text_cols(keys_name(key_of(ui, (enum command)c), room)) +
					  1 + text_cols(label) + 2;
		}
		if (needed - 2 <= cols)
			return urgency;
	}
	return 0;
}

static void draw_keys(struct ui *ui, int row, int cols)
{
	int urgency = urgency_for(ui, cols), col = 1;
	char room[16];

	for (unsigned c = 0; c < COMMAND_COUNT_; c++) {
		const char *label = label_of(ui, (enum command)c);
		const struct command_row *command = command_row((enum command)c);

		if (!label || command->urgency > urgency)
			continue;
		const char *key = keys_name(key_of(ui, (enum command)c), room);
		int first = col;

		col += paint_text(row, col, cols - col, ROLE_KEY, key) + 1;
		col += paint_text(row, col, cols - col, ROLE_KEY_LABEL, label);
		app_zone(ui, row, first, col - first, (enum command)c);
		col += 2;
	}
}

void bar_draw_head(const char *title, int cols)
{
	paint_blank(0, 0, cols, ROLE_HEADER);
	int used = paint_text(0, 1, cols - 2, ROLE_HEADER, "porthorn");

	char *shown = privacy_text(title);

	paint_clipped(0, used + 3, cols - used - 4, ROLE_HEADER, shown);
	free(shown);
}

void bar_draw(struct ui *ui, int row, int cols)
{
	if (ui->prompt.open) {
		draw_prompt(ui, row, cols);
	} else if (ui->message) {
		paint_blank(row, 0, cols, ROLE_MESSAGE);
		paint_clipped(row, 1, cols - 2, ROLE_MESSAGE, ui->message);
	} else {
		draw_keys(ui, row, cols);
	}
}
