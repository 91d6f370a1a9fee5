/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message to the party that can help: what is private in it comes first, then what is copied. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/privacy.h"
#include "ui/run_commands.h"
#include "ui/term.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_COLS_MAX 92 /* longer lines are hard to read */
#define ITEM_COL 3	 /* where a line that begins with "- " goes on */

static const struct finding *finding_of(const struct run *run, unsigned ref)
{
	const struct findings *all = &run->record->findings;

	for (size_t i = 0; ref && i < all->n; i++)
		if (run_finding_ref(&all->v[i]) == ref)
			return &all->v[i];
	return NULL;
}

void message_page_write(const struct ui *ui, bool markdown, struct message *ret)
{
	const struct message_page *page = &ui->letter;
	const struct record *record = ui->run.record;
	const struct finding *f = finding_of(&ui->run, page->finding);
	enum party to = page->parties[page->at];

	if (!f)
		party_finding(record, words_cause(record), to, &f);
	words_message(ret, record, f, to, markdown);
}

/* ---- the lines ---- */

static void put_private(struct list *l, const struct message *m, int cols)
{
	char *said = words_revealed(m);

	if (!said)
		return;
	char *key = command_text(privacy_is_on() ? _("What is private is hidden in this message"
						     "[privacy:; {privacy} shows it|].")
						 : _("[privacy:{privacy} hides it.|]"),
				 WHERE_MESSAGE);
	/* TRANSLATORS: two sentences: what is private, and which key hides it. */
	char *text = privacy_is_on() ? mem_strdup(key) : mem_printf(_("%s %s"), said, key);

	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 1, cols, ROLE_WARNING, text);
	list_gap(l);
	free(text);
	free(key);
	free(said);
}

static void put_line(struct list *l, const char *line, int cols)
{
	bool item = !strncmp(line, "- ", 2);

	if (!*line) {
		list_gap(l);
		return;
	}
	list_item(l, ITEM_TEXT, 0);
	if (item) {
		list_line(l);
		list_put(l, 1, ROLE_NORMAL, "-");
		list_wrap_on(l, ITEM_COL, cols, ROLE_NORMAL, line + 2);
	} else {
		list_wrap(l, 1, cols, ROLE_NORMAL, line);
	}
}

static void put_text(struct list *l, const char *text, int cols)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		char *line = mem_strndup(text, len);

		put_line(l, line, cols);
		free(line);
		text += len + (text[len] == '\n');
	}
}

static void build(struct ui *ui, int cols)
{
	struct message_page *page = &ui->letter;
	struct message m;

	if (page->built_cols == cols)
		return;
	page->built_cols = cols;
	message_page_write(ui, false, &m);
	/* TRANSLATORS: as e-mail programs call the line above a message. */
	char *subject = mem_printf(_("Subject: %s"), m.subject);

	list_begin(&page->list);
	put_private(&page->list, &m, cols);
	list_item(&page->list, ITEM_HEADING, 0);
	list_wrap(&page->list, 1, cols, ROLE_STRONG, subject);
	list_gap(&page->list);
	put_text(&page->list, m.text, cols);
	list_end(&page->list);
	free(subject);
	message_clear(&m);
}

/* ---- the screen ---- */

void message_open(struct ui *ui, const struct finding *f)
{
	struct message_page *page = &ui->letter;
	const struct record *record = ui->run.record;
	const struct finding *cause = words_cause(record);

	if (!record->done && !run_is_over(&ui->run)) {
		app_say(ui, mem_strdup(_(
				"The test still runs: a message can be written once it is over.")));
		return;
	}
	list_clear(&page->list);
	page->built_cols = 0;
	page->finding = f && f != cause ? run_finding_ref(f) : 0;
	page->n = page->finding ? parties_of(record, f, page->parties)
				: parties_of_run(record, cause, page->parties);
	page->at = 0;
	page->under = ui->screen;
	ui->screen = SCREEN_MESSAGE;
}

static void draw(struct ui *ui)
{
	struct message_page *page = &ui->letter;
	int rows, cols;

	term_size(&rows, &cols);
	/* TRANSLATORS: a party ("your Internet provider") between two arrows. */
	char *title = mem_printf(_("Message to %s %s %s"), theme_glyph(GLYPH_LEFT),
				 words_party(ui->run.record, page->parties[page->at]),
				 theme_glyph(GLYPH_RIGHT));

	bar_draw_head(title, cols);
	free(title);
	page->room = (struct rect){1, 0, rows - 2, cols < TEXT_COLS_MAX ? cols - 1 : TEXT_COLS_MAX};
	build(ui, page->room.cols);
	list_draw(&page->list, &page->room, true);
	bar_draw(ui, rows - 1, cols);
}

static void change_party(struct message_page *page, bool next)
{
	page->at = (page->at + (next ? 1 : page->n - 1)) % page->n;
	list_clear(&page->list);
	page->built_cols = 0;
}

static void copy(struct ui *ui)
{
	struct message m;

	message_page_write(ui, false, &m);
	char *whole = mem_printf("%s\n\n%s", m.subject, m.text);

	run_copy(ui, privacy_text(whole),
		 mem_strdup(privacy_is_on()
				? _("Copied without what is private, if your terminal allows it.")
				: _("Copied, if your terminal allows it; the first line is the "
				    "subject.")));
	free(whole);
	message_clear(&m);
}

static void command(struct ui *ui, enum command c)
{
	struct message_page *page = &ui->letter;

	build(ui, page->room.cols); /* keys may come faster than drawings */
	if (list_command(&page->list, c, page->room.rows))
		return;
	switch (c) {
	case COMMAND_LEFT:
	case COMMAND_RIGHT:
		change_party(page, c == COMMAND_RIGHT);
		break;
	case COMMAND_COPY:
		copy(ui);
		break;
	case COMMAND_WRITE:
		run_ask_write_message(ui);
		break;
	case COMMAND_BACK:
		ui->screen = (enum app_screen)page->under;
		run_stale(&ui->run);
		break;
	default:
		break;
	}
}

static void mouse(struct ui *ui, const struct key_event *e)
{
	list_mouse(&ui->letter.list, &ui->letter.room, e);
}

static const char *label(const struct ui *ui, enum command c)
{
	switch (c) {
	case COMMAND_ENTER:
		return NULL;
	case COMMAND_WRITE:
		return _("Save");
	case COMMAND_RIGHT:
		/* TRANSLATORS: the next party to write to; one word. */
		return ui->letter.n > 1 ? _("To others") : NULL;
	default:
		return _(command_row(c)->bar);
	}
}

const struct screen_row screen_message = {WHERE_MESSAGE, draw, app_page_key, command, mouse, label};
