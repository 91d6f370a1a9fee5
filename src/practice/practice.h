/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Practice servers: real sockets and real TLS on loopback, for `porthorn demo` and for the tests.
 * They run on their own loop and thread.
 *
 * A small language (practice/script.h) describes a server's behaviour, so a new fault is a few
 * lines of text.
 */
#ifndef PRACTICE_PRACTICE_H
#define PRACTICE_PRACTICE_H

#include "model/target.h"

struct practice;

struct practice_scenario {
	const char *name;    /* "home" */
	const char *title;   /* N_(): one line for --list */
	const char *teaches; /* N_(): what to notice, one or two sentences */
	int exit_status;     /* porthorn's exit status */
};

const struct practice_scenario *practice_scenarios(size_t *ret_n);
const struct practice_scenario *practice_scenario(const char *name); /* NULL if there is none */

/* Starts the scenario's servers on ports that the system chooses. NULL with *ret_error (the caller
 * frees). */
struct practice *practice_start(const char *scenario, char **ret_error);
/* A target for them: name "mail.practice.example", overrides with the real ports, ca_file of a
 * practice root. The caller frees. */
struct target *practice_target(const struct practice *p);
/* How the name of the practice root's file begins, in TMPDIR. The caller frees. */
char *practice_root_begin(void);
/* Stops, joins, removes the practice root's file.  NULL allowed. */
void practice_stop(struct practice *p);

#endif
