/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run without screens: wait for it, write the report. */
#ifndef BATCH_H
#define BATCH_H

#include "options.h"
#include "session/session.h"

#define STATUS_USAGE 2
#define STATUS_COULD_NOT 3
#define STATUS_SIGNAL 128 /* plus the signal's number: 130 for Ctrl-C */

/* Call it before the session (and with it any thread) begins: Ctrl-C and the like then wait for
 * batch_run(). */
void batch_prepare(void);
/* Waits until the run is over or a signal stops it, then as batch_report(). Returns the exit
 * status. */
int batch_run(struct session *s, const struct options *o);
/* Writes report and case.  Returns the exit status. */
int batch_report(const struct record *r, const struct options *o);
/* The layout of text on standard output: width, ASCII, colors. */
struct page_options batch_layout(bool no_color);
/* Writes to standard output: 0, or STATUS_COULD_NOT after a sentence on standard error, or silently
 * STATUS_SIGNAL + SIGPIPE if the reader has left. */
int batch_print(const struct buf *text);
/* One sentence on standard error, with foreign bytes escaped; frees it and returns status. */
int batch_complain(char *sentence, int status);

#endif
