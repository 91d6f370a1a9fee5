/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other programs, asked for what they print. */
#ifndef NET_HERE_CHILD_H
#define NET_HERE_CHILD_H

#include <stddef.h>

/* All that the program argv prints, with a usual PATH and nothing else of our environment. NULL if it
 * is not installed, fails, prints more than most bytes, or is not done after limit_ms: it is killed
 * then. The caller frees. Blocks for limit_ms at the most. */
char *child_output(const char *const argv[], size_t most, int limit_ms);

#endif
