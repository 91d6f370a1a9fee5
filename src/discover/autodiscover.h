/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What Exchange's Autodiscover says without a login: the POX document of MS-OXDSCLI, which many
 * other servers publish too, and the JSON of version 2. The bytes are hostile and bounded.
 */
#ifndef DISCOVER_AUTODISCOVER_H
#define DISCOVER_AUTODISCOVER_H

#include "base/str.h"

#include <stddef.h>

#define AUTODISCOVER_BYTES_MAX (64 * 1024)

/* The body of a POST that asks for email's settings; the caller frees. */
char *autodiscover_question(const char *email);
#define AUTODISCOVER_TYPE "text/xml; charset=utf-8"

/* Appends what the answer says to *list (model/listing.h). False: it is no such document, and
 * *ret_error says why (the caller frees). */
bool autodiscover_read(struct strs *list, const char *bytes, size_t len, char **ret_error);
/* The web address in a version 2 answer; NULL if it is none. The caller frees. */
char *autodiscover_read_json(const char *bytes, size_t len);

#endif
