/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A guest network where one has to sign in first: its page answers in the servers' place. */
#include "config.h"
#include "reason/rules/rules.h"

#define THIS_COMPUTER_US                                                                           \
	1000 /* a connection that a program on this computer accepts is made sooner */

static bool is_misnamed(const struct row *r)
{
	return r->f->verify && r->f->verify->status & CERT_WRONG_NAME;
}

/* Port 443, where a sign-in page waits for browsers. */
static bool is_web(const struct row *r)
{
	return !row_is_mail(r) && r->e->security == SECURITY_TLS;
}

static bool answers_for_all(const struct judge *j, const struct row *r)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	return c && c->answered == OUTCOME_OK;
}

static bool shows_the_same(const struct row *a, const struct row *b)
{
	return row_leaf_id(a) && row_leaf_id(b) && str_eq(row_leaf_id(a), row_leaf_id(b));
}

/* The row's certificate is also shown where an address that cannot exist is answered. */
static bool is_gate(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && shows_the_same(other, r) && answers_for_all(j, other))
			return true;
	}
	return false;
}

void survey_portal(struct judge *j)
{
	struct portal *p = &j->portal;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		p->misnamed += is_misnamed(r);
		p->web_misnamed += is_web(r) && is_misnamed(r);
		bool gate = is_web(r) && r->counted && is_misnamed(r) && is_gate(j, r);

		if (gate || (is_web(r) && r->counted && is_misnamed(r) &&
			     r->f->verify->status & CERT_UNTRUSTED))
			p->web_stranger = r;
		p->gate = p->gate || gate;
		if (!r->counted)
			continue;
		p->http += row_speaks_http(r) != NULL;
		p->one_address = p->one_address || row_sharing_address(j, r);
	}
}

/* Most sign-in pages come with mail ports that are closed to every server until then. */
static bool is_closed_until_then(const struct judge *j, const struct row *r)
{
	return j->portal.web_stranger && row_is_mail(r) && nothing_connects(&j->mail) &&
	       row_is_blocked_elsewhere(j, r);
}

/* A mail port that the gate answers too, or that is closed to every server. */
static bool is_held_back(const struct judge *j, const struct row *r)
{
	return row_is_mail(r) && ((is_misnamed(r) && shows_the_same(r, j->portal.web_stranger)) ||
				  (row_is_unconnected(j, r) && row_is_blocked_elsewhere(j, r)));
}

/* One stranger answers for every address on the web port, and lets no mail through. */
static bool is_gated(const struct judge *j, const struct row *r)
{
	bool any = false;

	for (size_t i = 0; j->portal.gate && i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !row_is_mail(other))
			continue;
		if (!is_held_back(j, other))
			return false;
		any = true;
	}
	return any && (r == j->portal.web_stranger || row_is_mail(r));
}

/* {gate}: the name that its certificate has. */
static void tell_gate(const struct judge *j, struct draft *d)
{
	const struct event *leaf = row_leaf(j->portal.web_stranger);

	if (leaf && leaf->list.n)
		draft_arg(d, "gate", leaf->list.v[0]);
	draft_cite_event(d, j->portal.web_stranger->f->verify);
}

/* The web port with the certificate that tells so, which is then not the server's. */
static bool is_sign_of_it(const struct judge *j, const struct row *r)
{
	if (r != j->portal.web_stranger)
		return false;
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted && is_closed_until_then(j, &j->rows.v[i]))
			return true;
	return false;
}

/* Whether something of the row is more than an accepted connection. */
static bool says_something(const struct row *r)
{
	return r->f->session || r->f->verify || r->greeted || r->f->bytes || r->f->greeting;
}

/* A web page's port of an address that cannot exist is answered here, every server's ports are, and each is hung up
 * without a word: where one has to sign in, or nothing is let out. */
static bool is_cut_by_network(const struct judge *j, const struct row *r)
{
	const struct compare_row *web = compare_row(&j->comparison, 443, r->e->family);
	size_t webs = 0;

	if (!web || web->answered != OUTCOME_OK || surroundings_standing(j->f) != STANDING_OWN ||
	    surroundings_told(j->f, LOCAL(TUNNEL)))
		return false;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->e->family != r->e->family)
			continue;
		if (!other->ended || says_something(other) ||
		    (other->counted && other->tcp != OUTCOME_OK))
			return false;
		webs += is_web(other) && outcome_is_cut(row_outcome(other, STAGE_TLS));
	}
	return webs >= RULES_LEAST_HOSTS;
}

/*
 * At least two signs: answers of the web where none is due (a mail port, or 443 without TLS), and
 * more than one of them, a stranger's certificate, or one address for all names. Without such an
 * answer, the sign-in page's certificate on 443 together with that address, or with closed mail ports.
 */
RULE(net_captive_portal)
{
	const struct portal *p = &j->portal;
	bool told = (p->http && p->http + p->misnamed + p->one_address >= 2) ||
		    (p->web_misnamed && p->one_address);
	bool gated = is_gated(j, r), closed = is_closed_until_then(j, r);

	if (gated)
		tell_gate(j, d);
	if (!told && !gated && !closed && is_cut_by_network(j, r)) {
		draft_arg(d, "hangs", "yes");
		draft_arg(d, "here", r->f->stages[STAGE_TCP].us < THIS_COMPUTER_US ? "yes" : NULL);
		draft_cite_stage(d, r, STAGE_TCP);
		draft_cite_stage(d, r, r->e->security == SECURITY_TLS ? STAGE_TLS : STAGE_GREETING);
		return true;
	}
	if (!told && !gated && !closed && !is_sign_of_it(j, r))
		return false;
	if (row_speaks_http(r))
		draft_cite_event(d, row_speaks_http(r));
	else if (is_misnamed(r))
		draft_cite_event(d, r->f->verify);
	if (p->one_address && row_sharing_address(j, r))
		draft_cite_event(d, r->f->dns);
	if (closed) {
		draft_cite_event(d, p->web_stranger->f->verify);
		draft_cite_stage(d, r, STAGE_TCP);
	}
	/* A typed host's own web server may have any certificate. */
	if (!told && !gated && !j->named)
		d->certainty = CERTAINTY_POSSIBLE;
	return d->evidence_n > 0;
}
