/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/path/compare.h"

#include "base/mem.h"

#include <stdlib.h>

#define REST_PORT 443	 /* the other port at reference servers */
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
	return e->why == WHY_REFERENCE && e->port == port && e->family == family;
}

static bool is_else_rest(const struct endpoint *e, int port, enum family family)
{
	return e->why == WHY_REFERENCE && e->port != port && e->port == REST_PORT &&
	       e->family == family;
}

static bool is_elsewhere(const struct endpoint *e, int port, enum family family)
{
	return e->why == WHY_REFERENCE && (!port || e->port == port) &&
	       (family == FAMILY_ANY || e->family == family);
}

/* Any bytes count as a word, however little sense they make. */
static bool has_spoken(const struct endpoint_facts *f)
{
	return f->greeting || f->bytes || f->session || f->chain_n ||
	       (f->alert && !(f->alert->flags & EVENT_SENT)) ||
	       (f->tls_check && (f->tls_check->outcome == OUTCOME_OK || f->tls_check->text));
}

enum outcome compare_word(const struct endpoint *e, const struct endpoint_facts *f)
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

static void count_word(struct compare_cell *cell, enum outcome word)
{
	cell->heard += word == OUTCOME_OK;
	cell->mute += word == OUTCOME_TIMEOUT;
	cell->closed += word == OUTCOME_CLOSED;
	cell->reset += word == OUTCOME_RESET;
}

void compare_count(struct compare_ends *ends, enum outcome tcp)
{
	switch (tcp) {
	case OUTCOME_OK:
		ends->up++;
		break;
	case OUTCOME_REFUSED:
		ends->refused++;
		break;
	case OUTCOME_TIMEOUT:
		ends->silent++;
		break;
	case OUTCOME_UNREACHABLE:
		ends->unreachable++;
		break;
	default:
		ends->other++;
	}
}

static void count(struct compare_cell *cell, const struct endpoint_facts *f, enum family family)
{
	enum outcome tcp = f->stages[STAGE_TCP].outcome;

	/* "Prohibited" of a router, which the kernel reports as its own refusal: that comes at
	 * once. */
	if (tcp == OUTCOME_DENIED && family == FAMILY_IPV6 &&
	    f->stages[STAGE_TCP].us > DENIED_AT_ONCE_US)
		tcp = OUTCOME_UNREACHABLE;
	if (f->stages[STAGE_DNS].outcome > OUTCOME_OK || tcp == OUTCOME_CANCELLED)
		return;
	cell->asked++;
	if (tcp == OUTCOME_NONE)
		cell->pending++;
	else
		compare_count(&cell->tcp, tcp);
}

static bool has_ended(const struct facts *f, size_t i)
{
	enum outcome tcp = f->v[i].stages[STAGE_TCP].outcome;

	return tcp != OUTCOME_NONE && tcp != OUTCOME_CANCELLED;
}

static struct compare_cell gather(const struct facts *f, belongs *fits, int port,
				  enum family family)
{
	struct compare_cell cell = {0};

	for (size_t i = 0; i < f->n; i++) {
		size_t k = 0;

		if (!fits(&f->plan->v[i], port, family))
			continue;
		count(&cell, &f->v[i], f->plan->v[i].family);
		count_word(&cell, compare_word(&f->plan->v[i], &f->v[i]));
		while (k < i && !(fits(&f->plan->v[k], port, family) && has_ended(f, k) &&
				  str_ieq(f->plan->v[k].host, f->plan->v[i].host)))
			k++;
		cell.hosts += has_ended(f, i) && k == i;
	}
	return cell;
}

/* The row of a comparison's endpoint, new or known. */
static struct compare_row *row_for(struct compare_table *comparison, const struct endpoint *e)
{
	for (size_t i = 0; i < comparison->n; i++)
		if (comparison->v[i].port == e->port && comparison->v[i].family == e->family)
			return &comparison->v[i];
	comparison->v = mem_realloc(comparison->v, comparison->n + 1, sizeof *comparison->v);
	comparison->v[comparison->n] = (struct compare_row){.port = e->port, .family = e->family};
	return &comparison->v[comparison->n++];
}

static bool fails_here(const struct facts *f, size_t i)
{
	enum outcome word = compare_word(&f->plan->v[i], &f->v[i]);

	return f->v[i].stages[STAGE_TCP].outcome > OUTCOME_OK || word > OUTCOME_OK;
}

/* 443 elsewhere is asked beside every port; it has its own row only if the target's 443 fails
 * too. */
static bool is_compared(const struct facts *f, const struct endpoint *e)
{
	if (e->why == WHY_IMPOSSIBLE)
		return true;
	if (e->why != WHY_REFERENCE || e->port != REST_PORT)
		return e->why == WHY_REFERENCE;
	for (size_t i = 0; i < f->n; i++)
		if (is_here_port(&f->plan->v[i], e->port, e->family) && fails_here(f, i))
			return true;
	return false;
}

static bool is_known_elsewhere(const struct target *t, int port)
{
	for (size_t i = 0; i < t->reference_n; i++)
		if (t->references[i].port == port)
			return true;
	return false;
}

void compare_init(struct compare_table *comparison, const struct facts *f)
{
	*comparison = (struct compare_table){0};
	for (size_t i = 0; i < f->n; i++) {
		const struct endpoint *e = &f->plan->v[i];

		if (!is_compared(f, e))
			continue;
		struct compare_row *r = row_for(comparison, e);

		if (e->why == WHY_IMPOSSIBLE) {
			r->impossible = e->id;
			r->answered = f->v[i].stages[STAGE_TCP].outcome;
		}
	}
	for (size_t i = 0; i < comparison->n; i++) {
		struct compare_row *r = &comparison->v[i];

		r->comparable = is_known_elsewhere(f->target, r->port);
		r->here_port = gather(f, is_here_port, r->port, r->family);
		r->here_rest = gather(f, is_here_rest, r->port, r->family);
		r->else_port = gather(f, is_else_port, r->port, r->family);
		r->else_rest = gather(f, is_else_rest, r->port, r->family);
	}
}

void compare_clear(struct compare_table *comparison)
{
	free(comparison->v);
	*comparison = (struct compare_table){0};
}

const struct compare_row *compare_row(const struct compare_table *comparison, int port,
				      enum family family)
{
	for (size_t i = 0; i < comparison->n; i++)
		if (comparison->v[i].port == port && comparison->v[i].family == family)
			return &comparison->v[i];
	return NULL;
}

struct compare_cell compare_others(const struct facts *f, int port, enum family family)
{
	return gather(f, is_elsewhere, port, family);
}

size_t compare_failed(const struct compare_cell *cell)
{
	return cell->asked - cell->pending - cell->tcp.up;
}

bool compare_mostly_failed(const struct compare_cell *cell)
{
	return compare_failed(cell) >= MAJORITY_LEAST && compare_failed(cell) * 2 > cell->asked;
}

bool compare_mostly_up(const struct compare_cell *cell)
{
	return cell->tcp.up >= MAJORITY_LEAST && cell->tcp.up * 2 > cell->asked;
}

bool compare_is_fine(const struct compare_row *row)
{
	return row && row->answered != OUTCOME_OK && compare_mostly_up(&row->else_port);
}

size_t compare_stopped(const struct compare_cell *cell)
{
	return cell->mute + cell->closed + cell->reset;
}

static bool is_most(const struct compare_cell *cell, size_t n)
{
	return n >= MAJORITY_LEAST && n * 2 > cell->tcp.up + cell->pending;
}

bool compare_mostly_stopped(const struct compare_cell *cell)
{
	return is_most(cell, compare_stopped(cell));
}

bool compare_mostly_heard(const struct compare_cell *cell)
{
	return is_most(cell, cell->heard);
}
