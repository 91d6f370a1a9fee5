/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers about a domain's servers as events: what a document says, and whose the domain's mail
 * exchangers are. */
#ifndef DISCOVER_OWNER_H
#define DISCOVER_OWNER_H

#include "discover/provider.h"
#include "model/event.h"

/* What a provider's file or document says, as lines of model/listing.h. email as for
 * provider_filled(): servers whose name cannot be filled in are left out. */
void owner_list_provider(struct strs *list, const struct provider *p, const char *email);

/* What a provider file that lists the domain says: an EVENT_SOURCE. */
struct event *owner_listed(const struct provider *p, const char *domain);

/*
 * The EVENT_SOURCE that follows from an answer about the target's domain: EVENT_RECORDS, by its MX and
 * the signs of know/mailbox_signs; an EVENT_SOURCE, where Autodiscover leads. NULL: nothing follows.
 */
struct event *owner_answer(const struct providers *list, const struct target *t,
			   const struct event *answer);

#endif
