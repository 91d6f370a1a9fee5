/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/report_json_error.h"

#include "report/value.h"
#include "words/words_error.h"

static json_t *message_object(const struct error_message *m)
{
	json_t *o = json_object();

	value_set(o, "program", json_string(m->program));
	value_set(o, "pattern", json_string(m->pattern));
	value_set(o, "text", value_sentence(words_error_message(m)));
	return o;
}

static json_t *cause_object(const struct error_cause *c, enum error_state state,
			    const struct finding *f)
{
	json_t *o = json_object();

	value_set(o, "cause", json_string(c->id));
	value_set(o, "state", json_string(error_state_name(state)));
	value_set(o, "finding", f ? json_string(f->id) : json_null());
	value_set(o, "text", value_sentence(words_error_cause(c)));
	return o;
}

static json_t *error_object(const struct record *record, const char *text)
{
	json_t *o = json_object(), *messages = json_array(), *causes = json_array();
	struct strs lines = {0};
	struct error_fit fit;

	error_fit(&fit, record, text);
	words_error(record, text, &lines);
	for (size_t i = 0; i < fit.hits.n; i++)
		json_array_append_new(messages, message_object(fit.hits.v[i]));
	for (size_t i = 0; i < fit.n; i++)
		json_array_append_new(causes, cause_object(fit.causes[i].cause, fit.causes[i].state,
							   fit.causes[i].finding));
	value_set(o, "text", value_octets(text));
	value_set(o, "messages", messages);
	value_set(o, "causes", causes);
	value_set(o, "said", value_list(&lines));
	strs_clear(&lines);
	return o;
}

json_t *report_json_error(const struct record *record)
{
	return record->target->error ? error_object(record, record->target->error) : json_null();
}
