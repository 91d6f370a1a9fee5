/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/tls/tls_dane.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "model/event.h"
#include "net/records_text.h"
#include "net/tls/tls_private.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef HAVE_DANE

void tls_dane_check(const struct strs *records, const struct strs *chain, const struct strs *names,
		    int64_t now, const struct tls_config *config, struct tls_dane *ret)
{
	(void)records;
	(void)chain;
	(void)names;
	(void)now;
	(void)config;
	*ret =
	    (struct tls_dane){.outcome = OUTCOME_SKIPPED,
			      .reason = N_("This porthorn was built without libgnutls-dane, which "
					   "checks certificates against TLSA records.")};
}

#else

#include <gnutls/dane.h>
#include <gnutls/x509.h>

#define HEAD 3 /* usage, selector, matching type */
#define USAGE_TA DANE_CERT_USAGE_LOCAL_CA
#define USAGE_EE DANE_CERT_USAGE_LOCAL_EE

struct chain {
	gnutls_x509_crt_t v[TLS_CHAIN_MAX];
	gnutls_datum_t der[TLS_CHAIN_MAX];
	unsigned n;
};

struct tlsa { /* in wire form */
	unsigned char bytes[RECORDS_BYTES_MAX];
	int len; /* 0: not usable for SMTP */
};

static void chain_open(struct chain *chain, const struct strs *pems)
{
	*chain = (struct chain){0};
	for (size_t i = 0; i < pems->n && chain->n < TLS_CHAIN_MAX; i++) {
		gnutls_datum_t pem = {(unsigned char *)pems->v[i], (unsigned)strlen(pems->v[i])};
		gnutls_x509_crt_t cert;

		if (gnutls_x509_crt_init(&cert) < 0)
			mem_exhausted();
		if (gnutls_x509_crt_import(cert, &pem, GNUTLS_X509_FMT_PEM) < 0 ||
		    gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_DER, &chain->der[chain->n]) < 0)
			gnutls_x509_crt_deinit(cert);
		else
			chain->v[chain->n++] = cert;
	}
}

static void chain_close(struct chain *chain)
{
	for (unsigned i = 0; i < chain->n; i++) {
		gnutls_x509_crt_deinit(chain->v[i]);
		gnutls_free(chain->der[i].data);
	}
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

static bool read_hex(struct tlsa *r, const char *at)
{
	for (; *at; at += 2) {
		int high = hex_digit(at[0]), low = high < 0 ? -1 : hex_digit(at[1]);

		if (low < 0 || r->len == RECORDS_BYTES_MAX)
			return false;
		r->bytes[r->len++] = (unsigned char)(high << 4 | low);
	}
	return r->len > HEAD;
}

/* A digest of the wrong length matches nothing, and must not count as usable. */
static bool has_length(const struct tlsa *r)
{
	static const int lengths[] = {
	    [DANE_MATCH_EXACT] = 0, [DANE_MATCH_SHA2_256] = 32, [DANE_MATCH_SHA2_512] = 64};
	int wanted = lengths[r->bytes[2]];

	return !wanted || r->len - HEAD == wanted;
}

static bool record_read(struct tlsa *r, const char *text)
{
	unsigned char *head = r->bytes;
	const char *at = text;

	r->len = HEAD;
	for (int i = 0; i < HEAD; i++) {
		char *end;
		unsigned long value = strtoul(at, &end, 10);

		if (end == at || *end != ' ' || value > 255)
			return false;
		head[i] = (unsigned char)value;
		at = end + 1;
	}
	return (head[0] == USAGE_TA || head[0] == USAGE_EE) && head[1] <= DANE_CERT_PK &&
	       head[2] <= DANE_MATCH_SHA2_512 && read_hex(r, at) && has_length(r);
}

/* Whether the record matches that one certificate, whatever its usage. */
static bool fits(dane_state_t dane, const struct tlsa *r, const gnutls_datum_t *der)
{
	char *data[] = {(char *)r->bytes, NULL};
	int lengths[] = {r->len, 0};
	unsigned status = ~0u;
	dane_query_t query;

	if (dane_raw_tlsa(dane, &query, data, lengths, 1, 0) < 0)
		return false;
	int err = dane_verify_crt_raw(dane, der, 1, GNUTLS_CRT_X509, query, 0,
				      DANE_VFLAG_FAIL_IF_NOT_CHECKED, &status);

	dane_query_deinit(query);
	return err >= 0 && status == 0;
}

static bool issued(gnutls_x509_crt_t issuer, gnutls_x509_crt_t cert)
{
	unsigned why = 0;

	return gnutls_x509_crt_check_issuer(cert, issuer) &&
	       gnutls_x509_crt_verify(cert, &issuer, 1,
				      GNUTLS_VERIFY_DISABLE_TIME_CHECKS |
					  GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS,
				      &why) >= 0 &&
	       !why;
}

static unsigned judge_name(const struct chain *chain, const struct strs *names)
{
	for (size_t i = 0; i < names->n; i++)
		if (gnutls_x509_crt_check_hostname2(chain->v[0], names->v[i], 0))
			return 0;
	return CERT_WRONG_NAME;
}

static unsigned judge_times(const struct chain *chain, unsigned last, int64_t now)
{
	unsigned status = 0;

	for (unsigned i = 0; i <= last; i++) {
		if (gnutls_x509_crt_get_expiration_time(chain->v[i]) < now)
			status |= CERT_EXPIRED;
		if (gnutls_x509_crt_get_activation_time(chain->v[i]) > now)
			status |= CERT_NOT_YET_VALID;
	}
	return status;
}

/* RFC 7672 section 3.1.2: from the leaf up to the matching certificate, for one of the names. */
static unsigned judge_path(const struct chain *chain, unsigned anchor, const struct strs *names,
			   int64_t now)
{
	unsigned status = judge_name(chain, names) | judge_times(chain, anchor, now);

	for (unsigned i = 0; i < anchor; i++)
		if (!issued(chain->v[i + 1], chain->v[i]))
			status |= CERT_UNTRUSTED;
	return status;
}

/* A record of usage 2 may match any certificate of the chain, 3 only the first. */
static void try_record(dane_state_t dane, struct tlsa *r, const struct chain *chain,
		       const struct strs *names, int64_t now, struct tls_dane *ret, size_t number)
{
	unsigned most = r->bytes[0] == USAGE_EE ? 1 : chain->n;
	bool anchors = r->bytes[0] == USAGE_TA;

	r->bytes[0] = USAGE_EE; /* so that the library compares one certificate and nothing else */
	for (unsigned i = 0; i < most && ret->outcome != OUTCOME_OK; i++) {
		if (!fits(dane, r, &chain->der[i]))
			continue;
		unsigned status = anchors ? judge_path(chain, i, names, now) : 0;

		ret->record = number;
		ret->status = status;
		if (!status)
			ret->outcome = OUTCOME_OK;
	}
}

/* ---- an issuer that was not sent ---- */

/* Whether the record matches issuer, which issued a certificate of the chain. It was not sent, or
 * it would have been found before. Sets the name. */
static bool is_issuer(dane_state_t dane, const struct tlsa *r, const struct chain *chain,
		      gnutls_x509_crt_t issuer, struct tls_dane *ret)
{
	gnutls_datum_t der = {0}, name = {0};
	bool has = false;

	for (unsigned i = 0; i < chain->n && !has; i++)
		has = issued(issuer, chain->v[i]);
	has = has && gnutls_x509_crt_export2(issuer, GNUTLS_X509_FMT_DER, &der) >= 0 &&
	      fits(dane, r, &der);
	if (has && gnutls_x509_crt_get_dn3(issuer, &name, 0) >= 0)
		ret->issuer = mem_strndup((char *)name.data, name.size);
	gnutls_free(name.data);
	gnutls_free(der.data);
	return has;
}

/* The whole certificate is in the record itself ("2 0 0"). */
static bool record_issues(dane_state_t dane, const struct tlsa *r, const struct chain *chain,
			  struct tls_dane *ret)
{
	gnutls_datum_t der = {(unsigned char *)r->bytes + HEAD, (unsigned)(r->len - HEAD)};
	gnutls_x509_crt_t issuer;

	if (r->bytes[1] != DANE_CERT_X509 || r->bytes[2] != DANE_MATCH_EXACT)
		return false;
	if (gnutls_x509_crt_init(&issuer) < 0)
		mem_exhausted();
	bool has = gnutls_x509_crt_import(issuer, &der, GNUTLS_X509_FMT_DER) >= 0 &&
		   is_issuer(dane, r, chain, issuer, ret);

	gnutls_x509_crt_deinit(issuer);
	return has;
}

static bool root_issues(dane_state_t dane, const struct tlsa *r, const struct chain *chain,
			const struct tls_config *config, struct tls_dane *ret)
{
	gnutls_x509_crt_t root;

	for (unsigned i = 0; config && i < chain->n; i++)
		if (gnutls_x509_trust_list_get_issuer(tls_trust_list(config->trust), chain->v[i],
						      &root, 0) == 0 &&
		    is_issuer(dane, r, chain, root, ret))
			return true;
	return false;
}

static void seek_issuer(dane_state_t dane, const struct strs *records, const struct chain *chain,
			const struct tls_config *config, struct tls_dane *ret)
{
	struct tlsa *r = mem_calloc(1, sizeof *r);

	for (size_t i = 0; i < records->n && !ret->status; i++) {
		if (!record_read(r, records->v[i]) || r->bytes[0] != USAGE_TA)
			continue;
		r->bytes[0] = USAGE_EE; /* as in try_record() */
		if (record_issues(dane, r, chain, ret) ||
		    root_issues(dane, r, chain, config, ret)) {
			ret->status = CERT_MISSING_ISSUER;
			ret->record = i;
		}
	}
	free(r);
}

/* ---- all records ---- */

/* Whether another record has a stronger hash of the same thing (RFC 7671 section 9). */
static bool is_outdone(const struct tlsa *r, const struct strs *records)
{
	struct tlsa *other = mem_calloc(1, sizeof *other);
	bool outdone = false;

	for (size_t i = 0; i < records->n && r->bytes[2] == DANE_MATCH_SHA2_256 && !outdone; i++)
		outdone = record_read(other, records->v[i]) && other->bytes[0] == r->bytes[0] &&
			  other->bytes[1] == r->bytes[1] && other->bytes[2] == DANE_MATCH_SHA2_512;
	free(other);
	return outdone;
}

void tls_dane_check(const struct strs *records, const struct strs *pems, const struct strs *names,
		    int64_t now, const struct tls_config *config, struct tls_dane *ret)
{
	struct tlsa *r = mem_calloc(1, sizeof *r);
	struct chain chain;
	dane_state_t dane;

	*ret = (struct tls_dane){.outcome = OUTCOME_NOTOFFERED};
	/* Only the comparison is the library's: resolver, hosts file and trust anchor need not
	 * exist. */
	if (dane_state_init(&dane, DANE_F_IGNORE_DNSSEC | DANE_F_IGNORE_LOCAL_RESOLVER) < 0)
		mem_exhausted();
	chain_open(&chain, pems);
	for (size_t i = 0; i < records->n && ret->outcome != OUTCOME_OK; i++) {
		if (!record_read(r, records->v[i]) || is_outdone(r, records))
			continue;
		ret->outcome = OUTCOME_DENIED;
		try_record(dane, r, &chain, names, now ? now : (int64_t)time(NULL), ret, i);
	}
	if (ret->outcome == OUTCOME_DENIED && !ret->status)
		seek_issuer(dane, records, &chain, config, ret);
	chain_close(&chain);
	dane_state_deinit(dane);
	free(r);
}

#endif
