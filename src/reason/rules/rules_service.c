/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All ports for reading, or all for sending, of a machine end without a word, and the other service
 * of the machine is well: that service does not run. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/mem.h"

#include <stdlib.h>

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
static bool is_wordless(const struct row *r)
{
	enum outcome end = row_outcome(r, wordless_stage(r));

	return r->tcp == OUTCOME_OK && !r->f->bytes && !r->f->greeting &&
	       !row_has_begun_to_greet(r) && (outcome_is_cut(end) || end == OUTCOME_TIMEOUT);
}

struct service_seen {
	int port_low, port_high; /* of the wordless ones with a login */
	bool plain;		 /* one of them speaks in clear text: it is not about TLS */
	bool waits;		 /* some were silent, not cut */
	bool speaks;		 /* one has a word, or may still have */
	struct strs well;	 /* the ports of the other side that greet */
};

static void look_at(struct service_seen *seen, enum purpose side, const struct row *r)
{
	if (side_of(r) != side) {
		char *port = mem_printf("%d", r->e->port);

		if (r->greeted && side_of(r) != PURPOSE_WEB && !strs_has(&seen->well, port))
			strs_add(&seen->well, port);
		free(port);
	} else if (r->service->purpose == side && is_wordless(r)) {
		if (!seen->port_low || r->e->port < seen->port_low)
			seen->port_low = r->e->port;
		if (r->e->port > seen->port_high)
			seen->port_high = r->e->port;
		seen->plain = seen->plain || r->e->security != SECURITY_TLS;
		seen->waits = seen->waits || row_ended(r, wordless_stage(r), OUTCOME_TIMEOUT);
	} else if (r->service->purpose == side) {
		seen->speaks = seen->speaks || r->tcp == OUTCOME_OK || !r->ended;
	}
}

/* Silence may also be a scanner's that watches these ports alone. */
RULE(service_down)
{
	enum purpose side = side_of(r);
	struct service_seen seen = {0};

	if (side == PURPOSE_WEB || !is_wordless(r))
		return false;
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted && row_same_host(j, r, &j->rows.v[i]))
			look_at(&seen, side, &j->rows.v[i]);
	bool down = !seen.speaks && seen.port_low != seen.port_high && seen.plain && seen.well.n;

	if (down) {
		draft_cite(d, r->f->connected_event);
		draft_cite_event(d, r->f->closed);
		draft_cite_stage(d, r, wordless_stage(r));
		draft_arg(d, "sending", side == PURPOSE_SEND ? "yes" : NULL);
		draft_key(d, side == PURPOSE_SEND ? "sending" : "");
		draft_arg_list(d, "well", &seen.well);
		if (seen.waits)
			d->certainty = CERTAINTY_POSSIBLE;
	}
	strs_clear(&seen.well);
	return down;
}
