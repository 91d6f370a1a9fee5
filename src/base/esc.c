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

/* Characters that change how their neighbours look, or are invisible. */
static bool is_hidden(unsigned code)
{
	static const struct {
		unsigned first, last;
	} hidden[] = {{0x00, 0x1f},	 {0x7f, 0x9f},	   {0xad, 0xad},     {0x61c, 0x61c},
		      {0x180e, 0x180e},	 {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
		      {0xfe00, 0xfe0f},	 {0xfeff, 0xfeff}, {0xfff0, 0xfffb}, {0xfffe, 0xffff},
		      {0xe0000, 0xe0fff}};

	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		if (code >= hidden[i].first && code <= hidden[i].last)
			return true;
	return false;
}

char *esc_text(const char *bytes, size_t len, bool ascii)
{
	struct buf out;

	buf_init(&out, 0);
	while (len) {
		unsigned code = 0;
		size_t size = esc_decode(bytes, len, &code);

		if (!size)
			buf_printf(&out, "\\x%02x", (unsigned char)*bytes);
		else if (code == '\t')
			buf_putc(&out, ' ');
		else if (is_hidden(code) && code < 0x80)
			buf_printf(&out, "\\x%02x", code);
		else if (is_hidden(code) || (ascii && code > 0x7e))
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
