/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/card.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/text.h"

#include <stdlib.h>

#define COL_LABEL 1
#define COL_MARK 7
#define COL_WORD 10
#define COL_TEXT_STACKED 6
#define GAP 3
#define STACKED_COLS 60 /* below, the server has a line of its own */

/* How much is said, most first. */
static const struct level {
	size_t steps; /* 0: only where to read them */
	bool brief;
	/* on a narrow screen: all of settings that do not work from here, and a warning with each answer */
	bool unreachable;
	bool certainty;
	bool below; /* their server at least, if need be on a line of its own */
} levels[] = {
    {3, false, true, true, true},   {2, false, true, true, true},   {2, true, true, true, true},
    {2, true, true, false, true},   {1, true, true, false, true},   {1, true, false, false, true},
    {1, true, false, false, false}, {0, true, false, false, false},
};
#define LEVELS (sizeof levels / sizeof *levels)

/* Columns of the values, computed from all answers. */
struct columns {
	int cols;
	bool stacked; /* the server has a line of its own */
	int protocol, host, port, security;
};

static enum role mark_role(enum card_mark mark)
{
	static const enum role roles[CARD_MARK_COUNT_] = {
	    [CARD_GOOD] = ROLE_OK,     [CARD_NOTE] = ROLE_NOTE,	  [CARD_WARNING] = ROLE_WARNING,
	    [CARD_BAD] = ROLE_PROBLEM, [CARD_UNKNOWN] = ROLE_DIM, [CARD_RUNNING] = ROLE_RUNNING,
	};

	return roles[mark];
}

static const char *mark_text(enum card_mark mark)
{
	static const enum glyph glyphs[CARD_MARK_COUNT_] = {
	    [CARD_GOOD] = GLYPH_OK, [CARD_NOTE] = GLYPH_NOTE,	     [CARD_WARNING] = GLYPH_WARNING,
	    [CARD_BAD] = GLYPH_NO,  [CARD_UNKNOWN] = GLYPH_UNTESTED, [CARD_RUNNING] = GLYPH_PENDING,
	};

	return theme_glyph(glyphs[mark]);
}

static int wider(int cols, const char *text)
{
	int needed = text_cols(text);

	return needed > cols ? needed : cols;
}

static struct columns columns_for(const struct card *card, int cols)
{
	int word = 5, protocol = 0, host = 0, security = 0;
	struct columns c = {.cols = cols};

	for (size_t i = 0; i < card->answer_n; i++) {
		const struct card_answer *a = &card->answers[i];

		word = wider(word, a->word);
		if (!a->host || a->text)
			continue;
		protocol = wider(protocol, a->protocol);
		host = wider(host, a->host);
		security = wider(security, a->security);
	}
	c.protocol = COL_WORD + word + GAP;
	c.host = c.protocol + protocol + 2;
	c.port = c.host + host + 2;
	c.security = c.port + 5 + 2;
	c.stacked = cols < STACKED_COLS || c.security + security >= cols;
	return c;
}

static enum role value_role(const struct card_answer *a)
{
	return a->reachable ? ROLE_STRONG : ROLE_DIM;
}

static void put_values(struct list *l, const struct card_answer *a, const struct columns *c)
{
	list_put(l, c->protocol, value_role(a), a->protocol);
	list_put(l, c->host, value_role(a), a->host);
	list_putf(l, c->port, value_role(a), "%5d", a->port);
	list_put(l, c->security, value_role(a), a->security);
}

/* Protocol, port and security behind the word if they fit there, the server below. */
static void put_values_stacked(struct list *l, const struct card_answer *a, const struct columns *c,
			       int col)
{
	char *values = mem_printf("%s %d %s", a->protocol, a->port, a->security);

	if (col + 1 + text_cols(values) >= c->cols) {
		list_wrap(l, COL_TEXT_STACKED, c->cols, value_role(a), values);
	} else {
		list_put(l, col + 1, value_role(a), values);
	}
	list_wrap(l, COL_TEXT_STACKED, c->cols, value_role(a), a->host);
	free(values);
}

/* What is not safe to enter: the server behind the word if there is room, and the warning. */
static void put_warned(struct list *l, const struct card_answer *a, const struct columns *c,
		       int col)
{
	int host = a->host ? text_cols(a->host) + 2 : 0;
	bool fits = a->host && col + host + text_cols(a->text) < c->cols;

	if (fits)
		list_put(l, col, ROLE_DIM, a->host);
	list_wrap_on(l, fits ? col + host : col, c->cols, ROLE_STRONG, a->text);
}

/* Of settings that don't work from here, the server alone: behind the word if it fits there, else below if it may. */
static void put_host(struct list *l, const struct card_answer *a, const struct columns *c, int col,
		     bool below)
{
	if (!a->host)
		return;
	if (col + text_cols(a->host) < c->cols)
		list_put(l, col, ROLE_DIM, a->host);
	else if (below)
		list_wrap(l, COL_TEXT_STACKED, c->cols, ROLE_DIM, a->host);
}

static void put_stacked(struct list *l, const struct card_answer *a, const struct columns *c,
			int col, const struct level *level, bool last)
{
	if (a->host && !a->text && (a->reachable || level->unreachable))
		put_values_stacked(l, a, c, col);
	else
		put_host(l, a, c, col + 1, level->below && !a->text);
	if (a->text && (level->unreachable || last))
		list_wrap(l, COL_TEXT_STACKED, c->cols, ROLE_STRONG, a->text);
}

static void put_answer(struct list *l, const struct card_answer *a, const struct columns *c,
		       const struct level *level, bool last)
{
	int mark = c->stacked ? COL_TEXT_STACKED : COL_MARK;
	int word = c->stacked ? mark + text_cols(mark_text(a->mark)) + 1 : COL_WORD;

	list_line(l);
	list_put(l, COL_LABEL, ROLE_TITLE, a->label);
	list_put(l, mark, mark_role(a->mark), mark_text(a->mark));
	list_put(l, word, mark_role(a->mark), a->word);
	if (c->stacked)
		put_stacked(l, a, c, word + text_cols(a->word) + 1, level, last);
	else if (a->text)
		put_warned(l, a, c, c->protocol);
	else if (a->host)
		put_values(l, a, c);
}

static void put_why(struct list *l, const struct card *card, const struct columns *c,
		    const struct level *level)
{
	int col = c->stacked ? COL_TEXT_STACKED : COL_WORD, room = c->cols - 1;

	list_line(l);
	list_put(l, COL_LABEL, ROLE_TITLE, _("WHY"));
	if (!c->stacked)
		list_put(l, COL_MARK, mark_role(card->why_mark), mark_text(card->why_mark));
	if (card->certainty && !c->stacked && level->certainty) {
		room -= text_cols(card->certainty) + 2;
		list_put(l, room + 2, ROLE_DIM, card->certainty);
	}
	list_wrap_on(l, col, room, ROLE_STRONG, level->brief ? card->why.brief : card->why.full);
}

static void put_steps(struct list *l, const struct card *card, const struct columns *c,
		      const struct level *level)
{
	int col = c->stacked ? COL_TEXT_STACKED : COL_WORD;

	char *key = NULL;

	if (!level->steps)
		key = command_text(
		    _("[enter:Press {enter} to read what to do.|Read \"Why\" below.]"), WHERE_RUN);
	else if (card->next == CARD_NEXT_AGAIN)
		key = command_text(
		    _("[retry-all:Press {retry-all} to test everything again.|Test everything again.]"),
		    WHERE_RUN);
	else if (card->next == CARD_NEXT_MORE)
		key = command_text(
		    _("[enter:Press {enter} to read more about it.|Read \"Why\" below.]"),
		    WHERE_RUN);
	if (key) {
		list_line(l);
		list_put(l, COL_LABEL, ROLE_TITLE, _("DO"));
		list_wrap_on(l, col, c->cols - 1, ROLE_NORMAL, key);
	}
	free(key);
	for (size_t i = 0; i < card->step_n && i < level->steps; i++) {
		list_line(l);
		if (!i)
			list_put(l, COL_LABEL, ROLE_TITLE, _("DO"));
		list_putf(l, col - (c->stacked ? 2 : 3), ROLE_STRONG, "%zu", i + 1);
		list_wrap_on(l, col, c->cols - 1, ROLE_NORMAL,
			     level->brief ? card->steps[i].brief : card->steps[i].full);
	}
}

/* ---- three boxes side by side ---- */

#define BOXES_MAX (CARD_ANSWERS_MAX + 1)

static void begin_box(struct list *b, const char *label, enum card_mark mark)
{
	list_begin(b);
	list_item(b, ITEM_TEXT, 0);
	list_line(b);
	list_put(b, COL_LABEL, ROLE_TITLE, label);
	list_put(b, COL_MARK, mark_role(mark), mark_text(mark));
}

static void put_answer_box(struct list *b, const struct card_answer *a, int cols)
{
	begin_box(b, a->label, a->mark);
	list_put(b, COL_WORD, mark_role(a->mark), a->word);
	if (a->text && a->host)
		list_wrap(b, COL_WORD, cols, ROLE_DIM, a->host);
	if (a->text)
		list_wrap(b, COL_WORD, cols, ROLE_STRONG, a->text);
	if (a->text || !a->host)
		return;
	char *server = mem_printf("%s  %s", a->protocol, a->host);

	list_wrap(b, COL_WORD, cols, value_role(a), server);
	list_line(b);
	list_putf(b, COL_WORD, value_role(a), "%d  %s", a->port, a->security);
	free(server);
}

static void put_why_box(struct list *b, const struct card *card, int cols,
			const struct level *level)
{
	begin_box(b, _("WHY"), card->why_mark);
	list_wrap_on(b, COL_WORD, cols, ROLE_STRONG,
		     level->brief ? card->why.brief : card->why.full);
	if (card->certainty && level->certainty) {
		list_line(b);
		list_put(b, COL_WORD, ROLE_DIM, card->certainty);
	}
}

/* The boxes' lines beside each other, with an upright line between two. */
static void put_beside(struct list *l, const struct list *boxes, size_t n, int cols)
{
	size_t lines = 0;

	for (size_t k = 0; k < n; k++)
		lines = boxes[k].line_n > lines ? boxes[k].line_n : lines;
	for (size_t i = 0; i < lines; i++) {
		list_line(l);
		for (size_t k = 0; k < n; k++) {
			int left = (int)k * cols;

			if (k)
				list_put(l, left, ROLE_RULE, theme_glyph(GLYPH_UPRIGHT));
			for (size_t c = 0; i < boxes[k].line_n && c < boxes[k].lines[i].n; c++) {
				const struct list_cell *cell = &boxes[k].lines[i].cells[c];

				list_put(l, left + (k > 0) + cell->col, cell->role, cell->text);
			}
		}
	}
}

static bool has_boxes(const struct card *card, int cols)
{
	return cols >= CARD_BOXES_COLS && card->answer_n < BOXES_MAX;
}

static int box_cols(const struct card *card, int cols)
{
	return cols / ((int)card->answer_n + 1);
}

static void build_boxes(struct list *l, const struct card *card, const struct columns *c,
			const struct level *level)
{
	struct list boxes[BOXES_MAX] = {0};
	int cols = box_cols(card, c->cols);

	for (size_t i = 0; i < card->answer_n; i++)
		put_answer_box(&boxes[i], &card->answers[i], cols - 3);
	put_why_box(&boxes[card->answer_n], card, cols - 3, level);
	put_beside(l, boxes, card->answer_n + 1, cols);
	for (size_t i = 0; i <= card->answer_n; i++)
		list_clear(&boxes[i]);
}

/* ---- all of it ---- */

static void build(struct list *l, const struct card *card, const struct columns *c,
		  const struct level *level, struct card_place *ret_why)
{
	*ret_why = (struct card_place){0, 0};
	list_begin(l);
	list_item(l, ITEM_TEXT, 0);
	if (has_boxes(card, c->cols)) {
		ret_why->col = (int)card->answer_n * box_cols(card, c->cols) + 1 + COL_LABEL;
		build_boxes(l, card, c, level);
		put_steps(l, card, c, level);
		list_end(l);
		return;
	}
	for (size_t i = 0; i < card->answer_n; i++)
		put_answer(l, &card->answers[i], c, level, i + 1 == card->answer_n);
	ret_why->line = l->line_n;
	put_why(l, card, c, level);
	put_steps(l, card, c, level);
	list_end(l);
}

/* The first of the levels that fits; false if none does. */
static bool build_in(struct list *l, const struct card *card, const struct columns *c,
		     const struct level *level, int most, struct card_place *ret_why)
{
	for (bool below = level->below; level->steps && level->below == below; level++) {
		build(l, card, c, level, ret_why);
		if (l->line_n <= (size_t)most)
			return true;
	}
	return false;
}

void card_build(struct list *l, const struct card *card, int cols, int most,
		struct card_place *ret_why)
{
	const struct level *bare = levels;
	struct columns c = columns_for(card, cols);
	bool fits = false;

	while (bare->below)
		bare++;
	/* A server's name and a step are worth more than the ports, which then give way. */
	for (int more = 0; !fits && more <= IN_LINE_ROWS; more++)
		fits = build_in(l, card, &c, levels, most + more, ret_why);
	for (int more = 0; !fits && more <= IN_LINE_ROWS; more++)
		fits = build_in(l, card, &c, bare, most + more, ret_why);
	if (!fits)
		build(l, card, &c, &levels[LEVELS - 1], ret_why);
}
