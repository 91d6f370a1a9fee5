/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a mail program's configuration, whatever its syntax, as group, key and value. */
#ifndef ACCOUNTS_ENTRIES_H
#define ACCOUNTS_ENTRIES_H

#include "know/account_files.h"

#include <stdbool.h>
#include <stddef.h>

#define ENTRIES_MAX 20000	 /* of a file; a large Thunderbird profile has some thousands */
#define ENTRY_VALUE_MAX 1024	 /* bytes; a longer value is passed over */
#define ENTRIES_FILE_MAX 4194304 /* bytes of a file that is read */

struct entry {
	char *group, *key, *value;
	unsigned line; /* from 1 */
};

struct entries {
	struct entry *v;
	size_t n;
};

/*
 * Appends the entries of text whose key is in keys (separated by spaces, "*" at an end for any), compared without
 * letter case: nothing else is kept, so that no password enters memory that is printed or saved.
 */
void entries_read(struct entries *ret, enum syntax syntax, const char *text, const char *keys);
void entries_clear(struct entries *e);

#endif
