/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/start_list.h"

#include "advice/topics.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/paint.h"
#include "ui/term.h"
#include "ui/text.h"

#include <stdlib.h>
#include <string.h>

#define ROOMY_ROWS 20

static int draw_intro(int row, int cols)
{
	static const char *const text =
	    N_("Find out why mail doesn't work here, and which settings will. Type your e-mail "
	       "address, your mail provider or a mail server. No password is ever asked for.");
	struct strs lines = {0};
	int at = row, width = cols < 100 ? cols - 2 : 98;

	text_wrap(&lines, _(text), width);
	text_wrap(&lines, _(topic_contacts_brief), width);
	for (size_t i = 0; i < lines.n; i++)
		paint_text(at++, 1, cols - 1, ROLE_NORMAL, lines.v[i]);
	strs_clear(&lines);
	return at + 1;
}

static int draw_input(struct ui *ui, int row, int cols)
{
	struct start *s = &ui->start;
	const char *label = cols < 60 ? _("Search:") : _("Provider, address or server:");
	const char *text = s->text.bytes;
	int col = 2 + paint_text(row, 1, cols - 2, ROLE_STRONG, label);

	while (*text && text_cols(text) > cols - col - 2)
		text++;
	int used = paint_text(row, col, cols - col - 1, ROLE_INPUT, text);

	paint_blank(row, col + used, (cols < 80 ? cols - 1 : 78) - col - used, ROLE_INPUT);
	if (!ui->prompt.open)
		paint_cursor(row, col + used);
	row++;
	if (s->error) {
		struct strs lines = {0};

		text_wrap(&lines, s->error, cols - 2);
		for (size_t i = 0; i < lines.n && i < 3; i++)
			paint_text(row++, 1, cols - 2, ROLE_PROBLEM, lines.v[i]);
		strs_clear(&lines);
	}
	return row;
}

static void draw(struct ui *ui)
{
	int rows, cols, row = 0;

	term_size(&rows, &cols);
	paint_blank(row, 0, cols, ROLE_HEADER);
	paint_text(row, 1, cols - 2, ROLE_HEADER, "porthorn");
	row = rows >= ROOMY_ROWS ? 2 : 1;
	if (rows >= ROOMY_ROWS)
		row = draw_intro(row, cols);
	row = draw_input(ui, row, cols);
	paint_rule(row++, 0, cols);
	ui->start.room = (struct rect){row, 1, rows - row - 1, cols - 2};
	start_build(ui, ui->start.room.cols);
	list_draw(&ui->start.list, &ui->start.room, true);
	bar_draw(ui, rows - 1, cols);
}

static void typed(struct ui *ui)
{
	free(ui->start.error);
	ui->start.error = NULL;
	ui->start.built_cols = 0;
	ui->start.list.selected = 0; /* the best match, not where the cursor was */
	ui->start.list.top = 0;
}

/* The selected word, or all of them. */
static void forget(struct ui *ui, bool all)
{
	struct start *s = &ui->start;
	const char *word = all ? NULL : start_selected_recent(ui);

	if (!s->recent.n)
		app_say(ui, mem_strdup(_("Nothing is remembered.")));
	else if (!all && !word)
		app_say(ui, mem_strdup(_("Choose something under \"Last tested\" first.")));
	else
		recent_forget(&s->recent, ui->options->state_dir, word);
	s->built_cols = 0;
}

static bool key(struct ui *ui, int key)
{
	/* No name or address begins with a question mark or a space. */
	if (key == '?' || (key == ' ' && !ui->start.text.len))
		return false;
	if (!prompt_text_key(&ui->start.text, key))
		return false;
	typed(ui);
	return true;
}

static void open_selected(struct ui *ui)
{
	enum command c = start_selected_command(ui);

	if (c) {
		app_command(ui, c);
		return;
	}
	char *word = start_selected_word(ui);

	if (word)
		app_open(ui, UI_CHECK, word);
	else
		app_say(ui, mem_strdup(_("Type something first.")));
	free(word);
}

static void go_back(struct ui *ui)
{
	if (ui->start.text.len) {
		prompt_text_set(&ui->start.text, "");
		typed(ui);
	} else if (ui->run.record) {
		ui->screen = SCREEN_RUN;
	} else {
		app_command(ui, COMMAND_QUIT);
	}
}

static void look_up_asked(struct ui *ui, const char *text)
{
	char *copy = mem_strdup(text);
	const char *words = str_trim(copy);

	if (*words)
		pick_look_up(ui, words);
	free(copy);
}

static void audit_asked(struct ui *ui, const char *text)
{
	char *copy = mem_strdup(text);
	const char *domain = str_trim(copy);

	if (*domain)
		audit_open(ui, domain);
	free(copy);
}

/* What is typed already is the domain, or has it after the @. */
static void ask_audit(struct ui *ui)
{
	const char *typed = ui->start.text.bytes, *at = strrchr(typed, '@');

	prompt_line(&ui->prompt, _("Domain to audit:"), at ? at + 1 : typed, audit_asked);
}

static void command(struct ui *ui, enum command c)
{
	start_build(ui, ui->start.room.cols); /* keys may come faster than drawings */
	if (list_command(&ui->start.list, c, ui->start.room.rows))
		return;
	switch (c) {
	case COMMAND_ENTER:
		open_selected(ui);
		break;
	case COMMAND_BACK:
		go_back(ui);
		break;
	case COMMAND_FORGET:
	case COMMAND_FORGET_ALL:
		forget(ui, c == COMMAND_FORGET_ALL);
		break;
	case COMMAND_CASES:
		pick_open(ui, PICK_CASES);
		break;
	case COMMAND_LOOK_UP:
		if (ui->options->look_up)
			prompt_line(&ui->prompt, _("Error message, port or words:"),
				    ui->start.text.bytes, look_up_asked);
		break;
	case COMMAND_PRACTICE:
		pick_open(ui, PICK_PRACTICE);
		break;
	case COMMAND_AUDIT_DOMAIN:
		ask_audit(ui);
		break;
	case COMMAND_ACCOUNTS:
		if (ui->options->accounts)
			pick_open(ui, PICK_ACCOUNTS);
		break;
	case COMMAND_PROFILES:
		if (ui->options->profiles)
			pick_open(ui, PICK_PROFILES);
		break;
	default:
		break;
	}
}

static void mouse(struct ui *ui, const struct key_event *e)
{
	if (list_mouse(&ui->start.list, &ui->start.room, e))
		open_selected(ui);
}

static const char *label(const struct ui *ui, enum command c)
{
	if (c == COMMAND_ENTER)
		return _("Check");
	if (c == COMMAND_BACK)
		return ui->start.text.len ? _("Clear") : ui->run.record ? _("Back") : NULL;
	return _(command_row(c)->bar);
}

const struct screen_row screen_start = {WHERE_START, draw, key, command, mouse, label};
