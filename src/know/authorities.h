/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public authorities by the names in their intermediate certificates, which differ from those of
 * the roots above, and these roots. */
#ifndef KNOW_AUTHORITIES_H
#define KNOW_AUTHORITIES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The authority that an issuer's name ("CN=…,O=…", RFC 4514) claims to be, by its whole
 * organisation; NULL for any other, and for NULL. A name proves nothing: an interceptor can write
 * it as well.
 */
const char *authority_find(const char *issuer_dn);
/* Whether an issuer's name is that of a root that current systems have; false for NULL. */
bool authority_is_root(const char *issuer_dn);

#endif
