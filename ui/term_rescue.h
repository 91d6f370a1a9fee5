/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terminal's way back when the program dies: a crash, Ctrl-\\, no memory. All of it is prepared
 * when the screens open, as nothing can be asked or allocated then.
 */
#ifndef UI_TERM_RESCUE_H
#define UI_TERM_RESCUE_H

#include <stdbool.h>

/* Before curses opens the terminal of that type (terminfo's name) on the descriptor; remembers its modes. False with
 * errno if there is no descriptor left. */
bool term_rescue_open(const char *type, int fd);
/* Leaves the terminal as it was before, and what is drawn from then on goes nowhere; for signal handlers and any
 * thread. Nothing without term_rescue_open(). */
void term_rescue(void);
void term_rescue_close(void);

#endif
