/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A broken mailbox to practise with: what was seen, without findings. Two choices, then the truth beside them. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/term.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOW "run"

void ui_challenge_clear(struct ui_challenge *c)
{
	for (size_t i = 0; i < UI_QUESTIONS; i++) {
		free(c->questions[i].text);
		strs_clear(&c->questions[i].choices);
	}
	free(c->title);
	free(c->seen);
	free(c->truth);
	free(c->network);
	*c = (struct ui_challenge){0};
}

static void put_text(struct list *l, int cols, enum role role, const char *text)
{
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 2, cols, role, text);
}

/* Lines that are laid out already. */
static void put_lines(struct list *l, const char *text)
{
	struct strs lines = {0};

	strs_split(&lines, text, "\n");
	for (size_t i = 0; i < lines.n; i++) {
		list_item(l, ITEM_TEXT, 0);
		list_line(l);
		list_put(l, 2, ROLE_NORMAL, lines.v[i]);
	}
	strs_clear(&lines);
}

static bool is_answered(const struct ui_challenge *c)
{
	bool all = true;

	for (size_t i = 0; i < UI_QUESTIONS; i++)
		all = all && c->questions[i].said;
	return all;
}

/* A row "0 2" is the third choice of the first question; * stands before the one that was made. */
static void put_question(struct ui *ui, struct list *l, size_t number, int cols)
{
	const struct ui_question *q = &ui->challenge.questions[number];
	char name[32];

	pick_heading(l, q->text);
	for (size_t i = 0; i < q->choices.n; i++) {
		snprintf(name, sizeof name, "%zu %zu", number, i);
		pick_item(ui, l, name);
		list_put(l, 2, ROLE_STRONG, q->said == i + 1 ? "*" : " ");
		list_wrap_on(l, 4, cols, ROLE_NORMAL, q->choices.v[i]);
	}
}

/* What was said, and what it is. */
static void put_verdict(struct list *l, int cols, const struct ui_question *q)
{
	bool right = q->right & 1u << (q->said - 1);
	struct strs truth = {0};

	for (size_t i = 0; i < q->choices.n; i++)
		if (q->right & 1u << i)
			strs_add(&truth, q->choices.v[i]);
	char *all = strs_join(&truth, _(", or "));
	char *line = right
			 ? mem_printf(_("Right: %s"), all)
			 : mem_printf(_("You said: %s. It is: %s"), q->choices.v[q->said - 1], all);

	pick_heading(l, q->text);
	put_text(l, cols, right ? ROLE_OK : ROLE_PROBLEM, line);
	free(line);
	free(all);
	strs_clear(&truth);
}

static void put_truth(struct ui *ui, struct list *l, int cols)
{
	const struct ui_challenge *c = &ui->challenge;

	for (size_t i = 0; i < UI_QUESTIONS; i++)
		put_verdict(l, cols, &c->questions[i]);
	pick_heading(l, _("What it was"));
	put_text(l, cols, ROLE_NORMAL, c->truth);
	pick_item(ui, l, SHOW);
	list_wrap_on(l, 2, cols, ROLE_STRONG, _("See the whole run, with its reasons"));
}

static void build(struct ui *ui, struct list *l, int cols)
{
	const struct ui_challenge *c = &ui->challenge;

	put_text(l, cols, ROLE_STRONG, c->title);
	if (is_answered(c)) {
		put_truth(ui, l, cols);
		return;
	}
	for (size_t i = 0; i < UI_QUESTIONS; i++)
		put_question(ui, l, i, cols);
	pick_heading(l, _("What was seen"));
	put_lines(l, c->seen);
}

static void choose(struct ui *ui, const char *name)
{
	struct ui_challenge *c = &ui->challenge;
	size_t number = 0, choice = 0;

	if (!strcmp(name, SHOW)) {
		if (!app_open(ui, UI_PRACTICE, c->network)) {
			app_say(ui, ui->start.error);
			ui->start.error = NULL;
		}
	} else if (sscanf(name, "%zu %zu", &number, &choice) == 2 && number < UI_QUESTIONS) {
		c->questions[number].said = choice + 1;
		pick_select(&ui->pick, is_answered(c) ? SHOW : number ? "0 0" : "1 0");
		if (is_answered(c))
			ui->pick.list.top = 0;
	}
}

void pick_challenge_open(struct ui *ui)
{
	int rows, cols;

	term_size(&rows, &cols);
	ui_challenge_clear(&ui->challenge);
	if (ui->options->challenge(&ui->challenge, cols - 4, ui->options->user))
		pick_open(ui, PICK_CHALLENGE);
	else
		app_say(ui, mem_strdup(_("The recorded networks are not here.")));
}

const struct pick_row pick_challenge = {
    .title = N_("Challenge"),
    .intro = N_(
	"Find out what is wrong with this mailbox: choose an answer to each question, from what was "
	"seen below. No other computer is contacted."),
    .enter = N_("Choose"),
    .build = build,
    .open = choose};
