/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates: verification is judged as the library recorded it, one finding for each cause, and
 * the chain as it was sent. */
#include "config.h"
#include "reason/domain/domain.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/authorities.h"

#include <stdlib.h>

#define DAY (24 * 60 * 60)
#define NAMES_TOLD 10 /* of one certificate, in a sentence */
#define RSA_BITS_MIN 2048
#define SOON_DAYS 14 /* a renewal that works has happened by then … */
/* … and for short lives before the last third: six days are renewed after three */
#define SOON_PART 3

const struct event *row_leaf(const struct row *r)
{
	return r->f->chain_n ? r->f->chain[0].cert : NULL;
}

const char *row_issuer(const struct row *r)
{
	return r->f->chain_n ? r->f->chain[r->f->chain_n - 1].cert->issuer : NULL;
}

void draft_cite_leaf(struct draft *d, const struct row *r)
{
	draft_cite_event(d, r->f->verify);
	draft_cite_event(d, row_leaf(r));
}

const char *row_leaf_id(const struct row *r)
{
	const struct event *leaf = row_leaf(r);

	return leaf ? (leaf->sha256 ? leaf->sha256 : leaf->subject) : NULL;
}

void draft_key_leaf(struct draft *d, const struct row *r)
{
	draft_key(d, row_leaf_id(r));
}

bool row_has_status(const struct row *r, unsigned bit, struct draft *d)
{
	if (!r->f->verify || !(r->f->verify->status & bit))
		return false;
	draft_cite_leaf(d, r);
	draft_key_leaf(d, r);
	return true;
}

/* A better certificate alone would not help. */
void draft_login_too(struct draft *d, const struct judge *j, const struct row *r)
{
	struct draft aside = {0};

	if (rule_login_none(NULL, j, r, &aside)) {
		draft_arg_number(d, "nologin", r->e->port);
		draft_arg(d, FINDING_ARG_ACTION,
			  N_("Ask the provider which server and port to enter for sending: another "
			     "name alone won't help, since no login is offered there."));
		draft_cite(d, r->f->caps_tls.event ? r->f->caps_tls.event : r->f->caps.event);
	}
	draft_clear(&aside);
}

void draft_here(struct draft *d, const struct row *r)
{
	if (!address_is_localhost(r->e->host))
		return;
	draft_arg(d, "here", "yes");
	d->place = PLACE_THIS_COMPUTER;
	if (r->trusted)
		d->verdict = VERDICT_NOTE;
}

void draft_issuer(struct draft *d, const struct row *r)
{
	draft_arg(d, "issuer", row_issuer(r));
}

bool draft_stock(struct draft *d, const struct row *r)
{
	const struct event *leaf = row_leaf(r);
	const struct stock_issuer *stock = leaf ? stock_issuer_find(leaf->issuer) : NULL;

	if (!stock)
		return false;
	draft_arg(d, "stock", "yes");
	draft_arg(d, "remedy", stock->remedy);
	draft_arg(d, FINDING_ARG_MEANING, stock->meaning);
	return true;
}

/* What follows where servers deliver: most of them don't check. */
static void tell_mx(const struct judge *j, const struct row *r, struct draft *d)
{
	if (domain_is_mx(j->f->target, r->e))
		draft_arg(d, FINDING_ARG_MEANING,
			  N_("Mail still arrives: sending servers encrypt without checking the "
			     "certificate, unless DANE or MTA-STS requires the check."));
}

/* Shared servers have hundreds: a sentence names the first ones, the certificate shows all. */
void draft_names(struct draft *d, const struct row *r)
{
	const struct event *leaf = row_leaf(r);
	struct strs few = {0};

	if (!leaf)
		return;
	for (size_t i = 0; i < leaf->list.n && i < NAMES_TOLD; i++)
		strs_add(&few, leaf->list.v[i]);
	if (leaf->list.n > NAMES_TOLD)
		strs_append(&few, mem_printf("… (%zu)", leaf->list.n));
	draft_arg_list(d, "names", &few);
	strs_clear(&few);
}

/* The certificate of the chain that is not valid yet; the leaf if dates do not tell. */
static const struct event *not_begun(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < r->f->chain_n; i++) {
		const struct event *c = r->f->chain[i].cert;

		if (c->not_before > j->f->now)
			return c;
	}
	return row_leaf(r);
}

static bool row_ends_in_root(const struct row *r)
{
	const struct event *last = r->f->chain_n ? r->f->chain[r->f->chain_n - 1].cert : NULL;

	return !last || str_eq(last->subject, last->issuer);
}

/* Whether the issuer that is missing at place at comes somewhere after it. */
static bool issuer_comes_later(const struct row *r, size_t of, size_t at)
{
	for (size_t i = at + 1; i < r->f->chain_n; i++)
		if (str_eq(r->f->chain[of].cert->issuer, r->f->chain[i].cert->subject))
			return true;
	return false;
}

static bool leaf_is_expired(const struct judge *j, const struct row *r)
{
	return row_leaf(r) && row_leaf(r)->not_after < j->f->now;
}

static void tell_expiry(const struct judge *j, const struct event *c, struct draft *d)
{
	draft_cite_event(d, c);
	draft_arg_day(d, "since", c->not_after);
	draft_arg_number(d, "days", (long)((j->f->now - c->not_after) / DAY));
}

RULE(cert_expired)
{
	const struct event *leaf = row_leaf(r);

	if (!leaf || !leaf_is_expired(j, r) || !row_has_status(r, CERT_EXPIRED, d))
		return false;
	tell_expiry(j, leaf, d);
	draft_authority_change(d, j, CHANGE_LIFETIME, r);
	draft_renewed_elsewhere(d, j, r);
	tell_mx(j, r, d);
	return true;
}

/* One of the sent issuers that has expired, or NULL. */
static const struct event *expired_issuer(const struct judge *j, const struct row *r)
{
	for (size_t i = 1; i < r->f->chain_n; i++)
		if (r->f->chain[i].cert->not_after < j->f->now)
			return r->f->chain[i].cert;
	return NULL;
}

/* The server's own certificate is in its time, one above it is not. */
RULE(cert_chain_expired)
{
	const struct event *c = expired_issuer(j, r);

	if (!c || leaf_is_expired(j, r) || !row_has_status(r, CERT_EXPIRED, d))
		return false;
	draft_arg(d, "issuer", c->subject);
	tell_expiry(j, c, d);
	return true;
}

/* Everything that was sent is in its time, but the whole is not: the root has expired, which this
 * computer has. */
RULE(cert_root_expired)
{
	if (leaf_is_expired(j, r) || expired_issuer(j, r) || !row_has_status(r, CERT_EXPIRED, d))
		return false;
	draft_issuer(d, r);
	return true;
}

/* It was sent, and up-to-date programs do not need it: an old cross-signature. */
RULE(cert_expired_extra)
{
	const struct event *c = expired_issuer(j, r);

	if (!c || !r->f->verify || r->f->verify->status & CERT_EXPIRED)
		return false;
	draft_cite_event(d, r->f->verify);
	draft_arg(d, "issuer", c->subject);
	tell_expiry(j, c, d);
	draft_key_leaf(d, r);
	return true;
}

RULE(cert_not_yet_valid)
{
	if (!row_has_status(r, CERT_NOT_YET_VALID, d))
		return false;
	const struct event *c = not_begun(j, r);

	draft_cite_event(d, c);
	draft_arg_day(d, "from", c ? c->not_before : 0);
	draft_arg_day(d, "today", j->f->now);
	return true;
}

RULE(cert_self_signed)
{
	if (!row_has_status(r, CERT_SELF_SIGNED, d))
		return false;
	draft_here(d, r);
	draft_arg(d, "subject", row_leaf(r) ? row_leaf(r)->subject : NULL);
	const struct row *other = row_vouched(j, r, false);

	if (other) {
		draft_cite_leaf(d, other);
		draft_arg_number(d, "otherport", other->e->port);
	}
	draft_login_too(d, j, r);
	if (!draft_stock(d, r))
		tell_mx(j, r, d);
	return true;
}

/* Everything needed was sent: only the root is missing, which programs have themselves. */
RULE(cert_root_missing)
{
	unsigned status = r->f->verify ? r->f->verify->status : 0;

	if (!(status & CERT_UNTRUSTED) || status & (CERT_SELF_SIGNED | CERT_MISSING_ISSUER) ||
	    !authority_is_root(row_issuer(r)))
		return false;
	draft_cite_leaf(d, r);
	draft_cite(d, r->f->chain[r->f->chain_n - 1].event);
	draft_key(d, row_issuer(r));
	draft_issuer(d, r);
	return true;
}

/* The last certificate that was sent was issued by a well-known authority's that was not. */
RULE(cert_incomplete)
{
	unsigned status = r->f->verify ? r->f->verify->status : 0;

	if (!(status & CERT_MISSING_ISSUER) &&
	    (!(status & CERT_UNTRUSTED) || status & CERT_SELF_SIGNED || row_ends_in_root(r) ||
	     authority_is_root(row_issuer(r)) || !authority_find(row_issuer(r))))
		return false;
	draft_cite_leaf(d, r);
	draft_cite(d, r->f->chain_n ? r->f->chain[r->f->chain_n - 1].event : 0);
	draft_key_leaf(d, r);
	draft_issuer(d, r);
	return true;
}

/* Whether that certificate of the chain came before; programs skip the second one. */
static bool is_repeated(const struct row *r, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (r->f->chain[at].cert->sha256 &&
		    str_eq(r->f->chain[i].cert->sha256, r->f->chain[at].cert->sha256))
			return true;
	return false;
}

/* RFC 5246 section 7.4.2: each certificate certifies the one before it. */
RULE(cert_order)
{
	size_t at = 1, last = 0;

	for (; at < r->f->chain_n; at++) {
		if (is_repeated(r, at))
			continue;
		if (!str_eq(r->f->chain[last].cert->issuer, r->f->chain[at].cert->subject))
			break;
		last = at;
	}
	/* A certificate that belongs nowhere is not the same as one out of order. */
	if (at >= r->f->chain_n || !r->f->verify || !issuer_comes_later(r, last, at))
		return false;
	draft_cite(d, r->f->chain[last].event);
	draft_cite(d, r->f->chain[at].event);
	draft_arg(d, "subject", r->f->chain[at].cert->subject);
	draft_arg(d, "issuer", r->f->chain[last].cert->issuer);
	draft_key_leaf(d, r);
	return true;
}

/* More or larger certificates than are looked at: a server that sends them wants to exhaust
 * programs. */
RULE(cert_limit)
{
	if (!r->f->limit || r->f->limit->stage != STAGE_TLS)
		return false;
	if (!row_leaf(r)) /* not even the server's own was looked at */
		d->verdict = VERDICT_PROBLEM;
	draft_cite_event(d, r->f->limit);
	draft_arg(d, "limit", r->f->limit->text);
	draft_arg_number(d, "most", r->f->limit->num);
	return true;
}

RULE(cert_untrusted)
{
	if (!row_has_status(r, CERT_UNTRUSTED, d) || (r->f->verify->status & CERT_SELF_SIGNED))
		return false;
	draft_issuer(d, r);
	/* Only a public authority's chain leads to a root that others have. */
	const char *authority = authority_find(row_issuer(r));

	draft_arg(d, "authority", authority);
	if (draft_stock(d, r))
		return true;
	draft_arg(d, "maker", authority ? NULL : row_issuer(r));
	tell_mx(j, r, d);
	return true;
}

/* Verification says everything. */
RULE(cert_status)
{
	return row_has_status(r, rule->status, d);
}

RULE(cert_staple)
{
	if (!row_has_status(r, CERT_MISSING_STAPLE | CERT_BAD_STAPLE, d))
		return false;
	draft_arg(d, "bad", r->f->verify->status & CERT_BAD_STAPLE ? "yes" : NULL);
	return true;
}

static bool has_weak_key(const struct event *c)
{
	bool ec = str_istarts(c->key, "EC") || str_istarts(c->key, "Ed");

	return !ec && c->bits < RSA_BITS_MIN;
}

/* The same measure as in net/tls/tls_verify.c; a root's own signature proves nothing. */
static bool is_weak(const struct event *c)
{
	static const char *const broken[] = {"MD2", "MD5", "SHA1", "RIPEMD160", "RMD160"};

	if (has_weak_key(c))
		return true;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		if (!str_eq(c->subject, c->issuer) && str_icontains(c->signature, broken[i]))
			return true;
	return false;
}

/* The weak one of the chain; the first one if none shows why. */
static const struct event *weak_certificate(const struct row *r)
{
	for (size_t i = 0; i < r->f->chain_n; i++)
		if (is_weak(r->f->chain[i].cert))
			return r->f->chain[i].cert;
	return row_leaf(r);
}

RULE(cert_weak)
{
	const struct event *c = weak_certificate(r);

	if (!c || !row_has_status(r, CERT_WEAK, d))
		return false;
	draft_cite_event(d, c);
	draft_arg(d, "subject", c->subject);
	draft_arg(d, "key", c->key);
	draft_arg_number(d, "bits", c->bits);
	draft_arg(d, "signature", c->signature);
	return draft_refusers(d, has_weak_key(c) ? TLS_TRAIT_RSA_UNDER_2048
						 : TLS_TRAIT_SHA1_CERTIFICATE);
}

RULE(cert_bad)
{
	if (!row_has_status(r, CERT_BAD_SIGNATURE | CERT_BAD_CONSTRAINTS | CERT_BAD_PURPOSE, d))
		return false;
	draft_arg(d, "text", r->f->verify->text);
	return true;
}

/* A status without a rule of its own must not look like a good certificate. */
RULE(cert_other)
{
	unsigned known = CERT_UNTRUSTED | CERT_SELF_SIGNED | CERT_EXPIRED | CERT_NOT_YET_VALID |
			 CERT_WRONG_NAME | CERT_REVOKED | CERT_WEAK | CERT_BAD_PURPOSE |
			 CERT_BAD_SIGNATURE | CERT_MISSING_STAPLE | CERT_BAD_STAPLE |
			 CERT_BAD_CONSTRAINTS | CERT_NO_NAME | CERT_MISSING_ISSUER;

	if (!r->f->verify || !r->f->verify->status || (r->f->verify->status & known))
		return false;
	draft_cite_leaf(d, r);
	draft_key_leaf(d, r);
	draft_arg(d, "text", r->f->verify->text);
	return true;
}

/* Refused by every mail program, with any version of TLS. */
#define CERT_REJECTED                                                                              \
	(CERT_EXPIRED | CERT_NOT_YET_VALID | CERT_WRONG_NAME | CERT_UNTRUSTED | CERT_SELF_SIGNED | \
	 CERT_REVOKED)

static bool is_other_bad(const struct row *r, const struct event *answer)
{
	const struct event *leaf = row_leaf(r);

	return leaf && answer && answer->outcome == OUTCOME_OK && answer->status & CERT_REJECTED &&
	       !str_eq(answer->sha256, leaf->sha256);
}

/* The first connection got a good certificate, a further one to the same address another, bad one:
 * several machines behind one address, or one certificate for each version of TLS. */
RULE(cert_alternates)
{
	const struct event *bad = is_other_bad(r, r->f->secrecy) ? r->f->secrecy : NULL;

	if (!r->trusted || !row_leaf(r))
		return false;
	for (size_t v = 0; v < TLS_VERSION_COUNT_; v++)
		if (is_other_bad(r, r->f->accepts[v]))
			bad = r->f->accepts[v];
	if (!bad)
		return false;
	draft_cite_leaf(d, r);
	draft_cite_event(d, bad);
	draft_key_leaf(d, r);
	return true;
}

static int64_t life_of(const struct event *c)
{
	return c && c->not_after > c->not_before ? c->not_after - c->not_before : 0;
}

RULE(cert_expiring)
{
	const struct event *leaf = row_leaf(r);
	int64_t left = leaf ? leaf->not_after - j->f->now : 0;

	int64_t soon = SOON_DAYS * DAY, part = life_of(leaf) / SOON_PART;

	if (!r->trusted || !leaf || left < 0 || left > (part < soon ? part : soon))
		return false;
	draft_cite_leaf(d, r);
	draft_key_leaf(d, r);
	draft_arg_day(d, "until", leaf->not_after);
	draft_authority_change(d, j, CHANGE_LIFETIME, r);
	draft_arg_number(d, "days", (long)(left / DAY));
	return true;
}
