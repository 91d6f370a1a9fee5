/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/words_cross.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "report/words.h"

#include <stdlib.h>

/* What became of those that connect, and how the others fare:
 * " (then no word 2, refused 1, no answer 2)". */
static void put_rest(struct buf *out, const struct cross_cell *c)
{
	const struct {
		size_t n;
		const char *text;
	} kinds[] = {
	    /* TRANSLATORS: what happened after connecting, before any greeting; a number follows. */
	    {c->mute, _("then no word")},
	    {c->closed, _("then closed")},
	    {c->reset, _("then reset")},
	    {c->refused, words_outcome(OUTCOME_REFUSED)},
	    {c->silent, words_outcome(OUTCOME_TIMEOUT)},
	    {c->unreachable, words_outcome(OUTCOME_UNREACHABLE)},
	    /* TRANSLATORS: how many have not answered yet: a number follows. */
	    {c->pending, _("waiting")},
	};
	const char *gap = " (";

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!kinds[i].n)
			continue;
		buf_printf(out, "%s%s %zu", gap, kinds[i].text, kinds[i].n);
		gap = ", ";
	}
	if (*gap == ',')
		buf_putc(out, ')');
}

char *words_cross_cell(const struct cross_cell *c)
{
	struct buf out;

	if (!c->asked)
		return mem_strdup(_("not tried"));
	buf_init(&out, 0);
	/* TRANSLATORS: how many of the servers that were tried accept the connection. */
	buf_printf(&out, ngettext("%zu of %zu connects", "%zu of %zu connect", c->up), c->up,
		   c->asked);
	put_rest(&out, c);
	return buf_take(&out);
}

char *words_cross_impossible(const struct cross_row *r)
{
	if (!r->impossible || r->answered == OUTCOME_NONE)
		return NULL;
	if (r->answered == OUTCOME_CANCELLED)
		return mem_strdup(
		    _("Not tested, because it was stopped: whether an address that nobody has accepts the connection."));
	if (r->answered == OUTCOME_OK)
		return mem_strdup(
		    _("An address that nobody has accepted the connection: something answers for "
		      "everyone."));
	return mem_strdup(
	    _("An address that nobody has did not accept the connection, as it should be."));
}

static void put_lines(const struct cross_row *r, struct strs *ret)
{
	const struct {
		const char *title;
		const struct cross_cell *cell;
	} cells[] = {
	    {_("This server, this port"), &r->here_port},
	    {_("This server, other ports"), &r->here_rest},
	    {_("Other servers, this port"), &r->else_port},
	    {_("Other servers, port 443"), &r->else_rest},
	};
	char *impossible = words_cross_impossible(r);

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		bool unknown = cells[i].cell == &r->else_port && !r->comparable;
		char *text = unknown ? mem_strdup(_("none is known to compare with"))
				     : words_cross_cell(cells[i].cell);

		if (cells[i].cell->asked || unknown)
			/* TRANSLATORS: a cell of the crossed table: its heading, then what was
			 * seen. */
			strs_append(ret, mem_printf(_("%s: %s"), cells[i].title, text));
		free(text);
	}
	if (impossible)
		strs_append(ret, impossible);
}

static bool same_lines(const struct cross_row *a, const struct cross_row *b)
{
	struct strs one = {0}, other = {0};

	put_lines(a, &one);
	put_lines(b, &other);
	bool same = a->family == b->family && one.n == other.n;

	for (size_t i = 0; same && i < one.n; i++)
		same = str_eq(one.v[i], other.v[i]);
	strs_clear(&one);
	strs_clear(&other);
	return same;
}

static bool is_told(const struct cross *cross, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (same_lines(&cross->v[k], &cross->v[i]))
			return true;
	return false;
}

/* ports: one or more numbers, n of them. */
static char *titled(const char *ports, size_t n, enum family family)
{
	/* TRANSLATORS: one or more ports' numbers, then "IPv4" or "IPv6". */
	return mem_printf(ngettext("Port %s, %s", "Ports %s, %s", n), ports, words_family(family));
}

/* The title of row first and of those after it that say the same. */
static char *title(const struct cross *cross, size_t first)
{
	const struct cross_row *r = &cross->v[first];
	struct buf ports;
	size_t n = 0;

	buf_init(&ports, 0);
	for (size_t i = first; i < cross->n; i++)
		if (same_lines(r, &cross->v[i]))
			buf_printf(&ports, n++ ? ", %d" : "%d", cross->v[i].port);
	char *text = titled(buf_text(&ports), n, r->family);

	buf_clear(&ports);
	return text;
}

void words_cross_row(struct cross_words *ret, const struct cross_row *r)
{
	char *port = mem_printf("%d", r->port);

	*ret = (struct cross_words){.title = titled(port, 1, r->family)};
	put_lines(r, &ret->lines);
	free(port);
}

void cross_words_clear(struct cross_words *w)
{
	free(w->title);
	strs_clear(&w->lines);
	*w = (struct cross_words){0};
}

void words_cross(struct cross_pages *ret, const struct cross *cross)
{
	*ret = (struct cross_pages){mem_calloc(cross->n + 1, sizeof *ret->v), 0};
	for (size_t i = 0; i < cross->n; i++) {
		if (is_told(cross, i))
			continue;
		struct cross_words *w = &ret->v[ret->n++];

		w->title = title(cross, i);
		put_lines(&cross->v[i], &w->lines);
	}
}

void cross_pages_clear(struct cross_pages *pages)
{
	for (size_t i = 0; i < pages->n; i++)
		cross_words_clear(&pages->v[i]);
	free(pages->v);
	*pages = (struct cross_pages){0};
}
