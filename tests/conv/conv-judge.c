/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/conv/conv.h"

#include "base/buf.h"
#include "base/esc.h"
#include "base/mem.h"
#include "know/services.h"
#include "reason/rules/finding.h"
#include "reason/rules/diagnose.h"
#include "reason/summary.h"
#include "run/turns.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

/* ---- looking through the log ---- */

/* The next event of type about endpoint (0: any) after number *at, or NULL. */
static const struct event *next_of(const struct log *log, unsigned endpoint, enum event_type type,
				   unsigned *at)
{
	const struct event *e;

	while ((e = log_get(log, ++*at)))
		if (e->type == type && (!endpoint || e->endpoint == endpoint))
			return e;
	return NULL;
}

/* Splits args into at most max words; returns how many. */
static size_t words_of(const char *args, struct strs *words)
{
	strs_split(words, args, " ");
	return words->n;
}

static bool text_in_line(const struct conv_seen *seen, unsigned endpoint, enum event_type type,
			 const char *text)
{
	const struct event *e;
	unsigned at = 0;

	while ((e = next_of(seen->log, endpoint, type, &at)))
		if (e->text && strstr(e->text, text))
			return true;
	return false;
}

/* ---- the kinds of expectation ---- */

static bool holds_probe(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	struct strs words = {0};
	unsigned at = 0;
	const struct event *e = next_of(seen->log, endpoint, EVENT_PROBE_END, &at);
	size_t n = words_of(args, &words);
	bool is = e && n && e->outcome == outcome_from_name(words.v[0]) &&
		  (n < 2 || e->stage == stage_from_name(words.v[1]));

	strs_clear(&words);
	return is;
}

static bool holds_stage(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	struct strs words = {0};
	size_t n = words_of(args, &words);
	enum stage stage = stage_from_name(n ? words.v[0] : NULL);
	enum outcome want = outcome_from_name(n > 1 ? words.v[1] : NULL), is = OUTCOME_NONE;
	const struct event *e;
	unsigned at = 0;

	while ((e = next_of(seen->log, endpoint, EVENT_STAGE_END, &at)))
		if (e->stage == stage)
			is = e->outcome;
	strs_clear(&words);
	return stage < STAGE_COUNT_ && is == want;
}

static bool holds_sent(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	return text_in_line(seen, endpoint, EVENT_LINE_SENT, args);
}

static bool holds_received(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	return text_in_line(seen, endpoint, EVENT_LINE_RECEIVED, args);
}

static bool has_cap(const struct conv_seen *seen, unsigned endpoint, enum stage stage,
		    const char *cap)
{
	const struct event *e;
	unsigned at = 0;
	bool found = false;

	while ((e = next_of(seen->log, endpoint, EVENT_CAPS, &at)))
		if (e->stage == stage)
			found = strs_has(&e->list, cap);
	return found;
}

static bool holds_caps(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	return has_cap(seen, endpoint, STAGE_CAPS, args);
}

static bool holds_caps_tls(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	return has_cap(seen, endpoint, STAGE_CAPS_TLS, args);
}

static bool holds_reply(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	struct strs words = {0};
	size_t n = words_of(args, &words);
	const struct event *e;
	unsigned at = 0;
	bool is = false;

	while (n > 1 && !is && (e = next_of(seen->log, endpoint, EVENT_REPLY, &at))) {
		char *code = mem_printf("%d", e->code);

		is = str_ieq(e->detail, words.v[0]) &&
		     e->outcome == outcome_from_name(words.v[1]) &&
		     (n < 3 || str_eq(code, words.v[2]));
		free(code);
	}
	strs_clear(&words);
	return is;
}

static void describe_text(struct buf *out, const json_t *value)
{
	char *text = esc_unoctets(json_string_value(value), NULL);

	buf_printf(out, "\"%s\"", text);
	free(text);
}

static void describe_value(struct buf *out, const json_t *value)
{
	size_t i;
	json_t *item;

	if (json_is_integer(value))
		buf_printf(out, "%lld", (long long)json_integer_value(value));
	else if (json_is_string(value))
		describe_text(out, value);
	json_array_foreach(value, i, item) describe_text(out, item);
}

/* The event's fields as a conversation names them: code=535 text="no". The caller frees. */
static char *described(const struct event *e)
{
	json_t *object = json_object(), *value;
	const char *name;
	struct buf out;

	buf_init(&out, 0);
	fields_to_json(&event_fields, event_type_fields(e->type), e, object);
	json_object_foreach(object, name, value)
	{
		buf_printf(&out, " %s=", name);
		describe_value(&out, value);
	}
	json_decref(object);
	return buf_take(&out);
}

static bool holds_event(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	size_t len = strcspn(args, " ");
	char *name = mem_strndup(args, len);
	enum event_type type = event_type_from_name(name);
	const char *text = args[len] ? args + len + 1 : "";
	const struct event *e;
	unsigned at = 0;
	bool is = false;

	free(name);
	while (!is && type < EVENT_COUNT_ && (e = next_of(seen->log, endpoint, type, &at))) {
		char *line = described(e);

		is = strstr(line, text);
		free(line);
	}
	return is;
}

static const char *const status_words[] = {
    "untrusted", "self-signed", "expired",	 "not-yet-valid",  "wrong-name", "revoked",
    "weak",	 "purpose",	"bad-signature", "missing-staple", "bad-staple", "bad-constraints",
    "no-name",	 "other",	"missing-issuer"};

static bool holds_verify(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	struct strs words = {0};
	const struct event *e, *last = NULL;
	unsigned at = 0, want = 0;

	while ((e = next_of(seen->log, endpoint, EVENT_TLS_VERIFY, &at)))
		last = e;
	words_of(args, &words);
	for (size_t w = 0; w < words.n; w++)
		for (unsigned bit = 0; bit < sizeof status_words / sizeof *status_words; bit++)
			if (str_eq(words.v[w], status_words[bit]))
				want |= 1u << bit;
	bool is = last && last->status == want && (want || strs_has(&words, "trusted"));

	strs_clear(&words);
	return is;
}

/* "TLS1.0 not tested" */
static bool holds_takes(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	size_t len = strcspn(args, " ");
	char *name = mem_strndup(args, len);
	enum tls_version v = tls_version_from_name(name);
	struct facts facts;

	free(name);
	facts_init(&facts, seen->target, seen->log, seen->plan);
	bool is = v < TLS_VERSION_COUNT_ && args[len] &&
		  str_eq(acceptance_name(facts_acceptance(facts_of(&facts, endpoint), v)),
			 args + len + 1);

	facts_clear(&facts);
	return is;
}

static bool holds_finding(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	(void)endpoint;
	for (size_t i = 0; i < seen->findings->n; i++)
		if (str_eq(seen->findings->v[i].id, args))
			return true;
	return false;
}

static bool holds_problem(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	(void)endpoint;
	(void)args;
	for (size_t i = 0; i < seen->findings->n; i++)
		if (seen->findings->v[i].verdict == VERDICT_PROBLEM)
			return true;
	return false;
}

static bool holds_problems(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	struct strs words = {0};
	size_t problems = 0;
	bool all = true;

	(void)endpoint;
	words_of(args, &words);
	for (size_t i = 0; i < seen->findings->n; i++)
		if (seen->findings->v[i].verdict == VERDICT_PROBLEM) {
			problems++;
			all = all && strs_has(&words, seen->findings->v[i].id);
		}
	all = all && problems == words.n;
	strs_clear(&words);
	return all;
}

/* "imap 993" */
static bool holds_setting(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	struct facts facts;
	struct summary summary;
	bool offered = false;

	(void)endpoint;
	facts_init(&facts, seen->target, seen->log, seen->plan);
	summary_init(&summary, &facts, seen->findings);
	for (size_t i = 0; i < summary.setting_n && !offered; i++) {
		const struct setting *s = &summary.settings[i];
		char *text = mem_printf("%s %d", service_name(s->service), s->port);

		offered = str_eq(text, args);
		free(text);
	}
	summary_clear(&summary);
	facts_clear(&facts);
	return offered;
}

static const struct finding *finding_of(const struct findings *list, const char *id)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i].id, id))
			return &list->v[i];
	return NULL;
}

static bool holds_names(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	struct strs words = {0};
	size_t n = words_of(args, &words);
	const struct finding *f = n ? finding_of(seen->findings, words.v[0]) : NULL;
	bool is = f && n == 3 && f->under < 0 && str_eq(verdict_name(f->verdict), words.v[1]) &&
		  str_eq(certainty_name(f->certainty), words.v[2]);

	(void)endpoint;
	strs_clear(&words);
	return is;
}

static bool holds_claims(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	struct strs words = {0};
	bool all = true;

	(void)endpoint;
	words_of(args, &words);
	for (size_t i = 0; i < seen->findings->n; i++) {
		const struct finding *f = &seen->findings->v[i];

		if (f->under < 0 &&
		    (f->verdict == VERDICT_PROBLEM || f->verdict == VERDICT_WARNING))
			all = all && strs_has(&words, f->id);
	}
	strs_clear(&words);
	return all;
}

int64_t conv_named_us(const struct conv_seen *seen, const char *id)
{
	for (size_t n = 1; n <= seen->log->n; n++) {
		struct log part = {.v = seen->log->v, .n = n};
		struct facts facts;
		struct findings findings = {0};

		facts_init(&facts, seen->target, &part, seen->plan);
		diagnose(&findings, &facts);
		bool named = finding_of(&findings, id);

		findings_clear(&findings);
		facts_clear(&facts);
		if (named)
			return seen->log->v[n - 1]->at_us;
	}
	return -1;
}

int conv_patience(void)
{
	double load = 0;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	if (getloadavg(&load, 1) != 1 || cpus < 1 || load <= (double)cpus)
		return 1;
	return 1 + (int)(load / (double)cpus) * 2;
}

static bool holds_within(const struct conv_seen *seen, unsigned endpoint, const char *args)
{
	char *id = NULL;
	long ms = strtol(args, &id, 10);
	int64_t us = conv_named_us(seen, id + strspn(id, " "));

	(void)endpoint;
	return us >= 0 && us <= (int64_t)ms * 1000 * conv_patience();
}

static const struct conv_judge judges[] = {
    {"probe", true, holds_probe},	{"stage", true, holds_stage},
    {"sent", true, holds_sent},		{"received", true, holds_received},
    {"caps", true, holds_caps},		{"caps-tls", true, holds_caps_tls},
    {"reply", true, holds_reply},	{"event", true, holds_event},
    {"verify", true, holds_verify},	{"finding", true, holds_finding},
    {"takes", true, holds_takes},	{"problem", false, holds_problem},
    {"problems", true, holds_problems}, {"names", true, holds_names},
    {"claims", true, holds_claims},	{"within", true, holds_within},
    {"setting", true, holds_setting},
};

const struct conv_judge *conv_judge(const char *word)
{
	for (size_t i = 0; i < sizeof judges / sizeof *judges; i++)
		if (str_eq(judges[i].word, word))
			return &judges[i];
	return NULL;
}

/* ---- what engine.h promises of every run ---- */

/* What a further connection showed: it comes after everything else. */
static bool is_of_tls_probe(const struct event *e)
{
	return e->type == EVENT_TLS_ACCEPTS || e->type == EVENT_TLS_SECRECY ||
	       e->type == EVENT_TLS_NAMELESS || e->type == EVENT_TLS_OFFER;
}

/* One probe for each endpoint, and one more for each EVENT_RETRY of the engine itself. */
static void judge_promises(struct buf *out, const struct log *log, unsigned endpoint)
{
	unsigned begins = 0, ends = 0, retries = 0, open = 0, wrong = 0;

	for (size_t i = 0; i < log->n; i++) {
		const struct event *e = log->v[i];

		if (e->endpoint != endpoint)
			continue;
		begins += e->type == EVENT_PROBE_BEGIN;
		ends += e->type == EVENT_PROBE_END;
		retries += e->type == EVENT_RETRY;
		wrong += (ends > retries && e->type != EVENT_PROBE_END) != is_of_tls_probe(e);
		if (e->type == EVENT_STAGE_BEGIN)
			wrong += open++ != 0;
		if (e->type == EVENT_STAGE_END)
			wrong += open-- != 1;
	}
	if (begins != 1 + retries || ends != 1 + retries || retries > 1)
		buf_printf(out, "  endpoint %u: %u probe begins, %u ends\n", endpoint, begins,
			   ends);
	if (wrong || open)
		buf_printf(out, "  endpoint %u: stages do not nest, or events come after the end\n",
			   endpoint);
}

char *conv_judged(const struct conv *c, const struct conv_seen *seen)
{
	struct buf out;

	buf_init(&out, 0);
	for (size_t i = 0; i < c->expect_n; i++) {
		const struct conv_expect *e = &c->expects[i];
		unsigned endpoint = seen->plan->v[e->server].id;

		if (e->judge->holds(seen, endpoint, e->args) == e->no)
			buf_printf(&out, "  line %u does not hold: %s%s %s\n", e->line,
				   e->no ? "no " : "", e->judge->word, e->args);
	}
	for (size_t i = 0; i < seen->plan->n; i++)
		judge_promises(&out, seen->log, seen->plan->v[i].id);
	return buf_take(&out);
}

/* ---- a transcript ---- */

static void put_text(struct buf *out, const char *what, const char *text)
{
	char *safe = text ? esc_text(text, strlen(text), true) : NULL;

	if (safe)
		buf_printf(out, " %s=\"%s\"", what, safe);
	free(safe);
}

static void put_event(struct buf *out, const struct event *e)
{
	char *list = e->list.n ? strs_join(&e->list, ", ") : NULL;

	buf_printf(out, "    %u %s", e->endpoint, event_type_name(e->type));
	if (is_of_tls_probe(e) && e->version)
		buf_printf(out, " %s", e->version);
	if (e->type != EVENT_PROBE_BEGIN)
		buf_printf(out, " %s", stage_name(e->stage));
	if (e->outcome != OUTCOME_NONE)
		buf_printf(out, " %s", outcome_name(e->outcome));
	if (e->code)
		buf_printf(out, " %d", e->code);
	if (e->type == EVENT_TLS_VERIFY || e->type == EVENT_TLS_ALERT)
		buf_printf(out, " num=%d status=%#x", e->num, e->status);
	put_text(out, "text", e->text);
	put_text(out, "detail", e->detail);
	put_text(out, "subject", e->subject);
	put_text(out, "list", list);
	buf_putc(out, '\n');
	free(list);
}

static enum tls_offer offer_of(const struct event *e)
{
	switch (e->type) {
	case EVENT_TLS_SECRECY:
		return TLS_OFFER_SECRECY;
	case EVENT_TLS_NAMELESS:
		return TLS_OFFER_NAMELESS;
	case EVENT_TLS_OFFER:
		return tls_offer_from_name(e->detail ? e->detail : "");
	default:
		return tls_offer_from_name(e->version ? e->version : "");
	}
}

/* TLS probes run two at a time and end in any order: the offer identifies theirs. */
static void put_trials(struct buf *out, const struct log *log, unsigned endpoint)
{
	for (unsigned offer = 0; offer <= TLS_OFFER_COUNT_; offer++)
		for (size_t k = 0; k < log->n; k++) {
			const struct event *e = log->v[k];

			if (e->endpoint == endpoint && is_of_tls_probe(e) && offer_of(e) == offer)
				put_event(out, e);
		}
}

/* Where more ports than connections share a server, it depends on time whether a goodbye's answer is
 * waited for. */
static bool is_chance(const struct conv_seen *seen, const struct event *e)
{
	return seen->plan->n > TURNS_PER_ADDRESS && e->stage == STAGE_QUIT &&
	       e->type != EVENT_STAGE_BEGIN && e->type != EVENT_LINE_SENT;
}

char *conv_transcript(const struct conv_seen *seen)
{
	struct buf out;

	buf_init(&out, 0);
	for (size_t i = 0; i < seen->plan->n; i++) {
		unsigned endpoint = seen->plan->v[i].id;

		for (size_t k = 0; k < seen->log->n; k++) {
			const struct event *e = seen->log->v[k];

			if (e->endpoint == endpoint && e->type != EVENT_WAITING &&
			    !is_of_tls_probe(e) && !is_chance(seen, e))
				put_event(&out, e);
		}
		put_trials(&out, seen->log, endpoint);
	}
	return buf_take(&out);
}
