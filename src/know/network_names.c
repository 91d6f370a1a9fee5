/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/network_names.h"

#include "base/str.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The domains that these providers publish for their routers and lines. */
static const struct network_name names[] = {
    {"comcast.net", "comcast"},
    {"cox.net", "cox"},
    {"charter.com", "spectrum"},
    {"rr.com", "spectrum"},
    {"verizon.net", "verizon"},
    {"sbcglobal.net", "att"},
    {"att.net", "att"},
    {"starlinkisp.net", "starlink"},
    {"tds.net", "tds"},
    {"telus.com", "telus"},
    {"telus.net", "telus"},
    {"rogers.com", "rogers"},
    {"shawcable.net", "rogers"},
    {"bell.ca", "bell"},
    {"wanadoo.fr", "orange"},
    {"orange.fr", "orange"},
    {"proxad.net", "free"},
    {"sfr.net", "sfr"},
    {"gaoland.net", "sfr"},
    {"bbox.fr", "bouygues"},
    {"t-ipconnect.de", "telekom"},
    {"bluewin.ch", "swisscom"},
    {"ziggo.nl", "ziggo"},
    {"telenet.be", "be"},
    {"optusnet.com.au", "optus"},
    {"telstra.net", "telstra"},
    {"on.net", "internode"},
    {"ocn.ne.jp", "japan"},
    {"so-net.ne.jp", "japan"},
    {"amazonaws.com", "aws"},
    {"your-server.de", "hetzner"},
    {"hetzner.com", "hetzner"},
    {"ovh.net", "ovh"},
    {"linode.com", "linode"},
    {"vultr.com", "vultr"},
};

const struct network *network_names_find(const char *name)
{
	for (size_t i = 0; name && i < COUNT(names); i++)
		if (str_is_within(name, names[i].domain))
			return network_find(names[i].network);
	return NULL;
}

/* What routers at home, access providers, containers and VPNs call their networks; it, or below it. */
static const char *const homely[] = {
    "home.arpa",    "lan",	  "home",	    "localdomain",   "localhost",    "internal",
    "invalid",	    "fritz.box",  "myfritz.net",    "easy.box",	     "speedport.ip", "mshome.net",
    "attlocal.net", "home.local", "kabelbox.local", "bbrouter",	     "station",	     "router",
    "gateway",	    "intern",	  "private",	    "cluster.local", "docker",	     "podman",
    "lxd",	    "incus",	  "ts.net",	    "mullvad",
};

bool network_names_is_organisation(const char *domain)
{
	if (!domain || !strchr(domain, '.') || network_names_find(domain))
		return false;
	for (size_t i = 0; i < COUNT(homely); i++)
		if (str_is_within(domain, homely[i]))
			return false;
	return true;
}

const struct network_name *network_names_all(size_t *ret_n)
{
	*ret_n = COUNT(names);
	return names;
}
