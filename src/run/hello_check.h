/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A second connection after an SMTP server hung up on EHLO: does it know the old HELO?
 */
#ifndef RUN_HELLO_CHECK_H
#define RUN_HELLO_CHECK_H

#include "model/event.h"
#include "net/tls/tls.h"
#include "run/limits.h"

#include <sys/socket.h>
#include <uv.h>

struct hello_check;

/* Owns e, an EVENT_HELLO_CHECK. */
typedef void hello_check_done(struct event *e, void *user);

struct hello_check_order {
	uv_loop_t *loop;
	const struct sockaddr *address;
	socklen_t len;
	const struct tls_config *tls; /* NULL: in clear text; borrowed until done */
	const char *host;	      /* for the handshake */
	const struct limits *limits;  /* all of it within reply_ms */
};

/* done is called once, from the loop, unless it is cancelled. */
struct hello_check *hello_check_start(const struct hello_check_order *order, hello_check_done *done,
				      void *user);
void hello_check_cancel(struct hello_check *h); /* NULL allowed */

#endif
