/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/tls/tls_private.h"

#include "base/i18n.h"
#include "base/load.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define FILE_MAX (16 * 1024 * 1024) /* of certificates */

struct tls_trust {
	unsigned holders;
	gnutls_x509_trust_list_t list;
	uv_thread_t reader; /* reads the system's roots during the first connects */
	bool reading;
	char *why; /* why the file's certificates cannot be read, or NULL */
};

static void read_system(void *list)
{
	/* No roots are no error: everything is untrusted then, and tls_trust_is_empty() says so. */
	(void)gnutls_x509_trust_list_add_system_trust(list, 0, 0);
}

/* NULL, or a sentence that says why not. */
static char *read_file(gnutls_x509_trust_list_t list, const char *path)
{
	char *why = NULL, *error;
	struct buf pem;

	buf_init(&pem, FILE_MAX);
	if (!load_whole(path, &pem, &why)) {
		error = mem_printf("%s: %s", path, why);
		free(why);
		buf_clear(&pem);
		return error;
	}
	gnutls_datum_t data = {(unsigned char *)buf_text(&pem), (unsigned)pem.len};
	int n = gnutls_x509_trust_list_add_trust_mem(list, &data, NULL, GNUTLS_X509_FMT_PEM, 0, 0);

	buf_clear(&pem);
	if (n == 0 || n == GNUTLS_E_NO_CERTIFICATE_FOUND ||
	    n == GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR)
		/* TRANSLATORS: %s is the name of a file. */
		return mem_printf(_("%s: there is no certificate in PEM format in this file"),
				  path);
	return n < 0 ? mem_printf("%s: %s", path, gnutls_strerror(n)) : NULL;
}

struct tls_trust *tls_trust_new(const char *ca_file)
{
	struct tls_trust *trust = mem_calloc(1, sizeof *trust);

	trust->holders = 1;
	if (gnutls_x509_trust_list_init(&trust->list, 0) < 0)
		mem_exhausted();
	if (ca_file)
		trust->why = read_file(trust->list, ca_file);
	else if (uv_thread_create(&trust->reader, read_system, trust->list) == 0)
		trust->reading = true;
	else
		read_system(trust->list);
	return trust;
}

struct tls_trust *tls_trust_hold(struct tls_trust *trust)
{
	trust->holders++;
	return trust;
}

gnutls_x509_trust_list_t tls_trust_list(struct tls_trust *trust)
{
	if (trust->reading)
		uv_thread_join(&trust->reader);
	trust->reading = false;
	return trust->list;
}

bool tls_trust_is_empty(struct tls_trust *trust, const char **ret_why)
{
	gnutls_x509_trust_list_iter_t at = NULL;
	gnutls_x509_crt_t root;
	bool empty = true;

	while (gnutls_x509_trust_list_iter_get_ca(tls_trust_list(trust), &at, &root) == 0) {
		gnutls_x509_crt_deinit(root);
		empty = false;
		gnutls_x509_trust_list_iter_deinit(at);
		break;
	}
	*ret_why = empty ? trust->why : NULL;
	return empty;
}

void tls_trust_release(struct tls_trust *trust)
{
	if (!trust || --trust->holders)
		return;
	gnutls_x509_trust_list_deinit(tls_trust_list(trust), 1);
	free(trust->why);
	free(trust);
}
