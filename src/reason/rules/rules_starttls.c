/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether STARTTLS is offered, and what happens to it (RFC 3207, 2595, 9051). */
#include "config.h"
#include "reason/rules/rules.h"

#include "advice/refusals.h"
#include "base/address.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define ALERT_HANDSHAKE_FAILURE 40 /* RFC 8446 section 6.2 */
#define ALERT_INTERNAL_ERROR 80

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

/* The command as the server received it, where a firewall wrote over all its letters; or NULL. */
static const char *mask_in_reply(const struct row *r)
{
	static const char mask[] = "XXXXXXXX"; /* as long as STARTTLS */
	static const char marks[] = " '\"`<>:;,.()[]";
	const struct event *reply = r->f->starttls_reply;
	const char *at = reply && reply->text ? strstr(reply->text, mask) : NULL;
	const char *end = at ? at + strlen(mask) : NULL;
	bool apart = at && strchr(marks, *end) && (at == reply->text || strchr(marks, at[-1]));

	return apart && reply->outcome != OUTCOME_OK ? mask : NULL;
}

/* What a Cisco firewall wrote over the offer, the command or the greeting, or NULL. */
static const char *mask_of(const struct row *r)
{
	for (size_t i = 0; r->f->caps.event && i < r->f->caps.list->n; i++)
		if (is_mask(r->f->caps.list->v[i]))
			return r->f->caps.list->v[i];
	return greeting_is_masked(r) ? "***" : mask_in_reply(r);
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

/* A server of the domain in another network that lacks STARTTLS too, where the policy promises it and none offers it;
 * or NULL. Its owner would receive no mail from senders that keep to the policy. */
static const struct row *lacks_it_too(const struct judge *j, const struct row *r)
{
	const struct row *found = NULL;

	if (j->sts.state != STS_UNSEEN || j->sts.policy.mode != DOMAIN_MODE_ENFORCE ||
	    !strs_has(&j->domain.hosts, r->e->host))
		return NULL;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->e->port != r->e->port || !other->greeted)
			continue;
		if (other->secured || row_offers_starttls(other))
			return NULL;
		if (lacks_starttls(j, other) && other->address && r->address &&
		    !address_same_network(other->address, r->address))
			found = other;
	}
	return found;
}

/* What a firewall wrote over at another server of the same owner, or NULL: it inspects this one as well. */
static const char *mask_beside(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		const char *mask = other->e->port == r->e->port && !names_are_unrelated(other, r) &&
					   lacks_starttls(j, other)
				       ? mask_of(other)
				       : NULL;

		if (mask)
			return mask;
	}
	return NULL;
}

RULE(starttls_stripped)
{
	bool lacks = lacks_starttls(j, r);
	const struct row *twin = lacks ? offering_twin(j, r) : NULL;
	bool listed_then_unknown =
	    row_offers_starttls(r) && row_ended(r, STAGE_STARTTLS, OUTCOME_DENIED) &&
	    r->f->starttls_reply && r->f->starttls_reply->code >= 500 &&
	    r->f->starttls_reply->code <= 504 && !reply_gives_reason(j, r, r->f->starttls_reply);

	const char *mask = mask_of(r);
	const struct row *too = lacks ? lacks_it_too(j, r) : NULL;

	if (!mask && lacks)
		mask = mask_beside(j, r);
	if (!(lacks && (mask || twin || too)) && !listed_then_unknown)
		return false;
	draft_arg(d, "everywhere", too ? "yes" : NULL);
	draft_arg(d, "mask", mask);
	draft_key(d, mask ? "mask" : "");
	cite_offer(r, d);
	if (greeting_is_masked(r))
		draft_cite_event(d, r->f->greeting);
	if (twin)
		draft_cite(d, twin->f->caps.event);
	if (too)
		draft_cite(d, too->f->caps.event);
	if (!mask && !too)
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

/* One that offers STARTTLS once it finds a certificate that is enabled for the service; older ones, with "Version:", are
 * set up in another way. */
bool row_is_exchange(const struct row *r)
{
	static const char *const greetings[] = {"Microsoft ESMTP MAIL Service ready",
						"Microsoft Exchange"};
	const char *said = r->f->greeting ? r->f->greeting->text : NULL;
	bool known = false;

	for (size_t i = 0; said && i < sizeof greetings / sizeof *greetings; i++)
		known = known || str_icontains(said, greetings[i]);
	return known;
}

static bool tell_exchange(const struct row *r, struct draft *d)
{
	static const char *const services[PROTOCOL_COUNT_] = {
	    [PROTOCOL_SMTP] = "SMTP", [PROTOCOL_IMAP] = "IMAP", [PROTOCOL_POP3] = "POP"};

	if (!row_is_exchange(r))
		return false;
	draft_arg(d, "enable", services[r->service->protocol]);
	draft_cite_event(d, r->f->greeting);
	return true;
}

RULE(starttls_missing_relay)
{
	if (!lacks_starttls(j, r) || r->service->purpose != PURPOSE_DELIVERY)
		return false;
	tell_exchange(r, d);
	return cite_offer(r, d);
}

RULE(starttls_missing_here)
{
	return row_is_plain_here(r) && cite_offer(r, d);
}

/* Mail goes in clear text, but of the password only a proof (CRAM-MD5, NTLM …). */
RULE(starttls_missing_password_safe)
{
	struct login login = r->login_in_clear;

	if (!lacks_starttls(j, r) || r->service->purpose == PURPOSE_DELIVERY ||
	    login.takes[METHOD_PASSWORD] || !login_takes_password(&login))
		return false;
	if (tell_exchange(r, d)) {
		d->certainty = CERTAINTY_LIKELY;
		draft_key(d, "exchange");
	}
	return cite_offer(r, d);
}

RULE(starttls_missing)
{
	struct login login = r->login_in_clear;
	bool barred = r->service->purpose == PURPOSE_SEND && r->f->caps.event && !login.names_any;

	if (!lacks_starttls(j, r) || r->service->purpose == PURPOSE_DELIVERY)
		return false;
	draft_arg(d, "nologin", barred ? "yes" : NULL);
	draft_key_print(d, "%s%s", barred ? "nologin" : "", tell_exchange(r, d) ? "exchange" : "");
	return cite_offer(r, d);
}

static bool starttls_denied(const struct judge *j, const struct row *r, bool temporary)
{
	const struct event *reply = r->f->starttls_reply;

	return row_ended(r, STAGE_STARTTLS, OUTCOME_DENIED) && !row_says_why(j, r) &&
	       (reply && reply_is_for_now(j, r, reply)) == temporary;
}

/* The words with which STARTTLS was refused, for now or for good; NULL: it was not. */
static const struct event *refusal_of_tls(const struct judge *j, const struct row *r,
					  bool temporary)
{
	const struct event *said = temporary ? NULL : taken_back(r);

	if (said)
		return said;
	return starttls_denied(j, r, temporary) && !row_listed(j, r) ? r->f->starttls_reply : NULL;
}

/* Whether the words are about the server's encryption, not about the command or the client. */
static bool is_tls_fault(const struct judge *j, const struct row *r, const struct event *said)
{
	const struct refusal *known = reply_refusal(j, r, said);

	return said->code == 454 || (known && refusal_is_a_fault(known));
}

const struct event *row_tells_tls_fault(const struct judge *j, const struct row *r)
{
	const struct event *said = r->f->starttls_reply;

	return said && row_ended(r, STAGE_STARTTLS, OUTCOME_DENIED) &&
		       reply_tells_tls_fault(j, r, said)
		   ? said
		   : NULL;
}

/* TLS from the first byte ended before any answer, or with an alert that gives no other reason. */
static bool is_broken_at_hello(const struct row *r)
{
	const struct event *alert = r->f->alert;

	if (r->e->security != SECURITY_TLS || !row_is_mail(r) || r->f->bytes)
		return false;
	return outcome_is_cut(row_outcome(r, STAGE_TLS)) ||
	       (row_ended(r, STAGE_TLS, OUTCOME_DENIED) && alert &&
		(alert->num == ALERT_HANDSHAKE_FAILURE || alert->num == ALERT_INTERNAL_ERROR));
}

/* A port with STARTTLS of the same host, for the same purpose, that says what is wrong with the TLS
 * of r; or NULL. */
static const struct row *speaker_for(const struct judge *j, const struct row *r, bool temporary)
{
	for (size_t i = 0; i < j->rows.n && is_broken_at_hello(r); i++) {
		const struct row *other = &j->rows.v[i];
		const struct event *said = other->counted && row_same_host(j, r, other) &&
						   other->service->purpose == r->service->purpose
					       ? refusal_of_tls(j, other, temporary)
					       : NULL;

		if (said && is_tls_fault(j, other, said))
			return other;
	}
	return NULL;
}

/* {broken}: the ports of the host that fail with TLS from the first byte, and that it speaks for. */
static void arg_broken(const struct judge *j, const struct row *r, bool temporary, struct draft *d)
{
	struct strs ports = {0};

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];
		char *port = mem_printf("%d", other->e->port);

		if (other->counted && row_same_host(j, r, other) && !strs_has(&ports, port) &&
		    speaker_for(j, other, temporary))
			strs_add(&ports, port);
		free(port);
	}
	if (ports.n)
		draft_arg_list(d, "broken", &ports);
	strs_clear(&ports);
}

static bool tell_refusal(const struct judge *j, const struct row *r, bool temporary,
			 struct draft *d)
{
	const struct row *speaker = speaker_for(j, r, temporary);
	const struct row *of = speaker ? speaker : r;
	const struct event *said = refusal_of_tls(j, of, temporary);

	if (!said)
		return false;
	if (speaker || said != of->f->starttls_reply)
		draft_cite_stage(d, r, STAGE_TLS);
	cite_offer(of, d);
	draft_explain(j, of, said, d);
	arg_broken(j, r, temporary, d);
	return true;
}

RULE(starttls_temporary)
{
	return tell_refusal(j, r, true, d);
}

/* {fault}: the server owns up to it, so that nothing on the way is suspected. */
RULE(starttls_refused)
{
	const struct row *speaker = speaker_for(j, r, false);
	const struct row *of = speaker ? speaker : r;
	const struct event *said = refusal_of_tls(j, of, false);
	bool fault = said && is_tls_fault(j, of, said);

	draft_arg(d, "fault", fault ? "yes" : NULL);
	draft_key(d, fault ? "fault" : "");
	return tell_refusal(j, r, false, d);
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
bool row_is_cut_at_tls(const struct row *r)
{
	return r->e->security == SECURITY_STARTTLS &&
	       (outcome_is_cut(row_outcome(r, STAGE_STARTTLS)) ||
		outcome_is_cut(row_outcome(r, STAGE_TLS)));
}

/* Between servers, scanners on this computer are rare, and faulty certificates are not. */
RULE(starttls_cut_relay)
{
	return r->service->purpose == PURPOSE_DELIVERY && judge_asks_only_mx(j) &&
	       rule_starttls_cut(rule, j, r, d);
}

/* The other end agreed, and then ended the connection in good order, as a program without a certificate does. */
static bool is_hung_up(const struct row *r)
{
	return row_ended(r, STAGE_STARTTLS, OUTCOME_OK) && row_ended(r, STAGE_TLS, OUTCOME_CLOSED);
}

/* TLS with the host's web server, or after STARTTLS with a server of another owner: neither this computer nor its network
 * ends what it can't look into; or NULL. */
static const struct row *encrypted_otherwise(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];
		bool same = row_same_host(j, other, r);

		if (other->secured &&
		    (same ? !row_is_mail(other) : other->e->security == SECURITY_STARTTLS))
			return other;
	}
	return NULL;
}

/* Each port of the host that begins in clear text is hung up like that. */
static bool is_hung_up_throughout(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && row_same_host(j, other, r) && other->tcp == OUTCOME_OK &&
		    other->e->security == SECURITY_STARTTLS && !is_hung_up(other))
			return false;
	}
	return true;
}

RULE(starttls_cut)
{
	if (!row_is_cut_at_tls(r))
		return false;
	cite_offer(r, d);
	draft_cite_stage(d, r, STAGE_TLS);
	draft_cite_event(d, r->f->closed);
	const struct row *well = encrypted_otherwise(j, r);

	if (!well || !is_hung_up_throughout(j, r))
		return true;
	d->place = PLACE_SERVER;
	draft_key(d, r->e->host);
	draft_arg(d, "quits", r->e->host);
	draft_cite_event(d, well->f->session);
	return true;
}
