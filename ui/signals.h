/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signals as something to read: each one caught is a byte in a pipe, so only the main loop acts on
 * them. Curses' own handler for SIGWINCH stays; ours calls it, and the byte ends the poll() of the
 * main thread, even if the kernel chose another thread for the signal. Signals that kill (SIGQUIT, a crash)
 * restore the terminal first.
 */
#ifndef UI_SIGNALS_H
#define UI_SIGNALS_H

/* Before the terminal is opened. Returns a descriptor to poll, or -1 with errno. */
int signals_open(void);
/* After that: curses has set its own handler for SIGWINCH. */
void signals_follow_size(void);
/* The next signal caught, 0 if there is none. */
int signals_next(void);
/* Stops this process as Ctrl-Z would without our handler; returns when it continues. */
void signals_stop_here(void);
void signals_close(void);

#endif
