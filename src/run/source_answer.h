/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document about a domain's servers: how it is asked for, and what it says as an EVENT_SOURCE. */
#ifndef RUN_SOURCE_ANSWER_H
#define RUN_SOURCE_ANSWER_H

#include "model/event.h"
#include "model/order.h"
#include "net/fetch.h"

struct source_request {
	struct fetch_request fetch;
	char *url, *body; /* what fetch borrows */
};

/* email may be NULL: then the address is left out where it is asked for. Free with
 * source_request_clear(). */
struct source_request source_request(const struct order *o, const char *email, const char *domain);
void source_request_clear(struct source_request *q);

/* What came of it. An answer that is not whole, not proven or no such document gives no settings,
 * not in part either. */
struct event *source_answer(const struct fetch_answer *a, const struct order *o, const char *email,
			    const char *domain);

#endif
