/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A certificate is for other names: do they lead to the same server? */
#include "config.h"
#include "reason/plan/plan_private.h"

#include "reason/facts/rows.h"

#define CANDIDATES 2 /* names of one certificate that are looked up */

/* The server's own certificate, which was verified, or NULL. */
static const struct event *leaf_before(const struct log *log, size_t at)
{
	for (size_t i = at; i > 0; i--) {
		const struct event *ev = log->v[i - 1];

		if (ev->type == EVENT_TLS_CERT && ev->endpoint == log->v[at]->endpoint &&
		    ev->num == 0)
			return ev;
	}
	return NULL;
}

/* No server is asked about a name with an address from the command line or the practice servers. */
static bool may_look_up(const struct target *t, const char *name)
{
	for (size_t i = 0; i < t->override_n; i++)
		if (str_ieq(t->overrides[i].host, name))
			return true;
	return !t->only_target && !t->practice && !target_is_loopback(t);
}

static bool is_known(const struct endpoints *plan, const char *name, enum family family)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->v[i].family == family && str_ieq(plan->v[i].host, name))
			return true;
	return false;
}

static size_t add_name(struct endpoints *plan, const struct target *t, const struct endpoint *of,
		       const char *name)
{
	struct endpoint e = *of;

	if (is_known(plan, name, of->family) || !may_look_up(t, name))
		return 0;
	e.why = WHY_NAME;
	e.host = (char *)name;
	e.address = NULL;
	return plan_add(plan, t, &e);
}

/* The closest first: they are the likeliest. */
static size_t add_candidates(struct endpoints *plan, const struct target *t,
			     const struct endpoint *of, const struct strs *names)
{
	size_t added = 0, chosen = 0;

	for (int close = 1; close >= 0; close--)
		for (size_t i = 0; i < names->n && chosen < CANDIDATES; i++) {
			if (!name_can_be_entered(names->v[i]) ||
			    name_is_close(of->host, names->v[i]) != close)
				continue;
			chosen++;
			added += add_name(plan, t, of, names->v[i]);
		}
	return added;
}

/* The endpoint's last event of that type, up to `at`; or NULL. */
static const struct event *last_before(const struct log *log, size_t at, enum event_type type)
{
	for (size_t i = at + 1; i > 0; i--)
		if (log->v[i - 1]->type == type && log->v[i - 1]->endpoint == log->v[at]->endpoint)
			return log->v[i - 1];
	return NULL;
}

/* The name in the greeting, before or under TLS, if the certificate has a pattern for it. */
static size_t add_greeted(struct endpoints *plan, const struct target *t, const struct endpoint *of,
			  const struct event *greeting, const struct strs *names)
{
	for (size_t i = 0; greeting && i < names->n; i++)
		if (name_is_covered(names->v[i], greeting->detail))
			return add_name(plan, t, of, greeting->detail);
	return 0;
}

size_t plan_add_names(struct endpoints *plan, const struct target *t, const struct log *log,
		      size_t at)
{
	const struct event *ev = log->v[at];
	const struct endpoint *e = endpoints_get(plan, ev->endpoint);

	if ((ev->type != EVENT_TLS_VERIFY && ev->type != EVENT_GREETING) || !e ||
	    !endpoint_counts(e))
		return 0;
	const struct event *verify = last_before(log, at, EVENT_TLS_VERIFY);
	const struct event *leaf = leaf_before(log, at);
	struct endpoint of = *e; /* the plan's list may move; its texts do not */
	size_t added = 0;

	if (!verify || !(verify->status & CERT_WRONG_NAME) || !leaf)
		return 0;
	if (ev == verify)
		added = add_candidates(plan, t, &of, &leaf->list);
	return added + add_greeted(plan, t, &of, last_before(log, at, EVENT_GREETING), &leaf->list);
}
