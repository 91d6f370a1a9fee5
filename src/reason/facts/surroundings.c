/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose the nearest hops are.  The first router is the home's only where nothing
 * says otherwise: in a container it is a bridge of the host, behind a VPN its far
 * end, on a rented machine the cloud's, on a mobile line the carrier's.
 */
#include "config.h"
#include "reason/facts/surroundings.h"

#include "base/address.h"
#include "base/mem.h"
#include "know/networks.h"

#include <stdlib.h>
#include <string.h>

const char *segment_name(enum segment s)
{
	static const char *const names[] = {"here", "host", "home", "carrier", "network", "server"};

	_Static_assert(sizeof names / sizeof *names == SEGMENT_COUNT_, "a name for each");
	return (unsigned)s < SEGMENT_COUNT_ ? names[s] : "?";
}

enum place segment_place(enum segment s)
{
	static const enum place places[] = {PLACE_THIS_COMPUTER, PLACE_THIS_COMPUTER,
					    PLACE_HOME_ROUTER,	 PLACE_NETWORK,
					    PLACE_NETWORK,	 PLACE_SERVER};

	_Static_assert(sizeof places / sizeof *places == SEGMENT_COUNT_, "a place for each");
	return (unsigned)s < SEGMENT_COUNT_ ? places[s] : PLACE_UNKNOWN;
}

/* The ranges that bridges of containers, subsystems and virtual machines use.  Other parts of
 * 192.168 are more often a real network's. */
static bool is_bridge(const char *address)
{
	bool link_local6 = address_version(address) == 6 && address_is(address, ADDRESS_LINK_LOCAL);

	return address_is_inside(address) && !link_local6 &&
	       (!address_within(address, "192.168.0.0", 16) ||
		address_within(address, "192.168.122.0", 24));
}

/* Whether a detail of kind "address" ("192.168.1.2 dev eth0") is about the address. */
static bool is_about(const char *detail, const char *address)
{
	size_t len = strlen(address);

	return len && detail && !strncmp(detail, address, len) && detail[len] == ' ';
}

bool surroundings_own(const struct surroundings *s, const char *address)
{
	for (size_t i = 0; address && i < s->f->log->n; i++) {
		const struct event *e = s->f->log->v[i];

		if (e->type == EVENT_LOCAL && str_eq(e->text, "address") &&
		    is_about(e->detail, address))
			return true;
	}
	return false;
}

/* The address that connections to that server leave from, or NULL. */
static const char *local_address(const struct facts *f, const char *address)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].local_address && str_eq(f->v[i].address, address))
			return f->v[i].local_address;
	return NULL;
}

/* The interface that has the address, as text into the detail of its event; NULL if none. */
static const char *device_of(const struct facts *f, const char *address)
{
	for (size_t i = 0; address && i < f->log->n; i++) {
		const struct event *e = f->log->v[i];

		if (e->type == EVENT_LOCAL && str_eq(e->text, "address") &&
		    is_about(e->detail, address) &&
		    !strncmp(e->detail + strlen(address), " dev ", 5))
			return e->detail + strlen(address) + 5;
	}
	return NULL;
}

static void take_local(struct surroundings *s, const struct event *e, const char *device)
{
	const struct network *n;

	if (!e->detail)
		return;
	if (str_eq(e->text, "container"))
		s->contained = true;
	if (str_eq(e->text, "tunnel") && str_eq(e->detail, device))
		s->tunnelled = true;
	if (str_eq(e->text, "address")) {
		char *own = mem_strndup(e->detail, strcspn(e->detail, " "));

		s->outside |= address_version(own) == 4 && !address_is(own, ADDRESS_LOOPBACK) &&
			      !address_is_inside(own);
		free(own);
	}
	n = str_eq(e->text, "dmi") ? network_by_sign(e->detail) : NULL;
	s->virtual |= n != NULL;
	s->hosted |= n && !str_eq(n->id, "virtual");
}

void surroundings_init(struct surroundings *s, const struct facts *f, const char *address,
		       const char *first_hop)
{
	const char *device = device_of(f, local_address(f, address));

	*s = (struct surroundings){.f = f};
	for (size_t i = 0; i < f->log->n; i++)
		if (f->log->v[i]->type == EVENT_LOCAL)
			take_local(s, f->log->v[i], device);
	s->bridged = (s->contained || (s->virtual && !s->hosted)) && is_bridge(first_hop);
}

enum segment surroundings_segment(const struct surroundings *s, enum family family, int ttl,
				  const char *address, int distance)
{
	bool six = family == FAMILY_IPV6;

	if (surroundings_own(s, address))
		return SEGMENT_HERE;
	if (distance && ttl >= distance)
		return SEGMENT_SERVER;
	if (address_is(address, ADDRESS_CARRIER))
		return SEGMENT_CARRIER;
	if (s->tunnelled)
		return SEGMENT_NETWORK;
	if (ttl == 1 && s->bridged)
		return SEGMENT_HOST;
	/* With IPv6 a router at home has a public address like everybody else. */
	if (ttl <= (s->bridged ? 2 : 1) && !s->hosted && !s->outside &&
	    (!address || six || address_is_inside(address)))
		return SEGMENT_HOME;
	return SEGMENT_NETWORK;
}
