/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run waits for, in words: for which server, at which step, for how long, and when it gives up. Pure. */
#ifndef UI_WAITING_H
#define UI_WAITING_H

#include "ui/run.h"

/* Of one row, for its line: "connecting 2.1 s". The caller frees. */
char *waiting_brief(const struct run *run, unsigned endpoint);
/* Of the row that has waited longest: "Connecting to imap.example.org, port 993: 2.1 s (gives up at 8 s)"; after
 * the last result, what is still being asked. NULL when nothing is. The caller frees. */
char *waiting_sentence(const struct run *run);

#endif
