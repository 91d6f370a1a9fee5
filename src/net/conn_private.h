/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by conn.c, which the user calls, and conn_work.c, which the loop calls. No other file
 * includes this. */
#ifndef NET_CONN_PRIVATE_H
#define NET_CONN_PRIVATE_H

#include "net/conn.h"

enum conn_state {
	CONNECTING,
	PLAIN,
	HANDSHAKE,
	SECURE,
	LINGER, /* the handshake has failed; the alert goes out and evidence is read */
	DOWN
};

struct conn {
	uv_loop_t *loop;
	conn_handler *handler;
	void *user;
	struct conn_io io;

	uv_poll_t poll;
	uv_idle_t kick;	     /* runs work() from the loop after the user's call */
	uv_prepare_t resume; /* active while reading pauses: notices when the user consumes bytes */
	uv_timer_t patience; /* ends LINGER */
	unsigned handles;    /* that libuv still uses; the last one to close frees the conn */
	bool polling;	     /* poll is initialised and not closed */
	bool closed;	     /* conn_close() was called */
	bool opening;	     /* the kernel has not said how connect() ended */
	int mask;	     /* events that poll watches */
	int fd;
	int family; /* AF_INET or AF_INET6; of the connecting side only */
	enum conn_state state;

	struct buf in;
	struct buf out; /* raw bytes; those before out_at are sent */
	size_t out_at;
	uint64_t sent;	  /* raw bytes, with the kernel */
	uint64_t spoken;  /* … up to the end of the last conn_write() */
	struct buf early; /* written during a handshake */
	struct buf raw_first;
	/* raw, in total: tests measure with it what one turn of the loop reads */
	uint64_t received;

	int open_err;		/* the error of a connection that could not begin */
	int recv_err, send_err; /* the kernel's last errors */
	bool too_much;		/* the user wrote past CONN_OUT_MAX */
	bool ended;		/* the other end will send no more */
	bool read_due;		/* there may be bytes that poll does not report */
	bool written_due;	/* CONN_WRITTEN is due */
	bool shutdown_due, bye_said;

	enum outcome outcome;
	int err;
	struct icmp_message refuser; /* who ended connect() */
	struct tls *tls;
	char *local;
};

/* ---- conn.c ---- */

/* Raw bytes that the kernel has not taken. */
size_t conn_unsent(const struct conn *c);
/* Sends as much as the kernel accepts. An error is kept: bytes that have arrived are read first. */
void conn_flush(struct conn *c);
/* As recv(2); the first bytes of a handshake are kept, and so is an error. */
ssize_t conn_receive(struct conn *c, void *bytes, size_t len);
/* Whether the handshake's first byte can be TLS: a record type, or SSL 2's length. */
bool conn_looks_like_tls(const struct conn *c);
/* Encrypts bytes and queues them. */
void conn_write_secure(struct conn *c, const char *bytes, size_t len);
/* Makes the loop call conn_work(). */
void conn_kick(struct conn *c);
/* Stops everything that wakes the conn. */
void conn_stop(struct conn *c);

/* ---- conn_work.c ---- */

/* Does everything possible without waiting; the handler is called from here only. */
void conn_work(struct conn *c, bool readable);
/* Sets up what wakes the conn next. */
void conn_watch(struct conn *c);

#endif
