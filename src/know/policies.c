/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/policies.h"

#include "base/i18n.h"
#include "base/str.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct policy policies[] = {
    {"app-password",
     N_("The account's own password is refused in mail programs; make an app password on the "
	"provider's web page."),
     true, "app-passwords"},
    {"app-password-with-2fa",
     N_("If sign-in in two steps is switched on, mail programs need an app password."), true,
     "app-passwords"},
    {"oauth2", N_("The provider takes OAuth2, the sign-in on its own page."), true, "oauth2"},
    {"oauth2-only",
     N_("The provider takes no password at all: the mail program must sign in with OAuth2."), true,
     "oauth2"},
    {"enable-imap",
     N_("IMAP must first be switched on in the settings of the provider's web page."), true,
     "access-switch"},
    {"enable-pop-imap",
     N_("POP and IMAP must first be switched on in the settings of the provider's web page."), true,
     "access-switch"},
    {"enable-smtp",
     N_("Sending with a sign-in must first be switched on in the settings of the provider's web "
	"page."),
     true, "access-switch"},
    {"authorization-code",
     N_("In place of the password enter the authorization code that the provider's web page "
	"makes."),
     true, "app-passwords"},
    {"imap-id-required",
     N_("The server serves only mail programs that tell their name (the IMAP command ID)."), true,
     NULL},
    {"secure-mail-key",
     N_("In place of the password enter the secure mail key that the provider's web page makes."),
     true, "app-passwords"},
    {"mail-password", N_("Mail has a password of its own, which is not that of the customer page."),
     true, "user-name"},
    {"bridge",
     N_("Mail programs reach this provider only through a program that it offers for this "
	"computer."),
     true, NULL},
    {"bridge-password", N_("The password is the one that this program shows, not the account's."),
     true, NULL},
    {"self-signed-ok",
     N_("A self-signed certificate is normal here, because the server runs on this computer."),
     false, "certificates"},
    {"no-mail-clients",
     N_("This provider lets no mail programs in; its mail can be used only in its own app and web "
	"page."),
     false, NULL},
    {"no-pop3", N_("This provider has no POP3."), false, "imap-or-pop3"},
    {"no-465", N_("This provider has no port 465; use 587 with STARTTLS for sending."), false,
     "port-587"},
    {"sending-only", N_("This service only sends mail; there is no mailbox to read."), false, NULL},
    {"smtp-credentials",
     N_("The user name and password for sending are made in the service's settings."), true,
     "user-name"},
    {"server-token", N_("User name and password are the token of the service's settings."), true,
     "user-name"},
    {"smtp-token", N_("The password is a token from the provider's settings."), true, "user-name"},
    {"user-apikey", N_("The password is an API key from the service's settings."), true,
     "user-name"},
    {"region",
     N_("The provider has different servers for different regions; take those of your account's."),
     false, "server-name"},
    {"own-host", N_("The server's name depends on your account; the provider's page shows it."),
     false, "server-name"},
    {"paid-plan-only", N_("Mail programs are let in only on a paid plan."), false, NULL},
    {"third-party-access",
     N_("Access by other mail programs must first be allowed in the provider's settings."), true,
     "access-switch"},
    {"moved-to-", N_("These mailboxes have moved to another provider, whose servers these are."),
     false, "server-name"},
    {"moving-to-",
     N_("These mailboxes are being moved to another provider; if yours has moved, its servers are "
	"others."),
     false, "server-name"},
    {"smtp-auth-may-be-disabled",
     N_("Sending with a sign-in may be switched off; the organisation's administrator can switch "
	"it on."),
     true, "user-name"},
    {"admin-must-allow-address",
     N_("The organisation's administrator may have to allow mail programs or this address."), true,
     NULL},
    {"guessed",
     N_("No settings are known for this domain: the servers' names are guesses, and some of them "
	"will not exist."),
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
