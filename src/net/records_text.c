/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/records_text.h"

#include "base/buf.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>

#define LABEL_MAX 63 /* RFC 1035 section 2.3.4 */
#define NAME_MAX_WIRE 255
#define TLSA_HEAD 3 /* usage, selector, matching type */

static void put_name_byte(struct buf *out, unsigned char c)
{
	static const char fine[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

	if (c && strchr(fine, c))
		buf_putc(out, (char)c);
	else
		buf_printf(out, "\\%03u", c);
}

/* A name without compression, which a resolver's rdata never has; it must end with the data. */
static bool put_name(struct buf *out, const unsigned char *at, size_t len)
{
	bool first = true;

	if (len > NAME_MAX_WIRE)
		return false;
	while (len && *at) {
		size_t label = *at++;

		if (label > LABEL_MAX || label >= len)
			return false;
		if (!first)
			buf_putc(out, '.');
		for (size_t i = 0; i < label; i++)
			put_name_byte(out, at[i]);
		at += label;
		len -= label + 1;
		first = false;
	}
	if (first)
		buf_putc(out, '.');
	return len == 1;
}

static bool put_mx(struct buf *out, const unsigned char *data, size_t len)
{
	if (len < 3)
		return false;
	buf_printf(out, "%u ", (unsigned)data[0] << 8 | data[1]);
	return put_name(out, data + 2, len - 2);
}

/* RFC 2782: priority, weight, port, target. */
static bool put_srv(struct buf *out, const unsigned char *data, size_t len)
{
	if (len < 7)
		return false;
	for (size_t i = 0; i < 6; i += 2)
		buf_printf(out, "%u ", (unsigned)data[i] << 8 | data[i + 1]);
	return put_name(out, data + 6, len - 6);
}

static bool put_address(struct buf *out, int family, size_t size, const unsigned char *data,
			size_t len)
{
	char text[INET6_ADDRSTRLEN];

	if (len != size || !inet_ntop(family, data, text, sizeof text))
		return false;
	buf_puts(out, text);
	return true;
}

static bool put_txt(struct buf *out, const unsigned char *data, size_t len)
{
	while (len) {
		size_t n = *data++;

		if (n >= len)
			return false;
		for (size_t i = 0; i < n; i++)
			if (data[i])
				buf_putc(out, (char)data[i]);
			else
				buf_puts(out, "\\0");
		data += n;
		len -= n + 1;
	}
	return true;
}

static bool put_tlsa(struct buf *out, const unsigned char *data, size_t len)
{
	if (len <= TLSA_HEAD)
		return false;
	buf_printf(out, "%u %u %u ", data[0], data[1], data[2]);
	for (size_t i = TLSA_HEAD; i < len; i++)
		buf_printf(out, "%02x", data[i]);
	return true;
}

static bool put_record(struct buf *out, enum lookup_type type, const unsigned char *data,
		       size_t len)
{
	switch (type) {
	case LOOKUP_MX:
		return put_mx(out, data, len);
	case LOOKUP_TXT:
		return put_txt(out, data, len);
	case LOOKUP_TLSA:
		return put_tlsa(out, data, len);
	case LOOKUP_A:
		return put_address(out, AF_INET, sizeof(struct in_addr), data, len);
	case LOOKUP_AAAA:
		return put_address(out, AF_INET6, sizeof(struct in6_addr), data, len);
	case LOOKUP_CNAME:
	case LOOKUP_NS:
		return put_name(out, data, len);
	case LOOKUP_SRV:
		return put_srv(out, data, len);
	default:
		return false;
	}
}

char *records_text(enum lookup_type type, const unsigned char *data, size_t len)
{
	struct buf out;

	buf_init(&out, 0);
	if (len <= RECORDS_BYTES_MAX && put_record(&out, type, data, len))
		return buf_take(&out);
	buf_clear(&out);
	return NULL;
}
