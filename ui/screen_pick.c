/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/paint.h"
#include "ui/term.h"
#include "ui/text.h"

#include <stdlib.h>

#define ROOMY_ROWS 16

static const struct pick_row *const rows[PICK_COUNT_] = {
    [PICK_PROFILES] = &pick_profiles, [PICK_CASES] = &pick_cases,
    [PICK_PRACTICE] = &pick_practice, [PICK_FOUND] = &pick_found,
    [PICK_ACCOUNTS] = &pick_accounts, [PICK_CHALLENGE] = &pick_challenge,
};

static const struct pick_row *row_of(const struct ui *ui)
{
	return rows[ui->pick.kind];
}

void pick_open(struct ui *ui, enum pick_kind kind)
{
	pick_clear(&ui->pick);
	ui->pick.kind = kind;
	ui->screen = SCREEN_PICK;
}

void pick_stale(struct pick *pick)
{
	pick->built_cols = 0;
}

void pick_select(struct pick *pick, const char *name)
{
	free(pick->wanted);
	pick->wanted = mem_strdup(name);
	pick_stale(pick);
}

void pick_clear(struct pick *pick)
{
	free(pick->wanted);
	free(pick->words);
	pick->wanted = pick->words = NULL;
	list_clear(&pick->list);
	strs_clear(&pick->names);
	pick_stale(pick);
}

void pick_item(struct ui *ui, struct list *l, const char *name)
{
	strs_add(&ui->pick.names, name);
	list_item(l, ITEM_ROW, (unsigned)ui->pick.names.n);
	list_line(l);
}

void pick_heading(struct list *l, const char *title)
{
	char *text = command_text(title, WHERE_PICK);

	list_item(l, ITEM_HEADING, 0);
	list_line(l);
	list_put(l, 0, ROLE_TITLE, text);
	free(text);
}

/* Of the selected row, or NULL. */
static const char *selected(const struct ui *ui)
{
	const struct pick *pick = &ui->pick;
	unsigned ref = pick->list.selected;

	return ref && ref <= pick->names.n ? pick->names.v[ref - 1] : NULL;
}

/* The selection stays with what it is about, wherever that is now. */
static void select_name(struct pick *pick, const char *name)
{
	for (size_t i = 0; name && i < pick->names.n; i++)
		if (str_eq(pick->names.v[i], name))
			pick->list.selected = (unsigned)i + 1;
}

static void build(struct ui *ui, int cols)
{
	struct pick *pick = &ui->pick;
	char *before = mem_strdup(selected(ui));

	if (!cols) /* a key before the first drawing */
		cols = LAYOUT_COLS_MIN;
	if (pick->built_cols != cols) {
		pick->built_cols = cols;
		strs_clear(&pick->names);
		list_begin(&pick->list);
		row_of(ui)->build(ui, &pick->list, cols);
		select_name(pick, pick->wanted ? pick->wanted : before);
		pick->list.show_selected |= pick->wanted != NULL;
		list_end(&pick->list);
		free(pick->wanted);
		pick->wanted = NULL;
	}
	free(before);
}

/* Returns the row below it. */
static int draw_intro(const char *intro, int row, int cols)
{
	struct strs lines = {0};
	char *text = command_text(intro, WHERE_START);

	text_wrap(&lines, text, cols < 100 ? cols - 2 : 98);
	for (size_t i = 0; i < lines.n; i++)
		paint_text(row++, 1, cols - 1, ROLE_NORMAL, lines.v[i]);
	strs_clear(&lines);
	free(text);
	return row;
}

static void draw(struct ui *ui)
{
	int rows_n, cols, row = 1;

	term_size(&rows_n, &cols);
	bar_draw_head(_(row_of(ui)->title), cols);
	if (rows_n >= ROOMY_ROWS) {
		row = draw_intro(_(row_of(ui)->intro), row + 1, cols);
		paint_rule(row++, 0, cols);
	}
	ui->pick.room = (struct rect){row, 1, rows_n - row - 1, cols - 2};
	build(ui, ui->pick.room.cols);
	list_draw(&ui->pick.list, &ui->pick.room, true);
	bar_draw(ui, rows_n - 1, cols);
}

static void go_back(struct ui *ui)
{
	if (ui->pick.list.filter)
		list_set_filter(&ui->pick.list, NULL);
	else
		ui->screen = SCREEN_START;
	pick_stale(&ui->pick);
}

static void filter(struct ui *ui, const char *text)
{
	list_set_filter(&ui->pick.list, text);
	pick_stale(&ui->pick);
}

static void open_selected(struct ui *ui)
{
	/* Opening may build the list, and the names, again. */
	char *name = mem_strdup(selected(ui));

	if (name)
		row_of(ui)->open(ui, name);
	else
		app_say(ui, mem_strdup(_("Nothing is selected.")));
	free(name);
}

static void command(struct ui *ui, enum command c)
{
	struct pick *pick = &ui->pick;

	build(ui, pick->room.cols); /* keys may come faster than drawings */
	if (list_command(&pick->list, c, pick->room.rows))
		return;
	if (c == COMMAND_ENTER) {
		open_selected(ui);
	} else if (c == COMMAND_BACK) {
		go_back(ui);
	} else if (c == COMMAND_FILTER || c == COMMAND_SEARCH) {
		prompt_line(&ui->prompt, _("Filter:"), pick->list.filter ? pick->list.filter : "",
			    filter);
		ui->prompt.changed = filter;
	} else {
		char *name = mem_strdup(selected(ui));

		if (!row_of(ui)->command || !row_of(ui)->command(ui, c, name))
			app_useless(ui);
		free(name);
	}
}

static void mouse(struct ui *ui, const struct key_event *e)
{
	if (list_mouse(&ui->pick.list, &ui->pick.room, e))
		open_selected(ui);
}

static const char *label(const struct ui *ui, enum command c)
{
	if (c == COMMAND_ENTER)
		return _(row_of(ui)->enter);
	if (command_row(c)->where == WHERE_PICK && !row_of(ui)->command)
		return NULL;
	return _(command_row(c)->bar);
}

const struct screen_row screen_pick = {WHERE_PICK, draw, app_page_key, command, mouse, label};

/* ---- practice scenarios ---- */

static void put_practice(struct ui *ui, struct list *l, const struct ui_practice *p, int cols)
{
	pick_item(ui, l, p->name);
	list_put(l, 2, ROLE_STRONG, p->name);
	if (cols < 60)
		list_wrap(l, 4, cols, ROLE_NORMAL, p->title);
	else
		list_wrap_on(l, 24, cols, ROLE_NORMAL, p->title);
}

#define CHALLENGE "challenge"

static void put_challenge(struct ui *ui, struct list *l, int cols)
{
	const struct ui_practice row = {
	    CHALLENGE, _("a broken mailbox: say who is to blame, and what to enter"), false};

	pick_heading(l, _("Today's challenge"));
	put_practice(ui, l, &row, cols);
}

static void build_practice(struct ui *ui, struct list *l, int cols)
{
	for (int recorded = 0; recorded < 2; recorded++) {
		bool headed = false;

		for (size_t i = 0; i < ui->options->practice_n; i++) {
			const struct ui_practice *p = &ui->options->practices[i];

			if ((int)p->recorded != recorded)
				continue;
			if (!headed)
				pick_heading(l, recorded ? _("Recorded networks")
							 : _("Servers inside porthorn"));
			headed = true;
			put_practice(ui, l, p, cols);
		}
	}
	if (ui->options->challenge)
		put_challenge(ui, l, cols);
}

static void begin_practice(struct ui *ui, const char *name)
{
	if (str_eq(name, CHALLENGE))
		pick_challenge_open(ui);
	else if (!app_open(ui, UI_PRACTICE, name)) {
		app_say(ui, ui->start.error);
		ui->start.error = NULL;
	}
}

const struct pick_row pick_practice = {
    .title = N_("Practice"),
    .intro = N_("See what porthorn says when something is wrong. No other computer is contacted."),
    .enter = N_("Start"),
    .build = build_practice,
    .open = begin_practice};
