/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A published port that speaks in another security mode than was published. */
#include "config.h"
#include "reason/plan/plan.h"

#include "base/mem.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>

/* The same protocol in the other mode, or SERVICE_COUNT_. */
static enum service sibling(enum service s)
{
	static const enum service pairs[][2] = {{SERVICE_IMAPS, SERVICE_IMAP},
						{SERVICE_POP3S, SERVICE_POP3},
						{SERVICE_SUBMISSIONS, SERVICE_SUBMISSION}};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		for (size_t k = 0; k < 2; k++)
			if (pairs[i][k] == s)
				return pairs[i][1 - k];
	return SERVICE_COUNT_;
}

/* What a server of that protocol says first, in clear text. */
static bool is_greeting(enum protocol protocol, const char *text)
{
	if (!text)
		return false;
	switch (protocol) {
	case PROTOCOL_SMTP:
		return !strncmp(text, "220", 3);
	case PROTOCOL_IMAP:
		return !strncmp(text, "* OK", 4) || !strncmp(text, "* PREAUTH", 9);
	case PROTOCOL_POP3:
		return !strncmp(text, "+OK", 3);
	default:
		return false;
	}
}

/* Whether the event shows that the endpoint speaks, in the other mode. */
static bool shows_other_mode(const struct event *e, const struct endpoint *of)
{
	if (e->type == EVENT_TLS_CHECK)
		return e->outcome == OUTCOME_OK && of->security != SECURITY_TLS;
	return e->type == EVENT_BYTES_RECEIVED && e->stage == STAGE_TLS &&
	       of->security == SECURITY_TLS &&
	       is_greeting(service_row(of->service)->protocol, e->text);
}

static const struct target_server *server_of(const struct target *t, const struct endpoint *e)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == e->service && t->servers[i].port == e->port &&
		    t->servers[i].security == e->security && str_ieq(t->servers[i].host, e->host))
			return &t->servers[i];
	return NULL;
}

static bool has(const struct target *t, enum service service, const char *host, int port)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == service && t->servers[i].port == port &&
		    str_ieq(t->servers[i].host, host))
			return true;
	return false;
}

bool plan_tries_other_modes(const struct target *t)
{
	return t->discover || t->found_by == SOURCE_PROVIDER;
}

bool plan_other_mode(struct target *t, const struct endpoints *plan, const struct event *e)
{
	const struct endpoint *of = endpoints_get(plan, e->endpoint);
	const struct target_server *s = of && plan_tries_other_modes(t) ? server_of(t, of) : NULL;
	enum service other = s ? sibling(s->service) : SERVICE_COUNT_;

	if (!s || other == SERVICE_COUNT_ || s->source == SOURCE_GUESS ||
	    !shows_other_mode(e, of) || has(t, other, s->host, s->port))
		return false;
	struct target_server copy = *s;
	struct target_server *added =
	    target_add(t, other, copy.security == SECURITY_TLS ? SECURITY_STARTTLS : SECURITY_TLS,
		       copy.host, copy.port);

	if (!added)
		return false;
	added->source = copy.source;
	added->user = mem_strdup(copy.user);
	added->public_only = copy.public_only;
	added->unconfirmed = copy.unconfirmed;
	added->alternative = true;
	strs_copy(&added->login, &copy.login);
	return true;
}
