/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "schema.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>

static char *check(const json_t *root, const json_t *schema, const json_t *value,
		   const char *where);

static bool is_type(const json_t *value, const char *name)
{
	return str_eq(name, "object")	 ? json_is_object(value)
	       : str_eq(name, "array")	 ? json_is_array(value)
	       : str_eq(name, "string")	 ? json_is_string(value)
	       : str_eq(name, "integer") ? json_is_integer(value)
	       : str_eq(name, "number")	 ? json_is_number(value)
	       : str_eq(name, "boolean") ? json_is_boolean(value)
	       : str_eq(name, "null")	 ? json_is_null(value)
					 : false;
}

static bool fits_type(const json_t *types, const json_t *value)
{
	size_t i;
	json_t *one;

	if (json_is_string(types))
		return is_type(value, json_string_value(types));
	json_array_foreach(types, i, one)
	{
		if (is_type(value, json_string_value(one)))
			return true;
	}
	return false;
}

static bool is_among(const json_t *values, const json_t *value)
{
	size_t i;
	json_t *one;

	json_array_foreach(values, i, one)
	{
		if (json_equal(one, value))
			return true;
	}
	return false;
}

static char *check_reference(const json_t *root, const char *name, const json_t *value,
			     const char *where)
{
	static const char start[] = "#/$defs/";
	const json_t *to =
	    str_istarts(name, start)
		? json_object_get(json_object_get(root, "$defs"), name + sizeof start - 1)
		: NULL;

	return to ? check(root, to, value, where) : mem_printf("%s: no definition %s", where, name);
}

static char *check_members(const json_t *root, const json_t *schema, json_t *object,
			   const char *where)
{
	const json_t *properties = json_object_get(schema, "properties");
	const char *name;
	json_t *value;
	char *complaint = NULL;

	json_object_foreach(object, name, value)
	{
		const json_t *sub = json_object_get(properties, name);
		char *at = mem_printf("%s.%s", where, name);

		if (sub)
			complaint = check(root, sub, value, at);
		else if (json_is_false(json_object_get(schema, "additionalProperties")))
			complaint = mem_printf("%s: not in the schema", at);
		free(at);
		if (complaint)
			return complaint;
	}
	return NULL;
}

static char *check_required(const json_t *names, const json_t *object, const char *where)
{
	size_t i;
	json_t *name;

	json_array_foreach(names, i, name)
	{
		if (!json_object_get(object, json_string_value(name)))
			return mem_printf("%s: no member %s", where, json_string_value(name));
	}
	return NULL;
}

static char *check_items(const json_t *root, const json_t *schema, const json_t *array,
			 const char *where)
{
	size_t i;
	json_t *item;

	json_array_foreach(array, i, item)
	{
		char *at = mem_printf("%s[%zu]", where, i);
		char *complaint = check(root, schema, item, at);

		free(at);
		if (complaint)
			return complaint;
	}
	return NULL;
}

static char *check_keyword(const json_t *root, const json_t *schema, const char *keyword,
			   const json_t *rule, const json_t *value, const char *where)
{
	static const char *const words[] = {"$schema", "$id",	      "$defs",
					    "title",   "description", "additionalProperties"};
	bool fits = true;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(keyword, words[i]))
			return NULL;
	if (str_eq(keyword, "$ref"))
		return check_reference(root, json_string_value(rule), value, where);
	if (str_eq(keyword, "properties"))
		return check_members(root, schema, (json_t *)value, where);
	if (str_eq(keyword, "items"))
		return check_items(root, rule, value, where);
	if (str_eq(keyword, "required"))
		return json_is_object(value) ? check_required(rule, value, where) : NULL;
	if (str_eq(keyword, "type"))
		fits = fits_type(rule, value);
	else if (str_eq(keyword, "const"))
		fits = json_equal(rule, value);
	else if (str_eq(keyword, "enum"))
		fits = is_among(rule, value);
	else if (str_eq(keyword, "minimum"))
		fits =
		    !json_is_number(value) || json_number_value(value) >= json_number_value(rule);
	else if (str_eq(keyword, "maximum"))
		fits =
		    !json_is_number(value) || json_number_value(value) <= json_number_value(rule);
	else
		return mem_printf("%s: the keyword %s is not checked here", where, keyword);
	return fits ? NULL : mem_printf("%s: does not fit %s", where, keyword);
}

static char *check(const json_t *root, const json_t *schema, const json_t *value, const char *where)
{
	const char *keyword;
	json_t *rule;

	json_object_foreach((json_t *)schema, keyword, rule)
	{
		char *complaint = check_keyword(root, schema, keyword, rule, value, where);

		if (complaint)
			return complaint;
	}
	return NULL;
}

char *schema_complaint(const json_t *schema, const json_t *value)
{
	return check(schema, schema, value, "report");
}
