/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "session/ledger.h"

#include <string.h>

/* The kind of order that the event answers, ORDER_COUNT_ if none. */
static enum order_kind answered_by(enum event_type type)
{
	switch (type) {
	case EVENT_PROBE_END:
		return ORDER_PROBE;
	case EVENT_RECORDS:
	case EVENT_POLICY:
	case EVENT_SOURCE:
		return ORDER_LOOKUP;
	case EVENT_PATH_DONE:
		return ORDER_SWEEP;
	case EVENT_TLS_ACCEPTS:
	case EVENT_TLS_SECRECY:
	case EVENT_TLS_NAMELESS:
	case EVENT_TLS_OFFER:
		return ORDER_TLS;
	default:
		return ORDER_COUNT_;
	}
}

void ledger_note(struct ledger *l, const struct event *e)
{
	enum order_kind kind = answered_by(e->type);

	if (kind < ORDER_COUNT_)
		l->open[kind] -= l->open[kind] > 0;
	if (e->type == EVENT_RETRY && e->outcome == OUTCOME_DENIED)
		l->open[ORDER_PROBE]++;
}

bool ledger_is_open(const struct ledger *l, enum order_kind kind)
{
	size_t n = 0;

	if (kind < ORDER_COUNT_)
		return l->open[kind] > 0;
	for (size_t i = 0; i < ORDER_COUNT_; i++)
		n += l->open[i];
	return n > 0;
}

void ledger_forget(struct ledger *l, unsigned endpoint)
{
	l->called[ORDER_SWEEP][endpoint] = false;
	for (int offer = 0; offer < TLS_OFFER_COUNT_; offer++)
		l->called[ORDER_TLS][endpoint * TLS_OFFER_COUNT_ + (unsigned)offer] = false;
}

void ledger_forget_lookups(struct ledger *l)
{
	memset(l->called[ORDER_LOOKUP], 0, sizeof l->called[ORDER_LOOKUP]);
}
