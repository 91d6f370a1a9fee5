/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long texts on a terminal, a page at a time. */
#ifndef PAGER_H
#define PAGER_H

#include "base/buf.h"

#include <stdbool.h>

/* Prints the text: through the program in PAGER (else less) where standard output is a terminal with fewer lines, unless
 * plain is set or PAGER is empty or "cat"; else as batch_print(). Returns the exit status. */
int pager_print(const struct buf *text, bool plain);

#endif
