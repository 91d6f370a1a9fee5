/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many round trips a run's ports took, by its saved case. */
#ifndef BENCH_CHAIN_H
#define BENCH_CHAIN_H

#include <stddef.h>

struct chain {
	size_t ports;
	int rounds; /* of the port that needs most: until its last answer before the goodbye */
	int rounds_in_turn; /* of the port that is last, with the time until it began to connect */
	double end_ms;	    /* from the run's beginning to the last port's end */
	double first_news_ms; /* from the first attempt to connect until one had succeeded */
};

/* Any failure ends the bench. */
void chain_read(struct chain *ret, const char *case_file, double rtt_ms);

#endif
