/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "model/event.h"

#include "base/buf.h"
#include "base/mem.h"
#include "model/event_local.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#define AT(field) offsetof(struct event, field)

/* The fields of every event, around its type. */
static const struct field head_rows[] = {
    {"seq", FIELD_INT, AT(seq), .always = true},
    {"at_us", FIELD_INT64, AT(at_us), .always = true},
    {"endpoint", FIELD_INT, AT(endpoint)},
    {"attempt", FIELD_INT, AT(attempt)},
};
static const struct fields head = FIELDS(struct event, head_rows);

static const struct field rows[] = {
    {"stage", FIELD_STAGE, AT(stage)},
    {"outcome", FIELD_OUTCOME, AT(outcome)},
    {"service", FIELD_SERVICE, AT(service)},
    {"security", FIELD_SECURITY, AT(security)},
    {"family", FIELD_FAMILY, AT(family)},
    {"why", FIELD_WHY, AT(why)},
    {"port", FIELD_INT, AT(port)},
    {"connect_port", FIELD_INT, AT(connect_port)},
    {"err", FIELD_INT, AT(err)},
    {"code", FIELD_INT, AT(code)},
    {"num", FIELD_INT, AT(num)},
    {"size", FIELD_INT, AT(size)},
    {"icmp_type", FIELD_INT, AT(icmp_type)},
    {"icmp_code", FIELD_INT, AT(icmp_code)},
    {"status", FIELD_INT, AT(status)},
    {"flags", FIELD_INT, AT(flags)},
    {"us", FIELD_INT64, AT(us)},
    {"time", FIELD_INT64, AT(time)},
    {"not_before", FIELD_INT64, AT(not_before)},
    {"not_after", FIELD_INT64, AT(not_after)},
    {"bits", FIELD_INT, AT(bits)},
    {"host", FIELD_TEXT, AT(host)},
    {"address", FIELD_TEXT, AT(address)},
    {"device", FIELD_TEXT, AT(device)},
    {"state", FIELD_NEIGHBOUR, AT(state)},
    {"local", FIELD_TEXT, AT(local)},
    {"text", FIELD_TEXT, AT(text)},
    {"kind", FIELD_LOCAL_KIND, AT(kind), .key = "text"},
    {"lookup", FIELD_LOOKUP_TYPE, AT(lookup), .key = "text"},
    {"detail", FIELD_TEXT, AT(detail)},
    {"role", FIELD_SWEEP_ROLE, AT(role), .key = "detail"},
    {"dnssec", FIELD_DNSSEC, AT(dnssec), .key = "detail"},
    {"source", FIELD_SOURCE, AT(source)},
    {"enhanced", FIELD_TEXT, AT(enhanced)},
    {"version", FIELD_TEXT, AT(version)},
    {"cipher", FIELD_TEXT, AT(cipher)},
    {"kx", FIELD_TEXT, AT(kx)},
    {"alpn", FIELD_TEXT, AT(alpn)},
    {"subject", FIELD_TEXT, AT(subject)},
    {"issuer", FIELD_TEXT, AT(issuer)},
    {"key", FIELD_TEXT, AT(key)},
    {"signature", FIELD_TEXT, AT(signature)},
    {"sha256", FIELD_TEXT, AT(sha256)},
    {"serial", FIELD_TEXT, AT(serial)},
    {"pem", FIELD_TEXT, AT(pem)},
    {"reason", FIELD_TEXT, AT(reason)},
    {"alias", FIELD_TEXT, AT(alias)},
    {"list", FIELD_LIST, AT(list), .always = true},
};
const struct fields event_fields = FIELDS(struct event, rows);

/* Every type with the names of its fields, separated by spaces. */
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
    [EVENT_DNS_ANSWER] = {"dns.answer",
			  "host family err list us flags text address num detail alias"},
    [EVENT_CONNECTED] = {"connected", "host address connect_port local"},
    [EVENT_REFUSER] = {"refuser", "address icmp_type icmp_code"},
    [EVENT_LINE_SENT] = {"line.sent", "stage text flags"},
    [EVENT_LINE_RECEIVED] = {"line.received", "stage text flags"},
    [EVENT_BYTES_RECEIVED] = {"bytes.received", "stage text size flags"},
    [EVENT_WAITING] = {"waiting", "stage us"},
    [EVENT_GREETING] = {"greeting", "outcome code enhanced text detail"},
    [EVENT_REPLY] = {"reply", "stage outcome detail code enhanced text"},
    [EVENT_CAPS] = {"caps", "stage list flags"},
    [EVENT_TLS_SESSION] = {"tls.session", "version cipher kx alpn num signature flags"},
    [EVENT_TLS_CERT] = {"tls.cert",
			"num subject issuer list not_before not_after key bits signature "
			"sha256 serial pem detail flags"},
    [EVENT_TLS_VERIFY] = {"tls.verify", "status text host reason flags"},
    [EVENT_TLS_ALERT] = {"tls.alert", "num text flags"},
    [EVENT_TLS_ERROR] = {"tls.error", "err text"},
    [EVENT_TLS_NOISE] = {"tls.noise", "outcome num text"},
    [EVENT_TLS_ACCEPTS] = {"tls.accepts", "version outcome stage cipher kx num text sha256 status"},
    [EVENT_TLS_SECRECY] = {"tls.secrecy", "version outcome stage cipher kx num text sha256 status"},
    [EVENT_TLS_NAMELESS] = {"tls.nameless", "outcome stage num text subject list sha256"},
    [EVENT_TLS_OFFER] = {"tls.offer",
			 "detail outcome stage version cipher kx num text sha256 status us"},
    [EVENT_LEFTOVER] = {"leftover", "text size"},
    [EVENT_UNASKED] = {"unasked", "stage outcome code text size flags"},
    [EVENT_HELLO_CHECK] = {"hello.check", "outcome code text us"},
    [EVENT_LIMIT] = {"limit", "stage text num"},
    [EVENT_CLOSED] = {"closed", "stage outcome err"},
    [EVENT_SEGMENTS] = {"segments", "stage num size"},
    [EVENT_TLS_CHECK] = {"sniff", "outcome text detail us"},
    [EVENT_PATH_BEGIN] = {"path.begin", "port connect_port address family role"},
    [EVENT_PATH_HOP] = {"path.hop", "port role num outcome address icmp_type icmp_code err us"},
    [EVENT_PATH_NEXT] = {"path.next", "port address outcome err us"},
    [EVENT_PATH_NAME] = {"path.name", "address host"},
    [EVENT_PATH_END] = {"path.end", "port role outcome text"},
    [EVENT_PATH_DONE] = {"path.done", ""},
    [EVENT_COUNTER] = {"counter", "role text num size"},
    [EVENT_RECORDS] = {"records", "host lookup outcome err dnssec reason alias us list"},
    [EVENT_POLICY] = {"policy", "host outcome code err status text detail reason us"},
    [EVENT_SOURCE] = {"source",
		      "source text host outcome code err status flags alias detail reason us "
		      "list"},
    [EVENT_DANE] = {"dane", "host alias outcome text status subject reason list"},
    [EVENT_LOCAL] = {"local", "kind address family device state detail"},
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

const char *event_type_fields(enum event_type type)
{
	return event_types[type].fields;
}

struct event *event_new(enum event_type type, unsigned endpoint)
{
	struct event *e = mem_calloc(1, sizeof *e);

	e->type = type;
	e->endpoint = endpoint;
	return e;
}

void event_free(struct event *e)
{
	if (e)
		fields_clear(&event_fields, e);
	free(e);
}

void event_set_bytes(char **text_field, const char *bytes, size_t len)
{
	struct buf out;

	buf_init(&out, 0);
	while (len) {
		size_t n = strnlen(bytes, len);

		buf_append(&out, bytes, n);
		if (n < len)
			buf_puts(&out, "\\0");
		n += n < len;
		bytes += n;
		len -= n;
	}
	free(*text_field);
	*text_field = buf_take(&out);
}

char *event_to_json(const struct event *e)
{
	json_t *object = json_object();

	fields_to_json(&head, "seq at_us", e, object);
	json_object_set_new(object, "type", json_string(event_type_name(e->type)));
	fields_to_json(&head, "endpoint attempt", e, object);
	fields_to_json(&event_fields, event_type_fields(e->type), e, object);
	char *line = json_dumps(object, JSON_COMPACT);

	json_decref(object);
	if (!line)
		abort();
	return line;
}

static char *fill_from_json(struct event *e, const json_t *object)
{
	const char *wrong = fields_from_json(&head, NULL, e, object);

	if (!wrong)
		wrong = fields_from_json(&event_fields, event_type_fields(e->type), e, object);
	/* Cases of older versions have the words in detail. */
	if (!wrong && e->type == EVENT_LOCAL && e->detail)
		event_local_read(e, e->detail);
	return wrong ? mem_printf("the value of \"%s\" is not of its kind", wrong) : NULL;
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
