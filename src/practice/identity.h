/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The certificates of the practice servers, by name: "good", "expired", "wrong-name" … Each is made
 * when it is first asked for, because a start has to be quick; all are signed by one practice root
 * (or, on purpose, are not).
 */
#ifndef PRACTICE_IDENTITY_H
#define PRACTICE_IDENTITY_H

#include "practice/tls_make.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The names that "good" is for. */
#define IDENTITY_HOST_MAIL "mail.practice.example"
#define IDENTITY_HOST_SMTP "smtp.practice.example"
#define IDENTITY_HOST_IMAP "imap.practice.example"
#define IDENTITY_HOST_POP "pop.practice.example"

struct identities;

/* now: Unix seconds that validity is counted from. */
struct identities *identities_new(int64_t now);
void identities_free(struct identities *ids); /* NULL allowed */
bool identity_exists(const char *name);
/*
 * The name of an identity like "good" whose issuer is an authority of that name ("O=…,CN=…"), which
 * is untrusted and sent along. The caller frees; NULL if neither CN nor O is there.
 */
char *identity_by(const char *issuer);
/* Name number i, or NULL past the last: for the test that makes them all. */
const char *identity_name(size_t i);
/* The certificates that a server sends, leaf first, and its key, both PEM and owned by ids. False
 * if name is unknown or the TLS library cannot make such a certificate. */
bool identity_get(struct identities *ids, const char *name, const char **ret_chain,
		  const char **ret_key);
/* An OCSP response about it by its issuer, which the caller frees; NULL if it has no issuer. */
char *identity_staple(struct identities *ids, const char *name, enum tls_staple state,
		      size_t *ret_len);
/* The root for clients to trust, PEM, owned by ids; NULL if the library cannot make it. */
/* For tests: what their clients trust, as PEM: identity_root(), and an expired one. The caller
 * frees. */
char *identity_trusted(struct identities *ids);
const char *identity_root(struct identities *ids);

#endif
