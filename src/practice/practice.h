/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Practice servers: real sockets and real TLS on loopback, for `porthorn
 * demo` and for the tests.  They run on a loop and thread of their own.
 *
 * How a server behaves is written in a small language (practice/script.h), so
 * that a new fault is a few lines of text.
 */
#ifndef PRACTICE_PRACTICE_H
#define PRACTICE_PRACTICE_H

#include "model/target.h"

struct practice;

struct practice_scenario {
	const char *name;    /* "home" */
	const char *title;   /* N_(): one line for --list */
	const char *teaches; /* N_(): what to notice, one or two sentences */
	int exit_status;     /* what porthorn ends with */
};

const struct practice_scenario *practice_scenarios(size_t *ret_n);
const struct practice_scenario *practice_scenario(const char *name); /* NULL if there is none */

/* Starts the scenario's servers on ports that the system chooses.  NULL with *ret_error (the caller
 * frees). */
struct practice *practice_start(const char *scenario, char **ret_error);
/* The target that leads to them: name "mail.practice.example", overrides with the real ports,
 * ca_file of a practice root.  The caller frees. */
struct target *practice_target(const struct practice *p);
/* Stops, joins, removes the practice root's file.  NULL allowed. */
void practice_stop(struct practice *p);

#endif
