/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/dns.h"

#include "base/address.h"
#include "base/mem.h"
#include "net/dns_private.h"
#include "net/pool.h"
#include "net/resolve.h"

#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LATE_STEP_MS 250

/* What the pool does for a lookup. The pool owns it until it is done. */
struct job {
	char *host;
	enum family family;
	dns_system *look_up;
	const char *servers;
	int err;
	bool listed;
	struct strs addresses;
	struct nameserver_answer said;
};

/* One question, unanswered or answered. */
struct lookup {
	struct dns *dns;
	struct lookup *next;
	char *host;
	enum family family;
	uint64_t begun_ns;
	bool running; /* by the system, in the pool */
	bool asking;  /* the name servers are being asked */
	bool asked;   /* … or have been */
	bool over;    /* answer is what it will be */
	bool stale;   /* dropped: its askers still get the answer, new ones do not find it */
	struct dns_answer answer;
};

struct asker {
	struct asker *next;
	unsigned number;
	struct lookup *lookup;
	dns_handler *handler;
	void *user;
};

struct dns {
	struct pool *pool;
	int patience_ms;
	dns_system *look_up;
	const char *servers;
	uv_idle_t deliver; /* active while an answered lookup has askers */
	uv_timer_t late;   /* active while a lookup runs */
	unsigned handles;
	struct lookup *lookups;
	struct asker *askers; /* in the order of asking */
	struct dns_fixed *fixed;
	unsigned last_number;
};

/* ---- lookups ---- */

static void lookup_free(struct lookup *l)
{
	dns_answer_clear(&l->answer);
	free(l->host);
	free(l);
}

/* ---- what the system says ---- */

static void look_up(void *user)
{
	struct job *job = user;

	job->err = job->look_up(job->host, job->family, &job->addresses);
	/* A substitute for the system has no hosts file. */
	job->listed =
	    !job->err && job->look_up == resolve_system && resolve_is_listed(job->host, NULL);
}

static void settle(struct lookup *l);

static void on_found(void *done, enum outcome how, int64_t us, void *user)
{
	struct job *job = done;
	struct lookup *l = user;

	l->running = false;
	if (l->over)
		return;
	l->answer.us = us;
	l->answer.err = how == OUTCOME_OK ? job->err : EAI_AGAIN;
	l->answer.listed = how == OUTCOME_OK && job->listed;
	if (how == OUTCOME_OK)
		strs_copy(&l->answer.addresses, &job->addresses);
	/* no time is left for a second question */
	else
		l->asked = true;
	settle(l);
}

/* ---- what the name servers say ---- */

static void ask_servers(void *user)
{
	struct job *job = user;

	nameserver_ask(&job->said, job->host, job->family, job->servers);
}

static void on_said(void *done, enum outcome how, int64_t us, void *user)
{
	struct job *job = done;
	struct lookup *l = user;

	(void)us;
	l->asking = false;
	if (how == OUTCOME_OK) {
		l->answer.said = job->said;
		job->said = (struct nameserver_answer){0};
	}
	settle(l);
}

static void on_free(void *done)
{
	struct job *job = done;

	strs_clear(&job->addresses);
	nameserver_answer_clear(&job->said);
	free(job->host);
	free(job);
}

static const struct pool_ops system_ops = {look_up, NULL, on_found, on_free};
static const struct pool_ops server_ops = {ask_servers, NULL, on_said, on_free};

static void start_job(struct lookup *l, const struct pool_ops *ops, int limit_ms)
{
	struct job *job = mem_calloc(1, sizeof *job);

	job->host = mem_strdup(l->host);
	job->family = l->family;
	job->look_up = l->dns->look_up;
	job->servers = l->dns->servers;
	pool_start(l->dns->pool, ops, job, limit_ms, l);
}

static void start_asking(struct lookup *l)
{
	l->asking = l->asked = true;
	start_job(l, &server_ops, 2 * NAMESERVER_WAIT_MS);
}

/* ---- both ---- */

static void start_delivery(struct dns *dns);

/* Whether only the name servers can say why. */
static bool needs_words(const struct lookup *l)
{
	if (address_is_numeric(l->host) || address_is_localhost(l->host))
		return false;
	switch (l->answer.err) {
	case 0:
		if (l->answer.listed)
			return true;
		/* No packet goes out to these: filters give them for names that they block. */
		return l->answer.addresses.n &&
		       (address_is(l->answer.addresses.v[0], ADDRESS_UNSPECIFIED) ||
			address_is(l->answer.addresses.v[0], ADDRESS_LOOPBACK));
#ifdef EAI_NODATA
	case EAI_NODATA:
		return false;
#endif
#ifdef EAI_ADDRFAMILY
	case EAI_ADDRFAMILY:
		return false;
#endif
	default:
		return true;
	}
}

/* Called after each answer. If no server answers, the lookup stops waiting for the system. */
static void settle(struct lookup *l)
{
	bool unheard = l->answer.said.said >= DNS_SAID_SILENT;

	if (l->over || l->asking || (l->running && !unheard))
		return;
	if (!l->running && !l->asked && needs_words(l)) {
		start_asking(l);
		return;
	}
	if (l->running) {
		l->answer.err = EAI_AGAIN;
		l->answer.us = (int64_t)((uv_hrtime() - l->begun_ns) / 1000);
	}
	l->over = true;
	start_delivery(l->dns);
}

/* Lookups that run for long. */
static void on_late(uv_timer_t *timer)
{
	struct dns *dns = timer->data;
	bool waits = false;

	for (struct lookup *l = dns->lookups; l; l = l->next) {
		waits = waits || (l->running && !l->over);
		if (l->running && !l->asked &&
		    uv_hrtime() - l->begun_ns >= DNS_LATE_MS * UINT64_C(1000000))
			start_asking(l);
	}
	if (!waits)
		uv_timer_stop(timer);
}

static struct lookup *start_lookup(struct dns *dns, const char *host, enum family family)
{
	struct lookup *l = mem_calloc(1, sizeof *l);

	l->dns = dns;
	l->host = mem_strdup(host);
	l->family = family;
	l->next = dns->lookups;
	dns->lookups = l;
	l->over = dns_fixed_answer(dns->fixed, host, family, &l->answer);
	if (!l->over) {
		l->running = true;
		l->begun_ns = uv_hrtime();
		start_job(l, &system_ops, dns->patience_ms);
		if (!uv_is_active((uv_handle_t *)&dns->late))
			uv_timer_start(&dns->late, on_late, LATE_STEP_MS, LATE_STEP_MS);
	}
	return l;
}

static struct lookup *find_lookup(struct dns *dns, const char *host, enum family family)
{
	for (struct lookup *l = dns->lookups; l; l = l->next)
		if (!l->stale && l->family == family && str_ieq(l->host, host))
			return l;
	return NULL;
}

static bool has_askers(const struct dns *dns, const struct lookup *l)
{
	for (const struct asker *a = dns->askers; a; a = a->next)
		if (a->lookup == l)
			return true;
	return false;
}

/* Frees dropped lookups without askers. */
static void drop_unasked(struct dns *dns)
{
	for (struct lookup **at = &dns->lookups; *at;) {
		struct lookup *l = *at;

		if (l->stale && !l->running && !l->asking && !has_askers(dns, l)) {
			*at = l->next;
			lookup_free(l);
		} else {
			at = &l->next;
		}
	}
}

/* ---- delivery ---- */

/* Removes the first asker with an answer from the list. */
static struct asker *take_served(struct dns *dns)
{
	for (struct asker **at = &dns->askers; *at; at = &(*at)->next) {
		struct asker *a = *at;

		if (a->lookup->over) {
			*at = a->next;
			return a;
		}
	}
	return NULL;
}

/* One asker in each turn of the loop: its handler may ask, forget, drop and free. */
static void on_deliver(uv_idle_t *idle)
{
	struct dns *dns = idle->data;
	struct asker *a = take_served(dns);

	if (!a) {
		uv_idle_stop(idle);
		drop_unasked(dns);
		return;
	}
	struct dns_answer answer = {0};

	dns_answer_copy(&answer, &a->lookup->answer);
	a->handler(&answer, a->user);
	dns_answer_clear(&answer);
	free(a);
}

static void start_delivery(struct dns *dns)
{
	uv_idle_start(&dns->deliver, on_deliver);
}

/* ---- for the user ---- */

struct dns *dns_new(uv_loop_t *loop, int patience_ms)
{
	struct dns *dns = mem_calloc(1, sizeof *dns);

	dns->pool = pool_new(loop);
	dns->patience_ms = patience_ms;
	dns->look_up = resolve_system;
	dns->handles = 2;
	uv_idle_init(loop, &dns->deliver);
	uv_timer_init(loop, &dns->late);
	dns->deliver.data = dns->late.data = dns;
	return dns;
}

void dns_set_system(struct dns *dns, dns_system *system, const char *servers)
{
	dns->look_up = system ? system : resolve_system;
	dns->servers = servers;
}

static void on_closed(uv_handle_t *handle)
{
	struct dns *dns = handle->data;

	if (!--dns->handles)
		free(dns);
}

void dns_free(struct dns *dns)
{
	if (!dns)
		return;
	pool_free(dns->pool);
	while (dns->lookups) {
		struct lookup *l = dns->lookups;

		dns->lookups = l->next;
		lookup_free(l);
	}
	while (dns->askers) {
		struct asker *a = dns->askers;

		dns->askers = a->next;
		free(a);
	}
	dns_fixed_free(dns->fixed);
	uv_close((uv_handle_t *)&dns->deliver, on_closed);
	uv_close((uv_handle_t *)&dns->late, on_closed);
}

void dns_override(struct dns *dns, const char *host, enum family family, const char *address)
{
	dns_fixed_add(&dns->fixed, host, family, address);
}

unsigned dns_ask(struct dns *dns, const char *host, enum family family, dns_handler *handler,
		 void *user)
{
	struct lookup *l = find_lookup(dns, host, family);
	struct asker *a = mem_calloc(1, sizeof *a);
	struct asker **end = &dns->askers;

	a->number = ++dns->last_number;
	a->lookup = l ? l : start_lookup(dns, host, family);
	a->handler = handler;
	a->user = user;
	while (*end)
		end = &(*end)->next;
	*end = a;
	if (a->lookup->over)
		start_delivery(dns);
	return a->number;
}

void dns_forget(struct dns *dns, unsigned asked)
{
	for (struct asker **at = &dns->askers; *at; at = &(*at)->next) {
		struct asker *a = *at;

		if (a->number == asked) {
			*at = a->next;
			free(a);
			return;
		}
	}
}

void dns_drop(struct dns *dns, const char *host, enum family family)
{
	struct lookup *l = find_lookup(dns, host, family);

	if (l)
		l->stale = true;
	drop_unasked(dns);
}
