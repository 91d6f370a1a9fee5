/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "certs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct certs certs;

void certs_write_file(const char *text, char *path)
{
	snprintf(path, 64, "/tmp/porthorn-test-XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

struct tls_identity *certs_make(const struct tls_identity *issuer, struct tls_make_spec spec)
{
	if (!spec.not_before)
		spec.not_before = CERTS_NOW - 30 * CERTS_DAY;
	if (!spec.not_after)
		spec.not_after = CERTS_NOW + 60 * CERTS_DAY;
	struct tls_identity *identity = tls_make(&spec, issuer);

	assert_non_null(identity);
	return identity;
}

struct tls_config *certs_serve(const struct tls_identity *identity, const char *options)
{
	char *error = NULL;
	struct tls_config *config =
	    tls_config_server(identity->chain_pem, identity->key_pem, options, &error);

	if (!config)
		fail_msg("%s", error);
	return config;
}

struct tls_config *certs_trust(const char *pem)
{
	char path[64], *error = NULL;

	certs_write_file(pem, path);
	struct tls_config *config = tls_config_client(path, CERTS_NOW, &error);

	if (!config)
		fail_msg("%s", error);
	unlink(path);
	return config;
}

int certs_set_up(void **state)
{
	static const char *const names[] = {CERTS_HOST, "127.0.0.1", "::1", NULL};
	(void)state;

	certs.root =
	    certs_make(NULL, (struct tls_make_spec){.common_name = "Test Root",
						    .is_ca = true,
						    .not_before = CERTS_NOW - 3000 * CERTS_DAY,
						    .not_after = CERTS_NOW + 3000 * CERTS_DAY});
	certs.good = certs_make(certs.root, (struct tls_make_spec){.common_name = CERTS_HOST,
								   .organization = "Example",
								   .names = names});
	certs_write_file(certs.root->cert_pem, certs.root_file);
	certs.client = certs_trust(certs.root->cert_pem);
	certs.server = certs_serve(certs.good, NULL);
	return 0;
}

int certs_tear_down(void **state)
{
	(void)state;
	tls_config_free(certs.client);
	tls_config_free(certs.server);
	tls_identity_free(certs.good);
	tls_identity_free(certs.root);
	return unlink(certs.root_file);
}
