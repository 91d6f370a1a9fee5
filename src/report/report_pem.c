/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/report_pem.h"

#include "base/esc.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* Two ports that show the same certificates, one by one, show the same chain. */
static bool is_same_chain(const struct endpoint_facts *a, const struct endpoint_facts *b)
{
	bool same = a->chain_n == b->chain_n;

	for (size_t i = 0; same && i < a->chain_n; i++)
		same = a->chain[i].cert->sha256 &&
		       str_eq(a->chain[i].cert->sha256, b->chain[i].cert->sha256);
	return same;
}

static bool is_told(const struct facts *f, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (is_same_chain(&f->v[i], &f->v[row]))
			return true;
	return false;
}

/* "# 0 s: CN=mail.example.org"; escaped, so that it cannot end the line. */
static void put_line(struct buf *out, const char *what, const char *text)
{
	char *safe = esc_text(text ? text : "", text ? strlen(text) : 0, true);

	buf_printf(out, "# %s %s\n", what, safe);
	free(safe);
}

/* A case file may hold anything: this has one certificate, and nothing that a terminal interprets. */
static bool is_certificate(const char *pem)
{
	static const char begin[] = "-----BEGIN CERTIFICATE-----\n",
			  end[] = "-----END CERTIFICATE-----\n",
			  letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789+/=\n";

	return pem && str_istarts(pem, begin) &&
	       str_eq(pem + sizeof begin - 1 + strspn(pem + sizeof begin - 1, letters), end);
}

static void put_chain(struct buf *out, const struct facts *f, size_t row)
{
	const struct endpoint_facts *e = &f->v[row];

	for (size_t i = row; i < f->n; i++)
		if (f->v[i].chain_n && is_same_chain(e, &f->v[i])) {
			char *where = mem_printf("%s:%d %s", f->plan->v[i].host, f->plan->v[i].port,
						 f->v[i].address ? f->v[i].address : "");

			put_line(out, "shown by", where);
			free(where);
		}
	for (size_t i = 0; i < e->chain_n; i++) {
		const struct event *cert = e->chain[i].cert;

		put_line(out, "subject", cert->subject);
		put_line(out, "issuer", cert->issuer);
		if (is_certificate(cert->pem))
			buf_puts(out, cert->pem);
	}
}

void report_pem(struct buf *out, const struct record *record, const struct page_options *o)
{
	const struct facts *f = &record->facts;
	size_t chains = 0;

	(void)o;
	for (size_t i = 0; i < f->n; i++) {
		if (!f->v[i].chain_n || is_told(f, i))
			continue;
		if (chains++)
			buf_putc(out, '\n');
		put_chain(out, f, i);
	}
	if (!chains)
		buf_puts(out, "# no certificate was shown\n");
}
