/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_topic.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "words/fill.h"
#include "words/words_changes.h"
#include "words/words_remedies.h"

#include <stdlib.h>
#include <string.h>

char *words_network(const struct network *n)
{
	char *title = n->country ? mem_printf("%s (%s)", n->name, n->country) : mem_strdup(n->name);
	char *text;

	if (!n->confirmed)
		/* TRANSLATORS: a network's name, what it blocks, and how that is lifted: two whole
		 * sentences. */
		text = mem_printf(_("%s, not confirmed: %s %s"), title, _(n->policy), _(n->lift));
	else if (n->date)
		/* TRANSLATORS: the same, and a date such as "2026-05-30". */
		text = mem_printf(_("%s: %s %s (As of %s.)"), title, _(n->policy), _(n->lift),
				  n->date);
	else
		text = mem_printf(_("%s: %s %s"), title, _(n->policy), _(n->lift));
	free(title);
	return text;
}

static char *check_value(const char *name, const void *user)
{
	const struct blocklist *b = user;

	return str_eq(name, "check") ? mem_strdup(b->check) : NULL;
}

char *words_blocklist(const struct blocklist *b)
{
	char *action = fill_text(_(b->action), check_value, b);
	char *text = b->confirmed ? mem_printf(_("%s: %s %s"), _(b->name), _(b->meaning), action)
				  /* TRANSLATORS: the name of a list of addresses. */
				  : mem_printf(_("%s: porthorn knows nothing certain about it."),
					       _(b->name));

	free(action);
	return text;
}

/* Takes ownership of paragraph. */
static void add_paragraph(struct buf *out, char *paragraph)
{
	buf_puts(out, "\n\n");
	buf_puts(out, paragraph);
	free(paragraph);
}

static void add_networks(struct buf *out)
{
	static const char *const headings[NETWORK_COUNT_] = {
	    [NETWORK_CLOUD] = N_("Clouds:"),
	    [NETWORK_ACCESS] = N_("Lines at home and mobile networks:"),
	    [NETWORK_ROUTER] = N_("Routers:"),
	    [NETWORK_OTHER] = N_("Other networks:"),
	};
	size_t n;
	const struct network *all = network_all(&n);

	for (int kind = 0; kind < NETWORK_COUNT_; kind++) {
		add_paragraph(out, mem_strdup(_(headings[kind])));
		for (size_t i = 0; i < n; i++)
			if ((int)all[i].kind == kind)
				add_paragraph(out, words_network(&all[i]));
	}
}

static void add_remedies(struct buf *out)
{
	size_t n;
	const struct remedy *all = remedy_all(&n);

	for (size_t i = 0; i < n; i++) {
		char *command = words_remedy_example(&all[i]);

		if (all[i].system != SYSTEM_OWN && (!i || all[i - 1].system != all[i].system))
			add_paragraph(out, mem_printf("%s:", system_title(all[i].system)));
		add_paragraph(out, words_remedy_sourced(&all[i]));
		if (command)
			add_paragraph(out, mem_printf("    %s", command));
		free(command);
	}
}

char *words_topic(const struct topic *t)
{
	struct buf out;

	buf_init(&out, 0);
	buf_puts(&out, _(t->text));
	if (t->table == TOPIC_TABLE_NETWORKS) {
		add_networks(&out);
	} else if (t->table == TOPIC_TABLE_REMEDIES) {
		add_remedies(&out);
	} else if (t->table == TOPIC_TABLE_CHANGES) {
		size_t n;
		const struct change *all = change_all(&n);

		for (size_t i = 0; i < n; i++)
			add_paragraph(&out, words_change_sourced(&all[i]));
	} else if (t->table == TOPIC_TABLE_BLOCKLISTS) {
		size_t n;
		const struct blocklist *all = blocklist_all(&n);

		for (size_t i = 0; i < n; i++)
			add_paragraph(&out, words_blocklist(&all[i]));
	}
	return buf_take(&out);
}

void words_country(const char *country, struct strs *ret)
{
	size_t n;
	const struct network *all = network_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct strs codes = {0};

		if (all[i].country)
			strs_split(&codes, all[i].country, " ");
		for (size_t k = 0; k < codes.n; k++)
			if (str_ieq(codes.v[k], country))
				strs_append(ret, words_network(&all[i]));
		strs_clear(&codes);
	}
}
