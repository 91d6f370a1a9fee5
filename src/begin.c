/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "begin.h"
#include "discover/references.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "case/case.h"
#include "chosen.h"
#include "discover/discover.h"
#include "discover/owner.h"
#include "practice/recorded.h"
#include "spare.h"
#include "suggest.h"

#include <stdlib.h>

/* What records of a domain mean: the provider files know. */
static struct event *read_records(const struct target *t, const struct event *records, void *user)
{
	const struct porthorn *p = user;

	return owner_answer(&p->providers, t, records);
}

/* For an audit a provider file is a source like the others: what it says is held against them. */
static void tell_listed(struct session *s, const struct porthorn *p, const struct target *t)
{
	const struct provider *files[PROVIDERS_PLACES_MAX];
	size_t n = t->audit ? providers_listing(&p->providers, t->domain, files) : 0;

	for (size_t i = 0; i < n; i++)
		session_tell(s, owner_listed(files[i], t->domain));
}

struct session *begin_session(const struct porthorn *p, struct target *t, char **ret_error)
{
	if (!t->practice && !spare_files(ret_error)) {
		target_free(t);
		return NULL;
	}
	struct session *s = session_new(t, &p->options.limits, ret_error);

	if (!s)
		return NULL;
	session_read_records(s, read_records, (void *)p);
	tell_listed(s, p, session_record(s)->target);
	return s;
}

/* Takes ownership of the target. */
static struct target *applied(const struct porthorn *p, struct target *t, char **ret_error)
{
	if (!t)
		return NULL;
	*ret_error = chosen_apply(&p->options, t);
	if (!*ret_error)
		return t;
	target_free(t);
	return NULL;
}

struct target *begin_target(const struct porthorn *p, const char *word, char **ret_error)
{
	struct discover_options narrow = {.services = p->options.services,
					  .service_n = p->options.service_n,
					  .ports = p->options.ports,
					  .port_n = p->options.port_n,
					  .all_services = p->options.all_services,
					  .find_out = !p->options.no_discovery &&
						      !chosen_is_resolved(&p->options, word)};

	return applied(p, discover_target(&p->providers, word, &narrow, ret_error), ret_error);
}

struct target *begin_audit(const struct porthorn *p, const char *word, char **ret_error)
{
	return applied(p, discover_audit(&p->providers, word, ret_error), ret_error);
}

static bool has_server(const struct target *t, const struct target_server *s)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].port == s->port && str_ieq(t->servers[i].host, s->host))
			return true;
	return false;
}

/* What the provider publishes may work where the program's own settings do not. */
static void add_published(struct target *t, const struct provider *provider)
{
	struct target *known = provider_target(provider, t->email);

	for (size_t i = 0; i < known->server_n; i++) {
		const struct target_server *s = &known->servers[i];
		struct target_server *added =
		    s->service == SERVICE_SMTP || has_server(t, s)
			? NULL
			: target_add(t, s->service, s->security, s->host, s->port);

		if (added) {
			added->alternative = true;
			strs_copy(&added->login, &s->login);
		}
	}
	t->provider = mem_strdup(known->provider);
	t->user_form = known->user_form ? mem_strdup(known->user_form) : NULL;
	provider_add_notes(t, provider);
	target_free(known);
}

struct target *begin_account(const struct porthorn *p, const struct account *a, char **ret_error)
{
	struct target *t = account_target(a);
	const struct provider *provider = providers_for_host(&p->providers, t->servers[0].host);

	if (provider)
		add_published(t, provider);
	references_choose(t, &p->providers);
	return applied(p, t, ret_error);
}

static char *unknown_scenario(const char *name)
{
	size_t n;
	const struct practice_scenario *all = practice_scenarios(&n);
	struct suggest near = suggest_for(name);

	for (size_t i = 0; i < n; i++)
		suggest_offer(&near, all[i].name);
	const struct recorded *recorded = recorded_all(&n);

	for (size_t i = 0; i < n; i++)
		suggest_offer(&near, recorded[i].name);
	char *hint = suggest_text(&near);
	char *error = mem_printf(
	    _("There is no practice scenario called \"%s\".%s porthorn demo --list lists them."),
	    name, hint);

	free(hint);
	return error;
}

struct target *begin_practice(struct porthorn *p, const char *name, char **ret_error)
{
	if (!practice_scenario(name)) {
		*ret_error = unknown_scenario(name);
		return NULL;
	}
	struct practice *practice = spare_files(ret_error) ? practice_start(name, ret_error) : NULL;

	if (!practice)
		return NULL;
	practice_stop(p->before);
	p->before = p->practice;
	p->practice = practice;
	struct target *t = practice_target(practice);

	*ret_error = chosen_narrow(&p->options, t);
	if (!*ret_error)
		return applied(p, t, ret_error);
	target_free(t);
	return NULL;
}

struct record *begin_recorded(const char *name, char **ret_error)
{
	const struct recorded *row = recorded_find(name);
	char *file = row ? recorded_file(row) : NULL;
	struct record *record = file ? case_open(file, ret_error) : NULL;

	if (!file)
		*ret_error =
		    mem_printf(_("The recording %s was not found. Install porthorn with make "
				 "install, or set PORTHORN_DATA to the folder data of its "
				 "source."),
			       name);
	free(file);
	return record;
}
