/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/profiles.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/load.h"
#include "base/mem.h"
#include "base/save.h"
#include "base/str.h"
#include "discover/provider.h"
#include "discover/provider_edit.h"
#include "discover/provider_file.h"
#include "discover/provider_write.h"
#include "discover/provider_xml.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* XDG Base Directory Specification: a relative path is ignored. */
char *profiles_dir(void)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (config && *config == '/')
		return mem_printf("%s/porthorn/providers", config);
	if (home && *home == '/')
		return mem_printf("%s/.config/porthorn/providers", home);
	return NULL;
}

/* "example.xml" of "/tmp/Example.XML"; NULL if it is no such name. */
static char *name_of(const char *file)
{
	const char *base = str_file_name(file);
	size_t len = strlen(base);

	if (len < 5 || *base == '.' || !str_ieq(base + len - 4, ".xml"))
		return NULL;
	return str_lower(mem_strdup(base));
}

static bool read_whole(const char *file, struct buf *bytes, char **ret_error)
{
	char *why = NULL;

	if (load_whole(file, bytes, &why))
		return true;
	*ret_error = mem_printf("%s: %s", file, why);
	free(why);
	return false;
}

/* Only a file that leads to a server is worth having. */
static bool is_useful(const char *file, char **ret_error)
{
	struct provider p;

	if (!provider_read(&p, file, "imported", ret_error))
		return false;
	if (!p.server_n)
		*ret_error = mem_printf(
		    _("%s names no usable server; porthorn providers --check says why."), file);
	provider_clear(&p);
	return !*ret_error;
}

bool profiles_import(const char *file, bool force, char **ret_file, char **ret_error)
{
	char *dir = profiles_dir(), *name = name_of(file);
	struct buf bytes;

	*ret_file = *ret_error = NULL;
	buf_init(&bytes, PROVIDER_FILE_MAX);
	if (!dir)
		*ret_error = mem_strdup(_("There is no home folder to keep the file in."));
	else if (!name)
		*ret_error = mem_printf(
		    _("%s isn't named like a provider file: its name must end with .xml."), file);
	else if (is_useful(file, ret_error) && read_whole(file, &bytes, ret_error) &&
		 save_make_folder(dir, ret_error))
		*ret_file = mem_printf("%s/%s", dir, name);
	if (*ret_file && !save_file(*ret_file, bytes.data, bytes.len, force, ret_error)) {
		free(*ret_file);
		*ret_file = NULL;
	}
	buf_clear(&bytes);
	free(name);
	free(dir);
	return *ret_file != NULL;
}

bool profiles_has(const char *file)
{
	char *dir = profiles_dir(), *name = name_of(file);
	char *path = dir && name ? mem_printf("%s/%s", dir, name) : NULL;
	bool there = path && access(path, F_OK) == 0;

	free(path);
	free(name);
	free(dir);
	return there;
}

char *profiles_id(const char *name)
{
	char *id = str_lower(mem_strdup(name));
	size_t len = 0;

	for (const char *at = id; *at && len < PROFILES_ID_MAX; at++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789", *at))
			id[len++] = *at;
		else if (len && id[len - 1] != '-')
			id[len++] = '-';
	while (len && id[len - 1] == '-')
		len--;
	id[len] = '\0';
	if (len)
		return id;
	free(id);
	return mem_strdup("own");
}

static char *file_of(const char *id, char **ret_error)
{
	char *dir = profiles_dir();
	char *file = dir ? mem_printf("%s/%s.xml", dir, id) : NULL;

	if (!dir)
		*ret_error = mem_strdup(_("There is no home folder to keep it in."));
	free(dir);
	return file;
}

/* "FILE:LINE: what" without the place. */
static const char *what_of(const char *remark)
{
	const char *what = strstr(remark, ": ");

	return what ? what : remark;
}

static bool has_remark(const struct strs *list, const char *remark)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(what_of(list->v[i]), what_of(remark)))
			return true;
	return false;
}

/* What is written is read first: no change is saved that would be left out later. */
static bool reads_back(const struct provider *p, const char *text, const struct strs *known,
		       char **ret_error)
{
	struct provider again = {.id = mem_strdup(p->id)};
	bool fine = provider_xml_read(&again, p->id, text, strlen(text), ret_error);

	for (size_t i = 0; i < again.remarks.n && fine; i++)
		if (!has_remark(known, again.remarks.v[i])) {
			*ret_error = mem_strdup(again.remarks.v[i]);
			fine = false;
		}
	if (fine && !again.server_n) {
		*ret_error = mem_strdup(_("Enter at least one server."));
		fine = false;
	}
	provider_clear(&again);
	return fine;
}

/* The file with the changes that p has; what reading it leaves out goes into known. NULL: it cannot be kept. */
static char *changed(const char *from, const struct provider *p, struct strs *known)
{
	struct provider before = {.id = mem_strdup(p->id)};
	char *error = NULL, *text = NULL;
	struct buf bytes;

	buf_init(&bytes, PROVIDER_FILE_MAX);
	if (read_whole(from, &bytes, &error) &&
	    provider_xml_read(&before, from, (const char *)bytes.data, bytes.len, &error)) {
		strs_copy(known, &before.remarks);
		text = provider_edit((const char *)bytes.data, bytes.len, &before, p);
	}
	free(error);
	buf_clear(&bytes);
	provider_clear(&before);
	return text;
}

bool profiles_save(const struct provider *p, const char *from, bool force, char **ret_error)
{
	struct strs known = {0};
	char *text = from ? changed(from, p, &known) : NULL, *dir = profiles_dir();

	*ret_error = NULL;
	if (!text)
		text = provider_write(p);
	char *file = p->file ? mem_strdup(p->file) : file_of(p->id, ret_error);
	bool saved = file && reads_back(p, text, &known, ret_error) &&
		     save_make_folder(dir, ret_error) &&
		     save_file(file, text, strlen(text), force, ret_error);

	strs_clear(&known);
	free(file);
	free(dir);
	free(text);
	return saved;
}

bool profiles_delete(const struct provider *p, char **ret_error)
{
	*ret_error = NULL;
	if (!p->own || p->company || p->given)
		*ret_error = mem_printf(_("%s is not yours to delete."), p->file);
	else if (save_remove(p->file) != 0)
		*ret_error = mem_printf(_("%s cannot be deleted: %s."), p->file, strerror(errno));
	return !*ret_error;
}
