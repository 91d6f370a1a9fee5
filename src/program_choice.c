/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "program_choice.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "suggest.h"
#include "ui/kept.h"

#include <stdlib.h>

static const struct program *by_name(const char *word)
{
	const struct program *found = NULL;
	size_t n, hits = 0;
	const struct program *all = program_all(&n);

	for (size_t i = 0; i < n; i++) {
		if (str_ieq(all[i].name, word))
			return &all[i];
		if (!str_icontains(all[i].name, word))
			continue;
		found = &all[i];
		hits++;
	}
	return hits == 1 ? found : NULL;
}

char *program_choice_names(void)
{
	struct strs names = {0};
	size_t n;
	const struct program *all = program_all(&n);

	for (size_t i = 0; i < n; i++)
		strs_add(&names, all[i].id);
	char *list = strs_join(&names, ", ");

	strs_clear(&names);
	return list;
}

const struct program *program_choice(const char *word, char **ret_error)
{
	const struct program *program = program_find(word);
	struct suggest near = suggest_for(word);
	size_t n;
	const struct program *all = program_all(&n);

	program = program ? program : by_name(word);
	if (program)
		return program;
	for (size_t i = 0; i < n; i++)
		suggest_offer(&near, all[i].id);
	char *hint = suggest_text(&near), *list = program_choice_names();

	*ret_error = mem_printf(_("There is no mail program called \"%s\".%s The names are: %s."),
				word, hint, list);
	free(list);
	free(hint);
	return NULL;
}

const struct program *program_choice_last(const char *state_dir)
{
	char *last = kept_read(state_dir, KEPT_PROGRAM);
	const struct program *program = last ? program_find(last) : NULL;
	size_t n;

	free(last);
	return program ? program : program_all(&n);
}

void program_choice_keep(const char *state_dir, const struct program *program)
{
	kept_write(state_dir, KEPT_PROGRAM, program->id);
}
