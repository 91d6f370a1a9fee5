/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether STARTTLS is offered, and what happens to it (RFC 3207, 2595, 9051). */
#include "config.h"
#include "reason/rules/rules.h"

#include <string.h>

/* A refusal's words explain what is missing after them. */
static bool lacks_starttls(const struct judge *j, const struct row *r)
{
	return r->greeted && row_ended(r, STAGE_STARTTLS, OUTCOME_NOTOFFERED) &&
	       !row_refusal(j, r) && !row_is_plain_here(r);
}

/* After the go-ahead, in clear text and in place of the handshake, the server said that it cannot.
 * NULL: it did not. */
static const struct event *taken_back(const struct row *r)
{
	const struct event *said = r->f->leftover;

	if (!said && r->e->security == SECURITY_STARTTLS && r->greeted &&
	    row_ended(r, STAGE_TLS, OUTCOME_BADREPLY))
		said = r->f->bytes;
	return said && !r->secured && text_is_farewell(r->service->protocol, said->text) ? said
											 : NULL;
}

/* "STARTTLS" overwritten to the same length: XXXXXXXA. */
static bool is_mask(const char *cap)
{
	size_t x = strspn(cap, "Xx");

	return x >= 4 && (cap[x] == '\0' || cap[x + 1] == '\0');
}

static bool has_mask(const struct row *r)
{
	for (size_t i = 0; r->f->caps.event && i < r->f->caps.list->n; i++)
		if (is_mask(r->f->caps.list->v[i]))
			return true;
	return false;
}

/* The same service of the same server at another address or port that does offer it, or NULL. */
static const struct row *offering_twin(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->e->service == r->e->service && other->e->port == r->e->port &&
		    row_same_host(j, other, r) && row_offers_starttls(other))
			return other;
	}
	return NULL;
}

static bool cite_offer(const struct row *r, struct draft *d) /* always true */
{
	draft_cite(d, r->f->caps.event);
	draft_cite_event(d, r->f->starttls_reply);
	draft_cite_stage(d, r, STAGE_STARTTLS);
	return true;
}

RULE(starttls_stripped)
{
	const struct row *twin = lacks_starttls(j, r) ? offering_twin(j, r) : NULL;
	bool listed_then_unknown =
	    row_offers_starttls(r) && row_ended(r, STAGE_STARTTLS, OUTCOME_DENIED) &&
	    r->f->starttls_reply && r->f->starttls_reply->code >= 500 &&
	    r->f->starttls_reply->code <= 504 && !reply_gives_reason(j, r, r->f->starttls_reply);

	if (!(lacks_starttls(j, r) && (has_mask(r) || greeting_is_masked(r) || twin)) &&
	    !listed_then_unknown)
		return false;
	cite_offer(r, d);
	if (greeting_is_masked(r))
		draft_cite_event(d, r->f->greeting);
	if (twin)
		draft_cite(d, twin->f->caps.event);
	if (!has_mask(r) && !greeting_is_masked(r))
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

RULE(starttls_missing_relay)
{
	return lacks_starttls(j, r) && r->service->purpose == PURPOSE_DELIVERY && cite_offer(r, d);
}

RULE(starttls_missing_here)
{
	return row_is_plain_here(r) && cite_offer(r, d);
}

/* Mail goes in clear text, but of the password only a proof (CRAM-MD5, NTLM …). */
RULE(starttls_missing_password_safe)
{
	struct login login = row_login_in_clear(r);

	return lacks_starttls(j, r) && r->service->purpose != PURPOSE_DELIVERY &&
	       !login.takes[METHOD_PASSWORD] && login_takes_password(&login) && cite_offer(r, d);
}

RULE(starttls_missing)
{
	struct login login = row_login_in_clear(r);
	bool barred = r->service->purpose == PURPOSE_SEND && r->f->caps.event && !login.names_any;

	if (!lacks_starttls(j, r) || r->service->purpose == PURPOSE_DELIVERY)
		return false;
	draft_arg(d, "nologin", barred ? "yes" : NULL);
	draft_key(d, barred ? "nologin" : "");
	return cite_offer(r, d);
}

static bool starttls_denied(const struct judge *j, const struct row *r, bool temporary)
{
	const struct event *reply = r->f->starttls_reply;

	return row_ended(r, STAGE_STARTTLS, OUTCOME_DENIED) && !row_says_why(j, r) &&
	       (reply && reply_is_for_now(j, r, reply)) == temporary;
}

static bool tell_refusal(const struct judge *j, const struct row *r, struct draft *d)
{
	cite_offer(r, d);
	draft_explain(j, r, r->f->starttls_reply, d);
	return true;
}

RULE(starttls_temporary)
{
	return starttls_denied(j, r, true) && !row_listed(j, r) && tell_refusal(j, r, d);
}

RULE(starttls_refused)
{
	const struct event *said = taken_back(r);

	if (said) {
		cite_offer(r, d);
		draft_cite_stage(d, r, STAGE_TLS);
		draft_explain(j, r, said, d);
		return true;
	}
	return starttls_denied(j, r, false) && !row_listed(j, r) && tell_refusal(j, r, d);
}

bool row_is_injected(const struct row *r)
{
	if (taken_back(r))
		return false;
	if (r->f->leftover)
		return true;
	/* In a packet of its own it meets the handshake: a positive reply does not answer a
	 * ClientHello. */
	return r->e->security == SECURITY_STARTTLS && r->greeted &&
	       row_ended(r, STAGE_TLS, OUTCOME_BADREPLY) && r->f->bytes &&
	       text_is_good_news(r->service->protocol, r->f->bytes->text);
}

RULE(starttls_injected)
{
	const struct event *text = r->f->leftover ? r->f->leftover : r->f->bytes;

	if (!row_is_injected(r))
		return false;
	draft_cite_event(d, text);
	draft_quote(d, text->text);
	return true;
}

RULE(starttls_preauth)
{
	if (r->service->protocol != PROTOCOL_IMAP || r->secured || !r->f->greeting ||
	    !str_istarts(r->f->greeting->text, "PREAUTH"))
		return false;
	return draft_cite_greeting(r, d);
}

/* The conversation went well until TLS was requested. */
RULE(starttls_cut)
{
	if (r->e->security != SECURITY_STARTTLS ||
	    (!outcome_is_cut(row_outcome(r, STAGE_STARTTLS)) &&
	     !outcome_is_cut(row_outcome(r, STAGE_TLS))))
		return false;
	cite_offer(r, d);
	draft_cite_stage(d, r, STAGE_TLS);
	draft_cite_event(d, r->f->closed);
	return true;
}
