/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/offer.h"

#include "base/mem.h"
#include "know/services.h"
#include "reason/domain/sources.h"
#include "reason/facts/login.h"

#include <stdlib.h>

static bool is_same(const struct setting *a, const struct setting *b)
{
	return a->service == b->service && a->port == b->port && str_ieq(a->host, b->host) &&
	       (a->security == b->security || a->security == SECURITY_NONE);
}

static void add(struct offers *o, struct offer row)
{
	for (size_t i = 0; i < o->n; i++)
		if (is_same(&o->v[i].set, &row.set))
			return;
	o->v = mem_realloc(o->v, o->n + 1, sizeof *o->v);
	o->v[o->n++] = row;
}

/* Reading before sending, IMAP before POP3, a server's first choice before an alternative, then RFC
 * 8314's order. */
static long rank(const struct target_server *s)
{
	const struct service_row *row = service_row(s->service);
	long rank = row->purpose == PURPOSE_RECEIVE ? 0 : 1;

	rank = rank * 2 + (row->protocol == PROTOCOL_POP3);
	rank = rank * 2 + s->alternative;
	return rank * 16 + row->preference;
}

static bool is_wanted(const struct target_server *s)
{
	const struct service_row *row = service_row(s->service);

	return row->preference && row->purpose <= PURPOSE_SEND;
}

/* The row that shows how it ended: one that failed, of two families. */
static unsigned endpoint_of(const struct record *record, const struct target_server *s)
{
	unsigned found = 0;

	for (size_t i = 0; i < record->plan.n; i++) {
		const struct endpoint *e = &record->plan.v[i];
		const struct endpoint_facts *f = facts_of(&record->facts, e->id);

		if (!endpoint_counts(e) || e->service != s->service || e->port != s->port ||
		    e->security != s->security || !str_ieq(e->host, s->host))
			continue;
		if (!found || (f && f->outcome != OUTCOME_OK && f->outcome != OUTCOME_NOTOFFERED))
			found = e->id;
	}
	return found;
}

static struct offer published(const struct record *record, const struct target_server *s)
{
	const struct service_row *row = service_row(s->service);
	struct offer o = {.set = {.endpoint = endpoint_of(record, s),
				  .purpose = row->purpose,
				  .protocol = row->protocol,
				  .service = s->service,
				  .host = s->host,
				  .port = s->port,
				  .security = s->security,
				  .auth = setting_documented(record->target, s),
				  .source = s->source ? s->source : record->target->found_by,
				  .user = s->user}};
	const struct endpoint_facts *f = facts_of(&record->facts, o.set.endpoint);

	o.tested =
	    f && f->end_event && f->outcome != OUTCOME_CANCELLED && f->outcome != OUTCOME_SKIPPED;
	return o;
}

static void add_published(struct offers *o, const struct record *record)
{
	const struct target *t = record->target;
	bool *used = mem_calloc(t->server_n + 1, sizeof *used);

	for (size_t round = 0; round < t->server_n; round++) {
		size_t best = t->server_n;

		for (size_t i = 0; i < t->server_n; i++)
			if (!used[i] && is_wanted(&t->servers[i]) &&
			    (best == t->server_n || rank(&t->servers[i]) < rank(&t->servers[best])))
				best = i;
		if (best == t->server_n)
			break;
		used[best] = true;
		add(o, published(record, &t->servers[best]));
	}
	free(used);
}

void offers_init(struct offers *ret, const struct record *record)
{
	const struct summary *s = &record->summary;

	*ret = (struct offers){0};
	for (size_t i = 0; i < s->setting_n; i++)
		add(ret, (struct offer){.set = s->settings[i], .works = true, .tested = true});
	if (s->setting_n || !sources_guessed(record->target))
		add_published(ret, record);
}

void offers_clear(struct offers *o)
{
	free(o->v);
	*o = (struct offers){0};
}

const struct offer *offers_best(const struct offers *o, enum purpose purpose)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].set.purpose == purpose)
			return &o->v[i];
	return NULL;
}

const char *offer_password(const struct record *record, const struct offer *o)
{
	const struct target *t = record->target;
	const struct endpoint_facts *f = facts_of(&record->facts, o->set.endpoint);
	const char *word = strs_has(&t->codes, "app-password") ? "app-password" : "password";

	if (strs_has(&t->codes, "oauth2-only"))
		return NULL;
	if (o->works && f) {
		struct login login = login_of(facts_caps(f), o->set.protocol,
					      f->greeting ? f->greeting->text : NULL);

		return login_takes_password(&login) ? word : NULL;
	}
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == o->set.service &&
		    str_ieq(t->servers[i].host, o->set.host))
			return strs_has(&t->servers[i].login, "oauth2") &&
				       t->servers[i].login.n == 1
				   ? NULL
				   : word;
	return word;
}
