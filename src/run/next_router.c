/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/next_router.h"

#include "base/mem.h"
#include "net/conn.h"
#include "net/sock.h"

#include <stdlib.h>

#define NS_PER_US 1000

struct next_router {
	struct conn *conn;
	uv_timer_t limit;
	char *address;
	int port;
	uint64_t began_ns;
	next_router_done *done;
	void *user;
};

static void on_closed(uv_handle_t *handle)
{
	struct next_router *n = handle->data;

	free(n->address);
	free(n);
}

void next_router_cancel(struct next_router *n)
{
	if (!n)
		return;
	conn_close(n->conn);
	uv_close((uv_handle_t *)&n->limit, on_closed);
}

static void tell(struct next_router *n, enum outcome outcome, int err)
{
	struct event *e = event_new(EVENT_PATH_NEXT, 0);
	next_router_done *done = n->done;
	void *user = n->user;

	e->port = n->port;
	e->address = mem_strdup(n->address);
	e->outcome = outcome;
	e->err = err;
	e->us = (int64_t)((uv_hrtime() - n->began_ns) / NS_PER_US);
	next_router_cancel(n);
	done(e, user);
}

static void on_conn(struct conn *c, enum conn_event event, void *user)
{
	if (event == CONN_CONNECTED)
		tell(user, OUTCOME_OK, 0);
	else if (event == CONN_DOWN)
		tell(user, conn_outcome(c), conn_err(c));
}

static void on_limit(uv_timer_t *timer)
{
	tell(timer->data, OUTCOME_TIMEOUT, 0);
}

struct next_router *next_router_ask(uv_loop_t *loop, const char *address, int port,
				    next_router_done *done, void *user)
{
	struct sockaddr_storage to;
	socklen_t len = sock_address(address, port, &to);

	if (!len)
		return NULL;
	struct next_router *n = mem_calloc(1, sizeof *n);

	n->address = mem_strdup(address);
	n->port = port;
	n->done = done;
	n->user = user;
	n->began_ns = uv_hrtime();
	uv_timer_init(loop, &n->limit);
	n->limit.data = n;
	uv_timer_start(&n->limit, on_limit, NEXT_ROUTER_MS, 0);
	n->conn = conn_open(loop, (const struct sockaddr *)&to, len, on_conn, n);
	return n;
}
