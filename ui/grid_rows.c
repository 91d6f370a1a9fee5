/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/grid_rows.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"
#include "words/words.h"

#include <stdlib.h>

const char *grid_group_title(enum grid_group g)
{
	static const char *const titles[GRID_GROUP_COUNT_] = {
	    [GRID_SENDING] = N_("Sending"),
	    [GRID_READING] = N_("Reading"),
	    [GRID_FILTERS] = N_("Filters on the server"),
	    [GRID_WEB] = N_("Control"),
	};

	return titles[g];
}

static enum grid_group group_of(const struct endpoint *e)
{
	static const enum grid_group groups[PURPOSE_COUNT_] = {
	    [PURPOSE_RECEIVE] = GRID_READING,  [PURPOSE_SEND] = GRID_SENDING,
	    [PURPOSE_DELIVERY] = GRID_SENDING, [PURPOSE_WEB] = GRID_WEB,
	    [PURPOSE_FILTER] = GRID_FILTERS,
	};

	return groups[service_row(e->service)->purpose];
}

/* The preferred services first, those never proposed last. */
static int order_of(const struct endpoint *e)
{
	int preference = service_row(e->service)->preference;

	return preference ? preference : 1000;
}

static int compare(const void *a, const void *b)
{
	const struct grid_row *one = a, *other = b;
	const struct endpoint *left = one->endpoint, *right = other->endpoint;
	int order = (int)one->group - (int)other->group;

	if (!order)
		order = order_of(left) - order_of(right);
	if (!order)
		order = (one->place > other->place) - (one->place < other->place);
	if (!order)
		order = left->port - right->port;
	if (!order)
		order = (int)left->family - (int)right->family;
	return order ? order : (left->id > right->id) - (left->id < right->id);
}

static bool is_absent(const struct facts *facts, unsigned endpoint)
{
	const struct endpoint_facts *f = facts_of(facts, endpoint);

	return f && f->stages[STAGE_DNS].outcome == OUTCOME_NOTOFFERED;
}

/* Whether e is a further address of first's name and shows the same result. */
static bool is_like(const struct record *record, const struct endpoint *e,
		    const struct endpoint *first)
{
	const struct facts *facts = &record->facts;
	const struct findings *findings = &record->findings;
	const struct endpoint_facts *mine = facts_of(facts, e->id),
				    *theirs = facts_of(facts, first->id);

	if (first->why == WHY_ADDRESS || first->service != e->service || first->port != e->port ||
	    first->family != e->family || !str_ieq(first->host, e->host))
		return false;
	if (!mine || !theirs || !mine->end_event) /* its result may still come */
		return true;
	return mine->outcome == theirs->outcome && findings_verdict(findings, facts, e->id) ==
						       findings_verdict(findings, facts, first->id);
}

/* The row that can represent e, or NULL. */
static struct grid_row *row_like(struct grid_rows *rows, const struct record *record,
				 const struct endpoint *e)
{
	for (size_t i = 0; e->why == WHY_ADDRESS && i < rows->n; i++)
		if (is_like(record, e, rows->v[i].endpoint))
			return &rows->v[i];
	return NULL;
}

static struct grid_row make_row(const struct record *record, const struct endpoint *e, bool absent)
{
	const struct endpoints *plan = &record->plan;
	struct grid_row row = {.endpoint = e, .group = group_of(e), .absent = absent};

	while (!str_ieq(plan->v[row.place].host, e->host))
		row.place++;
	row.several = words_several_hosts(record, e);
	return row;
}

void grid_rows_init(struct grid_rows *rows, const struct record *record, bool all)
{
	const struct endpoints *plan = &record->plan;

	*rows = (struct grid_rows){mem_calloc(plan->n + 1, sizeof *rows->v), 0, 0};
	/* A name's first address comes before the further ones in every plan. */
	for (size_t i = 0; i < plan->n; i++) {
		const struct endpoint *e = &plan->v[i];
		bool absent = is_absent(&record->facts, e->id);

		if (!endpoint_counts(e)) /* the table of comparisons is theirs */
			continue;
		struct grid_row *like = all ? NULL : row_like(rows, record, e);

		if (like)
			like->alike++;
		else if (absent && !all)
			rows->absent_n++;
		else
			rows->v[rows->n++] = make_row(record, e, absent);
	}
	qsort(rows->v, rows->n, sizeof *rows->v, compare);
}

void grid_rows_clear(struct grid_rows *rows)
{
	free(rows->v);
	*rows = (struct grid_rows){0};
}
