/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/recent.h"

#include "base/mem.h"
#include "base/save.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *file_name(const char *state_dir)
{
	return mem_printf("%s/recent", state_dir);
}

void recent_load(struct strs *words, const char *state_dir)
{
	char bytes[RECENT_FILE_MAX + 1];

	if (!state_dir)
		return;
	char *name = file_name(state_dir);
	FILE *file = fopen(name, "re");

	free(name);
	if (!file)
		return;
	bytes[fread(bytes, 1, RECENT_FILE_MAX, file)] = '\0';
	fclose(file);
	strs_split(words, bytes, "\n");
	while (words->n > RECENT_MAX)
		free(words->v[--words->n]);
}

static void put_first(struct strs *words, const char *word)
{
	struct strs list = {0};

	strs_add(&list, word);
	for (size_t i = 0; i < words->n && list.n < RECENT_MAX; i++)
		if (!str_ieq(words->v[i], word))
			strs_add(&list, words->v[i]);
	strs_clear(words);
	*words = list;
}

static bool write_all(const struct strs *words, const char *state_dir)
{
	char *error = NULL;

	if (!state_dir || !save_make_folder(state_dir, &error)) {
		free(error);
		return false;
	}
	char *text = strs_join(words, "\n");
	char *all = mem_printf("%s\n", text);
	char *name = file_name(state_dir);
	bool saved = save_file(name, all, strlen(all), true, &error);

	free(error); /* the list of recent words is a convenience: its failure is silent */
	free(name);
	free(all);
	free(text);
	return saved;
}

bool recent_use(struct strs *words, const char *state_dir, const char *word)
{
	if (!*word || strpbrk(word, "\r\n"))
		return false;
	put_first(words, word);
	return write_all(words, state_dir);
}

bool recent_forget(struct strs *words, const char *state_dir, const char *word)
{
	struct strs kept = {0};

	for (size_t i = 0; word && i < words->n; i++)
		if (!str_ieq(words->v[i], word))
			strs_add(&kept, words->v[i]);
	strs_clear(words);
	*words = kept;
	return write_all(words, state_dir);
}
