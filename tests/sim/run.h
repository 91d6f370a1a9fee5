/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One whole run of the program in a world, from the target to the verdict. */
#ifndef TESTS_SIM_RUN_H
#define TESTS_SIM_RUN_H

#include "reason/record.h"
#include "session/session.h"
#include "tests/sim/world.h"

struct run {
	struct session *session;
	const struct record *record;
	int64_t ns; /* how long it took, in the world's time */
	unsigned long steps;
	const char *wrong; /* what must never happen has happened, or NULL */
};

struct run_options {
	uint64_t order;	   /* of what happens at one moment; 0: as it comes */
	int64_t cancel_ns; /* the person stops it then; 0: never */
	int64_t retry_ns;  /* and tries the first row again then; 0: never */
	int64_t leave_ns;  /* and quits the program then; 0: never */
	bool watched;	   /* the person sees each state: what is certain then, holds to the end */
};

/* Of a person who stops the run, tries a row again or quits, at any moment and in any order. */
struct run_options run_impatience(struct dice *d);
/* A target for the world's first host, with the others as references. */
struct target *run_target(const struct world *w);
/* Runs it to its end, and checks what holds for every run. */
void run_in(struct run *r, struct world *w, struct target *target,
	    const struct run_options *options);
void run_clear(struct run *r, struct world *w);
/* worker.c: how many events an engine has made so far. */
unsigned long worker_said(void);

#endif
