/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A run, live or saved: target and log, and everything that follows from the two. Screens and
 * reports need nothing else. Pure: the same target and log give the same record, whether a worker
 * or a case file filled the log.
 */
#ifndef REASON_RECORD_H
#define REASON_RECORD_H

#include "model/log.h"
#include "model/target.h"
#include "reason/rules/finding.h"
#include "reason/summary.h"

struct plan_course;

struct record {
	/* As typed, with the servers that the log names so far. */
	struct target *target;
	struct target *typed; /* as typed, if the log may name more servers; else NULL */
	struct log log;
	struct endpoints plan;
	size_t grows; /* events after which the plan grew */
	struct plan_course *course;
	struct facts facts; /* as of record_follow() */
	/* The results of record_conclude(). */
	struct findings findings;
	struct summary summary;
	bool stale; /* the log has more than they know */
	/* The arguments of record_time(). */
	bool live;	    /* there is a worker behind it, for more questions; false for a case */
	bool done;	    /* every endpoint has ended and nothing is in progress */
	int64_t ripens_us;  /* when the next finding that is held back may be shown; 0: none is */
	int64_t elapsed_us; /* since the start; once it is done, and for a case: its last event */
};

/* A run that has just begun, live and without events. Takes ownership of target. */
struct record *record_new(struct target *target);
/* A run that is over. Takes ownership of target and of the contents of *log, which is empty
 * afterwards. NULL with *ret_error (the caller frees) if an event is about an endpoint that the
 * target does not lead to. */
struct record *record_of_log(struct target *target, struct log *log, char **ret_error);
/* Forgets every event and begins again with the target, which it owns then. The events are not freed. */
void record_rewind(struct record *r, struct target *target);
void record_free(struct record *r); /* NULL allowed */
/* Appends one event to the log, and grows the plan if it may call for that. */
void record_append(struct record *r, struct event *e);
/* Brings the facts up to date with the log, which is what further questions need. */
void record_follow(struct record *r);
/* Computes facts, findings and summary from target, plan and log, once for many events. Anything
 * borrowed from the old ones becomes invalid. Of a live run, findings that a better cause may replace are held back
 * for a while (finding.wait_ms); all of them are there once it is done. */
void record_conclude(struct record *r);
/* Whether the run is over and, until then, how long it has run by the caller's clock. True if findings that were held
 * back are there now, as after record_conclude(). */
bool record_time(struct record *r, bool done, int64_t running_us);

/* The exit status of the documentation: summary_exit_status(), and 1 for an audit that asks for a change. */
int record_exit_status(const struct record *r);

#endif
