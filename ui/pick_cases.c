/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved cases: those of the folder that porthorn was started in and of the home folder, the newest first. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "case/case.h"
#include "ui/text.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define CASES_MAX 200	 /* rows */
#define ENTRIES_MAX 5000 /* of a folder: a large one must not hold up the screen */
#define COL_FILE 20
#define OTHER "" /* the row for any other file */

struct found {
	char *file;
	time_t changed;
};

struct cases {
	struct found v[CASES_MAX];
	size_t n;
};

/* Keeps the newest. */
static void add(struct cases *cases, char *file, time_t changed)
{
	size_t at = cases->n;

	while (at && cases->v[at - 1].changed < changed)
		at--;
	if (at == CASES_MAX) {
		free(file);
		return;
	}
	if (cases->n == CASES_MAX)
		free(cases->v[--cases->n].file);
	memmove(cases->v + at + 1, cases->v + at, (cases->n - at) * sizeof *cases->v);
	cases->v[at] = (struct found){file, changed};
	cases->n++;
}

static bool is_case(const char *name)
{
	static const char suffix[] = ".case";
	size_t len = strlen(name);

	return *name != '.' && len >= sizeof suffix &&
	       str_eq(name + len - (sizeof suffix - 1), suffix);
}

/* shown: how the folder is written in front of a file's name. */
static void look_in(struct cases *cases, const char *folder, const char *shown)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	for (int i = 0; dir && i < ENTRIES_MAX && (entry = readdir(dir)); i++) {
		struct stat st;

		if (is_case(entry->d_name) && fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 &&
		    S_ISREG(st.st_mode))
			add(cases, mem_printf("%s%s", shown, entry->d_name), st.st_mtime);
	}
	if (dir)
		closedir(dir);
}

static bool is_same_folder(const char *a, const char *b)
{
	struct stat first, second;

	return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
	       first.st_ino == second.st_ino;
}

static void build(struct ui *ui, struct list *l, int cols)
{
	struct cases cases = {.n = 0};
	const char *home = getenv("HOME");

	look_in(&cases, ".", "");
	if (home && *home == '/' && !is_same_folder(home, "."))
		look_in(&cases, home, "~/");
	for (size_t i = 0; i < cases.n; i++) {
		char date[32];
		struct tm tm;

		localtime_r(&cases.v[i].changed, &tm);
		strftime(date, sizeof date, "%Y-%m-%d %H:%M", &tm);
		pick_item(ui, l, cases.v[i].file);
		list_put(l, 2, ROLE_DIM, date);
		if (cols < 60)
			list_wrap(l, 4, cols, ROLE_NORMAL, cases.v[i].file);
		else
			list_wrap_on(l, COL_FILE, cols, ROLE_NORMAL, cases.v[i].file);
		free(cases.v[i].file);
	}
	pick_item(ui, l, OTHER);
	list_put(l, 2, ROLE_STRONG, _("Another file …"));
}

static void open_file(struct ui *ui, const char *name)
{
	char *file = text_home(name), *error = NULL;
	struct record *saved = case_open(file, &error);

	if (saved)
		app_open_saved(ui, saved);
	else
		app_say(ui, error);
	free(file);
}

static void other_asked(struct ui *ui, const char *text)
{
	if (*text)
		open_file(ui, text);
}

static void open_case(struct ui *ui, const char *name)
{
	if (*name)
		open_file(ui, name);
	else
		prompt_line(&ui->prompt, _("Case file:"), "", other_asked);
}

const struct pick_row pick_cases = {
    .title = N_("Saved cases"),
    .intro = N_(
	"Cases in this folder and in your home folder, the newest first. No computer is contacted."),
    .enter = N_("Open"),
    .build = build,
    .open = open_case};
