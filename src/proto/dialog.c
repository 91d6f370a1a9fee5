/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "proto/dialog.h"

#include "base/address.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define MAGIC_BYTES 4 /* how far into a reply bytes that no text protocol sends are looked for */

struct dialog {
	const struct proto *proto;
	const struct dialog_ops *ops;
	void *user;
	struct dialog_limits limits;
	bool wants_starttls;
	bool under_tls;
	bool only_greet;
	bool only_secure;
	char *own_literal;
	int step;
	enum dialog_state state;
	struct reply reply; /* to the step, so far */
	char *banner;	    /* the greeting's text */
	bool caps_known;
	struct strs caps;
	bool logged_in;
};

static enum dialog_state take_step(struct dialog *d, int step);

/* RFC 5321 section 4.1.3. */
static char *address_literal(const char *address)
{
	size_t len = strcspn(address, "%"); /* a scope id means nothing to others */

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
	free(d);
}

static const struct step *current(const struct dialog *d)
{
	return &d->proto->steps[d->step];
}

/* A new event about the stage under way. */
static struct event *news(const struct dialog *d, enum event_type type)
{
	struct event *e = event_new(type, 0);

	e->stage = current(d)->stage;
	e->flags = d->under_tls ? EVENT_UNDER_TLS : 0;
	return e;
}

static void emit(struct dialog *d, struct event *e)
{
	d->ops->emit(e, d->user);
}

static void emit_bytes(struct dialog *d, enum event_type type, const struct buf *in)
{
	struct event *e = news(d, type);

	e->size = (int)in->len;
	event_set_bytes(&e->text, buf_text(in),
			in->len < DIALOG_EVIDENCE_MAX ? in->len : DIALOG_EVIDENCE_MAX);
	emit(d, e);
}

static enum dialog_state give_up(struct dialog *d)
{
	d->ops->end(current(d)->stage, OUTCOME_BADREPLY, d->user);
	return d->state = DIALOG_DONE;
}

static enum dialog_state over_limit(struct dialog *d, const char *name, int limit)
{
	struct event *e = news(d, EVENT_LIMIT);

	e->text = mem_strdup(name);
	e->num = limit;
	emit(d, e);
	return give_up(d);
}

static enum dialog_state no_protocol(struct dialog *d, const struct buf *in)
{
	emit_bytes(d, EVENT_BYTES_RECEIVED, in);
	return give_up(d);
}

/* ---- steps ---- */

static void send_line(struct dialog *d, const char *format)
{
	const char *at = strstr(format, "%s");
	char *line = at ? mem_printf("%.*s%s%s", (int)(at - format), format, d->own_literal, at + 2)
			: mem_strdup(format);
	char *wire = mem_printf("%s\r\n", line);
	struct event *e = news(d, EVENT_LINE_SENT);

	e->text = line;
	emit(d, e);
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

/* Enters a step.  The stage under way has ended, or is this step's own. */
static enum dialog_state enter(struct dialog *d, int step, bool same_stage)
{
	const struct step *s = &d->proto->steps[step];

	if (s->needs && !d->wants_starttls)
		return take_step(d, s->skip);
	d->step = step;
	reply_clear(&d->reply);
	if (!same_stage)
		d->ops->begin(s->stage, d->user);
	if (s->needs && !can_starttls(d, s))
		return take_step(d, s->skip);
	if (s->send)
		send_line(d, s->send);
	return d->state = DIALOG_WAITS;
}

static enum dialog_state take_step(struct dialog *d, int step)
{
	if (step == STEP_END)
		return d->state = DIALOG_DONE;
	return enter(d, step, false);
}

void dialog_only_greet(struct dialog *d)
{
	d->only_greet = true;
}

void dialog_only_secure(struct dialog *d)
{
	d->only_secure = true;
}

enum dialog_state dialog_begin(struct dialog *d)
{
	return enter(d, 0, false);
}

enum dialog_state dialog_tls_up(struct dialog *d)
{
	d->under_tls = true;
	/* What was said in clear text may have been said by anybody (RFC 3207 section 4.2). */
	d->caps_known = false;
	strs_clear(&d->caps);
	return take_step(d, d->only_secure ? current(d)->fail : current(d)->ok);
}

/* ---- replies ---- */

static void emit_reply(struct dialog *d)
{
	const struct step *s = current(d);
	struct reply *r = &d->reply;
	struct event *e = news(d, s->verb ? EVENT_REPLY : EVENT_GREETING);

	e->outcome = r->outcome;
	e->code = r->code;
	e->enhanced = mem_strdup(r->enhanced);
	e->text = mem_strdup(r->text);
	e->detail = mem_strdup(s->verb ? s->verb : r->name);
	emit(d, e);
}

static void learn_caps(struct dialog *d)
{
	struct event *e = news(d, EVENT_CAPS);

	if (e->stage == STAGE_GREETING)
		e->stage = STAGE_CAPS; /* that is what they are, told early */
	d->caps_known = true;
	strs_copy(&d->caps, &d->reply.caps);
	strs_copy(&e->list, &d->reply.caps);
	emit(d, e);
}

static enum dialog_state go_ahead(struct dialog *d, struct buf *in)
{
	if (in->len) {
		emit_bytes(d, EVENT_LEFTOVER, in);
		buf_reset(in);
	}
	d->ops->end(current(d)->stage, OUTCOME_OK, d->user);
	return d->state = DIALOG_WANTS_TLS;
}

/* The reply is complete: what it says, and where that leads. */
static enum dialog_state conclude(struct dialog *d, struct buf *in)
{
	const struct step *s = current(d);
	struct reply *r = &d->reply;

	d->proto->read(s, r, d->banner);
	if (r->outcome == OUTCOME_NOTOFFERED && (!s->unknown || (s->needs && d->caps_known)))
		r->outcome = OUTCOME_DENIED; /* it said that it would */
	emit_reply(d);
	if (!s->verb) {
		free(d->banner);
		d->banner = mem_strdup(r->text);
		d->logged_in = r->logged_in;
	}
	if (r->has_caps)
		learn_caps(d);
	if (s->needs && r->outcome == OUTCOME_OK)
		return go_ahead(d, in);

	bool unknown = r->outcome == OUTCOME_NOTOFFERED;
	bool goes_on = r->outcome == OUTCOME_OK && !(d->only_greet && !s->verb);
	int next = unknown ? s->unknown : goes_on ? s->ok : s->fail;

	if (next != STEP_END && d->proto->steps[next].stage == s->stage)
		return enter(d, next, true);
	d->ops->end(s->stage, unknown && !s->needs ? OUTCOME_OK : r->outcome, d->user);
	return take_step(d, next);
}

/* ---- bytes ---- */

/* No text protocol begins a reply so: a TLS record, a database's handshake, telnet options. */
static bool is_binary(const struct buf *in)
{
	for (size_t i = 0; i < in->len && i < MAGIC_BYTES; i++) {
		unsigned char c = (unsigned char)in->data[i];

		if (c == '\n')
			return false;
		if (c >= 0x7f || (c < 0x20 && c != '\r' && c != '\t'))
			return true;
	}
	return false;
}

/* The n of "{n}" or "{n+}" at the end of a line of len bytes, or 0; at most limit + 1. */
static size_t literal_len(const char *line, size_t len, size_t limit)
{
	size_t n = 0, at = len;

	if (len < 3 || line[--at] != '}')
		return 0;
	if (line[at - 1] == '+')
		at--;
	size_t end = at;

	while (at > 0 && line[at - 1] >= '0' && line[at - 1] <= '9')
		at--;
	if (at == end || at == 0 || line[at - 1] != '{')
		return 0;
	for (; at < end && n <= limit; at++)
		n = n * 10 + (size_t)(line[at] - '0');
	return n > limit ? limit + 1 : n;
}

/*
 * Finds the first line of in, literals included.  ret_len: without its line
 * end, ret_whole: with it.  False if it is not there yet; *ret_too_long: and
 * must not be waited for.
 */
static bool find_line(const struct dialog *d, const struct buf *in, size_t *ret_len,
		      size_t *ret_whole, bool *ret_too_long)
{
	size_t limit = (size_t)d->limits.line_bytes, from = 0;

	while (from < in->len) {
		const char *lf = memchr(in->data + from, '\n', in->len - from);

		if (!lf)
			break;
		size_t whole = (size_t)(lf - in->data) + 1;
		size_t len = whole - 1;

		if (len > from && in->data[len - 1] == '\r')
			len--;
		size_t more =
		    d->proto->literals ? literal_len(in->data + from, len - from, limit) : 0;

		if (len > limit || more > limit) {
			*ret_too_long = true;
			return false;
		}
		if (!more) {
			*ret_len = len;
			*ret_whole = whole;
			return true;
		}
		from = whole + more;
	}
	*ret_too_long = from > limit || in->len > limit + 1;
	return false;
}

static enum dialog_state take_line(struct dialog *d, struct buf *in, size_t len, size_t whole)
{
	struct reply *r = &d->reply;
	char *line = NULL;

	event_set_bytes(&line, in->data, len);
	enum reply_state state = d->proto->frame(current(d), r, line);

	if (state == REPLY_BAD) {
		free(line);
		return no_protocol(d, in);
	}
	struct event *e = news(d, EVENT_LINE_RECEIVED);

	e->text = mem_strdup(line);
	emit(d, e);
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
		if (!d->reply.lines.n && is_binary(in))
			return no_protocol(d, in);
		if (find_line(d, in, &len, &whole, &too_long)) {
			take_line(d, in, len, whole);
		} else if (too_long) {
			emit_bytes(d, EVENT_BYTES_RECEIVED, in);
			return over_limit(d, "line-bytes", d->limits.line_bytes);
		} else {
			break;
		}
	}
	return d->state;
}

/* Whether the half line in in could not have become a greeting of the protocol. */
static bool is_nonsense(const struct dialog *d, const struct buf *in)
{
	char *line = NULL;

	if (current(d)->verb || in->len < MAGIC_BYTES)
		return false;
	event_set_bytes(&line, in->data, in->len);
	bool bad = d->proto->frame(current(d), &d->reply, line) == REPLY_BAD;

	free(line);
	return bad;
}

enum outcome dialog_stop(struct dialog *d, const struct buf *in, enum outcome outcome)
{
	if (d->state != DIALOG_WAITS)
		return outcome;
	if (in->len) {
		emit_bytes(d, EVENT_BYTES_RECEIVED, in);
		if (outcome != OUTCOME_CANCELLED && is_nonsense(d, in))
			outcome = OUTCOME_BADREPLY;
	}
	d->ops->end(current(d)->stage, outcome, d->user);
	d->state = DIALOG_DONE;
	return outcome;
}
