/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/firewall.h"

#include "base/mem.h"

#include <stdlib.h>
#include <unistd.h>

struct firewall {
	uv_work_t work;
	int port;
	enum family family;
	local_sink *sink;
	firewall_done *done; /* NULL: abandoned */
	void *user;
	struct event *v[LOCAL_ROWS_MAX]; /* the pool's while it runs */
	size_t n;
};

static void keep(struct event *e, void *user)
{
	struct firewall *r = user;

	if (r->n < LOCAL_ROWS_MAX)
		r->v[r->n++] = e;
	else
		event_free(e);
}

/* In the thread pool. */
static void read_them(uv_work_t *work)
{
	struct firewall *r = work->data;

	local_emit_rules(r->port, r->family, keep, r);
}

static void on_read(uv_work_t *work, int status)
{
	struct firewall *r = work->data;

	(void)status;
	for (size_t i = 0; i < r->n; i++) {
		if (r->done)
			r->sink(r->v[i], r->user);
		else
			event_free(r->v[i]);
	}
	if (r->done)
		r->done(r->user);
	free(r);
}

struct firewall *firewall_read(uv_loop_t *loop, int port, enum family family, local_sink *sink,
			       firewall_done *done, void *user)
{
	if (geteuid() != 0)
		return NULL;
	struct firewall *r = mem_calloc(1, sizeof *r);

	r->work.data = r;
	r->port = port;
	r->family = family;
	r->sink = sink;
	r->done = done;
	r->user = user;
	if (uv_queue_work(loop, &r->work, read_them, on_read) == 0)
		return r;
	free(r);
	return NULL;
}

void firewall_cancel(struct firewall *r)
{
	if (!r)
		return;
	r->done = NULL;
	(void)uv_cancel((uv_req_t *)&r->work); /* on_read() frees it, sooner or later */
}
