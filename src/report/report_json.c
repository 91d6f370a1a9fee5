/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/report_json.h"

#include "base/esc.h"
#include "base/mem.h"
#include "know/services.h"
#include "reason/path/compare.h"
#include "reason/starttls.h"
#include "words/words.h"
#include "words/words_audit.h"
#include "words/words_path.h"
#include "words/words_sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#define SCHEMA "porthorn-report/1"

/* Foreign bytes as a string, or null. */
static json_t *octets(const char *text)
{
	if (!text)
		return json_null();
	char *escaped = esc_octets(text, strlen(text));
	json_t *value = json_string(escaped);

	free(escaped);
	return value;
}

/* A sentence made by words_…(); frees it. */
static json_t *sentence(char *text)
{
	json_t *value = json_string(text);

	free(text);
	return value ? value : json_null();
}

static json_t *list(const struct strs *strs)
{
	json_t *array = json_array();

	for (size_t i = 0; strs && i < strs->n; i++)
		json_array_append_new(array, octets(strs->v[i]));
	return array;
}

static json_t *milliseconds(int64_t us)
{
	return json_real((double)us / 1000.0);
}

/* RFC 3339; null for 0. */
static json_t *date(int64_t unix_s)
{
	time_t at = (time_t)unix_s;
	struct tm tm;
	char text[64];

	if (!unix_s || !gmtime_r(&at, &tm) ||
	    !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm))
		return json_null();
	return json_string(text);
}

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

static json_t *target_object(const struct record *record)
{
	const struct target *t = record->target;
	json_t *o = json_object();

	set(o, "label", octets(t->label));
	set(o, "provider", octets(t->provider));
	set(o, "email", octets(t->email));
	set(o, "domain", octets(t->domain));
	set(o, "source", t->found_by ? json_string(source_name(t->found_by)) : json_null());
	set(o, "servers_from", sentence(words_servers_from(record)));
	set(o, "practice", json_boolean(t->practice));
	set(o, "scenario", octets(t->scenario));
	return o;
}

static json_t *summary_object(const struct record *record)
{
	const struct summary *summary = &record->summary;
	json_t *o = json_object();

	set(o, "receive", json_string(answer_name(summary->receive)));
	set(o, "send", json_string(answer_name(summary->send)));
	set(o, "relay", json_string(answer_name(summary->delivery)));
	set(o, "text", sentence(words_summary(record)));
	set(o, "done", json_integer((json_int_t)summary->done));
	set(o, "checked", json_integer((json_int_t)summary->checked));
	set(o, "total", json_integer((json_int_t)summary->total));
	set(o, "exit_status", json_integer(summary_exit_status(summary)));
	return o;
}

static json_t *stages_object(const struct endpoint_facts *known)
{
	json_t *o = json_object();

	for (int stage = 0; known && stage < STAGE_COUNT_; stage++) {
		const struct fact_stage *at = &known->stages[stage];

		if (!at->begin && !at->end)
			continue;
		json_t *one = json_object();

		set(one, "outcome", json_string(outcome_name(at->outcome)));
		set(one, "ms", at->end ? milliseconds(at->us) : json_null());
		set(o, stage_name((enum stage)stage), one);
	}
	return o;
}

static json_t *verify_list(const struct event *verify)
{
	static const struct {
		unsigned bit;
		const char *name;
	} bits[] = {
	    {CERT_UNTRUSTED, "untrusted"},
	    {CERT_SELF_SIGNED, "self-signed"},
	    {CERT_EXPIRED, "expired"},
	    {CERT_NOT_YET_VALID, "not-yet-valid"},
	    {CERT_WRONG_NAME, "wrong-name"},
	    {CERT_REVOKED, "revoked"},
	    {CERT_WEAK, "weak"},
	    {CERT_BAD_PURPOSE, "bad-purpose"},
	    {CERT_BAD_SIGNATURE, "bad-signature"},
	    {CERT_MISSING_STAPLE, "missing-staple"},
	    {CERT_BAD_STAPLE, "bad-staple"},
	    {CERT_BAD_CONSTRAINTS, "bad-constraints"},
	    {CERT_NO_NAME, "no-name"},
	    {CERT_OTHER, "other"},
	    {CERT_MISSING_ISSUER, "missing-issuer"},
	};
	json_t *array = json_array();

	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
		if (verify->status & bits[i].bit)
			json_array_append_new(array, json_string(bits[i].name));
	return array;
}

static json_t *chain_array(const struct endpoint_facts *known)
{
	json_t *array = json_array();

	for (size_t i = 0; i < known->chain_n; i++) {
		const struct event *cert = known->chain[i].cert;
		json_t *o = json_object();

		set(o, "subject", octets(cert->subject));
		set(o, "issuer", octets(cert->issuer));
		set(o, "names", list(&cert->list));
		set(o, "not_before", date(cert->not_before));
		set(o, "not_after", date(cert->not_after));
		set(o, "key", octets(cert->key));
		set(o, "bits", json_integer(cert->bits));
		set(o, "signature", octets(cert->signature));
		set(o, "sha256", octets(cert->sha256));
		json_array_append_new(array, o);
	}
	return array;
}

static json_t *tls_object(const struct endpoint_facts *known)
{
	if (!known || (!known->session && !known->chain_n && !known->verify))
		return json_null();
	json_t *o = json_object();

	set(o, "version", octets(known->session ? known->session->version : NULL));
	set(o, "cipher", octets(known->session ? known->session->cipher : NULL));
	set(o, "verified", known->verify ? json_boolean(!known->verify->status) : json_null());
	set(o, "verify_problems", known->verify ? verify_list(known->verify) : json_array());
	set(o, "chain", chain_array(known));
	return o;
}

/* {"TLS1.0": "refused", …}: for a row with working TLS. */
static json_t *versions_object(const struct endpoint_facts *known)
{
	json_t *o = json_object();

	if (!known || !known->session) {
		json_decref(o);
		return json_null();
	}
	for (unsigned v = 0; v < TLS_VERSION_COUNT_; v++)
		set(o, tls_version_name((enum tls_version)v),
		    json_string(acceptance_name(facts_acceptance(known, (enum tls_version)v))));
	return o;
}

static json_t *endpoint_object(const struct record *record, const struct endpoint *e,
			       enum starttls_use use)
{
	const struct endpoint_facts *known = facts_of(&record->facts, e->id);
	json_t *o = json_object();

	set(o, "id", json_integer(e->id));
	set(o, "service", json_string(service_name(e->service)));
	set(o, "why", json_string(why_name(e->why)));
	set(o, "host", octets(e->host));
	set(o, "address", octets(facts_address(&record->facts, e->id)));
	set(o, "family", json_string(family_name(e->family)));
	set(o, "port", json_integer(e->port));
	set(o, "security", json_string(security_name(e->security)));
	set(o, "verdict",
	    json_string(verdict_name(findings_verdict(&record->findings, &record->facts, e->id))));
	set(o, "outcome", json_string(outcome_name(known ? known->outcome : OUTCOME_NONE)));
	set(o, "stages", stages_object(known));
	set(o, "starttls", use ? json_string(starttls_use_name(use)) : json_null());
	set(o, "greeting", octets(known && known->greeting ? known->greeting->text : NULL));
	set(o, "capabilities", list(known ? facts_caps(known) : NULL));
	set(o, "tls", tls_object(known));
	set(o, "tls_versions", versions_object(known));
	set(o, "tls_forward_secrecy",
	    known && known->session ? json_string(secrecy_name(facts_secrecy(known)))
				    : json_null());
	set(o, "tls_without_name",
	    known && known->session ? json_string(nameless_name(facts_nameless(known)))
				    : json_null());
	return o;
}

static json_t *evidence_array(const struct record *record, const struct finding *f)
{
	json_t *array = json_array();

	for (size_t i = 0; i < f->evidence.n; i++) {
		const struct event *e = log_get(&record->log, f->evidence.v[i]);

		if (!e)
			continue;
		json_t *o = json_object();

		set(o, "event", json_integer(e->seq));
		set(o, "at_ms", milliseconds(e->at_us));
		set(o, "endpoint", e->endpoint ? json_integer(e->endpoint) : json_null());
		set(o, "text", sentence(words_event(e, false)));
		json_array_append_new(array, o);
	}
	return array;
}

static json_t *steps_array(const struct record *record, const struct finding *f)
{
	struct strs steps = {0};

	words_steps(record, f, &steps);
	json_t *array = json_array();

	for (size_t i = 0; i < steps.n; i++)
		json_array_append_new(array, json_string(steps.v[i]));
	strs_clear(&steps);
	return array;
}

static json_t *finding_object(const struct record *record, const struct finding *f)
{
	json_t *o = json_object(), *endpoints = json_array();

	for (size_t i = 0; i < f->endpoints.n; i++)
		json_array_append_new(endpoints, json_integer(f->endpoints.v[i]));
	set(o, "id", json_string(f->id));
	set(o, "verdict", json_string(verdict_name(f->verdict)));
	set(o, "certainty", json_string(certainty_name(f->certainty)));
	set(o, "place", json_string(place_name(f->place)));
	set(o, "hop", octets(f->hop));
	set(o, "endpoints", endpoints);
	set(o, "under", f->under >= 0 ? json_integer(f->under) : json_null());
	set(o, "title", sentence(words_title(record, f)));
	set(o, "explanation", sentence(words_explanation(record, f)));
	set(o, "steps", steps_array(record, f));
	set(o, "evidence", evidence_array(record, f));
	return o;
}

static json_t *setting_object(const struct target *t, const struct setting *setting)
{
	json_t *o = json_object();

	set(o, "purpose", json_string(purpose_name(setting->purpose)));
	set(o, "protocol", json_string(protocol_name(setting->protocol)));
	set(o, "host", octets(setting->host));
	set(o, "port", json_integer(setting->port));
	set(o, "security", json_string(security_name(setting->security)));
	set(o, "auth", octets(setting->auth));
	set(o, "user", sentence(setting_user(t, setting)));
	set(o, "source", json_string(source_name(setting->source)));
	set(o, "best", json_boolean(setting->best));
	set(o, "endpoint", json_integer(setting->endpoint));
	return o;
}

static json_t *sources_array(const struct record *record)
{
	json_t *array = json_array();
	struct sources_words list;

	words_sources(&list, record, false);
	for (size_t i = 0; i < list.n; i++) {
		const struct source_words *w = &list.v[i];
		json_t *o = json_object();

		set(o, "source", json_string(source_name(w->source)));
		set(o, "question", json_string(w->question));
		set(o, "outcome", json_string(outcome_name(w->outcome)));
		set(o, "ms", w->us ? milliseconds(w->us) : json_null());
		set(o, "used", json_boolean(w->used));
		set(o, "said", json_string(w->said));
		json_array_append_new(array, o);
	}
	sources_words_clear(&list);
	return array;
}

static json_t *fault_object(const struct audit_fault *f, const char *domain)
{
	json_t *o = json_object();

	set(o, "kind", json_string(audit_kind_name(f->kind)));
	set(o, "source", json_string(source_name(f->source)));
	set(o, "question", octets(f->question));
	set(o, "subject", octets(f->subject));
	set(o, "detail", octets(f->detail));
	set(o, "event", f->event ? json_integer(f->event) : json_null());
	set(o, "text", sentence(words_audit_fault(f, domain)));
	set(o, "remedy", sentence(words_audit_remedy(f, domain)));
	return o;
}

/* null unless it is an audit */
static json_t *audit_object(const struct record *record)
{
	struct audit audit;
	struct strs srv = {0};
	json_t *o = json_object(), *faults = json_array();

	if (!record->target->audit) {
		json_decref(o);
		json_decref(faults);
		return json_null();
	}
	audit_init(&audit, &record->facts);
	for (size_t i = 0; i < audit.n; i++)
		json_array_append_new(faults, fault_object(&audit.v[i], record->target->domain));
	words_publish_srv(record, &srv);
	set(o, "faults", faults);
	set(o, "srv", list(&srv));
	set(o, "autoconfig", sentence(words_publish_autoconfig(record)));
	set(o, "autodiscover", sentence(words_publish_autodiscover(record)));
	strs_clear(&srv);
	audit_clear(&audit);
	return o;
}

static void set_cell(json_t *o, const char *port, const struct path_cell *cell)
{
	char *outcome = mem_printf("%s_outcome", port), *ms = mem_printf("%s_ms", port),
	     *address = mem_printf("%s_address", port);
	bool timed = cell->mark != TRACE_UNKNOWN && cell->mark != TRACE_SILENT && !cell->beyond;

	set(o, port, sentence(words_path_cell(cell, false)));
	set(o, outcome, json_string(trace_mark_name(cell->beyond ? TRACE_UNKNOWN : cell->mark)));
	set(o, ms, timed ? milliseconds(cell->us) : json_null());
	set(o, address, cell->address && !cell->beyond ? json_string(cell->address) : json_null());
	free(address);
	free(ms);
	free(outcome);
}

static json_t *hop_object(const struct path_row *row)
{
	json_t *o = json_object();

	set(o, "hop", json_integer(row->ttl));
	set(o, "who", json_string(row->who));
	set(o, "address", row->address ? json_string(row->address) : json_null());
	set(o, "name", row->name ? json_string(row->name) : json_null());
	set(o, "segment", row->known ? json_string(segment_name(row->segment)) : json_null());
	set_cell(o, "suspect", &row->suspect);
	set_cell(o, "working", &row->working);
	return o;
}

static json_t *path_object(const struct path_picture *p)
{
	json_t *o = json_object(), *hops = json_array();

	for (size_t k = 0; k < p->n; k++)
		json_array_append_new(hops, hop_object(&p->rows[k]));
	set(o, "endpoint", json_integer(p->endpoint));
	set(o, "address", p->address ? json_string(p->address) : json_null());
	set(o, "port", json_integer(p->port));
	set(o, "compared_with", p->working_port ? json_integer(p->working_port) : json_null());
	set(o, "broken_before_hop",
	    p->broken ? json_integer((json_int_t)p->break_at + 1) : json_null());
	set(o, "hops", hops);
	set(o, "finding", p->finding ? json_string(p->finding->id) : json_null());
	set(o, "unavailable", p->why_not ? json_string(p->why_not) : json_null());
	set(o, "text", json_string(p->sentence));
	return o;
}

static json_t *paths_array(const struct record *record)
{
	struct path_pictures pictures;
	json_t *array = json_array();

	words_paths(&pictures, record, 0);
	for (size_t i = 0; i < pictures.n; i++)
		json_array_append_new(array, path_object(&pictures.v[i]));
	path_pictures_clear(&pictures);
	return array;
}

static bool is_complete(const struct record *record)
{
	const struct event *end = record->facts.run_end;

	return record->done && record->summary.all_done && end && end->outcome == OUTCOME_OK;
}

static json_t *cell_object(const struct compare_cell *c)
{
	json_t *o = json_object();

	set(o, "asked", json_integer((json_int_t)c->asked));
	set(o, "pending", json_integer((json_int_t)c->pending));
	set(o, "connected", json_integer((json_int_t)c->tcp.up));
	set(o, "refused", json_integer((json_int_t)c->tcp.refused));
	set(o, "silent", json_integer((json_int_t)c->tcp.silent));
	set(o, "unreachable", json_integer((json_int_t)c->tcp.unreachable));
	set(o, "other", json_integer((json_int_t)c->tcp.other));
	set(o, "answered", json_integer((json_int_t)c->heard));
	set(o, "no_greeting", json_integer((json_int_t)c->mute));
	set(o, "closed_early", json_integer((json_int_t)c->closed));
	set(o, "reset_early", json_integer((json_int_t)c->reset));
	return o;
}

static json_t *compare_array(const struct record *record)
{
	json_t *array = json_array();
	struct compare_table comparison;

	compare_init(&comparison, &record->facts);
	for (size_t i = 0; i < comparison.n; i++) {
		const struct compare_row *r = &comparison.v[i];
		json_t *o = json_object();

		set(o, "port", json_integer(r->port));
		set(o, "family", json_string(family_name(r->family)));
		set(o, "this_server_this_port", cell_object(&r->here_port));
		set(o, "this_server_other_ports", cell_object(&r->here_rest));
		set(o, "other_servers_this_port", cell_object(&r->else_port));
		set(o, "other_servers_port_443", cell_object(&r->else_rest));
		set(o, "comparable", json_boolean(r->comparable));
		set(o, "impossible_address",
		    r->impossible ? json_string(outcome_name(r->answered)) : json_null());
		json_array_append_new(array, o);
	}
	compare_clear(&comparison);
	return array;
}

static json_t *document(const struct record *record)
{
	const struct endpoints *plan = &record->plan;
	const struct findings *all = &record->findings;
	const struct summary *summary = &record->summary;
	json_t *o = json_object(), *endpoints = json_array(), *findings = json_array(),
	       *settings = json_array();

	enum starttls_use *uses = mem_calloc(plan->n + 1, sizeof *uses);

	starttls_uses(uses, &record->facts, all);
	for (size_t i = 0; i < plan->n; i++)
		json_array_append_new(endpoints, endpoint_object(record, &plan->v[i], uses[i]));
	free(uses);
	for (size_t i = 0; i < all->n; i++)
		json_array_append_new(findings, finding_object(record, &all->v[i]));
	for (size_t i = 0; i < summary->setting_n; i++)
		json_array_append_new(settings,
				      setting_object(record->target, &summary->settings[i]));
	set(o, "schema", json_string(SCHEMA));
	set(o, "porthorn", json_string(PACKAGE_VERSION));
	set(o, "time", date(log_now(&record->log)));
	set(o, "elapsed_ms", milliseconds(record->elapsed_us));
	set(o, "complete", json_boolean(is_complete(record)));
	set(o, "target", target_object(record));
	set(o, "summary", summary_object(record));
	set(o, "endpoints", endpoints);
	set(o, "findings", findings);
	set(o, "settings", settings);
	set(o, "sources", sources_array(record));
	set(o, "audit", audit_object(record));
	set(o, "paths", paths_array(record));
	set(o, "cross", compare_array(record));
	return o;
}

void report_json(struct buf *out, const struct record *record, const struct page_options *o)
{
	json_t *root = document(record);
	char *text = json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(9) |
					  (o->ascii ? JSON_ENSURE_ASCII : 0));

	buf_puts(out, text ? text : "{}");
	buf_putc(out, '\n');
	free(text);
	json_decref(root);
}
