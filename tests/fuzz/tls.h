/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a server sends in a TLS handshake, bent: certificates and OCSP responses element by element (DER) in a handshake
 * that is otherwise real, so the client comes to judge them; and records as a whole.
 */
#ifndef TESTS_FUZZ_TLS_H
#define TESTS_FUZZ_TLS_H

#include "base/buf.h"

/* A practice server's certificates: a byte that names it, then the chain, then an OCSP response. False past the last. */
bool tls_chain_seed(size_t i, struct buf *to);
void tls_chain_bend(struct buf *b);
/* Ends the program if a client breaks a promise: events that survive JSON, no trust in a leaf that was changed. */
void tls_chain_read(const struct buf *bytes);

/* All that such a server sent in a handshake. */
bool tls_records_seed(size_t i, struct buf *to);
void tls_records_read(const struct buf *bytes);

#endif
