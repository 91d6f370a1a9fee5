/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run screen, drawn: answer, grid, meaning, proof. */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"
#include "ui/grid_rows.h"
#include "ui/paint.h"
#include "ui/run_commands.h"
#include "ui/term.h"
#include "ui/text.h"

#include <stdlib.h>

#define COL_SUMMARY 4
#define BAR_COLS 24 /* of the progress bar, if there is room */

static enum pane front_tab(const struct run *run, enum layout_form form)
{
	return form == LAYOUT_WIDE ? run->wide_tab : run->tab;
}

static void build(struct run *run, enum pane pane, int cols)
{
	struct list *l = &run->lists[pane];

	if (run->built_cols[pane] == cols)
		return;
	run->built_cols[pane] = cols;
	list_begin(l);
	pane_rows[pane].build(l, run, cols);
	list_end(l);
}

static bool is_about(const struct finding *f, unsigned endpoint)
{
	for (size_t i = 0; i < f->endpoints.n; i++)
		if (f->endpoints.v[i] == endpoint)
			return true;
	return false;
}

/* The topmost row of the finding: one that shares its verdict, if there is one. */
static unsigned row_for(const struct run *run, const struct finding *f)
{
	const struct record *record = run->record;
	unsigned first = 0, telling = 0;
	struct grid_rows rows;

	grid_rows_init(&rows, record, run->all_rows);
	for (size_t i = 0; i < rows.n && !telling; i++) {
		unsigned id = rows.v[i].endpoint->id;

		if (!is_about(f, id))
			continue;
		first = first ? first : id;
		if (findings_verdict(&record->findings, &record->facts, id) == f->verdict)
			telling = id;
	}
	grid_rows_clear(&rows);
	return telling ? telling : first;
}

/* Until the user moves, the row that most needs a look is the selected one. */
static void follow_news(struct run *run)
{
	const struct findings *all = &run->record->findings;
	unsigned row = 0;

	if (run->touched || !all->n)
		return;
	list_select(&run->lists[PANE_FINDINGS], run_finding_ref(&all->v[0]));
	for (size_t i = 0; !row && i < all->n && all->v[i].verdict != VERDICT_OK; i++)
		row = row_for(run, &all->v[i]);
	if (row)
		list_select(&run->lists[PANE_GRID], row);
}

/* The grid comes first: its number of rows shapes the layout, and its selected row the panes. */
static void arrange(struct run *run, size_t summary_rows)
{
	struct layout_wish wish = {.summary_rows = (int)summary_rows, .focus = run->focus};
	unsigned before = run->endpoint;

	term_size(&wish.rows, &wish.cols);
	wish.tab = run->tab;
	layout_run(&run->layout, &wish);
	wish.tab = front_tab(run, run->layout.form);
	follow_news(run);
	build(run, PANE_GRID,
	      run->layout.pane[PANE_GRID].cols ? run->layout.pane[PANE_GRID].cols : wish.cols);
	wish.grid_rows = (int)run->lists[PANE_GRID].line_n;
	layout_run(&run->layout, &wish);
	if (run->lists[PANE_GRID].selected)
		run->endpoint = run->lists[PANE_GRID].selected;
	if (run->endpoint != before) {
		int cols = run->built_cols[PANE_GRID];

		run_stale(run);
		run->built_cols[PANE_GRID] = cols;
	}
}

static void draw_progress(int row, int col, const struct summary *s)
{
	int filled = s->total ? (int)(s->done * BAR_COLS / s->total) : 0;

	for (int i = 0; i < BAR_COLS; i++)
		paint_glyph(row, col + i, ROLE_HEADER, i < filled ? GLYPH_BAR : GLYPH_BAR_REST);
}

/* A run that is over and has not checked everything is neither finished well nor in progress. */
static const char *progress_glyph(const struct run *run, int64_t elapsed)
{
	const struct summary *s = &run->record->summary;

	if (!run_is_over(run))
		return theme_spinner(elapsed / 1000);
	return theme_glyph(s->checked == s->total ? GLYPH_OK : GLYPH_UNTESTED);
}

static char *progress_text(const struct run *run, int cols)
{
	const struct summary *s = &run->record->summary;
	int64_t elapsed = run->record->elapsed_us;
	const char *glyph = progress_glyph(run, elapsed);
	char *time = words_time(elapsed);
	char *text = NULL;

	if (cols <
	    60) /* TRANSLATORS: a glyph, how many ports are done of how many, and the time. */
		text = mem_printf(_("%s %zu/%zu  %s"), glyph, s->checked, s->total, time);
	else /* TRANSLATORS: a glyph, how many ports are done of how many, and the time. */
		text =
		    mem_printf(_("%s %zu of %zu checked  %s"), glyph, s->checked, s->total, time);
	free(time);
	return text;
}

static void draw_header(const struct run *run, const struct rect *r)
{
	const struct target *t = run->record->target;
	char *progress = progress_text(run, r->cols);
	int right = r->cols - 1 - text_cols(progress);
	int col = 1;

	paint_blank(r->row, r->col, r->cols, ROLE_HEADER);
	paint_text(r->row, right, r->cols - right, ROLE_HEADER, progress);
	free(progress);
	if (r->cols >= 100 && !run_is_complete(run)) {
		right -= BAR_COLS + 2;
		draw_progress(r->row, right, &run->record->summary);
	}
	if (r->cols >= 60)
		col += paint_text(r->row, col, right - col, ROLE_HEADER, "porthorn") + 2;
	col += paint_clipped(r->row, col, right - col - 1, ROLE_HEADER, t->label) + 2;
	if (t->email && !str_ieq(t->email, t->label) && right - col > 12)
		paint_clipped(r->row, col, right - col - 1, ROLE_HEADER, t->email);
}

static void draw_summary(const struct run *run, const struct rect *r, const struct strs *lines)
{
	const struct summary *s = &run->record->summary;
	bool good = summary_exit_status(s) == 0;
	enum glyph glyph = good ? GLYPH_OK : s->all_done ? GLYPH_NO : GLYPH_PENDING;
	enum role role = good ? ROLE_OK : s->all_done ? ROLE_PROBLEM : ROLE_RUNNING;

	if (run_is_over(run) && summary_is_untested(s)) {
		glyph = GLYPH_UNTESTED;
		role = ROLE_DIM;
	}
	paint_glyph(r->row, 1, role, glyph);
	for (int i = 0; i < r->rows && (size_t)i < lines->n; i++) {
		bool cut = i == r->rows - 1 && (size_t)i + 1 < lines->n;
		char *text = cut ? mem_printf("%s %s", lines->v[i], theme_ascii() ? "..." : "…")
				 : mem_strdup(lines->v[i]);

		paint_clipped(r->row + i, COL_SUMMARY, r->cols - COL_SUMMARY, ROLE_STRONG, text);
		free(text);
	}
}

/* In the narrow form the title says which pane it is of how many, and how to get to the next. */
static void draw_narrow_title(struct ui *ui, const struct rect *r)
{
	enum pane next = run_next_pane(&ui->run, 1);
	char *hint = mem_printf(" Tab: %s ", _(pane_rows[next].title));
	int cols = text_cols(hint);

	paint_text(r->row, r->cols - cols, cols, ROLE_DIM, hint);
	app_zone(ui, r->row, r->cols - cols, cols, COMMAND_NEXT_PANE);
	free(hint);
}

/* The headings of the grid's columns are in its title line. */
static void draw_columns(const struct rect *r)
{
	struct grid_column columns[8];
	size_t n = pane_grid_columns(r->cols, columns, 8);

	for (size_t i = 0; i < n; i++) {
		char *heading = mem_printf(" %s ", columns[i].title);

		paint_text(r->row, r->col + columns[i].col - 1, 8, ROLE_DIM, heading);
		free(heading);
	}
}

static void draw_title(struct ui *ui, enum pane pane)
{
	const struct run *run = &ui->run;
	const struct rect *r = &run->layout.title[pane];
	const char *filter = run->lists[pane].filter;
	enum role role = run->focus == pane ? ROLE_TITLE_FOCUS : ROLE_TITLE;

	if (!r->rows)
		return;
	char *text = filter ? mem_printf(" %s /%s ", _(pane_rows[pane].title), filter)
			    : mem_printf(" %s ", _(pane_rows[pane].title));

	paint_rule(r->row, r->col, r->cols);
	if (run->layout.form == LAYOUT_NARROW)
		draw_narrow_title(ui, r);
	if (pane == PANE_GRID && !filter)
		draw_columns(r);
	paint_clipped(r->row, r->col + 1, r->cols - 2, role, text);
	free(text);
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
		enum role role = pane != front	      ? ROLE_NORMAL
				 : run->focus == pane ? ROLE_TITLE_FOCUS
						      : ROLE_TITLE;

		if (!layout_is_tab(run->layout.form, pane))
			continue;
		const char *filter = run->lists[pane].filter;
		char *text = mem_printf(pane == front && filter ? " %u %s /%s " : " %u %s ",
					p - PANE_FIRST_TAB + 1, _(pane_rows[pane].title), filter);
		int used = paint_clipped(r->row, col, r->cols - (col - r->col), role, text);

		app_zone(ui, r->row, col, used, (enum command)(COMMAND_TAB_1 + p - PANE_FIRST_TAB));
		col += used;
		free(text);
	}
}

static void draw_rules(const struct layout *l)
{
	int below = l->strip.row;

	if (l->strip.rows)
		paint_rule(below, l->strip.col, l->strip.cols);
	for (size_t i = 0; i < 2; i++) {
		if (!l->rule[i].rows)
			continue;
		paint_upright(&l->rule[i]);
		paint_glyph(below, l->rule[i].col, ROLE_RULE,
			    l->rule[i].row + l->rule[i].rows > below ? GLYPH_CROSS : GLYPH_FOOT);
	}
}

static void draw(struct ui *ui)
{
	struct run *run = &ui->run;
	int rows, cols;
	struct strs summary = {0};

	term_size(&rows, &cols);
	char *text = words_summary(run->record);

	text_wrap(&summary, text, cols - COL_SUMMARY - 1);
	free(text);
	arrange(run, summary.n);
	draw_header(run, &run->layout.header);
	draw_summary(run, &run->layout.summary, &summary);
	for (unsigned p = 0; p < PANE_COUNT_; p++)
		draw_title(ui, (enum pane)p);
	draw_rules(&run->layout);
	draw_strip(ui);
	for (unsigned p = 0; p < PANE_COUNT_; p++) {
		const struct rect *r = &run->layout.pane[p];

		if (!r->rows)
			continue;
		build(run, (enum pane)p, r->cols);
		list_draw(&run->lists[p], r, run->focus == (enum pane)p);
	}
	bar_draw(ui, run->layout.bar.row, cols);
	strs_clear(&summary);
}

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

	if (pane == PANE_COUNT_)
		return;
	struct list *l = &run->lists[pane];
	unsigned ref = list_at(l, &run->layout.pane[pane], e->row);
	bool again = run->focus == pane && ref && ref == l->selected && run->touched;

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

static const char *label(const struct ui *ui, enum command c)
{
	switch (c) {
	case COMMAND_ENTER:
		return ui->run.focus == PANE_GRID	? _("Explain")
		       : ui->run.focus == PANE_FINDINGS ? _("Proof")
							: NULL;
	case COMMAND_BACK:
		if (ui->run.lists[ui->run.focus].filter)
			return _("All");
		return ui->run.layout.form == LAYOUT_NARROW && ui->run.focus != PANE_GRID
			   ? _("Ports")
			   : NULL;
	default:
		return _(command_row(c)->bar);
	}
}

const struct screen_row screen_run = {WHERE_RUN, draw, key, run_command, mouse, label};
