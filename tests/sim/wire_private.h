/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by wire.c, which the program calls, and wire_segments.c, where time passes. */
#ifndef TESTS_SIM_WIRE_PRIVATE_H
#define TESTS_SIM_WIRE_PRIVATE_H

#include "tests/sim/wire.h"
#include "tests/sim/world.h"

enum conn_state { CONNECTING, PLAIN, HANDSHAKE, SECURE, LINGER, DOWN };

struct conn {
	struct wire *wire;
	int side; /* 0: the client */
	conn_handler *handler;
	void *user;
	enum conn_state state;
	struct buf in, raw_first;
	struct tls *tls;
	enum outcome outcome;
	int err;
	struct icmp_message refuser;
	uint64_t spoken,
	    heard; /* bytes written; those that the other end had when it sent what has come */
	bool closed, said_fin;
	unsigned claims;  /* deeds in the queue that mean this conn */
	bool heard_line;  /* of the other end's words */
	bool bye;	  /* nothing more is owed: QUIT was said, or TLS asked for */
	int64_t since_ns; /* when words became possible: connected, or encrypted */
};

/* A connection, from the SYN until both ends and everything on the way is gone. */
struct wire {
	struct conn *ends[2];
	int64_t ns;	   /* one way */
	int64_t began_ns;  /* when the SYN was sent */
	int64_t last[2];   /* when the last segment to that side arrives */
	uint64_t taken[2]; /* bytes that the side has received */
	char own[WORLD_TEXT], address[WORLD_TEXT];
	struct world_port *port;
	bool cut, stalls, stalled;
	int fd;
	unsigned on_way;
	struct wire *next;
};

enum segment_kind {
	SEGMENT_CONNECTED,
	SEGMENT_BYTES,
	SEGMENT_HELLO,
	SEGMENT_MEETING,
	SEGMENT_FINISHED,
	SEGMENT_ALERT,
	SEGMENT_FIN,
	SEGMENT_RST
};

struct segment {
	struct wire *wire;
	int to; /* the side */
	enum segment_kind kind;
	char *bytes;
	size_t len;
	struct tls_meeting meeting;
	struct tls_hello hello;
	uint64_t heard; /* what its sender had received */
};

/* Frees the connection once both ends and all on the way are gone: call it after anything has gone. */
void wire_drop(struct wire *w);
void wire_add(struct wire *w);
/* Counts our connections to the address of w, for wires_crowd(). */
void wire_count(const struct wire *w);
/* Of a client, for wires_impolite(): what it says, and that it closes. */
void wire_heed_words(struct conn *c, const char *bytes, size_t len);
void wire_heed_end(struct conn *c);
struct wire *wire_of(int fd);	/* NULL: unknown */
void wire_rest(struct wire *w); /* one thing on the way has arrived */
/* Frees an end that is closed and that nothing in the queue means. */
void wire_drop_conn(struct conn *c);
/* Reports the end of the connection, from the queue. */
void wire_fall(struct conn *c, enum outcome outcome, int err);
/* Calls the handler a moment later. */
void wire_tell_later(struct conn *c, enum conn_event event);
/* Sends a segment to that side, after all that were sent before; what it holds may be completed. */
struct segment *wire_send(struct wire *w, int to, enum segment_kind kind, const void *bytes,
			  size_t len);

#endif
