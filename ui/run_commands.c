/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/run_commands.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "advice/advice.h"
#include "know/programs.h"
#include "words/words.h"
#include "ui/app.h"
#include "ui/search.h"
#include "ui/well.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_UNDRAWN 8 /* of a pane that keys reach before it is drawn */

static bool can_focus(const struct run *run, enum pane pane)
{
	return run->layout.form == LAYOUT_NARROW || run->layout.pane[pane].rows > 0;
}

enum pane run_next_pane(const struct run *run, int step)
{
	unsigned pane = run->focus;

	do
		pane = (pane + PANE_COUNT_ + (unsigned)step) % PANE_COUNT_;
	while (pane != run->focus && !can_focus(run, (enum pane)pane));
	return (enum pane)pane;
}

/* Nothing is added to the log. */
static bool is_at_rest(const struct run *run)
{
	return run->record->done || run_is_over(run);
}

static void move(struct run *run, enum command c)
{
	struct list *l = &run->lists[run->focus];
	int rows = run->layout.pane[run->focus].rows;

	/* The first key selects what the panes are about already. */
	if (run->focus == PANE_PORTS && !run->touched && run->endpoint) {
		list_select(l, run->endpoint);
		run_moved(run);
		return;
	}
	if (!rows)
		rows = ROWS_UNDRAWN;
	if (rows < 2)
		rows = 2;
	list_command(l, c, rows);
	if (run->focus == PANE_LIVE) /* lines that are being read do not move */
		run->frozen = !l->held || is_at_rest(run) ? 0
			      : run->frozen		  ? run->frozen
							  : run->record->log.n;
	run_moved(run);
}

/* From tab to tab if the focus is on a tab, else from pane to pane. */
static void go_sideways(struct run *run, int step)
{
	unsigned pane = run->focus;

	if (run->focus == PANE_PORTS && run->layout.in_line) {
		move(run, step > 0 ? COMMAND_DOWN : COMMAND_UP);
		return;
	}
	if (run->layout.form == LAYOUT_NARROW || !layout_is_tab(run->layout.form, run->focus)) {
		run_focus(run, run_next_pane(run, step));
		return;
	}
	pane += (unsigned)step;
	if (pane < PANE_COUNT_ && layout_is_tab(run->layout.form, (enum pane)pane))
		run_focus(run, (enum pane)pane);
}

static void explain(struct ui *ui)
{
	const struct run *run = &ui->run;
	const struct finding *f = run_finding(run);
	const struct advice *advice = f ? advice_find(f->id) : NULL;
	const struct endpoint *e = endpoints_get(&run->record->plan, run->endpoint);

	if (e)
		reader_open(ui, &(struct reader_page){.kind = READER_PORT,
						      .port = e->port,
						      .topics = advice ? advice->topics : NULL});
	else
		app_say(ui, mem_strdup(_("No port is selected.")));
}

/* One of the things that it may be when all is well: the page that goes through them, from there on. */
static bool open_well(struct ui *ui, unsigned ref)
{
	if (!well_has(&ui->run, ref))
		return false;
	reader_open(ui, &(struct reader_page){.kind = READER_WELL});
	ui->reader.list.selected = ref;
	return true;
}

/* All about the row or the reason, on a page of its own. */
static void enter(struct ui *ui)
{
	const struct run *run = &ui->run;
	const struct finding *f = run_finding(run);
	bool row = run->focus == PANE_PORTS && run->touched;

	if (run->focus == PANE_WHY && open_well(ui, run->lists[PANE_WHY].selected))
		return;
	if (run->focus == PANE_PORTS && !run->touched && well_is(run)) {
		run_focus(&ui->run, PANE_WHY);
		list_select(&ui->run.lists[PANE_WHY], WELL_FIRST);
		return;
	}
	if (run->focus == PANE_SETTINGS)
		sheet_open(ui);
	else if (run->focus != PANE_PORTS && run->focus != PANE_WHY)
		app_hint(
		    ui, NULL,
		    _("Only a port or a reason opens[back:: press {back}, then choose one|]."));
	else if (row || f)
		reader_open(ui, &(struct reader_page){.kind = READER_WHY,
						      .endpoint = run->endpoint,
						      .finding = row ? 0 : run_finding_ref(f)});
	else
		explain(ui);
}

static void go_back(struct ui *ui)
{
	struct run *run = &ui->run;
	struct list *l = &run->lists[run->focus];

	if (run->focus == PANE_PORTS && !run->touched && !l->filter && !l->sought)
		app_hint(ui, mem_strdup(_("There is nothing to go back to.")),
			 _("[quit:{quit} leaves porthorn.|]"));
	else if (l->filter)
		list_set_filter(l, NULL);
	else if (search_end(ui))
		return;
	else if (run->focus == PANE_PORTS && run->touched)
		run->touched = false; /* back to the answer */
	else
		run_focus(run, PANE_PORTS);
	if (!run->touched)
		run->lists[PANE_PORTS].selected = run->lists[PANE_WHY].selected = 0;
	run_stale(run);
}

static void filter(struct ui *ui, const char *text)
{
	list_set_filter(&ui->run.lists[ui->run.focus], text);
	run_stale(&ui->run);
}

static void ask_filter(struct ui *ui)
{
	const char *old = ui->run.lists[ui->run.focus].filter;

	prompt_line(&ui->prompt, _("Filter:"), old ? old : "", filter);
	ui->prompt.changed = filter;
}

/* A saved case has no network behind it. */
static bool is_live(struct ui *ui)
{
	if (ui->session && !ui->run.played)
		return true;
	app_say(ui, mem_strdup(ui->run.played
				   ? _("This is a recording: nothing can be tested again.")
				   : _("This is a saved case: nothing can be tested again.")));
	return false;
}

static void test_name(struct ui *ui)
{
	const char *name = run_proposed_name(run_finding(&ui->run));

	if (!name) {
		app_say(ui, mem_strdup(_("No other server's name is proposed here.")));
	} else if (ui->run.record->target->practice) {
		app_say(ui, mem_strdup(_("In practice, no other server is contacted.")));
	} else if (is_live(ui)) {
		char *copy = mem_strdup(name); /* the finding goes with its run */

		if (!app_open(ui, UI_CHECK, copy)) {
			app_say(ui, ui->start.error);
			ui->start.error = NULL;
		}
		free(copy);
	}
}

/* If nothing can be measured, the tab says why. */
static void start_path(struct ui *ui)
{
	struct run *run = &ui->run;

	run_focus(run, PANE_WAY);
	run->lists[PANE_WAY].top = 0;
	if (is_live(ui) && run_can_trace(run))
		session_path(ui->session, run->endpoint);
}

static void work(struct ui *ui, enum command c)
{
	struct run *run = &ui->run;

	if (c == COMMAND_PATH) {
		start_path(ui);
	} else if (c == COMMAND_STOP && run->played && !run->record->done) {
		session_cancel(ui->session); /* to its end */
	} else if (!is_live(ui)) {
		return;
	} else if (c == COMMAND_RETRY) {
		session_retry(ui->session, run->endpoint);
	} else if (c == COMMAND_RETRY_ALL) {
		session_retry_all(ui->session);
	} else if (run->record->done) {
		app_say(ui, mem_strdup(_("The run is over; there is nothing to stop.")));
	} else {
		session_cancel(ui->session);
		app_hint(ui, mem_strdup(_("Stopped. What is known so far is kept.")),
			 _("[retry-all:{retry-all} tests all again.|]"));
	}
	run_stale(run);
}

static void go_to_start(struct ui *ui)
{
	if (ui->options->open)
		ui->screen = SCREEN_START;
	else
		app_say(ui, mem_strdup(_("There is nothing else to choose from here.")));
}

void run_change_program(struct run *run, bool next)
{
	size_t n;

	program_all(&n);
	run->program = (run->program + (next ? 1 : n - 1)) % n;
	run_stale(run);
}

static void toggle_row(struct run *run)
{
	struct numbers *opened = &run->opened;

	for (size_t i = 0; i < opened->n; i++)
		if (opened->v[i] == run->endpoint) {
			opened->v[i] = opened->v[--opened->n];
			return;
		}
	opened->v = mem_realloc(opened->v, opened->n + 1, sizeof *opened->v);
	opened->v[opened->n++] = run->endpoint;
}

static void open_or_close(struct ui *ui)
{
	struct run *run = &ui->run;
	size_t before = run->lists[PANE_PORTS].line_n;

	if (run->focus == PANE_WHY) {
		run->consequences = !run->consequences;
	} else if (run->focus == PANE_PORTS) {
		run->touched = true;
		toggle_row(run);
		if (run_port_lines(run) == before)
			app_say(ui, mem_strdup(_("This port has one address only.")));
	} else {
		app_hint(
		    ui, NULL,
		    _("Only a port or a reason opens[back:: press {back}, then choose one|]."));
	}
	run_stale(run);
}

static void show_all_rows(struct ui *ui)
{
	struct run *run = &ui->run;
	size_t before = run_port_lines(run);

	run->all_rows = !run->all_rows;
	if (run_port_lines(run) == before)
		app_say(ui, mem_strdup(_("Everything is shown already.")));
	run_stale(run);
}

static void change_order(struct ui *ui)
{
	static const char *const orders[PORT_ORDER_COUNT_] = {
	    N_("The ports are sorted by what they are for."),
	    N_("The ports are sorted by their result, the worst first."),
	    N_("The ports are sorted by their time, the slowest first."),
	};
	struct run *run = &ui->run;

	run->order = (enum port_order)((run->order + 1) % PORT_ORDER_COUNT_);
	app_say(ui, mem_strdup(_(orders[run->order])));
	run_stale(run);
}

static void freeze(struct ui *ui)
{
	struct run *run = &ui->run;

	if (!run->frozen && is_at_rest(run)) {
		app_say(ui, mem_strdup(_("The run is over: the live log is complete.")));
		return;
	}
	run->frozen = run->frozen ? 0 : run->record->log.n;
	run->lists[PANE_LIVE].held = false;
	run_focus(run, PANE_LIVE);
	app_say(ui, mem_strdup(run->frozen ? _("The live log is frozen; z lets it follow again.")
					   : _("The live log follows again.")));
}

void run_change_system(struct ui *ui)
{
	ui->run.system = system_next(ui->run.system);
	/* TRANSLATORS: %s is an operating system. */
	app_say(ui, mem_printf(_("Steps are for %s now."), system_title(ui->run.system)));
	run_stale(&ui->run);
	ui->reader.built_cols = 0;
}

/* ---- the slider of a recorded run ---- */

#define SECOND_US 1000000

static const int speeds[] = {10, 25, 50, 100, 200, 400, 1000};
#define SPEEDS (sizeof speeds / sizeof *speeds)

/* The next speed in that direction, or the last one there is. */
static int next_speed(int speed, bool up)
{
	if (up) {
		for (size_t i = 0; i < SPEEDS; i++)
			if (speeds[i] > speed)
				return speeds[i];
		return speed;
	}
	for (size_t i = SPEEDS; i; i--)
		if (speeds[i - 1] < speed)
			return speeds[i - 1];
	return speed;
}

static void seek(struct ui *ui, int64_t us)
{
	struct run *run = &ui->run;

	session_seek(ui->session, us);
	session_record(ui->session);
	run->limits = session_done(ui->session) ? NULL : session_limits(ui->session);
	reader_stale(&ui->reader);
}

static void slide(struct ui *ui, enum command c)
{
	struct session *s = ui->run.played ? ui->session : NULL;
	int speed = s ? session_speed(s) : 0;

	if (!s)
		app_say(ui, mem_strdup(_("Only a recorded run can be slowed down or stopped.")));
	else if (c == COMMAND_SEEK_BACK || c == COMMAND_SEEK_ON)
		seek(ui, c == COMMAND_SEEK_ON ? SECOND_US : -SECOND_US);
	else if (session_done(s))
		app_hint(ui, mem_strdup(_("The recording is at its end.")),
			 _("[seek-back:{seek-back} goes back by a second.|]"));
	else if (c == COMMAND_PAUSE)
		session_pause(s);
	else if (speed)
		session_set_speed(s, next_speed(speed, c == COMMAND_FASTER));
	run_stale(&ui->run);
}

void run_command(struct ui *ui, enum command c)
{
	struct run *run = &ui->run;

	switch (c) {
	case COMMAND_UP:
	case COMMAND_DOWN:
	case COMMAND_PAGE_UP:
	case COMMAND_PAGE_DOWN:
	case COMMAND_FIRST:
	case COMMAND_LAST:
		move(run, c);
		break;
	case COMMAND_NEXT_PANE:
	case COMMAND_PREVIOUS_PANE:
		run_focus(run, run_next_pane(run, c == COMMAND_NEXT_PANE ? 1 : -1));
		break;
	case COMMAND_LEFT:
	case COMMAND_RIGHT:
		if (run->focus == PANE_SETTINGS)
			run_change_program(run, c == COMMAND_RIGHT);
		else
			go_sideways(run, c == COMMAND_RIGHT ? 1 : -1);
		break;
	case COMMAND_ENTER:
		enter(ui);
		break;
	case COMMAND_EXPLAIN:
		explain(ui);
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
	case COMMAND_ORDER:
		change_order(ui);
		break;
	case COMMAND_SYSTEM:
		run_change_system(ui);
		break;
	case COMMAND_FREEZE:
		freeze(ui);
		break;
	case COMMAND_PAUSE:
	case COMMAND_SLOWER:
	case COMMAND_FASTER:
	case COMMAND_SEEK_BACK:
	case COMMAND_SEEK_ON:
		slide(ui, c);
		break;
	case COMMAND_COPY_LINE:
		run_copy_line(ui);
		break;
	case COMMAND_FILTER:
		ask_filter(ui);
		break;
	case COMMAND_SETTINGS:
		if (run->focus == PANE_SETTINGS)
			sheet_open(ui);
		run_focus(run, PANE_SETTINGS);
		break;
	case COMMAND_RETRY:
	case COMMAND_RETRY_ALL:
	case COMMAND_STOP:
	case COMMAND_PATH:
		work(ui, c);
		break;
	case COMMAND_WRITE:
		run_ask_write(ui);
		break;
	case COMMAND_COPY:
		run_ask_copy(ui);
		break;
	case COMMAND_TEST_NAME:
		test_name(ui);
		break;
	case COMMAND_MESSAGE:
		message_open(ui, run_finding(run));
		break;
	case COMMAND_PROVIDERS:
		go_to_start(ui);
		break;
	case COMMAND_AUDIT:
		audit_ask(ui);
		break;
	case COMMAND_OPEN:
		open_or_close(ui);
		break;
	case COMMAND_ALL_ROWS:
		show_all_rows(ui);
		break;
	default:
		if (c >= COMMAND_TAB_1 && c <= COMMAND_TAB_7)
			run_focus(run, (enum pane)(PANE_FIRST_TAB + (c - COMMAND_TAB_1)));
	}
}
