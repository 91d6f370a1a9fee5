/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/services.h"

#include "base/i18n.h"
#include "base/str.h"

#include <assert.h>

/*
 * Ports and modes: RFC 8314 section 7 (465, 993, 995), RFC 6409 (587),
 * RFC 5321 (25), RFC 9051 (143), RFC 1939 and 2595 (110), RFC 5804 (4190).
 * 2525 has no RFC: it is a custom of some sending services.
 */
static const struct service_row rows[SERVICE_COUNT_] = {
    [SERVICE_SMTP] =
	{SERVICE_SMTP, PROTOCOL_SMTP, PURPOSE_DELIVERY, SECURITY_STARTTLS, 25, true, 0,
	 N_("Mail relay"),
	 N_("Mail servers pass mail to each other on port 25. Mail programs don't need it, and "
	    "many networks block it against spam.")},
    [SERVICE_SUBMISSION] = {SERVICE_SUBMISSION, PROTOCOL_SMTP, PURPOSE_SEND, SECURITY_STARTTLS, 587,
			    true, 2, N_("Mail submission with STARTTLS"),
			    N_("Mail programs send on port 587 after signing in. The connection "
			       "begins in clear text and changes to TLS with STARTTLS.")},
    [SERVICE_SUBMISSIONS] = {SERVICE_SUBMISSIONS, PROTOCOL_SMTP, PURPOSE_SEND, SECURITY_TLS, 465,
			     true, 1, N_("Mail submission with TLS"),
			     N_("Mail programs send on port 465 after signing in. TLS protects the "
				"connection from its first byte.")},
    [SERVICE_IMAP] = {SERVICE_IMAP, PROTOCOL_IMAP, PURPOSE_RECEIVE, SECURITY_STARTTLS, 143, true, 2,
		      N_("IMAP with STARTTLS"),
		      N_("Mail programs read mail that stays on the server. The connection begins "
			 "in clear text and changes to TLS with STARTTLS.")},
    [SERVICE_IMAPS] =
	{SERVICE_IMAPS, PROTOCOL_IMAP, PURPOSE_RECEIVE, SECURITY_TLS, 993, true, 1,
	 N_("IMAP with TLS"),
	 N_("Mail programs read mail that stays on the server; every device shows the same. TLS "
	    "protects the connection from its first byte.")},
    [SERVICE_POP3] =
	{SERVICE_POP3, PROTOCOL_POP3, PURPOSE_RECEIVE, SECURITY_STARTTLS, 110, true, 4,
	 N_("POP3 with STLS"),
	 N_("Mail programs fetch mail to one device. The connection begins in clear text and "
	    "changes to TLS with STLS, POP3's word for STARTTLS.")},
    [SERVICE_POP3S] =
	{SERVICE_POP3S, PROTOCOL_POP3, PURPOSE_RECEIVE, SECURITY_TLS, 995, true, 3,
	 N_("POP3 with TLS"),
	 N_("Mail programs fetch mail to one device. TLS protects the connection from "
	    "its first byte.")},
    [SERVICE_HTTPS] =
	{SERVICE_HTTPS, PROTOCOL_HTTPS, PURPOSE_WEB, SECURITY_TLS, 443, true, 0, N_("Web with TLS"),
	 N_("Web pages use port 443; mail doesn't. porthorn tries it for comparison, to tell "
	    "blocked mail ports from a dead connection.")},
    [SERVICE_SUBMISSION_ALT] =
	{SERVICE_SUBMISSION_ALT, PROTOCOL_SMTP, PURPOSE_SEND, SECURITY_STARTTLS, 2525, false, 3,
	 N_("Mail submission on another port"),
	 N_("Some sending services also accept mail on port 2525, for networks that block 25, 465 "
	    "and 587. It isn't a standard.")},
    [SERVICE_MANAGESIEVE] =
	{SERVICE_MANAGESIEVE, PROTOCOL_SIEVE, PURPOSE_FILTER, SECURITY_STARTTLS, 4190, false, 0,
	 N_("Mail filter rules (ManageSieve)"),
	 N_("Mail programs use it to keep sorting rules on the server. Reading and sending mail "
	    "work without it.")},
};

/* Port 25 with a login: a mail program's, as 587, though not meant for it (RFC 6409 section 3.1). */
static const struct service_row login_on_25 = {.service = SERVICE_SMTP,
					       .protocol = PROTOCOL_SMTP,
					       .purpose = PURPOSE_SEND,
					       .security = SECURITY_STARTTLS,
					       .port = 25,
					       .preference = 4};

const struct service_row *service_login_on_25(void)
{
	return &login_on_25;
}

const struct service_row *service_row(enum service s)
{
	assert((unsigned)s < SERVICE_COUNT_);
	return &rows[s];
}

enum service service_by_word(const char *word)
{
	/* The IANA's name of port 4190, and what programs call port 465. */
	static const struct {
		const char *word;
		enum service service;
	} others[] = {{"sieve", SERVICE_MANAGESIEVE},
		      {"smtps", SERVICE_SUBMISSIONS},
		      {"ssmtp", SERVICE_SUBMISSIONS}};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (str_ieq(word, others[i].word))
			return others[i].service;
	return service_from_name(word);
}

enum service service_for_port(int port)
{
	for (int s = 0; s < SERVICE_COUNT_; s++)
		if (rows[s].port == port)
			return rows[s].service;
	return SERVICE_COUNT_;
}

bool service_port_is_webs(int port)
{
	static const int ports[] = {80, 443, 8000, 8080, 8443, 2082, 2083, 2086, 2087, 2095, 2096};

	for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
		if (ports[i] == port)
			return true;
	return false;
}
