/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replies out of turn: unrequested ones, ones that the step cannot have, and slow ones.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include <string.h>

#define SLOW_REPLY_US 4000000	  /* longer than any healthy round trip */
#define PROXY_PATIENCE_US 3000000 /* Postfix waits 5 s for a PROXY line, others 3 s and more */

/* ---- what a line says ---- */

/* What follows the first word. */
static const char *second_word(const char *line)
{
	line += strcspn(line, " \n");
	return line + strspn(line, " ");
}

static bool is_error(enum protocol p, const char *line)
{
	switch (p) {
	case PROTOCOL_SMTP:
		return *line == '5' && strspn(line, "0123456789") == 3;
	case PROTOCOL_IMAP:
		return str_istarts(second_word(line), "BAD") ||
		       str_istarts(second_word(line), "NO ");
	case PROTOCOL_POP3:
		return str_istarts(line, "-ERR");
	default:
		return str_istarts(line, "NO");
	}
}

bool text_is_good_news(enum protocol p, const char *text)
{
	if (!text || !*text)
		return false;
	switch (p) {
	case PROTOCOL_SMTP:
		return (*text == '2' || *text == '3') && strspn(text, "0123456789") == 3 &&
		       !str_istarts(text, "221");
	case PROTOCOL_IMAP:
		return (*text == '*' && !is_error(p, text) &&
			!str_istarts(second_word(text), "BYE")) ||
		       str_istarts(second_word(text), "OK");
	case PROTOCOL_POP3:
		return str_istarts(text, "+OK");
	case PROTOCOL_SIEVE:
		return str_istarts(text, "OK") || *text == '"';
	default:
		return false;
	}
}

bool text_is_farewell(enum protocol p, const char *text)
{
	if (!text)
		return false;
	switch (p) {
	case PROTOCOL_SMTP: /* RFC 5321 section 3.8, and what is for now */
		return (*text == '4' && strspn(text, "0123456789") == 3) ||
		       str_istarts(text, "554");
	case PROTOCOL_IMAP:
		return *text == '*' && str_istarts(second_word(text), "BYE");
	case PROTOCOL_SIEVE:
		return str_istarts(text, "BYE");
	default:
		return str_istarts(text, "-ERR [SYS/");
	}
}

bool text_refuses(enum protocol p, const char *text)
{
	if (!text)
		return false;
	return text_is_farewell(p, text) ||
	       (p == PROTOCOL_SMTP && *text == '5' && strspn(text, "0123456789") == 3) ||
	       (p == PROTOCOL_POP3 && str_istarts(text, "-ERR"));
}

static bool has_error(const struct row *r, const char *text)
{
	for (const char *line = text; line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (is_error(r->service->protocol, line))
			return true;
	}
	return false;
}

/* ---- a proxy that announces its clients ---- */

/* Complaints, instead of a greeting or right after it, about lines that this side did not send. */
static const struct event *foreign_error(const struct row *r)
{
	static const char *const words[] = {"synchroni", "talk too soon",
					    "pipelining is not allowed"};
	const struct event *said = r->f->unasked;

	if (said && has_error(r, said->text))
		return said;
	/* Haraka, when the proxy is not on its list. */
	if (r->f->denial && str_icontains(r->f->denial->text, "PROXY not allowed"))
		return r->f->denial;
	said = row_ended(r, STAGE_GREETING, OUTCOME_DENIED) ? r->f->greeting : NULL;
	for (size_t i = 0; said && i < sizeof words / sizeof *words; i++)
		if (str_icontains(said->text, words[i]))
			return said;
	return NULL;
}

/* The first row of the host with such a complaint; *ret_rows: how many have one, and *ret_named:
 * one says PROXY itself. */
static const struct row *complaining(const struct judge *j, const struct row *r, size_t *ret_rows,
				     bool *ret_named)
{
	const struct row *first = NULL;

	*ret_rows = 0;
	*ret_named = false;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];
		const struct event *said =
		    other->counted && row_same_host(j, r, other) ? foreign_error(other) : NULL;

		if (!said)
			continue;
		first = first ? first : other;
		++*ret_rows;
		*ret_named = *ret_named || str_icontains(said->text, "PROXY");
	}
	return first;
}

/* The same header instead of a ClientHello. */
static bool is_torn_at_hello(const struct row *r)
{
	enum outcome outcome = row_outcome(r, STAGE_TLS);

	return r->e->security == SECURITY_TLS && row_is_mail(r) &&
	       (outcome_is_cut(outcome) || outcome == OUTCOME_DENIED ||
		outcome == OUTCOME_BADREPLY);
}

RULE(proto_proxy_header)
{
	size_t rows;
	bool named;
	const struct event *own = foreign_error(r);
	const struct row *witness = complaining(j, r, &rows, &named);

	if (!witness || (!own && !is_torn_at_hello(r)))
		return false;
	draft_cite_event(d, own);
	if (!own)
		draft_cite_stage(d, r, STAGE_TLS);
	draft_cite_event(d, foreign_error(witness));
	draft_quote(d, foreign_error(witness)->text);
	if (named || rows > 1)
		d->certainty = CERTAINTY_CERTAIN;
	else
		draft_arg(d, "alone", "yes");
	return true;
}

/* Postfix says so if the line that must come first is missing. */
static bool has_given_up_waiting(const struct row *r)
{
	const struct fact_stage *s = &r->f->stages[STAGE_GREETING];

	if (r->e->security == SECURITY_TLS || s->us < PROXY_PATIENCE_US)
		return false;
	return row_ended(r, STAGE_GREETING, OUTCOME_CLOSED) ||
	       (r->f->greeting && r->f->greeting->code == 421 &&
		str_icontains(r->f->greeting->text, "No system resources"));
}

/* Silent, and closed at the first byte of something else. */
static bool hangs_up_at_a_byte(const struct row *r)
{
	return r->e->security != SECURITY_TLS && row_ended(r, STAGE_GREETING, OUTCOME_TIMEOUT) &&
	       !row_has_begun_to_greet(r) && r->f->tls_check &&
	       outcome_is_cut(r->f->tls_check->outcome);
}

static bool is_closed_at_hello(const struct row *r)
{
	return r->e->security == SECURITY_TLS && row_is_mail(r) &&
	       outcome_is_cut(row_outcome(r, STAGE_TLS)) && !r->f->bytes;
}

/* The ports of one host that wait for a proxy's line. */
struct awaited {
	size_t plain, tls;
	int port;  /* of a plain one */
	bool one;  /* all plain ones have that port, over both families or at several addresses */
	bool told; /* in words */
	bool greeted;
};

static struct awaited awaited_of(const struct judge *j, const struct row *r)
{
	struct awaited a = {.one = true};

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !row_same_host(j, r, other))
			continue;
		if (hangs_up_at_a_byte(other) || has_given_up_waiting(other)) {
			a.plain++;
			a.one = a.one && (!a.port || a.port == other->e->port);
			a.port = other->e->port;
		}
		a.tls += is_closed_at_hello(other);
		a.told = a.told || (has_given_up_waiting(other) && other->f->greeting);
		a.greeted = a.greeted || other->greeted;
	}
	return a;
}

/* One port alone that waits for some seconds and hangs up: perhaps for that line, perhaps for a server behind a proxy
 * or for a look-up; a ban or a firewall ends a connection at once. */
static bool waits_alone(const struct row *r, const struct awaited *a)
{
	return a->one && !a->tls && !a->told && has_given_up_waiting(r);
}

RULE(proto_proxy_awaited)
{
	struct awaited a = awaited_of(j, r);
	bool own = hangs_up_at_a_byte(r) || has_given_up_waiting(r);

	if (waits_alone(r, &a)) {
		draft_arg_seconds(d, "seconds", r->f->stages[STAGE_GREETING].us);
		d->certainty = CERTAINTY_POSSIBLE;
		draft_cite(d, r->f->connected_event);
		draft_cite_stage(d, r, STAGE_GREETING);
		return true;
	}
	if ((!own && !is_closed_at_hello(r)) || !a.plain || (a.plain + a.tls < 2 && !a.told) ||
	    (a.greeted && !a.told && a.plain < 2))
		return false;
	draft_cite(d, r->f->connected_event);
	draft_cite_stage(d, r, r->e->security == SECURITY_TLS ? STAGE_TLS : STAGE_GREETING);
	draft_cite_event(d, r->f->tls_check);
	if (!a.tls && !a.told)
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

/* ---- a server that rejects its proxy's lines ---- */

#define AT_ONCE_US 3000000 /* before Postfix gives up waiting for a PROXY line */

static bool is_cut_at_once(const struct row *r)
{
	enum stage first = r->e->security == SECURITY_TLS ? STAGE_TLS : STAGE_GREETING;

	return outcome_is_cut(row_outcome(r, first)) && r->f->stages[first].us < AT_ONCE_US &&
	       !r->f->bytes && !row_has_begun_to_greet(r);
}

/* All mail ports of the host that connect are cut, one that speaks in clear text among them; its
 * web port is well, so that neither the way nor the machine is at fault. */
static bool cuts_mail_alone(const struct judge *j, const struct row *r)
{
	size_t cut = 0, plain = 0, web = 0;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!row_same_host(j, r, other) || other->tcp != OUTCOME_OK)
			continue;
		if (!row_is_mail(other)) {
			web += other->secured;
			continue;
		}
		if (!other->counted)
			continue;
		if (!is_cut_at_once(other))
			return false;
		cut++;
		plain += other->e->security != SECURITY_TLS;
	}
	return cut >= 2 && plain && web;
}

/* Exchange and others reset when a PROXY line comes; a ban by the server looks the same. */
RULE(proto_proxy_refused)
{
	if (!row_is_mail(r) || !is_cut_at_once(r) || !cuts_mail_alone(j, r))
		return false;
	draft_cite(d, r->f->connected_event);
	draft_cite_event(d, r->f->closed);
	draft_cite_stage(d, r, r->e->security == SECURITY_TLS ? STAGE_TLS : STAGE_GREETING);
	return true;
}

/* ---- out of turn ---- */

RULE(proto_unasked)
{
	const struct event *said = r->f->unasked;

	if (!said)
		return false;
	if (!row_is_out_of_step(r))
		d->verdict = VERDICT_WARNING; /* most programs go on */
	/* After the greeting: the rest of an answer that was taken for complete. */
	if (r->service->protocol == PROTOCOL_SMTP && !said->code && said->stage > STAGE_CAPS &&
	    said->text && strspn(said->text, "\n") < strlen(said->text))
		draft_arg(d, "codeless", "yes");
	draft_cite_event(d, said);
	draft_quote(d, said->text && strspn(said->text, "\n") < strlen(said->text)
			   ? said->text + strspn(said->text, "\n")
			   : "\\r\\n");
	return true;
}

static bool tell_odd(const struct row *r, struct draft *d)
{
	draft_cite_event(d, r->f->odd);
	draft_quote(d, r->f->odd->text);
	return true;
}

RULE(proto_early_data)
{
	return row_hears_mailbox_data(r) && tell_odd(r, d);
}

RULE(proto_early_hint)
{
	return r->f->odd && !facts_is_mailbox_data(r->f->odd->text) && tell_odd(r, d);
}

/* ---- codes that the step cannot have ---- */

RULE(greeting_bad_code)
{
	if (!r->f->greeting || r->f->greeting->outcome != OUTCOME_BADREPLY)
		return false;
	draft_quote_reply(d, r->f->greeting);
	return draft_cite_greeting(r, d);
}

RULE(proto_wrong_code)
{
	const struct event *said = r->f->wrong_code;

	if (!said || said->type != EVENT_REPLY || said->stage == STAGE_QUIT)
		return false;
	draft_quote_reply(d, said);
	draft_arg(d, "command", said->detail);
	draft_cite_stage(d, r, said->stage);
	return true;
}

/* ---- slow answers ---- */

RULE(proto_slow)
{
	static const enum stage stages[] = {STAGE_CAPS, STAGE_STARTTLS, STAGE_CAPS_TLS};
	const struct fact_stage *greeting = &r->f->stages[STAGE_GREETING];
	size_t slow = 0;
	int64_t most = 0;

	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
		const struct fact_stage *s = &r->f->stages[stages[i]];

		if (s->outcome != OUTCOME_OK || s->us < SLOW_REPLY_US)
			continue;
		slow++;
		most = s->us > most ? s->us : most;
		draft_cite_stage(d, r, stages[i]);
	}
	/* A slow greeting alone is usual; a slow answer after it is not. */
	slow += slow && greeting->outcome == OUTCOME_OK && greeting->us >= SLOW_REPLY_US;
	if (slow < 2)
		d->verdict = VERDICT_NOTE; /* once may be a look-up of the client's name */
	draft_arg_seconds(d, "seconds", most);
	return slow > 0;
}
