/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "preferences.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "program_choice.h"
#include "suggest.h"
#include "system_choice.h"
#include "ui/commands.h"
#include "ui/keys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- values ---- */

/* NULL, or the error. */
static char *set_flag(bool *flag, const char *value, bool inverted)
{
	bool yes = str_ieq(value, "yes"), no = str_ieq(value, "no");

	if (!yes && !no)
		return mem_printf(_("Write yes or no, not \"%s\"."), value);
	*flag = inverted ? no : yes;
	return NULL;
}

static char *set_theme(struct preferences *p, const char *rest, const char *value)
{
	enum theme theme = theme_from_name(value);
	struct suggest near = suggest_for(value);

	(void)rest;
	if (theme < THEME_COUNT_) {
		p->theme = theme;
		return NULL;
	}
	for (int i = 0; i < THEME_COUNT_; i++)
		suggest_offer(&near, theme_name((enum theme)i));
	char *hint = suggest_text(&near);
	/* TRANSLATORS: the last %s is empty or " Did you mean …?". */
	char *error = mem_printf(_("There is no theme called \"%s\".%s"), value, hint);

	free(hint);
	return error;
}

static char *set_language(struct preferences *p, const char *rest, const char *value)
{
	size_t len = strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_@");

	(void)rest;
	if (len < 2 || value[len])
		return mem_printf(_("\"%s\" isn't a language code."), value);
	free(p->language);
	p->language = mem_strdup(value);
	return NULL;
}

static char *set_program(struct preferences *p, const char *rest, const char *value)
{
	char *error = NULL;
	const struct program *program =
	    str_ieq(value, "last") ? NULL : program_choice(value, &error);

	(void)rest;
	p->program = program ? program->id : NULL;
	return error;
}

static char *set_system(struct preferences *p, const char *rest, const char *value)
{
	char *error = NULL;
	enum operating_system s =
	    str_ieq(value, "last") ? SYSTEM_OWN : system_choice(value, &error);

	(void)rest;
	if (!error)
		p->system = s;
	return error;
}

static char *set_history(struct preferences *p, const char *rest, const char *value)
{
	(void)rest;
	return set_flag(&p->no_history, value, true);
}

static char *set_summary(struct preferences *p, const char *rest, const char *value)
{
	(void)rest;
	return set_flag(&p->no_summary, value, true);
}

static char *set_accessible(struct preferences *p, const char *rest, const char *value)
{
	(void)rest;
	return set_flag(&p->accessible, value, false);
}

static char *set_private(struct preferences *p, const char *rest, const char *value)
{
	(void)rest;
	return set_flag(&p->is_private, value, false);
}

static char *set_limit(struct preferences *p, const char *rest, const char *value)
{
	struct suggest near = suggest_for(rest);
	long number;

	for (size_t i = 0; i < limits_row_n; i++) {
		const struct limits_row *row = &limits_rows[i];

		suggest_offer(&near, row->name);
		if (!str_ieq(row->name, rest))
			continue;
		if (str_number(value, row->least, row->most, &number) &&
		    limits_set(&p->limits, row->name, number))
			return NULL;
		return mem_printf(_("The limit %s is a number from %d to %d, not \"%s\"."),
				  row->name, row->least, row->most, value);
	}
	char *hint = suggest_text(&near);
	char *error = mem_printf(_("There is no limit called \"%s\".%s"), rest, hint);

	free(hint);
	return error;
}

static char *unknown_command(const char *name)
{
	struct suggest near = suggest_for(name);

	for (unsigned c = COMMAND_NONE + 1; c < COMMAND_COUNT_; c++)
		suggest_offer(&near, command_row((enum command)c)->name);
	char *hint = suggest_text(&near);
	char *error = mem_printf(_("There is no command called \"%s\".%s"), name, hint);

	free(hint);
	return error;
}

static char *set_key(struct preferences *p, const char *rest, const char *value)
{
	enum command c = command_called(rest);
	int keys[COMMAND_KEYS_MAX] = {0};
	struct strs names = {0};
	char *error = NULL;

	(void)p;
	if (!c)
		return unknown_command(rest);
	strs_split(&names, value, " \t");
	if (names.n > COMMAND_KEYS_MAX)
		error = mem_printf(_("A command has %d keys at most."), COMMAND_KEYS_MAX);
	for (size_t i = 0; i < names.n && !error; i++) {
		keys[i] = keys_from_name(names.v[i]);
		if (!keys[i] && !(names.n == 1 && str_ieq(names.v[i], "none")))
			error = mem_printf(_("There is no key called \"%s\"."), names.v[i]);
	}
	strs_clear(&names);
	if (!error)
		command_set_keys(c, keys);
	return error;
}

const struct preferences_row preferences_rows[] = {
    {"theme", N_("Set theme to auto, dark, light, mono or high-contrast."), set_theme},
    {"language", N_("Set language to the code of a language, such as de or pt_BR."), set_language},
    {"history", N_("Set history to yes or no."), set_history},
    {"summary", N_("Set summary to yes or no."), set_summary},
    {"accessible", N_("Set accessible to yes or no."), set_accessible},
    {"private", N_("Set private to yes or no."), set_private},
    {"system", N_("Set system to windows, macos, linux or last."), set_system},
    {"program", N_("Set program to the name of a mail program, or last."), set_program},
    {"limit.", N_("A limit is set like this: limit.connect = 8000."), set_limit},
    {"key.", N_("Keys are set like this: key.retry = r F5; the manual has the names."), set_key},
};
const size_t preferences_row_n = sizeof preferences_rows / sizeof *preferences_rows;

/* ---- lines ---- */

static const struct preferences_row *row_of(const char *name, const char **ret_rest)
{
	for (size_t i = 0; i < preferences_row_n; i++) {
		const struct preferences_row *row = &preferences_rows[i];
		size_t len = strlen(row->name);
		bool begins = row->name[len - 1] == '.' && str_istarts(name, row->name);

		if (!begins && !str_ieq(row->name, name))
			continue;
		*ret_rest = begins ? name + len : "";
		return row;
	}
	return NULL;
}

static char *unknown_option(const char *name)
{
	struct suggest near = suggest_for(name);
	struct strs names = {0};

	for (size_t i = 0; i < preferences_row_n; i++) {
		const char *known = preferences_rows[i].name;
		size_t len = strlen(known);

		suggest_offer(&near, known);
		strs_append(&names, mem_printf(known[len - 1] == '.' ? "%sNAME" : "%s", known));
	}
	char *hint = suggest_text(&near), *list = strs_join(&names, ", ");
	char *error = mem_printf(_("There is no option called \"%s\".%s The options are: %s."),
				 name, hint, list);

	strs_clear(&names);
	free(list);
	free(hint);
	return error;
}

/* NULL, or what is wrong and what would be right. */
static char *take_line(struct preferences *p, char *line)
{
	char *sign = strchr(line, '=');
	const char *rest = "";

	if (!sign)
		return mem_strdup(
		    _("A line is NAME = VALUE, such as theme = dark; a comment begins with #."));
	*sign = '\0';
	const char *name = str_trim(line), *value = str_trim(sign + 1);
	const struct preferences_row *row = row_of(name, &rest);

	if (!row)
		return unknown_option(name);
	char *wrong = *value ? row->set(p, rest, value) : mem_strdup(_("The value is missing."));

	if (!wrong)
		return NULL;
	/* TRANSLATORS: what is wrong, then what would be right; two sentences. */
	char *error = mem_printf(_("%s %s"), wrong, _(row->values));

	free(wrong);
	return error;
}

/* The line that gave one of the commands its keys. */
static size_t line_of_keys(const char *text, enum command one, enum command other)
{
	char *names[] = {mem_printf("key.%s", command_row(one)->name),
			 mem_printf("key.%s", command_row(other)->name)};
	size_t found = 0, line = 1;

	for (const char *at = text; at; line++) {
		const char *begin = at + strspn(at, " \t");

		for (size_t i = 0; i < 2; i++) {
			size_t len = strlen(names[i]);

			if (str_istarts(begin, names[i]) && strchr(" \t=", begin[len]))
				found = line;
		}
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	free(names[0]);
	free(names[1]);
	return found;
}

/* A key with two commands in one place would do only one of them. */
static char *key_used_twice(const char *file, const char *text)
{
	enum command one, other;
	char room[16];
	int key = command_key_used_twice(&one, &other);

	if (!key)
		return NULL;
	return mem_printf(_("%s:%zu: The key %s would do two things, %s and %s. Give one of them "
			    "another key, or none: key.%s = none."),
			  file, line_of_keys(text, one, other), keys_name(key, room),
			  command_row(one)->name, command_row(other)->name, command_row(one)->name);
}

bool preferences_read(struct preferences *p, const char *file, const char *text, char **ret_error)
{
	size_t number = 1;

	*ret_error = NULL;
	for (const char *at = text; *at && !*ret_error; number++) {
		size_t len = strcspn(at, "\n");
		char *copy = mem_strndup(at, len), *line = str_trim(copy);
		char *wrong = *line && *line != '#' ? take_line(p, line) : NULL;

		if (wrong) /* TRANSLATORS: a file, a line, and what is wrong there. */
			*ret_error = mem_printf(_("%s:%zu: %s"), file, number, wrong);
		free(wrong);
		free(copy);
		at += len + (at[len] == '\n');
	}
	if (!*ret_error)
		*ret_error = key_used_twice(file, text);
	return !*ret_error;
}

/* XDG Base Directory Specification: a relative path is ignored. */
static char *file_name(void)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (config && *config == '/')
		return mem_printf("%s/porthorn/config", config);
	return home && *home == '/' ? mem_printf("%s/.config/porthorn/config", home) : NULL;
}

static bool read_file(struct preferences *p, const char *name, FILE *file, char **ret_error)
{
	char *bytes = mem_calloc(PREFERENCES_BYTES_MAX + 1, 1);
	size_t len = fread(bytes, 1, PREFERENCES_BYTES_MAX, file);
	bool fine = false;

	if (ferror(file))
		*ret_error = mem_printf(_("%s cannot be read: %s."), name, strerror(errno));
	else if (len == PREFERENCES_BYTES_MAX || strlen(bytes) != len)
		*ret_error = mem_printf(_("%s is no text of at most %d bytes. Write it again, or "
					  "move it away."),
					name, PREFERENCES_BYTES_MAX);
	else
		fine = preferences_read(p, name, bytes, ret_error);
	free(bytes);
	return fine;
}

bool preferences_load(struct preferences *p, char **ret_error)
{
	char *name = file_name();
	FILE *file = name ? fopen(name, "re") : NULL;
	bool fine = true;

	*p = (struct preferences){0};
	limits_init(&p->limits);
	*ret_error = NULL;
	if (file)
		fine = read_file(p, name, file, ret_error);
	else if (name && errno != ENOENT && errno != ENOTDIR) {
		*ret_error = mem_printf(_("%s cannot be read: %s."), name, strerror(errno));
		fine = false;
	}
	if (file)
		fclose(file);
	free(name);
	return fine;
}

void preferences_clear(struct preferences *p)
{
	free(p->language);
	*p = (struct preferences){0};
}
