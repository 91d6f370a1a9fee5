/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DNS records from their wire form to text. The bytes are hostile. */
#ifndef NET_RECORDS_TEXT_H
#define NET_RECORDS_TEXT_H

#include "model/terms.h"

#include <stddef.h>

#define RECORDS_BYTES_MAX 16384 /* of one record */

/*
 * MX: "10 mail.example.org", the null MX of RFC 7505 "0 ."; bytes that a host name cannot have are
 * written as \DDD. CNAME: the name. A, AAAA: the address. TXT: its strings joined (RFC 7208 section
 * 3.3), a NUL as "\0". SRV: "0 1 993 imap.example.org", target "." as it is. TLSA: "3 1 1 " and lower-case hexadecimal digits. NULL if the record is not
 * well formed or too long. The caller frees.
 */
char *records_text(enum lookup_type type, const unsigned char *data, size_t len);

#endif
