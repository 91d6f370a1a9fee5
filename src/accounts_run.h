/* SPDX-License-Identifier: GPL-3.0-or-later */
/* porthorn --accounts: the accounts that mail programs have on this computer, checked one after the other. */
#ifndef ACCOUNTS_RUN_H
#define ACCOUNTS_RUN_H

#include "accounts/accounts.h"
#include "begin.h"

/* Those of the options: in the home folder or --from's, and with the word in their name, if one was given. False with
 * *ret_error, a sentence that the caller frees, if there is none. */
bool accounts_run_find(const struct porthorn *p, struct accounts *ret, char **ret_error);
/* Checks each and reports it; probe is main.c's. The worst exit status of them. */
int accounts_run(struct porthorn *p, int (*probe)(struct porthorn *p, struct target *t));

#endif
