/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/rules/draft.h"
#include "reason/rules/refusal.h"
#include "reason/rules/rules.h"

#include "base/buf.h"
#include "base/mem.h"
#include "advice/refusals.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define QUOTE_MAX 200 /* bytes of the server's own words that fit into a sentence */

void draft_begin(struct draft *d, enum verdict verdict, enum certainty certainty, enum place place)
{
	d->verdict = verdict;
	d->certainty = certainty;
	d->place = place;
	d->key = NULL;
	d->evidence_n = d->arg_n = 0;
	d->hop = NULL;
}

void draft_cite(struct draft *d, unsigned seq)
{
	for (size_t i = 0; i < d->evidence_n; i++)
		if (d->evidence[i] == seq)
			return;
	if (seq && d->evidence_n < DRAFT_EVIDENCE_MAX)
		d->evidence[d->evidence_n++] = seq;
}

void draft_cite_event(struct draft *d, const struct event *ev)
{
	if (ev)
		draft_cite(d, ev->seq);
}

void draft_cite_stage(struct draft *d, const struct row *r, enum stage stage)
{
	draft_cite(d, r->f->stages[stage].end);
}

void draft_arg(struct draft *d, const char *name, const char *value)
{
	if (value && *value && d->arg_n < DRAFT_ARGS_MAX)
		d->args[d->arg_n++] =
		    (struct finding_arg){.name = mem_strdup(name), .value = mem_strdup(value)};
}

void draft_arg_number(struct draft *d, const char *name, long value)
{
	char *text = mem_printf("%ld", value);

	draft_arg(d, name, text);
	free(text);
}

void draft_arg_day(struct draft *d, const char *name, int64_t unix_seconds)
{
	time_t t = (time_t)unix_seconds;
	struct tm tm;
	char text[32] = "";

	if (gmtime_r(&t, &tm))
		strftime(text, sizeof text, "%Y-%m-%d", &tm);
	draft_arg(d, name, text);
}

void draft_arg_seconds(struct draft *d, const char *name, int64_t us)
{
	draft_arg_number(d, name, (long)((us + 500000) / 1000000));
}

void draft_families(struct draft *d, enum family dead)
{
	bool six = dead == FAMILY_IPV6;

	draft_arg(d, "dead", six ? "IPv6" : "IPv4");
	draft_arg(d, "alive", six ? "IPv4" : "IPv6");
}

void draft_arg_list(struct draft *d, const char *name, const struct strs *values)
{
	char *joined = strs_join(values, ", ");

	draft_arg(d, name, joined);
	free(joined);
}

void draft_key(struct draft *d, const char *key)
{
	free(d->key);
	d->key = mem_strdup(key);
}

void draft_key_print(struct draft *d, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	free(d->key);
	d->key = mem_vprintf(format, args);
	va_end(args);
}

/* The words, " / " between two lines, cut to a length that fits into a sentence. */
static char *joined(const char *text)
{
	struct buf out;

	buf_init(&out, QUOTE_MAX);
	for (const char *at = text; at && *at && out.len < QUOTE_MAX;) {
		size_t len = strcspn(at, "\r\n"), room = QUOTE_MAX - out.len;

		buf_append(&out, at, len < room ? len : room);
		at += len;
		at += strspn(at, "\r\n");
		if (*at && out.len + strlen(" / ") < QUOTE_MAX)
			buf_puts(&out, " / ");
		else
			break;
	}
	return buf_take(&out);
}

static void quote_reply(struct draft *d, int code, const char *text)
{
	char *cut = joined(text);
	char *whole = code ? mem_printf("%d %s", code, cut) : mem_strdup(cut);

	draft_arg(d, "text", whole);
	free(whole);
	free(cut);
}

void draft_quote(struct draft *d, const char *text)
{
	quote_reply(d, 0, text);
}

/* The meaning of the refusal, if its words are known; for rows from memory only the kind is
 * used. */
const struct refusal *reply_refusal(const struct judge *j, const struct row *r,
				    const struct event *ev)
{
	return refusal_of_reply(ev, r->service->protocol, j->f->target->provider);
}

void draft_quote_reply(struct draft *d, const struct event *ev)
{
	draft_cite_event(d, ev);
	quote_reply(d, ev ? ev->code : 0, ev ? ev->text : NULL);
}

static void draft_action(struct draft *d, const struct judge *j, const struct row *r,
			 const struct refusal *known)
{
	if (!domain_is_mx(j->f->target, r->e) || !refusal_is_for_people(known))
		draft_arg(d, FINDING_ARG_ACTION, refusal_action(known, r->service->purpose));
}

void draft_explain(const struct judge *j, const struct row *r, const struct event *ev,
		   struct draft *d)
{
	const struct refusal *known = ev ? reply_refusal(j, r, ev) : NULL;

	draft_quote_reply(d, ev);
	/* Nothing was said too early or in another language here. */
	if (!known || !known->confirmed || refusal_is_about_talk(known))
		return;
	draft_arg(d, FINDING_ARG_MEANING, known->meaning);
	draft_action(d, j, r, known);
}

void draft_explain_telling(const struct judge *j, const struct row *r, const struct event *ev,
			   struct draft *d)
{
	const struct refusal *known = reply_refusal(j, r, ev);

	draft_quote_reply(d, ev);
	if (!known || !known->confirmed || !refusal_is_telling(known))
		return;
	draft_arg(d, FINDING_ARG_MEANING, known->meaning);
	if (!refusal_asks_to_wait(known))
		draft_action(d, j, r, known);
}

void draft_clear(struct draft *d)
{
	free(d->key);
	for (size_t i = 0; i < d->arg_n; i++) {
		free(d->args[i].name);
		free(d->args[i].value);
	}
	d->key = NULL;
	d->arg_n = d->evidence_n = 0;
}
