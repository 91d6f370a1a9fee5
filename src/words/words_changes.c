/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_changes.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <stdlib.h>

static char *dated(const struct change *c, int64_t now)
{
	char today[CHANGE_DAY_SIZE];
	const char *what = _(c->what);

	change_day(now, today);
	switch (change_time(c, today)) {
	case CHANGE_BEFORE: /* TRANSLATORS: a day ("2026-12-31"), and a whole sentence, here and below. */
		return mem_printf(_("From %s on: %s"), c->from, what);
	case CHANGE_DURING:
		return mem_printf(_("Since %s step by step, and everywhere from %s on: %s"),
				  c->from, c->done, what);
	case CHANGE_AFTER:
		return mem_printf(_("Since %s: %s"), c->done ? c->done : c->from, what);
	default:
		return c->done ? mem_printf(_("%s to %s: %s"), c->from, c->done, what)
			       : mem_printf(_("%s: %s"), c->from, what);
	}
}

char *words_change(const struct change *c, int64_t now)
{
	char *text = dated(c, now);

	if (!c->likely)
		return text;
	/* TRANSLATORS: %s is a whole sentence. */
	char *doubted = mem_printf(_("%s (Probably.)"), text);

	free(text);
	return doubted;
}

char *words_change_sourced(const struct change *c)
{
	const char *who = c->providers ? c->providers : c->authority;
	char *text = words_change(c, 0);
	char *
	    line = /* TRANSLATORS: a provider's short name, a rule with its day, a web page and its day. */
	    mem_printf(_("%s, %s (%s, %s)"), who ? who : _("all public authorities"), text,
		       c->source, c->read);

	free(text);
	return line;
}

void words_changes_of(const char *provider, int64_t now, struct strs *ret)
{
	size_t n;
	const struct change *all = change_all(&n);

	for (size_t i = 0; i < n; i++)
		if (change_is_of(&all[i], provider))
			strs_append(ret, words_change(&all[i], now));
}

void words_changes(const struct record *record, struct strs *ret)
{
	words_changes_of(record->target->provider, log_now(&record->log), ret);
}

char *words_changes_of_kind(const struct record *record, enum change_kind kind)
{
	struct strs list = {0};
	size_t n;
	const struct change *all = change_all(&n);

	for (size_t i = 0; i < n; i++)
		if (all[i].kind == kind && change_is_of(&all[i], record->target->provider))
			strs_append(&list, words_change(&all[i], log_now(&record->log)));
	char *joined = list.n ? strs_join(&list, " ") : NULL;

	strs_clear(&list);
	return joined;
}
