/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/pattern.h"

#include <stddef.h>
#include <string.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* One step at p that is not '*': how many bytes of text it matches, 0 if none. */
static size_t take(const char **p, const char *text)
{
	if (**p == '#') {
		*p += 1;
		return strspn(text, "0123456789");
	}
	bool any = **p == '?';

	if (**p == '\\' && (*p)[1])
		*p += 1;
	bool same = *text && (any || lower(**p) == lower(*text));

	*p += 1;
	return same ? 1 : 0;
}

const char *pattern_next(const char *pattern, const char *text)
{
	char first = lower(*pattern);
	bool letter = first >= 'a' && first <= 'z';
	char either[] = {first, letter ? (char)(first - 'a' + 'A') : '\0', '\0'};

	return !first || strchr("*?#\\", first) ? text : strpbrk(text, either);
}

/* The usual two-pointer glob: only the last '*' is ever tried again. */
static bool match(const char *p, const char *text, bool open_end)
{
	const char *star = NULL, *star_text = NULL;

	for (;;) {
		if (*p == '*') {
			star = ++p;
			star_text = text;
			continue;
		}
		if (!*p && (open_end || !*text))
			return true;
		const char *next = p;
		size_t len = *p ? take(&next, text) : 0;

		if (len) {
			p = next;
			text += len;
		} else if (star && *star_text) {
			p = star;
			text = star_text = pattern_next(star, star_text + 1);
			if (!text)
				return false;
		} else {
			return false;
		}
	}
}

bool pattern_match(const char *pattern, const char *text)
{
	return match(pattern, text, false);
}

bool pattern_starts(const char *pattern, const char *text)
{
	return match(pattern, text, true);
}
