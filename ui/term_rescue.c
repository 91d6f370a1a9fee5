/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/term_rescue.h"

#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

#define SEQUENCE_MAX 256

static char sequence[SEQUENCE_MAX];
static size_t sequence_len;
static struct termios modes; /* those of the shell */
static volatile int terminal = -1;

/* Appends a capability without its padding ($<5>); one that does not fit is left out. */
static void add(const char *text)
{
	size_t len = 0;
	char bytes[SEQUENCE_MAX];

	for (const char *end; *text && len < sizeof bytes; text++) {
		end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
		if (end)
			text = end;
		else
			bytes[len++] = *text;
	}
	if (*text || sequence_len + len > sizeof sequence)
		return;
	memcpy(sequence + sequence_len, bytes, len);
	sequence_len += len;
}

void term_rescue_open(int fd, const struct termios *before)
{
	static const char *const names[] = {"sgr0", "cnorm", "rmcup", "rmkx"};

	sequence_len = 0;
	if (has_mouse())
		add("\033[?1006l\033[?1002l\033[?1000l");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *text = tigetstr(names[i]);

		if (text && text != (char *)-1)
			add(text);
	}
	add("\r\n");
	modes = *before;
	terminal = fd;
}

void term_rescue(void)
{
	int fd = terminal;

	if (fd < 0)
		return;
	terminal = -1;
	if (write(fd, sequence, sequence_len) < 0) /* the terminal is gone: nothing to restore */
		return;
	tcsetattr(fd, TCSANOW, &modes);
}

void term_rescue_close(void)
{
	terminal = -1;
}
