/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/networks.h"

#include "base/i18n.h"
#include "base/str.h"
#include "know/pattern.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define CLOUD NETWORK_CLOUD
#define ACCESS NETWORK_ACCESS
#define ROUTER NETWORK_ROUTER
#define OTHER NETWORK_OTHER

#define BLOCKS_25 N_("It blocks outgoing port 25; 465 and 587 are open.")
#define BLOCKS_DYNAMIC                                                                             \
	N_("It blocks outgoing port 25 on lines with a changing address; 465 and 587 are open.")
#define BLOCKS_HOME N_("It blocks outgoing port 25 on home lines; 465 and 587 are open.")
#define BLOCKS_THREE N_("It blocks outgoing ports 25, 465 and 587.")
#define NOT_LIFTED N_("It doesn't lift the block; send on another port.")
#define BY_REQUEST N_("Its support lifts the block on request.")
#define BY_TICKET N_("Its support may lift the block on request, but often does not.")
#define FIXED_ADDRESS N_("It lifts the block only for fixed addresses or business lines.")

static const struct network networks[] = {
    /* Clouds. */
    {"aws", "Amazon Web Services", CLOUD, NULL, "25", BLOCKS_25,
     N_("Amazon lifts it with the form \"Request to remove email sending limitations\"."), true,
     NULL},
    {"google-cloud", "Google Cloud", CLOUD, NULL, "25", BLOCKS_25,
     N_("It normally doesn't lift the block; send on another port."), true, "2026"},
    {"azure", "Microsoft Azure", CLOUD, NULL, "25",
     N_("It blocks outgoing port 25 except with an Enterprise Agreement; 465 and 587 are open."),
     N_("With a paid subscription, ask in the portal under \"Diagnose and solve problems\", "
	"\"Cannot send email (SMTP port 25)\", then stop and start the machine; free and student "
	"subscriptions stay blocked."),
     true, "2021-04-28"},
    {"oracle", "Oracle Cloud", CLOUD, NULL, "25", BLOCKS_25,
     N_("Paid accounts can ask for an exemption; free ones use Oracle's Email Delivery on port "
	"587."),
     true, NULL},
    {"digitalocean", "DigitalOcean", CLOUD, NULL, "25 465 587",
     N_("It blocks outgoing port 25, on new accounts 465 and 587 as well; 2525 is open."),
     BY_TICKET, true, "2026-06-26"},
    {"hetzner", "Hetzner Cloud", CLOUD, NULL, "25 465",
     N_("It blocks outgoing ports 25 and 465 on cloud servers; 587 is open."),
     N_("After the first paid invoice, request it in the cloud console under Limits."), true,
     "2026-05-30"},
    {"ovh", "OVHcloud", CLOUD, NULL, "",
     N_("It closes port 25 of an address after spam from it; otherwise the port is open, except "
	"on servers in the USA since 2026."),
     N_("Open it again in the control panel under Network, IP, once the cause is gone; in the "
	"USA, ask the support."),
     true, "2026-06"},
    {"scaleway", "Scaleway", CLOUD, NULL, "25 465 587", BLOCKS_THREE,
     N_("After the identity check, enable SMTP in the security group."), true, "2025-07-21"},
    {"vultr", "Vultr", CLOUD, NULL, "25", BLOCKS_25, BY_TICKET, true, NULL},
    {"linode", "Linode (Akamai)", CLOUD, NULL, "25 465 587",
     N_("It blocks outgoing ports 25, 465 and 587 on accounts made after 5 November 2019."),
     N_("Its support lifts the block on request, once reverse DNS is set."), true, "2019-11-05"},
    {"contabo", "Contabo", CLOUD, NULL, "",
     N_("Port 25 is open, with a limit on the number of mails."), N_("There's no block to lift."),
     false, NULL},
    {"ionos-cloud", "IONOS servers", CLOUD, NULL, "25", BLOCKS_25, BY_REQUEST, false, NULL},
    {"alibaba", "Alibaba Cloud", CLOUD, NULL, "25", BLOCKS_25,
     N_("Use the request \"TCP port 25 unblock\" in the console."), true, "2019-08-22"},
    {"tencent", "Tencent Cloud", CLOUD, NULL, "25", BLOCKS_25,
     N_("The console possibly has a request \"port 25 unblock\"."), true, NULL},
    {"baidu", "Baidu AI Cloud", CLOUD, NULL, "25", BLOCKS_25, NOT_LIFTED, true, NULL},
    {"huawei", "Huawei Cloud", CLOUD, NULL, "25", BLOCKS_25, BY_REQUEST, false, NULL},
    {"upcloud", "UpCloud", CLOUD, NULL, "25",
     N_("It blocks outgoing port 25 on new accounts; 465 and 587 are open."),
     N_("Its support lifts the block after a proof of identity or payment."), true, NULL},
    {"ibm", "IBM Cloud", CLOUD, NULL, "25",
     N_("It blocks outgoing port 25 on accounts made after 28 October 2015; 465 and 587 are open."),
     NOT_LIFTED, true, "2018-10-30"},
    {"render", "Render", CLOUD, NULL, "25 465 587",
     N_("It blocks outgoing ports 25, 465 and 587 on free plans."),
     N_("On a paid plan they are open."), true, "2025-09-26"},
    {"zerops", "Zerops", CLOUD, NULL, "25 465",
     N_("It blocks outgoing ports 25 and 465; 587 is open."), NOT_LIFTED, true, NULL},
    {"cloudzy", "Cloudzy", CLOUD, NULL, "25 465 587",
     N_("It blocks outgoing ports 25, 26, 465, 587 and 2525."), BY_REQUEST, true, NULL},
    {"mynymbox", "Mynymbox", CLOUD, NULL, "25", BLOCKS_25,
     N_("Its support lifts the block for a fee."), true, NULL},
    {"euronodes", "Euronodes", CLOUD, NULL, "25", BLOCKS_25, BY_REQUEST, true, NULL},
    {"psychz", "Psychz Networks", CLOUD, NULL, "25", BLOCKS_25, BY_REQUEST, true, NULL},
    {"genesis-cloud", "Genesis Cloud", CLOUD, NULL, "25 465 587", BLOCKS_THREE, BY_REQUEST, true,
     NULL},
    {"openstack", "an OpenStack cloud", CLOUD, NULL, "",
     N_("Many clouds use OpenStack, such as OVHcloud; each has its own rules."),
     N_("Ask the cloud's support."), true, NULL},
    {"otc", "Open Telekom Cloud", CLOUD, "DE", "", N_("Its rules for mail ports are unknown."),
     N_("Ask the cloud's support."), true, NULL},
    {"exoscale", "Exoscale", CLOUD, NULL, "", N_("Its rules for mail ports are unknown."),
     N_("Ask the cloud's support."), true, NULL},
    {"outscale", "3DS Outscale", CLOUD, NULL, "", N_("Its rules for mail ports are unknown."),
     N_("Ask the cloud's support."), true, NULL},
    {"cloudsigma", "CloudSigma", CLOUD, NULL, "", N_("Its rules for mail ports are unknown."),
     N_("Ask the cloud's support."), true, NULL},
    {"cloudstack", "a CloudStack cloud", CLOUD, NULL, "",
     N_("Its rules for mail ports are unknown."), N_("Ask the cloud's support."), true, NULL},
    {"virtual", "a virtual machine", CLOUD, NULL, "",
     N_("The owner of the machine around it is unknown; many hosting companies block port 25."),
     N_("Ask the hosting company."), true, NULL},

    /* Home connections and mobile networks. */
    {"comcast", "Comcast Xfinity", ACCESS, "US", "25", BLOCKS_HOME,
     N_("Its Customer Security Assurance team lifts it on request."), true, "2012-08-01"},
    {"cox", "Cox", ACCESS, "US", "25",
     N_("It blocks port 25 in both directions, except to its own servers."), FIXED_ADDRESS, true,
     NULL},
    {"spectrum", "Spectrum", ACCESS, "US", "25",
     N_("It blocks outgoing port 25 after spam, possibly everywhere today."),
     N_("Remove malicious software from the computer, then call the support."), false, NULL},
    {"verizon", "Verizon", ACCESS, "US", "25", BLOCKS_DYNAMIC, FIXED_ADDRESS, true, "2009"},
    {"att", "AT&T Internet", ACCESS, "US", "25", BLOCKS_DYNAMIC,
     N_("Ask its support for \"port 25 unblock\"; it possibly lifts the block."), true, NULL},
    {"us-mobile", "US mobile networks", ACCESS, "US", "25", BLOCKS_25, NOT_LIFTED, false, NULL},
    {"starlink", "Starlink", ACCESS, NULL, "25", BLOCKS_25, NOT_LIFTED, true, NULL},
    {"us-small", "EarthLink, Sparklight and other small US providers", ACCESS, "US", "25",
     BLOCKS_DYNAMIC, FIXED_ADDRESS, true, NULL},
    {"tds", "TDS Telecom", ACCESS, "US", "25", BLOCKS_DYNAMIC, FIXED_ADDRESS, true, NULL},
    {"telus", "TELUS", ACCESS, "CA", "25", BLOCKS_DYNAMIC, FIXED_ADDRESS, true, "2004"},
    {"rogers", "Rogers and Shaw", ACCESS, "CA", "25", BLOCKS_DYNAMIC, FIXED_ADDRESS, false, NULL},
    {"bell", "Bell", ACCESS, "CA", "25", BLOCKS_DYNAMIC, FIXED_ADDRESS, true, NULL},
    {"oxio", "oxio", ACCESS, "CA", "",
     N_("It blocks incoming mail ports only; outgoing ones are open."),
     N_("There's no block to lift."), true, NULL},
    {"wessex", "Wessex Internet", ACCESS, "GB", "25",
     N_("It allows port 25 only to its own servers; 465 and 587 are open."),
     N_("It is open on leased lines only."), true, NULL},
    {"uk", "British access providers (Sky, TalkTalk)", ACCESS, "GB", "25", BLOCKS_HOME,
     N_("TalkTalk possibly lifts it on request."), false, NULL},
    {"orange", "Orange", ACCESS, "FR", "25",
     N_("It allows port 25 only to its own servers; 465 and 587 are open."), NOT_LIFTED, true,
     "2020-01-11"},
    {"free", "Free", ACCESS, "FR", "25", BLOCKS_HOME,
     N_("The customer pages have a switch for it; restart the box afterwards."), true, "2006-12"},
    {"sfr", "SFR", ACCESS, "FR", "25", BLOCKS_HOME, FIXED_ADDRESS, true, "2026-02-18"},
    {"bouygues", "Bouygues Telecom", ACCESS, "FR", "25", BLOCKS_HOME,
     N_("The box possibly has a switch for it."), false, NULL},
    {"telekom", "Telekom", ACCESS, "DE", "",
     N_("It blocks port 25 only for customers who sent spam."),
     N_("Its security team lifts it after the computer is clean."), true, NULL},
    {"swisscom", "Swisscom", ACCESS, "CH", "25", BLOCKS_HOME, NOT_LIFTED, true, NULL},
    {"odido", "Odido (T-Mobile Thuis)", ACCESS, "NL", "25", BLOCKS_HOME, NOT_LIFTED, true,
     "2021-10-04"},
    {"ziggo", "Ziggo", ACCESS, "NL", "25", BLOCKS_HOME, FIXED_ADDRESS, false, NULL},
    {"be", "Telenet and Proximus", ACCESS, "BE", "25",
     N_("They allow port 25 only to their own servers; 465 and 587 are open."), NOT_LIFTED, false,
     NULL},
    {"nordic", "Nordic access providers", ACCESS, "SE FI NO DK", "25", BLOCKS_HOME, FIXED_ADDRESS,
     false, NULL},
    {"internode", "Internode", ACCESS, "AU", "25", BLOCKS_HOME,
     N_("The customer pages have a switch for it, in the toolbox."), true, NULL},
    {"optus", "Optus", ACCESS, "AU", "25",
     N_("It allows port 25 only to its own servers; 465 and 587 are open."), NOT_LIFTED, true,
     NULL},
    {"telstra", "Telstra", ACCESS, "AU", "25", BLOCKS_HOME, NOT_LIFTED, false, NULL},
    {"japan", "Japanese access providers", ACCESS, "JP", "25",
     N_("Practically all block outgoing port 25 on lines with a changing address (OP25B); 465 and "
	"587 are open."),
     FIXED_ADDRESS, true, "2005"},
    {"brazil", "Brazilian access providers", ACCESS, "BR", "25",
     N_("All block outgoing port 25 on home lines and in mobile networks; 465 and 587 are open."),
     NOT_LIFTED, true, "2013-01-01"},
    {"india", "Jio and Airtel", ACCESS, "IN", "25", BLOCKS_HOME, NOT_LIFTED, false, NULL},

    /* Routers and other networks. */
    {"speedport", "Telekom Speedport routers", ROUTER, "DE", "25 587",
     N_("They allow ports 25 and 587 only to listed mail servers; 465 is open."),
     N_("Switch off the list of allowed mail servers in the router's menu, or add the server's "
	"name."),
     true, "2016"},
    {"fritzbox", "AVM FRITZ!Box routers", ROUTER, "DE", "25",
     N_("They block outgoing mail on port 25 if this filter is on."),
     N_("Switch off the filter in the router's menu, under Internet, Filters, Lists."), false,
     NULL},
    {"guest-wifi", "Guest and hotel Wi-Fi", OTHER, NULL, "25 465 587",
     N_("Many guest networks block outgoing mail: 25, often 465 and 587 as well."),
     N_("Use web mail, a phone's mobile connection or a VPN."), true, NULL},
    {"organisations", "Universities and companies", OTHER, NULL, "25",
     N_("Many allow port 25 only from their own mail server."),
     N_("Send through the organisation's server; ask its computing centre for the name."), true,
     NULL},
    {"vpn", "Commercial VPNs", OTHER, NULL, "25",
     N_("Most of them block port 25; some allow mail only to big providers."),
     N_("Ask the VPN's support, or leave mail out of the VPN."), true, NULL},
};

/*
 * What cloud-init's ds-identify looks at, as far as an ordinary user can read it. sys_vendor
 * "Microsoft Corporation" alone means any Hyper-V and says nothing.
 */
static const struct network_sign signs[] = {
    {"sys_vendor=Amazon EC2", "aws", true},
    {"bios_vendor=Amazon EC2", "aws", true},
    {"bios_version=*amazon", "aws", false},
    {"product_name=Google Compute Engine", "google-cloud", true},
    {"bios_vendor=Google", "google-cloud", true},
    {"sys_vendor=Google", "google-cloud", true, .cluster = true}, /* or a Chromebook */
    {"chassis_asset_tag=7783-7084-3265-9085-8269-3286-77", "azure", true},
    {"chassis_asset_tag=OracleCloud.com", "oracle", true},
    {"sys_vendor=DigitalOcean", "digitalocean", true},
    {"sys_vendor=Hetzner", "hetzner", true},
    {"sys_vendor=Scaleway", "scaleway", true},
    {"sys_vendor=Vultr", "vultr", true},
    {"sys_vendor=Linode", "linode", true},
    {"sys_vendor=Akamai", "linode", true},
    {"sys_vendor=UpCloud", "upcloud", true},
    {"product_name=Alibaba Cloud ECS", "alibaba", true},
    {"sys_vendor=Alibaba Cloud", "alibaba", false},
    {"sys_vendor=Tencent Cloud", "tencent", false},
    {"chassis_asset_tag=HUAWEICLOUD", "huawei", true},
    {"chassis_asset_tag=OpenTelekomCloud", "otc", true},
    {"chassis_asset_tag=ibmcloud", "ibm", false},
    {"sys_vendor=IBM:Cloud Compute Server*", "ibm", false},
    {"product_name=Exoscale*", "exoscale", true},
    {"product_name=3DS Outscale VM", "outscale", true},
    {"product_name=CloudSigma", "cloudsigma", true},
    {"product_name=CloudStack*", "cloudstack", true},
    {"sys_vendor=OVH", "ovh", false},
    {"product_name=OpenStack Nova", "openstack", true},
    {"product_name=OpenStack Compute", "openstack", true},
    {"chassis_asset_tag=OpenStack Nova", "openstack", true},
    {"chassis_asset_tag=OpenStack Compute", "openstack", true},
    {"sys_vendor=OpenStack Foundation", "openstack", false},
    {"sys_vendor=QEMU", "virtual", true},
};

const struct network *network_find(const char *id)
{
	for (size_t i = 0; i < COUNT(networks); i++)
		if (str_ieq(networks[i].id, id))
			return &networks[i];
	return NULL;
}

const struct network *network_all(size_t *ret_n)
{
	*ret_n = COUNT(networks);
	return networks;
}

const struct network *network_by_sign(const char *sign, bool cluster)
{
	for (size_t i = 0; sign && i < COUNT(signs); i++)
		if ((cluster || !signs[i].cluster) && pattern_match(signs[i].pattern, sign))
			return network_find(signs[i].network);
	return NULL;
}

/* In addresses that are routed inside the cloud only. */
static const struct {
	const char *address, *network;
} resolvers[] = {
    {"168.63.129.16", "azure"},
    {"169.254.169.253", "aws"},
    {"100.100.2.136", "alibaba"},
    {"100.100.2.138", "alibaba"},
};

const struct network *network_by_resolver(const char *address)
{
	for (size_t i = 0; address && i < COUNT(resolvers); i++)
		if (str_eq(resolvers[i].address, address))
			return network_find(resolvers[i].network);
	return NULL;
}

const struct network_sign *network_signs(size_t *ret_n)
{
	*ret_n = COUNT(signs);
	return signs;
}

bool network_blocks(const struct network *n, int port)
{
	for (const char *p = n->ports; *p;) {
		char *end;

		if (strtol(p, &end, 10) == port)
			return true;
		p = end + strspn(end, " ");
	}
	return false;
}

const char *network_lift_step(const struct network *n)
{
	return strpbrk(n->lift, "0123456789") ? NULL : n->lift;
}

size_t network_count(enum network_kind kind, int port)
{
	size_t n = 0;

	for (size_t i = 0; i < COUNT(networks); i++)
		n += networks[i].kind == kind && network_blocks(&networks[i], port);
	return n;
}
