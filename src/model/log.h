/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The event log: the only truth.  Append only, owned by the main thread.
 */
#ifndef MODEL_LOG_H
#define MODEL_LOG_H

#include "model/event.h"

#define LOG_EVENTS_MAX 200000 /* a run with more is out of control; later events are dropped */

struct log {
	struct event **v; /* v[i]->seq == i + 1 */
	size_t n;
};

/* Takes ownership of e and numbers it. False (and e freed) at LOG_EVENTS_MAX. */
bool log_append(struct log *log, struct event *e);
/* The event with that number, or NULL. */
const struct event *log_get(const struct log *log, unsigned seq);
void log_clear(struct log *log);
/* "now" of the run in Unix seconds, from the first event; 0 if the log does not begin with one. */
int64_t log_now(const struct log *log);

#endif
