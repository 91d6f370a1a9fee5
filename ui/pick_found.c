/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An error message, a port or other words, looked up. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <stdlib.h>

void ui_found_clear(struct ui_found *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].id);
		free(f->v[i].title);
	}
	free(f->v);
	free(f->said);
	*f = (struct ui_found){0};
}

void pick_look_up(struct ui *ui, const char *words)
{
	pick_open(ui, PICK_FOUND);
	ui->pick.words = mem_strdup(words);
}

static void put_said(struct list *l, const char *said, int cols)
{
	struct strs lines = {0};

	pick_heading(l, _("What it means"));
	strs_split(&lines, said, "\n");
	for (size_t i = 0; i < lines.n; i++) {
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, 2, cols, ROLE_NORMAL, lines.v[i]);
	}
	strs_clear(&lines);
}

static void build(struct ui *ui, struct list *l, int cols)
{
	struct ui_found found = {0};

	ui->options->look_up(ui->pick.words, &found, ui->options->user);
	if (found.said)
		put_said(l, found.said, cols);
	if (found.n)
		pick_heading(l, _("To read[enter: ({enter})|]"));
	for (size_t i = 0; i < found.n; i++) {
		pick_item(ui, l, found.v[i].id);
		list_wrap_on(l, 2, cols, ROLE_NORMAL, found.v[i].title);
	}
	if (!found.said && !found.n) {
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, 2, cols, ROLE_NORMAL,
			  _("Nothing here is about that. Try fewer words, or a single one."));
	}
	ui_found_clear(&found);
}

static void open_article(struct ui *ui, const char *id)
{
	reader_open_article(ui, id);
}

const struct pick_row pick_found = {
    .title = N_("Looked up"),
    .intro =
	N_("What porthorn knows about these words.[look-up: {look-up} on the start screen looks up "
	   "others.|]"),
    .enter = N_("Read"),
    .build = build,
    .open = open_article};
