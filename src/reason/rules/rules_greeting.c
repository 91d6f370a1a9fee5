/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Greetings: slow, missing or refusing ones, and those that the server did not write. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/interceptors.h"
#include "know/normalize.h"
#include "know/server_limits.h"
#include "reason/domain/domain.h"
#include "advice/refusals.h"

#include <stdlib.h>
#include <string.h>

#define SLOW_GREETING_US 4000000 /* longer than any healthy round trip; postscreen waits 6 s */

/* What has come of it, NULL if nothing. */
static const struct event *greeting_begun(const struct row *r)
{
	const struct event *bytes = r->f->bytes;

	if (r->f->greeting_line)
		return r->f->greeting_line;
	return bytes && bytes->stage == STAGE_GREETING ? bytes : NULL;
}

bool row_has_begun_to_greet(const struct row *r)
{
	return greeting_begun(r) && !r->f->greeting;
}

/* One letter at a time, or more lines than any server sends: it is still the beginning of a
 * greeting. */
RULE(greeting_endless)
{
	const struct event *begun = greeting_begun(r);
	bool flood = row_ended(r, STAGE_GREETING, OUTCOME_BADREPLY) && r->f->limit;

	if (!begun || r->f->greeting || (!flood && !row_ended(r, STAGE_GREETING, OUTCOME_TIMEOUT)))
		return false;
	if (!flood && r->f->stages[STAGE_GREETING].us < FACTS_SILENT_US)
		d->certainty = CERTAINTY_LIKELY;
	draft_cite_event(d, begun);
	draft_quote(d, begun->text);
	draft_cite_event(d, flood ? r->f->limit : NULL);
	draft_cite_stage(d, r, STAGE_GREETING);
	return true;
}

static bool stays_silent(const struct row *r, struct draft *d)
{
	if (!row_ended(r, STAGE_GREETING, OUTCOME_TIMEOUT) || row_has_begun_to_greet(r))
		return false;
	if (r->f->stages[STAGE_GREETING].us < FACTS_SILENT_US)
		d->certainty = CERTAINTY_POSSIBLE;
	draft_cite(d, r->f->connected_event);
	draft_cite_stage(d, r, STAGE_GREETING);
	return true;
}

bool row_is_proven(const struct judge *j, const struct row *r)
{
	return r->trusted && !j->issuer_box[r->e->id - 1].known;
}

/* A port of the same host that starts in clear text, for mail programs, and greets at once. */
static const struct row *greets_in_clear(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->greeted && row_same_host(j, other, r) &&
		    other->e->security == SECURITY_STARTTLS &&
		    other->service->purpose == r->service->purpose &&
		    other->f->stages[STAGE_GREETING].us < SLOW_GREETING_US)
			return other;
	}
	return NULL;
}

/* Then the server itself is silent; a company's own authority may also be trusted. */
RULE(greeting_none_server)
{
	if (!row_is_proven(j, r) || !stays_silent(r, d))
		return false;
	const struct row *clear = r->e->security == SECURITY_TLS ? greets_in_clear(j, r) : NULL;

	if (clear) {
		draft_arg_number(d, "starttls", clear->e->port);
		draft_cite_event(d, clear->f->greeting);
	}
	draft_cite_event(d, r->f->verify);
	return true;
}

RULE(greeting_none)
{
	return !row_is_proven(j, r) && stays_silent(r, d);
}

/* A port where a sender waits for a greeting in clear text. */
static bool greets_senders(const struct row *r)
{
	bool tls = r->e->security == SECURITY_TLS ||
		   (r->f->tls_check && r->f->tls_check->outcome == OUTCOME_OK);

	return !tls &&
	       (r->service->purpose == PURPOSE_SEND || r->service->purpose == PURPOSE_DELIVERY);
}

/* A port for sending at the row's address that greets, under TLS beside a silent one for sending. */
static const struct row *sending_beside(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->greeted && row_same_address(other, r) &&
		    other->service->purpose == PURPOSE_SEND &&
		    (r->service->purpose == PURPOSE_DELIVERY || other->e->security == SECURITY_TLS))
			return other;
	}
	return NULL;
}

/* Another kind of port of the row's address connects, and says nothing either. */
static bool hangs_beside(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && !greets_senders(other) && row_same_address(other, r) &&
		    row_ended(other, endpoint_first_word(other->e), OUTCOME_TIMEOUT))
			return true;
	}
	return false;
}

/* Other servers are silent on the port too, or may still be; or something accepts every connection. */
static bool may_be_held_near(const struct compare_row *c)
{
	const struct compare_cell *others = c ? &c->else_port : NULL;

	return c && (c->answered == OUTCOME_OK || compare_stopped(others) || others->pending ||
		     others->heard < others->tcp.up);
}

/* Ports 25 and 587 are silent, and the same server's other port for sending is not: what stands before them, or they
 * themselves. */
RULE(relay_hangs)
{
	const struct row *well = greets_senders(r) ? sending_beside(j, r) : NULL;

	if (!well || hangs_beside(j, r) ||
	    may_be_held_near(compare_row(&j->comparison, r->e->port, r->e->family)) ||
	    !stays_silent(r, d))
		return false;
	draft_cite_event(d, well->f->greeting);
	draft_arg_number(d, "well", well->e->port);
	draft_arg(d, "inbound", r->service->purpose == PURPOSE_DELIVERY ? "yes" : NULL);
	return true;
}

bool draft_cite_greeting(const struct row *r, struct draft *d)
{
	draft_cite_event(d, r->f->greeting);
	draft_cite_stage(d, r, STAGE_GREETING);
	return true;
}

RULE(greeting_ended)
{
	if (!row_ended(r, STAGE_GREETING, rule->outcome))
		return false;
	/* What ends the encryption is the server's own, and what is behind it says nothing. */
	if (row_is_proven(j, r)) {
		d->place = PLACE_SERVER;
		draft_arg(d, "proven", "yes");
		draft_cite_event(d, r->f->verify);
	}
	draft_posing(d, j, r);
	draft_key(d, row_is_proven(j, r) ? "proven" : "");
	return draft_cite_greeting(r, d);
}

static bool greets_late(const struct row *r)
{
	const struct fact_stage *s = &r->f->stages[STAGE_GREETING];

	return s->outcome == OUTCOME_OK && s->us >= SLOW_GREETING_US;
}

/* {everywhere}: most other servers greet as late on that port, or not while they were listened to; cites them. Those
 * for delivery may delay it on purpose. */
static bool is_late_everywhere(const struct judge *j, const struct row *r, struct draft *d)
{
	size_t greeted = 0, late = 0;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		bool held =
		    greets_late(other) || (r->service->purpose != PURPOSE_DELIVERY &&
					   row_ended(other, STAGE_GREETING, OUTCOME_TIMEOUT));

		if (other->e->why != WHY_REFERENCE || other->e->port != r->e->port ||
		    other->e->family != r->e->family || (!other->greeted && !held))
			continue;
		greeted++;
		late += held;
		if (held)
			draft_cite_stage(d, other, STAGE_GREETING);
	}
	return late >= RULES_LEAST_HOSTS && late * 2 > greeted;
}

RULE(greeting_slow)
{
	const struct fact_stage *s = &r->f->stages[STAGE_GREETING];

	if (!greets_late(r))
		return false;
	if (is_late_everywhere(j, r, d)) {
		draft_arg(d, "everywhere", N_("a proxy or filter"));
		d->place = PLACE_NETWORK;
		d->certainty = CERTAINTY_LIKELY;
	}
	draft_arg_seconds(d, "seconds", s->us);
	draft_arg(d, "smtp", r->service->protocol == PROTOCOL_SMTP ? "yes" : NULL);
	return draft_cite_greeting(r, d);
}

/* Refused by its greeting, with exactly that meaning. */
static bool is_turned_away(const struct judge *j, const struct row *r, enum refusal_meaning meaning)
{
	return r->f->greeting && row_ended(r, STAGE_GREETING, OUTCOME_DENIED) &&
	       j->refusal[r->e->id - 1] == meaning;
}

static bool tell_turned_away(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct event *said = r->f->greeting;
	const struct refusal *known = reply_refusal(j, r, said);
	char *words = known ? NULL : normalize_line(said->text ? said->text : "");

	/* One finding for each kind of refusal; the first word may be the server's own name. */
	draft_key_print(d, "%d %s", said->code,
			known ? known->meaning : words + strcspn(words, " "));
	free(words);
	return draft_cite_greeting(r, d);
}

/* Whether the words are about the address that the connection came from. */
static bool is_about_address(const struct judge *j, const struct row *r)
{
	static const char *const words[] = {"your ip", "client host [", "from your address",
					    "sender ip"};
	const struct event *said = r->f->greeting;
	const struct refusal *known = reply_refusal(j, r, said);

	if (known && known->confirmed && refusal_is_of_address(known))
		return true;
	/* "Too busy" is about the server, whomever it tells; "blocked" isn't. */
	if (known && !refusal_is_telling(known))
		return str_icontains(said->text, "your ip") && str_icontains(said->text, "blocked");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_icontains(said->text, words[i]))
			return true;
	return r->f->local_address && str_icontains(said->text, r->f->local_address);
}

static void draft_mine(const struct judge *j, const struct row *r, struct draft *d)
{
	if (is_about_address(j, r))
		draft_arg(d, "mine", "yes");
}

static const char *protocol_word(enum protocol p)
{
	switch (p) {
	case PROTOCOL_IMAP:
		return "IMAP";
	case PROTOCOL_POP3:
		return "POP3";
	case PROTOCOL_SMTP:
		return "SMTP";
	default:
		return NULL;
	}
}

const char *row_protocol_alone(const struct judge *j, const struct row *r)
{
	bool other_well = false;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !other->greeted || !row_same_host(j, other, r))
			continue;
		if (other->service->protocol == r->service->protocol)
			return NULL;
		other_well = other_well || protocol_word(other->service->protocol);
	}
	return other_well ? protocol_word(r->service->protocol) : NULL;
}

/* {service}: the words are about the service itself, not about a client; {inactive}: it is switched off. */
static void tell_service(const struct event *said, struct draft *d)
{
	static const char *const words[] = {"service not active", "shutting down", "maintenance",
					    "service is not active"};
	bool about = false;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		about = about || str_icontains(said->text, words[i]);
	draft_arg(d, "service", about ? "yes" : NULL);
	draft_arg(d, "inactive", str_icontains(said->text, "not active") ? "yes" : NULL);
}

RULE(greeting_temporary)
{
	if (!is_turned_away(j, r, REFUSAL_MEANS_TEMPORARY))
		return false;
	draft_mine(j, r, d);
	tell_service(r->f->greeting, d);
	draft_arg(d, "protocol", row_protocol_alone(j, r));
	draft_busy(j, r, r->f->greeting, d);
	draft_explain_telling(j, r, r->f->greeting, d);
	return tell_turned_away(j, r, d);
}

RULE(greeting_refused)
{
	if (!is_turned_away(j, r, REFUSAL_MEANS_FINAL))
		return false;
	draft_mine(j, r, d);
	draft_arg(d, "protocol", row_protocol_alone(j, r));
	draft_explain(j, r, r->f->greeting, d);
	return tell_turned_away(j, r, d);
}

/* The meaning of the earlier try's greeting, when our other connections were open. */
static enum refusal_meaning first_meaning(const struct judge *j, const struct row *r)
{
	return refusal_meaning(r->f->turned_away, r->service->protocol, j->f->target->provider);
}

/* {own}: it counts this client's connections, and not those of all. */
static void tell_whose(struct draft *d, const char *text)
{
	draft_arg(d, "own", server_limit_is_of_client(text) ? "yes" : NULL);
}

RULE(greeting_counted)
{
	const struct event *clear = row_counted_in_clear(r, rule->refusal);

	if (clear) {
		draft_quote(d, clear->text);
		draft_key_print(d, "%ld", strtol(clear->text, NULL, 10));
		tell_whose(d, clear->text);
		draft_cite_event(d, clear);
		return true;
	}
	if (!is_turned_away(j, r, rule->refusal))
		return false;
	draft_explain_telling(j, r, r->f->greeting, d);
	draft_key_print(d, "%d", r->f->greeting->code);
	tell_whose(d, r->f->greeting->text);
	draft_cite_event(d, r->f->turned_away);
	draft_cite_event(d, r->f->alone);
	/* Once may be chance; the same again, without another connection of ours, is not. */
	if (first_meaning(j, r) == rule->refusal)
		d->certainty = CERTAINTY_CERTAIN;
	return draft_cite_greeting(r, d);
}

/* Refused during the other ports' connections, welcome alone. */
RULE(greeting_limit)
{
	if (!r->f->turned_away || !r->greeted)
		return false;
	draft_quote_reply(d, r->f->turned_away);
	draft_cite_event(d, r->f->alone);
	if (first_meaning(j, r) != REFUSAL_MEANS_CONNECTIONS)
		d->certainty = CERTAINTY_POSSIBLE; /* it may just have been busy for a moment */
	return draft_cite_greeting(r, d);
}

/* ---- a middlebox, by its own words ---- */

/* The first line, unchanged. */
char *row_greeting_line(const struct row *r)
{
	const struct event *g = r->f->greeting;
	const char *text = g && g->text ? g->text : "";
	int len = (int)strcspn(text, "\n");

	if (r->service->protocol == PROTOCOL_SMTP)
		return mem_printf("%d %.*s", g ? g->code : 0, len, text);
	return mem_printf("%s%.*s", r->service->protocol == PROTOCOL_IMAP ? "* " : "", len, text);
}

void row_find_banner(const struct row *r, struct box *box)
{
	if (!r->f->greeting || !r->f->greeting->text)
		return;
	char *line = row_greeting_line(r);
	const struct interceptor *known = interceptor_find_banner(line);

	if (known && known->kind != INTERCEPTOR_FRONT)
		*box = (struct box){known, r->f->greeting->seq};
	free(line);
}

bool row_breaks_greeting(const struct row *r)
{
	const struct event *begun = r->f->greeting_line, *bytes = r->f->bytes;

	return begun && bytes && bytes->stage == STAGE_GREETING && !r->f->limit &&
	       r->service->protocol == PROTOCOL_SMTP &&
	       row_ended(r, STAGE_GREETING, OUTCOME_BADREPLY) && str_istarts(begun->text, "220-");
}

static bool is_starred(const char *text)
{
	static const char kept[] = "*20 -\r\n";

	return text && strspn(text, kept) >= 4 && strlen(text) == strspn(text, kept) &&
	       strchr(text, '*');
}

/* Stars for letters: Cisco's ESMTP inspection (fixup) masks the greeting, of several lines too. */
bool greeting_is_masked(const struct row *r)
{
	if (row_breaks_greeting(r))
		return is_starred(r->f->greeting_line->text) && is_starred(r->f->bytes->text);
	return r->service->protocol == PROTOCOL_SMTP && r->f->greeting &&
	       is_starred(r->f->greeting->text);
}

/* Cites and quotes a greeting with a line that has no code. */
static bool cite_broken(const struct row *r, struct draft *d)
{
	draft_quote(d, r->f->greeting_line->text);
	draft_cite_event(d, r->f->greeting_line);
	draft_cite_event(d, r->f->bytes);
	return true;
}

/* {broken}: a line has lost its code. */
RULE(proxy_masked)
{
	if (!greeting_is_masked(r))
		return false;
	if (!row_breaks_greeting(r)) {
		draft_quote(d, r->f->greeting->text);
		return draft_cite_greeting(r, d);
	}
	d->verdict = VERDICT_PROBLEM;
	draft_arg(d, "broken", "yes");
	return cite_broken(r, d);
}

RULE(greeting_broken)
{
	return row_breaks_greeting(r) && !greeting_is_masked(r) && cite_broken(r, d);
}

/* The three kinds of middleboxes with a rule: scanners, portals, and gateways of all sorts. */
static enum interceptor_kind box_kind(const struct interceptor *box)
{
	return box->kind == INTERCEPTOR_SCANNER || box->kind == INTERCEPTOR_PORTAL
		   ? box->kind
		   : INTERCEPTOR_GATEWAY;
}

/* A masked greeting has a rule of its own. */
RULE(proxy_known)
{
	const struct interceptor *box = j->banner_box[r->e->id - 1].known;
	bool masked = rule->box == INTERCEPTOR_GATEWAY && greeting_is_masked(r);

	if (!box || box_kind(box) != rule->box || masked)
		return false;
	/* Where servers deliver to each other, the filter is as a rule the server's own. */
	if (box->kind == INTERCEPTOR_MX && r->service->purpose == PURPOSE_DELIVERY)
		return false;
	draft_arg(d, "product", box->product);
	draft_key(d, box->product);
	draft_cite_event(d, r->f->greeting);
	draft_quote(d, r->f->greeting->text);
	if (!box->confirmed)
		d->certainty = CERTAINTY_POSSIBLE;
	/* A company's own front door, proven by its certificate or named by its MX record. */
	if (rule->box == INTERCEPTOR_GATEWAY &&
	    (row_is_proven(j, r) || domain_is_mx(j->f->target, r->e)))
		d->verdict = VERDICT_NOTE;
	return true;
}
