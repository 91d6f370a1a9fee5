/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/programs.h"

#include "base/i18n.h"
#include "base/str.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define FORM(...)                                                                                  \
	(const struct program_field[])                                                             \
	{                                                                                          \
		__VA_ARGS__,                                                                       \
		{                                                                                  \
			ENTRY_END_                                                                 \
		}                                                                                  \
	}
#define GOOGLE "gmail.com googlemail.com google.com"
#define MICROSOFT "office365.com office.com outlook.com hotmail.com"
#define YAHOO "yahoo.com aol.com"

/*
 * Field names, choices and paths are the English ones. Where a date is given they were read on that
 * day in the program's own texts or its maker's or a provider's guides; without one they are from
 * memory and shown as possible.
 */
static const struct program programs[] = {
    /* comm-central cf9726f5, thunderbird-l10n 5d7cde6f; OAuth2Providers.sys.mjs */
    {.id = "thunderbird",
     .name = "Thunderbird",
     .setup = "autoconfig",
     .path_receive = N_("Menu > Account Settings > the account > Server Settings"),
     .path_send = N_("Menu > Account Settings > Outgoing Server (SMTP) > Edit"),
     .security = {N_("None"), "STARTTLS", "SSL/TLS"},
     .local = true,
     .confirmed = true,
     .silent_address_s = 100,
     .incoming = FORM({ENTRY_PROTOCOL, N_("Server Type")}, {ENTRY_SERVER, N_("Server Name")},
		      {ENTRY_PORT, N_("Port")}, {ENTRY_USER, N_("User Name")},
		      {ENTRY_SECURITY, N_("Connection security")},
		      {ENTRY_AUTH, N_("Authentication method")}),
     .outgoing = FORM({ENTRY_SERVER, N_("Server Name")}, {ENTRY_PORT, N_("Port")},
		      {ENTRY_SECURITY, N_("Connection security")},
		      {ENTRY_AUTH, N_("Authentication method")}, {ENTRY_USER, N_("User Name")}),
     .sign_in = FORM({ENTRY_PASSWORD, N_("Password")}),
     .auth = {[METHOD_PASSWORD] = N_("Normal password"),
	      [METHOD_ENCRYPTED] = N_("Encrypted password"),
	      [METHOD_NTLM] = "NTLM",
	      [METHOD_OAUTH2] = "OAuth2",
	      [METHOD_KERBEROS] = "Kerberos / GSSAPI",
	      [METHOD_CERTIFICATE] = N_("TLS Certificate")},
     .auth_none = N_("No authentication"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO
			    " att.net mail.ru yandex.com fastmail.com comcast.net thundermail.com",
     .limits = {{LIMIT_OWN_CA,
		 N_("Thunderbird has a list of trusted certificates of its own: import there what "
		    "only this computer trusts.")},
		{LIMIT_STARTTLS, N_("Choose STARTTLS itself: Thunderbird then never sends anything "
				    "unencrypted.")}},
     .version = "Thunderbird 156",
     .date = "2026-08-22"},
    /* Microsoft's and OVH's guides */
    {.id = "outlook-new",
     .name = "Outlook (new), Outlook on telephones",
     .path_receive = N_("Settings > Accounts > Email accounts > Manage; remove the account and add "
			"it again with the advanced setup"),
     .path_send = N_("Settings > Accounts > Email accounts > Manage; remove the account and add it "
		     "again with the advanced setup"),
     .security = {N_("None"), "STARTTLS", "SSL/TLS"},
     .incoming = FORM({ENTRY_SERVER, N_("IMAP incoming server"), {NULL}, ENTRY_IMAP},
		      {ENTRY_SERVER, N_("POP incoming server"), {NULL}, ENTRY_POP3},
		      {ENTRY_PORT, N_("Port")}, {ENTRY_SECURITY, N_("Secure connection type")}),
     .outgoing = FORM({ENTRY_USER, N_("SMTP username")}, {ENTRY_PASSWORD, N_("SMTP password")},
		      {ENTRY_SERVER, N_("SMTP outgoing server")}, {ENTRY_PORT, N_("Port")},
		      {ENTRY_SECURITY, N_("Secure connection type")}),
     .sign_in = FORM({ENTRY_USER, N_("IMAP username"), {NULL}, ENTRY_IMAP},
		     {ENTRY_USER, N_("POP username"), {NULL}, ENTRY_POP3},
		     {ENTRY_PASSWORD, N_("Password")}),
     .auth = {[METHOD_PASSWORD] = N_("Password"), [METHOD_OAUTH2] = N_("the sign-in page")},
     .auth_none = N_("no SMTP username and password"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO,
     .limits = {{LIMIT_ALWAYS, N_("Server, port and security can't be changed later: remove the "
				  "account and add it again.")},
		{LIMIT_LOCAL_SERVER, N_("Microsoft's servers fetch the mail: they can't reach a "
					"server in your own network.")},
		{LIMIT_OWN_CA, N_("This Outlook refuses a certificate that only this computer "
				  "trusts, and there is no exception.")}},
     .version = "new Outlook for Windows, 2025",
     .date = "2025-09-26"},
    /* OVH's and Hostnet's guides; learn.microsoft.com, prop_smtp_secure_connection */
    {.id = "outlook",
     .name = "Outlook (classic)",
     .path_receive =
	 N_("File > Account Settings > Account Settings > the account > Change > More Settings > "
	    "Advanced"),
     .path_send =
	 N_("File > Account Settings > Account Settings > the account > Change > More Settings > "
	    "Advanced"),
     .security = {N_("None"), "STARTTLS", "SSL/TLS"},
     .local = true,
     .silent_address_s = 20,
     .incoming = FORM(
	 {ENTRY_PROTOCOL, N_("Account Type")}, {ENTRY_SERVER, N_("Incoming mail server")},
	 {ENTRY_PORT, N_("Incoming server (IMAP)"), {NULL}, ENTRY_IMAP},
	 {ENTRY_PORT, N_("Incoming server (POP3)"), {NULL}, ENTRY_POP3},
	 {ENTRY_SECURITY, N_("Use the following type of encrypted connection"), {NULL}, ENTRY_IMAP},
	 {ENTRY_SECURITY,
	  N_("This server requires an encrypted connection (SSL/TLS)"),
	  {N_("unticked"), N_("unticked"), N_("ticked")},
	  ENTRY_POP3}),
     .outgoing =
	 FORM({ENTRY_SERVER, N_("Outgoing mail server (SMTP)")},
	      {ENTRY_PORT, N_("Outgoing server (SMTP)")},
	      {ENTRY_SECURITY, N_("Use the following type of encrypted connection")},
	      {ENTRY_NEEDS_AUTH,
	       N_("My outgoing server (SMTP) requires authentication"),
	       {N_("ticked; use same settings as my incoming mail server"), N_("unticked")}}),
     .sign_in = FORM({ENTRY_USER, N_("User Name")}, {ENTRY_PASSWORD, N_("Password")},
		     {ENTRY_AUTH, N_("Require logon using Secure Password Authentication (SPA)")}),
     .auth = {[METHOD_PASSWORD] = N_("unticked"),
	      [METHOD_NTLM] = N_("ticked"),
	      [METHOD_OAUTH2] = N_("unticked (a sign-in page opens)")},
     .auth_none = N_("unticked"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO,
     .limits =
	 {{LIMIT_TLS,
	   N_("Choose the security first, then the port. Never choose \"Auto\" with port 465, "
	      "993 or 995. Old versions call SSL/TLS \"SSL\", and STARTTLS \"TLS\".")},
	  {LIMIT_STARTTLS, N_("Choose the security first, then the port. Old versions call "
			      "STARTTLS \"TLS\".")},
	  {LIMIT_MICROSOFT, N_("Outlook 2016, 2019 and 2021 bought once can't sign in to "
			       "Microsoft's IMAP and POP3 with OAuth2.")}},
     .version = "Outlook 2013 to 2024 and Microsoft 365",
     .date = "2026-01-30"},
    /* OVH's guide, Microsoft's iCloud article, Rackspace */
    {.id = "outlook-mac",
     .name = "Outlook for Mac",
     .path_receive = N_("Outlook > Settings > Accounts > the account"),
     .path_send = N_("Outlook > Settings > Accounts > the account"),
     .security = {N_("untick \"Use SSL to connect\""), N_("tick \"Use SSL to connect\""),
		  N_("tick \"Use SSL to connect\"")},
     .local = true,
     .incoming = FORM({ENTRY_PROTOCOL, N_("Type")}, {ENTRY_USER, N_("User name")},
		      {ENTRY_PASSWORD, N_("Password")}, {ENTRY_SERVER, N_("Incoming server")},
		      {ENTRY_PORT, N_("Incoming port")},
		      {ENTRY_FIXED, N_("Override default port"), {N_("ticked")}},
		      {ENTRY_SECURITY,
		       N_("Use SSL to connect (recommended)"),
		       {N_("unticked"), N_("ticked"), N_("ticked")}}),
     .outgoing = FORM({ENTRY_SERVER, N_("Outgoing server")}, {ENTRY_PORT, N_("Outgoing port")},
		      {ENTRY_SECURITY,
		       N_("Use SSL to connect (recommended)"),
		       {N_("unticked"), N_("ticked"), N_("ticked")}},
		      {ENTRY_NEEDS_AUTH,
		       N_("More Options > Authentication"),
		       {N_("Use Incoming Server Info"), N_("None")}}),
     .auth = {[METHOD_PASSWORD] = N_("User Name and Password"),
	      [METHOD_OAUTH2] = N_("the sign-in page")},
     .auth_none = N_("None"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO,
     .limits = {{LIMIT_ALWAYS, N_("The port decides how SSL works: STARTTLS on 143, 110 and 587, "
				  "SSL/TLS on 993, 995 and 465.")}},
     .version = "Outlook for Mac 16",
     .date = "2026"},
    /* thunderbird-android a59bd679 */
    {.id = "thunderbird-android",
     .name = "Thunderbird for Android, K-9 Mail",
     .setup = "autoconfig",
     .path_receive = N_("Settings > the account > Fetching mail > Incoming server"),
     .path_send = N_("Settings > the account > Sending mail > Outgoing server"),
     .security = {N_("None"), "StartTLS", "SSL/TLS"},
     .local = true,
     .confirmed = true,
     .silent_address_s = 30,
     .incoming = FORM({ENTRY_PROTOCOL, N_("Protocol")}, {ENTRY_SERVER, N_("Server")},
		      {ENTRY_SECURITY, N_("Security")}, {ENTRY_PORT, N_("Port")},
		      {ENTRY_AUTH, N_("Authentication")}, {ENTRY_USER, N_("Username")},
		      {ENTRY_PASSWORD, N_("Password")}),
     .outgoing = FORM({ENTRY_SERVER, N_("Server")}, {ENTRY_SECURITY, N_("Security")},
		      {ENTRY_PORT, N_("Port")}, {ENTRY_AUTH, N_("Authentication")},
		      {ENTRY_USER, N_("Username")}, {ENTRY_PASSWORD, N_("Password")}),
     .auth = {[METHOD_PASSWORD] = N_("Normal password"),
	      [METHOD_ENCRYPTED] = N_("Encrypted password"),
	      [METHOD_OAUTH2] = "OAuth 2.0",
	      [METHOD_CERTIFICATE] = N_("Client certificate")},
     .auth_none = N_("None"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO " fastmail.com thundermail.com",
     .version = "Thunderbird for Android, August 2026",
     .date = "2026-08-20"},
    {.id = "fairemail",
     .name = "FairEmail",
     .path_receive = N_("Settings > Manual setup > Accounts"),
     .path_send = N_("Settings > Manual setup > Identities"),
     .security = {N_("None"), "STARTTLS", "SSL/TLS"},
     .local = true,
     .confirmed = true,
     .silent_address_s = 20,
     .incoming = FORM({ENTRY_SERVER, N_("Host name")}, {ENTRY_SECURITY, N_("Encryption")},
		      {ENTRY_PORT, N_("Port number")}, {ENTRY_USER, N_("User name")},
		      {ENTRY_PASSWORD, N_("Password")}),
     .outgoing = FORM({ENTRY_SERVER, N_("Host name")}, {ENTRY_SECURITY, N_("Encryption")},
		      {ENTRY_PORT, N_("Port number")}, {ENTRY_USER, N_("User name")},
		      {ENTRY_PASSWORD, N_("Password")}),
     .auth = {[METHOD_PASSWORD] = N_("Password"),
	      [METHOD_ENCRYPTED] = N_("Password"),
	      [METHOD_OAUTH2] = N_("the sign-in page")},
     .auth_none = N_("no user name"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO},
    /* OVH's guides, support.apple.com cpmlprefsmtpserver and HT204208 */
    {.id = "apple-mail",
     .name = "Apple Mail",
     .setup = "mobileconfig",
     .path_receive = N_("Mail > Settings > Accounts > Server Settings; untick \"Automatically "
			"manage connection settings\""),
     .path_send = N_("Mail > Settings > Accounts > Server Settings; untick \"Automatically manage "
		     "connection settings\""),
     .security = {N_("untick \"Use TLS/SSL\""), N_("tick \"Use TLS/SSL\""),
		  N_("tick \"Use TLS/SSL\"")},
     .local = true,
     .confirmed = true,
     .incoming =
	 FORM({ENTRY_PROTOCOL, N_("Account Type")}, {ENTRY_USER, N_("User Name")},
	      {ENTRY_PASSWORD, N_("Password")}, {ENTRY_SERVER, N_("Host Name")},
	      {ENTRY_FIXED, N_("Automatically manage connection settings"), {N_("unticked")}},
	      {ENTRY_PORT, N_("Port")},
	      {ENTRY_SECURITY, N_("Use TLS/SSL"), {N_("unticked"), N_("ticked"), N_("ticked")}},
	      {ENTRY_AUTH, N_("Authentication")}),
     .outgoing =
	 FORM({ENTRY_USER, N_("User Name")}, {ENTRY_PASSWORD, N_("Password")},
	      {ENTRY_SERVER, N_("Host Name")},
	      {ENTRY_FIXED, N_("Automatically manage connection settings"), {N_("unticked")}},
	      {ENTRY_PORT, N_("Port")},
	      {ENTRY_SECURITY, N_("Use TLS/SSL"), {N_("unticked"), N_("ticked"), N_("ticked")}},
	      {ENTRY_AUTH, N_("Authentication")}),
     .auth = {[METHOD_PASSWORD] = N_("Password"),
	      [METHOD_ENCRYPTED] = N_("MD5 Challenge-Response"),
	      [METHOD_NTLM] = "NTLM",
	      [METHOD_OAUTH2] = N_("the provider's sign-in page"),
	      [METHOD_KERBEROS] = N_("Kerberos Version 5 (GSSAPI)"),
	      [METHOD_CERTIFICATE] = N_("External (TLS Client Certificate)")},
     .auth_none = N_("None"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO,
     .limits = {{LIMIT_ALWAYS,
		 N_("While connection settings are managed automatically, Mail hides port and "
		    "security, and may change them. The port decides how TLS works: STARTTLS on "
		    "143, 110 and 587, SSL/TLS on 993, 995 and 465.")},
		{LIMIT_OAUTH2, N_("Add the account under its provider's name: \"Other Mail "
				  "Account\" only signs in with a password.")}},
     .version = "macOS 10.12 to 26",
     .date = "2024-10-22"},
    /* OVH's guide */
    {.id = "ios-mail",
     .name = "Mail on iPhone and iPad",
     .setup = "mobileconfig",
     .path_receive =
	 N_("Settings > Apps > Mail > Mail Accounts > the account > Account Settings > Advanced"),
     .path_send =
	 N_("Settings > Apps > Mail > Mail Accounts > the account > Account Settings > SMTP"),
     .security = {N_("switch \"Use SSL\" off"), N_("switch \"Use SSL\" on"),
		  N_("switch \"Use SSL\" on")},
     .local = true,
     .incoming = FORM({ENTRY_SERVER, N_("Host Name")}, {ENTRY_USER, N_("User Name")},
		      {ENTRY_PASSWORD, N_("Password")},
		      {ENTRY_SECURITY, N_("Use SSL"), {N_("off"), N_("on"), N_("on")}},
		      {ENTRY_AUTH, N_("Authentication")}, {ENTRY_PORT, N_("Server Port")}),
     .outgoing = FORM({ENTRY_SERVER, N_("Host Name")}, {ENTRY_USER, N_("User Name")},
		      {ENTRY_PASSWORD, N_("Password")},
		      {ENTRY_SECURITY, N_("Use SSL"), {N_("off"), N_("on"), N_("on")}},
		      {ENTRY_AUTH, N_("Authentication")}, {ENTRY_PORT, N_("Server Port")}),
     .auth = {[METHOD_PASSWORD] = N_("Password"),
	      [METHOD_ENCRYPTED] = N_("MD5 Challenge-Response"),
	      [METHOD_NTLM] = "NTLM",
	      [METHOD_OAUTH2] = N_("the provider's sign-in page")},
     .auth_none = N_("None"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO,
     .limits =
	 {{LIMIT_ALWAYS, N_("While an account is added, the phone chooses port and security by "
			    "itself: save it, then correct both. The outgoing server's name and "
			    "password are called optional, but are needed.")},
	  {LIMIT_ALWAYS, N_("Never agree to set up the account without SSL: the password would be "
			    "sent unprotected.")},
	  {LIMIT_OAUTH2, N_("Add the account under its provider's name: \"Other\" only signs in "
			    "with a password.")}},
     .version = "iOS 14 to 26",
     .date = "2024-10-01"},
    /* AOSP's platform_packages_apps_email 9822725d, which the app grew from */
    {.id = "gmail-app",
     .name = "Gmail for Android",
     .path_receive = N_("Menu > Settings > the account > Incoming settings"),
     .path_send = N_("Menu > Settings > the account > Outgoing settings"),
     .security = {N_("None"), "STARTTLS", "SSL/TLS"},
     .local = true,
     .incoming = FORM({ENTRY_USER, N_("Username")}, {ENTRY_PASSWORD, N_("Password")},
		      {ENTRY_SERVER, N_("Server")}, {ENTRY_PORT, N_("Port")},
		      {ENTRY_SECURITY, N_("Security type")}),
     .outgoing = FORM({ENTRY_SERVER, N_("SMTP server")}, {ENTRY_PORT, N_("Port")},
		      {ENTRY_SECURITY, N_("Security type")},
		      {ENTRY_NEEDS_AUTH, N_("Require signin"), {N_("on"), N_("off")}},
		      {ENTRY_USER, N_("Username")}, {ENTRY_PASSWORD, N_("Password")}),
     .auth = {[METHOD_PASSWORD] = N_("Password"), [METHOD_OAUTH2] = N_("the sign-in page")},
     .auth_none = N_("None"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO,
     .limits = {{LIMIT_ALWAYS, N_("Never choose \"accept all certificates\": anyone on the way "
				  "could read the password.")}},
     .version = "the Gmail app, 2025",
     .date = "2025-02-25"},
    {.id = "samsung-email",
     .name = "Samsung Email",
     .path_receive = N_("Menu > Settings > the account > Server settings"),
     .path_send = N_("Menu > Settings > the account > Server settings"),
     .security = {N_("None"), "TLS", "SSL"},
     .local = true,
     .incoming = FORM({ENTRY_USER, N_("User name")}, {ENTRY_PASSWORD, N_("Password")},
		      {ENTRY_SERVER, N_("IMAP server"), {NULL}, ENTRY_IMAP},
		      {ENTRY_SERVER, N_("POP3 server"), {NULL}, ENTRY_POP3},
		      {ENTRY_SECURITY, N_("Security type")}, {ENTRY_PORT, N_("Port")}),
     .outgoing = FORM(
	 {ENTRY_SERVER, N_("SMTP server")}, {ENTRY_SECURITY, N_("Security type")},
	 {ENTRY_PORT, N_("Port")},
	 {ENTRY_NEEDS_AUTH, N_("Require authentication to send emails"), {N_("on"), N_("off")}},
	 {ENTRY_USER, N_("User name")}, {ENTRY_PASSWORD, N_("Password")}),
     .auth = {[METHOD_PASSWORD] = N_("Password"), [METHOD_OAUTH2] = N_("the sign-in page")},
     .auth_none = N_("None"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO,
     .limits = {{LIMIT_ALWAYS,
		 N_("Here \"SSL\" means SSL/TLS, and \"TLS\" means STARTTLS. Never "
		    "choose \"Accept all certificates\": anyone on the way could read "
		    "the password.")}}},
    {.id = "em-client",
     .name = "eM Client",
     .path_receive = N_("Menu > Accounts > the account > IMAP or POP3"),
     .path_send = N_("Menu > Accounts > the account > SMTP"),
     .security = {N_("Do not use secure connection"), N_("Force usage of SSL/TLS"),
		  N_("Use SSL/TLS on special port (legacy)")},
     .local = true,
     .incoming = FORM({ENTRY_SERVER, N_("Host")}, {ENTRY_PORT, N_("Port")},
		      {ENTRY_SECURITY, N_("Security policy")}, {ENTRY_AUTH, N_("Authentication")},
		      {ENTRY_USER, N_("User name")}, {ENTRY_PASSWORD, N_("Password")}),
     .outgoing = FORM({ENTRY_SERVER, N_("Host")}, {ENTRY_PORT, N_("Port")},
		      {ENTRY_SECURITY, N_("Security policy")}, {ENTRY_AUTH, N_("Authentication")}),
     .auth = {[METHOD_PASSWORD] = N_("Use identity credentials"),
	      [METHOD_ENCRYPTED] = N_("Use identity credentials"),
	      [METHOD_OAUTH2] = N_("the sign-in page")},
     .auth_none = N_("No authentication"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO,
     .limits = {{LIMIT_STARTTLS, N_("Don't choose \"Use SSL/TLS if available\": the password could "
				    "be sent unprotected.")}}},
    /* evolution-data-server ccb3cba2 */
    {.id = "evolution",
     .name = "Evolution",
     .setup = "evolution-account",
     .path_receive = N_("Edit > Accounts > the account > Receiving Email"),
     .path_send = N_("Edit > Accounts > the account > Sending Email"),
     .security = {N_("No encryption"), N_("STARTTLS after connecting"),
		  N_("TLS on a dedicated port")},
     .local = true,
     .incoming =
	 FORM({ENTRY_PROTOCOL, N_("Server Type")}, {ENTRY_SERVER, N_("Server")},
	      {ENTRY_PORT, N_("Port")}, {ENTRY_USER, N_("Username")},
	      {ENTRY_SECURITY, N_("Encryption method")}, {ENTRY_AUTH, N_("Authentication Type")}),
     .outgoing = FORM(
	 {ENTRY_PROTOCOL, N_("Server Type")}, {ENTRY_SERVER, N_("Server")},
	 {ENTRY_PORT, N_("Port")},
	 {ENTRY_NEEDS_AUTH, N_("Server requires authentication"), {N_("ticked"), N_("unticked")}},
	 {ENTRY_SECURITY, N_("Encryption method")}, {ENTRY_AUTH, N_("Authentication Type")},
	 {ENTRY_USER, N_("Username")}),
     .sign_in = FORM({ENTRY_PASSWORD, N_("Password")}),
     .auth = {[METHOD_PASSWORD] = N_("Password"),
	      [METHOD_ENCRYPTED] = "CRAM-MD5",
	      [METHOD_NTLM] = "NTLM",
	      [METHOD_OAUTH2] = "OAuth2",
	      [METHOD_KERBEROS] = "GSSAPI"},
     .auth_none = N_("none"),
     .oauth2_hosts = GOOGLE " " MICROSOFT " " YAHOO,
     .version = "Evolution 3.5x",
     .date = "2026-08-20"},
    /* kmailtransport 62c92ea7, kdepim-runtime e6bf0536 */
    {.id = "kmail",
     .name = "KMail",
     .path_receive = N_("Settings > Configure KMail > Accounts > Receiving > the account > Modify"),
     .path_send = N_("Settings > Configure KMail > Accounts > Sending > the account > Modify"),
     .security = {N_("None"), "STARTTLS", "SSL/TLS"},
     .local = true,
     .incoming = FORM({ENTRY_SERVER, N_("IMAP Server"), {NULL}, ENTRY_IMAP},
		      {ENTRY_SERVER, N_("Incoming mail server"), {NULL}, ENTRY_POP3},
		      {ENTRY_USER, N_("Username")}, {ENTRY_PASSWORD, N_("Password")},
		      {ENTRY_SECURITY, N_("Encryption")}, {ENTRY_PORT, N_("Port")},
		      {ENTRY_AUTH, N_("Authentication")}),
     .outgoing = FORM(
	 {ENTRY_SERVER, N_("Outgoing mail server")},
	 {ENTRY_NEEDS_AUTH, N_("Server requires authentication"), {N_("ticked"), N_("unticked")}},
	 {ENTRY_USER, N_("Login")}, {ENTRY_PASSWORD, N_("Password")},
	 {ENTRY_SECURITY, N_("Encryption")}, {ENTRY_PORT, N_("Port")},
	 {ENTRY_AUTH, N_("Authentication")}),
     .auth = {[METHOD_PASSWORD] = "PLAIN",
	      [METHOD_ENCRYPTED] = "CRAM-MD5",
	      [METHOD_NTLM] = "NTLM",
	      [METHOD_OAUTH2] = "XOAUTH2",
	      [METHOD_KERBEROS] = "GSSAPI"},
     .auth_none = N_("none"),
     .oauth2_hosts = GOOGLE " " MICROSOFT,
     .limits = {{LIMIT_STARTTLS, N_("Enter the port last: KMail changes it with the encryption, "
				    "and never to 587.")}},
     .version = "KMail 6",
     .date = "2026-08-22"},
    /* neomutt ed494b09, conn, imap and send */
    {.id = "mutt",
     .name = "mutt, neomutt",
     .setup = "muttrc",
     .path_receive = N_("~/.muttrc (neomutt: ~/.config/neomutt/neomuttrc)"),
     .path_send = N_("~/.muttrc (neomutt: ~/.config/neomutt/neomuttrc)"),
     .security = {N_("imap://, pop:// or smtp:// with ssl_starttls = no"),
		  N_("imap://, pop:// or smtp:// with ssl_starttls = yes"),
		  N_("imaps://, pops:// or smtps://")},
     .local = true,
     .confirmed = true,
     .silent_address_s = 30,
     .incoming = FORM({ENTRY_URL, "set folder", {NULL}, ENTRY_IMAP},
		      {ENTRY_FIXED, "set spoolfile", {"\"+INBOX\""}, ENTRY_IMAP},
		      {ENTRY_USER, "set imap_user", {NULL}, ENTRY_IMAP},
		      {ENTRY_AUTH, "set imap_authenticators", {NULL}, ENTRY_IMAP},
		      {ENTRY_URL, "set pop_host", {NULL}, ENTRY_POP3},
		      {ENTRY_USER, "set pop_user", {NULL}, ENTRY_POP3},
		      {ENTRY_AUTH, "set pop_authenticators", {NULL}, ENTRY_POP3},
		      {ENTRY_SECURITY, "set ssl_starttls", {"no", "yes"}},
		      {ENTRY_SECURITY, "set ssl_force_tls", {"no", "yes", "yes"}}),
     .outgoing = FORM({ENTRY_EMAIL, "set from"}, {ENTRY_USER_URL, "set smtp_url"},
		      {ENTRY_AUTH, "set smtp_authenticators"}),
     .sign_in = FORM({ENTRY_PASSWORD, "set imap_pass, set smtp_pass", {NULL}, ENTRY_IMAP},
		     {ENTRY_PASSWORD, "set pop_pass, set smtp_pass", {NULL}, ENTRY_POP3}),
     .auth = {[METHOD_PASSWORD] = "\"plain:login\"",
	      [METHOD_ENCRYPTED] = "\"cram-md5\"",
	      [METHOD_OAUTH2] = "\"oauthbearer:xoauth2\"",
	      [METHOD_KERBEROS] = "\"gssapi\""},
     .auth_none = "\"\"",
     .oauth2_hosts = "*",
     .limits = {{LIMIT_OAUTH2, N_("OAuth2 needs a command that prints a token: set "
				  "imap_oauth_refresh_command and smtp_oauth_refresh_command.")}},
     .version = "neomutt, July 2026",
     .date = "2026-07-24"},
    /* msmtp 933d35b, doc/msmtp.1 */
    {.id = "msmtp",
     .name = "msmtp",
     .setup = "msmtprc",
     .path_receive = N_("~/.msmtprc: msmtp only sends mail"),
     .path_send = "~/.msmtprc",
     .security = {"tls off", N_("tls on, tls_starttls on"), N_("tls on, tls_starttls off")},
     .local = true,
     .confirmed = true,
     .outgoing = FORM({ENTRY_SERVER, "host"}, {ENTRY_PORT, "port"},
		      {ENTRY_SECURITY, "tls", {"off", "on", "on"}},
		      {ENTRY_SECURITY, "tls_starttls", {NULL, "on", "off"}}, {ENTRY_EMAIL, "from"},
		      {ENTRY_AUTH, "auth"}, {ENTRY_USER, "user"}, {ENTRY_PASSWORD, "passwordeval"}),
     .auth = {[METHOD_PASSWORD] = "on",
	      [METHOD_ENCRYPTED] = "on",
	      [METHOD_NTLM] = "ntlm",
	      [METHOD_OAUTH2] = "xoauth2",
	      [METHOD_KERBEROS] = "gssapi",
	      [METHOD_CERTIFICATE] = "external"},
     .auth_none = "off",
     .oauth2_hosts = "*",
     .limits = {{LIMIT_OAUTH2, N_("OAuth2 needs a command that prints a token, in passwordeval.")}},
     .version = "msmtp 1.8",
     .date = "2026-07-19"},
    {.id = "printer",
     .name = N_("a printer or scanner"),
     .general = true,
     .path_receive = N_("A printer only sends: nothing to enter for reading."),
     .path_send = N_("The device's web page > Network or Scan to E-mail > SMTP"),
     .security = {N_("None"), "STARTTLS", "SSL/TLS"},
     .local = true,
     .outgoing = FORM({ENTRY_SERVER, N_("SMTP server")}, {ENTRY_PORT, N_("Port")},
		      {ENTRY_SECURITY, N_("Secure connection (SSL/TLS)")},
		      {ENTRY_EMAIL, N_("Sender's address")},
		      {ENTRY_NEEDS_AUTH, N_("SMTP authentication"), {N_("on"), N_("off")}},
		      {ENTRY_USER, N_("User name")}, {ENTRY_PASSWORD, N_("Password")}),
     .auth = {[METHOD_PASSWORD] = N_("on"), [METHOD_ENCRYPTED] = N_("on")},
     .auth_none = N_("off"),
     .limits = {{LIMIT_ALWAYS,
		 N_("An old device may only know old encryption (TLS 1.0), which most providers "
		    "refuse: look for a newer firmware. Set its clock: a wrong date makes every "
		    "certificate look invalid.")},
		{LIMIT_TLS,
		 N_("If the device has no SSL/TLS to choose, it may be called \"SSL\".")},
		{LIMIT_STARTTLS, N_("If the device has no STARTTLS to choose, it may be called "
				    "\"TLS\".")}}},
    {.id = "other",
     .name = N_("any other program"),
     .general = true,
     .path_receive = N_("The settings of the account, and of its outgoing server"),
     .path_send = N_("The settings of the account, and of its outgoing server"),
     .security = {N_("None"), "STARTTLS", "SSL/TLS"},
     .local = true,
     .incoming = FORM({ENTRY_PROTOCOL, N_("Account type")}, {ENTRY_SERVER, N_("Incoming server")},
		      {ENTRY_PORT, N_("Port")}, {ENTRY_SECURITY, N_("Security")},
		      {ENTRY_AUTH, N_("Authentication")}),
     .outgoing = FORM({ENTRY_SERVER, N_("Outgoing server (SMTP)")}, {ENTRY_PORT, N_("Port")},
		      {ENTRY_SECURITY, N_("Security")}, {ENTRY_AUTH, N_("Authentication")},
		      {ENTRY_NEEDS_AUTH,
		       N_("The server requires authentication"),
		       {N_("yes, same as incoming"), N_("no")}}),
     .sign_in = FORM({ENTRY_USER, N_("User name")}, {ENTRY_PASSWORD, N_("Password")}),
     .auth = {[METHOD_PASSWORD] = N_("Password"),
	      [METHOD_ENCRYPTED] = N_("Encrypted password (CRAM-MD5)"),
	      [METHOD_NTLM] = "NTLM",
	      [METHOD_OAUTH2] = "OAuth2",
	      [METHOD_KERBEROS] = "Kerberos / GSSAPI",
	      [METHOD_CERTIFICATE] = N_("TLS certificate")},
     .auth_none = N_("none"),
     .oauth2_hosts = "*",
     .limits = {{LIMIT_OAUTH2, N_("The program must know OAuth2 for this provider; if it doesn't, "
				  "choose another program.")},
		{LIMIT_STARTTLS, N_("If \"STARTTLS\" is missing, \"TLS\" may mean it. Never choose "
				    "\"if available\" or \"Auto\".")}}},
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

static bool is_within_any(const char *host, const char *domains)
{
	struct strs ends = {0};
	bool found = false;

	strs_split(&ends, domains, " ");
	for (size_t i = 0; i < ends.n && !found; i++)
		found = str_is_within(host, ends.v[i]);
	strs_clear(&ends);
	return found;
}

bool program_host_is_microsoft(const char *host)
{
	return is_within_any(host, MICROSOFT);
}

bool program_has_oauth2(const struct program *p, const char *host)
{
	return str_eq(p->oauth2_hosts, "*") ||
	       (p->oauth2_hosts && is_within_any(host, p->oauth2_hosts));
}
