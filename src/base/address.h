/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numeric addresses as text, whatever their spelling. An IPv6 address may carry the name of an
 * interface, fe80::1%eth0. A text that is not a numeric address, NULL included, has version 0 and
 * no kind, and equals nothing.
 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#define HOST_MAX 254	    /* RFC 1035 section 2.3.4, with the final dot */
#define ADDRESS_TEXT_MAX 45 /* bytes of an address without a zone: INET6_ADDRSTRLEN - 1 */

enum address_kind {
	ADDRESS_NONE,	       /* no numeric address */
	ADDRESS_PUBLIC,	       /* global unicast */
	ADDRESS_DOCUMENTATION, /* RFC 5737, RFC 3849 */
	ADDRESS_UNSPECIFIED,   /* 0.0.0.0/8 ("this network"), :: */
	ADDRESS_LOOPBACK,      /* 127.0.0.0/8, ::1 */
	ADDRESS_PRIVATE,       /* RFC 1918, RFC 4193 */
	ADDRESS_LINK_LOCAL,    /* RFC 3927, RFC 4291 */
	ADDRESS_CARRIER,       /* RFC 6598: a provider's address translation */
	ADDRESS_MULTICAST,
	ADDRESS_RESERVED, /* 240.0.0.0/4; IPv6: all that RFC 4291 does not call global */
	ADDRESS_KIND_COUNT_
};

/* An address in network byte order. */
struct address {
	int version; /* 4 or 6 */
	unsigned char bytes[16];
};

bool address_parse(const char *text, struct address *ret);
size_t address_size(const struct address *a); /* 4 or 16: how many of its bytes count */

int address_version(const char *text); /* 4, 6, or 0 */
bool address_is_numeric(const char *text);
enum address_kind address_kind(const char *text);
bool address_is(const char *text, enum address_kind kind);
/* Whether an IPv6 address stands for the IPv4 address on a network that translates (RFC 6052 section
 * 2.2), with a prefix of whatever length. */
bool address_embeds(const char *ipv6, const char *ipv4);
/* Private or link-local: an address that no router of the Internet forwards. */
bool address_is_inside(const char *text);
/* Public. Addresses for documentation count too: example networks are made of them. */
bool address_is_public(const char *text);
/* A loopback address, or the name localhost. */
bool address_is_localhost(const char *host);
/* A numeric address, or a name of letters, digits, hyphens, underscores and dots as RFC 1123 section
 * 2.1 and RFC 5321 section 2.3.5 have it: nothing that a shell or a document could read as more. */
bool address_is_host(const char *text);
/* A zone (%eth0) counts only where both have one. */
bool address_equal(const char *a, const char *b);
/* The usual spelling (RFC 5952), for comparing texts. A zone is kept; a text that is not numeric is
 * copied unchanged. The caller frees; NULL gives NULL. */
char *address_spelled(const char *text);
/* Whether the first bits of both are equal. */
bool address_within(const char *text, const char *network, unsigned bits);
/* Whether both are in one network, assuming a usual mask: /24, or /64 for IPv6. */
bool address_same_network(const char *a, const char *b);

#endif
