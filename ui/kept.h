/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One word a file in the state folder, readable by the user alone: what was chosen last. */
#ifndef UI_KEPT_H
#define UI_KEPT_H

#define KEPT_PROGRAM "program" /* id in know/programs */
#define KEPT_SYSTEM "system"   /* name in know/systems */

/* The word, or NULL if there is none. state_dir may be NULL. The caller frees. */
char *kept_read(const char *state_dir, const char *name);
/* Writes it, whole or not at all. It is a convenience: its failure is silent. */
void kept_write(const char *state_dir, const char *name, const char *word);

#endif
