/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Networks that are known to block mail ports: clouds, access providers, routers and others, what
 * they block and how to lift it; and the signs by which a machine knows its cloud without asking a
 * server.
 */
#ifndef KNOW_NETWORKS_H
#define KNOW_NETWORKS_H

#include <stdbool.h>
#include <stddef.h>

enum network_kind {
	NETWORK_CLOUD,	/* virtual machines */
	NETWORK_ACCESS, /* home connections and mobile networks */
	NETWORK_ROUTER, /* a kind of router with a filter of its own */
	NETWORK_OTHER,	/* guest networks, VPNs */
	NETWORK_COUNT_
};

struct network {
	const char *id;	  /* "hetzner", "comcast" */
	const char *name; /* "Hetzner Cloud" */
	enum network_kind kind;
	const char *country; /* ISO 3166 codes, separated by spaces; NULL for everywhere */
	/* ports that it blocks outwards, separated by spaces; "" if it normally blocks none */
	const char *ports;
	const char *policy; /* N_(): what is blocked for whom, one whole sentence */
	const char *lift;   /* N_(): how to lift it, or that nothing lifts it */
	bool confirmed;	    /* read in a source; otherwise shown as possible, without the date */
	const char *date;   /* of the source, "2026-05-30", "2021"; NULL if it has none */
};

const struct network *network_find(const char *id); /* NULL if there is none */
const struct network *network_all(size_t *ret_n);
/*
 * By a machine's description of its own hardware: "sys_vendor=Hetzner", as in EVENT_LOCAL's detail
 * of kind dmi. NULL if the text names no network. In a container these texts are the host's; cluster: it
 * is one of Kubernetes, on whose machines some texts mean more.
 */
const struct network *network_by_sign(const char *sign, bool cluster);
/* By a name server that only a cloud's own machines can ask. NULL if it is none of these. */
const struct network *network_by_resolver(const char *address);

struct network_sign {
	const char *pattern; /* of know/pattern, on the whole text */
	const char *network; /* its id */
	bool confirmed;
	bool cluster; /* on machines of Kubernetes only: others are laptops */
};
const struct network_sign *network_signs(size_t *ret_n); /* for the test that walks the table */
/* Whether the network normally blocks the port. */
bool network_blocks(const struct network *n, int port);
/* How to lift it, as a step; NULL if the sentence is about other ports, which may not work here. */
const char *network_lift_step(const struct network *n);
/* How many of a kind do. */
size_t network_count(enum network_kind kind, int port);

#endif
