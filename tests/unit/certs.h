/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of TLS: a root, its file and certificates below it, at a clock of their own. */
#ifndef TESTS_CERTS_H
#define TESTS_CERTS_H

#include "net/tls/tls.h"
#include "practice/tls_make.h"

#define CERTS_DAY ((int64_t)86400)
#define CERTS_NOW ((int64_t)1800000000) /* the tests' now: a day in January 2027 */
#define CERTS_HOST "mail.example.org"

struct certs {
	struct tls_identity *root;
	struct tls_identity *good; /* for CERTS_HOST, 127.0.0.1 and ::1 */
	char root_file[64];
	struct tls_config *client; /* trusts root alone, at CERTS_NOW */
	struct tls_config *server; /* shows good */
};

extern struct certs certs;

/* Group set-up and tear-down. */
int certs_set_up(void **state);
int certs_tear_down(void **state);
/* A spec without dates is valid from 30 days before to 60 days after CERTS_NOW. */
struct tls_identity *certs_make(const struct tls_identity *issuer, struct tls_make_spec spec);
struct tls_config *certs_serve(const struct tls_identity *identity, const char *options);
/* A client that trusts what is in pem, at CERTS_NOW. */
struct tls_config *certs_trust(const char *pem);
/* A new file in the temporary folder with that in it; path (64 bytes) gets its name. */
void certs_write_file(const char *text, char *path);

#endif
