/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/term.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/keys.h"
#include "ui/term_rescue.h"
#include "ui/theme.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <curses.h>

static SCREEN *screen;
static FILE *screen_out;

/* A Ctrl-S would hold all output, and with it the main thread, even at SIGTERM. */
static void let_output_flow(int fd)
{
	struct termios now;

	if (tcgetattr(fd, &now))
		return;
	now.c_iflag &= ~(tcflag_t)IXON;
	if (!tcsetattr(fd, TCSANOW, &now))
		def_prog_mode();
}

static void set_modes(int fd)
{
	cbreak();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	leaveok(stdscr, FALSE);
	let_output_flow(fd);
	curs_set(0);
}

bool term_open(const char *type, FILE *out, FILE *in, enum theme theme, char **ret_error)
{
	if (!type)
		type = getenv("TERM");
	if (!term_rescue_open(type, fileno(out))) {
		*ret_error = mem_strdup(strerror(errno));
		return false;
	}
	screen = newterm(type, out, in);
	if (!screen) {
		term_rescue_close();
		/* TRANSLATORS: the %s is the value of TERM. */
		*ret_error =
		    mem_printf(_("The terminal type \"%s\" is not known here, so there is no "
				 "screen. Try --accessible or --report text."),
			       type && *type ? type : "");
		return false;
	}
	set_term(screen);
	screen_out = out;
	set_modes(fileno(out));
	theme_open(theme, theme_glyphs(type));
	keys_open();
	return true;
}

void term_close(void)
{
	if (!screen)
		return;
	keys_close();
	/* Terminals without a second screen continue below ours: the shell gets a clean line. */
	move(LINES - 1, 0);
	clrtoeol();
	refresh();
	endwin();
	term_rescue_close();
	delscreen(screen);
	screen = NULL;
}

void term_size(int *ret_rows, int *ret_cols)
{
	*ret_rows = LINES;
	*ret_cols = COLS;
}

void term_leave(void)
{
	endwin();
}

void term_return(void)
{
	struct winsize size;

	reset_prog_mode();
	if (ioctl(fileno(screen_out), TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col &&
	    is_term_resized(size.ws_row, size.ws_col))
		resizeterm(size.ws_row, size.ws_col);
	refresh();
	term_redraw();
}

void term_redraw(void)
{
	clearok(curscr, TRUE);
}

const char *term_type(void)
{
	const char *type = getenv("TERM");

	return type ? type : "";
}

void term_send(const char *bytes, size_t len)
{
	fwrite(bytes, 1, len, screen_out);
	fflush(screen_out);
}
