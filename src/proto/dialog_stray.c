/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "proto/dialog_private.h"

#include "base/mem.h"
#include "proto/line.h"

#include <stdlib.h>
#include <string.h>

static int code_of(const char *line)
{
	if (strspn(line, "0123456789") != 3)
		return 0;
	return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

/* Emits the event about them, if there are any. */
void dialog_tell_stray(struct dialog *d, enum outcome outcome)
{
	if (!d->stray_bytes)
		return;
	struct event *e = dialog_news(d, EVENT_UNASKED);
	const char *text = buf_text(&d->stray), *last = strrchr(text, '\n');

	e->outcome = outcome;
	e->code = code_of(last ? last + 1 : text);
	e->size = (int)d->stray_bytes;
	e->text = mem_strdup(text);
	dialog_emit(d, e);
	buf_reset(&d->stray);
	d->stray_bytes = 0;
	d->stray_open = false;
}

void dialog_add_stray(struct dialog *d, const char *text, size_t bytes)
{
	size_t len = strlen(text), room = DIALOG_EVIDENCE_MAX - d->stray.len;

	if (d->stray_bytes && room) {
		buf_putc(&d->stray, '\n');
		room--;
	}
	buf_append(&d->stray, text, len < room ? len : room);
	d->stray_bytes += bytes;
}

/* Takes a line out of in as it came, NULs made visible.  The caller frees. */
static char *cut_line(struct buf *in, size_t len, size_t whole)
{
	char *line = NULL;

	event_set_bytes(&line, in->data, len);
	buf_consume(in, whole);
	return line;
}

void dialog_note_line(struct dialog *d, const char *line)
{
	struct event *e = dialog_news(d, EVENT_LINE_RECEIVED);

	e->text = mem_strdup(line);
	dialog_emit(d, e);
	if (!d->proto->odd || !d->proto->odd(dialog_step(d), line))
		return;
	e = dialog_news(d, EVENT_UNASKED);
	e->outcome = OUTCOME_OK;
	e->size = (int)strlen(line);
	e->text = mem_strdup(line);
	dialog_emit(d, e);
}

/* A line that came before the step's own was heard. False: the server ends the conversation with
 * it. */
bool dialog_take_stray(struct dialog *d, struct buf *in, size_t len, size_t whole)
{
	char *line = cut_line(in, len, whole);
	enum stray stray = d->stray_open ? STRAY_ODD : d->proto->stray(line);

	if (stray == STRAY_LEGAL) {
		dialog_note_line(d, line);
		strs_append(&d->reply.lines, line);
		d->reply.bytes += whole;
		return true;
	}
	if (stray == STRAY_GOODBYE)
		dialog_tell_stray(d, OUTCOME_BADREPLY);
	dialog_add_stray(d, line, whole);
	d->stray_open = code_of(line) && line[3] == '-' && stray == STRAY_ODD;
	free(line);
	if (stray == STRAY_GOODBYE)
		dialog_tell_stray(d, OUTCOME_DENIED);
	return stray != STRAY_GOODBYE;
}

/* The rest without a line end: no continuation makes it an answer. */
static void keep_rest(struct dialog *d, struct buf *in, bool too_long)
{
	if (!too_long && !line_is_binary(in)) {
		char *begun = NULL;

		event_set_bytes(&begun, in->data, in->len);
		d->stray_open = d->stray_open || d->proto->stray(begun) == STRAY_ODD;
		free(begun);
		return;
	}
	char *rest = cut_line(in, in->len, in->len);

	dialog_add_stray(d, rest, strlen(rest));
	free(rest);
}

/* What came before a line is sent. False: the server ends the conversation with it. */
bool dialog_take_strays(struct dialog *d, struct buf *in)
{
	size_t len, whole;
	bool too_long = false;

	while (in->len && line_find(in, (size_t)d->limits.line_bytes, d->proto->literals, &len,
				    &whole, &too_long))
		if (!dialog_take_stray(d, in, len, whole))
			return false;
	if (in->len)
		keep_rest(d, in, too_long);
	if (!d->stray_open)
		dialog_tell_stray(d, OUTCOME_BADREPLY);
	return true;
}
