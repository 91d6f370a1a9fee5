/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/fetch_private.h"

#include "base/address.h"
#include "base/mem.h"
#include "net/pool.h"

#include <stdlib.h>
#include <string.h>

#define HTTPS_PORT 443
#define HTTP_PORT 80

struct fetches {
	struct pool *pool;
	char *ca_file;
	struct strs moved, given; /* as each fetch has them */
};

struct fetches *fetches_new(uv_loop_t *loop, const char *ca_file)
{
	struct fetches *f = mem_calloc(1, sizeof *f);

	f->pool = pool_new(loop);
	f->ca_file = mem_strdup(ca_file);
	return f;
}

void fetches_override(struct fetches *f, const char *host, const char *address, int port,
		      int connect_port)
{
	static const int ports[] = {HTTPS_PORT, HTTP_PORT};
	bool v6 = address_version(address) == 6;
	char *given = mem_printf("%s %s", host, address);

	if (strs_has(&f->given, given))
		free(given);
	else
		strs_append(&f->given, given);
	for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
		if (!port || port == ports[i])
			strs_append(&f->moved,
				    mem_printf(v6 ? "%s:%d:[%s]:%d" : "%s:%d:%s:%d", host, ports[i],
					       address, connect_port ? connect_port : ports[i]));
}

void fetches_free(struct fetches *f)
{
	if (!f)
		return;
	pool_free(f->pool);
	strs_clear(&f->moved);
	strs_clear(&f->given);
	free(f->ca_file);
	free(f);
}

static void on_hurry(void *job)
{
	struct fetch *f = job;

	atomic_store(&f->abandoned, true);
}

static void on_done(void *job, enum outcome how, int64_t us, void *user)
{
	struct fetch *f = job;
	struct fetch_answer late = {.outcome = how, .bytes = ""};
	struct fetch_answer *a = how == OUTCOME_OK ? &f->answer : &late;

	a->host = f->host;
	a->us = us;
	if (how == OUTCOME_OK) {
		a->bytes = buf_text(&f->bytes);
		a->len = f->bytes.len;
	}
	f->handler(a, user);
}

static void on_free(void *job)
{
	struct fetch *f = job;

	buf_clear(&f->bytes);
	strs_clear(&f->moved);
	strs_clear(&f->given);
	free(f->host);
	free(f->url);
	free(f->body);
	free(f->body_type);
	free(f->inside);
	free(f->end_url);
	free(f->ca_file);
	free(f->content_type);
	free(f->reason);
	free(f);
}

static const struct pool_ops fetch_ops = {fetch_work, on_hurry, on_done, on_free};

/* "example.org" of "https://example.org/path". */
static char *host_of(const char *url)
{
	const char *host = strstr(url, "://");

	host = host ? host + strlen("://") : url;
	return mem_strndup(host, strcspn(host, ":/?#"));
}

void fetches_ask(struct fetches *list, const struct fetch_request *q, int limit_ms,
		 fetch_handler *handler, void *user)
{
	struct fetch *f = mem_calloc(1, sizeof *f);

	f->handler = handler;
	f->host = host_of(q->url);
	f->url = mem_strdup(q->url);
	f->body = mem_strdup(q->body);
	f->body_type = mem_strdup(q->body_type);
	f->inside = mem_strdup(q->inside);
	f->redirects = q->redirects;
	f->ca_file = mem_strdup(list->ca_file);
	strs_copy(&f->moved, &list->moved);
	strs_copy(&f->given, &list->given);
	f->limit_ms = limit_ms;
	atomic_init(&f->abandoned, false);
	buf_init(&f->bytes, q->bytes_max ? q->bytes_max : FETCH_BYTES_MAX);
	pool_start(list->pool, &fetch_ops, f, limit_ms, user);
}

void fetches_get(struct fetches *list, const char *host, const char *path, int limit_ms,
		 fetch_handler *handler, void *user)
{
	char *url = mem_printf("https://%s%s", host, path);
	struct fetch_request q = {.url = url};

	fetches_ask(list, &q, limit_ms, handler, user);
	free(url);
}

void fetches_stop(struct fetches *f, enum outcome outcome)
{
	pool_stop(f->pool, outcome);
}

void fetches_stop_some(struct fetches *f, enum outcome outcome, bool (*which)(void *user))
{
	pool_stop_some(f->pool, outcome, which);
}

size_t fetches_active(const struct fetches *f)
{
	return pool_active(f->pool);
}
