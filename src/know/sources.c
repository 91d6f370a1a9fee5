/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/sources.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define DOMAIN_SAYS N_("The domain itself says it, and a certificate proves the origin.")
#define RECORD_SAYS N_("The domain's own records say it; without DNSSEC nothing proves them.")
#define ISPDB_SAYS                                                                                 \
	N_("Thunderbird's collection lists it; it is kept with care, but not by the domain.")
#define MX_SAYS N_("The provider that receives the domain's mail says it for all customers.")
#define EXCHANGE_SAYS N_("Exchange's Autodiscover says it without a login.")

/* clang-format off */
static const struct source_row rows[] = {
    {SOURCE_MX, LOOKUP_MX, "%EMAILDOMAIN%", SOURCE_SCOPE_DOMAIN, SOURCES_RANK_MX, SERVICE_COUNT_,
     N_("A provider with known servers receives the domain's mail.")},
    {SOURCE_AUTOCONFIG, LOOKUP_CONFIG,
     "https://autoconfig.%EMAILDOMAIN%/mail/config-v1.1.xml?emailaddress=%EMAILADDRESS%",
     SOURCE_SCOPE_DOMAIN, 30, SERVICE_COUNT_, DOMAIN_SAYS},
    {SOURCE_AUTOCONFIG, LOOKUP_CONFIG,
     "https://%EMAILDOMAIN%/.well-known/autoconfig/mail/config-v1.1.xml",
     SOURCE_SCOPE_DOMAIN, 31, SERVICE_COUNT_, DOMAIN_SAYS},
    {SOURCE_SRV, LOOKUP_SRV, "_imaps._tcp.%EMAILDOMAIN%", SOURCE_SCOPE_DOMAIN, 40, SERVICE_IMAPS,
     RECORD_SAYS},
    {SOURCE_SRV, LOOKUP_SRV, "_imap._tcp.%EMAILDOMAIN%", SOURCE_SCOPE_DOMAIN, 40, SERVICE_IMAP,
     RECORD_SAYS},
    {SOURCE_SRV, LOOKUP_SRV, "_pop3s._tcp.%EMAILDOMAIN%", SOURCE_SCOPE_DOMAIN, 40, SERVICE_POP3S,
     RECORD_SAYS},
    {SOURCE_SRV, LOOKUP_SRV, "_pop3._tcp.%EMAILDOMAIN%", SOURCE_SCOPE_DOMAIN, 40, SERVICE_POP3,
     RECORD_SAYS},
    {SOURCE_SRV, LOOKUP_SRV, "_submissions._tcp.%EMAILDOMAIN%", SOURCE_SCOPE_DOMAIN, 40,
     SERVICE_SUBMISSIONS, RECORD_SAYS},
    {SOURCE_SRV, LOOKUP_SRV, "_submission._tcp.%EMAILDOMAIN%", SOURCE_SCOPE_DOMAIN, 40,
     SERVICE_SUBMISSION, RECORD_SAYS},
    {SOURCE_SRV, LOOKUP_SRV, "_sieve._tcp.%EMAILDOMAIN%", SOURCE_SCOPE_DOMAIN, 40,
     SERVICE_MANAGESIEVE, RECORD_SAYS},
    {SOURCE_ISPDB, LOOKUP_CONFIG, "https://v1.ispdb.net/%EMAILDOMAIN%", SOURCE_SCOPE_PUBLIC, 50,
     SERVICE_COUNT_, ISPDB_SAYS},
    {SOURCE_AUTOCONFIG, LOOKUP_CONFIG,
     "https://autoconfig.%MXDOMAIN%/mail/config-v1.1.xml?emailaddress=%EMAILADDRESS%",
     SOURCE_SCOPE_MX, 60, SERVICE_COUNT_, MX_SAYS},
    {SOURCE_ISPDB, LOOKUP_CONFIG, "https://v1.ispdb.net/%MXDOMAIN%", SOURCE_SCOPE_MX, 61,
     SERVICE_COUNT_, ISPDB_SAYS},
    {SOURCE_AUTODISCOVER, LOOKUP_AUTODISCOVER_JSON,
     "https://autodiscover.%EMAILDOMAIN%/autodiscover/autodiscover.json/v1.0/%EMAILADDRESS%?Protocol=AutodiscoverV1",
     SOURCE_SCOPE_DOMAIN, 70, SERVICE_COUNT_, EXCHANGE_SAYS},
    {SOURCE_AUTODISCOVER, LOOKUP_AUTODISCOVER,
     "https://autodiscover.%EMAILDOMAIN%/autodiscover/autodiscover.xml",
     SOURCE_SCOPE_DOMAIN, 71, SERVICE_COUNT_, EXCHANGE_SAYS},
    {SOURCE_AUTODISCOVER, LOOKUP_CNAME, "autodiscover.%EMAILDOMAIN%",
     SOURCE_SCOPE_DOMAIN, SOURCES_RANK_SIGNS, SERVICE_COUNT_,
     N_("A record for mail programs shows the owner of the mailboxes.")},
    {SOURCE_AUTOCONFIG, LOOKUP_CONFIG, "http://autoconfig.%EMAILDOMAIN%/mail/config-v1.1.xml",
     SOURCE_SCOPE_DOMAIN, SOURCES_RANK_UNPROVEN, SERVICE_COUNT_,
     N_("It came without encryption: anyone on the way may have changed it.")},
};
/* clang-format on */

static const struct source_guess guesses[] = {
    {"imap", SERVICE_IMAPS, false},	  {"mail", SERVICE_IMAPS, true},
    {"imap", SERVICE_IMAP, false},	  {"mail", SERVICE_IMAP, true},
    {"pop", SERVICE_POP3S, false},	  {"mail", SERVICE_POP3S, true},
    {"pop", SERVICE_POP3, false},	  {"mail", SERVICE_POP3, true},
    {"smtp", SERVICE_SUBMISSIONS, false}, {"mail", SERVICE_SUBMISSIONS, true},
    {"smtp", SERVICE_SUBMISSION, false},  {"mail", SERVICE_SUBMISSION, true},
    {"mail", SERVICE_SMTP, false},	  {"mail", SERVICE_HTTPS, false},
};

const struct source_guess *sources_guesses(size_t *ret_n)
{
	*ret_n = COUNT(guesses);
	return guesses;
}

const struct source_row *sources_all(size_t *ret_n)
{
	*ret_n = COUNT(rows);
	return rows;
}

/* Appends text up to the mark and value for it; returns what follows, or NULL without a mark. */
static const char *fill_one(struct buf *out, const char *text, const char *mark, const char *value)
{
	const char *at = strstr(text, mark);

	if (!at)
		return NULL;
	buf_append(out, text, (size_t)(at - text));
	buf_puts(out, value);
	return at + strlen(mark);
}

char *sources_question(const struct source_row *row, const char *domain, const char *mx_domain)
{
	const char *rest;
	struct buf out;

	if (strstr(row->question, "%MXDOMAIN%") && !mx_domain)
		return NULL;
	buf_init(&out, 0);
	rest = fill_one(&out, row->question, "%EMAILDOMAIN%", domain);
	if (!rest)
		rest = fill_one(&out, row->question, "%MXDOMAIN%", mx_domain ? mx_domain : "");
	buf_puts(&out, rest ? rest : row->question);
	return buf_take(&out);
}

/* Whether question is pattern with any name for %MXDOMAIN%. */
static bool fits_mx(const char *pattern, const char *question)
{
	static const char mark[] = "%MXDOMAIN%";
	const char *at = strstr(pattern, mark);

	if (!at)
		return false;
	/* Up to the parameter, which may have been left out. */
	size_t head = (size_t)(at - pattern), tail = strcspn(at, "?") - strlen(mark);
	size_t len = strcspn(question, "?");

	return len > head + tail && !strncmp(question, pattern, head) &&
	       !strncmp(question + len - tail, at + strlen(mark), tail) &&
	       !memchr(question + head, '/', len - head - tail);
}

/* The address may have been left out. */
static bool is_same(const char *full, const char *asked)
{
	size_t len = strlen(asked);

	return str_istarts(full, asked) &&
	       (!full[len] || str_istarts(full + len, "?emailaddress="));
}

const struct source_row *sources_of_question(const char *question, const char *domain)
{
	for (size_t i = 0; question && domain && i < COUNT(rows); i++) {
		char *mine = sources_question(&rows[i], domain, NULL);
		bool same = mine && is_same(mine, question);

		free(mine);
		if (same)
			return &rows[i];
	}
	for (size_t i = 0; question && i < COUNT(rows); i++)
		if (fits_mx(rows[i].question, question))
			return &rows[i];
	return NULL;
}
