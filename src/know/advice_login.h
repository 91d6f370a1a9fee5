/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logins, and what is left over: rows of know/advice.c, which alone includes this. */

{"login.cleartext", N_("[Port {ports} would|Ports {ports} would] also take a password without encryption"),
 N_("The server invites a login before STARTTLS. A mail program that insists on encryption is "
    "safe; one set to \"None\" or \"if available\" would send the password so that anybody on the "
    "way can read it."),
 {{YOU, N_("Set the connection security to SSL/TLS or STARTTLS, never to \"None\" or \"if "
	   "available\".")},
  {ADMIN, N_("Offer logins only after encryption (in Postfix smtpd_tls_auth_only, in Dovecot "
	   "disable_plaintext_auth or auth_allow_cleartext = no).")}},
 "starttls"},

{"login.none", N_("No login is offered for sending on [port|ports] {ports}"),
 N_("Sending works there without a password or not at all. Some providers recognise their own "
    "customers by network address. From elsewhere such a server answers \"relay access denied\"."),
 {{YOU, N_("Use a port from the settings found here that offers a login.")},
  {YOU, N_("If your provider documents sending without a password, choose \"No authentication\".")},
  {ADMIN, N_("Switch AUTH on for [port|ports] {ports}.")}},
 "port-587"},

{"login.disabled", N_("{host} lets nobody log in on [port|ports] {ports}"),
 N_("Even after encryption the server says that logins are disabled, and it names no other way."),
 {{YOU, N_("Use another port or server name of your provider.")},
  {PROVIDER, N_("Tell whether IMAP has to be switched on for the account.")},
  {ADMIN, N_("Check which login mechanisms are configured.")}},
 NULL},

{"login.oauth2-only", N_("A password does not work here: the server wants OAuth2"),
 N_("The server offers only OAuth2, where you sign in on the provider's web page and the mail "
    "program gets a token. Thunderbird calls the authentication method OAuth2; Outlook and Apple "
    "Mail use it when you add the account by choosing the provider. Old programs cannot do it."),
 {{YOU, N_("Choose OAuth2 as authentication method, or add the account afresh and choose your "
	   "provider from the list.")},
  {YOU, N_("Use a newer mail program if yours does not know OAuth2.")}},
 "oauth2"},

{"login.no-password", N_("No password is taken on [port|ports] {ports}"),
 N_("The server offers logins of other kinds only, such as Kerberos, which a computer of the company has "
    "without asking, or a personal certificate. A mail program that sends a password is turned away."),
 {{YOU, N_("Use another port from the settings found here if one takes a password.")},
  {YOU, N_("In a company: choose \"Kerberos / GSSAPI\" in Thunderbird, on a computer that is signed in to the "
	 "company's network.")},
  {ADMIN, N_("If passwords are to work, offer PLAIN or LOGIN after encryption.")}},
 NULL},

{"login.app-password", N_("{provider} wants an app password instead of the usual one"),
 N_("By its published rules the provider takes no account password from mail programs. An app "
    "password is a long one for a single program, made on the provider's security page."),
 {{YOU, N_("Make an app password on the provider's web site (two-step verification usually has "
	   "to be on), and enter it without blanks as the password.")},
  {YOU, N_("Choose OAuth2 instead if mail program and provider both offer it.")}},
 "app-passwords"},

{"login.after-tls", N_("Passwords are taken only after encryption"),
 N_("On [port|ports] {ports} the server offers logins only once STARTTLS has encrypted the connection. "
    "That is as it should be."),
 {{YOU, N_("Do nothing.")}},
 "starttls"},

{"run.unfinished", N_("Not everything was tested: the run ended too early"),
 N_("[Port {ports} had not given its result|Ports {ports} had not given their results] when the run was stopped or its "
    "time was up. Nothing can be said about that, neither good nor bad."),
 {{YOU, N_("Test again, and let it run to its end.")}},
 NULL},

{"probe.failed", N_("The test of [port|ports] {ports} at {host} failed"),
 N_("It ended in the stage {stage} with the outcome {outcome}, and no rule knows what that means. "
    "The evidence shows what was seen."),
 {{YOU, N_("Try again, and look at the conversation.")},
  {ADMIN, N_("Compare the evidence with the server's log.")}},
 "check-by-hand"},
