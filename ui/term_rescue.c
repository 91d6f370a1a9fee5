/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/term_rescue.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

#define SEQUENCE_MAX 256

static char sequence[SEQUENCE_MAX];
static size_t sequence_len;
static struct termios modes; /* those of the shell */
static int drawn_on = -1;    /* what curses writes to */
static int nowhere = -1;
static atomic_int terminal = -1; /* a descriptor of our own */
static atomic_bool rescued;

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

static void prepare(void)
{
	static const char *const names[] = {"sgr0", "cnorm", "rmcup", "rmkx"};
	const char *text = tigetstr("kmous");

	sequence_len = 0;
	if (text && text != (char *)-1)
		add("\033[?1006l\033[?1002l\033[?1000l");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		text = tigetstr(names[i]);
		if (text && text != (char *)-1)
			add(text);
	}
	add("\r\n");
}

bool term_rescue_open(const char *type, int fd)
{
	int why;

	if (tcgetattr(fd, &modes))
		return true;
	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int own = nowhere < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 0);

	if (own < 0) {
		term_rescue_close();
		return false;
	}
	/* A type that is not known is what newterm() complains of. */
	if (setupterm((char *)type, fd, &why) == OK) {
		prepare();
		del_curterm(cur_term); /* newterm() reads its own */
	}
	drawn_on = fd;
	terminal = own;
	return true;
}

void term_rescue(void)
{
	rescued = terminal >= 0 || rescued;
	int fd = atomic_exchange(&terminal, -1);

	if (fd < 0)
		return;
	/* Another thread may be drawing. */
	if (dup2(nowhere, drawn_on) < 0 ||
	    write(fd, sequence, sequence_len) < 0) /* the terminal is gone: nothing to restore */
		return;
	tcsetattr(fd, TCSANOW, &modes);
}

void term_rescue_close(void)
{
	int fd = atomic_exchange(&terminal, -1);

	if (fd < 0 &&
	    nowhere >= 0) /* another thread ends the program: its way must not be cut short */
		while (rescued)
			pause();
	if (fd >= 0)
		close(fd);
	if (nowhere >= 0)
		close(nowhere);
	nowhere = -1;
}
