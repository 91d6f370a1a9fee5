/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What answers, and how the conversation continues after a greeting. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "advice/refusals.h"
#include "know/server_limits.h"

#include <string.h>

/* ---- who answers ---- */

enum speaker {
	SPEAKER_NOBODY,
	SPEAKER_SMTP,
	SPEAKER_IMAP,
	SPEAKER_POP3,
	SPEAKER_SIEVE,
	SPEAKER_HTTP,
	SPEAKER_SSH,
	SPEAKER_FTP,
	SPEAKER_TLS,
	SPEAKER_OTHER
};

static enum speaker speaker_of(const char *text)
{
	static const struct {
		const char *start;
		enum speaker speaker;
	} starts[] = {{"HTTP/", SPEAKER_HTTP},	   {"<!DOCTYPE", SPEAKER_HTTP},
		      {"<html", SPEAKER_HTTP},	   {"SSH-", SPEAKER_SSH},
		      {"+OK", SPEAKER_POP3},	   {"-ERR", SPEAKER_POP3},
		      {"* OK", SPEAKER_IMAP},	   {"* BYE", SPEAKER_IMAP},
		      {"* PREAUTH", SPEAKER_IMAP}, {"\"IMPLEMENTATION\"", SPEAKER_SIEVE},
		      {"220", SPEAKER_SMTP},	   {"421", SPEAKER_SMTP},
		      {"554", SPEAKER_SMTP}};

	if (!text || !*text)
		return SPEAKER_NOBODY;
	if ((text[0] == 0x15 || text[0] == 0x16) && text[1] == 0x03)
		return SPEAKER_TLS; /* a record: alert or handshake, RFC 8446 section 5.1 */
	if ((unsigned char)text[0] == 0x80 && text[1] == 0x03)
		return SPEAKER_TLS; /* SSL 2.0's error */
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (str_istarts(text, starts[i].start))
			return starts[i].speaker == SPEAKER_SMTP && str_icontains(text, "FTP")
				   ? SPEAKER_FTP
				   : starts[i].speaker;
	return SPEAKER_OTHER;
}

static bool is_mail_speaker(enum speaker s)
{
	return s >= SPEAKER_SMTP && s <= SPEAKER_SIEVE;
}

/* A mail speaker's. */
static enum protocol protocol_of(enum speaker s)
{
	static const enum protocol protocols[] = {[SPEAKER_SMTP] = PROTOCOL_SMTP,
						  [SPEAKER_IMAP] = PROTOCOL_IMAP,
						  [SPEAKER_POP3] = PROTOCOL_POP3,
						  [SPEAKER_SIEVE] = PROTOCOL_SIEVE};

	return protocols[s];
}

static bool speaks_own_protocol(enum speaker s, enum protocol p)
{
	return is_mail_speaker(s) && protocol_of(s) == p;
}

/* A web server that waits for its client; or a mail server of another kind under TLS, where clear text
 * was expected. */
static bool is_strange(const struct row *r, const struct event *tls_check)
{
	enum speaker s = speaker_of(tls_check->text);

	if (tls_check->outcome != OUTCOME_OK || r->e->security == SECURITY_TLS)
		return s == SPEAKER_HTTP;
	return is_mail_speaker(s) && !speaks_own_protocol(s, r->service->protocol);
}

/* The bytes that did not parse, or NULL. */
static const struct event *strange_bytes(const struct row *r)
{
	const struct event *tls_check = r->f->tls_check;

	if (r->f->bytes)
		return r->f->bytes;
	return tls_check && is_strange(r, tls_check) ? tls_check : NULL;
}

/* The sender of the bytes that did not parse in that stage. */
static enum speaker stranger(const struct row *r)
{
	const struct event *bytes = strange_bytes(r);

	return bytes ? speaker_of(bytes->text) : SPEAKER_NOBODY;
}

static bool cite_bytes(const struct row *r, struct draft *d)
{
	draft_cite_event(d, strange_bytes(r));
	draft_quote(d, strange_bytes(r) ? strange_bytes(r)->text : NULL);
	return true;
}

const struct event *row_speaks_http(const struct row *r)
{
	return stranger(r) == SPEAKER_HTTP ? strange_bytes(r) : NULL;
}

RULE(proto_ssh)
{
	return stranger(r) == SPEAKER_SSH && cite_bytes(r, d);
}

/* Where a handshake is due, a goodbye or a refusal in clear text: what the server cannot do it says
 * so. */
static const struct event *refusal_in_clear(const struct row *r)
{
	const struct event *bytes = r->f->bytes;

	return r->e->security == SECURITY_TLS && row_is_mail(r) && !r->secured && bytes &&
		       row_ended(r, STAGE_TLS, OUTCOME_BADREPLY) &&
		       text_refuses(r->service->protocol, bytes->text)
		   ? bytes
		   : NULL;
}

const struct event *row_counted_in_clear(const struct row *r, enum refusal_meaning meaning)
{
	const struct event *said = refusal_in_clear(r);
	enum server_limit kind = said ? server_limit_of(NULL, said->text) : SERVER_LIMIT_NONE;

	return (kind == SERVER_LIMIT_CONNECTIONS && meaning == REFUSAL_MEANS_CONNECTIONS) ||
		       (kind == SERVER_LIMIT_ATTEMPTS && meaning == REFUSAL_MEANS_ATTEMPTS)
		   ? said
		   : NULL;
}

/* Words in clear text that the server's own encryption is broken. */
static const struct event *tls_fault_in_clear(const struct judge *j, const struct row *r)
{
	const struct event *said = refusal_in_clear(r);

	return said && reply_tells_tls_fault(j, r, said) ? said : NULL;
}

/* After STARTTLS the host says the same as where TLS begins at once: one cause. */
static const struct event *fault_after_starttls(const struct judge *j, const struct row *r)
{
	const struct event *said = row_tells_tls_fault(j, r);

	for (size_t i = 0; said && i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && row_same_host(j, other, r) && tls_fault_in_clear(j, other))
			return said;
	}
	return NULL;
}

/* {fault}: the server says that its encryption is broken. */
RULE(tls_refused_in_clear)
{
	const struct event *later = fault_after_starttls(j, r);
	const struct event *said = later ? later : refusal_in_clear(r);
	bool fault = later || tls_fault_in_clear(j, r);

	if (!said || row_counted_in_clear(r, REFUSAL_MEANS_CONNECTIONS) ||
	    row_counted_in_clear(r, REFUSAL_MEANS_ATTEMPTS))
		return false;
	draft_arg(d, "fault", fault ? "yes" : NULL);
	draft_key(d, fault ? "fault" : "");
	draft_explain(j, r, said, d);
	draft_cite_stage(d, r, later ? STAGE_STARTTLS : STAGE_TLS);
	return true;
}

/* The port is that protocol's own, with such a beginning. */
static bool is_port_for(const struct row *r, enum security security)
{
	enum service own = service_for_port(r->e->port);

	return own != SERVICE_COUNT_ && service_row(own)->security == security &&
	       service_row(own)->protocol == r->service->protocol;
}

/* The server speaks its protocol in clear text where TLS was begun; cites it. */
static bool begins_in_clear(const struct row *r, struct draft *d)
{
	const struct event *tls_check = r->f->tls_check;

	if (r->e->security != SECURITY_TLS || !row_is_mail(r) || r->secured || refusal_in_clear(r))
		return false;
	if (tls_check && tls_check->outcome == OUTCOME_OK) {
		draft_cite_event(d, tls_check);
		draft_quote(d, tls_check->text);
		return true;
	}
	return row_ended(r, STAGE_TLS, OUTCOME_BADREPLY) &&
	       speaks_own_protocol(stranger(r), r->service->protocol) && cite_bytes(r, d);
}

/* The same port of that server offers STARTTLS to a row that waits for its greeting; or NULL. */
static const struct row *starttls_twin(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->e->port == r->e->port &&
		    other->service->protocol == r->service->protocol &&
		    row_same_host(j, other, r) && row_offers_starttls(other))
			return other;
	}
	return NULL;
}

/* Rows of several protocols begin in clear text. */
static bool begins_so_elsewhere(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->service->protocol != r->service->protocol &&
		    other->e->security == SECURITY_TLS &&
		    row_ended(other, STAGE_TLS, OUTCOME_BADREPLY))
			return true;
	}
	return false;
}

/* {scheme}: what a server's address begins with without TLS from the first byte, if all rows are of one protocol.
 * Programs write pop:// or pop3://. */
static void tell_scheme(const struct judge *j, const struct row *r, struct draft *d)
{
	if (!begins_so_elsewhere(j, r))
		draft_arg(d, "scheme",
			  r->service->protocol == PROTOCOL_SMTP	  ? "smtp"
			  : r->service->protocol == PROTOCOL_IMAP ? "imap"
								  : NULL);
}

/* {relay}: at port 25 there is no login. */
RULE(proto_starttls_on_tls_setting)
{
	const struct row *twin = starttls_twin(j, r);

	if ((!twin && !is_port_for(r, SECURITY_STARTTLS)) || !begins_in_clear(r, d))
		return false;
	if (twin)
		draft_cite(d, twin->f->caps.event);
	else
		d->certainty = CERTAINTY_LIKELY;
	draft_arg(d, "relay", r->e->port == 25 ? "25" : NULL);
	tell_scheme(j, r, d);
	return true;
}

RULE(proto_plain_on_tls_port)
{
	return !starttls_twin(j, r) && !is_port_for(r, SECURITY_STARTTLS) && begins_in_clear(r, d);
}

/* A bridge or proxy on this computer needs no encryption. */
RULE(proto_plain_here)
{
	return address_is_localhost(r->e->host) && !starttls_twin(j, r) && begins_in_clear(r, d);
}

static bool cite_tls_from_the_first_byte(const struct row *r, struct draft *d)
{
	const struct event *tls_check = r->f->tls_check;

	if (r->e->security == SECURITY_TLS || r->greeted)
		return false;
	if (tls_check && tls_check->outcome == OUTCOME_OK)
		draft_cite_event(d, tls_check);
	if (stranger(r) == SPEAKER_TLS)
		draft_cite_event(d, r->f->bytes);
	return d->evidence_n > 0;
}

/* Under TLS the port greets as its service does. */
static bool greets_under_tls(const struct row *r)
{
	const struct event *tls_check = r->f->tls_check;

	return tls_check && tls_check->outcome == OUTCOME_OK &&
	       speaks_own_protocol(speaker_of(tls_check->text), r->service->protocol);
}

static bool is_usual_port(const struct judge *j, const struct row *r)
{
	return r->e->port == r->service->port || j->f->target->provider ||
	       is_port_for(r, SECURITY_TLS);
}

/* A proxy that looks for TLS first waits for the client, which waits for the greeting. */
RULE(greeting_waits)
{
	const struct event *tls_check = r->f->tls_check;

	if (!row_ended(r, STAGE_GREETING, OUTCOME_TIMEOUT) || row_has_begun_to_greet(r) ||
	    !tls_check || (tls_check->outcome == OUTCOME_OK) != (r->e->security == SECURITY_TLS) ||
	    !speaks_own_protocol(speaker_of(tls_check->text), r->service->protocol))
		return false;
	draft_cite(d, r->f->connected_event);
	draft_cite_stage(d, r, STAGE_GREETING);
	draft_cite_event(d, tls_check);
	draft_quote(d, tls_check->text);
	return true;
}

/* TLS without a word of that mail service, at a port where none is usual. */
static bool is_other_tls(const struct judge *j, const struct row *r)
{
	const struct event *tls_check = r->f->tls_check;

	return !greets_under_tls(r) && !is_mail_speaker(stranger(r)) &&
	       (!is_usual_port(j, r) ||
		(tls_check && tls_check->outcome == OUTCOME_OK && tls_check->text));
}

/* RFC 5804 knows STARTTLS only: hardly any program can be set otherwise. */
RULE(proto_tls_on_sieve_port)
{
	return r->service->protocol == PROTOCOL_SIEVE && !is_other_tls(j, r) &&
	       cite_tls_from_the_first_byte(r, d);
}

/* The row's service begins with TLS where clear text is usual; cites it. */
static bool begins_with_tls(const struct judge *j, const struct row *r, struct draft *d)
{
	return !is_other_tls(j, r) && !is_mail_speaker(stranger(r)) &&
	       cite_tls_from_the_first_byte(r, d);
}

/* The same port of that server greets under TLS in a row that begins with it; or NULL. */
static const struct row *tls_twin(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->e->security == SECURITY_TLS && other->secured &&
		    other->greeted && other->e->port == r->e->port &&
		    other->service->protocol == r->service->protocol && row_same_host(j, other, r))
			return other;
	}
	return NULL;
}

/* Silent or cut off in clear text, and well under TLS: whatever a second look at it saw. */
static const struct row *speaks_beside(const struct judge *j, const struct row *r)
{
	bool waits = row_ended(r, STAGE_GREETING, OUTCOME_TIMEOUT) ||
		     outcome_is_cut(row_outcome(r, STAGE_GREETING));

	return r->e->security == SECURITY_TLS || !waits ? NULL : tls_twin(j, r);
}

RULE(proto_tls_on_plain_port)
{
	const struct row *beside = speaks_beside(j, r);

	if (!beside && !begins_with_tls(j, r, d))
		return false;
	draft_published(j, r, d);
	if (beside) {
		draft_cite_event(d, beside->f->greeting);
		return true;
	}
	bool usual = is_port_for(r, SECURITY_TLS);

	if (!greets_under_tls(r) && !usual)
		d->certainty = CERTAINTY_LIKELY;
	if (!usual)
		draft_arg_number(d, "oddport", r->e->port);
	return true;
}

/* ---- TLS from the first byte at port 25 ---- */

static bool is_shut_for_sending(const struct judge *j, const struct row *r)
{
	return r->counted && r->service->purpose == PURPOSE_SEND && r->tcp == OUTCOME_REFUSED &&
	       row_is_shut_there(j, r);
}

/* The host's port 25 if it begins with TLS; cites it.  NULL: it doesn't. */
static const struct row *tls_on_25(const struct judge *j, const struct row *r, struct draft *d)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->service->purpose == PURPOSE_DELIVERY &&
		    row_same_host(j, r, other) && begins_with_tls(j, other, d))
			return other;
	}
	return NULL;
}

/* {closed}: the host's ports for sending, if each of them refuses. */
static bool tell_closed(const struct judge *j, const struct row *r, struct draft *d)
{
	struct strs closed = {0};
	bool all = true;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !row_same_host(j, r, other) ||
		    other->service->purpose != PURPOSE_SEND)
			continue;
		if (is_shut_for_sending(j, other))
			row_add_port(other, &closed);
		else
			all = false;
	}
	all = all && closed.n;
	if (all)
		draft_arg_list(d, "closed", &closed);
	strs_clear(&closed);
	return all;
}

/* Other servers begin in clear text there (RFC 5321), and a person that typed the port can set TLS. Ports for sending
 * that refuse beside it: their lines in Postfix's master.cf are commented out, and their options are not. */
RULE(proto_tls_on_25)
{
	bool is_25 = r->service->purpose == PURPOSE_DELIVERY;
	const struct row *relay = is_25 || is_shut_for_sending(j, r) ? tls_on_25(j, r, d) : NULL;

	if (!relay || !row_same_host(j, relay, r) || (is_25 && relay->greeted) ||
	    (!judge_asks_only_mx(j) &&
	     target_asks_for(j->f->target, relay->e->service, relay->e->port)))
		return false;
	bool closed = tell_closed(j, r, d);

	if (closed || !greets_under_tls(relay))
		d->certainty = CERTAINTY_LIKELY;
	if (!is_25)
		draft_cite_stage(d, r, STAGE_TCP);
	return is_25 || closed;
}

/* The web, for one, waits to be asked. */
RULE(proto_tls_without_mail)
{
	const struct event *tls_check = r->f->tls_check;
	bool waits = r->secured && !is_usual_port(j, r) &&
		     row_ended(r, STAGE_GREETING, OUTCOME_TIMEOUT) && !row_has_begun_to_greet(r);

	if (!row_is_mail(r))
		return false;
	if (waits) {
		draft_cite_event(d, r->f->session);
		draft_cite_stage(d, r, STAGE_GREETING);
		return true;
	}
	if (!is_other_tls(j, r) || !cite_tls_from_the_first_byte(r, d))
		return false;
	draft_quote(d, tls_check ? tls_check->text : NULL);
	return true;
}

/* It agreed to STARTTLS, and answered the ClientHello as if it were a line of text. */
static bool ignores_starttls(const struct row *r)
{
	enum speaker s = stranger(r);

	return r->e->security == SECURITY_STARTTLS && r->greeted &&
	       row_ended(r, STAGE_TLS, OUTCOME_BADREPLY) && !row_is_injected(r) &&
	       !text_is_farewell(r->service->protocol, r->f->bytes ? r->f->bytes->text : NULL) &&
	       (is_mail_speaker(s) || s == SPEAKER_OTHER);
}

RULE(starttls_ignored)
{
	return ignores_starttls(r) && cite_bytes(r, d);
}

static bool is_nonsense_stage(const struct row *r)
{
	return row_ended(r, STAGE_GREETING, OUTCOME_BADREPLY) ||
	       row_ended(r, STAGE_TLS, OUTCOME_BADREPLY);
}

/* What answers is what the port is for: only the entry is wrong. */
static bool speaks_usual_protocol(const struct row *r)
{
	enum service own = service_for_port(r->e->port);

	return own != SERVICE_COUNT_ &&
	       speaks_own_protocol(stranger(r), service_row(own)->protocol);
}

static bool speaks_other_mail(const struct row *r)
{
	return row_is_mail(r) && is_mail_speaker(stranger(r)) && !ignores_starttls(r) &&
	       !speaks_own_protocol(stranger(r), r->service->protocol);
}

enum purpose row_spoken_purpose(const struct row *r)
{
	static const enum purpose purposes[] = {[SPEAKER_SMTP] = PURPOSE_SEND,
						[SPEAKER_IMAP] = PURPOSE_RECEIVE,
						[SPEAKER_POP3] = PURPOSE_RECEIVE,
						[SPEAKER_SIEVE] = PURPOSE_FILTER};

	return speaks_other_mail(r) && is_nonsense_stage(r) ? purposes[stranger(r)]
							    : PURPOSE_COUNT_;
}

/* Another port of the host where the protocol that is wanted greets, and takes a login if one is needed; or NULL. */
static const struct row *right_port(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->greeted && row_same_host(j, other, r) &&
		    other->service->protocol == r->service->protocol &&
		    (other->service->purpose == r->service->purpose ||
		     login_takes_password(&other->login)))
			return other;
	}
	return NULL;
}

static const char *const protocol_names[PROTOCOL_COUNT_] = {[PROTOCOL_SMTP] = "SMTP",
							    [PROTOCOL_IMAP] = "IMAP",
							    [PROTOCOL_POP3] = "POP3",
							    [PROTOCOL_SIEVE] = "ManageSieve"};

/* Where only the entry is wrong, the server isn't at fault. */
static void tell_entry(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct row *right = right_port(j, r);
	bool reads = r->service->purpose == PURPOSE_RECEIVE &&
		     (stranger(r) == SPEAKER_IMAP || stranger(r) == SPEAKER_POP3);

	draft_arg(d, "wanted", protocol_names[r->service->protocol]);
	draft_arg(d, "reads", reads ? "yes" : NULL);
	if (right) {
		draft_arg_number(d, "right", right->e->port);
		draft_cite_event(d, right->f->greeting);
	}
	if (speaks_usual_protocol(r))
		d->place = PLACE_UNKNOWN;
	else
		draft_arg_number(d, "oddport", r->e->port);
}

RULE(proto_other_mail)
{
	if (!speaks_other_mail(r))
		return false;
	const char *speaks = protocol_names[protocol_of(stranger(r))];

	draft_arg(d, "speaks", speaks);
	draft_key_print(d, "%s %d", speaks, r->e->service);
	tell_entry(j, r, d);
	return is_nonsense_stage(r) && cite_bytes(r, d);
}

/* An FTP server greets with 220 too, and the dialog goes on until the server objects. */
RULE(proto_ftp)
{
	const struct event *greeting = r->f->greeting;

	if (stranger(r) == SPEAKER_FTP)
		return cite_bytes(r, d);
	if (r->service->protocol != PROTOCOL_SMTP || !greeting ||
	    !str_icontains(greeting->text, "FTP") || str_icontains(greeting->text, "SMTP") ||
	    row_ready(r))
		return false;
	draft_cite_event(d, greeting);
	draft_quote(d, greeting->text);
	return true;
}

/* A mail server greets at another port of the address. */
static bool has_mail_beside(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->greeted && row_same_address(other, r) &&
		    other->service->protocol == r->service->protocol)
			return true;
	}
	return false;
}

RULE(proto_garbage)
{
	if (!is_nonsense_stage(r) || r->f->limit || stranger(r) != SPEAKER_OTHER ||
	    ignores_starttls(r) || row_is_injected(r) || row_breaks_greeting(r))
		return false;
	if (has_mail_beside(j, r))
		d->certainty = CERTAINTY_LIKELY;
	return cite_bytes(r, d);
}

/* ---- the rest of the talk ---- */

static const enum stage talk_stages[] = {STAGE_CAPS, STAGE_STARTTLS, STAGE_CAPS_TLS};

/* The stage of the conversation with that end, or STAGE_COUNT_; breaking off in STARTTLS has its
 * own rule. */
static enum stage stage_of_talk(const struct row *r, enum outcome outcome)
{
	for (size_t i = 0; i < sizeof talk_stages / sizeof *talk_stages; i++)
		if (row_ended(r, talk_stages[i], outcome) &&
		    !(talk_stages[i] == STAGE_STARTTLS &&
		      (outcome_is_cut(outcome) || outcome == OUTCOME_DENIED)))
			return talk_stages[i];
	return STAGE_COUNT_;
}

static bool tell_talk(const struct row *r, enum outcome outcome, struct draft *d)
{
	enum stage stage = stage_of_talk(r, outcome);

	if (stage == STAGE_COUNT_)
		return false;
	draft_cite_stage(d, r, stage);
	draft_cite_event(d, r->f->closed);
	return true;
}

RULE(proto_limit)
{
	if (!r->f->limit || r->f->limit->stage == STAGE_TLS) /* of certificates: tls.cert.limit */
		return false;
	draft_cite_event(d, r->f->limit);
	draft_arg(d, "limit", r->f->limit->text);
	draft_arg_number(d, "most", r->f->limit->num);
	return true;
}

/* {bare}: after the greeting, not a word came. */
RULE(proto_ended)
{
	bool bare = r->f->greeting && !r->f->hello && !r->f->caps.event && !r->f->starttls_reply;

	draft_arg(d, "bare", bare ? "yes" : NULL);
	draft_arg(d, "protocol", row_protocol_alone(j, r));
	draft_key(d, bare ? "bare" : "");
	return tell_talk(r, rule->outcome, d);
}

RULE(proto_bad_reply)
{
	if (r->f->limit || r->f->wrong_code || !tell_talk(r, OUTCOME_BADREPLY, d))
		return false;
	draft_cite_event(d, r->f->bytes);
	return true;
}
