/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings for one mail program on a screen of their own, a program a page. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "report/qr.h"
#include "report/setup.h"
#include "ui/privacy.h"
#include "ui/run_commands.h"
#include "ui/term.h"
#include "ui/text.h"

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

/* ---- QR codes ---- */

static enum qr_style qr_style(const struct ui *ui)
{
	if (theme_ascii())
		return QR_ASCII;
	return ui->options->theme == THEME_LIGHT ? QR_DARK : QR_BLOCKS;
}

static void put_sentence(struct list *l, const char *text, int cols)
{
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 1, cols, ROLE_NORMAL, text);
}

/* The code, or why there is none; the sentence below is in sight only with all of it. */
static void put_code(struct list *l, const struct ui *ui, const char *text, const char *sentence,
		     int cols)
{
	struct strs lines = {0};

	if (!qr_lines(&lines, text, qr_style(ui)))
		sentence = _("No QR code can be made: the settings are too long for one, or "
			     "porthorn was built without libqrencode.");
	else if (text_cols(lines.v[0]) + 1 > cols)
		sentence = _("This window is too narrow for the QR code: enlarge it.");
	for (size_t i = 0; i < lines.n && text_cols(lines.v[0]) + 1 <= cols; i++) {
		list_item(l, ITEM_TEXT, 0);
		list_line(l);
		list_put(l, 1, ROLE_NORMAL, lines.v[i]);
	}
	put_sentence(l, sentence, cols);
	strs_clear(&lines);
}

static void fill_code(struct list *l, const struct ui *ui, int cols)
{
	bool other = ui->sheet.view == SHEET_QR_TEXT;
	const char *sentence =
	    other ? _("Any phone shows the settings as text. No password is in them.")
		  : _("In Thunderbird for Android: Settings > Import settings > scan this code. No "
		      "password is in it.");
	char *error = NULL;
	struct buf text;

	buf_init(&text, 0);
	if (privacy_is_on())
		put_sentence(l, _("Your address is hidden now, and a QR code would show it."),
			     cols);
	else if (setup_write(&text, setup_format(other ? "qr-text" : "qr"), ui->run.record, &error))
		put_code(l, ui, buf_text(&text), sentence, cols);
	else
		put_sentence(l, error, cols);
	free(error);
	buf_clear(&text);
}

static void show(struct ui *ui, enum sheet_view view)
{
	ui->sheet.view = view;
	list_clear(&ui->sheet.list);
	ui->sheet.list.reads = true;
	ui->sheet.built_cols = 0;
}

static void build(struct ui *ui, int cols)
{
	struct sheet_page *page = &ui->sheet;

	if (page->built_cols == cols)
		return;
	page->built_cols = cols;
	list_begin(&page->list);
	if (page->view == SHEET_FIELDS)
		fill(&page->list, ui, cols);
	else
		fill_code(&page->list, ui, cols);
	list_end(&page->list);
}

void sheet_open(struct ui *ui)
{
	show(ui, SHEET_FIELDS);
	ui->screen = SCREEN_SHEET;
}

static void draw(struct ui *ui)
{
	struct sheet_page *page = &ui->sheet;
	int rows, cols;

	term_size(&rows, &cols);
	/* TRANSLATORS: a mail program between two arrows. */
	char *title = page->view == SHEET_QR ? mem_strdup(_("Settings for Thunderbird on a phone"))
		      : page->view == SHEET_QR_TEXT
			  ? mem_strdup(_("Settings for any other phone"))
			  : mem_printf(_("Settings for %s %s %s"), theme_glyph(GLYPH_LEFT),
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
	show(ui, SHEET_FIELDS);
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
	case COMMAND_PHONE:
		show(ui, (enum sheet_view)((page->view + 1) % SHEET_VIEW_COUNT_));
		break;
	case COMMAND_BACK:
	case COMMAND_ENTER:
		if (page->view != SHEET_FIELDS) {
			show(ui, SHEET_FIELDS);
			break;
		}
		ui->screen = SCREEN_RUN;
		run_stale(&ui->run);
		break;
	default:
		break;
	}
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

const struct screen_row screen_sheet = {WHERE_SHEET, draw, app_page_key, command, mouse, label};
