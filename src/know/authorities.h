/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public authorities whose intermediate certificates carry another name than the root above. */
#ifndef KNOW_AUTHORITIES_H
#define KNOW_AUTHORITIES_H

#include <stddef.h>

/*
 * The authority that an issuer's name ("CN=…,O=…", RFC 4514) claims to be, by
 * its whole organisation; NULL for any other, and for NULL.  A name proves
 * nothing: whoever stands in between can write it as well.
 */
const char *authority_find(const char *issuer_dn);

#endif
