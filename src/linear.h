/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A run in lines, for screen readers, serial consoles and terminals that cannot be drawn on: a line a result, then the
 * answer, then a menu of numbers. No line is ever written again, and nothing but text and newlines is written.
 */
#ifndef LINEAR_H
#define LINEAR_H

#include "options.h"
#include "session/session.h"

/* Whether --accessible, ACCESSIBLE or a dumb terminal asks for it. */
bool linear_is_wanted(const struct options *o);
/* Asks for what to test. The caller frees; NULL at the end of the input. */
char *linear_ask(void);
/* Follows a live run, or tells a saved one (session NULL), then answers questions until 0 or the end of the input.
 * Returns the exit status. */
int linear_run(struct session *session, const struct record *saved, enum operating_system s);

/* Parts of a record that is over: the answer, or what was seen without what it means. */
enum linear_part { LINEAR_ANSWER, LINEAR_PORTS, LINEAR_OTHERS, LINEAR_WAY, LINEAR_LOG };
void linear_tell(const struct record *record, enum linear_part part);
/* A line in the same manner. Takes ownership of text. */
void linear_say(char *text);
/* A line of the input without its end, or NULL at its end. The caller frees. */
char *linear_read(void);

/* A port and how it ended, without a finding: "993 IMAP, IPv4, works". The caller frees. */
char *linear_row(const struct record *record, const struct endpoint *e);

#endif
