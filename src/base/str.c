/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "base/str.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

bool str_eq(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool str_ieq(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	while (*a && (*a == *b || lower(*a) == lower(*b))) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}

bool str_istarts(const char *text, const char *prefix)
{
	if (!text)
		return false;
	while (*prefix && lower(*text) == lower(*prefix)) {
		text++;
		prefix++;
	}
	return !*prefix;
}

bool str_iends(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && str_ieq(text + len - n, end);
}

const char *str_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool str_is_listed(const char *list, const char *word)
{
	while (list && *list) {
		size_t len = strcspn(list, " ");
		bool star = len && list[len - 1] == '*';

		if (star ? !strncmp(list, word, len - 1)
			 : strlen(word) == len && !strncmp(list, word, len))
			return true;
		list += len;
		list += strspn(list, " ");
	}
	return false;
}

const char *str_icontains(const char *text, const char *needle)
{
	char first = *needle;
	bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
	char either[] = {first, letter ? (char)(first ^ ('a' ^ 'A')) : '\0', '\0'};

	if (!text || !first)
		return text;
	while ((text = strpbrk(text, either)) && !str_istarts(text, needle))
		text++;
	return text;
}

bool str_is_within(const char *name, const char *domain)
{
	size_t len = strlen(name), tail = strlen(domain);

	return len >= tail && str_ieq(name + len - tail, domain) &&
	       (len == tail || name[len - tail - 1] == '.');
}

char *str_lower(char *text)
{
	for (char *p = text; *p; p++)
		*p = (char)lower(*p);
	return text;
}

char *str_trim(char *text)
{
	static const char blank[] = " \t\r\n\f\v";

	text += strspn(text, blank);
	size_t len = strlen(text);

	while (len && strchr(blank, text[len - 1]))
		text[--len] = '\0';
	return text;
}

bool str_number(const char *text, long min, long max, long *ret_number)
{
	long number = 0;

	if (!text || !*text)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9' || number > max)
			return false;
		number = number * 10 + (*text - '0');
	}
	if (number < min || number > max)
		return false;
	*ret_number = number;
	return true;
}

unsigned str_distance(const char *a, const char *b, unsigned limit)
{
	size_t alen = strlen(a), blen = strlen(b);

	if ((alen > blen ? alen - blen : blen - alen) > limit)
		return limit + 1;
	unsigned *row = mem_calloc(blen + 1, sizeof *row);

	for (size_t j = 0; j <= blen; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= alen; i++) {
		unsigned diagonal = row[0];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= blen; j++) {
			unsigned best = diagonal + (lower(a[i - 1]) != lower(b[j - 1]));

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	unsigned distance = row[blen];

	free(row);
	return distance > limit ? limit + 1 : distance;
}

void strs_append(struct strs *list, char *text)
{
	list->v = mem_realloc(list->v, list->n + 1, sizeof *list->v);
	list->v[list->n++] = text;
}

void strs_add(struct strs *list, const char *text)
{
	strs_append(list, mem_strdup(text));
}

void strs_clear(struct strs *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i]);
	free(list->v);
	*list = (struct strs){0};
}

void strs_copy(struct strs *to, const struct strs *from)
{
	if (to == from)
		return;
	strs_clear(to);
	for (size_t i = 0; i < from->n; i++)
		strs_add(to, from->v[i]);
}

bool strs_has(const struct strs *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_ieq(list->v[i], text))
			return true;
	return false;
}

char *strs_join(const struct strs *list, const char *separator)
{
	struct buf b;

	buf_init(&b, 0);
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buf_puts(&b, separator);
		buf_puts(&b, list->v[i]);
	}
	return buf_take(&b);
}

void strs_split(struct strs *list, const char *text, const char *separators)
{
	while (*(text += strspn(text, separators))) {
		size_t len = strcspn(text, separators);

		strs_append(list, mem_strndup(text, len));
		text += len;
	}
}
