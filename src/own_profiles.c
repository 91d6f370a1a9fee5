/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "own_profiles.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "begin.h"
#include "discover/profiles.h"
#include "discover/provider_file.h"
#include "own_fields.h"
#include "screens.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of the options' list, which is read again: it is what will be found from now on. */
static void load_again(struct ui_options *o)
{
	struct porthorn *p = o->user;
	char *error = NULL;

	providers_clear(&p->providers);
	providers_load(&p->providers, NULL, NULL);
	if (p->options.profile)
		providers_give(&p->providers, p->options.profile, &error);
	free(error);
	screens_set_providers(o);
}

/* ---- from a provider to the form ---- */

static bool read_profile(struct ui_options *o, const char *id, struct ui_profile *ret)
{
	const struct porthorn *porthorn = o->user;
	const struct provider *p = providers_find(&porthorn->providers, id);

	*ret = (struct ui_profile){0};
	if (!p)
		return false;
	own_fields_read(ret, p);
	return true;
}

/* ---- from the form to a provider ---- */

static void set(char **field, const char *text)
{
	free(*field);
	*field = text && *text ? mem_strdup(text) : NULL;
}

/* What a copy does not have from its pattern: it is of no known standing, and identifies no other domain. */
static void become_copy(struct provider *p, const char *name)
{
	free(p->id);
	p->id = profiles_id(name);
	set(&p->file, NULL);
	set(&p->short_name, NULL);
	set(&p->checked, NULL);
	strs_clear(&p->mx);
}

static bool save(struct ui_options *o, const struct ui_profile *form, bool copy, char **ret_id,
		 char **ret_error)
{
	const struct porthorn *porthorn = o->user;
	const struct provider *from =
	    form->id ? providers_find(&porthorn->providers, form->id) : NULL;
	struct provider p = {0};

	*ret_error = own_fields_fault(form);
	if (*ret_error)
		return false;
	if (from && !provider_read(&p, from->file, from->id, ret_error))
		return false;
	if (!from || copy)
		become_copy(&p, form->name);
	own_fields_fill(&p, form);
	bool saved = profiles_save(&p, from ? from->file : NULL, from && !copy, ret_error);

	if (saved)
		*ret_id = mem_strdup(p.id);
	provider_clear(&p);
	if (saved)
		load_again(o);
	return saved;
}

/* ---- whole files ---- */

static bool delete_profile(struct ui_options *o, const char *id, char **ret_error)
{
	const struct porthorn *porthorn = o->user;
	const struct provider *p = providers_find(&porthorn->providers, id);

	if (!p || !profiles_delete(p, ret_error))
		return false;
	load_again(o);
	return true;
}

static bool import(struct ui_options *o, const char *file, bool replace, bool *ret_exists,
		   char **ret_error)
{
	char *kept = NULL;
	bool fine = profiles_import(file, replace, &kept, ret_error);

	*ret_exists = !fine && !replace && profiles_has(file);
	if (fine)
		load_again(o);
	free(kept);
	return fine;
}

const struct ui_profiles own_profiles = {read_profile, save, delete_profile, import};
