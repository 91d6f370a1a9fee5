/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where it is blocked: what the path sweeps say of a row (reason/trace.h), one
 * rule for each kind of obstacle.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/mem.h"

#include <stdlib.h>

/* Sweeps that did not get past the first hop, all of which the counters have to account for. */
static long silent_at_first(const struct traces *traces)
{
	long silent = 0;

	for (size_t i = 0; i < traces->n; i++)
		if (!traces->v[i].passed && !traces->v[i].reached)
			silent += traces->v[i].silent;
	return silent;
}

/* The counters are the whole computer's: where they do not explain every silent sweep, some port is dropped elsewhere. */
static void moderate(struct trace_verdict *v, const struct traces *traces,
		     const struct trace *suspect)
{
	if (str_eq(v->id, "path.here.drop") && suspect->retrans_fail < silent_at_first(traces))
		v->certainty = CERTAINTY_POSSIBLE;
}

void survey_paths(struct judge *j)
{
	traces_init(&j->traces, j->f->log);
	if (!j->traces.n)
		return;
	j->path = mem_calloc(j->rows.n, sizeof *j->path);
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];
		const struct trace *suspect = traces_suspect(&j->traces, r->e->id);
		int64_t tcp_us = r->tcp == OUTCOME_REFUSED ? r->f->stages[STAGE_TCP].us : 0;

		if (!suspect)
			continue;
		trace_judge(&j->path[i], j->f, &j->traces, suspect,
			    traces_working(&j->traces, suspect), tcp_us);
		moderate(&j->path[i], &j->traces, suspect);
	}
}

void survey_paths_clear(struct judge *j)
{
	for (size_t i = 0; j->path && i < j->rows.n; i++)
		free(j->path[i].evidence.v);
	free(j->path);
	traces_clear(&j->traces);
}

/* A row that got through after all is not blocked, whatever a sweep missed. */
static bool is_hindered(const struct row *r, const struct trace_verdict *v)
{
	return r->tcp != OUTCOME_OK || v->place == PLACE_PROXY;
}

/* ---- what this computer tells of itself ---- */

static bool tells(const struct event *e, const char *kind)
{
	return e->type == EVENT_LOCAL && str_eq(e->text, kind) && e->detail;
}

/* A computer without the whole family lacks nothing where the other one connects: net.family-missing says so. */
static bool is_family_absent(const struct judge *j, enum family family)
{
	bool absent = false;

	for (size_t i = 0; i < j->f->log->n; i++)
		absent |= tells(j->f->log->v[i], "no-route") &&
			  str_eq(j->f->log->v[i]->detail, family_name(family));
	return absent && j->family_pair[family] && !j->by_family[family].up;
}

/* Whether the rule names the port; one that names none may be meant for all. */
static bool names_port(const struct event *e, int port)
{
	char *number = mem_printf("%d", port);
	bool found = str_icontains(e->detail, number) != NULL;

	free(number);
	return found;
}

/* Whether the rule does what was seen: silence, a reset, or an ICMP message. */
static bool fits_what_was_seen(const struct event *e, const char *id, enum outcome tcp)
{
	bool resets =
	    str_icontains(e->detail, "tcp reset") || str_icontains(e->detail, "tcp-reset");
	bool rejects = str_icontains(e->detail, "reject") != NULL;

	if (str_eq(id, "path.here.drop"))
		return !rejects;
	return rejects && (!resets || tcp == OUTCOME_REFUSED);
}

/* As root: the first of the firewall's rules that would show so, one that names the port rather
 * than one for all. */
static void quote_rule(const struct judge *j, const struct row *r, struct draft *d, const char *id)
{
	const struct event *rule = NULL;

	for (size_t i = 0; i < j->f->log->n; i++) {
		const struct event *e = j->f->log->v[i];

		if (e->endpoint == r->e->id && tells(e, "rule") &&
		    fits_what_was_seen(e, id, r->tcp) &&
		    (!rule || (!names_port(rule, r->e->port) && names_port(e, r->e->port))))
			rule = e;
	}
	if (!rule)
		return;
	draft_cite_event(d, rule);
	draft_arg(d, FINDING_ARG_RULE, rule->detail);
}

/* Which of the kinds of facts bear on which finding. */
static const struct {
	const char *id, *kinds;
} supports[] = {
    {"path.here.route", "no-route link-down tunnel"},
    {"path.here.denied", "tunnel"},
    {"path.here.reject", "tunnel"},
    {"path.here.drop", "tunnel"},
    {"path.gateway.dead", "link-down"},
};

static bool supports_finding(const struct event *e, const char *kinds, enum family family)
{
	if (e->type != EVENT_LOCAL || !e->text || !*e->text || !str_icontains(kinds, e->text))
		return false;
	return !str_eq(e->text, "no-route") || str_eq(e->detail, family_name(family));
}

/* What the kernel last said of the family's gateway. */
static const struct event *last_gateway(const struct judge *j, enum family family)
{
	char *wanted = mem_printf("family %s ", family_name(family));
	const struct event *last = NULL;

	for (size_t i = 0; i < j->f->log->n; i++)
		if (tells(j->f->log->v[i], "gateway") &&
		    str_icontains(j->f->log->v[i]->detail, wanted))
			last = j->f->log->v[i];
	free(wanted);
	return last;
}

static void cite_local(const struct judge *j, const struct row *r, struct draft *d, const char *id)
{
	for (size_t k = 0; k < sizeof supports / sizeof *supports; k++)
		for (size_t i = 0; str_eq(supports[k].id, id) && i < j->f->log->n; i++)
			if (supports_finding(j->f->log->v[i], supports[k].kinds, r->e->family))
				draft_cite_event(d, j->f->log->v[i]);
	if (str_eq(id, "path.gateway.dead"))
		draft_cite_event(d, last_gateway(j, r->e->family));
	if (str_istarts(id, "path.here."))
		quote_rule(j, r, d, id);
}

static bool says(const struct judge *j, const struct row *r, struct draft *d, const char *id)
{
	const struct trace_verdict *v = j->path ? &j->path[r->e->id - 1] : NULL;

	if (!v || !str_eq(v->id, id) || !is_hindered(r, v))
		return false;
	d->certainty = v->certainty;
	d->place = v->place;
	draft_cite_stage(d, r, STAGE_TCP);
	for (size_t i = 0; i < v->evidence.n; i++)
		draft_cite(d, v->evidence.v[i]);
	cite_local(j, r, d, id);
	d->hop = v->hop;
	draft_arg(d, "hop", v->hop ? v->hop : "-");
	draft_arg(d, "next", v->next ? v->next : "-");
	draft_arg_number(d, "number", v->hop_ttl);
	draft_arg_number(d, "beyond", v->hop_ttl + 1);
	char *key = mem_printf("%d|%s|%s|%s", (int)r->e->family, v->hop ? v->hop : "",
			       v->next ? v->next : "", certainty_name(v->certainty));

	draft_key(d, key);
	free(key);
	return true;
}

#define PATH_RULE(name, id)                                                                        \
	RULE(name)                                                                                 \
	{                                                                                          \
		return says(j, r, d, id);                                                          \
	}

PATH_RULE(path_here_denied, "path.here.denied")
RULE(path_here_route)
{
	return !is_family_absent(j, r->e->family) && says(j, r, d, "path.here.route");
}

PATH_RULE(path_here_reject, "path.here.reject")
PATH_RULE(path_here_drop, "path.here.drop")
PATH_RULE(path_gateway_dead, "path.gateway.dead")
PATH_RULE(path_host, "path.host")
PATH_RULE(path_drop_home, "path.drop.home")
PATH_RULE(path_drop_network, "path.drop.network")
PATH_RULE(path_drop_server, "path.drop.server")
PATH_RULE(path_reset_home, "path.reset.home")
PATH_RULE(path_reset_network, "path.reset.network")
PATH_RULE(path_reject_home, "path.reject.home")
PATH_RULE(path_reject_network, "path.reject.network")
PATH_RULE(path_refused_server, "path.refused.server")
PATH_RULE(path_unreachable_host, "path.unreachable.host")
PATH_RULE(path_proxy_here, "path.proxy.here")
PATH_RULE(path_proxy_syn, "path.proxy.syn")
PATH_RULE(path_proxy_near, "path.proxy.near")
PATH_RULE(path_proxy_redirect, "path.proxy.redirect")
PATH_RULE(path_loop, "path.loop")
PATH_RULE(path_loop_suspected, "path.loop.suspected")
