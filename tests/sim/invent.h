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

#define PLANTS_MAX 4
#define KIND_MAX 160

struct plant {
	enum { PLANT_SERVER, PLANT_WAY, PLANT_NAME, PLANT_SOURCE } where;
	enum world_deed deed;  /* WAY */
	int at;		       /* WAY: the machine */
	bool own_server;       /* WAY: it means this server alone */
	enum name_fault fault; /* NAME */
	bool by_names;	       /* SOURCE: the name server's doing, not the publisher's */
	const char *proves;    /* SOURCE: the finding that is true because of it alone, or NULL */
};

struct plot {		      /* what was planted */
	char kind[KIND_MAX];  /* "drop 25 at a router + expired" … */
	char row[WORLD_TEXT]; /* the same without ports, to count by */
	struct plant plants[PLANTS_MAX];
	size_t n;	/* 0: a healthy network */
	size_t planted; /* with those that are cut out */
	int routers;
	bool contained; /* the first router is the computer around a container */
};

/* Numbers below this one are the first inventor's, of one fault each: a seed that once failed keeps its network. */
#define INVENT_MORE 100000
/* From this one on a mail domain is typed, and the program finds its servers. */
#define INVENT_DOMAINS 1000000000

/* What is left out of an invented network, to find the smallest that still fails. A bit of hosts, ports and faults for
 * each: shrink.c has the words. */
struct cuts {
	bool noise, loss, busy, ipv6, silent;
	unsigned hosts, ports, faults;
};

/* Counts and names one more; NULL if it is cut out. row: the same without ports. */
struct plant *plot_plant(struct plot *plot, const struct cuts *cuts, const char *kind,
			 const char *row);
/* invent_domain.c: a domain for the world's hosts, and perhaps a fault in what it publishes. */
void invent_domain(struct world *w, struct plot *plot, uint64_t number, const struct cuts *cuts);
/* Whether the finding is true of one of those faults alone. */
bool domain_only_if(const char *id);
/* A world with what is invented for that number; always the same. cuts: NULL: whole. */
void invent(struct world *w, struct plot *plot, uint64_t number, const struct cuts *cuts);
/* The network without everything by chance, for a comparison of two runs. */
extern const struct cuts invent_calm;
/* One invented network, the run in it, and what it is worth. */
struct graded {
	struct world world;
	struct plot plot;
	struct run run;
	enum grade grade;
	const char *why; /* what must not have happened, or the finding that is untrue; else NULL */
};

/* Runs the program in the network of that number; clear afterwards. cuts may be NULL. */
void graded_run(struct graded *g, uint64_t number, const struct cuts *cuts);
void graded_clear(struct graded *g);
/* Whether something was untrue with certainty, or what must always hold did not. */
bool graded_is_bad(const struct graded *g);

/* shrink.c: the cuts that words name ("noise", "port25", "fault1" …); false for an unknown one. */
bool cuts_read(struct cuts *cuts, const char *word);
/* The same words with a space before each. The caller frees. */
char *cuts_text(const struct cuts *cuts);
/* Leaves out of the network of that number what fails() does not need to be true. */
void shrink(struct cuts *cuts, uint64_t number,
	    bool (*fails)(const struct graded *g, const void *user), const void *user);

/* ret_why: the finding that is untrue, or NULL; the caller does not free. */
enum grade judge(const struct record *r, const struct plot *plot, const char **ret_why);
/* reopen.c: what is wrong with the run once it was saved and opened again, or NULL. */
const char *reopened_differs(const struct record *r);
/* Findings, settings and answers in one text, to compare two runs. */
void verdict_text(struct buf *out, const struct record *r);

#endif
