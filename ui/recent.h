/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recently checked words: one word a line in STATE_DIR/recent, the latest first, readable only by
 * the user. */
#ifndef UI_RECENT_H
#define UI_RECENT_H

#include "base/str.h"

#define RECENT_MAX 12	     /* words kept */
#define RECENT_FILE_MAX 8192 /* bytes read */

/* Appends the words of the file; none if it cannot be read.  state_dir may be NULL. */
void recent_load(struct strs *words, const char *state_dir);
/* Puts word in front and writes the file, whole or not at all, mode 0600; makes the folder
 * (0700). */
bool recent_use(struct strs *words, const char *state_dir, const char *word);
/* Drops word, or every word if it is NULL, and writes the file. */
bool recent_forget(struct strs *words, const char *state_dir, const char *word);

#endif
