/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_instead.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

struct wanted {
	bool purpose[PURPOSE_COUNT_], protocol[PROTOCOL_COUNT_];
};

static struct wanted wanted_by(const struct record *record, const struct finding *f)
{
	struct wanted w = {0};

	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, f->endpoints.v[i]);

		if (e) {
			const struct service_row *service = service_row(e->service);

			w.purpose[service->purpose == PURPOSE_DELIVERY ? PURPOSE_SEND
								       : service->purpose] = true;
			w.protocol[service->protocol] = true;
		}
	}
	if (!f->endpoints.n) {
		w.purpose[PURPOSE_RECEIVE] = record->summary.receive_asked;
		w.purpose[PURPOSE_SEND] = record->summary.send_asked;
	}
	return w;
}

static bool is_among_rows(const struct record *record, const struct finding *f,
			  const struct setting *set)
{
	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, f->endpoints.v[i]);

		if (e && e->port == set->port && str_ieq(e->host, set->host))
			return true;
	}
	return false;
}

/* The first that fits, of a protocol of the finding's rows if there is one; NULL without any. */
static const struct setting *other(const struct record *record, const struct finding *f,
				   const struct wanted *w, enum purpose purpose,
				   bool from_first_byte)
{
	const struct summary *summary = &record->summary;
	const struct setting *found = NULL;

	for (size_t i = 0; i < summary->setting_n; i++) {
		const struct setting *set = &summary->settings[i];

		if (set->purpose != purpose || is_among_rows(record, f, set) ||
		    (from_first_byte && set->security != SECURITY_TLS))
			continue;
		if (w->protocol[set->protocol])
			return set;
		found = found ? found : set;
	}
	return found;
}

/* Whether the person reads with another protocol. */
static bool is_change(const struct wanted *w, const struct setting *set)
{
	return set->purpose == PURPOSE_RECEIVE && w->purpose[PURPOSE_RECEIVE] &&
	       (w->protocol[PROTOCOL_IMAP] || w->protocol[PROTOCOL_POP3]) &&
	       !w->protocol[set->protocol];
}

static char *setting_text(const struct wanted *w, const struct setting *set)
{
	char *host = esc_text(set->host, strlen(set->host), false);
	/* TRANSLATORS: a server, its port, "SSL/TLS" or "STARTTLS". */
	char *text =
	    mem_printf(_("%s, port %d, %s"), host, set->port, words_security(set->security));

	free(host);
	if (!is_change(w, set))
		return text;
	/* TRANSLATORS: such a setting, then "IMAP" or "POP3". */
	char *full = mem_printf(_("%s (%s)"), text, words_protocol(set->protocol));

	free(text);
	return full;
}

char *words_instead(const struct record *record, const struct finding *f, bool from_first_byte)
{
	struct wanted w = wanted_by(record, f);
	char *text[PURPOSE_COUNT_] = {NULL}, *both;

	for (int p = PURPOSE_RECEIVE; p <= PURPOSE_SEND; p++) {
		const struct setting *set =
		    w.purpose[p] ? other(record, f, &w, (enum purpose)p, from_first_byte) : NULL;

		text[p] = set ? setting_text(&w, set) : NULL;
	}
	const char *reading = text[PURPOSE_RECEIVE], *sending = text[PURPOSE_SEND];

	if (!(w.purpose[PURPOSE_RECEIVE] && w.purpose[PURPOSE_SEND]))
		return reading ? text[PURPOSE_RECEIVE] : text[PURPOSE_SEND];
	/* TRANSLATORS: settings such as "imap.example.org, port 993, SSL/TLS". */
	both = reading && sending
		   ? mem_printf(_("for reading %s; for sending %s"), reading, sending)
	       : reading ? mem_printf(_("for reading %s"), reading)
	       : sending ? mem_printf(_("for sending %s"), sending)
			 : NULL;
	free(text[PURPOSE_RECEIVE]);
	free(text[PURPOSE_SEND]);
	return both;
}

static bool has_connected(const struct record *record, const struct finding *f)
{
	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint_facts *known = facts_of(&record->facts, f->endpoints.v[i]);

		if (known && known->stages[STAGE_TCP].outcome == OUTCOME_OK)
			return true;
	}
	return false;
}

static bool greets(const struct record *record, const struct endpoint *e)
{
	const struct endpoint_facts *known = facts_of(&record->facts, e->id);

	return known && known->stages[STAGE_GREETING].outcome == OUTCOME_OK;
}

char *words_beside(const struct record *record, const struct finding *f)
{
	const struct endpoint *of =
	    f->endpoints.n ? endpoints_get(&record->plan, f->endpoints.v[0]) : NULL;
	char *works = of ? words_instead(record, f, false) : NULL;
	struct wanted w = wanted_by(record, f);
	const struct endpoint *found = NULL;

	for (size_t i = 0; of && !works && !has_connected(record, f) && i < record->plan.n; i++) {
		const struct endpoint *e = &record->plan.v[i];

		if (e->port != of->port && str_ieq(e->host, of->host) &&
		    service_row(e->service)->purpose <= PURPOSE_SEND &&
		    w.purpose[service_row(e->service)->purpose] && greets(record, e) &&
		    (!found ||
		     service_row(e->service)->preference < service_row(found->service)->preference))
			found = e;
	}
	free(works);
	return found ? mem_printf("%d", found->port) : NULL;
}

bool words_sending_fails(const struct record *record, const struct finding *f)
{
	struct wanted w = wanted_by(record, f);

	return !w.purpose[PURPOSE_RECEIVE] && w.purpose[PURPOSE_SEND] &&
	       words_nothing_works(record, f);
}

bool words_nothing_works(const struct record *record, const struct finding *f)
{
	struct wanted w = wanted_by(record, f);
	const struct summary *summary = &record->summary;

	for (size_t i = 0; i < summary->setting_n; i++)
		w.purpose[summary->settings[i].purpose] = false;
	return w.purpose[PURPOSE_RECEIVE] || w.purpose[PURPOSE_SEND];
}
