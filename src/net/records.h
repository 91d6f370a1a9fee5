/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DNS records of a mail domain with their DNSSEC status, validated here by libunbound, which asks
 * the computer's own name server. The only module that includes <unbound.h>.
 *
 * DNSSEC "bogus" is reported only if the same name server returns the trust anchor's own keys with
 * good signatures: a server that strips signatures makes everything look forged, and then nothing
 * is known.
 */
#ifndef NET_RECORDS_H
#define NET_RECORDS_H

#include "base/str.h"
#include "model/terms.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#define RECORDS_MAX 64 /* of one answer that are kept */

/* Set in the environment (tests): the name server, "127.0.0.1@5300", and the file with the trust
 * anchor instead of the system's. */
#define RECORDS_ENV_RESOLVER "PORTHORN_RESOLVER"
#define RECORDS_ENV_ANCHOR "PORTHORN_TRUST_ANCHOR"

struct records; /* the lookups of one loop */

struct records_answer {
	enum lookup_type type;
	const char *name; /* as asked */
	/* OK, NOTOFFERED (no such record), TIMEOUT, CANCELLED, BADREPLY (the name server gave up,
	 * or the answer is bogus), SKIPPED (built without) */
	enum outcome outcome;
	int rcode;
	enum dnssec dnssec;
	const char *reason; /* why something is not known; N_() or the library's words; or NULL */
	const char *alias;  /* the name at the end of name's aliases; or NULL */
	struct strs list;   /* records_text(), sorted */
	int64_t us;
};

/* The answer is valid during the call. */
typedef void records_handler(const struct records_answer *answer, void *user);

/* resolver and anchor replace the environment's and the system's; may be NULL. */
struct records *records_new(uv_loop_t *loop, const char *resolver, const char *anchor);
/* Unfinished lookups are abandoned without an answer. */
void records_free(struct records *r); /* NULL allowed */
/* Asks for records, anything but LOOKUP_POLICY; the handler is called once, never from inside. */
void records_ask(struct records *r, enum lookup_type type, const char *name, int limit_ms,
		 records_handler *handler, void *user);
/* Answers every unfinished lookup with outcome, at once. */
void records_stop(struct records *r, enum outcome outcome);
/* The same for those whose user satisfies which. */
void records_stop_some(struct records *r, enum outcome outcome, bool (*which)(void *user));
size_t records_active(const struct records *r);

#endif
