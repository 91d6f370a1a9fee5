/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a probe has seen, as events. */
#include "config.h"
#include "run/probe_private.h"

#include "base/mem.h"
#include "net/here/segments.h"

void probe_emit(struct event *e, void *user)
{
	struct probe *p = user;

	e->endpoint = p->endpoint->id;
	e->attempt = p->attempt;
	p->world->emit(e, p->world->user);
}

void probe_tell_begin(struct probe *p)
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
	probe_emit(e, p);
}

/* What the name servers themselves said, if they were asked. */
static void put_words(struct event *e, const struct nameserver_answer *said)
{
	if (said->said == DNS_SAID_NONE)
		return;
	e->text = mem_strdup(dns_said_name(said->said));
	e->address = mem_strdup(said->server);
	e->num = said->rcode;
	e->detail = strs_join(&said->each, ", ");
	if (said->addresses.n)
		e->alias = strs_join(&said->addresses, ", ");
}

void probe_tell_lookup(struct probe *p, const struct dns_answer *answer)
{
	struct event *e = event_new(EVENT_DNS_ANSWER, p->endpoint->id);

	e->host = mem_strdup(p->endpoint->host);
	e->family = p->endpoint->family;
	e->err = answer->err;
	e->us = answer->us;
	if (answer->listed)
		e->flags |= EVENT_HOSTS_FILE;
	strs_copy(&e->list, &answer->addresses);
	put_words(e, &answer->said);
	probe_emit(e, p);
}

void probe_tell_connected(struct probe *p)
{
	struct event *e = event_new(EVENT_CONNECTED, p->endpoint->id);

	e->host = mem_strdup(p->endpoint->host);
	e->address = mem_strdup(p->address);
	e->connect_port = p->endpoint->connect_port;
	e->local = mem_strdup(conn_local_address(p->conn));
	probe_emit(e, p);
}

void probe_tell_refuser(struct probe *p)
{
	const struct icmp_message *message = conn_refuser(p->conn);

	if (!message)
		return;
	struct event *e = event_new(EVENT_REFUSER, p->endpoint->id);

	e->address = mem_strdup(message->from);
	e->icmp_type = message->type;
	e->icmp_code = message->code;
	probe_emit(e, p);
}

void probe_tell_tls(struct probe *p)
{
	/* The certificate of a reference server does not matter. */
	if (probe_talks(p))
		tls_describe(conn_tls(p->conn), probe_emit, p);
}

void probe_tell_bytes(struct probe *p)
{
	const struct buf *raw = conn_raw_first(p->conn);
	struct event *e = stage_clock_news(&p->clock, EVENT_BYTES_RECEIVED);

	e->size = (int)raw->len;
	event_set_bytes(&e->text, raw->data, raw->len);
	probe_emit(e, p);
}

void probe_tell_segments(struct probe *p)
{
	struct segments lost;

	if (!p->conn || !p->clock.in_stage || p->clock.stage == STAGE_TCP ||
	    !segments_read(conn_fd(p->conn), &lost) || (!lost.out_of_order && !lost.unacked))
		return;
	struct event *e = stage_clock_news(&p->clock, EVENT_SEGMENTS);

	e->num = lost.out_of_order;
	e->size = lost.unacked;
	probe_emit(e, p);
}

void probe_tell_closed(struct probe *p, enum outcome outcome)
{
	struct event *e = stage_clock_news(&p->clock, EVENT_CLOSED);

	e->outcome = outcome;
	e->err = conn_err(p->conn);
	probe_emit(e, p);
}

void probe_tell_end(struct probe *p)
{
	struct event *e = event_new(EVENT_PROBE_END, p->endpoint->id);

	e->outcome = p->clock.outcome ? p->clock.outcome : OUTCOME_OK;
	e->stage = p->clock.end_stage;
	probe_emit(e, p);
}
