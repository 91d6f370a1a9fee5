/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a mail domain publishes, and what others say about its servers, as events: an EVENT_RECORDS,
 * EVENT_POLICY or EVENT_SOURCE for each question. */
#ifndef RUN_LOOKUPS_H
#define RUN_LOOKUPS_H

#include "model/event.h"
#include "model/order.h"
#include "model/target.h"
#include "run/limits.h"

#include <uv.h>

#define LOOKUPS_POLICY_PATH "/.well-known/mta-sts.txt" /* RFC 8461 section 3.3 */

struct lookups;

/* limits must outlive it; target is read in this call only. emit owns the event and fills in its
 * time. */
struct lookups *lookups_new(uv_loop_t *loop, const struct limits *limits,
			    const struct target *target, void (*emit)(struct event *e, void *user),
			    void *user);
void lookups_ask(struct lookups *l, const struct order *o); /* an ORDER_LOOKUP, copied */
/* Unfinished questions to sources of that rank and worse get a little longer (--limit
 * sources-late), and then end with SKIPPED. */
void lookups_hurry(struct lookups *l, int rank);
/* Answers each unfinished lookup with outcome, at once. */
void lookups_stop(struct lookups *l, enum outcome outcome);
size_t lookups_active(const struct lookups *l);
void lookups_free(struct lookups *l); /* without events; the loop must run afterwards */

#endif
