/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/records.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "net/pool.h"
#include "net/records_text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef HAVE_UNBOUND
#include <unbound.h>
#endif

#define ANCHOR_LINE_MAX 512

/* Shared by all lookups of a run; the last one closes it, always in the loop's thread. */
struct resolver {
	unsigned holders;
	struct ub_ctx *ctx; /* NULL: not available, reason says why */
	char *anchor_name;  /* the trust anchor's zone; NULL without one */
	const char *reason; /* why there is no DNSSEC, or no resolver */
};

struct records {
	struct pool *pool;
	struct resolver *resolver;
};

struct question {
	struct resolver *resolver;
	records_handler *handler;
	char *name;
	char *why_bogus, *alias;
	struct records_answer answer;
};

/* ---- the resolver ---- */

#ifdef HAVE_UNBOUND

/* The owner of the first record in a trust anchor's file. */
static char *anchor_zone(const char *file)
{
	char line[ANCHOR_LINE_MAX];
	FILE *in = fopen(file, "re");
	char *zone = NULL;

	while (in && !zone && fgets(line, sizeof line, in)) {
		size_t len = strcspn(line, " \t\r\n;");

		if (len)
			zone = mem_strndup(line, len);
	}
	if (in)
		fclose(in);
	return zone;
}

static void set_up(struct resolver *r, const char *server, const char *anchor)
{
	r->ctx = ub_ctx_create();
	if (!r->ctx)
		mem_exhausted();
	ub_ctx_debugout(r->ctx, NULL);
	/* A name server on this computer is as good as any, and names of the local network are
	 * names. */
	ub_ctx_set_option(r->ctx, "do-not-query-localhost:", "no");
	ub_ctx_set_option(r->ctx, "unblock-lan-zones:", "yes");
	if ((server ? ub_ctx_set_fwd(r->ctx, server) : ub_ctx_resolvconf(r->ctx, NULL)) != 0) {
		ub_ctx_delete(r->ctx);
		r->ctx = NULL;
		r->reason = N_("No name server is configured on this computer.");
		return;
	}
	if (access(anchor, R_OK) == 0 && ub_ctx_add_ta_file(r->ctx, anchor) == 0)
		r->anchor_name = anchor_zone(anchor);
	if (!r->anchor_name)
		r->reason =
		    N_("This computer has no trust anchor for DNSSEC (on Debian it is in the "
		       "package dns-root-data).");
	ub_ctx_zone_remove(r->ctx, "test."); /* the last setting: it ends the set-up */
}

static void tear_down(struct resolver *r)
{
	if (r->ctx)
		ub_ctx_delete(r->ctx);
}

#else

static void set_up(struct resolver *r, const char *server, const char *anchor)
{
	(void)server;
	(void)anchor;
	r->reason = N_("This porthorn was built without libunbound, which looks up the records.");
}

static void tear_down(struct resolver *r)
{
	(void)r;
}

#endif

static void let_go(struct resolver *r)
{
	if (--r->holders)
		return;
	tear_down(r);
	free(r->anchor_name);
	free(r);
}

static const char *setting(const char *given, const char *variable, const char *usual)
{
	const char *set = getenv(variable);

	return given ? given : set && *set ? set : usual;
}

/* Where the system keeps the root's keys. */
static const char *usual_anchor(void)
{
	static const char *const files[] = {
	    "/usr/share/dns/root.key",		      /* Debian: dns-root-data */
	    "/usr/share/dnssec-root/trusted-key.key", /* Alpine: dnssec-root */
	    "/etc/trusted-key.key",		      /* Arch: dnssec-anchors */
	    "/var/lib/unbound/root.key",	      /* Fedora: unbound-anchor */
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (access(files[i], R_OK) == 0)
			return files[i];
	return files[0];
}

struct records *records_new(uv_loop_t *loop, const char *server, const char *anchor)
{
	struct records *r = mem_calloc(1, sizeof *r);

	r->pool = pool_new(loop);
	r->resolver = mem_calloc(1, sizeof *r->resolver);
	r->resolver->holders = 1;
	set_up(r->resolver, setting(server, RECORDS_ENV_RESOLVER, NULL),
	       setting(anchor, RECORDS_ENV_ANCHOR, usual_anchor()));
	return r;
}

void records_free(struct records *r)
{
	if (!r)
		return;
	pool_free(r->pool);
	let_go(r->resolver);
	free(r);
}

/* ---- one question, in the pool ---- */

#ifdef HAVE_UNBOUND

enum { CLASS_IN = 1, TYPE_DNSKEY = 48, RCODE_NXDOMAIN = 3 };

static int wire_type(enum lookup_type type)
{
	static const int types[] = {
	    [LOOKUP_MX] = 15,	[LOOKUP_TXT] = 16,  [LOOKUP_TLSA] = 52, [LOOKUP_A] = 1,
	    [LOOKUP_AAAA] = 28, [LOOKUP_CNAME] = 5, [LOOKUP_SRV] = 33,	[LOOKUP_NS] = 2};

	return types[type];
}

static int by_text(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	long first = strtol(x, NULL, 10), second = strtol(y, NULL, 10);

	return first != second ? (first > second) - (first < second) : strcmp(x, y);
}

/* Sorted: name servers shuffle, and MX records begin with their preference. */
static void read_data(struct records_answer *a, const struct ub_result *found)
{
	bool broken = false;

	for (size_t i = 0; found->data[i] && a->list.n < RECORDS_MAX; i++) {
		char *text = records_text(a->type, (const unsigned char *)found->data[i],
					  (size_t)found->len[i]);

		if (text)
			strs_append(&a->list, text);
		broken = broken || !text;
	}
	if (a->list.n)
		qsort(a->list.v, a->list.n, sizeof *a->list.v, by_text);
	if (broken && !a->list.n)
		a->outcome = OUTCOME_BADREPLY;
}

/* Whether the name server forwards signatures: the trust anchor's own keys must verify. */
static bool passes_signatures(const struct resolver *r)
{
	struct ub_result *keys = NULL;
	bool fine =
	    ub_resolve(r->ctx, r->anchor_name, TYPE_DNSKEY, CLASS_IN, &keys) == 0 && keys->secure;

	ub_resolve_free(keys);
	return fine;
}

static void judge_security(struct question *q, const struct ub_result *found)
{
	struct records_answer *a = &q->answer;

	if (!q->resolver->anchor_name) {
		a->dnssec = DNSSEC_UNKNOWN;
		a->reason = q->resolver->reason;
	} else if (found->secure) {
		a->dnssec = DNSSEC_SECURE;
	} else if (!found->bogus) {
		a->dnssec = DNSSEC_INSECURE;
	} else if (passes_signatures(q->resolver)) {
		a->dnssec = DNSSEC_BOGUS;
		a->outcome = OUTCOME_BADREPLY;
		a->reason = q->why_bogus = mem_strdup(found->why_bogus);
	} else {
		a->dnssec = DNSSEC_UNKNOWN;
		a->reason = N_("This computer's name server doesn't pass on DNSSEC signatures.");
	}
}

/* The name at the end of the answer's CNAME records, or NULL; the library writes a dot at its
 * end. */
static char *alias_of(const struct ub_result *found)
{
	size_t len = found->canonname ? strlen(found->canonname) : 0;
	char *name = len > 1
			 ? mem_strndup(found->canonname, len - (found->canonname[len - 1] == '.'))
			 : NULL;

	if (!str_ieq(name, found->qname))
		return name;
	free(name);
	return NULL;
}

static void work(void *job)
{
	struct question *q = job;
	struct records_answer *a = &q->answer;
	struct ub_result *found = NULL;

	if (!q->resolver->ctx) {
		a->outcome = OUTCOME_SKIPPED;
		a->reason = q->resolver->reason;
		return;
	}
	int err = ub_resolve(q->resolver->ctx, q->name, wire_type(a->type), CLASS_IN, &found);

	if (err) {
		a->outcome = OUTCOME_BADREPLY;
		a->reason = ub_strerror(err);
		return;
	}
	a->rcode = found->rcode;
	a->outcome = found->havedata ? OUTCOME_OK : OUTCOME_NOTOFFERED;
	if (found->rcode && found->rcode != RCODE_NXDOMAIN)
		a->outcome = OUTCOME_BADREPLY;
	if (found->havedata)
		read_data(a, found);
	a->alias = q->alias = alias_of(found);
	judge_security(q, found);
	ub_resolve_free(found);
}

#else

static void work(void *job)
{
	struct question *q = job;

	q->answer.outcome = OUTCOME_SKIPPED;
	q->answer.reason = q->resolver->reason;
}

#endif

/* ---- in the loop ---- */

static void on_done(void *job, enum outcome how, int64_t us, void *user)
{
	struct question *q = job;
	struct records_answer late = {.type = q->answer.type, .outcome = how};
	struct records_answer *a = how == OUTCOME_OK ? &q->answer : &late;

	a->name = q->name;
	a->us = us;
	q->handler(a, user);
}

static void on_free(void *job)
{
	struct question *q = job;

	strs_clear(&q->answer.list);
	let_go(q->resolver);
	free(q->name);
	free(q->why_bogus);
	free(q->alias);
	free(q);
}

static const struct pool_ops question_ops = {work, NULL, on_done, on_free};

void records_ask(struct records *r, enum lookup_type type, const char *name, int limit_ms,
		 records_handler *handler, void *user)
{
	struct question *q = mem_calloc(1, sizeof *q);

	q->resolver = r->resolver;
	r->resolver->holders++;
	q->name = mem_strdup(name);
	q->handler = handler;
	q->answer.type = type;
	pool_start(r->pool, &question_ops, q, limit_ms, user);
}

void records_stop(struct records *r, enum outcome outcome)
{
	pool_stop(r->pool, outcome);
}

void records_stop_some(struct records *r, enum outcome outcome, bool (*which)(void *user))
{
	pool_stop_some(r->pool, outcome, which);
}

size_t records_active(const struct records *r)
{
	return pool_active(r->pool);
}
