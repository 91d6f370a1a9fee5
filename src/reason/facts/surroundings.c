/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who owns the nearest hops. The first router is the home's only if nothing says otherwise: in a
 * container it is a bridge of the host, behind a VPN its far end, on a rented machine the cloud's,
 * on a mobile connection the carrier's.
 */
#include "config.h"
#include "reason/facts/surroundings.h"

#include "base/address.h"
#include "know/network_names.h"

const char *segment_name(enum segment s)
{
	static const char *const names[] = {"here", "host", "home", "carrier", "network", "server"};

	_Static_assert(sizeof names / sizeof *names == SEGMENT_COUNT_, "a name for each");
	return (unsigned)s < SEGMENT_COUNT_ ? names[s] : "?";
}

/* The ranges that bridges of containers, subsystems and virtual machines use. Other parts of
 * 192.168 are more often a real network's. */
static bool is_bridge(const char *address)
{
	bool link_local6 = address_version(address) == 6 && address_is(address, ADDRESS_LINK_LOCAL);

	return address_is_inside(address) && !link_local6 &&
	       (!address_within(address, "192.168.0.0", 16) ||
		address_within(address, "192.168.122.0", 24));
}

const struct event *surroundings_told(const struct facts *f, unsigned kinds)
{
	for (size_t i = 0; i < f->local_n; i++)
		if (kinds & 1u << f->local[i]->kind)
			return f->local[i];
	return NULL;
}

const struct event *surroundings_gateway(const struct facts *f, enum family family)
{
	for (size_t i = f->local_n; i > 0; i--)
		if (f->local[i - 1]->kind == LOCAL_GATEWAY && f->local[i - 1]->family == family)
			return f->local[i - 1];
	return NULL;
}

/* Ranges that homes and phones' hotspots seldom use. */
static bool is_organisations_range(const char *gateway)
{
	static const char *const homes[] = {"10.0.0.0", "10.0.1.0", "10.1.1.0", "172.20.10.0"};

	for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
		if (address_within(gateway, homes[i], 24))
			return false;
	return address_within(gateway, "10.0.0.0", 8) || address_within(gateway, "172.16.0.0", 12);
}

const struct event *surroundings_organisation(const struct facts *f)
{
	const struct event *gateway = surroundings_gateway(f, FAMILY_IPV4);
	struct surroundings s;

	surroundings_init(&s, f, NULL, NULL);
	if (s.hosted)
		return NULL;
	for (size_t i = 0; i < f->local_n; i++)
		if (f->local[i]->kind == LOCAL_DOMAIN &&
		    network_names_is_organisation(f->local[i]->detail))
			return f->local[i];
	if (s.contained || s.virtual || s.outside || surroundings_told(f, LOCAL(TUNNEL)))
		return NULL;
	return gateway && is_organisations_range(gateway->address) ? gateway : NULL;
}

bool surroundings_lack_route(const struct facts *f, enum family family)
{
	for (size_t i = 0; i < f->local_n; i++)
		if (f->local[i]->kind == LOCAL_NO_ROUTE && f->local[i]->family == family)
			return true;
	return false;
}

/* The event that the address is this computer's own, or NULL. */
static const struct event *own_address(const struct facts *f, const char *address)
{
	for (size_t i = 0; i < f->local_n; i++)
		if (f->local[i]->kind == LOCAL_ADDRESS &&
		    address_equal(f->local[i]->address, address))
			return f->local[i];
	return NULL;
}

bool surroundings_own(const struct surroundings *s, const char *address)
{
	return own_address(s->f, address) != NULL;
}

/* The local address of connections to that server, else the one of all connections over its family; or
 * NULL. */
static const char *local_address(const struct facts *f, const char *address)
{
	const char *usual = NULL;
	bool several = false;

	for (size_t i = 0; i < f->n; i++) {
		const char *own = f->v[i].local_address;

		if (own && str_eq(f->v[i].address, address))
			return own;
		if (!own || !address || address_version(own) != address_version(address))
			continue;
		several = several || (usual && !str_eq(usual, own));
		usual = own;
	}
	return several ? NULL : usual;
}

static void take_local(struct surroundings *s, const struct event *e, const char *device)
{
	const struct network *n = e->kind == LOCAL_DMI ? network_by_sign(e->detail) : NULL;

	s->contained |= e->kind == LOCAL_CONTAINER;
	s->tunnelled |= e->kind == LOCAL_TUNNEL && device && str_eq(e->device, device);
	s->outside |= e->kind == LOCAL_ADDRESS && address_version(e->address) == 4 &&
		      !address_is(e->address, ADDRESS_LOOPBACK) && !address_is_inside(e->address);
	s->virtual |= n != NULL;
	s->hosted |= n && !str_eq(n->id, "virtual");
}

/*
 * The first router by its IPv4 address, if IPv6 leaves by the same interface: it is one network,
 * and only the IPv4 address shows its kind.
 */
static const char *first_of_lan(const struct facts *f, const struct event *own,
				const char *first_hop)
{
	const struct event *four = surroundings_gateway(f, FAMILY_IPV4),
			   *six = surroundings_gateway(f, FAMILY_IPV6);
	const char *device = own ? own->device : six ? six->device : NULL;

	if (family_of_address(first_hop) != FAMILY_IPV6 || !four || !device ||
	    !str_eq(four->device, device))
		return first_hop;
	return four->address;
}

void surroundings_init(struct surroundings *s, const struct facts *f, const char *address,
		       const char *first_hop)
{
	const struct event *own = own_address(f, local_address(f, address));

	*s = (struct surroundings){.f = f};
	for (size_t i = 0; i < f->local_n; i++)
		take_local(s, f->local[i], own ? own->device : NULL);
	s->bridged = (s->contained || (s->virtual && !s->hosted)) &&
		     is_bridge(first_of_lan(f, own, first_hop));
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
	/* With IPv6 even a router at home has a public address. */
	if (ttl <= (s->bridged ? 2 : 1) && !s->hosted && !s->outside &&
	    (!address || six || address_is_inside(address)))
		return SEGMENT_HOME;
	return SEGMENT_NETWORK;
}
