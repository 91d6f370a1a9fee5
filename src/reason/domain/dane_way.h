/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which TLSA records count for a mail server, and whether DNSSEC covers the way to them: RFC 7672
 * section 2.2.2. They count only if the server's addresses are signed. If the server's name is an
 * alias, its records are at the alias' end if the whole chain is signed, else at its own name if at
 * least the first step is. Pure.
 */
#ifndef REASON_DOMAIN_DANE_WAY_H
#define REASON_DOMAIN_DANE_WAY_H

#include "reason/facts/facts.h"

enum dane_way_state {
	DANE_WAY_OPEN, /* an answer is still missing */
	DANE_WAY_UNKNOWN,
	DANE_WAY_BOGUS, /* the addresses' signatures do not verify */
	DANE_WAY_UNSIGNED,
	DANE_WAY_SIGNED
};

struct dane_way {
	enum dane_way_state state;     /* of the server's addresses */
	const struct event *addresses; /* the answer with that state; NULL: none */
	const struct event *tlsa;      /* the answer that counts; NULL: still missing */
	const char *base;	       /* the name of these records; borrowed */
};

struct dane_way dane_way(const struct facts *f, const char *host);
/* Proven by DNSSEC; false for NULL. */
bool dane_way_proven(const struct event *records);

#endif
