/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "session/case_target.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum kind { KIND_TEXT, KIND_LIST, KIND_BOOL, KIND_PORT, KIND_SERVICE, KIND_SECURITY, KIND_FAMILY };

struct field {
	const char *name;
	enum kind kind;
	size_t offset;
};

#define TARGET(field) offsetof(struct target, field)
#define SERVER(field) offsetof(struct target_server, field)
#define OVERRIDE(field) offsetof(struct target_override, field)
#define CONTROL(field) offsetof(struct target_reference, field)
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static const struct field target_fields[] = {
    {"label", KIND_TEXT, TARGET(label)},
    {"provider", KIND_TEXT, TARGET(provider)},
    {"email", KIND_TEXT, TARGET(email)},
    {"domain", KIND_TEXT, TARGET(domain)},
    {"relay", KIND_TEXT, TARGET(mx_domain)},
    {"source", KIND_TEXT, TARGET(source)},
    {"user_form", KIND_TEXT, TARGET(user_form)},
    {"help_url", KIND_TEXT, TARGET(help_url)},
    {"notes", KIND_LIST, TARGET(notes)},
    {"codes", KIND_LIST, TARGET(codes)},
    {"want_ipv4", KIND_BOOL, TARGET(want_ipv4)},
    {"want_ipv6", KIND_BOOL, TARGET(want_ipv6)},
    {"only_target", KIND_BOOL, TARGET(only_target)},
    {"no_versions", KIND_BOOL, TARGET(no_versions)},
    {"no_path", KIND_BOOL, TARGET(no_path)},
    {"practice", KIND_BOOL, TARGET(practice)},
    {"ca_file", KIND_TEXT, TARGET(ca_file)},
    {"scenario", KIND_TEXT, TARGET(scenario)},
};

static const struct field server_fields[] = {
    {"service", KIND_SERVICE, SERVER(service)},
    {"security", KIND_SECURITY, SERVER(security)},
    {"host", KIND_TEXT, SERVER(host)},
    {"port", KIND_PORT, SERVER(port)},
    {"login", KIND_LIST, SERVER(login)},
    {"unconfirmed", KIND_BOOL, SERVER(unconfirmed)},
    {"alternative", KIND_BOOL, SERVER(alternative)},
};

static const struct field override_fields[] = {
    {"host", KIND_TEXT, OVERRIDE(host)},
    {"family", KIND_FAMILY, OVERRIDE(family)},
    {"address", KIND_TEXT, OVERRIDE(address)},
    {"port", KIND_PORT, OVERRIDE(port)},
    {"connect_port", KIND_PORT, OVERRIDE(connect_port)},
};

static const struct field control_fields[] = {
    {"service", KIND_SERVICE, CONTROL(service)},
    {"host", KIND_TEXT, CONTROL(host)},
    {"port", KIND_PORT, CONTROL(port)},
};

static json_t *octets(const char *text)
{
	char *escaped = esc_octets(text, strlen(text));
	json_t *value = json_string(escaped);

	free(escaped);
	return value;
}

static json_t *list_to_json(const struct strs *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->n; i++)
		json_array_append_new(array, octets(list->v[i]));
	return array;
}

static json_t *value_to_json(enum kind kind, const void *at)
{
	switch (kind) {
	case KIND_TEXT:
		return *(char *const *)at ? octets(*(char *const *)at) : NULL;
	case KIND_LIST:
		return ((const struct strs *)at)->n ? list_to_json(at) : NULL;
	case KIND_BOOL:
		return json_boolean(*(const bool *)at);
	case KIND_PORT:
		return json_integer(*(const int *)at);
	case KIND_SERVICE:
		return json_string(service_name(*(const enum service *)at));
	case KIND_SECURITY:
		return json_string(security_name(*(const enum security *)at));
	case KIND_FAMILY:
		return json_string(family_name(*(const enum family *)at));
	}
	return NULL;
}

static json_t *row_to_json(const struct field *fields, size_t n, const void *base)
{
	json_t *object = json_object();

	for (size_t i = 0; i < n; i++) {
		json_t *value =
		    value_to_json(fields[i].kind, (const char *)base + fields[i].offset);

		if (value)
			json_object_set_new(object, fields[i].name, value);
	}
	return object;
}

json_t *case_target_to_json(const struct target *t)
{
	json_t *object = row_to_json(target_fields, COUNT(target_fields), t);
	json_t *servers = json_array(), *overrides = json_array(), *references = json_array();

	for (size_t i = 0; i < t->server_n; i++)
		json_array_append_new(
		    servers, row_to_json(server_fields, COUNT(server_fields), &t->servers[i]));
	for (size_t i = 0; i < t->override_n; i++)
		json_array_append_new(
		    overrides,
		    row_to_json(override_fields, COUNT(override_fields), &t->overrides[i]));
	for (size_t i = 0; i < t->reference_n; i++)
		json_array_append_new(references, row_to_json(control_fields, COUNT(control_fields),
							      &t->references[i]));
	json_object_set_new(object, "servers", servers);
	json_object_set_new(object, "overrides", overrides);
	json_object_set_new(object, "controls", references);
	return object;
}

static bool text_from_json(const json_t *value, char **at)
{
	char *text = json_is_string(value) ? esc_unoctets(json_string_value(value), NULL) : NULL;

	free(*at);
	*at = text;
	return text != NULL;
}

static bool list_from_json(const json_t *value, struct strs *list)
{
	size_t i;
	json_t *item;

	json_array_foreach(value, i, item)
	{
		char *text = NULL;

		if (!text_from_json(item, &text))
			return false;
		strs_append(list, text);
	}
	return json_is_array(value);
}

static bool value_from_json(enum kind kind, void *at, const json_t *value)
{
	const char *word = json_string_value(value);

	switch (kind) {
	case KIND_TEXT:
		return text_from_json(value, at);
	case KIND_LIST:
		return list_from_json(value, at);
	case KIND_BOOL:
		*(bool *)at = json_is_true(value);
		return json_is_boolean(value);
	case KIND_PORT:
		*(int *)at = (int)json_integer_value(value);
		return json_is_integer(value) && json_integer_value(value) >= 0 &&
		       json_integer_value(value) <= 65535;
	case KIND_SERVICE:
		return word && (*(enum service *)at = service_from_name(word)) < SERVICE_COUNT_;
	case KIND_SECURITY:
		return word && (*(enum security *)at = security_from_name(word)) < SECURITY_COUNT_;
	case KIND_FAMILY:
		return word && (*(enum family *)at = family_from_name(word)) < FAMILY_COUNT_;
	}
	return false;
}

/* Fills the row at base; the name of a member whose value is not of its kind, or NULL. */
static const char *row_from_json(const struct field *fields, size_t n, void *base,
				 const json_t *object)
{
	for (size_t i = 0; i < n; i++) {
		const json_t *value = json_object_get(object, fields[i].name);

		if (value &&
		    !value_from_json(fields[i].kind, (char *)base + fields[i].offset, value))
			return fields[i].name;
	}
	return json_is_object(object) ? NULL : "target";
}

/* The name of what is wrong, or NULL. */
static const char *servers_from_json(struct target *t, const json_t *array)
{
	size_t i;
	json_t *item;

	json_array_foreach(array, i, item)
	{
		const char *host = json_string_value(json_object_get(item, "host"));
		struct target_server *s =
		    host && *host ? target_add(t, SERVICE_SMTP, SECURITY_NONE, host, 0) : NULL;

		if (!s)
			return "servers";
		const char *wrong = row_from_json(server_fields, COUNT(server_fields), s, item);

		if (wrong)
			return wrong;
		if (!s->port)
			return "port";
	}
	return NULL;
}

static const char *overrides_from_json(struct target *t, const json_t *array)
{
	size_t i;
	json_t *item;

	json_array_foreach(array, i, item)
	{
		const char *host = json_string_value(json_object_get(item, "host"));

		if (!host || !target_override(t, host, FAMILY_ANY, NULL, 0, 0))
			return "overrides";
		const char *wrong = row_from_json(override_fields, COUNT(override_fields),
						  &t->overrides[t->override_n - 1], item);

		if (wrong)
			return wrong;
	}
	return NULL;
}

static const char *references_from_json(struct target *t, const json_t *array)
{
	size_t i;
	json_t *item;

	json_array_foreach(array, i, item)
	{
		const char *host = json_string_value(json_object_get(item, "host"));

		if (!host || !*host || !target_reference(t, SERVICE_SMTP, host, 0))
			return "controls";
		struct target_reference *control = &t->references[t->reference_n - 1];
		const char *wrong =
		    row_from_json(control_fields, COUNT(control_fields), control, item);

		if (wrong)
			return wrong;
		if (!control->port)
			return "port";
	}
	return NULL;
}

struct target *case_target_from_json(const json_t *object, char **ret_error)
{
	struct target *t = target_new("");
	const char *wrong = row_from_json(target_fields, COUNT(target_fields), t, object);

	*ret_error = NULL;
	if (!wrong)
		wrong = servers_from_json(t, json_object_get(object, "servers"));
	if (!wrong)
		wrong = overrides_from_json(t, json_object_get(object, "overrides"));
	if (!wrong)
		wrong = references_from_json(t, json_object_get(object, "controls"));
	if (!wrong && !t->want_ipv4 && !t->want_ipv6)
		wrong = "want_ipv4";
	if (!wrong)
		return t;
	/* TRANSLATORS: %s is the name of a member of the JSON object, as the file has it. */
	*ret_error =
	    mem_printf(_("the target's \"%s\" does not have a value that is allowed there"), wrong);
	target_free(t);
	return NULL;
}
