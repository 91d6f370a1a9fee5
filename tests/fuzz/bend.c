/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bend.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t state;

void bend_seed(uint64_t seed)
{
	state = seed;
}

/* Steele and Vigna's splitmix64. */
unsigned below(unsigned n)
{
	uint64_t z = state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (unsigned)((z ^ z >> 31) % n);
}

double used_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void broken(const char *promise, const struct buf *bytes)
{
	printf("broken: %s\n", promise);
	for (size_t i = 0; i < bytes->len; i++)
		printf("%02x", (unsigned char)bytes->data[i]);
	printf("\n");
	exit(1);
}

/* ---- bending bytes ---- */

static void insert(struct buf *b, size_t at, const char *bytes, size_t len)
{
	struct buf out;

	buf_init(&out, b->max);
	buf_append(&out, b->data, at);
	buf_append(&out, bytes, len);
	buf_append(&out, b->data + at, b->len - at);
	buf_clear(b);
	*b = out;
}

static void cut_out(struct buf *b, size_t at, size_t len)
{
	memmove(b->data + at, b->data + at + len, b->len - at - len);
	b->len -= len;
}

/* Pieces that parsers look for. */
static const char *const spice[] = {
    "\r\n",  "\n",	  "\r",	     "\r\n.\r\n", "-",	      "250-",  "250 ",	   "220 ",
    "* ",    "+OK",	  "-ERR",    "OK ",	  "[",	      "]",     "{99999}",  "{3}\r\n",
    "\"",    "\\",	  "(",	     ")",	  " ",	      "=",     "STARTTLS", "99999999999",
    "a1 OK", "* BYE\r\n", "\x1b[2J", "\xff\xfe",  "\xc3\x28", "AUTH=", "5.7.1",	   "CAPABILITY"};

static void bend(struct buf *b)
{
	size_t at = below((unsigned)b->len + 1), left = b->len - at;
	size_t len = left ? below((unsigned)(left < 40 ? left : 40)) : 0;
	const char *piece = spice[below(sizeof spice / sizeof *spice)];
	char byte = (char)below(256);

	switch (below(6)) {
	case 0:
		if (left)
			b->data[at] = byte;
		break;
	case 1:
		insert(b, at, &byte, 1); /* a NUL now and then */
		break;
	case 2:
		insert(b, at, piece, strlen(piece));
		break;
	case 3:
		cut_out(b, at, len);
		break;
	case 4:
		for (unsigned times = below(40); times; times--)
			insert(b, at, piece, strlen(piece));
		break;
	default:
		if (len) {
			char *copy = mem_strndup(b->data + at, len);

			insert(b, below((unsigned)b->len + 1), copy, strlen(copy));
			free(copy);
		}
	}
}

void bend_much(struct buf *b)
{
	for (unsigned times = below(8) + 1; times; times--)
		bend(b);
}
