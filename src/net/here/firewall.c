/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/firewall.h"

#include "base/mem.h"
#include "net/pool.h"

#include <stdlib.h>
#include <unistd.h>

/* The pool's until it is done. */
struct reading {
	int port;
	enum family family;
	struct event *v[LOCAL_ROWS_MAX];
	size_t n;
};

struct firewall {
	struct pool *pool;
	local_sink *sink;
	firewall_done *done;
	void *user;
};

static void keep(struct event *e, void *user)
{
	struct reading *r = user;

	if (r->n < LOCAL_ROWS_MAX)
		r->v[r->n++] = e;
	else
		event_free(e);
}

static void work(void *job)
{
	struct reading *r = job;

	local_emit_rules(r->port, r->family, keep, r);
}

static void on_done(void *job, enum outcome how, int64_t us, void *user)
{
	struct reading *r = job;
	struct firewall *f = user;

	(void)us;
	for (size_t i = 0; how == OUTCOME_OK && i < r->n; i++) {
		f->sink(r->v[i], f->user);
		r->v[i] = NULL;
	}
	f->done(f->user);
	firewall_cancel(f);
}

static void on_free(void *job)
{
	struct reading *r = job;

	for (size_t i = 0; i < r->n; i++)
		event_free(r->v[i]);
	free(r);
}

static const struct pool_ops reading_ops = {work, NULL, on_done, on_free};

struct firewall *firewall_read(uv_loop_t *loop, int port, enum family family, local_sink *sink,
			       firewall_done *done, void *user)
{
	if (geteuid() != 0)
		return NULL;
	struct firewall *f = mem_calloc(1, sizeof *f);
	struct reading *r = mem_calloc(1, sizeof *r);

	r->port = port;
	r->family = family;
	f->pool = pool_new(loop);
	f->sink = sink;
	f->done = done;
	f->user = user;
	pool_start(f->pool, &reading_ops, r, FIREWALL_MS, f);
	return f;
}

void firewall_cancel(struct firewall *f)
{
	if (!f)
		return;
	pool_free(f->pool);
	free(f);
}
