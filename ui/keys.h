/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys and the mouse, as numbers of our own: a Unicode character, or one of enum key. */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>

enum key {
	KEYS_NONE = 0,
	KEYS_TAB = '\t',
	KEYS_ENTER = '\r',
	KEYS_ESCAPE = 27,
	KEYS_SPECIAL = 0x200000, /* beyond Unicode */
	KEYS_UP,
	KEYS_DOWN,
	KEYS_LEFT,
	KEYS_RIGHT,
	KEYS_PAGE_UP,
	KEYS_PAGE_DOWN,
	KEYS_HOME,
	KEYS_END,
	KEYS_BACKTAB,
	KEYS_BACKSPACE,
	KEYS_DELETE,
	KEYS_RESIZE,
	KEYS_CLICK, /* row and col are set, as with the wheel */
	KEYS_WHEEL_UP,
	KEYS_WHEEL_DOWN,
	KEYS_OTHER, /* a key without a use in porthorn */
	KEYS_F0	    /* KEYS_F0 + n is function key n */
};
#define KEYS_F(n) (KEYS_F0 + (n))
#define KEYS_CTRL(c) ((c)&0x1f)

struct key_event {
	int key;
	int row, col; /* of the mouse */
};

/* Prepares the open terminal: the keypad, the mouse, sequences that terminfo lacks. */
void keys_open(void);
void keys_close(void);
/* The next pending key; false if there is none. Never waits. */
bool keys_read(struct key_event *ret);
/* The key with that name ("F5", "ctrl-l", "r"), or KEYS_NONE. */
int keys_from_name(const char *name);
/* "F5", "Enter", "Tab", "r": the key's label. room has at least 16 bytes. */
const char *keys_name(int key, char *room);

#endif
