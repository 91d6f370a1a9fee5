/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to enter in place of what a finding is about: the settings that have just worked. */
#ifndef WORDS_WORDS_INSTEAD_H
#define WORDS_WORDS_INSTEAD_H

#include "reason/record.h"

/*
 * The best setting for each of the purposes of the finding's rows (of a finding about the whole
 * run: of all that was asked), at a port that none of its rows has: "smtp.example.org, port 465,
 * SSL/TLS", or "for reading …; for sending …".  A relay's rows ask for sending: a mail program
 * belongs there.  from_first_byte: only SSL/TLS will do.  NULL if there is none; the caller frees.
 */
char *words_instead(const struct record *record, const struct finding *f, bool from_first_byte);
/* Where no settings work and the finding's ports do not connect: another port of its host for the same purpose
 * that greets; NULL without one.  The caller frees. */
char *words_beside(const struct record *record, const struct finding *f);
/* Whether one of these purposes works with no setting at all. */
bool words_nothing_works(const struct record *record, const struct finding *f);
/* The same of a finding about sending alone. */
bool words_sending_fails(const struct record *record, const struct finding *f);

#endif
