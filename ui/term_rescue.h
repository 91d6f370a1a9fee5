/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terminal's way back when the program dies: a crash, Ctrl-\\, no memory. All of it is prepared
 * when the screens open, as nothing can be asked or allocated then.
 */
#ifndef UI_TERM_RESCUE_H
#define UI_TERM_RESCUE_H

#include <termios.h>

/* After curses has opened the terminal on that descriptor; before are its modes until then. */
void term_rescue_open(int fd, const struct termios *before);
/* Leaves the terminal as it was before; for signal handlers and any thread. Nothing without
 * term_rescue_open(). */
void term_rescue(void);
void term_rescue_close(void);

#endif
