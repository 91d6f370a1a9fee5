/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions over the practice servers, for valgrind and for bench/: a whole run, one that is
 * cancelled in the middle, one that is abandoned in the middle, and one whose rows are tried again
 * and again.
 *
 *   laps run | cancel | leave | retry N
 */
#include "config.h"

#include "base/mem.h"
#include "practice/practice.h"
#include "session/session.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIDDLE_EVENTS 60 /* of the several hundred of a run */

static int complain(char *sentence)
{
	fprintf(stderr, "laps: %s\n", sentence);
	free(sentence);
	return 1;
}

static void wait_and_pump(struct session *s)
{
	struct pollfd fd = {.fd = session_fd(s), .events = POLLIN};

	poll(&fd, 1, -1);
	session_pump(s);
}

static void until_done(struct session *s)
{
	while (session_pump(s), !session_done(s))
		wait_and_pump(s);
}

static void until_middle(struct session *s)
{
	while (!session_done(s) && session_record(s)->log.n < MIDDLE_EVENTS)
		wait_and_pump(s);
}

/* Each retry comes during the one before. */
static void retry(struct session *s, unsigned laps)
{
	session_pump(s);
	for (unsigned i = 0; i < laps; i++) {
		session_retry(s, 1 + i % (unsigned)session_record(s)->plan.n);
		wait_and_pump(s);
	}
	until_done(s);
}

/* Every probe of the plan has begun, and each beginning has its one end. */
static int unfinished(struct session *s)
{
	int open = 0;

	for (size_t i = 0; i < session_record(s)->log.n; i++) {
		enum event_type type = session_record(s)->log.v[i]->type;

		open += (type == EVENT_PROBE_BEGIN) - (type == EVENT_PROBE_END);
	}
	return open;
}

static int play(struct session *s, const char *mode, unsigned laps)
{
	if (!strcmp(mode, "retry")) {
		retry(s, laps);
	} else if (!strcmp(mode, "cancel")) {
		until_middle(s);
		session_cancel(s);
		until_done(s);
	} else if (!strcmp(mode, "leave")) {
		until_middle(s);
		return 0;
	} else {
		until_done(s);
	}
	int open = unfinished(s);

	return open ? complain(mem_printf("%d probes have no end", open)) : 0;
}

int main(int argc, char **argv)
{
	struct limits limits;
	char *error = NULL;

	if (argc < 2)
		return complain(mem_strdup("say run, cancel, leave or retry N"));
	limits_init(&limits);
	struct practice *practice = practice_start("all-good", &error);

	if (!practice)
		return complain(error);
	struct session *s = session_new(practice_target(practice), &limits, &error);
	int status = s ? play(s, argv[1], argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1)
		       : complain(error);

	session_free(s);
	practice_stop(practice);
	return status;
}
