/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holds the certificates of SMTP sessions against the TLSA records of their
 * servers, whichever come first.  It reads them from the events that pass by,
 * and believes records only where DNSSEC proves them.
 */
#ifndef RUN_DANE_H
#define RUN_DANE_H

#include "model/event.h"
#include "net/tls/tls.h"

#define DANE_SERVERS_MAX 64 /* endpoints, and names with records, that are kept */

struct dane;

/* domain: the mail domain, which a certificate may be for too (RFC 7672 section 3.2.3), or NULL:
 * nothing is kept.  now: Unix seconds for certificates, 0 for the clock.  config: a client's, with
 * the roots; it must outlive this. */
struct dane *dane_new(const char *domain, int64_t now, const struct tls_config *config);
void dane_free(struct dane *d); /* NULL allowed */
/* Looks at an event that is about to be passed on; true: dane_tell() has something to say. */
bool dane_note(struct dane *d, const struct event *e);
/* Emits the EVENT_DANE that have become due. */
void dane_tell(struct dane *d, void (*emit)(struct event *e, void *user), void *user);

#endif
