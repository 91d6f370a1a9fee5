/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/hello_check.h"

#include "base/mem.h"
#include "net/conn.h"
#include "proto/dialog.h"
#include "run/due.h"

#include <stdlib.h>

#define NS_PER_US 1000

struct hello_check {
	struct conn *conn;
	struct dialog *dialog;
	struct dialog_limits bounds;
	uv_timer_t limit;
	struct due due;
	const struct tls_config *tls;
	char *host;
	struct event *told; /* what is reported in the end */
	uint64_t began_ns;
	hello_check_done *done;
	void *user;
};

static void on_closed(uv_handle_t *handle)
{
	struct hello_check *h = handle->data;

	free(h->host);
	free(h);
}

void hello_check_cancel(struct hello_check *h)
{
	if (!h)
		return;
	if (h->dialog && conn_fd(h->conn) >= 0)
		dialog_farewell(h->dialog);
	dialog_free(h->dialog);
	conn_close(h->conn);
	event_free(h->told);
	uv_close((uv_handle_t *)&h->limit, on_closed);
}

/* An answer to HELO counts, however the connection ended after it. */
static void report(struct hello_check *h, enum outcome outcome)
{
	struct event *e = h->told;
	hello_check_done *done = h->done;
	void *user = h->user;

	if (!e->outcome)
		e->outcome = outcome;
	e->us = (int64_t)((uv_hrtime() - h->began_ns) / NS_PER_US);
	h->told = NULL;
	hello_check_cancel(h);
	done(e, user);
}

/* ---- the conversation ---- */

static void on_emit(struct event *e, void *user)
{
	struct hello_check *h = user;

	if (e->type == EVENT_REPLY && e->stage == STAGE_CAPS) {
		h->told->outcome = e->outcome;
		h->told->code = e->code;
		free(h->told->text);
		h->told->text = mem_strdup(e->text);
	}
	event_free(e);
}

static void on_send(const char *bytes, size_t len, void *user)
{
	struct hello_check *h = user;

	conn_write(h->conn, bytes, len);
}

static void on_begin(enum stage stage, void *user)
{
	(void)stage;
	(void)user;
}

/* Whatever it refuses: the greeting may turn this connection away. */
static void on_end(enum stage stage, enum outcome outcome, void *user)
{
	struct hello_check *h = user;

	if (stage != STAGE_QUIT && outcome != OUTCOME_OK && !h->told->outcome)
		h->told->outcome = outcome;
}

static const struct dialog_ops ops = {on_emit, on_send, on_begin, on_end, NULL};

static void go_on(struct hello_check *h, enum dialog_state state)
{
	if (state == DIALOG_SETTLES)
		state = dialog_settled(h->dialog, conn_in(h->conn));
	if (state == DIALOG_DONE)
		report(h, OUTCOME_OK);
}

static void talk(struct hello_check *h)
{
	h->dialog = dialog_new(&proto_smtp, h->tls ? SECURITY_TLS : SECURITY_NONE,
			       conn_local_address(h->conn), &h->bounds, &ops, h);
	dialog_old_hello(h->dialog);
	dialog_begin(h->dialog);
	go_on(h, dialog_feed(h->dialog, conn_in(h->conn)));
}

/* ---- the connection ---- */

static void on_conn(struct conn *c, enum conn_event event, void *user)
{
	struct hello_check *h = user;

	if (event == CONN_CONNECTED && h->tls)
		conn_start_tls(c, h->tls, h->host);
	else if (event == CONN_CONNECTED || event == CONN_TLS_DONE)
		talk(h);
	else if (event == CONN_READABLE && h->dialog)
		go_on(h, dialog_feed(h->dialog, conn_in(c)));
	else if (event == CONN_DOWN)
		report(h, conn_outcome(c));
}

static void on_limit(uv_timer_t *timer)
{
	struct hello_check *h = timer->data;

	if (!due_is_late(&h->due, timer))
		report(h, OUTCOME_TIMEOUT);
}

struct hello_check *hello_check_start(const struct hello_check_order *order, hello_check_done *done,
				      void *user)
{
	struct hello_check *h = mem_calloc(1, sizeof *h);

	h->tls = order->tls;
	h->host = mem_strdup(order->host);
	h->bounds = (struct dialog_limits){order->limits->line_bytes, order->limits->reply_lines,
					   order->limits->reply_bytes};
	h->told = event_new(EVENT_HELLO_CHECK, 0);
	h->done = done;
	h->user = user;
	h->began_ns = uv_hrtime();
	uv_timer_init(order->loop, &h->limit);
	h->limit.data = h;
	due_start(&h->due, &h->limit, on_limit, (uint64_t)order->limits->reply_ms);
	h->conn = conn_open(order->loop, order->address, order->len, on_conn, h);
	return h;
}
