/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS alerts (RFC 8446 section 6, and the older ones of RFC 5246) in plain words. */
#ifndef KNOW_TLS_WORDS_H
#define KNOW_TLS_WORDS_H

#include <stddef.h>

struct tls_word {
	int alert;	     /* AlertDescription, 0 to 255 */
	const char *name;    /* as the RFC spells it: "handshake_failure" */
	const char *meaning; /* N_(): what the side that sent it says, one whole sentence */
};

/* The row of an alert number, or NULL. */
const struct tls_word *tls_word_find(int alert);
const struct tls_word *tls_word_all(size_t *ret_n);

#endif
