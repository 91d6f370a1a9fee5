/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks for translation. Tables of knowledge mark with N_() and stay English; the code that makes a
 * sentence for a person (words/, report/, ui/, main.c) says _().
 */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#ifdef ENABLE_NLS
#include <libintl.h>
#define _(text) gettext(text)
#else
#define _(text) (text)
#define ngettext(one, many, n) ((n) == 1 ? (one) : (many))
#endif
#define N_(text) text

#endif
