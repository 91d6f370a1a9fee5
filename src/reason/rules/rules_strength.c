/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What further connections show about a port with working TLS: which versions it accepts, how
 * strong its choice is and whether it has better, and whether it needs a server name. What was not
 * tested is not judged.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/mem.h"
#include "know/tls_programs.h"

#include <stdlib.h>

/*
 * Servers among themselves have to accept what others have, encrypted or not, and the web port is
 * not about mail: the rules are about people's programs (RFC 8314 section 4.1, RFC 8997). If a
 * known scanner or proxy ends the encryption, the tests reached it, and say nothing about the
 * server.
 */
static bool is_for_people(const struct judge *j, const struct row *r)
{
	enum purpose purpose = r->service->purpose;

	return r->counted && r->secured && r->f->session && !j->issuer_box[r->e->id - 1].known &&
	       (purpose == PURPOSE_RECEIVE || purpose == PURPOSE_SEND || purpose == PURPOSE_FILTER);
}

/* Whether the port accepts v; cites the proof. */
static bool takes(const struct row *r, enum tls_version v, struct draft *d)
{
	if (facts_acceptance(r->f, v) != ACCEPTANCE_ACCEPTED)
		return false;
	bool first = r->f->session && str_eq(r->f->session->version, tls_version_name(v));

	draft_cite_event(d, first ? r->f->session : r->f->accepts[v]);
	return true;
}

static bool refuses(const struct row *r, enum tls_version v, struct draft *d)
{
	if (facts_acceptance(r->f, v) != ACCEPTANCE_REFUSED)
		return false;
	draft_cite_event(d, r->f->accepts[v]);
	return true;
}

static void tell_programs(struct draft *d, enum tls_version from, enum tls_version to)
{
	char *programs = tls_programs_between(from, to);

	draft_arg(d, "programs", programs);
	free(programs);
}

RULE(tls_old_accepted)
{
	struct strs versions = {0};

	/* Nothing newer is a separate finding. */
	if (!is_for_people(j, r) || tls_version_is_old(r->f->session->version))
		return false;
	for (unsigned v = TLS_VERSION_1_0; v <= TLS_VERSION_1_1; v++)
		if (takes(r, (enum tls_version)v, d))
			strs_add(&versions,
				 tls_version_words(tls_version_name((enum tls_version)v)));
	if (!versions.n)
		return false;
	char *joined = strs_join(&versions, ", ");

	draft_arg(d, "versions", joined);
	draft_key(d, joined);
	tell_programs(d, TLS_VERSION_1_0, TLS_VERSION_1_1);
	free(joined);
	strs_clear(&versions);
	return true;
}

RULE(tls_no_12)
{
	if (!is_for_people(j, r) || !refuses(r, TLS_VERSION_1_2, d) ||
	    !takes(r, TLS_VERSION_1_3, d))
		return false;
	tell_programs(d, TLS_VERSION_1_2, TLS_VERSION_1_2);
	return true;
}

static bool chose_rsa(const struct judge *j, const struct row *r, struct draft *d)
{
	if (!is_for_people(j, r) || !facts_lacks_secrecy(r->f))
		return false;
	draft_cite_event(d, r->f->session);
	draft_arg(d, "cipher", r->f->session->cipher);
	draft_key(d, r->f->session->cipher);
	return true;
}

static bool with_secrecy(const struct judge *j, const struct row *r, enum secrecy is,
			 struct draft *d)
{
	if (facts_secrecy(r->f) != is || !chose_rsa(j, r, d))
		return false;
	draft_cite_event(d, r->f->secrecy);
	return true;
}

#define ALERT_HANDSHAKE_FAILURE 40 /* RFC 8446 section 6.2: nothing in common */
#define ALERT_INSUFFICIENT_SECURITY 71

static bool has_nothing_in_common(const struct event *answer)
{
	return answer->outcome == OUTCOME_DENIED && (answer->num == ALERT_HANDSHAKE_FAILURE ||
						     answer->num == ALERT_INSUFFICIENT_SECURITY);
}

/* Chosen from all that was offered, and refused without it, in TLS's own words: twice the same. */
RULE(tls_rsa_only)
{
	if (!with_secrecy(j, r, SECRECY_REFUSED, d))
		return false;
	if (!has_nothing_in_common(r->f->secrecy))
		d->certainty = CERTAINTY_LIKELY;
	return draft_refusers(d, TLS_TRAIT_RSA_ONLY);
}

RULE(tls_rsa_preferred)
{
	return with_secrecy(j, r, SECRECY_OFFERED, d);
}

/* The server's choice from all that was offered, with and without forward secrecy. */
RULE(tls_rsa_kx)
{
	return chose_rsa(j, r, d);
}

RULE(tls_sni_needed)
{
	enum nameless n = facts_nameless(r->f);

	if (!is_for_people(j, r) || (n != NAMELESS_OTHER && n != NAMELESS_REFUSED))
		return false;
	draft_cite_event(d, r->f->nameless);
	draft_cite_event(d, row_leaf(r));
	draft_key(d, r->e->host);
	return true;
}

RULE(tls_modern)
{
	if (!is_for_people(j, r) || !refuses(r, TLS_VERSION_1_0, d) ||
	    !refuses(r, TLS_VERSION_1_1, d) ||
	    (!takes(r, TLS_VERSION_1_2, d) && !takes(r, TLS_VERSION_1_3, d)))
		return false;
	tell_programs(d, TLS_VERSION_1_0, TLS_VERSION_1_1);
	return true;
}
