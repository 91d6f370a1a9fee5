/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "proto/dialog_private.h"

#include "base/mem.h"
#include "proto/line.h"

#include <stdlib.h>
#include <string.h>

static enum dialog_state over_limit(struct dialog *d, const char *name, int limit)
{
	struct event *e = dialog_news(d, EVENT_LIMIT);

	e->text = mem_strdup(name);
	e->num = limit;
	dialog_emit(d, e);
	return dialog_give_up(d);
}

static enum dialog_state no_protocol(struct dialog *d, const struct buf *in)
{
	dialog_emit_bytes(d, EVENT_BYTES_RECEIVED, in);
	return dialog_give_up(d);
}

/* ---- replies ---- */

static void emit_reply(struct dialog *d)
{
	const struct step *s = dialog_step(d);
	struct reply *r = &d->reply;
	struct event *e = dialog_news(d, s->verb ? EVENT_REPLY : EVENT_GREETING);

	e->outcome = r->outcome;
	e->code = r->code;
	e->enhanced = mem_strdup(r->enhanced);
	e->text = mem_strdup(r->text);
	e->detail = mem_strdup(s->verb ? s->verb : r->name);
	dialog_emit(d, e);
}

static void learn_caps(struct dialog *d)
{
	struct event *e = dialog_news(d, EVENT_CAPS);

	if (e->stage == STAGE_GREETING)
		e->stage = STAGE_CAPS; /* capabilities, sent early */
	d->caps_known = true;
	strs_copy(&d->caps, &d->reply.caps);
	strs_copy(&e->list, &d->reply.caps);
	dialog_emit(d, e);
}

static enum dialog_state go_ahead(struct dialog *d, struct buf *in)
{
	if (in->len) {
		dialog_emit_bytes(d, EVENT_LEFTOVER, in);
		buf_reset(in);
	}
	d->ops->end(dialog_step(d)->stage, OUTCOME_OK, d->user);
	return d->state = DIALOG_WANTS_TLS;
}

/* Later steps need the greeting. */
static void keep_greeting(struct dialog *d)
{
	free(d->banner);
	d->banner = mem_strdup(d->reply.text);
	d->logged_in = d->reply.logged_in;
	d->greeted = true;
}

/* The previous step got a wrong answer, and this reply is its right one: reports and uses it as
 * that. */
static enum dialog_state realign(struct dialog *d)
{
	int step = d->step;

	dialog_add_stray(d, d->doubted_text, strlen(d->doubted_text));
	dialog_tell_stray(d, OUTCOME_BADREPLY);
	d->step = d->doubted;
	free(d->reply.text);
	free(d->reply.enhanced);
	d->proto->read(dialog_step(d), &d->reply, d->banner);
	emit_reply(d);
	learn_caps(d);
	dialog_set_step(d, step);
	d->is_realigned = d->heard = true;
	return d->state = DIALOG_WAITS;
}

/* The step to which a reply with that outcome leads. */
static int step_after(const struct dialog *d, enum outcome outcome)
{
	const struct step *s = dialog_step(d);
	bool well = outcome == OUTCOME_OK && !(d->only_greet && !s->verb);
	int next = outcome == OUTCOME_NOTOFFERED ? s->unknown : well ? s->ok : s->fail;

	return !s->verb && well && d->old_hello && d->proto->steps[next].unknown
		   ? d->proto->steps[next].unknown
		   : next;
}

/* The stage has ended. */
static enum dialog_state go_to(struct dialog *d, int next, struct buf *in)
{
	bool greeted = !dialog_step(d)->verb && next != STEP_END;

	if (!greeted || d->reply.outcome != OUTCOME_OK || d->only_greet ||
	    !d->proto->steps[next].send)
		return dialog_take_step(d, next, in);
	d->next = next;
	return d->state = DIALOG_SETTLES;
}

/* Whether a list that was asked for may still come after this "no". */
static bool is_doubtful(const struct dialog *d)
{
	return d->proto->doubts && dialog_step(d)->learns_caps && dialog_step(d)->unknown &&
	       d->reply.outcome == OUTCOME_NOTOFFERED && !d->has_paused;
}

/* The reply is complete: what it says, and where that leads. */
static enum dialog_state conclude(struct dialog *d, struct buf *in)
{
	const struct step *s = dialog_step(d);
	struct reply *r = &d->reply;

	d->proto->read(s, r, d->banner);
	if (d->doubted && d->proto->is_late && d->proto->is_late(s, r))
		return realign(d);
	if (is_doubtful(d)) {
		d->pauses = true;
		return d->state = DIALOG_SETTLES;
	}
	if (r->outcome == OUTCOME_NOTOFFERED && (!s->unknown || (s->needs && d->caps_known)))
		r->outcome = OUTCOME_DENIED; /* it announced that */
	emit_reply(d);
	if (!s->verb)
		keep_greeting(d);
	if (r->has_caps && !d->is_realigned)
		learn_caps(d);
	if (s->needs && r->outcome == OUTCOME_OK)
		return go_ahead(d, in);

	bool unknown = r->outcome == OUTCOME_NOTOFFERED;
	int next = step_after(d, r->outcome);

	if (unknown) {
		free(d->doubted_text);
		d->doubted = d->step;
		d->doubted_text = mem_strdup(reply_last_line(&d->reply));
	}
	if (next != STEP_END && d->proto->steps[next].stage == s->stage)
		return dialog_enter(d, next, true, in);
	d->ops->end(s->stage, unknown && !s->needs ? OUTCOME_OK : r->outcome, d->user);
	return go_to(d, next, in);
}

/* ---- bytes ---- */

/* Whether the received line does not answer the one that was sent. */
static bool is_early(struct dialog *d)
{
	const struct step *s = dialog_step(d);

	if (!s->send || d->heard)
		return false;
	if (d->stray_open || (d->ops->unheard && d->ops->unheard(d->user)))
		return true;
	d->heard = true;
	return false;
}

static enum dialog_state take_early(struct dialog *d, struct buf *in, size_t len, size_t whole)
{
	if (!dialog_take_stray(d, in, len, whole))
		return dialog_taken_leave(d, in);
	if (!d->stray_open)
		dialog_tell_stray(d, OUTCOME_BADREPLY);
	return DIALOG_WAITS;
}

static enum dialog_state take_line(struct dialog *d, struct buf *in, size_t len, size_t whole)
{
	struct reply *r = &d->reply;
	char *line = NULL;

	if (is_early(d))
		return take_early(d, in, len, whole);
	event_set_bytes(&line, in->data, len);
	enum reply_state state = d->proto->frame(dialog_step(d), r, line);

	if (state == REPLY_BAD || state == REPLY_STRAY) {
		d->dismissed = state == REPLY_STRAY && dialog_step(d)->stage == STAGE_QUIT;
		bool is_odd = d->proto->odd && d->proto->odd(dialog_step(d), line);

		if (state == REPLY_STRAY)
			dialog_add_stray(d, line, whole);
		free(line);
		if (state == REPLY_BAD)
			return no_protocol(d, in);
		buf_consume(in, whole);
		dialog_tell_stray(d, is_odd ? OUTCOME_OK : OUTCOME_BADREPLY);
		return DIALOG_WAITS;
	}
	dialog_note_line(d, line);
	strs_append(&r->lines, line);
	r->bytes += whole;
	buf_consume(in, whole);
	if (r->lines.n > (size_t)d->limits.reply_lines)
		return over_limit(d, "reply-lines", d->limits.reply_lines);
	if (r->bytes > (size_t)d->limits.reply_bytes)
		return over_limit(d, "reply-bytes", d->limits.reply_bytes);
	return state == REPLY_COMPLETE ? conclude(d, in) : DIALOG_WAITS;
}

enum dialog_state dialog_feed(struct dialog *d, struct buf *in)
{
	size_t len, whole;
	bool too_long;

	while (d->state == DIALOG_WAITS && in->len) {
		if (!d->reply.lines.n && !d->stray_open && line_is_binary(in))
			return no_protocol(d, in);
		if (line_find(in, (size_t)d->limits.line_bytes, d->proto->literals, &len, &whole,
			      &too_long)) {
			take_line(d, in, len, whole);
		} else if (too_long) {
			dialog_emit_bytes(d, EVENT_BYTES_RECEIVED, in);
			return over_limit(d, "line-bytes", d->limits.line_bytes);
		} else {
			break;
		}
	}
	return d->state;
}

void dialog_refused(struct dialog *d)
{
	d->reply.outcome = OUTCOME_DENIED;
	emit_reply(d);
	d->ops->end(dialog_step(d)->stage, OUTCOME_DENIED, d->user);
	d->state = DIALOG_DONE;
}

enum dialog_state dialog_resume(struct dialog *d, struct buf *in)
{
	d->pauses = false;
	d->has_paused = true;
	d->state = DIALOG_WAITS;
	if (!in->len) {
		free(d->reply.text);
		free(d->reply.enhanced);
		return conclude(d, in); /* which reads it again */
	}
	dialog_add_stray(d, reply_last_line(&d->reply), d->reply.bytes);
	dialog_tell_stray(d, OUTCOME_BADREPLY);
	reply_clear(&d->reply);
	return dialog_feed(d, in);
}

/* Whether the half line in in could not have become a greeting of the protocol. */
static bool is_nonsense(const struct dialog *d, const struct buf *in)
{
	char *line = NULL;

	if (dialog_step(d)->verb || in->len < LINE_MAGIC_BYTES)
		return false;
	event_set_bytes(&line, in->data, in->len);
	bool bad = d->proto->frame(dialog_step(d), &d->reply, line) == REPLY_BAD;

	free(line);
	return bad;
}

enum outcome dialog_stop(struct dialog *d, const struct buf *in, enum outcome outcome)
{
	if (d->state != DIALOG_WAITS)
		return outcome;
	dialog_tell_stray(d, OUTCOME_BADREPLY);
	if (in->len) {
		dialog_emit_bytes(d, EVENT_BYTES_RECEIVED, in);
		if (outcome != OUTCOME_CANCELLED && is_nonsense(d, in))
			outcome = OUTCOME_BADREPLY;
	}
	if (d->dismissed && outcome != OUTCOME_CANCELLED)
		outcome = OUTCOME_OK;
	d->ops->end(dialog_step(d)->stage, outcome, d->user);
	d->state = DIALOG_DONE;
	return outcome;
}
