/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a mail domain publishes for the servers that deliver to it: MX and TLS-RPT (RFC 8460) here,
 * DANE in rules_dane.c, MTA-STS in rules_sts.c. Most of it is about the domain and no row of the
 * plan: those rules are asked once, without a row. What could not be looked at is untested, and
 * never missing or good.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define NEAR_HOPS 3 /* a router that is no further belongs to this network or its provider */

void survey_domain(struct judge *j)
{
	struct domain_view *d = &j->domain;

	d->name = domain_to_ask(j->f->target);
	d->records = d->name ? facts_lookup(j->f, LOOKUP_MX, d->name) : NULL;
	if (!d->records)
		return;
	d->mx = domain_mx(d->records, &d->hosts);
	if (d->mx == DOMAIN_MX_NONE)
		strs_add(&d->hosts, d->name);
}

bool answer_is_bogus(const struct event *records)
{
	return records && records->dnssec == DNSSEC_BOGUS;
}

bool answer_failed(const struct event *records)
{
	return records->outcome != OUTCOME_OK && records->outcome != OUTCOME_NOTOFFERED;
}

const char *answer_why_failed(const struct event *ev)
{
	if (ev->reason)
		return ev->reason;
	if (ev->outcome == OUTCOME_TIMEOUT)
		return N_("No answer came in time.");
	if (ev->outcome == OUTCOME_CANCELLED)
		return N_("The run was stopped before.");
	return N_("The name server could not answer.");
}

bool mx_lacks_starttls(const struct row *r)
{
	return r->e->service == SERVICE_SMTP && r->greeted && !r->secured &&
	       r->f->stages[STAGE_STARTTLS].outcome == OUTCOME_NOTOFFERED;
}

/* ---- MX ---- */

static bool mx_is(const struct domain_view *d, enum mx_state state)
{
	switch (state) {
	case MX_NULL:
		return d->mx == DOMAIN_MX_NULL;
	case MX_NO_DOMAIN:
		return d->mx == DOMAIN_MX_NONE && d->records->err == DOMAIN_RCODE_NXDOMAIN;
	case MX_NONE:
		return d->mx == DOMAIN_MX_NONE && d->records->err != DOMAIN_RCODE_NXDOMAIN;
	case MX_BOGUS:
		return answer_is_bogus(d->records);
	case MX_BAD:
		return d->mx == DOMAIN_MX_UNKNOWN && d->records->outcome == OUTCOME_OK;
	case MX_UNTESTED:
		return answer_failed(d->records) && !answer_is_bogus(d->records);
	default:
		return false;
	}
}

RULE(mx)
{
	const struct domain_view *domain = &j->domain;

	if (!domain->records || !mx_is(domain, rule->mx))
		return false;
	draft_cite_event(d, domain->records);
	draft_arg(d, "domain", domain->name);
	if (rule->mx == MX_NULL && j->f->target->email)
		d->verdict = VERDICT_PROBLEM; /* the question was about mail to this address */
	else if (rule->mx == MX_NULL && !j->f->target->discover)
		d->verdict =
		    VERDICT_WARNING; /* about its mail servers: there are none, on purpose */
	if (rule->mx == MX_NULL)
		draft_arg(d, "record", domain->records->list.v[0]);
	if (rule->mx == MX_BOGUS) {
		draft_arg(d, "reason", domain->records->reason);
		draft_arg(d, "expired",
			  str_icontains(domain->records->reason, "expired") ? "yes" : NULL);
	}
	if (rule->mx == MX_UNTESTED)
		draft_arg(d, FINDING_ARG_MEANING, answer_why_failed(domain->records));
	return true;
}

/* A typed name with more labels than a domain needs is probably a server's own. */
static bool looks_like_domain(const char *name)
{
	const char *dot = name ? strchr(name, '.') : NULL;

	return dot && !strchr(dot + 1, '.');
}

/* The domain's own address stands for the MX that it lacks, and takes no mail, although other servers do. */
static bool stands_dead_for_mx(const struct judge *j, const struct row *r)
{
	return r->counted && str_ieq(r->e->host, j->f->target->mx_domain) &&
	       (r->tcp == OUTCOME_REFUSED || r->tcp == OUTCOME_TIMEOUT) && !row_twin_up(j, r) &&
	       row_is_fine_elsewhere(j, r);
}

static bool lacks_mx(const struct judge *j)
{
	const struct target *t = j->f->target;

	return (t->email || looks_like_domain(t->mx_domain)) && j->domain.records &&
	       mx_is(&j->domain, MX_NONE);
}

RULE(mx_none)
{
	if (!lacks_mx(j))
		return false;
	for (size_t i = 0; i < j->rows.n; i++)
		if (stands_dead_for_mx(j, &j->rows.v[i]))
			return false;
	return rule_mx(rule, j, r, d);
}

RULE(mx_missing)
{
	if (!lacks_mx(j) || !stands_dead_for_mx(j, r))
		return false;
	draft_cite_event(d, j->domain.records);
	draft_cite_stage(d, r, STAGE_TCP);
	draft_arg(d, "domain", j->domain.name);
	draft_arg(d, "address", r->address);
	draft_arg(d, "found", j->domain.records->alias);
	draft_arg(d, "refused", r->tcp == OUTCOME_REFUSED ? "yes" : NULL);
	if (r->tcp == OUTCOME_TIMEOUT)
		d->certainty = CERTAINTY_LIKELY;
	return true;
}

/* The first server of an MX record for which is() holds; NULL: none. */
static const char *first_mx(const struct judge *j, bool (*is)(const struct judge *, const char *))
{
	for (size_t i = 0; j->domain.mx == DOMAIN_MX_SOME && i < j->domain.hosts.n; i++)
		if (is(j, j->domain.hosts.v[i]))
			return j->domain.hosts.v[i];
	return NULL;
}

/* {record}: the first record of the set for which is() holds. */
static bool tell_record(const struct judge *j, bool (*is)(const char *record), struct draft *d)
{
	const struct event *records = j->domain.records;

	for (size_t i = 0; j->domain.mx == DOMAIN_MX_SOME && i < records->list.n; i++) {
		if (!is(records->list.v[i]))
			continue;
		draft_cite_event(d, records);
		draft_arg(d, "domain", j->domain.name);
		draft_arg(d, "record", records->list.v[i]);
		return true;
	}
	return false;
}

/* RFC 7505 section 3: a null MX has to be the only one, or the domain contradicts itself. */
RULE(mx_null_among)
{
	return tell_record(j, domain_is_null_mx, d);
}

RULE(mx_useless)
{
	return tell_record(j, domain_is_useless_mx, d);
}

static bool is_numeric(const struct judge *j, const char *host)
{
	(void)j;
	return address_is_numeric(host);
}

/* ---- its port 25 ---- */

/* Where the port ends is not near this computer, as far as the way shows. */
static bool ends_afar(const struct trace_verdict *v)
{
	return !v || v->place == PLACE_SERVER || v->place == PLACE_SERVER_OR_WAY_BACK ||
	       (v->place == PLACE_NETWORK && v->hop_ttl >= NEAR_HOPS);
}

/* The other ports of the row's host that connect. */
static void ports_up(const struct judge *j, const struct row *r, struct strs *ret)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];
		char *port = mem_printf("%d", other->e->port);

		if (other->counted && other->tcp == OUTCOME_OK && row_same_host(j, r, other) &&
		    other->e->port != r->e->port && !strs_has(ret, port))
			strs_add(ret, port);
		free(port);
	}
}

/* Other servers accept on port 25, and so does this host on its other ports: no mail for the domain
 * comes in there. */
RULE(mx_closed)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);
	const struct trace_verdict *v = row_path(j, r);
	struct strs well = {0};

	if (!compare_is_fine(c) || !domain_is_mx(j->f->target, r->e) || !row_is_unconnected(j, r) ||
	    row_twin_up(j, r) || row_uneven_twin(&j->rows, r) || row_is_off_list(j, r) ||
	    !ends_afar(v))
		return false;
	ports_up(j, r, &well);
	bool closed = well.n;

	if (closed) {
		draft_cite_stage(d, r, STAGE_TCP);
		d->hop = v ? v->hop : NULL;
		draft_arg(d, "domain", j->f->target->mx_domain);
		draft_arg_list(d, "well", &well);
		draft_arg(d, "refused", r->tcp == OUTCOME_REFUSED ? "yes" : NULL);
	}
	strs_clear(&well);
	return closed;
}

static bool is_silent_mx(const struct judge *j, const struct row *r)
{
	return (r->tcp == OUTCOME_TIMEOUT || r->tcp == OUTCOME_UNREACHABLE) &&
	       nothing_connects(tally_of_machine(j, r));
}

/* No MX of the domain is answered, at several addresses. */
static bool all_mx_are_silent(const struct judge *j)
{
	const struct row *first = NULL;
	bool several = false;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (!r->counted || !domain_is_mx(j->f->target, r->e))
			continue;
		if (!is_silent_mx(j, r))
			return false;
		first = first ? first : r;
		several = several || (!row_same_host(j, first, r) && !row_same_address(first, r));
	}
	return several;
}

/* Several servers at once hardly fail, or bar one sender. */
RULE(mx_silent)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);
	const struct trace_verdict *v = row_path(j, r);

	if (!domain_is_mx(j->f->target, r->e) || !compare_is_fine(c) ||
	    (v && v->place != PLACE_UNKNOWN) || !all_mx_are_silent(j))
		return false;
	draft_cite_stage(d, r, STAGE_TCP);
	draft_arg(d, "domain", j->f->target->mx_domain);
	draft_arg_number(d, "up", (long)c->else_port.tcp.up);
	draft_arg_number(d, "asked", (long)c->else_port.asked);
	row_tell_end(j, r, v, d);
	return true;
}

/* RFC 5321 section 5.1: an MX record names a host, and digits with dots are a name without an address. */
RULE(mx_is_address)
{
	const char *host = first_mx(j, is_numeric);

	if (!host)
		return false;
	draft_cite_event(d, j->domain.records);
	draft_arg(d, "domain", j->domain.name);
	draft_arg(d, "host", host);
	return true;
}

/* What every computer takes for itself (RFC 6761 section 6.3). */
static bool is_own_name(const char *host)
{
	return str_is_within(host, "localhost") || str_ieq(host, "localhost.localdomain");
}

static bool has_another_mx(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->greeted && domain_is_mx(j->f->target, other->e) &&
		    !is_own_name(other->e->host))
			return true;
	}
	return false;
}

RULE(mx_is_local)
{
	if (j->domain.mx != DOMAIN_MX_SOME || !domain_is_mx(j->f->target, r->e) ||
	    !is_own_name(r->e->host))
		return false;
	if (has_another_mx(j))
		d->verdict = VERDICT_WARNING;
	draft_cite_event(d, j->domain.records);
	draft_arg(d, "domain", j->domain.name);
	return true;
}

/* The answer that shows host to be an alias, or NULL. */
static const struct event *alias_of(const struct judge *j, const char *host)
{
	static const enum lookup_type types[] = {LOOKUP_A, LOOKUP_AAAA};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		const struct event *answer = facts_lookup(j->f, types[i], host);

		if (answer && answer->alias && !str_ieq(answer->alias, host))
			return answer;
	}
	return NULL;
}

static bool is_alias(const struct judge *j, const char *host)
{
	return alias_of(j, host) != NULL;
}

/* RFC 2181 section 10.3, RFC 5321 section 5.1. */
RULE(mx_alias)
{
	const char *host = first_mx(j, is_alias);

	if (!host)
		return false;
	draft_cite_event(d, j->domain.records);
	draft_cite_event(d, alias_of(j, host));
	draft_arg(d, "domain", j->domain.name);
	draft_arg(d, "host", host);
	draft_arg(d, "found", alias_of(j, host)->alias);
	return true;
}

/* ---- TLS-RPT ---- */

static enum rpt_state rpt_of(const struct event *txt, char **ret_rua)
{
	size_t n;

	if (!txt)
		return RPT_UNKNOWN;
	if (answer_failed(txt))
		return RPT_UNTESTED;
	const char *record = domain_txt(txt, "v=TLSRPTv1", &n);

	if (!record)
		return RPT_MISSING;
	*ret_rua = domain_txt_field(record, "rua");
	return n == 1 && domain_rua_fine(*ret_rua) ? RPT_PRESENT : RPT_BAD;
}

RULE(rpt)
{
	if (!j->domain.records)
		return false;
	char *rua = NULL, *name = domain_rpt_name(j->domain.name);
	const struct event *txt = facts_lookup(j->f, LOOKUP_TXT, name);
	bool holds = rpt_of(txt, &rua) == rule->rpt;

	if (holds) {
		draft_cite_event(d, txt);
		draft_arg(d, "domain", j->domain.name);
		draft_arg(d, "where", rua);
		if (rule->rpt == RPT_UNTESTED)
			draft_arg(d, FINDING_ARG_MEANING, answer_why_failed(txt));
	}
	free(rua);
	free(name);
	return holds;
}
