/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operating system whose steps are told: by what was typed, or the last one. */
#ifndef SYSTEM_CHOICE_H
#define SYSTEM_CHOICE_H

#include "know/systems.h"

/* By name. SYSTEM_COUNT_ with *ret_error: what would be right; the caller frees. */
enum operating_system system_choice(const char *word, char **ret_error);
/* All names, as "a, b, c". The caller frees. */
char *system_choice_names(void);
/* The one used last on the screens or with --system, else this computer's. state_dir may be NULL. */
enum operating_system system_choice_last(const char *state_dir);
/* Remembers it. */
void system_choice_keep(const char *state_dir, enum operating_system s);

#endif
