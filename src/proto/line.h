/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines in a stream of bytes, before any protocol looks at them. */
#ifndef PROTO_LINE_H
#define PROTO_LINE_H

#include "base/buf.h"

#include <stdbool.h>

/* how far into a reply bytes that no text protocol sends are looked for */
#define LINE_MAGIC_BYTES 4

/* Whether in begins as no text protocol does: with a TLS record, a database's handshake, telnet
 * options. */
bool line_is_binary(const struct buf *in);
/*
 * Finds the first line of in; literals: a line that ends in {n} goes on with n octets.
 * ret_len: without its line end, ret_whole: with it.  False if it is not there yet;
 * *ret_too_long: it is longer than limit, and must not be waited for.
 */
bool line_find(const struct buf *in, size_t limit, bool literals, size_t *ret_len,
	       size_t *ret_whole, bool *ret_too_long);

#endif
