/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Greetings and conversations: who answers, whether as expected, and whether STARTTLS is to be had.
 */
#include "config.h"
#include "reason/rules.h"

#include "base/mem.h"
#include "know/interceptors.h"
#include "know/phrases.h"

#include <stdlib.h>
#include <string.h>

#define SLOW_GREETING_US 4000000 /* longer than any healthy round trip; postscreen waits 6 s */
#define QUOTE_MAX 200		 /* bytes of the server's own words that go into a sentence */

static enum outcome stage_outcome(const struct row *r, enum stage stage)
{
	return r->f->stages[stage].outcome;
}

static bool ended_with(const struct row *r, enum stage stage, enum outcome outcome)
{
	return stage_outcome(r, stage) == outcome;
}

/* The first line of what was said, cut to a length that fits into a sentence. */
static void quote_reply(struct draft *d, int code, const char *text)
{
	size_t len = text ? strcspn(text, "\r\n") : 0;
	char *cut = mem_strndup(text ? text : "", len < QUOTE_MAX ? len : QUOTE_MAX);
	char *whole = code ? mem_printf("%d %s", code, cut) : mem_strdup(cut);

	draft_arg(d, "text", whole);
	free(whole);
	free(cut);
}

static void quote(struct draft *d, const char *text)
{
	quote_reply(d, 0, text);
}

/* What the refusal means, where its words are known; of rows from memory only the kind is used. */
static const struct phrase *known_words(const struct judge *j, const struct row *r,
					const struct event *ev)
{
	return phrase_find(r->service->protocol, ev->code, ev->text, j->f->target->provider);
}

static void explain(const struct judge *j, const struct row *r, const struct event *ev,
		    struct draft *d)
{
	const struct phrase *known = ev ? known_words(j, r, ev) : NULL;

	draft_cite_event(d, ev);
	quote_reply(d, ev ? ev->code : 0, ev ? ev->text : NULL);
	if (!known || !known->confirmed)
		return;
	draft_arg(d, FINDING_ARG_MEANING, known->meaning);
	draft_arg(d, FINDING_ARG_ACTION, known->action);
}

/* ---- who answers -------------------------------------------------------------------------- */

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

/* A TLS record of type alert or handshake, RFC 8446 section 5.1. */
static bool is_tls_record(const char *text)
{
	return (text[0] == 0x15 || text[0] == 0x16) && text[1] == 0x03;
}

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
	if (is_tls_record(text))
		return SPEAKER_TLS;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (str_istarts(text, starts[i].start))
			return starts[i].speaker == SPEAKER_SMTP && str_icontains(text, "FTP")
				   ? SPEAKER_FTP
				   : starts[i].speaker;
	return SPEAKER_OTHER;
}

/* The bytes that made no sense, NULL without any.  A web server is silent until somebody else
 * speaks first. */
static const struct event *strange_bytes(const struct row *r)
{
	const struct event *sniff = r->f->sniff;

	if (r->f->bytes)
		return r->f->bytes;
	return sniff && speaker_of(sniff->text) == SPEAKER_HTTP ? sniff : NULL;
}

/* Who sent the bytes that made no sense in that stage. */
static enum speaker stranger(const struct row *r)
{
	return strange_bytes(r) ? speaker_of(strange_bytes(r)->text) : SPEAKER_NOBODY;
}

static bool speaks_own_protocol(enum speaker s, enum protocol p)
{
	return (p == PROTOCOL_SMTP && s == SPEAKER_SMTP) ||
	       (p == PROTOCOL_IMAP && s == SPEAKER_IMAP) ||
	       (p == PROTOCOL_POP3 && s == SPEAKER_POP3) ||
	       (p == PROTOCOL_SIEVE && s == SPEAKER_SIEVE);
}

static bool is_mail_speaker(enum speaker s)
{
	return s >= SPEAKER_SMTP && s <= SPEAKER_SIEVE;
}

static bool cite_bytes(const struct row *r, struct draft *d)
{
	draft_cite_event(d, strange_bytes(r));
	quote(d, strange_bytes(r) ? strange_bytes(r)->text : NULL);
	return true;
}

static bool is_mail(const struct row *r)
{
	return r->service->purpose != PURPOSE_CONTROL;
}

/* Two signs at least: web answers on mail ports, and more than one of them or a stranger's
 * certificate. */
RULE(rule_net_captive_portal)
{
	size_t signs = j->http_rows;

	for (size_t i = 0; i < j->rows.n && j->http_rows; i++) {
		const struct event *verify = j->rows.v[i].f->verify;

		signs += verify && (verify->status & CERT_WRONG_NAME);
	}
	if (signs < 2 || !j->http_rows)
		return false;
	if (is_mail(r) && stranger(r) == SPEAKER_HTTP)
		draft_cite_event(d, strange_bytes(r));
	else if (r->f->verify && (r->f->verify->status & CERT_WRONG_NAME))
		draft_cite_event(d, r->f->verify);
	return d->evidence_n > 0;
}

bool row_answers_http(const struct row *r)
{
	return is_mail(r) && stranger(r) == SPEAKER_HTTP;
}

RULE(rule_proto_http)
{
	(void)j;
	return row_answers_http(r) && cite_bytes(r, d);
}

RULE(rule_proto_ssh)
{
	(void)j;
	return stranger(r) == SPEAKER_SSH && cite_bytes(r, d);
}

RULE(rule_proto_plain_on_tls_port)
{
	const struct event *sniff = r->f->sniff;

	(void)j;
	if (r->e->security != SECURITY_TLS || !is_mail(r) || r->secured)
		return false;
	if (sniff && sniff->outcome == OUTCOME_OK) {
		draft_cite_event(d, sniff);
		quote(d, sniff->text);
		return true;
	}
	return ended_with(r, STAGE_TLS, OUTCOME_BADREPLY) &&
	       speaks_own_protocol(stranger(r), r->service->protocol) && cite_bytes(r, d);
}

RULE(rule_proto_tls_on_plain_port)
{
	const struct event *sniff = r->f->sniff;

	(void)j;
	if (r->e->security == SECURITY_TLS || r->greeted)
		return false;
	if (sniff && sniff->outcome == OUTCOME_OK)
		draft_cite_event(d, sniff);
	if (stranger(r) == SPEAKER_TLS)
		draft_cite_event(d, r->f->bytes);
	return d->evidence_n > 0;
}

RULE(rule_proto_other_mail)
{
	(void)j;
	if (!is_mail(r) || !is_mail_speaker(stranger(r)) ||
	    speaks_own_protocol(stranger(r), r->service->protocol))
		return false;
	if (!ended_with(r, STAGE_GREETING, OUTCOME_BADREPLY) &&
	    !ended_with(r, STAGE_TLS, OUTCOME_BADREPLY))
		return false;
	return cite_bytes(r, d);
}

/* An FTP server greets with 220 too, and a dialog goes on with it until it balks. */
RULE(rule_proto_ftp)
{
	const struct event *greeting = r->f->greeting;

	(void)j;
	if (stranger(r) == SPEAKER_FTP)
		return cite_bytes(r, d);
	if (r->service->protocol != PROTOCOL_SMTP || !greeting ||
	    !str_icontains(greeting->text, "FTP") || str_icontains(greeting->text, "SMTP") ||
	    row_ready(r))
		return false;
	draft_cite_event(d, greeting);
	quote(d, greeting->text);
	return true;
}

static bool is_nonsense_stage(const struct row *r)
{
	return ended_with(r, STAGE_GREETING, OUTCOME_BADREPLY) ||
	       ended_with(r, STAGE_TLS, OUTCOME_BADREPLY);
}

RULE(rule_proto_garbage)
{
	(void)j;
	return is_nonsense_stage(r) && !r->f->limit && stranger(r) == SPEAKER_OTHER &&
	       cite_bytes(r, d);
}

/* ---- greetings ---------------------------------------------------------------------------- */

RULE(rule_greeting_none)
{
	(void)j;
	if (!ended_with(r, STAGE_GREETING, OUTCOME_TIMEOUT))
		return false;
	draft_cite(d, r->f->connected_event);
	draft_cite_stage(d, r, STAGE_GREETING);
	return true;
}

static bool cite_greeting(const struct row *r, struct draft *d)
{
	draft_cite_event(d, r->f->greeting);
	draft_cite_stage(d, r, STAGE_GREETING);
	return true;
}

RULE(rule_greeting_closed)
{
	(void)j;
	return ended_with(r, STAGE_GREETING, OUTCOME_CLOSED) && cite_greeting(r, d);
}

RULE(rule_greeting_reset)
{
	(void)j;
	return ended_with(r, STAGE_GREETING, OUTCOME_RESET) && cite_greeting(r, d);
}

RULE(rule_greeting_slow)
{
	const struct fact_stage *s = &r->f->stages[STAGE_GREETING];

	(void)j;
	if (s->outcome != OUTCOME_OK || s->us < SLOW_GREETING_US)
		return false;
	draft_arg_number(d, "seconds", (long)((s->us + 500000) / 1000000));
	return cite_greeting(r, d);
}

static bool is_turned_away(const struct row *r)
{
	return r->f->greeting && ended_with(r, STAGE_GREETING, OUTCOME_DENIED);
}

/* RFC 5321 4yz, RFC 5530 UNAVAILABLE and INUSE, RFC 3206 SYS/TEMP, RFC 2449 IN-USE and LOGIN-DELAY.
 */
static bool is_temporary(const struct event *ev)
{
	static const char *const codes[] = {"UNAVAILABLE", "INUSE",  "LIMIT",
					    "SYS/TEMP",	   "IN-USE", "LOGIN-DELAY"};

	if (ev->code)
		return ev->code < 500;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (str_istarts(ev->enhanced, codes[i]))
			return true;
	return str_icontains(ev->text, "temporar") || str_icontains(ev->text, "too many");
}

/* What refusals that name a list of unwelcome addresses have in common. */
static bool names_list(const char *text)
{
	static const char *const words[] = {
	    "blocked using", "spamhaus",   "blacklist",	    "block list", "blocklist",
	    "block listed",  "barracuda",  "spamcop",	    "sorbs",	  "dnsbl",
	    "reputation",    "dynamic ip", "banned sending"};

	for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
		if (str_icontains(text, words[i]))
			return true;
	return false;
}

enum refusal { REFUSAL_NONE, REFUSAL_LISTED, REFUSAL_TEMPORARY, REFUSAL_FINAL };

static enum refusal refusal_of(const struct judge *j, const struct row *r)
{
	if (!is_turned_away(r))
		return REFUSAL_NONE;
	const struct phrase *known = known_words(j, r, r->f->greeting);

	if (names_list(r->f->greeting->text))
		return REFUSAL_LISTED;
	if (known && (known->kind == PHRASE_WAIT || known->kind == PHRASE_LIMIT))
		return REFUSAL_TEMPORARY;
	return is_temporary(r->f->greeting) ? REFUSAL_TEMPORARY : REFUSAL_FINAL;
}

static bool turned_away(const struct judge *j, const struct row *r, enum refusal refusal,
			struct draft *d)
{
	if (refusal_of(j, r) != refusal)
		return false;
	const struct phrase *known = known_words(j, r, r->f->greeting);
	char *key = mem_printf("%d %s", r->f->greeting->code, known ? known->meaning : "");

	explain(j, r, r->f->greeting, d);
	draft_key(d, key); /* one finding for each kind of thing that was said */
	free(key);
	return cite_greeting(r, d);
}

RULE(rule_greeting_listed)
{
	return turned_away(j, r, REFUSAL_LISTED, d);
}

RULE(rule_greeting_temporary)
{
	return turned_away(j, r, REFUSAL_TEMPORARY, d);
}

RULE(rule_greeting_refused)
{
	return turned_away(j, r, REFUSAL_FINAL, d);
}

/* ---- a box in between, by its own words ----------------------------------------------------- */

static const struct interceptor *banner_box(const struct row *r)
{
	const struct event *g = r->f->greeting;
	const struct interceptor *box;
	char *line;

	if (!g || !g->text)
		return NULL;
	int len = (int)strcspn(g->text, "\n");

	if (r->service->protocol == PROTOCOL_SMTP)
		line = mem_printf("%d %.*s", g->code, len, g->text);
	else
		line = mem_printf("%s%.*s", r->service->protocol == PROTOCOL_IMAP ? "* " : "", len,
				  g->text);
	box = interceptor_find_banner(line);
	free(line);
	return box && box->kind != INTERCEPTOR_FRONT ? box : NULL;
}

static bool tell_box(const struct row *r, const struct interceptor *box, struct draft *d)
{
	draft_arg(d, "product", box->product);
	draft_key(d, box->product);
	draft_cite_event(d, r->f->greeting);
	quote(d, r->f->greeting->text);
	if (!box->confirmed)
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

RULE(rule_proxy_scanner)
{
	const struct interceptor *box = banner_box(r);

	(void)j;
	return box && box->kind == INTERCEPTOR_SCANNER && tell_box(r, box, d);
}

/* Stars for letters: Cisco's ESMTP inspection (fixup) masks the greeting. */
static bool is_masked(const struct row *r)
{
	const struct event *g = r->f->greeting;

	return g && r->service->protocol == PROTOCOL_SMTP && g->text &&
	       strspn(g->text, "*20 ") >= 4 && strlen(g->text) == strspn(g->text, "*20 ") &&
	       strchr(g->text, '*');
}

RULE(rule_proxy_masked)
{
	(void)j;
	if (!is_masked(r))
		return false;
	quote(d, r->f->greeting->text);
	return cite_greeting(r, d);
}

RULE(rule_proxy_gateway)
{
	const struct interceptor *box = banner_box(r);

	(void)j;
	return box && box->kind != INTERCEPTOR_SCANNER && box->kind != INTERCEPTOR_PORTAL &&
	       !is_masked(r) && tell_box(r, box, d);
}

RULE(rule_proxy_portal)
{
	const struct interceptor *box = banner_box(r);

	(void)j;
	return box && box->kind == INTERCEPTOR_PORTAL && tell_box(r, box, d);
}

/* ---- STARTTLS ------------------------------------------------------------------------------- */

static bool lacks_starttls(const struct row *r)
{
	return r->greeted && ended_with(r, STAGE_STARTTLS, OUTCOME_NOTOFFERED);
}

/* "STARTTLS" overwritten to the same length: XXXXXXXA. */
static bool is_mask(const char *cap)
{
	size_t x = strspn(cap, "Xx");

	return x >= 4 && (cap[x] == '\0' || cap[x + 1] == '\0');
}

static bool has_mask(const struct row *r)
{
	for (size_t i = 0; r->f->caps.event && i < r->f->caps.list->n; i++)
		if (is_mask(r->f->caps.list->v[i]))
			return true;
	return false;
}

static bool offers_starttls(const struct row *r)
{
	return r->f->caps.event &&
	       (caps_have(r->f->caps.list, "STARTTLS") || caps_have(r->f->caps.list, "STLS"));
}

/* The same service of the same server by another way in that does offer it, or NULL. */
static const struct row *offering_twin(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->e->service == r->e->service && other->e->port == r->e->port &&
		    j->host_of[i] == j->host_of[r->e->id - 1] && offers_starttls(other))
			return other;
	}
	return NULL;
}

static void cite_offer(const struct row *r, struct draft *d)
{
	draft_cite(d, r->f->caps.event);
	draft_cite_event(d, r->f->starttls_reply);
	draft_cite_stage(d, r, STAGE_STARTTLS);
}

RULE(rule_starttls_stripped)
{
	const struct row *twin = lacks_starttls(r) ? offering_twin(j, r) : NULL;
	bool listed_then_unknown = offers_starttls(r) &&
				   ended_with(r, STAGE_STARTTLS, OUTCOME_DENIED) &&
				   r->f->starttls_reply && r->f->starttls_reply->code >= 500 &&
				   r->f->starttls_reply->code <= 504;

	if (!(lacks_starttls(r) && (has_mask(r) || is_masked(r) || twin)) && !listed_then_unknown)
		return false;
	cite_offer(r, d);
	if (is_masked(r))
		draft_cite_event(d, r->f->greeting);
	if (twin)
		draft_cite(d, twin->f->caps.event);
	if (!has_mask(r) && !is_masked(r))
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

RULE(rule_starttls_missing_relay)
{
	(void)j;
	if (!lacks_starttls(r) || r->service->purpose != PURPOSE_RELAY)
		return false;
	cite_offer(r, d);
	return true;
}

RULE(rule_starttls_missing)
{
	(void)j;
	if (!lacks_starttls(r) || r->service->purpose == PURPOSE_RELAY)
		return false;
	cite_offer(r, d);
	return true;
}

static bool starttls_denied(const struct row *r, bool temporary)
{
	const struct event *reply = r->f->starttls_reply;

	return ended_with(r, STAGE_STARTTLS, OUTCOME_DENIED) &&
	       (reply && is_temporary(reply)) == temporary;
}

static bool tell_refusal(const struct judge *j, const struct row *r, struct draft *d)
{
	cite_offer(r, d);
	explain(j, r, r->f->starttls_reply, d);
	return true;
}

RULE(rule_starttls_temporary)
{
	return starttls_denied(r, true) && tell_refusal(j, r, d);
}

RULE(rule_starttls_refused)
{
	return starttls_denied(r, false) && tell_refusal(j, r, d);
}

RULE(rule_starttls_injected)
{
	(void)j;
	if (!r->f->leftover)
		return false;
	draft_cite_event(d, r->f->leftover);
	quote(d, r->f->leftover->text);
	return true;
}

RULE(rule_starttls_preauth)
{
	(void)j;
	if (r->service->protocol != PROTOCOL_IMAP || r->secured || !r->f->greeting ||
	    !str_istarts(r->f->greeting->text, "PREAUTH"))
		return false;
	return cite_greeting(r, d);
}

static bool is_cut(enum outcome outcome)
{
	return outcome == OUTCOME_RESET || outcome == OUTCOME_CLOSED;
}

/* The talk went well until TLS was asked for. */
RULE(rule_starttls_cut)
{
	(void)j;
	if (r->e->security != SECURITY_STARTTLS ||
	    (!is_cut(stage_outcome(r, STAGE_STARTTLS)) && !is_cut(stage_outcome(r, STAGE_TLS))))
		return false;
	cite_offer(r, d);
	draft_cite_stage(d, r, STAGE_TLS);
	draft_cite_event(d, r->f->closed);
	return true;
}

/* ---- the rest of the talk ------------------------------------------------------------------- */

static const enum stage talk_stages[] = {STAGE_CAPS, STAGE_STARTTLS, STAGE_CAPS_TLS};

/* The stage of the talk that ended so, or STAGE_COUNT_; breaking off in STARTTLS has its own rule.
 */
static enum stage talk_ended(const struct row *r, enum outcome outcome)
{
	for (size_t i = 0; i < sizeof talk_stages / sizeof *talk_stages; i++)
		if (ended_with(r, talk_stages[i], outcome) &&
		    !(talk_stages[i] == STAGE_STARTTLS &&
		      (is_cut(outcome) || outcome == OUTCOME_DENIED)))
			return talk_stages[i];
	return STAGE_COUNT_;
}

static bool tell_talk(const struct row *r, enum outcome outcome, struct draft *d)
{
	enum stage stage = talk_ended(r, outcome);

	if (stage == STAGE_COUNT_)
		return false;
	draft_cite_stage(d, r, stage);
	draft_cite_event(d, r->f->closed);
	return true;
}

RULE(rule_proto_limit)
{
	(void)j;
	if (!r->f->limit)
		return false;
	draft_cite_event(d, r->f->limit);
	draft_arg(d, "limit", r->f->limit->text);
	draft_arg_number(d, "most", r->f->limit->num);
	return true;
}

RULE(rule_proto_refused)
{
	enum stage stage = talk_ended(r, OUTCOME_DENIED);

	if (stage == STAGE_COUNT_)
		return false;
	explain(j, r, r->f->denial, d);
	draft_cite_stage(d, r, stage);
	draft_arg(d, "command", r->f->denial ? r->f->denial->detail : NULL);
	return true;
}

RULE(rule_proto_timeout)
{
	(void)j;
	return tell_talk(r, OUTCOME_TIMEOUT, d);
}

RULE(rule_proto_closed)
{
	(void)j;
	return tell_talk(r, OUTCOME_CLOSED, d);
}

RULE(rule_proto_reset)
{
	(void)j;
	return tell_talk(r, OUTCOME_RESET, d);
}

RULE(rule_proto_bad_reply)
{
	(void)j;
	if (r->f->limit || !tell_talk(r, OUTCOME_BADREPLY, d))
		return false;
	draft_cite_event(d, r->f->bytes);
	return true;
}
