/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a silent port speaks TLS from the first byte: a second connection to
 * the same place that begins with a ClientHello.
 */
#ifndef RUN_SNIFF_H
#define RUN_SNIFF_H

#include "base/buf.h"
#include "model/event.h"
#include "net/tls.h"

#include <stdbool.h>
#include <uv.h>

struct sniff;

/*
 * Takes the EVENT_SNIFF, whose endpoint and time it fills in.  Outcome OK: TLS
 * answers (detail: its version, or NULL if the handshake went no further);
 * anything else: how the connection ended, text: what came that was not TLS.
 */
typedef void sniff_done(struct event *e, void *user);

/* done is called from the loop, once; the sniff frees itself afterwards. */
struct sniff *sniff_start(uv_loop_t *loop, const struct sockaddr *address, socklen_t len,
			  const struct tls_config *config, const char *host, int limit_ms,
			  sniff_done *done, void *user);
void sniff_cancel(struct sniff *s); /* closes and frees; NULL allowed */

/* Whether, by that EVENT_SNIFF, the other end waits for its client to speak first: no greeting will come. */
bool sniff_is_hopeless(const struct event *sniffed);

/* Whether the first bytes of a connection are a TLS record (RFC 8446 section 5.1). */
bool sniff_is_tls(const struct buf *bytes);
/* The same of bytes that may be cut short: one byte that begins a record will do. */
bool sniff_may_be_tls(const struct buf *bytes);

#endif
