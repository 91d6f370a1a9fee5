/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names: what getaddrinfo() said, as RFC 3493 section 6.1 names its errors. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"

#include <netdb.h>
#include <string.h>

/* What every answer for the row's host comes to, over the families that were asked for. */
struct names {
	bool pending, some, temporary, failed, exists;
};

static bool is_no_data(int err)
{
#ifdef EAI_NODATA
	if (err == EAI_NODATA)
		return true;
#endif
#ifdef EAI_ADDRFAMILY
	if (err == EAI_ADDRFAMILY)
		return true;
#endif
	return false;
}

static void count_answer(struct names *n, const struct row *r)
{
	const struct event *dns = r->f->dns;

	if (dns && dns->list.n)
		n->some = n->exists = true;
	else if (r->f->stages[STAGE_DNS].outcome == OUTCOME_TIMEOUT ||
		 (dns && dns->err == EAI_AGAIN))
		n->temporary = true;
	else if (!dns)
		n->pending = true;
	else if (is_no_data(dns->err))
		n->exists = true;
	else if (dns->err != EAI_NONAME && dns->err != 0)
		n->failed = true;
}

static struct names names_of(const struct judge *j, const struct row *r)
{
	struct names n = {0};

	for (size_t i = 0; i < j->rows.n; i++)
		if (row_same_host(j, &j->rows.v[i], r) && j->rows.v[i].counted &&
		    j->rows.v[i].e->why == WHY_TARGET)
			count_answer(&n, &j->rows.v[i]);
	return n;
}

static bool has_failed(const struct row *r)
{
	enum outcome outcome = r->f->stages[STAGE_DNS].outcome;

	return outcome != OUTCOME_NONE && outcome != OUTCOME_OK && outcome != OUTCOME_CANCELLED;
}

static void cite(const struct row *r, struct draft *d)
{
	draft_cite_event(d, r->f->dns);
	draft_cite_stage(d, r, STAGE_DNS);
}

RULE(dns_no_name)
{
	struct names n = has_failed(r) ? names_of(j, r) : (struct names){.some = true};

	if (n.some || n.exists || n.pending || n.temporary || n.failed)
		return false;
	cite(r, d);
	return true;
}

RULE(dns_no_address)
{
	struct names n = has_failed(r) ? names_of(j, r) : (struct names){.some = true};

	if (n.some || !n.exists || n.pending || n.temporary || n.failed)
		return false;
	cite(r, d);
	return true;
}

RULE(dns_no_answer)
{
	if (!has_failed(r) || names_of(j, r).some)
		return false;
	if (r->f->stages[STAGE_DNS].outcome != OUTCOME_TIMEOUT &&
	    !(r->f->dns && r->f->dns->err == EAI_AGAIN))
		return false;
	cite(r, d);
	return true;
}

RULE(dns_failed)
{
	if (!has_failed(r) || r->absent || !r->f->dns || r->f->dns->err == EAI_AGAIN ||
	    r->f->stages[STAGE_DNS].outcome == OUTCOME_TIMEOUT || names_of(j, r).some)
		return false;
	cite(r, d);
	draft_arg_number(d, "err", r->f->dns->err);
	return true;
}

enum reach { REACH_PUBLIC, REACH_PRIVATE, REACH_LOOPBACK, REACH_NOWHERE };

static enum reach reach_of(const char *address)
{
	switch (address_kind(address)) {
	case ADDRESS_UNSPECIFIED:
		return REACH_NOWHERE;
	case ADDRESS_LOOPBACK:
		return REACH_LOOPBACK;
	case ADDRESS_PRIVATE:
	case ADDRESS_LINK_LOCAL:
	case ADDRESS_CARRIER:
		return REACH_PRIVATE;
	default:
		return REACH_PUBLIC;
	}
}

static bool is_overridden(const struct target *t, const char *host)
{
	for (size_t i = 0; i < t->override_n; i++)
		if (t->overrides[i].address && str_ieq(t->overrides[i].host, host))
			return true;
	return str_ieq(host, "localhost") || address_is_numeric(host);
}

/* The nearest of the addresses that the name system gave for the row's name; PUBLIC where the
 * person gave it. */
static enum reach row_reach(const struct judge *j, const struct row *r)
{
	const struct event *dns = r->f->dns;
	enum reach widest = REACH_NOWHERE;

	if (!dns || !dns->list.n || is_overridden(j->f->target, r->e->host))
		return REACH_PUBLIC;
	for (size_t i = 0; i < dns->list.n; i++)
		if (reach_of(dns->list.v[i]) < widest)
			widest = reach_of(dns->list.v[i]);
	return widest;
}

/* What only home and company networks use as the end of a name (RFC 6762, 6761, 8375). */
static bool is_internal_name(const char *host)
{
	static const char *const ends[] = {".local",	 ".lan",	".home",      ".internal",
					   ".intranet",	 ".corp",	".localhost", ".test",
					   ".home.arpa", ".localdomain"};
	size_t len = strlen(host);

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (len > strlen(ends[i]) && str_ieq(host + len - strlen(ends[i]), ends[i]))
			return true;
	return !strchr(host, '.');
}

RULE(dns_sinkhole)
{
	enum reach reach = row_reach(j, r);

	if ((reach != REACH_NOWHERE && reach != REACH_LOOPBACK) || is_internal_name(r->e->host) ||
	    r->tcp == OUTCOME_OK)
		return false;
	draft_cite_event(d, r->f->dns);
	return true;
}

RULE(dns_private)
{
	if (row_reach(j, r) != REACH_PRIVATE || is_internal_name(r->e->host))
		return false;
	draft_cite_event(d, r->f->dns);
	return true;
}

/* Two names with no more than their top-level domain in common. */
static bool is_unrelated(const char *a, const char *b)
{
	const char *ends[2] = {a, b};

	for (int i = 0; i < 2; i++) {
		const char *last = strrchr(ends[i], '.');

		while (last && last > ends[i] && last[-1] != '.')
			last--;
		ends[i] = last ? last : ends[i];
	}
	return !str_ieq(ends[0], ends[1]);
}

/* The only address of both names, which have nothing in common. */
static bool share(const struct row *a, const struct row *b)
{
	const struct event *x = a->f->dns, *y = b->f->dns;

	return x && y && x->list.n == 1 && y->list.n == 1 && str_eq(x->list.v[0], y->list.v[0]) &&
	       is_unrelated(a->e->host, b->e->host);
}

/*
 * A private address has one owner.  A public one may be a hoster's, whose customers have names of their
 * own; not so for well-known servers of others.
 */
const struct row *row_sharing_address(const struct judge *j, const struct row *r)
{
	const struct row *control = NULL;
	bool is_private = row_reach(j, r) == REACH_PRIVATE;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!share(r, other) || is_overridden(j->f->target, r->e->host) ||
		    is_overridden(j->f->target, other->e->host))
			continue;
		if (is_private)
			return other;
		if (other->e->why != WHY_REFERENCE)
			continue;
		if (control && is_unrelated(control->e->host, other->e->host))
			return other;
		control = other;
	}
	return NULL;
}

RULE(dns_same_address)
{
	const struct row *other = row_sharing_address(j, r);

	if (!other)
		return false;
	draft_cite_event(d, r->f->dns);
	draft_cite_event(d, other->f->dns);
	return true;
}
