/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One word of a command line, so that no shell takes it for anything else. */
#ifndef WORDS_QUOTE_H
#define WORDS_QUOTE_H

#include "know/remedies.h"

/* text as one word for that shell, escaped for the screen before; NULL if the shell has no safe way to write it. The
 * caller frees. */
char *quote_word(enum remedy_shell shell, const char *text);

#endif
