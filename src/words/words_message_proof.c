/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a message that proves its case: times, addresses, ports, what was compared, the way. */
#include "config.h"
#include "words/words_message_private.h"

#include "base/address.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "reason/path/compare.h"
#include "words/words.h"
#include "words/words_card.h"
#include "words/words_compare.h"
#include "words/words_path.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CONNECTIONS_MAX 12
#define WORKING_MAX 6
#define REPLIES_MAX 6
#define US_PER_S 1000000

static char *shown(const char *text)
{
	return esc_text(text, strlen(text), false);
}

/* ---- times ---- */

/* "2026-11-23 17:43:08 UTC" */
static char *time_of(const struct record *record, const struct event *e)
{
	time_t at = (time_t)(record->facts.now + (e ? e->at_us / US_PER_S : 0));
	struct tm tm;
	char text[64];

	if (!gmtime_r(&at, &tm) || !strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &tm))
		return words_date(record->facts.now);
	return mem_strdup(text);
}

/* The start of the endpoint's newest attempt. */
static const struct event *begin_of(const struct record *record, unsigned endpoint)
{
	const struct endpoint_facts *f = facts_of(&record->facts, endpoint);

	return f ? f->begin : NULL;
}

/* ---- connections ---- */

static const char *ended(const struct endpoint_facts *f)
{
	if (!f->end_event)
		return _("not finished");
	if (f->outcome != OUTCOME_OK)
		return words_ended_plainly(f->end_stage, f->outcome);
	return f->verify && f->verify->status ? _("answers, but isn't trusted") : _("answers");
}

/* Servers outside don't see the address that a router gives to a computer behind it. */
static bool needs_inside(enum party p)
{
	return p != PARTY_MAIL && p != PARTY_BLOCKLIST;
}

/* The own address of the connection as far as the party needs it, or NULL. */
static const char *told_own(const struct letter *l, const struct endpoint_facts *f)
{
	return needs_inside(l->to) || address_is_public(f->local_address) ? f->local_address : NULL;
}

/* "2026-11-23 17:43:08 UTC: smtp.example.org (192.0.2.1), port 587, from 192.168.1.20: no answer" */
static char *connection(const struct letter *l, const struct endpoint *e)
{
	const struct record *record = l->record;
	const struct endpoint_facts *f = facts_of(&record->facts, e->id);
	char *at = time_of(record, begin_of(record, e->id)), *host = shown(e->host);
	const char *address = facts_address(&record->facts, e->id), *own = told_own(l, f);
	char *where = address && !str_eq(address, e->host) ? mem_printf("%s (%s)", host, address)
							   : mem_strdup(host);
	char *text =
	    own ? /* TRANSLATORS: a time, a server with its address, a port, IPv4 or IPv6, the own
		     address, how it ended. */
		mem_printf(_("%s: %s, port %d, %s, from %s: %s"), at, where, e->port,
			   words_family(e->family), own, ended(f))
		: /* TRANSLATORS: the same without the own address. */
		mem_printf(_("%s: %s, port %d, %s: %s"), at, where, e->port,
			   words_family(e->family), ended(f));

	free(where);
	free(host);
	free(at);
	return text;
}

/* Without a finding, or for one about the run as a whole: those that were asked for. */
static bool is_meant(const struct letter *l, const struct endpoint *e)
{
	const struct endpoint_facts *f = facts_of(&l->record->facts, e->id);

	if (!f || !f->begin || f->outcome == OUTCOME_SKIPPED || f->outcome == OUTCOME_NOTOFFERED)
		return finding_is_about(l->f, e->id) && f && f->begin;
	return l->f && l->f->endpoints.n ? finding_is_about(l->f, e->id) : endpoint_counts(e);
}

void letter_connections(struct letter *l)
{
	const struct endpoints *plan = &l->record->plan;
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++)
		if (is_meant(l, &plan->v[i]) && n++ < CONNECTIONS_MAX)
			letter_item(l, connection(l, &plan->v[i]));
	if (n > CONNECTIONS_MAX)
		letter_item(
		    l, mem_printf(ngettext("%zu more connection like these",
					   "%zu more connections like these", n - CONNECTIONS_MAX),
				  n - CONNECTIONS_MAX));
	if (!n) {
		char *at = time_of(l->record, NULL);

		/* TRANSLATORS: %s is a time. */
		letter_item(l, mem_printf(_("The check began at %s."), at));
		free(at);
	}
}

void letter_working(struct letter *l)
{
	const struct endpoints *plan = &l->record->plan;
	struct numbers rows = {mem_calloc(plan->n + 1, sizeof *rows.v), 0};

	for (size_t i = 0; l->f && i < plan->n && rows.n < WORKING_MAX; i++) {
		const struct endpoint_facts *f = facts_of(&l->record->facts, plan->v[i].id);

		if (endpoint_counts(&plan->v[i]) && !finding_is_about(l->f, plan->v[i].id) && f &&
		    f->end_event && f->outcome == OUTCOME_OK && !(f->verify && f->verify->status))
			rows.v[rows.n++] = plan->v[i].id;
	}
	char *list = words_rows(l->record, &rows);

	if (*list) /* TRANSLATORS: %s is a list of services and ports. */
		letter_item(l, mem_printf(_("These worked at the same time: %s."), list));
	free(list);
	free(rows.v);
}

/* ---- this computer's addresses ---- */

/* That of the person's line as a server saw it; NULL if none said. The caller frees. */
static char *address_seen(const struct record *record, const struct finding *f)
{
	const char *listed = f ? finding_arg(f, FINDING_ARG_LISTED) : NULL;

	if (listed)
		return mem_strdup(listed);
	for (size_t i = 0; i < record->facts.n; i++) {
		char *told = facts_address_told(&record->facts.v[i]);

		if (told && address_is_public(told))
			return told;
		free(told);
	}
	return NULL;
}

/* What the connections of a family left by. */
struct own {
	bool used;	     /* the message is about that family */
	const char *address; /* NULL: not known */
};

static bool is_own_of(const char *address, enum family family)
{
	return address && family_of_address(address) == family &&
	       !address_is(address, ADDRESS_LOOPBACK) && !address_is(address, ADDRESS_LINK_LOCAL);
}

/* Of the rows meant, else of any, else what the computer says of itself. */
static const char *own_address(const struct letter *l, enum family family)
{
	const struct facts *facts = &l->record->facts;
	const char *other = NULL;

	for (size_t i = 0; i < facts->n; i++) {
		const char *local = facts->v[i].local_address;

		if (is_own_of(local, family) && finding_is_about(l->f, (unsigned)i + 1))
			return local;
		if (!other && is_own_of(local, family))
			other = local;
	}
	for (size_t i = 0; !other && i < facts->local_n; i++)
		if (facts->local[i]->kind == LOCAL_ADDRESS &&
		    is_own_of(facts->local[i]->address, family))
			other = facts->local[i]->address;
	return other;
}

static struct own own_of(const struct letter *l, enum family family)
{
	const struct endpoints *plan = &l->record->plan;
	struct own own = {.address = own_address(l, family)};

	for (size_t i = 0; i < plan->n && !own.used; i++)
		own.used = plan->v[i].family == family && is_meant(l, &plan->v[i]);
	return own;
}

static void tell_own(struct letter *l, const struct strs *own)
{
	char *list = words_list(own);

	letter_item(l, mem_printf(ngettext("This computer's IP address: %s",
					   "This computer's IP addresses: %s", own->n),
				  list));
	letter_reveals(l, mem_printf(ngettext("this computer's IP address (%s)",
					      "this computer's IP addresses (%s)", own->n),
				     list));
	free(list);
}

static void tell_seen(struct letter *l, const char *seen)
{
	char *said = shown(seen);

	letter_item(l, mem_printf(_("My public IP address, as a mail server saw it: %s"), said));
	letter_reveals(l, mem_printf(_("your public IP address (%s)"), said));
	free(said);
}

/* Addresses of IPv6 are seldom translated. An administrator knows the own network's public one. */
static void tell_unknown(struct letter *l)
{
	letter_item(
	    l, mem_strdup(
		   needs_inside(l->to)
		       ? _("The public IPv4 address is the one that this line had at the times "
			   "above; the computer itself doesn't know it.")
		       : _("This computer doesn't know its public IPv4 address: it is the one in "
			   "the server's log, if the connection got so far.")));
}

void letter_addresses(struct letter *l)
{
	struct own own[] = {own_of(l, FAMILY_IPV4), own_of(l, FAMILY_IPV6)};
	char *seen = address_seen(l->record, l->f);
	struct strs told = {0};
	bool all = !own[0].used && !own[1].used;
	bool known = address_version(seen) == 4 || address_is_public(own[0].address);

	for (size_t i = 0; i < 2; i++)
		if (own[i].address && (own[i].used || all) &&
		    !address_equal(own[i].address, seen) &&
		    (needs_inside(l->to) || address_is_public(own[i].address)))
			strs_add(&told, own[i].address);
	if (seen)
		tell_seen(l, seen);
	if (told.n)
		tell_own(l, &told);
	if (!known && l->to != PARTY_NETWORK && (own[0].used || (all && !told.n)))
		tell_unknown(l);
	strs_clear(&told);
	free(seen);
}

/* ---- compared ---- */

static bool is_compared(const struct letter *l, const struct compare_row *row)
{
	for (size_t i = 0; l->f && i < l->f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&l->record->plan, l->f->endpoints.v[i]);

		if (e && e->port == row->port && e->family == row->family &&
		    row->else_port.asked + row->here_rest.asked)
			return true;
	}
	return false;
}

/* Ports of a family with the same result share an item. */
static void compared(struct letter *l, const struct compare_table *comparison)
{
	struct compare_pages pages;

	words_compare(&pages, comparison);
	for (size_t i = 0; i < pages.n; i++) {
		char *cells = strs_join(&pages.v[i].lines, "; ");

		letter_item(l, mem_printf("%s: %s", pages.v[i].title, cells));
		free(cells);
	}
	compare_pages_clear(&pages);
}

void letter_compared(struct letter *l)
{
	struct compare_table table;
	size_t n = 0;

	compare_init(&table, &l->record->facts);
	for (size_t i = 0; i < table.n; i++)
		if (is_compared(l, &table.v[i]))
			table.v[n++] = table.v[i];
	table.n = n;
	if (n) {
		letter_heading(l, _("Compared with other ports and servers"));
		compared(l, &table);
	}
	compare_clear(&table);
}

/* ---- the way ---- */

/* "3  203.0.113.9 (bras7.example.net): port 587 no answer, port 465 8 ms" */
static char *hop(const struct path_picture *p, const struct path_row *row)
{
	char *suspect = words_path_cell(&row->suspect, false),
	     *working = words_path_cell(&row->working, false), *text;

	if (p->working_port) /* TRANSLATORS: a router's number and address, then for each of two
				ports how it answered. */
		text =
		    mem_printf(_("%d  %s: port %d %s, port %d %s"), row->ttl, row->who, p->port,
			       *suspect ? suspect : "-", p->working_port, *working ? working : "-");
	else /* TRANSLATORS: a router's number and address, then how it answered. */
		text = mem_printf(_("%d  %s: port %d %s"), row->ttl, row->who, p->port,
				  *suspect ? suspect : "-");
	free(working);
	free(suspect);
	return text;
}

static void routers(struct letter *l, const struct path_picture *p)
{
	letter_heading(l, p->title);
	for (size_t i = 0; i < p->n; i++) {
		if (i == p->break_at)
			letter_item(l, mem_strdup(p->break_text));
		letter_item(l, hop(p, &p->rows[i]));
	}
	if (p->break_at >= p->n)
		letter_item(l, mem_strdup(p->break_text));
	letter_reveals(l, mem_strdup(_("the routers along your way")));
}

/* The furthest router that the port's packets passed. */
static void last_router(struct letter *l, const struct path_picture *p)
{
	size_t at = p->break_at;

	while (at && !p->rows[at - 1].suspect.address)
		at--;
	if (!at)
		return;
	letter_heading(l, p->title);
	letter_item(l, mem_printf(_("The last router that passes the port on is number %d: %s."),
				  p->rows[at - 1].ttl, p->rows[at - 1].who));
}

void letter_way(struct letter *l, bool whole)
{
	struct path_pictures pictures;

	words_paths(&pictures, l->record, 0);
	for (size_t i = 0; i < pictures.n; i++) {
		const struct path_picture *p = &pictures.v[i];

		if (!p->n || !p->broken ||
		    (l->f && l->f->endpoints.n && !finding_is_about(l->f, p->endpoint)))
			continue;
		if (whole)
			routers(l, p);
		else
			last_router(l, p);
		break;
	}
	path_pictures_clear(&pictures);
}

/* ---- what the server said ---- */

static bool is_reply(const struct event *e)
{
	switch (e->type) {
	case EVENT_GREETING:
	case EVENT_REPLY:
	case EVENT_CAPS:
	case EVENT_BYTES_RECEIVED:
	case EVENT_LEFTOVER:
	case EVENT_UNASKED:
	case EVENT_CLOSED:
	case EVENT_TLS_CERT:
	case EVENT_TLS_VERIFY:
	case EVENT_TLS_ALERT:
	case EVENT_TLS_ERROR:
	case EVENT_TLS_ACCEPTS:
	case EVENT_RECORDS:
	case EVENT_POLICY:
	case EVENT_DANE:
		return true;
	default:
		return false;
	}
}

void letter_replies(struct letter *l)
{
	size_t n = 0;

	for (size_t i = 0; l->f && i < l->f->evidence.n && n < REPLIES_MAX; i++) {
		const struct event *e = log_get(&l->record->log, l->f->evidence.v[i]);

		if (!e || !is_reply(e))
			continue;
		if (!n++)
			letter_heading(l, _("What the server said and showed"));
		char *at = time_of(l->record, e), *text = words_event(e, false);
		const char *said = strstr(text, "  "); /* behind the time since the start */

		letter_item(l, mem_printf("%s: %s", at, said ? said + strspn(said, " ") : text));
		free(text);
		free(at);
	}
}
