/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/clip.h"

#include "base/str.h"

#include <string.h>

#define SCREEN_PIECE 500 /* screen cuts strings at 768 bytes */

enum clip_wrap clip_wrap(const char *term, const char *tmux)
{
	static const char *const without[] = {"linux", "vt", "dumb", "ansi", "cons25"};

	if (!term || !*term)
		return CLIP_NONE;
	for (size_t i = 0; i < sizeof without / sizeof *without; i++)
		if (str_istarts(term, without[i]))
			return CLIP_NONE;
	if ((tmux && *tmux) || str_istarts(term, "tmux"))
		return CLIP_TMUX;
	return str_istarts(term, "screen") ? CLIP_SCREEN : CLIP_PLAIN;
}

static void base64(struct buf *out, const unsigned char *bytes, size_t len)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i += 3) {
		unsigned n = (unsigned)bytes[i] << 16;

		if (i + 1 < len)
			n |= (unsigned)bytes[i + 1] << 8;
		if (i + 2 < len)
			n |= bytes[i + 2];
		buf_putc(out, digits[n >> 18]);
		buf_putc(out, digits[n >> 12 & 63]);
		buf_putc(out, i + 1 < len ? digits[n >> 6 & 63] : '=');
		buf_putc(out, i + 2 < len ? digits[n & 63] : '=');
	}
}

/* tmux wants each escape of the inner sequence doubled; there is one, at its start. */
static void wrap_tmux(struct buf *out, const struct buf *sequence)
{
	buf_puts(out, "\033Ptmux;\033");
	buf_append(out, sequence->data, sequence->len);
	buf_puts(out, "\033\\");
}

static void wrap_screen(struct buf *out, const struct buf *sequence)
{
	for (size_t at = 0; at < sequence->len; at += SCREEN_PIECE) {
		size_t rest = sequence->len - at;

		buf_puts(out, "\033P");
		buf_append(out, sequence->data + at, rest < SCREEN_PIECE ? rest : SCREEN_PIECE);
		buf_puts(out, "\033\\");
	}
}

bool clip_sequence(struct buf *out, const char *text, size_t len, enum clip_wrap wrap)
{
	struct buf sequence;

	if (wrap == CLIP_NONE || len > CLIP_BYTES_MAX)
		return false;
	buf_init(&sequence, 0);
	buf_puts(&sequence, "\033]52;c;");
	base64(&sequence, (const unsigned char *)text, len);
	buf_puts(&sequence, "\a");
	if (wrap == CLIP_TMUX)
		wrap_tmux(out, &sequence);
	if (wrap == CLIP_SCREEN)
		wrap_screen(out, &sequence);
	else
		buf_append(out, sequence.data, sequence.len);
	buf_clear(&sequence);
	return true;
}
