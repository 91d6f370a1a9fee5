/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/error_fit.h"

#include "reason/facts/rows.h"

#include <string.h>

static const char *const states[] = {"seen", "open", "ruled-out"};
_Static_assert(sizeof states / sizeof *states == ERROR_STATE_COUNT_, "a name for each");

const char *error_state_name(enum error_state s)
{
	return (unsigned)s < ERROR_STATE_COUNT_ ? states[s] : "?";
}

static bool concerns(enum error_way way, enum purpose p)
{
	switch (way) {
	case ERROR_WAY_READING:
		return p == PURPOSE_RECEIVE;
	case ERROR_WAY_SENDING:
		return p == PURPOSE_SEND || p == PURPOSE_DELIVERY;
	case ERROR_WAY_DELIVERY:
		return p == PURPOSE_DELIVERY;
	default:
		return p == PURPOSE_RECEIVE || p == PURPOSE_SEND || p == PURPOSE_DELIVERY;
	}
}

static bool is_about(const struct record *r, const struct finding *f, enum error_way way)
{
	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&r->plan, f->endpoints.v[i]);

		if (e && concerns(way, service_row(e->service)->purpose))
			return true;
	}
	return !f->endpoints.n;
}

/* The worst finding that shows the cause, or the one that explains that; NULL without any. */
static const struct finding *shown_by(const struct record *r, const struct error_cause *c,
				      enum error_way way)
{
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.v[i];

		if (f->verdict == VERDICT_OK || f->verdict == VERDICT_UNTESTED ||
		    !str_is_listed(c->seen, f->id) || !is_about(r, f, way))
			continue;
		while (f->under >= 0)
			f = &r->findings.v[f->under];
		return f;
	}
	return NULL;
}

/* ---- what rules a cause out ---- */

static bool has_an_answer(const struct row *row)
{
	return row->tcp == OUTCOME_OK || row->tcp == OUTCOME_REFUSED;
}

/* Whether the row is as the sight wants all of them to be. */
static bool is_in_order(const struct row *row, enum error_sight sight)
{
	switch (sight) {
	case ERROR_SIGHT_NAMES:
		return row_ended(row, STAGE_DNS, OUTCOME_OK) || row->tcp != OUTCOME_NONE;
	case ERROR_SIGHT_CONNECT:
		return row->tcp == OUTCOME_OK;
	case ERROR_SIGHT_TLS:
		return row->trusted;
	case ERROR_SIGHT_STARTTLS:
		return row->e->security != SECURITY_STARTTLS || row_offers_starttls(row);
	default:
		return has_an_answer(row);
	}
}

static bool is_ruled_out(const struct rows *rows, enum error_sight sight, enum error_way way)
{
	size_t all = 0, well = 0;

	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->v[i];

		if (!row->counted || row->absent || row->cut_off ||
		    (sight != ERROR_SIGHT_ANSWER && !concerns(way, row->service->purpose)))
			continue;
		all++;
		well += is_in_order(row, sight);
	}
	return sight == ERROR_SIGHT_ANSWER ? well > 0 : all && well == all;
}

/* ---- the causes of the messages ---- */

static bool has_cause(const struct error_fit *fit, const struct error_cause *c)
{
	for (size_t i = 0; i < fit->n; i++)
		if (fit->causes[i].cause == c)
			return true;
	return false;
}

static void add_cause(struct error_fit *fit, const struct record *r, const struct rows *rows,
		      const struct error_cause *c, enum error_way way)
{
	if (has_cause(fit, c) || fit->n == ERROR_FIT_MAX)
		return;
	const struct finding *f = shown_by(r, c, way);
	bool out = !f && c->sight != ERROR_SIGHT_NONE && is_ruled_out(rows, c->sight, way);

	fit->causes[fit->n].cause = c;
	fit->causes[fit->n].finding = f;
	fit->causes[fit->n++].state = f ? ERROR_SEEN : out ? ERROR_RULED_OUT : ERROR_OPEN;
}

static void add_message(struct error_fit *fit, const struct record *r, const struct rows *rows,
			const struct error_message *m)
{
	const struct error_cause *causes[ERROR_FIT_MAX];
	size_t n = error_causes_of(m->causes, causes, ERROR_FIT_MAX);

	for (size_t i = 0; i < n; i++)
		add_cause(fit, r, rows, causes[i], m->way);
}

static bool works(const struct summary *s, enum error_way way)
{
	bool reading = !s->receive_asked || s->receive == ANSWER_OK,
	     sending = !s->send_asked || s->send == ANSWER_OK;

	switch (way) {
	case ERROR_WAY_READING:
		return s->receive == ANSWER_OK;
	case ERROR_WAY_SENDING:
		return s->send == ANSWER_OK;
	case ERROR_WAY_DELIVERY:
		return s->delivery == ANSWER_OK;
	default:
		return reading && sending && (s->receive_asked || s->send_asked);
	}
}

void error_fit(struct error_fit *ret, const struct record *record, const char *text)
{
	struct rows rows;

	*ret = (struct error_fit){0};
	error_messages_find(&ret->hits, text);
	if (!record->summary.all_done || !ret->hits.n)
		return;
	rows_init(&rows, &record->facts);
	for (size_t i = 0; i < ret->hits.n; i++)
		add_message(ret, record, &rows, ret->hits.v[i]);
	rows_clear(&rows);
	ret->works = works(&record->summary, ret->hits.v[0]->way);
}
