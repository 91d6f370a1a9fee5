/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "model/fields.h"

#include "base/esc.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/terms.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#define PORT_MAX 65535

/* Whether names, separated by spaces, hold field's name. NULL holds every name. */
static bool is_named(const struct field *field, const char *names)
{
	size_t len = strlen(field->name);

	if (!names)
		return true;
	for (const char *at = names; (at = strstr(at, field->name)); at += len)
		if ((at == names || at[-1] == ' ') && (!at[len] || at[len] == ' '))
			return true;
	return false;
}

void *field_at(const struct field *field, const void *object)
{
	return (char *)object + field->offset;
}

/* ---- enumerations ---- */

#define ENUMS(X)                                                                                   \
	X(STAGE, stage, STAGE_COUNT_)                                                              \
	X(OUTCOME, outcome, OUTCOME_COUNT_)                                                        \
	X(SERVICE, service, SERVICE_COUNT_)                                                        \
	X(SECURITY, security, SECURITY_COUNT_)                                                     \
	X(FAMILY, family, FAMILY_COUNT_)                                                           \
	X(WHY, why, WHY_COUNT_)                                                                    \
	X(LOOKUP_TYPE, lookup_type, LOOKUP_COUNT_)
/* 0 means nothing in these. */
#define ENUMS_OR_NONE(X)                                                                           \
	X(DNSSEC, dnssec, DNSSEC_COUNT_)                                                           \
	X(SWEEP_ROLE, sweep_role, SWEEP_COUNT_)                                                    \
	X(LOCAL_KIND, local_kind, LOCAL_COUNT_)                                                    \
	X(NEIGHBOUR, neighbour, NEIGHBOUR_COUNT_)                                                  \
	X(SOURCE, source, SOURCE_COUNT_)

static const char *enum_name(enum field_kind kind, const void *at)
{
#define NAME(kind, type, count)                                                                    \
	case FIELD_##kind:                                                                         \
		return type##_name(*(const enum type *)at);

	switch (kind) {
		ENUMS(NAME)
		ENUMS_OR_NONE(NAME)
	default:
		return NULL;
	}
}

static bool enum_from_name(enum field_kind kind, void *at, const char *name)
{
#define FROM_NAME(kind, type, count)                                                               \
	case FIELD_##kind:                                                                         \
		return (*(enum type *)at = type##_from_name(name)) < (count);

	switch (kind) {
		ENUMS(FROM_NAME)
		ENUMS_OR_NONE(FROM_NAME)
	default:
		return false;
	}
}

static bool enum_is_none(enum field_kind kind, const void *at)
{
#define IS_NONE(kind, type, count)                                                                 \
	case FIELD_##kind:                                                                         \
		return !*(const enum type *)at;

	switch (kind) {
		ENUMS_OR_NONE(IS_NONE)
	default:
		return false;
	}
}

/* ---- names ---- */

static const char *key_of(const struct field *field)
{
	return field->key ? field->key : field->name;
}

/* ---- JSON out ---- */

static json_t *text_to_json(const char *text)
{
	if (!text)
		return json_null();
	char *octets = esc_octets(text, strlen(text));
	json_t *value = json_string(octets);

	free(octets);
	return value;
}

static json_t *list_to_json(const struct strs *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->n; i++)
		json_array_append_new(array, text_to_json(list->v[i]));
	return array;
}

static size_t *count_of(const struct field *field, const void *object)
{
	return (size_t *)(void *)((char *)object + field->count_offset);
}

static json_t *rows_to_json(const struct field *field, const void *object)
{
	const char *row = *(char **)field_at(field, object);
	json_t *array = json_array();

	for (size_t n = *count_of(field, object); n; n--, row += field->rows->size) {
		json_t *item = json_object();

		fields_to_json(field->rows, NULL, row, item);
		json_array_append_new(array, item);
	}
	return array;
}

static bool is_empty(const struct field *field, const void *object)
{
	const void *at = field_at(field, object);

	switch (field->kind) {
	case FIELD_BOOL:
		return !*(const bool *)at;
	case FIELD_INT:
	case FIELD_PORT:
		return !*(const int *)at;
	case FIELD_INT64:
		return !*(const int64_t *)at;
	case FIELD_TEXT:
		return !*(char *const *)at;
	case FIELD_LIST:
		return !((const struct strs *)at)->n;
	case FIELD_ROWS:
		return !*count_of(field, object);
	default:
		return enum_is_none(field->kind, at);
	}
}

static json_t *value_to_json(const struct field *field, const void *object)
{
	const void *at = field_at(field, object);

	switch (field->kind) {
	case FIELD_BOOL:
		return json_boolean(*(const bool *)at);
	case FIELD_INT:
	case FIELD_PORT:
		return json_integer(*(const int *)at);
	case FIELD_INT64:
		return json_integer(*(const int64_t *)at);
	case FIELD_TEXT:
		return text_to_json(*(char *const *)at);
	case FIELD_LIST:
		return list_to_json(at);
	case FIELD_ROWS:
		return rows_to_json(field, object);
	default:
		return json_string(enum_name(field->kind, at));
	}
}

void fields_to_json(const struct fields *fields, const char *names, const void *object,
		    json_t *json)
{
	for (const struct field *f = fields->v; f < fields->v + fields->n; f++)
		if (is_named(f, names) && (f->always || !is_empty(f, object)))
			json_object_set_new(json, key_of(f), value_to_json(f, object));
}

/* ---- JSON in ---- */

static char *text_from_json(const json_t *value)
{
	return json_is_string(value) ? esc_unoctets(json_string_value(value), NULL) : NULL;
}

static bool list_from_json(struct strs *list, const json_t *value)
{
	size_t i;
	json_t *item;

	json_array_foreach(value, i, item)
	{
		char *text = text_from_json(item);

		if (!text)
			return false;
		strs_append(list, text);
	}
	return json_is_array(value);
}

static bool port_from_json(int *port, const json_t *value)
{
	json_int_t number = json_integer_value(value);

	*port = number >= 0 && number <= PORT_MAX ? (int)number : 0;
	return json_is_integer(value) && *port == number;
}

/* The name of the wrong member: the array's, or that of a field of an element. */
static const char *rows_from_json(const struct field *field, void *object, const json_t *value)
{
	char **rows = field_at(field, object);
	size_t *count = count_of(field, object), size = field->rows->size;
	size_t i;
	json_t *item;

	json_array_foreach(value, i, item)
	{
		if (!json_is_object(item) || *count >= field->max)
			return field->name;
		*rows = mem_realloc(*rows, *count + 1, size);
		char *row = *rows + size * (*count)++;

		memset(row, 0, size);
		const char *wrong = fields_from_json(field->rows, NULL, row, item);

		if (wrong)
			return wrong;
	}
	return json_is_array(value) ? NULL : field->name;
}

static bool value_from_json(enum field_kind kind, void *at, const json_t *value)
{
	switch (kind) {
	case FIELD_BOOL:
		*(bool *)at = json_is_true(value);
		return json_is_boolean(value);
	case FIELD_INT:
		*(int *)at = (int)json_integer_value(value);
		return json_is_integer(value);
	case FIELD_PORT:
		return port_from_json(at, value);
	case FIELD_INT64:
		*(int64_t *)at = json_integer_value(value);
		return json_is_integer(value);
	case FIELD_TEXT:
		free(*(char **)at);
		return (*(char **)at = text_from_json(value)) != NULL;
	case FIELD_LIST:
		return list_from_json(at, value);
	default:
		return json_is_string(value) && enum_from_name(kind, at, json_string_value(value));
	}
}

const char *fields_from_json(const struct fields *fields, const char *names, void *object,
			     const json_t *json)
{
	for (const struct field *f = fields->v; f < fields->v + fields->n; f++) {
		const json_t *value = json_object_get(json, key_of(f));
		const char *wrong = NULL;

		if (!value || !is_named(f, names))
			continue;
		if (f->kind == FIELD_ROWS)
			wrong = rows_from_json(f, object, value);
		else if (!value_from_json(f->kind, field_at(f, object), value))
			wrong = key_of(f);
		if (wrong)
			return wrong;
	}
	return NULL;
}

/* ---- memory ---- */

static void clear_rows(const struct field *field, void *object)
{
	char *rows = *(char **)field_at(field, object);

	for (size_t n = *count_of(field, object); n; n--)
		fields_clear(field->rows, rows + (n - 1) * field->rows->size);
	free(rows);
}

void fields_clear(const struct fields *fields, void *object)
{
	for (const struct field *f = fields->v; f < fields->v + fields->n; f++) {
		if (f->kind < FIELD_TEXT || f->kind > FIELD_ROWS)
			continue; /* owns nothing */
		char **text = field_at(f, object);

		if (f->kind == FIELD_TEXT && *text) /* most are NULL */
			free(*text);
		else if (f->kind == FIELD_LIST)
			strs_clear(field_at(f, object));
		else if (f->kind == FIELD_ROWS)
			clear_rows(f, object);
	}
	memset(object, 0, fields->size);
}
