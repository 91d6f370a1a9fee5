/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "base/buf.h"

#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BUF_FIRST_BYTES 256

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.max = max};
}

void buf_clear(struct buf *b)
{
	free(b->data);
	buf_init(b, b->max);
}

static void reserve(struct buf *b, size_t need)
{
	if (need <= b->cap)
		return;
	size_t cap = b->cap ? b->cap : BUF_FIRST_BYTES;

	while (cap < need)
		cap *= 2;
	b->data = mem_realloc(b->data, cap, 1);
	b->cap = cap;
}

bool buf_append(struct buf *b, const void *bytes, size_t len)
{
	if (b->max && (len > b->max || b->len > b->max - len))
		return false;
	/* A length that no memory has would wrap around. */
	if (len >= SIZE_MAX / 2 - b->len)
		mem_exhausted();
	reserve(b, b->len + len + 1);
	if (len)
		memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
	return true;
}

bool buf_puts(struct buf *b, const char *text)
{
	return buf_append(b, text, strlen(text));
}

bool buf_putc(struct buf *b, char c)
{
	return buf_append(b, &c, 1);
}

bool buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = mem_vprintf(format, args);
	va_end(args);
	bool fits = buf_puts(b, text);

	free(text);
	return fits;
}

void buf_consume(struct buf *b, size_t len)
{
	if (len > b->len)
		len = b->len;
	if (!len)
		return;
	memmove(b->data, b->data + len, b->len - len + 1);
	b->len -= len;
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	if (b->data)
		b->data[0] = '\0';
}

const char *buf_text(const struct buf *b)
{
	return b->data ? b->data : "";
}

char *buf_take(struct buf *b)
{
	char *text = b->data ? b->data : mem_strdup("");

	b->data = NULL;
	b->len = b->cap = 0;
	return text;
}
