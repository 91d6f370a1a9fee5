/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the command line asks of a target. */
#ifndef CHOSEN_H
#define CHOSEN_H

#include "model/target.h"
#include "options.h"

/* Puts the error message of --error into the target, if there is one. */
void chosen_error(const struct options *o, struct target *t);
/* Applies the options that change a target: families, who may be asked, the trust store, given
 * addresses. NULL, or the usage error, which the caller frees. */
char *chosen_apply(const struct options *o, struct target *t);
/* Keeps those servers of a practice target that --service and --port ask for. NULL, or the usage
 * error if none is left, which the caller frees. */
char *chosen_narrow(const struct options *o, struct target *t);
/* Whether the word is a name whose address was given (--resolve): a server's. */
bool chosen_is_resolved(const struct options *o, const char *word);

#endif
