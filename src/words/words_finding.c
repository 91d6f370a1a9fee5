/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of advice/ with the values of a finding in them. */
#include "config.h"
#include "words/words.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "advice/advice.h"
#include "know/services.h"
#include "words/fill.h"

#include <stdlib.h>
#include <string.h>

struct about {
	const struct record *record;
	const struct finding *f;
};

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

/* "25 and 587", or the plural form for that number; frees the items. */
static char *list_value(struct strs *items, bool number)
{
	char *list = number ? mem_printf("%u", words_plural(items->n)) : words_list(items);
	char *shown = esc_text(list, strlen(list), false);

	free(list);
	strs_clear(items);
	return shown;
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
	else
		return NULL;
	return list_value(&items, number);
}

static char *value(const char *name, const void *user)
{
	const struct about *about = user;
	const struct target *t = about->record->target;
	bool number = *name == '#';

	name += number;

	const char *arg = finding_arg(about->f, name);
	char *list = list_named(about, name, number);

	/* "[isp:without|with it]": by whether the rule gives that argument. */
	if (!list && number)
		return mem_strdup(arg ? "1" : "0");
	if (list)
		return list;
	if (!arg && str_eq(name, "provider"))
		arg = t->label;
	if (!arg && str_eq(name, "hop"))
		arg = about->f->hop;
	/* These are sentences of know/networks, ICMP's words, or may be words of
	 * know/blocklists. */
	if (arg && (str_eq(name, "policy") || str_eq(name, "lift") || str_eq(name, "list") ||
		    str_eq(name, "says") || str_eq(name, "owner")))
		arg = _(arg);
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
	struct about about = {record, f};

	return fill_text(_(text), value, &about);
}

char *words_title(const struct record *record, const struct finding *f)
{
	const struct advice *row = advice_find(f->id);

	return row ? filled(record, f, row->title) : mem_strdup(f->id);
}

/* "[isp:without|with it]": depends on whether the rule gives that argument. */
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

/* The family of all rows of the finding, FAMILY_ANY if they differ. */
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

static enum outcome tcp_of(const struct record *record, unsigned id)
{
	const struct facts *f = &record->facts;

	return id && id <= f->n ? f->v[id - 1].stages[STAGE_TCP].outcome : OUTCOME_NONE;
}

/* Whether another finding with the same title is about the other family. */
static bool twin_connects(const struct record *record, const struct endpoint *e)
{
	const struct endpoints *plan = &record->plan;

	for (size_t i = 0; i < plan->n; i++) {
		const struct endpoint *other = &plan->v[i];

		if (other->port == e->port && other->service == e->service &&
		    other->family != e->family && str_ieq(other->host, e->host) &&
		    tcp_of(record, other->id) == OUTCOME_OK)
			return true;
	}
	return false;
}

/* Whether its rows do not connect over their family, and all do over the other. */
static bool is_of_one_family(const struct record *record, const struct finding *f)
{
	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, f->endpoints.v[i]);

		if (!e || tcp_of(record, e->id) == OUTCOME_OK || !twin_connects(record, e))
			return false;
	}
	return true;
}

static char *with_family(char *title, enum family family)
{
	/* Whether its rows connect over the other family, and none over their own. */
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
	/* The address in a server's refusal, or NULL. */
	char *text = shown ? mem_printf(_("The address that it means is %s."), shown) : NULL;

	free(shown);
	return text;
}

/* Takes both. */
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

void words_steps(const struct record *record, const struct finding *f, struct strs *ret)
{
	const struct advice *row = advice_find(f->id);
	const char *action = finding_arg(f, FINDING_ARG_ACTION);

	if (action)
		strs_append(ret, filled(record, f, action));
	for (size_t i = 0; row && i < ADVICE_STEPS_MAX && row->steps[i].text; i++) {
		char *text = filled(record, f, row->steps[i].text);

		if (row->steps[i].who == WHO_YOU) {
			strs_append(ret, text);
			continue;
		}
		/* Takes ownership of both. */
		strs_append(ret, mem_printf(_("%s: %s"), _(who_title(row->steps[i].who)), text));
		free(text);
	}
}
