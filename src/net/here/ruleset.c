/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/ruleset_private.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>

struct walk {
	struct ruleset *set;
	ruleset_told *told;
	void *user;
	unsigned n; /* passed on so far */
};

struct ruleset *ruleset_new(void)
{
	struct ruleset *set = mem_calloc(1, sizeof *set);

	set->lines = mem_calloc(RULESET_RULES_MAX, sizeof *set->lines);
	return set;
}

void ruleset_free(struct ruleset *set)
{
	for (size_t i = 0; i < set->chain_n; i++) {
		free(set->chains[i].table);
		free(set->chains[i].name);
		free(set->chains[i].policy.text);
	}
	for (size_t i = 0; i < set->line_n; i++) {
		free(set->lines[i].to);
		free(set->lines[i].text);
	}
	free(set->lines);
	free(set);
}

size_t ruleset_chain(const struct ruleset *set, const char *table, const char *name)
{
	size_t i = 0;

	while (i < set->chain_n &&
	       !(str_eq(set->chains[i].table, table) && str_eq(set->chains[i].name, name)))
		i++;
	return i < set->chain_n ? i : RULESET_CHAINS_MAX;
}

size_t ruleset_add_chain(struct ruleset *set, const char *table, const char *name)
{
	size_t i = ruleset_chain(set, table, name);

	if (i < RULESET_CHAINS_MAX || set->chain_n == RULESET_CHAINS_MAX)
		return i;
	set->chains[set->chain_n] =
	    (struct ruleset_chain){.table = mem_strdup(table), .name = mem_strdup(name)};
	return set->chain_n++;
}

void ruleset_add(struct ruleset *set, const struct ruleset_line *line)
{
	if (set->line_n < RULESET_RULES_MAX) {
		set->lines[set->line_n++] = *line;
		return;
	}
	free(line->to);
	free(line->text);
}

static bool walk_chain(struct walk *w, size_t chain, int depth);

static void tell(struct walk *w, const struct ruleset_line *line)
{
	if (w->n++ < RULESET_TOLD_MAX)
		w->told(w->set, line, w->user);
}

/* True if the chain that the line leads to accepts every connection to the port. */
static bool follow(struct walk *w, const struct ruleset_line *line, int depth)
{
	const char *table = w->set->chains[line->chain].table;

	if (line->verdict == RULESET_REFUSES)
		tell(w, line);
	return line->verdict == RULESET_LEADS &&
	       walk_chain(w, ruleset_chain(w->set, table, line->to), depth + 1) && line->certain;
}

/* True if the chain accepts the connection, which then meets no further rules. */
static bool walk_chain(struct walk *w, size_t chain, int depth)
{
	if (chain >= w->set->chain_n || w->set->chains[chain].met || depth == RULESET_DEPTH_MAX)
		return false;
	w->set->chains[chain].met = true;
	for (size_t i = 0; i < w->set->line_n; i++) {
		const struct ruleset_line *line = &w->set->lines[i];

		if (line->chain != chain)
			continue;
		if (line->verdict == RULESET_ACCEPTS && line->certain)
			return true;
		if (line->verdict == RULESET_RETURNS && line->certain)
			break;
		if (follow(w, line, depth))
			return true;
	}
	if (w->set->chains[chain].policy.text)
		tell(w, &w->set->chains[chain].policy);
	return false;
}

void ruleset_walk(struct ruleset *set, ruleset_told *told, void *user)
{
	struct walk w = {.set = set, .told = told, .user = user};

	for (size_t i = 0; i < set->chain_n; i++)
		if (set->chains[i].outgoing)
			walk_chain(&w, i, 0);
}
