/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that count connections or attempts: turned away for now, and perhaps not when alone. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/mem.h"
#include "know/crowding.h"

#include <stdlib.h>

static enum crowding counted(const struct event *said)
{
	return crowding_of(said->enhanced, said->text);
}

/* What the greeting that turns this row away for now says of a count; somebody in between who is
 * known by name counts for itself. */
static enum crowding refusal_counts(const struct judge *j, const struct row *r)
{
	if (!row_is_put_off(j, r) || j->banner_box[r->e->id - 1].known)
		return CROWDING_NONE;
	return counted(r->f->greeting);
}

bool row_is_counted(const struct judge *j, const struct row *r)
{
	return refusal_counts(j, r) != CROWDING_NONE;
}

RULE(greeting_counted)
{
	if (refusal_counts(j, r) != rule->crowding)
		return false;
	draft_explain_telling(j, r, r->f->greeting, d);
	draft_key_print(d, "%d", r->f->greeting->code);
	draft_cite_event(d, r->f->turned_away);
	draft_cite_event(d, r->f->alone);
	/* Once may be chance; the same again, with nobody of ours beside it, is not. */
	if (r->f->turned_away && counted(r->f->turned_away) == counted(r->f->greeting))
		d->certainty = CERTAINTY_CERTAIN;
	return draft_cite_greeting(r, d);
}

/* Turned away among the other ports' connections, welcome alone. */
RULE(greeting_limit)
{
	if (!r->f->turned_away || !r->greeted)
		return false;
	draft_quote_reply(d, r->f->turned_away);
	draft_cite_event(d, r->f->alone);
	if (counted(r->f->turned_away) != CROWDING_CONNECTIONS)
		d->certainty = CERTAINTY_POSSIBLE; /* it may just have been busy for a moment */
	return draft_cite_greeting(r, d);
}
