/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/conn_private.h"

#include "base/mem.h"
#include "net/here/kernel.h"
#include "net/sock.h"
#include "net/tls/tls.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Sent bytes leave the buffer late, and TLS adds its own. */
#define OUT_ROOM_BYTES (2 * CONN_OUT_MAX + 64 * 1024)

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
	/* This computer has no room for one more connection: nothing was learnt of the network. */
	case EMFILE:
	case ENFILE:
	case ENOMEM:
		return OUTCOME_CANCELLED;
	/* ENETUNREACH, EHOSTUNREACH, ENETDOWN, EADDRNOTAVAIL, EAFNOSUPPORT and their like. */
	default:
		return OUTCOME_UNREACHABLE;
	}
}

/* ---- bytes to and from the kernel ---- */

size_t conn_unsent(const struct conn *c)
{
	return c->out.len - c->out_at;
}

void conn_flush(struct conn *c)
{
	while (c->state != CONNECTING && conn_unsent(c) && !c->send_err) {
		ssize_t n = c->io.send(c->fd, c->out.data + c->out_at, conn_unsent(c));

		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return;
		if (n < 0 && errno != EINTR)
			c->send_err = errno;
		if (n > 0) {
			c->out_at += (size_t)n;
			c->sent += (uint64_t)n;
		}
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

ssize_t conn_receive(struct conn *c, void *bytes, size_t len)
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

bool conn_looks_like_tls(const struct conn *c)
{
	unsigned char first = c->raw_first.len ? (unsigned char)c->raw_first.data[0] : 0x16;

	return (first >= 0x14 && first <= 0x18) || first & 0x80;
}

static ssize_t pull(void *user, void *bytes, size_t len)
{
	struct conn *c = user;
	ssize_t n = conn_receive(c, bytes, len);

	/* TLS must not see a server's clear text: shake() finds it and gives up. */
	if (n > 0 && c->state == HANDSHAKE && !tls_is_server(c->tls) && !conn_looks_like_tls(c)) {
		errno = EAGAIN;
		return -1;
	}
	return n;
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

void conn_write_secure(struct conn *c, const char *bytes, size_t len)
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

/* ---- beginning and end ---- */

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
	free(c);
}

/*
 * The poll handle is closed for good before its descriptor: libuv finds a handle by its
 * descriptor's number, which another socket may soon have.
 */
void conn_stop(struct conn *c)
{
	if (c->polling)
		uv_close((uv_handle_t *)&c->poll, on_handle_closed);
	c->polling = false;
	uv_idle_stop(&c->kick);
	uv_prepare_stop(&c->resume);
	uv_timer_stop(&c->patience);
}

static void on_kick(uv_idle_t *idle)
{
	uv_idle_stop(idle);
	conn_work(idle->data, false);
}

void conn_kick(struct conn *c)
{
	if (c->state != DOWN && !c->closed)
		uv_idle_start(&c->kick, on_kick);
}

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

	c->family = address->sa_family;
	c->opening = err == EINPROGRESS && !c->open_err;
	if (c->opening)
		conn_watch(c);
	else
		conn_kick(c);
	return c;
}

struct conn *conn_accept(uv_loop_t *loop, int fd, conn_handler *handler, void *user)
{
	struct conn *c = new_conn(loop, fd, sock_adopt(fd), handler, user);

	c->local = sock_name(fd);
	if (c->open_err) {
		conn_kick(c); /* still CONNECTING: the error is reported from there */
	} else {
		c->state = PLAIN;
		conn_watch(c);
	}
	return c;
}

static void close_handles(struct conn *c)
{
	conn_stop(c);
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
		conn_flush(c);
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
	conn_kick(c);
}

void conn_write(struct conn *c, const void *bytes, size_t len)
{
	if (c->state == DOWN || c->state == LINGER || c->send_err || c->shutdown_due || !len)
		return;
	if (len > CONN_OUT_MAX || conn_unsent(c) + c->early.len > CONN_OUT_MAX - len)
		c->too_much = true;
	else if (c->state == HANDSHAKE)
		buf_append(&c->early, bytes, len);
	else if (c->state == SECURE)
		conn_write_secure(c, bytes, len);
	else
		c->too_much = !buf_append(&c->out, bytes, len);
	c->spoken = c->sent + conn_unsent(c);
	c->written_due = true;
	conn_flush(c);
	conn_kick(c);
}

bool conn_noise(struct conn *c, enum tls_noise noise)
{
	if (c->state != SECURE || c->send_err || c->shutdown_due || !tls_make_noise(c->tls, noise))
		return false;
	c->written_due = true;
	conn_flush(c);
	conn_kick(c);
	return true;
}

/* ---- what is known ---- */

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
	conn_kick(c);
}

struct tls *conn_tls(struct conn *c)
{
	return c->tls;
}

const struct buf *conn_raw_first(const struct conn *c)
{
	return &c->raw_first;
}

bool conn_has_news(const struct conn *c)
{
	return c->fd >= 0 && c->in.len < CONN_IN_MAX && sock_has_news(c->fd);
}

bool conn_unheard(const struct conn *c)
{
	return c->fd >= 0 && c->sent - kernel_unacknowledged(c->fd) < c->spoken;
}

unsigned conn_round_trip_us(const struct conn *c)
{
	return c->fd >= 0 ? kernel_round_trip_us(c->fd) : 0;
}

enum outcome conn_outcome(const struct conn *c)
{
	return c->outcome;
}

int conn_err(const struct conn *c)
{
	return c->err;
}

const struct icmp_message *conn_refuser(const struct conn *c)
{
	return *c->refuser.from ? &c->refuser : NULL;
}

const char *conn_local_address(struct conn *c)
{
	return c->local ? c->local : "";
}

int conn_fd(const struct conn *c)
{
	return c->fd;
}
