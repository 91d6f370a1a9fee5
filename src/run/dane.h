/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compares the certificates of SMTP sessions with the TLSA records of their servers, whichever come
 * first. It reads both from passing events, and believes only records that DNSSEC proves.
 */
#ifndef RUN_DANE_H
#define RUN_DANE_H

#include "model/event.h"
#include "net/tls/tls.h"

#define DANE_SERVERS_MAX 64 /* endpoints, and names with records, that are kept */

struct dane;

/* domain: the mail domain, which a certificate may be for too (RFC 7672 section 3.2.3); NULL keeps
 * nothing. now: Unix seconds for certificates, 0 for the clock. config: a client's, with the roots;
 * it must outlive this. */
struct dane *dane_new(const char *domain, int64_t now, const struct tls_config *config);
void dane_free(struct dane *d); /* NULL allowed */
/* Looks at an event that is about to be passed on; true: dane_tell() has something to emit. */
bool dane_note(struct dane *d, const struct event *e);
/* Emits the EVENT_DANE that are due. */
void dane_tell(struct dane *d, void (*emit)(struct event *e, void *user), void *user);

#endif
