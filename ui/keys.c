/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/keys.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <curses.h>

#define FUNCTION_KEYS 20

/* Never drawn into: reading keys must not repaint anything. */
static WINDOW *listener;

/* What terminals send although their terminfo entry says otherwise, mostly because another program
 * left cursor key modes switched on or off. */
static const struct {
	const char *sequence;
	int code;
} extra_sequences[] = {
    {"\033[A", KEY_UP},	    {"\033OA", KEY_UP},	    {"\033[B", KEY_DOWN},    {"\033OB", KEY_DOWN},
    {"\033[C", KEY_RIGHT},  {"\033OC", KEY_RIGHT},  {"\033[D", KEY_LEFT},    {"\033OD", KEY_LEFT},
    {"\033[H", KEY_HOME},   {"\033OH", KEY_HOME},   {"\033[1~", KEY_HOME},   {"\033[7~", KEY_HOME},
    {"\033[F", KEY_END},    {"\033OF", KEY_END},    {"\033[4~", KEY_END},    {"\033[8~", KEY_END},
    {"\033[5~", KEY_PPAGE}, {"\033[6~", KEY_NPAGE}, {"\033[Z", KEY_BTAB},    {"\033[3~", KEY_DC},
    {"\033OP", KEY_F(1)},   {"\033[11~", KEY_F(1)}, {"\033[[A", KEY_F(1)},   {"\033OQ", KEY_F(2)},
    {"\033[12~", KEY_F(2)}, {"\033OR", KEY_F(3)},   {"\033[13~", KEY_F(3)},  {"\033OS", KEY_F(4)},
    {"\033[14~", KEY_F(4)}, {"\033[15~", KEY_F(5)}, {"\033[17~", KEY_F(6)},  {"\033[18~", KEY_F(7)},
    {"\033[19~", KEY_F(8)}, {"\033[20~", KEY_F(9)}, {"\033[21~", KEY_F(10)},
};

static const struct {
	int code, key;
} keypad_keys[] = {
    {KEY_UP, KEYS_UP},	       {KEY_DOWN, KEYS_DOWN},
    {KEY_LEFT, KEYS_LEFT},     {KEY_RIGHT, KEYS_RIGHT},
    {KEY_PPAGE, KEYS_PAGE_UP}, {KEY_NPAGE, KEYS_PAGE_DOWN},
    {KEY_HOME, KEYS_HOME},     {KEY_END, KEYS_END},
    {KEY_BTAB, KEYS_BACKTAB},  {KEY_BACKSPACE, KEYS_BACKSPACE},
    {KEY_DC, KEYS_DELETE},     {KEY_ENTER, KEYS_ENTER},
    {KEY_RESIZE, KEYS_RESIZE},
};

static const struct {
	int key;
	const char *name;
} names[] = {
    {KEYS_TAB, "Tab"},	      {KEYS_ENTER, "Enter"},  {KEYS_ESCAPE, "Esc"},
    {KEYS_UP, "Up"},	      {KEYS_DOWN, "Down"},    {KEYS_LEFT, "Left"},
    {KEYS_RIGHT, "Right"},    {KEYS_PAGE_UP, "PgUp"}, {KEYS_PAGE_DOWN, "PgDn"},
    {KEYS_HOME, "Home"},      {KEYS_END, "End"},      {KEYS_BACKTAB, "Shift-Tab"},
    {KEYS_BACKSPACE, "Bksp"}, {KEYS_DELETE, "Del"},   {' ', "Space"},
};

void keys_open(void)
{
	listener = newpad(1, 1);
	keypad(listener, TRUE);
	nodelay(listener, TRUE);
	for (size_t i = 0; i < sizeof extra_sequences / sizeof *extra_sequences; i++)
		if (!key_defined(extra_sequences[i].sequence))
			define_key(extra_sequences[i].sequence, extra_sequences[i].code);
	set_escdelay(25);
	mouseinterval(0);
	mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
}

void keys_close(void)
{
	if (listener)
		delwin(listener);
	listener = NULL;
}

static int mouse_key(struct key_event *ret)
{
	MEVENT mouse;

	if (getmouse(&mouse) != OK)
		return KEYS_OTHER;
	ret->row = mouse.y;
	ret->col = mouse.x;
	if (mouse.bstate & BUTTON4_PRESSED)
		return KEYS_WHEEL_UP;
	if (mouse.bstate & BUTTON5_PRESSED)
		return KEYS_WHEEL_DOWN;
	return mouse.bstate & BUTTON1_PRESSED ? KEYS_CLICK : KEYS_OTHER;
}

static int special_key(int code, struct key_event *ret)
{
	if (code == KEY_MOUSE)
		return mouse_key(ret);
	if (code > KEY_F0 && code <= KEY_F(FUNCTION_KEYS))
		return KEYS_F(code - KEY_F0);
	for (size_t i = 0; i < sizeof keypad_keys / sizeof *keypad_keys; i++)
		if (keypad_keys[i].code == code)
			return keypad_keys[i].key;
	return KEYS_OTHER;
}

bool keys_read(struct key_event *ret)
{
	wint_t code = 0;
	int kind = wget_wch(listener, &code);

	*ret = (struct key_event){KEYS_NONE, -1, -1};
	if (kind == ERR)
		return false;
	if (kind == KEY_CODE_YES)
		ret->key = special_key((int)code, ret);
	else if (code == '\n')
		ret->key = KEYS_ENTER;
	else if (code == 127 || code == '\b')
		ret->key = KEYS_BACKSPACE;
	else
		ret->key = code ? (int)code : KEYS_OTHER;
	return true;
}

int keys_from_name(const char *name)
{
	long number;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_ieq(names[i].name, name))
			return names[i].key;
	if (*name > ' ' && *name < 0x7f && !name[1])
		return *name;
	if (str_istarts(name, "F") && str_number(name + 1, 1, FUNCTION_KEYS, &number))
		return KEYS_F((int)number);
	if (str_istarts(name, "Ctrl-") && strlen(name) == strlen("Ctrl-x")) {
		int letter = name[strlen("Ctrl-")] | 0x20;

		/* Ctrl-C leaves, Ctrl-H, -I, -J, -M and -Z are other keys. */
		return letter >= 'a' && letter <= 'z' && !strchr("chijmz", letter)
			   ? KEYS_CTRL(letter)
			   : KEYS_NONE;
	}
	return KEYS_NONE;
}

const char *keys_name(int key, char *room)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].key == key)
			return names[i].name;
	if (key > KEYS_F0)
		snprintf(room, 16, "F%d", key - KEYS_F0);
	else if (key < ' ')
		snprintf(room, 16, "Ctrl-%c", key + '@');
	else
		snprintf(room, 16, "%c", key);
	return room;
}
