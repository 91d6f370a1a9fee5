/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that no source names: the usual names, once every source has answered. */
#include "config.h"
#include "reason/domain/sources.h"

#include "base/mem.h"
#include "know/services.h"
#include "model/listing.h"
#include "reason/domain/domain.h"
#include "reason/domain/sources_private.h"

/* A domain that does not exist, or accepts no mail, has no servers to guess. */
static bool may_have_servers(const struct target *t, const struct log *log)
{
	for (size_t i = 0; i < log->n; i++) {
		const struct event *e = log->v[i];

		if (e->type == EVENT_RECORDS && e->lookup == LOOKUP_MX &&
		    str_ieq(e->host, t->domain))
			return e->err != DOMAIN_RCODE_NXDOMAIN &&
			       domain_mx(e, NULL) != DOMAIN_MX_NULL;
	}
	return true;
}

static bool has_purpose(const struct target *t, enum purpose purpose)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (service_row(t->servers[i].service)->purpose == purpose)
			return true;
	return false;
}

/* Takes ownership of host. */
static void guess_server(struct target *t, enum service service, char *host, bool second,
			 bool inside)
{
	const struct service_row *row = service_row(service);
	struct target_server s = {.service = service,
				  .security = row->security,
				  .host = host,
				  .port = row->port,
				  .source = SOURCE_GUESS,
				  .unconfirmed = true,
				  .alternative = second};

	if (sources_is_wanted(t, s.service, s.port) && domain_is_host(s.host))
		sources_put(t, &s, inside);
	else
		target_server_clear(&s);
}

/* A host that may serve the domain's mail, for all services of the purpose. */
static void guess_host(struct target *t, enum purpose purpose, const char *host, bool inside)
{
	for (int s = 0; s < SERVICE_COUNT_; s++)
		if (service_row((enum service)s)->purpose == purpose &&
		    service_row((enum service)s)->usual)
			guess_server(t, (enum service)s, mem_strdup(host), true, inside);
}

/* The first MX unless it belongs to a provider, whose mailboxes are not there; or NULL. */
static const char *own_mx(const struct log *log, struct strs *hosts)
{
	for (size_t i = 0; i < log->n; i++) {
		const struct event *e = log->v[i];

		if (e->type == EVENT_SOURCE && e->source == SOURCE_MX &&
		    listing_find(&e->list, "name"))
			return NULL;
		if (e->type == EVENT_RECORDS && e->lookup == LOOKUP_MX && !hosts->n)
			domain_mx(e, hosts);
	}
	return hosts->n ? hosts->v[0] : NULL;
}

static void guess(struct target *t, enum purpose purpose, const char *mx, bool inside)
{
	size_t n;
	const struct source_guess *all = sources_guesses(&n);

	for (size_t i = 0; i < n; i++)
		if (service_row(all[i].service)->purpose == purpose)
			guess_server(t, all[i].service,
				     mem_printf("%s.%s", all[i].prefix, t->domain), all[i].second,
				     inside);
	if (mx)
		guess_host(t, purpose, mx, inside);
	if (!t->email) /* what was typed may be the server itself */
		guess_host(t, purpose, t->domain, inside);
}

/* What nothing names for a purpose. */
static void guess_rest(struct target *t, const struct log *log, bool inside)
{
	bool read = has_purpose(t, PURPOSE_RECEIVE), send = has_purpose(t, PURPOSE_SEND);
	struct strs hosts = {0};
	const char *mx = own_mx(log, &hosts);

	if (!read)
		guess(t, PURPOSE_RECEIVE, mx, inside);
	if (!send)
		guess(t, PURPOSE_SEND, mx, inside);
	strs_clear(&hosts);
	if (!read && !send) {
		t->found_by = SOURCE_GUESS;
		if (!strs_has(&t->codes, "guessed"))
			strs_add(&t->codes, "guessed");
	}
}

bool sources_guessed(const struct target *t)
{
	return t->discover && t->found_by == SOURCE_GUESS;
}

/* The first server for reading that is named, or NULL. */
static const struct target_server *reading_server(const struct target *t)
{
	const struct target_server *found = NULL;

	for (size_t i = 0; i < t->server_n; i++) {
		const struct target_server *s = &t->servers[i];

		if (service_row(s->service)->purpose == PURPOSE_RECEIVE &&
		    service_row(s->service)->protocol == PROTOCOL_IMAP &&
		    (!found || (found->alternative && !s->alternative)))
			found = s;
	}
	return found;
}

static bool tries_filter(const struct log *log)
{
	for (size_t i = 0; i < log->n; i++)
		if (log->v[i]->type == EVENT_SOURCE && log->v[i]->source == SOURCE_GUESS)
			return str_eq(listing_find(&log->v[i]->list, SOURCES_TRY),
				      service_name(SERVICE_MANAGESIEVE));
	return false;
}

/* For an audit, which says whether a record for it may be published: it decides nothing else. */
static void guess_filter(struct target *t)
{
	const struct target_server *s = reading_server(t);
	const struct service_row *row = service_row(SERVICE_MANAGESIEVE);

	if (!s || has_purpose(t, PURPOSE_FILTER))
		return;
	struct target_server filter = {.service = row->service,
				       .security = row->security,
				       .host = mem_strdup(s->host),
				       .port = row->port,
				       .source = SOURCE_GUESS,
				       .unconfirmed = true,
				       .alternative = true};

	sources_put(t, &filter, !s->public_only);
	if (has_purpose(t, PURPOSE_FILTER))
		t->servers[t->server_n - 1].superseded = true;
}

void sources_guess(struct target *t, const struct log *log, bool inside)
{
	if (!may_have_servers(t, log))
		return;
	guess_rest(t, log, inside);
	if (tries_filter(log))
		guess_filter(t);
}
