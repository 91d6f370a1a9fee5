/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All commands, one row each. The one table feeds the keys, the key bar, the help page and the
 * manual.
 */
#ifndef UI_COMMANDS_H
#define UI_COMMANDS_H

#include "base/buf.h"

#include <stdbool.h>

enum command {
	COMMAND_NONE,
	COMMAND_HELP,
	COMMAND_ENTER,
	COMMAND_EXPLAIN,
	COMMAND_FILTER,
	COMMAND_RETRY,
	COMMAND_RETRY_ALL,
	COMMAND_SETTINGS,
	COMMAND_PATH,
	COMMAND_WRITE,
	COMMAND_COPY,
	COMMAND_PROVIDERS,
	COMMAND_STOP,
	COMMAND_OPEN,
	COMMAND_ALL_ROWS,
	COMMAND_BACK,
	COMMAND_QUIT,
	COMMAND_NEXT_PANE,
	COMMAND_PREVIOUS_PANE,
	COMMAND_UP,
	COMMAND_DOWN,
	COMMAND_LEFT,
	COMMAND_RIGHT,
	COMMAND_PAGE_UP,
	COMMAND_PAGE_DOWN,
	COMMAND_FIRST,
	COMMAND_LAST,
	COMMAND_TAB_1, /* in the order of the tabs */
	COMMAND_TAB_2,
	COMMAND_TAB_3,
	COMMAND_TAB_4,
	COMMAND_TAB_5,
	COMMAND_TAB_6,
	COMMAND_TAB_7,
	COMMAND_REDRAW,
	COMMAND_COUNT_
};

enum command_where { WHERE_START = 1, WHERE_RUN = 2, WHERE_READER = 4 };

#define COMMAND_KEYS_MAX 4

struct command_row {
	const char *name;	    /* untranslated, unique: "retry-all" */
	int keys[COMMAND_KEYS_MAX]; /* the first one is in the key bar; 0 ends them */
	const char *bar;	    /* N_(): one word for the key bar, or NULL: not in it */
	const char *help;	    /* N_(): what it does */
	unsigned where;		    /* enum command_where bits */
	int urgency;		    /* a narrow bar leaves out the highest numbers first */
};

const struct command_row *command_row(enum command c);
/* The key's command there, or COMMAND_NONE. */
enum command command_for_key(int key, enum command_where where);
/* Its keys as text, "r, F5".  The caller frees. */
char *command_keys(enum command c, const char *separator);

#endif
