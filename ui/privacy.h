/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hides IP addresses, e-mail addresses and the names of routers in all that the screens show and copy, while it is on:
 * for a screen that is shared, or a report for a forum. Knows no terminal.
 */
#ifndef UI_PRIVACY_H
#define UI_PRIVACY_H

#include "reason/record.h"

#include <stdbool.h>

void privacy_switch(bool on);
bool privacy_is_on(void);
/* Learns the names that record has learnt since the last call; NULL: forgets all. */
void privacy_learn(const struct record *record);
/* A copy of text, with what is private replaced while it is on. The caller frees. */
char *privacy_text(const char *text);
/* The same for a text that is private as a whole, such as a user name. */
char *privacy_whole(const char *text);

#endif
