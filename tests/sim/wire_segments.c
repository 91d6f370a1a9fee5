/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on its way between the two ends of a simulated connection, and what it does when it arrives. */
#include "config.h"
#include "tests/sim/wire_private.h"

#include "base/mem.h"
#include "run/turns.h"
#include "tests/sim/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LARGE 1000 /* bytes of a segment that a short path MTU loses */
#define RESENT_NS (250 * (int64_t)CLOCK_MS)
#define HELLO_RECORD 517 /* bytes of a ClientHello, for a server that expects a line */

static struct wire *wires;

/* ---- ends of life ---- */

void wire_drop(struct wire *w)
{
	if (w->ends[0] || w->ends[1] || w->on_way)
		return;
	for (struct wire **at = &wires; *at; at = &(*at)->next)
		if (*at == w) {
			*at = w->next;
			break;
		}
	free(w);
}

void wire_drop_conn(struct conn *c)
{
	if (!c->closed || c->claims)
		return;
	struct wire *w = c->wire;

	tls_free(c->tls);
	buf_clear(&c->in);
	buf_clear(&c->raw_first);
	free(c);
	wire_drop(w);
}

/* ---- calls of the handler ---- */

struct telling {
	struct conn *conn;
	enum conn_event event;
};

static void on_telling(void *user)
{
	struct telling t = *(struct telling *)user;
	struct conn *c = t.conn;

	free(user);
	if (!c->closed && (t.event != CONN_WRITTEN || c->state != DOWN))
		c->handler(c, t.event, c->user);
	c->claims--;
	wire_drop_conn(c);
}

void wire_tell_later(struct conn *c, enum conn_event event)
{
	struct telling *t = mem_calloc(1, sizeof *t);

	*t = (struct telling){c, event};
	c->claims++;
	clock_in(0, on_telling, t);
}

static void tell(struct conn *c, enum conn_event event)
{
	c->claims++;
	if (!c->closed)
		c->handler(c, event, c->user);
	c->claims--;
	wire_drop_conn(c);
}

void wire_fall(struct conn *c, enum outcome outcome, int err)
{
	if (c->state == DOWN)
		return;
	c->state = DOWN;
	c->outcome = outcome;
	c->err = err;
	tell(c, CONN_DOWN);
}

/* ---- segments ---- */

static void arrive(void *user);

struct segment *wire_send(struct wire *w, int to, enum segment_kind kind, const void *bytes,
			  size_t len)
{
	struct segment *s = mem_calloc(1, sizeof *s);
	int64_t at = clock_now_ns() + w->ns + world_noise();

	*s =
	    (struct segment){.wire = w, .to = to, .kind = kind, .len = len, .heard = w->taken[!to]};
	if (len) {
		s->bytes = mem_calloc(len, 1);
		memcpy(s->bytes, bytes, len);
	}
	if (world_loses())
		at += RESENT_NS;
	if (at <= w->last[to])
		at = w->last[to] + 1; /* TCP keeps the order */
	w->last[to] = at;
	w->on_way++;
	clock_in(at - clock_now_ns(), arrive, s);
	return s;
}

static void fell_silent(struct segment *s)
{
	s->wire->stalled = true;
}

void wire_rest(struct wire *w)
{
	w->on_way--;
	wire_drop(w);
}

static void on_linger(void *user)
{
	struct conn *c = user;

	if (!c->closed && c->state == LINGER)
		wire_fall(c, tls_outcome(c->tls), 0);
	c->claims--;
	wire_drop_conn(c);
}

static void linger(struct conn *c)
{
	c->state = LINGER;
	c->claims++;
	clock_in((int64_t)CONN_LINGER_MS * CLOCK_MS, on_linger, c);
}

static bool looks_like_tls(const struct buf *raw)
{
	unsigned char first = raw->len ? (unsigned char)raw->data[0] : 0x16;

	return (first >= 0x14 && first <= 0x18) || first & 0x80;
}

/* Bytes in clear text while a handshake is under way. */
static void take_raw(struct conn *c, const char *bytes, size_t len)
{
	size_t room = CONN_RAW_FIRST_MAX - c->raw_first.len;

	buf_append(&c->raw_first, bytes, len < room ? len : room);
	if (c->state == HANDSHAKE && (tls_is_server(c->tls) || !looks_like_tls(&c->raw_first))) {
		tls_confused(c->tls);
		if (tls_is_server(c->tls))
			wire_send(c->wire, 0, SEGMENT_BYTES, "\x15\x03\x03\x00\x02\x02\x0a", 7);
		linger(c);
	}
	if (c->state == LINGER && !tls_is_server(c->tls) &&
	    (c->raw_first.len >= CONN_RAW_FIRST_MAX ||
	     memchr(c->raw_first.data, '\n', c->raw_first.len)))
		wire_fall(c, tls_outcome(c->tls), 0);
}

static void take_bytes(struct conn *c, const char *bytes, size_t len)
{
	if (c->state == HANDSHAKE || c->state == LINGER) {
		take_raw(c, bytes, len);
		return;
	}
	if (c->state != PLAIN && c->state != SECURE)
		return;
	c->heard_line = c->heard_line || memchr(bytes, '\n', len);
	if (!buf_append(&c->in, bytes, len)) /* full: the other end is not read */
		return;
	tell(c, CONN_READABLE);
}

static void take_hello(struct conn *c, const struct segment *s)
{
	if (c->state != HANDSHAKE) {
		char record[HELLO_RECORD] = {0x16, 0x03, 0x01, 0x02, 0x00};

		take_bytes(c, record, sizeof record);
		return;
	}
	struct tls_meeting m = tls_meet(&s->hello, c->tls);

	if (m.end == TLS_END_SILENT)
		return;
	if (m.end == TLS_END_HANGS_UP) {
		wire_send(c->wire, 0, SEGMENT_FIN, NULL, 0);
		return;
	}
	struct segment *answer =
	    wire_send(c->wire, 0, m.end == TLS_END_OK ? SEGMENT_MEETING : SEGMENT_ALERT, NULL, 0);

	answer->meeting = m;
	if (m.end == TLS_END_OK)
		tls_met(c->tls, &m);
	else
		wire_send(c->wire, 0, SEGMENT_FIN, NULL, 0);
}

static void take_meeting(struct conn *c, const struct segment *s)
{
	if (c->state != HANDSHAKE)
		return;
	c->state = SECURE;
	c->bye = false;
	c->since_ns = clock_now_ns();
	tls_met(c->tls, &s->meeting);
	wire_send(c->wire, 1, SEGMENT_FINISHED, NULL, 0);
	tell(c, CONN_TLS_DONE);
}

static void take_end(struct conn *c, const struct segment *s)
{
	bool reset = s->kind == SEGMENT_RST;

	if (c->state == LINGER)
		wire_fall(c, tls_outcome(c->tls), 0);
	else if (c->state == CONNECTING)
		wire_fall(c, OUTCOME_REFUSED, ECONNREFUSED);
	else
		wire_fall(c, reset ? OUTCOME_RESET : OUTCOME_CLOSED, reset ? ECONNRESET : 0);
}

static void take(struct conn *c, const struct segment *s)
{
	if (s->heard > c->heard)
		c->heard = s->heard;
	switch (s->kind) {
	case SEGMENT_CONNECTED:
		c->state = PLAIN;
		c->since_ns = clock_now_ns();
		tell(c, CONN_CONNECTED);
		break;
	case SEGMENT_BYTES:
		take_bytes(c, s->bytes, s->len);
		break;
	case SEGMENT_HELLO:
		take_hello(c, s);
		break;
	case SEGMENT_MEETING:
		take_meeting(c, s);
		break;
	case SEGMENT_FINISHED:
		if (c->state == HANDSHAKE) {
			c->state = SECURE;
			tell(c, CONN_TLS_DONE);
		}
		break;
	case SEGMENT_ALERT:
		if (c->state == HANDSHAKE) {
			tls_alerted(c->tls, s->meeting.alert);
			wire_fall(c, OUTCOME_DENIED, 0);
		}
		break;
	case SEGMENT_FIN:
	case SEGMENT_RST:
		take_end(c, s);
		break;
	}
}

/* A machine on the way that lets connections come about and then resets them. */
static bool is_cut(struct segment *s)
{
	struct wire *w = s->wire;

	if (!w->cut || s->kind == SEGMENT_CONNECTED || s->kind == SEGMENT_RST)
		return false;
	w->cut = false;
	for (int side = 0; side < 2; side++)
		wire_send(w, side, SEGMENT_RST, NULL, 0);
	return true;
}

static void arrive(void *user)
{
	struct segment *s = user;
	struct wire *w = s->wire;
	bool large = s->to == 0 && (s->kind == SEGMENT_MEETING || s->len > LARGE);

	if (w->stalls && large)
		fell_silent(s);
	if (!(w->stalled && s->to == 0) && !is_cut(s)) {
		struct conn *c = w->ends[s->to];

		w->taken[s->to] += s->len;
		if (c)
			take(c, s);
	}
	free(s->bytes);
	free(s);
	wire_rest(w);
}

void wire_add(struct wire *w)
{
	w->next = wires;
	wires = w;
}

struct wire *wire_of(int fd)
{
	struct wire *w = wires;

	while (w && w->fd != fd)
		w = w->next;
	return w;
}

static int crowd;

static bool is_open(const struct wire *w)
{
	const struct conn *c = w->ends[0];
	bool silent = c && c->state == CONNECTING &&
		      clock_now_ns() - w->began_ns >= TURNS_SILENT_MS * (int64_t)CLOCK_MS;

	return c && !c->closed && c->state != DOWN && !silent;
}

void wire_count(const struct wire *w)
{
	int n = 0;

	if (!world_host_at(w->address)) /* a router, which is asked nothing */
		return;
	for (const struct wire *o = wires; o; o = o->next)
		n += !strcmp(o->address, w->address) && is_open(o);
	if (n > crowd)
		crowd = n;
}

int wires_crowd(void)
{
	return crowd;
}

/* ---- politeness ---- */

#define PATIENCE_NS                                                                                \
	(2900 * (int64_t)CLOCK_MS) /* with a server that may wait for the client to speak first */

static const char *impolite;

const char *wires_impolite(void)
{
	return impolite;
}

/* One who greets. */
static bool is_mail(const struct conn *c)
{
	return c->side == 0 && c->wire->port && c->wire->port->service != SERVICE_HTTPS;
}

static bool says(const char *bytes, size_t len, const char *word)
{
	return memmem(bytes, len, word, strlen(word));
}

void wire_heed_words(struct conn *c, const char *bytes, size_t len)
{
	if (!is_mail(c))
		return;
	if (!c->heard_line && clock_now_ns() - c->since_ns < PATIENCE_NS)
		impolite = "something was said before the greeting";
	c->bye = says(bytes, len, "QUIT") || says(bytes, len, "LOGOUT") ||
		 says(bytes, len, "STARTTLS") || says(bytes, len, "STLS");
}

void wire_heed_end(struct conn *c)
{
	const struct conn *server = c->wire->ends[1];
	bool talks = c->state == PLAIN || c->state == SECURE;

	if (is_mail(c) && talks && c->heard_line && !c->bye && server && !server->said_fin)
		impolite = "a server that had greeted was left without a goodbye";
}

size_t wires_forget(void)
{
	size_t n = 0;

	crowd = 0;
	impolite = NULL;
	for (; wires; n++) {
		struct wire *next = wires->next;

		free(wires);
		wires = next;
	}
	return n;
}
