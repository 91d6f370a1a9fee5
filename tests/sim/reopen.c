/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saves a run in the lines of a case file and opens it again: it says the same, also with the person's names and
 * addresses replaced as README tells it. */
#include "config.h"
#include "tests/sim/invent.h"

#include "base/mem.h"
#include "report/report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* What a person replaces: each with one of its kind. */
static const char *const private_words[][2] = {
    {"kim@", "me@"},
    {"practice.example", "private.example"},
    {"203.0.113.77", "203.0.113.99"},
    {"192.168.1.23", "192.168.1.99"},
    {"2001:db8:1::23", "2001:db8:1::99"},
    {"100.64.0.1", "100.64.7.7"},
    {"198.18.0.10", "198.18.77.10"},
};

/* Takes the text and returns another. */
static char *replaced(char *text, const char *word, const char *by)
{
	const char *rest = text, *at;
	struct buf out;

	buf_init(&out, 0);
	for (; (at = strstr(rest, word)); rest = at + strlen(word)) {
		buf_append(&out, rest, (size_t)(at - rest));
		buf_puts(&out, by);
	}
	buf_puts(&out, rest);
	free(text);
	return buf_take(&out);
}

static char *redacted(char *text)
{
	for (size_t i = 0; i < sizeof private_words / sizeof *private_words; i++)
		if (strstr(text, private_words[i][0]))
			text = replaced(text, private_words[i][0], private_words[i][1]);
	return text;
}

static struct target *target_again(const struct record *r, bool hidden)
{
	json_t *json = target_to_json(r->typed ? r->typed : r->target);
	char *line = json_dumps(json, 0);
	const char *wrong = NULL;

	json_decref(json);
	json = json_loads(hidden ? (line = redacted(line)) : line, 0, NULL);
	struct target *target = json ? target_from_json(json, &wrong) : NULL;

	json_decref(json);
	free(line);
	return target;
}

/* Each event as a line, and read again; NULL if one can't be. */
static struct record *reopened(const struct record *r, bool hidden)
{
	struct target *target = target_again(r, hidden);
	struct log log = {0};
	char *why = NULL;

	for (size_t i = 0; target && !why && i < r->log.n; i++) {
		char *line = event_to_json(r->log.v[i]);

		line = hidden ? redacted(line) : line;
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

static const char *redacted_differs(const struct record *r)
{
	struct record *again = reopened(r, true);

	if (!again)
		return "a redacted case can't be opened";
	char *before = redacted(verdict_of(r)), *after = verdict_of(again);
	const char *wrong = strcmp(before, after) ? "a redacted case has another verdict" : NULL;

	free(before);
	free(after);
	record_free(again);
	return wrong;
}

const char *reopened_differs(const struct record *r)
{
	struct record *again = reopened(r, false);

	if (!again)
		return "a saved case can't be opened";
	char *texts[] = {verdict_of(r), verdict_of(again), report_of(r), report_of(again)};
	const char *wrong = strcmp(texts[0], texts[1])	 ? "a reopened case has other findings"
			    : strcmp(texts[2], texts[3]) ? "a reopened case has another report"
							 : NULL;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free(texts[i]);
	record_free(again);
	return wrong ? wrong : redacted_differs(r);
}
