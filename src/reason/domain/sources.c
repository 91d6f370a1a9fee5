/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/domain/sources.h"

#include "base/address.h"
#include "base/mem.h"
#include "know/registrable.h"
#include "know/services.h"
#include "model/listing.h"
#include "reason/domain/domain.h"
#include "reason/domain/sources_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- what was asked for ---- */

bool sources_is_wanted(const struct target *t, enum service service, int port)
{
	bool service_named = false, port_named = false, service_fits = false, port_fits = false;

	for (size_t i = 0; i < t->asked.n; i++) {
		long number;

		if (str_number(t->asked.v[i], 1, 65535, &number)) {
			port_named = true;
			port_fits |= number == port;
		} else {
			service_named = true;
			service_fits |= service_from_name(t->asked.v[i]) == service;
		}
	}
	return (!service_named || service_fits) && (!port_named || port_fits);
}

/* ---- the target's servers ---- */

static struct target_server *server_of(struct target *t, const struct target_server *like)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == like->service && t->servers[i].port == like->port &&
		    t->servers[i].security == like->security &&
		    str_ieq(t->servers[i].host, like->host))
			return &t->servers[i];
	return NULL;
}

static bool has_override(const struct target *t, const char *host)
{
	for (size_t i = 0; i < t->override_n; i++)
		if (str_ieq(t->overrides[i].host, host))
			return true;
	return false;
}

void sources_put(struct target *t, struct target_server *s, bool inside)
{
	if (s->security == SECURITY_NONE)
		s->security = SECURITY_STARTTLS;
	struct target_server *known = server_of(t, s);

	if (!known)
		known = target_add(t, s->service, s->security, s->host, s->port);
	if (known) {
		known->source = s->source;
		known->alternative = s->alternative;
		known->superseded = false;
		known->unconfirmed = s->unconfirmed;
		known->public_only = !inside && !has_override(t, s->host);
		strs_copy(&known->login, &s->login);
		free(known->user);
		known->user = mem_strdup(s->user);
	}
	target_server_clear(s);
}

static bool serves(const struct target_server *s, enum purpose purpose)
{
	return service_row(s->service)->purpose == purpose;
}

/* The first choice so far is one no longer. */
static void step_back(struct target *t, enum purpose purpose)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (serves(&t->servers[i], purpose) && t->servers[i].source != SOURCE_TYPED)
			t->servers[i].alternative = true;
}

static bool is_found(const struct target_server *s, enum purpose purpose)
{
	return serves(s, purpose) && s->source != SOURCE_TYPED && s->source != SOURCE_GUESS;
}

/* The web port of the first server for reading, to compare with. */
static void put_web_port(struct target *t)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == SERVICE_HTTPS)
			return;
	for (size_t i = 0; i < t->server_n; i++)
		if (serves(&t->servers[i], PURPOSE_RECEIVE)) {
			struct target_server web = {.service = SERVICE_HTTPS,
						    .security = SECURITY_TLS,
						    .host = mem_strdup(t->servers[i].host),
						    .port = 443,
						    .source = t->servers[i].source};

			if (sources_is_wanted(t, web.service, web.port))
				sources_put(t, &web, !t->servers[i].public_only);
			else
				target_server_clear(&web);
			return;
		}
}

/* A server must not be compared with one of its owner. */
static void drop_related(struct target *t)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->reference_n; i++) {
		struct target_reference r = t->references[i];
		bool related = false;

		for (size_t k = 0; k < t->server_n; k++)
			related |= registrable_same(r.host, t->servers[k].host);
		if (related)
			free(r.host);
		else
			t->references[kept++] = r;
	}
	t->reference_n = kept;
}

/* ---- what the sources say ---- */

/* All servers of all answers, by rank. */
struct offers {
	struct offer {
		struct target_server server;
		const struct source_said *said;
	} * v;
	size_t n;
};

/* The event that says so: what is asked may differ between versions, and a case must not. */
static bool is_time_to_guess(const struct log *log)
{
	for (size_t i = 0; i < log->n; i++)
		if (log->v[i]->type == EVENT_SOURCE && log->v[i]->source == SOURCE_GUESS)
			return true;
	return false;
}

/* What is not proven counts only if nothing better is published. */
static bool is_better_to_come(const struct sources_said *said)
{
	for (size_t i = 0; i < said->n; i++)
		if (said->v[i].source && said->v[i].rank < SOURCES_RANK_UNPROVEN &&
		    !said->v[i].answer)
			return true;
	return false;
}

static void gather(struct offers *o, const struct target *t, const struct sources_said *said,
		   const struct log *log)
{
	struct target_server *some = mem_calloc(TARGET_SERVERS_MAX, sizeof *some);

	*o = (struct offers){0};
	for (size_t i = 0; i < said->n; i++) {
		if (said->v[i].rank >= SOURCES_RANK_UNPROVEN && is_better_to_come(said) &&
		    !is_time_to_guess(log))
			break;
		size_t n = sources_servers(&said->v[i], some);

		o->v = mem_realloc(o->v, o->n + n + 1, sizeof *o->v);
		for (size_t k = 0; k < n; k++)
			if (sources_is_wanted(t, some[k].service, some[k].port))
				o->v[o->n++] = (struct offer){some[k], &said->v[i]};
			else
				target_server_clear(&some[k]);
	}
	free(some);
}

static void offers_clear(struct offers *o)
{
	for (size_t i = 0; i < o->n; i++)
		target_server_clear(&o->v[i].server);
	free(o->v);
}

static const struct source_said *best_for(const struct offers *o, enum purpose purpose)
{
	for (size_t i = 0; i < o->n; i++)
		if (serves(&o->v[i].server, purpose))
			return o->v[i].said;
	return NULL;
}

/* What the source says besides servers. */
static void take_words(struct target *t, const struct source_said *said)
{
	const struct event *e = said->meaning ? said->meaning : said->answer;
	char **texts[] = {&t->provider, &t->user_form, &t->help_url};
	static const char *const keys[] = {"provider", "form", "help"};

	strs_clear(&t->codes);
	strs_clear(&t->notes);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *value =
		    e->type == EVENT_SOURCE ? listing_find(&e->list, keys[i]) : NULL;

		free(*texts[i]);
		*texts[i] = mem_strdup(value);
	}
	for (size_t i = 0; e->type == EVENT_SOURCE && i < e->list.n; i++) {
		const char *code = listing_value(e->list.v[i], "code");
		const char *note = listing_value(e->list.v[i], "note");

		if (code)
			strs_add(&t->codes, code);
		if (note)
			strs_add(&t->notes, note);
	}
}

/* Whether a source of that rank names the port, in whatever security mode. */
static bool names_port(const struct offers *o, int rank, const struct target_server *s)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].said->rank == rank && o->v[i].server.port == s->port &&
		    str_ieq(o->v[i].server.host, s->host))
			return true;
	return false;
}

/*
 * What the best source does not name decides nothing, be it known because its source was the first to
 * answer: the verdict goes by what is known, and not by the order in which it came. An audit asks for
 * all.
 */
static void supersede(struct target *t, const struct offers *o, enum purpose purpose, int rank)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (is_found(&t->servers[i], purpose))
			t->servers[i].superseded = !names_port(o, rank, &t->servers[i]);
}

static void use_best(struct target *t, struct offers *o, enum purpose purpose, bool inside)
{
	const struct source_said *best = best_for(o, purpose);

	if (!best)
		return;
	if (!t->audit)
		supersede(t, o, purpose, best->rank);
	step_back(t, purpose);
	for (size_t i = 0; i < o->n; i++) {
		bool best_too = o->v[i].said->rank == best->rank;

		if (!serves(&o->v[i].server, purpose) || (!best_too && !t->audit))
			continue;
		if (best_too)
			sources_put(t, &o->v[i].server, inside);
		else if (!server_of(t, &o->v[i].server)) {
			o->v[i].server.alternative = true;
			sources_put(t, &o->v[i].server, inside);
		}
	}
}

/* Whose word the target's servers are, on the whole. */
static const struct source_said *best_of_all(const struct offers *o)
{
	const struct source_said *read = best_for(o, PURPOSE_RECEIVE);

	return read ? read : best_for(o, PURPOSE_SEND);
}

/* ---- the domain itself ---- */

static bool is_answered(const struct log *log, enum lookup_type type, const char *name)
{
	for (size_t i = 0; i < log->n; i++)
		if (log->v[i]->type == EVENT_RECORDS && log->v[i]->lookup == type &&
		    str_ieq(log->v[i]->host, name))
			return true;
	return false;
}

/* The address of the domain is known to be there, or not. */
static bool knows_domain(const struct target *t, const struct log *log)
{
	return is_answered(log, LOOKUP_A, t->domain) && is_answered(log, LOOKUP_AAAA, t->domain);
}

static bool is_inside(const struct target *t, const struct sources_said *said)
{
	bool inside = false;

	for (size_t i = 0; i < t->override_n; i++)
		inside |= str_ieq(t->overrides[i].host, t->domain) && t->overrides[i].address &&
			  !address_is_public(t->overrides[i].address);
	for (size_t i = 0; i < said->n; i++) {
		const struct event *e = said->v[i].answer;

		if (said->v[i].source != SOURCE_NONE || !e || !str_ieq(e->host, t->domain))
			continue;
		for (size_t k = 0; k < e->list.n; k++)
			inside |= !address_is_public(e->list.v[k]);
	}
	return inside;
}

struct event *sources_end(const struct target *t, const struct log *log)
{
	if (!t->discover || is_time_to_guess(log) || !sources_all_answered(t, log))
		return NULL;
	struct event *e = event_new(EVENT_SOURCE, 0);

	e->source = SOURCE_GUESS;
	e->outcome = OUTCOME_OK;
	e->host = mem_strdup(t->domain);
	e->text = mem_strdup("all sources have answered");
	if (t->audit)
		listing_add(&e->list, SOURCES_TRY, service_name(SERVICE_MANAGESIEVE));
	e->at_us = log->n ? log->v[log->n - 1]->at_us : 0;
	return e;
}

bool sources_any_name(const struct target *t, const struct log *log)
{
	char *name = mem_printf("%s.%s", SOURCES_NO_NAME, t->domain ? t->domain : "");
	bool any = false;

	for (size_t i = 0; t->discover && i < log->n; i++)
		any |= log->v[i]->type == EVENT_RECORDS && str_ieq(log->v[i]->host, name) &&
		       log->v[i]->list.n;
	free(name);
	return any;
}

/* ---- all together ---- */

void sources_apply(struct target *t, const struct log *log)
{
	struct sources_said said;
	struct offers offers;

	if (!t->discover || sources_guessed(t))
		return;
	sources_said_init(&said, t, log);
	if (knows_domain(t, log)) {
		bool inside = is_inside(t, &said);

		gather(&offers, t, &said, log);
		const struct source_said *best = best_of_all(&offers);

		if (best) {
			t->found_by = best->source;
			take_words(t, best);
		}
		use_best(t, &offers, PURPOSE_RECEIVE, inside);
		use_best(t, &offers, PURPOSE_SEND, inside);
		use_best(t, &offers, PURPOSE_FILTER, inside);
		offers_clear(&offers);
		if (is_time_to_guess(log))
			sources_guess(t, log, inside);
		put_web_port(t);
		drop_related(t);
	}
	sources_said_clear(&said);
}

int sources_enough(const struct target *t, const struct log *log)
{
	struct sources_said said;
	struct offers offers;
	int rank = SOURCES_RANK_NONE;

	if (!t->discover || t->audit)
		return rank;
	sources_said_init(&said, t, log);
	gather(&offers, t, &said, log);
	const struct source_said *read = best_for(&offers, PURPOSE_RECEIVE),
				 *send = best_for(&offers, PURPOSE_SEND);

	if (read && send) /* what is equal is waited for: SRV records answer one by one */
		rank = (read->rank > send->rank ? read->rank : send->rank) + 1;
	offers_clear(&offers);
	sources_said_clear(&said);
	return rank;
}
