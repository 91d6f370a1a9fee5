/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/plan/plan.h"

#include "know/services.h"
#include "reason/facts/facts.h"

static bool all_ended(const struct facts *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (!f->v[i].end_event)
			return false;
	return f->n > 0;
}

static bool is_worth_it(const struct facts *f, size_t i)
{
	const struct endpoint *e = &f->plan->v[i];
	const struct endpoint_facts *of = &f->v[i];

	if (!endpoint_counts(e) || service_row(e->service)->purpose == PURPOSE_WEB)
		return false;
	return (of->session && of->stages[STAGE_TLS].outcome == OUTCOME_OK) ||
	       facts_handshake_failed(of);
}

/* An earlier row is about the same port of the same name. */
static bool is_known(const struct facts *f, size_t i)
{
	const struct endpoint *e = &f->plan->v[i];

	for (size_t k = 0; k < i; k++) {
		const struct endpoint *other = &f->plan->v[k];

		if (is_worth_it(f, k) && other->service == e->service && other->port == e->port &&
		    other->security == e->security && str_ieq(other->host, e->host))
			return true;
	}
	return false;
}

/* Groups of every current program; RSA is not a group, and asked about separately. */
static bool has_common_group(const struct event *session)
{
	static const char *const common[] = {"SECP256R1", "X25519", "RSA"};

	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (str_ieq(session->kx, common[i]))
			return true;
	return !session->kx;
}

/* What the row's own session does not show already; on_reason: and gives reason to ask. */
static bool is_asked(const struct endpoint_facts *f, enum tls_offer offer, bool on_reason)
{
	/* A failed handshake is tried again with less: older, shorter, without a name. */
	if (!f->session)
		return offer <= TLS_OFFER_1_2 || offer == TLS_OFFER_SMALL ||
		       offer == TLS_OFFER_NAMELESS;
	switch (offer) {
	case TLS_OFFER_SECRECY:
		return facts_lacks_secrecy(f);
	case TLS_OFFER_COMMON:
		/* The server chose something that not every program has. */
		return !has_common_group(f->session) ||
		       str_icontains(f->session->signature, "SHA1") ||
		       str_icontains(f->session->cipher, "3DES") ||
		       str_icontains(f->session->cipher, "ARCFOUR");
	case TLS_OFFER_SMALL:
		return false;
	case TLS_OFFER_LARGE:
	case TLS_OFFER_NAMELESS:
		return !on_reason;
	default:
		return !on_reason &&
		       !str_eq(f->session->version, tls_version_name((enum tls_version)offer));
	}
}

/* Old versions first: if time runs out, they say most. */
size_t plan_tls_probes(struct order *ret, const struct facts *f)
{
	unsigned rows[PLAN_TLS_ROWS_MAX];
	size_t row_n = 0, n = 0;

	if (f->target->no_versions || !all_ended(f))
		return 0;
	for (size_t i = 0; i < f->n && row_n < PLAN_TLS_ROWS_MAX; i++)
		if (is_worth_it(f, i) && !is_known(f, i))
			rows[row_n++] = (unsigned)i + 1;
	for (unsigned offer = 0; offer < TLS_OFFER_COUNT_; offer++)
		for (size_t i = 0; i < row_n; i++)
			if (is_asked(&f->v[rows[i] - 1], (enum tls_offer)offer,
				     f->target->versions_on_reason))
				ret[n++] =
				    (struct order){.kind = ORDER_TLS,
						   .endpoint = &f->plan->v[rows[i] - 1],
						   .offer = (enum tls_offer)offer,
						   .old_together = offer <= TLS_OFFER_1_1 &&
								   f->v[rows[i] - 1].session};
	return n;
}
