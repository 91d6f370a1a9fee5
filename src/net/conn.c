/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/conn.h"

#include "base/mem.h"
#include "net/sock.h"
#include "net/tls.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES (16 * 1024) /* what one turn of the loop reads at most: a TLS record */
#define OUT_ROOM_BYTES                                                                             \
	(2 * CONN_OUT_MAX + 64 * 1024) /* sent bytes go late, and TLS adds its own                 \
					*/

enum state {
	CONNECTING,
	PLAIN,
	HANDSHAKE,
	SECURE,
	LINGER, /* the handshake has failed; the alert goes out and evidence comes in */
	DOWN
};

struct conn {
	uv_loop_t *loop;
	conn_handler *handler;
	void *user;
	struct conn_io io;

	uv_poll_t poll;
	uv_idle_t kick;	     /* runs work() from the loop after a call of the user's */
	uv_prepare_t resume; /* active while reading pauses: notices that the user took bytes */
	uv_timer_t patience; /* ends LINGER */
	unsigned handles;    /* that libuv still holds; the last one to close frees the conn */
	bool polling;	     /* poll is initialised and not closed */
	bool closed;	     /* conn_close() was called */
	int mask;	     /* events that poll watches */
	int fd;
	enum state state;

	struct buf in;
	struct buf out; /* raw bytes; those before out_at are sent */
	size_t out_at;
	struct buf early; /* written during a handshake */
	struct buf raw_first;
	uint64_t received;

	int open_err;		/* why it could not even begin */
	int recv_err, send_err; /* what the kernel said last */
	bool too_much;		/* the user wrote past CONN_OUT_MAX */
	bool ended;		/* the other end will send no more */
	bool read_due;		/* there may be bytes that poll does not tell of */
	bool written_due;	/* CONN_WRITTEN is to be told */
	bool shutdown_due, bye_said;
	bool truncated;

	enum outcome outcome;
	int err;
	struct tls *tls;
	char *local, *peer;
};

static const struct conn_io real_io = {sock_recv, sock_send};
static _Thread_local struct conn_io current_io = {sock_recv, sock_send};

void conn_set_io(const struct conn_io *io)
{
	current_io = io ? *io : real_io;
}

enum outcome conn_outcome_of(int err)
{
	switch (err) {
	case 0:
		return OUTCOME_CLOSED;
	case ECONNREFUSED:
		return OUTCOME_REFUSED;
	case ECONNRESET:
	case ECONNABORTED:
	case EPIPE:
		return OUTCOME_RESET;
	case ETIMEDOUT:
		return OUTCOME_TIMEOUT;
	case EPERM:
	case EACCES:
		return OUTCOME_DENIED;
	case EPROTO:
	case ENOPROTOOPT:
	case EBADMSG:
	case ENOBUFS:
		return OUTCOME_BADREPLY;
	default: /* ENETUNREACH, EHOSTUNREACH, ENETDOWN, EADDRNOTAVAIL, EAFNOSUPPORT and their like
		  */
		return OUTCOME_UNREACHABLE;
	}
}

/* ---- telling ------------------------------------------------------------------------------ */

/* False if the user closed the conn meanwhile. */
static bool tell(struct conn *c, enum conn_event event)
{
	c->handler(c, event, c->user);
	return !c->closed;
}

static void on_handle_closed(uv_handle_t *handle)
{
	struct conn *c = handle->data;

	if (--c->handles)
		return;
	tls_free(c->tls);
	buf_clear(&c->in);
	buf_clear(&c->out);
	buf_clear(&c->early);
	buf_clear(&c->raw_first);
	free(c->local);
	free(c->peer);
	free(c);
}

/*
 * The poll handle goes for good before its descriptor does: libuv forgets a
 * descriptor by its number, which may soon be somebody else's.
 */
static void stop_polling(struct conn *c)
{
	if (c->polling)
		uv_close((uv_handle_t *)&c->poll, on_handle_closed);
	c->polling = false;
	uv_idle_stop(&c->kick);
	uv_prepare_stop(&c->resume);
	uv_timer_stop(&c->patience);
}

/* The end of the connection, told from the loop. */
static void fall(struct conn *c, enum outcome outcome, int err)
{
	stop_polling(c);
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

/* ---- bytes to and from the kernel ------------------------------------------------------------ */

static size_t unsent(const struct conn *c)
{
	return c->out.len - c->out_at;
}

/* Sends what the kernel takes.  An error is kept: what has arrived is read first. */
static void flush(struct conn *c)
{
	while (c->state != CONNECTING && unsent(c) && !c->send_err) {
		ssize_t n = c->io.send(c->fd, c->out.data + c->out_at, unsent(c));

		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return;
		if (n < 0 && errno != EINTR)
			c->send_err = errno;
		if (n > 0)
			c->out_at += (size_t)n;
	}
	if (c->send_err) {
		c->read_due = true;
		c->out_at = c->out.len;
	}
	if (c->out_at * 2 >= c->out.len) {
		buf_consume(&c->out, c->out_at);
		c->out_at = 0;
	}
}

/* As recv(2); the first bytes of a handshake are kept, and so is an error. */
static ssize_t receive(struct conn *c, void *bytes, size_t len)
{
	ssize_t n;

	do {
		n = c->io.recv(c->fd, bytes, len);
	} while (n < 0 && errno == EINTR);
	if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
		c->recv_err = errno;
	c->ended = n == 0;
	if (n <= 0)
		return n;
	c->received += (uint64_t)n;
	if (c->state == HANDSHAKE || c->state == LINGER) {
		size_t room = CONN_RAW_FIRST_MAX - c->raw_first.len;

		buf_append(&c->raw_first, bytes, (size_t)n < room ? (size_t)n : room);
	}
	return n;
}

static ssize_t pull(void *user, void *bytes, size_t len)
{
	return receive(user, bytes, len);
}

static ssize_t push(void *user, const void *bytes, size_t len)
{
	struct conn *c = user;

	/* After a send error TLS goes on reading: an alert may be among what has arrived. */
	if (!c->send_err && !buf_append(&c->out, bytes, len)) {
		errno = ENOBUFS;
		return -1;
	}
	return (ssize_t)len;
}

/* ---- working, from the loop
 * ---------------------------------------------------------------------- */

static void watch(struct conn *c);

/* What a finished read means; len > 0 bytes came, 0 is the end, -1 an error or nothing yet. */
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
		c->truncated = tls_truncated(c->tls);
		return took(c, bytes, 0);
	case TLS_STEP_FAILED:
		break;
	}
	flush(c);
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
	return took(c, bytes, receive(c, bytes, room));
}

/* Whether the first byte can be one of TLS: a record type, or SSL 2's length. */
static bool looks_like_tls(const struct buf *raw)
{
	unsigned char first = raw->len ? (unsigned char)raw->data[0] : 0x16;

	return (first >= 0x14 && first <= 0x18) || first & 0x80;
}

static void on_patience_ends(uv_timer_t *timer)
{
	struct conn *c = timer->data;

	fall(c, tls_outcome(c->tls), 0);
}

/*
 * After a failed handshake a client waits for the first line of whoever spoke;
 * a server for the end, since closing before the last byte is read would send
 * RST, and that may overtake the alert.  Both at most CONN_LINGER_MS.
 */
static bool heard_enough(const struct conn *c)
{
	const struct buf *raw = &c->raw_first;

	if (c->ended || c->recv_err)
		return true;
	if (tls_is_server(c->tls))
		return false;
	return looks_like_tls(raw) || raw->len >= CONN_RAW_FIRST_MAX ||
	       memchr(raw->data, '\n', raw->len);
}

static void linger(struct conn *c)
{
	char bytes[CHUNK_BYTES];

	if (!heard_enough(c))
		(void)receive(c, bytes, sizeof bytes);
	if (unsent(c) && !c->send_err)
		return;
	if (tls_is_server(c->tls))
		(void)shutdown(c->fd, SHUT_WR);
	if (heard_enough(c))
		fall(c, tls_outcome(c->tls), 0);
}

static void queue_secure(struct conn *c, const char *bytes, size_t len)
{
	while (len) {
		size_t taken = 0;

		if (tls_write(c->tls, bytes, len, &taken) != TLS_STEP_DONE || !taken) {
			c->too_much = true;
			return;
		}
		bytes += taken;
		len -= taken;
	}
}

/* One step of the handshake.  False if there is nothing more to do now. */
static bool shake(struct conn *c)
{
	enum tls_step step = tls_handshake(c->tls);

	flush(c);
	switch (step) {
	case TLS_STEP_AGAIN:
		if (looks_like_tls(&c->raw_first))
			return took(c, NULL, -1);
		tls_reject(c->tls); /* instead of waiting for the rest of a record that is none */
		break;
	case TLS_STEP_DONE:
		c->state = SECURE;
		queue_secure(c, buf_text(&c->early), c->early.len);
		buf_clear(&c->early);
		c->read_due = tls_pending(c->tls);
		return tell(c, CONN_TLS_DONE);
	case TLS_STEP_EOF:
		c->truncated = true;
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
	if (!c->shutdown_due || unsent(c) || (c->state != PLAIN && c->state != SECURE))
		return;
	if (c->tls && !c->bye_said) {
		c->bye_said = true;
		tls_bye(c->tls);
		flush(c);
	}
	if (unsent(c))
		return;
	c->shutdown_due = false;
	(void)shutdown(c->fd, SHUT_WR);
}

/* connect() has ended.  False if it failed. */
static bool connected(struct conn *c)
{
	int err = c->open_err ? c->open_err : sock_error(c->fd);

	if (err) {
		fall_by_errno(c, err);
		return false;
	}
	c->state = PLAIN;
	c->local = sock_name(c->fd, false);
	return tell(c, CONN_CONNECTED);
}

/* All that can be done without waiting; the handler is called from here only. */
static void work(struct conn *c, bool readable)
{
	if (c->too_much) {
		fall_by_errno(c, ENOBUFS);
		return;
	}
	if (c->state == CONNECTING && !connected(c))
		return;
	flush(c);
	if (c->state == HANDSHAKE && !shake(c))
		return;
	if (c->state == LINGER) {
		linger(c);
	} else if (c->state == PLAIN || c->state == SECURE) {
		if ((readable || c->read_due) && !read_some(c))
			return;
		flush(c);
		if (c->written_due && c->state != HANDSHAKE && !unsent(c) && !c->send_err) {
			c->written_due = false;
			if (!tell(c, CONN_WRITTEN))
				return;
		}
		if (c->state != DOWN)
			half_close(c);
	}
	if (!c->closed && c->state != DOWN)
		watch(c);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
	struct conn *c = poll->data;

	/* libuv stops the watcher when it sees an error; the calls themselves will say which. */
	if (status < 0)
		c->mask = 0;
	work(c, status < 0 || events & UV_READABLE);
}

static void on_kick(uv_idle_t *idle)
{
	uv_idle_stop(idle);
	work(idle->data, false);
}

static void on_resume(uv_prepare_t *prepare)
{
	struct conn *c = prepare->data;

	if (c->in.len >= CONN_IN_MAX)
		return;
	uv_prepare_stop(prepare);
	c->read_due = true;
	work(c, true);
}

static void kick(struct conn *c)
{
	if (c->state != DOWN && !c->closed)
		uv_idle_start(&c->kick, on_kick);
}

/* Sets up what wakes the conn next. */
static void watch(struct conn *c)
{
	bool paused = (c->state == PLAIN || c->state == SECURE) && c->in.len >= CONN_IN_MAX;
	int mask = 0;

	if (c->state == CONNECTING)
		mask = UV_WRITABLE;
	else if (!paused && (c->state != LINGER || !heard_enough(c)))
		mask = UV_READABLE;
	if (unsent(c) && !c->send_err)
		mask |= UV_WRITABLE;
	if (paused)
		uv_prepare_start(&c->resume, on_resume);
	else if (c->read_due || c->too_much)
		kick(c);
	if (mask == c->mask)
		return;
	c->mask = mask;
	if (mask)
		uv_poll_start(&c->poll, mask, on_poll);
	else
		uv_poll_stop(&c->poll);
}

/* ---- for the user --------------------------------------------------------------------------- */

static struct conn *new_conn(uv_loop_t *loop, int fd, int err, conn_handler *handler, void *user)
{
	struct conn *c = mem_calloc(1, sizeof *c);

	c->loop = loop;
	c->handler = handler;
	c->user = user;
	c->io = current_io;
	c->fd = fd;
	c->open_err = err;
	buf_init(&c->in, CONN_IN_MAX);
	buf_init(&c->out, OUT_ROOM_BYTES);
	buf_init(&c->early, CONN_OUT_MAX);
	buf_init(&c->raw_first, CONN_RAW_FIRST_MAX);
	uv_idle_init(loop, &c->kick);
	uv_prepare_init(loop, &c->resume);
	uv_timer_init(loop, &c->patience);
	c->kick.data = c->resume.data = c->patience.data = c->poll.data = c;
	c->handles = 3;
	if (fd >= 0 && !err) {
		int failed = uv_poll_init(loop, &c->poll, fd);

		c->polling = !failed;
		c->handles += !failed;
		c->open_err = -failed;
	}
	return c;
}

struct conn *conn_open(uv_loop_t *loop, const struct sockaddr *address, socklen_t len,
		       conn_handler *handler, void *user)
{
	int err = 0;
	int fd = sock_connect(address, len, &err);
	struct conn *c = new_conn(loop, fd, fd < 0 ? err : 0, handler, user);

	c->peer = sock_text(address, len);
	if (err == EINPROGRESS && !c->open_err)
		watch(c);
	else
		kick(c);
	return c;
}

struct conn *conn_accept(uv_loop_t *loop, int fd, conn_handler *handler, void *user)
{
	struct conn *c = new_conn(loop, fd, sock_adopt(fd), handler, user);

	c->peer = sock_name(fd, true);
	c->local = sock_name(fd, false);
	if (c->open_err) {
		kick(c); /* still CONNECTING: the error is told from there */
	} else {
		c->state = PLAIN;
		watch(c);
	}
	return c;
}

static void close_handles(struct conn *c)
{
	stop_polling(c);
	c->closed = true;
	uv_close((uv_handle_t *)&c->kick, on_handle_closed);
	uv_close((uv_handle_t *)&c->resume, on_handle_closed);
	uv_close((uv_handle_t *)&c->patience, on_handle_closed);
}

void conn_close(struct conn *c)
{
	if (!c)
		return;
	if (c->state == SECURE && !c->bye_said && !c->send_err)
		tls_bye(c->tls);
	if (c->fd >= 0)
		flush(c);
	close_handles(c);
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}

void conn_reset(struct conn *c)
{
	if (!c)
		return;
	close_handles(c);
	if (c->fd >= 0)
		sock_reset(c->fd);
	c->fd = -1;
}

void conn_shutdown(struct conn *c)
{
	c->shutdown_due = true;
	kick(c);
}

void conn_write(struct conn *c, const void *bytes, size_t len)
{
	if (c->state == DOWN || c->state == LINGER || c->send_err || c->shutdown_due || !len)
		return;
	if (len > CONN_OUT_MAX || unsent(c) + c->early.len > CONN_OUT_MAX - len)
		c->too_much = true;
	else if (c->state == HANDSHAKE)
		buf_append(&c->early, bytes, len);
	else if (c->state == SECURE)
		queue_secure(c, bytes, len);
	else
		c->too_much = !buf_append(&c->out, bytes, len);
	c->written_due = true;
	flush(c);
	kick(c);
}

struct buf *conn_in(struct conn *c)
{
	return &c->in;
}

void conn_start_tls(struct conn *c, const struct tls_config *config, const char *host)
{
	const struct tls_transport transport = {pull, push, c};

	if (c->state != PLAIN)
		return;
	c->tls = tls_new(config, host, &transport);
	c->state = HANDSHAKE;
	kick(c);
}

struct tls *conn_tls(struct conn *c)
{
	return c->tls;
}

const struct buf *conn_raw_first(const struct conn *c)
{
	return &c->raw_first;
}

uint64_t conn_received(const struct conn *c)
{
	return c->received;
}

enum outcome conn_outcome(const struct conn *c)
{
	return c->outcome;
}

int conn_err(const struct conn *c)
{
	return c->err;
}

bool conn_truncated(const struct conn *c)
{
	return c->truncated;
}

const char *conn_local_address(struct conn *c)
{
	return c->local ? c->local : "";
}

const char *conn_peer_address(struct conn *c)
{
	return c->peer ? c->peer : "";
}

int conn_fd(const struct conn *c)
{
	return c->fd;
}
