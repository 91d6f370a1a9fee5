/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "proto/reply.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

void reply_clear(struct reply *r)
{
	strs_clear(&r->lines);
	strs_clear(&r->caps);
	free(r->enhanced);
	free(r->text);
	free(r->name);
	*r = (struct reply){0};
}

const char *reply_last_line(const struct reply *r)
{
	return r->lines.n ? r->lines.v[r->lines.n - 1] : "";
}

char *reply_host_name(const char *text)
{
	static const char host[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
	size_t len;

	if (text[0] == '[' &&
	    ((text[1] >= '0' && text[1] <= '9') || str_istarts(text + 1, "IPv6:"))) {
		len = strcspn(text, "] ");
		return text[len] == ']' ? mem_strndup(text, len + 1) : NULL;
	}
	len = strspn(text, host);
	if (text[len] && text[len] != ' ')
		return NULL; /* a word with other characters in it */

	const char *dot = memchr(text, '.', len);

	return dot && dot > text && dot + 1 < text + len && dot[1] != '.' ? mem_strndup(text, len)
									  : NULL;
}

/* The length of a number of at most three digits at text, or 0. */
static size_t short_number(const char *text)
{
	size_t len = strspn(text, "0123456789");

	return len <= 3 ? len : 0;
}

char *reply_enhanced(const char *text)
{
	size_t subject, detail;

	if (!*text || !strchr("245", *text) || text[1] != '.')
		return NULL;
	subject = short_number(text + 2);
	if (!subject || text[2 + subject] != '.')
		return NULL;
	detail = short_number(text + 3 + subject);

	size_t len = 3 + subject + detail;

	return detail && (!text[len] || text[len] == ' ') ? mem_strndup(text, len) : NULL;
}

char *reply_code_text(const char *text, char open)
{
	const char *close = *text == open ? strchr(text, open == '[' ? ']' : ')') : NULL;

	return close ? mem_strndup(text + 1, (size_t)(close - text) - 1) : NULL;
}

const char *reply_after_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	if (!str_istarts(text, word) || (text[len] && text[len] != ' '))
		return NULL;
	text += len;
	return text + strspn(text, " ");
}
