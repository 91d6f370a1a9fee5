/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to change in the files of a mail program whose account was checked. */
#ifndef WORDS_WORDS_ACCOUNT_H
#define WORDS_WORDS_ACCOUNT_H

#include "reason/record.h"

/*
 * Appends a sentence for each server that the mail program has: that it works as it is set, or "prefs.js, line 48:
 * mail.smtpserver.smtp2.port 25 → 465". Nothing for a run that is no account's, or is not over yet.
 */
void words_account(const struct record *record, struct strs *ret);

#endif
