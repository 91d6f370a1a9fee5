/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "chosen.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <stdlib.h>

static bool has_host(const struct target *t, const char *host)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (str_ieq(t->servers[i].host, host))
			return true;
	for (size_t i = 0; i < t->reference_n; i++)
		if (str_ieq(t->references[i].host, host))
			return true;
	return false;
}

static char *unused_resolve(const struct target *t, const char *host)
{
	struct strs hosts = {0};

	for (size_t i = 0; i < t->server_n; i++)
		if (!strs_has(&hosts, t->servers[i].host))
			strs_add(&hosts, t->servers[i].host);
	char *all = strs_join(&hosts, ", ");
	char *error = mem_printf(
	    _("--resolve names %s, but this check doesn't use that name. The names are: %s."), host,
	    all);

	free(all);
	strs_clear(&hosts);
	return error;
}

static bool is_wanted(const struct options *o, const struct target_server *server)
{
	bool service = !o->service_n, port = !o->port_n;

	for (size_t i = 0; i < o->service_n; i++)
		service |= o->services[i] == server->service;
	for (size_t i = 0; i < o->port_n; i++)
		port |= o->ports[i] == server->port;
	return service && port;
}

char *chosen_narrow(const struct options *o, struct target *t)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->server_n; i++) {
		struct target_server moving = t->servers[i];

		if (!is_wanted(o, &moving))
			continue;
		t->servers[i] = t->servers[kept];
		t->servers[kept++] = moving;
	}
	for (size_t i = kept; i < t->server_n; i++) {
		target_server_clear(&t->servers[i]);
	}
	t->server_n = kept;
	return kept ? NULL
		    : mem_strdup(_("The practice servers don't have these services and ports."));
}

void chosen_error(const struct options *o, struct target *t)
{
	if (!o->error)
		return;
	free(t->error);
	t->error = mem_strdup(o->error);
}

char *chosen_apply(const struct options *o, struct target *t)
{
	if (o->ipv4 || o->ipv6) {
		t->want_ipv4 = o->ipv4;
		t->want_ipv6 = o->ipv6;
	}
	t->only_target |= o->only_target;
	t->no_address |= o->no_address;
	t->no_path |= o->no_path;
	t->no_versions |= o->no_versions;
	chosen_error(o, t);
	if (o->ca_file) {
		free(t->ca_file);
		t->ca_file = mem_strdup(o->ca_file);
	}
	for (size_t i = 0; i < o->resolve_n; i++) {
		if (!t->discover && !t->account && !has_host(t, o->resolve[i].host))
			return unused_resolve(t, o->resolve[i].host);
		target_override(t, o->resolve[i].host, o->resolve[i].family, o->resolve[i].address,
				0, 0);
	}
	return NULL;
}

bool chosen_is_resolved(const struct options *o, const char *word)
{
	for (size_t i = 0; i < o->resolve_n; i++)
		if (str_ieq(o->resolve[i].host, word))
			return true;
	return false;
}
