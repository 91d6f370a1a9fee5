/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Virtual time. Everything that happens in a simulated run is a node of one queue, ordered by time and, at one
 * moment, by a number; clock.c also is the part of libuv that the engine uses, so that the engine's own objects run
 * here unchanged: three seconds of silence cost nothing and are exactly three seconds.
 */
#ifndef TESTS_SIM_CLOCK_H
#define TESTS_SIM_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_US 1000
#define CLOCK_MS 1000000

typedef void clock_deed(void *user);

/* Empties the queue and begins at zero. Things that happen at one moment come in an order that the seed decides;
 * 0: as they were asked for. */
void clock_reset(uint64_t seed);
int64_t clock_now_ns(void);
/* Calls deed in delay_ns. */
void clock_in(int64_t delay_ns, clock_deed *deed, void *user);
/* Lets the next thing happen. False if there is none. */
bool clock_step(void);
/* The program does not run for that long: what is due meanwhile happens late. */
void clock_stall(int64_t ns);
/* What is in the queue. */
unsigned long clock_waiting(void);

#endif
