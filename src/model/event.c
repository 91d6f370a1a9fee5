/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "model/event.h"

#include "base/buf.h"
#include "base/esc.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#define AT(field) offsetof(struct event, field)

const struct event_field event_fields[] = {
    {"stage", EVENT_FIELD_STAGE, AT(stage)},
    {"outcome", EVENT_FIELD_OUTCOME, AT(outcome)},
    {"service", EVENT_FIELD_SERVICE, AT(service)},
    {"security", EVENT_FIELD_SECURITY, AT(security)},
    {"family", EVENT_FIELD_FAMILY, AT(family)},
    {"why", EVENT_FIELD_WHY, AT(why)},
    {"port", EVENT_FIELD_INT, AT(port)},
    {"connect_port", EVENT_FIELD_INT, AT(connect_port)},
    {"err", EVENT_FIELD_INT, AT(err)},
    {"code", EVENT_FIELD_INT, AT(code)},
    {"num", EVENT_FIELD_INT, AT(num)},
    {"size", EVENT_FIELD_INT, AT(size)},
    {"icmp_type", EVENT_FIELD_INT, AT(icmp_type)},
    {"icmp_code", EVENT_FIELD_INT, AT(icmp_code)},
    {"status", EVENT_FIELD_INT, AT(status)},
    {"flags", EVENT_FIELD_INT, AT(flags)},
    {"us", EVENT_FIELD_INT64, AT(us)},
    {"time", EVENT_FIELD_INT64, AT(time)},
    {"not_before", EVENT_FIELD_INT64, AT(not_before)},
    {"not_after", EVENT_FIELD_INT64, AT(not_after)},
    {"bits", EVENT_FIELD_INT, AT(bits)},
    {"host", EVENT_FIELD_TEXT, AT(host)},
    {"address", EVENT_FIELD_TEXT, AT(address)},
    {"local", EVENT_FIELD_TEXT, AT(local)},
    {"text", EVENT_FIELD_TEXT, AT(text)},
    {"detail", EVENT_FIELD_TEXT, AT(detail)},
    {"enhanced", EVENT_FIELD_TEXT, AT(enhanced)},
    {"version", EVENT_FIELD_TEXT, AT(version)},
    {"cipher", EVENT_FIELD_TEXT, AT(cipher)},
    {"kx", EVENT_FIELD_TEXT, AT(kx)},
    {"alpn", EVENT_FIELD_TEXT, AT(alpn)},
    {"subject", EVENT_FIELD_TEXT, AT(subject)},
    {"issuer", EVENT_FIELD_TEXT, AT(issuer)},
    {"key", EVENT_FIELD_TEXT, AT(key)},
    {"signature", EVENT_FIELD_TEXT, AT(signature)},
    {"sha256", EVENT_FIELD_TEXT, AT(sha256)},
    {"serial", EVENT_FIELD_TEXT, AT(serial)},
    {"pem", EVENT_FIELD_TEXT, AT(pem)},
    {"reason", EVENT_FIELD_TEXT, AT(reason)},
    {"alias", EVENT_FIELD_TEXT, AT(alias)},
    {"list", EVENT_FIELD_LIST, AT(list)},
};
const size_t event_field_n = sizeof event_fields / sizeof *event_fields;

/* Every type with the names of the fields that it uses, blank-separated. */
static const struct {
	const char *name, *fields;
} event_types[] = {
    [EVENT_RUN_BEGIN] = {"run.begin", "time text list"},
    [EVENT_RUN_END] = {"run.end", "outcome"},
    [EVENT_RETRY] = {"retry", "outcome"},
    [EVENT_PROBE_BEGIN] = {"probe.begin",
			   "service security family why host address port connect_port"},
    [EVENT_PROBE_END] = {"probe.end", "outcome stage"},
    [EVENT_STAGE_BEGIN] = {"stage.begin", "stage"},
    [EVENT_STAGE_END] = {"stage.end", "stage outcome err us"},
    [EVENT_DNS_ANSWER] = {"dns.answer", "host family err list us"},
    [EVENT_CONNECTED] = {"connected", "host address connect_port local"},
    [EVENT_LINE_SENT] = {"line.sent", "stage text flags"},
    [EVENT_LINE_RECEIVED] = {"line.received", "stage text flags"},
    [EVENT_BYTES_RECEIVED] = {"bytes.received", "stage text size flags"},
    [EVENT_WAITING] = {"waiting", "stage us"},
    [EVENT_GREETING] = {"greeting", "outcome code enhanced text detail"},
    [EVENT_REPLY] = {"reply", "stage outcome detail code enhanced text"},
    [EVENT_CAPS] = {"caps", "stage list flags"},
    [EVENT_TLS_SESSION] = {"tls.session", "version cipher kx alpn num flags"},
    [EVENT_TLS_CERT] = {"tls.cert",
			"num subject issuer list not_before not_after key bits signature "
			"sha256 serial pem flags"},
    [EVENT_TLS_VERIFY] = {"tls.verify", "status text host"},
    [EVENT_TLS_ALERT] = {"tls.alert", "num text flags"},
    [EVENT_TLS_ERROR] = {"tls.error", "err text"},
    [EVENT_TLS_NOISE] = {"tls.noise", "outcome num text"},
    [EVENT_TLS_ACCEPTS] = {"tls.accepts", "version outcome stage cipher kx num text sha256 status"},
    [EVENT_TLS_SECRECY] = {"tls.secrecy", "version outcome stage cipher kx num text sha256 status"},
    [EVENT_TLS_NAMELESS] = {"tls.nameless", "outcome stage num text subject list sha256"},
    [EVENT_LEFTOVER] = {"leftover", "text size"},
    [EVENT_LIMIT] = {"limit", "stage text num"},
    [EVENT_CLOSED] = {"closed", "stage outcome err"},
    [EVENT_TLS_CHECK] = {"sniff", "outcome text detail us"},
    [EVENT_PATH_BEGIN] = {"path.begin", "port connect_port address family detail"},
    [EVENT_PATH_HOP] = {"path.hop", "port detail num outcome address icmp_type icmp_code err us"},
    [EVENT_PATH_NAME] = {"path.name", "address host"},
    [EVENT_PATH_END] = {"path.end", "port detail outcome text"},
    [EVENT_PATH_DONE] = {"path.done", ""},
    [EVENT_COUNTER] = {"counter", "detail text num size"},
    [EVENT_RECORDS] = {"records", "host text outcome err detail reason alias us list"},
    [EVENT_POLICY] = {"policy", "host outcome code err status text detail reason us"},
    [EVENT_DANE] = {"dane", "host alias outcome text status subject reason list"},
    [EVENT_LOCAL] = {"local", "text detail"},
};
_Static_assert(sizeof event_types / sizeof *event_types == EVENT_COUNT_, "a row for each type");

const char *event_type_name(enum event_type type)
{
	return (unsigned)type < EVENT_COUNT_ ? event_types[type].name : "?";
}

enum event_type event_type_from_name(const char *name)
{
	unsigned type = 0;

	while (type < EVENT_COUNT_ && !str_eq(event_types[type].name, name))
		type++;
	return (enum event_type)type;
}

bool event_type_uses(enum event_type type, size_t field)
{
	const char *name = event_fields[field].name;
	size_t len = strlen(name);

	for (const char *at = event_types[type].fields; (at = strstr(at, name)); at += len)
		if ((at == event_types[type].fields || at[-1] == ' ') &&
		    (!at[len] || at[len] == ' '))
			return true;
	return false;
}

struct event *event_new(enum event_type type, unsigned endpoint)
{
	struct event *e = mem_calloc(1, sizeof *e);

	e->type = type;
	e->endpoint = endpoint;
	return e;
}

static void *field_of(const struct event *e, size_t field)
{
	return (char *)e + event_fields[field].offset;
}

void event_free(struct event *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < event_field_n; i++) {
		if (event_fields[i].kind == EVENT_FIELD_TEXT)
			free(*(char **)field_of(e, i));
		else if (event_fields[i].kind == EVENT_FIELD_LIST)
			strs_clear(field_of(e, i));
	}
	free(e);
}

void event_set_bytes(char **text_field, const char *bytes, size_t len)
{
	struct buf out;

	buf_init(&out, 0);
	for (size_t i = 0; i < len; i++) {
		if (bytes[i])
			buf_putc(&out, bytes[i]);
		else
			buf_puts(&out, "\\0");
	}
	free(*text_field);
	*text_field = buf_take(&out);
}

/* The name of an enumeration's value, or NULL if the field is none. */
static const char *enum_text(enum event_field_kind kind, const void *at)
{
	switch (kind) {
	case EVENT_FIELD_STAGE:
		return stage_name(*(const enum stage *)at);
	case EVENT_FIELD_OUTCOME:
		return outcome_name(*(const enum outcome *)at);
	case EVENT_FIELD_SERVICE:
		return service_name(*(const enum service *)at);
	case EVENT_FIELD_SECURITY:
		return security_name(*(const enum security *)at);
	case EVENT_FIELD_FAMILY:
		return family_name(*(const enum family *)at);
	case EVENT_FIELD_WHY:
		return why_name(*(const enum why *)at);
	default:
		return NULL;
	}
}

static bool enum_from_text(enum event_field_kind kind, void *at, const char *text)
{
	switch (kind) {
	case EVENT_FIELD_STAGE:
		return (*(enum stage *)at = stage_from_name(text)) < STAGE_COUNT_;
	case EVENT_FIELD_OUTCOME:
		return (*(enum outcome *)at = outcome_from_name(text)) < OUTCOME_COUNT_;
	case EVENT_FIELD_SERVICE:
		return (*(enum service *)at = service_from_name(text)) < SERVICE_COUNT_;
	case EVENT_FIELD_SECURITY:
		return (*(enum security *)at = security_from_name(text)) < SECURITY_COUNT_;
	case EVENT_FIELD_FAMILY:
		return (*(enum family *)at = family_from_name(text)) < FAMILY_COUNT_;
	case EVENT_FIELD_WHY:
		return (*(enum why *)at = why_from_name(text)) < WHY_COUNT_;
	default:
		return false;
	}
}

char *event_describe(const struct event *e)
{
	struct buf out;

	buf_init(&out, 0);
	buf_puts(&out, event_type_name(e->type));
	for (size_t i = 0; i < event_field_n; i++) {
		const struct event_field *f = &event_fields[i];
		const void *at = field_of(e, i);

		if (!event_type_uses(e->type, i) || str_eq(f->name, "pem"))
			continue;
		if (f->kind == EVENT_FIELD_INT && *(const int *)at) {
			buf_printf(&out, " %s=%d", f->name, *(const int *)at);
		} else if (f->kind == EVENT_FIELD_INT64 && *(const int64_t *)at) {
			buf_printf(&out, " %s=%lld", f->name, (long long)*(const int64_t *)at);
		} else if (f->kind == EVENT_FIELD_TEXT && *(char *const *)at) {
			buf_printf(&out, " %s=\"%s\"", f->name, *(char *const *)at);
		} else if (f->kind == EVENT_FIELD_LIST && ((const struct strs *)at)->n) {
			char *joined = strs_join(at, ", ");

			buf_printf(&out, " %s=[%s]", f->name, joined);
			free(joined);
		} else if (enum_text(f->kind, at)) {
			buf_printf(&out, " %s=%s", f->name, enum_text(f->kind, at));
		}
	}
	return buf_take(&out);
}

static json_t *octets_to_json(const char *text)
{
	char *octets = esc_octets(text, strlen(text));
	json_t *value = json_string(octets);

	free(octets);
	return value;
}

static json_t *field_to_json(const struct event_field *f, const void *at)
{
	if (f->kind == EVENT_FIELD_INT)
		return *(const int *)at ? json_integer(*(const int *)at) : NULL;
	if (f->kind == EVENT_FIELD_INT64)
		return *(const int64_t *)at ? json_integer(*(const int64_t *)at) : NULL;
	if (f->kind == EVENT_FIELD_TEXT)
		return *(char *const *)at ? octets_to_json(*(char *const *)at) : NULL;
	if (f->kind == EVENT_FIELD_LIST) {
		const struct strs *list = at;
		json_t *array = json_array();

		for (size_t i = 0; i < list->n; i++)
			json_array_append_new(array, octets_to_json(list->v[i]));
		return array;
	}
	return json_string(enum_text(f->kind, at));
}

char *event_to_json(const struct event *e)
{
	json_t *object = json_object();

	json_object_set_new(object, "seq", json_integer(e->seq));
	json_object_set_new(object, "at_us", json_integer(e->at_us));
	json_object_set_new(object, "type", json_string(event_type_name(e->type)));
	if (e->endpoint)
		json_object_set_new(object, "endpoint", json_integer(e->endpoint));
	if (e->attempt)
		json_object_set_new(object, "attempt", json_integer(e->attempt));
	for (size_t i = 0; i < event_field_n; i++) {
		if (!event_type_uses(e->type, i))
			continue;
		json_t *value = field_to_json(&event_fields[i], field_of(e, i));

		if (value)
			json_object_set_new(object, event_fields[i].name, value);
	}
	char *line = json_dumps(object, JSON_COMPACT);

	json_decref(object);
	if (!line)
		abort();
	return line;
}

static bool text_from_json(const json_t *value, char **ret_text)
{
	char *text = json_is_string(value) ? esc_unoctets(json_string_value(value), NULL) : NULL;

	*ret_text = text;
	return text != NULL;
}

static bool field_from_json(const struct event_field *f, void *at, const json_t *value)
{
	if (f->kind == EVENT_FIELD_INT) {
		*(int *)at = (int)json_integer_value(value);
		return json_is_integer(value);
	}
	if (f->kind == EVENT_FIELD_INT64) {
		*(int64_t *)at = json_integer_value(value);
		return json_is_integer(value);
	}
	if (f->kind == EVENT_FIELD_TEXT)
		return text_from_json(value, at);
	if (f->kind == EVENT_FIELD_LIST) {
		size_t i;
		json_t *item;
		char *text;

		json_array_foreach(value, i, item)
		{
			if (!text_from_json(item, &text))
				return false;
			strs_append(at, text);
		}
		return json_is_array(value);
	}
	return json_is_string(value) && enum_from_text(f->kind, at, json_string_value(value));
}

static char *fill_from_json(struct event *e, const json_t *object)
{
	e->seq = (unsigned)json_integer_value(json_object_get(object, "seq"));
	e->at_us = json_integer_value(json_object_get(object, "at_us"));
	e->endpoint = (unsigned)json_integer_value(json_object_get(object, "endpoint"));
	e->attempt = (unsigned)json_integer_value(json_object_get(object, "attempt"));
	for (size_t i = 0; i < event_field_n; i++) {
		const json_t *value = json_object_get(object, event_fields[i].name);

		if (value && event_type_uses(e->type, i) &&
		    !field_from_json(&event_fields[i], field_of(e, i), value))
			return mem_printf("the value of \"%s\" is not of its kind",
					  event_fields[i].name);
	}
	return NULL;
}

struct event *event_from_json(const char *line, char **ret_error)
{
	json_error_t at;
	json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, &at);
	struct event *e = NULL;
	char *error = NULL;

	if (!json_is_object(object)) {
		error =
		    mem_printf("not a JSON object: %s", object ? "another kind of value" : at.text);
	} else {
		const char *name = json_string_value(json_object_get(object, "type"));
		enum event_type type = event_type_from_name(name ? name : "");

		if (type == EVENT_COUNT_) {
			error = mem_strdup("no event type that is known");
		} else {
			e = event_new(type, 0);
			error = fill_from_json(e, object);
		}
	}
	if (error) {
		event_free(e);
		e = NULL;
	}
	if (ret_error)
		*ret_error = error;
	else
		free(error);
	json_decref(object);
	return e;
}
