/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/kept.h"

#include "base/load.h"
#include "base/mem.h"
#include "base/save.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BYTES_MAX 256

char *kept_read(const char *state_dir, const char *name)
{
	char bytes[WORD_BYTES_MAX + 1];

	if (!state_dir)
		return NULL;
	char *path = mem_printf("%s/%s", state_dir, name);
	char *why = NULL;
	FILE *file = load_open(path, &why);

	free(why);
	free(path);
	if (!file)
		return NULL;
	bytes[fread(bytes, 1, WORD_BYTES_MAX, file)] = '\0';
	fclose(file);
	const char *word = str_trim(bytes);

	return *word ? mem_strdup(word) : NULL;
}

void kept_write(const char *state_dir, const char *name, const char *word)
{
	char *error = NULL;

	if (!state_dir)
		return;
	char *path = mem_printf("%s/%s", state_dir, name), *line = mem_printf("%s\n", word);

	if (save_make_folder(state_dir, &error))
		save_file(path, line, strlen(line), true, &error);
	free(error);
	free(line);
	free(path);
}
