/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "advice/advice.h"

#include "base/i18n.h"
#include "base/str.h"

#define YOU WHO_YOU
#define ROUTER WHO_ROUTER
#define ISP WHO_ISP
#define PROVIDER WHO_PROVIDER
#define ADMIN WHO_ADMIN

/* Steps that several rows share. */
#define INSTEAD                                                                                    \
	{                                                                                          \
		YOU, N_("Enter the settings that work: {instead}.")                                \
	}
#define BESIDE                                                                                     \
	{                                                                                          \
		YOU,                                                                               \
		    N_("Enter port {beside} instead once what is wrong there is settled: it "      \
		       "answers."),                                                                \
		    WHEN_NO_MX                                                                     \
	}
#define INSTEAD_TLS                                                                                \
	{                                                                                          \
		YOU, N_("Enter the settings that work: {instead-tls}.")                            \
	}
#define WEB_MAIL                                                                                   \
	{                                                                                          \
		YOU, N_("Meanwhile, use your provider's web mail."), WHEN_NOTHING_WORKS            \
	}
#define RELAY_ELSEWHERE                                                                            \
	{                                                                                          \
		YOU, N_("Or let the mail server send through a relay, with a login."), WHEN_RELAY  \
	}
#define AROUND_CONTAINER                                                                           \
	{                                                                                          \
		YOU, N_("[box:Look the name up on the computer around this container "             \
			"({container}): if it is found there, let the container's name "           \
			"server out through that computer's firewall (port 53), or give "          \
			"the container another one (in Docker: --dns, or \"dns\" in "              \
			"daemon.json).|Check whether the cluster's name service (CoreDNS) "        \
			"runs, whether a NetworkPolicy lets this container ({container}) "         \
			"ask it, and whom it asks (port 53).|Look the name up in Windows "         \
			"itself: if it is found there, restart WSL (wsl --shutdown), "             \
			"disconnect a VPN in Windows for a test, or give WSL a name server "       \
			"of its own (generateResolvConf = false in /etc/wsl.conf, then "           \
			"/etc/resolv.conf).]")                                                     \
	}
#define OTHER_NETWORK                                                                              \
	{                                                                                          \
		YOU,                                                                               \
		    N_("[place:[vpn-in-use:Try another network, such as "                          \
		       "[mobile:a phone's|Wi-Fi]: if "                                             \
		       "mail works there, this network|Disconnect the VPN, or try another "        \
		       "network: if mail works then, the VPN or this network] is the "             \
		       "cause.|Run this on the computer around this container, too: if "           \
		       "mail works there, the container's network is the cause.|Run this "         \
		       "outside the cluster, too: if mail works there, the cluster's "             \
		       "network is the cause (NetworkPolicy, service mesh, egress "                \
		       "gateway).|]"),                                                             \
		    WHEN_AWAY                                                                      \
	}
/* Beside a step of its own for containers and VPNs. */
#define OTHER_LINE                                                                                 \
	{                                                                                          \
		YOU,                                                                               \
		    N_("[device:[place:Try another network, such as a phone's: if mail "           \
		       "works there, this network is the cause.|]|]"),                             \
		    WHEN_AWAY                                                                      \
	}
#define ASK_HOSTER                                                                                 \
	{                                                                                          \
		YOU,                                                                               \
		    N_("[cloud:If this is a rented server or web space, ask its hosting "          \
		       "company to open outgoing [port|ports] {ports}: many close "                \
		       "[it|them] on purpose (firewall, control panel).|Look in the "              \
		       "console of {cloud} for an outgoing firewall rule (security group, "        \
		       "network ACL) for [port|ports] {ports}: {cloud} itself isn't known "        \
		       "to close [it|them].]"),                                                    \
		    WHEN_RENTED                                                                    \
	}
#define HOSTERS_RELAY                                                                                                       \
	{                                                                                                                   \
		YOU,                                                                                                        \
		    N_("Or send through the hosting company's own mail server, or over HTTPS if your mail provider offers " \
		       "that."),                                                                                            \
		    WHEN_RENTED                                                                                             \
	}
/* Where a person could ask for HTTPS instead, because sending is closed by design. */
#define OVER_HTTPS                                                                                                    \
	{                                                                                                             \
		YOU,                                                                                                  \
		    N_("[place:|Or send over HTTPS, by the mail provider's own interface (API), if it has one: what " \
		       "blocks mail ports lets that through.||]"),                                                    \
		    WHEN_SENDING                                                                                      \
	}
#define MANAGED                                                                                                        \
	{                                                                                                              \
		YOU,                                                                                                   \
		    N_("In a company, a school or a hotel ({managed} looks like one), ask the administrators whether " \
		       "they block [port|ports] {ports}.")                                                             \
	}
#define SCANNER_OFF                                                                                                \
	{                                                                                                          \
		YOU,                                                                                               \
		    N_("[place:Switch off the virus scanner's mail protection for a test, and run this again.|]"), \
		    WHEN_NO_MX                                                                                     \
	}
#define NEVER_NONE                                                                                 \
	{                                                                                          \
		YOU, N_("Never choose \"None\" or \"if available\" as the connection security."),  \
		    WHEN_PROVIDED                                                                  \
	}
#define NO_EXCEPTION                                                                               \
	{                                                                                          \
		YOU, N_("Don't store an exception for the certificate."), WHEN_NO_MX               \
	}
#define FEWER_CONNECTIONS                                                                                 \
	{                                                                                                 \
		YOU,                                                                                      \
		    N_("If a mail program reports too many connections, let it open fewer: in "           \
		       "Thunderbird under Account Settings, Server Settings, Advanced, \"Maximum number " \
		       "of server connections to cache\"."),                                              \
		    WHEN_NO_MX                                                                            \
	}
#define RAISE_LIMIT                                                                                     \
	{                                                                                               \
		ADMIN,                                                                                  \
		    N_("Allow more connections from each address: smtpd_client_connection_count_limit " \
		       "in Postfix, smtp_accept_max_per_host in Exim, mail_max_userip_connections in "  \
		       "Dovecot, MAXPERIP in Courier.")                                                 \
	}
#define DO_NOTHING                                                                                 \
	{                                                                                          \
		YOU, N_("Do nothing.")                                                             \
	}

/* The rows are in one file for each area; each file is included here and nowhere else. */
static const struct advice rows[] = {
#include "advice/advice_net.def"
#include "advice/advice_compare.def"
#include "advice/advice_path.def"
#include "advice/advice_talk.def"
#include "advice/advice_tls.def"
#include "advice/advice_strength.def"
#include "advice/advice_login.def"
#include "advice/advice_domain.def"
#include "advice/advice_discover.def"
};

const char *who_title(enum who w)
{
	static const char *const titles[WHO_COUNT_] = {
	    [WHO_YOU] = N_("You"),
	    [WHO_ROUTER] = N_("On your router (or ask its owner)"),
	    [WHO_ISP] = N_("Ask your Internet provider"),
	    [WHO_PROVIDER] = N_("Ask your mail provider"),
	    [WHO_ADMIN] = N_("For the server's administrator"),
	};

	return (unsigned)w < WHO_COUNT_ ? titles[w] : "?";
}

bool who_is_asked(enum who w)
{
	return w == WHO_ISP || w == WHO_PROVIDER;
}

const struct advice *advice_find(const char *id)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (str_eq(rows[i].id, id))
			return &rows[i];
	return NULL;
}

const struct advice *advice_all(size_t *ret_n)
{
	*ret_n = sizeof rows / sizeof *rows;
	return rows;
}
