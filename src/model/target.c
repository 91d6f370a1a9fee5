/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "model/target.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct target *target_new(const char *label)
{
	struct target *t = mem_calloc(1, sizeof *t);

	t->label = mem_strdup(label);
	t->want_ipv4 = t->want_ipv6 = true;
	return t;
}

void target_free(struct target *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->server_n; i++) {
		free(t->servers[i].host);
		strs_clear(&t->servers[i].login);
	}
	for (size_t i = 0; i < t->override_n; i++) {
		free(t->overrides[i].host);
		free(t->overrides[i].address);
	}
	for (size_t i = 0; i < t->reference_n; i++)
		free(t->references[i].host);
	free(t->servers);
	free(t->overrides);
	free(t->references);
	strs_clear(&t->notes);
	strs_clear(&t->codes);
	char *texts[] = {t->label,  t->provider,  t->email,    t->domain,  t->mx_domain,
			 t->source, t->user_form, t->help_url, t->ca_file, t->scenario};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free(texts[i]);
	free(t);
}

struct target *target_copy(const struct target *t)
{
	struct target *copy = target_new(t->label);

	copy->provider = mem_strdup(t->provider);
	copy->email = mem_strdup(t->email);
	copy->domain = mem_strdup(t->domain);
	copy->mx_domain = mem_strdup(t->mx_domain);
	copy->source = mem_strdup(t->source);
	copy->user_form = mem_strdup(t->user_form);
	copy->help_url = mem_strdup(t->help_url);
	copy->ca_file = mem_strdup(t->ca_file);
	copy->scenario = mem_strdup(t->scenario);
	strs_copy(&copy->notes, &t->notes);
	strs_copy(&copy->codes, &t->codes);
	copy->want_ipv4 = t->want_ipv4;
	copy->want_ipv6 = t->want_ipv6;
	copy->only_target = t->only_target;
	copy->no_path = t->no_path;
	copy->no_versions = t->no_versions;
	copy->practice = t->practice;
	for (size_t i = 0; i < t->server_n; i++) {
		const struct target_server *s = &t->servers[i];
		struct target_server *added =
		    target_add(copy, s->service, s->security, s->host, s->port);

		strs_copy(&added->login, &s->login);
		added->unconfirmed = s->unconfirmed;
		added->alternative = s->alternative;
	}
	for (size_t i = 0; i < t->override_n; i++) {
		const struct target_override *o = &t->overrides[i];

		target_override(copy, o->host, o->family, o->address, o->port, o->connect_port);
	}
	for (size_t i = 0; i < t->reference_n; i++)
		target_reference(copy, t->references[i].service, t->references[i].host,
				 t->references[i].port);
	return copy;
}

struct target_server *target_add(struct target *t, enum service service, enum security security,
				 const char *host, int port)
{
	if (t->server_n >= TARGET_SERVERS_MAX)
		return NULL;
	t->servers = mem_realloc(t->servers, t->server_n + 1, sizeof *t->servers);
	struct target_server *s = &t->servers[t->server_n++];

	*s = (struct target_server){
	    .service = service, .security = security, .host = mem_strdup(host), .port = port};
	return s;
}

bool target_override(struct target *t, const char *host, enum family family, const char *address,
		     int port, int connect_port)
{
	if (t->override_n >= TARGET_OVERRIDES_MAX)
		return false;
	t->overrides = mem_realloc(t->overrides, t->override_n + 1, sizeof *t->overrides);
	t->overrides[t->override_n++] = (struct target_override){.host = mem_strdup(host),
								 .family = family,
								 .address = mem_strdup(address),
								 .port = port,
								 .connect_port = connect_port};
	return true;
}

bool target_reference(struct target *t, enum service service, const char *host, int port)
{
	if (t->reference_n >= TARGET_REFERENCES_MAX)
		return false;
	t->references = mem_realloc(t->references, t->reference_n + 1, sizeof *t->references);
	t->references[t->reference_n++] =
	    (struct target_reference){.service = service, .host = mem_strdup(host), .port = port};
	return true;
}

static bool is_loopback_text(const char *host)
{
	return str_istarts(host, "127.") || str_eq(host, "::1") || str_ieq(host, "localhost");
}

static bool is_loopback_host(const struct target *t, const char *host)
{
	for (size_t i = 0; i < t->override_n; i++)
		if (t->overrides[i].address && str_ieq(t->overrides[i].host, host))
			return is_loopback_text(t->overrides[i].address);
	return is_loopback_text(host);
}

bool target_is_loopback(const struct target *t)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (!is_loopback_host(t, t->servers[i].host))
			return false;
	return t->server_n > 0;
}
