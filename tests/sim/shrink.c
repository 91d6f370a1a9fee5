/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The smallest network that still fails: everything is left out that the failure does not need. */
#include "config.h"
#include "tests/sim/invent.h"

#include "base/mem.h"
#include "base/str.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const struct cut_row {
	const char *word;
	size_t bit; /* the first of its list */
	size_t field;
	size_t n; /* 0: a flag */
} rows[] = {
#define FLAG(name)                                                                                 \
	{                                                                                          \
#name, 0, offsetof(struct cuts, name), 0                                           \
	}
    FLAG(noise),
    FLAG(loss),
    FLAG(busy),
    FLAG(ipv6),
    FLAG(silent),
#undef FLAG
    {"host", 1, offsetof(struct cuts, hosts), 3},
    {"fault", 0, offsetof(struct cuts, faults), PLANTS_MAX},
    {"port", 0, offsetof(struct cuts, ports), 8},
};
#define ROWS (sizeof rows / sizeof *rows)

/* Leaves out one thing, or brings it back. */
static void set(struct cuts *cuts, const struct cut_row *row, size_t i, bool on)
{
	void *at = (char *)cuts + row->field;
	unsigned bit = 1u << (row->bit + i);

	if (!row->n)
		*(bool *)at = on;
	else if (on)
		*(unsigned *)at |= bit;
	else
		*(unsigned *)at &= ~bit;
}

static bool has(const struct cuts *cuts, const struct cut_row *row, size_t i)
{
	const void *at = (const char *)cuts + row->field;

	return row->n ? *(const unsigned *)at & 1u << (row->bit + i) : *(const bool *)at;
}

bool cuts_read(struct cuts *cuts, const char *word)
{
	for (const struct cut_row *row = rows; row < rows + ROWS; row++) {
		size_t len = strlen(row->word);
		size_t i = strtoul(strncmp(word, row->word, len) ? "" : word + len, NULL, 10);

		if (strncmp(word, row->word, len) || (row->n ? i < 1 || i > row->n : word[len]))
			continue;
		set(cuts, row, row->n ? i - 1 : 0, true);
		return true;
	}
	return false;
}

char *cuts_text(const struct cuts *cuts)
{
	struct buf out;

	buf_init(&out, 0);
	for (const struct cut_row *row = rows; row < rows + ROWS; row++)
		for (size_t i = 0; i < (row->n ? row->n : 1); i++)
			if (has(cuts, row, i))
				buf_printf(&out, row->n ? " %s%zu" : " %s", row->word, i + 1);
	return buf_take(&out);
}

static bool still_fails(const struct cuts *cuts, uint64_t number,
			bool (*fails)(const struct graded *g, const void *user), const void *user)
{
	struct graded g;

	graded_run(&g, number, cuts);
	bool so = fails(&g, user);

	graded_clear(&g);
	return so;
}

void shrink(struct cuts *cuts, uint64_t number,
	    bool (*fails)(const struct graded *g, const void *user), const void *user)
{
	for (const struct cut_row *row = rows; row < rows + ROWS; row++)
		for (size_t i = 0; i < (row->n ? row->n : 1); i++) {
			if (has(cuts, row, i))
				continue;
			set(cuts, row, i, true);
			if (!still_fails(cuts, number, fails, user))
				set(cuts, row, i, false);
		}
}
