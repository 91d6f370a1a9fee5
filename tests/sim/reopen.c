/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saves a run in the lines of a case file and opens it again: it says the same. */
#include "config.h"
#include "tests/sim/invent.h"

#include "base/mem.h"
#include "report/report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Each event as a line, and read again; NULL if one can't be. */
static struct record *reopened(const struct record *r)
{
	json_t *json = target_to_json(r->typed ? r->typed : r->target);
	const char *wrong = NULL;
	struct target *target = target_from_json(json, &wrong);
	struct log log = {0};
	char *why = NULL;

	json_decref(json);
	for (size_t i = 0; target && !why && i < r->log.n; i++) {
		char *line = event_to_json(r->log.v[i]);
		struct event *e = event_from_json(line, &why);

		if (e)
			log_append(&log, e);
		free(line);
	}
	if (target && !why)
		return record_of_log(target, &log, &why);
	log_clear(&log);
	target_free(target);
	free(why);
	return NULL;
}

static char *verdict_of(const struct record *r)
{
	struct buf out;

	buf_init(&out, 0);
	verdict_text(&out, r);
	return buf_take(&out);
}

static char *report_of(const struct record *r)
{
	struct page_options layout = {.ascii = true};
	struct buf out;

	buf_init(&out, 0);
	report_format("full")->write(&out, r, &layout);
	return buf_take(&out);
}

const char *reopened_differs(const struct record *r)
{
	struct record *again = reopened(r);

	if (!again)
		return "a saved case can't be opened";
	char *texts[] = {verdict_of(r), verdict_of(again), report_of(r), report_of(again)};
	const char *wrong = strcmp(texts[0], texts[1])	 ? "a reopened case has other findings"
			    : strcmp(texts[2], texts[3]) ? "a reopened case has another report"
							 : NULL;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free(texts[i]);
	record_free(again);
	return wrong;
}
