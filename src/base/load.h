/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens files that a person or a stranger named. */
#ifndef BASE_LOAD_H
#define BASE_LOAD_H

#include <stdio.h>

/* A regular file, to read; close with fclose(). NULL with *ret_why, a translated reason that the
 * caller frees: a pipe could wait for a writer, a device may never end. */
FILE *load_open(const char *file, char **ret_why);

#endif
