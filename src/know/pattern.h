/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The patterns of the tables: a small glob without a locale, at worst in time proportional to
 * pattern times text.
 *
 * In a pattern '*' matches any run of bytes, '#' one or more digits, '?' any one byte, '\' makes
 * the next byte literal, and every other byte matches itself, ASCII case ignored. The whole text
 * must match.
 */
#ifndef KNOW_PATTERN_H
#define KNOW_PATTERN_H

#include <stdbool.h>

/* Neither may be NULL. */
bool pattern_match(const char *pattern, const char *text);
/* Whether the pattern matches from the first byte of text, whatever follows. */
bool pattern_starts(const char *pattern, const char *text);
/* The first place in text from which the pattern may match, by its first byte; NULL if there is none. */
const char *pattern_next(const char *pattern, const char *text);

#endif
