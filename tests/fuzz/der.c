/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "der.h"
#include "bend.h"

#include <string.h>

#define ELEMENTS_MAX 4000
#define DEPTH_MAX 24
#define CONSTRUCTED 0x20
#define OCTETS 0x04 /* extensions hold DER in these */
#define BITS 0x03   /* and keys in these, after a byte */
#define NONE ((size_t)-1)

struct element {
	size_t at, head, whole,
	    around; /* around: the number of the element that it is in, or NONE */
};

struct elements {
	struct element v[ELEMENTS_MAX];
	size_t n;
};

bool der_element(const unsigned char *bytes, size_t len, size_t *ret_head, size_t *ret_whole)
{
	size_t head = 2, content = len > 1 ? bytes[1] : 0;

	if (len < 2 || content == 0x80)
		return false;
	if (content > 0x80) {
		size_t n = content & 0x7f;

		if (n > 4 || len < 2 + n)
			return false;
		content = 0;
		for (size_t i = 0; i < n; i++)
			content = content << 8 | bytes[2 + i];
		head += n;
	}
	*ret_head = head;
	*ret_whole = head + content;
	return content <= len - head;
}

/* Whether all of it is elements. */
static bool is_elements(const unsigned char *bytes, size_t len)
{
	size_t head, whole, at = 0;

	while (at < len && der_element(bytes + at, len - at, &head, &whole))
		at += whole;
	return len && at == len;
}

static void find(struct elements *all, const unsigned char *bytes, size_t at, size_t end,
		 size_t around, unsigned depth)
{
	struct element e = {.at = at, .around = around};

	for (; at < end && all->n < ELEMENTS_MAX &&
	       der_element(bytes + at, end - at, &e.head, &e.whole);
	     at += e.whole) {
		unsigned char tag = bytes[at];
		size_t skip = e.head + (tag == BITS);
		bool holds = tag & CONSTRUCTED || tag == OCTETS || tag == BITS;

		e.at = at;
		all->v[all->n] = e;
		size_t number = all->n++;

		if (holds && depth < DEPTH_MAX && skip < e.whole &&
		    is_elements(bytes + at + skip, e.whole - skip))
			find(all, bytes, at + skip, at + e.whole, number, depth + 1);
	}
}

static void put_length(struct buf *b, size_t len)
{
	if (len >= 0x10000) {
		buf_putc(b, (char)0x83);
		buf_putc(b, (char)(len >> 16));
	} else if (len >= 0x100) {
		buf_putc(b, (char)0x82);
	} else if (len >= 0x80) {
		buf_putc(b, (char)0x81);
	}
	if (len >= 0x100)
		buf_putc(b, (char)(len >> 8));
	buf_putc(b, (char)len);
}

/* The new bytes in the place of an element, and the lengths of all around it. */
static void put_in_place(struct buf *b, const struct elements *all, size_t number,
			 const struct buf *bytes)
{
	struct buf now, outer;

	buf_init(&now, b->max);
	buf_append(&now, bytes->data, bytes->len);
	struct element e = all->v[number];

	while (e.around != NONE) {
		struct element o = all->v[e.around];
		size_t before = e.at - o.at - o.head, after = o.at + o.whole - e.at - e.whole;

		buf_init(&outer, b->max);
		buf_putc(&outer, b->data[o.at]);
		put_length(&outer, before + now.len + after);
		buf_append(&outer, b->data + o.at + o.head, before);
		buf_append(&outer, now.data, now.len);
		buf_append(&outer, b->data + e.at + e.whole, after);
		buf_clear(&now);
		now = outer;
		e = o;
	}
	buf_init(&outer, b->max);
	buf_append(&outer, b->data, e.at);
	buf_append(&outer, now.data, now.len);
	buf_append(&outer, b->data + e.at + e.whole, b->len - e.at - e.whole);
	buf_clear(&now);
	buf_clear(b);
	*b = outer;
}

static void put_element(struct buf *to, const struct buf *b, const struct element *e)
{
	buf_append(to, b->data + e->at, e->whole);
}

static void put_new(struct buf *to, char tag, const char *content, size_t len)
{
	buf_putc(to, tag);
	put_length(to, len);
	buf_append(to, content, len);
}

/* Another value of the same kind. */
static void put_changed(struct buf *to, const struct buf *b, const struct element *e)
{
	static const char *const values[] = {"",
					     "\x01\x01\xff",
					     "99991231235959Z",
					     "20000101000000Z",
					     "*.example.org",
					     "mail.practice.example",
					     "a\x1b[31m.example",
					     "http://127.0.0.1/",
					     "\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
					     "\x55\x1d\x11",
					     "\x80"};
	const char *value = values[below(sizeof values / sizeof *values)];
	size_t len = e->whole - e->head;
	struct buf content;

	if (below(2)) {
		put_new(to, b->data[e->at], value, strlen(value));
		return;
	}
	buf_init(&content, b->max);
	buf_append(&content, b->data + e->at + e->head, len);
	if (len)
		content.data[below((unsigned)len)] = (char)below(256);
	put_new(to, b->data[e->at], content.data, content.len);
	buf_clear(&content);
}

void der_bend(struct buf *b)
{
	static struct elements all;
	struct buf now;

	all.n = 0;
	find(&all, (const unsigned char *)b->data, 0, b->len, NONE, 0);
	if (!all.n)
		return;
	size_t number = below((unsigned)all.n);
	const struct element *e = &all.v[number], *other = &all.v[below((unsigned)all.n)];

	buf_init(&now, b->max);
	switch (below(7)) {
	case 0: /* left out */
		break;
	case 1: /* twice */
		put_element(&now, b, e);
		put_element(&now, b, e);
		break;
	case 2: /* another one instead */
		put_element(&now, b, other);
		break;
	case 3: /* another one before it */
		put_element(&now, b, other);
		put_element(&now, b, e);
		break;
	case 4: /* of another kind */
		put_new(&now, (char)below(256), b->data + e->at + e->head, e->whole - e->head);
		break;
	case 5: /* many times */
		for (unsigned times = below(60); times; times--)
			put_element(&now, b, e);
		break;
	default:
		put_changed(&now, b, e);
	}
	put_in_place(b, &all, number, &now);
	buf_clear(&now);
}
