/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/qr.h"

#include "base/buf.h"

#ifdef HAVE_QRENCODE
#include <qrencode.h>

#define QUIET 2 /* light modules around it; scanners want at least that */
#define BLACK_ON_WHITE "\033[30;107m"
#define PLAIN "\033[m"

static bool is_dark(const QRcode *code, int row, int col)
{
	row -= QUIET;
	col -= QUIET;
	return row >= 0 && col >= 0 && row < code->width && col < code->width &&
	       (code->data[row * code->width + col] & 1);
}

/* One line of letters has one row of modules. */
static void put_ascii(struct buf *out, const QRcode *code, int row)
{
	for (int col = 0; col < code->width + 2 * QUIET; col++)
		buf_puts(out, is_dark(code, row, col) ? "##" : "  ");
}

/* One line of half blocks has two rows: what is drawn is light on a dark background, else dark. */
static void put_blocks(struct buf *out, const QRcode *code, int row, bool draws_dark)
{
	static const char *const blocks[] = {" ", "▄", "▀", "█"};

	for (int col = 0; col < code->width + 2 * QUIET; col++) {
		bool upper = is_dark(code, row, col) == draws_dark;
		bool lower = is_dark(code, row + 1, col) == draws_dark;

		buf_puts(out, blocks[2 * upper + lower]);
	}
}

static void put_line(struct buf *out, const QRcode *code, int row, enum qr_style style)
{
	if (style == QR_ASCII) {
		put_ascii(out, code, row);
	} else if (style == QR_COLORED) {
		buf_puts(out, BLACK_ON_WHITE);
		put_blocks(out, code, row, true);
		buf_puts(out, PLAIN);
	} else {
		put_blocks(out, code, row, style == QR_DARK);
	}
}

bool qr_lines(struct strs *ret, const char *text, enum qr_style style)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);

	if (!code)
		return false;
	for (int row = 0; row < code->width + 2 * QUIET; row += style == QR_ASCII ? 1 : 2) {
		struct buf line;

		buf_init(&line, 0);
		put_line(&line, code, row, style);
		strs_append(ret, buf_take(&line));
	}
	QRcode_free(code);
	return true;
}

#else

bool qr_lines(struct strs *ret, const char *text, enum qr_style style)
{
	(void)ret;
	(void)text;
	(void)style;
	return false;
}

#endif
