/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's own provider files: $XDG_CONFIG_HOME/porthorn/providers/ID.xml. */
#ifndef DISCOVER_PROFILES_H
#define DISCOVER_PROFILES_H

#include <stdbool.h>

/* Their folder, or NULL if there is no home for it; the caller frees. */
char *profiles_dir(void);
/*
 * Copies a provider file into the folder, which is made if it is missing: whole or not at all,
 * readable by the user alone, under its own name in lower case. One that is there already is
 * replaced only with force. False with *ret_error (the caller frees): nothing has changed. *ret_file
 * (the caller frees) is the new file.
 */
bool profiles_import(const char *file, bool force, char **ret_file, char **ret_error);

#endif
