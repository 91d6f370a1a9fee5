/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "model/target.h"

#include "base/address.h"
#include "base/mem.h"
#include "model/fields.h"

#include <stdlib.h>

#include <jansson.h>

#define TARGET(field) offsetof(struct target, field)
#define SERVER(field) offsetof(struct target_server, field)
#define OVERRIDE(field) offsetof(struct target_override, field)
#define REFERENCE(field) offsetof(struct target_reference, field)

static const struct field server_rows[] = {
    {"service", FIELD_SERVICE, SERVER(service)},
    {"security", FIELD_SECURITY, SERVER(security)},
    {"host", FIELD_TEXT, SERVER(host)},
    {"port", FIELD_PORT, SERVER(port), .always = true},
    {"login", FIELD_LIST, SERVER(login)},
    {"user", FIELD_TEXT, SERVER(user)},
    {"source", FIELD_SOURCE, SERVER(source)},
    {"set_in", FIELD_TEXT, SERVER(set_in)},
    {"port_key", FIELD_TEXT, SERVER(port_key)},
    {"port_line", FIELD_INT, SERVER(port_line)},
    {"security_key", FIELD_TEXT, SERVER(security_key)},
    {"security_line", FIELD_INT, SERVER(security_line)},
    {"unconfirmed", FIELD_BOOL, SERVER(unconfirmed), .always = true},
    {"alternative", FIELD_BOOL, SERVER(alternative), .always = true},
    {"public_only", FIELD_BOOL, SERVER(public_only)},
};
static const struct fields server_fields = FIELDS(struct target_server, server_rows);

static const struct field override_rows[] = {
    {"host", FIELD_TEXT, OVERRIDE(host)},
    {"family", FIELD_FAMILY, OVERRIDE(family)},
    {"address", FIELD_TEXT, OVERRIDE(address)},
    {"port", FIELD_PORT, OVERRIDE(port), .always = true},
    {"connect_port", FIELD_PORT, OVERRIDE(connect_port), .always = true},
};
static const struct fields override_fields = FIELDS(struct target_override, override_rows);

static const struct field reference_rows[] = {
    {"service", FIELD_SERVICE, REFERENCE(service)},
    {"host", FIELD_TEXT, REFERENCE(host)},
    {"port", FIELD_PORT, REFERENCE(port), .always = true},
};
static const struct fields reference_fields = FIELDS(struct target_reference, reference_rows);

static const struct field target_rows[] = {
    {"label", FIELD_TEXT, TARGET(label)},
    {"provider", FIELD_TEXT, TARGET(provider)},
    {"email", FIELD_TEXT, TARGET(email)},
    {"domain", FIELD_TEXT, TARGET(domain)},
    {"relay", FIELD_TEXT, TARGET(mx_domain)},
    {"source", FIELD_TEXT, TARGET(source)},
    {"found_by", FIELD_SOURCE, TARGET(found_by)},
    {"discover", FIELD_BOOL, TARGET(discover)},
    {"audit", FIELD_BOOL, TARGET(audit)},
    {"no_address", FIELD_BOOL, TARGET(no_address)},
    {"user_form", FIELD_TEXT, TARGET(user_form)},
    {"checked", FIELD_TEXT, TARGET(checked)},
    {"help_url", FIELD_TEXT, TARGET(help_url)},
    {"meant", FIELD_TEXT, TARGET(meant)},
    {"account", FIELD_TEXT, TARGET(account)},
    {"error", FIELD_TEXT, TARGET(error)},
    {"notes", FIELD_LIST, TARGET(notes)},
    {"codes", FIELD_LIST, TARGET(codes)},
    {"asked", FIELD_LIST, TARGET(asked)},
    {"want_ipv4", FIELD_BOOL, TARGET(want_ipv4), .always = true},
    {"want_ipv6", FIELD_BOOL, TARGET(want_ipv6), .always = true},
    {"only_target", FIELD_BOOL, TARGET(only_target), .always = true},
    {"no_versions", FIELD_BOOL, TARGET(no_versions), .always = true},
    {"versions_on_reason", FIELD_BOOL, TARGET(versions_on_reason)},
    {"no_path", FIELD_BOOL, TARGET(no_path), .always = true},
    {"practice", FIELD_BOOL, TARGET(practice), .always = true},
    {"ca_file", FIELD_TEXT, TARGET(ca_file)},
    {"scenario", FIELD_TEXT, TARGET(scenario)},
    {"servers", FIELD_ROWS, TARGET(servers), true, &server_fields, TARGET(server_n),
     TARGET_SERVERS_MAX},
    {"overrides", FIELD_ROWS, TARGET(overrides), true, &override_fields, TARGET(override_n),
     TARGET_OVERRIDES_MAX},
    {"controls", FIELD_ROWS, TARGET(references), true, &reference_fields, TARGET(reference_n),
     TARGET_REFERENCES_MAX},
};
static const struct fields target_fields = FIELDS(struct target, target_rows);

struct target *target_new(const char *label)
{
	struct target *t = mem_calloc(1, sizeof *t);

	t->label = mem_strdup(label);
	t->want_ipv4 = t->want_ipv6 = true;
	return t;
}

void target_free(struct target *t)
{
	if (t)
		fields_clear(&target_fields, t);
	free(t);
}

json_t *target_to_json(const struct target *t)
{
	json_t *json = json_object();

	fields_to_json(&target_fields, NULL, t, json);
	return json;
}

/* The name of a required member that the target lacks, or NULL. */
static const char *what_lacks(const struct target *t)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (!address_is_host(t->servers[i].host))
			return "servers";
		else if (!t->servers[i].port)
			return "port";
	for (size_t i = 0; i < t->override_n; i++)
		if (!address_is_host(t->overrides[i].host) ||
		    !address_is_numeric(t->overrides[i].address))
			return "overrides";
	for (size_t i = 0; i < t->reference_n; i++)
		if (!address_is_host(t->references[i].host))
			return "controls";
		else if (!t->references[i].port)
			return "port";
	return t->want_ipv4 || t->want_ipv6 ? NULL : "want_ipv4";
}

struct target *target_from_json(const json_t *json, const char **ret_wrong)
{
	struct target *t = target_new("");

	*ret_wrong = fields_from_json(&target_fields, NULL, t, json);
	if (!json_is_object(json))
		*ret_wrong = "target";
	else if (!*ret_wrong)
		*ret_wrong = what_lacks(t);
	if (!*ret_wrong)
		return t;
	target_free(t);
	return NULL;
}

struct target *target_copy(const struct target *t)
{
	json_t *json = target_to_json(t);
	const char *wrong;
	struct target *copy = target_from_json(json, &wrong);

	json_decref(json);
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

void target_server_clear(struct target_server *s)
{
	fields_clear(&server_fields, s);
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

bool target_asks_for(const struct target *t, enum service service, int port)
{
	for (size_t i = 0; i < t->asked.n; i++) {
		long number;

		if (str_number(t->asked.v[i], 1, 65535, &number)
			? number == port
			: service_from_name(t->asked.v[i]) == service)
			return true;
	}
	return false;
}

static bool is_loopback_host(const struct target *t, const char *host)
{
	for (size_t i = 0; i < t->override_n; i++)
		if (t->overrides[i].address && str_ieq(t->overrides[i].host, host))
			return address_is_localhost(t->overrides[i].address);
	return address_is_localhost(host);
}

bool target_is_loopback(const struct target *t)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (!is_loopback_host(t, t->servers[i].host))
			return false;
	return t->server_n > 0;
}
