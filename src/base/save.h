/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes a file whole or not at all: into a temporary file of mode 0600 in the same folder, synced,
 * then renamed.
 */
#ifndef BASE_SAVE_H
#define BASE_SAVE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether save_file() could work: the folder can be written to, and either the file does not exist,
 * or force is set and it is a regular file. For a check before a long run. False with *ret_error:
 * one translated sentence, the caller frees.
 */
bool save_check(const char *file, bool force, char **ret_error);
/* Makes the folder, readable by the user alone, and those above it, as far as they are missing. False as above. */
bool save_make_folder(const char *path, char **ret_error);
/* Writes len bytes to file. False with *ret_error as above; an existing file is then untouched. */
bool save_file(const char *file, const char *bytes, size_t len, bool force, char **ret_error);

#endif
