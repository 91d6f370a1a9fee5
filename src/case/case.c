/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "case/case.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/load.h"
#include "base/mem.h"
#include "base/save.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

static void write_case(struct buf *out, const struct target *target, const struct log *log)
{
	json_t *first = json_object();

	json_object_set_new(first, "porthorn-case", json_integer(CASE_VERSION));
	json_object_set_new(first, "target", target_to_json(target));
	char *line = json_dumps(first, JSON_COMPACT);

	json_decref(first);
	buf_puts(out, line ? line : "");
	buf_putc(out, '\n');
	free(line);
	for (size_t i = 0; i < log->n; i++) {
		line = event_to_json(log->v[i]);
		buf_puts(out, line);
		buf_putc(out, '\n');
		free(line);
	}
}

struct case_reader {
	FILE *stream;
	struct buf line;
	size_t bytes; /* of the file, so far */
	struct target *target;
	struct log log;
};

/* Reads the next line without its end; false at the end of the file or with *ret_error. */
static bool next_line(struct case_reader *r, char **ret_error)
{
	int c;

	buf_reset(&r->line);
	while ((c = getc_unlocked(r->stream)) != EOF && c != '\n') {
		if (c == '\0')
			*ret_error =
			    mem_strdup(_("this isn't a case file: it contains a NUL byte"));
		else if (!buf_putc(&r->line, (char)c))
			*ret_error = mem_printf(
			    _("the line is longer than %d bytes (CASE_LINE_MAX)"), CASE_LINE_MAX);
		else if (++r->bytes > CASE_FILE_MAX)
			*ret_error = mem_printf(
			    _("the file is longer than %d bytes (CASE_FILE_MAX)"), CASE_FILE_MAX);
		if (*ret_error)
			return false;
	}
	if (ferror(r->stream)) {
		*ret_error = mem_printf(_("it can't be read: %s"), strerror(errno));
		return false;
	}
	return c == '\n' || r->line.len;
}

static struct target *read_target(const json_t *json, char **ret_error)
{
	const char *wrong = NULL;
	struct target *target = target_from_json(json, &wrong);

	if (!target)
		/* TRANSLATORS: %s is the name of a member of the JSON object, as the file has
		 * it. */
		*ret_error = mem_printf(_("the target's \"%s\" has a forbidden value"), wrong);
	return target;
}

static char *read_first(struct case_reader *r)
{
	json_t *first = json_loads(buf_text(&r->line), JSON_REJECT_DUPLICATES, NULL);
	const json_t *version = json_object_get(first, "porthorn-case");
	char *error = NULL;

	if (!json_is_integer(version))
		error = mem_strdup(_("this isn't a porthorn case file: its first line doesn't "
				     "say \"porthorn-case\""));
	else if (json_integer_value(version) != CASE_VERSION)
		error = mem_printf(
		    _("this case file has format %lld, but this porthorn reads format %d"),
		    (long long)json_integer_value(version), CASE_VERSION);
	else
		r->target = read_target(json_object_get(first, "target"), &error);
	json_decref(first);
	return error;
}

static char *read_event(struct case_reader *r)
{
	char *why = NULL;
	struct event *e = event_from_json(buf_text(&r->line), &why);

	if (!e) {
		/* TRANSLATORS: %s says why, in English. */
		char *error = mem_printf(_("this line isn't an event: %s"), why);

		free(why);
		return error;
	}
	if (e->type == EVENT_RUN_BEGIN && r->log.n) {
		event_free(e);
		return mem_strdup(_("the run begins a second time: the file holds two cases"));
	}
	if (!log_append(&r->log, e))
		return mem_printf(_("there are more than %d events (LOG_EVENTS_MAX)"),
				  LOG_EVENTS_MAX);
	return NULL;
}

static bool read_lines(struct case_reader *r, const char *file, char **ret_error)
{
	char *why = NULL;
	size_t number = 0;

	while (!why) {
		number++;
		if (!next_line(r, &why))
			break;
		why = number == 1 ? read_first(r) : r->line.len ? read_event(r) : NULL;
	}
	if (!why && number == 1)
		why = mem_strdup(_("the file is empty"));
	if (!why)
		return true;
	*ret_error = mem_printf("%s:%zu: %s", file, number, why);
	free(why);
	return false;
}

/* Gives *ret_target and *ret_log; false with *ret_error, "FILE:LINE: what is wrong". */
static bool read_case(const char *file, struct target **ret_target, struct log *ret_log,
		      char **ret_error)
{
	char *why = NULL;
	struct case_reader r = {.stream = load_open(file, &why)};

	*ret_error = NULL;
	if (!r.stream) {
		*ret_error = mem_printf(_("The case file %s can't be read: %s."), file, why);
		free(why);
		return false;
	}
	buf_init(&r.line, CASE_LINE_MAX);
	bool fine = read_lines(&r, file, ret_error);

	buf_clear(&r.line);
	fclose(r.stream);
	if (fine) {
		*ret_target = r.target;
		*ret_log = r.log;
	} else {
		target_free(r.target);
		log_clear(&r.log);
	}
	return fine;
}

struct record *case_open(const char *file, char **ret_error)
{
	struct target *target = NULL;
	struct log log = {0};
	char *why = NULL;

	if (!read_case(file, &target, &log, ret_error))
		return NULL;
	struct record *r = record_of_log(target, &log, &why);

	if (!r) {
		*ret_error = mem_printf("%s: %s", file, why);
		free(why);
	}
	return r;
}

bool case_save(const struct record *r, const char *file, bool force, char **ret_error)
{
	struct buf out;

	buf_init(&out, 0);
	write_case(&out, r->typed ? r->typed : r->target, &r->log);
	bool fine = save_file(file, buf_text(&out), out.len, force, ret_error);

	buf_clear(&out);
	return fine;
}
