/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "base/address.h"

#include "base/mem.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <string.h>

/* The first matching row gives the kind; an IPv4 address without a row is public. */
static const struct kind_range {
	enum address_kind kind;
	int version;
	unsigned bits;
	unsigned char bytes[16];
} ranges[] = {
    {ADDRESS_UNSPECIFIED, 4, 8, {0}},
    {ADDRESS_LOOPBACK, 4, 8, {127}},
    {ADDRESS_PRIVATE, 4, 8, {10}},
    {ADDRESS_PRIVATE, 4, 12, {172, 16}},
    {ADDRESS_PRIVATE, 4, 16, {192, 168}},
    {ADDRESS_LINK_LOCAL, 4, 16, {169, 254}},
    {ADDRESS_CARRIER, 4, 10, {100, 64}},
    {ADDRESS_DOCUMENTATION, 4, 24, {192, 0, 2}},
    {ADDRESS_DOCUMENTATION, 4, 24, {198, 51, 100}},
    {ADDRESS_DOCUMENTATION, 4, 24, {203, 0, 113}},
    {ADDRESS_MULTICAST, 4, 4, {224}},
    {ADDRESS_RESERVED, 4, 4, {240}},
    {ADDRESS_PUBLIC, 4, 0, {0}},
    {ADDRESS_UNSPECIFIED, 6, 128, {0}},
    {ADDRESS_LOOPBACK, 6, 128, {[15] = 1}},
    {ADDRESS_PRIVATE, 6, 7, {0xfc}},
    {ADDRESS_LINK_LOCAL, 6, 10, {0xfe, 0x80}},
    {ADDRESS_MULTICAST, 6, 8, {0xff}},
    {ADDRESS_DOCUMENTATION, 6, 32, {0x20, 0x01, 0x0d, 0xb8}},
    {ADDRESS_PUBLIC, 6, 3, {0x20}},
    {ADDRESS_RESERVED, 6, 0, {0}},
};

/* ---- reading ---- */

/* The name of an interface, as it follows the percent sign. */
static bool is_zone(const char *text)
{
	static const char used[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789._-";

	return *text && !text[strspn(text, used)];
}

/* The zone of text without the percent sign, "" if it has none. */
static const char *zone_of(const char *text)
{
	const char *percent = strchr(text, '%');

	return percent ? percent + 1 : "";
}

bool address_parse(const char *text, struct address *ret)
{
	char bare[ADDRESS_TEXT_MAX + 1];
	size_t len = text ? strcspn(text, "%") : 0;

	*ret = (struct address){0};
	if (!len || len >= sizeof bare)
		return false;
	memcpy(bare, text, len);
	bare[len] = '\0';
	if (!text[len] && inet_pton(AF_INET, bare, ret->bytes) == 1)
		ret->version = 4;
	else if ((!text[len] || is_zone(text + len + 1)) &&
		 inet_pton(AF_INET6, bare, ret->bytes) == 1)
		ret->version = 6;
	return ret->version != 0;
}

size_t address_size(const struct address *a)
{
	return a->version == 4 ? 4 : 16;
}

/* ---- asking ---- */

static bool same_bits(const unsigned char *a, const unsigned char *b, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	return !memcmp(a, b, whole) && (!rest || (a[whole] ^ b[whole]) >> (8 - rest) == 0);
}

int address_version(const char *text)
{
	struct address a;

	address_parse(text, &a);
	return a.version;
}

bool address_is_numeric(const char *text)
{
	return address_version(text) != 0;
}

enum address_kind address_kind(const char *text)
{
	struct address a;

	if (!address_parse(text, &a))
		return ADDRESS_NONE;
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (ranges[i].version == a.version &&
		    same_bits(ranges[i].bytes, a.bytes, ranges[i].bits))
			return ranges[i].kind;
	return ADDRESS_RESERVED;
}

bool address_is(const char *text, enum address_kind kind)
{
	return address_kind(text) == kind;
}

bool address_is_inside(const char *text)
{
	enum address_kind kind = address_kind(text);

	return kind == ADDRESS_PRIVATE || kind == ADDRESS_LINK_LOCAL;
}

bool address_is_public(const char *text)
{
	enum address_kind kind = address_kind(text);

	return kind == ADDRESS_PUBLIC || kind == ADDRESS_DOCUMENTATION;
}

bool address_embeds(const char *ipv6, const char *ipv4)
{
	/* Where the four bytes are, by the length of the prefix. */
	static const unsigned char places[][4] = {{4, 5, 6, 7},	   {5, 6, 7, 9},
						  {6, 7, 9, 10},   {7, 9, 10, 11},
						  {9, 10, 11, 12}, {12, 13, 14, 15}};
	struct address long_one, short_one;
	bool found = false;

	if (!address_parse(ipv6, &long_one) || !address_parse(ipv4, &short_one) ||
	    long_one.version != 6 || short_one.version != 4)
		return false;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		bool same = true;

		for (size_t k = 0; k < 4; k++)
			same &= long_one.bytes[places[i][k]] == short_one.bytes[k];
		found |= same;
	}
	return found;
}

bool address_is_host(const char *text)
{
	static const char used[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789-_.";
	size_t len = text ? strlen(text) : 0;

	if (address_is_numeric(text))
		return true;
	if (!len || len > HOST_MAX || text[strspn(text, used)] || *text == '.' || *text == '-')
		return false;
	return !strstr(text, "..") && !strstr(text, ".-");
}

bool address_is_localhost(const char *host)
{
	return address_is(host, ADDRESS_LOOPBACK) || str_ieq(host, "localhost");
}

char *address_spelled(const char *text)
{
	struct address a;
	char bare[INET6_ADDRSTRLEN];

	if (!address_parse(text, &a))
		return mem_strdup(text);
	inet_ntop(a.version == 4 ? AF_INET : AF_INET6, a.bytes, bare, sizeof bare);
	return mem_printf("%s%s", bare, text + strcspn(text, "%"));
}

bool address_within(const char *text, const char *network, unsigned bits)
{
	struct address a, b;

	return address_parse(text, &a) && address_parse(network, &b) && a.version == b.version &&
	       bits <= 8 * address_size(&a) && same_bits(a.bytes, b.bytes, bits);
}

bool address_equal(const char *a, const char *b)
{
	unsigned bits = address_version(a) == 4 ? 32 : 128;

	return address_within(a, b, bits) &&
	       (!*zone_of(a) || !*zone_of(b) || str_eq(zone_of(a), zone_of(b)));
}

bool address_same_network(const char *a, const char *b)
{
	return address_within(a, b, address_version(a) == 4 ? 24 : 64);
}
