/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/provider.h"

#include "base/address.h"
#include "base/data.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "discover/hostname.h"
#include "discover/profiles.h"
#include "discover/provider_file.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILES_MAX 4096 /* files looked at in one folder */
#define CLOSEST_MAX 2  /* edits between what was typed and what was meant */

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
enum place { PLACE_SHIPPED, PLACE_COMPANY, PLACE_USER, PLACE_GIVEN };

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

static void load_file(struct providers *list, const char *dir, const char *file, enum place place)
{
	struct provider p;
	char *path = mem_printf("%s/%s", dir, file), *error;
	char *id = str_lower(mem_strndup(file, strlen(file) - strlen(".xml")));

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
static int load_dir(struct providers *list, const char *dir, enum place place)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, is_provider_file, alphasort);

	for (int i = 0; i < n; i++) {
		if (i < FILES_MAX)
			load_file(list, dir, entries[i]->d_name, place);
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

void providers_load(struct providers *list, const char *data_dir, const char *user_dir)
{
	char *own = user_dir ? mem_strdup(user_dir) : profiles_dir();
	int found = -1;

	*list = (struct providers){0};
	our_places(&list->missing, data_dir);
	for (size_t i = 0; i < list->missing.n && found < 0; i++)
		found = load_dir(list, list->missing.v[i], PLACE_SHIPPED);
	if (found > 0)
		strs_clear(&list->missing);
	if (!data_dir)
		load_dir(list, PROVIDERS_COMPANY_DIR, PLACE_COMPANY);
	if (own)
		load_dir(list, own, PLACE_USER);
	if (list->n)
		qsort(list->v, list->n, sizeof *list->v, by_name);
	free(own);
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

/* ---- finding ---- */

const struct provider *providers_find(const struct providers *list, const char *id)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_ieq(list->v[i].id, id))
			return &list->v[i];
	return NULL;
}

/* "*.plus.com" matches every name below plus.com. */
static bool domain_fits(const char *pattern, const char *domain)
{
	if (!str_istarts(pattern, "*."))
		return str_ieq(pattern, domain);
	size_t len = strlen(domain), tail = strlen(pattern) - 1;

	return len > tail && str_ieq(domain + len - tail, pattern + 1);
}

static bool has_domain(const struct provider *p, const char *domain)
{
	for (size_t i = 0; i < p->domains.n; i++)
		if (domain_fits(p->domains.v[i], domain))
			return true;
	return false;
}

static int level_of(const struct provider *p)
{
	if (p->given)
		return PLACE_GIVEN;
	return p->own ? p->company ? PLACE_COMPANY : PLACE_USER : PLACE_SHIPPED;
}

static const struct provider *find_domain(const struct providers *list, const char *domain,
					  int level)
{
	for (size_t i = 0; i < list->n; i++)
		if (level_of(&list->v[i]) == level && has_domain(&list->v[i], domain))
			return &list->v[i];
	return NULL;
}

/* The file on the command line is asked first, then the user's own files, then the company's. */
const struct provider *providers_for_domain(const struct providers *list, const char *domain)
{
	const struct provider *p = NULL;

	for (int level = PLACE_GIVEN; level >= PLACE_SHIPPED && !p; level--)
		p = find_domain(list, domain, level);
	return p;
}

size_t providers_listing(const struct providers *list, const char *domain,
			 const struct provider *ret[PROVIDERS_PLACES_MAX])
{
	size_t n = 0;

	for (int level = PLACE_GIVEN; level >= PLACE_SHIPPED; level--) {
		const struct provider *p = find_domain(list, domain, level);

		if (p)
			ret[n++] = p;
	}
	return n;
}

const struct provider *providers_shipped_for_domain(const struct providers *list,
						    const char *domain)
{
	return find_domain(list, domain, PLACE_SHIPPED);
}

static bool has_host(const struct provider *p, const char *host)
{
	for (size_t i = 0; i < p->server_n; i++)
		if (!p->servers[i].unconfirmed && str_ieq(p->servers[i].host, host))
			return true;
	return false;
}

const struct provider *providers_for_host(const struct providers *list, const char *host)
{
	const struct provider *found = NULL;

	for (int level = PLACE_GIVEN; level >= PLACE_SHIPPED && !found; level--)
		for (size_t i = 0; i < list->n; i++) {
			const struct provider *p = &list->v[i];

			if (level_of(p) == level && has_host(p, host) &&
			    (!found || p->domains.n > found->domains.n))
				found = p;
		}
	return found;
}

const struct provider *providers_closest(const struct providers *list, const char *word)
{
	const struct provider *closest = NULL;
	/* Half the letters of a short word may be wrong, two of a long one. */
	unsigned limit = strlen(word) < 2 * CLOSEST_MAX ? (unsigned)strlen(word) / 2 : CLOSEST_MAX;
	unsigned best = limit + 1;

	for (size_t i = 0; i < list->n; i++) {
		const struct provider *p = &list->v[i];
		const char *names[] = {p->id, p->name, p->short_name};

		for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
			unsigned distance = names[k] ? str_distance(word, names[k], limit) : best;

			if (distance < best) {
				best = distance;
				closest = p;
			}
		}
	}
	for (size_t i = 0; i < list->n && !closest && strlen(word) > 2; i++)
		if (str_istarts(list->v[i].id, word) || str_istarts(list->v[i].name, word))
			closest = &list->v[i];
	return closest;
}

bool provider_matches(const struct provider *p, const char *word)
{
	if (str_icontains(p->id, word) || str_icontains(p->name, word))
		return true;
	for (size_t i = 0; i < p->domains.n; i++)
		if (str_icontains(p->domains.v[i], word))
			return true;
	return false;
}

/* ---- the target ---- */

/* What is published without encryption is tried with STARTTLS: a server that lacks it says so. */
static enum security tried_as(const struct target_server *s, const char *host)
{
	if (s->security != SECURITY_NONE || address_is_localhost(host))
		return s->security;
	return SECURITY_STARTTLS;
}

static void add_server(struct target *t, const struct target_server *s)
{
	char *known =
	    t->email ? mem_strdup(t->email) : mem_printf("@%s", t->domain ? t->domain : "");
	char *host = provider_host(s->host, t->email || t->domain ? known : NULL);
	struct target_server *added =
	    host ? target_add(t, s->service, tried_as(s, host), host, s->port) : NULL;

	if (added) {
		strs_copy(&added->login, &s->login);
		added->user = mem_strdup(s->user);
		added->unconfirmed = s->unconfirmed;
		added->alternative = s->alternative;
	}
	free(host);
	free(known);
}

static bool has_service(const struct target *t, enum service service)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == service)
			return true;
	return false;
}

/* Port 25 of the first mail exchanger with a full name. */
static void add_mx(struct target *t, const struct provider *p)
{
	for (size_t i = 0; i < p->mx.n && !has_service(t, SERVICE_SMTP); i++)
		if (hostname_valid(p->mx.v[i]))
			target_add(t, SERVICE_SMTP, SECURITY_STARTTLS, p->mx.v[i], 25);
}

/* The web port: only at a server for incoming mail that is not on this computer. */
static void add_web_port(struct target *t)
{
	for (size_t i = 0; i < t->server_n; i++) {
		const struct target_server *s = &t->servers[i];

		if (s->service == SERVICE_SMTP || address_is_localhost(s->host))
			continue;
		char *host = mem_strdup(s->host);

		target_add(t, SERVICE_HTTPS, SECURITY_TLS, host, 443);
		free(host);
		return;
	}
}

struct target *provider_target(const struct provider *p, const char *email)
{
	char *label = provider_filled(p->name, email);
	struct target *t = target_new(label ? label : p->name);
	const char *at = email ? strrchr(email, '@') : NULL;

	free(label);
	t->provider = mem_strdup(p->id);
	t->email = mem_strdup(email);
	t->domain = at ? mem_strdup(at + 1) : NULL;
	/* TRANSLATORS: where the servers are from; %s is the provider's short name, "gmail". */
	t->source =
	    mem_printf(p->own ? _("your own provider file (%s)") : _("built in (%s)"), p->id);
	t->found_by = SOURCE_PROVIDER;
	t->user_form = mem_strdup(p->user_form);
	t->checked = mem_strdup(p->checked);
	t->help_url = mem_strdup(p->help_url);
	strs_copy(&t->notes, &p->notes);
	strs_copy(&t->codes, &p->codes);
	for (size_t i = 0; i < p->server_n; i++)
		add_server(t, &p->servers[i]);
	add_mx(t, p);
	add_web_port(t);
	return t;
}

void provider_add_notes(struct target *t, const struct provider *p)
{
	for (size_t i = 0; p && i < p->codes.n; i++)
		if (!strs_has(&t->codes, p->codes.v[i]))
			strs_add(&t->codes, p->codes.v[i]);
	for (size_t i = 0; p && i < p->notes.n; i++)
		if (!strs_has(&t->notes, p->notes.v[i]))
			strs_add(&t->notes, p->notes.v[i]);
	if (p && !t->help_url)
		t->help_url = mem_strdup(p->help_url);
}
