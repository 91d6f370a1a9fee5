/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/help.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "advice/topics.h"
#include "ui/run.h"

#include <stdlib.h>

#define COL_HELP 22
#define PANE_KEYS_MAX 9

/* What one does in a pane, the most useful first; COMMAND_NONE ends them. */
static const enum command pane_keys[PANE_COUNT_][PANE_KEYS_MAX] = {
    [PANE_PORTS] = {COMMAND_ENTER, COMMAND_OPEN, COMMAND_ALL_ROWS, COMMAND_ORDER, COMMAND_RETRY,
		    COMMAND_PATH, COMMAND_EXPLAIN, COMMAND_COPY_LINE},
    [PANE_WHY] = {COMMAND_ENTER, COMMAND_OPEN, COMMAND_TEST_NAME, COMMAND_MESSAGE, COMMAND_EXPLAIN,
		  COMMAND_COPY_LINE, COMMAND_COPY},
    [PANE_SETTINGS] = {COMMAND_ENTER, COMMAND_RIGHT, COMMAND_LEFT, COMMAND_COPY_LINE, COMMAND_COPY},
    [PANE_WAY] = {COMMAND_PATH, COMMAND_COPY},
    [PANE_CERTIFICATE] = {COMMAND_SEARCH, COMMAND_WRITE, COMMAND_COPY},
    [PANE_LOG] = {COMMAND_SEARCH, COMMAND_SEARCH_NEXT, COMMAND_SEARCH_PREVIOUS, COMMAND_FILTER,
		  COMMAND_COPY},
    [PANE_BY_HAND] = {COMMAND_COPY_LINE, COMMAND_COPY},
    [PANE_LIVE] = {COMMAND_FREEZE, COMMAND_FILTER, COMMAND_SEARCH, COMMAND_SEARCH_NEXT,
		   COMMAND_LAST, COMMAND_COPY},
};

static void put_heading(struct list *l, int cols, char *title)
{
	list_item(l, ITEM_HEADING, 0);
	list_wrap(l, 1, cols, ROLE_TITLE, title);
	free(title);
}

static const char *help_of(enum command c, enum pane pane)
{
	if (pane == PANE_SETTINGS && c == COMMAND_RIGHT)
		return _("The settings in the words of the next mail program.");
	if (pane == PANE_SETTINGS && c == COMMAND_LEFT)
		return _("And of the previous one.");
	return _(command_row(c)->help);
}

static void put_command(struct list *l, int cols, enum command c, enum pane pane)
{
	char *keys = command_keys(c, ", ");

	if (*keys) {
		list_item(l, ITEM_TEXT, 0);
		list_line(l);
		list_put(l, 2, ROLE_KEY, keys);
		if (cols < 60)
			list_wrap(l, 4, cols, ROLE_NORMAL, help_of(c, pane));
		else
			list_wrap_on(l, COL_HELP, cols, ROLE_NORMAL, help_of(c, pane));
	}
	free(keys);
}

static void put_signs(struct list *l, int cols)
{
	static const struct {
		enum glyph glyph;
		enum role role;
		const char *text;
	} signs[] = {
	    {GLYPH_OK, ROLE_OK, N_("It works.")},
	    {GLYPH_NO, ROLE_PROBLEM, N_("It was refused, cut off, or is not what it should be.")},
	    {GLYPH_SILENT, ROLE_PROBLEM, N_("No answer came.")},
	    {GLYPH_WARNING, ROLE_WARNING, N_("It works, but something about it is not right.")},
	    {GLYPH_NOTE, ROLE_NOTE, N_("Worth knowing; it needs nothing from you.")},
	    {GLYPH_PENDING, ROLE_DIM, N_("Not reached yet.")},
	    {GLYPH_UNTESTED, ROLE_DIM,
	     N_("Not tested: it was stopped first. Neither good nor bad.")},
	};

	put_heading(l, cols, mem_strdup(_("Signs")));
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		list_item(l, ITEM_TEXT, 0);
		list_line(l);
		list_put(l, 2, signs[i].role, theme_glyph(signs[i].glyph));
		list_wrap_on(l, 6, cols, ROLE_NORMAL, _(signs[i].text));
	}
}

/* A paragraph an item. */
static void put_topic(struct list *l, int cols, const struct topic *topic)
{
	struct strs paragraphs = {0};

	put_heading(l, cols, mem_strdup(_(topic->title)));
	strs_split(&paragraphs, _(topic->text), "\n");
	for (size_t i = 0; i < paragraphs.n; i++) {
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, 2, cols, ROLE_NORMAL, paragraphs.v[i]);
	}
	strs_clear(&paragraphs);
}

void help_put(struct list *l, enum pane pane, int cols)
{
	if (pane < PANE_COUNT_) /* TRANSLATORS: the name of a pane. */
		put_heading(l, cols, mem_printf(_("Keys in \"%s\""), _(pane_rows[pane].title)));
	for (size_t i = 0; pane < PANE_COUNT_ && pane_keys[pane][i]; i++)
		put_command(l, cols, pane_keys[pane][i], pane);
	if (pane < PANE_COUNT_)
		list_gap(l);
	put_heading(l, cols, mem_strdup(_("All keys")));
	for (unsigned c = COMMAND_NONE + 1; c < COMMAND_COUNT_; c++)
		put_command(l, cols, (enum command)c, PANE_COUNT_);
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 2, cols, ROLE_NORMAL,
		  _("The mouse works too: click a row, a tab or a key below, turn the wheel. On "
		    "the start screen letters are typed; use the function keys there."));
	list_gap(l);
	put_signs(l, cols);
	list_gap(l);
	put_topic(l, cols, topic_find("contacts"));
}
