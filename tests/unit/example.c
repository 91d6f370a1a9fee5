/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "example.h"

#include "base/mem.h"

#include <string.h>

char *example_of(const char *pattern, const char *lead, char star)
{
	size_t len = strlen(lead);
	char *text = mem_calloc(len + strlen(pattern) + 1, 1), *to = text + len;

	memcpy(text, lead, len);
	for (const char *p = pattern; *p; p++) {
		if (*p == '#')
			*to++ = '7';
		else if (*p == '*')
			*to++ = star;
		else if (*p == '\\')
			*to++ = *++p;
		else
			*to++ = *p;
	}
	return text;
}
