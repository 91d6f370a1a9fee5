/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handshakes and certificates.  Verification is judged as the library recorded it, one finding a
 * cause. */
#include "config.h"
#include "reason/rules.h"

#include "base/mem.h"
#include "know/interceptors.h"
#include "know/tls_words.h"

#include <stdlib.h>

#define DAY (24 * 60 * 60)
#define SOON_DAYS 14 /* a renewal that works has happened by then */

static const struct event *leaf_of(const struct row *r)
{
	return r->f->chain_n ? r->f->chain[0].cert : NULL;
}

static void cite_leaf(const struct row *r, struct draft *d)
{
	draft_cite_event(d, r->f->verify);
	draft_cite_event(d, leaf_of(r));
}

/* Rows that show the same leaf share a finding. */
static void key_leaf(const struct row *r, struct draft *d)
{
	const struct event *leaf = leaf_of(r);

	draft_key(d, leaf ? (leaf->sha256 ? leaf->sha256 : leaf->subject) : NULL);
}

static bool has_status(const struct row *r, unsigned bit, struct draft *d)
{
	if (!r->f->verify || !(r->f->verify->status & bit))
		return false;
	cite_leaf(r, d);
	key_leaf(r, d);
	return true;
}

static void tell_issuer(const struct row *r, struct draft *d)
{
	draft_arg(d, "issuer", r->f->chain_n ? r->f->chain[r->f->chain_n - 1].cert->issuer : NULL);
}

/* The certificate of the path that has run out (or is not valid yet); the leaf if dates do not
 * tell. */
static const struct event *out_of_date(const struct judge *j, const struct row *r, bool expired)
{
	for (size_t i = 0; i < r->f->chain_n; i++) {
		const struct event *c = r->f->chain[i].cert;

		if (expired ? c->not_after < j->f->now : c->not_before > j->f->now)
			return c;
	}
	return leaf_of(r);
}

/* ---- the clock ---------------------------------------------------------------------------- */

/*
 * One server with an old certificate is that server's fault; certificates of
 * several servers that are all out of date the same way speak of this clock.
 */
RULE(rule_tls_clock_wrong)
{
	const struct trust *t = &j->trust;
	bool early = t->early && t->early == t->leaves && !t->expired;
	bool late = t->expired && t->expired == t->leaves && !t->early;

	if (!r->f->verify || !leaf_of(r) || t->leaves < 2 || t->hosts < 2 || (!early && !late))
		return false;
	cite_leaf(r, d);
	draft_arg_day(d, "today", j->f->now);
	draft_arg_day(d, "issued", leaf_of(t->newest)->not_before);
	return true;
}

/* ---- somebody in between ------------------------------------------------------------------ */

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

static const struct interceptor *issuer_box(const struct judge *j, const struct row *r,
					    struct draft *d)
{
	const struct box *box = &j->issuer_box[r->e->id - 1];

	draft_cite(d, box->event);
	return box->known;
}

static bool tell_box(const struct row *r, const struct interceptor *box, struct draft *d)
{
	draft_cite_event(d, r->f->verify);
	draft_arg(d, "product", box->product);
	tell_issuer(r, d);
	draft_key(d, box->product);
	/* A computer that trusts the box is meant to be read along; mail works. */
	if (r->trusted)
		d->verdict = VERDICT_WARNING;
	if (!box->confirmed)
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

static bool is_box(const struct judge *j, const struct row *r, enum interceptor_kind kind,
		   struct draft *d)
{
	const struct interceptor *box = issuer_box(j, r, d);

	return box && box->kind == kind && tell_box(r, box, d);
}

RULE(rule_tls_intercepted_scanner)
{
	return is_box(j, r, INTERCEPTOR_SCANNER, d);
}

RULE(rule_tls_intercepted_tool)
{
	return is_box(j, r, INTERCEPTOR_DEBUG, d);
}

RULE(rule_tls_intercepted_gateway)
{
	const struct interceptor *box = issuer_box(j, r, d);

	return box && box->kind != INTERCEPTOR_SCANNER && box->kind != INTERCEPTOR_DEBUG &&
	       tell_box(r, box, d);
}

/* No known maker, but every server of a public provider shows the same private issuer. */
RULE(rule_tls_intercepted_unknown)
{
	const struct trust *t = &j->trust;

	if (!j->named || j->f->target->practice || t->hosts < 2 || t->foreign_hosts < t->hosts ||
	    !t->foreign_issuer || !r->f->verify || !(r->f->verify->status & CERT_UNTRUSTED))
		return false;
	cite_leaf(r, d);
	tell_issuer(r, d);
	return true;
}

/* ---- certificates ------------------------------------------------------------------------- */

RULE(rule_cert_expired)
{
	if (!has_status(r, CERT_EXPIRED, d))
		return false;
	const struct event *c = out_of_date(j, r, true);

	draft_cite_event(d, c);
	draft_arg_day(d, "since", c ? c->not_after : 0);
	draft_arg_number(d, "days", c ? (long)((j->f->now - c->not_after) / DAY) : 0);
	return true;
}

RULE(rule_cert_not_yet_valid)
{
	if (!has_status(r, CERT_NOT_YET_VALID, d))
		return false;
	const struct event *c = out_of_date(j, r, false);

	draft_cite_event(d, c);
	draft_arg_day(d, "from", c ? c->not_before : 0);
	draft_arg_day(d, "today", j->f->now);
	return true;
}

RULE(rule_cert_wrong_name)
{
	(void)j;
	if (!has_status(r, CERT_WRONG_NAME, d) || (r->f->verify->status & CERT_NO_NAME))
		return false;
	char *names = leaf_of(r) ? strs_join(&leaf_of(r)->list, ", ") : mem_strdup("");

	draft_arg(d, "names", names);
	free(names);
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
	draft_arg(d, "subject", leaf_of(r) ? leaf_of(r)->subject : NULL);
	return true;
}

RULE(rule_cert_untrusted)
{
	(void)j;
	if (!has_status(r, CERT_UNTRUSTED, d) || (r->f->verify->status & CERT_SELF_SIGNED))
		return false;
	tell_issuer(r, d);
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
	draft_arg(d, "key", leaf_of(r) ? leaf_of(r)->key : NULL);
	draft_arg_number(d, "bits", leaf_of(r) ? leaf_of(r)->bits : 0);
	draft_arg(d, "signature", leaf_of(r) ? leaf_of(r)->signature : NULL);
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
			 CERT_BAD_CONSTRAINTS | CERT_NO_NAME;

	(void)j;
	if (!r->f->verify || !r->f->verify->status || (r->f->verify->status & known))
		return false;
	cite_leaf(r, d);
	key_leaf(r, d);
	draft_arg(d, "text", r->f->verify->text);
	return true;
}

RULE(rule_cert_expiring)
{
	const struct event *leaf = leaf_of(r);
	int64_t left = leaf ? leaf->not_after - j->f->now : 0;

	if (!r->trusted || !leaf || left < 0 || left > SOON_DAYS * DAY)
		return false;
	cite_leaf(r, d);
	key_leaf(r, d);
	draft_arg_day(d, "until", leaf->not_after);
	draft_arg_number(d, "days", (long)(left / DAY));
	return true;
}

/* ---- handshakes --------------------------------------------------------------------------- */

RULE(rule_tls_version_old)
{
	(void)j;
	if (!r->f->session || !tls_version_is_old(r->f->session->version))
		return false;
	draft_cite_event(d, r->f->session);
	draft_arg(d, "version", r->f->session->version);
	return true;
}

static bool tls_ended(const struct row *r, enum outcome outcome, struct draft *d)
{
	if (r->f->stages[STAGE_TLS].outcome != outcome)
		return false;
	draft_cite_event(d, r->f->alert);
	draft_cite_event(d, r->f->tls_error);
	draft_cite_event(d, r->f->closed);
	draft_cite_stage(d, r, STAGE_TLS);
	return true;
}

/* Under TLS 1.3 a server that misses a client certificate says so only after the handshake. */
static bool late_alert(const struct row *r, struct draft *d)
{
	if (!r->f->alert || r->f->alert->flags & EVENT_SENT || !r->secured || r->f->greeting ||
	    r->f->stages[STAGE_GREETING].outcome != OUTCOME_DENIED)
		return false;
	draft_cite_event(d, r->f->alert);
	draft_cite_stage(d, r, STAGE_GREETING);
	return true;
}

RULE(rule_tls_alert)
{
	(void)j;
	if (!tls_ended(r, OUTCOME_DENIED, d) && !late_alert(r, d))
		return false;
	draft_arg(d, "alert", r->f->alert ? r->f->alert->text : NULL);
	draft_arg_number(d, "number", r->f->alert ? r->f->alert->num : 0);

	const struct tls_word *word = r->f->alert ? tls_word_find(r->f->alert->num) : NULL;

	draft_arg(d, FINDING_ARG_MEANING, word ? word->meaning : NULL);
	return true;
}

RULE(rule_tls_timeout)
{
	(void)j;
	return tls_ended(r, OUTCOME_TIMEOUT, d);
}

RULE(rule_tls_closed)
{
	(void)j;
	return r->e->security == SECURITY_TLS && tls_ended(r, OUTCOME_CLOSED, d);
}

RULE(rule_tls_reset)
{
	(void)j;
	return r->e->security == SECURITY_TLS && tls_ended(r, OUTCOME_RESET, d);
}

RULE(rule_tls_failed)
{
	if (j->found[r->e->id - 1] || !tls_ended(r, OUTCOME_BADREPLY, d))
		return false;
	draft_cite_event(d, r->f->bytes);
	draft_arg(d, "text", r->f->tls_error ? r->f->tls_error->text : NULL);
	return true;
}
