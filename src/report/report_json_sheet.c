/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/report_json_sheet.h"

#include "base/i18n.h"
#include "report/value.h"
#include "words/words_sheet.h"

static json_t *field_object(const struct sheet_row *row)
{
	json_t *o = json_object();

	value_set(o, "section", json_string(sheet_section_name(row->section)));
	value_set(o, "field", json_string(row->field));
	value_set(o, "value", json_string(row->value));
	value_set(o, "note", row->note ? json_string(row->note) : json_null());
	value_set(o, "typed", json_boolean(row->typed));
	value_set(o, "works", json_boolean(row->works));
	return o;
}

/* Sentences of ours, in which foreign text is escaped already. */
static json_t *text_array(const struct strs *texts)
{
	json_t *array = json_array();

	for (size_t i = 0; i < texts->n; i++)
		json_array_append_new(array, json_string(texts->v[i]));
	return array;
}

static json_t *program_object(const struct record *record, const struct program *p)
{
	json_t *o = json_object(), *fields = json_array();
	struct sheet s;

	words_sheet(&s, record, p);
	for (size_t i = 0; i < s.n; i++)
		json_array_append_new(fields, field_object(&s.v[i]));
	value_set(o, "id", json_string(p->id));
	value_set(o, "name", json_string(_(p->name)));
	value_set(o, "state", json_string(s.state));
	value_set(o, "fields", fields);
	value_set(o, "limits", text_array(&s.limits));
	value_set(o, "where", text_array(&s.paths));
	value_set(o, "also_worked", text_array(&s.also));
	value_set(o, "published", text_array(&s.failed));
	value_set(o, "origin", json_string(s.origin));
	sheet_clear(&s);
	return o;
}

json_t *report_json_programs(const struct record *record)
{
	size_t n;
	const struct program *all = program_all(&n);
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, program_object(record, &all[i]));
	return array;
}
