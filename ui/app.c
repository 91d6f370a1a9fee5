/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/programs.h"
#include "ui/kept.h"
#include "ui/paint.h"
#include "ui/privacy.h"
#include "ui/recent.h"
#include "ui/start_match.h"
#include "ui/term.h"
#include "ui/text.h"

#include <stdlib.h>
#include <time.h>

const struct screen_row *app_screen(enum app_screen screen)
{
	static const struct screen_row *const screens[SCREEN_COUNT_] = {
	    [SCREEN_START] = &screen_start,    [SCREEN_RUN] = &screen_run,
	    [SCREEN_READER] = &screen_reader,  [SCREEN_PICK] = &screen_pick,
	    [SCREEN_FORM] = &screen_form,      [SCREEN_SHEET] = &screen_sheet,
	    [SCREEN_MESSAGE] = &screen_message};

	return screens[screen];
}

/* The live run, else the saved one. */
static void show_run(struct ui *ui)
{
	if (ui->session)
		run_set_record(&ui->run, session_record(ui->session), session_limits(ui->session));
	else
		run_set_record(&ui->run, ui->saved, NULL);
	ui->run.played = ui->session && session_is_played(ui->session);
}

/* The run in front is for that word, which is remembered; NULL: it is not. */
static void remember(struct ui *ui, const char *word)
{
	free(ui->word);
	ui->word = word ? start_canonical(ui->options, word) : NULL;
	if (ui->word)
		recent_use(&ui->start.recent, ui->options->state_dir, ui->word, time(NULL));
	ui->start.built_cols = 0;
}

void app_note_result(struct ui *ui)
{
	const struct record *r = ui->run.record;

	if (ui->run.played) /* a saved case from now on */
		ui->run.limits = NULL;
	if (!ui->word || !r || !r->done)
		return;
	recent_set_result(&ui->start.recent, ui->options->state_dir, ui->word,
			  recent_judge(&r->summary), time(NULL));
	ui->start.built_cols = 0;
}

/* Whose words the settings use: the configured program's, else those of the last one used. */
static void choose_program(struct ui *ui)
{
	char *last = kept_read(ui->options->state_dir, KEPT_PROGRAM);
	const char *wanted = ui->options->program ? ui->options->program : last;
	const struct program *program = wanted ? program_find(wanted) : NULL;
	size_t n;

	if (program)
		ui->run.program = (size_t)(program - program_all(&n));
	ui->program = ui->run.program;
	free(last);
}

/* The configured system, else the last one, else this computer's. */
static void choose_system(struct ui *ui)
{
	char *last = kept_read(ui->options->state_dir, KEPT_SYSTEM);
	enum operating_system kept = last ? system_from_name(last) : SYSTEM_OWN;

	ui->run.system = ui->options->system ? ui->options->system : kept;
	if (ui->run.system == SYSTEM_COUNT_)
		ui->run.system = SYSTEM_OWN;
	ui->system = ui->run.system;
	free(last);
}

/* Once, at the end: writing waits for the disk. */
static void remember_choices(const struct ui *ui)
{
	size_t n;
	const struct program *all = program_all(&n);

	if (ui->run.program != ui->program)
		kept_write(ui->options->state_dir, KEPT_PROGRAM, all[ui->run.program].id);
	if (ui->run.system != ui->system)
		kept_write(ui->options->state_dir, KEPT_SYSTEM, system_name(ui->run.system));
}

/* What is wrong with provider files. */
static void warn(struct ui *ui)
{
	const struct ui_options *options = ui->options;

	if (options->notice && !ui->run.record) {
		ui->start.error = mem_strdup(options->notice);
	} else if (options->warnings && options->warnings->n) {
		/* TRANSLATORS: a file name with a line number, and what is wrong there. */
		char *first =
		    mem_printf(_("A provider file was skipped: %s"), options->warnings->v[0]);

		app_say(ui, first);
	}
}

void app_init(struct ui *ui, struct ui_options *options)
{
	*ui = (struct ui){.options = options};
	run_init(&ui->run);
	choose_program(ui);
	choose_system(ui);
	privacy_switch(options->is_private);
	recent_load(&ui->start.recent, options->state_dir);
	if (options->session || options->saved) {
		ui->session = options->session;
		ui->saved = options->saved;
		show_run(ui);
		ui->screen = SCREEN_RUN;
		remember(ui, options->word);
		if (ui->run.record->target->audit)
			audit_ask(ui);
	}
	warn(ui);
}

void app_load(struct ui *ui)
{
	if (!ui->options->load)
		return;
	ui->options->load(ui->options);
	ui->options->load = NULL;
	ui->start.built_cols = 0;
	ui->start.list.selected = 0;
	warn(ui);
}

void app_clear(struct ui *ui)
{
	remember_choices(ui);
	privacy_switch(false);
	privacy_learn(NULL);
	prompt_close(&ui->prompt);
	free(ui->message);
	free(ui->sought);
	run_clear(&ui->run);
	session_free(ui->session);
	record_free(ui->saved);
	list_clear(&ui->reader.list);
	list_clear(&ui->sheet.list);
	list_clear(&ui->letter.list);
	list_clear(&ui->start.list);
	pick_clear(&ui->pick);
	ui_challenge_clear(&ui->challenge);
	free(ui->reader.article);
	form_clear(&ui->form);
	recent_clear(&ui->start.recent);
	free(ui->word);
	free(ui->start.error);
	*ui = (struct ui){0};
}

/* Below the smallest size there is room for one line, which says so. */
static bool draw_too_small(struct ui *ui)
{
	int rows, cols;

	term_size(&rows, &cols);
	if (rows >= LAYOUT_ROWS_MIN && cols >= LAYOUT_COLS_MIN)
		return false;
	char *text = mem_printf(_("Too small: %dx%d needed"), LAYOUT_COLS_MIN, LAYOUT_ROWS_MIN);

	paint_text(rows / 2, 0, cols, ROLE_STRONG, text);
	free(text);
	ui->zone_n = 0;
	return true;
}

void app_draw(struct ui *ui)
{
	if (privacy_is_on() && ui->run.record)
		privacy_learn(ui->run.record);
	paint_begin();
	ui->zone_n = 0;
	if (!draw_too_small(ui))
		app_screen(ui->screen)->draw(ui);
	paint_end();
}

void app_say(struct ui *ui, char *message)
{
	free(ui->message);
	ui->message = message;
}

/* Without the hint where both do not fit. */
void app_hint(struct ui *ui, char *message, const char *hint)
{
	char *keyed = command_text(hint, app_screen(ui->screen)->where);
	char *both = message ? mem_printf("%s %s", message, keyed) : mem_strdup(keyed);
	int rows, cols;

	term_size(&rows, &cols);
	app_say(ui, message && (!*keyed || text_cols(both) > cols - 2) ? mem_strdup(message)
								       : mem_strdup(both));
	free(both);
	free(message);
	free(keyed);
}

bool app_page_key(struct ui *ui, int key)
{
	const struct screen_row *page = app_screen(ui->screen);

	if (key >= KEYS_SPECIAL || command_for_key(key, page->where) != COMMAND_QUIT)
		return false;
	page->command(ui, COMMAND_BACK);
	return true;
}

void app_zone(struct ui *ui, int row, int col, int cols, enum command c)
{
	if (ui->zone_n < ZONES_MAX)
		ui->zones[ui->zone_n++] = (struct zone){{row, col, 1, cols}, c};
}

bool app_open(struct ui *ui, enum ui_begin how, const char *word)
{
	char *error = NULL;
	struct session *session =
	    ui->options->open ? ui->options->open(how, word, ui->options->user, &error) : NULL;

	free(ui->start.error);
	ui->start.error = error;
	if (!session)
		return false;
	session_free(ui->session);
	ui->session = session;
	show_run(ui);
	remember(ui, how == UI_CHECK ? word : NULL);
	prompt_text_set(&ui->start.text, "");
	ui->screen = SCREEN_RUN;
	return true;
}

void app_open_saved(struct ui *ui, struct record *saved)
{
	struct record *before = ui->saved;

	session_free(ui->session);
	ui->session = NULL;
	ui->saved = saved;
	show_run(ui);
	record_free(before);
	remember(ui, NULL);
	ui->screen = SCREEN_RUN;
}

static void open_help(struct ui *ui)
{
	if (ui->screen == SCREEN_READER && ui->reader.pages[ui->reader.n - 1].kind == READER_HELP)
		return;
	reader_open(ui, &(struct reader_page){.kind = READER_HELP});
}

static void switch_privacy(struct ui *ui)
{
	privacy_switch(!privacy_is_on());
	run_stale(&ui->run);
	ui->reader.built_cols = ui->sheet.built_cols = ui->letter.built_cols = 0;
	app_say(ui, mem_strdup(privacy_is_on() ? _("Addresses and routers are hidden.")
					       : _("Addresses and routers are shown.")));
}

void app_command(struct ui *ui, enum command c)
{
	switch (c) {
	case COMMAND_NONE:
		break;
	case COMMAND_HELP:
		open_help(ui);
		break;
	case COMMAND_PRIVACY:
		switch_privacy(ui);
		break;
	case COMMAND_REDRAW:
		term_redraw();
		break;
	case COMMAND_QUIT:
		ui->quit = true;
		ui->status = ui->run.record ? record_exit_status(ui->run.record) : 0;
		break;
	default:
		app_screen(ui->screen)->command(ui, c);
	}
}

static enum command zone_command(const struct ui *ui, const struct key_event *e)
{
	for (size_t i = 0; e->key == KEYS_CLICK && i < ui->zone_n; i++) {
		const struct rect *r = &ui->zones[i].rect;

		if (e->row == r->row && e->col >= r->col && e->col < r->col + r->cols)
			return ui->zones[i].command;
	}
	return COMMAND_NONE;
}

void app_useless(struct ui *ui)
{
	app_hint(ui, mem_strdup(_("This key does nothing here.")),
		 _("[help:{help} lists the keys.|]"));
}

/* A key without a use here says so, and why. */
static void obey(struct ui *ui, int key, enum command_where where)
{
	enum command c = command_for_key(key, where);
	bool below = ui->screen == SCREEN_READER && ui->under_reader == SCREEN_RUN &&
		     command_for_key(key, WHERE_RUN);
	char room[16];

	if (c)
		app_command(ui, c);
	else if (below) /* TRANSLATORS: %s is a key: "F5", "x". */
		app_hint(
		    ui,
		    mem_printf(_("%s is for the screen below this page."), keys_name(key, room)),
		    /* TRANSLATORS: {back} is a key; the form after | is for a command without one. */
		    _("[back:Press {back} first.|]"));
	else if (key == KEYS_OTHER || (key > 0x7e && key < KEYS_SPECIAL))
		app_useless(ui);
	else /* TRANSLATORS: %s is a key: "F5", "x". */
		app_hint(ui, mem_printf(_("%s does nothing here."), keys_name(key, room)),
			 _("[help:{help} lists the keys.|]"));
}

void app_key(struct ui *ui, const struct key_event *e)
{
	const struct screen_row *screen = app_screen(ui->screen);

	if (e->key == KEYS_RESIZE || e->key == KEYS_NONE)
		return;
	app_say(ui, NULL);
	if (e->key == KEYS_CLICK || e->key == KEYS_WHEEL_UP || e->key == KEYS_WHEEL_DOWN) {
		enum command c = zone_command(ui, e);

		if (c)
			app_command(ui, c);
		else if (!ui->prompt.open)
			screen->mouse(ui, e);
	} else if (ui->prompt.open && e->key > KEYS_SPECIAL &&
		   command_for_key(e->key, screen->where) == COMMAND_QUIT) {
		prompt_close(&ui->prompt);
		app_command(ui, COMMAND_QUIT);
	} else if (ui->prompt.open) {
		prompt_key(&ui->prompt, ui, e->key);
	} else if (!screen->key(ui, e->key)) {
		obey(ui, e->key, screen->where);
	}
}
