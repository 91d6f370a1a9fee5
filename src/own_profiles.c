/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "own_profiles.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "begin.h"
#include "discover/hostname.h"
#include "discover/profiles.h"
#include "discover/provider_file.h"
#include "know/services.h"
#include "screens.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
	enum protocol protocol;
	enum service tls, other; /* by security */
} server_rows[UI_SERVER_COUNT_] = {
    [UI_SERVER_IMAP] = {PROTOCOL_IMAP, SERVICE_IMAPS, SERVICE_IMAP},
    [UI_SERVER_POP3] = {PROTOCOL_POP3, SERVICE_POP3S, SERVICE_POP3},
    [UI_SERVER_SMTP] = {PROTOCOL_SMTP, SERVICE_SUBMISSIONS, SERVICE_SUBMISSION},
};

/* Of the options' list, which is read again: it is what will be found from now on. */
static void load_again(struct ui_options *o)
{
	struct porthorn *p = o->user;
	char *error = NULL;

	providers_clear(&p->providers);
	providers_load(&p->providers, NULL, NULL);
	if (p->options.profile)
		providers_give(&p->providers, p->options.profile, &error);
	free(error);
	screens_set_providers(o);
}

/* The first server of that kind, or server_n. */
static size_t server_of(const struct provider *p, enum ui_server kind)
{
	size_t i = 0;

	while (i < p->server_n &&
	       service_row(p->servers[i].service)->protocol != server_rows[kind].protocol)
		i++;
	return i;
}

/* ---- from a provider to the form ---- */

static bool read_profile(struct ui_options *o, const char *id, struct ui_profile *ret)
{
	const struct porthorn *porthorn = o->user;
	const struct provider *p = providers_find(&porthorn->providers, id);

	*ret = (struct ui_profile){0};
	if (!p)
		return false;
	ret->id = mem_strdup(p->id);
	ret->name = mem_strdup(p->name);
	ret->domains = strs_join(&p->domains, " ");
	for (int kind = 0; kind < UI_SERVER_COUNT_; kind++) {
		size_t at = server_of(p, (enum ui_server)kind);

		if (at == p->server_n)
			continue;
		ret->servers[kind].host = mem_strdup(p->servers[at].host);
		ret->servers[kind].port = p->servers[at].port;
		ret->servers[kind].security = p->servers[at].security;
		if (!ret->user)
			ret->user = mem_strdup(p->servers[at].user);
	}
	return true;
}

/* ---- from the form to a provider ---- */

static void set(char **field, const char *text)
{
	free(*field);
	*field = text && *text ? mem_strdup(text) : NULL;
}

static void delete_server(struct provider *p, size_t at)
{
	target_server_clear(&p->servers[at]);
	p->server_n--;
	memmove(p->servers + at, p->servers + at + 1, (p->server_n - at) * sizeof *p->servers);
}

/* In the service's place among the servers, or at the end. */
static void put_server(struct provider *p, enum ui_server kind, const struct ui_profile *form)
{
	enum security security = form->servers[kind].security;
	enum service service =
	    security == SECURITY_TLS ? server_rows[kind].tls : server_rows[kind].other;
	const char *host = form->servers[kind].host;
	int port = form->servers[kind].port;
	size_t at = server_of(p, kind);

	if (!host || !*host) {
		if (at < p->server_n)
			delete_server(p, at);
		return;
	}
	if (at == p->server_n) {
		p->servers = mem_realloc(p->servers, ++p->server_n, sizeof *p->servers);
		p->servers[at] = (struct target_server){0};
	}
	p->servers[at].service = service;
	p->servers[at].security = security;
	p->servers[at].port = port ? port : service_row(service)->port;
	set(&p->servers[at].host, host);
}

/* The user name is the same for all servers; what the provider says about its form goes with a change. */
static void put_user(struct provider *p, const char *user)
{
	bool changed = false;

	for (size_t i = 0; i < p->server_n; i++) {
		if (str_eq(p->servers[i].user, user && *user ? user : NULL))
			continue;
		set(&p->servers[i].user, user);
		changed = true;
	}
	if (changed)
		set(&p->user_form, str_eq(user, "%EMAILADDRESS%")     ? "full address"
				   : str_eq(user, "%EMAILLOCALPART%") ? "local part"
								      : NULL);
}

/* The sentence that says what to correct, or NULL. */
static char *fault_of(const struct ui_profile *form)
{
	char *error = NULL;

	if (!form->name || !*form->name)
		return mem_strdup(_("Enter a name for the provider."));
	for (int kind = 0; kind < UI_SERVER_COUNT_ && !error; kind++) {
		const char *host = form->servers[kind].host;
		char *example = host && *host ? provider_host(host, "a@example.org") : NULL;

		if (example)
			free(hostname_parse(example, &error));
		free(example);
	}
	return error;
}

static void fill(struct provider *p, const struct ui_profile *form)
{
	set(&p->name, form->name);
	strs_clear(&p->domains);
	strs_split(&p->domains, form->domains ? form->domains : "", " ,;");
	for (int kind = 0; kind < UI_SERVER_COUNT_; kind++)
		put_server(p, (enum ui_server)kind, form);
	put_user(p, form->user);
}

/* What a copy does not have from its pattern: it is of no known standing, and identifies no other domain. */
static void become_copy(struct provider *p, const char *name)
{
	free(p->id);
	p->id = profiles_id(name);
	set(&p->file, NULL);
	set(&p->short_name, NULL);
	set(&p->checked, NULL);
	strs_clear(&p->mx);
}

static bool save(struct ui_options *o, const struct ui_profile *form, bool copy, char **ret_id,
		 char **ret_error)
{
	const struct porthorn *porthorn = o->user;
	const struct provider *from =
	    form->id ? providers_find(&porthorn->providers, form->id) : NULL;
	struct provider p = {0};

	*ret_error = fault_of(form);
	if (*ret_error)
		return false;
	if (from && !provider_read(&p, from->file, from->id, ret_error))
		return false;
	if (!from || copy)
		become_copy(&p, form->name);
	fill(&p, form);
	bool saved = profiles_save(&p, from && !copy, ret_error);

	if (saved)
		*ret_id = mem_strdup(p.id);
	provider_clear(&p);
	if (saved)
		load_again(o);
	return saved;
}

/* ---- whole files ---- */

static bool delete_profile(struct ui_options *o, const char *id, char **ret_error)
{
	const struct porthorn *porthorn = o->user;
	const struct provider *p = providers_find(&porthorn->providers, id);

	if (!p || !profiles_delete(p, ret_error))
		return false;
	load_again(o);
	return true;
}

static bool import(struct ui_options *o, const char *file, bool replace, bool *ret_exists,
		   char **ret_error)
{
	char *kept = NULL;
	bool fine = profiles_import(file, replace, &kept, ret_error);

	*ret_exists = !fine && !replace && profiles_has(file);
	if (fine)
		load_again(o);
	free(kept);
	return fine;
}

const struct ui_profiles own_profiles = {read_profile, save, delete_profile, import};
