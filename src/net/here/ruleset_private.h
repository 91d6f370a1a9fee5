/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chains and rules that a new connection of ours may meet, in one form for all programs that list
 * them. */
#ifndef NET_HERE_RULESET_PRIVATE_H
#define NET_HERE_RULESET_PRIVATE_H

#include "net/here/ruleset.h"

#include <stdbool.h>
#include <stddef.h>

enum ruleset_verdict {
	RULESET_GOES_ON,
	RULESET_ACCEPTS,
	RULESET_REFUSES,
	RULESET_RETURNS,
	RULESET_LEADS /* to another chain */
};

/* A rule that applies to our connection, or may apply. */
struct ruleset_line {
	size_t chain;
	enum ruleset_verdict verdict;
	bool certain;	  /* it applies to every connection to the port */
	char *to;	  /* LEADS: the name of a chain of the same table */
	char *text;	  /* NULL: found by its handle */
	long long handle; /* nft's number for it in its table */
};

struct ruleset_chain {
	char *table, *name;
	bool outgoing;		    /* outgoing packets enter here */
	bool met;		    /* its rules have been or are being evaluated */
	struct ruleset_line policy; /* text: of a policy that refuses, or NULL */
};

struct ruleset {
	struct ruleset_chain chains[RULESET_CHAINS_MAX];
	size_t chain_n;
	struct ruleset_line *lines;
	size_t line_n;
};

struct ruleset *ruleset_new(void);
void ruleset_free(struct ruleset *set);
/* The chain's index, RULESET_CHAINS_MAX if there is none. */
size_t ruleset_chain(const struct ruleset *set, const char *table, const char *name);
/* A new chain, or the one of that name; RULESET_CHAINS_MAX if there are too many. */
size_t ruleset_add_chain(struct ruleset *set, const char *table, const char *name);
/* Appends *line and takes ownership of its texts. */
void ruleset_add(struct ruleset *set, const struct ruleset_line *line);

typedef void ruleset_told(const struct ruleset *set, const struct ruleset_line *line, void *user);

/* Passes on the lines that refuse, at most RULESET_TOLD_MAX, as net/here/ruleset.h says. */
void ruleset_walk(struct ruleset *set, ruleset_told *told, void *user);

#endif
