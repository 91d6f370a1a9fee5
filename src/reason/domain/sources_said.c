/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/domain/sources.h"

#include "base/address.h"
#include "base/mem.h"
#include "know/services.h"
#include "model/listing.h"
#include "reason/domain/domain.h"
#include "reason/domain/sources_private.h"

#include <stdlib.h>
#include <string.h>

#define SECURE_BONUS 5 /* of rank, for records that DNSSEC proves */

/* ---- which event answers which question ---- */

static bool is_records(enum lookup_type type)
{
	return type != LOOKUP_CONFIG && type != LOOKUP_AUTODISCOVER &&
	       type != LOOKUP_AUTODISCOVER_JSON;
}

static bool is_answer(const struct event *e, const struct order *o)
{
	if (is_records(o->lookup))
		return e->type == EVENT_RECORDS && e->lookup == o->lookup &&
		       str_ieq(e->host, o->name);
	return e->type == EVENT_SOURCE && str_ieq(e->text, o->name);
}

/* The event that says what the answer means. */
static bool is_meaning(const struct event *e, const struct order *o)
{
	const char *name = e->type == EVENT_SOURCE && e->text ? strchr(e->text, ' ') : NULL;
	const char *kind = is_records(o->lookup) ? lookup_type_name(o->lookup) : LISTING_EXCHANGE;
	size_t len = strlen(kind);

	return name && str_ieq(name + 1, o->name) && (size_t)(name - e->text) == len &&
	       str_istarts(e->text, kind);
}

static void find_events(struct source_said *s, const struct order *o, const struct log *log)
{
	for (size_t i = 0; i < log->n; i++) {
		if (is_answer(log->v[i], o))
			s->answer = log->v[i];
		if (is_meaning(log->v[i], o))
			s->meaning = log->v[i];
	}
}

/* ---- the servers of an answer ---- */

/* "0 1 993 imap.example.org" (RFC 2782) */
struct srv {
	long priority, weight, port;
	char *host;
};

static bool read_srv(const char *record, struct srv *ret)
{
	struct strs words = {0};

	*ret = (struct srv){0};
	strs_split(&words, record, " ");
	bool fine = words.n == 4 && str_number(words.v[0], 0, 65535, &ret->priority) &&
		    str_number(words.v[1], 0, 65535, &ret->weight) &&
		    str_number(words.v[2], 1, 65535, &ret->port) && domain_is_host(words.v[3]);

	if (fine)
		ret->host = mem_strdup(words.v[3]);
	strs_clear(&words);
	return fine;
}

/* The lowest priority first, of equals the greatest weight. */
static int by_priority(const void *a, const void *b)
{
	const struct srv *x = a, *y = b;

	if (x->priority != y->priority)
		return x->priority < y->priority ? -1 : 1;
	return (x->weight < y->weight) - (x->weight > y->weight);
}

static size_t srv_servers(const struct source_said *s, struct target_server *ret)
{
	const struct strs *list = &s->answer->list;
	struct srv *records = mem_calloc(list->n + 1, sizeof *records);
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < list->n; i++)
		if (read_srv(list->v[i], &records[n]))
			n++;
	if (n)
		qsort(records, n, sizeof *records, by_priority);
	for (size_t i = 0; i < n; i++) {
		const struct service_row *row = service_row(s->row->service);

		if (kept < TARGET_SERVERS_MAX)
			ret[kept++] = (struct target_server){.service = s->row->service,
							     .security = row->security,
							     .host = mem_strdup(records[i].host),
							     .port = (int)records[i].port,
							     .alternative = i > 0,
							     .source = SOURCE_SRV};
		free(records[i].host);
	}
	free(records);
	return kept;
}

size_t sources_servers(const struct source_said *s, struct target_server *ret)
{
	const struct event *e = s->meaning ? s->meaning : s->answer;
	size_t n = 0;

	if (!e || e->outcome != OUTCOME_OK)
		return 0;
	if (e->type == EVENT_RECORDS)
		return s->row && s->row->lookup == LOOKUP_SRV ? srv_servers(s, ret) : 0;
	for (size_t i = 0; i < e->list.n && n < TARGET_SERVERS_MAX; i++)
		if (listing_read_server(e->list.v[i], &ret[n])) {
			ret[n].source = s->source;
			n++;
		}
	return n;
}

/* ---- all of them ---- */

static bool names(const struct source_said *s, const struct target_server *wanted)
{
	struct target_server *servers = mem_calloc(TARGET_SERVERS_MAX, sizeof *servers);
	size_t n = sources_servers(s, servers);
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		found |= servers[i].service == wanted->service && servers[i].port == wanted->port &&
			 str_ieq(servers[i].host, wanted->host);
		target_server_clear(&servers[i]);
	}
	free(servers);
	return found;
}

/* The best answer that names a server of the target is the one that is used. */
static void mark_used(struct sources_said *said, const struct target *t)
{
	for (size_t k = 0; k < t->server_n; k++)
		for (size_t i = 0; i < said->n; i++)
			if (said->v[i].source == t->servers[k].source &&
			    names(&said->v[i], &t->servers[k])) {
				said->v[i].used = true;
				break;
			}
}

static void sort(struct sources_said *s)
{
	for (size_t i = 1; i < s->n; i++) {
		struct source_said moving = s->v[i];
		size_t k = i;

		for (; k && s->v[k - 1].rank > moving.rank; k--)
			s->v[k] = s->v[k - 1];
		s->v[k] = moving;
	}
}

/* Provider files were not asked for: what they say is in the log from the beginning, the best first. */
static void add_files(struct sources_said *s, const struct log *log)
{
	int rank = SOURCES_RANK_PROVIDER;

	for (size_t i = 0; i < log->n && rank < SOURCES_RANK_MX; i++) {
		const struct event *e = log->v[i];

		if (e->type != EVENT_SOURCE || e->source != SOURCE_PROVIDER || !e->text)
			continue;
		s->v = mem_realloc(s->v, s->n + 1, sizeof *s->v);
		s->v[s->n++] = (struct source_said){.source = SOURCE_PROVIDER,
						    .rank = rank++,
						    .question = mem_strdup(e->text),
						    .answer = e};
	}
}

void sources_said_init(struct sources_said *s, const struct target *t, const struct log *log)
{
	*s = (struct sources_said){0};
	if (!t->discover)
		return;
	struct order *orders = mem_calloc(SOURCES_QUESTIONS_MAX, sizeof *orders);
	size_t n = sources_questions(orders, t, log);

	*s = (struct sources_said){.v = mem_calloc(n + 1, sizeof *s->v), .n = n};
	for (size_t i = 0; i < n; i++) {
		struct source_said *one = &s->v[i];

		*one = (struct source_said){.source = orders[i].source,
					    .rank = orders[i].rank,
					    .question = mem_strdup(orders[i].name)};
		one->row = sources_of_question(one->question, t->domain);
		find_events(one, &orders[i], log);
		if (one->answer && one->answer->dnssec == DNSSEC_SECURE && one->row &&
		    one->row->lookup == LOOKUP_SRV)
			one->rank -= SECURE_BONUS;
	}
	free(orders);
	add_files(s, log);
	sort(s);
	mark_used(s, t);
}

void sources_said_clear(struct sources_said *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->v[i].question);
	free(s->v);
	*s = (struct sources_said){0};
}

bool sources_all_answered(const struct target *t, const struct log *log)
{
	struct sources_said s;
	bool all = t->discover;

	sources_said_init(&s, t, log);
	for (size_t i = 0; i < s.n; i++)
		all = all && s.v[i].answer;
	sources_said_clear(&s);
	return all;
}
