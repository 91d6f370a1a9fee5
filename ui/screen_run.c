/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run screen, drawn: the answer, the ports, and what they are about. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"
#include "ui/card.h"
#include "ui/paint.h"
#include "ui/port_rows.h"
#include "ui/privacy.h"
#include "ui/run_commands.h"
#include "ui/term.h"
#include "ui/text.h"
#include "ui/waiting.h"

#include <stdlib.h>
#include <string.h>

#define SHORT_COLS 60 /* below, the header says less */
#define SLIDER_COLS 10
#define SLIDER_FROM_COLS 100

static enum pane front_tab(const struct run *run, enum layout_form form)
{
	if (form == LAYOUT_WIDE)
		return run->wide_tab;
	return layout_is_tab(form, run->tab) ? run->tab : PANE_WHY;
}

/* The last column is for the marks of what is above and below. */
static void build(struct run *run, enum pane pane, int cols)
{
	struct list *l = &run->lists[pane];

	if (run->built_cols[pane] == cols)
		return;
	run->built_cols[pane] = cols;
	list_begin(l);
	pane_rows[pane].build(l, run, cols - 1);
	list_end(l);
}

/* ---- what goes where ---- */

static bool is_in(const struct port_row *row, unsigned endpoint)
{
	return (row->v[0] && row->v[0]->id == endpoint) || (row->v[1] && row->v[1]->id == endpoint);
}

/* Until a row is selected, the panes are about the one that most needs a look. A selected row may have become a
 * part of another one. */
static void choose_row(struct run *run)
{
	struct list *l = &run->lists[PANE_PORTS];
	struct port_rows rows;
	unsigned before = run->endpoint;

	if (!run->touched) {
		run->endpoint = run_first_row(run);
	} else {
		port_rows_init(&rows, run->record, &run->opened, run->all_rows);
		for (size_t i = 0; i < rows.n; i++)
			if (is_in(&rows.v[i],
				  list_has(l, l->selected) ? l->selected : run->endpoint)) {
				run->endpoint = port_row_endpoint(&rows.v[i], run->record)->id;
				l->selected = port_row_ref(&rows.v[i]);
				break;
			}
		port_rows_clear(&rows);
	}
	if (run->endpoint != before) {
		int cols = run->built_cols[PANE_PORTS];

		run_stale(run);
		run->built_cols[PANE_PORTS] = cols;
	}
}

/* Instead of a reason, or behind the answer that there is nothing to explain. */
static void tell_waiting(struct card *card, const char *waiting)
{
	char *full = card->why_mark == CARD_GOOD ? mem_printf("%s %s", card->why.full, waiting)
						 : mem_strdup(waiting);

	if (card->why_mark != CARD_GOOD) {
		free(card->why.brief);
		card->why.brief = mem_strdup(waiting);
	}
	free(card->why.full);
	card->why.full = full;
}

static void build_card(struct run *run, int rows, int cols)
{
	struct card card;
	char *waiting = waiting_sentence(run);

	words_card(&card, run->record);
	if (waiting && !card.cause)
		tell_waiting(&card, waiting);
	card_build(&run->card, &card, cols, layout_card_rows(rows, cols), &run->why);
	card_clear(&card);
	free(waiting);
}

/* How many lines the panes would fill shapes the layout. */
static void arrange(struct run *run, int rows, int cols)
{
	struct layout_wish wish = {.rows = rows, .cols = cols, .focus = run->focus};
	int settings = layout_settings_cols(rows, cols);

	build_card(run, rows, cols);
	wish.card_rows = (int)run->card.line_n;
	wish.tab = front_tab(run, layout_form(rows, cols));
	build(run, PANE_PORTS, layout_port_cols(rows, cols));
	choose_row(run);
	wish.port_rows = (int)run->lists[PANE_PORTS].line_n;
	if (settings) {
		build(run, PANE_SETTINGS, settings);
		wish.settings_rows = (int)run->lists[PANE_SETTINGS].line_n;
	}
	if (layout_form(rows, cols) == LAYOUT_WIDE) {
		build(run, PANE_WAY, cols);
		wish.way_rows = (int)run->lists[PANE_WAY].line_n;
	}
	layout_run(&run->layout, &wish);
}

/* ---- the parts ---- */

/* Of a saved case: when it was. */
static char *recorded_text(const struct run *run, int cols)
{
	char *date = words_date(log_now(&run->record->log));

	if (cols < SHORT_COLS)
		date[strcspn(date, " ")] = '\0'; /* the day */
	/* TRANSLATORS: the date of a saved case. */
	char *text = mem_printf(cols < SHORT_COLS ? _("recorded %s") : _("recorded  %s"), date);

	free(date);
	return text;
}

/* How a recorded run is played: its speed, if it is not its own, and on wide screens a slider. The caller frees. */
static char *slider_text(const struct ui *ui, int cols)
{
	int speed = session_speed(ui->session);
	int64_t length = session_length_us(ui->session), at = ui->run.record->elapsed_us;
	int done = length > 0 && at < length ? (int)(at * SLIDER_COLS / length) : SLIDER_COLS;
	char line[] = "[----------]  ";
	char *how = !speed	   ? mem_strdup(_("paused  "))
		    : speed == 100 ? mem_strdup("")
				   : /* TRANSLATORS: the speed of a recorded run: "2x". */
			mem_printf(_("%gx  "), speed / 100.0);

	memset(line + 1, '=', (size_t)done);
	char *text = mem_printf("%s%s", cols >= SLIDER_FROM_COLS ? line : "", how);

	free(how);
	return text;
}

static char *progress_text(const struct ui *ui, int cols)
{
	const struct run *run = &ui->run;

	const struct summary *s = &run->record->summary;
	char *time = words_time(run->record->elapsed_us);
	const char *spinner = theme_spinner(run->record->elapsed_us / 1000);
	char *text;

	if (!run->limits)
		text = recorded_text(run, cols);
	else if (run_is_over(run) || run->record->done)
		text =
		    s->checked == s->total
			? /* TRANSLATORS: the time that the run took. */ mem_printf(_("done  %s"),
										    time)
			: /* TRANSLATORS: how many ports were tested, of how many, and the time. */
			mem_printf(_("%zu of %zu tested  %s"), s->checked, s->total, time);
	else if (cols < SHORT_COLS)
		text = mem_printf("%s %zu/%zu  %s", spinner, s->checked, s->total, time);
	else /* TRANSLATORS: a turning wheel, how many ports were tested, of how many, and the time. */
		text =
		    mem_printf(_("%s %zu of %zu tested  %s"), spinner, s->checked, s->total, time);
	free(time);
	if (run->played && run->limits && cols >= SHORT_COLS) {
		char *slider = slider_text(ui, cols);
		/* TRANSLATORS: how it is played, and how far the run has come. */
		char *whole = mem_printf(_("recorded  %s%s"), slider, text);

		free(slider);
		free(text);
		return whole;
	}
	return text;
}

static void draw_header(const struct ui *ui, const struct rect *r)
{
	const struct run *run = &ui->run;
	const struct target *t = run->record->target;
	bool label = t->email && !str_ieq(t->email, t->label);
	char *progress = progress_text(ui, r->cols);
	int right = r->cols - 1 - text_cols(progress), col = 1;

	paint_blank(r->row, r->col, r->cols, ROLE_HEADER);
	paint_text(r->row, right, r->cols - right, ROLE_HEADER, progress);
	free(progress);
	if (r->cols >= SHORT_COLS)
		col += paint_text(r->row, col, right - col, ROLE_HEADER, "porthorn") + 2;
	char *plain = label ? mem_printf("%s  (%s)", t->email, t->label) : mem_strdup(t->label);
	char *text = privacy_text(plain);

	free(plain);
	if (privacy_is_on()) {
		/* TRANSLATORS: addresses are hidden. */
		char *private = mem_printf(_("%s  private"), text);

		free(text);
		text = private;
	}
	paint_clipped(r->row, col, right - col - 2, ROLE_HEADER, text);
	free(text);
}

static void draw_position(const struct list *l, const struct rect *title, int rows)
{
	char *position = list_position(l, rows);
	char *text = position ? mem_printf(" %s ", position) : NULL;

	if (text && text_cols(text) + 12 < title->cols)
		paint_text(title->row, title->col + title->cols - 1 - text_cols(text),
			   text_cols(text), ROLE_DIM, text);
	free(text);
	free(position);
}

/* In the narrow form the title says how to get to the next pane. */
static void draw_narrow_title(struct ui *ui, const struct rect *r)
{
	enum pane next = run_next_pane(&ui->run, 1);
	char *key = command_text("[next-pane:{next-pane}: |]", WHERE_RUN);
	char *hint = mem_printf(" %s%s ", key, _(pane_rows[next].title));
	int cols = text_cols(hint);

	paint_text(r->row, r->cols - cols, cols, ROLE_DIM, hint);
	app_zone(ui, r->row, r->cols - cols, cols, COMMAND_NEXT_PANE);
	free(hint);
	free(key);
}

/* The headings of the times are in the title line. */
static void draw_families(const struct run *run, const struct rect *r)
{
	static const enum family families[] = {FAMILY_IPV4, FAMILY_IPV6};
	int edges[2];

	pane_ports_edges(run, r->cols - 1, edges);
	for (size_t i = 0; i < 2; i++) {
		char *heading = mem_printf(" %s ", words_family(families[i]));

		if (edges[i])
			paint_text(r->row, r->col + edges[i] - text_cols(heading) + 1,
				   text_cols(heading), ROLE_DIM, heading);
		free(heading);
	}
}

/* In another order than the usual one, the title says so; and that the live log is frozen. */
static const char *title_of(const struct run *run, enum pane pane)
{
	if (pane == PANE_PORTS && run->order == PORT_BY_RESULT)
		return _("Ports, worst first");
	if (pane == PANE_PORTS && run->order == PORT_BY_TIME)
		return _("Ports, slowest first");
	if (pane == PANE_LIVE && run->frozen)
		return _("Live (frozen)");
	return _(pane_rows[pane].title);
}

static char *title_text(const struct run *run, enum pane pane)
{
	const char *title = title_of(run, pane), *filter = run->lists[pane].filter;

	if (pane >= PANE_FIRST_TAB)
		return filter ? mem_printf(" %d %s /%s ", pane - PANE_FIRST_TAB + 1, title, filter)
			      : mem_printf(" %d %s ", pane - PANE_FIRST_TAB + 1, title);
	return filter ? mem_printf(" %s /%s ", title, filter) : mem_printf(" %s ", title);
}

static void draw_title(struct ui *ui, enum pane pane)
{
	const struct run *run = &ui->run;
	const struct rect *r = &run->layout.title[pane];
	enum role role = run->focus == pane ? ROLE_TITLE_FOCUS : ROLE_TITLE;

	if (!r->rows)
		return;
	char *text = title_text(run, pane);

	paint_rule(r->row, r->col, r->cols);
	if (run->layout.form == LAYOUT_NARROW)
		draw_narrow_title(ui, r);
	else if (pane == PANE_PORTS && !run->lists[pane].filter)
		draw_families(run, r);
	else
		draw_position(&run->lists[pane], r, run->layout.pane[pane].rows);
	paint_clipped(r->row, r->col + 1, r->cols - 2, role, text);
	free(text);
}

/* What the tabs are about, at the right. */
static void draw_subject(const struct run *run, const struct rect *r, int col)
{
	const struct endpoint *e = endpoints_get(&run->record->plan, run->endpoint);
	char *name = e ? port_row_name(e) : NULL;
	char *text = name ? mem_printf(" %s ", name) : NULL;
	int right = r->col + r->cols - 1;

	if (text && col + text_cols(text) + 1 <= right)
		paint_text(r->row, right - text_cols(text), text_cols(text), ROLE_TITLE, text);
	free(text);
	free(name);
}

/* Returns the column behind it. */
static int draw_tab(struct ui *ui, const struct rect *r, enum pane pane, bool front, int col)
{
	enum role role = !front			 ? ROLE_NORMAL
			 : ui->run.focus == pane ? ROLE_TITLE_FOCUS
						 : ROLE_TITLE;
	char *text = title_text(&ui->run, pane);
	int used = paint_clipped(r->row, col, r->cols - (col - r->col), role, text);

	app_zone(ui, r->row, col, used, (enum command)(COMMAND_TAB_1 + pane - PANE_FIRST_TAB));
	free(text);
	return col + used;
}

static void draw_strip(struct ui *ui)
{
	const struct run *run = &ui->run;
	const struct rect *r = &run->layout.strip;
	enum pane front = front_tab(run, run->layout.form);
	int col = r->col + 1;

	if (!r->rows)
		return;
	for (unsigned p = PANE_FIRST_TAB; p < PANE_COUNT_; p++) {
		enum pane pane = (enum pane)p;
		/* The last one gives way to what the tabs are about. */
		bool spare =
		    pane == PANE_LIVE && pane != front && run->layout.form == LAYOUT_NORMAL;

		if (layout_is_tab(run->layout.form, pane) && !spare)
			col = draw_tab(ui, r, pane, pane == front, col);
	}
	draw_subject(run, r, col);
}

static void draw_rules(const struct layout *l)
{
	if (l->strip.rows)
		paint_rule(l->strip.row, l->strip.col, l->strip.cols);
	for (size_t i = 0; i < 2; i++)
		if (l->rule[i].rows)
			paint_upright(&l->rule[i]);
}

/* The ports and the selected one's bar, where there is no room for a list. */
static void draw_in_line(struct run *run, const struct rect *r)
{
	struct list line = {0};
	int col;

	list_begin(&line);
	pane_ports_build_line(&line, run, r->rows, r->cols, &col);
	list_end(&line);
	struct rect room = *r;

	room.row += r->rows > IN_LINE_ROWS ? r->rows - IN_LINE_ROWS : 0;
	room.rows = r->rows < IN_LINE_ROWS ? r->rows : IN_LINE_ROWS;
	list_draw(&line, &room, false);
	if (run->focus == PANE_PORTS && col >= 0)
		paint_cursor(room.row, col);
	list_clear(&line);
}

static void draw_panes(struct run *run)
{
	const struct layout *l = &run->layout;

	for (unsigned p = 0; p < PANE_COUNT_; p++) {
		const struct rect *r = &l->pane[p];

		if (!r->rows)
			continue;
		if (p == PANE_PORTS && l->in_line) {
			draw_in_line(run, r);
			continue;
		}
		build(run, (enum pane)p, r->cols);
		list_draw(&run->lists[p], r, run->focus == (enum pane)p);
	}
	/* Nothing is selected yet: the answer is what there is to read. */
	if ((!run->touched || !l->pane[PANE_PORTS].rows) && run->focus == PANE_PORTS &&
	    l->card.rows)
		paint_cursor(l->card.row + (int)run->why.line, run->why.col);
}

static void draw(struct ui *ui)
{
	struct run *run = &ui->run;
	int rows, cols;

	term_size(&rows, &cols);
	arrange(run, rows, cols);
	draw_header(ui, &run->layout.header);
	if (run->layout.card.rows)
		list_draw(&run->card, &run->layout.card, false);
	draw_rules(&run->layout);
	for (unsigned p = 0; p < PANE_COUNT_; p++)
		draw_title(ui, (enum pane)p);
	draw_strip(ui);
	draw_panes(run);
	bar_draw(ui, run->layout.bar.row, cols);
}

/* ---- keys and the mouse ---- */

static bool key(struct ui *ui, int key)
{
	(void)ui;
	(void)key;
	return false;
}

static enum pane pane_at(const struct run *run, int row, int col)
{
	for (unsigned p = 0; p < PANE_COUNT_; p++) {
		const struct rect *r = &run->layout.pane[p];
		int top = run->layout.title[p].rows ? r->row - 1 : r->row;

		if (r->rows && row >= top && row < r->row + r->rows && col >= r->col &&
		    col < r->col + r->cols)
			return (enum pane)p;
	}
	return PANE_COUNT_;
}

static void mouse(struct ui *ui, const struct key_event *e)
{
	struct run *run = &ui->run;
	enum pane pane = pane_at(run, e->row, e->col);

	if (pane == PANE_COUNT_ || (pane == PANE_PORTS && run->layout.in_line))
		return;
	struct list *l = &run->lists[pane];
	unsigned ref = list_at(l, &run->layout.pane[pane], e->row);
	bool again = run->focus == pane && ref && ref == l->selected;

	if (e->key != KEYS_CLICK) {
		list_scroll(l, e->key == KEYS_WHEEL_UP ? -3 : 3, run->layout.pane[pane].rows);
		return;
	}
	run_focus(run, pane);
	if (ref)
		list_select(l, ref);
	run_moved(run);
	if (again)
		app_command(ui, COMMAND_ENTER);
}

static const char *back_label(const struct run *run)
{
	if (run->lists[run->focus].filter)
		return _("All");
	return run->layout.form == LAYOUT_NARROW && run->focus != PANE_PORTS ? _("Ports") : NULL;
}

static const char *freeze_label(const struct run *run)
{
	if (run->focus != PANE_LIVE || run->record->done || run_is_over(run))
		return NULL;
	return run->frozen ? _("Follow") : _("Freeze");
}

static const char *pause_label(const struct ui *ui)
{
	if (!ui->run.played || !ui->run.limits || ui->run.record->done)
		return NULL;
	return session_speed(ui->session) ? _(command_row(COMMAND_PAUSE)->bar) : _("Play");
}

static const char *label(const struct ui *ui, enum command c)
{
	switch (c) {
	case COMMAND_RIGHT:
		return ui->run.focus == PANE_SETTINGS ? _(command_row(c)->bar) : NULL;
	case COMMAND_ENTER:
		if (ui->run.focus == PANE_SETTINGS)
			return _("Sheet");
		return ui->run.focus == PANE_PORTS || ui->run.focus == PANE_WHY ? _("More") : NULL;
	case COMMAND_RETRY:
		return ui->run.limits && !ui->run.played ? _(command_row(c)->bar) : NULL;
	case COMMAND_PATH:
		return ui->run.limits && !ui->run.played && run_can_trace(&ui->run)
			   ? _(command_row(c)->bar)
			   : NULL;
	case COMMAND_STOP:
		return !ui->run.limits || ui->run.record->done ? NULL
		       : ui->run.played			       ? _("Skip")
							       : _(command_row(c)->bar);
	case COMMAND_COPY_LINE:
		return ui->run.focus == PANE_SETTINGS || ui->run.focus == PANE_BY_HAND
			   ? _(command_row(c)->bar)
			   : NULL;
	case COMMAND_PAUSE:
		return pause_label(ui);
	case COMMAND_FREEZE:
		return freeze_label(&ui->run);
	case COMMAND_AUDIT:
		return ui->run.record->target->audit ? _(command_row(c)->bar) : NULL;
	case COMMAND_BACK:
		return back_label(&ui->run);
	default:
		return _(command_row(c)->bar);
	}
}

const struct screen_row screen_run = {WHERE_RUN, draw, key, run_command, mouse, label};
