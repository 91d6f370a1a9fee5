/* SPDX-License-Identifier: GPL-3.0-or-later */
/* porthorn --accounts: the accounts that mail programs have on this computer, checked one after the other. */
#ifndef ACCOUNTS_RUN_H
#define ACCOUNTS_RUN_H

#include "accounts/accounts.h"
#include "begin.h"

/* Those of the options: in the home folder or --from's, and with the word in their name, if one was given. False with
 * *ret_error, a sentence that the caller frees, if there is none. */
bool accounts_run_find(const struct porthorn *p, struct accounts *ret, char **ret_error);
/* All in the home folder or --from's, for a list. Free with accounts_clear(). */
void accounts_run_all(const struct porthorn *p, struct accounts *ret);
/* What tells one from the others for as long as its file is there, and the account of such an id as something to check; NULL with
 * *ret_error if it is there no longer. The caller frees. */
char *accounts_run_id(const struct account *a);
struct target *accounts_run_target(const struct porthorn *p, const char *id, char **ret_error);
/* That none was found, and whose accounts can be read. The caller frees. */
char *accounts_run_none(void);
/* Checks each and reports it; probe is main.c's. The worst exit status of them. */
int accounts_run(struct porthorn *p, int (*probe)(struct porthorn *p, struct target *t));

#endif
