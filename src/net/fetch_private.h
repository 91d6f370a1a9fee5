/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the fetches only: fetch.c is in the loop, fetch_work.c in the pool. */
#ifndef NET_FETCH_PRIVATE_H
#define NET_FETCH_PRIVATE_H

#include "base/buf.h"
#include "base/str.h"
#include "net/fetch.h"

#include <stdatomic.h>

struct fetch {
	fetch_handler *handler;
	char *host, *url, *ca_file;
	char *body, *body_type; /* of a POST, or NULL */
	char *inside;		/* the domain that may lead inside, or NULL: no such check */
	long redirects;
	struct strs moved; /* "host:port:address:connect-port", as CURLOPT_CONNECT_TO has it */
	struct strs given; /* "host address": the user's word on where it is */
	long limit_ms;
	atomic_bool abandoned;
	/* Used by the pool: */
	struct fetch_answer answer;
	struct buf bytes;
	char *content_type, *reason, *end_url;
};

void fetch_work(void *fetch); /* blocks until the answer is there */

#endif
