/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of advice/ with the values of a finding in them. */
#include "config.h"
#include "words/words.h"

#include "base/address.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "advice/advice.h"
#include "know/services.h"
#include "reason/domain/domain.h"
#include "reason/facts/surroundings.h"
#include "words/fill.h"
#include "words/words_changes.h"
#include "words/words_instead.h"
#include "words/words_place.h"

#include <stdlib.h>
#include <string.h>

struct about {
	const struct record *record;
	const struct finding *f;
	bool brief; /* a title: of many servers it names some */
};

#define TITLE_HOSTS_MAX 3

static char *endpoint_value(const struct record *record, const struct endpoint *e, const char *name)
{
	if (str_eq(name, "port"))
		return mem_printf("%d", e->port);
	if (str_eq(name, "service"))
		return mem_strdup(_(service_row(e->service)->title));
	if (str_eq(name, "family"))
		return mem_strdup(words_family(e->family));
	const char *text = str_eq(name, "host")	     ? e->host
			   : str_eq(name, "address") ? facts_address(&record->facts, e->id)
						     : NULL;

	return text ? esc_text(text, strlen(text), false) : NULL;
}

/* "25 and 587", or the plural form for that number; NULL for an empty list.  Frees the items. */
static char *list_value(struct strs *items, bool number)
{
	if (!items->n && !number)
		return NULL;
	char *list = number ? mem_printf("%u", words_plural(items->n)) : words_list(items);
	char *shown = esc_text(list, strlen(list), false);

	free(list);
	strs_clear(items);
	return shown;
}

/* Those that the rows were tried at, each once. */
static void addresses_of(const struct about *about, struct strs *ret)
{
	for (size_t i = 0; i < about->f->endpoints.n; i++) {
		const char *address =
		    facts_address(&about->record->facts, about->f->endpoints.v[i]);

		if (address && !strs_has(ret, address))
			strs_add(ret, address);
	}
}

static void services_of(const struct about *about, struct strs *ret)
{
	for (size_t i = 0; i < about->f->endpoints.n; i++) {
		const struct endpoint *e =
		    endpoints_get(&about->record->plan, about->f->endpoints.v[i]);
		const char *title = _(service_row(e->service)->title);

		if (!strs_has(ret, title))
			strs_add(ret, title);
	}
}

/* "a, b and 3 more" */
static void shorten(struct strs *items)
{
	if (items->n <= TITLE_HOSTS_MAX)
		return;
	size_t more = items->n - TITLE_HOSTS_MAX + 1;

	while (items->n >= TITLE_HOSTS_MAX)
		free(items->v[--items->n]);
	/* TRANSLATORS: the end of a list of servers. */
	strs_append(items, mem_printf(_("%zu more"), more));
}

/* NULL if the name is not that of a list. */
static char *list_named(const struct about *about, const char *name, bool number)
{
	const struct endpoints *plan = &about->record->plan;
	struct strs items = {0};

	if (str_eq(name, "ports"))
		finding_ports(about->f, plan, &items);
	else if (str_eq(name, "hosts"))
		finding_hosts(about->f, plan, &items);
	else if (str_eq(name, "addresses"))
		addresses_of(about, &items);
	else if (str_eq(name, "services"))
		services_of(about, &items);
	else
		return NULL;
	if (about->brief && !number && str_eq(name, "hosts"))
		shorten(&items);
	return list_value(&items, number);
}

/* The family of all rows of the finding, FAMILY_ANY if they differ. */
static enum family family_of(const struct record *record, const struct finding *f)
{
	enum family family = FAMILY_ANY;

	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, f->endpoints.v[i]);

		if (!e || (i && e->family != family))
			return FAMILY_ANY;
		family = e->family;
	}
	return family;
}

static bool connects(const struct record *record, unsigned endpoint)
{
	const struct endpoint_facts *known = facts_of(&record->facts, endpoint);

	return known && known->stages[STAGE_TCP].outcome == OUTCOME_OK;
}

static bool works(const struct record *record, unsigned endpoint)
{
	const struct endpoint_facts *known = facts_of(&record->facts, endpoint);

	return known && known->end_event && known->outcome == OUTCOME_OK;
}

/* Whether holds() is false of the endpoint, and true of the same port of the same server over the
 * other family. */
static bool differs_by_family(const struct record *record, const struct endpoint *e,
			      bool (*holds)(const struct record *record, unsigned endpoint))
{
	const struct endpoints *plan = &record->plan;

	for (size_t i = 0; i < plan->n && !holds(record, e->id); i++) {
		const struct endpoint *other = &plan->v[i];

		if (other->port == e->port && other->service == e->service &&
		    other->family != e->family && str_ieq(other->host, e->host) &&
		    holds(record, other->id))
			return true;
	}
	return false;
}

/* Whether its rows do not connect or do not work over their family, and all do over the other. */
static bool is_of_one_family(const struct record *record, const struct finding *f)
{
	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, f->endpoints.v[i]);

		if (!e || (!differs_by_family(record, e, connects) &&
			   !differs_by_family(record, e, works)))
			return false;
	}
	return true;
}

/* A dated rule, with the log's own day. */
static char *change_value(const struct about *about, const char *id)
{
	const struct change *c = change_find(id);

	return c ? words_change(c, log_now(&about->record->log)) : NULL;
}

/* Values that depend on other rows; NULL if the name is none of these, or has no value. */
static char *computed(const struct about *about, const char *name)
{
	if (str_eq(name, "instead") || str_eq(name, "instead-tls"))
		return words_instead(about->record, about->f, str_eq(name, "instead-tls"));
	if (str_eq(name, "beside"))
		return words_beside(about->record, about->f);
	if (!str_eq(name, "over"))
		return NULL;
	if (!is_of_one_family(about->record, about->f))
		return mem_strdup("");
	/* TRANSLATORS: IPv4 or IPv6; it follows a noun, with the blank before it. */
	return mem_printf(_(" over %s"), words_family(family_of(about->record, about->f)));
}

/* Whether nothing but port 25 was asked for. */
static bool is_relay(const struct record *record)
{
	const struct summary *s = &record->summary;

	return s->delivery_asked && !s->receive_asked && !s->send_asked;
}

/* Servers, and no mail programs, connect where the finding holds. */
static bool is_of_mx(const struct about *about)
{
	const struct record *record = about->record;

	if (is_relay(record))
		return true;
	for (size_t i = 0; i < about->f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, about->f->endpoints.v[i]);

		if (!e || !domain_is_mx(record->target, e))
			return false;
	}
	return about->f->endpoints.n;
}

static char *value(const char *name, const void *user)
{
	const struct about *about = user;
	const struct target *t = about->record->target;
	bool number = *name == '#';

	name += number;

	const char *arg = finding_arg(about->f, name);
	char *list = list_named(about, name, number);

	if (!list)
		list = words_place_value(about->record, is_of_mx(about), name, number);

	/* "[isp:without|with it]": by whether the rule gives that argument. */
	if (!list && number)
		return mem_strdup(arg || (str_eq(name, "mx") && is_of_mx(about)) ? "1" : "0");
	if (list)
		return list;
	char *other = arg ? NULL : computed(about, name);

	if (other)
		return other;
	if (!arg && str_eq(name, "provider"))
		arg = t->label;
	if (!arg && str_eq(name, "hop"))
		arg = about->f->hop;
	/* These are sentences of know/networks, ICMP's words, or may be words of know/blocklists. */
	if (arg && (str_eq(name, "policy") || str_eq(name, "lift") || str_eq(name, "ask") ||
		    str_eq(name, "list") || str_eq(name, "says") || str_eq(name, "owner") ||
		    str_eq(name, "afar") || str_eq(name, "remedy") || str_eq(name, "who") ||
		    str_eq(name, "what")))
		arg = _(arg);
	if (arg && str_eq(name, FINDING_ARG_CHANGE))
		return change_value(about, arg);
	if (arg)
		return esc_text(arg, strlen(arg), false);
	const struct endpoint *e =
	    about->f->endpoints.n ? endpoints_get(&about->record->plan, about->f->endpoints.v[0])
				  : NULL;

	if (e)
		return endpoint_value(about->record, e, name);
	return str_eq(name, "host") && t->label ? esc_text(t->label, strlen(t->label), false)
						: NULL;
}

static char *filled(const struct record *record, const struct finding *f, const char *text)
{
	struct about about = {.record = record, .f = f};

	return fill_text(_(text), value, &about);
}

char *words_title(const struct record *record, const struct finding *f)
{
	const struct advice *row = advice_find(f->id);
	const struct about about = {record, f, true};

	return row ? fill_text(_(row->title), value, &about) : mem_strdup(f->id);
}

/* Whether a finding of the same title beside it is about the other family. */
static bool is_told_of_both(const struct record *record, const struct finding *f, const char *title)
{
	const struct findings *all = &record->findings;
	bool both = false;

	for (size_t i = 0; i < all->n && !both; i++) {
		const struct finding *other = &all->v[i];
		char *theirs = str_eq(other->id, f->id) ? words_title(record, other) : NULL;

		both = other != f && other->under < 0 && str_eq(theirs, title) &&
		       family_of(record, other) != family_of(record, f);
		free(theirs);
	}
	return both;
}

static char *with_family(char *title, enum family family)
{
	/* TRANSLATORS: a finding's title, then IPv4 or IPv6: with the other it is otherwise, or has
	 * a finding of its own. */
	char *full = mem_printf(_("%s (%s)"), title, words_family(family));

	free(title);
	return full;
}

/* A title that names the family already says it. */
static bool can_be_of_one_family(const struct record *record, const struct finding *f,
				 const char *title)
{
	enum family family = family_of(record, f);

	return family != FAMILY_ANY && f->under < 0 && !strstr(title, words_family(family));
}

char *words_title_of_family(const struct record *record, const struct finding *f)
{
	char *title = words_title(record, f);

	return can_be_of_one_family(record, f, title) && is_of_one_family(record, f)
		   ? with_family(title, family_of(record, f))
		   : title;
}

char *words_title_apart(const struct record *record, const struct finding *f)
{
	char *title = words_title_of_family(record, f);

	return can_be_of_one_family(record, f, title) && is_told_of_both(record, f, title)
		   ? with_family(title, family_of(record, f))
		   : title;
}

char *words_rule(const struct finding *f)
{
	const char *rule = finding_arg(f, FINDING_ARG_RULE);
	char *quoted = rule ? esc_text(rule, strlen(rule), false) : NULL;
	/* TRANSLATORS: %s is a line of nft or iptables. */
	char *text =
	    quoted ? mem_printf(_("This computer's firewall has this rule: %s"), quoted) : NULL;

	free(quoted);
	return text;
}

/* Which address a server's refusal is about, or NULL. */
static char *words_listed(const struct finding *f)
{
	const char *address = finding_arg(f, FINDING_ARG_LISTED);
	char *shown = address ? esc_text(address, strlen(address), false) : NULL;
	/* TRANSLATORS: %s is an address of the Internet, "198.51.100.9". */
	char *text = shown ? mem_printf(_("The refusal is about the IP address %s."), shown) : NULL;

	free(shown);
	return text;
}

/* Owns both. */
static char *joined(char *text, char *more)
{
	char *both = mem_printf("%s %s", text, more);

	free(more);
	free(text);
	return both;
}

char *words_explanation(const struct record *record, const struct finding *f)
{
	const struct advice *row = advice_find(f->id);
	const char *meaning = finding_arg(f, FINDING_ARG_MEANING);
	char *rule = words_rule(f), *listed = words_listed(f);
	char *text = row && row->explanation ? filled(record, f, row->explanation) : mem_strdup("");

	if (meaning)
		text = joined(text, filled(record, f, meaning));
	if (listed)
		text = joined(text, listed);
	return rule ? joined(text, rule) : text;
}

char *words_step(const char *whom, enum who who, char *text)
{
	char *step;

	if (who == WHO_YOU)
		return text;
	if (who_is_asked(who))
		/* TRANSLATORS: whom to ask ("Ask your Internet provider"), then what to say. */
		step = mem_printf(_("%s: \"%s\""), whom, text);
	else
		/* TRANSLATORS: who can do it ("For the server's administrator"), then a whole
		 * sentence that says what. */
		step = mem_printf(_("%s: %s"), whom, text);
	free(text);
	return step;
}

static bool is_ipv6(const struct about *about)
{
	const char *dead = finding_arg(about->f, "dead");

	return dead ? str_eq(dead, words_family(FAMILY_IPV6))
		    : family_of(about->record, about->f) == FAMILY_IPV6;
}

/* A typed server in a local network: no other network has it, and no provider. */
static bool is_inside(const struct about *about)
{
	const struct target *t = about->record->target;
	struct strs addresses = {0}, hosts = {0};

	addresses_of(about, &addresses);
	finding_hosts(about->f, &about->record->plan, &hosts);
	bool inside = addresses.n && !t->email && !t->domain && !t->provider;

	for (size_t i = 0; i < addresses.n; i++)
		inside = inside && (address_is_inside(addresses.v[i]) ||
				    address_is_localhost(addresses.v[i]));
	for (size_t i = 0; i < hosts.n; i++)
		inside = inside &&
			 (address_is_numeric(hosts.v[i]) || surroundings_local_name(hosts.v[i]));
	strs_clear(&addresses);
	strs_clear(&hosts);
	return inside;
}

static bool applies(const struct about *about, enum when when)
{
	const struct target *t = about->record->target;

	switch (when) {
	case WHEN_NOTHING_WORKS:
		return !is_of_mx(about) && !is_inside(about) &&
		       words_nothing_works(about->record, about->f);
	case WHEN_TYPED_HOST:
		return !t->email && !t->domain && !t->provider;
	case WHEN_ONE_FAMILY:
		return !t->want_ipv4 || !t->want_ipv6;
	case WHEN_NO_ACTION:
		return !finding_arg(about->f, FINDING_ARG_ACTION);
	case WHEN_IPV6:
		return is_ipv6(about);
	case WHEN_AWAY:
		return !is_of_mx(about) && words_place_may_change(about->record) &&
		       !is_inside(about) &&
		       (about->f->verdict != VERDICT_NOTE ||
			summary_exit_status(&about->record->summary));
	case WHEN_NEAR:
		return !finding_arg(about->f, "afar");
	case WHEN_SENDING:
		return !is_of_mx(about) && words_sending_fails(about->record, about->f);
	case WHEN_RENTED:
		return words_place_is_rented(about->record) && !finding_arg(about->f, "afar");
	case WHEN_RELAY:
	case WHEN_MAIL:
		return (when == WHEN_RELAY) == is_relay(about->record);
	case WHEN_MX:
	case WHEN_NO_MX:
		return (when == WHEN_MX) == is_of_mx(about);
	case WHEN_OUTSIDE:
	case WHEN_INSIDE:
		return (when == WHEN_INSIDE) == is_inside(about);
	case WHEN_PROVIDED:
		return !is_of_mx(about) && !is_inside(about);
	default:
		return true;
	}
}

/* A sentence that lacks a value is no step, nor is one without words for this finding. */
static void add_step(struct strs *ret, const struct about *about, const struct advice_step *step)
{
	if (!applies(about, step->when) || (who_is_asked(step->who) && is_inside(about)) ||
	    !fill_complete(_(step->text), value, about))
		return;
	char *text = fill_text(_(step->text), value, about);

	if (*text)
		strs_append(ret, words_step(words_who(about->record, step->who), step->who, text));
	else
		free(text);
}

void words_steps(const struct record *record, const struct finding *f, struct strs *ret)
{
	const struct advice *row = advice_find(f->id);
	const struct about about = {.record = record, .f = f};
	const struct advice_step action = {WHO_YOU, finding_arg(f, FINDING_ARG_ACTION),
					   WHEN_ALWAYS};

	size_t i = 0;

	/* What works already helps most. */
	if (row && row->steps[0].text && strstr(row->steps[0].text, "{instead"))
		add_step(ret, &about, &row->steps[i++]);
	if (action.text)
		add_step(ret, &about, &action);
	for (; row && i < ADVICE_STEPS_MAX && row->steps[i].text; i++)
		add_step(ret, &about, &row->steps[i]);
}

void words_steps_for(const struct record *record, const struct finding *f, enum who who,
		     struct strs *ret)
{
	const struct advice *row = advice_find(f->id);
	const struct about about = {.record = record, .f = f};

	for (size_t i = 0; row && i < ADVICE_STEPS_MAX && row->steps[i].text; i++) {
		char *text = row->steps[i].who == who && applies(&about, row->steps[i].when)
				 ? words_filled(record, f, row->steps[i].text)
				 : NULL;

		if (text && *text)
			strs_append(ret, text);
		else
			free(text);
	}
}

char *words_filled(const struct record *record, const struct finding *f, const char *text)
{
	const struct about about = {.record = record, .f = f};

	return fill_complete(_(text), value, &about) ? fill_text(_(text), value, &about) : NULL;
}
