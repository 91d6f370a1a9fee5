/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/name_servers.h"

#include "base/address.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* By each owner's own instructions. */
static const struct name_server servers[] = {
    {"Google", "8.8.8.8", 32},
    {"Google", "8.8.4.4", 32},
    {"Google", "2001:4860:4860::", 48},
    {"Cloudflare", "1.1.1.0", 24},
    {"Cloudflare", "1.0.0.0", 24},
    {"Cloudflare", "2606:4700:4700::", 48},
    {"Quad9", "9.9.9.0", 24},
    {"Quad9", "149.112.112.0", 24},
    {"Quad9", "2620:fe::", 48},
    {"OpenDNS", "208.67.220.0", 22},
    {"OpenDNS", "2620:119:35::", 48},
    {"OpenDNS", "2620:119:53::", 48},
    {"NextDNS", "45.90.28.0", 22},
    {"NextDNS", "2a07:a8c0::", 32},
    {"NextDNS", "2a07:a8c1::", 32},
    {"AdGuard", "94.140.14.0", 24},
    {"AdGuard", "94.140.15.0", 24},
    {"AdGuard", "2a10:50c0::", 32},
    {"CleanBrowsing", "185.228.168.0", 24},
    {"CleanBrowsing", "185.228.169.0", 24},
    {"Mullvad", "194.242.2.0", 24},
    /* MagicDNS, a service of Tailscale's program on this computer. */
    {"Tailscale", "100.100.100.100", 32},
};

const char *name_server_owner(const char *address)
{
	for (size_t i = 0; address && i < COUNT(servers); i++)
		if (address_within(address, servers[i].network, servers[i].bits))
			return servers[i].owner;
	return NULL;
}

const struct name_server *name_servers_all(size_t *ret_n)
{
	*ret_n = COUNT(servers);
	return servers;
}
