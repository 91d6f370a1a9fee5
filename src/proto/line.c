/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "proto/line.h"

#include <string.h>

bool line_is_binary(const struct buf *in)
{
	for (size_t i = 0; i < in->len && i < LINE_MAGIC_BYTES; i++) {
		unsigned char c = (unsigned char)in->data[i];

		if (c == '\n')
			return false;
		if (c >= 0x7f || (c < 0x20 && c != '\r' && c != '\t'))
			return true;
	}
	return false;
}

/* The n of "{n}" or "{n+}" at the end of a line of len bytes, or 0; at most limit + 1. */
static size_t literal_len(const char *line, size_t len, size_t limit)
{
	size_t n = 0, at = len;

	if (len < 3 || line[--at] != '}')
		return 0;
	if (line[at - 1] == '+')
		at--;
	size_t end = at;

	while (at > 0 && line[at - 1] >= '0' && line[at - 1] <= '9')
		at--;
	if (at == end || at == 0 || line[at - 1] != '{')
		return 0;
	for (; at < end && n <= limit; at++)
		n = n * 10 + (size_t)(line[at] - '0');
	return n > limit ? limit + 1 : n;
}

bool line_find(const struct buf *in, size_t limit, bool literals, size_t *ret_len,
	       size_t *ret_whole, bool *ret_too_long)
{
	size_t from = 0;

	while (from < in->len) {
		const char *lf = memchr(in->data + from, '\n', in->len - from);

		if (!lf)
			break;
		size_t whole = (size_t)(lf - in->data) + 1;
		size_t len = whole - 1;

		if (len > from && in->data[len - 1] == '\r')
			len--;
		size_t more = literals ? literal_len(in->data + from, len - from, limit) : 0;

		if (len > limit || more > limit) {
			*ret_too_long = true;
			return false;
		}
		if (!more) {
			*ret_len = len;
			*ret_whole = whole;
			return true;
		}
		from = whole + more;
	}
	*ret_too_long = from > limit || in->len > limit + 1;
	return false;
}
