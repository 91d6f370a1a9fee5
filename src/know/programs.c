/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/programs.h"

#include "base/i18n.h"
#include "base/str.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define ASKS_TO_ACCEPT N_("It shows the certificate and asks whether to accept it.")
#define TRIES_BOTH                                                                                 \
	N_("The system tries both kinds of address almost at once; broken IPv6 is hardly "         \
	   "noticed.")
#define TRIES_IN_TURN                                                                              \
	N_("It tries the addresses one after the other; broken IPv6 shows as a long wait.")
#define STOPS N_("It stops with an error and does not go on without encryption.")

static const struct program programs[] = {
    {"thunderbird",
     "Thunderbird",
     N_("Menu > Account Settings > the account > Server Settings"),
     N_("Menu > Account Settings > Outgoing Server (SMTP) > Edit"),
     {N_("None"), "STARTTLS", "SSL/TLS"},
     N_("It names the reason (unknown issuer, wrong name, expired) and offers to add an "
	"exception."),
     N_("It stops with \"Unable to establish a secure link using STARTTLS\"; it has no setting "
	"\"if "
	"available\"."),
     TRIES_IN_TURN,
     100,
     true,
     true,
     100},
    {"thunderbird-android",
     "Thunderbird for Android, K-9 Mail",
     N_("Settings > the account > Fetching mail > Incoming server"),
     N_("Settings > the account > Sending mail > Outgoing server"),
     {N_("None"), "STARTTLS", "SSL/TLS"},
     ASKS_TO_ACCEPT,
     STOPS,
     TRIES_IN_TURN,
     30,
     true,
     true,
     30},
    {"fairemail",
     "FairEmail",
     N_("Settings > Manual setup > Accounts"),
     N_("Settings > Manual setup > Identities"),
     {N_("None"), "STARTTLS", "SSL/TLS"},
     N_("It shows the fingerprint of the certificate, which can be accepted."),
     STOPS,
     N_("It tries the other addresses after an error, IPv4 first by default."),
     20,
     true,
     true,
     20},
    {"outlook",
     "Outlook (classic)",
     N_("File > Account Settings > Account Settings > the account > Change > More Settings > "
	"Advanced"),
     N_("File > Account Settings > Account Settings > the account > Change > More Settings > "
	"Advanced"),
     {N_("None"), "STARTTLS", "SSL/TLS"},
     N_("It asks at each start whether to go on with a certificate that cannot be verified."),
     N_("It says \"Your server does not support the connection encryption type you have "
	"specified\"."),
     N_("It waits about 20 seconds for each address that does not answer."),
     60,
     true,
     false,
     20},
    {"outlook-new",
     "Outlook (new), Outlook on telephones",
     N_("Settings > Accounts > Email accounts > Manage; remove the account and add it again with "
	"the advanced setup"),
     N_("Settings > Accounts > Email accounts > Manage; remove the account and add it again with "
	"the advanced setup"),
     {N_("None"), "STARTTLS", "SSL/TLS"},
     N_("Microsoft's servers connect, and they do not accept it."),
     N_("Microsoft's servers connect, and they refuse."),
     N_("Microsoft's servers connect, so this network does not matter."),
     0,
     false,
     false,
     0},
    {"apple-mail",
     "Apple Mail",
     N_("Mail > Settings > Accounts > Server Settings; untick \"Automatically manage connection "
	"settings\""),
     N_("Mail > Settings > Accounts > Server Settings; untick \"Automatically manage connection "
	"settings\""),
     {N_("untick \"Use TLS/SSL\""), N_("tick \"Use TLS/SSL\""), N_("tick \"Use TLS/SSL\"")},
     N_("It says that it cannot verify the identity of the server, and offers to connect anyway."),
     N_("It takes the account offline."),
     TRIES_BOTH,
     60,
     true,
     true,
     0},
    {"ios-mail",
     "Mail on iPhone and iPad",
     N_("Settings > Apps > Mail > Mail Accounts > the account > Account Settings > Advanced"),
     N_("Settings > Apps > Mail > Mail Accounts > the account > Account Settings > SMTP"),
     {N_("switch \"Use SSL\" off"), N_("switch \"Use SSL\" on"), N_("switch \"Use SSL\" on")},
     N_("It says \"Cannot Verify Server Identity\" and offers to continue."),
     N_("It asks whether to try without SSL: say no, because yes sends the password unprotected."),
     TRIES_BOTH,
     60,
     true,
     false,
     0},
    {"gmail-app",
     "Gmail for Android",
     N_("Menu > Settings > the account > Incoming settings"),
     N_("Menu > Settings > the account > Outgoing settings"),
     {N_("None"), "STARTTLS", "SSL/TLS"},
     N_("It says that the certificate is not valid."),
     N_("It says that it cannot connect."),
     TRIES_IN_TURN,
     0,
     true,
     false,
     0},
    {"evolution",
     "Evolution",
     N_("Edit > Accounts > the account > Receiving Email"),
     N_("Edit > Accounts > the account > Sending Email"),
     {N_("No encryption"), N_("STARTTLS after connecting"), N_("TLS on a dedicated port")},
     ASKS_TO_ACCEPT,
     STOPS,
     TRIES_BOTH,
     0,
     true,
     false,
     0},
};

const struct program *program_find(const char *id)
{
	for (size_t i = 0; i < COUNT(programs); i++)
		if (str_ieq(programs[i].id, id))
			return &programs[i];
	return NULL;
}

const struct program *program_all(size_t *ret_n)
{
	*ret_n = COUNT(programs);
	return programs;
}
