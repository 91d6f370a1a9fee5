/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "practice/scenario.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "practice/identity.h"

const struct scenario_place scenario_places[] = {
    {SERVICE_SMTP, IDENTITY_HOST_MAIL},	       {SERVICE_SUBMISSION, IDENTITY_HOST_SMTP},
    {SERVICE_SUBMISSIONS, IDENTITY_HOST_SMTP}, {SERVICE_IMAP, IDENTITY_HOST_IMAP},
    {SERVICE_IMAPS, IDENTITY_HOST_IMAP},       {SERVICE_POP3, IDENTITY_HOST_POP},
    {SERVICE_POP3S, IDENTITY_HOST_POP},	       {SERVICE_HTTPS, IDENTITY_HOST_MAIL},
};
const size_t scenario_place_n = sizeof scenario_places / sizeof *scenario_places;

/* The first one is the default. */
const struct practice_scenario scenario_rows[] = {
    {"home", N_("A home connection with port 25 blocked"),
     N_("Port 25 never answers, as on most home connections, and mail programs don't need it: "
	"reading and sending work. See how long porthorn waits before it calls a port silent."),
     0},
    {"all-good", N_("Everything works"),
     N_("Every port answers, and every certificate is valid. See what a healthy provider looks "
	"like, and which settings come first."),
     0},
    {"submission-blocked", N_("Port 587 is blocked, 465 is not"),
     N_("Something on the way drops port 587, while 465 of the same server answers. Both send "
	"mail: enter 465 with SSL/TLS instead."),
     0},
    {"starttls-stripped", N_("STARTTLS is stripped on the way"),
     N_("The ports with STARTTLS answer, but the offer to encrypt is missing or overwritten with "
	"X. A mail program that goes on here sends the password in clear text. The ports with "
	"SSL/TLS are not affected."),
     0},
    {"wrong-name", N_("The certificate is for another name"),
     N_("The certificate is genuine and not expired, but belongs to the hosting company's own "
	"machine. Compare the names in the Certificate tab with the name of the tested server."),
     1},
    {"expired", N_("The certificate has expired"),
     N_("Everything works, but the certificate expired some weeks ago. Only the server's "
	"administrator can renew it."),
     1},
    {"intercepted", N_("A virus scanner intercepts the encryption"),
     N_("Every port shows a certificate from the same private issuer, a mail scanner, instead of "
	"the provider's own. Mail programs that don't know this issuer refuse to connect."),
     1},
    {"captive-portal", N_("A hotel's sign-in page answers on every port"),
     N_("A web server answers on every port and wants you to sign in with a browser. Nothing is "
	"wrong with the mail settings."),
     1},
    {"plain-on-tls-port", N_("The TLS ports aren't encrypted"),
     N_("Ports 465, 993 and 995 aren't encrypted; they should be. Mail programs set to SSL/TLS "
	"fail here with strange messages; STARTTLS on 587 and 143 works."),
     0},
    {"refusing", N_("The servers turn this computer away"),
     N_("The servers answer, but refuse this connection in their own words. Read the words: they "
	"say whether to wait, and whom to ask."),
     1},
    {"slow-greeting", N_("A server that greets after six seconds"),
     N_("Port 25 greets with one line at once and another after six seconds. It's a common "
	"defence against spam programs, and healthy: be patient."),
     0},
    {"server-down", N_("The mail server isn't running"),
     N_("Every port is refused at once: the computer is there, but its mail server isn't running. "
	"A refusal is an answer; compare it with the silence in the scenario \"home\"."),
     1},
};
const size_t scenario_row_n = sizeof scenario_rows / sizeof *scenario_rows;

#define BIT(service) (1u << (service))
#define ALL (~0u)
#define SENDING (BIT(SERVICE_SMTP) | BIT(SERVICE_SUBMISSION) | BIT(SERVICE_SUBMISSIONS))
#define IMPLICIT (BIT(SERVICE_SUBMISSIONS) | BIT(SERVICE_IMAPS) | BIT(SERVICE_POP3S))
#define MAIL (~BIT(SERVICE_HTTPS))

#define MASKED_EHLO                                                                                \
	"on EHLO\n"                                                                                \
	"  reply 250-mail.practice.example\n"                                                      \
	"  reply 250-PIPELINING\n"                                                                 \
	"  reply 250-SIZE 52428800\n"                                                              \
	"  reply 250-XXXXXXXA\n"                                                                   \
	"  reply 250 8BITMIME\n"                                                                   \
	"on STARTTLS\n"                                                                            \
	"  reply 502 5.5.1 Error: command not implemented\n"

/* Where a scenario differs from health; of several rows the first one counts. */
static const struct difference {
	const char *scenario;
	unsigned services;
	const char *like; /* stock server to start from; NULL: the service's own */
	const char *script;
} differences[] = {
    {"home", BIT(SERVICE_SMTP), NULL, "listen full\n"},

    {"submission-blocked", BIT(SERVICE_SUBMISSION), NULL, "listen full\n"},

    {"starttls-stripped", BIT(SERVICE_SMTP) | BIT(SERVICE_SUBMISSION), NULL, MASKED_EHLO},
    {"starttls-stripped", BIT(SERVICE_IMAP), NULL,
     "greet\n"
     "  reply * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ "
     "AUTH=PLAIN] "
     "Dovecot (Debian) ready.\n"
     "on * CAPABILITY\n"
     "  reply * CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN\n"
     "  reply {tag} OK Pre-login capabilities listed, post-login capabilities have more.\n"
     "on * STARTTLS\n"
     "  reply {tag} BAD Error in IMAP command STARTTLS: Unknown command.\n"},
    {"starttls-stripped", BIT(SERVICE_POP3), NULL,
     "on CAPA\n"
     "  reply +OK\n"
     "  reply CAPA\n"
     "  reply TOP\n"
     "  reply UIDL\n"
     "  reply USER\n"
     "  reply SASL PLAIN LOGIN\n"
     "  reply .\n"
     "on STLS\n"
     "  reply -ERR Unknown command.\n"},

    {"wrong-name", ALL, NULL, "identity wrong-name\n"},
    {"expired", ALL, NULL, "identity expired\n"},
    {"intercepted", ALL, NULL, "identity antivirus\n"},

    {"captive-portal", BIT(SERVICE_HTTPS), NULL, "identity portal\n"},
    {"captive-portal", MAIL, "portal", ""},

    {"plain-on-tls-port", IMPLICIT, NULL, "tls off\n"},

    {"refusing", SENDING & ~IMPLICIT, NULL,
     "greet\n"
     "  reply 554 5.7.1 Service unavailable; Client host [198.51.100.9] blocked using "
     "pbl.spamhaus.org\n"
     "  close\n"},
    {"refusing", BIT(SERVICE_SUBMISSIONS), NULL,
     "greet\n"
     "  reply 421 4.7.0 mail.practice.example Error: too many connections from this address\n"
     "  close\n"},
    {"refusing", BIT(SERVICE_IMAP) | BIT(SERVICE_IMAPS), NULL,
     "greet\n"
     "  reply * BYE Too many connections from this address, try again later\n"
     "  close\n"},
    {"refusing", BIT(SERVICE_POP3) | BIT(SERVICE_POP3S), NULL,
     "greet\n"
     "  reply -ERR [SYS/TEMP] The mail store is closed for maintenance, try again later\n"
     "  close\n"},

    {"slow-greeting", BIT(SERVICE_SMTP), NULL,
     "greet\n"
     "  reply 220-mail.practice.example ESMTP\n"
     "  wait 6000\n"
     "  reply 220 mail.practice.example ESMTP Postfix (Debian/GNU)\n"},

    {"server-down", ALL, NULL, "listen refused\n"},
};

char *scenario_script(const char *scenario, enum service service)
{
	const char *own = service_name(service);

	for (size_t i = 0; i < sizeof differences / sizeof *differences; i++) {
		const struct difference *d = &differences[i];

		if (str_eq(d->scenario, scenario) && (d->services & BIT(service)))
			return mem_printf("like %s\n%s", d->like ? d->like : own, d->script);
	}
	return mem_printf("like %s\n", own);
}
