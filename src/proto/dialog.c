/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "proto/dialog_private.h"

#include "base/address.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* RFC 5321 section 4.1.3. */
static char *address_literal(const char *address)
{
	size_t len = strcspn(address, "%"); /* a scope id means nothing on other computers */

	if (!len)
		return mem_strdup("[127.0.0.1]");
	return mem_printf(address_version(address) == 6 ? "[IPv6:%.*s]" : "[%.*s]", (int)len,
			  address);
}

struct dialog *dialog_new(const struct proto *proto, enum security security,
			  const char *own_address, const struct dialog_limits *limits,
			  const struct dialog_ops *ops, void *user)
{
	struct dialog *d = mem_calloc(1, sizeof *d);

	d->proto = proto;
	d->ops = ops;
	d->user = user;
	d->limits = *limits;
	d->wants_starttls = security == SECURITY_STARTTLS;
	d->under_tls = security == SECURITY_TLS;
	d->own_literal = address_literal(own_address);
	d->banner = mem_strdup("");
	buf_init(&d->stray, DIALOG_EVIDENCE_MAX);
	return d;
}

void dialog_free(struct dialog *d)
{
	if (!d)
		return;
	reply_clear(&d->reply);
	strs_clear(&d->caps);
	free(d->banner);
	free(d->own_literal);
	free(d->doubted_text);
	buf_clear(&d->stray);
	free(d);
}

const struct step *dialog_step(const struct dialog *d)
{
	return &d->proto->steps[d->step];
}

/* A new event about the current stage. */
struct event *dialog_news(const struct dialog *d, enum event_type type)
{
	struct event *e = event_new(type, 0);

	e->stage = dialog_step(d)->stage;
	e->flags = d->under_tls ? EVENT_UNDER_TLS : 0;
	return e;
}

void dialog_emit(struct dialog *d, struct event *e)
{
	d->ops->emit(e, d->user);
}

void dialog_emit_bytes(struct dialog *d, enum event_type type, const struct buf *in)
{
	struct event *e = dialog_news(d, type);

	e->size = (int)in->len;
	event_set_bytes(&e->text, buf_text(in),
			in->len < DIALOG_EVIDENCE_MAX ? in->len : DIALOG_EVIDENCE_MAX);
	dialog_emit(d, e);
}

enum dialog_state dialog_give_up(struct dialog *d)
{
	d->ops->end(dialog_step(d)->stage, OUTCOME_BADREPLY, d->user);
	return d->state = DIALOG_DONE;
}

/* ---- steps ---- */

static void send_line(struct dialog *d, const char *format)
{
	const char *at = strstr(format, "%s");
	d->asked = true;

	char *line = at ? mem_printf("%.*s%s%s", (int)(at - format), format, d->own_literal, at + 2)
			: mem_strdup(format);
	char *wire = mem_printf("%s\r\n", line);
	struct event *e = dialog_news(d, EVENT_LINE_SENT);

	e->text = line;
	dialog_emit(d, e);
	d->ops->send(wire, strlen(wire), d->user);
	free(wire);
}

/* Whether STARTTLS makes sense; ends its stage if not. */
static bool can_starttls(struct dialog *d, const struct step *s)
{
	if (d->logged_in)
		d->ops->end(s->stage, OUTCOME_SKIPPED, d->user);
	else if (d->caps_known && !strs_has(&d->caps, s->needs))
		d->ops->end(s->stage, OUTCOME_NOTOFFERED, d->user);
	else
		return true;
	return false;
}

/* The server has said goodbye without a question. */
enum dialog_state dialog_taken_leave(struct dialog *d, struct buf *in)
{
	const struct step *s = dialog_step(d);

	d->ops->end(s->stage, s->stage == STAGE_QUIT ? OUTCOME_OK : OUTCOME_DENIED, d->user);
	return dialog_take_step(d, s->fail, in);
}

/* ---- from step to step ---- */

void dialog_set_step(struct dialog *d, int step)
{
	d->step = step;
	reply_clear(&d->reply);
	d->asked = d->heard = d->prompted = d->is_realigned = d->has_paused = false;
}

/* Enters a step. The last stage has ended, or is this step's own. */
enum dialog_state dialog_enter(struct dialog *d, int step, bool same_stage, struct buf *in)
{
	const struct step *s = &d->proto->steps[step];

	if (s->needs && !d->wants_starttls)
		return dialog_take_step(d, s->skip, in);
	dialog_set_step(d, step);
	if (!same_stage)
		d->ops->begin(s->stage, d->user);
	if (s->send && !dialog_take_strays(d, in))
		return dialog_taken_leave(d, in);
	if (s->needs && !can_starttls(d, s))
		return dialog_take_step(d, s->skip, in);
	if (s->send)
		send_line(d, s->send);
	return d->state = DIALOG_WAITS;
}

enum dialog_state dialog_take_step(struct dialog *d, int step, struct buf *in)
{
	if (step == STEP_END)
		return d->state = DIALOG_DONE;
	return dialog_enter(d, step, false, in);
}

void dialog_only_greet(struct dialog *d)
{
	d->only_greet = true;
}

void dialog_only_secure(struct dialog *d)
{
	d->only_secure = true;
}

void dialog_old_hello(struct dialog *d)
{
	d->old_hello = true;
}

enum dialog_state dialog_begin(struct dialog *d)
{
	return dialog_enter(d, 0, false, NULL);
}

enum dialog_state dialog_settled(struct dialog *d, struct buf *in)
{
	if (d->state != DIALOG_SETTLES)
		return d->state;
	return d->pauses ? dialog_resume(d, in) : dialog_take_step(d, d->next, in);
}

void dialog_interrupted(struct dialog *d, struct buf *in)
{
	if (d->state != DIALOG_SETTLES)
		return;
	if (d->pauses) {
		dialog_refused(d);
		return;
	}
	dialog_set_step(d, d->next);
	d->state = DIALOG_WAITS;
	d->ops->begin(dialog_step(d)->stage, d->user);
	if (!dialog_take_strays(d, in)) {
		d->ops->end(dialog_step(d)->stage, OUTCOME_DENIED, d->user);
		d->state = DIALOG_DONE;
	}
}

void dialog_farewell(struct dialog *d)
{
	const struct step *s = dialog_step(d);
	int goodbye = proto_goodbye(d->proto);
	bool begins_tls = s->needs && d->asked;

	if (!d->greeted || d->step == goodbye || begins_tls)
		return;
	dialog_set_step(d, goodbye);
	send_line(d, dialog_step(d)->send);
}

bool dialog_is_unanswered(const struct dialog *d)
{
	return d->state == DIALOG_WAITS && d->asked && !d->heard;
}

bool dialog_can_prompt(const struct dialog *d)
{
	return d->state == DIALOG_WAITS && dialog_step(d)->later && !d->prompted &&
	       !d->reply.lines.n;
}

void dialog_prompt(struct dialog *d)
{
	if (!dialog_can_prompt(d))
		return;
	d->prompted = true;
	send_line(d, dialog_step(d)->later);
}

enum dialog_state dialog_tls_up(struct dialog *d, struct buf *in)
{
	d->under_tls = true;
	/* Anything in clear text may have been forged (RFC 3207 section 4.2). */
	d->caps_known = false;
	strs_clear(&d->caps);
	return dialog_take_step(d, d->only_secure ? dialog_step(d)->fail : dialog_step(d)->ok, in);
}
