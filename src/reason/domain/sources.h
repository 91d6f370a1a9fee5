/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which servers a mail domain has, from what the sources of know/sources.h have answered so far.
 * Pure: the same target and log give the same questions and the same servers.
 */
#ifndef REASON_DOMAIN_SOURCES_H
#define REASON_DOMAIN_SOURCES_H

#include "know/sources.h"
#include "model/log.h"
#include "model/order.h"
#include "model/target.h"

#define SOURCES_QUESTIONS_MAX 96

/*
 * What to ask so far, in ret (room for SOURCES_QUESTIONS_MAX); returns how many. None unless
 * target->discover. For a growing log the list only grows at its end.
 */
size_t sources_questions(struct order *ret, const struct target *t, const struct log *log);

/* A question and what came of it. */
struct source_said {
	const struct source_row *row; /* NULL: an address of the domain, or the like */
	enum source source;
	int rank;
	char *question;
	const struct event *answer; /* EVENT_RECORDS or EVENT_SOURCE; NULL: none yet */
	/* what follows from the records by know/mx_owners: EVENT_SOURCE; or NULL */
	const struct event *meaning;
	bool used; /* some of the target's servers are its */
};
struct sources_said {
	struct source_said *v;
	size_t n;
};
/* By rank, then in the order of asking. Free with sources_said_clear(). */
void sources_said_init(struct sources_said *s, const struct target *t, const struct log *log);
void sources_said_clear(struct sources_said *s);

/* Why the source of the row is not asked about the target's domain: N_(), or NULL if it is, or if
 * that is not known yet. */
const char *sources_why_unasked(const struct source_row *row, const struct target *t);

/* The servers that an answer names, each with its source, in *ret (room for TARGET_SERVERS_MAX);
 * returns how many. Free each with target_server_clear(). */
size_t sources_servers(const struct source_said *s, struct target_server *ret);

/*
 * Adds to the target what the log says by now about its servers; what a better source has answered
 * becomes the first choice, the rest an alternative. Nothing is ever removed. Guesses come when no
 * source is left to answer.
 */
void sources_apply(struct target *t, const struct log *log);
/* Once every question has its answer, the event that says so, for the log (with source GUESS); else
 * NULL. */
struct event *sources_end(const struct target *t, const struct log *log);
/* Sources of this rank and worse need not be waited for any more; SOURCES_RANK_NONE: all are
 * waited for. */
int sources_enough(const struct target *t, const struct log *log);
/* Whether every question has its answer. */
bool sources_all_answered(const struct target *t, const struct log *log);
/* Whether any name below the domain has an address: then no name means anything. */
bool sources_any_name(const struct target *t, const struct log *log);
/* Whether the servers are the domain's usual names and no more. */
bool sources_guessed(const struct target *t);

#endif
