/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching in a list, and what copying one of its lines or all of it copies. */
#include "config.h"
#include "ui/list.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "ui/text.h"

#include <stdlib.h>

static bool line_has(const struct list_line *line, const char *word)
{
	for (size_t i = 0; i < line->n; i++)
		if (str_icontains(line->cells[i].text, word))
			return true;
	return false;
}

/* The found line is the current one; of a row, the row is selected. */
static void go_to(struct list *l, size_t line)
{
	const struct list_item *item = &l->items[l->lines[line].item];

	l->found = line;
	l->show_found = true;
	if (item->kind == ITEM_ROW)
		l->selected = item->ref;
}

/* The first line with it from there on, around the end. */
static bool find_from(struct list *l, size_t from, int step)
{
	for (size_t i = 0; i < l->line_n; i++) {
		size_t line =
		    step > 0 ? (from + i) % l->line_n : (from + l->line_n - i) % l->line_n;

		if (!line_has(&l->lines[line], l->sought))
			continue;
		go_to(l, line);
		return true;
	}
	l->found = LIST_NOT_FOUND;
	return false;
}

bool list_search(struct list *l, const char *text)
{
	free(l->sought);
	l->sought = text && *text ? mem_strdup(text) : NULL;
	l->found = LIST_NOT_FOUND;
	return l->sought && find_from(l, l->top < l->line_n ? l->top : 0, 1);
}

void list_seek(struct list *l, const char *text)
{
	list_search(l, NULL);
	l->sought = mem_strdup(text);
	l->seek = true;
}

bool list_search_on(struct list *l, int step)
{
	if (!l->sought || !l->line_n)
		return false;
	if (l->found >= l->line_n)
		return find_from(l, l->top < l->line_n ? l->top : 0, step);
	return find_from(l, step > 0 ? l->found + 1 : l->found + l->line_n - 1, step);
}

size_t list_count_found(const struct list *l, size_t *ret_at)
{
	size_t n = 0;

	*ret_at = 0;
	for (size_t i = 0; l->sought && i < l->line_n; i++) {
		n += line_has(&l->lines[i], l->sought);
		if (i == l->found)
			*ret_at = n;
	}
	return n;
}

void list_copies(struct list *l, const char *text)
{
	struct list_item *item = &l->items[l->item_n - 1];

	free(item->copy);
	item->copy = mem_strdup(text);
}

static const struct list_item *current(const struct list *l)
{
	for (size_t i = 0; i < l->item_n; i++)
		if (l->selected && l->items[i].kind == ITEM_ROW && l->items[i].ref == l->selected)
			return &l->items[i];
	return l->sought && l->found < l->line_n ? &l->items[l->lines[l->found].item] : NULL;
}

/* The item's lines as one, a space between two pieces. */
char *list_copied(const struct list *l)
{
	const struct list_item *item = current(l);
	struct buf out;

	if (!item)
		return NULL;
	if (item->copy)
		return mem_strdup(item->copy);
	buf_init(&out, 0);
	for (size_t i = item->first; i < item->first + item->n; i++)
		for (size_t k = 0; k < l->lines[i].n; k++) {
			const char *text = l->lines[i].cells[k].text;

			if (out.len && *text)
				buf_putc(&out, ' ');
			buf_puts(&out, text);
		}
	return buf_take(&out);
}

char *list_text(const struct list *l)
{
	struct buf out;

	buf_init(&out, 0);
	for (size_t i = 0; i < l->line_n; i++) {
		int col = 0;

		for (size_t k = 0; k < l->lines[i].n; k++) {
			const struct list_cell *c = &l->lines[i].cells[k];

			for (; col < c->col; col++)
				buf_putc(&out, ' ');
			buf_puts(&out, c->text);
			col += text_cols(c->text);
		}
		buf_putc(&out, '\n');
	}
	return buf_take(&out);
}
