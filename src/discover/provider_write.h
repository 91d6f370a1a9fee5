/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A provider as a clientConfig document: what provider_xml_read() has read, written again. */
#ifndef DISCOVER_PROVIDER_WRITE_H
#define DISCOVER_PROVIDER_WRITE_H

#include "discover/provider.h"

/* The document; the caller frees. Comments, and whatever the reader left out, are not in it. */
char *provider_write(const struct provider *p);
/* One server's element, without spaces around it; the caller frees. */
char *provider_write_server(const struct target_server *s);
const char *provider_socket_type(enum security security); /* "SSL" … */

#endif
