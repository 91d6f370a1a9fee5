/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DER (X.690) that is bent at its elements: lengths of all that is around a change still agree, so readers go on. */
#ifndef TESTS_FUZZ_DER_H
#define TESTS_FUZZ_DER_H

#include "base/buf.h"

#include <stdbool.h>

/* The element that begins at bytes: the length of its head, and of it as a whole; false: it isn't whole. */
bool der_element(const unsigned char *bytes, size_t len, size_t *ret_head, size_t *ret_whole);
/* One change of one element, however deep it lies; b must have a maximum. */
void der_bend(struct buf *b);

#endif
