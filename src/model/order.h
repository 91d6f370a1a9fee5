/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One thing for the worker to find out. The plan says what to look for, the session adds the
 * address, the engine carries it out.
 */
#ifndef MODEL_ORDER_H
#define MODEL_ORDER_H

#include "model/endpoint.h"

#define ORDER_NAME_MAX 400

enum order_kind {
	ORDER_PROBE,  /* answered by one EVENT_PROBE_END */
	ORDER_LOOKUP, /* of a mail domain; by one EVENT_RECORDS, _POLICY or _SOURCE */
	ORDER_SWEEP,  /* along the way; by one EVENT_PATH_DONE */
	/* a further connection; by one EVENT_TLS_ACCEPTS, _SECRECY, _NAMELESS or _OFFER */
	ORDER_TLS,
	/* Sources of rank or worse are waited for a little longer and no more; no answer. */
	ORDER_HURRY,
	ORDER_LEAVE, /* The answer to a goodbye is no longer waited for; no answer. */
	ORDER_COUNT_
};

struct order {
	enum order_kind kind;
	const struct endpoint *endpoint; /* PROBE, TLS, SWEEP: the suspect */
	/* SWEEP: a working port at the same address, else another server's port, or NULL */
	const struct endpoint *beside;
	enum tls_offer offer; /* TLS */
	/* TLS: an old version, of a server that speaks a newer one: one connection may offer both old ones,
	 * and answer two orders */
	bool old_together;
	enum lookup_type lookup; /* LOOKUP */
	enum source source;	 /* LOOKUP: what it is asked for, or SOURCE_NONE */
	int rank;		 /* of that source (know/sources.h); HURRY */
	/* LOOKUP: the name to ask for; of a document its address, where %EMAILADDRESS% is filled in
	 * by the engine */
	char name[ORDER_NAME_MAX];
};

/* A copy with its own endpoints, each at that address (NULL: unchanged). */
struct order *order_copy(const struct order *o, const char *address, const char *beside_address);
void order_free(struct order *o); /* of order_copy() only; NULL allowed */

#endif
