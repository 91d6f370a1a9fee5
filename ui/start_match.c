/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/start_match.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#define WORD_MIN 6 /* letters: a shorter word is near too many others */

/* How many slips a word of that length may have. */
static unsigned slips(const char *word)
{
	size_t len = strlen(word);

	return len < 4 ? 0 : len < 8 ? 2 : 3;
}

/* The domain that begins like that, or NULL; the caller frees. */
static char *domain_like(const struct ui_provider *p, const char *begin)
{
	struct strs domains = {0};
	char *found = NULL;

	if (p->domains)
		strs_split(&domains, p->domains, " ");
	for (size_t i = 0; i < domains.n && !found; i++)
		if (str_istarts(domains.v[i], begin))
			found = mem_strdup(domains.v[i]);
	strs_clear(&domains);
	return found;
}

char *start_complete(const struct ui_provider *p, const char *typed)
{
	const char *at = strchr(typed, '@');
	char *domain = at && at > typed && at[1] ? domain_like(p, at + 1) : NULL;
	char *address = domain ? mem_printf("%.*s@%s", (int)(at - typed), typed, domain) : NULL;

	free(domain);
	return address;
}

static bool has_word(const struct ui_provider *p, const char *word)
{
	return str_icontains(p->name, word) || str_icontains(p->id, word) ||
	       str_icontains(p->other, word) || str_icontains(p->domains, word);
}

static bool has_every_word(const struct ui_provider *p, const char *typed)
{
	struct strs words = {0};
	bool all = true;

	strs_split(&words, typed, " ");
	for (size_t i = 0; i < words.n && all; i++)
		all = has_word(p, words.v[i]);
	strs_clear(&words);
	return all;
}

/* Of a name with several words ("Outlook.com / Hotmail"), or of the domains. */
static bool is_near_a_word(const char *text, const char *typed, unsigned limit)
{
	struct strs words = {0};
	bool near = false;

	strs_split(&words, text, " ./,()");
	for (size_t i = 0; i < words.n && !near; i++)
		near = strlen(words.v[i]) >= WORD_MIN &&
		       str_distance(typed, words.v[i], limit) <= limit;
	strs_clear(&words);
	return near;
}

static bool is_near(const struct ui_provider *p, const char *typed)
{
	const char *names[] = {p->id, p->name, p->other};
	unsigned limit = slips(typed);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (limit && names[i] && str_distance(typed, names[i], limit) <= limit)
			return true;
	return strlen(typed) >= WORD_MIN && is_near_a_word(p->name, typed, limit);
}

enum match start_match(const struct ui_provider *p, const char *typed)
{
	if (strchr(typed, '@')) {
		char *address = start_complete(p, typed);
		enum match match = address ? MATCH_START : MATCH_NONE;

		free(address);
		return match;
	}
	if (str_istarts(p->name, typed) || str_istarts(p->id, typed) ||
	    str_istarts(p->other, typed))
		return MATCH_START;
	if (has_every_word(p, typed))
		return MATCH_INSIDE;
	return is_near(p, typed) ? MATCH_NEAR : MATCH_NONE;
}

char *start_canonical(const struct ui_options *options, const char *word)
{
	char *copy = mem_strdup(word), *trimmed = mem_strdup(str_trim(copy));

	free(copy);
	for (size_t i = 0; i < options->provider_n; i++) {
		const struct ui_provider *p = &options->providers[i];

		if (!str_ieq(p->id, trimmed) && !str_ieq(p->name, trimmed) &&
		    !(p->other && str_ieq(p->other, trimmed)))
			continue;
		free(trimmed);
		return mem_strdup(p->id);
	}
	return trimmed;
}
