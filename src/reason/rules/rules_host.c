/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the ports, addresses and families of one machine show together: each is a witness for the
 * others, and clears or accuses the server before anything on the way is suspected. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "advice/refusals.h"

#define DAY (24 * 60 * 60)
#define HANGING_PORTS_MIN 2 /* one silent port may be that service alone */

static bool is_same_machine(const struct judge *j, const struct row *a, const struct row *b)
{
	return j->machine_of[a->e->id - 1] == j->machine_of[b->e->id - 1];
}

/* ---- one port shows a certificate that another has renewed ---- */

static bool shares_name(const struct event *a, const struct event *b)
{
	for (size_t i = 0; i < a->list.n; i++)
		if (strs_has(&b->list, a->list.v[i]))
			return true;
	return str_eq(a->subject, b->subject);
}

static bool is_in_time(const struct judge *j, const struct row *r)
{
	const struct event *leaf = row_leaf(r);

	return leaf && r->f->verify && !(r->f->verify->status & CERT_EXPIRED) &&
	       leaf->not_before <= j->f->now && j->f->now <= leaf->not_after;
}

/* A row of the machine, at the same address or at another, with the successor of r's certificate; or NULL. */
static const struct row *renewed(const struct judge *j, const struct row *r, bool here)
{
	const struct event *old = row_leaf(r);

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && is_same_machine(j, r, other) && is_in_time(j, other) &&
		    row_leaf(other)->not_before > old->not_before &&
		    shares_name(old, row_leaf(other)) && row_same_address(other, r) == here)
			return other;
	}
	return NULL;
}

void draft_renewed_elsewhere(struct draft *d, const struct judge *j, const struct row *r)
{
	const struct row *other = renewed(j, r, false);

	if (!other || other->e->family != r->e->family)
		return;
	draft_cite_leaf(d, other);
	draft_arg(d, "bad", r->address);
	draft_arg(d, "good", other->address);
}

RULE(cert_not_reloaded)
{
	const struct event *old = row_leaf(r);
	const struct row *other = NULL;

	if (!old || old->not_after >= j->f->now || !(other = renewed(j, r, true)) ||
	    !row_has_status(r, CERT_EXPIRED, d))
		return false;
	draft_cite_leaf(d, other);
	draft_arg_day(d, "since", old->not_after);
	draft_arg_number(d, "days", (long)((j->f->now - old->not_after) / DAY));
	draft_arg_number(d, "otherport", other->e->port);
	return true;
}

/* ---- the login services hang, and everything else of the server is well ---- */

static bool is_for_logins(const struct row *r)
{
	return r->service->purpose == PURPOSE_RECEIVE || r->service->purpose == PURPOSE_SEND;
}

/* Connected, without a word of the protocol. */
static bool hangs(const struct row *r)
{
	enum outcome end = row_outcome(r, STAGE_GREETING);

	return r->tcp == OUTCOME_OK && !r->greeted && !r->f->greeting && !r->f->bytes &&
	       (end == OUTCOME_TIMEOUT || outcome_is_cut(end));
}

/* The machine's rows: those that hang, one of them with a proven certificate, and one of another
 * service that works. */
struct hanging {
	size_t rows;
	int port_low, port_high;
	const struct row *proven, *well;
	bool speaks; /* some login service does greet, or still may */
	bool silent; /* … says nothing, rather than to hang up */
};

static void look_at(const struct judge *j, struct hanging *h, const struct row *r)
{
	if (hangs(r) && is_for_logins(r)) {
		h->rows++;
		h->silent = h->silent || row_outcome(r, STAGE_GREETING) == OUTCOME_TIMEOUT;
		if (!h->port_low || r->e->port < h->port_low)
			h->port_low = r->e->port;
		if (r->e->port > h->port_high)
			h->port_high = r->e->port;
		if (r->trusted && !j->issuer_box[r->e->id - 1].known)
			h->proven = r;
	} else if (is_for_logins(r)) {
		h->speaks = h->speaks || r->tcp == OUTCOME_OK || !r->ended;
	} else if (r->greeted || (!row_is_mail(r) && r->trusted)) {
		h->well = r;
	}
}

RULE(login_hangs)
{
	struct hanging h = {0};

	if (!is_for_logins(r) || !hangs(r))
		return false;
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted && is_same_machine(j, r, &j->rows.v[i]))
			look_at(j, &h, &j->rows.v[i]);
	if (h.speaks || !h.silent || h.rows < HANGING_PORTS_MIN || h.port_low == h.port_high ||
	    !h.proven)
		return false;
	draft_cite(d, r->f->connected_event);
	draft_cite_stage(d, r, STAGE_GREETING);
	draft_cite_event(d, h.proven->f->verify);
	if (h.well)
		draft_cite_stage(d, h.well, h.well->greeted ? STAGE_GREETING : STAGE_TLS);
	if (!h.well || (row_ended(r, STAGE_GREETING, OUTCOME_TIMEOUT) &&
			r->f->stages[STAGE_GREETING].us < FACTS_SILENT_US))
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

/* ---- one address of a name works and another does not ---- */

RULE(host_one_address)
{
	const struct row *other = row_uneven_twin(&j->rows, r);

	if (!other)
		return false;
	const struct row *good = row_ready(r) ? r : other, *bad = row_ready(r) ? other : r;

	draft_cite(d, bad->f->end_event);
	draft_cite_stage(d, bad, bad->f->end_stage);
	draft_cite(d, good->f->connected_event);
	draft_cite_stage(d, good, STAGE_GREETING);
	draft_arg(d, "bad", bad->address);
	draft_arg(d, "good", good->address);
	return true;
}

/* ---- one family works and the other does not, at this machine only ---- */

static bool is_lost(const struct row *r)
{
	return r->tcp == OUTCOME_TIMEOUT || r->tcp == OUTCOME_UNREACHABLE;
}

/* All of the machine's rows of r's family fail, and all tried ones of the other connect. */
static const struct row *other_family_up(const struct judge *j, const struct row *r)
{
	const struct row *up = NULL;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !str_ieq(other->e->host, r->e->host) || other->absent)
			continue;
		if (other->e->family == r->e->family ? !is_lost(other) : other->tcp != OUTCOME_OK)
			return NULL;
		up = other->e->family == r->e->family ? up : other;
	}
	return up;
}

bool host_has_one_family(const struct judge *j, const struct row *r)
{
	return is_lost(r) && other_family_up(j, r);
}

/* The way to such an address ends in one local network, wherever the server is. */
RULE(dns_unroutable)
{
	const struct row *other = is_lost(r) ? other_family_up(j, r) : NULL;
	bool link = address_is(r->address, ADDRESS_LINK_LOCAL);

	if (!other || !r->f->dns || (r->f->dns->alias && !str_eq(r->f->dns->alias, r->address)) ||
	    address_is_inside(other->address) || !address_is_inside(r->address))
		return false;
	draft_cite_event(d, r->f->dns);
	draft_cite_stage(d, r, STAGE_TCP);
	draft_cite(d, other->f->connected_event);
	draft_arg(d, "bad", r->address);
	draft_families(d, r->e->family);
	if (!link)
		d->certainty = CERTAINTY_LIKELY; /* it may be this network's own entry */
	return true;
}

RULE(host_one_family)
{
	const struct row *other = is_lost(r) ? other_family_up(j, r) : NULL;

	if (!other || surroundings_lack_route(j->f, r->e->family))
		return false; /* this computer lacks the family, whatever the server has */
	draft_cite_stage(d, r, STAGE_TCP);
	draft_cite(d, other->f->connected_event);
	draft_cite_stage(d, other, STAGE_TCP);
	draft_families(d, r->e->family);
	return true;
}

/* ---- a name of the provider's, but not of a server for mail programs ---- */

static bool serves_programs(const struct judge *j, const char *host)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->counted && is_for_logins(r) && r->tcp == OUTCOME_OK &&
		    str_ieq(r->e->host, host))
			return true;
	}
	return false;
}

RULE(host_meant)
{
	bool failed = is_lost(r) || r->tcp == OUTCOME_REFUSED ||
		      (r->tcp == OUTCOME_NONE && row_ended(r, STAGE_DNS, OUTCOME_NOTOFFERED));

	if (!j->f->target->meant || !failed || !is_for_logins(r) || serves_programs(j, r->e->host))
		return false;
	draft_cite(d, r->f->end_event);
	draft_cite_stage(d, r, r->tcp == OUTCOME_NONE ? STAGE_DNS : STAGE_TCP);
	draft_arg(d, "meant", j->f->target->meant);
	return true;
}

/* ---- connected over both families, and only one of them is answered ---- */

/* After connecting, without a word of refusal. */
static bool is_broken_off(const struct judge *j, const struct row *r)
{
	enum outcome end = r->f->outcome;

	return r->ended && !r->cut_off && r->tcp == OUTCOME_OK && !row_ready(r) &&
	       (end == OUTCOME_TIMEOUT || outcome_is_cut(end)) && !row_refusal(j, r);
}

static const struct row *answered_twin(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->e->service == r->e->service &&
		    other->e->port == r->e->port && other->e->family != r->e->family &&
		    str_ieq(other->e->host, r->e->host) && row_ready(other))
			return other;
	}
	return NULL;
}

/* Unrelated servers break off over the same family, on whatever port: hardly this server's doing. */
static bool family_breaks_elsewhere(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted && other->e->family == r->e->family &&
		    names_are_unrelated(r, other) && is_broken_off(j, other))
			return true;
	}
	return false;
}

RULE(talk_one_family)
{
	const struct row *other = is_broken_off(j, r) ? answered_twin(j, r) : NULL;

	if (!other || family_breaks_elsewhere(j, r))
		return false;
	draft_cite(d, r->f->connected_event);
	draft_cite_event(d, r->f->closed);
	draft_cite_stage(d, r, r->f->end_stage);
	draft_cite(d, other->f->end_event);
	draft_families(d, r->e->family);
	return true;
}

/* ---- one port refuses over one family, and answers over the other ---- */

/* The machine's own refusal: no firewall's, and not that of something on the way. */
static bool is_refused_there(const struct judge *j, const struct row *r)
{
	const struct trace_verdict *v = row_path(j, r);

	return r->tcp == OUTCOME_REFUSED && !r->f->refuser && !row_is_rejected(j, r) &&
	       !row_is_blocked_elsewhere(j, r) && (!v || v->place == PLACE_SERVER);
}

static bool port_one_family(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct row *twin = is_refused_there(j, r) ? answered_twin(j, r) : NULL;

	if (!twin)
		return false;
	draft_cite_stage(d, r, STAGE_TCP);
	draft_cite(d, twin->f->connected_event);
	draft_families(d, r->e->family);
	draft_key_print(d, "%s|%d", r->e->host, r->e->family);
	return true;
}

RULE(host_port_one_family)
{
	return !address_is_localhost(r->e->host) && port_one_family(j, r, d);
}

/* A program on this computer that listens at one of localhost's two addresses. */
RULE(host_here_one_family)
{
	if (!address_is_localhost(r->e->host) || !port_one_family(j, r, d))
		return false;
	draft_arg(d, "own", answered_twin(j, r)->address);
	return true;
}

/* "Busy" is what servers say that keep their reason to themselves. */
static bool is_vague(const struct judge *j, const struct row *r, const struct event *said)
{
	const struct refusal *known = reply_refusal(j, r, said);
	enum refusal_meaning meaning = j->refusal[r->e->id - 1];

	return (meaning == REFUSAL_MEANS_TEMPORARY || meaning == REFUSAL_MEANS_FINAL) &&
	       !(known && known->confirmed && refusal_is_telling(known));
}

/* Turned away in words that give no reason, at one of its addresses only: by what it thinks of this computer's. */
RULE(refused_one_family)
{
	const struct row *other = answered_twin(j, r);
	const struct event *said = row_refusal(j, r);
	bool six = r->e->family == FAMILY_IPV6;

	/* The same EHLO is welcome over the other family. */
	if (!other || !said ||
	    (!is_vague(j, r, said) && j->refusal[r->e->id - 1] != REFUSAL_MEANS_HELLO))
		return false;
	draft_quote_reply(d, said);
	draft_cite(d, other->f->end_event);
	draft_families(d, r->e->family);
	draft_arg(d, "six", six ? "yes" : NULL);
	return true;
}

/* ---- a machine that serves the web for a stranger ---- */

/* The machine itself leaves the mail port shut, without a word of its firewall's. */
bool row_is_shut_there(const struct judge *j, const struct row *r)
{
	const struct trace_verdict *v = row_path(j, r);

	return (r->tcp == OUTCOME_TIMEOUT || r->tcp == OUTCOME_REFUSED) && !row_is_rejected(j, r) &&
	       !row_is_blocked_elsewhere(j, r) &&
	       (!v || v->place == PLACE_UNKNOWN || v->place == PLACE_SERVER ||
		v->place == PLACE_SERVER_OR_WAY_BACK);
}

/* The port works at other servers. */
static bool is_fine_at_others(const struct judge *j, const struct row *r)
{
	return compare_is_fine(compare_row(&j->comparison, r->e->port, r->e->family));
}

/* The web row of r's address if nothing else of it connects, for reading or for sending; or NULL. */
static const struct row *only_web(const struct judge *j, const struct row *r)
{
	const struct row *web = NULL;
	bool for_purpose[PURPOSE_COUNT_] = {false}, fine = false;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !row_same_address(other, r))
			continue;
		for_purpose[other->service->purpose] = true;
		if (!row_is_mail(other))
			web = other->tcp == OUTCOME_OK ? other : web;
		else if (!row_is_shut_there(j, other))
			return NULL;
		else
			fine = fine || is_fine_at_others(j, other);
	}
	return for_purpose[PURPOSE_RECEIVE] && for_purpose[PURPOSE_SEND] && fine ? web : NULL;
}

/* Its certificate has names, and none is of a domain of the target's: a parked domain, an old address. A ban leaves a
 * machine its own names. */
static bool is_strangers(const struct judge *j, const struct row *web)
{
	const struct event *leaf = row_leaf(web);

	for (size_t i = 0; leaf && i < leaf->list.n; i++)
		if (name_is_of_target(j->f->target, leaf->list.v[i]))
			return false;
	return leaf && leaf->list.n && web->f->verify && web->f->verify->status & CERT_WRONG_NAME;
}

RULE(host_not_mail)
{
	const struct row *web = row_is_mail(r) && row_is_shut_there(j, r) ? only_web(j, r) : NULL;

	if (!web || !is_strangers(j, web))
		return false;
	draft_cite_stage(d, r, STAGE_TCP);
	draft_cite_leaf(d, web);
	draft_names(d, web);
	/* A provider's published name is right. */
	draft_arg(d, "known", j->named && j->f->target->provider ? "yes" : NULL);
	return true;
}
