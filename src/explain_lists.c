/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "explain.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "practice/practice.h"
#include "suggest.h"
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

bool explain_scenarios(struct buf *out, const char *word, const struct page_options *layout,
		       char **ret_error)
{
	struct page p;
	size_t n, shown = 0;
	const struct practice_scenario *all = practice_scenarios(&n);

	page_init(&p, out, layout);
	*ret_error = NULL;
	for (size_t i = 0; i < n; i++) {
		const char *title = _(all[i].title);

		if (word && !str_icontains(all[i].name, word) && !str_icontains(title, word))
			continue;
		char *lead = mem_printf("%-20s ", all[i].name);

		page_paragraph(&p, PAGE_PLAIN, lead, title);
		free(lead);
		shown++;
	}
	if (shown || !word)
		return true;
	char *typed = esc_text(word, strlen(word), false);

	*ret_error = mem_printf(_("No practice scenario has \"%s\" in its name or title. porthorn "
				  "demo --list lists all."),
				typed);
	free(typed);
	return false;
}
