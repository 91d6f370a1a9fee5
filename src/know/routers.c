/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/routers.h"

#include "know/pattern.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Names that a router gives itself in its own network; none of them is known outside. */
static const struct router routers[] = {
    {"fritz.box", "FRITZ!Box"},	      {"*.fritz.box", "FRITZ!Box"},
    {"*.myfritz.net", "FRITZ!Box"},   {"speedport.ip", "Speedport"},
    {"*.speedport.ip", "Speedport"},  {"routerlogin.net", "NETGEAR"},
    {"*.routerlogin.net", "NETGEAR"}, {"orbilogin.*", "NETGEAR Orbi"},
    {"tplinkwifi.net", "TP-Link"},    {"tplinkmodem.net", "TP-Link"},
    {"router.asus.com", "ASUS"},      {"dlinkrouter.local", "D-Link"},
    {"easy.box", "EasyBox"},	      {"homerouter.cpe", "Huawei"},
    {"OpenWrt*", "OpenWrt"},	      {"pfSense*", "pfSense"},
    {"OPNsense*", "OPNsense"},	      {"unifi.local", "UniFi"},
};

const struct router *router_find(const char *name)
{
	for (size_t i = 0; name && i < COUNT(routers); i++)
		if (pattern_match(routers[i].pattern, name))
			return &routers[i];
	return NULL;
}

const struct router *router_all(size_t *ret_n)
{
	*ret_n = COUNT(routers);
	return routers;
}
