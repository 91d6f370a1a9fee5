/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Silence behind a router is that router's way out, or the next one's way in. An ordinary
 * connection to the next router's own address tells them apart if it answers: whatever it says, the
 * nearer one has let the port through.
 */
#ifndef RUN_NEXT_ROUTER_H
#define RUN_NEXT_ROUTER_H

#include "model/event.h"

#include <uv.h>

#define NEXT_ROUTER_MS 1500 /* how long to wait for an answer: one retransmission */

struct next_router;
/* Owns the EVENT_PATH_NEXT and sets its endpoint; the next_router is freed afterwards. */
typedef void next_router_done(struct event *e, void *user);

/* Connects to port at the numeric address; done is called once, from the loop.  NULL if it is no
 * address. */
struct next_router *next_router_ask(uv_loop_t *loop, const char *address, int port,
				    next_router_done *done, void *user);
/* Frees; done is not called.  NULL allowed. */
void next_router_cancel(struct next_router *n);

#endif
