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

/* Steps that several rows have. */
#define LOWER_CONNECTIONS                                                                          \
	N_("If a mail program reports too many connections, let it open fewer: in Thunderbird "    \
	   "under Account Settings, Server Settings, Advanced, \"Maximum number of server "        \
	   "connections to cache\".")
#define RAISE_LIMIT                                                                                \
	N_("Allow each address some more connections: smtpd_client_connection_count_limit in "     \
	   "Postfix, mail_max_userip_connections in Dovecot, MAXPERIP in Courier.")

/* The rows stand by area in files of their own; each is included here once and nowhere else. */
static const struct advice rows[] = {
#include "advice/advice_net.def"
#include "advice/advice_compare.def"
#include "advice/advice_path.def"
#include "advice/advice_talk.def"
#include "advice/advice_tls.def"
#include "advice/advice_strength.def"
#include "advice/advice_login.def"
#include "advice/advice_domain.def"
};

const char *who_title(enum who w)
{
	static const char *const titles[WHO_COUNT_] = {
	    [WHO_YOU] = N_("You"),
	    [WHO_ROUTER] = N_("Whoever runs your router or network"),
	    [WHO_ISP] = N_("Your Internet provider"),
	    [WHO_PROVIDER] = N_("Your mail provider"),
	    [WHO_ADMIN] = N_("Whoever runs the server"),
	};

	return (unsigned)w < WHO_COUNT_ ? titles[w] : "?";
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
