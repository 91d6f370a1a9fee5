/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/text.h"

#include "base/buf.h"
#include "base/esc.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define COMMAND_INDENT "    "

/* One character: its bytes, and the columns it needs. */
static size_t next_char(const char *text, int *ret_cols)
{
	unsigned code = 0;

	if (*text >= ' ' && *text <= '~') {
		*ret_cols = 1;
		return 1;
	}
	size_t size = esc_decode(text, strnlen(text, 4), &code);
	int cols = size ? wcwidth((wchar_t)code) : 1;

	*ret_cols = cols < 0 ? 1 : cols;
	return size ? size : 1;
}

int text_cols(const char *text)
{
	int cols = 0;

	while (*text) {
		int more;

		text += next_char(text, &more);
		cols += more;
	}
	return cols;
}

size_t text_fit(const char *text, int cols, int *ret_cols)
{
	const char *at = text;
	int used = 0;

	while (*at) {
		int more;
		size_t size = next_char(at, &more);

		if (used + more > cols)
			break;
		used += more;
		at += size;
	}
	if (ret_cols)
		*ret_cols = used;
	return (size_t)(at - text);
}

char *text_clip(const char *text, int cols, bool ascii)
{
	const char *more = ascii ? ".." : "…";
	int more_cols = ascii ? 2 : 1;

	if (text_cols(text) <= cols)
		return mem_strdup(text);
	if (cols <= more_cols)
		return mem_strndup(text, text_fit(text, cols, NULL));
	return mem_printf("%.*s%s", (int)text_fit(text, cols - more_cols, NULL), text, more);
}

/* How much of one paragraph goes on the next line: up to the last space that fits, or as much as
 * fits. */
static size_t line_bytes(const char *text, size_t len, int cols)
{
	size_t fits = text_fit(text, cols, NULL);

	if (fits >= len)
		return len;
	for (size_t at = fits; at > 0; at--)
		if (text[at] == ' ')
			return at;
	return fits ? fits : next_char(text, &(int){0});
}

static void wrap_words(struct strs *lines, const char *text, size_t len, int cols)
{
	do {
		size_t bytes = line_bytes(text, len, cols);

		strs_append(lines, mem_strndup(text, bytes));
		while (bytes < len && text[bytes] == ' ')
			bytes++;
		text += bytes;
		len -= bytes;
	} while (len);
}

/* A command may not gain or lose a space: it is cut where the line ends. */
static void wrap_command(struct strs *lines, const char *text, size_t len, int cols)
{
	const int indent = (int)strlen(COMMAND_INDENT);
	size_t bytes = text_fit(text, cols, NULL);

	if (cols <= indent) {
		wrap_words(lines, text, len, cols);
		return;
	}
	bytes = bytes < len ? bytes : len;
	strs_append(lines, mem_strndup(text, bytes));
	while (bytes < len) {
		text += bytes;
		len -= bytes;
		bytes = text_fit(text, cols - indent, NULL);
		bytes = bytes < len ? bytes : len;
		bytes = bytes ? bytes : 1;
		strs_append(lines, mem_printf("%s%.*s", COMMAND_INDENT, (int)bytes, text));
	}
}

void text_wrap(struct strs *lines, const char *text, int cols)
{
	if (cols < 1)
		cols = 1;
	for (;;) {
		size_t len = strcspn(text, "\n");

		if (!strncmp(text, COMMAND_INDENT, strlen(COMMAND_INDENT)))
			wrap_command(lines, text, len, cols);
		else
			wrap_words(lines, text, len, cols);
		text += len;
		if (!*text)
			return;
		text++;
	}
}

/* The characters beyond ASCII in our own sentences, spelt with ASCII. */
static const char *spelt(unsigned code)
{
	static const struct {
		unsigned code;
		const char *text;
	} table[] = {{0x2018, "'"},  {0x2019, "'"},  {0x201c, "\""}, {0x201d, "\""},
		     {0x201e, "\""}, {0x2013, "-"},  {0x2014, "-"},  {0x2026, "..."},
		     {0x2192, "->"}, {0x2190, "<-"}, {0x00d7, "x"},  {0x00b7, "."},
		     {0x00a0, " "},  {0x2022, "*"},  {0x00b5, "u"},  {0x25b8, ">"}};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].code == code)
			return table[i].text;
	return NULL;
}

static void append_clean(struct buf *out, const char *text, size_t len, bool ascii)
{
	char *safe = esc_text(text, len, false);

	if (!ascii) {
		buf_puts(out, safe);
		free(safe);
		return;
	}
	for (const char *at = safe; *at;) {
		unsigned code = 0;
		size_t size = esc_decode(at, strnlen(at, 4), &code);
		const char *spelling = code > 0x7e ? spelt(code) : NULL;

		if (spelling)
			buf_puts(out, spelling);
		else if (code > 0x7e)
			buf_printf(out, "\\u{%x}", code);
		else
			buf_append(out, at, size);
		at += size;
	}
	free(safe);
}

char *text_clean(const char *text, bool ascii)
{
	struct buf out;

	buf_init(&out, 0);
	for (;;) {
		size_t len = strcspn(text, "\n");

		append_clean(&out, text, len, ascii);
		text += len;
		if (!*text)
			return buf_take(&out);
		buf_putc(&out, '\n');
		text++;
	}
}

char *text_home(const char *name)
{
	const char *home = getenv("HOME");

	return name[0] == '~' && name[1] == '/' && home ? mem_printf("%s%s", home, name + 1)
							: mem_strdup(name);
}
