/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the screens share: which one is in front, the line at the bottom, and the command for a
 * click. ui.c owns it; each screen has its own part.
 */
#ifndef UI_APP_H
#define UI_APP_H

#include "ui/commands.h"
#include "ui/form.h"
#include "ui/keys.h"
#include "ui/pick.h"
#include "ui/prompt.h"
#include "ui/reader.h"
#include "ui/run.h"
#include "ui/message_page.h"
#include "ui/sheet.h"
#include "ui/start.h"
#include "ui/ui.h"

#define ZONES_MAX 48

enum app_screen {
	SCREEN_START,
	SCREEN_RUN,
	SCREEN_READER,
	SCREEN_PICK,
	SCREEN_FORM,
	SCREEN_SHEET,
	SCREEN_MESSAGE,
	SCREEN_COUNT_
};

struct zone { /* a click in it means that command */
	struct rect rect;
	enum command command;
};

struct ui {
	struct ui_options *options;
	enum app_screen screen;
	enum app_screen under_reader; /* the screen that Back leads to from the reader */
	struct start start;
	struct session *session;      /* the live run, NULL: none */
	struct record *saved;	      /* the run of a case file, NULL: none */
	struct run run;		      /* the state of showing either */
	size_t program;		      /* the mail program that was chosen at the beginning */
	enum operating_system system; /* and the operating system */
	struct reader reader;
	struct pick pick;
	struct ui_challenge challenge;
	struct form form;
	struct sheet_page sheet;
	struct message_page letter;
	struct prompt prompt;
	char *sought;  /* the word that was searched for last, or NULL */
	char *word;    /* what the run in front is for, to remember its result; or NULL */
	char *message; /* shown instead of the key bar until the next key; NULL: none */
	struct zone zones[ZONES_MAX];
	size_t zone_n;
	bool quit;
	int status;
};

/* One row for each screen. */
struct screen_row {
	enum command_where where;
	void (*draw)(struct ui *ui);
	/* A key that is not a command there, or must not be one (text being typed): true if it was
	 * used. */
	bool (*key)(struct ui *ui, int key);
	void (*command)(struct ui *ui, enum command c);
	/* A click or a turn of the wheel (KEYS_CLICK, KEYS_WHEEL_…) outside all zones. */
	void (*mouse)(struct ui *ui, const struct key_event *e);
	/* The key bar's word for a command now; NULL leaves it out. */
	const char *(*label)(const struct ui *ui, enum command c);
};

extern const struct screen_row screen_start, screen_run, screen_reader, screen_pick, screen_form,
    screen_sheet, screen_message;
const struct screen_row *app_screen(enum app_screen screen);

void app_init(struct ui *ui,
	      /* takes ownership of options->session and ->saved */
	      struct ui_options *options);
/* What need not be there for the first frame. */
void app_load(struct ui *ui);
void app_clear(struct ui *ui);
void app_draw(struct ui *ui);
void app_key(struct ui *ui, const struct key_event *e);
void app_command(struct ui *ui, enum command c);
/* Takes ownership of message: one sentence for the bottom line. */
void app_say(struct ui *ui, char *message);
/* The same with another sentence behind it, which names keys as command_text() has them; message may be NULL. */
void app_hint(struct ui *ui, char *message, const char *hint);
/* Says that this key does nothing here. */
void app_useless(struct ui *ui);
/* The key of a page above another screen: a letter that quits, as q, leaves the page first; one key too many must not lose
 * the run below it. */
bool app_page_key(struct ui *ui, int key);
void app_zone(struct ui *ui, int row, int col, int cols, enum command c);
/* Starts a run for the typed or chosen word; says on the start screen why if it cannot. */
bool app_open(struct ui *ui, enum ui_begin how, const char *word);
/* The run in front has come to its end: its result is remembered. */
void app_note_result(struct ui *ui);
/* Shows a saved run, in place of the one in front. Takes ownership. */
void app_open_saved(struct ui *ui, struct record *saved);
/* The top line: the program's name and a title. */
void bar_draw_head(const char *title, int cols);
/* The bottom line: the prompt, the message, or the keys. */
void bar_draw(struct ui *ui, int row, int cols);

#endif
