/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/port_rows.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"
#include "words/words.h"

#include <stdlib.h>

const char *port_group_title(enum port_group g)
{
	/* TRANSLATORS: what ports are for, at most about 6 columns. */
	static const char *const titles[PORT_GROUP_COUNT_] = {
	    [PORT_SEND] = N_("Send"), [PORT_READ] = N_("Read"), [PORT_OTHER] = N_("Other")};

	return titles[g];
}

static enum port_group group_of(const struct record *record, const struct endpoint *e)
{
	enum purpose purpose = service_row(e->service)->purpose;

	/* Where only mail between servers was asked about, port 25 is what sends. */
	if (purpose == PURPOSE_SEND || (purpose == PURPOSE_DELIVERY && !record->summary.send_asked))
		return PORT_SEND;
	return purpose == PURPOSE_RECEIVE ? PORT_READ : PORT_OTHER;
}

char *port_row_name(const struct endpoint *e)
{
	const struct service_row *service = service_row(e->service);
	const char *protocol = words_protocol(service->protocol);

	switch (service->purpose) {
	case PURPOSE_RECEIVE:
		return e->security == SECURITY_TLS
			   ? mem_printf("%d %s", e->port, protocol)
			   : mem_printf("%d %s %s", e->port, protocol, words_security(e->security));
	case PURPOSE_DELIVERY: /* TRANSLATORS: a port, for mail between servers. */
		return mem_printf(_("%d servers"), e->port);
	case PURPOSE_WEB: /* TRANSLATORS: a port, for web pages. */
		return mem_printf(_("%d web"), e->port);
	case PURPOSE_FILTER: /* TRANSLATORS: a port, for filter rules on the server. */
		return mem_printf(_("%d filters"), e->port);
	default:
		return mem_printf("%d %s", e->port, words_security(e->security));
	}
}

/* ---- one row a service, address family and result ---- */

/* The preferred services first, those never proposed last. */
static int order_of(const struct endpoint *e)
{
	int preference = service_row(e->service)->preference;

	return preference ? preference : 1000;
}

static enum family family_of(const struct port_row *row)
{
	return row->v[0] ? FAMILY_IPV4 : FAMILY_IPV6;
}

static const struct endpoint *only(const struct port_row *row)
{
	return row->v[0] ? row->v[0] : row->v[1];
}

static int compare(const void *a, const void *b)
{
	const struct port_row *one = a, *other = b;
	const struct endpoint *left = only(one), *right = only(other);
	int order = (int)one->group - (int)other->group;

	if (!order)
		order = order_of(left) - order_of(right);
	if (!order)
		order = (one->place > other->place) - (one->place < other->place);
	if (!order)
		order = left->port - right->port;
	if (!order)
		order = (int)left->service - (int)right->service;
	if (!order)
		order = (int)one->address - (int)other->address;
	if (!order && !one->address)
		order = (int)family_of(one) - (int)family_of(other);
	return order ? order : (left->id > right->id) - (left->id < right->id);
}

static bool is_absent(const struct record *record, const struct endpoint *e)
{
	const struct endpoint_facts *f = facts_of(&record->facts, e->id);

	return f && f->stages[STAGE_DNS].outcome == OUTCOME_NOTOFFERED;
}

static bool is_same_service(const struct endpoint *a, const struct endpoint *b)
{
	return a->service == b->service && a->security == b->security && a->port == b->port &&
	       str_ieq(a->host, b->host);
}

/* Whether both have the same result, as far as they have one. */
static bool agree(const struct record *record, const struct endpoint *a, const struct endpoint *b)
{
	const struct facts *facts = &record->facts;
	const struct endpoint_facts *one = facts_of(facts, a->id), *other = facts_of(facts, b->id);

	if (!one || !other || !one->end_event || !other->end_event)
		return true;
	return one->outcome == other->outcome && one->end_stage == other->end_stage &&
	       findings_verdict(&record->findings, facts, a->id) ==
		   findings_verdict(&record->findings, facts, b->id);
}

static struct port_row make_row(const struct record *record, const struct endpoint *e)
{
	const struct endpoints *plan = &record->plan;
	int slot = e->family == FAMILY_IPV6;
	struct port_row row = {.group = group_of(record, e)};

	row.v[slot] = e;
	row.absent[slot] = is_absent(record, e);
	while (!str_ieq(plan->v[row.place].host, e->host))
		row.place++;
	row.several = words_several_hosts(record, e);
	return row;
}

static bool has(const struct numbers *list, unsigned number)
{
	for (size_t i = 0; list && i < list->n; i++)
		if (list->v[i] == number)
			return true;
	return false;
}

/* The row of the family that can stand for a further address e, or NULL. */
static struct port_row *row_like(struct port_rows *rows, const struct record *record,
				 const struct endpoint *e)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct endpoint *first = only(&rows->v[i]);

		if (!rows->v[i].address && first->family == e->family &&
		    is_same_service(first, e) && agree(record, first, e))
			return &rows->v[i];
	}
	return NULL;
}

static bool is_open(const struct record *record, const struct numbers *opened,
		    const struct endpoint *e)
{
	for (size_t i = 0; opened && i < opened->n; i++) {
		const struct endpoint *of = endpoints_get(&record->plan, opened->v[i]);

		if (of && is_same_service(of, e))
			return true;
	}
	return false;
}

/* A name's first address comes before the further ones in every plan. */
static void gather(struct port_rows *rows, const struct record *record,
		   const struct numbers *opened, bool all)
{
	for (size_t i = 0; i < record->plan.n; i++) {
		const struct endpoint *e = &record->plan.v[i];
		bool open = all || is_open(record, opened, e);

		if (!endpoint_counts(e)) /* the table of comparisons is theirs */
			continue;
		struct port_row *like =
		    e->why == WHY_ADDRESS && !open ? row_like(rows, record, e) : NULL;

		if (like) {
			like->alike++;
			continue;
		}
		rows->v[rows->n] = make_row(record, e);
		rows->v[rows->n++].address = open || e->why == WHY_ADDRESS;
	}
}

/* ---- both families in one row ---- */

static bool can_join(const struct record *record, const struct port_row *a,
		     const struct port_row *b)
{
	return !a->address && !b->address && a->v[0] && !a->v[1] && !b->v[0] &&
	       is_same_service(a->v[0], b->v[1]) &&
	       (a->absent[0] || b->absent[1] || agree(record, a->v[0], b->v[1]));
}

static void join(struct port_rows *rows, const struct record *record)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++) {
		struct port_row *last = n ? &rows->v[n - 1] : NULL;

		if (last && can_join(record, last, &rows->v[i])) {
			last->v[1] = rows->v[i].v[1];
			last->absent[1] = rows->v[i].absent[1];
			last->alike += rows->v[i].alike;
			continue;
		}
		if (last && is_same_service(only(last), only(&rows->v[i])))
			last->split = rows->v[i].split = true;
		rows->v[n++] = rows->v[i];
	}
	rows->n = n;
}

/* ---- refused ports without a use ---- */

static bool is_refused(const struct record *record, const struct endpoint *e)
{
	const struct endpoint_facts *f = facts_of(&record->facts, e->id);

	return f && f->end_event && f->end_stage == STAGE_TCP && f->outcome == OUTCOME_REFUSED;
}

static bool is_needless(const struct record *record, const struct port_row *row)
{
	const struct summary *s = &record->summary;
	bool served = (row->group == PORT_READ && s->receive == ANSWER_OK) ||
		      (row->group == PORT_SEND && s->send == ANSWER_OK && s->send_asked);

	for (size_t i = 0; served && i < 2; i++)
		served = !row->v[i] || row->absent[i] || is_refused(record, row->v[i]);
	return served && !row->split && !row->address && !(row->absent[0] && row->absent[1]);
}

static void add_folded(struct port_rows *rows, unsigned port)
{
	size_t at = rows->folded.n;

	if (has(&rows->folded, port))
		return;
	rows->folded.v = mem_realloc(rows->folded.v, rows->folded.n + 1, sizeof *rows->folded.v);
	for (; at && rows->folded.v[at - 1] > port; at--)
		rows->folded.v[at] = rows->folded.v[at - 1];
	rows->folded.v[at] = port;
	rows->folded.n++;
}

static void fold(struct port_rows *rows, const struct record *record)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		if (is_needless(record, &rows->v[i]))
			add_folded(rows, (unsigned)only(&rows->v[i])->port);
		else
			rows->v[n++] = rows->v[i];
	rows->n = n;
}

void port_rows_init(struct port_rows *rows, const struct record *record,
		    const struct numbers *opened, bool all)
{
	*rows = (struct port_rows){mem_calloc(record->plan.n + 1, sizeof *rows->v), 0, {0}};
	gather(rows, record, opened, all);
	qsort(rows->v, rows->n, sizeof *rows->v, compare);
	join(rows, record);
	if (!all)
		fold(rows, record);
}

/* ---- other orders ---- */

static int64_t badness(const struct record *record, const struct port_row *row)
{
	static const int marks[VERDICT_COUNT_] = {
	    [VERDICT_OK] = 0,	   [VERDICT_NOTE] = 1,	  [VERDICT_UNTESTED] = 2,
	    [VERDICT_WARNING] = 3, [VERDICT_PROBLEM] = 4,
	};
	const struct endpoint *e = port_row_endpoint(row, record);

	return marks[findings_verdict(&record->findings, &record->facts, e->id)];
}

/* Until the connection stands; a row without one has waited longest. */
static int64_t slowness(const struct record *record, const struct port_row *row)
{
	int64_t most = -1;

	for (size_t i = 0; i < 2; i++) {
		const struct endpoint_facts *f =
		    row->v[i] && !row->absent[i] ? facts_of(&record->facts, row->v[i]->id) : NULL;

		if (f && f->stages[STAGE_TCP].outcome != OUTCOME_OK)
			return INT64_MAX;
		if (f && f->stages[STAGE_TCP].us > most)
			most = f->stages[STAGE_TCP].us;
	}
	return most;
}

void port_rows_sort(struct port_rows *rows, const struct record *record, enum port_order order)
{
	int64_t (*key)(const struct record *, const struct port_row *) =
	    order == PORT_BY_RESULT ? badness : slowness;

	for (size_t i = 1; order != PORT_BY_PURPOSE && i < rows->n; i++) {
		struct port_row moving = rows->v[i];
		size_t at = i;

		for (; at && key(record, &rows->v[at - 1]) < key(record, &moving); at--)
			rows->v[at] = rows->v[at - 1];
		rows->v[at] = moving;
	}
}

void port_rows_clear(struct port_rows *rows)
{
	free(rows->v);
	free(rows->folded.v);
	*rows = (struct port_rows){0};
}

const struct endpoint *port_row_endpoint(const struct port_row *row, const struct record *record)
{
	const struct endpoint_facts *f = row->v[0] ? facts_of(&record->facts, row->v[0]->id) : NULL;

	if (!row->v[0] || !row->v[1])
		return only(row);
	if (row->absent[0])
		return row->v[1];
	/* Of two that go on, the one that is behind. */
	return f && f->end_event && !row->absent[1] &&
		       !facts_of(&record->facts, row->v[1]->id)->end_event
		   ? row->v[1]
		   : row->v[0];
}

unsigned port_row_ref(const struct port_row *row)
{
	return only(row)->id;
}

bool port_row_opens(const struct port_row *row)
{
	return row->alike > 0;
}
