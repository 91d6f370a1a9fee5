/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/conn_private.h"

#include "net/here/kernel.h"
#include "net/sock.h"
#include "net/tls/tls.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* at most this much is read in one turn of the loop: a TLS record */
#define CHUNK_BYTES (16 * 1024)

/* False if the user closed the conn in the handler. */
static bool tell(struct conn *c, enum conn_event event)
{
	c->handler(c, event, c->user);
	return !c->closed;
}

/* Reports the end of the connection, from the loop. */
static void fall(struct conn *c, enum outcome outcome, int err)
{
	conn_stop(c);
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	c->state = DOWN;
	c->outcome = outcome;
	c->err = err;
	tell(c, CONN_DOWN);
}

static void fall_by_errno(struct conn *c, int err)
{
	fall(c, conn_outcome_of(err), err);
}

/* ---- reading ---- */

/* Handles a finished read: len > 0 bytes came, 0 is the end, -1 an error or nothing yet. */
static bool took(struct conn *c, const char *bytes, ssize_t len)
{
	if (len > 0) {
		buf_append(&c->in, bytes, (size_t)len);
		c->read_due = c->read_due || c->send_err || tls_pending(c->tls);
		return tell(c, CONN_READABLE);
	}
	if (len < 0 && !c->recv_err) {
		if (!c->send_err || sock_has_news(c->fd))
			return true;
		fall_by_errno(c, c->send_err);
	} else {
		fall_by_errno(c, c->send_err ? c->send_err : c->recv_err);
	}
	return false;
}

static bool read_secure(struct conn *c, char *bytes, size_t room)
{
	size_t len = 0;

	switch (tls_read(c->tls, bytes, room, &len)) {
	case TLS_STEP_DONE:
		return took(c, bytes, (ssize_t)len);
	case TLS_STEP_AGAIN:
		return took(c, bytes, -1);
	case TLS_STEP_EOF:
		return took(c, bytes, 0);
	case TLS_STEP_FAILED:
		break;
	}
	conn_flush(c);
	if (c->recv_err)
		fall_by_errno(c, c->recv_err);
	else
		fall(c, tls_outcome(c->tls), 0);
	return false;
}

/* One read.  False if the conn is down or closed. */
static bool read_some(struct conn *c)
{
	char bytes[CHUNK_BYTES];
	size_t room = c->in.len < CONN_IN_MAX ? CONN_IN_MAX - c->in.len : 0;

	if (!room)
		return true;
	if (room > sizeof bytes)
		room = sizeof bytes;
	c->read_due = false;
	if (c->state == SECURE)
		return read_secure(c, bytes, room);
	return took(c, bytes, conn_receive(c, bytes, room));
}

/*
 * After a failed handshake a client waits for the other end's first line; a server waits for the
 * end, since closing before the last byte is read would send RST, and that may overtake the alert.
 * Both wait at most CONN_LINGER_MS.
 */
static bool heard_enough(const struct conn *c)
{
	const struct buf *raw = &c->raw_first;

	if (c->ended || c->recv_err)
		return true;
	if (tls_is_server(c->tls))
		return false;
	return conn_looks_like_tls(c) || raw->len >= CONN_RAW_FIRST_MAX ||
	       memchr(raw->data, '\n', raw->len);
}

/* After a pause of the whole process the timer fires first: bytes that arrived during it still
 * count. */
static void on_patience_ends(uv_timer_t *timer)
{
	struct conn *c = timer->data;
	char bytes[CHUNK_BYTES];

	for (int i = 0; i < CONN_RAW_FIRST_MAX && !heard_enough(c); i++)
		if (conn_receive(c, bytes, sizeof bytes) <= 0)
			break;
	fall(c, tls_outcome(c->tls), 0);
}

static void linger(struct conn *c)
{
	char bytes[CHUNK_BYTES];

	if (!heard_enough(c))
		(void)conn_receive(c, bytes, sizeof bytes);
	if (conn_unsent(c) && !c->send_err)
		return;
	if (tls_is_server(c->tls))
		(void)shutdown(c->fd, SHUT_WR);
	if (heard_enough(c))
		fall(c, tls_outcome(c->tls), 0);
}

/* ---- TLS and the ends ---- */

/* One step of the handshake.  False if there is nothing more to do now. */
static bool shake(struct conn *c)
{
	enum tls_step step = tls_handshake(c->tls);

	conn_flush(c);
	switch (step) {
	case TLS_STEP_AGAIN:
		if (tls_is_server(c->tls) || conn_looks_like_tls(c))
			return took(c, NULL, -1);
		tls_reject(c->tls);
		break;
	case TLS_STEP_DONE:
		c->state = SECURE;
		conn_write_secure(c, buf_text(&c->early), c->early.len);
		buf_clear(&c->early);
		c->read_due = tls_pending(c->tls);
		return tell(c, CONN_TLS_DONE);
	case TLS_STEP_EOF:
		return took(c, NULL, 0);
	case TLS_STEP_FAILED:
		break;
	}
	if (c->recv_err)
		return took(c, NULL, -1);
	c->state = LINGER;
	uv_timer_start(&c->patience, on_patience_ends, CONN_LINGER_MS, 0);
	return true;
}

static void half_close(struct conn *c)
{
	if (!c->shutdown_due || conn_unsent(c) || (c->state != PLAIN && c->state != SECURE))
		return;
	if (c->tls && !c->bye_said) {
		c->bye_said = true;
		tls_bye(c->tls);
		conn_flush(c);
	}
	if (conn_unsent(c))
		return;
	c->shutdown_due = false;
	(void)shutdown(c->fd, SHUT_WR);
}

/*
 * connect() itself reports what this computer forbids. The kernel makes a later EACCES of ICMPv6
 * "administratively prohibited", which comes from some router.
 */
static enum outcome outcome_of_connect(const struct conn *c, int err)
{
	return err == EACCES && !c->open_err ? OUTCOME_UNREACHABLE : conn_outcome_of(err);
}

/* Keeps the sender of the last ICMP message that reached connect(). */
static void take_refuser(struct conn *c)
{
	struct icmp_message message;

	while (icmp_take(c->fd, &message))
		if (!message.local)
			c->refuser = message;
}

/* connect() has ended.  False if it failed. */
static bool connected(struct conn *c)
{
	int err = c->open_err ? c->open_err : sock_error(c->fd);

	take_refuser(c);
	if (err) {
		fall(c, outcome_of_connect(c, err), err);
		return false;
	}
	/* A router's message did not end connect(): the kernel goes on trying. */
	if (kernel_is_connecting(c->fd)) {
		c->opening = true;
		return false;
	}
	icmp_keep(c->fd, c->family, false);
	c->state = PLAIN;
	c->local = sock_name(c->fd);
	return tell(c, CONN_CONNECTED);
}

void conn_work(struct conn *c, bool readable)
{
	if (c->too_much) {
		fall_by_errno(c, ENOBUFS);
		return;
	}
	if (c->opening || (c->state == CONNECTING && !connected(c)))
		return;
	conn_flush(c);
	if (c->state == HANDSHAKE && !shake(c))
		return;
	if (c->state == LINGER) {
		linger(c);
	} else if (c->state == PLAIN || c->state == SECURE) {
		if ((readable || c->read_due) && !read_some(c))
			return;
		conn_flush(c);
		if (c->written_due && c->state != HANDSHAKE && !conn_unsent(c) && !c->send_err) {
			c->written_due = false;
			if (!tell(c, CONN_WRITTEN))
				return;
		}
		if (c->state != DOWN)
			half_close(c);
	}
	if (!c->closed && c->state != DOWN)
		conn_watch(c);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
	struct conn *c = poll->data;

	/* libuv stops the watcher when it sees an error; the calls themselves report which one. */
	if (status < 0)
		c->mask = 0;
	c->opening = false;
	conn_work(c, status < 0 || events & UV_READABLE);
}

static void on_resume(uv_prepare_t *prepare)
{
	struct conn *c = prepare->data;

	if (c->in.len >= CONN_IN_MAX)
		return;
	uv_prepare_stop(prepare);
	c->read_due = true;
	conn_work(c, true);
}

void conn_watch(struct conn *c)
{
	bool paused = (c->state == PLAIN || c->state == SECURE) && c->in.len >= CONN_IN_MAX;
	int mask = 0;

	if (c->state == CONNECTING)
		mask = UV_WRITABLE;
	else if (!paused && (c->state != LINGER || !heard_enough(c)))
		mask = UV_READABLE;
	if (conn_unsent(c) && !c->send_err)
		mask |= UV_WRITABLE;
	if (paused)
		uv_prepare_start(&c->resume, on_resume);
	else if (c->read_due || c->too_much)
		conn_kick(c);
	if (mask == c->mask)
		return;
	c->mask = mask;
	if (mask)
		uv_poll_start(&c->poll, mask, on_poll);
	else
		uv_poll_stop(&c->poll);
}
