/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "system_choice.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "suggest.h"
#include "ui/kept.h"

#include <stdlib.h>

char *system_choice_names(void)
{
	struct strs names = {0};

	for (unsigned s = SYSTEM_OWN + 1; s < SYSTEM_COUNT_; s++)
		strs_add(&names, system_name((enum operating_system)s));
	char *list = strs_join(&names, ", ");

	strs_clear(&names);
	return list;
}

enum operating_system system_choice(const char *word, char **ret_error)
{
	enum operating_system s = system_from_name(word);
	struct suggest near = suggest_for(word);

	if (s != SYSTEM_OWN && s != SYSTEM_COUNT_)
		return s;
	for (unsigned i = SYSTEM_OWN + 1; i < SYSTEM_COUNT_; i++)
		suggest_offer(&near, system_name((enum operating_system)i));
	char *hint = suggest_text(&near), *list = system_choice_names();

	*ret_error =
	    mem_printf(_("porthorn has no steps for a system called \"%s\".%s The names are: %s."),
		       word, hint, list);
	free(list);
	free(hint);
	return SYSTEM_COUNT_;
}

enum operating_system system_choice_last(const char *state_dir)
{
	char *last = kept_read(state_dir, KEPT_SYSTEM);
	enum operating_system s = last ? system_from_name(last) : SYSTEM_OWN;

	free(last);
	return s == SYSTEM_COUNT_ ? SYSTEM_OWN : s;
}

void system_choice_keep(const char *state_dir, enum operating_system s)
{
	kept_write(state_dir, KEPT_SYSTEM, system_name(s));
}
