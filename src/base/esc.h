/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes foreign text harmless. Bytes from the network are kept unchanged and pass through here
 * exactly once: where they are painted or printed.
 */
#ifndef BASE_ESC_H
#define BASE_ESC_H

#include <stdbool.h>
#include <stddef.h>

#define ESC_MARKS_MAX 2 /* combining marks on one character; more hide their neighbours */

/*
 * len bytes as valid UTF-8 (ASCII if ascii is set) that no terminal interprets: control bytes, C1
 * controls, invalid UTF-8, bidirectional, invisible and filling characters and a third combining mark become \xNN or
 * \u{NNNN}; a backslash stays as it is. A tab becomes a space. The caller frees.
 */
char *esc_text(const char *bytes, size_t len, bool ascii);

/*
 * The same bytes in a reversible form: printable ASCII and valid UTF-8 stay, a backslash is
 * doubled, all else becomes \xNN. For JSON. The caller frees.
 */
char *esc_octets(const char *bytes, size_t len);
/* The inverse; ret_len (may be NULL) gets the length.  NULL if text is not well formed.  The caller
 * frees. */
char *esc_unoctets(const char *text, size_t *ret_len);

/* Decodes one UTF-8 character of len bytes; returns its length, or 0 if the bytes are not valid. */
size_t esc_decode(const char *bytes, size_t len, unsigned *ret_code);

#endif
