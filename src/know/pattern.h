/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The patterns of the tables: a small glob that knows no locale and runs in
 * time proportional to pattern times text at worst.
 *
 * In a pattern '*' stands for any run of bytes, '#' for one or more digits,
 * '?' for any one byte, '\' takes the next byte as it is, and every other byte
 * for itself, ASCII case ignored.  The whole text must match.
 */
#ifndef KNOW_PATTERN_H
#define KNOW_PATTERN_H

#include <stdbool.h>

/* Neither may be NULL. */
bool pattern_match(const char *pattern, const char *text);
/* Whether the pattern matches from the first byte of text on, whatever follows. */
bool pattern_starts(const char *pattern, const char *text);

#endif
