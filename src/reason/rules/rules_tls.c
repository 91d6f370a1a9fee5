/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handshakes and certificates. Verification is judged as the library recorded it, one finding for
 * each cause. */
#include "config.h"
#include "reason/domain/domain.h"
#include "reason/rules/rules.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/alerts.h"
#include "know/authorities.h"
#include "know/interceptors.h"

#include <stdlib.h>

/* ---- the clock ---- */

/*
 * One server with an old certificate is that server's fault; if certificates of several servers are
 * all out of date in the same way, this computer's clock is wrong.
 */
RULE(tls_clock_wrong)
{
	const struct trust *t = &j->trust;
	bool early = t->early && t->early == t->leaves && !t->expired;
	bool late = t->expired && t->expired == t->leaves && !t->early;

	if (!r->f->verify || !row_leaf(r) || t->leaves < 2 || t->hosts < 2 || (!early && !late))
		return false;
	draft_cite_leaf(d, r);
	draft_arg_day(d, "today", j->f->now);
	draft_arg_day(d, "issued", row_leaf(t->newest)->not_before);
	return true;
}

/* ---- middleboxes ---- */

void row_find_issuer(const struct row *r, struct box *box)
{
	for (size_t i = 0; i < r->f->chain_n; i++) {
		const struct interceptor *known = interceptor_find(r->f->chain[i].cert->issuer);

		if (known && known->kind != INTERCEPTOR_FRONT) {
			*box = (struct box){known, r->f->chain[i].event};
			return;
		}
	}
}

/* The three kinds of middleboxes with a rule: scanners, developers' tools, and gateways of all
 * sorts. */
static enum interceptor_kind box_kind(const struct interceptor *box)
{
	return box->kind == INTERCEPTOR_SCANNER || box->kind == INTERCEPTOR_DEBUG
		   ? box->kind
		   : INTERCEPTOR_GATEWAY;
}

/* The root that a scanner signs with where it could not verify the server (Avast, AVG: node-imap
 * issue 741), so that programs do not trust the copy of a bad certificate. */
static bool is_doubted(const char *issuer)
{
	return str_icontains(issuer, "Self-signed Root") || str_icontains(issuer, "Untrusted Root");
}

/* Some mail port shows a certificate that no box made. */
static bool is_mail_spared(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->counted && row_is_mail(r) && row_is_proven(j, r))
			return true;
	}
	return false;
}

/* A provider's own servers, as the provider documents them. */
static bool is_public(const struct judge *j)
{
	return j->named && !j->f->target->practice;
}

/* A public provider's server, another owner's, or the web and a mail port of one server show certificates of that
 * maker: it signs here what it intercepts. */
static bool signs_for_others(const struct judge *j, const struct row *r)
{
	const struct interceptor *box = j->issuer_box[r->e->id - 1].known;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];
		const struct interceptor *its = j->issuer_box[i].known;

		if (its && str_eq(its->product, box->product) &&
		    (names_are_unrelated(other, r) || row_is_mail(other) != row_is_mail(r)))
			return true;
	}
	return is_public(j);
}

/* It may as well be the mail gateway of the server's owner. */
static void doubt_whose(const struct judge *j, const struct row *r, struct draft *d)
{
	bool named = !(r->f->verify->status & CERT_WRONG_NAME);

	if (r->trusted || !interceptor_guards_servers(j->issuer_box[r->e->id - 1].known) ||
	    (named && signs_for_others(j, r)))
		return;
	draft_arg(d, "own", "possible");
	d->place = PLACE_UNKNOWN;
	if (domain_is_mx(j->f->target, r->e))
		d->verdict = VERDICT_WARNING;
	if (d->certainty == CERTAINTY_CERTAIN)
		d->certainty = named && !domain_is_mx(j->f->target, r->e) ? CERTAINTY_LIKELY
									  : CERTAINTY_POSSIBLE;
}

RULE(tls_intercepted)
{
	const struct box *seen = &j->issuer_box[r->e->id - 1];

	if (!seen->known || box_kind(seen->known) != rule->box)
		return false;
	draft_cite(d, seen->event);
	draft_cite_event(d, r->f->verify);
	draft_arg(d, "product", seen->known->product);
	draft_issuer(d, r);
	draft_arg(d, "doubted", is_doubted(row_issuer(r)) ? "yes" : NULL);
	draft_arg(d, "some", is_mail_spared(j) ? "yes" : NULL);
	draft_key(d, seen->known->product);
	/* A computer that trusts the box is meant to be intercepted; mail works. */
	if (r->trusted)
		d->verdict = VERDICT_WARNING;
	if (!seen->known->confirmed)
		d->certainty = CERTAINTY_POSSIBLE;
	if (rule->box == INTERCEPTOR_GATEWAY && r->f->verify)
		doubt_whose(j, r, d);
	return true;
}

static bool is_foreign(const struct row *r)
{
	return r->f->verify && r->f->verify->status & CERT_UNTRUSTED &&
	       !(r->f->verify->status & (CERT_SELF_SIGNED | CERT_MISSING_ISSUER));
}

/*
 * An unknown maker, but every server of a public provider shows the same private issuer. One server
 * alone may be that server's fault.
 */
RULE(tls_intercepted_unknown)
{
	const struct trust *t = &j->trust;

	if (!is_public(j) || t->foreign_hosts < t->hosts || !t->foreign_issuer || !is_foreign(r))
		return false;
	if (t->hosts < 2)
		d->certainty = CERTAINTY_POSSIBLE;
	draft_cite_leaf(d, r);
	draft_issuer(d, r);
	return true;
}

static bool is_vouched(const struct row *r)
{
	return r->counted && r->f->verify && !(r->f->verify->status & CERT_UNTRUSTED) &&
	       r->f->chain_n;
}

const struct row *row_vouched(const struct judge *j, const struct row *r, bool any_host)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (is_vouched(&j->rows.v[i]) && (any_host || row_same_host(j, &j->rows.v[i], r)))
			return &j->rows.v[i];
	return NULL;
}

static bool tell_other_issuer(const struct row *r, const struct row *other, struct draft *d)
{
	if (!other || str_eq(row_leaf(r)->issuer, row_leaf(other)->issuer))
		return false;
	draft_cite_leaf(d, r);
	draft_cite_leaf(d, other);
	draft_issuer(d, r);
	draft_arg(d, "other", row_issuer(other));
	draft_arg_number(d, "otherport", other->e->port);
	return true;
}

/* A port of r's host and one after STARTTLS that shows an issuer that is known here, if such is the split: what begins
 * with TLS shows r's issuer, on two mail ports at least, and the rest doesn't. NULL: it isn't. */
static const struct row *beyond_split(const struct judge *j, const struct row *r)
{
	const struct row *known = NULL;
	size_t alike = 0;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !row_leaf(other) || !row_same_host(j, other, r))
			continue;
		if (other->e->security == SECURITY_TLS) {
			if (!is_foreign(other) || !str_eq(row_issuer(other), row_issuer(r)))
				return NULL;
			alike += row_is_mail(other) && other->e->family == r->e->family;
		} else if (!is_vouched(other)) {
			return NULL;
		} else {
			known = other;
		}
	}
	return alike > 1 ? known : NULL;
}

/* A box that inspects only some ports leaves the true issuer on the others. At a server that was typed the split has to
 * be that of an inspecting proxy, which knows TLS from the first byte alone. */
RULE(tls_intercepted_some_ports)
{
	const struct row *known = is_foreign(r) && !is_public(j) ? beyond_split(j, r) : NULL;

	if (known) {
		draft_arg(d, "split", "yes");
		return tell_other_issuer(r, known, d);
	}
	return is_public(j) && is_foreign(r) && tell_other_issuer(r, row_vouched(j, r, false), d);
}

/* The same on another server of the provider, or on a typed one: it may well be the server's own
 * doing. */
RULE(tls_issuers_differ)
{
	bool same_host = row_vouched(j, r, false);

	return is_foreign(r) && same_host != is_public(j) &&
	       tell_other_issuer(r, row_vouched(j, r, is_public(j)), d);
}

/* ---- all mail ports, and not the web ---- */

/* The target's mail ports that show the row's issuer, or 0 if one of them shows another: an
 * interceptor signs them all. */
static size_t ports_alike(const struct judge *j, const struct row *r)
{
	size_t n = 1;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!row_is_mail(other) || !row_leaf(other))
			continue;
		if (!is_foreign(other) || !str_eq(row_issuer(other), row_issuer(r)))
			return 0;
		n += other->counted && other->e->port != r->e->port;
	}
	return n;
}

/*
 * Every mail port of a typed server shows one unknown issuer, and its web port a known one; or the
 * issuer's name is one for such software. A company's own authority on all ports is no sign.
 */
RULE(tls_intercepted_mail)
{
	bool suspected = interceptor_suspected(row_issuer(r));
	const struct row *web = row_vouched(j, r, false);

	if (j->issuer_box[r->e->id - 1].known || !is_foreign(r) || !row_is_mail(r) ||
	    is_public(j) || judge_asks_only_mx(j) || authority_find(row_issuer(r)) ||
	    (!suspected && !web) || ports_alike(j, r) < (suspected ? 1 : 2))
		return false;
	if (suspected) {
		d->certainty = CERTAINTY_LIKELY;
		draft_arg(d, "suspected", "yes");
	} else {
		d->place = PLACE_UNKNOWN; /* as often the owner's own authority */
	}
	draft_cite_leaf(d, r);
	draft_issuer(d, r);
	tell_other_issuer(r, web, d);
	return true;
}

static bool is_misnamed(const struct row *r)
{
	return r->counted && row_leaf(r) && row_leaf(r)->sha256 && r->f->verify &&
	       r->f->verify->status & CERT_WRONG_NAME;
}

/* Different servers of a provider that show one stranger's certificate. */
RULE(tls_same_certificate)
{
	for (size_t i = 0; i < j->rows.n && is_public(j) && is_misnamed(r); i++) {
		const struct row *other = &j->rows.v[i];

		if (!is_misnamed(other) || row_same_host(j, other, r) ||
		    !str_eq(row_leaf(r)->sha256, row_leaf(other)->sha256))
			continue;
		if (row_same_address(r, other))
			d->certainty = CERTAINTY_POSSIBLE;
		draft_cite_leaf(d, r);
		draft_cite_leaf(d, other);
		draft_names(d, r);
		return true;
	}
	return false;
}

/* ---- handshakes ---- */

RULE(tls_version_old)
{
	if (!r->f->session || !tls_version_is_old(r->f->session->version))
		return false;
	draft_cite_event(d, r->f->session);
	draft_arg(d, "version", tls_version_words(r->f->session->version));
	return draft_refusers(d, TLS_TRAIT_OLD_VERSION);
}

/* The version of a handshake's record before TLS (RFC 6101 section 5.2.1 and appendix E), or NULL; zero
 * bytes are "\0" in events.  SSL 2.0's error message is what one gets that greets with TLS. */
static const char *ssl_answered(const struct row *r)
{
	static const struct {
		const char *begins, *version;
	} records[] = {{"\x16\x03\\0", "SSL 3.0"}, {"\x80\x03\\0\\0", "SSL 2.0"}};
	const char *text = r->f->bytes && r->f->bytes->stage == STAGE_TLS ? r->f->bytes->text : "";

	for (size_t i = 0; text && i < sizeof records / sizeof *records; i++)
		if (str_istarts(text, records[i].begins))
			return records[i].version;
	return NULL;
}

RULE(tls_version_ssl)
{
	const char *version = ssl_answered(r);

	if (!version)
		return false;
	draft_arg(d, "version", version);
	draft_key(d, version);
	draft_cite_event(d, r->f->bytes);
	draft_cite_event(d, r->f->tls_error);
	draft_cite_stage(d, r, STAGE_TLS);
	return true;
}

static bool handshake_ended(const struct row *r, enum outcome outcome, struct draft *d)
{
	if (r->f->stages[STAGE_TLS].outcome != outcome)
		return false;
	draft_cite_event(d, r->f->alert);
	draft_cite_event(d, r->f->tls_error);
	draft_cite_event(d, r->f->closed);
	draft_cite_stage(d, r, STAGE_TLS);
	return true;
}

/* ---- client certificates ---- */

#define ALERT_CERTIFICATE_REQUIRED 116 /* RFC 8446 section 6.2 */

static bool asked_for_certificate(const struct row *r)
{
	return (r->f->session && r->f->session->flags & EVENT_CLIENT_CERT_ASKED) ||
	       (r->f->alert && r->f->alert->flags & EVENT_CLIENT_CERT_ASKED);
}

/* The stage of the first word under TLS. */
static enum stage first_word(const struct row *r)
{
	return r->e->security == SECURITY_STARTTLS ? STAGE_CAPS_TLS : STAGE_GREETING;
}

/* TLS, or what came right after it, ended without a word of the conversation. */
static bool ended_wordless(const struct row *r)
{
	enum outcome first = row_outcome(r, first_word(r));

	if (row_ended(r, STAGE_TLS, OUTCOME_DENIED))
		return true;
	return r->secured && !r->f->denial && (first == OUTCOME_DENIED || outcome_is_cut(first)) &&
	       (first_word(r) != STAGE_GREETING || !r->f->greeting);
}

/* Asked for, and then no progress: RFC 8446 has an alert for that, older versions do not. */
RULE(tls_client_certificate)
{
	bool said = r->f->alert && r->f->alert->num == ALERT_CERTIFICATE_REQUIRED;

	if (!ended_wordless(r) || (!said && !asked_for_certificate(r)))
		return false;
	if (!said)
		d->certainty = CERTAINTY_LIKELY;
	draft_cite_event(d, r->f->session);
	draft_cite_event(d, r->f->alert);
	draft_cite_stage(d, r, r->secured ? first_word(r) : STAGE_TLS);
	if (r->service->purpose == PURPOSE_DELIVERY) /* a person's is from elsewhere */
		draft_authority_change(d, j, CHANGE_CLIENT_CERTIFICATE, r);
	return true;
}

RULE(tls_client_certificate_asked)
{
	if (!asked_for_certificate(r) || !r->greeted || !row_ended(r, first_word(r), OUTCOME_OK))
		return false;
	draft_cite_event(d, r->f->session);
	return true;
}

/*
 * In the middle of the conversation, without an explanation. Under TLS 1.3 a server that misses a
 * client certificate says so only after the handshake.
 */
static bool late_alert(const struct row *r, struct draft *d)
{
	static const enum stage stages[] = {STAGE_GREETING, STAGE_CAPS, STAGE_CAPS_TLS};

	if (!r->f->alert || r->f->alert->flags & EVENT_SENT || !r->secured || r->f->denial)
		return false;
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
		if (!row_ended(r, stages[i], OUTCOME_DENIED))
			continue;
		draft_cite_event(d, r->f->alert);
		draft_cite_stage(d, r, stages[i]);
		return true;
	}
	return false;
}

/* The other ports of the host where a handshake succeeded; false if there is none. */
static bool arg_well(const struct judge *j, const struct row *r, struct draft *d)
{
	struct strs ports = {0};

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];
		char *port = mem_printf("%d", other->e->port);

		if (other->counted && other->secured && other->e->port != r->e->port &&
		    row_same_host(j, other, r) && !strs_has(&ports, port)) {
			strs_add(&ports, port);
			draft_cite_event(d, other->f->session);
		}
		free(port);
	}
	bool any = ports.n > 0;

	if (any)
		draft_arg_list(d, "well", &ports);
	strs_clear(&ports);
	return any;
}

RULE(tls_alert)
{
	if (!handshake_ended(r, OUTCOME_DENIED, d) && !late_alert(r, d))
		return false;
	draft_arg(d, "alert", r->f->alert ? r->f->alert->text : NULL);
	draft_arg_number(d, "number", r->f->alert ? r->f->alert->num : 0);

	const struct alert *word = r->f->alert ? alert_find(r->f->alert->num) : NULL;

	draft_arg(d, FINDING_ARG_MEANING, word ? word->meaning : NULL);
	if (arg_well(j, r, d))
		draft_arg(d, FINDING_ARG_ACTION, word ? alert_action_for_one_service(word) : NULL);
	else
		draft_arg(d, FINDING_ARG_ACTION, word ? word->action : NULL);
	return true;
}

/* RFC 5246 section 7.4.1.1 has it, TLS 1.3 does not. The session went on, so it was refused. */
RULE(tls_renegotiation)
{
	const struct event *noise = r->f->noise;

	if (!noise || noise->outcome != OUTCOME_OK || !str_eq(noise->text, "renegotiation"))
		return false;
	draft_cite_event(d, noise);
	draft_cite_event(d, r->f->session);
	return true;
}

RULE(tls_flood)
{
	const struct event *noise = r->f->noise;

	if (!noise || noise->outcome != OUTCOME_BADREPLY)
		return false;
	draft_cite_event(d, noise);
	draft_cite_event(d, r->f->tls_error);
	draft_arg(d, "text", noise->text);
	return true;
}

static bool encrypts_for_mail(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->secured && other->e->port != r->e->port &&
		    row_is_mail(other) && row_same_host(j, other, r))
			return true;
	}
	return false;
}

/* Not what ends the handshakes of other servers too, or accepts every connection itself. */
static bool is_provider_to_ask(const struct judge *j, const struct row *r, enum outcome outcome)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].e->why == WHY_REFERENCE &&
		    row_ended(&j->rows.v[i], STAGE_TLS, outcome))
			return false;
	return !impossible_is_accepted(j) && encrypts_for_mail(j, r);
}

/* Cut after STARTTLS has its own rule. */
RULE(tls_ended)
{
	if ((r->e->security != SECURITY_TLS && outcome_is_cut(rule->outcome)) ||
	    !handshake_ended(r, rule->outcome, d))
		return false;
	draft_posing(d, j, r);
	bool well = is_provider_to_ask(j, r, rule->outcome) && arg_well(j, r, d);

	if (well)
		draft_arg(
		    d, FINDING_ARG_ACTION,
		    N_("Tell the provider which port it is: encryption works on other ports of "
		       "the same server, so its name and your settings are right."));
	draft_key(d, well ? "well" : "");
	return true;
}

RULE(tls_failed)
{
	if (j->found[r->e->id - 1] || !handshake_ended(r, OUTCOME_BADREPLY, d))
		return false;
	draft_cite_event(d, r->f->bytes);
	draft_arg(d, "text", r->f->tls_error ? r->f->tls_error->text : NULL);
	return true;
}
