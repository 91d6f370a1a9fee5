/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "own_fields.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "discover/hostname.h"
#include "discover/provider_file.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	enum protocol protocol;
	enum service tls, other; /* by security */
} kinds[UI_SERVER_COUNT_] = {
    [UI_SERVER_IMAP] = {PROTOCOL_IMAP, SERVICE_IMAPS, SERVICE_IMAP},
    [UI_SERVER_POP3] = {PROTOCOL_POP3, SERVICE_POP3S, SERVICE_POP3},
    [UI_SERVER_SMTP] = {PROTOCOL_SMTP, SERVICE_SUBMISSIONS, SERVICE_SUBMISSION},
};

/* UI_SERVER_COUNT_: the form has none of that kind. */
static enum ui_server kind_of(const struct target_server *s)
{
	enum ui_server kind = 0;

	while (kind < UI_SERVER_COUNT_ && kinds[kind].protocol != service_row(s->service)->protocol)
		kind++;
	return kind;
}

/* ---- from a provider to the form ---- */

static bool has_one_user(const struct provider *p)
{
	for (size_t i = 1; i < p->server_n; i++)
		if (!str_eq(p->servers[i].user, p->servers[0].user))
			return false;
	return true;
}

void own_fields_read(struct ui_profile *ret, const struct provider *p)
{
	*ret = (struct ui_profile){.id = mem_strdup(p->id),
				   .name = mem_strdup(p->name),
				   .domains = strs_join(&p->domains, " "),
				   .user = mem_strdup(p->server_n ? p->servers[0].user : NULL),
				   .each_user = !has_one_user(p)};
	for (size_t i = 0; i < p->server_n && ret->server_n < UI_SERVERS_MAX; i++) {
		const struct target_server *s = &p->servers[i];

		if (kind_of(s) < UI_SERVER_COUNT_)
			ret->servers[ret->server_n++] =
			    (struct ui_profile_server){.kind = kind_of(s),
						       .host = mem_strdup(s->host),
						       .user = mem_strdup(s->user),
						       .port = s->port,
						       .security = s->security,
						       .from = i + 1};
	}
}

char *own_fields_fault(const struct ui_profile *form)
{
	char *error = NULL;

	if (!form->name || !*form->name)
		return mem_strdup(_("Enter a name for the provider."));
	for (size_t i = 0; i < form->server_n && !error; i++) {
		const char *host = form->servers[i].host;
		char *example = host && *host ? provider_host(host, "a@example.org") : NULL;

		if (example)
			free(hostname_parse(example, &error));
		free(example);
	}
	return error;
}

/* ---- from the form to a provider ---- */

static void set(char **field, const char *text)
{
	char *copy = text && *text ? mem_strdup(text) : NULL;

	free(*field);
	*field = copy;
}

static bool is_empty(const char *text)
{
	return !text || !*text;
}

static enum service service_of(const struct ui_profile_server *s)
{
	return s->security == SECURITY_TLS ? kinds[s->kind].tls : kinds[s->kind].other;
}

static void put_server(struct target_server *s, const struct ui_profile_server *field)
{
	enum service service = service_of(field);

	if (!str_eq(s->host, field->host))
		set(&s->host, field->host);
	if (!s->port || s->security != field->security)
		s->service = service;
	s->security = field->security;
	s->port = field->port ? field->port : service_row(service)->port;
}

/* Behind the last server of its kind. */
static struct target_server *insert(struct provider *p, enum ui_server kind)
{
	size_t at = p->server_n;

	while (at && kind_of(&p->servers[at - 1]) != kind)
		at--;
	if (!at)
		at = p->server_n;
	p->servers = mem_realloc(p->servers, p->server_n + 1, sizeof *p->servers);
	memmove(p->servers + at + 1, p->servers + at, (p->server_n - at) * sizeof *p->servers);
	p->server_n++;
	p->servers[at] = (struct target_server){0};
	return &p->servers[at];
}

static void delete_server(struct provider *p, size_t at)
{
	target_server_clear(&p->servers[at]);
	p->server_n--;
	memmove(p->servers + at, p->servers + at + 1, (p->server_n - at) * sizeof *p->servers);
}

/* The file may have lost servers since the form was opened. */
static bool is_there(const struct ui_profile_server *field, size_t had)
{
	return field->from && field->from <= had;
}

static void change_servers(struct provider *p, const struct ui_profile *form, size_t had)
{
	for (size_t i = 0; i < form->server_n; i++) {
		const struct ui_profile_server *field = &form->servers[i];

		if (is_there(field, had) && !is_empty(field->host))
			put_server(&p->servers[field->from - 1], field);
	}
}

/* What the provider says about the form of the user name goes with a change. */
static void change_users(struct provider *p, const struct ui_profile *form, size_t had)
{
	bool changed = false;

	for (size_t i = 0; i < form->server_n; i++) {
		const struct ui_profile_server *field = &form->servers[i];
		const char *user = form->each_user ? field->user : form->user;

		if (!is_there(field, had) ||
		    str_eq(p->servers[field->from - 1].user, is_empty(user) ? NULL : user))
			continue;
		set(&p->servers[field->from - 1].user, user);
		changed = true;
	}
	if (changed || !had)
		set(&p->user_form, form->each_user || is_empty(form->user)  ? NULL
				   : str_eq(form->user, "%EMAILADDRESS%")   ? "full address"
				   : str_eq(form->user, "%EMAILLOCALPART%") ? "local part"
									    : NULL);
}

/* From the last to the first, as the places of the others depend on it. */
static void delete_servers(struct provider *p, const struct ui_profile *form)
{
	for (size_t at = p->server_n; at > 0; at--)
		for (size_t i = 0; i < form->server_n; i++)
			if (form->servers[i].from == at && is_empty(form->servers[i].host))
				delete_server(p, at - 1);
}

static void add_servers(struct provider *p, const struct ui_profile *form, size_t had)
{
	for (size_t i = 0; i < form->server_n; i++) {
		const struct ui_profile_server *field = &form->servers[i];

		if (is_there(field, had) || is_empty(field->host))
			continue;
		struct target_server *s = insert(p, field->kind);

		put_server(s, field);
		set(&s->user, form->each_user ? field->user : form->user);
	}
}

void own_fields_fill(struct provider *p, const struct ui_profile *form)
{
	set(&p->name, form->name);
	strs_clear(&p->domains);
	strs_split(&p->domains, form->domains ? form->domains : "", " ,;");
	size_t had = p->server_n;

	change_servers(p, form, had);
	change_users(p, form, had);
	delete_servers(p, form);
	add_servers(p, form, had);
}
