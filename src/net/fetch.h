/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small files over HTTPS, for the MTA-STS policy of RFC 8461 section 3.3 and the documents that say
 * which servers a domain has: the certificate must verify, no proxy, no login.
 * fetch_work.c alone calls libcurl (curl_calls.h loads it). Names are looked up as net/resolve does.
 */
#ifndef NET_FETCH_H
#define NET_FETCH_H

#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#define FETCH_BYTES_MAX (64 * 1024) /* of a file; a longer one is not a policy */

struct fetches; /* those of one loop */

struct fetch_answer {
	const char *host; /* as asked */
	/* OK; NOTOFFERED (the server says that there is no such file), DENIED (it redirects),
	 * REFUSED, TIMEOUT, UNREACHABLE, BADREPLY (no TLS, no HTTP, too long), CANCELLED, SKIPPED
	 * (built without) */
	enum outcome outcome;
	int http; /* status, 0 without one */
	int err;  /* libcurl's number, 0 if none */
	/* of its certificate: WRONG_NAME (and perhaps more); UNTRUSTED: the name is right, the
	 * issuer or the dates are not; OTHER: not known what; 0: good */
	unsigned status;
	const char *bytes; /* the response, never NULL; len bytes and a NUL */
	size_t len;
	const char *content_type; /* or NULL */
	const char *end_url;	  /* where redirects led, or NULL */
	const char *reason;	  /* N_() or libcurl's words, or NULL */
	int64_t us;
};

typedef void fetch_handler(const struct fetch_answer *answer,
			   void *user); /* answer is valid during the call */

/* ca_file: trusted instead of the system's, or NULL. */
struct fetches *fetches_new(uv_loop_t *loop, const char *ca_file);
/* As --resolve: host is at the numeric address; connect_port replaces port unless it is 0. */
void fetches_override(struct fetches *f, const char *host, const char *address, int port,
		      int connect_port);
void fetches_free(struct fetches *f); /* NULL allowed; unfinished fetches are abandoned */
struct fetch_request {
	const char *url;	      /* https://…; http://… is asked without encryption */
	const char *body, *body_type; /* of a POST, or NULL */
	/*
	 * The mail domain on whose word the address is asked: one that leads to this computer or
	 * its network is refused unless the domain itself leads there, or the user said where the
	 * host is (fetches_override). NULL: no such check.
	 */
	const char *inside;
	long redirects;	  /* followed at most; never from https to http */
	size_t bytes_max; /* 0: FETCH_BYTES_MAX */
};
/* The handler is called once, never from inside. */
void fetches_ask(struct fetches *f, const struct fetch_request *q, int limit_ms,
		 fetch_handler *handler, void *user);
/* Gets https://HOST/PATH; path begins with "/".  The handler is called once, never from inside. */
void fetches_get(struct fetches *f, const char *host, const char *path, int limit_ms,
		 fetch_handler *handler, void *user);
void fetches_stop(struct fetches *f, enum outcome outcome);
/* The same for those whose user satisfies which. */
void fetches_stop_some(struct fetches *f, enum outcome outcome, bool (*which)(void *user));
size_t fetches_active(const struct fetches *f);

#endif
