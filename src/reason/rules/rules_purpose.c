/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server for sending, entered for reading, or the contrary. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static bool is_other(enum purpose role, enum purpose own)
{
	return (role == PURPOSE_SEND && own == PURPOSE_RECEIVE) ||
	       (role == PURPOSE_RECEIVE && own == PURPOSE_SEND);
}

/* A row of the host that is ready for the purpose, or connects; or NULL. */
static const struct row *row_for(const struct judge *j, const struct row *r, enum purpose purpose,
				 bool ready)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->service->purpose == purpose &&
		    row_same_host(j, other, r) && other->tcp == OUTCOME_OK &&
		    (!ready || row_ready(other)))
			return other;
	}
	return NULL;
}

/* The port that was typed is not there, and what the name says that the host is for is. */
static bool is_closed_for_it(const struct judge *j, const struct row *r, enum purpose role)
{
	bool failed = r->tcp == OUTCOME_TIMEOUT || r->tcp == OUTCOME_REFUSED;

	return failed && target_asks_for(j->f->target, r->e->service, r->e->port) &&
	       !row_for(j, r, r->service->purpose, false) && !row_is_blocked_elsewhere(j, r) &&
	       (j->f->target->meant || row_for(j, r, role, true));
}

/* "imap.example.org" for "smtp.example.org"; the caller frees. */
static char *usual_name(const struct row *r)
{
	static const char *const labels[] = {
	    [PROTOCOL_SMTP] = "smtp", [PROTOCOL_IMAP] = "imap", [PROTOCOL_POP3] = "pop"};
	enum protocol p = r->service->protocol;
	const char *dot = strchr(r->e->host, '.');

	return p <= PROTOCOL_POP3 && dot ? mem_printf("%s%s", labels[p], dot) : NULL;
}

RULE(host_other_purpose)
{
	enum purpose own = r->service->purpose, role = role_of(r->e->host);
	bool speaks = row_spoken_purpose(r) == role;

	if (!is_other(role, own) || (!speaks && !is_closed_for_it(j, r, role)))
		return false;
	const struct row *kept = row_for(j, r, role, true);
	char *guess = j->f->target->meant ? NULL : usual_name(r);

	draft_arg(d, "host", r->e->host);
	draft_arg(d, "sending", role == PURPOSE_SEND ? "yes" : NULL);
	draft_arg(d, "meant", j->f->target->meant);
	draft_arg(d, "usual", guess);
	if (speaks) {
		draft_cite_event(d, r->f->bytes);
		draft_quote(d, r->f->bytes ? r->f->bytes->text : NULL);
	} else {
		draft_cite_stage(d, r, STAGE_TCP);
		d->certainty = CERTAINTY_LIKELY;
	}
	if (kept) {
		draft_cite(d, kept->f->caps.event);
		draft_arg(d, "keep", r->e->host);
	}
	draft_key_print(d, "%d %d", own, speaks);
	free(guess);
	return true;
}
