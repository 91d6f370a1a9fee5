/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings for one mail program on a screen of their own, a program a page. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/privacy.h"
#include "ui/run_commands.h"
#include "ui/term.h"

#include <stdlib.h>

#define TEXT_COLS_MAX 92 /* longer lines are hard to read */
#define COPY_COLS 400	 /* a long line to be pasted stays one */

/* Whose settings, and whether they work. */
static void put_state(struct list *l, const struct ui *ui, const struct sheet *s, int cols)
{
	const struct target *t = ui->run.record->target;
	const char *who = t->email ? t->email : t->label;

	list_item(l, ITEM_TEXT, 0);
	/* TRANSLATORS: whose mail it is about, and a sentence about all the settings. */
	char *text = mem_printf(_("For %s. %s"), who, s->state);

	list_wrap(l, 1, cols, ROLE_NORMAL, text);
	free(text);
}

static void fill(struct list *l, const struct ui *ui, int cols)
{
	struct sheet s;

	words_sheet(&s, ui->run.record, run_program(&ui->run));
	put_state(l, ui, &s, cols);
	list_gap(l);
	sheet_put_rows(l, &s, cols);
	sheet_put_around(l, &s, cols);
	sheet_clear(&s);
}

static void build(struct ui *ui, int cols)
{
	struct sheet_page *page = &ui->sheet;

	if (page->built_cols == cols)
		return;
	page->built_cols = cols;
	list_begin(&page->list);
	fill(&page->list, ui, cols);
	list_end(&page->list);
}

void sheet_open(struct ui *ui)
{
	list_clear(&ui->sheet.list);
	ui->sheet.list.reads = true;
	ui->sheet.built_cols = 0;
	ui->screen = SCREEN_SHEET;
}

static void draw(struct ui *ui)
{
	struct sheet_page *page = &ui->sheet;
	int rows, cols;

	term_size(&rows, &cols);
	/* TRANSLATORS: a mail program between two arrows. */
	char *title = mem_printf(_("Settings for %s %s %s"), theme_glyph(GLYPH_LEFT),
				 _(run_program(&ui->run)->name), theme_glyph(GLYPH_RIGHT));

	bar_draw_head(title, cols);
	free(title);
	page->room = (struct rect){1, 0, rows - 2, cols < TEXT_COLS_MAX ? cols - 1 : TEXT_COLS_MAX};
	build(ui, page->room.cols);
	list_draw(&page->list, &page->room, true);
	bar_draw(ui, rows - 1, cols);
}

static void change_program(struct ui *ui, bool next)
{
	run_change_program(&ui->run, next);
	list_clear(&ui->sheet.list);
	ui->sheet.list.reads = true;
	ui->sheet.built_cols = 0;
}

static void copy_line(struct ui *ui)
{
	char *text = list_copied(&ui->sheet.list);

	if (!text) {
		app_say(ui, mem_strdup(_("No line is selected: the arrows choose one.")));
		return;
	}
	/* TRANSLATORS: what was copied. */
	run_copy(ui, mem_strdup(text),
		 mem_printf(_("Copied, if your terminal allows it: %s"), text));
	free(text);
}

static void copy_all(struct ui *ui)
{
	struct list whole = {0};

	list_begin(&whole);
	fill(&whole, ui, COPY_COLS);
	list_end(&whole);
	run_copy(ui, list_text(&whole), mem_strdup(_("Copied, if your terminal allows it.")));
	list_clear(&whole);
}

static void command(struct ui *ui, enum command c)
{
	struct sheet_page *page = &ui->sheet;

	build(ui, page->room.cols); /* keys may come faster than drawings */
	if (list_command(&page->list, c, page->room.rows))
		return;
	switch (c) {
	case COMMAND_LEFT:
	case COMMAND_RIGHT:
		change_program(ui, c == COMMAND_RIGHT);
		break;
	case COMMAND_COPY_LINE:
		copy_line(ui);
		break;
	case COMMAND_WRITE:
		run_ask_write_sheet(ui);
		break;
	case COMMAND_COPY:
		copy_all(ui);
		break;
	case COMMAND_BACK:
	case COMMAND_ENTER:
		ui->screen = SCREEN_RUN;
		run_stale(&ui->run);
		break;
	default:
		break;
	}
}

static bool key(struct ui *ui, int key)
{
	/* q leaves the page first, as it leaves the others. */
	if (key != 'q')
		return false;
	command(ui, COMMAND_BACK);
	return true;
}

static void mouse(struct ui *ui, const struct key_event *e)
{
	list_mouse(&ui->sheet.list, &ui->sheet.room, e);
}

static const char *label(const struct ui *ui, enum command c)
{
	(void)ui;
	switch (c) {
	case COMMAND_ENTER:
		return NULL;
	case COMMAND_COPY:
		return _("Copy all");
	case COMMAND_WRITE:
		return _("Save");
	default:
		return _(command_row(c)->bar);
	}
}

const struct screen_row screen_sheet = {WHERE_SHEET, draw, key, command, mouse, label};
