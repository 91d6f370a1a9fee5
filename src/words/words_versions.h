/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which versions of TLS a port accepts, in words, for the text report and the screens. */
#ifndef WORDS_WORDS_VERSIONS_H
#define WORDS_WORDS_VERSIONS_H

#include "reason/facts/facts.h"

/* "Accepts TLS 1.2 and TLS 1.3. Refuses TLS 1.0 and TLS 1.1." and what was not tested and why; NULL
 * if no further connection has answered.  The caller frees. */
char *words_versions(const struct endpoint_facts *f);
/* Why nothing is known of the versions of row number i, one sentence, translated, static; NULL if
 * something is known, or there was no TLS, or the answer may yet come. If another address of the
 * same port was asked, there is a sentence only if elsewhere is set. */
const char *words_versions_untested(const struct facts *f, size_t i, bool elsewhere);
/* Whether the server has encryption with forward secrecy although the main session has none, one
 * sentence; NULL if that session has, or there is none. The caller frees. */
char *words_secrecy(const struct endpoint_facts *f);
/* "TLS1.3  TLS_AES_256_GCM_SHA384": the server's choice from everything offered. NULL without a
 * session. The caller frees. */
char *words_chosen(const struct endpoint_facts *f);
/* What the server does without its name in the handshake, one sentence; NULL if nothing was tried.
 * The caller frees. */
char *words_nameless(const struct endpoint_facts *f);

#endif
