/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "practice/script.h"

#include <stdlib.h>
#include <string.h>

void script_free(struct script *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++) {
		for (size_t k = 0; k < s->blocks[i].n; k++)
			free(s->blocks[i].actions[k].bytes);
		free(s->blocks[i].actions);
		free(s->blocks[i].pattern);
	}
	free(s->blocks);
	free(s->identity);
	free(s->priorities);
	free(s->nameless_identity);
	free(s->later_identity);
	free(s);
}

/* ---- which block ---- */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (lower(a[i]) != lower(b[i]))
			return false;
	return true;
}

static bool matches(const char *pattern, const char *line)
{
	for (;;) {
		pattern += strspn(pattern, " \t");
		line += strspn(line, " \t");
		size_t want = strcspn(pattern, " \t"), have = strcspn(line, " \t");

		if (!want)
			return true;
		if (!have)
			return false;
		bool any = want == 1 && *pattern == '*';

		if (!any && (want != have || !same(pattern, line, want)))
			return false;
		pattern += want;
		line += have;
	}
}

static const struct script_block *find(const struct script *s, enum script_when when,
				       bool under_tls, const char *line)
{
	enum script_scope other = under_tls ? SCRIPT_PLAIN : SCRIPT_UNDER_TLS;

	for (size_t i = s->n; i-- > 0;) {
		const struct script_block *b = &s->blocks[i];

		if (b->when == when && b->scope != other &&
		    (!b->pattern || matches(b->pattern, line)))
			return b;
	}
	return NULL;
}

const struct script_block *script_find(const struct script *s, enum script_when when,
				       bool under_tls, const char *line)
{
	const struct script_block *b = find(s, when, under_tls, line);

	return b || when != SCRIPT_ON ? b : find(s, SCRIPT_ELSE, under_tls, line);
}

bool script_uses_tls(const struct script *s)
{
	if (s->listen != SCRIPT_LISTEN_OPEN)
		return false;
	if (s->tls)
		return true;
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->blocks[i].n; k++)
			if (s->blocks[i].actions[k].verb == SCRIPT_START_TLS)
				return true;
	return false;
}
