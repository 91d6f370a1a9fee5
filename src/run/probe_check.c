/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Second connections beside the probe's: does a silent port speak TLS, or wait for a word of ours; does the server know HELO? */
#include "config.h"
#include "run/probe_private.h"

/* ---- a silent port ---- */

static void on_tls_checked(struct event *e, void *user)
{
	struct probe *p = user;
	bool encrypts = p->endpoint->security == SECURITY_TLS;
	bool hopeless = encrypts ? tls_check_is_web(e) : tls_check_is_hopeless(e);

	p->tls_check = NULL;
	turn_give_back(p->extra);
	p->extra = NULL;
	/* TLS is no news there, and without a word nothing is. */
	if (encrypts && (e->outcome != OUTCOME_OK || !e->text))
		event_free(e);
	else
		probe_emit(e, p);
	if (hopeless)
		probe_fail(p, OUTCOME_BADREPLY, 0);
}

static void on_turn(void *user)
{
	struct probe *p = user;

	turn_connected(p->extra); /* or is about to be: the port has accepted one already */
	p->tls_check = tls_check_start(
	    p->world->loop, (const struct sockaddr *)&p->peer, p->peer_len, p->world->tls,
	    p->endpoint->host, p->proto->steps[proto_goodbye(p->proto)].send,
	    p->endpoint->security == SECURITY_TLS, p->world->limits, on_tls_checked, p);
}

void probe_check_tls(struct probe *p)
{
	p->extra = turns_ask(p->world->turns, p->address, true, 0, on_turn, p);
	if (turn_has_come(p->extra))
		on_turn(p);
}

void probe_check_no_more(struct probe *p)
{
	uv_timer_stop(&p->pause);
	tls_check_cancel(p->tls_check);
	p->tls_check = NULL;
	turn_give_back(p->extra);
	p->extra = NULL;
}

/* ---- a server that hangs up on EHLO ---- */

static void on_hello_checked(struct event *e, void *user)
{
	struct probe *p = user;

	p->hello_check = NULL;
	probe_emit(e, p);
	probe_fail(p, p->down, p->err);
}

bool probe_hangs_up_on_ehlo(const struct probe *p)
{
	return p->proto == &proto_smtp && p->clock.in_stage && p->clock.stage == STAGE_CAPS &&
	       probe_talks(p) && !p->world->only_tls && dialog_is_unanswered(p->dialog) &&
	       !conn_in(p->conn)->len;
}

void probe_check_hello(struct probe *p, enum outcome outcome)
{
	const struct hello_check_order order = {
	    .loop = p->world->loop,
	    .address = (const struct sockaddr *)&p->peer,
	    .len = p->peer_len,
	    .tls = p->endpoint->security == SECURITY_TLS ? p->world->tls : NULL,
	    .host = p->endpoint->host,
	    .limits = p->world->limits,
	};

	p->down = outcome;
	p->err = conn_err(p->conn);
	p->hello_check = hello_check_start(&order, on_hello_checked, p);
}
