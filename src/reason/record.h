/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A run, live or saved: target and log, and everything that follows from the
 * two.  All that a screen or a report needs to know is here.  Pure: the same
 * target and log give the same record, whether a worker fills the log or a
 * case file did.
 */
#ifndef REASON_RECORD_H
#define REASON_RECORD_H

#include "model/log.h"
#include "model/target.h"
#include "reason/rules/finding.h"
#include "reason/summary.h"

struct record {
	struct target *target;
	struct log log;
	struct endpoints plan;
	size_t grows; /* events that the plan was grown after */
	/* What record_conclude() made of the three above. */
	struct facts facts;
	struct findings findings;
	struct summary summary;
	/* What record_time() was told. */
	bool live;	    /* a worker is behind it: more can be asked; false for a case */
	bool done;	    /* every endpoint has ended and nothing is under way */
	int64_t elapsed_us; /* since the start; once it is done, and of a case: its last event */
};

/* A run that has just begun, live and without events.  Takes target. */
struct record *record_new(struct target *target);
/* A run that is over.  Takes target and what *log holds, which is empty afterwards.  NULL with
 * *ret_error (the caller frees) if an event is about an endpoint that the target does not lead to. */
struct record *record_of_log(struct target *target, struct log *log, char **ret_error);
void record_free(struct record *r); /* NULL allowed */
/* Takes one event into the log, and grows the plan if it may call for that. */
void record_append(struct record *r, struct event *e);
/* Computes facts, findings and summary from target, plan and log, once for many events.  What was
 * borrowed from the old ones is gone. */
void record_conclude(struct record *r);
/* Whether the run is over and, while it is not, how long it has run by the caller's clock. */
void record_time(struct record *r, bool done, int64_t running_us);

#endif
