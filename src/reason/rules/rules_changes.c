/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of providers and certificate authorities that change with time, held against the log's own day. */
#include "config.h"
#include "reason/rules/rules.h"

#include "know/authorities.h"
#include "know/changes.h"
#include "know/tls_programs.h"

#include <stdlib.h>
#include <string.h>

bool draft_provider_change(struct draft *d, const struct judge *j, enum change_kind kind)
{
	char today[CHANGE_DAY_SIZE];

	change_day(j->f->now, today);
	const struct change *c = change_of_provider(kind, j->f->target->provider, today);

	draft_arg(d, FINDING_ARG_CHANGE, c ? c->id : NULL);
	return c;
}

bool provider_demand_is_to_come(const struct judge *j)
{
	char today[CHANGE_DAY_SIZE];

	change_day(j->f->now, today);
	const struct change *c = change_of_provider(CHANGE_SIGN_IN, j->f->target->provider, today);
	size_t len = c ? strlen(c->id) : 0, end = strlen(".password");

	return c && len > end && str_eq(c->id + len - end, ".password") &&
	       change_time(c, today) == CHANGE_BEFORE;
}

void draft_authority_change(struct draft *d, const struct judge *j, enum change_kind kind,
			    const struct row *r)
{
	char today[CHANGE_DAY_SIZE];
	const struct event *leaf = row_leaf(r);
	const char *authority = authority_find(leaf ? leaf->issuer : NULL);

	change_day(j->f->now, today);
	const struct change *c = authority ? change_of_authority(kind, authority, today) : NULL;

	if (!c && authority)
		c = change_of_authority(kind, NULL, today);
	draft_arg(d, FINDING_ARG_CHANGE, c ? c->id : NULL);
}

static bool reads_here(const struct row *r)
{
	return r->service->purpose == PURPOSE_RECEIVE && r->secured && row_ready(r) &&
	       r->f->session;
}

RULE(provider_tls_floor)
{
	if (!reads_here(r) || !draft_provider_change(d, j, CHANGE_TLS))
		return false;
	char *programs = tls_programs_between(TLS_VERSION_1_0, TLS_VERSION_1_1);

	draft_arg(d, "programs", programs);
	free(programs);
	draft_cite_event(d, r->f->session);
	return true;
}
