/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One translated word for each value; a value out of range is "?". */
#define WORDS(function, type, count, ...)                                                          \
	const char *function(type x)                                                               \
	{                                                                                          \
		static const char *const words[] = {__VA_ARGS__};                                  \
		_Static_assert(sizeof words / sizeof *words == (count), "a word for each");        \
		return (unsigned)x < (count) ? _(words[x]) : "?";                                  \
	}

WORDS(words_verdict, enum verdict, VERDICT_COUNT_, N_("Fine"), N_("Note"), N_("Warning"),
      N_("Problem"), N_("Not tested"))
WORDS(words_certainty, enum certainty, CERTAINTY_COUNT_, N_("possible"), N_("likely"),
      N_("certain"))
WORDS(words_place, enum place, PLACE_COUNT_, N_("place not known"), N_("on this computer"),
      N_("at your router"), N_("at the router or firewall here, or at the Internet provider"),
      N_("in the network"), N_("on the way to the server"), N_("at the server"),
      N_("at the server, or on the way back"), N_("everywhere"))
WORDS(words_security, enum security, SECURITY_COUNT_, N_("None"), N_("STARTTLS"), N_("SSL/TLS"))
WORDS(words_stage, enum stage, STAGE_COUNT_, N_("DNS"), N_("TCP"), N_("TLS"), N_("Hello"),
      N_("Caps"), N_("STARTTLS"), N_("Caps TLS"), N_("Login"), N_("Bye"))
WORDS(words_outcome, enum outcome, OUTCOME_COUNT_, "-", N_("ok"), N_("refused"), N_("reset"),
      N_("closed"), N_("no answer"), N_("unreachable"), N_("turned away"), N_("not understood"),
      N_("not offered"), N_("skipped"), N_("cancelled"))

/* What an outcome is called at one of the stages; words_outcome() has the word for the others. */
const char *words_ended(enum stage s, enum outcome o)
{
	if (s == STAGE_DNS && o == OUTCOME_BADREPLY)
		return _("failed");
	if (s == STAGE_DNS && o == OUTCOME_NOTOFFERED)
		return _("no address");
	if (s == STAGE_TCP && o == OUTCOME_DENIED)
		return _("forbidden here");
	return s == STAGE_GREETING && o == OUTCOME_BADREPLY ? _("not a mail server")
							    : words_outcome(o);
}

WORDS(words_purpose, enum purpose, PURPOSE_COUNT_, N_("Incoming mail"), N_("Outgoing mail"),
      N_("Between servers"), N_("Comparison"), N_("Filter rules"))
WORDS(words_protocol, enum protocol, PROTOCOL_COUNT_, "SMTP", "IMAP", "POP3", "HTTPS",
      "ManageSieve")
WORDS(words_family, enum family, FAMILY_COUNT_, N_("any"), "IPv4", "IPv6")

char *words_time(int64_t us)
{
	if (us < 0)
		us = 0;
	if (us < 500)
		return mem_strdup(_("<1 ms"));
	if (us < 1000000)
		/* TRANSLATORS: milliseconds. */
		return mem_printf(_("%d ms"), (int)((us + 500) / 1000));
	/* TRANSLATORS: seconds, with one decimal. */
	return mem_printf(_("%d.%d s"), (int)(us / 1000000), (int)(us / 100000 % 10));
}

char *words_date(int64_t unix_s)
{
	time_t at = (time_t)unix_s;
	struct tm tm;
	char text[64];

	if (!gmtime_r(&at, &tm) || !strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &tm))
		return mem_strdup("?");
	return mem_strdup(text);
}

char *words_auth(const char *auth)
{
	static const struct {
		const char *name, *words;
	} methods[] = {
	    {"password", N_("Normal password")},
	    {"password-cleartext", N_("Normal password")},
	    {"plain", N_("Normal password")},
	    {"password-encrypted", N_("Encrypted password")},
	    {"oauth2", "OAuth2"},
	    {"app-password", N_("App password (choose \"Normal password\")")},
	    {"kerberos", "Kerberos / GSSAPI"},
	    {"gssapi", "Kerberos / GSSAPI"},
	    {"ntlm", "NTLM"},
	    {"client-certificate", N_("TLS certificate")},
	    {"client-ip-address", N_("No authentication (the network decides)")},
	    {"none", N_("No authentication")},
	};

	for (size_t i = 0; auth && i < sizeof methods / sizeof *methods; i++)
		if (str_ieq(methods[i].name, auth))
			return mem_strdup(_(methods[i].words));
	return auth ? esc_text(auth, strlen(auth), false) : mem_strdup("?");
}

char *words_list(const struct strs *items)
{
	char *text = mem_strdup(items->n ? items->v[0] : "");

	for (size_t i = 1; i < items->n; i++) {
		/* TRANSLATORS: a list of ports or servers: what it has so far, then the next item;
		 * the second form adds the last one. */
		char *longer =
		    mem_printf(i + 1 < items->n ? _("%s, %s") : _("%s and %s"), text, items->v[i]);

		free(text);
		text = longer;
	}
	return text;
}

unsigned words_plural(size_t n)
{
	long form = 0;

	/* TRANSLATORS: no words but the number of the plural form, from 0.  In sentences such as
	 * "[Port {ports} is|Ports {ports} are] blocked" it picks one of the forms in brackets, of
	 * which a translation has as many as its language needs. */
	str_number(ngettext("0", "1", n), 0, 9, &form);
	return (unsigned)form;
}

bool words_several_hosts(const struct record *record, const struct endpoint *like)
{
	const struct endpoints *plan = &record->plan;

	for (size_t i = 0; i < plan->n; i++) {
		const struct endpoint *e = &plan->v[i];

		if (endpoint_counts(e) && e->service == like->service && e->port == like->port &&
		    !str_ieq(e->host, like->host))
			return true;
	}
	return false;
}

char *words_endpoint_name(const struct record *record, unsigned endpoint)
{
	const struct endpoint *e = endpoints_get(&record->plan, endpoint);

	if (!e)
		return mem_strdup(_("the whole run"));
	/* TRANSLATORS: a row: service name, port, IPv4 or IPv6. */
	char *name = mem_printf(_("%s, port %d, %s"), service_name(e->service), e->port,
				words_family(e->family));

	const char *where = e->why == WHY_ADDRESS && endpoint_counts(e)		    ? e->address
			    : !endpoint_counts(e) || words_several_hosts(record, e) ? e->host
										    : NULL;

	if (!where)
		return name;
	char *address = esc_text(where, strlen(where), false);
	/* TRANSLATORS: the row's name, then the address or server it is about, one of several. */
	char *full = mem_printf(_("%s at %s"), name, address);

	free(name);
	free(address);
	return full;
}

/* The families over which the run tries the row's port. */
static unsigned families_tried(const struct record *record, const struct endpoint *like)
{
	const struct endpoints *plan = &record->plan;
	unsigned families = 0;

	for (size_t i = 0; i < plan->n; i++)
		if (plan->v[i].service == like->service && plan->v[i].port == like->port)
			families |= 1u << plan->v[i].family;
	return families;
}

/* The families of the listed rows with one service and port, as bits. */
static unsigned families_of(const struct record *record, const struct numbers *rows,
			    const struct endpoint *like)
{
	unsigned families = 0;

	for (size_t i = 0; i < rows->n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, rows->v[i]);

		if (e && e->service == like->service && e->port == like->port)
			families |= 1u << e->family;
	}
	return families;
}

static bool lists_host(const struct record *record, const struct numbers *rows,
		       const struct endpoint *like)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, rows->v[i]);

		if (e && e->service == like->service && e->port == like->port &&
		    str_ieq(e->host, like->host))
			return true;
	}
	return false;
}

/* Whether the run tries the service at a host without any of these rows. */
static bool leaves_host_out(const struct record *record, const struct numbers *rows,
			    const struct endpoint *like)
{
	const struct endpoints *plan = &record->plan;

	for (size_t i = 0; i < plan->n; i++) {
		const struct endpoint *e = &plan->v[i];

		if (endpoint_counts(e) && e->service == like->service && e->port == like->port &&
		    !lists_host(record, rows, e))
			return true;
	}
	return false;
}

char *words_rows(const struct record *record, const struct numbers *rows)
{
	struct strs list = {0};

	for (size_t i = 0; i < rows->n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, rows->v[i]);

		if (!e)
			continue;
		char *name = mem_printf("%s %d", service_name(e->service), e->port);

		if (leaves_host_out(record, rows, e)) {
			char *host = esc_text(e->host, strlen(e->host), false);
			char *with = mem_printf(_("%s at %s"), name, host);

			free(host);
			free(name);
			name = with;
		}
		if (families_of(record, rows, e) != families_tried(record, e)) {
			char *with = mem_printf("%s (%s)", name, words_family(e->family));

			free(name);
			name = with;
		}
		if (strs_has(&list, name))
			free(name);
		else
			strs_append(&list, name);
	}
	char *text = strs_join(&list, ", ");

	strs_clear(&list);
	return text;
}
