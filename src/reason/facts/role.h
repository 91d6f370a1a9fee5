/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which servers decide nothing: one that was typed is for what its name says (imap.example.org does not have to send),
 * and of those that were found the best source's count. */
#ifndef REASON_FACTS_ROLE_H
#define REASON_FACTS_ROLE_H

#include "reason/facts/facts.h"

/* What the host's name says that it is for ("smtp.example.org"); PURPOSE_COUNT_: nothing. */
enum purpose role_of(const char *host);
/* Whether the endpoint is for reading or sending although its server's name says something else,
 * and no port of that server answers for it. Only a name that was typed, with the ports that it does
 * stand for in the plan. */
bool role_is_foreign(const struct facts *f, const struct endpoint *e);
/* Whether a better source names other servers for the endpoint's purpose. */
bool role_is_superseded(const struct facts *f, const struct endpoint *e);
/* Whether nothing names the endpoint, and an audit tries it to say what may be published. */
bool role_is_only_tried(const struct facts *f, const struct endpoint *e);

#endif
