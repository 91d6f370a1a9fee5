/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers that a seed decides (xorshift64*). */
#ifndef TESTS_SIM_DICE_H
#define TESTS_SIM_DICE_H

#include <stdbool.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

static inline uint64_t dice_roll(struct dice *d)
{
	d->state ^= d->state << 13;
	d->state ^= d->state >> 7;
	d->state ^= d->state << 17;
	return d->state * 0x2545f4914f6cdd1dull;
}

/* Neighbouring seeds are unlike from the first roll on. */
static inline void dice_init(struct dice *d, uint64_t seed)
{
	d->state = (seed + 1) * 0x9e3779b97f4a7c15ull;
	d->state = d->state ? d->state : 1;
	for (int i = 0; i < 4; i++)
		(void)dice_roll(d);
}

/* 0 … limit - 1; 0 if limit is 0. */
static inline int64_t dice_below(struct dice *d, int64_t limit)
{
	return limit > 0 ? (int64_t)((dice_roll(d) >> 11) % (uint64_t)limit) : 0;
}

static inline bool dice_chance(struct dice *d, int of_1000)
{
	return dice_below(d, 1000) < of_1000;
}

#endif
