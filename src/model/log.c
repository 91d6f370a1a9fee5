/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "model/log.h"

#include "base/mem.h"

#include <stdlib.h>

bool log_append(struct log *log, struct event *e)
{
	if (log->n >= LOG_EVENTS_MAX) {
		event_free(e);
		return false;
	}
	if ((log->n & (log->n - 1)) == 0)
		log->v = mem_realloc(log->v, log->n ? 2 * log->n : 1, sizeof *log->v);
	log->v[log->n++] = e;
	e->seq = (unsigned)log->n;
	return true;
}

const struct event *log_get(const struct log *log, unsigned seq)
{
	return seq && seq <= log->n ? log->v[seq - 1] : NULL;
}

void log_clear(struct log *log)
{
	for (size_t i = 0; i < log->n; i++)
		event_free(log->v[i]);
	free(log->v);
	*log = (struct log){0};
}

int64_t log_now(const struct log *log)
{
	return log->n && log->v[0]->type == EVENT_RUN_BEGIN ? log->v[0]->time : 0;
}
