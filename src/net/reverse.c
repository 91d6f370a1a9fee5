/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/reverse.h"

#include "base/mem.h"
#include "base/str.h"
#include "net/pool.h"
#include "net/sock.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Owned by the pool until it is done. */
struct question {
	struct sockaddr_storage peer;
	socklen_t peer_len;
	char host[NI_MAXHOST]; /* "" if there is none */
};

/* One address to look up: its question is ours until the pool has it. */
struct asked {
	struct reverse *reverse;
	char *text;
	unsigned about;
	struct question *question; /* NULL: asked, or there is none to ask */
};

struct reverse {
	struct pool *pool;
	reverse_handler *handler;
	void *user;
	struct asked v[REVERSE_MAX];
	size_t n;
};

static void work(void *job)
{
	struct question *q = job;

	if (getnameinfo((const struct sockaddr *)&q->peer, q->peer_len, q->host, sizeof q->host,
			NULL, 0, NI_NAMEREQD) != 0)
		q->host[0] = '\0';
}

static void start_some(struct reverse *r);

static void on_done(void *job, enum outcome how, int64_t us, void *user)
{
	const struct question *q = job;
	const struct asked *a = user;
	struct reverse *r = a->reverse;

	(void)us;
	if (how == OUTCOME_OK && q->host[0])
		r->handler(a->text, q->host, a->about, r->user);
	start_some(r);
}

static const struct pool_ops question_ops = {work, NULL, on_done, free};

static void start_some(struct reverse *r)
{
	for (size_t i = 0; i < r->n && pool_active(r->pool) < REVERSE_AT_ONCE; i++) {
		struct question *q = r->v[i].question;

		r->v[i].question = NULL;
		if (q)
			pool_start(r->pool, &question_ops, q, REVERSE_MS, &r->v[i]);
	}
}

struct reverse *reverse_new(uv_loop_t *loop, reverse_handler *handler, void *user)
{
	struct reverse *r = mem_calloc(1, sizeof *r);

	r->pool = pool_new(loop);
	r->handler = handler;
	r->user = user;
	return r;
}

void reverse_free(struct reverse *r)
{
	if (!r)
		return;
	pool_free(r->pool);
	for (size_t i = 0; i < r->n; i++) {
		free(r->v[i].question);
		free(r->v[i].text);
	}
	free(r);
}

void reverse_ask(struct reverse *r, const char *address, unsigned about)
{
	if (!r || r->n == REVERSE_MAX)
		return;
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->v[i].text, address))
			return;
	struct question *q = mem_calloc(1, sizeof *q);

	if (!strchr(address, '%')) /* no name server knows a link-local address */
		q->peer_len = sock_address(address, 0, &q->peer);
	if (!q->peer_len) {
		free(q);
		q = NULL;
	}
	r->v[r->n++] = (struct asked){r, mem_strdup(address), about, q};
	start_some(r);
}
