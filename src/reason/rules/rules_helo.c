/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that know only HELO. Extensions, and with them encryption and logins, need EHLO (RFC 5321
 * section 4.1.1.1). */
#include "config.h"
#include "reason/rules/rules.h"

/* EHLO ends the connection; another one began with HELO. */
RULE(proto_helo_only)
{
	const struct event *check = r->f->hello_check;

	if (!check || check->outcome != OUTCOME_OK || !outcome_is_cut(row_outcome(r, STAGE_CAPS)))
		return false;
	draft_cite_stage(d, r, STAGE_CAPS);
	draft_cite_event(d, r->f->closed);
	draft_quote_reply(d, check);
	return true;
}

/* EHLO is an unknown command to it, and HELO on the same connection is not. An MX without encryption
 * is no problem of the person's. */
RULE(proto_ehlo_unknown)
{
	const struct event *unknown = r->f->unknown, *hello = r->f->hello;

	if (!unknown || !str_ieq(unknown->detail, "EHLO") || !hello ||
	    !str_ieq(hello->detail, "HELO") || r->secured || row_refusal(j, r))
		return false;
	if (r->service->purpose == PURPOSE_DELIVERY)
		d->verdict = VERDICT_NOTE;
	draft_quote_reply(d, unknown);
	draft_cite_event(d, unknown);
	draft_cite_event(d, hello);
	return true;
}
