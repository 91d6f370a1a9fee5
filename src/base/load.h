/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens files that a person or a stranger named. */
#ifndef BASE_LOAD_H
#define BASE_LOAD_H

#include "base/buf.h"

#include <stdio.h>

/* A regular file, to read; close with fclose(). NULL with *ret_why, a translated reason that the
 * caller frees: a pipe could wait for a writer, a device may never end. */
FILE *load_open(const char *file, char **ret_why);
/* Appends all bytes of such a file. False with *ret_why as above if it cannot be opened or read, or has more than bytes
 * may hold. */
bool load_whole(const char *file, struct buf *bytes, char **ret_why);

/* A descriptor of whatever the file is, to read and never to wait; -1 with *ret_why as above. */
int load_descriptor(const char *file, char **ret_why);

/* Asked for files that this process may not open: a descriptor, or -1 with *ret_why as above. NULL: none. Set before any
 * thread starts. */
void load_by(int (*open_for_us)(const char *file, char **ret_why));

#endif
