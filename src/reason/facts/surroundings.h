/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * This computer's place in the network, by its own facts (EVENT_LOCAL), and who owns the nearest
 * hops. Pure.
 */
#ifndef REASON_FACTS_SURROUNDINGS_H
#define REASON_FACTS_SURROUNDINGS_H

#include "know/networks.h"
#include "reason/facts/facts.h"
#include "reason/facts/judgement.h"

/* The part of the path that a hop belongs to. */
enum segment {
	SEGMENT_HERE,
	SEGMENT_HOST, /* the computer around this container or subsystem */
	SEGMENT_HOME,
	SEGMENT_CARRIER, /* 100.64.0.0/10: a provider's address translation (RFC 6598) */
	SEGMENT_NETWORK,
	SEGMENT_SERVER,
	SEGMENT_COUNT_
};
const char *segment_name(enum segment s); /* "here", "host", "home", … */

/* This computer's place in the network, as far as it matters for the nearest hops. */
struct surroundings {
	const struct facts *f;
	bool contained; /* in a container or subsystem */
	bool virtual;	/* a virtual machine, by its hardware */
	bool bridged;	/* the first hop is probably a bridge of the computer around it */
	bool hosted;	/* a rented machine: no home router comes first */
	bool mobile;	/* a modem: the operator's router comes first */
	bool outside;	/* an own IPv4 address is public or a carrier's: there is no home router */
	bool rented;	/* a rented machine, or one that may well be: a server's public address */
	bool foreign;	/* the first hop is not this network's router */
	/* the connections leave through a VPN or dial-up interface: its far end comes first */
	bool tunnelled;
	bool unclear; /* a VPN is up, and nothing tells whether the connections leave through it */
};
/* The cloud whose hardware or name server this is, or NULL; with the event that tells it. */
const struct network *surroundings_cloud(const struct facts *f, const struct event **ret_sign);
#define LOCAL(kind) (1u << LOCAL_##kind) /* a set of kinds: LOCAL(TUNNEL) | LOCAL(DMI) */
/* The first event of these kinds, or NULL. */
const struct event *surroundings_told(const struct facts *f, unsigned kinds);
/* What the kernel last said about the family's gateway, or NULL. */
const struct event *surroundings_gateway(const struct facts *f, enum family family);
/* Whether it is one of this computer's addresses. */
bool surroundings_has_address(const struct facts *f, const char *address);
/* The gateway or own address that shows that connections leave by a mobile modem, so that the first router is the mobile
 * operator's; or NULL. */
const struct event *surroundings_mobile(const struct facts *f);
/* What shows that this is the network of a company, a school or a hotel rather than a home's, or NULL. No more
 * than a hint. */
const struct event *surroundings_organisation(const struct facts *f);
/* The address of the family that a tunnel gives this computer, if no other interface has one; or NULL. */
const struct event *surroundings_tunnel_alone(const struct facts *f, enum family family);
/* Whether that router, or NULL, is in the network of a tunnel's address and of no other. */
bool surroundings_behind_tunnel(const struct facts *f, const char *hop);
/* Whether this container's gateway is in none of the networks that Docker, Podman, LXC and virtual machines make by
 * themselves, as with the platforms that run containers for others. */
bool surroundings_foreign_bridge(const struct facts *f);
bool surroundings_lack_route(const struct facts *f, enum family family);

/* Where this program runs, as far as it matters for what its user can do there. */
enum standing {
	STANDING_OWN, /* a home, an office, a phone's hotspot; WSL is as the Windows around it */
	STANDING_CONTAINER, /* of a single computer */
	STANDING_CLUSTER,   /* a container of Kubernetes */
	STANDING_RENTED,    /* a rented machine, or one that may well be */
	STANDING_COUNT_
};
enum standing surroundings_standing(const struct facts *f);

/* address: the server's; first_hop: the nearest router's address, or NULL. */
void surroundings_init(struct surroundings *s, const struct facts *f, const char *address,
		       const char *first_hop);
/* Whether no router of the home's can come first. */
bool surroundings_lack_home(const struct surroundings *s);
/* Whether that hop, the first behind the computer around a container, is a company's, a cloud's or a home's: it has an
 * inner address that tells nothing. */
bool surroundings_border(const struct surroundings *s, int ttl, const char *address);
/* The interface that has this address of the computer's own; NULL: not known. */
const char *surroundings_link(const struct facts *f, const char *own);
bool surroundings_own(const struct surroundings *s, const char *address); /* NULL: false */
/* Whether the server is in this computer's own network, so that no router comes first. */
bool surroundings_beside(const struct facts *f, const char *address);
/* A name that only home and company networks use, by its ending or by being one word (RFC 6762, 6761, 8375). */
bool surroundings_local_name(const char *host);
/* Of the router at that TTL (its address may be NULL); distance: the server's, 0 if unknown. */
enum segment surroundings_segment(const struct surroundings *s, enum family family, int ttl,
				  const char *address, int distance);

#endif
