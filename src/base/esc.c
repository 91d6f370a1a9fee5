/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "base/esc.h"

#include "base/buf.h"

#include <string.h>

size_t esc_decode(const char *bytes, size_t len, unsigned *ret_code)
{
	static const struct {
		unsigned char mask, lead;
		unsigned least;
	} forms[] = {
	    {0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};

	if (!len)
		return 0;
	unsigned char first = (unsigned char)bytes[0];

	for (size_t extra = 0; extra < 4; extra++) {
		if ((first & forms[extra].mask) != forms[extra].lead)
			continue;
		if (extra >= len)
			return 0;
		unsigned code = first & (unsigned char)~forms[extra].mask;

		for (size_t i = 1; i <= extra; i++) {
			unsigned char next = (unsigned char)bytes[i];

			if ((next & 0xc0) != 0x80)
				return 0;
			code = code << 6 | (next & 0x3f);
		}
		if (code < forms[extra].least || code > 0x10ffff ||
		    (code >= 0xd800 && code < 0xe000))
			return 0;
		*ret_code = code;
		return extra + 1;
	}
	return 0;
}

/* Characters that change how their neighbours look, are invisible, or only fill room. */
static bool is_hidden(unsigned code)
{
	static const struct {
		unsigned first, last;
	} hidden[] = {{0x00, 0x1f},	 {0x7f, 0x9f},	   {0xad, 0xad},       {0x34f, 0x34f},
		      {0x61c, 0x61c},	 {0x115f, 0x1160}, {0x17b4, 0x17b5},   {0x180b, 0x180f},
		      {0x200b, 0x200f},	 {0x2028, 0x202e}, {0x2060, 0x206f},   {0x2800, 0x2800},
		      {0x3164, 0x3164},	 {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
		      {0xfff0, 0xfffb},	 {0xfffe, 0xffff}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
		      {0xe0000, 0xe0fff}};

	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		if (code >= hidden[i].first && code <= hidden[i].last)
			return true;
	return false;
}

/* Combining marks of the scripts that have most of them; the terminal stacks them on one cell. */
static bool is_mark(unsigned code)
{
	static const struct {
		unsigned first, last;
	} marks[] = {{0x300, 0x36f},   {0x483, 0x489},	 {0x591, 0x5bd},  {0x610, 0x61a},
		     {0x64b, 0x65f},   {0xe34, 0xe3a},	 {0xe47, 0xe4e},  {0x1ab0, 0x1aff},
		     {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe20, 0xfe2f}};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (code >= marks[i].first && code <= marks[i].last)
			return true;
	return false;
}

/* How many bytes are printable ASCII from there on: most of all text, and nothing to look at closely. */
static size_t plain_len(const char *bytes, size_t len)
{
	size_t n = 0;

	while (n < len && bytes[n] >= ' ' && bytes[n] <= '~')
		n++;
	return n;
}

char *esc_text(const char *bytes, size_t len, bool ascii)
{
	struct buf out;
	int marks = 0;

	buf_init(&out, 0);
	while (len) {
		size_t plain = plain_len(bytes, len);

		if (plain) {
			buf_append(&out, bytes, plain);
			marks = 0;
			bytes += plain;
			len -= plain;
			continue;
		}
		unsigned code = 0;
		size_t size = esc_decode(bytes, len, &code);

		marks = is_mark(code) ? marks + 1 : 0;

		if (!size)
			buf_printf(&out, "\\x%02x", (unsigned char)*bytes);
		else if (code == '\t')
			buf_putc(&out, ' ');
		else if (is_hidden(code) && code < 0x80)
			buf_printf(&out, "\\x%02x", code);
		else if (is_hidden(code) || marks > ESC_MARKS_MAX || (ascii && code > 0x7e))
			buf_printf(&out, "\\u{%x}", code);
		else
			buf_append(&out, bytes, size);
		size = size ? size : 1;
		bytes += size;
		len -= size;
	}
	return buf_take(&out);
}

char *esc_octets(const char *bytes, size_t len)
{
	struct buf out;

	buf_init(&out, 0);
	while (len) {
		unsigned code = 0;
		size_t size = esc_decode(bytes, len, &code);

		if (!size || is_hidden(code)) {
			size = 1;
			buf_printf(&out, "\\x%02x", (unsigned char)*bytes);
		} else if (code == '\\') {
			buf_puts(&out, "\\\\");
		} else {
			buf_append(&out, bytes, size);
		}
		bytes += size;
		len -= size;
	}
	return buf_take(&out);
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

char *esc_unoctets(const char *text, size_t *ret_len)
{
	struct buf out;

	buf_init(&out, 0);
	while (*text) {
		if (*text != '\\') {
			buf_putc(&out, *text++);
		} else if (text[1] == '\\') {
			buf_putc(&out, '\\');
			text += 2;
		} else if (text[1] == 'x' && hex_digit(text[2]) >= 0 && hex_digit(text[3]) >= 0) {
			buf_putc(&out, (char)(hex_digit(text[2]) * 16 + hex_digit(text[3])));
			text += 4;
		} else {
			buf_clear(&out);
			return NULL;
		}
	}
	if (ret_len)
		*ret_len = out.len;
	return buf_take(&out);
}
