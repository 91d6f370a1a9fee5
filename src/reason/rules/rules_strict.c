/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Accepted here, refused elsewhere: what GnuTLS accepted, compared with know/tls_refusals. Only a
 * further connection without it shows whether a choice that the server made among many is its only
 * one.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/mem.h"
#include "know/authorities.h"
#include "know/tls_refusals.h"

#include <stdlib.h>
#include <string.h>

#define DAY (24 * 60 * 60)
#define JULY_2019 1561939200 /* 2019-07-01: Apple's first limits */
#define SEPTEMBER_2020 1598918400
#define ALERT_HANDSHAKE_FAILURE 40 /* RFC 8446 section 6.2: nothing in common */
#define ALERT_INSUFFICIENT_SECURITY 71

bool draft_refusers(struct draft *d, enum tls_trait trait)
{
	char *programs = tls_refusal_programs(trait);
	bool known = programs;

	draft_arg(d, "programs", programs);
	free(programs);
	return known;
}

/* ---- the handshake ---- */

/* A known scanner or proxy that ends the encryption is judged separately. */
static const struct event *session_of(const struct judge *j, const struct row *r)
{
	if (!r->counted || !r->secured || !row_is_mail(r) || j->issuer_box[r->e->id - 1].known)
		return NULL;
	return r->f->session;
}

static bool is_dhe(const struct event *session)
{
	return str_istarts(session->kx, "DHE") || str_istarts(session->kx, "FFDHE");
}

RULE(tls_strict_dh)
{
	const struct event *session = session_of(j, r);

	if (!session || !is_dhe(session) || session->num <= 0 || session->num >= 2048)
		return false;
	draft_cite_event(d, session);
	draft_arg_number(d, "bits", session->num);
	draft_key_print(d, "%d", session->num);
	return draft_refusers(d, session->num < 1024 ? TLS_TRAIT_DH_UNDER_1024
						     : TLS_TRAIT_DH_UNDER_2048);
}

RULE(tls_strict_renegotiation)
{
	const struct event *session = session_of(j, r);

	if (!session || !(session->flags & EVENT_NO_SAFE_RENEGOTIATION) ||
	    tls_version_is_old(session->version))
		return false;
	draft_cite_event(d, session);
	return draft_refusers(d, TLS_TRAIT_NO_SAFE_RENEGOTIATION);
}

/* Without what only some programs have there was no handshake. */
static bool lacks_common(const struct row *r, struct draft *d)
{
	const struct event *answer = r->f->offers[TLS_OFFER_COMMON];

	if (facts_offer(r->f, answer) != ACCEPTANCE_REFUSED)
		return false;
	if (answer->outcome != OUTCOME_DENIED ||
	    (answer->num != ALERT_HANDSHAKE_FAILURE && answer->num != ALERT_INSUFFICIENT_SECURITY))
		d->certainty = CERTAINTY_LIKELY;
	draft_cite_event(d, r->f->session);
	draft_cite_event(d, answer);
	return true;
}

static enum tls_trait group_trait(const struct event *session)
{
	static const struct {
		const char *group;
		enum tls_trait trait;
	} groups[] = {{"SECP384R1", TLS_TRAIT_P384_ONLY},
		      {"SECP521R1", TLS_TRAIT_P521_ONLY},
		      {"X448", TLS_TRAIT_X448_ONLY}};

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (str_ieq(session->kx, groups[i].group))
			return groups[i].trait;
	if (!is_dhe(session))
		return TLS_TRAIT_COUNT_;
	return str_eq(session->version, tls_version_name(TLS_VERSION_1_3)) ? TLS_TRAIT_FFDHE_ONLY
									   : TLS_TRAIT_DHE_ONLY;
}

RULE(tls_strict_group)
{
	const struct event *session = session_of(j, r);
	enum tls_trait trait = session ? group_trait(session) : TLS_TRAIT_COUNT_;

	if (trait == TLS_TRAIT_COUNT_ || !lacks_common(r, d))
		return false;
	if (trait == TLS_TRAIT_P384_ONLY) /* refused by one release of old */
		d->verdict = VERDICT_NOTE;
	draft_arg(d, "group", session->kx);
	draft_key(d, session->kx);
	return draft_refusers(d, trait);
}

RULE(tls_strict_signature)
{
	const struct event *session = session_of(j, r);

	if (!session || !str_icontains(session->signature, "SHA1") ||
	    !str_eq(session->version, tls_version_name(TLS_VERSION_1_2)) || !lacks_common(r, d))
		return false;
	draft_arg(d, "signature", session->signature);
	return draft_refusers(d, TLS_TRAIT_SHA1_HANDSHAKE);
}

RULE(tls_strict_cipher)
{
	const struct event *session = session_of(j, r);
	bool des = session && str_icontains(session->cipher, "3DES"),
	     rc4 = session && str_icontains(session->cipher, "ARCFOUR");

	if ((!des && !rc4) || tls_version_is_old(session->version) || !lacks_common(r, d))
		return false;
	draft_arg(d, "cipher", session->cipher);
	draft_key(d, session->cipher);
	return draft_refusers(d, des ? TLS_TRAIT_3DES : TLS_TRAIT_RC4);
}

/* ---- the server's own certificate ---- */

/* The certificate of a server that is good here: other faults come first. */
static const struct event *good_leaf(const struct judge *j, const struct row *r)
{
	return session_of(j, r) && r->f->verify && !r->f->verify->status ? row_leaf(r) : NULL;
}

static bool tell_leaf(const struct row *r, struct draft *d, enum tls_trait trait)
{
	draft_cite_leaf(d, r);
	draft_key_leaf(d, r);
	return draft_refusers(d, trait);
}

RULE(cert_authority)
{
	const struct event *leaf = good_leaf(j, r);

	return leaf && leaf->flags & EVENT_CERT_AUTHORITY && tell_leaf(r, d, TLS_TRAIT_AUTHORITY);
}

/* What its extended key usage says; COUNT_: it is for servers, or nothing is known. */
static enum tls_trait purpose_trait(const struct event *leaf)
{
	struct strs purposes = {0};
	enum tls_trait trait = TLS_TRAIT_COUNT_;

	if (leaf->flags & EVENT_CERT_NO_PURPOSE)
		return leaf->not_before >= JULY_2019 ? TLS_TRAIT_NO_PURPOSE : TLS_TRAIT_COUNT_;
	if (leaf->flags & EVENT_CERT_EMPTY_PURPOSE)
		return TLS_TRAIT_EMPTY_PURPOSE;
	if (!leaf->detail)
		return TLS_TRAIT_COUNT_;
	strs_split(&purposes, leaf->detail, " ");
	if (!strs_has(&purposes, "serverAuth"))
		trait =
		    strs_has(&purposes, "any") ? TLS_TRAIT_ANY_PURPOSE : TLS_TRAIT_OTHER_PURPOSE;
	strs_clear(&purposes);
	return trait;
}

RULE(cert_purpose)
{
	const struct event *leaf = row_leaf(r);
	enum tls_trait trait = leaf && session_of(j, r) ? purpose_trait(leaf) : TLS_TRAIT_COUNT_;

	if (trait == TLS_TRAIT_COUNT_ || trait == TLS_TRAIT_NO_PURPOSE || !r->f->verify ||
	    r->f->verify->status & ~(unsigned)CERT_BAD_PURPOSE)
		return false;
	if (r->f->verify->status) /* here as well */
		d->verdict = VERDICT_PROBLEM;
	draft_arg(d, "purposes", leaf->detail);
	return tell_leaf(r, d, trait);
}

RULE(cert_no_purpose)
{
	const struct event *leaf = good_leaf(j, r);

	return leaf && purpose_trait(leaf) == TLS_TRAIT_NO_PURPOSE &&
	       tell_leaf(r, d, TLS_TRAIT_NO_PURPOSE);
}

static enum tls_trait key_trait(const struct event *leaf)
{
	if (str_eq(leaf->key, "DSA"))
		return TLS_TRAIT_DSA;
	if (str_istarts(leaf->key, "Ed"))
		return TLS_TRAIT_EDDSA;
	return str_eq(leaf->key, "ECDSA") && leaf->bits == 521 ? TLS_TRAIT_P521_KEY
							       : TLS_TRAIT_COUNT_;
}

RULE(cert_key_kind)
{
	const struct event *leaf = good_leaf(j, r);
	enum tls_trait trait = leaf ? key_trait(leaf) : TLS_TRAIT_COUNT_;

	if (trait == TLS_TRAIT_COUNT_)
		return false;
	if (trait == TLS_TRAIT_DSA) /* no current program is left */
		d->verdict = VERDICT_PROBLEM;
	draft_arg(d, "key", leaf->key);
	draft_arg_number(d, "bits", leaf->bits);
	return tell_leaf(r, d, trait);
}

static bool is_of_public_authority(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; !j->f->target->ca_file && i < r->f->chain_n; i++)
		if (authority_find(r->f->chain[i].cert->issuer))
			return true;
	return false;
}

RULE(cert_lifetime)
{
	const struct event *leaf = good_leaf(j, r);
	int64_t days = leaf ? (leaf->not_after - leaf->not_before + DAY - 1) / DAY : 0;

	if (days > 398 && leaf->not_before >= SEPTEMBER_2020 && is_of_public_authority(j, r)) {
		draft_arg_number(d, "most", 398);
		draft_arg_number(d, "days", (long)days);
		return tell_leaf(r, d, TLS_TRAIT_OVER_398_DAYS);
	}
	if (days <= 825 || leaf->not_before < JULY_2019)
		return false;
	draft_arg_number(d, "most", 825);
	draft_arg_number(d, "days", (long)days);
	return tell_leaf(r, d, TLS_TRAIT_OVER_825_DAYS);
}

/* ---- its issuers ---- */

/* Whether the certificate's permitted uses were recorded: older logs do not have them. */
static bool knows_powers(const struct row *r)
{
	for (size_t i = 0; i < r->f->chain_n; i++)
		if (r->f->chain[i].cert->flags &
		    (EVENT_CERT_AUTHORITY | EVENT_CERT_NO_CONSTRAINTS | EVENT_CERT_NO_SIGNING))
			return true;
	return false;
}

static bool has_issued(const struct row *r, const struct event *issuer)
{
	for (size_t i = 0; i < r->f->chain_n; i++)
		if (r->f->chain[i].cert != issuer &&
		    str_eq(r->f->chain[i].cert->issuer, issuer->subject))
			return true;
	return false;
}

RULE(cert_issuer_powers)
{
	if (!r->f->verify || !(r->f->verify->status & CERT_BAD_CONSTRAINTS) || !knows_powers(r))
		return false;
	for (size_t i = 1; i < r->f->chain_n; i++) {
		const struct event *c = r->f->chain[i].cert;
		bool is_ca = c->flags & EVENT_CERT_AUTHORITY;

		if ((is_ca && !(c->flags & EVENT_CERT_NO_SIGNING)) || !has_issued(r, c))
			continue;
		draft_cite_event(d, c);
		draft_arg(d, "subject", c->subject);
		return tell_leaf(r, d, is_ca ? TLS_TRAIT_NO_SIGNING : TLS_TRAIT_NO_CA);
	}
	return false;
}

/* ---- this computer's own list ---- */

#define NO_LIST "ca-certificates"

RULE(trust_empty)
{
	if (!r->f->verify || !(r->f->verify->flags & EVENT_NO_ROOTS))
		return false;
	draft_cite_event(d, r->f->verify);
	draft_arg(d, "list", r->f->verify->reason ? r->f->verify->reason : NO_LIST);
	return true;
}

#define CURL_NO_ROOTS 77 /* libcurl's CURLE_SSL_CACERT_BADFILE */

RULE(trust_empty_policy)
{
	for (size_t i = 0; i < j->f->lookup_n; i++) {
		const struct event *ev = j->f->lookups[i];

		if (ev->type != EVENT_POLICY || ev->err != CURL_NO_ROOTS)
			continue;
		draft_cite_event(d, ev);
		draft_arg(d, "domain", j->domain.name);
		draft_arg(d, "list", ev->reason ? ev->reason : NO_LIST);
		return true;
	}
	return false;
}

/* ---- handshakes that failed, and succeeded with less ---- */

static bool accepted(const struct row *r, const struct event *answer, struct draft *d)
{
	if (facts_offer(r->f, answer) != ACCEPTANCE_ACCEPTED)
		return false;
	draft_cite_stage(d, r, STAGE_TLS);
	draft_cite_event(d, r->f->closed);
	draft_cite_event(d, r->f->alert);
	draft_cite_event(d, answer);
	return true;
}

static bool is_retried(const struct row *r)
{
	return r->counted && facts_handshake_failed(r->f);
}

static bool takes_nameless(const struct row *r)
{
	return facts_offer(r->f, r->f->nameless) == ACCEPTANCE_ACCEPTED;
}

/* The ClientHello of the first try, but shorter, or without what is new. */
static bool takes_shorter(const struct row *r)
{
	return facts_offer(r->f, r->f->offers[TLS_OFFER_SMALL]) == ACCEPTANCE_ACCEPTED ||
	       facts_offer(r->f, r->f->accepts[TLS_VERSION_1_2]) == ACCEPTANCE_ACCEPTED;
}

/* Nothing newer than TLS 1.1, and no explanation: it hangs up at what it does not know. */
RULE(tls_hello_old)
{
	bool old = is_retried(r) && !takes_shorter(r) && !takes_nameless(r);

	for (unsigned v = TLS_VERSION_1_2; old && v-- > TLS_VERSION_1_0;) {
		if (!accepted(r, r->f->accepts[v], d))
			continue;
		draft_arg(d, "version", tls_version_words(tls_version_name((enum tls_version)v)));
		return draft_refusers(d, TLS_TRAIT_OLD_VERSION);
	}
	return false;
}

/* How long a handshake without an answer was waited for before that means anything: that long, and
 * so many times what the first one took. */
#define SILENCE_US 900000
#define SILENCE_TIMES 5

static bool is_lost(const struct row *r, const struct event *answer)
{
	return answer->outcome == OUTCOME_TIMEOUT && answer->stage == STAGE_TLS &&
	       answer->us >= SILENCE_US && answer->us >= SILENCE_TIMES * r->f->stages[STAGE_TLS].us;
}

/* Too large for the way, or for a device that waits for the rest: a VPN makes the former likelier. */
static void tell_lost(const struct judge *j, struct draft *d)
{
	const struct event *tunnel = tunnel_in_use(j);

	draft_arg(d, "lost", "yes");
	draft_key(d, "lost");
	draft_cite_event(d, tunnel);
	draft_arg(d, "device", tunnel ? tunnel->device : NULL);
}

/* A long ClientHello is lost, all others get through. */
static bool loses_long(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct event *large = r->f->offers[TLS_OFFER_LARGE];

	if (!session_of(j, r) || !large)
		return false;
	/* A refused one may have been one connection too many: another must have succeeded. */
	if (!is_lost(r, large) &&
	    (facts_offer(r->f, large) != ACCEPTANCE_REFUSED || !takes_nameless(r)))
		return false;
	draft_cite_event(d, r->f->session);
	draft_cite_event(d, large);
	draft_cite_event(d, r->f->nameless);
	d->verdict = VERDICT_WARNING;
	if (is_lost(r, large))
		tell_lost(j, d);
	return true;
}

RULE(tls_hello_long)
{
	if (loses_long(j, r, d))
		return true;
	/* Without a name it was as long: then length is not the cause. */
	if (!is_retried(r) || takes_nameless(r))
		return false;
	return accepted(r, r->f->offers[TLS_OFFER_SMALL], d) ||
	       accepted(r, r->f->accepts[TLS_VERSION_1_2], d);
}

/* The row's handshake fails for its name alone. */
static bool refuses_name(const struct row *r)
{
	return is_retried(r) && !takes_shorter(r) && takes_nameless(r);
}

/* {known}: a mail port of the host that takes the name; {starttls}: only those refuse it that begin in clear text. */
static void tell_name(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct row *known = NULL;
	bool starttls = true;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !row_same_host(j, other, r) || !row_is_mail(other))
			continue;
		if (!known && other->secured)
			known = other;
		starttls =
		    starttls && (!refuses_name(other) || other->e->security == SECURITY_STARTTLS);
	}
	draft_arg(d, "starttls", starttls ? "yes" : NULL);
	if (!known)
		return;
	draft_arg_number(d, "known", known->e->port);
	draft_cite_event(d, known->f->session);
}

RULE(tls_hello_name)
{
	if (!refuses_name(r) || !accepted(r, r->f->nameless, d))
		return false;
	tell_name(j, r, d);
	return true;
}
