/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The path to the server: hops down, the suspect port beside a working one, the break drawn in. */
#include "config.h"
#include "ui/run.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "words/words.h"
#include "words/words_compare.h"
#include "words/words_path.h"
#include "ui/text.h"

#include <stdlib.h>
#include <string.h>

#define BRIEF_COLS 60 /* below, cells say less and addresses are shortened */
#define CELL_COLS 20
#define CELL_BRIEF_COLS 11
#define WHO_COLS_MAX 64
#define NAME_COLS_MIN 8 /* less of a name says nothing */
#define COL_HOP 1
#define COL_WHO 4
#define BREAK_SIDE 3 /* rule glyphs before its words */

struct columns {
	bool brief, two; /* two: a working port is beside the suspect one */
	int who_cols, suspect, working, cols;
};

static struct columns columns_for(const struct path_picture *p, int cols)
{
	struct columns c = {.brief = cols < BRIEF_COLS, .two = p->working_port != 0, .cols = cols};
	int cell = c.brief ? CELL_BRIEF_COLS : CELL_COLS;

	c.who_cols = cols - COL_WHO - (c.two ? 2 : 1) * cell;
	if (c.who_cols > WHO_COLS_MAX)
		c.who_cols = WHO_COLS_MAX;
	c.suspect = COL_WHO + c.who_cols;
	c.working = c.suspect + cell;
	return c;
}

static enum role mark_role(const struct path_cell *cell)
{
	switch (cell->mark) {
	case TRACE_PASSED:
		return ROLE_NORMAL;
	case TRACE_OPEN:
		return ROLE_OK;
	case TRACE_UNKNOWN:
	case TRACE_SILENT:
		return ROLE_DIM;
	default:
		return ROLE_PROBLEM;
	}
}

static void put_cell(struct list *l, const struct run *run, int col, const struct path_cell *cell,
		     bool brief)
{
	if (cell->mark == TRACE_UNKNOWN && cell->pending && !cell->beyond) {
		list_put(l, col, ROLE_RUNNING, theme_spinner(run->record->elapsed_us / 1000));
		return;
	}
	char *text = words_path_cell(cell, brief);

	list_put(l, col, mark_role(cell), text);
	free(text);
}

/* The ends of an address say most: a long one is cut in the middle. */
static char *shortened(const char *address, int cols)
{
	int len = text_cols(address);

	if (len <= cols || (size_t)len != strlen(address))
		return mem_strdup(address);
	int dots = theme_ascii() ? 3 : 1, tail = (cols - dots) / 2, head = cols - dots - tail;

	return mem_printf("%.*s%s%s", head, address, theme_ascii() ? "..." : "…",
			  address + len - tail);
}

/* The address, then its owner and its name, as far as there is room. */
static void put_who(struct list *l, const struct path_row *row, const struct columns *c)
{
	const char *segment = words_path_segment(row);
	int room = c->who_cols - 1;

	if (!row->address) {
		list_put(l, COL_WHO, ROLE_DIM, "?");
		return;
	}
	bool both = !c->brief && row->suspect.address && row->working.address &&
		    !str_eq(row->suspect.address, row->working.address);
	char *address = shortened(both			 ? row->who
				  : row->working.address ? row->working.address
							 : row->address,
				  room);
	int col = COL_WHO + text_cols(address) + 1;

	list_put(l, COL_WHO, ROLE_NORMAL, address);
	free(address);
	room -= col - COL_WHO;
	if (*segment && text_cols(segment) <= room) {
		list_put(l, col, ROLE_STRONG, segment);
		col += text_cols(segment) + 1;
		room -= text_cols(segment) + 1;
	}
	if (!row->name || room < NAME_COLS_MIN)
		return;
	char *name = text_clip(row->name, room, theme_ascii());

	list_put(l, col, ROLE_DIM, name);
	free(name);
}

static void put_hop(struct list *l, const struct run *run, const struct path_row *row,
		    const struct columns *c)
{
	unsigned event = row->suspect.event ? row->suspect.event : row->working.event;
	bool proof = event && run_is_proof(run, event);

	list_item(l, proof ? ITEM_MARKED : ITEM_TEXT, event);
	list_line(l);
	if (proof)
		list_put(l, 0, ROLE_MARK, theme_glyph(GLYPH_MARK));
	list_putf(l, COL_HOP, ROLE_DIM, "%2d", row->ttl);
	put_who(l, row, c);
	put_cell(l, run, c->suspect, &row->suspect, c->brief);
	if (c->two)
		put_cell(l, run, c->working, &row->working, c->brief);
}

static void put_break(struct list *l, const struct path_picture *p, const struct columns *c)
{
	const char *rule = theme_glyph(GLYPH_RULE);
	int end = c->two && !c->brief ? c->working : c->cols, col = COL_HOP;
	bool fits = COL_HOP + BREAK_SIDE + 1 + text_cols(p->break_text) <= c->cols;
	/* TRANSLATORS: drawn across the screen where a port breaks off on the way, %d is the port;
	 * the sentence below says what happens there. */
	char *text = fits ? mem_strdup(p->break_text) : mem_printf(_("port %d: here"), p->port);

	list_item(l, ITEM_TEXT, 0);
	list_line(l);
	for (; col < COL_HOP + BREAK_SIDE; col++)
		list_put(l, col, ROLE_PROBLEM, rule);
	list_put(l, ++col, ROLE_PROBLEM, text);
	for (col += text_cols(text) + 1; col < end - 1; col++)
		list_put(l, col, ROLE_PROBLEM, rule);
	free(text);
}

static void put_headings(struct list *l, const struct path_picture *p, const struct columns *c)
{
	list_item(l, ITEM_TEXT, 0);
	list_line(l);
	list_put(l, COL_WHO, ROLE_DIM, c->brief ? _("you") : _("this computer"));
	/* TRANSLATORS: a column's heading, %d is a port. */
	list_putf(l, c->suspect, ROLE_STRONG, _("port %d"), p->port);
	if (c->two)
		list_putf(l, c->working, ROLE_STRONG, _("port %d"), p->working_port);
}

/* The conclusion and its certainty: first if there is room, else at the break. */
static void put_sentence(struct list *l, const struct path_picture *p, int cols)
{
	const struct finding *f = p->finding;
	enum role role = f	      ? pane_verdict_role(f->verdict)
			 : p->running ? ROLE_RUNNING
				      : ROLE_NORMAL;
	/* TRANSLATORS: a sentence without its full stop, and how sure it is. */
	char *text = f ? mem_printf(_("%s (%s)"), p->sentence, words_certainty(f->certainty))
		       : mem_strdup(p->sentence);

	list_item(l, ITEM_TEXT, 0);
	list_line(l);
	if (f)
		list_put(l, COL_HOP, role, theme_glyph(pane_verdict_glyph(f->verdict)));
	list_wrap_on(l, f ? COL_WHO : COL_HOP, cols, role, text);
	free(text);
	text = f ? words_rule(f) : NULL;
	if (text)
		list_wrap(l, COL_WHO, cols, ROLE_STRONG, text);
	free(text);
}

static void put_rows(struct list *l, const struct run *run, const struct path_picture *p, int cols)
{
	struct columns c = columns_for(p, cols);

	put_headings(l, p, &c);
	for (size_t i = 0; i <= p->n; i++) {
		if (p->broken && i == p->break_at) {
			put_break(l, p, &c);
			if (c.brief)
				put_sentence(l, p, cols);
		}
		if (i < p->n)
			put_hop(l, run, &p->rows[i], &c);
	}
}

/* Rows with a path, for a reader who came from a row without one. */
static void put_missing(struct list *l, const struct run *run, int cols)
{
	char *plain = words_path_missing(run->record, run->endpoint);
	char *text = command_text(plain, WHERE_RUN);
	struct path_pictures all;
	struct numbers rows = {0};

	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, COL_HOP, cols, ROLE_DIM, text);
	free(text);
	free(plain);
	words_paths(&all, run->record, 0);
	rows.v = mem_calloc(all.n + 1, sizeof *rows.v);
	for (size_t i = 0; i < all.n; i++)
		rows.v[rows.n++] = all.v[i].endpoint;
	if (rows.n) {
		char *names = words_rows(run->record, &rows);

		/* TRANSLATORS: %s are rows such as "submission 587 (IPv4)". */
		text = mem_printf(_("Measured was the way of: %s."), names);
		list_wrap(l, COL_HOP, cols, ROLE_NORMAL, text);
		free(text);
		free(names);
	}
	free(rows.v);
	path_pictures_clear(&all);
}

static void put_title(struct list *l, const struct path_picture *p, int cols, enum role role)
{
	list_item(l, role == ROLE_TITLE ? ITEM_HEADING : ITEM_TEXT, 0);
	list_wrap(l, COL_HOP, cols, role, p->title);
}

static void put_picture(struct list *l, const struct run *run, const struct path_picture *p,
			int cols)
{
	bool other = p->endpoint != run->endpoint; /* then the title has to come first */

	if (other)
		put_title(l, p, cols, ROLE_TITLE);
	if (cols >= BRIEF_COLS)
		put_sentence(l, p, cols);
	if (!p->why_not)
		put_rows(l, run, p, cols);
	if (cols < BRIEF_COLS && !p->broken) /* else it is at the break */
		put_sentence(l, p, cols);
	if (!other)
		put_title(l, p, cols, ROLE_DIM);
}

/* A table if there is room, else a line for each cell. */
static void put_compare_words(struct list *l, const struct compare_words *w, int cols)
{
	bool as_table = COL_WHO + w->table_cols < cols;

	for (size_t i = 0; as_table && i < w->table.n; i++) {
		list_item(l, ITEM_TEXT, 0);
		list_line(l);
		list_put(l, COL_WHO, i ? ROLE_NORMAL : ROLE_DIM, w->table.v[i]);
	}
	for (size_t i = 0; !as_table && i < w->lines.n; i++) {
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, COL_WHO, cols, ROLE_NORMAL, w->lines.v[i]);
	}
	if (as_table && w->sentence) {
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, COL_WHO, cols, ROLE_NORMAL, w->sentence);
	}
}

/* After the path: the same port at other servers. */
static void put_compare(struct list *l, const struct run *run, unsigned endpoint, int cols)
{
	const struct endpoint *e = endpoints_get(&run->record->plan, endpoint);
	struct compare_table comparison;
	struct compare_words words;

	compare_init(&comparison, &run->record->facts);
	const struct compare_row *row = e ? compare_row(&comparison, e->port, e->family) : NULL;

	if (row) {
		words_compare_row(&words, row);
		/* TRANSLATORS: %s is a port and a family: "Port 587, IPv4". */
		char *heading = mem_printf(_("%s, compared with other servers"), words.title);

		list_item(l, ITEM_HEADING, 0);
		list_wrap(l, COL_HOP, cols, ROLE_TITLE, heading);
		free(heading);
		put_compare_words(l, &words, cols);
		compare_words_clear(&words);
	}
	compare_clear(&comparison);
}

/* ---- in two lines ---- */

#define CHAIN_NODES 4

struct chain {
	char *nodes[CHAIN_NODES];
	const char *owners[CHAIN_NODES];
	int hops[CHAIN_NODES]; /* to the node, from this computer */
	size_t n;
};

static void add_node(struct chain *c, const struct path_row *row)
{
	c->nodes[c->n] = mem_strdup(row->name ? row->name : row->address);
	c->owners[c->n] = words_path_segment(row);
	c->hops[c->n++] = row->ttl;
}

/* The home router, and the last router that passes the port on. */
static void make_chain(struct chain *c, const struct path_picture *p)
{
	const struct path_row *home = NULL, *last = NULL;

	for (size_t i = 0; i < p->break_at && i < p->n; i++) {
		const struct path_row *row = &p->rows[i];

		if (!row->address)
			continue;
		if (row->segment == SEGMENT_HOME && !home)
			home = row;
		last = row;
	}
	if (home)
		add_node(c, home);
	if (last && last != home)
		add_node(c, last);
}

static int put_link(struct list *l, int col, int hops)
{
	const char *link = theme_glyph(GLYPH_LINK);

	list_putf(l, col, ROLE_DIM, "%s%s%d%s%s", link, link, hops, link, link);
	return col + 4 + (hops > 9 ? 2 : 1) + 1;
}

static char *goes_on(const struct path_picture *p)
{
	for (size_t i = p->n; i-- > 0;)
		if (p->rows[i].working.mark == TRACE_OPEN) {
			char *time = words_time(p->rows[i].working.us);
			/* TRANSLATORS: a port and its time. */
			char *text =
			    mem_printf(_("(port %d gets there: %s)"), p->working_port, time);

			free(time);
			return text;
		}
	return NULL;
}

static int chain_cols(const struct chain *c, const struct path_picture *p)
{
	int cols = COL_WHO + text_cols(_("you")) + 1 + 5 + text_cols(p->address);

	for (size_t i = 0; i < c->n; i++)
		cols += text_cols(c->nodes[i]) + 8;
	return cols;
}

static void put_chain(struct list *l, const struct chain *c, const struct path_picture *p, int cols)
{
	int col = COL_WHO, at[CHAIN_NODES], before = 0;
	char *working = p->working_port ? goes_on(p) : NULL;

	list_item(l, ITEM_TEXT, 0);
	list_line(l);
	list_put(l, col, ROLE_NORMAL, _("you"));
	col += text_cols(_("you")) + 1;
	for (size_t i = 0; i < c->n; i++) {
		col = put_link(l, col, c->hops[i] - before);
		before = c->hops[i];
		at[i] = col;
		list_put(l, col, ROLE_NORMAL, c->nodes[i]);
		col += text_cols(c->nodes[i]) + 1;
	}
	list_putf(l, col, ROLE_PROBLEM, "%s%s%s", theme_glyph(GLYPH_LINK), theme_glyph(GLYPH_LINK),
		  theme_glyph(GLYPH_STOP));
	col += 5;
	list_put(l, col, ROLE_DIM, p->address);
	list_line(l);
	for (size_t i = 0; i < c->n; i++)
		list_put(l, at[i], ROLE_DIM, c->owners[i]);
	if (working && c->n && col > at[c->n - 1] + text_cols(c->owners[c->n - 1]) &&
	    col + text_cols(working) <= cols)
		list_put(l, col, ROLE_DIM, working);
	free(working);
}

void pane_way_put_chain(struct list *l, const struct run *run, unsigned endpoint, int cols)
{
	struct path_pictures pictures;
	struct chain chain = {0};

	words_paths(&pictures, run->record, endpoint);
	if (pictures.n && pictures.v[0].broken) {
		make_chain(&chain, &pictures.v[0]);
		if (chain.n && chain_cols(&chain, &pictures.v[0]) <= cols)
			put_chain(l, &chain, &pictures.v[0], cols);
	}
	for (size_t i = 0; i < chain.n; i++)
		free(chain.nodes[i]);
	path_pictures_clear(&pictures);
}

/* Until a row is chosen, the first path being measured is shown. */
void pane_way_build(struct list *l, const struct run *run, int cols)
{
	struct path_pictures pictures;

	words_paths(&pictures, run->record, run->endpoint);
	if (!pictures.n && !run->touched)
		words_paths(&pictures, run->record, 0);
	if (pictures.n)
		put_picture(l, run, &pictures.v[0], cols);
	else
		put_missing(l, run, cols);
	put_compare(l, run, pictures.n ? pictures.v[0].endpoint : run->endpoint, cols);
	path_pictures_clear(&pictures);
}
