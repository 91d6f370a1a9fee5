/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A clientConfig document, from a file or from the network: Thunderbird's version 1.1 and
 * draft-ietf-mailmaint-autoconfig, with our own elements in the namespace urn:porthorn:provider:1
 * (HACKING.md lists them). The bytes are hostile: no document types, so no entities; sizes and
 * depth are bounded.
 *
 * Unknown elements are ignored. A value that is not understood costs the server that has it, or
 * that one element, and never the document.
 */
#ifndef DISCOVER_PROVIDER_XML_H
#define DISCOVER_PROVIDER_XML_H

#include "discover/provider.h"

#define PROVIDER_NAMESPACE "urn:porthorn:provider:1"
#define PROVIDER_TEXT_MAX 2000	/* bytes of one element's text */
#define PROVIDER_REMARKS_MAX 50 /* of one document */

/*
 * Reads len bytes into *p, which is zeroed or holds id and file. place begins every message:
 * "PLACE:LINE: what is wrong". p->remarks says what was left out. False: *ret_error (the caller
 * frees); the document is none, and *p holds whatever was read so far. Free with provider_clear()
 * either way.
 */
bool provider_xml_read(struct provider *p, const char *place, const char *bytes, size_t len,
		       char **ret_error);

#endif
