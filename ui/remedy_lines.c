/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/remedy_lines.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "words/words_remedies.h"
#include "ui/commands.h"

#include <stdlib.h>

#define COL_STEP 1
#define COL_TEXT 4
#define STEPS_SHOWN 2		  /* beside other causes */
#define FIRST_COMMAND 0x40000000u /* refs of commands: findings' own are small */

static void put_title(struct list *l, const struct run *run, const struct remedy_steps *steps,
		      bool whole)
{
	enum command_where where = whole ? WHERE_READER : WHERE_RUN;
	char *title = words_remedies_title(steps, run->system);
	/* TRANSLATORS: "On Linux"; {system} is a key. */
	char *text = steps->by_system
			 ? mem_printf(_("%s[system: ({system}: another system)|]"), title)
			 : mem_strdup(title);
	char *shown = command_text(text, where);

	list_item(l, ITEM_HEADING, 0);
	list_line(l);
	list_put(l, COL_STEP, ROLE_TITLE, shown);
	free(shown);
	free(text);
	free(title);
}

static void put_step(struct list *l, const struct remedy_step *step, unsigned at, int cols,
		     bool whole)
{
	list_item(l, ITEM_TEXT, 0);
	list_line(l);
	list_put(l, COL_STEP + 1, ROLE_DIM, theme_glyph(GLYPH_FOLLOWS));
	list_wrap_on(l, COL_TEXT, cols, ROLE_NORMAL, step->text);
	if (!step->command)
		return;
	list_item(l, whole ? ITEM_ROW : ITEM_TEXT, whole ? FIRST_COMMAND + at : 0);
	list_wrap(l, COL_TEXT, cols, ROLE_COMMAND, step->command);
	list_copies(l, step->command);
}

void remedies_put(struct list *l, const struct run *run, const struct finding *f, int cols,
		  bool whole)
{
	struct remedy_steps steps;

	words_remedies(&steps, run->record, f, run->system);
	if (steps.n)
		put_title(l, run, &steps, whole);
	for (size_t i = 0; i < steps.n && (whole || i < STEPS_SHOWN); i++)
		put_step(l, &steps.v[i], (unsigned)i, cols, whole);
	if (!whole && steps.n > STEPS_SHOWN) {
		size_t more = steps.n - STEPS_SHOWN;
		char *text = mem_printf(ngettext("and %zu more step[enter: ({enter})|]",
						 "and %zu more steps[enter: ({enter})|]", more),
					more);
		char *shown = command_text(text, WHERE_RUN);

		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, COL_TEXT, cols, ROLE_DIM, shown);
		free(shown);
		free(text);
	}
	remedy_steps_clear(&steps);
}
