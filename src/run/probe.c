/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/probe.h"

#include "base/mem.h"
#include "know/services.h"
#include "net/conn.h"
#include "proto/dialog.h"
#include "run/sniff.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>

#define WAITING_AGAIN_MS 5000 /* between two EVENT_WAITING of one stage */
#define NS_PER_MS 1000000
#define NS_PER_US 1000

enum { TIMER_LIMIT, TIMER_NOTICE, TIMER_SNIFF, TIMER_COUNT_ };

struct probe {
	const struct probe_world *world;
	struct endpoint *endpoint;
	unsigned attempt;
	const struct proto *proto; /* NULL: no conversation */

	enum stage stage; /* under way if in_stage, else the last one */
	bool in_stage;
	uint64_t stage_ns;    /* when it began */
	int err;	      /* that the stage is about to end with */
	enum outcome outcome; /* of the first stage that failed, else NONE */
	enum stage end_stage; /* where that was, or the last stage that counts */
	bool ended;
	bool delayed; /* it was to be alone with the server */

	unsigned asked; /* a lookup under way, if looking_up */
	bool looking_up;
	char *address; /* numeric, once known */
	struct sockaddr_storage peer;
	socklen_t peer_len;
	struct conn *conn;
	struct dialog *dialog;
	struct sniff *sniff;
	uv_timer_t timers[TIMER_COUNT_];
	unsigned open_timers;
};

unsigned probe_id(const struct probe *p)
{
	return p->endpoint->id;
}

const struct endpoint *probe_endpoint(const struct probe *p)
{
	return p->endpoint;
}

/* The address is known before the connection if the endpoint names it. */
const char *probe_address(const struct probe *p)
{
	return p->address ? p->address : p->endpoint->address;
}

bool probe_holds_server(const struct probe *p)
{
	return p->delayed || (p->conn && !(p->in_stage && p->stage == STAGE_TCP));
}

/* ---- events ---- */

static void emit(struct event *e, void *user)
{
	struct probe *p = user;

	e->endpoint = p->endpoint->id;
	e->attempt = p->attempt;
	p->world->emit(e, p->world->user);
}

static struct event *news(const struct probe *p, enum event_type type)
{
	struct event *e = event_new(type, p->endpoint->id);

	e->stage = p->stage;
	return e;
}

static void emit_begin(struct probe *p)
{
	const struct endpoint *from = p->endpoint;
	struct event *e = event_new(EVENT_PROBE_BEGIN, from->id);

	e->service = from->service;
	e->security = from->security;
	e->family = from->family;
	e->why = from->why;
	e->host = mem_strdup(from->host);
	e->address = mem_strdup(from->address);
	e->port = from->port;
	e->connect_port = from->connect_port;
	emit(e, p);
}

static void emit_connected(struct probe *p)
{
	struct event *e = event_new(EVENT_CONNECTED, p->endpoint->id);

	e->host = mem_strdup(p->endpoint->host);
	e->address = mem_strdup(p->address);
	e->connect_port = p->endpoint->connect_port;
	e->local = mem_strdup(conn_local_address(p->conn));
	emit(e, p);
}

/* ---- stages and their clocks ---- */

static void on_limit(uv_timer_t *timer);
static void on_sniff_due(uv_timer_t *timer);

static int64_t stage_us(const struct probe *p)
{
	return (int64_t)((uv_hrtime() - p->stage_ns) / NS_PER_US);
}

static void on_notice(uv_timer_t *timer)
{
	struct probe *p = timer->data;
	struct event *e = news(p, EVENT_WAITING);

	e->us = stage_us(p);
	emit(e, p);
}

static int limit_of(const struct probe *p)
{
	const struct limits *limits = p->world->limits;

	switch (p->stage) {
	case STAGE_DNS:
		return limits->dns_ms;
	case STAGE_TCP:
		return limits->connect_ms;
	case STAGE_TLS:
		return limits->tls_ms;
	case STAGE_GREETING:
		return limits->greeting_ms;
	case STAGE_QUIT:
		return limits->quit_ms;
	default:
		return limits->reply_ms;
	}
}

static int notice_of(const struct probe *p)
{
	const struct limits *limits = p->world->limits;

	return p->stage == STAGE_TCP ? limits->connect_notice_ms : limits->greeting_notice_ms;
}

static void start_timer(struct probe *p, int which, uv_timer_cb callback, uint64_t ms,
			uint64_t again_ms)
{
	uv_update_time(p->world->loop);
	uv_timer_start(&p->timers[which], callback, ms, again_ms);
}

static void begin_stage(struct probe *p, enum stage stage)
{
	p->stage = stage;
	p->in_stage = true;
	p->stage_ns = uv_hrtime();
	if (stage != STAGE_QUIT)
		p->end_stage = stage;
	emit(news(p, EVENT_STAGE_BEGIN), p);
	start_timer(p, TIMER_LIMIT, on_limit, (uint64_t)limit_of(p), 0);
	start_timer(p, TIMER_NOTICE, on_notice, (uint64_t)notice_of(p), WAITING_AGAIN_MS);
}

/* Remembers the first failure.  Saying goodbye is politeness, not a result. */
static void note(struct probe *p, enum outcome outcome)
{
	if (outcome == OUTCOME_OK || p->outcome || p->stage == STAGE_QUIT)
		return;
	p->outcome = outcome;
	p->end_stage = p->stage;
}

static void end_stage(struct probe *p, enum outcome outcome, int err)
{
	struct event *e = news(p, EVENT_STAGE_END);

	p->in_stage = false;
	for (int i = 0; i < TIMER_COUNT_; i++)
		uv_timer_stop(&p->timers[i]);
	e->outcome = outcome;
	e->err = err;
	e->us = stage_us(p);
	emit(e, p);
	note(p, outcome);
}

/* ---- the end ---- */

static void on_timer_closed(uv_handle_t *handle)
{
	struct probe *p = handle->data;

	if (--p->open_timers)
		return;
	endpoint_free(p->endpoint);
	free(p->address);
	free(p);
}

static void finish(struct probe *p)
{
	struct event *e = event_new(EVENT_PROBE_END, p->endpoint->id);

	p->ended = true;
	e->outcome = p->outcome ? p->outcome : OUTCOME_OK;
	e->stage = p->end_stage;
	emit(e, p);
	if (p->looking_up)
		dns_forget(p->world->dns, p->asked);
	sniff_cancel(p->sniff);
	dialog_free(p->dialog);
	conn_close(p->conn);
	for (int i = 0; i < TIMER_COUNT_; i++)
		uv_close((uv_handle_t *)&p->timers[i], on_timer_closed);
	p->world->ended(p, p->world->user);
}

/*
 * What a handshake that came to nothing showed.  A server that speaks in clear
 * text has been understood, however the connection ended.
 */
static enum outcome tls_evidence(struct probe *p, enum outcome outcome)
{
	const struct buf *raw = conn_raw_first(p->conn);

	if (outcome != OUTCOME_CANCELLED && conn_tls(p->conn))
		tls_describe(conn_tls(p->conn), emit, p);
	if (!raw->len || sniff_is_tls(raw))
		return outcome;
	struct event *e = news(p, EVENT_BYTES_RECEIVED);

	e->size = (int)raw->len;
	event_set_bytes(&e->text, raw->data, raw->len);
	emit(e, p);
	return outcome == OUTCOME_CANCELLED ? outcome : OUTCOME_BADREPLY;
}

/* The stage under way, and with it the probe, ends with outcome. */
static void fail(struct probe *p, enum outcome outcome, int err)
{
	if (!p->in_stage) {
		note(p, outcome);
	} else if (p->dialog && p->stage != STAGE_TLS) {
		p->err = err;
		dialog_stop(p->dialog, conn_in(p->conn), outcome);
	} else {
		if (p->stage == STAGE_TLS)
			outcome = tls_evidence(p, outcome);
		end_stage(p, outcome, err);
	}
	finish(p);
}

static void on_limit(uv_timer_t *timer)
{
	fail(timer->data, OUTCOME_TIMEOUT, 0);
}

void probe_stop(struct probe *p, enum outcome outcome)
{
	if (!p->ended)
		fail(p, outcome, 0);
}

/* ---- the conversation ---- */

static void on_dialog_send(const char *bytes, size_t len, void *user)
{
	struct probe *p = user;

	conn_write(p->conn, bytes, len);
	start_timer(p, TIMER_LIMIT, on_limit, (uint64_t)limit_of(p), 0);
}

static void on_dialog_begin(enum stage stage, void *user)
{
	begin_stage(user, stage);
}

static void on_dialog_end(enum stage stage, enum outcome outcome, void *user)
{
	struct probe *p = user;

	(void)stage;
	end_stage(p, outcome, p->err);
}

static const struct dialog_ops dialog_ops = {emit, on_dialog_send, on_dialog_begin, on_dialog_end};

static void start_tls(struct probe *p)
{
	begin_stage(p, STAGE_TLS);
	conn_start_tls(p->conn, p->world->tls, p->endpoint->host);
}

static void go_on(struct probe *p, enum dialog_state state)
{
	if (state == DIALOG_WANTS_TLS)
		start_tls(p);
	else if (state == DIALOG_DONE)
		finish(p);
}

static void talk(struct probe *p)
{
	const struct limits *limits = p->world->limits;
	const struct dialog_limits bounds = {limits->line_bytes, limits->reply_lines,
					     limits->reply_bytes};

	p->dialog = dialog_new(p->proto, p->endpoint->security, conn_local_address(p->conn),
			       &bounds, &dialog_ops, p);
	dialog_begin(p->dialog);
	if (p->endpoint->security != SECURITY_TLS)
		start_timer(p, TIMER_SNIFF, on_sniff_due, (uint64_t)limits->sniff_ms, 0);
	if (conn_in(p->conn)->len)
		go_on(p, dialog_feed(p->dialog, conn_in(p->conn)));
}

/* ---- a silent port ---- */

static void on_sniffed(struct event *e, void *user)
{
	struct probe *p = user;
	bool is_tls = e->outcome == OUTCOME_OK;

	p->sniff = NULL;
	emit(e, p);
	if (is_tls) /* then no greeting will ever come */
		fail(p, OUTCOME_BADREPLY, 0);
}

static void on_sniff_due(uv_timer_t *timer)
{
	struct probe *p = timer->data;

	p->sniff =
	    sniff_start(p->world->loop, (const struct sockaddr *)&p->peer, p->peer_len,
			p->world->tls, p->endpoint->host, p->world->limits->tls_ms, on_sniffed, p);
}

/* It has spoken: no need to try anything else on it. */
static void stop_sniffing(struct probe *p)
{
	uv_timer_stop(&p->timers[TIMER_SNIFF]);
	sniff_cancel(p->sniff);
	p->sniff = NULL;
}

/* ---- the connection ---- */

static void on_connected(struct probe *p)
{
	emit_connected(p);
	end_stage(p, OUTCOME_OK, 0);
	p->world->connected(p->address, p->world->user);
	if (p->endpoint->security == SECURITY_TLS)
		start_tls(p);
	else if (p->proto)
		talk(p);
	else
		finish(p);
}

static void on_tls_done(struct probe *p)
{
	tls_describe(conn_tls(p->conn), emit, p);
	end_stage(p, OUTCOME_OK, 0);
	if (p->dialog)
		go_on(p, dialog_tls_up(p->dialog));
	else if (p->proto)
		talk(p);
	else
		finish(p);
}

static void on_readable(struct probe *p)
{
	stop_sniffing(p);
	if (p->dialog && p->stage != STAGE_TLS)
		go_on(p, dialog_feed(p->dialog, conn_in(p->conn)));
}

static void on_down(struct probe *p)
{
	enum outcome outcome = conn_outcome(p->conn);
	bool torn = outcome == OUTCOME_CLOSED || outcome == OUTCOME_RESET;

	/* A SYN that is answered by RST is refused; what has been reset was connected for a moment.
	 */
	if (p->stage == STAGE_TCP && outcome == OUTCOME_RESET)
		on_connected(p);
	if (p->ended)
		return;
	if (torn && p->stage != STAGE_TCP && p->stage != STAGE_QUIT) {
		struct event *e = news(p, EVENT_CLOSED);

		e->outcome = outcome;
		e->err = conn_err(p->conn);
		emit(e, p);
	}
	if (p->stage != STAGE_TLS && conn_tls(p->conn))
		tls_describe(conn_tls(p->conn), emit, p); /* an alert that came late */
	fail(p, outcome, conn_err(p->conn));
}

static void on_conn(struct conn *c, enum conn_event event, void *user)
{
	struct probe *p = user;

	(void)c;
	switch (event) {
	case CONN_CONNECTED:
		on_connected(p);
		break;
	case CONN_READABLE:
		on_readable(p);
		break;
	case CONN_TLS_DONE:
		on_tls_done(p);
		break;
	case CONN_DOWN:
		on_down(p);
		break;
	case CONN_WRITTEN:
		break;
	}
}

static bool set_peer(struct probe *p)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&p->peer;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&p->peer;

	p->peer_len = sizeof *v4;
	if (uv_ip4_addr(p->address, p->endpoint->connect_port, v4) == 0)
		return true;
	p->peer_len = sizeof *v6;
	return uv_ip6_addr(p->address, p->endpoint->connect_port, v6) == 0;
}

static void hurry(struct probe *p)
{
	uint64_t since_ms = (uv_hrtime() - p->stage_ns) / NS_PER_MS;
	uint64_t most_ms = (uint64_t)p->world->limits->connect_sibling_ms;

	if (most_ms < (uint64_t)p->world->limits->connect_ms)
		start_timer(p, TIMER_LIMIT, on_limit, since_ms < most_ms ? most_ms - since_ms : 0,
			    0);
}

void probe_hurry(struct probe *p, const char *address)
{
	if (p->in_stage && p->stage == STAGE_TCP && str_eq(p->address, address))
		hurry(p);
}

static void connect_to(struct probe *p, const char *address)
{
	p->address = mem_strdup(address);
	begin_stage(p, STAGE_TCP);
	if (!set_peer(p)) {
		fail(p, OUTCOME_UNREACHABLE, EINVAL);
		return;
	}
	if (p->world->answers(p->address, p->world->user))
		hurry(p);
	p->conn =
	    conn_open(p->world->loop, (const struct sockaddr *)&p->peer, p->peer_len, on_conn, p);
}

/* ---- the name ---- */

static enum outcome dns_outcome(const struct dns_answer *answer)
{
	switch (answer->err) {
	case 0:
		return answer->addresses.n ? OUTCOME_OK : OUTCOME_NOTOFFERED;
	case EAI_NONAME:
#ifdef EAI_NODATA
	case EAI_NODATA:
#endif
#ifdef EAI_ADDRFAMILY
	case EAI_ADDRFAMILY:
#endif
		return OUTCOME_NOTOFFERED;
	case EAI_AGAIN:
		return OUTCOME_TIMEOUT; /* no name server answered */
	default:
		return OUTCOME_BADREPLY;
	}
}

static void on_dns(const struct dns_answer *answer, void *user)
{
	struct probe *p = user;
	enum outcome outcome = dns_outcome(answer);
	struct event *e = event_new(EVENT_DNS_ANSWER, p->endpoint->id);

	p->looking_up = false;
	e->host = mem_strdup(p->endpoint->host);
	e->family = p->endpoint->family;
	e->err = answer->err;
	e->us = answer->us;
	strs_copy(&e->list, &answer->addresses);
	emit(e, p);
	if (outcome != OUTCOME_OK) {
		fail(p, outcome, answer->err);
		return;
	}
	end_stage(p, OUTCOME_OK, 0);
	connect_to(p, answer->addresses.v[0]);
}

struct probe *probe_new(const struct probe_world *world, const struct endpoint *e, unsigned attempt)
{
	struct probe *p = mem_calloc(1, sizeof *p);

	p->world = world;
	p->endpoint = endpoint_copy(e);
	p->attempt = attempt;
	p->proto = proto_of(service_row(e->service)->protocol);
	for (int i = 0; i < TIMER_COUNT_; i++) {
		uv_timer_init(world->loop, &p->timers[i]);
		p->timers[i].data = p;
		p->open_timers++;
	}
	emit_begin(p);
	return p;
}

static void set_out(struct probe *p)
{
	const struct endpoint *e = p->endpoint;

	if (e->address) {
		connect_to(p, e->address);
		return;
	}
	begin_stage(p, STAGE_DNS);
	p->looking_up = true;
	p->asked = dns_ask(p->world->dns, e->host, e->family, on_dns, p);
}

static void on_set_out(uv_timer_t *timer)
{
	set_out(timer->data);
}

void probe_begin(struct probe *p, int delay_ms)
{
	p->delayed = delay_ms > 0;
	if (p->delayed)
		start_timer(p, TIMER_LIMIT, on_set_out, (uint64_t)delay_ms, 0);
	else
		set_out(p);
}
