/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a refusal says, read alike in the greeting, after EHLO, at STARTTLS and in a goodbye. */
#include "config.h"
#include "reason/rules/rules.h"

#include "advice/refusals.h"
#include "base/i18n.h"

static bool talk_was_denied(const struct row *r)
{
	return row_ended(r, STAGE_GREETING, OUTCOME_DENIED) ||
	       row_ended(r, STAGE_CAPS, OUTCOME_DENIED) ||
	       row_ended(r, STAGE_STARTTLS, OUTCOME_DENIED) ||
	       row_ended(r, STAGE_CAPS_TLS, OUTCOME_DENIED);
}

bool reply_tells_tls_fault(const struct judge *j, const struct row *r, const struct event *said)
{
	const struct refusal *known = reply_refusal(j, r, said);

	return known && known->confirmed && refusal_is_of_tls(known);
}

bool reply_gives_reason(const struct judge *j, const struct row *r, const struct event *said)
{
	const struct refusal *known = reply_refusal(j, r, said);

	return known && refusal_is_a_reason(known);
}

/* RFC 3463 subject 7 (policy), RFC 3206 SYS, RFC 2449 IN-USE: no server says so of a word that it
 * does not know. */
static bool has_telling_code(const struct event *said)
{
	const char *code = said->enhanced ? said->enhanced : "";

	return str_istarts(code, "4.7.") || str_istarts(code, "5.7.") ||
	       str_istarts(code, "SYS/") || str_istarts(code, "IN-USE");
}

/*
 * "-ERR" and the codes 500 to 504 may mean that the command is unknown, and the talk went on without
 * it.  Where nothing came of it and the words give a reason, they were the refusal.
 */
static bool is_refusal_after_all(const struct judge *j, const struct row *r)
{
	const struct event *said = r->f->unknown;

	return said && said->text && r->ended && !r->secured &&
	       row_ended(r, STAGE_STARTTLS, OUTCOME_NOTOFFERED) &&
	       (has_telling_code(said) || reply_gives_reason(j, r, said));
}

const struct event *row_refusal(const struct judge *j, const struct row *r)
{
	if (talk_was_denied(r))
		return r->f->denial;
	return is_refusal_after_all(j, r) ? r->f->unknown : NULL;
}

const struct event *row_says_why(const struct judge *j, const struct row *r)
{
	const struct event *said = row_refusal(j, r);

	switch (j->refusal[r->e->id - 1]) {
	case REFUSAL_MEANS_NO_NAME:
	case REFUSAL_MEANS_GREYLISTED:
		return said;
	case REFUSAL_MEANS_FAULT:
	case REFUSAL_MEANS_NO_SERVER:
	case REFUSAL_MEANS_NO_SERVICE:
	case REFUSAL_MEANS_HELLO:
		/* A fault of encryption alone has rules of its own. */
		return said != r->f->starttls_reply ? said : NULL;
	default:
		return NULL;
	}
}

bool reply_is_for_now(const struct judge *j, const struct row *r, const struct event *said)
{
	switch (refusal_meaning(said, r->service->protocol, j->f->target->provider)) {
	case REFUSAL_MEANS_CONNECTIONS:
	case REFUSAL_MEANS_ATTEMPTS:
	case REFUSAL_MEANS_GREYLISTED:
	case REFUSAL_MEANS_TEMPORARY:
		return true;
	default:
		return false;
	}
}

/* The services with the fault: one protocol, those for reading, or all of the host's. */
static const char *part_of(const struct judge *j, const struct row *r)
{
	const char *alone = row_protocol_alone(j, r), *other;

	for (size_t i = 0; alone && i < j->rows.n; i++) {
		if (j->refusal[i] != j->refusal[r->e->id - 1] ||
		    !row_same_host(j, &j->rows.v[i], r))
			continue;
		other = row_protocol_alone(j, &j->rows.v[i]);
		if (other && !str_eq(other, alone))
			return r->service->purpose == PURPOSE_RECEIVE &&
				       j->rows.v[i].service->purpose == PURPOSE_RECEIVE
				   ? N_("reading")
				   : N_("mail");
	}
	return alone ? alone : N_("mail");
}

RULE(refused_why)
{
	const struct event *said = row_says_why(j, r);

	if (!said || j->refusal[r->e->id - 1] != rule->refusal)
		return false;
	const struct refusal *known = reply_refusal(j, r, said);
	const struct interceptor *box = j->banner_box[r->e->id - 1].known;

	draft_explain(j, r, said, d);
	if (rule->refusal == REFUSAL_MEANS_NO_SERVER && box && box->kind == INTERCEPTOR_SCANNER)
		d->place = PLACE_THIS_COMPUTER;
	if (known && refusal_is_a_guess(known)) {
		d->certainty = CERTAINTY_LIKELY;
		draft_arg(d, "guess", "yes");
	}
	draft_arg(d, "part", part_of(j, r));
	draft_arg(d, "proxied", known && refusal_is_proxied(known) ? "yes" : NULL);
	draft_cite_stage(d, r, said->type == EVENT_GREETING ? STAGE_GREETING : said->stage);
	return true;
}

void draft_busy(const struct judge *j, const struct row *r, const struct event *said,
		struct draft *d)
{
	const struct refusal *known = reply_refusal(j, r, said);

	if (known && known->confirmed && refusal_is_busy(known) &&
	    (str_icontains(said->text, "busy") || str_icontains(said->text, "load")))
		draft_arg(d, "busy", "yes");
}

/* Turned away after the greeting; only the words say why, and for how long. */
static bool tell_refusal(const struct judge *j, const struct row *r, struct draft *d, bool for_now)
{
	const struct event *said = row_refusal(j, r);

	if (!said || said->type == EVENT_GREETING || said == r->f->starttls_reply ||
	    row_listed(j, r) || row_says_why(j, r) || reply_is_for_now(j, r, said) != for_now)
		return false;
	if (for_now)
		draft_explain_telling(j, r, said, d);
	else
		draft_explain(j, r, said, d);
	draft_cite_stage(d, r, said->stage);
	draft_arg(d, "command", said->type == EVENT_REPLY ? said->detail : NULL);
	return true;
}

/* {hello}: the command with which the client gave its name, if that was what was refused. */
RULE(proto_temporary)
{
	const struct event *said = row_refusal(j, r);

	if (!tell_refusal(j, r, d, true))
		return false;
	draft_busy(j, r, said, d);
	if (said->type == EVENT_REPLY &&
	    (str_istarts(said->detail, "EHLO") || str_istarts(said->detail, "HELO")))
		draft_arg(d, "hello", "EHLO");
	return true;
}

RULE(proto_refused)
{
	return tell_refusal(j, r, d, false);
}
