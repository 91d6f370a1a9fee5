/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/unit/scene.h"

#include "base/mem.h"
#include "know/services.h"
#include "reason/domain/sources.h"
#include "model/event_local.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STEP_US 1000 /* between two events */

static void bad(const struct scene *s, const struct scene_line *line, const char *what)
{
	fail_msg("%s:%d: %s", s->file, line->number, what);
}

/* ---- lines ---- */

/* Splits at spaces outside double quotes; the quotes go. */
static void split(struct strs *words, const char *text)
{
	while (*(text += strspn(text, " \t\r\n"))) {
		char *word = mem_calloc(strlen(text) + 1, 1), *to = word;
		bool quoted = false;

		for (; *text && *text != '\n' && (quoted || !strchr(" \t\r", *text)); text++) {
			if (*text == '"')
				quoted = !quoted;
			else
				*to++ = *text;
		}
		strs_append(words, word);
	}
}

static void read_lines(struct scene *s)
{
	FILE *in = fopen(s->file, "r");
	char text[2048];

	if (!in)
		fail_msg("%s: cannot be read", s->file);
	for (int number = 1; fgets(text, sizeof text, in); number++) {
		struct scene_line line = {.number = number};

		if (text[0] != '#')
			split(&line.words, text);
		if (!line.words.n)
			continue;
		char *fault = scene_fault(&line);

		if (fault)
			bad(s, &line, fault);
		s->v = mem_realloc(s->v, s->n + 1, sizeof *s->v);
		s->v[s->n++] = line;
	}
	fclose(in);
}

const char *scene_option(const struct scene_line *line, size_t first, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = first; i < line->words.n; i++)
		if (!strncmp(line->words.v[i], name, len) && line->words.v[i][len] == '=')
			return line->words.v[i] + len + 1;
	return NULL;
}

bool scene_row_fits(const char *row, const struct endpoint *e)
{
	bool reference = *row == '+', impossible = *row == '!';
	char *text = mem_strdup(row + (reference || impossible));
	char *slash = strchr(text, '/'), *at = strchr(text, '@');
	bool fits =
	    reference == (e->why == WHY_REFERENCE) && impossible == (e->why == WHY_IMPOSSIBLE);

	if (slash) {
		fits = fits && e->family == (slash[1] == '6' ? FAMILY_IPV6 : FAMILY_IPV4);
		*slash = '\0';
	}
	if (at) {
		fits = fits && (str_ieq(at + 1, e->host) || str_ieq(at + 1, e->address));
		*at = '\0';
	}
	fits = fits && (str_eq(text, "*") || str_eq(text, service_name(e->service)));
	free(text);
	return fits;
}

/* Days of the civil calendar since 1970-01-01, without a time zone. */
int64_t scene_day(const char *text)
{
	int y = 1970, m = 1, d = 1;

	if (sscanf(text, "%d-%d-%d", &y, &m, &d) != 3)
		fail_msg("\"%s\" is no day", text);
	y -= m <= 2;
	int era = y / 400, yoe = y - era * 400;
	int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	int64_t days = (int64_t)era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;

	return days * 86400 + 43200;
}

/* ---- the target ---- */

static const struct scene_line *line_of(const struct scene *s, const char *word)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i].words.v[0], word))
			return &s->v[i];
	return NULL;
}

static void add_server(struct scene *s, const struct scene_line *line)
{
	const struct strs *w = &line->words;
	enum service service = w->n > 2 ? service_from_name(w->v[1]) : SERVICE_COUNT_;

	if (service == SERVICE_COUNT_)
		bad(s, line, "server SERVICE HOST[:PORT] [SECURITY] [LOGIN,…]");
	char *host = mem_strdup(w->v[2]), *colon = strchr(host, ':');
	long port = service_row(service)->port;
	enum security security = service_row(service)->security;

	if (colon && !strchr(colon + 1, ':')) {
		*colon = '\0';
		port = strtol(colon + 1, NULL, 10);
	}
	if (w->n > 3)
		security = security_from_name(w->v[3]);
	if (security == SECURITY_COUNT_)
		bad(s, line, "no such security");
	struct target_server *added = target_add(s->target, service, security, host, (int)port);

	if (w->n > 4)
		strs_split(&added->login, w->v[4], ",");
	free(host);
}

static void add_domain(struct scene *s, const struct scene_line *line)
{
	const char *domain = line->words.v[1];

	s->target->mx_domain = mem_strdup(domain);
	if (line->words.n > 2)
		s->target->email = mem_printf("user@%s", domain);
	target_add(s->target, SERVICE_SMTP, SECURITY_STARTTLS, domain, 25);
}

static void make_target(struct scene *s)
{
	const struct scene_line *families = line_of(s, "families"),
				*provider = line_of(s, "provider");

	s->target = target_new(provider ? provider->words.v[1] : "mail.example.org");
	s->target->provider = provider ? mem_strdup(provider->words.v[1]) : NULL;
	s->target->want_ipv6 = families && strs_has(&families->words, "6");
	s->target->want_ipv4 = !families || strs_has(&families->words, "4");
	for (size_t i = 0; i < s->n; i++) {
		if (str_eq(s->v[i].words.v[0], "server"))
			add_server(s, &s->v[i]);
		if (str_eq(s->v[i].words.v[0], "domain"))
			add_domain(s, &s->v[i]);
		for (size_t k = 0; str_eq(s->v[i].words.v[0], "guess") && k < s->target->server_n;
		     k++)
			s->target->servers[k].unconfirmed = true;
		if (str_eq(s->v[i].words.v[0], "discover")) {
			s->target->discover = true;
			s->target->domain = mem_strdup(s->v[i].words.v[1]);
			s->target->email = mem_printf("user@%s", s->v[i].words.v[1]);
			if (s->v[i].words.n > 2) {
				free(s->target->label);
				s->target->label = mem_strdup(s->v[i].words.v[2]);
			}
		}
		if (str_eq(s->v[i].words.v[0], "audit")) {
			s->target->discover = s->target->audit = true;
			s->target->domain = mem_strdup(s->v[i].words.v[1]);
		}
		if (str_eq(s->v[i].words.v[0], "only"))
			s->target->only_target = true;
		if (str_eq(s->v[i].words.v[0], "reference")) {
			enum service service = service_from_name(s->v[i].words.v[1]);

			if (service == SERVICE_COUNT_)
				bad(s, &s->v[i], "reference SERVICE HOST");

			target_reference(s->target, service, s->v[i].words.v[2],
					 service_row(service)->port);
		}
		if (str_eq(s->v[i].words.v[0], "listed"))
			s->target->found_by = SOURCE_PROVIDER;
		if (str_eq(s->v[i].words.v[0], "meant"))
			s->target->meant = mem_strdup(s->v[i].words.v[1]);
		if (str_eq(s->v[i].words.v[0], "asked"))
			strs_add(&s->target->asked, s->v[i].words.v[1]);
		if (str_eq(s->v[i].words.v[0], "code"))
			strs_add(&s->target->codes, s->v[i].words.v[1]);
	}
}

/* ---- the log ---- */

struct queue { /* the events that an endpoint still has to emit */
	struct event **v;
	size_t n, at;
};

static int host_number(const struct scene *s, const char *host)
{
	size_t i = 0;

	while (i < s->target->server_n && !str_ieq(s->target->servers[i].host, host))
		i++;
	for (size_t k = 0; i == s->target->server_n && k < s->target->reference_n; k++)
		if (str_ieq(s->target->references[k].host, host))
			return (int)(i + k);
	return (int)i;
}

static const struct scene_line *options_of(const struct scene *s, const struct endpoint *e)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i].words.v[0], "row") && s->v[i].words.n > 1 &&
		    scene_row_fits(s->v[i].words.v[1], e))
			return &s->v[i];
	return NULL;
}

static void tell(struct scene *s, struct event *ev)
{
	ev->at_us = (int64_t)s->log.n * STEP_US;
	log_append(&s->log, ev);
}

static struct event *records(const struct scene *s, const struct scene_line *line)
{
	const struct strs *w = &line->words;
	struct event *ev = event_new(EVENT_RECORDS, 0);

	if (w->n < 5)
		bad(s, line, "records TYPE NAME OUTCOME DNSSEC [alias=NAME] [RECORD…]");
	ev->lookup = lookup_type_from_name(w->v[1]);
	ev->host = mem_strdup(w->v[2]);
	ev->outcome = outcome_from_name(w->v[3]);
	ev->dnssec = dnssec_from_name(w->v[4]);
	if (ev->lookup == LOOKUP_COUNT_ || ev->outcome == OUTCOME_COUNT_ ||
	    ev->dnssec == DNSSEC_COUNT_)
		bad(s, line, "no such type, outcome or DNSSEC state");
	if (ev->dnssec == DNSSEC_BOGUS)
		ev->reason = mem_strdup("signature expired");
	for (size_t i = 5; i < w->n; i++)
		if (str_istarts(w->v[i], "rcode="))
			ev->err = (int)strtol(w->v[i] + strlen("rcode="), NULL, 10);
		else if (str_istarts(w->v[i], "alias="))
			ev->alias = mem_strdup(w->v[i] + strlen("alias="));
		else
			strs_add(&ev->list, w->v[i]);
	return ev;
}

static struct event *policy(const struct scene *s, const struct scene_line *line)
{
	const char *status = scene_option(line, 2, "status");
	const char *text = line->words.v[line->words.n - 1];
	struct event *ev = event_new(EVENT_POLICY, 0);

	ev->host = mem_printf("mta-sts.%s", s->target->mx_domain);
	ev->outcome = outcome_from_name(line->words.v[1]);
	ev->status = status ? (unsigned)strtoul(status, NULL, 10) : 0;
	if (scene_option(line, 2, "err"))
		ev->err = (int)strtol(scene_option(line, 2, "err"), NULL, 10);
	ev->detail = mem_strdup(scene_option(line, 2, "type"));
	ev->text = mem_strdup(text);
	for (char *at = ev->text; (at = strchr(at, '|')); at++)
		*at = '\n';
	return ev;
}

/* source SOURCE OUTCOME TEXT [alias=NAME] [http=N] [plain] LINE… */
static struct event *source(const struct scene *s, const struct scene_line *line)
{
	const struct strs *w = &line->words;
	struct event *ev = event_new(EVENT_SOURCE, 0);

	ev->source = source_from_name(w->v[1]);
	ev->outcome = outcome_from_name(w->v[2]);
	ev->text = mem_strdup(w->v[3]);
	ev->host = mem_strdup(s->target->domain);
	ev->flags = EVENT_UNDER_TLS;
	if (ev->source == SOURCE_COUNT_ || ev->outcome == OUTCOME_COUNT_)
		bad(s, line, "no such source or outcome");
	for (size_t i = 4; i < w->n; i++)
		if (str_istarts(w->v[i], "http="))
			ev->code = (int)strtol(w->v[i] + strlen("http="), NULL, 10);
		else if (str_istarts(w->v[i], "alias="))
			ev->alias = mem_strdup(w->v[i] + strlen("alias="));
		else if (str_eq(w->v[i], "plain"))
			ev->flags = 0;
		else
			strs_add(&ev->list, w->v[i]);
	return ev;
}

static bool is_answer(const struct event *ev, const struct order *o)
{
	return (ev->type == EVENT_RECORDS && ev->lookup == o->lookup &&
		str_ieq(ev->host, o->name)) ||
	       (ev->type == EVENT_SOURCE && str_ieq(ev->text, o->name));
}

static bool is_told(const struct scene *s, const struct order *o)
{
	for (size_t i = 0; i < s->log.n; i++)
		if (is_answer(s->log.v[i], o))
			return true;
	return false;
}

/* What the scene does not tell is not there. */
static struct event *nothing_there(const struct scene *s, const struct order *o)
{
	bool document = strstr(o->name, "://");
	struct event *ev = event_new(document ? EVENT_SOURCE : EVENT_RECORDS, 0);

	ev->outcome = OUTCOME_NOTOFFERED;
	ev->lookup = o->lookup;
	ev->source = document ? o->source : SOURCE_NONE;
	ev->text = document ? mem_strdup(o->name) : NULL;
	ev->host = mem_strdup(document ? s->target->domain : o->name);
	return ev;
}

static void tell_rest(struct scene *s)
{
	struct order *orders = mem_calloc(SOURCES_QUESTIONS_MAX, sizeof *orders);

	for (size_t i = 0; i < sources_questions(orders, s->target, &s->log); i++)
		if (!is_told(s, &orders[i]))
			tell(s, nothing_there(s, &orders[i]));
	tell(s, sources_end(s->target, &s->log));
	sources_apply(s->target, &s->log);
	free(orders);
}

/* The answer of a line, or NULL. */
static struct event *answer_of(const struct scene *s, const struct scene_line *line)
{
	const char *word = line->words.v[0];

	if (str_eq(word, "records"))
		return records(s, line);
	if (str_eq(word, "policy"))
		return policy(s, line);
	return str_eq(word, "source") ? source(s, line) : NULL;
}

/* The domain's records are known before the servers are tried. */
static void tell_domain(struct scene *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct event *ev = answer_of(s, &s->v[i]);

		if (ev)
			tell(s, ev);
	}
	if (s->target->discover)
		tell_rest(s);
}

/* ---- the answers in another order ---- */

/* Answers that have not come yet: the scene's, and that the rest is not there. */
static size_t coming(const struct scene *s, struct event **told, struct event **ret)
{
	struct order *orders = mem_calloc(SOURCES_QUESTIONS_MAX, sizeof *orders);
	size_t asked = sources_questions(orders, s->target, &s->log), n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (told[i])
			ret[n++] = told[i];
	for (size_t i = 0; i < asked; i++) {
		bool known = is_told(s, &orders[i]);

		for (size_t k = 0; k < s->n && !known; k++)
			known = told[k] && is_answer(told[k], &orders[i]);
		if (!known)
			ret[n++] = nothing_there(s, &orders[i]);
	}
	free(orders);
	return n;
}

/* The scene's line with that answer; n: none. */
static size_t line_with(const struct scene *s, struct event **told, const struct event *ev)
{
	size_t i = 0;

	while (i < s->n && told[i] != ev)
		i++;
	return i;
}

/* Tells one of those that are coming, and what follows from it. */
static bool tell_any(struct scene *s, struct event **told, unsigned *dice)
{
	struct event **list = mem_calloc(s->n + SOURCES_QUESTIONS_MAX, sizeof(struct event *));
	size_t n = coming(s, told, list);

	*dice = *dice * 1103515245u + 12345u;
	size_t chosen = n ? (*dice >> 16) % n : 0;

	for (size_t i = 0; i < n; i++)
		if (i != chosen && line_with(s, told, list[i]) == s->n)
			event_free(list[i]);
	if (n) {
		told[line_with(s, told, list[chosen])] = NULL;
		tell(s, list[chosen]);
		sources_apply(s->target, &s->log);
		plan_grow(&s->plan, s->target, &s->log);
	}
	free(list);
	return n;
}

static void tell_shuffled(struct scene *s, unsigned order)
{
	struct event **told = mem_calloc(s->n + 1, sizeof(struct event *));
	unsigned dice = order;

	for (size_t i = 0; i < s->n; i++)
		told[i] = answer_of(s, &s->v[i]);
	while (tell_any(s, told, &dice))
		;
	tell(s, sources_end(s->target, &s->log));
	sources_apply(s->target, &s->log);
	free(told);
}

/* All probes side by side, one event each in turn, as from a worker. */
static void play(struct scene *s)
{
	struct queue *queues = mem_calloc(PLAN_ENDPOINTS_MAX, sizeof *queues);
	size_t known = 0;
	bool more = true;

	plan_grow(&s->plan, s->target, &s->log);
	while (more) {
		more = false;
		for (; known < s->plan.n; known++) {
			const struct endpoint *e = &s->plan.v[known];

			queues[known].v = scene_play_row(e, options_of(s, e),
							 host_number(s, e->host), &queues[known].n);
		}
		for (size_t i = 0; i < known; i++)
			if (queues[i].at < queues[i].n) {
				struct event *ev = queues[i].v[queues[i].at++];

				tell(s, ev);
				plan_other_mode(s->target, &s->plan, ev);
				more = true;
			}
		plan_grow(&s->plan, s->target, &s->log);
	}
	for (size_t i = 0; i < known; i++)
		free(queues[i].v);
	free(queues);
}

static enum event_type further_event(const char *word)
{
	if (str_eq(word, "takes"))
		return EVENT_TLS_ACCEPTS;
	if (str_eq(word, "secrecy"))
		return EVENT_TLS_SECRECY;
	if (str_eq(word, "offer"))
		return EVENT_TLS_OFFER;
	return str_eq(word, "nameless") ? EVENT_TLS_NAMELESS : EVENT_COUNT_;
}

/* The results of further connections, once all probes have ended. */
static void tell_further(struct scene *s, const struct scene_line *line, const struct endpoint *e)
{
	const struct strs *w = &line->words;
	struct event *ev = event_new(further_event(w->v[0]), e->id);
	bool named = ev->type == EVENT_TLS_ACCEPTS || ev->type == EVENT_TLS_OFFER;
	size_t at = named ? 3 : 2;
	const char *more = w->n > at + 1 ? w->v[at + 1] : NULL;

	if (w->n <= at)
		bad(s, line,
		    "takes ROW VERSION OUTCOME [STAGE], secrecy ROW OUTCOME [STAGE [ALERT]], "
		    "nameless ROW OUTCOME [LEAF], offer ROW OFFER OUTCOME [ALERT]");
	ev->outcome = outcome_from_name(w->v[at]);
	ev->stage = STAGE_TLS;
	if (ev->type == EVENT_TLS_ACCEPTS)
		ev->version = mem_strdup(w->v[2]);
	if (ev->type == EVENT_TLS_OFFER) {
		ev->detail = mem_strdup(w->v[2]);
		ev->num = more ? (int)strtol(more, NULL, 10) : 0;
		ev->us = ev->outcome == OUTCOME_TIMEOUT ? 2000000 : 40000;
		more = NULL;
	}
	if (ev->type == EVENT_TLS_SECRECY && ev->outcome == OUTCOME_DENIED)
		ev->num = w->n > at + 2 ? (int)strtol(w->v[at + 2], NULL, 10) : 40;
	if (ev->type == EVENT_TLS_NAMELESS)
		ev->sha256 = mem_strdup(more);
	else if (scene_option(line, at, "leaf")) {
		ev->sha256 = mem_strdup(scene_option(line, at, "leaf"));
		ev->status = scene_status(scene_option(line, at, "status"));
	} else if (more)
		ev->stage = stage_from_name(more);
	tell(s, ev);
}

static void tell_trials(struct scene *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct strs *w = &s->v[i].words;

		if (further_event(w->v[0]) == EVENT_COUNT_)
			continue;
		for (size_t k = 0; k < s->plan.n; k++)
			if (scene_row_fits(w->n > 1 ? w->v[1] : "", &s->plan.v[k]))
				tell_further(s, &s->v[i], &s->plan.v[k]);
	}
}

/* The path of the endpoint's connections. */
static const char *server_of(const struct scene *s, const struct endpoint *e)
{
	for (size_t i = s->log.n; !e->address && i-- > 0;)
		if (s->log.v[i]->type == EVENT_DNS_ANSWER && s->log.v[i]->endpoint == e->id &&
		    s->log.v[i]->list.n)
			return s->log.v[i]->list.v[0];
	return e->address;
}

static void play_path(struct scene *s, const struct scene_line *line)
{
	size_t met = 0;

	if (line->words.n < 4)
		bad(s, line, "path ROW ROLE HOP …");
	for (size_t i = 0; i < s->plan.n; i++) {
		const struct endpoint *e = &s->plan.v[i];
		size_t n;

		if (!scene_row_fits(line->words.v[1], e))
			continue;
		struct event **v = scene_play_path(line, e, server_of(s, e), &n);

		for (size_t k = 0; k < n; k++)
			tell(s, v[k]);
		free(v);
		met++;
	}
	if (!met)
		bad(s, line, "no such row");
}

void scene_load(struct scene *s, const char *file)
{
	scene_load_in_order(s, file, 0);
}

void scene_load_in_order(struct scene *s, const char *file, unsigned order)
{
	const struct scene_line *line;
	struct event *ev;

	*s = (struct scene){.file = mem_strdup(file)};
	read_lines(s);
	make_target(s);
	ev = event_new(EVENT_RUN_BEGIN, 0);
	line = line_of(s, "now");
	ev->time = scene_day(line ? line->words.v[1] : "2026-11-23");
	tell(s, ev);
	for (size_t i = 0; i < s->n; i++) {
		if (!str_eq(s->v[i].words.v[0], "local"))
			continue;
		ev = event_new(EVENT_LOCAL, 0);
		ev->kind =
		    s->v[i].words.n > 2 ? local_kind_from_name(s->v[i].words.v[1]) : LOCAL_COUNT_;
		if (ev->kind == LOCAL_COUNT_)
			bad(s, &s->v[i], "local KIND VALUE [ENDPOINT]");
		event_local_read(ev, s->v[i].words.v[2]);
		if (s->v[i].words.n > 3) /* about that row: a rule of the firewall */
			ev->endpoint = (unsigned)strtoul(s->v[i].words.v[3], NULL, 10);
		tell(s, ev);
	}
	if (order && s->target->discover)
		tell_shuffled(s, order);
	else
		tell_domain(s);
	play(s);
	tell_trials(s);
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i].words.v[0], "path"))
			play_path(s, &s->v[i]);
	line = line_of(s, "stop");
	if (line && str_eq(line->words.v[1], "running"))
		return;
	ev = event_new(EVENT_RUN_END, 0);
	ev->outcome = line ? outcome_from_name(line->words.v[1]) : OUTCOME_OK;
	tell(s, ev);
}

void scene_clear(struct scene *s)
{
	for (size_t i = 0; i < s->n; i++)
		strs_clear(&s->v[i].words);
	free(s->v);
	free(s->file);
	target_free(s->target);
	endpoints_clear(&s->plan);
	log_clear(&s->log);
}

struct record *scene_record(struct scene *s)
{
	char *error = NULL;
	struct record *record = record_of_log(s->target, &s->log, &error);

	if (!record)
		fail_msg("%s: %s", s->file, error);
	s->target = NULL;
	return record;
}
