/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The system's own answer about a name, as a mail program gets it: hosts file, DNS and all. Blocks. */
#ifndef NET_RESOLVE_H
#define NET_RESOLVE_H

#include "base/str.h"
#include "model/terms.h"

#include <stdbool.h>

#define RESOLVE_ADDRESSES_MAX 64 /* of one answer that are kept */

/*
 * Appends the numeric addresses of host in the system's order, each once; FAMILY_ANY: of both
 * families. Search domains are left out: a whole name was typed or published, and one below a search
 * domain would be another server. Returns 0 or an EAI_… number of getaddrinfo().
 */
int resolve_system(const char *host, enum family family, struct strs *ret);
/* Whether this computer's hosts file has a line for the name, in whatever case. file: NULL for the
 * system's. */
bool resolve_is_listed(const char *host, const char *file);

#endif
