/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of servers as people type them: checked against RFC 1035 section 2.3.4 (lengths) and RFC
 * 1123 section 2.1 (letters, digits, hyphens) and converted to ASCII. Every kind of mistake has a
 * sentence of its own.
 */
#ifndef DISCOVER_HOSTNAME_H
#define DISCOVER_HOSTNAME_H

#include <stdbool.h>

#define HOSTNAME_MAX 253 /* RFC 1035 section 2.3.4, without the final dot */
#define HOSTNAME_LABEL_MAX 63

/*
 * The name in ASCII and lower case without a final dot, or the numeric address;
 * the caller frees.  NULL if text is neither: *ret_error is then a translated
 * sentence that the caller frees.
 */
char *hostname_parse(const char *text, char **ret_error);
/* Whether hostname_parse() would leave the text unchanged apart from upper case. */
bool hostname_valid(const char *text);
/*
 * Splits "host", "host:port", "[v6]", "[v6]:port" or a bare IPv6 address; a port may be a service's
 * name ("imaps"). *ret_port is 0 if none was typed. False: *ret_error as above.
 */
bool hostname_split(const char *word, char **ret_host, int *ret_port, char **ret_error);

#endif
