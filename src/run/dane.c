/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/dane.h"

#include "base/mem.h"
#include "net/tls/tls_dane.h"

#include <stdlib.h>

struct tls_session {
	unsigned endpoint, attempt;
	char *host;
	int port;
	struct strs chain; /* PEM, leaf first */
	bool complete;	   /* the whole chain is here */
	bool told, told_alias;
};

struct known { /* secure records: TLSA, or (alias) an alias all of whose steps are signed */
	char *name;
	char *alias;
	struct strs list;
};

struct dane {
	char *domain; /* NULL: nothing to do */
	int64_t now;
	const struct tls_config *config;
	struct tls_session *sessions;
	size_t session_n;
	struct known *known;
	size_t known_n;
};

struct dane *dane_new(const char *domain, int64_t now, const struct tls_config *config)
{
	struct dane *d = mem_calloc(1, sizeof *d);

	d->domain = mem_strdup(domain);
	d->now = now;
	d->config = config;
	return d;
}

static void session_clear(struct tls_session *s)
{
	free(s->host);
	strs_clear(&s->chain);
}

void dane_free(struct dane *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->session_n; i++)
		session_clear(&d->sessions[i]);
	for (size_t i = 0; i < d->known_n; i++) {
		free(d->known[i].name);
		free(d->known[i].alias);
		strs_clear(&d->known[i].list);
	}
	free(d->sessions);
	free(d->known);
	free(d->domain);
	free(d);
}

static struct tls_session *session_of(struct dane *d, unsigned endpoint)
{
	for (size_t i = 0; i < d->session_n; i++)
		if (d->sessions[i].endpoint == endpoint)
			return &d->sessions[i];
	return NULL;
}

static void begin(struct dane *d, const struct event *e)
{
	struct tls_session *s = session_of(d, e->endpoint);

	if (e->service != SERVICE_SMTP)
		return;
	if (!s && d->session_n == DANE_SERVERS_MAX)
		return;
	if (s) {
		session_clear(s);
	} else {
		d->sessions = mem_realloc(d->sessions, d->session_n + 1, sizeof *d->sessions);
		s = &d->sessions[d->session_n++];
	}
	*s = (struct tls_session){.endpoint = e->endpoint,
				  .attempt = e->attempt,
				  .host = mem_strdup(e->host),
				  .port = e->port};
}

/* Only proven records count (RFC 7672 section 2.2). */
static bool note_records(struct dane *d, const struct event *e)
{
	bool tlsa = e->lookup == LOOKUP_TLSA && e->outcome == OUTCOME_OK;

	if (!(tlsa || e->alias) || e->dnssec != DNSSEC_SECURE || d->known_n == DANE_SERVERS_MAX)
		return false;
	d->known = mem_realloc(d->known, d->known_n + 1, sizeof *d->known);
	struct known *k = &d->known[d->known_n++];

	*k = (struct known){.name = mem_strdup(e->host)};
	if (tlsa)
		strs_copy(&k->list, &e->list);
	else
		k->alias = mem_strdup(e->alias);
	return true;
}

bool dane_note(struct dane *d, const struct event *e)
{
	struct tls_session *s = d && d->domain && e->endpoint ? session_of(d, e->endpoint) : NULL;

	if (!d || !d->domain)
		return false;
	if (e->type == EVENT_RECORDS)
		return note_records(d, e);
	if (e->type == EVENT_PROBE_BEGIN)
		begin(d, e);
	if (!s)
		return false;
	if (e->type == EVENT_TLS_CERT) {
		if (!e->num)
			strs_clear(&s->chain);
		if (e->pem)
			strs_add(&s->chain, e->pem);
	}
	if (e->type == EVENT_TLS_VERIFY)
		s->complete = s->chain.n > 0;
	return e->type == EVENT_TLS_VERIFY && s->complete;
}

/* The newest TLSA records of that name, or (alias) its newest alias. */
static const struct known *known_of(const struct dane *d, const char *name, bool alias)
{
	for (size_t i = d->known_n; i; i--)
		if (!d->known[i - 1].alias == !alias && str_ieq(d->known[i - 1].name, name))
			return &d->known[i - 1];
	return NULL;
}

static const char *alias_of(const struct dane *d, const char *name)
{
	const struct known *k = known_of(d, name, true);

	return k ? k->alias : NULL;
}

static const struct known *tlsa_of(const struct dane *d, const struct tls_session *s,
				   const char *host)
{
	char *name = mem_printf("_%d._tcp.%s", s->port, host ? host : "");
	const struct known *k = host && s->complete ? known_of(d, name, false) : NULL;

	free(name);
	return k;
}

/* The names that a certificate may be for (RFC 7672 section 3.2.2): the server's and the domain's,
 * and those that they are aliases of. */
static void collect_names(const struct dane *d, const struct tls_session *s, struct strs *names)
{
	const char *all[] = {s->host, d->domain, alias_of(d, s->host), alias_of(d, d->domain)};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i])
			strs_add(names, all[i]);
}

static struct event *judge(const struct dane *d, const struct tls_session *s, const struct known *k)
{
	struct event *e = event_new(EVENT_DANE, s->endpoint);
	struct strs names = {0};
	struct tls_dane found;

	collect_names(d, s, &names);
	tls_dane_check(&k->list, &s->chain, &names, d->now, d->config, &found);
	strs_clear(&names);
	e->attempt = s->attempt;
	e->host = mem_strdup(s->host);
	e->outcome = found.outcome;
	e->status = found.status;
	e->subject = found.issuer;
	e->reason = mem_strdup(found.reason);
	strs_copy(&e->list, &k->list);
	if (found.outcome == OUTCOME_OK || found.status)
		e->text = mem_strdup(k->list.v[found.record]);
	return e;
}

void dane_tell(struct dane *d, void (*emit)(struct event *e, void *user), void *user)
{
	for (size_t i = 0; i < d->session_n; i++) {
		struct tls_session *s = &d->sessions[i];
		const char *alias = alias_of(d, s->host);
		const struct known *own = s->told ? NULL : tlsa_of(d, s, s->host);
		const struct known *other = s->told_alias ? NULL : tlsa_of(d, s, alias);

		s->told = s->told || own;
		s->told_alias = s->told_alias || other;
		if (own)
			emit(judge(d, s, own), user);
		if (other) {
			struct event *e = judge(d, s, other);

			e->alias = mem_strdup(alias);
			emit(e, user);
		}
	}
}
