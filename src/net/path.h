/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a port is blocked: one sweep of connect() calls with rising TTLs, read
 * back from the error queue, without privileges (Linux 5.0 and later).
 */
#ifndef NET_PATH_H
#define NET_PATH_H

#include "model/event.h"

#include <stdint.h>
#include <uv.h>

#define PATH_TTL_MAX 24
#define PATH_SWEEPS_MAX 3

struct path; /* one sweep under way */

struct path_request {
	enum family family;
	const char *address; /* numeric */
	int port; /* the port that the person knows, for the events */
	int connect_port;
	const char *role; /* "suspect", "working" or "control", for the events */
	int sweep; /* 1 to PATH_SWEEPS_MAX */
	int limit_ms; /* how long answers are awaited; default 4000 covers the 1 s and 3 s retransmissions */
};

/* Takes the event; at_us and endpoint are for the caller to fill in. */
typedef void path_sink(struct event *e, void *user);
/* Called once from the loop when the sweep has ended (never after path_cancel()); the path is freed afterwards. */
typedef void path_done(void *user);

/* NULL if the kernel cannot; *ret_why (static, marked N_()) then says why. */
struct path *path_start(uv_loop_t *loop, const struct path_request *request, path_sink *sink,
			path_done *done, void *user, const char **ret_why);
void path_cancel(struct path *p); /* closes and frees; emits EVENT_PATH_END cancelled */

#endif
