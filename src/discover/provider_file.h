/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One provider file: Thunderbird's clientConfig 1.1, with our own elements in the namespace
 * urn:porthorn:provider:1 (HACKING.md lists them). No document types, so no entities; sizes and
 * depth are bounded.
 */
#ifndef DISCOVER_PROVIDER_FILE_H
#define DISCOVER_PROVIDER_FILE_H

#include "discover/provider.h"

#define PROVIDER_NAMESPACE "urn:porthorn:provider:1"
#define PROVIDER_TEXT_MAX 2000 /* bytes of one element's text */

/*
 * Reads the file at path into *ret (uninitialised before), with that id.
 * False: *ret_error is "FILE:LINE: what is wrong" and *ret holds nothing.
 * Otherwise free with provider_clear().
 */
bool provider_read(struct provider *ret, const char *path, const char *id, char **ret_error);
void provider_clear(struct provider *p);
/* host with %EMAILDOMAIN% replaced, or NULL if it has one and domain is NULL.  The caller frees. */
char *provider_host(const char *host, const char *domain);

#endif
