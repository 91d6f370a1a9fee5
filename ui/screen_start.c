/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/paint.h"
#include "ui/term.h"
#include "ui/text.h"

#include <stdlib.h>
#include <string.h>

#define REF_TYPED 1u
#define REF_RECENT 2u
#define REF_PROVIDER (REF_RECENT + 1000u)

#define COL_NAME 2
#define COL_KIND 30
#define COL_DOMAINS 46
#define ROOMY_ROWS 20

static const struct ui_provider *provider_of(const struct ui *ui, const char *id)
{
	for (size_t i = 0; i < ui->options->provider_n; i++)
		if (str_ieq(ui->options->providers[i].id, id))
			return &ui->options->providers[i];
	return NULL;
}

/* How well a provider matches the typed text. */
enum match { FIT_NONE, FIT_INSIDE, FIT_START };

static enum match fit(const struct ui_provider *p, const char *word)
{
	if (str_istarts(p->name, word) || str_istarts(p->id, word))
		return FIT_START;
	return str_icontains(p->name, word) || str_icontains(p->id, word) ||
		       (p->domains && str_icontains(p->domains, word))
		   ? FIT_INSIDE
		   : FIT_NONE;
}

/* An address or a server rather than the beginning of a provider's name. */
static bool looks_like_address(const char *word)
{
	return strpbrk(word, "@:") || strchr(word, '.');
}

static void put_typed(struct list *l, const char *word)
{
	list_item(l, ITEM_ROW, REF_TYPED);
	list_line(l);
	/* TRANSLATORS: %s is the e-mail address or server that the user types. */
	list_putf(l, COL_NAME, ROLE_STRONG, _("Check \"%s\""), word);
}

static void put_heading(struct list *l, const char *title)
{
	list_item(l, ITEM_HEADING, 0);
	list_line(l);
	list_put(l, 0, ROLE_TITLE, title);
}

static void put_provider(struct list *l, unsigned ref, const struct ui_provider *p, int cols)
{
	list_item(l, ITEM_ROW, ref);
	list_line(l);
	char *name = text_clip(p->name, COL_KIND - COL_NAME - 2, theme_ascii());

	list_put(l, COL_NAME, ROLE_NORMAL, name);
	free(name);
	if (p->kind && cols > COL_KIND + 12)
		list_put(l, COL_KIND, ROLE_DIM, p->kind);
	if (p->domains && cols > COL_DOMAINS + 16)
		list_put(l, COL_DOMAINS, ROLE_DIM, p->domains);
}

static void put_recent(struct list *l, const struct ui *ui, const char *word, int cols)
{
	bool headed = false;

	for (size_t i = 0; i < ui->start.recent.n; i++) {
		const char *used = ui->start.recent.v[i];
		const struct ui_provider *p = provider_of(ui, used);

		if (!str_icontains(used, word) && !(p && fit(p, word)))
			continue;
		if (!headed)
			put_heading(l, _("Last used"));
		headed = true;
		if (p) {
			put_provider(l, REF_RECENT + (unsigned)i, p, cols);
			continue;
		}
		list_item(l, ITEM_ROW, REF_RECENT + (unsigned)i);
		list_line(l);
		list_put(l, COL_NAME, ROLE_NORMAL, used);
	}
}

/* Providers whose name begins with the typed text come first. */
static void put_providers(struct list *l, const struct ui *ui, const char *word, int cols)
{
	bool headed = false;

	for (int wanted = FIT_START; wanted > FIT_NONE; wanted--)
		for (size_t i = 0; i < ui->options->provider_n; i++) {
			if (fit(&ui->options->providers[i], word) != (enum match)wanted)
				continue;
			if (!headed)
				put_heading(l, _("Providers"));
			headed = true;
			put_provider(l, REF_PROVIDER + (unsigned)i, &ui->options->providers[i],
				     cols);
		}
}

static void build(struct ui *ui, int cols)
{
	struct start *s = &ui->start;
	const char *word = s->text.bytes;

	if (s->built_cols && s->built_cols == cols)
		return;
	s->built_cols = cols;
	list_begin(&s->list);
	if (*word && looks_like_address(word))
		put_typed(&s->list, word);
	put_recent(&s->list, ui, word, cols);
	put_providers(&s->list, ui, word, cols);
	if (*word && !looks_like_address(word))
		put_typed(&s->list, word);
	list_end(&s->list);
}

static int draw_intro(int row, int cols)
{
	static const char *const text =
	    N_("Which mail ports does your network let through, and what do you enter instead? "
	       "Choose your "
	       "mail provider, or type your e-mail address or the name of a mail server.");
	struct strs lines = {0};
	int at = row;

	text_wrap(&lines, _(text), cols < 100 ? cols - 2 : 98);
	for (size_t i = 0; i < lines.n; i++)
		paint_text(at++, 1, cols - 1, ROLE_NORMAL, lines.v[i]);
	strs_clear(&lines);
	return at + 1;
}

static int draw_input(struct ui *ui, int row, int cols)
{
	struct start *s = &ui->start;
	const char *label = cols < 60 ? _("Search:") : _("Provider, address or server:");
	const char *text = s->text.bytes;
	int col = 2 + paint_text(row, 1, cols - 2, ROLE_STRONG, label);

	while (*text && text_cols(text) > cols - col - 2)
		text++;
	int used = paint_text(row, col, cols - col - 1, ROLE_INPUT, text);

	paint_blank(row, col + used, (cols < 80 ? cols - 1 : 78) - col - used, ROLE_INPUT);
	if (!ui->prompt.open)
		paint_cursor(row, col + used);
	row++;
	if (s->error) {
		struct strs lines = {0};

		text_wrap(&lines, s->error, cols - 2);
		for (size_t i = 0; i < lines.n && i < 3; i++)
			paint_text(row++, 1, cols - 2, ROLE_PROBLEM, lines.v[i]);
		strs_clear(&lines);
	}
	return row;
}

static void draw(struct ui *ui)
{
	int rows, cols, row = 0;

	term_size(&rows, &cols);
	paint_blank(row, 0, cols, ROLE_HEADER);
	paint_text(row, 1, cols - 2, ROLE_HEADER, "porthorn");
	row = rows >= ROOMY_ROWS ? 2 : 1;
	if (rows >= ROOMY_ROWS)
		row = draw_intro(row, cols);
	row = draw_input(ui, row, cols);
	paint_rule(row++, 0, cols);
	ui->start.room = (struct rect){row, 1, rows - row - 1, cols - 2};
	build(ui, ui->start.room.cols);
	list_draw(&ui->start.list, &ui->start.room, true);
	bar_draw(ui, rows - 1, cols);
}

static void typed(struct ui *ui)
{
	free(ui->start.error);
	ui->start.error = NULL;
	ui->start.built_cols = 0;
	ui->start.list.selected = 0; /* the best match, not where the cursor was */
	ui->start.list.top = 0;
}

static bool key(struct ui *ui, int key)
{
	/* No name or address begins with a question mark or a space. */
	if (key == '?' || (key == ' ' && !ui->start.text.len))
		return false;
	if (!prompt_text_key(&ui->start.text, key))
		return false;
	typed(ui);
	return true;
}

static void open_selected(struct ui *ui)
{
	unsigned ref = ui->start.list.selected;
	const char *word = NULL;

	if (ref == REF_TYPED)
		word = ui->start.text.bytes;
	else if (ref >= REF_PROVIDER)
		word = ui->options->providers[ref - REF_PROVIDER].id;
	else if (ref >= REF_RECENT)
		word = ui->start.recent.v[ref - REF_RECENT];
	if (!word)
		return;
	char *copy = mem_strdup(word); /* opening changes the lists that it may come from */

	app_open(ui, copy);
	free(copy);
}

static void go_back(struct ui *ui)
{
	if (ui->start.text.len) {
		prompt_text_set(&ui->start.text, "");
		typed(ui);
	} else if (ui->run.record) {
		ui->screen = SCREEN_RUN;
	} else {
		app_command(ui, COMMAND_QUIT);
	}
}

static void command(struct ui *ui, enum command c)
{
	build(ui, ui->start.room.cols); /* keys may come faster than drawings */
	if (list_command(&ui->start.list, c, ui->start.room.rows))
		return;
	if (c == COMMAND_ENTER)
		open_selected(ui);
	else if (c == COMMAND_BACK)
		go_back(ui);
}

static void mouse(struct ui *ui, const struct key_event *e)
{
	struct list *l = &ui->start.list;
	unsigned ref = list_at(l, &ui->start.room, e->row);

	if (e->key == KEYS_WHEEL_UP || e->key == KEYS_WHEEL_DOWN) {
		list_scroll(l, e->key == KEYS_WHEEL_UP ? -3 : 3, ui->start.room.rows);
		return;
	}
	if (!ref || e->row >= ui->start.room.row + ui->start.room.rows)
		return;
	if (ref == l->selected)
		open_selected(ui);
	else
		list_select(l, ref);
}

static const char *label(const struct ui *ui, enum command c)
{
	if (c == COMMAND_ENTER)
		return _("Check");
	if (c == COMMAND_BACK)
		return ui->start.text.len ? _("Clear") : ui->run.record ? _("Back") : NULL;
	return _(command_row(c)->bar);
}

const struct screen_row screen_start = {WHERE_START, draw, key, command, mouse, label};
