/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Providers of one's own: added, edited, duplicated, deleted, imported. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/text.h"

#include <stdlib.h>
#include <unistd.h>

#define COPY_HINT N_("[duplicate:{duplicate} makes a copy of it.|]")

#define COL_KIND 34
#define COL_DOMAINS 50

static char *deleting;	/* the provider that waits for "yes, delete it" */
static char *importing; /* the file that waits for "yes, replace it" */

static const struct ui_provider *provider_of(const struct ui *ui, const char *id)
{
	for (size_t i = 0; id && i < ui->options->provider_n; i++)
		if (str_eq(ui->options->providers[i].id, id))
			return &ui->options->providers[i];
	return NULL;
}

static void put_provider(struct ui *ui, struct list *l, const struct ui_provider *p, int cols)
{
	char *name = text_clip(p->name, COL_KIND - 4, theme_ascii());

	pick_item(ui, l, p->id);
	list_put(l, 2, ROLE_NORMAL, name);
	free(name);
	if (p->company && cols > COL_KIND + 12)
		list_put(l, COL_KIND, ROLE_DIM, _("read only"));
	if (p->domains && cols > COL_DOMAINS + 16)
		list_put(l, COL_DOMAINS, ROLE_DIM, p->domains);
}

static void put_group(struct ui *ui, struct list *l, bool own, const char *title, int cols)
{
	pick_heading(l, title);
	for (size_t i = 0; i < ui->options->provider_n; i++)
		if (ui->options->providers[i].own == own)
			put_provider(ui, l, &ui->options->providers[i], cols);
}

static bool has_own(const struct ui *ui)
{
	for (size_t i = 0; i < ui->options->provider_n; i++)
		if (ui->options->providers[i].own)
			return true;
	return false;
}

static void build(struct ui *ui, struct list *l, int cols)
{
	if (has_own(ui))
		put_group(ui, l, true, _("Your own"), cols);
	put_group(ui, l, false,
		  cols < 60
		      ? _("porthorn's[duplicate: ({duplicate} copies)|]")
		      : _("Those of porthorn[duplicate: ({duplicate} makes a copy for you)|]"),
		  cols);
}

/* Takes ownership of error. */
static void say_error(struct ui *ui, char *error, const char *otherwise)
{
	app_say(ui, error ? error : mem_strdup(otherwise));
}

static void edit(struct ui *ui, const char *id)
{
	const struct ui_provider *p = provider_of(ui, id);

	if (!p)
		return;
	if (!p->own)
		app_hint(ui, mem_strdup(_("This one comes with porthorn.")), _(COPY_HINT));
	else if (p->company)
		app_hint(ui, mem_strdup(_("This one is not yours to change.")), _(COPY_HINT));
	else
		form_open(ui, id, false);
}

static void delete_answer(struct ui *ui, const char *answer)
{
	char *id = deleting, *error = NULL;

	deleting = NULL;
	if (*answer != 'y')
		app_say(ui, mem_strdup(_("Nothing was deleted.")));
	else if (ui->options->profiles->remove(ui->options, id, &error))
		app_say(ui, mem_strdup(_("Deleted.")));
	else
		say_error(ui, error, _("Nothing was deleted."));
	free(id);
	pick_stale(&ui->pick);
	ui->start.built_cols = 0;
}

static void ask_delete(struct ui *ui, const char *id)
{
	const struct ui_provider *p = provider_of(ui, id);

	if (!p || !p->own || p->company) {
		app_say(ui, mem_strdup(_("Only a provider of your own can be deleted.")));
		return;
	}
	/* TRANSLATORS: y and n stay as they are. */
	char *label = mem_printf(_("Delete %s? (y, n)"), p->name);

	free(deleting);
	deleting = mem_strdup(id);
	prompt_choice(&ui->prompt, label, "yn", delete_answer);
	free(label);
}

static void import(struct ui *ui, const char *file, bool replace);

static void replace_answer(struct ui *ui, const char *answer)
{
	char *file = importing;

	importing = NULL;
	if (*answer == 'y')
		import(ui, file, true);
	else
		app_say(ui, mem_strdup(_("Nothing was imported.")));
	free(file);
}

static void import(struct ui *ui, const char *file, bool replace)
{
	bool exists = false;
	char *error = NULL;

	if (ui->options->profiles->import(ui->options, file, replace, &exists, &error)) {
		app_say(ui, mem_strdup(_("Imported: porthorn finds it by its name and domains.")));
	} else if (exists) {
		free(importing);
		importing = mem_strdup(file);
		prompt_choice(&ui->prompt,
			      /* TRANSLATORS: y and n stay as they are. */
			      _("There is a provider of that file name. Replace it? (y, n)"), "yn",
			      replace_answer);
		free(error);
	} else {
		say_error(ui, error, _("Nothing was imported."));
	}
	pick_stale(&ui->pick);
	ui->start.built_cols = 0;
}

static void import_asked(struct ui *ui, const char *text)
{
	char *file = text_home(text);

	if (*file)
		import(ui, file, false);
	else
		app_say(ui, mem_strdup(_("Nothing was imported.")));
	free(file);
}

static bool command(struct ui *ui, enum command c, const char *id)
{
	switch (c) {
	case COMMAND_ADD:
		form_open(ui, NULL, false);
		return true;
	case COMMAND_DUPLICATE:
		if (id)
			form_open(ui, id, true);
		return true;
	case COMMAND_DELETE:
		ask_delete(ui, id);
		return true;
	case COMMAND_IMPORT:
		prompt_line(&ui->prompt, _("XML file to import:"), "", import_asked);
		return true;
	default:
		return false;
	}
}

const struct pick_row pick_profiles = {
    .title = N_("Your own providers"),
    .intro =
	N_("Add a mail provider that porthorn does not know, or change one for yourself. Yours "
	   "win over those of porthorn."),
    .enter = N_("Edit"),
    .build = build,
    .open = edit,
    .command = command};
