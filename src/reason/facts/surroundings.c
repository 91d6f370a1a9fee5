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

#include <string.h>

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

/* Behind the computer around a container comes a home's router, a company's or a cloud's: its address alone tells. */
static bool may_be_home(const struct surroundings *s, const char *address)
{
	return !s->rented && !(address && is_organisations_range(address));
}

/* Hyper-V and Azure, whose networks are 10.0.0.0/8 too, say no more than the maker. */
static bool may_be_virtual(const struct facts *f)
{
	for (size_t i = 0; i < f->local_n; i++)
		if (f->local[i]->kind == LOCAL_DMI &&
		    str_icontains(f->local[i]->detail, "=Microsoft Corporation"))
			return true;
	return false;
}

bool surroundings_has_address(const struct facts *f, const char *address)
{
	for (size_t i = 0; i < f->local_n; i++)
		if (f->local[i]->kind == LOCAL_ADDRESS && f->local[i]->address &&
		    address_equal(f->local[i]->address, address))
			return true;
	return false;
}

/* Modems of phones, tablets and laptops, as Android, Linux and Apple's systems call them. */
static bool is_modem(const char *device)
{
	static const char *const names[] = {"rmnet", "ccmni", "seth_", "wwan", "wwp", "pdp_ip"};

	for (size_t i = 0; device && i < sizeof names / sizeof *names; i++)
		if (!strncmp(device, names[i], strlen(names[i])))
			return true;
	return false;
}

const struct event *surroundings_mobile(const struct facts *f)
{
	const struct event *found = NULL;

	for (size_t i = 0; i < f->local_n; i++) {
		const struct event *e = f->local[i];

		if (e->kind != LOCAL_GATEWAY || !e->device)
			continue;
		if (!is_modem(e->device))
			return NULL;
		found = e;
	}
	return found;
}

const struct event *surroundings_organisation(const struct facts *f)
{
	const struct event *gateway = surroundings_gateway(f, FAMILY_IPV4);
	struct surroundings s;

	surroundings_init(&s, f, NULL, NULL);
	if (s.hosted || surroundings_mobile(f))
		return NULL;
	for (size_t i = 0; i < f->local_n; i++)
		if (f->local[i]->kind == LOCAL_DOMAIN &&
		    network_names_is_organisation(f->local[i]->detail))
			return f->local[i];
	if (s.contained || s.virtual || s.outside || surroundings_told(f, LOCAL(TUNNEL)) ||
	    may_be_virtual(f))
		return NULL;
	return gateway && is_organisations_range(gateway->address) ? gateway : NULL;
}

bool surroundings_foreign_bridge(const struct facts *f)
{
	static const struct {
		const char *net;
		int bits;
	} own[] = {{"172.16.0.0", 12}, {"192.168.0.0", 16}, {"10.88.0.0", 16},
		   {"10.89.0.0", 16},  {"10.0.3.0", 24},    {"10.0.2.0", 24}};
	const struct event *gateway = surroundings_gateway(f, FAMILY_IPV4);

	if (!gateway || surroundings_standing(f) != STANDING_CONTAINER)
		return false;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (address_within(gateway->address, own[i].net, own[i].bits))
			return false;
	return true;
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

const char *surroundings_link(const struct facts *f, const char *own)
{
	const struct event *e = own_address(f, own);

	return e ? e->device : NULL;
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

bool surroundings_beside(const struct facts *f, const char *address)
{
	const char *own = local_address(f, address);

	return own && address_same_network(own, address);
}

/* The cloud that an event of this computer's own names, or NULL. */
static const struct network *named_by(const struct event *e, bool cluster)
{
	if (e->kind == LOCAL_RESOLVER)
		return network_by_resolver(e->address);
	return e->kind == LOCAL_DMI ? network_by_sign(e->detail, cluster) : NULL;
}

/* More than that the machine is a virtual one. */
static bool is_named(const struct network *n)
{
	return !str_eq(n->id, "virtual");
}

static bool in_cluster(const struct facts *f)
{
	for (size_t i = 0; i < f->local_n; i++)
		if (f->local[i]->kind == LOCAL_CONTAINER &&
		    str_eq(f->local[i]->detail, "kubernetes"))
			return true;
	return false;
}

const struct network *surroundings_cloud(const struct facts *f, const struct event **ret_sign)
{
	bool cluster = in_cluster(f);
	const struct network *found = NULL;

	for (size_t i = 0; i < f->local_n && (!found || !is_named(found)); i++) {
		const struct network *n = named_by(f->local[i], cluster);

		if (!n || (found && !is_named(n)))
			continue;
		found = n;
		*ret_sign = f->local[i];
	}
	return found;
}

/* Wi-Fi, a modem or a dial-up line: no server is connected by these. */
static bool is_line(const char *device)
{
	return device && (*device == 'w' || !strncmp(device, "ppp", 3));
}

static bool is_public4(const char *address)
{
	return address_version(address) == 4 && !address_is(address, ADDRESS_LOOPBACK) &&
	       !address_is_inside(address);
}

static bool is_tunnel(const struct facts *f, const char *device)
{
	for (size_t i = 0; device && i < f->local_n; i++)
		if (f->local[i]->kind == LOCAL_TUNNEL && str_eq(f->local[i]->device, device))
			return true;
	return false;
}

static void take_local(struct surroundings *s, const struct event *e, const char *device)
{
	const struct network *n = e->kind == LOCAL_DMI ? named_by(e, false) : NULL;

	s->contained |= e->kind == LOCAL_CONTAINER;
	s->tunnelled |= e->kind == LOCAL_TUNNEL && device && str_eq(e->device, device);
	s->outside |= e->kind == LOCAL_ADDRESS && is_public4(e->address);
	s->rented |= e->kind == LOCAL_ADDRESS && is_public4(e->address) &&
		     !address_is(e->address, ADDRESS_CARRIER) && !is_line(e->device) &&
		     !is_tunnel(s->f, e->device);
	s->virtual |= n != NULL;
}

/* Whether the router is in the network of an address of a tunnel (tunnel: true), or of another device.
 * VPNs give out addresses of 10.0.0.0/8 from networks wider than usual. */
static bool is_beside(const struct facts *f, const char *hop, bool tunnel)
{
	for (size_t i = 0; i < f->local_n; i++) {
		const struct event *e = f->local[i];

		if (e->kind == LOCAL_ADDRESS && is_tunnel(f, e->device) == tunnel &&
		    (address_same_network(e->address, hop) ||
		     (tunnel && address_within(hop, "10.0.0.0", 8) &&
		      address_within(e->address, hop, 16))))
			return true;
	}
	return false;
}

bool surroundings_behind_tunnel(const struct facts *f, const char *hop)
{
	return hop && is_beside(f, hop, true) && !is_beside(f, hop, false);
}

const struct event *surroundings_tunnel_alone(const struct facts *f, enum family family)
{
	const struct event *found = NULL;

	for (size_t i = 0; i < f->local_n; i++) {
		const struct event *e = f->local[i];

		if (e->kind != LOCAL_ADDRESS || family_of_address(e->address) != family ||
		    address_is(e->address, ADDRESS_LINK_LOCAL) ||
		    address_is(e->address, ADDRESS_LOOPBACK))
			continue;
		if (!is_tunnel(f, e->device) || is_line(e->device))
			return NULL;
		found = e;
	}
	return found;
}

/* Whether the first hop is none of the gateways that this computer knows, nor beside one. Not asked over
 * IPv6, where a gateway is known by another address than it answers from. */
static bool is_foreign(const struct facts *f, const char *hop)
{
	bool known = false;

	for (size_t i = 0; i < f->local_n; i++) {
		const struct event *e = f->local[i];

		if (e->kind != LOCAL_GATEWAY || e->family != FAMILY_IPV4)
			continue;
		if (address_same_network(e->address, hop))
			return false;
		known = true;
	}
	/* A public address may be one that a router rewrites. */
	return known && address_is_inside(hop) && !is_beside(f, hop, false);
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
	const struct event *sign = NULL;
	const struct network *cloud = surroundings_cloud(f, &sign);

	s->hosted = cloud && is_named(cloud);
	s->mobile = surroundings_mobile(f) != NULL;
	s->rented |= s->hosted || in_cluster(f);
	s->foreign = address_version(first_hop) == 4 && is_foreign(f, first_hop);
	/* Without a known address of their own, the first router shows what the connections leave by. */
	s->tunnelled |= s->foreign && !own && is_beside(f, first_hop, true);
	s->tunnelled |=
	    !own && address_version(address) == 6 &&
	    (surroundings_tunnel_alone(f, FAMILY_IPV6) || surroundings_behind_tunnel(f, first_hop));
	s->unclear = !s->tunnelled && !own && !surroundings_gateway(f, FAMILY_IPV4) &&
		     surroundings_told(f, LOCAL(TUNNEL));
	s->bridged = (s->contained || (s->virtual && !s->hosted)) &&
		     is_bridge(first_of_lan(f, own, first_hop));
}

enum standing surroundings_standing(const struct facts *f)
{
	const struct event *container = surroundings_told(f, LOCAL(CONTAINER)),
			   *gateway = surroundings_gateway(f, FAMILY_IPV4);
	struct surroundings s;

	if (in_cluster(f))
		return STANDING_CLUSTER;
	/* Without a bridge it has the network of the computer around it. */
	if (container && !str_eq(container->detail, "wsl") &&
	    (!gateway || is_bridge(gateway->address)))
		return STANDING_CONTAINER;
	surroundings_init(&s, f, NULL, NULL);
	return s.rented ? STANDING_RENTED : STANDING_OWN;
}

bool surroundings_lack_home(const struct surroundings *s)
{
	return s->hosted || s->mobile || s->outside || s->foreign || s->tunnelled;
}

bool surroundings_border(const struct surroundings *s, int ttl, const char *address)
{
	return ttl == 2 && s->bridged && !s->rented && !surroundings_lack_home(s) && address &&
	       is_organisations_range(address);
}

enum segment surroundings_segment(const struct surroundings *s, enum family family, int ttl,
				  const char *address, int distance)
{
	bool six = family == FAMILY_IPV6;

	if (surroundings_own(s, address))
		return SEGMENT_HERE;
	if (distance && ttl >= distance)
		return SEGMENT_SERVER;
	if (s->tunnelled)
		return SEGMENT_NETWORK;
	/* Clouds and clusters use that range for themselves. */
	if (address_is(address, ADDRESS_CARRIER))
		return s->rented ? SEGMENT_NETWORK : SEGMENT_CARRIER;
	if (ttl == 1 && s->bridged)
		return SEGMENT_HOST;
	if (ttl == 2 && s->bridged && !may_be_home(s, address))
		return SEGMENT_NETWORK;
	/* With IPv6 even a router at home has a public address. */
	if (ttl <= (s->bridged ? 2 : 1) && !surroundings_lack_home(s) &&
	    (!address || six || address_is_inside(address)))
		return SEGMENT_HOME;
	return SEGMENT_NETWORK;
}

bool surroundings_local_name(const char *host)
{
	static const char *const ends[] = {".local",	 ".lan",	 ".home",      ".internal",
					   ".intranet",	 ".corp",	 ".localhost", ".test",
					   ".home.arpa", ".localdomain", ".svc"};
	size_t len = strlen(host);

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (len > strlen(ends[i]) && str_ieq(host + len - strlen(ends[i]), ends[i]))
			return true;
	return !strchr(host, '.');
}
