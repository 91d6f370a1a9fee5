/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where mail programs have their files on this computer, or in a copied profile. */
#include "config.h"
#include "accounts/accounts.h"
#include "accounts/entries.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/load.h"
#include "base/mem.h"
#include "know/account_files.h"

#include <dirent.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BELOW 2 /* folders deep that a copied profile is looked through */

/* A file that is not read leaves a sentence in errors. */
static void read_file(struct accounts *list, const char *file)
{
	char *why = NULL;
	struct buf text;

	buf_init(&text, ENTRIES_FILE_MAX);
	if (load_whole(file, &text, &why))
		accounts_read(list, file, buf_text(&text));
	else /* TRANSLATORS: a file's name, and why it was not read. */
		strs_append(&list->errors, mem_printf(_("%s: %s"), file, why));
	free(why);
	buf_clear(&text);
}

/* Letters that glob(7) reads as patterns, taken as they are. */
static char *literal(const char *path)
{
	struct buf out;

	buf_init(&out, 0);
	for (; *path; path++) {
		if (strchr("*?[\\", *path))
			buf_putc(&out, '\\');
		buf_putc(&out, *path);
	}
	return buf_take(&out);
}

static void read_matching(struct accounts *list, const char *folder, const char *pattern)
{
	char *safe = literal(folder),
	     *whole = *pattern == '/' ? mem_strdup(pattern) : mem_printf("%s/%s", safe, pattern);
	glob_t found;

	if (glob(whole, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			read_file(list, found.gl_pathv[i]);
		globfree(&found);
	}
	free(whole);
	free(safe);
}

static void find_in_home(struct accounts *list, const char *home)
{
	for (size_t i = 0; i < account_source_n; i++) {
		struct strs files = {0};

		strs_split(&files, account_sources[i].files, " ");
		for (size_t k = 0; k < files.n; k++)
			read_matching(list, home, files.v[k]);
		strs_clear(&files);
	}
}

/* A copied profile: the files by their names, in the folder and depth folders below it. */
static void find_below(struct accounts *list, const char *folder, int depth)
{
	struct dirent **names = NULL;
	int n = scandir(folder, &names, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		char *path = mem_printf("%s/%s", folder, names[i]->d_name);
		struct stat st;
		bool up = str_eq(names[i]->d_name, ".") || str_eq(names[i]->d_name, "..");

		if (!up && lstat(path, &st) == 0) {
			if (S_ISDIR(st.st_mode) && depth)
				find_below(list, path, depth - 1);
			else if (S_ISREG(st.st_mode) && account_source_of(path))
				read_file(list, path);
		}
		free(path);
		free(names[i]);
	}
	free(names);
}

void accounts_find(struct accounts *ret, const char *home, const char *from)
{
	*ret = (struct accounts){0};
	if (from)
		find_below(ret, from, BELOW);
	else if (home)
		find_in_home(ret, home);
}
