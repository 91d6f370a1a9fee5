/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/domain/sources.h"

#include "base/mem.h"
#include "know/registrable.h"
#include "model/listing.h"
#include "reason/domain/domain.h"
#include "reason/domain/sources_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list {
	struct order *v;
	size_t n;
};

/* Takes ownership of name. */
static void add(struct list *list, enum source source, int rank, enum lookup_type type, char *name)
{
	struct order *o = &list->v[list->n];
	bool fits = list->n < SOURCES_QUESTIONS_MAX && name && strlen(name) < sizeof o->name;

	for (size_t i = 0; fits && i < list->n; i++)
		fits = list->v[i].lookup != type || !str_ieq(list->v[i].name, name);
	if (fits) {
		*o = (struct order){
		    .kind = ORDER_LOOKUP, .source = source, .rank = rank, .lookup = type};
		snprintf(o->name, sizeof o->name, "%s", name);
		list->n++;
	}
	free(name);
}

/* Without the address where it may be left out; NULL where nothing can be asked without it. */
static char *without_address(char *question)
{
	static const char parameter[] = "?emailaddress=%EMAILADDRESS%";
	char *at = strstr(question, parameter);

	if (at) {
		*at = '\0';
		return question;
	}
	if (!strstr(question, "%EMAILADDRESS%"))
		return question;
	free(question);
	return NULL;
}

static void add_row(struct list *list, const struct target *t, const struct source_row *row,
		    const char *mx_domain)
{
	char *question = sources_question(row, t->domain, mx_domain);
	bool address = t->email && !t->no_address;

	if (question && !address)
		question = without_address(question);
	/* The body of that one holds the address. */
	if (row->lookup == LOOKUP_AUTODISCOVER && !address) {
		free(question);
		return;
	}
	add(list, row->source, row->rank, row->lookup, question);
}

static void add_first(struct list *list, const struct target *t)
{
	size_t n;
	const struct source_row *rows = sources_all(&n);

	for (size_t i = 0; i < n; i++)
		if (rows[i].scope == SOURCE_SCOPE_DOMAIN ||
		    (rows[i].scope == SOURCE_SCOPE_PUBLIC && !t->only_target))
			add_row(list, t, &rows[i], NULL);
	/* Where the domain is itself, its SPF record, and whether any name below it exists. */
	add(list, SOURCE_NONE, 0, LOOKUP_A, mem_strdup(t->domain));
	add(list, SOURCE_NONE, 0, LOOKUP_AAAA, mem_strdup(t->domain));
	add(list, SOURCE_NONE, 0, LOOKUP_CNAME, mem_strdup(t->domain));
	add(list, SOURCE_AUTODISCOVER, SOURCES_RANK_SIGNS, LOOKUP_TXT, mem_strdup(t->domain));
	add(list, SOURCE_NONE, 0, LOOKUP_A, mem_printf("%s.%s", SOURCES_NO_NAME, t->domain));
}

/* The mail exchanger is of a domain that may publish what its customers enter. */
static void after_mx(struct list *list, const struct target *t, const struct event *meaning)
{
	const char *mx = meaning->alias, *base, *full;
	size_t n;
	const struct source_row *rows = sources_all(&n);

	if (t->only_target || !mx || listing_find(&meaning->list, "kind"))
		return;
	base = registrable_domain(mx);
	full = strchr(mx, '.');
	full = full && full + 1 < base ? full + 1 : NULL;
	if (registrable_same(base, t->domain))
		return;
	for (size_t i = 0; i < n; i++) {
		if (rows[i].scope != SOURCE_SCOPE_MX)
			continue;
		if (full)
			add_row(list, t, &rows[i], full);
		add_row(list, t, &rows[i], base);
	}
}

/* For an audit: whether an SRV record leads to an alias. */
static void after_srv(struct list *list, const struct event *answer)
{
	for (size_t i = 0; i < answer->list.n; i++) {
		const char *host = strrchr(answer->list.v[i], ' ');

		if (host && domain_is_host(host + 1))
			add(list, SOURCE_NONE, 0, LOOKUP_CNAME, mem_strdup(host + 1));
	}
}

size_t sources_questions(struct order *ret, const struct target *t, const struct log *log)
{
	struct list list = {ret, 0};

	if (!t->discover || !t->domain)
		return 0;
	add_first(&list, t);
	for (size_t i = 0; i < log->n; i++) {
		const struct event *e = log->v[i];

		if (e->type == EVENT_SOURCE && e->source == SOURCE_MX &&
		    e->outcome == OUTCOME_NOTOFFERED)
			after_mx(&list, t, e);
		if (t->audit && e->type == EVENT_RECORDS && e->lookup == LOOKUP_SRV)
			after_srv(&list, e);
	}
	return list.n;
}
