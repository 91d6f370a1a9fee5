/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/parties.h"

#include "advice/advice.h"
#include "know/blocklists.h"
#include "reason/facts/surroundings.h"
#include "reason/path/trace.h"

static const char *const names[PARTY_COUNT_] = {
    [PARTY_BLOCKLIST] = "block-list", [PARTY_CLOUD] = "cloud", [PARTY_HOSTER] = "hoster",
    [PARTY_NETWORK] = "network",      [PARTY_ISP] = "isp",     [PARTY_MAIL] = "mail",
    [PARTY_HELPDESK] = "helpdesk",
};

const char *party_name(enum party p)
{
	return (unsigned)p < PARTY_COUNT_ ? names[p] : "?";
}

enum party party_from_name(const char *name)
{
	enum party p = 0;

	while (p < PARTY_COUNT_ && !str_ieq(names[p], name))
		p++;
	return p;
}

/* ---- conditions ---- */

/* Home connections are on some lists as a matter of course: their operators take none off. */
static bool is_listed(const struct record *r, const struct finding *f)
{
	const struct blocklist *known = blocklist_find(finding_arg(f, "text"));

	(void)r;
	return finding_arg(f, FINDING_ARG_LISTED) && finding_arg(f, "list") &&
	       !finding_arg(f, "nolist") && !(known && (known->home || known->mistake));
}

/* By the way to the finding's server: one of several may lead through a VPN. */
static struct surroundings around(const struct record *r, const struct finding *f)
{
	unsigned row = f->endpoints.n ? f->endpoints.v[0] : 0;
	const struct trace *trace;
	struct surroundings s;
	struct traces traces;

	traces_init(&traces, &r->log);
	trace = traces_suspect(&traces, row);
	surroundings_init(&s, &r->facts, row ? facts_address(&r->facts, row) : NULL,
			  trace ? trace->hops[1].address : NULL);
	traces_clear(&traces);
	return s;
}

/* A cloud that is known by name. */
static bool in_cloud(const struct record *r, const struct finding *f)
{
	return around(r, f).hosted;
}

static bool is_rented(const struct record *r, const struct finding *f)
{
	struct surroundings s = around(r, f);

	return s.rented && !s.hosted;
}

/* A company's, a school's or a hotel's network, or the far end of a VPN. */
static bool is_managed(const struct record *r, const struct finding *f)
{
	struct surroundings s = around(r, f);

	return s.tunnelled || surroundings_organisation(&r->facts);
}

static bool on_a_line(const struct record *r, const struct finding *f)
{
	struct surroundings s = around(r, f);

	return !s.rented && !s.hosted && !s.tunnelled;
}

static bool is_own(const struct record *r, const struct finding *f)
{
	struct surroundings s = around(r, f);

	return !s.rented && !s.hosted;
}

/* What it is about is said by a server, and not by the way there. */
static bool is_connected(const struct record *r, const struct finding *f)
{
	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint_facts *known = facts_of(&r->facts, f->endpoints.v[i]);

		if (known && known->stages[STAGE_TCP].outcome == OUTCOME_OK)
			return true;
	}
	return false;
}

/* ---- the table ---- */

#define AT(place) (1u << PLACE_##place)
#define STEP(who) (1u << WHO_##who)
#define OUTSIDE (AT(HOME_OR_NETWORK) | AT(NETWORK) | AT(PROXY) | AT(EVERYTHING))
#define SERVERS (AT(SERVER) | AT(SERVER_OR_WAY_BACK))

/* A party fits if the finding's place is one of its own, or its advice has a step for it; the first rows are
 * proposed first. */
static const struct fit {
	enum party party;
	unsigned places, steps;
	bool (*holds)(const struct record *r, const struct finding *f); /* NULL: always */
	bool when_well; /* also where nothing was found wrong */
} fits[] = {
    {PARTY_BLOCKLIST, SERVERS, 0, is_listed, false},
    {PARTY_CLOUD, OUTSIDE, STEP(ISP), in_cloud, false},
    {PARTY_HOSTER, OUTSIDE, STEP(ISP), is_rented, false},
    {PARTY_MAIL, SERVERS, 0, NULL, true},
    {PARTY_NETWORK, OUTSIDE, STEP(ISP) | STEP(ROUTER), is_managed, false},
    {PARTY_NETWORK, AT(PROXY), 0, is_own, false},
    {PARTY_ISP, OUTSIDE & ~AT(PROXY), STEP(ISP), on_a_line, false},
    {PARTY_MAIL, 0, STEP(PROVIDER), NULL, false},
    {PARTY_MAIL, 0, STEP(ADMIN), is_connected, false},
    {PARTY_NETWORK, OUTSIDE | AT(HOME_ROUTER), STEP(ROUTER), is_own, false},
    {PARTY_HELPDESK, ~0u, 0, NULL, true},
};
#define FITS (sizeof fits / sizeof *fits)

static bool has_step(const struct finding *f, unsigned steps)
{
	const struct advice *advice = advice_find(f->id);

	for (size_t i = 0; advice && i < ADVICE_STEPS_MAX && advice->steps[i].text; i++)
		if (steps & 1u << advice->steps[i].who)
			return true;
	return false;
}

static bool row_fits(const struct fit *fit, const struct record *r, const struct finding *f)
{
	if (!f)
		return fit->when_well;
	return (fit->places & 1u << f->place || has_step(f, fit->steps)) &&
	       (!fit->holds || fit->holds(r, f));
}

/* Adds p unless it is there. */
static void add(enum party *list, size_t *n, enum party p)
{
	for (size_t i = 0; i < *n; i++)
		if (list[i] == p)
			return;
	list[(*n)++] = p;
}

size_t parties_of(const struct record *r, const struct finding *f, enum party ret[PARTY_COUNT_])
{
	size_t n = 0;

	for (size_t i = 0; i < FITS; i++)
		if (row_fits(&fits[i], r, f))
			add(ret, &n, fits[i].party);
	return n;
}

/* A message is about what is wrong, and not about its consequences. */
static bool is_worth_it(const struct finding *f)
{
	return f->under < 0 && (f->verdict == VERDICT_PROBLEM || f->verdict == VERDICT_WARNING);
}

size_t parties_of_run(const struct record *r, const struct finding *cause,
		      enum party ret[PARTY_COUNT_])
{
	size_t n = parties_of(r, cause, ret);

	for (size_t i = 0; i < r->findings.n; i++) {
		enum party more[PARTY_COUNT_];
		const struct finding *f = &r->findings.v[i];
		size_t m = is_worth_it(f) ? parties_of(r, f, more) : 0;

		for (size_t k = 0; k < m; k++)
			add(ret, &n, more[k]);
	}
	return n;
}

static bool fits_finding(const struct record *r, const struct finding *f, enum party p)
{
	enum party list[PARTY_COUNT_];
	size_t n = parties_of(r, f, list);

	for (size_t i = 0; i < n; i++)
		if (list[i] == p)
			return true;
	return false;
}

bool party_finding(const struct record *r, const struct finding *cause, enum party p,
		   const struct finding **ret)
{
	*ret = cause;
	if (fits_finding(r, cause, p))
		return true;
	for (size_t i = 0; i < r->findings.n; i++) {
		*ret = &r->findings.v[i];
		if (is_worth_it(*ret) && fits_finding(r, *ret, p))
			return true;
	}
	*ret = NULL;
	return false;
}
