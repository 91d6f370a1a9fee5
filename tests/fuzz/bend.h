/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that are cut, bent and repeated at random. The seed is fixed, so a failure can be repeated. */
#ifndef TESTS_FUZZ_BEND_H
#define TESTS_FUZZ_BEND_H

#include "base/buf.h"

#include <stdint.h>

void bend_seed(uint64_t seed);
unsigned below(unsigned n); /* 0 … n-1 */
double used_s(void);	    /* time of this process: other programs take none of it */
/* Says which promise, prints the bytes and ends the program. */
_Noreturn void broken(const char *promise, const struct buf *bytes);
/* Up to eight changes; b must have a maximum. */
void bend_much(struct buf *b);

#endif
