/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose part of the way an address belongs to. */
#include "config.h"
#include "reason/trace.h"

#include <stdio.h>
#include <string.h>

const char *segment_name(enum segment s)
{
	static const char *const names[] = {"here", "home", "carrier", "network", "server"};

	_Static_assert(sizeof names / sizeof *names == SEGMENT_COUNT_, "a name for each");
	return (unsigned)s < SEGMENT_COUNT_ ? names[s] : "?";
}

bool trace_is_own(const struct facts *f, const char *address)
{
	size_t len = address ? strlen(address) : 0;

	for (size_t i = 0; len && i < f->log->n; i++) {
		const struct event *e = f->log->v[i];

		if (e->type == EVENT_LOCAL && str_eq(e->text, "address") && e->detail &&
		    !strncmp(e->detail, address, len) && e->detail[len] == ' ')
			return true;
	}
	return false;
}

static bool is_carrier(const char *address)
{
	unsigned a, b;

	return address && sscanf(address, "%u.%u.", &a, &b) == 2 && a == 100 && b >= 64 && b <= 127;
}

static bool is_private(const char *address)
{
	unsigned a, b;

	if (sscanf(address, "%u.%u.", &a, &b) == 2)
		return a == 10 || (a == 172 && b >= 16 && b <= 31) || (a == 192 && b == 168) ||
		       (a == 169 && b == 254);
	return str_istarts(address, "fc") || str_istarts(address, "fd") ||
	       str_istarts(address, "fe80:");
}

/* Only a first hop can be the home router; with IPv6 it has a public address like everybody else.
 */
enum segment trace_segment(const struct facts *f, enum family family, int distance, int ttl,
			   const char *address)
{
	if (trace_is_own(f, address))
		return SEGMENT_HERE;
	if (distance && ttl >= distance)
		return SEGMENT_SERVER;
	if (is_carrier(address))
		return SEGMENT_CARRIER;
	if (ttl <= 1 && (!address || family == FAMILY_IPV6 || is_private(address)))
		return SEGMENT_HOME;
	return SEGMENT_NETWORK;
}
