/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text as a QR code, in lines for a terminal. */
#ifndef REPORT_QR_H
#define REPORT_QR_H

#include "base/str.h"

enum qr_style {
	QR_ASCII,  /* two letters a module, dark ones "##" */
	QR_DARK,   /* half blocks, for dark letters on a light background */
	QR_BLOCKS, /* half blocks, for light letters on a dark background */
	QR_COLORED /* half blocks, black on white by escape sequences */
};

/* Appends the lines. False: the text is too long for a code, or porthorn was built without
 * libqrencode. */
bool qr_lines(struct strs *ret, const char *text, enum qr_style style);

#endif
