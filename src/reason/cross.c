/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/cross.h"

#include "base/mem.h"

#include <stdlib.h>

#define REST_PORT 443	 /* the other port at servers of others */
#define MAJORITY_LEAST 2 /* one server alone says little */

typedef bool belongs(const struct endpoint *e, int port, enum family family);

static bool is_here_port(const struct endpoint *e, int port, enum family family)
{
	return endpoint_counts(e) && e->port == port && e->family == family;
}

static bool is_here_rest(const struct endpoint *e, int port, enum family family)
{
	return endpoint_counts(e) && e->port != port && e->family == family;
}

static bool is_else_port(const struct endpoint *e, int port, enum family family)
{
	return e->why == WHY_CONTROL && e->port == port && e->family == family;
}

static bool is_else_rest(const struct endpoint *e, int port, enum family family)
{
	return e->why == WHY_CONTROL && e->port != port && e->port == REST_PORT &&
	       e->family == family;
}

static bool is_elsewhere(const struct endpoint *e, int port, enum family family)
{
	return e->why == WHY_CONTROL && (!port || e->port == port) &&
	       (family == FAMILY_ANY || e->family == family);
}

/* Anything that came, however little sense it made, is a word. */
static bool has_spoken(const struct endpoint_facts *f)
{
	return f->greeting || f->bytes || f->session || f->chain_n ||
	       (f->alert && !(f->alert->flags & EVENT_SENT)) ||
	       (f->sniff && (f->sniff->outcome == OUTCOME_OK || f->sniff->text));
}

enum outcome cross_word(const struct endpoint *e, const struct endpoint_facts *f)
{
	enum stage first = endpoint_first_word(e);

	if (f->stages[STAGE_TCP].outcome != OUTCOME_OK)
		return OUTCOME_NONE;
	if (has_spoken(f))
		return OUTCOME_OK;
	switch (f->stages[first].outcome) {
	case OUTCOME_TIMEOUT:
	case OUTCOME_CLOSED:
	case OUTCOME_RESET:
		return f->stages[first].outcome;
	case OUTCOME_NONE:
	case OUTCOME_SKIPPED:
	case OUTCOME_CANCELLED:
		return OUTCOME_NONE;
	default:
		return OUTCOME_OK;
	}
}

static void count_word(struct cross_cell *cell, enum outcome word)
{
	cell->heard += word == OUTCOME_OK;
	cell->mute += word == OUTCOME_TIMEOUT;
	cell->closed += word == OUTCOME_CLOSED;
	cell->reset += word == OUTCOME_RESET;
}

static void count(struct cross_cell *cell, const struct endpoint_facts *f)
{
	enum outcome tcp = f->stages[STAGE_TCP].outcome;

	if (f->stages[STAGE_DNS].outcome > OUTCOME_OK || tcp == OUTCOME_CANCELLED)
		return;
	cell->asked++;
	switch (tcp) {
	case OUTCOME_NONE:
		cell->pending++;
		break;
	case OUTCOME_OK:
		cell->up++;
		break;
	case OUTCOME_REFUSED:
		cell->refused++;
		break;
	case OUTCOME_TIMEOUT:
		cell->silent++;
		break;
	case OUTCOME_UNREACHABLE:
		cell->unreachable++;
		break;
	default:
		cell->other++;
	}
}

static bool has_ended(const struct facts *f, size_t i)
{
	enum outcome tcp = f->v[i].stages[STAGE_TCP].outcome;

	return tcp != OUTCOME_NONE && tcp != OUTCOME_CANCELLED;
}

static struct cross_cell gather(const struct facts *f, belongs *fits, int port, enum family family)
{
	struct cross_cell cell = {0};

	for (size_t i = 0; i < f->n; i++) {
		size_t k = 0;

		if (!fits(&f->plan->v[i], port, family))
			continue;
		count(&cell, &f->v[i]);
		count_word(&cell, cross_word(&f->plan->v[i], &f->v[i]));
		while (k < i && !(fits(&f->plan->v[k], port, family) && has_ended(f, k) &&
				  str_ieq(f->plan->v[k].host, f->plan->v[i].host)))
			k++;
		cell.hosts += has_ended(f, i) && k == i;
	}
	return cell;
}

/* The row that an endpoint of a comparison stands for, new or known. */
static struct cross_row *row_for(struct cross *cross, const struct endpoint *e)
{
	for (size_t i = 0; i < cross->n; i++)
		if (cross->v[i].port == e->port && cross->v[i].family == e->family)
			return &cross->v[i];
	cross->v = mem_realloc(cross->v, cross->n + 1, sizeof *cross->v);
	cross->v[cross->n] = (struct cross_row){.port = e->port, .family = e->family};
	return &cross->v[cross->n++];
}

static bool fails_here(const struct facts *f, size_t i)
{
	enum outcome word = cross_word(&f->plan->v[i], &f->v[i]);

	return f->v[i].stages[STAGE_TCP].outcome > OUTCOME_OK || word > OUTCOME_OK;
}

/* 443 elsewhere is asked beside every port; a row of its own it has only where the target's fails
 * too. */
static bool is_compared(const struct facts *f, const struct endpoint *e)
{
	if (e->why == WHY_IMPOSSIBLE)
		return true;
	if (e->why != WHY_CONTROL || e->port != REST_PORT)
		return e->why == WHY_CONTROL;
	for (size_t i = 0; i < f->n; i++)
		if (is_here_port(&f->plan->v[i], e->port, e->family) && fails_here(f, i))
			return true;
	return false;
}

static bool is_known_elsewhere(const struct target *t, int port)
{
	for (size_t i = 0; i < t->control_n; i++)
		if (t->controls[i].port == port)
			return true;
	return false;
}

void cross_init(struct cross *cross, const struct facts *f)
{
	*cross = (struct cross){0};
	for (size_t i = 0; i < f->n; i++) {
		const struct endpoint *e = &f->plan->v[i];

		if (!is_compared(f, e))
			continue;
		struct cross_row *r = row_for(cross, e);

		if (e->why == WHY_IMPOSSIBLE) {
			r->impossible = e->id;
			r->answered = f->v[i].stages[STAGE_TCP].outcome;
		}
	}
	for (size_t i = 0; i < cross->n; i++) {
		struct cross_row *r = &cross->v[i];

		r->comparable = is_known_elsewhere(f->target, r->port);
		r->here_port = gather(f, is_here_port, r->port, r->family);
		r->here_rest = gather(f, is_here_rest, r->port, r->family);
		r->else_port = gather(f, is_else_port, r->port, r->family);
		r->else_rest = gather(f, is_else_rest, r->port, r->family);
	}
}

void cross_clear(struct cross *cross)
{
	free(cross->v);
	*cross = (struct cross){0};
}

const struct cross_row *cross_row(const struct cross *cross, int port, enum family family)
{
	for (size_t i = 0; i < cross->n; i++)
		if (cross->v[i].port == port && cross->v[i].family == family)
			return &cross->v[i];
	return NULL;
}

struct cross_cell cross_others(const struct facts *f, int port, enum family family)
{
	return gather(f, is_elsewhere, port, family);
}

size_t cross_failed(const struct cross_cell *cell)
{
	return cell->asked - cell->pending - cell->up;
}

bool cross_mostly_failed(const struct cross_cell *cell)
{
	return cross_failed(cell) >= MAJORITY_LEAST && cross_failed(cell) * 2 > cell->asked;
}

bool cross_mostly_up(const struct cross_cell *cell)
{
	return cell->up >= MAJORITY_LEAST && cell->up * 2 > cell->asked;
}

size_t cross_stopped(const struct cross_cell *cell)
{
	return cell->mute + cell->closed + cell->reset;
}

static bool is_most(const struct cross_cell *cell, size_t n)
{
	return n >= MAJORITY_LEAST && n * 2 > cell->up + cell->pending;
}

bool cross_mostly_stopped(const struct cross_cell *cell)
{
	return is_most(cell, cross_stopped(cell));
}

bool cross_mostly_heard(const struct cross_cell *cell)
{
	return is_most(cell, cell->heard);
}
