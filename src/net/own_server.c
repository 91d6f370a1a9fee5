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
	/* Used by the pool: */
	enum outcome outcome;
	int rcode;
	struct strs list;
};

/* ---- in the pool ---- */

/* The server's first address that is no way into this network; the caller frees. NULL: none. */
static char *address_of(const char *server)
{
	struct strs list = {0};
	char *found = NULL;

	resolve_system(server, FAMILY_ANY, &list);
	for (size_t i = 0; i < list.n && !found; i++)
		if (address_is_public(list.v[i]))
			found = mem_strdup(list.v[i]);
	strs_clear(&list);
	return found;
}

/* An answer that is not of the server's own zone decides nothing: a referral, or an alias out of it. */
static enum outcome judge(const struct nameserver_answer *said)
{
	if (said->said == DNS_SAID_ADDRESS && said->authoritative)
		return OUTCOME_OK;
	if (said->said == DNS_SAID_NO_NAME && said->authoritative)
		return OUTCOME_NOTOFFERED;
	return said->said >= DNS_SAID_SILENT ? OUTCOME_TIMEOUT : OUTCOME_BADREPLY;
}

static void work(void *data)
{
	struct job *job = data;
	struct nameserver_answer said;
	char *address = address_of(job->server);

	job->outcome = OUTCOME_SKIPPED;
	if (!address)
		return;
	nameserver_ask(&said, job->host, FAMILY_IPV4, address);
	job->outcome = judge(&said);
	job->rcode = said.rcode;
	if (job->outcome == OUTCOME_OK)
		strs_copy(&job->list, &said.addresses);
	nameserver_answer_clear(&said);
	free(address);
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

void own_servers_ask(struct own_servers *s, const char *name, int limit_ms,
		     own_server_handler *handler, void *user)
{
	struct job *job = mem_calloc(1, sizeof *job);
	size_t len = strcspn(name, "@");

	job->handler = handler;
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
