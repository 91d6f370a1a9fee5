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
	COMMAND_SEARCH,
	COMMAND_SEARCH_NEXT,
	COMMAND_SEARCH_PREVIOUS,
	COMMAND_FILTER,
	COMMAND_RETRY,
	COMMAND_RETRY_ALL,
	COMMAND_SETTINGS,
	COMMAND_PATH,
	COMMAND_WRITE,
	COMMAND_COPY_LINE,
	COMMAND_COPY,
	COMMAND_PHONE,
	COMMAND_MESSAGE,
	COMMAND_TEST_NAME,
	COMMAND_PROVIDERS,
	COMMAND_AUDIT,
	COMMAND_CASES,
	COMMAND_LOOK_UP,
	COMMAND_PRACTICE,
	COMMAND_AUDIT_DOMAIN,
	COMMAND_PROFILES,
	COMMAND_ACCOUNTS,
	COMMAND_FORGET,
	COMMAND_FORGET_ALL,
	COMMAND_ADD,
	COMMAND_DUPLICATE,
	COMMAND_DELETE,
	COMMAND_IMPORT,
	COMMAND_SAVE,
	COMMAND_STOP,
	COMMAND_OPEN,
	COMMAND_ALL_ROWS,
	COMMAND_ORDER,
	COMMAND_SYSTEM,
	COMMAND_FREEZE,
	COMMAND_PAUSE, /* of a recorded run, as the next four */
	COMMAND_SLOWER,
	COMMAND_FASTER,
	COMMAND_SEEK_BACK,
	COMMAND_SEEK_ON,
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
	COMMAND_PRIVACY,
	COMMAND_REDRAW,
	COMMAND_COUNT_
};

enum command_where {
	WHERE_START = 1,
	WHERE_RUN = 2,
	WHERE_READER = 4,
	WHERE_PICK = 8,
	WHERE_FORM = 16,
	WHERE_SHEET = 32,
	WHERE_MESSAGE = 64,
	WHERE_END_ = 128
};

#define COMMAND_KEYS_MAX 4

struct command_row {
	const char *name; /* untranslated, unique: "retry-all" */
	/* unless command_set_keys() gave others; the first one is in the key bar; 0 ends them */
	int keys[COMMAND_KEYS_MAX];
	const char *bar;  /* N_(): one word for the key bar, or NULL: not in it */
	const char *help; /* N_(): what it does */
	unsigned where;	  /* enum command_where bits */
	int urgency;	  /* a narrow bar leaves out the highest numbers first */
};

const struct command_row *command_row(enum command c);
/* The command with that name, or COMMAND_NONE. */
enum command command_called(const char *name);
/* Other keys for a command, none where the first one is 0; they end with 0 or COMMAND_KEYS_MAX. */
void command_set_keys(enum command c, const int keys[COMMAND_KEYS_MAX]);
/* A key that means two commands in one place, with both; 0: there is none. */
int command_key_used_twice(enum command *ret_one, enum command *ret_other);
/* The command's keys, COMMAND_KEYS_MAX at most, ended by 0. */
const int *command_key_list(enum command c);
/* The key's command there, or COMMAND_NONE. */
enum command command_for_key(int key, enum command_where where);
/* Its keys as text, "r, F5".  The caller frees. */
char *command_keys(enum command c, const char *separator);
/* The command's first key there: on the start screen letters are typed. 0: it has none. */
int command_key(enum command c, enum command_where where);
/*
 * A sentence with the keys that commands have now: "{retry-all}" becomes the key's label, and of
 * "[retry-all:Press {retry-all}.|]" the form after the bar is kept where the command has no key. The caller
 * frees.
 */
char *command_text(const char *text, enum command_where where);

#endif
