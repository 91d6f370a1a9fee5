/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "advice/error_causes.h"

#include "base/i18n.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define BLOCKED                                                                                     \
	"path.* net.port-blocked.* net.mail-ports-blocked net.inspected.* net.cloud.blocks "        \
	"net.dns-only net.provider-silent net.host-silent.elsewhere net.port-fine.* tcp.blocked.* " \
	"tcp.silent* tcp.denied tcp.unreachable"
#define INTERCEPTED                                                                                        \
	"tls.intercepted.* tls.same-certificate proxy.* path.proxy.* starttls.stripped starttls.stranger " \
	"greeting.stranger greeting.not-reached net.captive-portal"

static const struct error_cause causes[] = {
    {"app-password-needed", N_("The provider wants an app password, not the usual one."),
     N_("Make an app password in the account's security settings on the web, and enter that."),
     "login.app-password provider.own-password provider.app-password-2fa", ERROR_SIGHT_NONE},
    {"auth-method", N_("The program signs in by a method that the server doesn't have."),
     N_("Choose the sign-in method that porthorn shows with the settings."),
     "login.oauth2-only login.ntlm-only login.no-password login.none login.disabled",
     ERROR_SIGHT_NONE},
    {"auth-not-sent", N_("The program sent without signing in."),
     N_("Switch on sign-in for the outgoing server, with the same user name and password as for reading."),
     NULL, ERROR_SIGHT_NONE},
    {"blocked-address", N_("The server refuses this connection's IP address."),
     N_("Look at the words of the refusal: they often name the list to ask. On a phone's network the address is another."),
     "greeting.listed* refused.reverse-dns refused.one-family path.banned", ERROR_SIGHT_NONE},
    {"cancelled-by-user", N_("The check was stopped in the program."),
     N_("Start it again in the program."), NULL, ERROR_SIGHT_NONE},
    {"cert-expired", N_("The server's certificate has expired."),
     N_("Compare this computer's date. If it is right, the server's operator has to renew the certificate."),
     "tls.cert.expired tls.cert.chain-expired tls.cert.root-expired tls.cert.not-reloaded",
     ERROR_SIGHT_TLS},
    {"cert-incomplete-chain",
     N_("The server leaves out a certificate between its own and the root."),
     N_("The server's operator has to install the whole chain."),
     "tls.cert.incomplete tls.cert.order", ERROR_SIGHT_TLS},
    {"cert-name", N_("The certificate is for another name than the server's in the settings."),
     N_("Enter the server's name as the provider gives it, not an alias or an IP address."),
     "tls.cert.wrong-name tls.cert.other-name tls.cert.close-name tls.cert.no-name tls.cert.bad-name "
     "tls.cert.one-service tls.same-certificate host.meant",
     ERROR_SIGHT_TLS},
    {"cert-untrusted",
     N_("No authority that this computer trusts vouches for the server's certificate."),
     N_("Enter no password until it is clear whose certificate that is."),
     "tls.cert.self-signed tls.cert.untrusted tls.cert.root-missing tls.cert.root-expired tls.cert.issuer-powers "
     "tls.cert.bad tls.cert.incomplete tls.cert.weak tls.intercepted.* trust.empty",
     ERROR_SIGHT_TLS},
    {"clock-wrong", N_("The date or time of this computer or device is wrong."),
     N_("Set date, time and time zone, or let the network set them."),
     "tls.clock.wrong tls.cert.not-yet-valid", ERROR_SIGHT_NONE},
    {"config-error", N_("The program's own settings don't fit together."),
     N_("Compare every field with what porthorn shows, or add the account again."), NULL,
     ERROR_SIGHT_NONE},
    {"connection-dropped", N_("The connection was cut while it was in use."),
     N_("Try once more. If it happens each time, try another network, and without the virus scanner's mail protection."),
     "greeting.closed greeting.reset tls.closed tls.reset proto.closed proto.reset starttls.cut* net.large-lost tcp.reset "
     "path.reset.* path.proxy.syn net.inspected.* greeting.service-down",
     ERROR_SIGHT_NONE},
    {"dns-failure", N_("The name server doesn't answer, or can't look the name up."),
     N_("Try another name server or another network; restarting the router often helps."),
     "dns.no-server dns.no-answer dns.servfail dns.refused dns.own-lookup dns.failed dns.sinkhole dns.hosts-file* "
     "dns.own-servers dns.provider-name*",
     ERROR_SIGHT_NAMES},
    {"greylisted", N_("The receiving server puts off senders that it doesn't know yet."),
     N_("Wait: the sending server tries again by itself, mostly within half an hour."),
     "refused.greylisted", ERROR_SIGHT_NONE},
    {"imap-pop-disabled", N_("Reading with mail programs is switched off for the account."),
     N_("Switch on IMAP or POP3 in the mailbox's settings on the web."),
     "provider.switch provider.paid-plan", ERROR_SIGHT_NONE},
    {"intercepted", N_("Something on the way answers in the server's place."),
     N_("Try another network, and without the virus scanner's mail protection."), INTERCEPTED,
     ERROR_SIGHT_TLS},
    {"mailbox-full", N_("The mailbox is full."),
     N_("Delete or move mail on the web, and empty the bin."), NULL, ERROR_SIGHT_NONE},
    {"message-too-big", N_("The message is larger than the server accepts."),
     N_("Send a link instead of the attachment, or smaller parts."), NULL, ERROR_SIGHT_NONE},
    {"name-not-found", N_("The server's name doesn't exist as it is written."),
     N_("Look for slips in the server's name, and for spaces before or after it."),
     "dns.no-name discover.no-name dns.no-address dns.provider-name* dns.no-guess discover.no-domain host.meant mx.no-name",
     ERROR_SIGHT_NAMES},
    {"no-network", N_("The computer or device has no connection to the Internet."),
     N_("Check Wi-Fi or cable; flight mode has to be off."),
     "net.no-network net.everything-down net.no-route path.here.route path.gateway.dead",
     ERROR_SIGHT_ANSWER},
    {"oauth-token", N_("The program's permission at the provider has expired or was withdrawn."),
     N_("Sign in again in the program's account settings, in the window of the provider."), NULL,
     ERROR_SIGHT_NONE},
    {"oauth2-only", N_("The provider accepts OAuth2 only, not a password."),
     N_("Choose OAuth2 as sign-in method, or use a program that can do it."),
     "login.oauth2-only provider.oauth2", ERROR_SIGHT_NONE},
    {"password", N_("The password is wrong."),
     N_("Try the same user name and password on the provider's web site. If they work there, an app password may be due."),
     NULL, ERROR_SIGHT_NONE},
    {"port-blocked",
     N_("Something blocks the port on the way: this computer's firewall, a router, or a network."),
     N_("Enter a port that works, as porthorn shows."), BLOCKED, ERROR_SIGHT_CONNECT},
    {"profile-damaged", N_("The account's data in the program is damaged."),
     N_("Remove the account in the program and add it again; with IMAP the mail stays at the server."),
     NULL, ERROR_SIGHT_NONE},
    {"proxy", N_("A proxy in the program's or system's settings fails."),
     N_("Set the program to use no proxy for mail."), NULL, ERROR_SIGHT_NONE},
    {"rate-limit", N_("The server accepts no more for now, from this account or address."),
     N_("Wait an hour, and let fewer devices or programs fetch mail at once."),
     "greeting.limit greeting.too-many greeting.attempts greeting.temporary path.banned",
     ERROR_SIGHT_NONE},
    {"recipient-refused", N_("The server doesn't accept the recipient's address."),
     N_("Look for slips in the recipient's address. If it is right, sign in for sending."), NULL,
     ERROR_SIGHT_NONE},
    {"relay-denied", N_("The server sends on to other domains only for people who have signed in."),
     N_("Switch on sign-in for the outgoing server, with the settings that porthorn shows."), NULL,
     ERROR_SIGHT_NONE},
    {"scanner-software",
     N_("A virus scanner or other security software on the computer stops the program."),
     N_("Switch off its mail protection for a test, and allow the mail program in it."),
     "tls.intercepted.scanner proxy.scanner path.proxy.here path.here.*", ERROR_SIGHT_NONE},
    {"sender-refused", N_("The server doesn't accept this sender's address from this account."),
     N_("Send with the account's own address, and sign in for sending."), NULL, ERROR_SIGHT_NONE},
    {"server-down", N_("The server, or its mail service, is off or has a fault."),
     N_("Wait, and look at the provider's status page."),
     "tcp.refused* path.refused.server greeting.service-down greeting.none.logins greeting.temporary refused.fault "
     "refused.no-service proxy.no-server net.host-silent.elsewhere starttls.temporary",
     ERROR_SIGHT_CONNECT},
    {"server-rule", N_("The server refuses it by a rule of its own."),
     N_("Read the words that the server adds: they say which rule."),
     "refused.* greeting.refused proto.refused", ERROR_SIGHT_NONE},
    {"smtp-auth-disabled", N_("Sending with mail programs is switched off for the account."),
     N_("Switch it on in the account's settings, or ask the administrator for \"SMTP AUTH\"."),
     "provider.switch-sending login.none login.disabled", ERROR_SIGHT_NONE},
    {"starttls-missing", N_("The server doesn't offer STARTTLS on that port."),
     N_("Choose the port and encryption that porthorn shows."),
     "starttls.missing* starttls.stripped starttls.refused starttls.temporary proto.ehlo-unknown proto.starttls-on-tls-setting",
     ERROR_SIGHT_STARTTLS},
    {"timeout", N_("No answer came in time."),
     N_("Enter a port that works, as porthorn shows, and try another network."),
     BLOCKED
     " greeting.none* greeting.slow greeting.endless greeting.waits proto.slow proto.timeout tls.timeout "
     "tls.hello.long net.large-lost dns.slow dns.no-answer net.ipv6-broken net.family-broken dns.unroutable host.one-family",
     ERROR_SIGHT_NONE},
    {"tls-cipher", N_("Program and server have no encryption method in common."),
     N_("Update the program or its system; else the server's operator has to allow more methods."),
     "tls.strict.* tls.strength.rsa-only tls.alert", ERROR_SIGHT_NONE},
    {"tls-too-old",
     N_("Program and server have no version of TLS in common: one of them is too old."),
     N_("Update the program, its system or the device; TLS 1.2 is the least today."),
     "tls.version.old tls.version.ssl tls.version.no-12 tls.hello.old tls.strict.*",
     ERROR_SIGHT_NONE},
    {"tls-weak-key", N_("The server's key or key exchange is too weak for the program."),
     N_("The server's operator has to replace it."),
     "tls.cert.weak tls.strict.dh tls.strict.signature tls.cert.key-kind", ERROR_SIGHT_NONE},
    {"too-many-connections", N_("Too many connections to the server are open at once."),
     N_("Close mail programs on other devices, or let them keep fewer connections."),
     "greeting.too-many greeting.limit greeting.attempts", ERROR_SIGHT_NONE},
    {"user-name", N_("The user name is wrong."),
     N_("Enter the user name in the form that porthorn shows with the settings."), NULL,
     ERROR_SIGHT_NONE},
    {"wrong-port", N_("The port in the program is another than the server's."),
     N_("Enter the port that porthorn shows."),
     "proto.other-mail proto.http proto.ssh proto.ftp tcp.not-provided tcp.not-offered tcp.refused* proto.tls-on-sieve-port",
     ERROR_SIGHT_NONE},
    {"wrong-security", N_("The encryption in the program doesn't fit the port."),
     N_("SSL/TLS belongs to ports 465, 993 and 995; STARTTLS to 587, 143 and 110. Enter what porthorn shows."),
     "proto.plain-on-tls-port proto.tls-on-plain-port proto.starttls-on-tls-setting proto.plain-here "
     "tls.refused-in-clear starttls.missing*",
     ERROR_SIGHT_NONE},
};

const struct error_cause *error_cause_find(const char *id, size_t len)
{
	for (size_t i = 0; i < COUNT(causes); i++)
		if (strlen(causes[i].id) == len && !strncmp(causes[i].id, id, len))
			return &causes[i];
	return NULL;
}

size_t error_causes_of(const char *list, const struct error_cause **ret, size_t max)
{
	size_t n = 0;

	for (; *list && n < max; list += strspn(list, " ")) {
		size_t len = strcspn(list, " ");
		const struct error_cause *c = error_cause_find(list, len);

		if (c)
			ret[n++] = c;
		list += len;
	}
	return n;
}

const struct error_cause *error_causes_all(size_t *ret_n)
{
	*ret_n = COUNT(causes);
	return causes;
}
