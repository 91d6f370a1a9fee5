/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Greetings: slow, missing or refusing ones, and such as were not written by the server. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/mem.h"
#include "know/interceptors.h"
#include "reason/domain/domain.h"
#include "advice/refusals.h"

#include <stdlib.h>
#include <string.h>

#define SLOW_GREETING_US 4000000 /* longer than any healthy round trip; postscreen waits 6 s */

static bool stays_silent(const struct row *r, struct draft *d)
{
	if (!row_ended(r, STAGE_GREETING, OUTCOME_TIMEOUT))
		return false;
	if (r->f->stages[STAGE_GREETING].us < FACTS_SILENT_US)
		d->certainty = CERTAINTY_POSSIBLE;
	draft_cite(d, r->f->connected_event);
	draft_cite_stage(d, r, STAGE_GREETING);
	return true;
}

/* A certificate that this computer trusts, of nobody who is known to sit in between. */
static bool is_proven(const struct judge *j, const struct row *r)
{
	return r->trusted && !j->issuer_box[r->e->id - 1].known;
}

/* Silent is the server itself, then; a company's own authority may be trusted as well. */
RULE(greeting_none_server)
{
	if (!is_proven(j, r) || !stays_silent(r, d))
		return false;
	draft_cite_event(d, r->f->verify);
	return true;
}

RULE(greeting_none)
{
	return !is_proven(j, r) && stays_silent(r, d);
}

bool draft_cite_greeting(const struct row *r, struct draft *d)
{
	draft_cite_event(d, r->f->greeting);
	draft_cite_stage(d, r, STAGE_GREETING);
	return true;
}

RULE(greeting_ended)
{
	return row_ended(r, STAGE_GREETING, rule->outcome) && draft_cite_greeting(r, d);
}

RULE(greeting_slow)
{
	const struct fact_stage *s = &r->f->stages[STAGE_GREETING];

	if (s->outcome != OUTCOME_OK || s->us < SLOW_GREETING_US)
		return false;
	draft_arg_number(d, "seconds", (long)((s->us + 500000) / 1000000));
	return draft_cite_greeting(r, d);
}

/* RFC 5321 4yz, RFC 5530 UNAVAILABLE and INUSE, RFC 3206 SYS/TEMP, RFC 2449 IN-USE and LOGIN-DELAY.
 */
bool reply_is_temporary(const struct event *ev)
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

bool reply_wants_patience(const struct judge *j, const struct row *r, const struct event *said)
{
	const struct refusal *known = reply_refusal(j, r, said);

	return known && (known->kind == REFUSAL_WAIT || known->kind == REFUSAL_LIMIT);
}

enum turned_away { TURNED_AWAY_NOT, TURNED_AWAY_FOR_NOW, TURNED_AWAY_FOR_GOOD };

static enum turned_away turned_away_of(const struct judge *j, const struct row *r)
{
	if (!r->f->greeting || !row_ended(r, STAGE_GREETING, OUTCOME_DENIED) || row_listed(j, r))
		return TURNED_AWAY_NOT;
	if (reply_wants_patience(j, r, r->f->greeting))
		return TURNED_AWAY_FOR_NOW;
	return reply_is_temporary(r->f->greeting) ? TURNED_AWAY_FOR_NOW : TURNED_AWAY_FOR_GOOD;
}

bool row_is_put_off(const struct judge *j, const struct row *r)
{
	return turned_away_of(j, r) == TURNED_AWAY_FOR_NOW;
}

static bool turned_away(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct event *said = r->f->greeting;
	const struct refusal *known = reply_refusal(j, r, said);

	if (row_is_put_off(j, r))
		draft_explain_telling(j, r, said, d);
	else
		draft_explain(j, r, said, d);
	/* One finding for each kind of thing that was said. */
	draft_key_print(d, "%d %s", said->code, known ? known->meaning : "");
	return draft_cite_greeting(r, d);
}

RULE(greeting_temporary)
{
	return row_is_put_off(j, r) && !row_is_counted(j, r) && turned_away(j, r, d);
}

RULE(greeting_refused)
{
	return turned_away_of(j, r) == TURNED_AWAY_FOR_GOOD && turned_away(j, r, d);
}

/* ---- a box in between, by its own words ---- */

/* The first line as it came. */
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

/* Stars for letters: Cisco's ESMTP inspection (fixup) masks the greeting. */
bool greeting_is_masked(const struct row *r)
{
	const struct event *g = r->f->greeting;

	return g && r->service->protocol == PROTOCOL_SMTP && g->text &&
	       strspn(g->text, "*20 ") >= 4 && strlen(g->text) == strspn(g->text, "*20 ") &&
	       strchr(g->text, '*');
}

RULE(proxy_masked)
{
	if (!greeting_is_masked(r))
		return false;
	draft_quote(d, r->f->greeting->text);
	return draft_cite_greeting(r, d);
}

/* The three kinds of boxes that have a rule: scanners, portals, and gateways of all sorts. */
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
	draft_arg(d, "product", box->product);
	draft_key(d, box->product);
	draft_cite_event(d, r->f->greeting);
	draft_quote(d, r->f->greeting->text);
	if (!box->confirmed)
		d->certainty = CERTAINTY_POSSIBLE;
	/* A company's own front door, proven by its certificate or named by its MX record. */
	if (rule->box == INTERCEPTOR_GATEWAY &&
	    (is_proven(j, r) || domain_is_mx(j->f->target, r->e)))
		d->verdict = VERDICT_NOTE;
	return true;
}
