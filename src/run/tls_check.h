/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a silent port speaks TLS from the first byte: a second connection to it that begins with
 * a ClientHello.
 */
#ifndef RUN_TLS_CHECK_H
#define RUN_TLS_CHECK_H

#include "base/buf.h"
#include "model/event.h"
#include "net/tls/tls.h"
#include "run/limits.h"

#include <stdbool.h>
#include <uv.h>

struct tls_check;

/*
 * Owns the EVENT_TLS_CHECK, and fills in its endpoint and time. Outcome OK: TLS answers (detail:
 * its version, or NULL if the handshake got no further; text: the beginning of what was said under
 * TLS, NULL if nothing was soon); anything else: how the connection ended,
 * text: bytes that were not TLS.
 */
typedef void tls_check_done(struct event *e, void *user);

/* done is called from the loop, once; the check frees itself afterwards. goodbye: a line for a server that has greeted
 * under TLS, or, if speaks_first, that is to speak at last; borrowed. */
struct tls_check *tls_check_start(uv_loop_t *loop, const struct sockaddr *address, socklen_t len,
				  const struct tls_config *config, const char *host,
				  const char *goodbye, bool speaks_first,
				  const struct limits *limits, tls_check_done *done, void *user);
void tls_check_cancel(struct tls_check *s); /* closes and frees; NULL allowed */

/* Whether, by that EVENT_TLS_CHECK, the other end waits for its client to speak first, so that no
 * greeting will come. */
bool tls_check_is_hopeless(const struct event *checked);
/* Whether a web server answered. */
bool tls_check_is_web(const struct event *checked);

/* Whether the first bytes of a connection may be a TLS record, even if only its first byte came. */
bool tls_check_may_be_tls(const struct buf *bytes);
/* Whether they are a record of SSL 3.0's handshake, or SSL 2.0's error message (RFC 6101 section 5.2.1 and
 * appendix E). */
bool tls_check_is_ssl(const struct buf *bytes);

#endif
