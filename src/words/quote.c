/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/quote.h"

#include "base/buf.h"
#include "base/esc.h"

#include <stdlib.h>
#include <string.h>

static bool is_plain(const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "._:/+@-";

	return *text && *text != '-' && text[strspn(text, plain)] == '\0';
}

/* POSIX 2.2.2; a leading "-" is no option. Frees text. */
static char *for_sh(char *text)
{
	struct buf out;

	if (is_plain(text))
		return text;
	buf_init(&out, 0);
	buf_puts(&out, *text == '-' ? "'./" : "'");
	for (const char *p = text; *p; p++) {
		if (*p == '\'')
			buf_puts(&out, "'\\''");
		else
			buf_putc(&out, *p);
	}
	buf_putc(&out, '\'');
	free(text);
	return buf_take(&out);
}

/* The length of a character that PowerShell takes for a single quote: ' and U+2018 to U+201B; 0 for any other. */
static size_t quote_len(const char *p)
{
	if (*p == '\'')
		return 1;
	return !strncmp(p, "\xe2\x80", 2) && p[2] >= '\x98' && p[2] <= '\x9b' ? 3 : 0;
}

/* In single quotes nothing is expanded; a quote in them is written twice. Frees text. */
static char *for_powershell(char *text)
{
	struct buf out;

	buf_init(&out, 0);
	buf_putc(&out, '\'');
	for (const char *p = text; *p;) {
		size_t quote = quote_len(p), len = quote ? quote : 1;

		buf_append(&out, p, len);
		if (quote)
			buf_append(&out, p, len);
		p += len;
	}
	buf_putc(&out, '\'');
	free(text);
	return buf_take(&out);
}

/* cmd expands % even in quotes, and has no escape for a quote: such a word has no safe form. Frees text. */
static char *for_cmd(char *text)
{
	struct buf out;

	if (is_plain(text))
		return text;
	if (strpbrk(text, "\"%!^\r\n")) {
		free(text);
		return NULL;
	}
	buf_init(&out, 0);
	buf_putc(&out, '"');
	buf_puts(&out, text);
	buf_putc(&out, '"');
	free(text);
	return buf_take(&out);
}

char *quote_word(enum remedy_shell shell, const char *text)
{
	char *shown = esc_text(text, strlen(text), false);

	if (shell == SHELL_POWERSHELL)
		return for_powershell(shown);
	return shell == SHELL_CMD ? for_cmd(shown) : for_sh(shown);
}
