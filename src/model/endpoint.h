/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One thing to try: a service at a host, over one address family, on one port.
 *
 * The plan makes one endpoint for each (server, family) before any name is resolved: address is
 * NULL, and the probe uses the first answer. Further addresses of the same name become endpoints of
 * their own (WHY_ADDRESS) with address set, once the log has the DNS answer.
 */
#ifndef MODEL_ENDPOINT_H
#define MODEL_ENDPOINT_H

#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

#define ENDPOINT_ADDRESSES_MAX 4 /* addresses of one name that are tried, both families together */

struct endpoint {
	unsigned id; /* 1, 2, 3 … in the order of planning */
	enum service service;
	enum security security;
	enum family family; /* FAMILY_IPV4 or FAMILY_IPV6 */
	enum why why;
	char *host;    /* the name (or numeric address) in the target: SNI and certificate name */
	char *address; /* numeric address to connect to, or NULL: the first that DNS gives */
	bool public_only; /* not connected to inside this computer or its network */
	int port;	  /* the port that the person knows about */
	int connect_port; /* the port to connect to; differs from port only by an override */
};

struct endpoints {
	struct endpoint *v;
	size_t n;
};

/* Whether the target asks for it, as opposed to a comparison: only these count for the summary. */
bool endpoint_counts(const struct endpoint *e);
/* Where the other end first says something: in the TLS handshake, or in the greeting. */
enum stage endpoint_first_word(const struct endpoint *e);
/* Appends a copy of *e with the next id and returns that id. */
unsigned endpoints_add(struct endpoints *list, const struct endpoint *e);
/* The endpoint with that id, or NULL. */
const struct endpoint *endpoints_get(const struct endpoints *list, unsigned id);
void endpoints_clear(struct endpoints *list);
/* A deep copy of *e in new memory; free with endpoint_free(). */
struct endpoint *endpoint_copy(const struct endpoint *e);
/* The same with another address. NULL if address is NULL and the endpoint has none. */
struct endpoint *endpoint_copy_at(const struct endpoint *e, const char *address);
void endpoint_free(struct endpoint *e); /* NULL allowed */

#endif
