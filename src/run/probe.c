/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/probe.h"

#include "base/address.h"
#include "base/mem.h"
#include "know/services.h"
#include "net/sock.h"
#include "run/probe_private.h"

#include <errno.h>
#include <stdlib.h>

#define LATE_PART 4 /* of the time that a greeting has */

/* A connection that had to wait for its turn has less time, but at least this: the kernel asks again
 * after a second. */
#define CONNECT_LEAST_MS 1500
#define US_PER_MS 1000

/* How far a probe goes, depending on why it is made. */
static const struct reach {
	bool talks;    /* all the way; else only the connection counts */
	bool connects; /* else it is only looked up */
	bool greets;   /* shakes hands and reads the greeting if they come soon, and says goodbye */
} reaches[WHY_COUNT_] = {
    [WHY_TARGET] = {.talks = true, .connects = true, .greets = true},
    [WHY_ADDRESS] = {.talks = true, .connects = true, .greets = true},
    [WHY_TLS_CHECK] = {.talks = true, .connects = true, .greets = true},
    [WHY_REFERENCE] = {.connects = true, .greets = true},
    [WHY_IMPOSSIBLE] = {.connects = true},
    [WHY_NAME] = {0},
};

static const struct reach *reach_of(const struct probe *p)
{
	return &reaches[p->endpoint->why];
}

bool probe_talks(const struct probe *p)
{
	return reach_of(p)->talks;
}

unsigned probe_id(const struct probe *p)
{
	return p->endpoint->id;
}

const struct endpoint *probe_endpoint(const struct probe *p)
{
	return p->endpoint;
}

/* The address is known before the connection if the endpoint has it. */
const char *probe_address(const struct probe *p)
{
	return p->address ? p->address : p->endpoint->address;
}

static bool waits_for_turn(const struct probe *p)
{
	return p->turn && !turn_has_come(p->turn);
}

bool probe_holds_server(const struct probe *p)
{
	return p->delayed || waits_for_turn(p) ||
	       (p->conn && !(p->clock.in_stage && p->clock.stage == STAGE_TCP));
}

/* ---- the end ---- */

static void on_closed(void *user)
{
	struct probe *p = user;

	if (--p->open)
		return;
	endpoint_free(p->endpoint);
	free(p->address);
	free(p);
}

static void on_timer_closed(uv_handle_t *handle)
{
	on_closed(handle->data);
}

static void finish(struct probe *p)
{
	p->ended = true;
	if (p->secured) /* anything newer */
		probe_tell_tls(p);
	if (p->dialog && conn_fd(p->conn) >= 0)
		dialog_farewell(p->dialog);
	probe_tell_end(p);
	if (p->looking_up)
		dns_forget(p->world->dns, p->asked);
	probe_check_no_more(p);
	hello_check_cancel(p->hello_check);
	dialog_free(p->dialog);
	conn_close(p->conn);
	turn_give_back(p->turn);
	stage_clock_close(&p->clock, on_closed);
	uv_close((uv_handle_t *)&p->pause, on_timer_closed);
	uv_close((uv_handle_t *)&p->patience, on_timer_closed);
	p->world->ended(p, p->world->user);
}

/*
 * What a failed handshake showed. A server that speaks in clear text has been understood, however
 * the connection ended.
 */
static enum outcome tls_evidence(struct probe *p, enum outcome outcome)
{
	const struct buf *raw = conn_raw_first(p->conn);

	if (outcome != OUTCOME_CANCELLED && conn_tls(p->conn))
		probe_tell_tls(p);
	if (!raw->len || (tls_check_may_be_tls(raw) && !tls_check_is_ssl(raw)))
		return outcome;
	probe_tell_bytes(p);
	if (tls_check_is_ssl(raw))
		return outcome;
	return outcome == OUTCOME_CANCELLED ? outcome : OUTCOME_BADREPLY;
}

void probe_fail(struct probe *p, enum outcome outcome, int err)
{
	if (p->down && outcome != OUTCOME_CANCELLED)
		outcome = p->down;
	if (waits_for_turn(p)) {
		stage_clock_begin(&p->clock, STAGE_TCP);
		outcome = OUTCOME_CANCELLED; /* nothing was tried */
	}
	if (p->dialog)
		dialog_interrupted(p->dialog, conn_in(p->conn));
	if (!p->clock.in_stage) {
		stage_clock_fail(&p->clock, outcome);
	} else if (p->dialog && p->clock.stage != STAGE_TLS) {
		p->err = err;
		dialog_stop(p->dialog, conn_in(p->conn), outcome);
	} else {
		if (p->clock.stage == STAGE_TLS)
			outcome = tls_evidence(p, outcome);
		stage_clock_end(&p->clock, outcome, err);
	}
	finish(p);
}

static void on_expired(void *user)
{
	probe_tell_segments(user);
	probe_fail(user, OUTCOME_TIMEOUT, 0);
}

void probe_stop(struct probe *p, enum outcome outcome)
{
	if (!p->ended)
		probe_fail(p, outcome, 0);
}

void probe_leave(struct probe *p)
{
	if (p->clock.in_stage && p->clock.stage == STAGE_QUIT)
		probe_stop(p, OUTCOME_SKIPPED);
}

/* ---- the conversation ---- */

static void start_timer(uv_timer_t *timer, uv_timer_cb then, int ms)
{
	uv_update_time(timer->loop);
	uv_timer_start(timer, then, (uint64_t)ms, 0);
}

static void on_dialog_send(const char *bytes, size_t len, void *user)
{
	struct probe *p = user;

	conn_write(p->conn, bytes, len);
	if (p->clock.in_stage) /* else it is a farewell */
		stage_clock_await(&p->clock);
}

/* Begins a stage, with less time for a reference server. */
static void begin_stage(struct probe *p, enum stage stage)
{
	stage_clock_begin(&p->clock, stage);
	if (!probe_talks(p))
		stage_clock_hurry(&p->clock, p->world->limits->reference_ms);
}

static void on_dialog_begin(enum stage stage, void *user)
{
	begin_stage(user, stage);
}

static void on_dialog_end(enum stage stage, enum outcome outcome, void *user)
{
	struct probe *p = user;

	(void)stage;
	stage_clock_end(&p->clock, outcome, p->err);
}

static bool on_dialog_unheard(void *user)
{
	struct probe *p = user;

	return conn_unheard(p->conn);
}

static const struct dialog_ops dialog_ops = {probe_emit, on_dialog_send, on_dialog_begin,
					     on_dialog_end, on_dialog_unheard};

static void start_tls(struct probe *p)
{
	begin_stage(p, STAGE_TLS);
	conn_start_tls(p->conn, p->world->tls, p->world->nameless ? NULL : p->endpoint->host);
}

static void on_settled(uv_timer_t *timer);

static void on_prompt_due(uv_timer_t *timer)
{
	struct probe *p = timer->data;

	dialog_prompt(p->dialog);
}

/* What comes within a round trip after the greeting cannot answer the first question: where that lasts longer than the
 * pause for unrequested text, the pause is not needed (conn_unheard() tells). */
static bool needs_no_pause(const struct probe *p)
{
	return !p->clock.in_stage &&
	       conn_round_trip_us(p->conn) / US_PER_MS >= (unsigned)p->world->limits->settle_ms;
}

static void go_on(struct probe *p, enum dialog_state state)
{
	uv_timer_stop(&p->patience);
	if (state == DIALOG_SETTLES && needs_no_pause(p))
		state = dialog_settled(p->dialog, conn_in(p->conn));
	/* The first connection has already shown what the server says unasked. */
	if (state == DIALOG_SETTLES && p->world->only_tls)
		state = dialog_settled(p->dialog, conn_in(p->conn));
	if (state == DIALOG_WANTS_TLS)
		start_tls(p);
	else if (state == DIALOG_DONE)
		finish(p);
	else if (state == DIALOG_SETTLES)
		start_timer(&p->patience, on_settled, p->world->limits->settle_ms);
	else if (dialog_can_prompt(p->dialog))
		start_timer(&p->patience, on_prompt_due, p->world->limits->prompt_ms);
	else if (turn_is_wanted(p->turn))
		probe_leave(p); /* if it has said goodbye */
}

static void on_settled(uv_timer_t *timer)
{
	struct probe *p = timer->data;

	/* A busy computer has not even read what is there. */
	if (conn_has_news(p->conn))
		start_timer(&p->patience, on_settled, 1);
	else
		go_on(p, dialog_settled(p->dialog, conn_in(p->conn)));
}

static void on_check_due(uv_timer_t *timer)
{
	probe_check_tls(timer->data);
}

/* Under TLS the check breaks the order of the talk, so a server that greets late on purpose is left in peace. */
static int check_after_ms(const struct probe *p)
{
	const struct limits *limits = p->world->limits;
	int late_ms = limits->greeting_ms / LATE_PART;

	return p->endpoint->security == SECURITY_TLS && late_ms > limits->tls_check_ms
		   ? late_ms
		   : limits->tls_check_ms;
}

static void talk(struct probe *p)
{
	const struct limits *limits = p->world->limits;
	const struct dialog_limits bounds = {limits->line_bytes, limits->reply_lines,
					     limits->reply_bytes};

	p->dialog = dialog_new(p->proto, p->endpoint->security, conn_local_address(p->conn),
			       &bounds, &dialog_ops, p);
	if (!probe_talks(p))
		dialog_only_greet(p->dialog);
	if (p->world->only_tls)
		dialog_only_secure(p->dialog);
	dialog_begin(p->dialog);
	if (probe_talks(p) && !p->world->only_tls)
		start_timer(&p->pause, on_check_due, check_after_ms(p));
	if (conn_in(p->conn)->len)
		go_on(p, dialog_feed(p->dialog, conn_in(p->conn)));
}

/* ---- the connection ---- */

static void on_connected(struct probe *p)
{
	turn_connected(p->turn);
	probe_tell_connected(p);
	stage_clock_measured(&p->clock, conn_round_trip_us(p->conn));
	stage_clock_end(&p->clock, OUTCOME_OK, 0);
	p->world->connected(p->address, p->world->user);
	if (!reach_of(p)->greets)
		finish(p);
	else if (p->endpoint->security == SECURITY_TLS)
		start_tls(p);
	else if (p->proto)
		talk(p);
	else
		finish(p);
}

static void on_tls_done(struct probe *p)
{
	p->secured = true;
	probe_tell_tls(p);
	stage_clock_end(&p->clock, OUTCOME_OK, 0);
	if (p->dialog)
		go_on(p, dialog_tls_up(p->dialog, conn_in(p->conn)));
	else if (p->proto && !p->world->only_tls)
		talk(p);
	else
		finish(p);
}

static void on_readable(struct probe *p)
{
	probe_check_no_more(p);
	/* Bytes that come while it settles stay there: the pause must not begin again. */
	if (p->dialog && p->clock.in_stage && p->clock.stage != STAGE_TLS)
		go_on(p, dialog_feed(p->dialog, conn_in(p->conn)));
}

static void on_down(struct probe *p)
{
	enum outcome outcome = conn_outcome(p->conn);
	bool torn = outcome == OUTCOME_CLOSED || outcome == OUTCOME_RESET;

	if (p->clock.stage == STAGE_TCP)
		probe_tell_refuser(p);
	/* A RST in answer to a SYN is a refusal; a reset connection was connected for a moment. */
	if (p->clock.stage == STAGE_TCP && outcome == OUTCOME_RESET)
		on_connected(p);
	if (p->ended)
		return;
	if (p->dialog)
		dialog_interrupted(p->dialog, conn_in(p->conn));
	if (torn && p->clock.stage != STAGE_TCP && p->clock.stage != STAGE_QUIT)
		probe_tell_closed(p, outcome);
	if (p->clock.stage != STAGE_TLS && conn_tls(p->conn))
		probe_tell_tls(p); /* an alert that came late */
	if (torn && p->dialog && probe_hangs_up_on_ehlo(p))
		probe_check_hello(p, outcome);
	else
		probe_fail(p, outcome, conn_err(p->conn));
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

/* What is left of the time for connecting, which began with waiting for the turn. */
static void hurry(struct probe *p, int most_ms)
{
	int least_ms = most_ms < CONNECT_LEAST_MS ? most_ms : CONNECT_LEAST_MS;
	int left_ms = most_ms - turn_waited_ms(p->turn);

	stage_clock_hurry(&p->clock, left_ms > least_ms ? left_ms : least_ms);
}

void probe_hurry(struct probe *p, const char *address)
{
	if (p->clock.in_stage && p->clock.stage == STAGE_TCP && str_eq(p->address, address))
		hurry(p, p->world->limits->connect_sibling_ms);
}

static void on_turn(void *user)
{
	struct probe *p = user;
	const struct limits *limits = p->world->limits;

	stage_clock_begin(&p->clock, STAGE_TCP);
	if (!probe_talks(p))
		hurry(p, limits->reference_ms);
	else if (p->world->answers(p->address, p->world->user))
		hurry(p, limits->connect_sibling_ms);
	else
		hurry(p, limits->connect_ms);
	p->conn =
	    conn_open(p->world->loop, (const struct sockaddr *)&p->peer, p->peer_len, on_conn, p);
}

static void connect_to(struct probe *p, const char *address)
{
	p->address = mem_strdup(address);
	p->peer_len = sock_address(p->address, p->endpoint->connect_port, &p->peer);
	if (!p->peer_len) {
		stage_clock_begin(&p->clock, STAGE_TCP);
		probe_fail(p, OUTCOME_UNREACHABLE, EINVAL);
		return;
	}
	p->turn = turns_ask(p->world->turns, p->address, p->world->only_tls,
			    turns_rank(p->endpoint), on_turn, p);
	if (turn_has_come(p->turn))
		on_turn(p);
}

/* ---- the name ---- */

/* A stranger's word must not lead inside this computer or its network. */
static const char *first_allowed(const struct probe *p, const struct strs *addresses)
{
	for (size_t i = 0; i < addresses->n; i++)
		if (!p->endpoint->public_only || address_is_public(addresses->v[i]))
			return addresses->v[i];
	return NULL;
}

static void on_dns(const struct dns_answer *answer, void *user)
{
	struct probe *p = user;
	enum outcome outcome = dns_outcome(answer);

	p->looking_up = false;
	probe_tell_lookup(p, answer);
	if (outcome != OUTCOME_OK) {
		probe_fail(p, outcome, answer->err);
		return;
	}
	const char *address = first_allowed(p, &answer->addresses);

	if (!address) {
		probe_fail(p, OUTCOME_DENIED, 0);
		return;
	}
	stage_clock_end(&p->clock, OUTCOME_OK, 0);
	if (reach_of(p)->connects)
		connect_to(p, address);
	else
		finish(p);
}

struct probe *probe_new(const struct probe_world *world, const struct endpoint *e, unsigned attempt)
{
	struct probe *p = mem_calloc(1, sizeof *p);

	p->world = world;
	p->endpoint = endpoint_copy(e);
	p->attempt = attempt;
	p->proto = proto_of(service_row(e->service)->protocol);
	stage_clock_init(&p->clock, world->loop, world->limits, probe_emit, on_expired, p);
	uv_timer_init(world->loop, &p->pause);
	uv_timer_init(world->loop, &p->patience);
	p->pause.data = p->patience.data = p;
	p->open = 3;
	probe_tell_begin(p);
	return p;
}

static void set_out(struct probe *p)
{
	const struct endpoint *e = p->endpoint;

	if (e->address && (!e->public_only || address_is_public(e->address))) {
		connect_to(p, e->address);
		return;
	}
	stage_clock_begin(&p->clock, STAGE_DNS);
	if (e->address) {
		probe_fail(p, OUTCOME_DENIED, 0);
		return;
	}
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
		start_timer(&p->pause, on_set_out, delay_ms);
	else
		set_out(p);
}
