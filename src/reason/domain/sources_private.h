/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside reason/domain/ only: the parts of sources.h. */
#ifndef REASON_DOMAIN_SOURCES_PRIVATE_H
#define REASON_DOMAIN_SOURCES_PRIVATE_H

#include "reason/domain/sources.h"

/* A label that no administrator gives; where it has an address, every name has one. */
#define SOURCES_NO_NAME "porthorn-asks-for-no-name"

/* In the event that begins the guessing: a further service that is tried, so that a case says it. */
#define SOURCES_TRY "try"

/* Whether --service and --port leave the server in. */
bool sources_is_wanted(const struct target *t, enum service service, int port);
/* Takes over the contents of *s. What is published without encryption is tried with STARTTLS.
 * inside: the domain itself leads into this computer or network. */
void sources_put(struct target *t, struct target_server *s, bool inside);
/* Adds the usual servers for what no source names. */
void sources_guess(struct target *t, const struct log *log, bool inside);

#endif
