/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All ports for reading, or all for sending, of a machine end without a word, and the other service
 * of the machine is well: that service does not run. And a host whose only port is 25.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "base/mem.h"

#include <stdlib.h>

#define SECOND_US 1000000

/* Reading or sending, for what usually is one program at the server; WEB: neither. */
static enum purpose side_of(const struct row *r)
{
	switch (r->service->purpose) {
	case PURPOSE_RECEIVE:
	case PURPOSE_FILTER:
		return PURPOSE_RECEIVE;
	case PURPOSE_SEND:
	case PURPOSE_DELIVERY:
		return PURPOSE_SEND;
	default:
		return PURPOSE_WEB;
	}
}

static enum stage wordless_stage(const struct row *r)
{
	return r->e->security == SECURITY_TLS && !r->secured ? STAGE_TLS : STAGE_GREETING;
}

/* Connected, and then ended or silent before the first word. */
bool row_is_wordless(const struct row *r)
{
	enum outcome end = row_outcome(r, wordless_stage(r));

	return r->tcp == OUTCOME_OK && !r->f->bytes && !r->f->greeting &&
	       !row_has_begun_to_greet(r) && (outcome_is_cut(end) || end == OUTCOME_TIMEOUT);
}

/* What may be down: a side, or one protocol of it. */
struct service_scope {
	enum purpose side;
	enum protocol protocol; /* PROTOCOL_COUNT_: all of the side */
};

struct service_seen {
	int port_low, port_high; /* of the wordless ones with a login */
	bool plain;		 /* one of them speaks in clear text: it is not about TLS */
	int64_t waited_us;	 /* the least time of those that were silent, not cut; 0: none */
	bool cut;		 /* some were cut */
	bool speaks;		 /* one has a word, or may still have */
	struct strs well;	 /* the other ports that greet */
};

void row_add_port(const struct row *r, struct strs *ports)
{
	char *port = mem_printf("%d", r->e->port);

	if (!strs_has(ports, port))
		strs_add(ports, port);
	free(port);
}

static bool is_within(const struct service_scope *scope, const struct row *r)
{
	return side_of(r) == scope->side &&
	       (scope->protocol == PROTOCOL_COUNT_ || scope->protocol == r->service->protocol);
}

static void look_at_end(struct service_seen *seen, const struct row *r)
{
	const struct fact_stage *end = &r->f->stages[wordless_stage(r)];

	if (end->outcome != OUTCOME_TIMEOUT)
		seen->cut = true;
	else if (!seen->waited_us || end->us < seen->waited_us)
		seen->waited_us = end->us;
}

static void look_at(struct service_seen *seen, const struct service_scope *scope,
		    const struct row *r)
{
	if (!is_within(scope, r)) {
		if (r->greeted && side_of(r) != PURPOSE_WEB)
			row_add_port(r, &seen->well);
	} else if (r->service->purpose == scope->side && row_is_wordless(r)) {
		if (!seen->port_low || r->e->port < seen->port_low)
			seen->port_low = r->e->port;
		if (r->e->port > seen->port_high)
			seen->port_high = r->e->port;
		seen->plain = seen->plain || r->e->security != SECURITY_TLS;
		look_at_end(seen, r);
	} else if (r->service->purpose == scope->side) {
		seen->speaks = seen->speaks || r->tcp == OUTCOME_OK || !r->ended;
	}
}

/* Something that is not the server ends, or answers for, other servers' connections too. */
static bool is_stopped_for_all(const struct judge *j, const struct row *r)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	return c && (c->answered == OUTCOME_OK || compare_mostly_stopped(&c->else_port));
}

/* {waits}: the seconds for which each stayed silent. Silence may also be a scanner's that watches these ports alone. */
static void tell_waits(const struct judge *j, const struct row *r, const struct service_seen *seen,
		       struct draft *d)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	if (!seen->waited_us)
		return;
	if (!seen->cut && seen->waited_us >= SECOND_US)
		draft_arg_number(d, "waits", (long)(seen->waited_us / SECOND_US));
	if (!c || !compare_mostly_heard(&c->else_port))
		d->certainty = CERTAINTY_POSSIBLE;
}

static bool is_down(const struct judge *j, const struct row *r, const struct service_scope *scope,
		    struct draft *d)
{
	struct service_seen seen = {0};

	if (scope->side == PURPOSE_WEB || !row_is_wordless(r) || is_stopped_for_all(j, r))
		return false;
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted && row_same_host(j, r, &j->rows.v[i]))
			look_at(&seen, scope, &j->rows.v[i]);
	bool down = !seen.speaks && seen.port_low != seen.port_high && seen.plain && seen.well.n;

	if (down) {
		draft_cite(d, r->f->connected_event);
		draft_cite_event(d, r->f->closed);
		draft_cite_stage(d, r, wordless_stage(r));
		draft_arg_list(d, "well", &seen.well);
		tell_waits(j, r, &seen, d);
	}
	strs_clear(&seen.well);
	return down;
}

RULE(service_down)
{
	struct service_scope side = {side_of(r), PROTOCOL_COUNT_};
	const char *sending = side.side == PURPOSE_SEND ? "yes" : NULL;

	if (!is_down(j, r, &side, d))
		return false;
	draft_arg(d, "sending", sending);
	draft_key(d, sending ? "sending" : "");
	return true;
}

/* IMAP alone, or POP3 alone: each has a process, and a limit, of its own. */
RULE(protocol_down)
{
	struct service_scope side = {side_of(r), PROTOCOL_COUNT_};
	struct service_scope protocol = {side_of(r), r->service->protocol};
	struct draft unused = {0};
	bool whole = is_down(j, r, &side, &unused);

	draft_clear(&unused);
	if (whole || !is_down(j, r, &protocol, d))
		return false;
	draft_arg(d, "protocol", r->service->protocol == PROTOCOL_POP3 ? "POP3" : "IMAP");
	draft_key(d, r->service->protocol == PROTOCOL_POP3 ? "POP3" : "IMAP");
	return true;
}

/* ---- one side refuses ---- */

/* All ports of the row's side refuse, two at least; *well: the other side's ports that greet. */
static bool is_side_refused(const struct judge *j, const struct row *r, struct strs *well)
{
	enum purpose side = side_of(r);
	struct strs refused = {0};
	bool each = side != PURPOSE_WEB, login = false;

	for (size_t i = 0; i < j->rows.n && each; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !row_same_host(j, r, other) ||
		    other->service->purpose == PURPOSE_FILTER)
			continue;
		if (side_of(other) == side) {
			each = other->tcp == OUTCOME_REFUSED && !other->f->refuser &&
			       !row_is_rejected(j, other);
			login = login || other->service->purpose == side;
			row_add_port(other, &refused);
		} else if (other->greeted && side_of(other) != PURPOSE_WEB) {
			row_add_port(other, well);
		}
	}
	each = each && login && refused.n > 1 && well->n > 1;
	strs_clear(&refused);
	return each;
}

RULE(service_refused)
{
	struct strs well = {0};
	bool refused = r->tcp == OUTCOME_REFUSED && r->service->purpose != PURPOSE_FILTER &&
		       is_side_refused(j, r, &well);

	if (refused) {
		draft_cite_stage(d, r, STAGE_TCP);
		draft_arg_list(d, "well", &well);
		draft_arg(d, "sending", side_of(r) == PURPOSE_SEND ? "yes" : NULL);
		if (row_is_fine_elsewhere(j, r))
			d->certainty = CERTAINTY_LIKELY;
	}
	strs_clear(&well);
	return refused;
}

/* ---- encryption itself fails ---- */

/* What one side's handshakes show: ended from the first byte, after STARTTLS, or well. */
struct handshakes {
	bool at_once, after, any_well;
	bool excused;	  /* words came in place of one, or other servers' end too */
	struct strs well; /* the other side's ports that encrypt */
};

static bool is_cut_at_hello(const struct row *r)
{
	return r->e->security == SECURITY_TLS && outcome_is_cut(row_outcome(r, STAGE_TLS));
}

static struct handshakes handshakes_of(const struct judge *j, const struct row *r)
{
	struct handshakes h = {0};

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !row_same_host(j, r, other) || side_of(other) == PURPOSE_WEB)
			continue;
		if (side_of(other) == side_of(r)) {
			h.at_once = h.at_once || is_cut_at_hello(other);
			h.after = h.after || row_is_cut_at_tls(other);
			h.any_well = h.any_well || other->secured;
			h.excused = h.excused || other->f->leftover || other->f->bytes ||
				    is_stopped_for_all(j, other);
		} else if (other->secured) {
			row_add_port(other, &h.well);
		}
	}
	return h;
}

/* Other servers are heard on the port. */
static bool is_heard_elsewhere(const struct judge *j, const struct row *r)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	return c && compare_mostly_heard(&c->else_port);
}

/* One program's handshakes end, from the first byte and after STARTTLS, and the other program of the host encrypts. */
RULE(tls_service_broken)
{
	if ((!is_cut_at_hello(r) && !row_is_cut_at_tls(r)) || side_of(r) == PURPOSE_WEB)
		return false;
	struct handshakes h = handshakes_of(j, r);
	bool broken = h.at_once && h.after && !h.any_well && !h.excused && h.well.n;

	if (broken) {
		draft_cite(d, r->f->connected_event);
		draft_cite_event(d, r->f->closed);
		draft_cite_stage(d, r, STAGE_TLS);
		draft_arg(d, "sending", side_of(r) == PURPOSE_SEND ? "yes" : NULL);
		draft_arg_list(d, "well", &h.well);
		draft_key(d, side_of(r) == PURPOSE_SEND ? "sending" : "");
		if (is_cut_at_hello(r) && !is_heard_elsewhere(j, r))
			d->certainty = CERTAINTY_POSSIBLE;
	}
	strs_clear(&h.well);
	return broken;
}

/* ---- a host that has port 25 alone ---- */

/* A port for reading or sending that refuses by itself, not by a firewall's word. */
static bool refuses_people(const struct judge *j, const struct row *r)
{
	return r->service->purpose <= PURPOSE_SEND && r->tcp == OUTCOME_REFUSED && !r->f->refuser &&
	       !row_is_rejected(j, r) && !row_is_aside(j->f, r->e);
}

static bool greets_at_25(const struct row *r)
{
	return r->service->purpose == PURPOSE_DELIVERY && r->greeted && r->f->caps.event;
}

/* The row of port 25 if it greets, no other mail port of the host connects, and one for sending refuses. */
static const struct row *relay_of(const struct judge *j, const struct row *r)
{
	const struct row *relay = NULL;
	bool sends = false;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];
		enum purpose purpose = other->service->purpose;

		if (!other->counted || !row_same_host(j, r, other) || purpose == PURPOSE_WEB)
			continue;
		if (greets_at_25(other))
			relay = other;
		else if (purpose != PURPOSE_DELIVERY && (!other->ended || other->tcp == OUTCOME_OK))
			return NULL;
		sends = sends || (purpose == PURPOSE_SEND && refuses_people(j, other));
	}
	return sends ? relay : NULL;
}

/* Its other ports refuse, and port 25 greets: made for its own network, or for other servers. */
RULE(host_relay_only)
{
	const struct row *relay = relay_of(j, r);
	struct strs closed = {0};

	if (!relay || address_is_localhost(r->e->host) ||
	    (!greets_at_25(r) && !refuses_people(j, r)) || domain_is_mx(j->f->target, relay->e) ||
	    relay->login.names_any)
		return false;
	for (size_t i = 0; i < j->rows.n; i++)
		if (row_same_host(j, r, &j->rows.v[i]) && refuses_people(j, &j->rows.v[i]))
			row_add_port(&j->rows.v[i], &closed);
	draft_cite_stage(d, r, STAGE_TCP);
	draft_cite_event(d, relay->f->greeting);
	draft_cite(d, relay->f->caps.event);
	draft_arg(d, relay->secured ? "encrypted" : "bare", "yes");
	draft_arg_number(d, "open", relay->e->port);
	draft_arg_list(d, "closed", &closed);
	strs_clear(&closed);
	return true;
}
