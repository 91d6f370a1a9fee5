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
/* Writes a new file whose name begins so. Its name, which the caller frees; NULL with *ret_error as above. */
char *save_temporary(const char *begin, const char *bytes, size_t len, char **ret_error);
/* Removes a file. 0, or -1 with errno. */
int save_remove(const char *file);

/* The sentence that a file can't be written, and why not. The caller frees. */
char *save_refused(const char *file, const char *why);

/* Another process that may do what ours no longer may: it does the four above for us. */
struct save_deputy {
	bool (*make_folder)(const char *path, char **ret_error);
	bool (*file)(const char *file, const char *bytes, size_t len, bool force, char **ret_error);
	char *(*temporary)(const char *begin, const char *bytes, size_t len, char **ret_error);
	int (*remove)(const char *file);
};
/* NULL: none. Set before any thread starts. */
void save_by(const struct save_deputy *deputy);

#endif
