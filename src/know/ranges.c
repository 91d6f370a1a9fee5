/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/ranges.h"

#include "base/address.h"

#include <string.h>
#include <strings.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define CLOUDFLARE RANGE_WEB_PROXY, "Cloudflare"
#define IMPERVA RANGE_WEB_PROXY, "Imperva"
#define UMBRELLA RANGE_BLOCK_PAGE, "Cisco Umbrella (OpenDNS)"
#define FORTIGUARD RANGE_BLOCK_PAGE, "FortiGuard"

static const struct range ranges[] = {
    /* www.cloudflare.com/ips-v4 and ips-v6, unchanged from 2021 to 2024. */
    {CLOUDFLARE, "103.21.244.0", 22},
    {CLOUDFLARE, "103.22.200.0", 22},
    {CLOUDFLARE, "103.31.4.0", 22},
    {CLOUDFLARE, "104.16.0.0", 13},
    {CLOUDFLARE, "104.24.0.0", 14},
    {CLOUDFLARE, "108.162.192.0", 18},
    {CLOUDFLARE, "131.0.72.0", 22},
    {CLOUDFLARE, "141.101.64.0", 18},
    {CLOUDFLARE, "162.158.0.0", 15},
    {CLOUDFLARE, "172.64.0.0", 13},
    {CLOUDFLARE, "173.245.48.0", 20},
    {CLOUDFLARE, "188.114.96.0", 20},
    {CLOUDFLARE, "190.93.240.0", 20},
    {CLOUDFLARE, "197.234.240.0", 22},
    {CLOUDFLARE, "198.41.128.0", 17},
    {CLOUDFLARE, "2400:cb00::", 32},
    {CLOUDFLARE, "2405:8100::", 32},
    {CLOUDFLARE, "2405:b500::", 32},
    {CLOUDFLARE, "2606:4700::", 32},
    {CLOUDFLARE, "2803:f800::", 32},
    {CLOUDFLARE, "2a06:98c0::", 29},
    {CLOUDFLARE, "2c0f:f248::", 32},
    /* Incapsula's support article 200627570. */
    {IMPERVA, "199.83.128.0", 21},
    {IMPERVA, "198.143.32.0", 19},
    {IMPERVA, "149.126.72.0", 21},
    {IMPERVA, "103.28.248.0", 22},
    {IMPERVA, "45.64.64.0", 22},
    {IMPERVA, "185.11.124.0", 22},
    {IMPERVA, "192.230.64.0", 18},
    {IMPERVA, "107.154.0.0", 16},
    {IMPERVA, "45.60.0.0", 16},
    {IMPERVA, "45.223.0.0", 16},
    {IMPERVA, "2a02:e980::", 29},
    /* hit-….opendns.com, by a university's article about it; Fortinet's article 421739. */
    {UMBRELLA, "146.112.61.104", 29},
    {FORTIGUARD, "208.91.112.55", 32},
};

/* Whether the two begin with the same number, which is within each row's bits: cheaper than reading both. */
static bool may_be_within(const char *address, const char *network)
{
	return !strncasecmp(address, network, strcspn(network, ".:") + 1);
}

const struct range *range_find(const char *address)
{
	for (size_t i = 0; address && i < COUNT(ranges); i++)
		if (may_be_within(address, ranges[i].network) &&
		    address_within(address, ranges[i].network, ranges[i].bits))
			return &ranges[i];
	return NULL;
}

const struct range *range_all(size_t *ret_n)
{
	*ret_n = COUNT(ranges);
	return ranges;
}
