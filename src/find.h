/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what porthorn can explain by a person's words: topics, findings, mail programs, providers, and what a server's
 * refusal means. Pure. */
#ifndef FIND_H
#define FIND_H

#include "advice/refusals.h"
#include "discover/provider.h"
#include "know/error_messages.h"

#define FIND_HITS_MAX 24
#define FIND_PROGRAM_PREFIX "program:"
#define FIND_PROVIDER_PREFIX "provider:"
#define FIND_REFUSALS_MAX 4

enum find_kind { FIND_TOPIC, FIND_FINDING, FIND_PROGRAM, FIND_PROVIDER };

struct find_hit {
	enum find_kind kind;
	char *id;    /* for porthorn explain: "why-25-blocked", "provider:gmail"; owned */
	char *title; /* translated, filled in, escaped; owned */
};

struct find {
	struct find_hit v[FIND_HITS_MAX]; /* the best first */
	size_t n;
	bool partly; /* nothing has all of the words: these have most of them */
	/* what a server means that answers so, each once; borrowed */
	const struct refusal *refusals[FIND_REFUSALS_MAX];
	size_t refusal_n;
	struct error_hits errors; /* messages of mail programs and servers */
};

/* words: any text: "certificate expired", "0x800CCC0E", "535 5.7.8 Authentication failed". providers may be NULL. Free
 * with find_clear(). */
void find_words(struct find *ret, const char *words, const struct providers *providers);
void find_clear(struct find *f);

#endif
