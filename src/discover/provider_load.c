/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/provider.h"

#include "base/data.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "discover/profiles.h"
#include "discover/provider_file.h"
#include "know/registrable.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define FILES_MAX 4096	   /* files looked at in one folder */
#define COMPARED "control" /* the element of servers to compare with */

/* ---- where the files are ---- */

/* The places to look for our files; the first readable one is used. */
static void our_places(struct strs *places, const char *data_dir)
{
	if (data_dir)
		strs_add(places, data_dir);
	else
		data_places(places, "providers");
}

/* ---- loading ---- */

/* Later places win by id. */
enum place { PLACE_SHIPPED, PLACE_COMPANY, PLACE_USER };

static void put(struct providers *list, struct provider *p)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_ieq(list->v[i].id, p->id)) {
			provider_clear(&list->v[i]);
			list->v[i] = *p;
			return;
		}
	list->v = mem_realloc(list->v, list->n + 1, sizeof *list->v);
	list->v[list->n++] = *p;
}

static void load_file(struct providers *list, const char *dir, const char *file, enum place place,
		      const char *key)
{
	struct provider p;
	char *path = mem_printf("%s/%s", dir, file), *error;
	char *id = str_lower(mem_strndup(file, strlen(file) - strlen(".xml")));

	if (place == PLACE_SHIPPED && key && !str_icontains(id, key) &&
	    !provider_mentions(path, key, COMPARED)) {
		free(id);
		free(path);
		return;
	}
	if (provider_read(&p, path, id, &error)) {
		p.own = place != PLACE_SHIPPED;
		p.company = place == PLACE_COMPANY;
		for (size_t i = 0; i < p.remarks.n; i++)
			strs_add(&list->errors, p.remarks.v[i]);
		put(list, &p);
	} else {
		strs_append(&list->errors, error);
	}
	free(id);
	free(path);
}

static int is_provider_file(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > 4 && str_ieq(entry->d_name + len - 4, ".xml");
}

/* The number of files, -1 if the folder cannot be read. */
static int load_dir(struct providers *list, const char *dir, enum place place, const char *key)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, is_provider_file, alphasort);

	for (int i = 0; i < n; i++) {
		if (i < FILES_MAX)
			load_file(list, dir, entries[i]->d_name, place, key);
		else if (i == FILES_MAX)
			strs_append(&list->errors,
				    mem_printf(_("%s: porthorn reads only the first %d files"), dir,
					       FILES_MAX));
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return n;
}

static int by_name(const void *a, const void *b)
{
	const struct provider *pa = a, *pb = b;
	char *na = str_lower(mem_strdup(pa->name)), *nb = str_lower(mem_strdup(pb->name));
	int order = strcmp(na, nb);

	free(na);
	free(nb);
	return order ? order : strcmp(pa->id, pb->id);
}

static void load(struct providers *list, const char *data_dir, const char *user_dir,
		 const char *key)
{
	char *own = user_dir ? mem_strdup(user_dir) : profiles_dir();
	int found = -1;

	*list = (struct providers){0};
	our_places(&list->missing, data_dir);
	for (size_t i = 0; i < list->missing.n && found < 0; i++)
		found = load_dir(list, list->missing.v[i], PLACE_SHIPPED, key);
	if (found > 0)
		strs_clear(&list->missing);
	if (!data_dir)
		load_dir(list, PROVIDERS_COMPANY_DIR, PLACE_COMPANY, key);
	if (own)
		load_dir(list, own, PLACE_USER, key);
	if (list->n)
		qsort(list->v, list->n, sizeof *list->v, by_name);
	free(own);
}

void providers_load(struct providers *list, const char *data_dir, const char *user_dir)
{
	load(list, data_dir, user_dir, NULL);
}

/* What every file has in it that a word may mean, for the word is equal to a name there, or is below it: of a host or an
 * address the name that was registered, without its ending. NULL where that can't be said. The caller frees. */
static char *key_of(const char *word)
{
	const char *at = strrchr(word, '@');
	char *typed = mem_strdup(at ? at + 1 : word);
	const char *name = registrable_domain(str_trim(typed));
	char *key = mem_strndup(name, strcspn(name, ".:/&<>\"'"));
	bool plain = *key && !str_istarts(key, "xn--");

	for (const char *c = key; *c; c++)
		plain &= *c > ' ' && *c < 0x7f;
	free(typed);
	if (plain)
		return key;
	free(key);
	return NULL;
}

void providers_load_for(struct providers *list, const char *data_dir, const char *user_dir,
			const char *word)
{
	char *key = key_of(word);

	load(list, data_dir, user_dir, key);
	free(key);
}

/* "acme" of "/tmp/Acme.xml"; the caller frees. */
static char *id_of(const char *file)
{
	const char *base = str_file_name(file);
	size_t len = strlen(base);

	if (len > 4 && str_ieq(base + len - 4, ".xml"))
		len -= 4;
	return str_lower(mem_strndup(base, len));
}

const struct provider *providers_give(struct providers *list, const char *file, char **ret_error)
{
	struct provider p;
	char *id = id_of(file);

	if (provider_read(&p, file, id, ret_error)) {
		p.own = p.given = true;
		for (size_t i = 0; i < p.remarks.n; i++)
			strs_add(&list->errors, p.remarks.v[i]);
		put(list, &p);
		qsort(list->v, list->n, sizeof *list->v, by_name);
	}
	const struct provider *given = *ret_error ? NULL : providers_find(list, id);

	free(id);
	return given;
}

char *providers_missing(const struct providers *list)
{
	char *places = strs_join(&list->missing, ", "), *sentence = NULL;

	if (list->missing.n)
		/* TRANSLATORS: %s is one or more names of folders. */
		sentence = mem_printf(
		    _("porthorn can't find its provider files; it looked here: %s. Install "
		      "porthorn with make install, or set PORTHORN_DATA to the folder data of its "
		      "source."),
		    places);
	free(places);
	return sentence;
}

void providers_clear(struct providers *list)
{
	for (size_t i = 0; i < list->n; i++)
		provider_clear(&list->v[i]);
	free(list->v);
	strs_clear(&list->errors);
	strs_clear(&list->missing);
	*list = (struct providers){0};
}
