/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader: one page in front, Back leads to the one below. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "advice/topics.h"
#include "know/services.h"
#include "words/words.h"
#include "words/words_topic.h"
#include "ui/help.h"
#include "ui/paint.h"
#include "ui/privacy.h"
#include "ui/run_commands.h"
#include "ui/search.h"
#include "ui/term.h"
#include "ui/text.h"
#include "ui/timeline.h"
#include "ui/well.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_COLS_MAX 92 /* longer lines are hard to read */
#define COPY_COLS 400

static struct reader_page *front(struct ui *ui)
{
	return &ui->reader.pages[ui->reader.n - 1];
}

void reader_open_article(struct ui *ui, const char *id)
{
	free(ui->reader.article);
	ui->reader.article = mem_strdup(id);
	reader_open(ui, &(struct reader_page){.kind = READER_ARTICLE});
}

void reader_stale(struct reader *r)
{
	if (r->n && r->pages[r->n - 1].kind == READER_AUDIT)
		r->built_cols = 0;
}

void reader_open(struct ui *ui, const struct reader_page *page)
{
	struct reader *r = &ui->reader;

	if (ui->screen != SCREEN_READER) {
		ui->under_reader = ui->screen;
		r->n = 0;
	}
	if (r->n == READER_DEPTH_MAX)
		memmove(r->pages, r->pages + 1, --r->n * sizeof *r->pages);
	r->pages[r->n++] = *page;
	list_clear(&r->list);
	r->built_cols = 0;
	ui->screen = SCREEN_READER;
}

static void put_heading(struct list *l, int cols, const char *title)
{
	list_item(l, ITEM_HEADING, 0);
	list_wrap(l, 1, cols, ROLE_TITLE, title);
}

/* Paragraphs are separate items, so that a filter keeps what belongs together. */
static void put_text(struct list *l, int cols, const char *text)
{
	while (*text) {
		const char *end = strstr(text, "\n\n");
		size_t len = end ? (size_t)(end - text) : strlen(text);
		char *paragraph = mem_strndup(text, len);
		bool command = !strncmp(paragraph, "    ", 4);

		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, 1, cols, command ? ROLE_COMMAND : ROLE_NORMAL, paragraph);
		list_gap(l);
		free(paragraph);
		text += len;
		text += strspn(text, "\n");
	}
}

static void put_topic(struct list *l, int cols, const struct topic *t)
{
	char *text = words_topic(t);

	put_heading(l, cols, _(t->title));
	put_text(l, cols, text);
	free(text);
}

static bool has_word(const char *words, const char *word)
{
	struct strs list = {0};
	bool found = false;

	if (words)
		strs_split(&list, words, " ");
	for (size_t i = 0; i < list.n && !found; i++)
		found = str_eq(list.v[i], word);
	strs_clear(&list);
	return found;
}

static bool belongs(const struct topic *t, const struct reader_page *page)
{
	char port[16];

	snprintf(port, sizeof port, "%d", page->port);
	return has_word(t->ports, port) || has_word(page->topics, t->id);
}

static void build_topics(struct list *l, int cols, const struct reader_page *except)
{
	size_t n;
	const struct topic *all = topic_all(&n);

	char *title = command_text(except ? _("More to read[enter: ({enter})|]")
					  : _("To read[enter: ({enter})|]"),
				   WHERE_READER);

	put_heading(l, cols, title);
	free(title);
	for (size_t i = 0; i < n; i++)
		if (!except || !belongs(&all[i], except)) {
			/* Rows for topics carry their index in the table. */
			list_item(l, ITEM_ROW, (unsigned)i + 1);
			list_line(l);
			list_put(l, 3, ROLE_NORMAL, _(all[i].title));
		}
}

static void build_port(struct list *l, int cols, const struct reader_page *page)
{
	const struct topic *first = topic_for_port(page->port);
	size_t n;
	const struct topic *all = topic_all(&n);

	if (first)
		put_topic(l, cols, first);
	for (size_t i = 0; i < n; i++)
		if (&all[i] != first && belongs(&all[i], page))
			put_topic(l, cols, &all[i]);
	build_topics(l, cols, page);
}

/* How it ended, and what the port is for. */
static void put_row(struct list *l, const struct run *run, const struct endpoint *e, int cols)
{
	char *state = words_state(run->record, e->id);

	put_text(l, cols, state);
	put_text(l, cols, _(service_row(e->service)->what));
	free(state);
}

/* The row itself, unless a finding says why it is not good; then what is about it. */
static void build_why(struct list *l, const struct run *run, int cols,
		      const struct reader_page *page)
{
	const struct findings *all = &run->record->findings;
	const struct endpoint *e = endpoints_get(&run->record->plan, page->endpoint);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		bool wanted = page->finding ? run_finding_ref(&all->v[i]) == page->finding
					    : finding_is_about(&all->v[i], page->endpoint) &&
						  all->v[i].under < 0;

		if (!wanted)
			continue;
		if (n++)
			list_gap(l);
		pane_why_put_finding(l, run, &all->v[i], cols, true);
	}
	if (!n && e)
		put_row(l, run, e, cols);
	if (e && !page->finding)
		timeline_put(l, run, e->id, cols);
}

static void build_help(const struct ui *ui, struct list *l, int cols)
{
	help_put(l, ui->under_reader == SCREEN_RUN ? ui->run.focus : PANE_COUNT_, cols);
	list_gap(l);
	build_topics(l, cols, NULL);
}

static void build_article(struct ui *ui, struct list *l, int cols)
{
	char *text = ui->options->explain
			 ? ui->options->explain(ui->reader.article, cols - 2, ui->options->user)
			 : NULL;

	if (text)
		put_text(l, cols, text);
	free(text);
}

static void build(struct ui *ui, int cols)
{
	struct reader *r = &ui->reader;
	const struct reader_page *page = front(ui);
	const struct topic *t = page->topic ? topic_find(page->topic) : NULL;

	if (r->built_cols == cols)
		return;
	r->built_cols = cols;
	list_begin(&r->list);
	if (page->kind == READER_HELP)
		build_help(ui, &r->list, cols);
	else if (page->kind == READER_PORT)
		build_port(&r->list, cols, page);
	else if (page->kind == READER_ARTICLE)
		build_article(ui, &r->list, cols);
	else if (page->kind == READER_AUDIT)
		audit_page_build(&r->list, ui->run.record, cols);
	else if (page->kind == READER_WELL)
		well_put_page(&r->list, &ui->run, cols);
	else if (page->kind == READER_WHY)
		build_why(&r->list, &ui->run, cols, page);
	else if (t)
		put_topic(&r->list, cols, t);
	list_end(&r->list);
	/* A page is read from its top, not from its first link. */
	r->list.show_selected = page->kind == READER_WELL && r->list.selected > WELL_FIRST;
}

static char *title_of(const struct run *run, const struct reader_page *page)
{
	if (page->kind == READER_ARTICLE)
		return mem_strdup(_("Looked up"));
	if (page->kind == READER_WELL)
		return mem_strdup(_("All ports work, and the mail program doesn't"));
	if (page->kind == READER_AUDIT) /* TRANSLATORS: %s is a domain. */
		return mem_printf(_("Audit of %s"), run->record->target->domain);
	if (page->kind == READER_WHY)
		return words_endpoint_name(run->record, page->endpoint);
	const struct topic *t = page->topic ? topic_find(page->topic) : NULL;

	if (page->kind == READER_HELP)
		return mem_strdup(_("Help"));
	if (page->kind == READER_PORT) /* TRANSLATORS: %d is a port number. */
		return mem_printf(_("About port %d"), page->port);
	return mem_strdup(t ? _(t->title) : "");
}

static void draw(struct ui *ui)
{
	struct reader *r = &ui->reader;
	char *title = title_of(&ui->run, front(ui));
	int rows, cols;

	term_size(&rows, &cols);
	bar_draw_head(title, cols);
	free(title);
	r->room = (struct rect){1, 0, rows - 2, cols < TEXT_COLS_MAX ? cols - 1 : TEXT_COLS_MAX};
	build(ui, r->room.cols);
	list_draw(&r->list, &r->room, true);
	bar_draw(ui, rows - 1, cols);
}

static void go_back(struct ui *ui)
{
	struct reader *r = &ui->reader;

	if (search_end(ui))
		return;
	if (r->list.filter) {
		list_set_filter(&r->list, NULL);
	} else if (--r->n == 0) {
		r->n = 1; /* the page stays until the next one is opened */
		ui->screen = ui->under_reader;
	} else {
		list_clear(&r->list);
	}
	r->built_cols = 0;
}

/* From all about a finding to its proof in the log. */
static void show_proof(struct ui *ui)
{
	ui->run.lists[PANE_WHY].selected = front(ui)->finding;
	ui->screen = SCREEN_RUN;
	run_show_proof(&ui->run);
}

/* From a thing that it may be to its article, the settings or the message. */
static void follow_lead(struct ui *ui)
{
	enum well_lead lead;
	const char *topic;

	if (!well_lead(&ui->run, ui->reader.list.selected, &lead, &topic))
		return;
	if (lead == LEAD_MESSAGE) {
		message_open(ui, NULL);
	} else if (lead == LEAD_SETTINGS) {
		sheet_open(ui);
	} else {
		reader_open(ui, &(struct reader_page){.kind = READER_TOPIC, .topic = topic});
	}
}

static void open_selected(struct ui *ui)
{
	size_t n;
	const struct topic *all = topic_all(&n);
	unsigned ref = ui->reader.list.selected;

	if (front(ui)->kind == READER_WHY)
		show_proof(ui);
	else if (front(ui)->kind == READER_WELL)
		follow_lead(ui);
	else if (ref && ref <= n)
		reader_open(ui,
			    &(struct reader_page){.kind = READER_TOPIC, .topic = all[ref - 1].id});
}

static void filter(struct ui *ui, const char *text)
{
	list_set_filter(&ui->reader.list, text);
	ui->reader.built_cols = 0;
}

/* Without the screen's breaks: a long line to be pasted stays one. */
static char *whole_text(struct ui *ui)
{
	struct list whole = {0};

	list_begin(&whole);
	audit_page_build(&whole, ui->run.record, COPY_COLS);
	list_end(&whole);
	char *text = list_text(&whole);

	list_clear(&whole);
	return text;
}

static void copy_page(struct ui *ui)
{
	bool audit = front(ui)->kind == READER_AUDIT;

	run_copy(ui, audit ? whole_text(ui) : list_text(&ui->reader.list),
		 mem_strdup(_("Copied, if your terminal allows it.")));
}

/* A command to enter; a page without one has nothing to select. */
static void copy_line(struct ui *ui)
{
	char *text = list_copied(&ui->reader.list);

	if (text)
		run_copy(ui, text, mem_strdup(_("Copied, if your terminal allows it.")));
	else
		app_say(ui, mem_strdup(_("No line is selected.")));
}

/* Whether the selected row is visible as drawn: only then do the arrows move it. */
static bool selection_in_sight(const struct reader *r)
{
	for (int row = r->room.row; row < r->room.row + r->room.rows; row++)
		if (r->list.selected && list_at(&r->list, &r->room, row) == r->list.selected)
			return true;
	return false;
}

static void move(struct reader *r, int delta)
{
	if (selection_in_sight(r))
		list_move(&r->list, delta, r->room.rows);
	else
		list_scroll(&r->list, delta, r->room.rows);
}

/* About the finding in front; a page without one is about no run, or about all of it. */
static void write_message(struct ui *ui)
{
	const struct findings *all = ui->run.record ? &ui->run.record->findings : NULL;
	const struct finding *f = NULL;

	if (!all) {
		app_say(ui, mem_strdup(_("There is no test to write about yet.")));
		return;
	}
	for (size_t i = 0; i < all->n && !f; i++)
		if (front(ui)->kind == READER_WHY &&
		    run_finding_ref(&all->v[i]) == front(ui)->finding)
			f = &all->v[i];
	message_open(ui, f);
}

static void command(struct ui *ui, enum command c)
{
	struct reader *r = &ui->reader;
	int rows = r->room.rows;

	switch (c) {
	case COMMAND_ENTER:
		open_selected(ui);
		break;
	case COMMAND_BACK:
		go_back(ui);
		break;
	case COMMAND_SEARCH:
		search_ask(ui);
		break;
	case COMMAND_SEARCH_NEXT:
	case COMMAND_SEARCH_PREVIOUS:
		search_on(ui, c == COMMAND_SEARCH_NEXT ? 1 : -1);
		break;
	case COMMAND_FILTER:
		prompt_line(&ui->prompt, _("Filter:"), r->list.filter ? r->list.filter : "",
			    filter);
		ui->prompt.changed = filter;
		break;
	case COMMAND_MESSAGE:
		write_message(ui);
		break;
	case COMMAND_SYSTEM:
		run_change_system(ui);
		break;
	case COMMAND_COPY_LINE:
		copy_line(ui);
		break;
	case COMMAND_COPY:
		copy_page(ui);
		break;
	case COMMAND_UP:
		move(r, -1);
		break;
	case COMMAND_DOWN:
		move(r, 1);
		break;
	case COMMAND_PAGE_UP:
		list_scroll(&r->list, 1 - rows, rows);
		break;
	case COMMAND_PAGE_DOWN:
		list_scroll(&r->list, rows - 1, rows);
		break;
	case COMMAND_FIRST:
		r->list.top = 0;
		break;
	case COMMAND_LAST:
		list_last(&r->list, rows);
		break;
	default:
		break;
	}
}

static void mouse(struct ui *ui, const struct key_event *e)
{
	struct reader *r = &ui->reader;
	unsigned ref = list_at(&r->list, &r->room, e->row);

	if (e->key != KEYS_CLICK) {
		list_scroll(&r->list, e->key == KEYS_WHEEL_UP ? -3 : 3, r->room.rows);
	} else if (ref) {
		list_select(&r->list, ref);
		open_selected(ui);
	}
}

/* Whether the selected row is a command, to be copied as it is. */
static bool is_command(const struct list *l)
{
	for (size_t i = 0; i < l->item_n; i++)
		if (l->items[i].ref && l->items[i].ref == l->selected)
			return l->items[i].copy;
	return false;
}

static const char *label(const struct ui *ui, enum command c)
{
	if (c == COMMAND_ENTER && ui->reader.pages[ui->reader.n - 1].kind == READER_WHY)
		return _("Proof");
	if (c == COMMAND_COPY_LINE && !is_command(&ui->reader.list))
		return NULL;
	if (c == COMMAND_ENTER)
		return selection_in_sight(&ui->reader) ? _("Read") : NULL;
	return _(command_row(c)->bar);
}

const struct screen_row screen_reader = {WHERE_READER, draw, app_page_key, command, mouse, label};
