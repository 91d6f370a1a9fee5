/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "netpair.h"

#include "net/sock.h"

#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE_MS 20000
#define FDS_MAX 64

/* ---- the three ways of giving out bytes ---- */

static _Thread_local unsigned calls[FDS_MAX][2];

static ssize_t one_recv(int fd, void *bytes, size_t len)
{
	return sock_recv(fd, bytes, len ? 1 : 0);
}

static ssize_t one_send(int fd, const void *bytes, size_t len)
{
	return sock_send(fd, bytes, len ? 1 : 0);
}

/* Every second call, for each descriptor and direction separately: a schedule shared by two
 * directions can starve one of them for ever. */
static bool is_turn_of_again(int fd, bool sending)
{
	errno = EAGAIN;
	return calls[fd % FDS_MAX][sending]++ % 2 == 0;
}

static ssize_t again_recv(int fd, void *bytes, size_t len)
{
	return is_turn_of_again(fd, false) ? -1 : sock_recv(fd, bytes, len);
}

static ssize_t again_send(int fd, const void *bytes, size_t len)
{
	return is_turn_of_again(fd, true) ? -1 : sock_send(fd, bytes, len);
}

static const struct conn_io schedules[NETPAIR_SCHEDULES] = {
    [NETPAIR_WHOLE] = {sock_recv, sock_send},
    [NETPAIR_BYTEWISE] = {one_recv, one_send},
    [NETPAIR_AGAIN] = {again_recv, again_send},
};

/* ---- the sides ---- */

static void write_down(struct side *s, enum conn_event event)
{
	size_t len = strlen(s->told);
	char letter = "CRWTD"[event];

	if ((!len || s->told[len - 1] != letter) && len + 1 < sizeof s->told)
		s->told[len] = letter;
}

void netpair_on_event(struct conn *c, enum conn_event event, void *user)
{
	struct side *s = user;

	assert_ptr_equal(c, s->c);
	assert_false(s->down); /* CONN_DOWN is the last one */
	write_down(s, event);
	if (event == CONN_READABLE && s->takes) {
		buf_append(&s->got, conn_in(c)->data, conn_in(c)->len);
		buf_consume(conn_in(c), conn_in(c)->len);
	}
	if (event == CONN_DOWN) {
		s->down = true;
		s->outcome = conn_outcome(c);
		s->err = conn_err(c);
		assert_int_equal(conn_fd(c), -1);
	}
	if (s->hook)
		s->hook(s, event);
}

void netpair_open(struct netpair *p, int family, enum netpair_schedule schedule)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	const struct sockaddr *address = (struct sockaddr *)&v4;
	socklen_t len = sizeof v4;

	if (family == AF_INET6) {
		address = (struct sockaddr *)&v6;
		len = sizeof v6;
	}
	*p = (struct netpair){.listener = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
	assert_true(p->listener >= 0);
	assert_int_equal(bind(p->listener, address, len), 0);
	assert_int_equal(listen(p->listener, 8), 0);
	assert_int_equal(uv_loop_init(&p->loop), 0);
	p->client.takes = p->server.takes = true;
	buf_init(&p->client.got, 0);
	buf_init(&p->server.got, 0);
	memset(calls, 0, sizeof calls);
	conn_set_io(&schedules[schedule]);
}

socklen_t netpair_address(const struct netpair *p, struct sockaddr_storage *ret_address)
{
	socklen_t len = sizeof *ret_address;

	assert_int_equal(getsockname(p->listener, (struct sockaddr *)ret_address, &len), 0);
	return len;
}

static bool is_joined(struct netpair *p)
{
	return strchr(p->client.told, 'C');
}

void netpair_join(struct netpair *p)
{
	struct sockaddr_storage address;
	socklen_t len = netpair_address(p, &address);

	p->client.c =
	    conn_open(&p->loop, (struct sockaddr *)&address, len, netpair_on_event, &p->client);
	assert_string_equal(p->client.told, "");
	int fd = accept(p->listener, NULL, NULL);

	assert_true(fd >= 0);
	p->server.c = conn_accept(&p->loop, fd, netpair_on_event, &p->server);
	netpair_run(p, is_joined);
}

void netpair_shake(struct netpair *p, enum netpair_schedule schedule,
		   const struct tls_config *client, const struct tls_config *server,
		   const char *host)
{
	netpair_open(p, AF_INET, schedule);
	netpair_join(p);
	conn_start_tls(p->server.c, server, NULL);
	conn_start_tls(p->client.c, client, host);
}

static void on_patience_ends(uv_timer_t *timer)
{
	*(bool *)timer->data = true;
}

void netpair_run(struct netpair *p, bool (*done)(struct netpair *p))
{
	uv_timer_t patience;
	bool ended = false;

	uv_timer_init(&p->loop, &patience);
	patience.data = &ended;
	uv_update_time(&p->loop);
	uv_timer_start(&patience, on_patience_ends, PATIENCE_MS, 0);
	while (!ended && !done(p))
		uv_run(&p->loop, UV_RUN_ONCE);
	uv_close((uv_handle_t *)&patience, NULL);
	uv_run(&p->loop, UV_RUN_NOWAIT);
	if (ended)
		fail_msg("the loop ran out of patience: client %s, server %s", p->client.told,
			 p->server.told);
}

void netpair_turn(struct netpair *p)
{
	for (int i = 0; i < 20; i++)
		uv_run(&p->loop, UV_RUN_NOWAIT);
}

static bool client_is_full(struct netpair *p)
{
	return conn_in(p->client.c)->len == CONN_IN_MAX;
}

void netpair_read_late(struct netpair *p, const char *bytes, size_t total)
{
	size_t seen = 0;

	p->client.takes = false;
	conn_write(p->server.c, bytes, total);
	conn_shutdown(p->server.c);
	netpair_run(p, client_is_full);
	netpair_turn(p);
	assert_true(client_is_full(p));
	assert_false(p->client.down);
	while (seen < total) {
		struct buf *in = conn_in(p->client.c);
		size_t n = in->len < 1000 ? in->len : 1000;

		assert_int_equal(memcmp(in->data, bytes + seen, n), 0);
		buf_consume(in, n);
		seen += n;
		netpair_turn(p);
	}
	netpair_run(p, netpair_client_down);
	assert_int_equal(conn_in(p->client.c)->len, 0);
	assert_int_equal(p->client.outcome, OUTCOME_CLOSED);
}

void netpair_close(struct netpair *p)
{
	conn_set_io(NULL);
	conn_close(p->client.c);
	conn_close(p->server.c);
	if (p->listener >= 0)
		close(p->listener);
	uv_run(&p->loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&p->loop), 0);
	buf_clear(&p->client.got);
	buf_clear(&p->server.got);
}

bool netpair_client_down(struct netpair *p)
{
	return p->client.down;
}

bool netpair_both_down(struct netpair *p)
{
	return p->client.down && p->server.down;
}

bool netpair_both_secure(struct netpair *p)
{
	return strchr(p->client.told, 'T') && strchr(p->server.told, 'T');
}
