/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is around this computer: a cloud, a container, a VPN. */
#include "config.h"
#include "reason/rules/rules.h"

#include "know/networks.h"

#include <string.h>

/* ---- the cloud ---- */

/* The port connects somewhere over the family: nothing blocks it in general. */
static bool is_up_anywhere(const struct judge *j, int port, enum family family)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].e->port == port && j->rows.v[i].e->family == family &&
		    j->rows.v[i].tcp == OUTCOME_OK && j->rows.v[i].e->why != WHY_IMPOSSIBLE)
			return true;
	return false;
}

/* The cloud whose hardware this is, if it is known to block what is silent here at every server, and nothing
 * else is silent so; with the event that names it. */
static const struct network *blocking_cloud(const struct judge *j, const struct event **ret_sign)
{
	const struct network *cloud = surroundings_cloud(j->f, ret_sign);

	for (size_t i = 0; cloud && i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->counted && row_is_blocked_elsewhere(j, r) &&
		    !network_blocks(cloud, r->e->port))
			return NULL;
	}
	return cloud && cloud->confirmed ? cloud : NULL;
}

static bool is_known_to_be_near(const struct judge *j, const struct row *r)
{
	const struct trace_verdict *v = row_path(j, r);

	return v && strncmp(v->id, "path.here.", strlen("path.here.")) == 0;
}

/* It blocks the port, by its own rules, for all that run there; the container or network around this program
 * is not needed to explain it. */
static const struct network *cloud_of_block(const struct judge *j, const struct row *r,
					    const struct event **ret_sign)
{
	if (r->tcp != OUTCOME_TIMEOUT || !row_is_blocked_elsewhere(j, r) ||
	    is_up_anywhere(j, r->e->port, r->e->family) || is_known_to_be_near(j, r) ||
	    tunnel_in_use(j))
		return NULL;
	return blocking_cloud(j, ret_sign);
}

bool row_is_blocked_by_cloud(const struct judge *j, const struct row *r)
{
	const struct event *sign = NULL;

	return cloud_of_block(j, r, &sign) != NULL;
}

void draft_container(struct draft *d, const struct judge *j)
{
	const struct event *container = surroundings_told(j->f, LOCAL(CONTAINER));

	draft_cite_event(d, container);
	draft_arg(d, "container", container ? container->detail : NULL);
}

void draft_cloud(struct draft *d, const struct judge *j, int port)
{
	const struct event *sign = NULL;
	const struct network *n = surroundings_cloud(j->f, &sign);

	if (!n || str_eq(n->id, "virtual") || network_blocks(n, port))
		return;
	draft_cite_event(d, sign);
	draft_arg(d, "cloud", n->name);
}

RULE(net_cloud_blocks)
{
	const struct event *sign = NULL;
	const struct network *n = cloud_of_block(j, r, &sign);

	if (!n)
		return false;
	draft_cite_event(d, sign);
	draft_cite_stage(d, r, STAGE_TCP);
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].e->why == WHY_REFERENCE && j->rows.v[i].e->port == r->e->port)
			draft_cite_stage(d, &j->rows.v[i], STAGE_TCP);
	draft_arg(d, "network", n->name);
	draft_arg(d, "policy", n->policy);
	draft_arg(d, "lift", n->lift);
	draft_arg(d, "ask", network_lift_step(n));
	return true;
}

/* {more}: ports that the cloud leaves open by its rules, and that fail at other servers too. */
static void tell_more(struct draft *d, const struct judge *j, const struct network *n)
{
	struct strs ports = {0};

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->counted && row_is_mail(r) && !network_blocks(n, r->e->port) &&
		    row_is_blocked_elsewhere(j, r))
			row_add_port(r, &ports);
	}
	draft_arg_list(d, "more", &ports);
	strs_clear(&ports);
}

RULE(net_cloud_known)
{
	const struct event *sign = NULL;
	const struct network *n = row_is_unconnected(j, r) && !row_is_fine_elsewhere(j, r)
				      ? surroundings_cloud(j->f, &sign)
				      : NULL;

	if (!n || !network_blocks(n, r->e->port))
		return false;
	draft_cite_event(d, sign);
	draft_cite_stage(d, r, STAGE_TCP);
	draft_key(d, n->id);
	draft_arg(d, "network", n->name);
	draft_arg(d, "policy", n->policy);
	draft_arg(d, "lift", n->lift);
	tell_more(d, j, n);
	if (!n->confirmed || surroundings_told(j->f, LOCAL(CONTAINER)))
		d->certainty = CERTAINTY_POSSIBLE;
	return true;
}

/* ---- what every connection passes ---- */

/* Something on this computer that every connection passes, whatever it does. */
RULE(net_stands_in)
{
	const struct trace_verdict *v = row_path(j, r);
	const struct event *ev = row_is_unconnected(j, r) && !row_is_fine_elsewhere(j, r)
				     ? surroundings_told(j->f, rule->locals)
				     : NULL;

	/* Where the place is certain, or is this very thing, there is nothing left to suspect. */
	if (!ev || (v && (v->certainty == CERTAINTY_CERTAIN || str_eq(v->id, "path.vpn"))) ||
	    (ev->kind == LOCAL_TUNNEL && row_is_of_missing_family(j, r)))
		return false;
	draft_cite_event(d, ev);
	draft_cite_stage(d, r, STAGE_TCP);
	draft_arg(d, rule->args, ev->device ? ev->device : ev->detail);
	return true;
}
