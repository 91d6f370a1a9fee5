/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/facts/role.h"

#include "know/services.h"

#include <string.h>

/* Customary first labels; digits or a hyphen may follow: smtp2, imap-mail, mx01. */
static const struct {
	const char *label;
	enum purpose purpose;
} labels[] = {
    {"imap", PURPOSE_RECEIVE}, {"imaps", PURPOSE_RECEIVE},    {"pop", PURPOSE_RECEIVE},
    {"pops", PURPOSE_RECEIVE}, {"incoming", PURPOSE_RECEIVE}, {"smtp", PURPOSE_SEND},
    {"smtps", PURPOSE_SEND},   {"outgoing", PURPOSE_SEND},    {"submission", PURPOSE_SEND},
    {"mx", PURPOSE_DELIVERY},
};

enum purpose role_of(const char *host)
{
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		size_t len = strlen(labels[i].label);

		if (str_istarts(host, labels[i].label) && strchr("-.0123456789", host[len]))
			return labels[i].purpose;
	}
	return PURPOSE_COUNT_;
}

static bool is_typed(const struct target *t)
{
	return !t->provider && !t->email && !t->domain && !t->practice;
}

static enum purpose purpose_of(const struct endpoint *e)
{
	return service_row(e->service)->purpose;
}

static bool is_asked(const struct facts *f, const char *host, enum purpose purpose)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct endpoint *e = &f->plan->v[i];

		if (endpoint_counts(e) && purpose_of(e) == purpose && str_ieq(e->host, host))
			return true;
	}
	return false;
}

static bool connects(const struct facts *f, const char *host, enum purpose purpose)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct endpoint *e = &f->plan->v[i];

		if (endpoint_counts(e) && purpose_of(e) == purpose && str_ieq(e->host, host) &&
		    f->v[i].stages[STAGE_TCP].outcome == OUTCOME_OK)
			return true;
	}
	return false;
}

bool role_is_foreign(const struct facts *f, const struct endpoint *e)
{
	enum purpose own = purpose_of(e);
	enum purpose role =
	    own <= PURPOSE_SEND && is_typed(f->target) ? role_of(e->host) : PURPOSE_COUNT_;

	return role != PURPOSE_COUNT_ && role != own &&
	       !target_asks_for(f->target, e->service, e->port) && is_asked(f, e->host, role) &&
	       !connects(f, e->host, own);
}

static const struct target_server *superseded(const struct facts *f, const struct endpoint *e)
{
	for (size_t i = 0; i < f->target->server_n; i++) {
		const struct target_server *s = &f->target->servers[i];

		if (s->superseded && s->service == e->service && s->security == e->security &&
		    s->port == e->port && str_ieq(s->host, e->host))
			return s;
	}
	return NULL;
}

bool role_is_superseded(const struct facts *f, const struct endpoint *e)
{
	return superseded(f, e) != NULL;
}

bool role_is_only_tried(const struct facts *f, const struct endpoint *e)
{
	const struct target_server *s = superseded(f, e);

	return s && s->source == SOURCE_GUESS;
}
