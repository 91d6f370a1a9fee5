/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text helpers that do not depend on the locale, and a list of strings.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

/* ASCII case-insensitive comparisons in every locale; a and b may be NULL (equal only to NULL). */
bool str_ieq(const char *a, const char *b);
bool str_eq(const char *a, const char *b);
bool str_istarts(const char *text, const char *prefix); /* text may be NULL: false */
bool str_iends(const char *text, const char *end);	/* neither may be NULL */
/* Whether word is in a list with a space between two (NULL: empty); "tcp.*" there stands for all that begin with "tcp.". */
bool str_is_listed(const char *list, const char *word);
/* The first occurrence of needle in text (which may be NULL), ASCII case ignored, or NULL. */
const char *str_icontains(const char *text, const char *needle);
/* Whether a host or domain name is domain, or below it, ASCII case ignored. */
bool str_is_within(const char *name, const char *domain);
/* "b" of "/a/b": what follows the last slash, within path. */
const char *str_file_name(const char *path);
/* Lower-cases ASCII letters in place and returns text. */
char *str_lower(char *text);
/* Removes white space at both ends in place and returns the start. */
char *str_trim(char *text);
/* A decimal number in [min, max] and nothing else, not even a sign; false otherwise. */
bool str_number(const char *text, long min, long max, long *ret_number);
/* Levenshtein distance with ASCII case ignored, for "did you mean"; at most limit + 1. */
unsigned str_distance(const char *a, const char *b, unsigned limit);

/* A list that owns its strings. Zero-initialised is empty. */
struct strs {
	char **v;
	size_t n;
};

void strs_append(struct strs *list, char *text);    /* takes ownership */
void strs_add(struct strs *list, const char *text); /* copies text */
void strs_clear(struct strs *list);
void strs_copy(struct strs *to, const struct strs *from); /* to's old contents are freed */
bool strs_has(const struct strs *list, const char *text); /* ASCII case ignored */
/* All strings with separator between them.  The caller frees. */
char *strs_join(const struct strs *list, const char *separator);
/* Splits text at any character of separators, empty parts left out, and appends the parts. */
void strs_split(struct strs *list, const char *text, const char *separators);

#endif
