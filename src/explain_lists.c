/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "explain.h"

#include "advice/advice.h"
#include "advice/topics.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "explain_example.h"
#include "know/blocklists.h"
#include "know/networks.h"
#include "know/services.h"
#include "practice/practice.h"
#include "practice/recorded.h"
#include "suggest.h"
#include "words/fill.h"
#include "words/page.h"

#include <stdlib.h>
#include <string.h>

static char *domains_of(const struct provider *p)
{
	char *all = strs_join(&p->domains, " ");
	char *shown = esc_text(all, strlen(all), false);

	free(all);
	return shown;
}

bool explain_providers(struct buf *out, const struct providers *list, const char *word,
		       const struct page_options *layout, char **ret_error)
{
	struct page p;
	size_t shown = 0;

	page_init(&p, out, layout);
	*ret_error = NULL;
	for (size_t i = 0; i < list->n; i++) {
		if (word && !provider_matches(&list->v[i], word))
			continue;
		char *lead = mem_printf("%-16s ", list->v[i].id),
		     *domains = domains_of(&list->v[i]);
		char *name = esc_text(list->v[i].name, strlen(list->v[i].name), false);
		char *text = *domains ? mem_printf("%s: %s", name, domains) : mem_strdup(name);

		page_paragraph(&p, PAGE_PLAIN, lead, text);
		free(lead);
		free(domains);
		free(name);
		free(text);
		shown++;
	}
	if (shown || !word)
		return true;
	const struct provider *near = providers_closest(list, word);
	struct suggest hint = {word, near ? near->id : NULL, 0};
	char *typed = esc_text(word, strlen(word), false), *more = suggest_text(&hint);

	*ret_error = mem_printf(
	    _("No provider has \"%s\" in its name or domains.%s porthorn providers lists all."),
	    typed, more);
	free(typed);
	free(more);
	return false;
}

/* One to practise with, unless the word is given and in neither text; whether it was shown. */
static bool add_scenario(struct page *p, const char *word, const char *name, const char *title,
			 const char *teaches)
{
	if (word && !str_icontains(name, word) && !str_icontains(title, word))
		return false;
	char *lead = mem_printf("%-20s ", name);

	page_paragraph(p, PAGE_PLAIN, lead, title);
	free(lead);
	page_paragraph(p, PAGE_FAINT, "    ", teaches);
	return true;
}

/* Those on the list with the word: servers inside porthorn first, then recorded networks. */
static size_t add_scenarios(struct page *p, const char *word)
{
	size_t n, shown = 0;
	const struct practice_scenario *live = practice_scenarios(&n);

	if (!word)
		page_paragraph(p, PAGE_HEADING, "", _("Servers inside porthorn, tested for real:"));
	for (size_t i = 0; i < n; i++)
		shown += add_scenario(p, word, live[i].name, _(live[i].title), _(live[i].teaches));
	const struct recorded *recorded = recorded_all(&n);

	if (!word) {
		page_gap(p);
		page_paragraph(p, PAGE_HEADING, "",
			       _("Recorded networks, played with their own times:"));
	}
	for (size_t i = 0; i < n; i++)
		shown += add_scenario(p, word, recorded[i].name, _(recorded[i].title),
				      _(recorded[i].teaches));
	return shown;
}

bool explain_scenarios(struct buf *out, const char *word, const struct page_options *layout,
		       char **ret_error)
{
	struct page p;

	page_init(&p, out, layout);
	*ret_error = NULL;
	if (add_scenarios(&p, word) || !word)
		return true;
	char *typed = esc_text(word, strlen(word), false);

	*ret_error = mem_printf(_("No practice scenario has \"%s\" in its name or title. porthorn "
				  "demo --list lists all."),
				typed);
	free(typed);
	return false;
}

/* ---- explain --list ---- */

/* Where the names go, and which are wanted. */
struct names {
	struct page *page;
	const char *word; /* NULL: all */
	size_t n;
};

static void add_name(struct names *names, const char *id, const char *title)
{
	if (names->word && !str_icontains(id, names->word) && !str_icontains(title, names->word))
		return;
	char *lead = mem_printf("  %-22s ", id);

	page_paragraph(names->page, PAGE_PLAIN, lead, title);
	free(lead);
	names->n++;
}

static void add_topics(struct names *names)
{
	size_t n;
	const struct topic *all = topic_all(&n);

	for (size_t i = 0; i < n; i++)
		add_name(names, all[i].id, _(all[i].title));
}

static void add_services(struct names *names)
{
	for (int s = 0; s < SERVICE_COUNT_; s++)
		add_name(names, service_name((enum service)s),
			 _(service_row((enum service)s)->what));
}

static void add_networks(struct names *names)
{
	size_t n;
	const struct network *all = network_all(&n);

	for (size_t i = 0; i < n; i++)
		add_name(names, all[i].id, all[i].name);
}

static void add_blocklists(struct names *names)
{
	size_t n;
	const struct blocklist *all = blocklist_all(&n);

	for (size_t i = 0; i < n; i++)
		add_name(names, all[i].id, _(all[i].name));
}

static void add_findings(struct names *names)
{
	size_t n;
	const struct advice *all = advice_all(&n);

	for (size_t i = 0; i < n; i++) {
		char *title = fill_text(_(all[i].title), explain_example, &all[i]);

		add_name(names, all[i].id, title);
		free(title);
	}
}

bool explain_names(struct buf *out, const char *word, const struct page_options *layout,
		   char **ret_error)
{
	static const struct {
		const char *title; /* N_() */
		void (*add)(struct names *names);
	} kinds[] = {{N_("Topics"), add_topics},
		     {N_("Services"), add_services},
		     {N_("Networks that block mail ports"), add_networks},
		     {N_("Lists of unwelcome addresses"), add_blocklists},
		     {N_("Findings of a report"), add_findings}};
	struct page p;
	struct names names = {&p, word, 0};

	page_init(&p, out, layout);
	*ret_error = NULL;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!word && i)
			page_gap(&p);
		if (!word)
			page_paragraph(&p, PAGE_HEADING, "", _(kinds[i].title));
		kinds[i].add(&names);
	}
	if (names.n || !word)
		return true;
	char *typed = esc_text(word, strlen(word), false);

	*ret_error = mem_printf(
	    _("Nothing that porthorn explains has \"%s\" in its name or title. porthorn explain "
	      "--list lists all."),
	    typed);
	free(typed);
	return false;
}
