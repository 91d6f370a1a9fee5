/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mail program in whose words settings are printed: by what was typed, or the last one. */
#ifndef PROGRAM_CHOICE_H
#define PROGRAM_CHOICE_H

#include "know/programs.h"

/* By id, by name, or by a part of a name that only one has ("iphone"). NULL with *ret_error: what would
 * be right; the caller frees. */
const struct program *program_choice(const char *word, char **ret_error);
/* All ids, as "a, b, c". The caller frees. */
char *program_choice_names(void);
/* The one used last on the screens or with --for, else the first of the table. state_dir may be NULL. */
const struct program *program_choice_last(const char *state_dir);
/* Remembers it. */
void program_choice_keep(const char *state_dir, const struct program *program);

#endif
