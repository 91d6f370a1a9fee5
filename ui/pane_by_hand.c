/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that repeat the selected row's check without porthorn. */
#include "config.h"
#include "ui/run.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "words/words.h"

#include <string.h>

void pane_by_hand_build(struct list *l, const struct run *run, int cols)
{
	struct strs commands = {0};

	words_by_hand(run->record, run->endpoint, &commands);
	for (size_t i = 0; i < commands.n; i++) {
		const char *text = commands.v[i];
		bool title = !strncmp(text, "# ", 2);

		list_item(l, title ? ITEM_HEADING : ITEM_ROW, title ? 0 : (unsigned)i + 1);
		list_wrap(l, title ? 1 : 3, cols, title ? ROLE_TITLE : ROLE_COMMAND,
			  title ? text + 2 : text);
		list_copies(l, text);
	}
	if (!commands.n) {
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, 1, cols, ROLE_DIM, _("There is nothing to repeat for this row."));
	}
	strs_clear(&commands);
}

char *pane_by_hand_copied(const struct run *run)
{
	struct strs commands = {0};
	struct buf out;

	words_by_hand(run->record, run->endpoint, &commands);
	buf_init(&out, 0);
	for (size_t i = 0; i < commands.n; i++)
		buf_printf(&out, "%s\n", commands.v[i]);
	strs_clear(&commands);
	return buf_take(&out);
}
