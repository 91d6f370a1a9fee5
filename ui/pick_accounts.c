/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts that mail programs have on this computer; choosing one checks it as it is set. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/text.h"

#include <stdlib.h>

#define WIDE_COLS 60 /* from here on, the program and its file are on the account's line */
#define FILE_COL 34

void ui_accounts_clear(struct ui_accounts *list)
{
	for (size_t i = 0; i < list->n; i++) {
		free(list->v[i].id);
		free(list->v[i].name);
		free(list->v[i].program);
		free(list->v[i].file);
	}
	free(list->v);
	free(list->none);
	*list = (struct ui_accounts){0};
}

static void put_account(struct ui *ui, struct list *l, const struct ui_account *a, int cols)
{
	/* TRANSLATORS: a mail program, and its file. */
	char *where = mem_printf(_("%s: %s"), a->program, a->file);

	pick_item(ui, l, a->id);
	list_put(l, 2, ROLE_STRONG, a->name);
	if (cols < WIDE_COLS || text_cols(a->name) > FILE_COL - 4)
		list_wrap(l, 4, cols, ROLE_NORMAL, where);
	else
		list_wrap_on(l, FILE_COL, cols, ROLE_NORMAL, where);
	free(where);
}

static void build_accounts(struct ui *ui, struct list *l, int cols)
{
	struct ui_accounts list = {0};

	if (ui->options->accounts)
		ui->options->accounts(&list, ui->options->user);
	for (size_t i = 0; i < list.n; i++)
		put_account(ui, l, &list.v[i], cols);
	if (!list.n) {
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, 1, cols, ROLE_NORMAL,
			  list.none ? list.none : _("No account of a mail program was found."));
	}
	ui_accounts_clear(&list);
}

static void begin_account(struct ui *ui, const char *id)
{
	if (!app_open(ui, UI_ACCOUNT, id)) {
		app_say(ui, ui->start.error);
		ui->start.error = NULL;
	}
}

const struct pick_row pick_accounts = {
    .title = N_("Accounts on this computer"),
    .intro = N_(
	"Check an account as a mail program here has it. Names, servers and ports are read, never a password; "
	"nothing is written."),
    .enter = N_("Check"),
    .build = build_accounts,
    .open = begin_account};
