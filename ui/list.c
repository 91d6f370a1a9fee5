/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/list.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/paint.h"
#include "ui/privacy.h"
#include "ui/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void free_line(struct list_line *line)
{
	for (size_t i = 0; i < line->n; i++)
		free(line->cells[i].text);
	free(line->cells);
}

void list_begin(struct list *l)
{
	for (size_t i = 0; i < l->line_n; i++)
		free_line(&l->lines[i]);
	for (size_t i = 0; i < l->item_n; i++)
		free(l->items[i].copy);
	free(l->lines);
	free(l->items);
	l->lines = NULL;
	l->items = NULL;
	l->line_n = l->item_n = 0;
}

void list_clear(struct list *l)
{
	struct list kept = {.by_choice = l->by_choice, .reads = l->reads, .follows = l->follows};

	list_begin(l);
	free(l->filter);
	free(l->sought);
	*l = kept;
}

/* Room for one more, doubled at powers of two. */
static void *grow(void *v, size_t n, size_t size)
{
	return (n & (n - 1)) == 0 ? mem_realloc(v, n ? 2 * n : 1, size) : v;
}

void list_item(struct list *l, enum item_kind kind, unsigned ref)
{
	l->items = grow(l->items, l->item_n, sizeof *l->items);
	l->items[l->item_n++] = (struct list_item){ref, kind, l->line_n, 0, NULL};
}

void list_line(struct list *l)
{
	l->lines = grow(l->lines, l->line_n, sizeof *l->lines);
	l->lines[l->line_n++] = (struct list_line){NULL, 0, l->item_n - 1};
	l->items[l->item_n - 1].n++;
}

void list_put(struct list *l, int col, enum role role, const char *text)
{
	struct list_line *line = &l->lines[l->line_n - 1];

	line->cells = grow(line->cells, line->n, sizeof *line->cells);
	char *shown = privacy_text(text);

	line->cells[line->n++] = (struct list_cell){col, role, text_clean(shown, theme_ascii())};
	free(shown);
}

void list_putf(struct list *l, int col, enum role role, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = mem_vprintf(format, args);

	va_end(args);
	list_put(l, col, role, text);
	free(text);
}

void list_wrap_on(struct list *l, int col, int cols, enum role role, const char *text)
{
	char *shown = privacy_text(text), *clean = text_clean(shown, theme_ascii());
	struct strs lines = {0};

	text_wrap(&lines, clean, cols - col);
	for (size_t i = 0; i < lines.n; i++) {
		if (i)
			list_line(l);
		list_put(l, col, role, lines.v[i]);
	}
	strs_clear(&lines);
	free(clean);
	free(shown);
}

void list_wrap(struct list *l, int col, int cols, enum role role, const char *text)
{
	list_line(l);
	list_wrap_on(l, col, cols, role, text);
}

void list_gap(struct list *l)
{
	list_item(l, ITEM_TEXT, 0);
	list_line(l);
}

static bool item_has(const struct list *l, const struct list_item *item, const char *word)
{
	for (size_t i = item->first; i < item->first + item->n; i++)
		for (size_t k = 0; k < l->lines[i].n; k++)
			if (str_icontains(l->lines[i].cells[k].text, word))
				return true;
	return false;
}

/* A heading stays if something remains between it and the next one. */
static void keep_headings(const struct list *l, bool *keep)
{
	bool below = false;

	for (size_t i = l->item_n; i-- > 0;) {
		if (l->items[i].kind == ITEM_HEADING) {
			keep[i] = keep[i] || below;
			below = false;
		} else {
			below = below || keep[i];
		}
	}
}

static void drop_items(struct list *l, const bool *keep)
{
	size_t lines = 0, items = 0;

	for (size_t i = 0; i < l->item_n; i++) {
		struct list_item item = l->items[i];

		if (!keep[i])
			free(item.copy);
		for (size_t k = item.first; k < item.first + item.n; k++) {
			if (!keep[i]) {
				free_line(&l->lines[k]);
				continue;
			}
			l->lines[lines] = l->lines[k];
			l->lines[lines++].item = items;
		}
		if (keep[i]) {
			item.first = lines - item.n;
			l->items[items++] = item;
		}
	}
	l->line_n = lines;
	l->item_n = items;
}

static const struct list_item *find(const struct list *l, unsigned ref)
{
	for (size_t i = 0; i < l->item_n; i++)
		if (l->items[i].kind == ITEM_ROW && l->items[i].ref == ref)
			return &l->items[i];
	return NULL;
}

static void select_nearest(struct list *l)
{
	if (l->by_choice || find(l, l->selected))
		return;
	l->selected = 0;
	for (size_t i = 0; i < l->item_n && !l->selected; i++)
		if (l->items[i].kind == ITEM_ROW)
			l->selected = l->items[i].ref;
	l->show_selected = true;
}

void list_end(struct list *l)
{
	if (l->filter) {
		bool *keep = mem_calloc(l->item_n + 1, sizeof *keep);

		for (size_t i = 0; i < l->item_n; i++)
			keep[i] = item_has(l, &l->items[i], l->filter);
		keep_headings(l, keep);
		drop_items(l, keep);
		free(keep);
	}
	if (l->filter && !l->item_n) {
		list_item(l, ITEM_TEXT, 0);
		list_line(l);
		/* TRANSLATORS: %s is what the user looks for. */
		list_putf(l, 1, ROLE_DIM, _("Nothing here contains \"%s\"."), l->filter);
	}
	if (l->seek)
		list_search_on(l, 1);
	l->seek = false;
	select_nearest(l);
}

void list_set_filter(struct list *l, const char *filter)
{
	free(l->filter);
	l->filter = filter && *filter ? mem_strdup(filter) : NULL;
	l->top = 0;
	l->show_selected = true;
}

void list_select(struct list *l, unsigned ref)
{
	l->selected = ref;
	l->show_selected = true;
}

void list_show_mark(struct list *l)
{
	l->show_mark = true;
}

void list_scroll(struct list *l, int delta, int rows)
{
	long most = (long)l->line_n - (rows > 0 ? rows : 0);
	long top = (long)l->top + delta;

	if (top > most)
		top = most;
	l->top = top < 0 ? 0 : (size_t)top;
	l->held = top < most;
}

/* The first row from there on in the direction of step, or NULL. */
static const struct list_item *next_row(const struct list *l, const struct list_item *i, int step)
{
	while (i >= l->items && i < l->items + l->item_n && i->kind != ITEM_ROW)
		i += step;
	return i >= l->items && i < l->items + l->item_n ? i : NULL;
}

static bool in_sight(const struct list *l, const struct list_item *i, int rows)
{
	return i->first >= l->top && i->first < l->top + (size_t)(rows > 0 ? rows : 0);
}

/* Between two rows there is text to read: one line, or the next row where that is in sight. */
static void read_on(struct list *l, const struct list_item *at, int delta, int rows)
{
	int step = delta < 0 ? -1 : 1;
	const struct list_item *next = next_row(l, at + step, step);

	if (delta == step && next && in_sight(l, next, rows))
		list_select(l, next->ref);
	else
		list_scroll(l, delta, rows);
}

static void move_rows(struct list *l, const struct list_item *at, int delta, int rows)
{
	int step = delta < 0 ? -1 : 1;

	/* There may be a heading worth seeing above the first row. */
	if (delta < 0 && at->first < (size_t)-delta)
		list_scroll(l, delta, rows);
	for (const struct list_item *i = at + step;
	     delta && i >= l->items && i < l->items + l->item_n; i += step) {
		if (i->kind != ITEM_ROW)
			continue;
		l->selected = i->ref;
		delta -= step;
	}
	l->show_selected = true;
}

void list_move(struct list *l, int delta, int rows)
{
	const struct list_item *at = find(l, l->selected);
	const struct list_item *first = l->by_choice && l->item_n ? next_row(l, l->items, 1) : NULL;

	if (at && l->reads)
		read_on(l, at, delta, rows);
	else if (at)
		move_rows(l, at, delta, rows);
	else if (first)
		list_select(l, first->ref);
	else
		list_scroll(l, delta, rows);
}

void list_first(struct list *l)
{
	l->top = 0;
	l->held = l->follows;
	if (l->by_choice && l->reads)
		return;
	for (size_t i = 0; i < l->item_n; i++)
		if (l->items[i].kind == ITEM_ROW) {
			l->selected = l->items[i].ref;
			return;
		}
}

void list_last(struct list *l, int rows)
{
	list_scroll(l, (int)l->line_n, rows);
	if (l->by_choice && l->reads)
		return;
	for (size_t i = l->item_n; i-- > 0;)
		if (l->items[i].kind == ITEM_ROW) {
			l->selected = l->items[i].ref;
			return;
		}
}

bool list_command(struct list *l, enum command c, int rows)
{
	switch (c) {
	case COMMAND_UP:
		list_move(l, -1, rows);
		return true;
	case COMMAND_DOWN:
		list_move(l, 1, rows);
		return true;
	case COMMAND_PAGE_UP:
		list_move(l, 1 - rows, rows);
		return true;
	case COMMAND_PAGE_DOWN:
		list_move(l, rows - 1, rows);
		return true;
	case COMMAND_FIRST:
		list_first(l);
		return true;
	case COMMAND_LAST:
		list_last(l, rows);
		return true;
	default:
		return false;
	}
}

unsigned list_at(const struct list *l, const struct rect *r, int row)
{
	size_t line = l->top + (size_t)(row - r->row);

	if (row < r->row || row >= r->row + r->rows || line >= l->line_n)
		return 0;
	const struct list_item *item = &l->items[l->lines[line].item];

	return item->kind == ITEM_ROW ? item->ref : 0;
}

bool list_mouse(struct list *l, const struct rect *r, const struct key_event *e)
{
	unsigned ref = list_at(l, r, e->row);

	if (e->key != KEYS_CLICK) {
		list_scroll(l, e->key == KEYS_WHEEL_UP ? -3 : 3, r->rows);
		return false;
	}
	if (!ref || ref == l->selected)
		return ref != 0;
	list_select(l, ref);
	return false;
}

/* Scrolls until the lines from first to before end are visible. */
static void reveal_lines(struct list *l, size_t first, size_t end, size_t rows)
{
	if (end > l->top + rows)
		l->top = end - rows;
	if (first < l->top)
		l->top = first;
}

/* All the item's lines, with the heading right above them. */
static void reveal(struct list *l, const struct list_item *item, size_t rows)
{
	bool headed =
	    item > l->items && item[-1].kind == ITEM_HEADING && item[-1].first < item->first;

	reveal_lines(l, headed ? item[-1].first : item->first, item->first + item->n, rows);
}

static void settle(struct list *l, size_t rows)
{
	const struct list_item *item = find(l, l->selected);

	if (l->show_mark) {
		for (size_t i = 0; i < l->item_n; i++)
			if (l->items[i].kind == ITEM_MARKED) {
				l->top = l->items[i].first > 1 ? l->items[i].first - 1 : 0;
				break;
			}
	} else if (l->show_selected && item) {
		reveal(l, item, rows);
	}
	if (l->show_found && l->found < l->line_n) {
		const struct list_item *of = &l->items[l->lines[l->found].item];

		if (of->n <= rows)
			reveal(l, of, rows);
		else
			reveal_lines(l, l->found, l->found + 1, rows);
		l->held = l->follows;
	}
	l->show_mark = l->show_selected = l->show_found = false;
	list_scroll(l, l->follows && !l->held ? (int)l->line_n : 0, (int)rows);
}

/* Every place in the line that has what is searched for. */
static void draw_sought(const struct list *l, const struct list_line *line, const struct rect *r,
			int row)
{
	for (size_t i = 0; l->sought && i < line->n; i++) {
		const struct list_cell *c = &line->cells[i];
		const char *at = c->text;

		while ((at = str_icontains(at, l->sought))) {
			char *before = mem_strndup(c->text, (size_t)(at - c->text));
			int col = c->col + text_cols(before), cols = text_cols(l->sought);

			free(before);
			if (col + cols <= r->cols)
				paint_restyle(row, r->col + col, cols, ROLE_MESSAGE);
			at += strlen(l->sought);
		}
	}
}

static void draw_line(const struct list_line *line, const struct rect *r, int row)
{
	for (size_t i = 0; i < line->n; i++) {
		const struct list_cell *c = &line->cells[i];

		if (c->col < r->cols)
			paint_clipped(row, r->col + c->col, r->cols - c->col, c->role, c->text);
	}
}

void list_draw(struct list *l, const struct rect *r, bool focus)
{
	if (r->rows < 1)
		return;
	settle(l, (size_t)r->rows);
	if (focus)
		paint_cursor(r->row, r->col);
	for (int i = 0; i < r->rows && l->top + (size_t)i < l->line_n; i++) {
		const struct list_line *line = &l->lines[l->top + (size_t)i];
		const struct list_item *item = &l->items[line->item];

		draw_line(line, r, r->row + i);
		if (item->kind != ITEM_ROW || item->ref != l->selected) {
			draw_sought(l, line, r, r->row + i);
			if (focus && l->sought && l->top + (size_t)i == l->found)
				paint_cursor(r->row + i, r->col);
			continue;
		}
		if (line == &l->lines[item->first]) {
			paint_glyph(r->row + i, r->col, ROLE_STRONG, GLYPH_CURSOR);
			if (focus)
				paint_cursor(r->row + i, r->col);
		}
		paint_restyle(r->row + i, r->col, r->cols,
			      focus ? ROLE_SELECTED : ROLE_SELECTED_AWAY);
		draw_sought(l, line, r, r->row + i);
	}
	if (l->top)
		paint_glyph(r->row, r->col + r->cols - 1, ROLE_DIM, GLYPH_ABOVE);
	if (l->top + (size_t)r->rows < l->line_n)
		paint_glyph(r->row + r->rows - 1, r->col + r->cols - 1, ROLE_DIM, GLYPH_BELOW);
}

bool list_has(const struct list *l, unsigned ref)
{
	return find(l, ref) != NULL;
}

char *list_position(const struct list *l, int rows)
{
	size_t n = 0, at = 0;

	if (rows < 1 || l->line_n <= (size_t)rows)
		return NULL;
	for (size_t i = 0; i < l->item_n; i++)
		if (l->items[i].kind == ITEM_ROW) {
			n++;
			at = l->items[i].ref == l->selected ? n : at;
		}
	if (at && !l->reads)
		return mem_printf("%zu/%zu", at, n);
	return mem_printf("%zu/%zu",
			  l->top + (size_t)rows < l->line_n ? l->top + (size_t)rows : l->line_n,
			  l->line_n);
}
