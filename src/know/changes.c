/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/changes.h"

#include "base/i18n.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define YAHOO_FAMILY "yahoo aol att rogers cox sky"
#define LETS_ENCRYPT "Let's Encrypt"
#define EXCHANGE_BLOG "https://techcommunity.microsoft.com/blog/exchange/"
#define SC_081 "https://cabforum.org/2025/04/11/ballot-sc081v3/"
#define LE_45 "https://letsencrypt.org/2025/12/02/from-90-to-45"

static const struct change changes[] = {
    {"outlook.password", CHANGE_SIGN_IN, "outlook", NULL, "2024-09-16", NULL,
     N_("Passwords and app passwords are refused for IMAP, POP and SMTP: the mail program must sign in with OAuth2."),
     "https://techcommunity.microsoft.com/blog/outlook/4164184", "2024-06-11"},
    {"microsoft365.reading", CHANGE_SIGN_IN, "microsoft365", NULL, "2022-10-01", NULL,
     N_("Reading mail by IMAP or POP needs OAuth2; passwords are refused."),
     "https://github.com/M66B/FairEmail/blob/master/FAQ.md", "2026-08-22"},
    {"gmail.password", CHANGE_SIGN_IN, "gmail", NULL, "2022-05-30", NULL,
     N_("The account's own password is refused in mail programs: they need OAuth2 or an app password."),
     "https://github.com/M66B/FairEmail/blob/master/FAQ.md", "2026-08-22"},
    {"gworkspace.password", CHANGE_SIGN_IN, "gworkspace", NULL, "2025-03-14", "2025-05-01",
     N_("The account's own password is refused in mail programs: they need OAuth2 or an app password."),
     "https://support.google.com/a/answer/14114704", "2025-03-14"},
    {"yahoo.app-passwords", CHANGE_SIGN_IN, YAHOO_FAMILY, NULL, "2026-01", NULL,
     N_("App passwords are being withdrawn: choose OAuth2 in the mail program if the option for an app password is "
	"missing. One that you have may go on working."),
     "https://github.com/thunderbird/thunderbird-android/issues/10245", "2025-12-10", true},

    {"microsoft365.sending", CHANGE_SENDING, "microsoft365", NULL, "2026-12-31", NULL,
     N_("Sending with a password (SMTP AUTH) is off unless the organisation's administrator switches it on."),
     EXCHANGE_BLOG
     "updated-exchange-online-smtp-auth-basic-authentication-deprecation-timeline/4489835",
     "2026-01-29"},

    {"microsoft365.tls", CHANGE_TLS, "microsoft365", NULL, "2026-07", "2026-12-31",
     N_("POP and IMAP refuse TLS 1.0 and 1.1."), EXCHANGE_BLOG "4515201", "2026-04-27"},

    {"gmail.fetching-new", CHANGE_FETCHING, "gmail", NULL, "2026-01", "2026-03-31",
     N_("New users can't let Gmail fetch mail from other mailboxes (POP, Gmailify)."),
     "https://support.google.com/mail/answer/16604719", "2026-10-10", true},
    {"gmail.fetching", CHANGE_FETCHING, "gmail", NULL, "2027-01", NULL,
     N_("Gmail fetches no mail from other mailboxes (POP, Gmailify)."),
     "https://support.google.com/mail/answer/16604719", "2026-10-10", true},

    {"gmail.imap", CHANGE_ACCESS, "gmail", NULL, "2025-01", NULL,
     N_("IMAP is always on, without a switch. POP still has one in the settings."),
     "https://github.com/warmbly/warmbly/pull/577", "2026"},
    {"talktalk.fee", CHANGE_ACCESS, "talktalk", NULL, "2025-10-31", NULL,
     N_("Users who aren't TalkTalk customers pay for the mailbox or lose it."),
     "TalkTalk's mail to its customers of June 2025", "2025", true},
    {"eir.fee", CHANGE_ACCESS, "eir", NULL, "2026-11", NULL, N_("Mailboxes cost a monthly fee."),
     "eir's customer pages", "2026-11", true},

    {"letsencrypt.64-days", CHANGE_LIFETIME, NULL, LETS_ENCRYPT, "2027-02-10", NULL,
     N_("Let's Encrypt's certificates are valid for 64 days instead of 90, unless another profile was chosen."),
     LE_45, "2025-12-02"},
    {"letsencrypt.45-days", CHANGE_LIFETIME, NULL, LETS_ENCRYPT, "2028-02-16", NULL,
     N_("Let's Encrypt's certificates are valid for 45 days."), LE_45, "2025-12-02"},
    {"authorities.200-days", CHANGE_LIFETIME, NULL, NULL, "2026-03-15", NULL,
     N_("Public authorities issue certificates for at most 200 days."), SC_081, "2025-04-11"},
    {"authorities.100-days", CHANGE_LIFETIME, NULL, NULL, "2027-03-15", NULL,
     N_("Public authorities issue certificates for at most 100 days."), SC_081, "2025-04-11"},
    {"authorities.47-days", CHANGE_LIFETIME, NULL, NULL, "2029-03-15", NULL,
     N_("Public authorities issue certificates for at most 47 days."), SC_081, "2025-04-11"},

    {"letsencrypt.client", CHANGE_CLIENT_CERTIFICATE, NULL, LETS_ENCRYPT, "2026-02-11",
     "2026-07-08",
     N_("Let's Encrypt's new certificates are for servers only: a computer can't sign in with one (no clientAuth)."),
     "https://letsencrypt.org/2025/05/14/ending-tls-client-authentication", "2026-05-13"},
    {"authorities.client", CHANGE_CLIENT_CERTIFICATE, NULL, NULL, "2026-06-15", "2027-03-15",
     N_("Public authorities' new certificates are for servers only: a computer can't sign in with one (no clientAuth)."),
     "https://googlechrome.github.io/chromerootprogram/ (policy 1.8)", "2026-02-05"},

    {"letsencrypt.staple", CHANGE_STAPLE, NULL, LETS_ENCRYPT, "2025-05-07", "2025-08-06",
     N_("Let's Encrypt issues no certificates that require an OCSP staple, and answers no OCSP requests."),
     "https://letsencrypt.org/2024/12/05/ending-ocsp", "2024-12-05", true},
};

void change_day(int64_t unix_s, char ret[CHANGE_DAY_SIZE])
{
	time_t t = (time_t)unix_s;
	struct tm tm;

	*ret = '\0';
	if (unix_s && gmtime_r(&t, &tm))
		strftime(ret, CHANGE_DAY_SIZE, "%Y-%m-%d", &tm);
}

/* "2027-01" comes before each of its days. */
enum change_time change_time(const struct change *c, const char *today)
{
	if (!*today)
		return CHANGE_UNDATED;
	if (strcmp(today, c->from) < 0)
		return CHANGE_BEFORE;
	return c->done && strcmp(today, c->done) < 0 ? CHANGE_DURING : CHANGE_AFTER;
}

bool change_is_of(const struct change *c, const char *provider)
{
	struct strs ids = {0};

	if (!provider || !c->providers)
		return false;
	strs_split(&ids, c->providers, " ");
	bool of = strs_has(&ids, provider);

	strs_clear(&ids);
	return of;
}

/* The next of those that fit, or the last that has come. */
static const struct change *nearest(const struct change *best, const struct change *c,
				    const char *today)
{
	return !best || change_time(best, today) == CHANGE_AFTER ? c : best;
}

const struct change *change_of_provider(enum change_kind kind, const char *provider,
					const char *today)
{
	const struct change *best = NULL;

	for (size_t i = 0; i < COUNT(changes); i++)
		if (changes[i].kind == kind && change_is_of(&changes[i], provider))
			best = nearest(best, &changes[i], today);
	return best;
}

const struct change *change_of_authority(enum change_kind kind, const char *authority,
					 const char *today)
{
	const struct change *best = NULL;

	for (size_t i = 0; i < COUNT(changes); i++)
		if (changes[i].kind == kind && !changes[i].providers &&
		    str_ieq(changes[i].authority, authority))
			best = nearest(best, &changes[i], today);
	return best;
}

const struct change *change_find(const char *id)
{
	for (size_t i = 0; i < COUNT(changes); i++)
		if (str_eq(changes[i].id, id))
			return &changes[i];
	return NULL;
}

const struct change *change_all(size_t *ret_n)
{
	*ret_n = COUNT(changes);
	return changes;
}
