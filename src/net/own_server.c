/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/own_server.h"

#include "base/address.h"
#include "base/mem.h"
#include "net/nameserver.h"
#include "net/pool.h"
#include "net/resolve.h"

#include <stdlib.h>
#include <string.h>

struct own_servers {
	struct pool *pool;
};

struct job {
	own_server_handler *handler;
	char *name, *host, *server;
	enum family family;
	/* Used by the pool: */
	enum outcome outcome;
	int rcode;
	struct strs list;
};

/* ---- in the pool ---- */

static bool add_first(struct strs *ret, const struct strs *list, int version)
{
	for (size_t i = 0; i < list->n; i++)
		if (address_version(list->v[i]) == version && address_is_public(list->v[i])) {
			strs_add(ret, list->v[i]);
			return true;
		}
	return false;
}

/* The server's first address of each family that is no way into this network: one of the two may be out
 * of reach from here. The caller frees. NULL: none. */
static char *addresses_of(const char *server)
{
	struct strs list = {0}, chosen = {0};

	resolve_system(server, FAMILY_ANY, &list);
	bool four = add_first(&chosen, &list, 4), six = add_first(&chosen, &list, 6),
	     any = four || six;
	char *text = any ? strs_join(&chosen, " ") : NULL;

	strs_clear(&chosen);
	strs_clear(&list);
	return text;
}

/* An answer that is not of the server's own zone decides nothing: a referral, or an alias out of it. */
static enum outcome judge(const struct nameserver_answer *said)
{
	if (said->authoritative &&
	    (said->said == DNS_SAID_ADDRESS || (said->said == DNS_SAID_NO_DATA && said->empty)))
		return OUTCOME_OK;
	if (said->said == DNS_SAID_NO_NAME && said->authoritative)
		return OUTCOME_NOTOFFERED;
	return said->said >= DNS_SAID_SILENT ? OUTCOME_TIMEOUT : OUTCOME_BADREPLY;
}

static void work(void *data)
{
	struct job *job = data;
	struct nameserver_answer said;
	char *addresses = addresses_of(job->server);

	job->outcome = OUTCOME_SKIPPED;
	if (!addresses)
		return;
	nameserver_ask(&said, job->host, job->family, addresses);
	job->outcome = judge(&said);
	job->rcode = said.rcode;
	if (job->outcome == OUTCOME_OK)
		strs_copy(&job->list, &said.addresses);
	nameserver_answer_clear(&said);
	free(addresses);
}

/* ---- in the loop ---- */

static void on_done(void *data, enum outcome how, int64_t us, void *user)
{
	struct job *job = data;
	struct own_server_answer a = {.name = job->name, .outcome = how, .us = us};

	if (how == OUTCOME_OK) {
		a.outcome = job->outcome;
		a.rcode = job->rcode;
		a.list = job->list;
	}
	job->handler(&a, user);
}

static void on_free(void *data)
{
	struct job *job = data;

	strs_clear(&job->list);
	free(job->name);
	free(job->host);
	free(job->server);
	free(job);
}

static const struct pool_ops ops = {work, NULL, on_done, on_free};

struct own_servers *own_servers_new(uv_loop_t *loop)
{
	struct own_servers *s = mem_calloc(1, sizeof *s);

	s->pool = pool_new(loop);
	return s;
}

void own_servers_free(struct own_servers *s)
{
	if (!s)
		return;
	pool_free(s->pool);
	free(s);
}

void own_servers_ask(struct own_servers *s, const char *name, enum family family, int limit_ms,
		     own_server_handler *handler, void *user)
{
	struct job *job = mem_calloc(1, sizeof *job);
	size_t len = strcspn(name, "@");

	job->handler = handler;
	job->family = family;
	job->name = mem_strdup(name);
	job->host = mem_strndup(name, len);
	job->server = mem_strdup(name[len] ? name + len + 1 : "");
	pool_start(s->pool, &ops, job, limit_ms, user);
}

void own_servers_stop(struct own_servers *s, enum outcome outcome)
{
	pool_stop(s->pool, outcome);
}

size_t own_servers_active(const struct own_servers *s)
{
	return pool_active(s->pool);
}
