/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/greetings.h"

#include "base/str.h"
#include "know/pattern.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define SMTP PROTOCOL_SMTP
#define IMAP PROTOCOL_IMAP
#define POP3 PROTOCOL_POP3

#define GOOGLE "gmail gworkspace"
#define MICROSOFT "outlook microsoft365"
#define UNITED "gmx-de gmx-com webde mailcom ionos 1und1"
#define ZOHO "zoho-us zoho-eu zoho-in zoho-au zoho-ca zoho-jp"
#define NETEASE "163 126 yeah"

static const struct greeting greetings[] = {
    {GOOGLE, SMTP, "220 * ESMTP * - gsmtp", true},
    {GOOGLE, IMAP, "\\* OK Gimap ready for requests from *", true},
    {GOOGLE, POP3, "+OK Gpop ready for requests from *", true},
    {MICROSOFT, SMTP, "220 *outlook*com Microsoft ESMTP MAIL Service ready at *", true},
    {MICROSOFT, IMAP, "\\* OK The Microsoft Exchange IMAP4 service is ready.*", true},
    {MICROSOFT, IMAP, "\\* OK Microsoft Exchange * IMAP4 service ready*", true},
    {MICROSOFT, IMAP, "\\* OK Microsoft Exchange IMAP4 service is ready*", false},
    {MICROSOFT, POP3, "+OK The Microsoft Exchange POP3 service is ready.*", true},
    {MICROSOFT, POP3, "+OK Microsoft Exchange POP3 service is ready*", false},
    {"yahoo aol verizon att cox rogers sky", SMTP, "220 smtp.mail.* ESMTP ready", false},
    {"yahoo aol verizon att cox rogers sky", IMAP, "\\* OK [CAPABILITY IMAP4rev1 *", false},
    {"icloud", IMAP, "\\* OK [CAPABILITY *XAPPLEPUSHSERVICE*", true},
    {"icloud", SMTP, "220 *.com ESMTP*", false},
    {UNITED, SMTP, "220 *Nemesis ESMTP*", false},
    {UNITED, IMAP, "\\* OK [CAPABILITY IMAP4rev1 *] IMAP server ready*", false},
    {"yandex", IMAP, "\\* OK Yandex IMAP4rev1 at * ready to talk with *", true},
    {"yandex", SMTP, "220 *.yandex.net *", false},
    {"mailru", SMTP, "220 smtp*mail.ru ESMTP ready*", false},
    {ZOHO, IMAP, "\\* OK * IMAP4 Server (Zoho Mail IMAP4rev1 Server version *)*", true},
    {ZOHO, SMTP, "220 *zohomail.* SMTP Server ready*", false},
    {"fastmail", IMAP, "\\* OK IMAP4 ready", false},
    {"fastmail", SMTP, "220 *fastmail.com ESMTP*", false},
    {"qq", SMTP, "220 *qq.com *Esmtp QQ*", false},
    {NETEASE, SMTP, "220 * Anti-spam GT for Coremail System*", false},
    {NETEASE, IMAP, "\\* OK Coremail System IMap Server Ready*", false},
    {"mailgun", SMTP, "220 Mailgun Influx ready*", true},
    {"ovh", SMTP, "220 ssl0.ovh.net player#*", true},
    {"proton", IMAP, "\\* OK [CAPABILITY *] *", false},
    {"t-online", SMTP, "220 fwd# *ESMTP*", false},
};

/* The names in a provider's answers to EHLO; each was read in a source. */
static const struct {
	const char *providers, *pattern;
} hello_names[] = {
    {GOOGLE, "*.gmail.com"},	    {GOOGLE, "*.google.com"},	{MICROSOFT, "*.outlook.com"},
    {MICROSOFT, "*.office365.com"}, {"yandex", "*.yandex.net"},
};

static bool is_among(const char *provider, const char *providers)
{
	struct strs ids = {0};

	strs_split(&ids, providers, " ");
	bool found = provider && strs_has(&ids, provider);

	strs_clear(&ids);
	return found;
}

/* Only a row read in a source can say that a greeting differs. */
enum greeting_fit greeting_check(const char *provider, enum protocol protocol, const char *line)
{
	enum greeting_fit fit = GREETING_UNKNOWN;

	for (size_t i = 0; i < COUNT(greetings); i++) {
		const struct greeting *g = &greetings[i];

		if (g->protocol != protocol || !is_among(provider, g->providers))
			continue;
		if (pattern_match(g->pattern, line))
			return GREETING_FITS;
		if (g->confirmed)
			fit = GREETING_DIFFERS;
	}
	return fit;
}

enum greeting_fit hello_check(const char *provider, const char *name)
{
	enum greeting_fit fit = GREETING_UNKNOWN;

	for (size_t i = 0; i < COUNT(hello_names); i++) {
		if (!is_among(provider, hello_names[i].providers))
			continue;
		if (pattern_match(hello_names[i].pattern, name))
			return GREETING_FITS;
		fit = GREETING_DIFFERS;
	}
	return fit;
}

const struct greeting *greeting_all(size_t *ret_n)
{
	*ret_n = COUNT(greetings);
	return greetings;
}
