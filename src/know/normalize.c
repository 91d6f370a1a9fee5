/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/normalize.h"

#include "base/mem.h"
#include "know/pattern.h"

#include <string.h>

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Skips "535-", "535 " and "5.7.8 " at the start of a line. */
static const char *skip_codes(const char *line)
{
	if (digit(line[0]) && digit(line[1]) && digit(line[2]) &&
	    (line[3] == '-' || line[3] == ' '))
		line += 4;
	const char *p = line + strspn(line, "0123456789.");

	if (p > line && digit(line[0]) && line[1] == '.' && (*p == ' ' || *p == '\n' || !*p))
		line = p + (*p == ' ');
	return line;
}

char *normalize_line(const char *text)
{
	char *out = mem_calloc(NORMALIZE_MAX + 1, 1);
	size_t len = 0;

	text = skip_codes(text);
	for (; *text && len < NORMALIZE_MAX; text++) {
		bool blank = strchr(" \t\r\n", *text) != NULL;

		if (!blank)
			out[len++] = *text;
		else if (len && out[len - 1] != ' ')
			out[len++] = ' ';
		if (*text == '\n')
			text = skip_codes(text + 1) - 1;
	}
	return out;
}

bool normalize_has(const char *line, const char *pattern)
{
	for (; (line = pattern_next(pattern, line)) && *line; line++)
		if (pattern_starts(pattern, line))
			return true;
	return false;
}
