/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "practice/recorded.h"

#include "base/data.h"
#include "base/i18n.h"
#include "base/mem.h"

#include <stdlib.h>
#include <unistd.h>

/* tests/lab/practice.tsv has the networks. */
static const struct recorded rows[] = {
    {"provider-drops-587", N_("An Internet provider blocks port 587"),
     N_("Nothing comes back on port 587, and the way ends inside the provider's network, while port 465 "
	"passes the same routers. Sending works with port 465."),
     BLAME_NETWORK},
    {"router-list", N_("A router at home lets only its list of mail servers through"),
     N_("Port 587 works at the servers on the router's list and nowhere else. The remedy is in the "
	"router's own settings."),
     BLAME_ROUTER},
    {"hotel", N_("A hotel's sign-in page answers on every port"),
     N_("Whatever is asked, a web server of the hotel answers. The mail settings are right: sign in "
	"with a web browser first."),
     BLAME_NETWORK},
    {"vpn-drops", N_("A VPN blocks the ports for sending"),
     N_("The way out is a VPN, and ports 25, 465 and 587 end there. Reading works; sending works again "
	"without the VPN."),
     BLAME_COMPUTER},
    {"server-bans", N_("The server's firewall has banned this IP address"),
     N_("Every mail port of one server refuses at once, and its web port answers: a ban after too many "
	"failed logins. It ends by itself."),
     BLAME_SERVER},
    {"ipv6-dead", N_("IPv6 leads nowhere"),
     N_("Everything works over IPv4 and nothing over IPv6. Mail programs that try IPv6 first wait for "
	"a long time."),
     BLAME_ROUTER | BLAME_NETWORK},
    {"cloud-25", N_("A cloud blocks port 25 of its servers"),
     N_("porthorn recognises the cloud that this computer runs in, and tells its published rules: "
	"port 25 is blocked, 465 and 587 are open for sending with a login."),
     BLAME_NETWORK},
    {"virus-scanner", N_("A virus scanner on this computer opens the encryption"),
     N_("Every port shows a certificate by the scanner's own authority, on this computer. The mail "
	"program can't trust it until the scanner is set up right or switched off."),
     BLAME_COMPUTER},
    {"web-only", N_("A network lets nothing but the web through"),
     N_("All mail ports end in the same place, for every provider, and port 443 works. Webmail is left, "
	"or another network."),
     BLAME_NETWORK},
    {"no-network", N_("This computer has no way out"),
     N_("There is no route at all: nothing is wrong with the mail settings, and nothing can be tested "
	"before the network is back."),
     BLAME_COMPUTER},
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

const struct recorded *recorded_all(size_t *ret_n)
{
	*ret_n = ROW_COUNT;
	return rows;
}

const struct recorded *recorded_find(const char *name)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (str_eq(rows[i].name, name))
			return &rows[i];
	return NULL;
}

char *recorded_file(const struct recorded *r)
{
	struct strs places = {0};
	char *found = NULL;

	data_places(&places, "practice");
	for (size_t i = 0; i < places.n && !found; i++) {
		found = mem_printf("%s/%s.case", places.v[i], r->name);
		if (access(found, R_OK) != 0) {
			free(found);
			found = NULL;
		}
	}
	strs_clear(&places);
	return found;
}
