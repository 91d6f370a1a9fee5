/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of local.h: local.c reads interfaces and files, local_routes.c asks the kernel for routes. */
#ifndef NET_HERE_LOCAL_PRIVATE_H
#define NET_HERE_LOCAL_PRIVATE_H

#include "net/here/local.h"

#include <stdbool.h>

struct local {
	local_sink *sink;
	void *user;
	int rows;
};

/* An EVENT_LOCAL; address and device may be NULL. */
struct event *local_told(enum local_kind kind, const char *address, const char *device);
/* Passes it on; from LOCAL_ROWS_MAX on it is dropped. */
void local_say(struct local *l, struct event *e);
/* The gateways of AF_INET or AF_INET6; say_none: or that there is no route. A portable build knows neither. */
void local_emit_routes(struct local *l, int family, bool say_none);

#endif
