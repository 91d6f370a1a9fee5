/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "advice/refusals.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "know/normalize.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define ANY PROTOCOL_COUNT_

#define MEANS_PW                                                                                   \
	N_("The user name or password is wrong, or the provider wants another kind of password.")
#define MEANS_APPPW N_("The server wants an app password, not the account's own password.")
#define MEANS_NOTSIGNED N_("The server wants a login before it accepts mail.")
#define MEANS_RELAY                                                                                \
	N_("The server accepts mail for others only after a login, or this is the "                \
	   "wrong server.")
#define MEANS_TLSFIRST N_("The server wants an encrypted connection before the login.")
#define MEANS_BUSY N_("The server is busy and asks you to try again later.")
#define MEANS_LIMIT                                                                                \
	N_("Too many connections are open: from your IP address, to this mailbox, or altogether.")
#define MEANS_BACKEND N_("The server can't check passwords at the moment.")
#define MEANS_FROM N_("The sender isn't an e-mail address of this account.")
#define MEANS_LISTED N_("Your IP address is on a block list.")
#define MEANS_DYNAMIC                                                                              \
	N_("The server accepts no mail directly from home connections; that's normal and not "     \
	   "your fault.")
#define MEANS_NOPTR N_("Your IP address has no matching name in reverse DNS.")
#define MEANS_NOT_HERE N_("The server accepts no connections from here.")
#define MEANS_HOMELY                                                                               \
	N_("The name of your IP address in reverse DNS looks like a home connection's.")
#define MEANS_REPUTATION N_("The server doesn't trust your IP address.")
#define MEANS_COUNTRY N_("The server accepts no connections from your IP address's country.")
#define MEANS_GREY N_("The server delays senders that it doesn't know yet (greylisting).")
#define MEANS_OFF                                                                                  \
	N_("Access for mail programs isn't switched on for this mailbox, or the "                  \
	   "password is wrong.")
#define MEANS_TALK N_("The server got something too early, or in another protocol.")
#define MEANS_NOTLS N_("The server's encryption doesn't work at the moment.")
#define MEANS_TLS_BROKEN                                                                           \
	N_("The server can't set up its encryption: its certificate, key or TLS settings are "     \
	   "broken.")
#define MEANS_GONE N_("The server closed the connection.")
#define MEANS_SMTPAUTH                                                                             \
	N_("Sending with a login (SMTP AUTH) is switched off for this organisation or "            \
	   "mailbox.")
#define DO_APPPW                                                                                   \
	N_("Make an app password on the provider's web page and enter it instead of "              \
	   "your password.")
#define DO_APPOAUTH                                                                                \
	N_("Make an app password on the provider's web page and enter it, or choose "              \
	   "OAuth2 as the method.")
#define DO_OAUTH                                                                                   \
	N_("Choose OAuth2 as the method in the mail program, or remove the account and "           \
	   "add it again.")
#define DO_BROWSER N_("Sign in on the provider's web page, confirm what it asks, and try again.")
#define DO_SIGNIN                                                                                  \
	N_("Switch on the login for outgoing mail, with the same user name and "                   \
	   "password as for reading.")
#define DO_ENCRYPT                                                                                 \
	N_("Switch encryption on in the mail program: SSL/TLS or STARTTLS, as the "                \
	   "port needs it.")
#define DO_WAIT N_("Wait a while and try again; your settings are right.")
#define DO_CLOSE                                                                                   \
	N_("Close other programs and devices that use this mailbox, wait a few minutes "           \
	   "and try again.")
#define DO_CHECK_NAME N_("Check the server's name.")
#define DO_FROM N_("Enter an address of this account as the sender.")
#define DO_CHECK                                                                                   \
	N_("Check the user name and password, and whether the provider wants a "                   \
	   "separate password for mail programs.")
#define DO_SUBMIT                                                                                  \
	N_("Send through your own provider's outgoing server with a login; then your "             \
	   "IP address doesn't matter.")
#define DO_ADMIN N_("Tell the server's administrator; only they can solve it.")
#define DO_MODE                                                                                    \
	N_("Choose the encryption that belongs to the port: SSL/TLS or STARTTLS. If it's "         \
	   "right, look for a virus scanner or proxy that intercepts mail.")
#define DO_SWITCH                                                                                  \
	N_("Switch on access for mail programs in the settings on the provider's web "             \
	   "page.")
#define DO_AUTHCODE                                                                                \
	N_("Switch IMAP and SMTP on in the settings on the provider's web page, make "             \
	   "an authorization code there, and enter it instead of your password.")
#define DO_PTR                                                                                     \
	N_("Send through your own provider's outgoing server with a login. For your own "          \
	   "server, have its reverse DNS name set.")
#define DO_ASKADMIN                                                                                \
	N_("Ask your organisation's administrator to allow it, or choose OAuth2 as "               \
	   "the method.")
#define DO_OTHER_ADDRESS                                                                           \
	N_("[place:[vpn-in-use:Try another network, or switch the router off for some minutes to " \
	   "get another IP address|Disconnect the VPN, whose exit's address is refused]|Try from " \
	   "another IP address]. If that helps, the address was the cause: tell the "              \
	   "provider, since this is unusual where people log in.")
#define DO_PROVIDER N_("Ask the provider.")
#define MEANS_NO_BACKEND N_("A proxy answers here, but can't reach the mail server behind it.")
#define MEANS_NO_LOGINS N_("The part of the server that checks logins isn't running.")
#define MEANS_FAULT N_("The server itself has a fault.")
#define DO_FAULT                                                                                   \
	N_("Wait a while and try again; your settings and your network aren't the cause. If it "   \
	   "doesn't pass, tell the provider what the server said.")
#define MEANS_HELLO N_("The server rejects the name that the mail program gave.")
#define MEANS_HELLO_DNS                                                                            \
	N_("The server wants the name in EHLO to agree with the DNS and with the IP address.")
#define MEANS_HELLO_PERHAPS                                                                        \
	N_("It hangs up at EHLO itself, as servers do that don't like the name given there.")
#define MEANS_HELLO_GOOGLE                                                                          \
	N_("Google hangs up at EHLO where the name given there is \"localhost\", an IP address or " \
	   "otherwise no name of a domain that it knows, and after very many connections.")
#define DO_HELLO_GOOGLE                                                                            \
	N_("Let the mail program give a full name in the organisation's own domain in EHLO, and "  \
	   "have its IP address entered in the Google Admin console (Gmail, Routing, SMTP relay "  \
	   "service). With a login, smtp.gmail.com can be used instead.")
#define DO_HELLO                                                                                   \
	N_("Make the mail program give a full name, with dots and only letters, digits and "       \
	   "hyphens: in Thunderbird set mail.smtpserver.default.hello_argument, elsewhere the "    \
	   "computer's name.")

/* The same at port 25, where servers introduce themselves. */
#define DO_HELLO_RELAY                                                                             \
	N_("In a mail program, send through your own provider's outgoing server with a login. "    \
	   "On a mail server, make the name in EHLO (in Postfix smtp_helo_name), its address "     \
	   "record and the reverse DNS name of your IP address agree.")

/*
 * A provider's own reading of general words first, then texts that name their
 * server by themselves, then what many servers say.
 */
static const struct refusal phrases[] = {
    {PROTOCOL_SMTP, 535, "icloud", "authentication failed", REFUSAL_APP_PASSWORD, MEANS_APPPW,
     DO_APPPW, false},
    {PROTOCOL_IMAP, 0, "icloud", "Authentication Failed", REFUSAL_APP_PASSWORD, MEANS_APPPW,
     DO_APPPW, true},
    {PROTOCOL_SMTP, 5, "icloud", "From address is not one of your addresses", REFUSAL_SENDER,
     MEANS_FROM, DO_FROM, false},
    {PROTOCOL_SMTP, 535, "gmx-de gmx-com webde mailcom", "Authentication credentials invalid",
     REFUSAL_SWITCH, MEANS_OFF,
     N_("Switch POP3 and IMAP on in the settings on the provider's web page. With "
	"two-factor sign-in, make an app password as well."),
     true},
    {PROTOCOL_SMTP, 550, "gmx-de gmx-com webde mailcom", "Sender address is not allowed",
     REFUSAL_SENDER, MEANS_FROM, DO_FROM, false},
    {PROTOCOL_IMAP, 0, "gmx-de gmx-com webde mailcom", "LOGIN failure", REFUSAL_SWITCH, MEANS_OFF,
     N_("Switch POP3 and IMAP on in the settings on the provider's web page. With "
	"two-factor sign-in, make an app password as well."),
     false},
    {PROTOCOL_IMAP, 0, "gmx-de gmx-com webde mailcom", "authentication failed", REFUSAL_SWITCH,
     MEANS_OFF,
     N_("Switch POP3 and IMAP on in the settings on the provider's web page. With "
	"two-factor sign-in, make an app password as well."),
     false},
    {PROTOCOL_SMTP, 535, "163 126 yeah", "authentication failed", REFUSAL_SWITCH, MEANS_OFF,
     DO_AUTHCODE, false},
    {PROTOCOL_SMTP, 5, "163 126 yeah", "User has no permission", REFUSAL_SWITCH, MEANS_OFF,
     DO_AUTHCODE, false},
    {PROTOCOL_IMAP, 0, "163 126 yeah", "LOGIN Login error", REFUSAL_SWITCH, MEANS_OFF, DO_AUTHCODE,
     true},
    {PROTOCOL_SMTP, 535, "zoho-us zoho-eu zoho-in zoho-au zoho-ca zoho-jp", "Authentication Failed",
     REFUSAL_PASSWORD, MEANS_PW,
     N_("Enter the server of your account's region. With two-factor sign-in, make "
	"an app password."),
     false},
    {PROTOCOL_SMTP, 535, "t-online", "Authentication failed", REFUSAL_PASSWORD,
     N_("The server doesn't accept the Telekom password; mail programs need a "
	"separate one."),
     N_("Set the password for mail programs in T-Online's web settings and enter "
	"it."),
     false},
    {PROTOCOL_SMTP, 535, "t-online", "credentials rejected", REFUSAL_PASSWORD,
     N_("The server doesn't accept the Telekom password; mail programs need a "
	"separate one."),
     N_("Set the password for mail programs in T-Online's web settings and enter "
	"it."),
     false},
    {PROTOCOL_IMAP, 0, "outlook microsoft365", "LOGIN failed.", REFUSAL_OAUTH,
     N_("Passwords no longer work for this account, or the user name or password "
	"is wrong."),
     DO_OAUTH, false},
    {PROTOCOL_IMAP, 0, "outlook microsoft365", "AUTHENTICATE failed.", REFUSAL_OAUTH,
     N_("Passwords no longer work for this account, or the user name or password "
	"is wrong."),
     DO_OAUTH, false},
    {PROTOCOL_POP3, 0, "outlook microsoft365", "Logon failure: unknown user name or bad password",
     REFUSAL_OAUTH, N_("Passwords no longer work for this account, or POP isn't switched on."),
     DO_OAUTH, false},
    {PROTOCOL_POP3, 0, "outlook microsoft365", "Authentication failure", REFUSAL_OAUTH,
     N_("Passwords no longer work for this account, or POP isn't switched on."), DO_OAUTH, false},
    {PROTOCOL_SMTP, 535, "yahoo aol att verizon cox sky rogers", "authentication unavailable",
     REFUSAL_APP_PASSWORD, MEANS_APPPW, DO_APPOAUTH, false},
    {PROTOCOL_SMTP, 5, "yahoo aol att verizon cox sky rogers", "From address not verified",
     REFUSAL_SENDER, MEANS_FROM, DO_FROM, false},
    {PROTOCOL_IMAP, 0, "yahoo aol att verizon cox sky rogers", "Invalid credentials",
     REFUSAL_APP_PASSWORD, MEANS_APPPW, DO_APPOAUTH, true},
    {PROTOCOL_IMAP, 0, "gmail gworkspace", "Invalid credentials", REFUSAL_APP_PASSWORD, MEANS_APPPW,
     DO_APPOAUTH, true},
    {PROTOCOL_SMTP, 535, "brevo", "Invalid login or password", REFUSAL_PASSWORD,
     N_("Brevo wants the SMTP key, not the account password."),
     N_("Enter the SMTP key from the settings of the account."), true},
    {PROTOCOL_SMTP, 535, "oci-email", "Authentication failed", REFUSAL_PASSWORD, MEANS_PW, DO_CHECK,
     true},
    {ANY, 0, NULL, "Application-specific password required", REFUSAL_APP_PASSWORD, MEANS_APPPW,
     DO_APPPW, true},
    {ANY, 0, NULL, "Username and Password not accepted", REFUSAL_APP_PASSWORD,
     N_("The user name or password is wrong, or the account's own password was "
	"entered."),
     DO_APPOAUTH, true},
    {ANY, 0, NULL, "Please log in * your web browser", REFUSAL_ACCOUNT,
     N_("The provider wants you to confirm this sign-in in a web browser."), DO_BROWSER, true},
    {ANY, 0, NULL, "Web login required", REFUSAL_ACCOUNT,
     N_("The provider wants you to confirm this sign-in in a web browser."), DO_BROWSER, false},
    {PROTOCOL_SMTP, 454, NULL, "Too many login attempts", REFUSAL_WAIT,
     N_("Too many logins failed; the server refuses more for a while."),
     N_("Close the mail program, wait up to a day, then enter the right password."), true},
    {PROTOCOL_SMTP, 530, NULL, "Authentication Required", REFUSAL_SIGN_IN, MEANS_NOTSIGNED,
     DO_SIGNIN, true},
    {PROTOCOL_SMTP, 550, NULL, "Mail relay denied", REFUSAL_SIGN_IN,
     N_("The relay knows neither your IP address nor a login."),
     N_("Switch on the login, or have the IP address entered in the Google Admin "
	"console."),
     true},
    {PROTOCOL_SMTP, 550, NULL, "Invalid credentials for relay", REFUSAL_SIGN_IN,
     N_("The relay knows neither your IP address nor a login."),
     N_("Switch on the login, or have the IP address entered in the Google Admin "
	"console."),
     true},
    {PROTOCOL_SMTP, 503, NULL, "No identity changes permitted", REFUSAL_TALK,
     N_("The mail program logged in twice on one connection."),
     N_("Connect again with the mail program."), true},
    {PROTOCOL_SMTP, 550, NULL, "Daily user sending limit exceeded", REFUSAL_WAIT,
     N_("The account has reached its sending limit for the day."), N_("Wait a day."), false},
    /* Google: cal.diy issue 5254, dawidd6/action-send-mail pull request 302, repoze.sendmail issue
     * 50 (EHLO [127.0.0.1]), without "(EHLO)" in Dexie.js issue 2163, datatracker issue 10244 */
    {PROTOCOL_SMTP, 421, NULL, "closing connection. (MAIL)", REFUSAL_WAIT, MEANS_BUSY, DO_WAIT,
     true},
    {PROTOCOL_SMTP, 421, NULL, "Try again later, closing connection*gsmtp", REFUSAL_HELLO,
     MEANS_HELLO_GOOGLE, DO_HELLO_GOOGLE, true},
    {PROTOCOL_SMTP, 501, NULL, "HELO/EHLO argument", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "closing connection. (EHLO)", REFUSAL_HELLO, MEANS_HELLO_PERHAPS,
     DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "closing connection. (HELO)", REFUSAL_HELLO, MEANS_HELLO_PERHAPS,
     DO_HELLO, true},
    {PROTOCOL_SMTP, 421, NULL, "Try again later, closing connection", REFUSAL_WAIT, MEANS_BUSY,
     DO_WAIT, true},
    {PROTOCOL_SMTP, 421, NULL, "Connection expired", REFUSAL_WAIT,
     N_("The connection was open for too long."), N_("Connect again with the mail program."), true},
    {PROTOCOL_IMAP, 0, NULL, "not enabled for IMAP use", REFUSAL_SWITCH,
     N_("IMAP is switched off for this account."), DO_SWITCH, true},
    {PROTOCOL_IMAP, 0, NULL, "IMAP access is disabled", REFUSAL_SWITCH,
     N_("IMAP is switched off for this account."), DO_ASKADMIN, true},
    {PROTOCOL_POP3, 0, NULL, "not enabled for POP", REFUSAL_SWITCH,
     N_("POP is switched off for this account."), DO_SWITCH, true},
    {PROTOCOL_IMAP, 0, NULL, "Too many simultaneous connections", REFUSAL_LIMIT, MEANS_LIMIT,
     DO_CLOSE, false},
    {PROTOCOL_IMAP, 0, NULL, "exceeded command or bandwidth limits", REFUSAL_WAIT,
     N_("The account has reached its limit for now."), N_("Wait up to a day."), false},
    {PROTOCOL_SMTP, 535, NULL, "SmtpClientAuthentication is disabled", REFUSAL_SWITCH,
     MEANS_SMTPAUTH, DO_ASKADMIN, true},
    {PROTOCOL_SMTP, 535, NULL, "basic authentication is disabled", REFUSAL_OAUTH,
     N_("Passwords no longer work for this account; app passwords don't help."), DO_OAUTH, true},
    {PROTOCOL_SMTP, 535, NULL, "user is locked by", REFUSAL_ACCOUNT,
     N_("The organisation's security settings forbid this login."), DO_ASKADMIN, true},
    {PROTOCOL_SMTP, 535, NULL, "did not meet the criteria to be authenticated", REFUSAL_ACCOUNT,
     N_("The organisation's rules forbid this login."), DO_ASKADMIN, false},
    {PROTOCOL_SMTP, 535, NULL, "user credentials were incorrect", REFUSAL_PASSWORD, MEANS_PW,
     DO_CHECK, false},
    {PROTOCOL_SMTP, 535, NULL, "Authentication unsuccessful", REFUSAL_PASSWORD,
     N_("The user name or password is wrong, or sending with a login is switched "
	"off for this mailbox."),
     N_("Check the user name and password, and ask the administrator whether SMTP "
	"AUTH is allowed for the mailbox."),
     true},
    {PROTOCOL_SMTP, 530, NULL, "Client not authenticated to send mail", REFUSAL_SIGN_IN,
     MEANS_NOTSIGNED, N_("Switch on the login for outgoing mail, with encryption."), true},
    {PROTOCOL_SMTP, 530, NULL, "Client was not authenticated", REFUSAL_SIGN_IN, MEANS_NOTSIGNED,
     N_("Switch on the login for outgoing mail, with encryption."), false},
    {PROTOCOL_SMTP, 504, NULL, "Unrecognized authentication type", REFUSAL_ENCRYPT, MEANS_TLSFIRST,
     DO_ENCRYPT, false},
    {PROTOCOL_SMTP, 5, NULL, "Client does not have permissions to send as this sender",
     REFUSAL_SENDER, MEANS_FROM, DO_FROM, false},
    {PROTOCOL_SMTP, 5, NULL, "Unable to relay", REFUSAL_SIGN_IN, MEANS_RELAY, DO_SIGNIN, true},
    {PROTOCOL_SMTP, 451, NULL, "Temporary server error. Please try again later. PRX",
     REFUSAL_SERVER, N_("The server is set up wrong."), DO_ADMIN, true},
    {PROTOCOL_SMTP, 432, NULL, "Concurrent connections limit exceeded", REFUSAL_LIMIT, MEANS_LIMIT,
     DO_CLOSE, false},
    {PROTOCOL_IMAP, 0, NULL, "User is authenticated but not connected", REFUSAL_SWITCH,
     N_("The login is right, but IMAP is switched off for the mailbox, or the "
	"server limits it."),
     N_("Switch IMAP on in the settings, close other programs, and try again in an hour."), true},
    {PROTOCOL_IMAP, 0, NULL, "Command Error. 10", REFUSAL_WAIT,
     N_("The token of the login has expired."), N_("Sign in again with the mail program."), true},
    {PROTOCOL_IMAP, 0, NULL, "Command Error. 1#", REFUSAL_TALK,
     N_("The server doesn't allow this command at this point."),
     N_("Connect again with the mail program."), false},
    {PROTOCOL_IMAP, 0, NULL, "BYE Connection is closed. ", REFUSAL_BACKEND,
     N_("Exchange says this where the part behind its IMAP service doesn't answer or isn't active."),
     DO_FAULT, true},
    {PROTOCOL_IMAP, 0, NULL, "Connection is closed. ", REFUSAL_WAIT, MEANS_GONE, DO_WAIT, true},
    {PROTOCOL_IMAP, 0, NULL, "BYE Connection refused", REFUSAL_BACKEND,
     N_("The IMAP service of this server isn't running."), DO_FAULT, true},
    {PROTOCOL_SMTP, 535, NULL, "Too many bad auth attempts", REFUSAL_APP_PASSWORD,
     N_("The account's own password was entered, or too many logins failed."), DO_APPOAUTH, true},
    {PROTOCOL_SMTP, 535, NULL, "AUTH005", REFUSAL_APP_PASSWORD,
     N_("The account's own password was entered, or too many logins failed."), DO_APPOAUTH, true},
    {PROTOCOL_IMAP, 0, NULL, "MBR1212", REFUSAL_PASSWORD, MEANS_PW, DO_APPOAUTH, true},
    {PROTOCOL_IMAP, 0, NULL, "Rate limit hit", REFUSAL_WAIT,
     N_("The server counted too many logins in a short time."), DO_WAIT, true},
    {PROTOCOL_SMTP, 535, NULL, "authorization code", REFUSAL_SWITCH, MEANS_OFF, DO_AUTHCODE, true},
    {PROTOCOL_SMTP, 535, NULL, "service.mail.qq.com", REFUSAL_SWITCH, MEANS_OFF, DO_AUTHCODE, true},
    {ANY, 0, NULL, "Account is abnormal, service is not open", REFUSAL_SWITCH, MEANS_OFF,
     DO_AUTHCODE, true},
    {PROTOCOL_IMAP, 0, NULL, "Unsafe Login", REFUSAL_TALK,
     N_("The server wants the mail program's name first (the IMAP command ID)."),
     N_("Use a mail program that sends the IMAP ID, or make a new authorization code."), true},
    {PROTOCOL_SMTP, 535, NULL, "does not have access rights to this service", REFUSAL_SWITCH,
     MEANS_OFF,
     N_("Allow mail programs in the settings on the provider's web page and make "
	"an app password."),
     false},
    {PROTOCOL_IMAP, 0, NULL, "invalid credentials or IMAP is disabled", REFUSAL_SWITCH,
     N_("The password is wrong, IMAP is switched off, or the server wants an app password."),
     N_("Allow mail programs in the settings on the provider's web page and make "
	"an app password."),
     true},
    {ANY, 0, NULL, "NEOBHODIM parol prilozheniya", REFUSAL_APP_PASSWORD, MEANS_APPPW, DO_APPPW,
     true},
    {ANY, 0, NULL, "Application password is REQUIRED", REFUSAL_APP_PASSWORD, MEANS_APPPW, DO_APPPW,
     true},
    {PROTOCOL_IMAP, 0, NULL, "yet to enable IMAP", REFUSAL_SWITCH,
     N_("IMAP isn't switched on for this mailbox."), DO_SWITCH, true},
    {PROTOCOL_SMTP, 553, NULL, "Sender is not allowed to relay", REFUSAL_SENDER, MEANS_FROM,
     DO_FROM, false},
    {PROTOCOL_SMTP, 5, NULL, "Authentification requise", REFUSAL_SIGN_IN, MEANS_NOTSIGNED,
     DO_SIGNIN, true},
    {PROTOCOL_SMTP, 5, NULL, "Authentification invalide", REFUSAL_PASSWORD, MEANS_PW, DO_CHECK,
     true},
    {PROTOCOL_SMTP, 535, NULL, "Authentication not allowed on IBSMTP", REFUSAL_WRONG_SERVER,
     N_("This server receives mail from other servers; it isn't for mail programs."),
     N_("Enter the outgoing server from your provider's instructions."), true},
    {PROTOCOL_SMTP, 535, NULL, "IB401", REFUSAL_WRONG_SERVER,
     N_("This server receives mail from other servers; it isn't for mail programs."),
     N_("Enter the outgoing server from your provider's instructions."), true},
    {PROTOCOL_SMTP, 421, NULL, "Too many auth failures", REFUSAL_WAIT,
     N_("Too many logins failed; the server refuses more for a while."), DO_WAIT, true},
    {PROTOCOL_SMTP, 5, NULL, "Must issue a STARTTLS command first", REFUSAL_ENCRYPT, MEANS_TLSFIRST,
     DO_ENCRYPT, true},
    {PROTOCOL_SMTP, 5, NULL, "Encryption required for requested authentication", REFUSAL_ENCRYPT,
     MEANS_TLSFIRST, DO_ENCRYPT, true},
    {PROTOCOL_SMTP, 5, NULL, "SSL required for this mechanism", REFUSAL_ENCRYPT, MEANS_TLSFIRST,
     DO_ENCRYPT, true},
    {PROTOCOL_SMTP, 530, NULL, "TLS required", REFUSAL_ENCRYPT, MEANS_TLSFIRST, DO_ENCRYPT, true},
    {PROTOCOL_SMTP, 0, NULL, "STARTTLS is required", REFUSAL_ENCRYPT, MEANS_TLSFIRST, DO_ENCRYPT,
     true},
    {PROTOCOL_IMAP, 0, NULL, "STARTTLS required", REFUSAL_ENCRYPT, MEANS_TLSFIRST, DO_ENCRYPT,
     true},
    {ANY, 0, NULL, "authentication disallowed", REFUSAL_ENCRYPT, MEANS_TLSFIRST, DO_ENCRYPT, true},
    {PROTOCOL_IMAP, 0, NULL, "PRIVACYREQUIRED", REFUSAL_ENCRYPT, MEANS_TLSFIRST, DO_ENCRYPT, true},
    {ANY, 0, NULL, "available under a layer", REFUSAL_ENCRYPT, MEANS_TLSFIRST, DO_ENCRYPT, true},
    {ANY, 0, NULL, "the password was exposed", REFUSAL_ENCRYPT,
     N_("The password was sent without encryption, and others may have read it."),
     N_("Switch encryption on in the mail program, then change the password."), true},
    {PROTOCOL_POP3, 0, NULL, "stronger authentication such as AUTH or APOP", REFUSAL_ENCRYPT,
     N_("The server accepts no password without encryption."), DO_ENCRYPT, true},
    {PROTOCOL_SMTP, 534, NULL, "mechanism is too weak", REFUSAL_ENCRYPT,
     N_("The server wants an encrypted connection or another login method."), DO_ENCRYPT, false},
    {PROTOCOL_SMTP, 503, NULL, "AUTH command used when not advertised", REFUSAL_ENCRYPT,
     N_("The server offers no login here: the connection isn't encrypted, or this is port 25."),
     N_("Switch encryption on for outgoing mail, on the port from your provider's "
	"instructions."),
     true},
    {PROTOCOL_SMTP, 503, NULL, "authentication not enabled", REFUSAL_ENCRYPT,
     N_("The server offers no login here: the connection isn't encrypted, or this is port 25."),
     N_("Switch encryption on for outgoing mail, on the port from your provider's "
	"instructions."),
     true},
    {PROTOCOL_SMTP, 4, NULL, "TLS not available", REFUSAL_SERVER, MEANS_NOTLS, DO_ADMIN, true},
    {PROTOCOL_SMTP, 4, NULL, "TLS currently unavailable", REFUSAL_SERVER, MEANS_NOTLS, DO_ADMIN,
     true},
    {PROTOCOL_SMTP, 5, NULL, "TLS not available", REFUSAL_SERVER,
     N_("This server has no encryption."),
     N_("Try another port from your provider's instructions. Don't send a password "
	"without encryption."),
     true},
    {PROTOCOL_SMTP, 503, NULL, "STARTTLS command used when not advertised", REFUSAL_SERVER,
     N_("This server offers no encryption here."),
     N_("Try another port from your provider's instructions. Don't send a password "
	"without encryption."),
     true},
    {ANY, 0, NULL, "TLS support isn't enabled", REFUSAL_SERVER,
     N_("This server has no encryption."),
     N_("Try another port from your provider's instructions. Don't send a password "
	"without encryption."),
     true},
    {PROTOCOL_SMTP, 421, NULL, "No client certificate presented", REFUSAL_ACCOUNT,
     N_("The server wants a certificate from this computer."), DO_PROVIDER, true},
    {ANY, 0, NULL, "Temporary authentication failure", REFUSAL_SERVER, MEANS_BACKEND, DO_WAIT,
     true},
    {PROTOCOL_SMTP, 435, NULL, "Unable to authenticate at present", REFUSAL_SERVER, MEANS_BACKEND,
     DO_WAIT, true},
    {ANY, 0, NULL, "Account is temporarily unavailable", REFUSAL_SERVER, MEANS_BACKEND, DO_WAIT,
     true},
    {ANY, 0, NULL, "Login disabled for this user", REFUSAL_ACCOUNT, N_("The account is disabled."),
     DO_PROVIDER, true},
    {ANY, 0, NULL, "Account is locked", REFUSAL_ACCOUNT, N_("The account is locked."), DO_BROWSER,
     false},
    {ANY, 0, NULL, "account * suspended", REFUSAL_ACCOUNT, N_("The account is locked."), DO_BROWSER,
     false},
    {PROTOCOL_SMTP, 535, NULL, "Incorrect authentication data", REFUSAL_PASSWORD, MEANS_PW,
     DO_CHECK, true},
    {PROTOCOL_SMTP, 535, NULL, "authentication failed", REFUSAL_PASSWORD, MEANS_PW, DO_CHECK, true},
    {PROTOCOL_SMTP, 535, NULL, "Authentication rejected", REFUSAL_PASSWORD, MEANS_PW, DO_CHECK,
     true},
    {PROTOCOL_SMTP, 5, NULL, "Authentication required", REFUSAL_SIGN_IN, MEANS_NOTSIGNED, DO_SIGNIN,
     true},
    {PROTOCOL_SMTP, 4, NULL, "too many AUTH commands", REFUSAL_WAIT,
     N_("The server counted too many logins in a short time."), DO_WAIT, true},
    {PROTOCOL_POP3, 0, NULL, "connect error", REFUSAL_BACKEND, MEANS_NO_BACKEND, DO_FAULT, true},
    /* nginx (also in Zimbra and Mailu), Perdition, Dovecot, Cyrus Murder, Exchange */
    {ANY, 0, NULL, "internal server error", REFUSAL_BACKEND, MEANS_NO_BACKEND, DO_FAULT, true},
    {ANY, 0, NULL, "Could not connect to server", REFUSAL_BACKEND, MEANS_NO_BACKEND, DO_FAULT,
     true},
    {ANY, 0, NULL, "backend", REFUSAL_BACKEND, MEANS_NO_BACKEND, DO_FAULT, true},
    {ANY, 0, NULL, "No route to host", REFUSAL_BACKEND, MEANS_NO_BACKEND, DO_FAULT, true},
    {ANY, 0, NULL, "Server Unavailable. #", REFUSAL_BACKEND, MEANS_NO_BACKEND, DO_FAULT, true},
    {PROTOCOL_IMAP, 0, NULL, "Server unavailable", REFUSAL_BACKEND, MEANS_NO_BACKEND, DO_FAULT,
     true},
    {ANY, 0, NULL, "Auth process broken", REFUSAL_BACKEND, MEANS_NO_LOGINS, DO_FAULT, true},
    {ANY, 0, NULL, "Auth process not responding", REFUSAL_BACKEND, MEANS_NO_LOGINS, DO_FAULT, true},
    {ANY, 0, NULL, "Internal login failure", REFUSAL_BACKEND, MEANS_FAULT, DO_FAULT, true},
    {ANY, 0, NULL, "TLS initialization failed", REFUSAL_SERVER, MEANS_TLS_BROKEN, DO_ADMIN, true},
    {ANY, 0, NULL, "Error initializing TLS", REFUSAL_SERVER, MEANS_TLS_BROKEN, DO_ADMIN, true},
    {ANY, 0, NULL, "tls_init() failed", REFUSAL_SERVER, MEANS_TLS_BROKEN, DO_ADMIN, true},
    {ANY, 0, NULL, "cannot load server cert", REFUSAL_SERVER, MEANS_TLS_BROKEN, DO_ADMIN, true},
    {PROTOCOL_IMAP, 0, NULL, "BYE Fatal error:", REFUSAL_BACKEND, MEANS_FAULT, DO_FAULT, true},
    {PROTOCOL_IMAP, 0, NULL, "BYE System Error", REFUSAL_BACKEND, MEANS_FAULT, DO_FAULT, true},
    /* qmail-smtpd.c and Exim's log_write(), read 2026-11-29 */
    {PROTOCOL_SMTP, 421, NULL, "unable to read controls", REFUSAL_BACKEND, MEANS_FAULT, DO_FAULT,
     true},
    {PROTOCOL_SMTP, 421, NULL, "Unexpected failure, please try later", REFUSAL_BACKEND, MEANS_FAULT,
     DO_FAULT, true},
    {ANY, 0, NULL, "Internal error", REFUSAL_BACKEND, MEANS_FAULT, DO_FAULT, true},
    {PROTOCOL_IMAP, 0, NULL, "AUTHENTICATIONFAILED", REFUSAL_PASSWORD, MEANS_PW, DO_CHECK, true},
    {PROTOCOL_IMAP, 0, NULL, "Login failed", REFUSAL_PASSWORD, MEANS_PW, DO_CHECK, true},
    {PROTOCOL_IMAP, 0, NULL, "EXPIRED", REFUSAL_ACCOUNT, N_("The password has expired."),
     N_("Set a new password on the provider's web page."), true},
    {PROTOCOL_IMAP, 0, NULL, "CONTACTADMIN", REFUSAL_ACCOUNT,
     N_("The server asks you to contact its administrator."), DO_PROVIDER, true},
    {PROTOCOL_IMAP, 0, NULL, "AUTHORIZATIONFAILED", REFUSAL_ACCOUNT,
     N_("The password is right, but this account isn't allowed to do that."), DO_PROVIDER, true},
    {PROTOCOL_IMAP, 0, NULL, "UNAVAILABLE", REFUSAL_SERVER,
     N_("Part of the server doesn't work at the moment."), DO_WAIT, true},
    {PROTOCOL_POP3, 0, NULL, "SYS/TEMP", REFUSAL_SERVER,
     N_("Part of the server doesn't work at the moment."), DO_WAIT, true},
    {PROTOCOL_POP3, 0, NULL, "SYS/PERM", REFUSAL_SERVER,
     N_("The server has a fault that only the provider can repair."), DO_PROVIDER, true},
    {PROTOCOL_POP3, 0, NULL, "IN-USE", REFUSAL_LIMIT,
     N_("Another program or device is using this mailbox right now."), DO_CLOSE, true},
    {PROTOCOL_POP3, 0, NULL, "locked by another", REFUSAL_LIMIT,
     N_("Another program or device is using this mailbox right now."), DO_CLOSE, true},
    {PROTOCOL_POP3, 0, NULL, "LOGIN-DELAY", REFUSAL_WAIT,
     N_("The mail program checked the mailbox too often."),
     N_("Set the mail program to check for mail less often."), true},
    {ANY, 0, NULL, "too busy", REFUSAL_WAIT, MEANS_BUSY, DO_WAIT, true},
    {PROTOCOL_POP3, 0, NULL, "not configured for POP", REFUSAL_WRONG_SERVER,
     N_("The server has no POP3 service at this IP address."),
     N_("Compare the server name and the kind of account with the provider's instructions."), true},
    {PROTOCOL_POP3, 0, NULL, "Not Enrolled", REFUSAL_PORTAL,
     N_("A guest network answers instead of the mail server."),
     N_("Open a web browser and accept the terms of the network."), true},
    {PROTOCOL_POP3, 0, NULL, "blacklist", REFUSAL_ADDRESS,
     N_("The provider blocks your IP address for a while, usually after wrong passwords."),
     N_("Enter the right password, wait an hour, and try again."), true},
    {PROTOCOL_POP3, 0, NULL, "[AUTH]", REFUSAL_PASSWORD, MEANS_PW, DO_CHECK, true},
    {PROTOCOL_SMTP, 5, NULL, "Relay access denied", REFUSAL_SIGN_IN, MEANS_RELAY, DO_SIGNIN, true},
    {PROTOCOL_SMTP, 454, NULL, "Relay access denied", REFUSAL_SIGN_IN, MEANS_RELAY, DO_SIGNIN,
     true},
    {PROTOCOL_SMTP, 5, NULL, "relay not permitted", REFUSAL_SIGN_IN, MEANS_RELAY, DO_SIGNIN, true},
    {PROTOCOL_SMTP, 5, NULL, "relaying denied", REFUSAL_SIGN_IN, MEANS_RELAY, DO_SIGNIN, true},
    {PROTOCOL_SMTP, 5, NULL, "do not relay", REFUSAL_SIGN_IN, MEANS_RELAY, DO_SIGNIN, true},
    {PROTOCOL_SMTP, 5, NULL, "not allowed to relay", REFUSAL_SIGN_IN, MEANS_RELAY, DO_SIGNIN, true},
    {PROTOCOL_SMTP, 5, NULL, "list of allowed rcpthosts", REFUSAL_SIGN_IN, MEANS_RELAY, DO_SIGNIN,
     true},
    {PROTOCOL_SMTP, 5, NULL, "check for new mail before sending", REFUSAL_SIGN_IN,
     N_("The server accepts mail only shortly after mail was collected."),
     N_("Switch on the login for outgoing mail, or collect mail first."), true},
    {PROTOCOL_SMTP, 553, NULL, "not owned by user", REFUSAL_SENDER, MEANS_FROM, DO_FROM, true},
    {PROTOCOL_SMTP, 553, NULL, "not logged in", REFUSAL_SIGN_IN, N_("This sender needs a login."),
     DO_SIGNIN, true},
    {PROTOCOL_SMTP, 4, NULL, "greylist", REFUSAL_WAIT, MEANS_GREY, DO_WAIT, true},
    {PROTOCOL_SMTP, 4, NULL, "graylist", REFUSAL_WAIT, MEANS_GREY, DO_WAIT, true},
    {PROTOCOL_SMTP, 4, NULL, "grey list", REFUSAL_WAIT, MEANS_GREY, DO_WAIT, true},
    {PROTOCOL_SMTP, 450, NULL, "Service currently unavailable", REFUSAL_WAIT,
     N_("The server tests senders that it doesn't know yet."), DO_WAIT, true},
    /* cPanel's etc/exim/acls/ACL_CONNECT_BLOCK/blockedcountryips */
    {PROTOCOL_SMTP, 0, NULL, "Your country is not allowed", REFUSAL_ADDRESS, MEANS_COUNTRY,
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 421, NULL, "All server ports are busy", REFUSAL_WAIT, MEANS_BUSY, DO_WAIT,
     true},
    {PROTOCOL_SMTP, 421, NULL, "too many errors", REFUSAL_WAIT,
     N_("The server saw too many mistakes on this connection."), DO_WAIT, true},
    {PROTOCOL_SMTP, 421, NULL, "too many new TLS sessions", REFUSAL_LIMIT, MEANS_LIMIT, DO_CLOSE,
     true},
    {PROTOCOL_SMTP, 421, NULL, "timeout exceeded", REFUSAL_WAIT,
     N_("The server waited too long for the mail program."), DO_WAIT, true},
    {PROTOCOL_SMTP, 421, NULL, "Too much load", REFUSAL_WAIT, MEANS_BUSY, DO_WAIT, true},
    {ANY, 0, NULL, "Too many concurrent", REFUSAL_LIMIT, MEANS_LIMIT, DO_CLOSE, true},
    {ANY, 0, NULL, "too many connections", REFUSAL_LIMIT, MEANS_LIMIT, DO_CLOSE, true},
    {ANY, 0, NULL, "Too many open connections", REFUSAL_LIMIT, MEANS_LIMIT, DO_CLOSE, true},
    {PROTOCOL_SMTP, 421, NULL, "Too many SMTP sessions", REFUSAL_LIMIT, MEANS_LIMIT, DO_CLOSE,
     true},
    {ANY, 0, NULL, "Maximum number of connections from user", REFUSAL_LIMIT, MEANS_LIMIT, DO_CLOSE,
     true},
    {PROTOCOL_IMAP, 0, NULL, "[LIMIT]", REFUSAL_LIMIT, MEANS_LIMIT, DO_CLOSE, true},
    {ANY, 0, NULL, "Maximum connection limit reached", REFUSAL_LIMIT, MEANS_LIMIT, DO_CLOSE, false},
    {PROTOCOL_SMTP, 421, NULL, "Trop de connexions", REFUSAL_LIMIT, MEANS_LIMIT, DO_CLOSE, true},
    {PROTOCOL_SMTP, 421, NULL, "Max message per connection reached", REFUSAL_WAIT,
     N_("The connection has reached its limit of messages."),
     N_("Connect again with the mail program."), true},
    {PROTOCOL_SMTP, 5, NULL, "synchronization", REFUSAL_TALK, MEANS_TALK, DO_MODE, true},
    {PROTOCOL_SMTP, 5, NULL, "command not recognized", REFUSAL_TALK, MEANS_TALK, DO_MODE, true},
    {PROTOCOL_SMTP, 521, NULL, "I can break rules, too", REFUSAL_TALK,
     N_("A web request arrived on a mail port."),
     N_("Look for a proxy on the way, or for a wrong port."), true},
    {PROTOCOL_SMTP, 5, NULL, "Protocol error", REFUSAL_TALK, MEANS_TALK, DO_MODE, true},
    /* PHPMailer issue 2189, Haraka, hMailServer, MDaemon; Postfix "Helo command rejected: Host not found" */
    {PROTOCOL_SMTP, 0, NULL, "HELO*t match", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO*t match", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "t match*HELO", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "t match*EHLO", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO*mismatch", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO*mismatch", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "mismatch*HELO", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "mismatch*EHLO", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO*DNS", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO*DNS", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "DNS*HELO", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "DNS*EHLO", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO*resolv", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO*resolv", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "resolv*HELO", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "resolv*EHLO", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO*not found", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO*not found", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO*reverse", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO*reverse", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO*impersonat", REFUSAL_HELLO, MEANS_HELLO_DNS, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "Helo command rejected", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "valid HELO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "valid EHLO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "bad HELO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "bad EHLO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "forged HELO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "forged EHLO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO name", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO name", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO host", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO host", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO domain", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO domain", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO requires domain", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO requires domain", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO greeting", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO greeting", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO string", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO string", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO rejected", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO rejected", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "rejected: HELO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "rejected: EHLO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO is not", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO is not", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO*qualified", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO*qualified", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "qualified*HELO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "qualified*EHLO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "HELO*FQDN", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "EHLO*FQDN", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "FQDN*HELO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "FQDN*EHLO", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 0, NULL, "Invalid domain name", REFUSAL_HELLO, MEANS_HELLO, DO_HELLO, true},
    {PROTOCOL_SMTP, 451, NULL, "on MFE proxy", REFUSAL_PROXY,
     N_("A mail filter (McAfee) answers instead of the server and can't reach it."),
     N_("Ask the owner of this network about its mail filter; a port with SSL/TLS "
	"often passes it by."),
     true},
    {ANY, 0, NULL, "tls_start_servertls() failed", REFUSAL_SERVER, MEANS_NOTLS, DO_ADMIN, true},
    {PROTOCOL_SMTP, 501, NULL, "Syntactically invalid * argument", REFUSAL_HELLO, MEANS_HELLO,
     DO_HELLO, true},
    {ANY, 0, NULL, "Disconnected for inactivity", REFUSAL_WAIT,
     N_("The connection was idle for too long."), N_("Connect again with the mail program."), true},
    {PROTOCOL_IMAP, 0, NULL, "Too many invalid IMAP commands", REFUSAL_TALK, MEANS_TALK, DO_MODE,
     true},
    {PROTOCOL_SMTP, 0, NULL, "127.255.255.25", REFUSAL_SERVER,
     N_("The receiving server asks a block list in a forbidden way; the refusal is a mistake."),
     N_("Tell the receiving server's administrator."), true},
    {PROTOCOL_SMTP, 0, NULL, "spamhaus.org/returnc", REFUSAL_SERVER,
     N_("The receiving server asks a block list in a forbidden way; the refusal is a mistake."),
     N_("Tell the receiving server's administrator."), false},
    {PROTOCOL_SMTP, 0, NULL, "open resolver", REFUSAL_SERVER,
     N_("The receiving server asks a block list in a forbidden way; the refusal is a mistake."),
     N_("Tell the receiving server's administrator."), false},
    {PROTOCOL_SMTP, 0, NULL, "spamhaus.org*pbl", REFUSAL_ADDRESS,
     N_("Your IP address is on the Spamhaus PBL, like almost every home connection; that's normal "
	"and not your fault."),
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "pbl.spamhaus.org", REFUSAL_ADDRESS,
     N_("Your IP address is on the Spamhaus PBL, like almost every home connection; that's normal "
	"and not your fault."),
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "spamhaus", REFUSAL_ADDRESS,
     N_("Your IP address is on a Spamhaus list; check.spamhaus.org says which one "
	"and why."),
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "[BL2#]", REFUSAL_ADDRESS,
     N_("Your IP address is on a Spamhaus list; check.spamhaus.org says which one "
	"and why."),
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 421, NULL, "[TSS0#]", REFUSAL_WAIT,
     N_("The server delays mail from your IP address because of complaints or unusual amounts."),
     DO_WAIT, true},
    {PROTOCOL_SMTP, 553, NULL, "[TSS#]", REFUSAL_ADDRESS,
     N_("The server refuses mail from your IP address permanently."), DO_SUBMIT, true},
    {PROTOCOL_SMTP, 550, NULL, "not authorized to send email directly to our servers",
     REFUSAL_ADDRESS, MEANS_DYNAMIC, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "reverse DNS entry does not resolve", REFUSAL_ADDRESS, MEANS_NOPTR,
     DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "does not resolve to an existing hostname", REFUSAL_ADDRESS,
     MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "no * reverse mapping", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "no reverse DNS", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "no PTR", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "without PTR", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "reverse DNS * failed", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "reverse lookup * failed", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "reverse DNS*t match", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "PTR*t match", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "rDNS*mismatch", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "FCrDNS", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "invalid reverse DNS", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "Fix reverse DNS", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "does not have a PTR record", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR,
     true},
    {PROTOCOL_SMTP, 0, NULL, "IPv6 sending guidelines", REFUSAL_ADDRESS,
     N_("Over IPv6, the server wants a name in reverse DNS."), DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "unusual rate of", REFUSAL_WAIT,
     N_("The server limits mail from your IP address."), DO_WAIT, true},
    {PROTOCOL_SMTP, 0, NULL, "on our block list", REFUSAL_ADDRESS, MEANS_LISTED, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "banned sending IP", REFUSAL_ADDRESS, MEANS_LISTED, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "rate limited due to IP reputation", REFUSAL_WAIT,
     N_("The server limits mail from your IP address."), DO_WAIT, true},
    {PROTOCOL_SMTP, 0, NULL, "must have a reverse DNS record", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR,
     true},
    {PROTOCOL_SMTP, 0, NULL, "does not accept email over IPv6", REFUSAL_ADDRESS,
     N_("The server accepts no mail over IPv6."), DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "support.proofpoint.com/dnsbl-lookup", REFUSAL_ADDRESS, MEANS_LISTED,
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "ipcheck.proofpoint.com", REFUSAL_ADDRESS, MEANS_LISTED, DO_SUBMIT,
     true},
    {PROTOCOL_SMTP, 554, NULL, "ESMTP not accepting connections", REFUSAL_WRONG_SERVER,
     N_("The server accepts no connections from here."),
     N_("Enter the outgoing server from your provider's instructions, with a login."), true},
    {PROTOCOL_SMTP, 554, NULL, "bad reputation", REFUSAL_ADDRESS, MEANS_REPUTATION, DO_SUBMIT,
     true},
    {PROTOCOL_SMTP, 554, NULL, "Bad DNS PTR resource record", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR,
     true},
    {PROTOCOL_SMTP, 0, NULL, "Nemesis ESMTP Service not available", REFUSAL_ADDRESS,
     MEANS_REPUTATION, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 554, NULL, "No SMTP service", REFUSAL_ADDRESS, MEANS_REPUTATION, DO_SUBMIT,
     false},
    {PROTOCOL_SMTP, 550, NULL, "mail from dynamic IPs", REFUSAL_ADDRESS, MEANS_DYNAMIC, DO_SUBMIT,
     true},
    {PROTOCOL_SMTP, 5, NULL, "dynamic ip", REFUSAL_ADDRESS, MEANS_DYNAMIC, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 5, NULL, "smtp server of your ISP", REFUSAL_ADDRESS, MEANS_DYNAMIC, DO_SUBMIT,
     true},
    {PROTOCOL_SMTP, 5, NULL, "dialup", REFUSAL_ADDRESS, MEANS_DYNAMIC, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "too many spams from your ip", REFUSAL_ADDRESS, MEANS_REPUTATION,
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "too many errors from your ip", REFUSAL_ADDRESS, MEANS_REPUTATION,
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "AUP\\#I-1260", REFUSAL_ADDRESS,
     N_("The server accepts no mail over IPv6."), DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "AUP\\#", REFUSAL_ADDRESS, MEANS_REPUTATION, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "CXBL", REFUSAL_ADDRESS, MEANS_LISTED, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "CXDNS", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "CXCNCT", REFUSAL_LIMIT, MEANS_LIMIT, DO_CLOSE, true},
    {PROTOCOL_SMTP, 0, NULL, "OFR*_10#", REFUSAL_WAIT,
     N_("The server refuses your IP address, or so many connections, for now."), DO_WAIT, true},
    {PROTOCOL_SMTP, 0, NULL, "service refused, please try later", REFUSAL_WAIT,
     N_("The server refuses your IP address, or so many connections, for now."), DO_WAIT, true},
    {PROTOCOL_SMTP, 554, NULL, "investigation for spam abuse", REFUSAL_ADDRESS, MEANS_LISTED,
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "cannot find your*hostname", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR,
     true},
    {PROTOCOL_SMTP, 0, NULL, "blocked using", REFUSAL_ADDRESS, MEANS_LISTED, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "barracudacentral.org", REFUSAL_ADDRESS, MEANS_LISTED, DO_SUBMIT,
     true},
    {PROTOCOL_SMTP, 0, NULL, "has been blacklisted", REFUSAL_ADDRESS, MEANS_LISTED, DO_SUBMIT,
     true},
    {PROTOCOL_SMTP, 0, NULL, "is blacklisted", REFUSAL_ADDRESS, MEANS_LISTED, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "temporary blacklisted", REFUSAL_ADDRESS, MEANS_LISTED, DO_SUBMIT,
     true},
    {PROTOCOL_SMTP, 5, NULL, "Rejecting open proxy", REFUSAL_ADDRESS, MEANS_LISTED, DO_SUBMIT,
     true},
    {PROTOCOL_SMTP, 5, NULL, "access forbidden by your IP", REFUSAL_ADDRESS, MEANS_LISTED,
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 554, NULL, "poor reputation", REFUSAL_ADDRESS, MEANS_REPUTATION, DO_SUBMIT,
     true},
    {PROTOCOL_SMTP, 554, NULL, "not allowed to connect", REFUSAL_ADDRESS, MEANS_REPUTATION,
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 5, NULL, "policy violation", REFUSAL_ADDRESS,
     N_("The server's own rules forbid connections from this IP address."), DO_SUBMIT, true},
    {PROTOCOL_SMTP, 554, NULL, "No SMTPd here", REFUSAL_ADDRESS, MEANS_NOT_HERE, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 554, NULL, "Access denied", REFUSAL_ADDRESS, MEANS_NOT_HERE, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 5, NULL, "access denied for", REFUSAL_ADDRESS, MEANS_NOT_HERE, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 5, NULL, "does not accept mail", REFUSAL_WRONG_SERVER,
     N_("This server accepts no mail at all."), DO_CHECK_NAME, true},
    {PROTOCOL_SMTP, 554, NULL, "SMTP service not available", REFUSAL_ADDRESS, MEANS_NOT_HERE,
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 5, NULL, "Service currently unavailable", REFUSAL_ADDRESS, MEANS_NOT_HERE,
     DO_SUBMIT, true},
    {PROTOCOL_SMTP, 452, NULL, "syntax error (connecting)", REFUSAL_PORTAL,
     N_("A filter of the Internet provider answers instead of the mail server."), DO_SUBMIT, true},
    {PROTOCOL_SMTP, 421, NULL, "Cannot connect to SMTP server", REFUSAL_PROXY,
     N_("A virus scanner or proxy accepted the connection but couldn't reach the "
	"server itself."),
     N_("Switch the virus scanner's mail shield off and test again; then you see the server's own "
	"answer, or the real block."),
     true},
    {PROTOCOL_SMTP, 0, NULL, "generic PTR", REFUSAL_ADDRESS, MEANS_HOMELY, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "generic reverse", REFUSAL_ADDRESS, MEANS_HOMELY, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "generic rDNS", REFUSAL_ADDRESS, MEANS_HOMELY, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "dynamic PTR", REFUSAL_ADDRESS, MEANS_HOMELY, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "dynamic reverse", REFUSAL_ADDRESS, MEANS_HOMELY, DO_SUBMIT, true},
    {PROTOCOL_SMTP, 0, NULL, "PTR record", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "valid PTR", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "valid reverse DNS", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "valid rDNS", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "reverse DNS record", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "reverse DNS entry", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "reverse DNS is required", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 0, NULL, "missing reverse", REFUSAL_ADDRESS, MEANS_NOPTR, DO_PTR, true},
    {PROTOCOL_SMTP, 421, NULL, "Service not active", REFUSAL_WAIT,
     N_("The server's mail service isn't active, as in maintenance."), DO_WAIT, true},
    {PROTOCOL_SMTP, 421, NULL, "Service not available", REFUSAL_WAIT, MEANS_BUSY, DO_WAIT, true},
    {PROTOCOL_SMTP, 4, NULL, "try again later", REFUSAL_WAIT, MEANS_BUSY, DO_WAIT, true},
};

static const char *const kinds[REFUSAL_COUNT_] = {
    [REFUSAL_PASSWORD] = "password", [REFUSAL_APP_PASSWORD] = "app-password",
    [REFUSAL_OAUTH] = "oauth",	     [REFUSAL_SIGN_IN] = "sign-in",
    [REFUSAL_ENCRYPT] = "encrypt",   [REFUSAL_SWITCH] = "switch",
    [REFUSAL_ACCOUNT] = "account",   [REFUSAL_SENDER] = "sender",
    [REFUSAL_WAIT] = "wait",	     [REFUSAL_LIMIT] = "limit",
    [REFUSAL_ADDRESS] = "address",   [REFUSAL_WRONG_SERVER] = "wrong-server",
    [REFUSAL_SERVER] = "server",     [REFUSAL_TALK] = "talk",
    [REFUSAL_PORTAL] = "portal",     [REFUSAL_BACKEND] = "backend",
    [REFUSAL_PROXY] = "proxy",	     [REFUSAL_HELLO] = "hello-name",
};

const char *refusal_kind_name(enum refusal_kind k)
{
	assert((unsigned)k < REFUSAL_COUNT_);
	return kinds[k];
}

static bool code_fits(int wanted, int code)
{
	return !wanted || wanted == code || (wanted < 10 && wanted == code / 100);
}

static bool is_for(const char *providers, const char *provider)
{
	struct strs ids = {0};

	strs_split(&ids, providers, " ");
	bool found = strs_has(&ids, provider);

	strs_clear(&ids);
	return found;
}

const struct refusal *refusal_find(enum protocol protocol, int code, const char *text,
				   const char *provider)
{
	const struct refusal *found = NULL;

	if (!text)
		return NULL;
	char *line = normalize_line(text);

	for (size_t i = 0; i < COUNT(phrases) && !found; i++) {
		const struct refusal *p = &phrases[i];

		if (p->provider && (!provider || !is_for(p->provider, provider)))
			continue;
		if ((p->protocol == ANY || p->protocol == protocol) && code_fits(p->code, code) &&
		    normalize_has(line, p->fragment))
			found = p;
	}
	free(line);
	return found;
}

const char *refusal_action(const struct refusal *p, enum purpose purpose)
{
	bool elsewhere = str_eq(p->action, DO_SUBMIT) || str_eq(p->action, DO_PTR);

	if (str_eq(p->action, DO_HELLO) && purpose == PURPOSE_DELIVERY)
		return DO_HELLO_RELAY;
	return elsewhere && purpose != PURPOSE_DELIVERY ? DO_OTHER_ADDRESS : p->action;
}

bool refusal_is_for_people(const struct refusal *p)
{
	return str_eq(p->action, DO_SIGNIN) || str_eq(p->action, DO_ENCRYPT) ||
	       str_eq(p->action, DO_CHECK) || str_eq(p->action, DO_CHECK_NAME);
}

bool refusal_is_telling(const struct refusal *p)
{
	return !str_eq(p->meaning, MEANS_BUSY) && !str_eq(p->meaning, MEANS_LIMIT);
}

bool refusal_is_of_address(const struct refusal *p)
{
	return p->kind == REFUSAL_ADDRESS && !str_eq(p->meaning, MEANS_NOT_HERE);
}

bool refusal_wants_name(const struct refusal *p)
{
	return str_eq(p->action, DO_PTR);
}

bool refusal_is_a_fault(const struct refusal *p)
{
	return p->kind == REFUSAL_SERVER || p->kind == REFUSAL_BACKEND;
}

bool refusal_is_of_tls(const struct refusal *p)
{
	return str_eq(p->meaning, MEANS_TLS_BROKEN);
}

bool refusal_is_busy(const struct refusal *p)
{
	return str_eq(p->meaning, MEANS_BUSY);
}

bool refusal_is_a_guess(const struct refusal *p)
{
	return str_eq(p->meaning, MEANS_HELLO_PERHAPS) || str_eq(p->meaning, MEANS_HELLO_GOOGLE);
}

bool refusal_is_greylisting(const struct refusal *p)
{
	return str_eq(p->meaning, MEANS_GREY);
}

bool refusal_is_proxied(const struct refusal *p)
{
	return str_eq(p->meaning, MEANS_NO_BACKEND);
}

bool refusal_is_about_talk(const struct refusal *p)
{
	return str_eq(p->meaning, MEANS_TALK);
}

bool refusal_is_a_reason(const struct refusal *p)
{
	return p->kind != REFUSAL_TALK;
}

bool refusal_lasts(const struct refusal *p)
{
	return p->kind == REFUSAL_ADDRESS || p->kind == REFUSAL_ACCOUNT ||
	       p->kind == REFUSAL_WRONG_SERVER || p->kind == REFUSAL_PORTAL;
}

bool refusal_asks_to_wait(const struct refusal *p)
{
	return str_eq(p->action, DO_WAIT);
}

const struct refusal *refusal_all(size_t *ret_n)
{
	*ret_n = COUNT(phrases);
	return phrases;
}
