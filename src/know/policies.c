/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/policies.h"

#include "base/i18n.h"
#include "base/str.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct policy policies[] = {
    {"app-password",
     N_("Make an app password on the provider's web page: mail programs can't use the account's "
	"own password."),
     true, "app-passwords"},
    {"app-password-with-2fa", N_("With two-factor sign-in, mail programs need an app password."),
     true, "app-passwords"},
    {"oauth2", N_("The provider accepts OAuth2, the sign-in on its own page."), true, "oauth2"},
    {"oauth2-only",
     N_("The provider accepts no passwords: the mail program must sign in with OAuth2."), true,
     "oauth2"},
    {"enable-imap", N_("First switch IMAP on in the settings on the provider's web page."), true,
     "access-switch"},
    {"enable-pop-imap",
     N_("First switch POP and IMAP on in the settings on the provider's web page."), true,
     "access-switch"},
    {"enable-smtp",
     N_("First switch sending with a login (SMTP AUTH) on in the settings on the provider's web "
	"page."),
     true, "access-switch"},
    {"authorization-code",
     N_("Instead of the password, enter the authorization code from the provider's web page."),
     true, "app-passwords"},
    {"imap-id-required",
     N_("The server accepts only mail programs that tell their name (the IMAP command ID)."), true,
     NULL},
    {"secure-mail-key",
     N_("Instead of the password, enter the secure mail key from the provider's web page."), true,
     "app-passwords"},
    {"mail-password", N_("Mail has its own password, different from the customer page's."), true,
     "user-name"},
    {"bridge",
     N_("Mail programs reach this provider only through its own program on this computer."), true,
     NULL},
    {"bridge-password", N_("Enter the password that this program shows, not the account's."), true,
     NULL},
    {"self-signed-ok",
     N_("A self-signed certificate is normal here, because the server runs on this computer."),
     false, "certificates"},
    {"no-mail-clients",
     N_("This provider doesn't admit mail programs; use its own app or web page."), false, NULL},
    {"no-pop3", N_("This provider has no POP3."), false, "imap-or-pop3"},
    {"no-465", N_("This provider has no port 465; use 587 with STARTTLS for sending."), false,
     "port-587"},
    {"sending-only", N_("This service only sends mail; there is no mailbox to read."), false, NULL},
    {"smtp-credentials",
     N_("Make the user name and password for sending in the service's settings."), true,
     "user-name"},
    {"server-token", N_("Enter the token from the service's settings as user name and password."),
     true, "user-name"},
    {"smtp-token", N_("Enter a token from the provider's settings as the password."), true,
     "user-name"},
    {"user-apikey", N_("Enter an API key from the service's settings as the password."), true,
     "user-name"},
    {"region",
     N_("The provider has different servers for each region; use those of your account's region."),
     false, "server-name"},
    {"own-host",
     N_("The server's name depends on your account; look it up on the provider's page."), false,
     "server-name"},
    {"paid-plan-only", N_("Mail programs work only with a paid plan."), false, NULL},
    {"third-party-access", N_("First allow other mail programs in the provider's settings."), true,
     "access-switch"},
    {"moved-to-", N_("These mailboxes have moved to another provider; these are its servers."),
     false, "server-name"},
    {"moving-to-",
     N_("These mailboxes are being moved to another provider; if yours has moved, it has other "
	"servers."),
     false, "server-name"},
    {"smtp-auth-may-be-disabled",
     N_("If sending with a login (SMTP AUTH) is off, ask the organisation's administrator to "
	"switch it on."),
     true, "user-name"},
    {"admin-must-allow-address",
     N_("The organisation's administrator may have to allow mail programs or this address."), true,
     NULL},
    {"guessed",
     N_("No settings are known for this domain: the server names are guesses, and some won't "
	"exist."),
     false, "server-name"},
};

const struct policy *policy_find(const char *code)
{
	for (size_t i = 0; i < COUNT(policies); i++) {
		const char *known = policies[i].code;
		bool family = known[strlen(known) - 1] == '-';

		if (family ? str_istarts(code, known) : str_ieq(code, known))
			return &policies[i];
	}
	return NULL;
}

const struct policy *policy_all(size_t *ret_n)
{
	*ret_n = COUNT(policies);
	return policies;
}
