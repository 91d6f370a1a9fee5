/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a port is blocked: one sweep of connect() calls with rising times to live. The answers are
 * read from the sockets' error queues, without privileges (Linux 5.0 and later: commit 45af29ca761c
 * lets an ordinary TCP socket in SYN_SENT receive ICMP time exceeded).
 *
 * The routers nearest to us are asked first, PATH_WAVE of them at once; the next wave follows
 * PATH_WAVE_MS later unless the other end has answered by then, so a server sees only a few
 * connections.
 */
#ifndef NET_HERE_PATH_H
#define NET_HERE_PATH_H

#include "model/event.h"

#include <stdint.h>
#include <uv.h>

#define PATH_TTL_MAX 24
#define PATH_SWEEPS_MAX 3 /* of one port; the caller keeps to it */
#define PATH_WAVE 8
#define PATH_WAVE_MS 120
#define PATH_LIMIT_MS 3400 /* covers the kernel's retransmissions after 1 s and 3 s */
/* once the other end has answered, routers get one more retransmission */
#define PATH_QUIET_MS 1300
/* this computer's own refusal takes no longer, unless it was held up; then … */
#define PATH_LOCAL_US 100
#define PATH_LOCAL_TRIES 3 /* … the first hop is tried again, up to this many tries */

struct path; /* one unfinished sweep */

struct path_request {
	enum family family;  /* IPV4 or IPV6 */
	const char *address; /* numeric */
	int port;	     /* the port that the person knows about, for the events */
	int connect_port;
	enum sweep_role role; /* for the events */
	int sweep;	      /* 1 to PATH_SWEEPS_MAX */
	int limit_ms;	      /* how long to wait for answers, 0 for PATH_LIMIT_MS */
};

/*
 * Owns the event; the caller fills in its at_us and endpoint. In order: PATH_BEGIN, a PATH_HOP for
 * each answer as it comes, at the end a PATH_HOP with outcome TIMEOUT for each silent TTL below the
 * other end's distance, COUNTER events, PATH_END.
 *
 * A PATH_HOP's outcome: NONE with icmp_type time exceeded (a router on the way forwarded it that
 * far), OK (connected), REFUSED or RESET (RST), UNREACHABLE or DENIED (an ICMP error or the
 * kernel's own; address: the sender).
 */
typedef void path_sink(struct event *e, void *user);
/* Called once from the loop when the sweep has ended (never after path_cancel()); the path is freed
 * afterwards. */
typedef void path_done(void *user);

/* NULL if this system cannot; *ret_why (static, marked N_()) then says why. */
struct path *path_start(uv_loop_t *loop, const struct path_request *request, path_sink *sink,
			path_done *done, void *user, const char **ret_why);
/* The other end is known (from a working port) to be at most ttl hops away: nothing is sent
 * further. */
void path_cap(struct path *p, int ttl);
/* Emits PATH_END with CANCELLED, closes and frees.  NULL allowed. */
void path_cancel(struct path *p);

#endif
