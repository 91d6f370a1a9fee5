/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside discover/ only: a target's servers, as far as the options ask for them. */
#ifndef DISCOVER_ASKED_H
#define DISCOVER_ASKED_H

#include "discover/discover.h"

/* One service of a host; port 0 means the service's own. */
void asked_add(struct target *t, enum service service, const char *host, int port);
/* The services and ports of one host that were asked for. The error (the caller frees), or NULL. */
char *asked_host(struct target *t, const char *host, const struct discover_options *o);
/* Of a target with servers those that were asked for, with the ones that its source leaves out.
 * Takes ownership of t; NULL with *ret_error if nothing is left. */
struct target *asked_narrow(struct target *t, const struct discover_options *o, char **ret_error);
bool asked_has(const struct target *t, enum service service, int port);

/* Whether port 25 was asked for by name. */
bool asked_mx(const struct discover_options *o);
/* Mail between servers goes to the MX of a domain: one server line represents them all. */
void asked_use_mx(struct target *t, const char *domain);

#endif
