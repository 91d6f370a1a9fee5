/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Worlds invented from a number, and whether a verdict about them is true. */
#ifndef TESTS_SIM_INVENT_H
#define TESTS_SIM_INVENT_H

#include "base/buf.h"
#include "reason/record.h"
#include "tests/sim/run.h"
#include "tests/sim/world.h"

enum grade {
	GRADE_RIGHT,	/* the planted thing is named, and its place */
	GRADE_PLACE,	/* the place alone */
	GRADE_HARMLESS, /* nothing untrue is said, and not the cause either */
	GRADE_LIKELY,	/* something untrue is said, as likely or possible */
	GRADE_FALSE, /* something untrue is said with certainty, or a healthy network has a problem */
	GRADE_COUNT_
};
const char *grade_name(enum grade g);

struct plot {		       /* what was planted */
	char kind[WORLD_TEXT]; /* "drop at a router", "expired" … to count by */
	bool healthy;
	bool network; /* a fault on the way; else at the server or the name */
	enum world_deed deed;
	int at, routers;
	bool contained;	 /* the first router is the computer around a container */
	bool own_server; /* the fault means this server alone */
};

/* A world with what is invented for that number; always the same. simple: without noise, loss and a busy computer. */
void invent(struct world *w, struct plot *plot, uint64_t number, bool simple);
/* One invented network, the run in it, and what it is worth. */
struct graded {
	struct world world;
	struct plot plot;
	struct run run;
	enum grade grade;
	const char *why; /* what must not have happened, or the finding that is untrue; else NULL */
};

/* Runs the program in the network of that number; clear afterwards. */
void graded_run(struct graded *g, uint64_t number);
void graded_clear(struct graded *g);
/* Whether something was untrue with certainty, or what must always hold did not. */
bool graded_is_bad(const struct graded *g);

/* ret_why: the finding that is untrue, or NULL; the caller does not free. */
enum grade judge(const struct record *r, const struct plot *plot, const char **ret_why);
/* Findings, settings and answers in one text, to compare two runs. */
void verdict_text(struct buf *out, const struct record *r);

#endif
