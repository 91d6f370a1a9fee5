/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap.yahoo.com is no server; a person who types it means imap.mail.yahoo.com. */
#ifndef DISCOVER_MEANT_H
#define DISCOVER_MEANT_H

#include "discover/provider.h"

/* The server of a provider for whose domain the host has a name, for the protocol that the name
 * begins with (imap, pop, smtp; IMAP for others); NULL if there is none, or the host is one of the
 * provider's. Borrowed from the list. */
const char *meant_server(const struct providers *list, const char *host);

/* The provider's server for the protocol, where the host is one of its servers for the other purpose alone: reading
 * in place of sending, or the contrary. NULL if it isn't. Borrowed from p. */
const char *meant_other(const struct provider *p, const char *host, enum service service);

#endif
