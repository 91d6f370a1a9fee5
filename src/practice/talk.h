/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One client's conversation with a practice server, which follows the script step by step. */
#ifndef PRACTICE_TALK_H
#define PRACTICE_TALK_H

#include "net/tls/tls.h"
#include "practice/script.h"

#include <uv.h>

#define TALK_LINE_MAX 4096  /* a longer line from a client is an unknown command */
#define TALK_IDLE_MS 120000 /* a person who tries by hand may think for a while */
#define TALK_LINGER_MS 2000 /* after the server's end: the client's time for its own */

struct talk;
typedef void talk_ended(struct talk *t, void *user);

struct talk_host { /* what a server lends its conversations; outlives them */
	uv_loop_t *loop;
	const struct script *script;
	const struct tls_config *tls; /* NULL if the script never uses TLS */
	/* the conversation is over and t is about to be freed; never called from talk_open() */
	talk_ended *ended;
	void *user;
};

/* Takes ownership of fd, an accepted connection; an unwanted one is turned away
 * (SCRIPT_TURNED_AWAY). */
struct talk *talk_open(const struct talk_host *host, int fd, bool wanted);
/* Ends it at once, without calling ended. */
void talk_close(struct talk *t);

#endif
