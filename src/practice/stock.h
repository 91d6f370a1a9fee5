/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock servers for `like NAME` in a script: they answer like real, healthy ones. */
#ifndef PRACTICE_STOCK_H
#define PRACTICE_STOCK_H

#include <stddef.h>

const char *stock_find(const char *name); /* the script, static; NULL if there is none */
const char *stock_name(size_t i);	  /* name number i, NULL past the last; for tests */

#endif
