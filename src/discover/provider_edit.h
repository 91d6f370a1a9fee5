/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A provider file with what a form has changed, and otherwise byte for byte as it was: its comments, elements of
 * others (webmail, calendar), servers that were left out, and order stay.
 */
#ifndef DISCOVER_PROVIDER_EDIT_H
#define DISCOVER_PROVIDER_EDIT_H

#include "discover/provider.h"

/*
 * bytes: a document that provider_xml_read() has read into before; after: before, changed. Changes of the name, the
 * short name, the domains, the MX, the date, the form of the user name, and of servers (host, port, security, user name;
 * added, deleted) are written. The new document, which the caller frees; NULL: it cannot be kept (UTF-16).
 */
char *provider_edit(const char *bytes, size_t len, const struct provider *before,
		    const struct provider *after);

#endif
