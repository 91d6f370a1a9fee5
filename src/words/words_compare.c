/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_compare.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "words/page.h"
#include "words/words.h"

#include <stdlib.h>

/* The rest of a cell's connections: " (then no word 2, refused 1, no answer 2)". */
static void put_rest(struct buf *out, const struct compare_cell *c)
{
	const struct {
		size_t n;
		const char *text;
	} kinds[] = {
	    /* TRANSLATORS: what happened after connecting, before any greeting; a number
	     * follows. */
	    {c->mute, _("then silent")},
	    {c->closed, _("then closed")},
	    {c->reset, _("then reset")},
	    {c->tcp.refused, words_outcome(OUTCOME_REFUSED)},
	    {c->tcp.silent, words_outcome(OUTCOME_TIMEOUT)},
	    {c->tcp.unreachable, words_outcome(OUTCOME_UNREACHABLE)},
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

/* "3 of 3 connect", "1 of 3 connects (refused 1, no answer 1)". */
static char *cell_words(const struct compare_cell *c)
{
	struct buf out;

	buf_init(&out, 0);
	/* TRANSLATORS: how many of the servers that were tried accept the connection. */
	buf_printf(&out, ngettext("%zu of %zu connects", "%zu of %zu connect", c->tcp.up),
		   c->tcp.up, c->asked);
	put_rest(&out, c);
	return buf_take(&out);
}

/* What the address that cannot exist did, one sentence; NULL if it was not asked. */
static char *impossible_words(const struct compare_row *r)
{
	if (!r->impossible || r->answered == OUTCOME_NONE)
		return NULL;
	if (r->answered == OUTCOME_CANCELLED)
		return mem_strdup(
		    _("Not tested, because it was stopped: whether an unassigned address accepts "
		      "connections."));
	if (r->answered == OUTCOME_OK)
		return mem_strdup(
		    _("An unassigned address accepted the connection: something answers for all "
		      "addresses."));
	if (r->answered == OUTCOME_REFUSED || r->answered == OUTCOME_RESET)
		return mem_strdup(
		    _("An unassigned address refused the connection: something on the way answers "
		      "for it."));
	return mem_strdup(
	    _("An unassigned address did not accept the connection, as it should be."));
}

/* One of the row's cells in words, NULL if it was not asked: CELLS in the order of reading. */
#define CELLS 4

static char *cell_of(const struct compare_row *r, size_t i)
{
	const struct compare_cell *cells[CELLS] = {&r->here_port, &r->here_rest, &r->else_port,
						   &r->else_rest};

	if (cells[i] == &r->else_port && !r->comparable)
		return mem_strdup(_("nothing to compare with"));
	return cells[i]->asked ? cell_words(cells[i]) : NULL;
}

static void put_lines(const struct compare_row *r, struct strs *ret)
{
	const char *const titles[CELLS] = {
	    _("This server, this port"),
	    _("This server, other ports"),
	    _("Other servers, this port"),
	    _("Other servers, port 443"),
	};
	char *impossible = impossible_words(r);

	for (size_t i = 0; i < CELLS; i++) {
		char *text = cell_of(r, i);

		if (text)
			/* TRANSLATORS: a cell of the table of comparisons: its heading, then what
			 * was seen. */
			strs_append(ret, mem_printf(_("%s: %s"), titles[i], text));
		free(text);
	}
	if (impossible)
		strs_append(ret, impossible);
}

/* ---- compared ---- */

#define TABLE_SIDE 3 /* headings, this server, others: the same number across */
#define TABLE_GAP 2

static void fill_table(const struct compare_row *r, char *cells[TABLE_SIDE][TABLE_SIDE])
{
	cells[0][0] = mem_strdup("");
	cells[0][1] = mem_strdup(_("this port"));
	cells[0][2] = mem_strdup(_("other ports"));
	cells[1][0] = mem_strdup(_("this server"));
	cells[2][0] = mem_strdup(_("other servers"));
	for (size_t i = 0; i < CELLS; i++) {
		char *text = cell_of(r, i);

		if (text && i == CELLS - 1) {
			/* TRANSLATORS: the port of others' servers, then what was seen there. */
			char *with_port = mem_printf(_("443: %s"), text);

			free(text);
			text = with_port;
		}
		cells[1 + i / 2][1 + i % 2] = text ? text : mem_strdup(_("not tried"));
	}
}

static void put_table(const struct compare_row *r, struct compare_words *ret)
{
	char *cells[TABLE_SIDE][TABLE_SIDE];
	int cols[TABLE_SIDE] = {0};

	fill_table(r, cells);
	for (size_t y = 0; y < TABLE_SIDE; y++)
		for (size_t x = 0; x < TABLE_SIDE; x++)
			if (page_width(cells[y][x]) > cols[x])
				cols[x] = page_width(cells[y][x]);
	for (size_t y = 0; y < TABLE_SIDE; y++) {
		struct buf line;

		buf_init(&line, 0);
		for (size_t x = 0; x < TABLE_SIDE; x++) {
			int pad =
			    x + 1 < TABLE_SIDE ? cols[x] + TABLE_GAP - page_width(cells[y][x]) : 0;

			buf_printf(&line, "%s%*s", cells[y][x], pad, "");
			free(cells[y][x]);
		}
		strs_append(&ret->table, buf_take(&line));
	}
	ret->table_cols = cols[0] + cols[1] + cols[2] + 2 * TABLE_GAP;
}

static bool same_lines(const struct compare_row *a, const struct compare_row *b)
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

static bool is_told(const struct compare_table *comparison, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (same_lines(&comparison->v[k], &comparison->v[i]))
			return true;
	return false;
}

/* ports: one or more numbers, n of them. */
static char *titled(const char *ports, size_t n, enum family family)
{
	/* TRANSLATORS: one or more ports' numbers, then "IPv4" or "IPv6". */
	return mem_printf(ngettext("Port %s, %s", "Ports %s, %s", n), ports, words_family(family));
}

/* The title of row first and of the following ones that say the same. */
static char *title(const struct compare_table *comparison, size_t first)
{
	const struct compare_row *r = &comparison->v[first];
	struct buf ports;
	size_t n = 0;

	buf_init(&ports, 0);
	for (size_t i = first; i < comparison->n; i++)
		if (same_lines(r, &comparison->v[i]))
			buf_printf(&ports, n++ ? ", %d" : "%d", comparison->v[i].port);
	char *text = titled(buf_text(&ports), n, r->family);

	buf_clear(&ports);
	return text;
}

/* Takes ownership of title. */
static void put_words(struct compare_words *ret, const struct compare_row *r, char *title)
{
	*ret = (struct compare_words){.title = title, .sentence = impossible_words(r)};
	put_lines(r, &ret->lines);
	put_table(r, ret);
}

void words_compare_row(struct compare_words *ret, const struct compare_row *r)
{
	char *port = mem_printf("%d", r->port);

	put_words(ret, r, titled(port, 1, r->family));
	free(port);
}

void compare_words_clear(struct compare_words *w)
{
	free(w->title);
	free(w->sentence);
	strs_clear(&w->lines);
	strs_clear(&w->table);
	*w = (struct compare_words){0};
}

void words_compare(struct compare_pages *ret, const struct compare_table *comparison)
{
	*ret = (struct compare_pages){mem_calloc(comparison->n + 1, sizeof *ret->v), 0};
	for (size_t i = 0; i < comparison->n; i++) {
		if (is_told(comparison, i))
			continue;
		put_words(&ret->v[ret->n++], &comparison->v[i], title(comparison, i));
	}
}

void compare_pages_clear(struct compare_pages *pages)
{
	for (size_t i = 0; i < pages->n; i++)
		compare_words_clear(&pages->v[i]);
	free(pages->v);
	*pages = (struct compare_pages){0};
}
