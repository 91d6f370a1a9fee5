/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/search.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "ui/app.h"

#include <stdlib.h>

#define ON_AND_BACK                                                                                \
	N_("[search-next:{search-next} goes on.|][search-previous: {search-previous} goes back.|]")

#define PANE_COLS 200 /* as wide as no word is cut */

static struct list *front_list(struct ui *ui)
{
	return ui->screen == SCREEN_READER ? &ui->reader.list : &ui->run.lists[ui->run.focus];
}

static void say_where(struct ui *ui)
{
	size_t at, n = list_count_found(front_list(ui), &at);

	/* TRANSLATORS: which line of how many, and the word that they have. */
	app_hint(ui, mem_printf(_("%zu of %zu with \"%s\"."), at, n, ui->sought), _(ON_AND_BACK));
}

static void say_nowhere(struct ui *ui)
{
	app_say(ui, mem_printf(_("Nothing here contains \"%s\"."), ui->sought));
}

static bool pane_has(const struct run *run, enum pane pane, const char *word)
{
	struct list list = {0};

	list_begin(&list);
	pane_rows[pane].build(&list, run, PANE_COLS);
	list_end(&list);
	bool found = list_search(&list, word);

	list_clear(&list);
	return found;
}

/* The next pane that has the word gets the focus. */
static bool go_to_other_pane(struct ui *ui)
{
	struct run *run = &ui->run;

	for (unsigned i = 1; ui->screen == SCREEN_RUN && i < PANE_COUNT_; i++) {
		enum pane pane = (enum pane)((run->focus + i) % PANE_COUNT_);

		if (!pane_has(run, pane, ui->sought))
			continue;
		search_end(ui);
		run_focus(run, pane);
		list_seek(&run->lists[pane], ui->sought);
		/* TRANSLATORS: the name of a pane. */
		app_hint(ui, mem_printf(_("Found in \"%s\"."), _(pane_rows[pane].title)),
			 _(ON_AND_BACK));
		return true;
	}
	return false;
}

static void searched(struct ui *ui, const char *word)
{
	free(ui->sought);
	ui->sought = *word ? mem_strdup(word) : NULL;
	if (!ui->sought)
		search_end(ui);
	else if (list_search(front_list(ui), word))
		say_where(ui);
	else if (!go_to_other_pane(ui))
		say_nowhere(ui);
	if (ui->screen == SCREEN_RUN)
		run_moved(&ui->run);
}

/* While it is typed: in this pane only. */
static void typed(struct ui *ui, const char *word)
{
	struct list *l = front_list(ui);
	unsigned selected = l->selected;

	list_search(l, word);
	l->selected = selected; /* nothing is chosen before Enter */
}

static void given_up(struct ui *ui)
{
	search_end(ui);
}

void search_ask(struct ui *ui)
{
	prompt_line(&ui->prompt, _("Search:"), "", searched);
	ui->prompt.changed = typed;
	ui->prompt.cancelled = given_up;
}

void search_on(struct ui *ui, int step)
{
	struct list *l = front_list(ui);

	if (!ui->sought) {
		app_hint(ui, mem_strdup(_("Nothing is searched for yet.")),
			 _("[search:{search} asks for a word.|]"));
		return;
	}
	bool found =
	    str_eq(l->sought, ui->sought) ? list_search_on(l, step) : list_search(l, ui->sought);

	if (found)
		say_where(ui);
	else
		say_nowhere(ui);
	if (ui->screen == SCREEN_RUN)
		run_moved(&ui->run);
}

bool search_end(struct ui *ui)
{
	bool shown = front_list(ui)->sought;

	list_search(front_list(ui), NULL);
	return shown;
}
