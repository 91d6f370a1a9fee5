/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/run_commands.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "advice/advice.h"
#include "words/words.h"
#include "ui/app.h"

#include <stdlib.h>
#include <string.h>

void run_focus(struct run *run, enum pane pane)
{
	run->focus = pane;
	if (pane >= PANE_FIRST_TAB)
		run->tab = pane;
	if (layout_is_tab(LAYOUT_WIDE, pane))
		run->wide_tab = pane;
	if (pane == PANE_GRID)
		run->about_finding = false;
	else if (pane == PANE_FINDINGS)
		run->about_finding = true;
	run_stale(run);
}

void run_moved(struct run *run)
{
	run->touched = true;
	if (run->focus != PANE_GRID && run->focus != PANE_FINDINGS)
		return;
	if (run->focus == PANE_GRID && run->lists[PANE_GRID].selected)
		run->endpoint = run->lists[PANE_GRID].selected;
	run->lists[PANE_MEANING].top = 0;
	if (run->focus == PANE_GRID)
		for (unsigned p = PANE_CONVERSATION; p < PANE_COUNT_; p++)
			run->lists[p].top = 0;
	run_stale(run);
}

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

/* From tab to tab if the focus is on a tab, else from pane to pane. */
static void go_sideways(struct run *run, int step)
{
	unsigned pane = run->focus;

	if (run->layout.form == LAYOUT_NARROW || !layout_is_tab(run->layout.form, run->focus)) {
		run_focus(run, run_next_pane(run, step));
		return;
	}
	pane += (unsigned)step;
	if (pane < PANE_COUNT_ && layout_is_tab(run->layout.form, (enum pane)pane))
		run_focus(run, (enum pane)pane);
}

/* The row of a finding's proof: that of the first event with one. */
static unsigned proof_endpoint(const struct run *run, const struct finding *f)
{
	for (size_t i = 0; i < f->evidence.n; i++) {
		const struct event *e = log_get(&run->record->log, f->evidence.v[i]);

		if (e && e->endpoint)
			return e->endpoint;
	}
	return f->endpoints.n ? f->endpoints.v[0] : run->endpoint;
}

static void show_proof(struct run *run)
{
	const struct finding *f = run_finding(run);

	if (!f)
		return;
	free(run->proof);
	free(run->proof_title);
	run->proof = mem_calloc(f->evidence.n, sizeof *run->proof);
	run->proof_n = f->evidence.n;
	for (size_t i = 0; i < f->evidence.n; i++)
		run->proof[i] = f->evidence.v[i];
	run->proof_title = words_title(run->record, f);
	run->endpoint = proof_endpoint(run, f);
	run->touched = true;
	run->lists[PANE_CERTIFICATE].top = run->lists[PANE_BY_HAND].top = 0;
	list_select(&run->lists[PANE_GRID], run->endpoint);
	run_focus(run, PANE_CONVERSATION);
	list_set_filter(&run->lists[PANE_CONVERSATION], NULL);
	list_show_mark(&run->lists[PANE_CONVERSATION]);
	list_show_mark(&run->lists[PANE_CERTIFICATE]);
}

static void explain(struct ui *ui)
{
	const struct run *run = &ui->run;
	const struct finding *f = run->about_finding ? run_finding(run) : NULL;
	const struct advice *advice = f ? advice_find(f->id) : NULL;
	const struct endpoint *e = endpoints_get(
	    &run->record->plan, f && f->endpoints.n ? f->endpoints.v[0] : run->endpoint);

	if (e)
		reader_open(ui, &(struct reader_page){.kind = READER_PORT,
						      .port = e->port,
						      .topics = advice ? advice->topics : NULL});
}

static void enter(struct ui *ui)
{
	if (ui->run.focus == PANE_FINDINGS)
		show_proof(&ui->run);
	else if (ui->run.focus == PANE_GRID || ui->run.focus == PANE_MEANING)
		explain(ui);
}

static void go_back(struct run *run)
{
	struct list *l = &run->lists[run->focus];

	if (l->filter)
		list_set_filter(l, NULL);
	else if (run->focus == PANE_CONVERSATION && run->proof_title)
		run_focus(run, PANE_FINDINGS);
	else
		run_focus(run, PANE_GRID);
	run_stale(run);
}

static void filter(struct ui *ui, const char *text)
{
	list_set_filter(&ui->run.lists[ui->run.focus], text);
	ui->run.touched = true;
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
	if (ui->session)
		return true;
	app_say(ui, mem_strdup(_("This is a saved case: nothing is probed any more.")));
	return false;
}

static bool can_measure(const struct run *run)
{
	const struct target *t = run->record->target;

	return !t->no_path && !t->practice && !target_is_loopback(t);
}

/* If nothing can be measured, the tab says why. */
static void start_path(struct ui *ui)
{
	struct run *run = &ui->run;

	run_focus(run, PANE_PATH);
	run->touched = true;
	run->lists[PANE_PATH].top = 0;
	if (is_live(ui) && can_measure(run))
		session_path(ui->session, run->endpoint);
}

static void work(struct ui *ui, enum command c)
{
	struct run *run = &ui->run;

	if (c == COMMAND_PATH) {
		start_path(ui);
	} else if (!is_live(ui)) {
		return;
	} else if (c == COMMAND_RETRY) {
		session_retry(ui->session, run->endpoint);
	} else if (c == COMMAND_RETRY_ALL) {
		session_retry_all(ui->session);
	} else if (run->record->done) {
		app_say(ui, mem_strdup(_("The run is over: there is nothing to stop.")));
	} else {
		session_cancel(ui->session);
		app_say(ui, mem_strdup(
				_("Stopped. What is known so far is kept; R checks all again.")));
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

static void move(struct run *run, enum command c)
{
	struct list *l = &run->lists[run->focus];
	int rows = run->layout.pane[run->focus].rows;

	if (rows < 2)
		rows = 2; /* not drawn yet, or tiny */
	list_command(l, c, rows);
	run_moved(run);
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
		go_sideways(run, c == COMMAND_RIGHT ? 1 : -1);
		break;
	case COMMAND_ENTER:
		enter(ui);
		break;
	case COMMAND_EXPLAIN:
		explain(ui);
		break;
	case COMMAND_BACK:
		go_back(run);
		break;
	case COMMAND_FILTER:
		ask_filter(ui);
		break;
	case COMMAND_SETTINGS:
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
	case COMMAND_PROVIDERS:
		go_to_start(ui);
		break;
	case COMMAND_ALL_ROWS:
		run->all_rows = !run->all_rows;
		run_stale(run);
		break;
	default:
		if (c >= COMMAND_TAB_1 && c <= COMMAND_TAB_6)
			run_focus(run, (enum pane)(PANE_FIRST_TAB + (c - COMMAND_TAB_1)));
	}
}
