/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One run: target + plan + log + findings, on the main thread.  A session is
 * live (a worker probes) or opened from a case file (no network at all); the
 * same log gives the same findings and screens either way.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include "model/log.h"
#include "model/target.h"
#include "reason/rules/finding.h"
#include "reason/summary.h"
#include "run/limits.h"

struct session;

/* Starts probing at once.  Takes target.  NULL with *ret_error (the caller frees); target is then
 * freed too. */
struct session *session_new(struct target *target, const struct limits *limits, char **ret_error);
/* A case file: JSON lines, first the target, then the events.  No network.  NULL with *ret_error
 * ("FILE:LINE: …"). */
struct session *session_open_case(const char *file, char **ret_error);
/* A session over a log that is already there: no network.  Takes target and what *log holds, which
 * is empty afterwards.  NULL with *ret_error if an event is about an endpoint that the target does
 * not lead to. */
struct session *session_of_log(struct target *target, struct log *log, char **ret_error);
/* Writes a case file, whole or not at all, mode 0600.  False with *ret_error. */
bool session_save_case(const struct session *s, const char *file, bool force, char **ret_error);
void session_free(struct session *s); /* stops and joins; NULL allowed */

/* Readable when session_pump() has something to do; -1 for a case. */
int session_fd(const struct session *s);
/* Appends what has come, grows the plan, starts what is new, computes findings and summary.
 * Returns the number of new events. */
size_t session_pump(struct session *s);
/* How long poll() may sleep before session_pump() is due by the clock, in ms; -1: no limit. */
int session_timeout_ms(const struct session *s);
bool session_live(
    const struct session *s); /* there is a worker: retrying works; false for a case */
bool session_done(const struct session *s); /* every endpoint has ended and nothing is under way */
void session_retry(struct session *s, unsigned endpoint);
void session_retry_all(struct session *s);
void session_cancel(struct session *s); /* stop everything under way, keep what is known */
void session_path(struct session *s, unsigned endpoint); /* start a path sweep for that row */

/* All borrowed, valid until the next session_pump() or session_free(). */
const struct target *session_target(const struct session *s);
const struct endpoints *session_plan(const struct session *s);
const struct log *session_log(const struct session *s);
const struct facts *session_facts(const struct session *s);
const struct findings *session_findings(const struct session *s);
const struct summary *session_summary(const struct session *s);
/* The numeric address that the endpoint's probe connects to, as far as is known; NULL if not. */
const char *session_address(const struct session *s, unsigned endpoint);
/* Since the start; once it is done, and of a case: its last event. */
int64_t session_elapsed_us(const struct session *s);

#endif
