/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For the tests of net/: a client and a server conn of one loop, joined over loopback; each writes
 * down its events.
 */
#ifndef TESTS_NETPAIR_H
#define TESTS_NETPAIR_H

#include "base/buf.h"
#include "net/conn.h"

#include <stdbool.h>
#include <uv.h>

struct side;
typedef void side_hook(struct side *s, enum conn_event event);

struct side {
	struct conn *c;
	char told[256]; /* one letter for each event: C R W T D; repeated ones once */
	struct buf got; /* the bytes read, if takes is set */
	bool takes;	/* consume read bytes at once */
	bool down;
	enum outcome outcome; /* once down */
	int err;
	side_hook *hook; /* called after the event is written down; may be NULL */
	void *data;
};

struct netpair {
	uv_loop_t loop;
	int listener;
	struct side client, server;
};

enum netpair_schedule { NETPAIR_WHOLE, NETPAIR_BYTEWISE, NETPAIR_AGAIN, NETPAIR_SCHEDULES };

#define EACH_SCHEDULE(schedule)                                                                    \
	for (enum netpair_schedule schedule = NETPAIR_WHOLE; schedule < NETPAIR_SCHEDULES;         \
	     schedule++)

/* Starts listening on loopback of that family; family AF_INET or AF_INET6. */
void netpair_open(struct netpair *p, int family, enum netpair_schedule schedule);
/* Connects both sides; the server's conn is there afterwards. */
void netpair_join(struct netpair *p);
/* Opens and joins a pair, and begins a handshake on both sides; host is for the client. */
void netpair_shake(struct netpair *p, enum netpair_schedule schedule,
		   const struct tls_config *client, const struct tls_config *server,
		   const char *host);
/* The server sends bytes and its end; the client reads nothing until its buffer is full, then bit by
 * bit until it is down. */
void netpair_read_late(struct netpair *p, const char *bytes, size_t total);
/* Runs the loop until done(p); fails the test if that does not come. */
void netpair_run(struct netpair *p, bool (*done)(struct netpair *p));
/* Runs the loop a few turns, for events that must not come. */
void netpair_turn(struct netpair *p);
void netpair_close(struct netpair *p);
/* A side's handler, for conns that a test opens itself. */
void netpair_on_event(struct conn *c, enum conn_event event, void *user);
/* The listener's address. */
socklen_t netpair_address(const struct netpair *p, struct sockaddr_storage *ret_address);

bool netpair_both_down(struct netpair *p);
bool netpair_client_down(struct netpair *p);
bool netpair_both_secure(struct netpair *p);

#endif
