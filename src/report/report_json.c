/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/report_json.h"
#include "report/report_json_error.h"
#include "report/report_json_path.h"
#include "report/report_json_sheet.h"
#include "report/value.h"

#include "base/mem.h"
#include "know/services.h"
#include "reason/starttls.h"
#include "words/words_remedies.h"
#include "words/words_account.h"
#include "words/words.h"
#include "words/words_audit.h"
#include "words/words_sources.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#define SCHEMA "porthorn-report/1"

static json_t *target_object(const struct record *record)
{
	const struct target *t = record->target;
	json_t *o = json_object();

	value_set(o, "label", value_octets(t->label));
	value_set(o, "provider", value_octets(t->provider));
	value_set(o, "email", value_octets(t->email));
	value_set(o, "domain", value_octets(t->domain));
	value_set(o, "source", t->found_by ? json_string(source_name(t->found_by)) : json_null());
	value_set(o, "servers_from", value_sentence(words_servers_from(record)));
	value_set(o, "practice", json_boolean(t->practice));
	value_set(o, "scenario", value_octets(t->scenario));
	return o;
}

static json_t *summary_object(const struct record *record)
{
	const struct summary *summary = &record->summary;
	json_t *o = json_object();

	value_set(o, "receive", json_string(answer_name(summary->receive)));
	value_set(o, "send", json_string(answer_name(summary->send)));
	value_set(o, "relay", json_string(answer_name(summary->delivery)));
	value_set(o, "text", value_sentence(words_summary(record)));
	value_set(o, "done", json_integer((json_int_t)summary->done));
	value_set(o, "checked", json_integer((json_int_t)summary->checked));
	value_set(o, "total", json_integer((json_int_t)summary->total));
	value_set(o, "exit_status", json_integer(record_exit_status(record)));
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

		value_set(one, "outcome", json_string(outcome_name(at->outcome)));
		value_set(one, "ms", at->end ? value_ms(at->us) : json_null());
		value_set(o, stage_name((enum stage)stage), one);
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

		value_set(o, "subject", value_octets(cert->subject));
		value_set(o, "issuer", value_octets(cert->issuer));
		value_set(o, "names", value_list(&cert->list));
		value_set(o, "not_before", value_date(cert->not_before));
		value_set(o, "not_after", value_date(cert->not_after));
		value_set(o, "key", value_octets(cert->key));
		value_set(o, "bits", json_integer(cert->bits));
		value_set(o, "signature", value_octets(cert->signature));
		value_set(o, "sha256", value_octets(cert->sha256));
		json_array_append_new(array, o);
	}
	return array;
}

static json_t *tls_object(const struct endpoint_facts *known)
{
	if (!known || (!known->session && !known->chain_n && !known->verify))
		return json_null();
	json_t *o = json_object();

	value_set(o, "version", value_octets(known->session ? known->session->version : NULL));
	value_set(o, "cipher", value_octets(known->session ? known->session->cipher : NULL));
	value_set(o, "verified",
		  known->verify ? json_boolean(!known->verify->status) : json_null());
	value_set(o, "verify_problems", known->verify ? verify_list(known->verify) : json_array());
	value_set(o, "chain", chain_array(known));
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
		value_set(
		    o, tls_version_name((enum tls_version)v),
		    json_string(acceptance_name(facts_acceptance(known, (enum tls_version)v))));
	return o;
}

static json_t *endpoint_object(const struct record *record, const struct endpoint *e,
			       enum starttls_use use)
{
	const struct endpoint_facts *known = facts_of(&record->facts, e->id);
	json_t *o = json_object();

	value_set(o, "id", json_integer(e->id));
	value_set(o, "service", json_string(service_name(e->service)));
	value_set(o, "why", json_string(why_name(e->why)));
	value_set(o, "host", value_octets(e->host));
	value_set(o, "address", value_octets(facts_address(&record->facts, e->id)));
	value_set(o, "family", json_string(family_name(e->family)));
	value_set(o, "port", json_integer(e->port));
	value_set(o, "security", json_string(security_name(e->security)));
	value_set(
	    o, "verdict",
	    json_string(verdict_name(findings_verdict(&record->findings, &record->facts, e->id))));
	value_set(o, "outcome", json_string(outcome_name(known ? known->outcome : OUTCOME_NONE)));
	value_set(o, "stages", stages_object(known));
	value_set(o, "starttls", use ? json_string(starttls_use_name(use)) : json_null());
	value_set(o, "greeting",
		  value_octets(known && known->greeting ? known->greeting->text : NULL));
	value_set(o, "capabilities", value_list(known ? facts_caps(known) : NULL));
	value_set(o, "tls", tls_object(known));
	value_set(o, "tls_versions", versions_object(known));
	value_set(o, "tls_forward_secrecy",
		  known && known->session ? json_string(secrecy_name(facts_secrecy(known)))
					  : json_null());
	value_set(o, "tls_without_name",
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

		value_set(o, "event", json_integer(e->seq));
		value_set(o, "at_ms", value_ms(e->at_us));
		value_set(o, "endpoint", e->endpoint ? json_integer(e->endpoint) : json_null());
		value_set(o, "text", value_sentence(words_event(e, false)));
		json_array_append_new(array, o);
	}
	return array;
}

/* On each system: where the block is seen and lifted, with the source. */
static json_t *remedies_array(const struct record *record, const struct finding *f)
{
	json_t *array = json_array();
	struct remedy_steps steps;

	for (unsigned s = SYSTEM_OWN + 1; s < SYSTEM_COUNT_; s++) {
		words_remedies(&steps, record, f, (enum operating_system)s);
		for (size_t i = 0; i < steps.n; i++) {
			const struct remedy *r = steps.v[i].row;
			json_t *o = json_object();

			value_set(o, "system",
				  r->system ? json_string(system_name(r->system)) : json_null());
			value_set(o, "text", json_string(steps.v[i].text));
			value_set(o, "command", value_octets(steps.v[i].command));
			value_set(o, "source", json_string(r->source));
			value_set(o, "date", json_string(r->date));
			if (r->system || s == SYSTEM_OWN + 1) /* what holds on any system: once */
				json_array_append_new(array, o);
			else
				json_decref(o);
		}
		remedy_steps_clear(&steps);
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
	value_set(o, "id", json_string(f->id));
	value_set(o, "verdict", json_string(verdict_name(f->verdict)));
	value_set(o, "certainty", json_string(certainty_name(f->certainty)));
	value_set(o, "place", json_string(place_name(f->place)));
	value_set(o, "hop", value_octets(f->hop));
	value_set(o, "endpoints", endpoints);
	value_set(o, "under", f->under >= 0 ? json_integer(f->under) : json_null());
	value_set(o, "title", value_sentence(words_title(record, f)));
	value_set(o, "explanation", value_sentence(words_explanation(record, f)));
	value_set(o, "steps", steps_array(record, f));
	value_set(o, "remedies", remedies_array(record, f));
	value_set(o, "evidence", evidence_array(record, f));
	return o;
}

static json_t *setting_object(const struct target *t, const struct setting *setting)
{
	json_t *o = json_object();

	value_set(o, "purpose", json_string(purpose_name(setting->purpose)));
	value_set(o, "protocol", json_string(protocol_name(setting->protocol)));
	value_set(o, "host", value_octets(setting->host));
	value_set(o, "port", json_integer(setting->port));
	value_set(o, "security", json_string(security_name(setting->security)));
	value_set(o, "auth", value_octets(setting->auth));
	value_set(o, "user", value_sentence(setting_user(t, setting)));
	value_set(o, "source", json_string(source_name(setting->source)));
	value_set(o, "best", json_boolean(setting->best));
	value_set(o, "endpoint", json_integer(setting->endpoint));
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

		value_set(o, "source", json_string(source_name(w->source)));
		value_set(o, "question", json_string(w->question));
		value_set(o, "outcome", json_string(outcome_name(w->outcome)));
		value_set(o, "ms", w->us ? value_ms(w->us) : json_null());
		value_set(o, "used", json_boolean(w->used));
		value_set(o, "said", json_string(w->said));
		json_array_append_new(array, o);
	}
	sources_words_clear(&list);
	return array;
}

static json_t *fault_object(const struct audit_fault *f, const char *domain)
{
	json_t *o = json_object();

	value_set(o, "kind", json_string(audit_kind_name(f->kind)));
	value_set(o, "source", json_string(source_name(f->source)));
	value_set(o, "question", value_octets(f->question));
	value_set(o, "subject", value_octets(f->subject));
	value_set(o, "detail", value_octets(f->detail));
	value_set(o, "event", f->event ? json_integer(f->event) : json_null());
	value_set(o, "text", value_sentence(words_audit_fault(f, domain)));
	value_set(o, "remedy", value_sentence(words_audit_remedy(f, domain)));
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
	value_set(o, "to_change",
		  json_boolean(audit_asks_for_change(&record->facts, &record->findings)));
	value_set(o, "faults", faults);
	value_set(o, "srv", value_list(&srv));
	value_set(o, "autoconfig", value_sentence(words_publish_autoconfig(record)));
	value_set(o, "autodiscover", value_sentence(words_publish_autodiscover(record)));
	strs_clear(&srv);
	audit_clear(&audit);
	return o;
}

static bool is_complete(const struct record *record)
{
	const struct event *end = record->facts.run_end;

	return record->done && record->summary.all_done && end && end->outcome == OUTCOME_OK;
}

static json_t *account_object(const struct record *record)
{
	struct strs lines = {0};
	json_t *o;

	if (!record->target->account)
		return json_null();
	o = json_object();
	words_account(record, &lines);
	value_set(o, "program", json_string(record->target->account));
	value_set(o, "said", value_list(&lines));
	strs_clear(&lines);
	return o;
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
	value_set(o, "schema", json_string(SCHEMA));
	value_set(o, "porthorn", json_string(PACKAGE_VERSION));
	value_set(o, "time", value_date(log_now(&record->log)));
	value_set(o, "elapsed_ms", value_ms(record->elapsed_us));
	value_set(o, "complete", json_boolean(is_complete(record)));
	value_set(o, "target", target_object(record));
	value_set(o, "summary", summary_object(record));
	value_set(o, "account", account_object(record));
	value_set(o, "error", report_json_error(record));
	value_set(o, "endpoints", endpoints);
	value_set(o, "findings", findings);
	value_set(o, "settings", settings);
	value_set(o, "programs", report_json_programs(record));
	value_set(o, "sources", sources_array(record));
	value_set(o, "audit", audit_object(record));
	value_set(o, "paths", report_json_paths(record));
	value_set(o, "cross", report_json_compare(record));
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
