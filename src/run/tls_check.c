/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/tls_check.h"

#include "base/mem.h"
#include "net/conn.h"
#include "run/due.h"

#include <stdlib.h>
#include <string.h>

#define NS_PER_US 1000
#define GREETING_MS 1500 /* for a greeting under TLS … */
#define GREETING_PART 20 /* … or that part of the time that a greeting has */
#define REPLY_PART 4	 /* … after a line of ours, for which nothing else waits */
#define GREETING_MAX 200 /* bytes that show who greets */

struct tls_check {
	struct conn *conn;
	uv_timer_t limit;
	struct due due;
	const struct tls_config *config;
	char *host;
	const char *goodbye;
	bool speaks_first;
	tls_check_done *done;
	void *user;
	uint64_t began_ns;
	int greeting_ms;
	bool secured;
};

/* Whether the first bytes of a connection are a TLS record (RFC 8446 section 5.1). */
static bool is_tls(const struct buf *bytes)
{
	return bytes->len >= 2 && bytes->data[0] >= 0x14 && bytes->data[0] <= 0x18 &&
	       bytes->data[1] == 0x03;
}

bool tls_check_may_be_tls(const struct buf *bytes)
{
	return is_tls(bytes) ||
	       (bytes->len == 1 && bytes->data[0] >= 0x14 && bytes->data[0] <= 0x18);
}

bool tls_check_is_ssl(const struct buf *bytes)
{
	static const unsigned char ssl3[] = {0x16, 0x03, 0x00}, ssl2[] = {0x80, 0x03, 0x00, 0x00};

	return (bytes->len >= sizeof ssl3 && !memcmp(bytes->data, ssl3, sizeof ssl3)) ||
	       (bytes->len >= sizeof ssl2 && !memcmp(bytes->data, ssl2, sizeof ssl2));
}

bool tls_check_is_web(const struct event *checked)
{
	return checked->text && (str_istarts(checked->text, "HTTP/") || *checked->text == '<');
}

bool tls_check_is_hopeless(const struct event *checked)
{
	if (checked->outcome == OUTCOME_OK)
		return true; /* TLS, with a greeting or without */
	return tls_check_is_web(checked);
}

static void on_closed(uv_handle_t *handle)
{
	struct tls_check *s = handle->data;

	free(s->host);
	free(s);
}

static bool has_line(const struct buf *in)
{
	return in->len && memchr(in->data, '\n', in->len);
}

static void say_goodbye(struct tls_check *s)
{
	conn_write(s->conn, s->goodbye, strlen(s->goodbye));
	conn_write(s->conn, "\r\n", 2);
}

void tls_check_cancel(struct tls_check *s)
{
	if (!s)
		return;
	if (s->secured && !s->speaks_first && has_line(conn_in(s->conn)) && conn_fd(s->conn) >= 0)
		say_goodbye(s);
	conn_close(s->conn);
	uv_close((uv_handle_t *)&s->limit, on_closed);
}

/* Reads the version from the session's description. */
static void on_detail(struct event *e, void *user)
{
	struct event *checked = user;

	if (e->type == EVENT_TLS_SESSION && !checked->detail) {
		checked->detail = e->version;
		e->version = NULL;
	}
	event_free(e);
}

static void on_limit(uv_timer_t *timer);

static void report(struct tls_check *s, enum outcome outcome)
{
	const struct buf *raw = conn_raw_first(s->conn);
	struct event *e = event_new(EVENT_TLS_CHECK, 0);

	e->us = (int64_t)((uv_hrtime() - s->began_ns) / NS_PER_US);
	e->outcome = outcome;
	if (outcome == OUTCOME_OK) {
		const struct buf *in = conn_in(s->conn);

		tls_describe(conn_tls(s->conn), on_detail, e);
		if (in->len)
			event_set_bytes(&e->text, in->data,
					in->len < GREETING_MAX ? in->len : GREETING_MAX);
	} else if (is_tls(raw))
		e->outcome = OUTCOME_OK; /* an alert is TLS too */
	else if (raw->len)
		event_set_bytes(&e->text, raw->data, raw->len);
	tls_check_done *done = s->done;
	void *user = s->user;

	tls_check_cancel(s);
	done(e, user);
}

/* TLS is up: who speaks it? A mail server greets. */
static void listen_to(struct tls_check *s)
{
	s->secured = true;
	if (s->speaks_first)
		say_goodbye(s);
	due_start(&s->due, &s->limit, on_limit, (uint64_t)s->greeting_ms);
}

static void on_conn(struct conn *c, enum conn_event event, void *user)
{
	struct tls_check *s = user;

	if (event == CONN_CONNECTED)
		conn_start_tls(c, s->config, s->host);
	else if (event == CONN_TLS_DONE)
		listen_to(s);
	else if (event == CONN_DOWN)
		report(s, s->secured ? OUTCOME_OK : conn_outcome(c));
	if ((event == CONN_TLS_DONE || event == CONN_READABLE) && s->secured &&
	    has_line(conn_in(c)))
		report(s, OUTCOME_OK);
}

static void on_limit(uv_timer_t *timer)
{
	struct tls_check *s = timer->data;

	if (!due_is_late(&s->due, timer))
		report(s, s->secured ? OUTCOME_OK : OUTCOME_TIMEOUT);
}

struct tls_check *tls_check_start(uv_loop_t *loop, const struct sockaddr *address, socklen_t len,
				  const struct tls_config *config, const char *host,
				  const char *goodbye, bool speaks_first,
				  const struct limits *limits, tls_check_done *done, void *user)
{
	struct tls_check *s = mem_calloc(1, sizeof *s);

	s->config = config;
	s->host = mem_strdup(host);
	s->goodbye = goodbye;
	s->speaks_first = speaks_first;
	s->done = done;
	s->user = user;
	s->began_ns = uv_hrtime();
	uv_timer_init(loop, &s->limit);
	s->limit.data = s;
	due_start(&s->due, &s->limit, on_limit, (uint64_t)limits->tls_ms);
	s->greeting_ms = limits->greeting_ms / (speaks_first ? REPLY_PART : GREETING_PART);
	if (s->greeting_ms > GREETING_MS)
		s->greeting_ms = GREETING_MS;
	s->conn = conn_open(loop, address, len, on_conn, s);
	return s;
}
