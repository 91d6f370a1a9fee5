/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/facts/facts.h"

#include "base/address.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static void note_stage(struct endpoint_facts *e, const struct event *ev)
{
	struct fact_stage *s = &e->stages[ev->stage];

	switch (ev->type) {
	case EVENT_STAGE_BEGIN:
		*s = (struct fact_stage){.begin = ev->seq};
		break;
	case EVENT_WAITING:
		s->waiting_us = ev->us;
		break;
	default:
		s->end = ev->seq;
		s->outcome = ev->outcome;
		s->err = ev->err;
		s->us = ev->us;
	}
}

static void keep_first(const struct event **at, const struct event *ev)
{
	if (!*at)
		*at = ev;
}

static void note_reply(struct endpoint_facts *e, const struct event *ev)
{
	if (str_ieq(ev->detail, "STARTTLS") || str_ieq(ev->detail, "STLS"))
		e->starttls_reply = ev;
	if ((str_ieq(ev->detail, "EHLO") || str_ieq(ev->detail, "HELO")) &&
	    ev->outcome == OUTCOME_OK)
		keep_first(ev->stage == STAGE_CAPS_TLS ? &e->hello_tls : &e->hello, ev);
	if (ev->outcome == OUTCOME_DENIED)
		keep_first(&e->denial, ev);
	if (ev->outcome == OUTCOME_NOTOFFERED)
		keep_first(&e->unknown, ev);
	if (ev->outcome == OUTCOME_BADREPLY)
		keep_first(&e->wrong_code, ev);
}

bool facts_is_mailbox_data(const char *line)
{
	return line && !str_icontains(line, "CAPABILITY ") && !str_icontains(line, "[REFERRAL ");
}

/* At QUIT no answer matters any more, and under TLS no middlebox could have spoken. */
static void note_unasked(struct endpoint_facts *e, const struct event *ev)
{
	if (ev->outcome == OUTCOME_DENIED)
		keep_first(&e->denial, ev);
	else if (ev->outcome == OUTCOME_BADREPLY && ev->stage != STAGE_QUIT)
		keep_first(&e->unasked, ev);
	else if (ev->outcome == OUTCOME_OK && !(ev->flags & EVENT_UNDER_TLS) &&
		 (!e->odd ||
		  (facts_is_mailbox_data(ev->text) && !facts_is_mailbox_data(e->odd->text))))
		e->odd = ev;
}

static void note_greeting(struct endpoint_facts *e, const struct event *ev)
{
	keep_first(&e->greeting, ev);
	if (ev->outcome == OUTCOME_DENIED)
		keep_first(&e->denial, ev);
	if (ev->outcome == OUTCOME_BADREPLY)
		keep_first(&e->wrong_code, ev);
}

static void note_caps(struct endpoint_facts *e, const struct event *ev)
{
	struct fact_caps *caps = ev->stage == STAGE_CAPS_TLS ? &e->caps_tls : &e->caps;

	*caps = (struct fact_caps){.event = ev->seq, .list = &ev->list};
}

/* Everything observed over the connection. */
static void note_talk(struct endpoint_facts *e, const struct event *ev)
{
	switch (ev->type) {
	case EVENT_GREETING:
		note_greeting(e, ev);
		break;
	case EVENT_LINE_RECEIVED:
		if (ev->stage == STAGE_GREETING)
			keep_first(&e->greeting_line, ev);
		break;
	case EVENT_UNASKED:
		note_unasked(e, ev);
		break;
	case EVENT_HELLO_CHECK:
		e->hello_check = ev;
		break;
	case EVENT_REPLY:
		note_reply(e, ev);
		break;
	case EVENT_CAPS:
		note_caps(e, ev);
		break;
	case EVENT_BYTES_RECEIVED:
		keep_first(&e->bytes, ev);
		break;
	case EVENT_LEFTOVER:
		keep_first(&e->leftover, ev);
		break;
	case EVENT_LIMIT:
		keep_first(&e->limit, ev);
		break;
	case EVENT_REFUSER:
		e->refuser = ev;
		break;
	case EVENT_SEGMENTS:
		e->segments = ev;
		break;
	case EVENT_CLOSED:
		keep_first(&e->closed, ev);
		break;
	case EVENT_TLS_CHECK:
		e->tls_check = ev;
		break;
	default:
		break;
	}
}

static void note_accepts(struct endpoint_facts *e, const struct event *ev)
{
	enum tls_version v = tls_version_from_name(ev->version ? ev->version : "");

	if (v < TLS_VERSION_COUNT_)
		e->accepts[v] = ev;
}

static void note_offer(struct endpoint_facts *e, const struct event *ev)
{
	enum tls_offer t = tls_offer_from_name(ev->detail ? ev->detail : "");

	if (t < TLS_OFFER_COUNT_)
		e->offers[t] = ev;
}

static void note_tls(struct endpoint_facts *e, const struct event *ev)
{
	switch (ev->type) {
	case EVENT_TLS_SESSION:
		e->session = ev;
		break;
	case EVENT_TLS_CERT:
		if (ev->num == 0)
			e->chain_n = 0;
		if (e->chain_n < FACTS_CHAIN_MAX)
			e->chain[e->chain_n++] = (struct fact_cert){.event = ev->seq, .cert = ev};
		break;
	case EVENT_TLS_VERIFY:
		e->verify = ev;
		break;
	case EVENT_DANE:
		*(ev->alias ? &e->dane_at_alias : &e->dane) = ev;
		break;
	case EVENT_TLS_ALERT:
		keep_first(&e->alert, ev);
		break;
	case EVENT_TLS_ERROR:
		keep_first(&e->tls_error, ev);
		break;
	case EVENT_TLS_NOISE:
		e->noise = ev;
		break;
	case EVENT_TLS_ACCEPTS:
		note_accepts(e, ev);
		break;
	case EVENT_TLS_SECRECY:
		e->secrecy = ev;
		break;
	case EVENT_TLS_NAMELESS:
		e->nameless = ev;
		break;
	case EVENT_TLS_OFFER:
		note_offer(e, ev);
		break;
	default:
		break;
	}
}

static void note(struct endpoint_facts *e, const struct event *ev)
{
	switch (ev->type) {
	case EVENT_STAGE_BEGIN:
	case EVENT_STAGE_END:
	case EVENT_WAITING:
		note_stage(e, ev);
		break;
	case EVENT_PROBE_END:
		e->end_event = ev->seq;
		e->outcome = ev->outcome;
		e->end_stage = ev->stage;
		break;
	case EVENT_DNS_ANSWER:
		e->dns = ev;
		break;
	case EVENT_CONNECTED:
		e->address = ev->address;
		e->local_address = ev->local;
		e->connected_event = ev->seq;
		break;
	default:
		note_talk(e, ev);
		note_tls(e, ev);
	}
}

/*
 * A retry is ordered before the old attempt's last events have arrived, so events of older attempts
 * are ignored.
 */
static void note_event(struct endpoint_facts *e, const struct event *ev)
{
	if (ev->type == EVENT_RETRY) {
		bool alone = ev->outcome == OUTCOME_DENIED && e->greeting &&
			     e->greeting->outcome == OUTCOME_DENIED;

		*e = (struct endpoint_facts){.attempt = e->attempt + 1,
					     .turned_away = alone ? e->greeting : NULL,
					     .alone = alone ? ev : NULL};
	} else if (ev->type == EVENT_PROBE_BEGIN) {
		if (ev->attempt && ev->attempt < e->attempt)
			return;
		*e = (struct endpoint_facts){.begin = ev,
					     .begin_event = ev->seq,
					     .attempt = ev->attempt,
					     .turned_away = e->turned_away,
					     .alone = e->alone};
	} else if (!ev->attempt || ev->attempt >= e->attempt) {
		note(e, ev);
	}
}

static void add(const struct event ***list, size_t *n, const struct event *ev)
{
	*list = mem_realloc(*list, *n + 1, sizeof **list);
	(*list)[(*n)++] = ev;
}

const struct event *facts_lookup(const struct facts *f, enum lookup_type type, const char *name)
{
	for (size_t i = f->lookup_n; i; i--) {
		const struct event *ev = f->lookups[i - 1];
		bool same = type == LOOKUP_POLICY ? ev->type == EVENT_POLICY
						  : ev->type == EVENT_RECORDS && ev->lookup == type;

		if (same && str_ieq(ev->host, name))
			return ev;
	}
	return NULL;
}

static void note_run(struct facts *f, const struct event *ev)
{
	if (ev->type == EVENT_RECORDS || ev->type == EVENT_POLICY)
		add(&f->lookups, &f->lookup_n, ev);
	if (ev->type == EVENT_LOCAL)
		add(&f->local, &f->local_n, ev);
	if (ev->type == EVENT_RUN_END && (f->worked || !f->run_end)) {
		f->run_end = ev;
		f->worked = false;
	}
	f->worked |= ev->type == EVENT_PROBE_BEGIN || ev->type == EVENT_PROBE_END;
	if (ev->type == EVENT_RUN_BEGIN || ev->type == EVENT_RETRY)
		f->run_end = NULL;
	f->run_ended = f->run_end != NULL;
}

static void make_room(struct facts *f)
{
	size_t n = f->plan->n;

	if (f->v && n == f->n)
		return;
	f->v = mem_realloc(f->v, n ? n : 1, sizeof *f->v);
	memset(f->v + f->n, 0, (n - f->n) * sizeof *f->v);
	f->n = n;
}

void facts_follow(struct facts *f)
{
	if (f->overtaken && f->plan->n > f->n) {
		struct facts old = *f;

		facts_clear(f);
		*f = (struct facts){.target = old.target, .log = old.log, .plan = old.plan};
	}
	make_room(f);
	f->now = log_now(f->log);
	for (; f->seen < f->log->n; f->seen++) {
		const struct event *ev = f->log->v[f->seen];

		note_run(f, ev);
		f->overtaken |= ev->endpoint > f->n;
		if (ev->endpoint && ev->endpoint <= f->n && (unsigned)ev->stage < STAGE_COUNT_)
			note_event(&f->v[ev->endpoint - 1], ev);
	}
}

void facts_init(struct facts *f, const struct target *target, const struct log *log,
		const struct endpoints *plan)
{
	*f = (struct facts){.target = target, .log = log, .plan = plan};
	facts_follow(f);
}

void facts_clear(struct facts *f)
{
	free(f->v);
	free(f->lookups);
	free(f->local);
	*f = (struct facts){0};
}

const struct endpoint_facts *facts_of(const struct facts *f, unsigned endpoint)
{
	return endpoint && endpoint <= f->n ? &f->v[endpoint - 1] : NULL;
}

const char *facts_address(const struct facts *f, unsigned endpoint)
{
	const struct endpoint_facts *e = facts_of(f, endpoint);
	const struct endpoint *planned = endpoints_get(f->plan, endpoint);

	if (e && e->address && *e->address)
		return e->address;
	if (planned && planned->address)
		return planned->address;
	return e && e->dns && e->dns->list.n ? e->dns->list.v[0] : NULL;
}

char *facts_address_told(const struct endpoint_facts *f)
{
	/* "mail.example.org Hello host [192.0.2.7]", "… [IPv6:2001:db8::7]" */
	static const char tag[] = "IPv6:"; /* RFC 5321 section 4.1.3; not all write it */
	const char *hello = f->hello ? f->hello->text : NULL;
	const char *open = hello ? strchr(hello, '[') : NULL;
	size_t line = hello ? strcspn(hello, "\n") : 0;

	if (!open || (size_t)(open - hello) >= line)
		return NULL;
	open++;
	if (str_istarts(open, tag))
		open += strlen(tag);
	size_t len = strcspn(open, "]\n");

	return len && len <= ADDRESS_TEXT_MAX ? mem_strndup(open, len) : NULL;
}

const struct strs *facts_caps(const struct endpoint_facts *e)
{
	return e->caps_tls.event ? e->caps_tls.list : e->caps.event ? e->caps.list : NULL;
}

const char *acceptance_name(enum acceptance a)
{
	static const char *const names[] = {"not tested", "accepted", "refused"};

	return (unsigned)a < ACCEPTANCE_COUNT_ ? names[a] : "?";
}

#define ALERT_PROTOCOL_VERSION 70

/*
 * A server refuses with an alert, or by hanging up in the handshake; or it answers with another
 * version, which this side refuses. Anything else (silence, no connection, too many of them) says
 * nothing; nor does a handshake that may have failed because a client certificate was missing.
 */
static bool is_refusal(const struct endpoint_facts *e, const struct event *ev)
{
	if (ev->stage != STAGE_TLS)
		return false;
	if (e->session && e->session->flags & EVENT_CLIENT_CERT_ASKED)
		return ev->num == ALERT_PROTOCOL_VERSION;
	return ev->outcome == OUTCOME_DENIED || ev->outcome == OUTCOME_CLOSED ||
	       ev->outcome == OUTCOME_RESET ||
	       (ev->outcome == OUTCOME_BADREPLY && ev->num == ALERT_PROTOCOL_VERSION);
}

enum acceptance facts_offer(const struct endpoint_facts *e, const struct event *ev)
{
	if (!ev)
		return ACCEPTANCE_UNTESTED;
	if (ev->outcome == OUTCOME_OK)
		return ACCEPTANCE_ACCEPTED;
	return is_refusal(e, ev) ? ACCEPTANCE_REFUSED : ACCEPTANCE_UNTESTED;
}

/* The connection ends at any handshake: that is no word about a version. */
static bool is_cut_whatever(const struct endpoint_facts *e, const struct event *ev)
{
	bool accepted = e->session != NULL;

	for (unsigned v = 0; v < TLS_VERSION_COUNT_; v++)
		accepted = accepted || (e->accepts[v] && e->accepts[v]->outcome == OUTCOME_OK);
	return !accepted && ev && (ev->outcome == OUTCOME_CLOSED || ev->outcome == OUTCOME_RESET);
}

enum acceptance facts_acceptance(const struct endpoint_facts *e, enum tls_version v)
{
	const struct event *ev = e->accepts[v];

	if (e->session && str_eq(e->session->version, tls_version_name(v)))
		return ACCEPTANCE_ACCEPTED;
	return is_cut_whatever(e, ev) ? ACCEPTANCE_UNTESTED : facts_offer(e, ev);
}

bool facts_handshake_failed(const struct endpoint_facts *e)
{
	enum outcome o = e->stages[STAGE_TLS].outcome;

	return !e->session && (o == OUTCOME_CLOSED || o == OUTCOME_RESET || o == OUTCOME_DENIED ||
			       o == OUTCOME_TIMEOUT);
}

const char *secrecy_name(enum secrecy s)
{
	static const char *const names[] = {"not tested", "chosen", "offered", "refused"};

	return (unsigned)s < SECRECY_COUNT_ ? names[s] : "?";
}

/* RSA is the only offered key exchange without it. */
bool facts_lacks_secrecy(const struct endpoint_facts *e)
{
	return e->session && str_eq(e->session->kx, "RSA");
}

enum secrecy facts_secrecy(const struct endpoint_facts *e)
{
	const struct event *ev = e->secrecy;

	if (e->session && e->session->kx && !facts_lacks_secrecy(e))
		return SECRECY_CHOSEN;
	if (!ev || !facts_lacks_secrecy(e))
		return SECRECY_UNTESTED;
	if (ev->outcome == OUTCOME_OK)
		return SECRECY_OFFERED;
	return is_refusal(e, ev) ? SECRECY_REFUSED : SECRECY_UNTESTED;
}

const char *nameless_name(enum nameless n)
{
	static const char *const names[] = {"not tested", "same certificate", "other certificate",
					    "refused"};

	return (unsigned)n < NAMELESS_COUNT_ ? names[n] : "?";
}

enum nameless facts_nameless(const struct endpoint_facts *e)
{
	const struct event *ev = e->nameless;
	const char *leaf = e->chain_n ? e->chain[0].cert->sha256 : NULL;

	if (!ev || (ev->outcome != OUTCOME_OK && !is_refusal(e, ev)))
		return NAMELESS_UNTESTED;
	if (ev->outcome != OUTCOME_OK)
		return NAMELESS_REFUSED;
	if (!leaf || !ev->sha256)
		return NAMELESS_UNTESTED;
	return str_eq(leaf, ev->sha256) ? NAMELESS_SAME : NAMELESS_OTHER;
}
