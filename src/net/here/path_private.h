/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For net/here/path*.c only: a sweep, and what path_hop.c does for one of its TTLs. */
#ifndef NET_HERE_PATH_PRIVATE_H
#define NET_HERE_PATH_PRIVATE_H

#include "net/here/counters.h"
#include "net/here/path.h"

#include <sys/socket.h>

struct path_hop {
	int fd; /* -1 once it is settled (or not yet sent) */
	bool sent, settled;
	uint64_t sent_ns;
	int64_t sent_real_ns; /* the same moment by the clock of the kernel's time stamps */
};

struct path {
	uv_poll_t poll; /* on our own epoll descriptor: POLLERR is news here, not the end */
	uv_timer_t wave, limit;
	int handles_open;
	int epoll_fd;
	struct path_hop hops[PATH_TTL_MAX + 1];
	int cap_ttl;	 /* never further than this */
	int sent_ttl;	 /* highest TTL sent so far */
	int reached_ttl; /* lowest TTL at which a machine ended the journey, 0 if none */
	uint64_t began_ns;
	struct sockaddr_storage to;
	socklen_t to_len;
	enum family family;
	int port, connect_port;
	char *address;
	enum sweep_role role;
	unsigned sweep;
	struct counters before;
	path_sink *sink;
	path_done *done;
	void *user;
	bool ended;
};

/* A new event of the sweep, with its port, role and number; the caller passes it to the sink. */
struct event *path_event(const struct path *p, enum event_type type);
/* The same about one TTL, with the time since it was sent. */
struct event *path_hop_event(const struct path *p, int ttl);
/* Connects with that TTL; immediate answers go to the sink before it returns. */
void path_hop_send(struct path *p, int ttl);
/* Something came for that TTL's socket, which is open: passes it to the sink, and settles what has
 * ended. If a machine ended the journey, everything beyond is settled too. */
void path_hop_news(struct path *p, int ttl);
/* Stops waiting for that TTL; idempotent. */
void path_hop_settle(struct path *p, int ttl);

#endif
