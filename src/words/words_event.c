/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One event as a line of evidence. The table has the possible sentences of each type, the most
 * telling first: the first one whose outcome matches and whose {names} all have a value is used.
 */
#include "config.h"
#include "words/words.h"

#include "base/buf.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/event_local.h"
#include "know/services.h"
#include "reason/domain/domain.h"
#include "words/fill.h"
#include "words/words_sources.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#define ANY OUTCOME_COUNT_
#define BYTES_SHOWN_MAX 160 /* of bytes that are not lines; the log has all */

static const struct {
	enum event_type type;
	enum outcome outcome; /* or ANY */
	const char *text;
} rows[] = {
    {EVENT_RUN_BEGIN, ANY, N_("the run begins, at {time}, with porthorn {text}")},
    {EVENT_RUN_BEGIN, ANY, N_("the run begins")},
    {EVENT_RUN_END, OUTCOME_OK, N_("the run ends: everything has been tried")},
    {EVENT_RUN_END, OUTCOME_TIMEOUT, N_("the run ends: its time is up")},
    {EVENT_RUN_END, OUTCOME_CANCELLED, N_("the run ends: it was stopped")},
    {EVENT_RUN_END, ANY, N_("the run ends")},
    {EVENT_RETRY, OUTCOME_DENIED,
     N_("the server limits connections: trying this port again, alone")},
    {EVENT_RETRY, ANY, N_("you asked for this port again")},
    {EVENT_PROBE_BEGIN, ANY, N_("trying {service} at {host}, port {port}, address {address}")},
    {EVENT_PROBE_BEGIN, ANY, N_("trying {service} at {host}, port {port}, {family}")},
    {EVENT_PROBE_BEGIN, ANY, N_("trying {service}, port {port}, {family}")},
    {EVENT_PROBE_BEGIN, ANY, N_("trying {service}, {family}")},
    {EVENT_PROBE_END, OUTCOME_OK, N_("finished: everything worked")},
    {EVENT_PROBE_END, ANY, N_("finished at the step {stage}: {outcome}")},
    {EVENT_STAGE_BEGIN, ANY, N_("{stage}: begins")},
    {EVENT_STAGE_END, OUTCOME_OK, N_("{stage}: ok after {us}")},
    {EVENT_STAGE_END, ANY, N_("{stage}: {outcome} after {us} ({errno})")},
    {EVENT_STAGE_END, ANY, N_("{stage}: {outcome} after {us}")},
    {EVENT_DNS_ANSWER, ANY,
     N_("the name {host} has the {family} addresses {list} (name servers: {detail})")},
    {EVENT_DNS_ANSWER, ANY, N_("the name {host} has the {family} addresses {list}")},
    {EVENT_DNS_ANSWER, ANY,
     N_("the name {host} gives no {family} address: {gai} (name servers: {detail})")},
    {EVENT_DNS_ANSWER, ANY, N_("the name {host} gives no {family} address: {gai}")},
    {EVENT_DNS_ANSWER, ANY, N_("the name {host} has no {family} address")},
    {EVENT_DNS_ANSWER, ANY, N_("an answer from a name server")},
    {EVENT_CONNECTED, ANY, N_("connected to {address} port {connect_port} from {local}")},
    {EVENT_CONNECTED, ANY, N_("connected to {address} port {connect_port}")},
    {EVENT_CONNECTED, ANY, N_("connected to the server")},
    {EVENT_REFUSER, ANY, N_("{address} itself refused the connection")},
    {EVENT_REFUSER, ANY, N_("something on the way refused the connection")},
    {EVENT_LINE_SENT, ANY, N_("sent, encrypted: {line}")},
    {EVENT_LINE_SENT, ANY, N_("sent: {text}")},
    {EVENT_LINE_SENT, ANY, N_("sent an empty line")},
    {EVENT_LINE_RECEIVED, ANY, N_("received, encrypted: {line}")},
    {EVENT_LINE_RECEIVED, ANY, N_("received: {text}")},
    {EVENT_LINE_RECEIVED, ANY, N_("received an empty line")},
    {EVENT_BYTES_RECEIVED, ANY, N_("received {size} bytes outside the protocol: {text}")},
    {EVENT_BYTES_RECEIVED, ANY, N_("received bytes outside the protocol")},
    {EVENT_WAITING, ANY, N_("{stage}: still waiting after {us}")},
    {EVENT_GREETING, OUTCOME_DENIED, N_("the server greets with a refusal: {code} {text}")},
    {EVENT_GREETING, OUTCOME_DENIED, N_("the server greets with a refusal: {text}")},
    {EVENT_GREETING, ANY, N_("the server greets and calls itself {detail}")},
    {EVENT_GREETING, ANY, N_("the server greets: {text}")},
    {EVENT_GREETING, ANY, N_("the server greets")},
    {EVENT_REPLY, OUTCOME_DENIED, N_("the server refuses {detail}: {code} {text}")},
    {EVENT_REPLY, OUTCOME_DENIED, N_("the server refuses {detail}: {text}")},
    {EVENT_REPLY, OUTCOME_DENIED, N_("a refusal")},
    {EVENT_REPLY, ANY, N_("the server answers {detail}: {code} {text}")},
    {EVENT_REPLY, ANY, N_("the server answers {detail}: {text}")},
    {EVENT_REPLY, ANY, N_("the server answers {detail}")},
    {EVENT_REPLY, ANY, N_("a reply")},
    {EVENT_CAPS, ANY, N_("the server offers, encrypted: {encrypted_list}")},
    {EVENT_CAPS, ANY, N_("the server offers: {list}")},
    {EVENT_CAPS, ANY, N_("the server offers nothing")},
    {EVENT_TLS_SESSION, ANY, N_("encrypted with {version}, {cipher}, key exchange {kx}")},
    {EVENT_TLS_SESSION, ANY, N_("encrypted with {version}, {cipher}")},
    {EVENT_TLS_SESSION, ANY, N_("encrypted with {version}")},
    {EVENT_TLS_SESSION, ANY, N_("encrypted with TLS")},
    {EVENT_TLS_CERT, ANY,
     N_("certificate {num}: {subject}, for {list}, issued by {issuer}, valid from {not_before} to "
	"{not_after}")},
    {EVENT_TLS_CERT, ANY,
     N_("certificate {num}: {subject}, issued by {issuer}, valid from {not_before} to "
	"{not_after}")},
    {EVENT_TLS_CERT, ANY, N_("certificate {num}: {subject}, issued by {issuer}")},
    {EVENT_TLS_CERT, ANY, N_("certificate {num}")},
    {EVENT_TLS_VERIFY, ANY, N_("the certificate was checked for {host}: {status}")},
    {EVENT_TLS_VERIFY, ANY, N_("the certificate was checked: {status}")},
    {EVENT_TLS_VERIFY, ANY, N_("the certificate was checked for {host}: it is good")},
    {EVENT_TLS_VERIFY, ANY, N_("the certificate was checked: it is good")},
    {EVENT_TLS_ALERT, ANY, N_("{who} a TLS alert: {text} ({num})")},
    {EVENT_TLS_ALERT, ANY, N_("{who} a TLS alert, number {num}")},
    {EVENT_TLS_ERROR, ANY, N_("TLS failed: {text}")},
    {EVENT_TLS_ERROR, ANY, N_("TLS failed")},
    {EVENT_TLS_NOISE, OUTCOME_OK, N_("the server asked {num} times for new keys, and was refused")},
    {EVENT_TLS_NOISE, OUTCOME_OK, N_("TLS messages besides the conversation: {text}")},
    {EVENT_TLS_NOISE, ANY, N_("too many TLS messages besides the conversation: {text}")},
    {EVENT_TLS_NOISE, ANY, N_("too many TLS messages besides the conversation")},
    {EVENT_TLS_ACCEPTS, OUTCOME_OK,
     N_("the server accepts {version}, with {cipher}; the certificate there: {status}")},
    {EVENT_TLS_ACCEPTS, OUTCOME_OK, N_("the server accepts {version}, with {cipher}")},
    {EVENT_TLS_ACCEPTS, OUTCOME_OK, N_("the server accepts {version}")},
    {EVENT_TLS_ACCEPTS, OUTCOME_SKIPPED,
     N_("{version} was not tried: this computer's TLS library doesn't offer it")},
    {EVENT_TLS_ACCEPTS, ANY, N_("{version} offered alone: {outcome}, {text} ({num})")},
    {EVENT_TLS_ACCEPTS, ANY, N_("{version} offered alone: {outcome}, {text}")},
    {EVENT_TLS_ACCEPTS, ANY, N_("{version} offered alone: {outcome}")},
    {EVENT_TLS_ACCEPTS, ANY, N_("a TLS version was offered alone: {outcome}")},
    {EVENT_TLS_SECRECY, OUTCOME_OK,
     N_("offered forward secrecy alone, the server accepts {version} with {cipher}")},
    {EVENT_TLS_SECRECY, OUTCOME_OK, N_("the server accepts forward secrecy alone")},
    {EVENT_TLS_SECRECY, OUTCOME_SKIPPED,
     N_("forward secrecy alone was not tried: this computer's TLS library doesn't offer it")},
    {EVENT_TLS_SECRECY, ANY, N_("forward secrecy offered alone: {outcome}, {text} ({num})")},
    {EVENT_TLS_SECRECY, ANY, N_("forward secrecy offered alone: {outcome}, {text}")},
    {EVENT_TLS_SECRECY, ANY, N_("forward secrecy offered alone: {outcome}")},
    {EVENT_TLS_NAMELESS, OUTCOME_OK,
     N_("without a server name in the handshake, the server shows a certificate for {subject}")},
    {EVENT_TLS_NAMELESS, OUTCOME_OK, N_("the server accepts a handshake without a server name")},
    {EVENT_TLS_NAMELESS, ANY, N_("without a server name in the handshake: {outcome}, {text}")},
    {EVENT_TLS_NAMELESS, ANY, N_("without a server name in the handshake: {outcome}")},
    {EVENT_TLS_OFFER, OUTCOME_OK, N_("with {detail} the server accepts {version} with {cipher}")},
    {EVENT_TLS_OFFER, OUTCOME_OK, N_("with {detail} the server accepts the handshake")},
    {EVENT_TLS_OFFER, ANY, N_("with {detail}: {outcome}, {text} ({num})")},
    {EVENT_TLS_OFFER, ANY, N_("with {detail}: {outcome}, {text}")},
    {EVENT_TLS_OFFER, ANY, N_("with {detail}: {outcome}")},
    {EVENT_TLS_OFFER, ANY, N_("another handshake was tried: {outcome}")},
    {EVENT_LEFTOVER, ANY, N_("{size} bytes came before encryption began: {text}")},
    {EVENT_LEFTOVER, ANY, N_("bytes came before encryption began")},
    {EVENT_UNASKED, OUTCOME_DENIED, N_("the server ends the conversation, unasked: {text}")},
    {EVENT_UNASKED, OUTCOME_OK, N_("the server says by itself: {text}")},
    {EVENT_UNASKED, ANY, N_("the server sends an unexpected line: {text}")},
    {EVENT_UNASKED, ANY, N_("the server sends an unexpected line")},
    {EVENT_HELLO_CHECK, OUTCOME_OK,
     N_("asked with HELO on a second connection, the server answers: {code} {text}")},
    {EVENT_HELLO_CHECK, ANY,
     N_("asked with HELO on a second connection: {outcome}, {code} {text}")},
    {EVENT_HELLO_CHECK, ANY, N_("asked with HELO on a second connection: {outcome}")},
    {EVENT_LIMIT, ANY, N_("the limit \"{text}\" ({num}) was reached")},
    {EVENT_LIMIT, ANY, N_("a limit was reached")},
    {EVENT_CLOSED, OUTCOME_RESET, N_("the connection was reset by the other end, or on the way")},
    {EVENT_CLOSED, ANY, N_("the connection was closed by the other end")},
    {EVENT_SEGMENTS, ANY,
     N_("{stage}: {num} packets came out of order, because an earlier one is missing; {size} "
	"bytes sent are unconfirmed")},
    {EVENT_SEGMENTS, ANY,
     N_("{stage}: {num} packets came out of order, because an earlier one is missing")},
    {EVENT_SEGMENTS, ANY, N_("{stage}: {size} bytes sent are unconfirmed")},
    {EVENT_SEGMENTS, ANY, N_("{stage}: no packet is missing")},
    {EVENT_TLS_CHECK, ANY, N_("a second connection shows: {detail}, {text}")},
    {EVENT_TLS_CHECK, ANY, N_("a second connection shows: {detail}")},
    {EVENT_TLS_CHECK, ANY, N_("a second connection: {outcome}")},
    {EVENT_PATH_BEGIN, ANY, N_("tracing the path to {address}, port {port}")},
    {EVENT_PATH_BEGIN, ANY, N_("tracing the path")},
    {EVENT_PATH_HOP, OUTCOME_OK, N_("hop {num}, port {port}: reached {address} after {us}")},
    {EVENT_PATH_HOP, ANY, N_("hop {num}, port {port}: {address} answered after {us}")},
    {EVENT_PATH_HOP, ANY, N_("hop {num}, port {port}: {outcome}")},
    {EVENT_PATH_HOP, ANY, N_("hop {num}: {outcome}")},
    {EVENT_PATH_NEXT, OUTCOME_TIMEOUT,
     N_("the next router, {address}, was asked on the port itself: no answer")},
    {EVENT_PATH_NEXT, ANY,
     N_("the next router, {address}, was asked on the port itself: {outcome}")},
    {EVENT_PATH_NEXT, ANY, N_("the next router was asked on the port itself")},
    {EVENT_PATH_NAME, ANY, N_("{address} is called {host}")},
    {EVENT_PATH_NAME, ANY, N_("an address on the path has a name")},
    {EVENT_PATH_END, OUTCOME_SKIPPED, N_("the path could not be traced: {text}")},
    {EVENT_PATH_END, ANY, N_("the path to port {port} was traced")},
    {EVENT_PATH_END, ANY, N_("the path was traced")},
    {EVENT_PATH_DONE, ANY, N_("tracing is finished")},
    {EVENT_COUNTER, ANY,
     N_("the system's counter {text} rose by {num}, over {size} silent connections")},
    {EVENT_COUNTER, ANY, N_("a counter of the system rose by {num}")},
    {EVENT_RECORDS, OUTCOME_OK, N_("{host} has the {lookup} records {list} (DNSSEC: {dnssec})")},
    {EVENT_RECORDS, OUTCOME_OK, N_("{host} has the {lookup} records {list}")},
    {EVENT_RECORDS, OUTCOME_NOTOFFERED, N_("the name {missing} does not exist (DNSSEC: {dnssec})")},
    {EVENT_RECORDS, OUTCOME_NOTOFFERED, N_("the name {missing} does not exist")},
    {EVENT_RECORDS, OUTCOME_NOTOFFERED, N_("{host} has no {lookup} record (DNSSEC: {dnssec})")},
    {EVENT_RECORDS, OUTCOME_NOTOFFERED, N_("{host} has no {lookup} record")},
    {EVENT_RECORDS, ANY, N_("the {lookup} records of {host}: {outcome} ({reason})")},
    {EVENT_RECORDS, ANY, N_("the {lookup} records of {host}: {outcome}")},
    {EVENT_RECORDS, ANY, N_("DNS records were asked for: {outcome}")},
    {EVENT_POLICY, OUTCOME_OK, N_("the MTA-STS policy at {host} is: {text}")},
    {EVENT_POLICY, ANY,
     N_("the MTA-STS policy at {host}: {outcome}, HTTP status {code} ({reason})")},
    {EVENT_POLICY, ANY, N_("the MTA-STS policy at {host}: {outcome}, HTTP status {code}")},
    {EVENT_POLICY, ANY, N_("the MTA-STS policy at {host}: {outcome} ({reason})")},
    {EVENT_POLICY, ANY, N_("the MTA-STS policy at {host}: {outcome}")},
    {EVENT_POLICY, ANY, N_("an MTA-STS policy was asked for: {outcome}")},
    {EVENT_SOURCE, ANY, N_("{text}: {meaning}")},
    {EVENT_SOURCE, ANY, N_("{source}, {text}: {said}")},
    {EVENT_SOURCE, OUTCOME_OK, N_("{source}: {text}")},
    {EVENT_SOURCE, ANY, N_("{source}, {text}: {outcome} ({reason})")},
    {EVENT_SOURCE, ANY, N_("{source}, {text}: {outcome}, HTTP status {code}")},
    {EVENT_SOURCE, ANY, N_("{source}, {text}: {outcome}")},
    {EVENT_SOURCE, ANY, N_("a source of settings was asked: {outcome}")},
    {EVENT_DANE, OUTCOME_OK, N_("the certificate fits the TLSA record {text}")},
    {EVENT_DANE, OUTCOME_OK, N_("the certificate fits a TLSA record")},
    {EVENT_DANE, OUTCOME_DENIED, N_("the TLSA record {text} is for {subject}: {status}")},
    {EVENT_DANE, OUTCOME_DENIED, N_("the TLSA record {text} fits, but: {status}")},
    {EVENT_DANE, OUTCOME_DENIED, N_("the certificate fits none of the TLSA records {list}")},
    {EVENT_DANE, OUTCOME_NOTOFFERED,
     N_("the TLSA records {list} are not of a kind for mail servers")},
    {EVENT_DANE, ANY, N_("the certificate was not compared with the TLSA records: {reason}")},
    {EVENT_DANE, ANY, N_("the certificate and the TLSA records: {outcome}")},
    {EVENT_LOCAL, ANY, N_("this computer: {kind} {told}")},
    {EVENT_LOCAL, ANY, N_("this computer: {kind}")},
    {EVENT_LOCAL, ANY, N_("this computer was looked at")},
};

struct shown {
	const struct event *e;
	bool ascii;
};

/* The lines of a reply, which the event joins by newlines, beside each other. */
static char *in_one_line(const struct shown *from, const char *text)
{
	struct strs lines = {0}, shown = {0};

	strs_split(&lines, text, "\n");
	for (size_t i = 0; i < lines.n; i++)
		strs_append(&shown, esc_text(lines.v[i], strlen(lines.v[i]), from->ascii));
	char *all = strs_join(&shown, " / ");

	strs_clear(&shown);
	strs_clear(&lines);
	return all;
}

static char *escaped(const struct shown *from, const char *text)
{
	if (!text || !*text)
		return NULL;
	return from->e->type == EVENT_GREETING || from->e->type == EVENT_REPLY
		   ? in_one_line(from, text)
		   : esc_text(text, strlen(text), from->ascii);
}

/* The first line of bytes outside the protocol, not too long. */
static char *beginning(const struct shown *from, const char *bytes)
{
	size_t len = bytes ? strcspn(bytes, "\r\n") : 0;
	bool cut = len > BYTES_SHOWN_MAX || (bytes && bytes[len + strspn(bytes + len, "\r\n")]);

	if (!len)
		return escaped(from, bytes);
	if (len > BYTES_SHOWN_MAX)
		for (len = BYTES_SHOWN_MAX; len && ((unsigned char)bytes[len] & 0xc0) == 0x80;)
			len--; /* not within a character */
	char *shown = esc_text(bytes, len, from->ascii);
	char *text = cut ? mem_printf("%s ...", shown) : mem_strdup(shown);

	free(shown);
	return text;
}

static char *joined(const struct shown *from)
{
	char *all = strs_join(&from->e->list, ", ");
	char *text = escaped(from, all);

	free(all);
	return text;
}

static char *status_words(unsigned status)
{
	static const struct {
		unsigned bit;
		const char *words;
	} bits[] = {
	    {CERT_UNTRUSTED, N_("this computer doesn't trust its issuer")},
	    {CERT_SELF_SIGNED, N_("it is self-signed")},
	    {CERT_EXPIRED, N_("it has expired")},
	    {CERT_NOT_YET_VALID, N_("it is not valid yet")},
	    {CERT_WRONG_NAME, N_("it is for another name")},
	    {CERT_REVOKED, N_("it has been revoked")},
	    {CERT_WEAK, N_("its key or signature is too weak")},
	    {CERT_BAD_PURPOSE, N_("it is not meant for servers")},
	    {CERT_BAD_SIGNATURE, N_("its signature is wrong")},
	    {CERT_MISSING_STAPLE, N_("it promises a proof of validity (OCSP), which is missing")},
	    {CERT_BAD_STAPLE, N_("its proof of validity (OCSP) is wrong")},
	    {CERT_BAD_CONSTRAINTS, N_("its issuer may not issue it")},
	    {CERT_NO_NAME, N_("it has no server name")},
	    {CERT_OTHER, N_("it was not accepted")},
	    {CERT_MISSING_ISSUER, N_("its issuer's certificate was not sent")},
	};
	struct strs words = {0};

	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
		if (status & bits[i].bit)
			strs_add(&words, _(bits[i].words));
	char *text = words.n ? strs_join(&words, "; ") : NULL;

	strs_clear(&words);
	return text;
}

/* "Insecure" is not alarming: it only means unsigned. */
static char *dnssec_words(enum dnssec d)
{
	static const char *const words[DNSSEC_COUNT_] = {
	    [DNSSEC_SECURE] = N_("signed and valid"),
	    [DNSSEC_INSECURE] = N_("not signed"),
	    [DNSSEC_BOGUS] = N_("signed and invalid"),
	    [DNSSEC_UNKNOWN] = N_("not known"),
	};

	return words[d] ? mem_strdup(_(words[d])) : NULL;
}

/* The offer of a further handshake, as in tls_offer_name(). */
static char *offer_words(const struct shown *from)
{
	static const char *const words[TLS_OFFER_COUNT_] = {
	    [TLS_OFFER_COMMON] = N_("only the most common key exchanges"),
	    [TLS_OFFER_SMALL] = N_("a short ClientHello"),
	    [TLS_OFFER_LARGE] = N_("a ClientHello as long as with post-quantum keys"),
	};
	enum tls_offer t = tls_offer_from_name(from->e->detail);

	return t < TLS_OFFER_COUNT_ && words[t] ? mem_strdup(_(words[t]))
						: escaped(from, from->e->detail);
}

static bool is_of_hosts(enum lookup_type lookup)
{
	return lookup == LOOKUP_MX || lookup == LOOKUP_A || lookup == LOOKUP_AAAA;
}

/* The names whose value is not simply a field's text. */
static char *special(const struct shown *from, const char *name)
{
	const struct event *e = from->e;

	if (str_eq(name, "errno")) /* only if it says more than the outcome */
		return e->err > 0 &&
			       (e->outcome == OUTCOME_UNREACHABLE || e->outcome == OUTCOME_DENIED)
			   ? mem_strdup(strerror(e->err))
			   : NULL;
	if (str_eq(name, "gai"))
		return e->err ? mem_strdup(gai_strerror(e->err)) : NULL;
	if (str_eq(name, "who"))
		return mem_strdup(e->flags & EVENT_SENT ? _("this computer sent")
							: _("the server sent"));
	if (str_eq(name, "line"))
		return e->flags & EVENT_UNDER_TLS ? escaped(from, e->text) : NULL;
	if (str_eq(name, "encrypted_list"))
		return e->flags & EVENT_UNDER_TLS && e->list.n ? joined(from) : NULL;
	if (str_eq(name, "text") && (e->type == EVENT_BYTES_RECEIVED || e->type == EVENT_LEFTOVER))
		return beginning(from, e->text);
	if (str_eq(name, "meaning"))
		return words_source_meaning(e, from->ascii);
	if (str_eq(name, "said"))
		return words_source_servers(e);
	if (str_eq(name, "missing")) /* of a name that need not exist, only the record is missing */
		return e->err == DOMAIN_RCODE_NXDOMAIN && is_of_hosts(e->lookup)
			   ? escaped(from, e->host)
			   : NULL;
	if (str_eq(name, "service"))
		return mem_strdup(_(service_row(e->service)->title));
	if (str_eq(name, "told")) {
		char *plain = event_local_words(from->e), *text = escaped(from, plain);

		free(plain);
		return text;
	}
	if (str_eq(name, "detail") && e->type == EVENT_TLS_OFFER && e->detail)
		return offer_words(from);
	if (str_eq(name, "version"))
		return escaped(from, tls_version_words(e->version));
	if (str_eq(name, "status"))
		return status_words(e->status);
	if (str_eq(name, "reason")) /* ours are marked, a library's are in its own language */
		return e->reason && *e->reason ? escaped(from, _(e->reason)) : NULL;
	if (str_eq(name, "us"))
		return words_time(e->us);
	if (str_eq(name, "num"))
		return mem_printf("%d", e->type == EVENT_TLS_CERT ? e->num + 1 : e->num);
	return NULL;
}

static char *field_value(const struct shown *from, const struct field *field)
{
	const void *at = field_at(field, from->e);

	switch (field->kind) {
	case FIELD_INT:
		return *(const int *)at ? mem_printf("%d", *(const int *)at) : NULL;
	case FIELD_INT64:
		return *(const int64_t *)at ? words_date(*(const int64_t *)at) : NULL;
	case FIELD_TEXT:
		return escaped(from, *(char *const *)at);
	case FIELD_LIST:
		return joined(from);
	case FIELD_STAGE:
		return mem_strdup(words_stage(*(const enum stage *)at));
	case FIELD_OUTCOME:
		return mem_strdup(words_ended(from->e->stage, *(const enum outcome *)at));
	case FIELD_SECURITY:
		return mem_strdup(words_security(*(const enum security *)at));
	case FIELD_FAMILY:
		return mem_strdup(words_family(*(const enum family *)at));
	case FIELD_LOOKUP_TYPE:
		return mem_strdup(lookup_type_name(*(const enum lookup_type *)at));
	case FIELD_SOURCE:
		return mem_strdup(words_source(*(const enum source *)at));
	case FIELD_DNSSEC:
		return dnssec_words(*(const enum dnssec *)at);
	case FIELD_LOCAL_KIND:
		return *(const enum local_kind *)at
			   ? mem_strdup(local_kind_name(*(const enum local_kind *)at))
			   : NULL;
	default:
		return NULL;
	}
}

static char *value(const char *name, const void *user)
{
	const struct shown *from = user;
	char *text = special(from, name);

	for (size_t i = 0; !text && i < event_fields.n; i++)
		if (str_eq(event_fields.v[i].name, name))
			text = field_value(from, &event_fields.v[i]);
	return text;
}

static char *sentence(const struct shown *from)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].type != from->e->type ||
		    (rows[i].outcome != ANY && rows[i].outcome != from->e->outcome))
			continue;
		if (fill_complete(rows[i].text, value, from))
			return fill_text(_(rows[i].text), value, from);
	}
	return mem_strdup(event_type_name(from->e->type));
}

char *words_event(const struct event *e, bool ascii)
{
	struct shown from = {e, ascii};
	char *text = sentence(&from);
	/* TRANSLATORS: seconds since the run began, with milliseconds; then what happened. */
	char *line = mem_printf(_("%d.%03d s  %s"), (int)(e->at_us / 1000000),
				(int)(e->at_us / 1000 % 1000), text);

	free(text);
	return line;
}
