/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/report_json_path.h"

#include "base/mem.h"
#include "reason/path/compare.h"
#include "report/value.h"
#include "words/words_path.h"

#include <stdlib.h>

static void set_cell(json_t *o, const char *port, const struct path_cell *cell)
{
	char *outcome = mem_printf("%s_outcome", port), *ms = mem_printf("%s_ms", port),
	     *address = mem_printf("%s_address", port);
	bool timed = cell->mark != TRACE_UNKNOWN && cell->mark != TRACE_SILENT && !cell->beyond;

	value_set(o, port, value_sentence(words_path_cell(cell, false)));
	value_set(o, outcome,
		  json_string(trace_mark_name(cell->beyond ? TRACE_UNKNOWN : cell->mark)));
	value_set(o, ms, timed ? value_ms(cell->us) : json_null());
	value_set(o, address,
		  cell->address && !cell->beyond ? json_string(cell->address) : json_null());
	free(address);
	free(ms);
	free(outcome);
}

static json_t *hop_object(const struct path_row *row)
{
	json_t *o = json_object();

	value_set(o, "hop", json_integer(row->ttl));
	value_set(o, "who", json_string(row->who));
	value_set(o, "address", row->address ? json_string(row->address) : json_null());
	value_set(o, "name", row->name ? json_string(row->name) : json_null());
	value_set(o, "segment", row->known ? json_string(segment_name(row->segment)) : json_null());
	set_cell(o, "suspect", &row->suspect);
	set_cell(o, "working", &row->working);
	return o;
}

static json_t *path_object(const struct path_picture *p)
{
	json_t *o = json_object(), *hops = json_array();

	for (size_t k = 0; k < p->n; k++)
		json_array_append_new(hops, hop_object(&p->rows[k]));
	value_set(o, "endpoint", json_integer(p->endpoint));
	value_set(o, "address", p->address ? json_string(p->address) : json_null());
	value_set(o, "port", json_integer(p->port));
	value_set(o, "compared_with",
		  p->working_port ? json_integer(p->working_port) : json_null());
	value_set(o, "broken_before_hop",
		  p->broken ? json_integer((json_int_t)p->break_at + 1) : json_null());
	value_set(o, "hops", hops);
	value_set(o, "finding", p->finding ? json_string(p->finding->id) : json_null());
	value_set(o, "unavailable", p->why_not ? json_string(p->why_not) : json_null());
	value_set(o, "text", json_string(p->sentence));
	return o;
}

json_t *report_json_paths(const struct record *record)
{
	struct path_pictures pictures;
	json_t *array = json_array();

	words_paths(&pictures, record, 0);
	for (size_t i = 0; i < pictures.n; i++)
		json_array_append_new(array, path_object(&pictures.v[i]));
	path_pictures_clear(&pictures);
	return array;
}

static json_t *cell_object(const struct compare_cell *c)
{
	json_t *o = json_object();

	value_set(o, "asked", json_integer((json_int_t)c->asked));
	value_set(o, "pending", json_integer((json_int_t)c->pending));
	value_set(o, "connected", json_integer((json_int_t)c->tcp.up));
	value_set(o, "refused", json_integer((json_int_t)c->tcp.refused));
	value_set(o, "silent", json_integer((json_int_t)c->tcp.silent));
	value_set(o, "unreachable", json_integer((json_int_t)c->tcp.unreachable));
	value_set(o, "other", json_integer((json_int_t)c->tcp.other));
	value_set(o, "answered", json_integer((json_int_t)c->heard));
	value_set(o, "no_greeting", json_integer((json_int_t)c->mute));
	value_set(o, "closed_early", json_integer((json_int_t)c->closed));
	value_set(o, "reset_early", json_integer((json_int_t)c->reset));
	return o;
}

json_t *report_json_compare(const struct record *record)
{
	json_t *array = json_array();
	struct compare_table comparison;

	compare_init(&comparison, &record->facts);
	for (size_t i = 0; i < comparison.n; i++) {
		const struct compare_row *r = &comparison.v[i];
		json_t *o = json_object();

		value_set(o, "port", json_integer(r->port));
		value_set(o, "family", json_string(family_name(r->family)));
		value_set(o, "this_server_this_port", cell_object(&r->here_port));
		value_set(o, "this_server_other_ports", cell_object(&r->here_rest));
		value_set(o, "other_servers_this_port", cell_object(&r->else_port));
		value_set(o, "other_servers_port_443", cell_object(&r->else_rest));
		value_set(o, "comparable", json_boolean(r->comparable));
		value_set(o, "impossible_address",
			  r->impossible ? json_string(outcome_name(r->answered)) : json_null());
		json_array_append_new(array, o);
	}
	compare_clear(&comparison);
	return array;
}
