/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders given to the worker, and how many of them have no answer yet. */
#ifndef SESSION_LEDGER_H
#define SESSION_LEDGER_H

#include "model/event.h"
#include "model/order.h"
#include "reason/domain/sources.h"
#include "reason/plan/plan.h"

/* Orders of one kind are numbered: by endpoint, lookups by their place in the plan, further TLS
 * connections by endpoint and offer. */
#define LEDGER_NUMBERS ((PLAN_ENDPOINTS_MAX + 2) * TLS_OFFER_COUNT_)
_Static_assert(SOURCES_QUESTIONS_MAX + PLAN_LOOKUPS_MAX < LEDGER_NUMBERS, "room for lookups");

struct ledger {
	size_t open[ORDER_COUNT_];
	/* the plan has called for it, and it was ordered */
	bool called[ORDER_COUNT_][LEDGER_NUMBERS];
};

/* Counts an order as answered if the event answers one; a retry by the engine itself opens one. */
void ledger_note(struct ledger *l, const struct event *e);
/* Whether any orders of that kind are open; ORDER_COUNT_: of any kind. */
bool ledger_is_open(const struct ledger *l, enum order_kind kind);
/* The row is tried again: the plan may repeat what it called for after the last try. */
void ledger_forget(struct ledger *l, unsigned endpoint);
void ledger_forget_lookups(struct ledger *l);

#endif
