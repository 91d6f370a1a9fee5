/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal: opened, measured, left to the shell for a while, restored. */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "ui/theme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Opens the terminal. type NULL: that of TERM. in and out must be open until term_close(). False
 * with *ret_error, one sentence that the caller frees.
 */
bool term_open(const char *type, FILE *out, FILE *in, enum theme theme, char **ret_error);
void term_close(void); /* restores it; nothing if it is not open */
void term_size(int *ret_rows, int *ret_cols);
void term_leave(void);	/* for a while: Ctrl-Z */
void term_return(void); /* and back, with the size measured again */
void term_redraw(void); /* the next paint_end() paints every cell */
const char *term_type(void);
/* Bytes for the terminal itself, without curses. */
void term_send(const char *bytes, size_t len);

#endif
