/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a refusal means for the diagnosis. Decides between a block list, a count, a temporary fault
 * and a final refusal, in one place: by the reply code, know/server_limits, know/blocklists and
 * advice/refusals.
 */
#ifndef REASON_RULES_REFUSAL_H
#define REASON_RULES_REFUSAL_H

#include "model/event.h"

enum refusal_meaning {
	REFUSAL_MEANS_NONE,   /* nothing was refused */
	REFUSAL_MEANS_LISTED, /* this address is on a list */
	/* the server counts connections: alone the endpoint may succeed */
	REFUSAL_MEANS_CONNECTIONS,
	REFUSAL_MEANS_ATTEMPTS,	  /* it counts attempts in some time: one more makes it worse */
	REFUSAL_MEANS_NO_NAME,	  /* it wants a name in reverse DNS: waiting does not help */
	REFUSAL_MEANS_GREYLISTED, /* it puts off senders that it does not know */
	REFUSAL_MEANS_FAULT,	  /* the server, or what is behind it, is broken */
	REFUSAL_MEANS_NO_SERVER,  /* a scanner or filter answers, and cannot reach the server */
	REFUSAL_MEANS_NO_SERVICE, /* there is no such service for mail programs */
	REFUSAL_MEANS_HELLO,	  /* the name that the client gives itself is not liked */
	REFUSAL_MEANS_TEMPORARY,  /* for now only */
	REFUSAL_MEANS_FINAL
};

struct refusal;

/* What is known of a reply, or NULL: experience with EHLO says nothing of a greeting. */
const struct refusal *refusal_of_reply(const struct event *said, enum protocol protocol,
				       const char *provider);
/* said may be NULL: NONE.  provider is the target's provider id, or NULL. */
enum refusal_meaning refusal_meaning(const struct event *said, enum protocol protocol,
				     const char *provider);

#endif
