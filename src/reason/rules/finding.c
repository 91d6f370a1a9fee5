/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/rules/finding.h"

#include "base/mem.h"
#include "reason/domain/sources.h"
#include "reason/facts/rows.h"

#include <stdlib.h>

static void clear(struct finding *f)
{
	free(f->endpoints.v);
	free(f->evidence.v);
	for (size_t i = 0; i < f->arg_n; i++) {
		free(f->args[i].name);
		free(f->args[i].value);
	}
	free(f->args);
	free(f->hop);
}

void findings_clear(struct findings *list)
{
	for (size_t i = 0; i < list->n; i++)
		clear(&list->v[i]);
	free(list->v);
	*list = (struct findings){0};
}

void findings_drop(struct findings *list, const bool *drop)
{
	int *place = mem_calloc(list->n + 1, sizeof *place);
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		struct finding *f = &list->v[i];

		place[i] = drop[i] || (f->under >= 0 && place[f->under] < 0) ? -1 : (int)n;
		if (place[i] < 0) {
			clear(f);
			continue;
		}
		f->under = f->under >= 0 ? place[f->under] : -1;
		list->v[n++] = *f;
	}
	list->n = n;
	free(place);
}

/* The parts of the way that a place covers, as bits. */
static unsigned parts_of(enum place place)
{
	enum { HERE = 1, HOME = 2, NETWORK = 4, SERVER = 8, ALL = 15 };
	static const unsigned parts[] = {
	    [PLACE_UNKNOWN] = ALL,
	    [PLACE_THIS_COMPUTER] = HERE,
	    [PLACE_HOME_ROUTER] = HOME,
	    [PLACE_HOME_OR_NETWORK] = HOME | NETWORK,
	    [PLACE_NETWORK] = NETWORK | HOME,
	    [PLACE_PROXY] = HERE | HOME | NETWORK,
	    [PLACE_SERVER] = SERVER,
	    [PLACE_SERVER_OR_WAY_BACK] = SERVER | NETWORK,
	    [PLACE_EVERYTHING] = ALL,
	};

	_Static_assert(sizeof parts / sizeof *parts == PLACE_COUNT_, "the parts of each place");
	return parts[place];
}

bool finding_follows(const struct findings *list, const struct finding *f)
{
	return f->under >= 0 && parts_of(f->place) & parts_of(list->v[f->under].place);
}

bool finding_is_about(const struct finding *f, unsigned endpoint)
{
	for (size_t i = 0; f && i < f->endpoints.n; i++)
		if (f->endpoints.v[i] == endpoint)
			return true;
	return false;
}

const struct finding *findings_about(const struct findings *list, unsigned endpoint,
				     const char *ids)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_is_listed(ids, list->v[i].id) && finding_is_about(&list->v[i], endpoint))
			return &list->v[i];
	return NULL;
}

bool findings_have(const struct findings *list, const char *ids)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_is_listed(ids, list->v[i].id))
			return true;
	return false;
}

const char *finding_arg(const struct finding *f, const char *name)
{
	for (size_t i = 0; i < f->arg_n; i++)
		if (str_eq(f->args[i].name, name))
			return f->args[i].value;
	return NULL;
}

static int by_value(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

void finding_ports(const struct finding *f, const struct endpoints *plan, struct strs *ret)
{
	size_t n = f->endpoints.n;
	int *ports = mem_calloc(n + 1, sizeof *ports);

	for (size_t i = 0; i < n; i++)
		ports[i] = endpoints_get(plan, f->endpoints.v[i])->port;
	qsort(ports, n, sizeof *ports, by_value);
	for (size_t i = 0; i < n; i++)
		if (!i || ports[i] != ports[i - 1])
			strs_append(ret, mem_printf("%d", ports[i]));
	free(ports);
}

void finding_hosts(const struct finding *f, const struct endpoints *plan, struct strs *ret)
{
	for (size_t i = 0; i < f->endpoints.n; i++) {
		const char *host = endpoints_get(plan, f->endpoints.v[i])->host;

		if (!strs_has(ret, host))
			strs_add(ret, host);
	}
}

/* A comparison has no verdict of its own except whether it went as on a healthy network. */
static enum verdict compared_verdict(const struct endpoint *e, const struct endpoint_facts *f)
{
	enum outcome tcp = f->stages[STAGE_TCP].outcome, dns = f->stages[STAGE_DNS].outcome;

	if (e->why == WHY_NAME)
		return dns == OUTCOME_OK ? VERDICT_OK : VERDICT_UNTESTED;
	if (tcp == OUTCOME_NONE || tcp == OUTCOME_CANCELLED)
		return VERDICT_UNTESTED;
	return (tcp == OUTCOME_OK) == (e->why != WHY_IMPOSSIBLE) ? VERDICT_OK : VERDICT_NOTE;
}

enum verdict findings_verdict(const struct findings *list, const struct facts *f, unsigned endpoint)
{
	const struct endpoint_facts *e = facts_of(f, endpoint);
	enum verdict worst = VERDICT_OK;

	if (e && !endpoint_counts(&f->plan->v[endpoint - 1]))
		return compared_verdict(&f->plan->v[endpoint - 1], e);

	for (size_t i = 0; i < list->n; i++) {
		enum verdict v = list->v[i].verdict;

		if (v <= VERDICT_PROBLEM && v > worst && finding_is_about(&list->v[i], endpoint))
			worst = v;
	}
	/* A finding may be about several rows and be grave because of the others. */
	if (e && worst > VERDICT_NOTE && row_is_aside(f, &f->plan->v[endpoint - 1]))
		worst = VERDICT_NOTE;
	if (!e || worst >= VERDICT_WARNING)
		return e ? worst : VERDICT_UNTESTED;
	if (!e->end_event || e->outcome == OUTCOME_SKIPPED || e->outcome == OUTCOME_CANCELLED)
		return VERDICT_UNTESTED;
	/* A name that was only guessed and is no mail server's says nothing either. */
	if (worst == VERDICT_OK && e->outcome != OUTCOME_OK &&
	    (sources_guessed(f->target) ||
	     (e->outcome == OUTCOME_NOTOFFERED && e->end_stage == STAGE_DNS)))
		return VERDICT_UNTESTED;
	return worst;
}
