/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/programs.h"

#include "base/i18n.h"
#include "base/str.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct program programs[] = {
    {"thunderbird",
     "Thunderbird",
     N_("Menu > Account Settings > the account > Server Settings"),
     N_("Menu > Account Settings > Outgoing Server (SMTP) > Edit"),
     {N_("None"), "STARTTLS", "SSL/TLS"},
     true,
     true,
     100},
    {"thunderbird-android",
     "Thunderbird for Android, K-9 Mail",
     N_("Settings > the account > Fetching mail > Incoming server"),
     N_("Settings > the account > Sending mail > Outgoing server"),
     {N_("None"), "STARTTLS", "SSL/TLS"},
     true,
     true,
     30},
    {"fairemail",
     "FairEmail",
     N_("Settings > Manual setup > Accounts"),
     N_("Settings > Manual setup > Identities"),
     {N_("None"), "STARTTLS", "SSL/TLS"},
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
     true,
     true,
     0},
    {"ios-mail",
     "Mail on iPhone and iPad",
     N_("Settings > Apps > Mail > Mail Accounts > the account > Account Settings > Advanced"),
     N_("Settings > Apps > Mail > Mail Accounts > the account > Account Settings > SMTP"),
     {N_("switch \"Use SSL\" off"), N_("switch \"Use SSL\" on"), N_("switch \"Use SSL\" on")},
     true,
     false,
     0},
    {"gmail-app",
     "Gmail for Android",
     N_("Menu > Settings > the account > Incoming settings"),
     N_("Menu > Settings > the account > Outgoing settings"),
     {N_("None"), "STARTTLS", "SSL/TLS"},
     true,
     false,
     0},
    {"evolution",
     "Evolution",
     N_("Edit > Accounts > the account > Receiving Email"),
     N_("Edit > Accounts > the account > Sending Email"),
     {N_("No encryption"), N_("STARTTLS after connecting"), N_("TLS on a dedicated port")},
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
