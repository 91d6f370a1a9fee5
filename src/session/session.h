/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A live run, on the main thread: a record, the worker that fills its log, and the orders given to
 * the worker. A saved run has a record and no session.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include "model/target.h"
#include "reason/record.h"
#include "run/limits.h"

struct session;

/* Starts probing at once. Takes ownership of target. NULL with *ret_error (the caller frees);
 * target is then freed too. */
struct session *session_new(struct target *target, const struct limits *limits, char **ret_error);
/* Plays a saved run as if it happened now: with its own times at speed 100, in half of them at 200 (SESSION_SPEED_MIN to
 * …_MAX). Takes ownership of the record. Nothing can be tried again; session_cancel() goes to its end. */
#define SESSION_SPEED_MIN 10
#define SESSION_SPEED_MAX 10000
struct session *session_play(struct record *saved, int speed);
bool session_is_played(const struct session *s);
/* Of a played run only: its speed, 0 while it stands still; SESSION_SPEED_MIN to …_MAX, or 0. */
int session_speed(const struct session *s);
void session_set_speed(struct session *s, int speed);
void session_pause(struct session *s); /* or goes on, at the speed from before */
/* Goes on from that much later, or earlier: what has happened by then is in the record, and no more. */
void session_seek(struct session *s, int64_t us);
int64_t session_length_us(const struct session *s);
/* What records of the target's domain mean, by the provider files: a further event, which the
 * session then owns, or NULL. Called for each EVENT_RECORDS and EVENT_SOURCE of a target to discover. */
typedef struct event *session_reader(const struct target *t, const struct event *records,
				     void *user);
void session_read_records(struct session *s, session_reader *reader, void *user);
/* What is known without asking: it follows the run's first event. Takes ownership of the event. */
void session_tell(struct session *s, struct event *e);
void session_free(struct session *s); /* stops and joins; NULL allowed */

/* Readable when session_pump() has something to do: every limit is the engine's. */
int session_fd(const struct session *s);
/* Milliseconds after which session_pump() has something to do even if the descriptor says nothing; -1: it does not. */
int session_wait_ms(const struct session *s);
/* Appends new events, grows the plan, starts what is new. Findings and summary wait for session_record(). Returns
 * the number of new events, at least 1 if findings that were held back are there now. */
size_t session_pump(struct session *s);
/* every endpoint has ended and nothing is in progress */
bool session_done(const struct session *s);
void session_retry(struct session *s, unsigned endpoint);
void session_retry_all(struct session *s);
void session_cancel(struct session *s); /* stop everything in progress, keep what is known */
void session_path(struct session *s, unsigned endpoint); /* start a path sweep for that row */

/* The limits that the run goes by. Borrowed until session_free(). */
const struct limits *session_limits(const struct session *s);
/* Borrowed until session_free(). Its log, plan and facts change with session_pump(); its findings and summary with
 * this, if there are new events: call it again before you read them. */
const struct record *session_record(struct session *s);

#endif
