/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/provider.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "discover/hostname.h"
#include "discover/provider_file.h"

#include <stdlib.h>
#include <string.h>

#define CLOSEST_MAX 2 /* edits between what was typed and what was meant */

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

/* Whose file it is: the later wins. */
enum level { LEVEL_SHIPPED, LEVEL_COMPANY, LEVEL_USER, LEVEL_GIVEN };

static int level_of(const struct provider *p)
{
	if (p->given)
		return LEVEL_GIVEN;
	return p->own ? p->company ? LEVEL_COMPANY : LEVEL_USER : LEVEL_SHIPPED;
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

	for (int level = LEVEL_GIVEN; level >= LEVEL_SHIPPED && !p; level--)
		p = find_domain(list, domain, level);
	return p;
}

size_t providers_listing(const struct providers *list, const char *domain,
			 const struct provider *ret[PROVIDERS_PLACES_MAX])
{
	size_t n = 0;

	for (int level = LEVEL_GIVEN; level >= LEVEL_SHIPPED; level--) {
		const struct provider *p = find_domain(list, domain, level);

		if (p)
			ret[n++] = p;
	}
	return n;
}

const struct provider *providers_shipped_for_domain(const struct providers *list,
						    const char *domain)
{
	return find_domain(list, domain, LEVEL_SHIPPED);
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

	for (int level = LEVEL_GIVEN; level >= LEVEL_SHIPPED && !found; level--)
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
