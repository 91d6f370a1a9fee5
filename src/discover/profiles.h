/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's own provider files: $XDG_CONFIG_HOME/porthorn/providers/ID.xml. */
#ifndef DISCOVER_PROFILES_H
#define DISCOVER_PROFILES_H

#include "discover/provider.h"

#include <stdbool.h>

#define PROFILES_ID_MAX 40

/* Their folder, or NULL if there is no home for it; the caller frees. */
char *profiles_dir(void);
/*
 * Copies a provider file into the folder, which is made if it is missing: whole or not at all,
 * readable by the user alone, under its own name in lower case. One that is there already is
 * replaced only with force. False with *ret_error (the caller frees): nothing has changed. *ret_file
 * (the caller frees) is the new file.
 */
bool profiles_import(const char *file, bool force, char **ret_file, char **ret_error);
/* Whether profiles_import() of that file would replace one. */
bool profiles_has(const char *file);
/* The id for a name: "Acme Mail" is "acme-mail". The caller frees. */
char *profiles_id(const char *name);
/* Writes p into its file or, without one, as the user's own file of its id, as profiles_import() does. from: the file
 * that it was read from, whose other contents stay; or NULL. False with *ret_error if it leads to no server, or a change
 * is one that reading would leave out. */
bool profiles_save(const struct provider *p, const char *from, bool force, char **ret_error);
/* Deletes the user's own file, never a company's or one of ours. */
bool profiles_delete(const struct provider *p, char **ret_error);

#endif
