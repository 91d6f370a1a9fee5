/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a typed server is for, by its own name: imap.example.org does not have to send. */
#ifndef REASON_FACTS_ROLE_H
#define REASON_FACTS_ROLE_H

#include "reason/facts/facts.h"

/* Whether the endpoint is for reading or sending although its server's name says something else,
 * and no port of that server answers for it. Only a name that was typed, with the ports that it does
 * stand for in the plan. */
bool role_is_foreign(const struct facts *f, const struct endpoint *e);

#endif
