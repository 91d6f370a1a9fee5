/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/sim/wire_private.h"

#include "base/mem.h"
#include "net/here/segments.h"
#include "net/sock.h"
#include "tests/sim/clock.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_FD 100000

static int next_fd = FIRST_FD;

/* ---- beginning ---- */

static struct conn *new_conn(struct wire *w, int side, conn_handler *handler, void *user)
{
	struct conn *c = mem_calloc(1, sizeof *c);

	c->wire = w;
	c->side = side;
	c->handler = handler;
	c->user = user;
	buf_init(&c->in, CONN_IN_MAX);
	buf_init(&c->raw_first, CONN_RAW_FIRST_MAX);
	w->ends[side] = c;
	return c;
}

struct failing {
	struct conn *conn;
	struct world_route route;
};

static void on_failing(void *user)
{
	struct failing f = *(struct failing *)user;
	struct conn *c = f.conn;

	free(user);
	if (!c->closed) {
		if (f.route.how == ROUTE_REFUSED) {
			wire_fall(c, OUTCOME_REFUSED, ECONNREFUSED);
		} else if (f.route.how == ROUTE_DENIED) {
			wire_fall(c, OUTCOME_DENIED, EPERM);
		} else {
			bool six = strchr(c->wire->address, ':');

			if (f.route.from) {
				snprintf(c->refuser.from, sizeof c->refuser.from, "%s",
					 f.route.from);
				c->refuser.six = six;
				c->refuser.type = six ? 1 : 3;
				c->refuser.code = six ? 1 : 13;
			}
			wire_fall(c, OUTCOME_UNREACHABLE, EHOSTUNREACH);
		}
	}
	c->claims--;
	wire_drop_conn(c);
}

/* The SYN has got to the server. */
static void on_syn(void *user)
{
	struct wire *w = user;
	struct world_port *p = w->port;
	bool wanted = p->turned_away >= p->script->turn_away;

	if (!w->ends[0]) { /* gave up meanwhile */
		wire_rest(w);
		return;
	}
	if (!wanted)
		p->turned_away++;
	wire_send(w, 0, SEGMENT_CONNECTED, NULL, 0);
	if (p->talk_n < sizeof p->talks / sizeof *p->talks)
		p->talks[p->talk_n++] = talk_open(p->served ? &p->later : &p->host, w->fd, wanted);
	p->served = true;
	wire_rest(w);
}

struct conn *conn_open(uv_loop_t *loop, const struct sockaddr *address, socklen_t len,
		       conn_handler *handler, void *user)
{
	struct wire *w = mem_calloc(1, sizeof *w);
	char *numeric = sock_text(address, len);
	int port = ntohs(address->sa_family == AF_INET6
			     ? ((const struct sockaddr_in6 *)(const void *)address)->sin6_port
			     : ((const struct sockaddr_in *)(const void *)address)->sin_port);
	struct world_route r = world_route(address, numeric, port);

	(void)loop;
	WORLD_SET(w->address, numeric);
	free(numeric);
	WORLD_SET(w->own, world->own[address->sa_family == AF_INET6]);
	w->fd = next_fd++;
	w->began_ns = clock_now_ns();
	wire_count(w);
	wire_add(w);
	struct conn *c = new_conn(w, 0, handler, user);

	if (r.how == ROUTE_OPEN) {
		w->ns = r.ns / 2;
		w->port = r.port;
		w->cut = r.cut;
		w->stalls = r.stalls;
		w->on_way++;
		clock_in(w->ns + world_noise() + (world_loses() ? 1000 * (int64_t)CLOCK_MS : 0),
			 on_syn, w);
	} else if (r.how != ROUTE_SILENT) {
		struct failing *f = mem_calloc(1, sizeof *f);

		*f = (struct failing){c, r};
		c->claims++;
		clock_in(r.ns + world_noise(), on_failing, f);
	}
	return c;
}

struct conn *conn_accept(uv_loop_t *loop, int fd, conn_handler *handler, void *user)
{
	struct wire *w = wire_of(fd);

	(void)loop;
	struct conn *c = new_conn(w, 1, handler, user);

	c->state = PLAIN;
	return c;
}

static void say_fin(struct conn *c, enum segment_kind kind)
{
	if (!c->said_fin && c->state != CONNECTING && c->wire->ends[!c->side])
		wire_send(c->wire, !c->side, kind, NULL, 0);
	c->said_fin = true;
}

static void leave(struct conn *c, enum segment_kind kind)
{
	wire_heed_end(c);
	say_fin(c, kind);
	c->closed = true;
	c->wire->ends[c->side] = NULL;
	wire_drop_conn(c);
}

void conn_close(struct conn *c)
{
	if (c)
		leave(c, SEGMENT_FIN);
}

void conn_reset(struct conn *c)
{
	if (c)
		leave(c, SEGMENT_RST);
}

void conn_shutdown(struct conn *c)
{
	say_fin(c, SEGMENT_FIN);
}

/* shutdown(2) of a practice server that ends without a goodbye (linked with --wrap). */
int __wrap_shutdown(int fd, int how);
int __wrap_shutdown(int fd, int how)
{
	(void)how;
	struct wire *w = wire_of(fd);

	if (w && w->ends[1])
		say_fin(w->ends[1], SEGMENT_FIN);
	return 0;
}

/* ---- the conversation ---- */

void conn_write(struct conn *c, const void *bytes, size_t len)
{
	if (!len || c->said_fin || c->state == DOWN || c->state == LINGER || c->state == CONNECTING)
		return;
	wire_send(c->wire, !c->side, SEGMENT_BYTES, bytes, len);
	wire_heed_words(c, bytes, len);
	c->spoken += len;
	wire_tell_later(c, CONN_WRITTEN);
}

bool conn_noise(struct conn *c, enum tls_noise noise)
{
	(void)c;
	(void)noise;
	return false;
}

struct buf *conn_in(struct conn *c)
{
	return &c->in;
}

void conn_start_tls(struct conn *c, const struct tls_config *config, const char *host)
{
	if (c->state != PLAIN)
		return;
	c->state = HANDSHAKE;
	c->tls = tls_new(config, host, NULL);
	if (tls_is_server(c->tls))
		return;
	wire_send(c->wire, 1, SEGMENT_HELLO, NULL, 0)->hello = tls_hello_of(c->tls);
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
	(void)c;
	return false;
}

bool conn_unheard(const struct conn *c)
{
	return c->heard < c->spoken;
}

unsigned conn_round_trip_us(const struct conn *c)
{
	return (unsigned)(2 * c->wire->ns / 1000);
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
	return c->state == CONNECTING ? "" : c->wire->own;
}

int conn_fd(const struct conn *c)
{
	return c->state == DOWN ? -1 : c->wire->fd;
}

bool segments_read(int fd, struct segments *ret)
{
	const struct wire *w = wire_of(fd);

	*ret = (struct segments){.out_of_order = w && w->stalled ? 2 : 0};
	return w;
}
