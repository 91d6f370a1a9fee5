/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A broken mailbox to practise with: what a recorded network showed, without findings. The person says who is to blame
 * and what to enter, and then sees the truth. In lines and numbers, as linear.h.
 */
#ifndef CHALLENGE_H
#define CHALLENGE_H

#include "ui/ui.h"

/* The number of the day's challenge, which changes at midnight UTC. */
long challenge_today(void);
/* The recorded network that a number stands for, NULL if it is none: neighbours differ. */
const char *challenge_network(long number);
/* Asks on standard input. word: the number, NULL: today's. Returns the exit status: 0 if both answers were right, 1 if
 * not, 2 for a word that is no number. */
int challenge_run(const char *word);
/* The same, today's, for the screens (ui_options.challenge). */
bool challenge_fill(struct ui_challenge *ret, int cols, void *user);

#endif
