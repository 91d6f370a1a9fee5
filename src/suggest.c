/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "suggest.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#include <string.h>

/* How many typing mistakes a word of that length may have. */
static unsigned slips(const char *word)
{
	size_t len = strlen(word);

	return len < 3 ? 0 : len < 4 ? 1 : len < 9 ? 2 : 3;
}

struct suggest suggest_for(const char *word)
{
	return (struct suggest){word, NULL, slips(word) + 1};
}

void suggest_offer(struct suggest *s, const char *word)
{
	unsigned limit = slips(s->word);
	unsigned distance = str_distance(s->word, word, limit);

	/* A word that was only begun is a mistake too, though a longer one. */
	if (distance > limit && strlen(s->word) >= 3 && str_istarts(word, s->word))
		distance = limit;
	if (distance < s->distance) {
		s->distance = distance;
		s->best = word;
	}
}

char *suggest_text(const struct suggest *s)
{
	/* TRANSLATORS: follows a sentence that says what was wrong; %s is the word that would be
	 * right. */
	return s->best ? mem_printf(_(" Did you mean %s?"), s->best) : mem_strdup("");
}
