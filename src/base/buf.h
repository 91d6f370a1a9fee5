/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growing byte buffer with a hard maximum. A NUL that is not counted always follows the bytes, so
 * data can be read as a string if the bytes hold no NUL themselves.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data; /* NULL until the first byte */
	size_t len;
	size_t cap;
	size_t max; /* never more bytes than this; 0 means no limit */
};

void buf_init(struct buf *b, size_t max);
/* Frees the bytes; b can be used again with the same maximum. */
void buf_clear(struct buf *b);
/* Appends len bytes, all or nothing: false if that would pass the maximum. */
bool buf_append(struct buf *b, const void *bytes, size_t len);
bool buf_puts(struct buf *b, const char *text);
bool buf_putc(struct buf *b, char c);
bool buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Drops the first len bytes (at most all). */
void buf_consume(struct buf *b, size_t len);
/* Forgets the bytes, keeps the memory. */
void buf_reset(struct buf *b);
/* The text so far, never NULL; owned by b, valid until the next change. */
const char *buf_text(const struct buf *b);
/* Hands the bytes over; the caller frees.  b is empty afterwards.  Never NULL. */
char *buf_take(struct buf *b);

#endif
