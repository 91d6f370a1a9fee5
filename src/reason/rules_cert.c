/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates: verification is judged as the library recorded it, one finding a cause, and the
 * chain as it was sent. */
#include "config.h"
#include "reason/rules.h"

#include "base/mem.h"
#include "know/authorities.h"

#include <stdlib.h>
#include <string.h>

#define DAY (24 * 60 * 60)
#define SOON_DAYS 14 /* a renewal that works has happened by then */

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

/* Rows that show the same leaf share a finding. */
static void key_leaf(const struct row *r, struct draft *d)
{
	const struct event *leaf = row_leaf(r);

	draft_key(d, leaf ? (leaf->sha256 ? leaf->sha256 : leaf->subject) : NULL);
}

static bool has_status(const struct row *r, unsigned bit, struct draft *d)
{
	if (!r->f->verify || !(r->f->verify->status & bit))
		return false;
	draft_cite_leaf(d, r);
	key_leaf(r, d);
	return true;
}

void draft_issuer(struct draft *d, const struct row *r)
{
	draft_arg(d, "issuer", row_issuer(r));
}

void draft_names(struct draft *d, const struct row *r)
{
	char *names = row_leaf(r) ? strs_join(&row_leaf(r)->list, ", ") : mem_strdup("");

	draft_arg(d, "names", names);
	free(names);
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

/* Whether the issuer that is missing at place at comes somewhere behind it. */
static bool issuer_comes_later(const struct row *r, size_t at)
{
	for (size_t i = at + 1; i < r->f->chain_n; i++)
		if (str_eq(r->f->chain[at - 1].cert->issuer, r->f->chain[i].cert->subject))
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

RULE(rule_cert_expired)
{
	if (!leaf_is_expired(j, r) || !has_status(r, CERT_EXPIRED, d))
		return false;
	tell_expiry(j, row_leaf(r), d);
	return true;
}

/* Of the issuers that were sent, one that has expired, or NULL. */
static const struct event *expired_issuer(const struct judge *j, const struct row *r)
{
	for (size_t i = 1; i < r->f->chain_n; i++)
		if (r->f->chain[i].cert->not_after < j->f->now)
			return r->f->chain[i].cert;
	return NULL;
}

/* The server's own certificate is in its time, one above it is not. */
RULE(rule_cert_chain_expired)
{
	const struct event *c = expired_issuer(j, r);

	if (!c || leaf_is_expired(j, r) || !has_status(r, CERT_EXPIRED, d))
		return false;
	draft_arg(d, "issuer", c->subject);
	tell_expiry(j, c, d);
	return true;
}

/* All that was sent is in its time, and the whole is not: it is the root, which this computer has. */
RULE(rule_cert_root_expired)
{
	if (leaf_is_expired(j, r) || expired_issuer(j, r) || !has_status(r, CERT_EXPIRED, d))
		return false;
	draft_issuer(d, r);
	return true;
}

/* It was sent, and nobody who is up to date needs it: a cross-sign of old. */
RULE(rule_cert_expired_extra)
{
	const struct event *c = expired_issuer(j, r);

	if (!c || !r->f->verify || r->f->verify->status & CERT_EXPIRED)
		return false;
	draft_cite_event(d, r->f->verify);
	draft_arg(d, "issuer", c->subject);
	tell_expiry(j, c, d);
	key_leaf(r, d);
	return true;
}

RULE(rule_cert_not_yet_valid)
{
	if (!has_status(r, CERT_NOT_YET_VALID, d))
		return false;
	const struct event *c = not_begun(j, r);

	draft_cite_event(d, c);
	draft_arg_day(d, "from", c ? c->not_before : 0);
	draft_arg_day(d, "today", j->f->now);
	return true;
}

/* What the name server said of name: the event, and whether the row's address was in it. */
static const struct event *answer_about(const struct judge *j, const struct row *r,
					const char *name, bool *ret_same)
{
	const struct event *said = NULL;

	*ret_same = false;
	for (size_t i = 0; i < j->f->log->n && !*ret_same; i++) {
		const struct event *ev = j->f->log->v[i];

		if (ev->type != EVENT_DNS_ANSWER || !str_ieq(ev->host, name) ||
		    ev->family != r->e->family)
			continue;
		said = ev;
		*ret_same = r->address && strs_has(&ev->list, r->address);
	}
	return said;
}

/* The first name of the certificate that could be entered instead: one that leads here, or else a
 * close one that nobody has looked up. */
static const char *better_name(const struct judge *j, const struct row *r, bool looked_up,
			       struct draft *d)
{
	const struct event *leaf = row_leaf(r);

	for (size_t i = 0; leaf && i < leaf->list.n; i++) {
		const char *name = leaf->list.v[i];
		bool same;
		const struct event *said = answer_about(j, r, name, &same);

		if (!name_can_be_entered(name) || (looked_up ? !same : said != NULL) ||
		    (!looked_up && !name_is_close(r->e->host, name)))
			continue;
		draft_cite_event(d, said);
		return name;
	}
	return NULL;
}

static bool tell_better_name(const struct judge *j, const struct row *r, bool looked_up,
			     struct draft *d)
{
	if (!r->f->verify || !(r->f->verify->status & CERT_WRONG_NAME))
		return false;
	const char *name = better_name(j, r, looked_up, d);

	if (!name || !has_status(r, CERT_WRONG_NAME, d))
		return false;
	draft_arg(d, "enter", name);
	draft_names(d, r);
	return true;
}

/* It is for a name that leads to the same address: the right server by another name. */
RULE(rule_cert_other_name)
{
	return tell_better_name(j, r, true, d);
}

/* It is for a name next to the one that was asked for, and nobody has looked that up. */
RULE(rule_cert_close_name)
{
	return tell_better_name(j, r, false, d);
}

RULE(rule_cert_wrong_name)
{
	(void)j;
	if (!has_status(r, CERT_WRONG_NAME, d) || (r->f->verify->status & CERT_NO_NAME))
		return false;
	draft_names(d, r);
	return true;
}

/* A byte that no name of a server has: RFC 5280 section 4.2.1.6, with what is found in use. */
static bool is_odd_byte(char c)
{
	bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

	return !letter && !(c >= '0' && c <= '9') && !strchr("-._*:", c);
}

static bool has_nul(const char *name)
{
	return strstr(name, "\\0"); /* as the events write it */
}

/* The worst of the names that are none, or NULL. */
static const char *odd_name(const struct event *leaf)
{
	const char *odd = NULL;

	for (size_t i = 0; leaf && i < leaf->list.n; i++) {
		const char *name = leaf->list.v[i];
		bool is = false;

		for (size_t k = 0; name[k]; k++)
			is = is || is_odd_byte(name[k]);
		if (is && (!odd || (has_nul(name) && !has_nul(odd))))
			odd = name;
	}
	return odd;
}

/* Nobody gets a zero byte into a certificate by mistake; blanks and the like are mistakes. */
RULE(rule_cert_bad_name)
{
	const char *name = odd_name(row_leaf(r));

	(void)j;
	if (!name)
		return false;
	if (!has_nul(name))
		d->verdict = VERDICT_WARNING;
	draft_cite_leaf(d, r);
	key_leaf(r, d);
	draft_arg(d, "name", name);
	return true;
}

RULE(rule_cert_no_name)
{
	(void)j;
	return has_status(r, CERT_NO_NAME, d);
}

RULE(rule_cert_self_signed)
{
	(void)j;
	if (!has_status(r, CERT_SELF_SIGNED, d))
		return false;
	draft_arg(d, "subject", row_leaf(r) ? row_leaf(r)->subject : NULL);
	return true;
}

/* The same issuer as a whole: a public authority sells under names that are no root's. */
static bool is_public_issuer(const char *issuer)
{
	return issuer && authority_find(issuer);
}

/*
 * The last certificate that came was issued by one that did not come, of an
 * authority that is well known.
 */
RULE(rule_cert_incomplete)
{
	unsigned status = r->f->verify ? r->f->verify->status : 0;

	(void)j;
	if (!(status & CERT_MISSING_ISSUER) &&
	    (!(status & CERT_UNTRUSTED) || status & CERT_SELF_SIGNED || row_ends_in_root(r) ||
	     !is_public_issuer(row_issuer(r))))
		return false;
	draft_cite_leaf(d, r);
	draft_cite(d, r->f->chain_n ? r->f->chain[r->f->chain_n - 1].event : 0);
	key_leaf(r, d);
	draft_issuer(d, r);
	return true;
}

/* RFC 5246 section 7.4.2: each certificate certifies the one before it. */
RULE(rule_cert_order)
{
	size_t at = 1;

	(void)j;
	while (at < r->f->chain_n &&
	       str_eq(r->f->chain[at - 1].cert->issuer, r->f->chain[at].cert->subject))
		at++;
	/* Something that belongs nowhere is another matter than something out of place. */
	if (at >= r->f->chain_n || !r->f->verify || !issuer_comes_later(r, at))
		return false;
	draft_cite(d, r->f->chain[at - 1].event);
	draft_cite(d, r->f->chain[at].event);
	draft_arg(d, "subject", r->f->chain[at].cert->subject);
	draft_arg(d, "issuer", r->f->chain[at - 1].cert->issuer);
	key_leaf(r, d);
	return true;
}

/* More than is looked at, in number or size: whoever sends that wants to tire programs out. */
RULE(rule_cert_limit)
{
	(void)j;
	if (!r->f->limit || r->f->limit->stage != STAGE_TLS)
		return false;
	if (!row_leaf(r)) /* not even the server's own was looked at */
		d->verdict = VERDICT_PROBLEM;
	draft_cite_event(d, r->f->limit);
	draft_arg(d, "limit", r->f->limit->text);
	draft_arg_number(d, "most", r->f->limit->num);
	return true;
}

RULE(rule_cert_untrusted)
{
	(void)j;
	if (!has_status(r, CERT_UNTRUSTED, d) || (r->f->verify->status & CERT_SELF_SIGNED))
		return false;
	draft_issuer(d, r);
	return true;
}

RULE(rule_cert_revoked)
{
	(void)j;
	return has_status(r, CERT_REVOKED, d);
}

RULE(rule_cert_weak)
{
	(void)j;
	if (!has_status(r, CERT_WEAK, d))
		return false;
	draft_arg(d, "key", row_leaf(r) ? row_leaf(r)->key : NULL);
	draft_arg_number(d, "bits", row_leaf(r) ? row_leaf(r)->bits : 0);
	draft_arg(d, "signature", row_leaf(r) ? row_leaf(r)->signature : NULL);
	return true;
}

RULE(rule_cert_staple)
{
	(void)j;
	return has_status(r, CERT_MISSING_STAPLE | CERT_BAD_STAPLE, d);
}

RULE(rule_cert_bad)
{
	(void)j;
	if (!has_status(r, CERT_BAD_SIGNATURE | CERT_BAD_CONSTRAINTS | CERT_BAD_PURPOSE, d))
		return false;
	draft_arg(d, "text", r->f->verify->text);
	return true;
}

/* A status without a rule of its own must not look like a good certificate. */
RULE(rule_cert_other)
{
	unsigned known = CERT_UNTRUSTED | CERT_SELF_SIGNED | CERT_EXPIRED | CERT_NOT_YET_VALID |
			 CERT_WRONG_NAME | CERT_REVOKED | CERT_WEAK | CERT_BAD_PURPOSE |
			 CERT_BAD_SIGNATURE | CERT_MISSING_STAPLE | CERT_BAD_STAPLE |
			 CERT_BAD_CONSTRAINTS | CERT_NO_NAME | CERT_MISSING_ISSUER;

	(void)j;
	if (!r->f->verify || !r->f->verify->status || (r->f->verify->status & known))
		return false;
	draft_cite_leaf(d, r);
	key_leaf(r, d);
	draft_arg(d, "text", r->f->verify->text);
	return true;
}

RULE(rule_cert_expiring)
{
	const struct event *leaf = row_leaf(r);
	int64_t left = leaf ? leaf->not_after - j->f->now : 0;

	if (!r->trusted || !leaf || left < 0 || left > SOON_DAYS * DAY)
		return false;
	draft_cite_leaf(d, r);
	key_leaf(r, d);
	draft_arg_day(d, "until", leaf->not_after);
	draft_arg_number(d, "days", (long)(left / DAY));
	return true;
}
